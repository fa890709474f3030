/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"
#include "sanera-token-store.h"

G_BEGIN_DECLS

/* What the files of the connections share. */

struct _SaneraConnections
{
  GObject parent_instance;

  GSettings *settings;
  char *data_dir;
  gboolean offline;
  SaneraTokenStore *tokens;
  SaneraConnection *current;
  char *current_id;
  GError *error; /* why the chosen one cannot be shown */
  GCancellable *cancellable;
  GHashTable *viewers; /* windows that can be seen; NULL: nobody has said anything yet */
};

char *sanera_connections_get_folder (SaneraConnections *self, const char *id);
void sanera_connections_save_entries (SaneraConnections *self, GPtrArray *entries);
void sanera_connections_drop_current (SaneraConnections *self);
void sanera_connections_notify_current (SaneraConnections *self);
void sanera_connections_tell_visible (SaneraConnections *self);

G_END_DECLS

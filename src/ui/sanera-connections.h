/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-unsent.h"

G_BEGIN_DECLS

#define SANERA_CONNECTIONS_PRIVATE "private"
#define SANERA_CONNECTIONS_SAMPLE "sample"

#define SANERA_TYPE_CONNECTIONS (sanera_connections_get_type ())

/* The connections a person has, and the one that is shown. Properties: "current"
 * (SaneraConnection, nullable, notify), "current-id". Signal "list-changed". */
G_DECLARE_FINAL_TYPE (SaneraConnections, sanera_connections, SANERA, CONNECTIONS, GObject)

/**
 * SaneraConnectionEntry:
 *
 * What is kept of a server in the settings. Its token is in the Secret Service.
 */
typedef struct
{
  char *id;
  char *name;
  char *address;
  char *ca_file; /* "" for the anchors of the system */
} SaneraConnectionEntry;

void sanera_connection_entry_free (SaneraConnectionEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraConnectionEntry, sanera_connection_entry_free)

SaneraConnections *
sanera_connections_new (GSettings *settings, const char *data_dir, gboolean offline);
void sanera_connections_close (SaneraConnections *self);
gboolean sanera_connections_get_offline (SaneraConnections *self);
GPtrArray *sanera_connections_list (SaneraConnections *self);
gboolean sanera_connections_has_data (SaneraConnections *self, const char *id);
SaneraConnection *sanera_connections_get_current (SaneraConnections *self);
const char *sanera_connections_get_current_id (SaneraConnections *self);
const GError *sanera_connections_get_error (SaneraConnections *self);
gboolean sanera_connections_open (SaneraConnections *self, const char *id);
void sanera_connections_set_person (SaneraConnections *self, const char *name, const char *email);
void sanera_connections_leave (SaneraConnections *self);
void sanera_connections_add_server_async (SaneraConnections *self,
                                          const char *name,
                                          const char *address,
                                          const char *token,
                                          const char *ca_file,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean sanera_connections_add_server_finish (SaneraConnections *self,
                                               GAsyncResult *result,
                                               gboolean *token_kept,
                                               GError **error);
/* Changes what is kept of a server. @token: (nullable): %NULL keeps the one there is. */
void sanera_connections_change_server_async (SaneraConnections *self,
                                             const SaneraConnectionEntry *entry,
                                             const char *token,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean sanera_connections_change_server_finish (SaneraConnections *self,
                                                  GAsyncResult *result,
                                                  gboolean *token_kept,
                                                  GError **error);
/* *Test connection* with what is kept; @address and @ca_file: (nullable): in place of it. */
void sanera_connections_test_async (SaneraConnections *self,
                                    const char *id,
                                    const char *address,
                                    const char *ca_file,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
SaneraCacheInfo *
sanera_connections_test_finish (SaneraConnections *self, GAsyncResult *result, GError **error);
SaneraConnectionEntry *sanera_connections_dup_entry (SaneraConnections *self, const char *id);
SaneraUnsent *
sanera_connections_load_unsent (SaneraConnections *self, const char *id, GError **error);
gboolean sanera_connections_remove (SaneraConnections *self, const char *id, GError **error);
SaneraCache *
sanera_connections_open_cache (SaneraConnections *self, const char *id, GError **error);
gint64
sanera_connections_measure_cache (SaneraConnections *self, const char *id, gint64 *synced_on);
gboolean sanera_connections_clear_cache (SaneraConnections *self, const char *id, GError **error);

/* Whether the window @viewer, a mere name here, can be seen: see sanera_connection_set_visible().
 */
void sanera_connections_set_visible (SaneraConnections *self, gpointer viewer, gboolean visible);

G_END_DECLS

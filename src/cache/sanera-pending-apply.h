/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-outbox.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* What an entry of the outbox does to the row it concerns, until the server has said the same. */
void sanera_pending_apply (const SaneraOutboxEntry *entry, gpointer data);
char **sanera_pending_dup_touched (const SaneraOutboxEntry *entry, SaneraList *list);
gboolean sanera_pending_concerns (const SaneraOutboxEntry *entry, const char *id);
gboolean sanera_pending_make (SaneraDb *db,
                              const SaneraOutboxEntry *entry,
                              gint64 target_devices,
                              gpointer data,
                              GError **error);

G_END_DECLS

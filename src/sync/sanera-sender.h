/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-session.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SENDER (sanera_sender_get_type ())

/* Sends what waits in the outbox of a cache, each entry once (rule R9). Signals: "accepted" (char
 * *key, guint kind, char *entity, gboolean already), "created" (char *id, gint64 target_devices):
 * an activity, "refused" (char *key), "failed" (GError *): nobody answers, or the server wants
 * another token; it waits for sanera_sender_wake() or a new session then, or for the time that the
 * entry says. */
G_DECLARE_FINAL_TYPE (SaneraSender, sanera_sender, SANERA, SENDER, GObject)

SaneraSender *sanera_sender_new (SaneraCache *cache);
void sanera_sender_set_session (SaneraSender *self, SaneraSession *session);
void sanera_sender_wake (SaneraSender *self);
gboolean sanera_sender_is_mine (SaneraSender *self, const SaneraOutboxEntry *entry);
void sanera_sender_show_all (SaneraSender *self);
void sanera_sender_close (SaneraSender *self);

void sanera_sender_withdraw_async (SaneraSender *self,
                                   const char *key,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean sanera_sender_withdraw_finish (SaneraSender *self, GAsyncResult *result, GError **error);
void sanera_sender_revise_async (SaneraSender *self,
                                 const char *key,
                                 const SaneraOutboxEntry *replacement,
                                 gint64 target_devices,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *sanera_sender_revise_finish (SaneraSender *self, GAsyncResult *result, GError **error);

G_END_DECLS

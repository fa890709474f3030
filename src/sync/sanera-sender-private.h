/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-sender.h"

G_BEGIN_DECLS

/* What sending and withdrawing share. */

struct _SaneraSender
{
  GObject parent_instance;

  SaneraCache *cache;
  SaneraSession *session;
  GCancellable *closing; /* cancelled by sanera_sender_close() */
  GCancellable *trying; /* of the try under way */
  char *current; /* key of the entry that is being tried */
  GHashTable *tried; /* key → when it was last tried, monotonic microseconds */
  GHashTable *withdrawing; /* keys that are not to be tried */
  GPtrArray *waiting; /* (element-type GTask): withdrawals that wait for the try to end */
  gint64 woken_at;
  guint timer_id;
};

void sanera_sender_step (SaneraSender *self);
void sanera_sender_withdraw_waiting (SaneraSender *self);
SaneraActivityData *sanera_sender_parse_activity (GBytes *body, const char *key, GError **error);
void sanera_sender_emit_accepted (SaneraSender *self, const char *id, gint64 target_devices);

G_END_DECLS

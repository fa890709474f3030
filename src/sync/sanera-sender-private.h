/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-json.h"
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
  GQueue *queued; /* (element-type GTask): withdrawals of a key that is in @withdrawing already */
  GPtrArray *waiting; /* (element-type GTask): withdrawals that wait for the try to end */
  gint64 woken_at;
  gint64 paused_until; /* the outbox could not be written; monotonic */
  guint timer_id;
  guint shown_all; /* how often sanera_sender_show_all() was called */
};

/**
 * SaneraAnswer:
 * @list: where the entity is
 * @noun: what it is
 * @data: (nullable): the entity as the server has it
 * @version: of it
 *
 * What the server has answered to an entry.
 */
typedef struct
{
  SaneraList list;
  const SaneraNoun *noun;
  gpointer data;
  gint64 version;
} SaneraAnswer;

void sanera_answer_clear (SaneraAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraAnswer, sanera_answer_clear)

/* sanera-sender-answer.c */
gboolean sanera_answer_parse (SaneraAnswer *self,
                              const SaneraOutboxEntry *entry,
                              const char *text,
                              gsize length,
                              GError **error);
gboolean sanera_answer_find_entity (GBytes *body, SaneraJsonSlice *entity, GError **error);
gboolean sanera_answer_is_already (const SaneraAnswer *self, const SaneraOutboxEntry *entry);

/* sanera-conflict.c */
gboolean
sanera_conflict_can_merge (const SaneraOutboxEntry *entry, const char *present, gint64 *version);

/* sanera-sender.c */
void sanera_sender_step (SaneraSender *self);
void sanera_sender_withdraw_waiting (SaneraSender *self);
void sanera_sender_emit_accepted (SaneraSender *self,
                                  const SaneraOutboxEntry *entry,
                                  const SaneraAnswer *answer,
                                  gboolean already);

G_END_DECLS

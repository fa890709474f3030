/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"

G_BEGIN_DECLS

/**
 * SaneraSubmission:
 * @key: the Idempotency-Key, lower case: a UUID
 * @replayed: whether the same submission was carried out before; then @entity_id says what came of
 *   it, and the answer is the entity as it is now
 * @entity_type: (nullable): %SANERA_ENTITY_TASK or the like
 * @entity_id: (nullable): which one
 * @body_hash: (nullable): SHA-256 of what came with the key, in hex
 *
 * A write and its key (rule R9).
 */
typedef struct
{
  char *key;
  gboolean replayed;
  char *entity_type;
  char *entity_id;
  char *body_hash;
} SaneraSubmission;

void sanera_submission_clear (SaneraSubmission *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraSubmission, sanera_submission_clear)

gboolean sanera_submission_begin (SaneraDb *db,
                                  SaneraExchange *exchange,
                                  const char *call,
                                  SaneraSubmission *submission,
                                  GError **error);
gboolean sanera_submission_look (SaneraDb *db,
                                 SaneraExchange *exchange,
                                 const char *call,
                                 const char *key,
                                 GBytes *body,
                                 SaneraSubmission *submission,
                                 GError **error);
gboolean sanera_submission_record (SaneraDb *db,
                                   SaneraExchange *exchange,
                                   const char *call,
                                   const SaneraSubmission *submission,
                                   const char *entity_type,
                                   const char *entity_id,
                                   gint64 made_at,
                                   GError **error);
gboolean sanera_submission_withdraw (SaneraDb *db,
                                     SaneraExchange *exchange,
                                     const char *key,
                                     SaneraSubmission *carried_out,
                                     GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-submissions.h"

/* Rule R9: one row for each key ever seen, written in the transaction of its change, so after any
 * crash there is either both or neither. Refusals leave nothing behind. */

#define BURNT "withdrawn"

typedef struct
{
  char *person;
  char *call;
  char *body_hash;
  char *entity_type;
  char *entity_id;
} Row;

static void
row_clear (Row *row)
{
  g_free (row->person);
  g_free (row->call);
  g_free (row->body_hash);
  g_free (row->entity_type);
  g_free (row->entity_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/**
 * sanera_submission_clear:
 * @self: a submission
 */
void
sanera_submission_clear (SaneraSubmission *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->entity_type, g_free);
  g_clear_pointer (&self->entity_id, g_free);
  g_clear_pointer (&self->body_hash, g_free);
}

static gboolean
find (SaneraDb *db, const char *key, Row *row, gboolean *found, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT person, call, body_hash, entity_type, entity_id FROM "
                         "submissions WHERE key = ?",
                         error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, key);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  row->person = g_strdup (sanera_db_column_text (statement, 0));
  row->call = g_strdup (sanera_db_column_text (statement, 1));
  row->body_hash = g_strdup (sanera_db_column_text (statement, 2));
  row->entity_type = g_strdup (sanera_db_column_text (statement, 3));
  row->entity_id = g_strdup (sanera_db_column_text (statement, 4));
  sanera_db_reset (statement);
  return TRUE;
}

static char *
normalize_key (SaneraExchange *exchange, const char *key, GError **error)
{
  if (!g_uuid_string_is_valid (key))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                              "An Idempotency-Key must be a UUID");
      return NULL;
    }

  return g_ascii_strdown (key, -1);
}

/**
 * sanera_submission_look:
 * @db: the server's database, in the transaction of the change
 * @exchange: a call that writes, or carries several that do
 * @call: name of the one that the key belongs to, "POST remediationTasks"
 * @key: (nullable): its Idempotency-Key
 * @body: (nullable): what came with the key: the same key always comes with the same
 * @submission: (out): the key, and what came of it when it was here before
 * @error: set by a refusal: 400 without a proper key, 409 `KeyReused` when the key came with
 *   another body, call or person, 409 `Withdrawn` when it was burnt
 *
 * The first check of a write. Persons are compared by their e-mail: another token of the same
 * person is the same person.
 *
 * Returns: whether to go on: carry it out and sanera_submission_record() it, or, when it is
 *   replayed, answer with the entity as it is now
 */
gboolean
sanera_submission_look (SaneraDb *db,
                        SaneraExchange *exchange,
                        const char *call,
                        const char *key,
                        GBytes *body,
                        SaneraSubmission *submission,
                        GError **error)
{
  g_auto (Row) row = { 0 };

  if (key == NULL)
    return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                   "Parameter Idempotency-Key is missing");
  submission->key = normalize_key (exchange, key, error);
  if (submission->key == NULL || !find (db, submission->key, &row, &submission->replayed, error))
    return FALSE;
  if (body != NULL)
    submission->body_hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  if (!submission->replayed)
    return TRUE;

  if (!g_str_equal (row.person, sanera_exchange_get_person (exchange)->key))
    return sanera_exchange_refuse (exchange, error, 409, "KeyReused",
                                   "This Idempotency-Key is somebody else's");
  if (g_str_equal (row.call, BURNT))
    return sanera_exchange_refuse (exchange, error, 409, "Withdrawn",
                                   "This submission was withdrawn before it arrived");
  if (!g_str_equal (row.call, call) || g_strcmp0 (row.body_hash, submission->body_hash) != 0)
    return sanera_exchange_refuse (exchange, error, 409, "KeyReused",
                                   "This Idempotency-Key came with another content before");

  submission->entity_type = g_steal_pointer (&row.entity_type);
  submission->entity_id = g_steal_pointer (&row.entity_id);
  return TRUE;
}

/**
 * sanera_submission_begin:
 * @db: the server's database, in the transaction of the change
 * @exchange: a call that writes; its role has been checked, nothing else
 * @call: its name, "POST remediationTasks"; with the entity that it changes, when it changes one
 * @submission: (out): its key, and what came of it when it was here before
 * @error: as sanera_submission_look()
 *
 * sanera_submission_look() for the key and the body of the call itself.
 *
 * Returns: whether to go on; when it is replayed, `Idempotent-Replay: true` is set
 */
gboolean
sanera_submission_begin (SaneraDb *db,
                         SaneraExchange *exchange,
                         const char *call,
                         SaneraSubmission *submission,
                         GError **error)
{
  const char *key = sanera_exchange_get_header (exchange, "idempotency-key");
  GBytes *body = sanera_exchange_get_body (exchange);

  if (!sanera_submission_look (db, exchange, call, key, body, submission, error))
    return FALSE;

  if (submission->replayed)
    sanera_exchange_set_header (exchange, "Idempotent-Replay", "true");
  return TRUE;
}

/**
 * sanera_submission_record:
 * @db: the server's database, in the transaction of the change
 * @exchange: the call
 * @call: its name, as given to sanera_submission_begin()
 * @submission: from sanera_submission_begin(), not replayed
 * @entity_type: what came of it: %SANERA_ENTITY_TASK or the like
 * @entity_id: which one
 * @made_at: when the person made it, microseconds
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_submission_record (SaneraDb *db,
                          SaneraExchange *exchange,
                          const char *call,
                          const SaneraSubmission *submission,
                          const char *entity_type,
                          const char *entity_id,
                          gint64 made_at,
                          GError **error)
{
  return sanera_db_run_sql (db, error,
                            "INSERT INTO submissions (key, person, call, body_hash, entity_type, "
                            "entity_id, made_at, received_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            "ttttttii", submission->key, sanera_exchange_get_person (exchange)->key,
                            call, submission->body_hash, entity_type, entity_id, made_at,
                            sanera_exchange_get_now (exchange));
}

/**
 * sanera_submission_withdraw:
 * @db: the server's database, in a transaction
 * @exchange: the call `DELETE submissions/{key}`
 * @key: the key to burn
 * @carried_out: (out): with an entity when it is too late: it was carried out
 * @error: set by a refusal: 400 when @key is none, 409 `KeyReused` when it is somebody else's
 *
 * Burns a key for ever: should the submission still arrive, it is refused.
 *
 * Returns: whether it is burnt, or @carried_out says why not
 */
gboolean
sanera_submission_withdraw (SaneraDb *db,
                            SaneraExchange *exchange,
                            const char *key,
                            SaneraSubmission *carried_out,
                            GError **error)
{
  gboolean found;
  g_auto (Row) row = { 0 };

  carried_out->key = normalize_key (exchange, key, error);
  if (carried_out->key == NULL || !find (db, carried_out->key, &row, &found, error))
    return FALSE;
  if (!found)
    return sanera_db_run_sql (
        db, error, "INSERT INTO submissions (key, person, call, received_on) VALUES (?, ?, ?, ?)",
        "ttti", carried_out->key, sanera_exchange_get_person (exchange)->key, BURNT,
        sanera_exchange_get_now (exchange));

  if (!g_str_equal (row.person, sanera_exchange_get_person (exchange)->key))
    return sanera_exchange_refuse (exchange, error, 409, "KeyReused",
                                   "This Idempotency-Key is somebody else's");
  carried_out->entity_type = g_steal_pointer (&row.entity_type);
  carried_out->entity_id = g_steal_pointer (&row.entity_id);
  return TRUE;
}

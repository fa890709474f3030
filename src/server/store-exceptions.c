/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-exceptions.h"

#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-feed.h"

/* Rule R8. The rows of `exceptions` and `exception_groups` say what people did; statuses follow
 * from them and from the time, and figures follow from the statuses. */

#define EXPIRED "Expired"

/**
 * sanera_exceptions_find:
 * @db: the server's database
 * @id: of an exception
 * @data: initialised data; filled when there is one, else its id stays %NULL
 * @row: (out): its row
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_find (SaneraDb *db,
                        const char *id,
                        SaneraRemediationExceptionData *data,
                        gint64 *row,
                        GError **error)
{
  gboolean found;

  return sanera_db_find_noun (db, &sanera_remediation_exception_noun, id, data, row, &found, error);
}

/**
 * sanera_exceptions_find_live:
 * @db: the server's database
 * @recommendation: id of a recommendation
 * @group: (nullable): a device group; %NULL asks for a global exception
 * @id: (out) (transfer full) (nullable): the live exception that there is already
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_find_live (SaneraDb *db,
                             const char *recommendation,
                             const char *group,
                             char **id,
                             GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT e.id FROM exceptions e LEFT JOIN exception_groups g ON g.exception = e.row_id AND "
      "g.ended_on IS NULL WHERE e.recommendation_reference = ?1 AND e.ended_on IS NULL AND "
      "CASE WHEN ?2 IS NULL THEN e.scope = 'Global' ELSE g.name = ?2 END LIMIT 1",
      error);
  gboolean found;

  *id = NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, recommendation);
  sanera_db_bind_text (statement, 2, group);
  if (!sanera_db_step (db, statement, &found, error))
    return FALSE;
  if (found)
    *id = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_exceptions_find_group:
 * @db: the server's database
 * @row: of an exception
 * @group: name of a device group
 * @found: (out): whether the exception was made for the group
 * @live: (out): whether it still covers it, or is suspended
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_find_group (SaneraDb *db,
                              gint64 row,
                              const char *group,
                              gboolean *found,
                              gboolean *live,
                              GError **error)
{
  gint64 open;

  if (!sanera_db_query_int (db, &open, error,
                            "SELECT ended_on IS NULL FROM exception_groups WHERE exception = ? AND "
                            "name = ?",
                            "it", row, group))
    return FALSE;

  *found = open != SANERA_INT_NULL;
  *live = *found && open != 0;
  return TRUE;
}

/**
 * sanera_exceptions_read_texts:
 * @db: the server's database
 * @statement: a statement with a text in its first column, its parameters bound
 * @error: when the database cannot be read
 *
 * Returns: (transfer full) (nullable): the text of each of its rows
 */
char **
sanera_exceptions_read_texts (SaneraDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_row = TRUE;

  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_strv_builder_add (builder, sanera_db_column_text (statement, 0));
    }
  return g_strv_builder_end (builder);
}

/**
 * sanera_exceptions_find_free_groups:
 * @db: the server's database
 * @recommendation: id of a recommendation
 * @error: when the database cannot be read
 *
 * Returns: (transfer full) (nullable): today's device groups that have no live exception of their
 *   own: what *All* means
 */
char **
sanera_exceptions_find_free_groups (SaneraDb *db, const char *recommendation, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT name FROM device_groups WHERE name NOT IN (SELECT g.name FROM exceptions e JOIN "
      "exception_groups g ON g.exception = e.row_id WHERE e.recommendation_reference = ? AND "
      "e.ended_on IS NULL AND g.ended_on IS NULL) ORDER BY name",
      error);

  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, recommendation);
  return sanera_exceptions_read_texts (db, statement, error);
}

/* One line of the member `groups`. */
static void
append_group (GString *out, sqlite3_stmt *statement, const char *status)
{
  const char *own = sanera_db_column_text (statement, 1);

  g_string_append (out, out->len > 1 ? ",{\"name\":" : "{\"name\":");
  sanera_json_append_string (out, sanera_db_column_text (statement, 0));
  g_string_append (out, ",\"status\":");
  sanera_json_append_string (out, own != NULL ? own : status);
  g_string_append (out, ",\"endedOn\":");
  if (sqlite3_column_type (statement, 2) != SQLITE_NULL)
    sanera_json_append_time (out, sqlite3_column_int64 (statement, 2));
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"endedBy\":");
  if (sanera_db_column_text (statement, 3) != NULL)
    sanera_json_append_string (out, sanera_db_column_text (statement, 3));
  else
    g_string_append (out, "null");
  g_string_append_c (out, '}');
}

/**
 * sanera_exceptions_write_row:
 * @db: the server's database, in a transaction
 * @row: of an exception
 * @status: nick of the status that it has now, and those of its groups that have not ended
 * @error: when it cannot be written
 *
 * Brings the row up to date with its groups, as a new version. The groups that it covered when it
 * ended stay named.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_write_row (SaneraDb *db, gint64 row, const char *status, GError **error)
{
  g_autoptr (GString) groups = g_string_new ("[");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_auto (GStrv) covered = NULL;
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT g.name, g.status, g.ended_on, g.ended_by, e.ended_on FROM exception_groups g JOIN "
      "exceptions e ON e.row_id = g.exception WHERE e.row_id = ? ORDER BY g.name",
      error);
  gboolean has_row = TRUE;
  gint64 change;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      append_group (groups, statement, status);
      if (sqlite3_column_type (statement, 2) == SQLITE_NULL ||
          (sqlite3_column_type (statement, 4) != SQLITE_NULL &&
           sqlite3_column_int64 (statement, 2) == sqlite3_column_int64 (statement, 4)))
        g_strv_builder_add (builder, sanera_db_column_text (statement, 0));
    }
  g_string_append_c (groups, ']');
  covered = g_strv_builder_end (builder);
  sanera_json_append_strv (names, (const char *const *)covered);

  return sanera_feed_reserve (db, 1, &change, error) &&
         sanera_db_run_sql (db, error,
                            "UPDATE exceptions SET status = ?, groups = CASE scope WHEN 'Global' "
                            "THEN NULL ELSE ? END, rbac_group_names = ?, change = ?, version = "
                            "version + 1 WHERE row_id = ?",
                            "tttii", status, groups->str, names->str, change, row);
}

/**
 * sanera_exceptions_end_row:
 * @db: the server's database, in a transaction
 * @row: of a live exception
 * @status: nick of what it is from now on: cancelled or expired
 * @ended_on: when it ended, microseconds
 * @person: (nullable): e-mail of who ended it, %NULL for the time
 * @error: when it cannot be written
 *
 * Ends all of it: the groups that have not ended before end with it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_end_row (SaneraDb *db,
                           gint64 row,
                           const char *status,
                           gint64 ended_on,
                           const char *person,
                           GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE exception_groups SET status = ?, ended_on = ?, ended_by = ? "
                            "WHERE exception = ? AND ended_on IS NULL",
                            "titi", status, ended_on, person, row) &&
         sanera_db_run_sql (db, error,
                            "UPDATE exceptions SET ended_on = ?, ended_by = ? WHERE row_id = ?",
                            "iti", ended_on, person, row) &&
         sanera_exceptions_write_row (db, row, status, error);
}

/* A live exception, as the settling sees it. */
typedef struct
{
  gint64 row;
  char *id;
  SaneraExceptionScope scope;
  gint64 expires_on;
  char *status;
} Live;

static void
live_clear (gpointer data)
{
  Live *live = data;

  g_free (live->id);
  g_free (live->status);
}

static GArray *
find_all_live (SaneraDb *db, const char *recommendation, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (Live));
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT row_id, id, scope, expires_on, status FROM exceptions WHERE recommendation_reference "
      "= ? AND ended_on IS NULL ORDER BY row_id",
      error);
  gboolean has_row = TRUE;

  g_array_set_clear_func (list, live_clear);
  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, recommendation);
  while (has_row)
    {
      Live live;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      live.row = sqlite3_column_int64 (statement, 0);
      live.id = g_strdup (sanera_db_column_text (statement, 1));
      live.scope = (SaneraExceptionScope)sanera_enum_from_nick (
          &sanera_exception_scope_enum, sanera_db_column_text (statement, 2));
      live.expires_on = sqlite3_column_int64 (statement, 3);
      live.status = g_strdup (sanera_db_column_text (statement, 4));
      g_array_append_val (list, live);
    }
  return g_steal_pointer (&list);
}

static gboolean
expire (SaneraDb *db, const Live *live, gint64 now, GError **error)
{
  const gint64 ended_on = sanera_exception_end (live->expires_on);
  g_autoptr (GString) details = g_string_new ("{\"expiresOn\":");

  sanera_json_append_time (details, live->expires_on);
  g_string_append_c (details, '}');
  return sanera_exceptions_end_row (db, live->row, EXPIRED, ended_on, NULL, error) &&
         sanera_audit_append (db, now, "", "exceptionExpired", SANERA_ENTITY_EXCEPTION, live->id,
                              details->str, error);
}

/* A global one begins or ends. */
static gboolean
resettle (SaneraDb *db, const Live *live, const char *status, gint64 now, GError **error)
{
  const gboolean suspended = g_str_equal (status, "Suspended");

  return sanera_exceptions_write_row (db, live->row, status, error) &&
         sanera_audit_append (db, now, "", suspended ? "exceptionSuspended" : "exceptionResumed",
                              SANERA_ENTITY_EXCEPTION, live->id, "{}", error);
}

/* Brings the statuses up to what the time and the others say. */
static gboolean
settle (SaneraDb *db, const char *recommendation, gint64 now, GError **error)
{
  g_autoptr (GArray) list = find_all_live (db, recommendation, error);
  gboolean global = FALSE;

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const Live *live = &g_array_index (list, Live, i);

      global = global || (live->scope == SANERA_EXCEPTION_SCOPE_GLOBAL &&
                          !sanera_exception_is_over (live->expires_on, now));
    }
  for (guint i = 0; i < list->len; i++)
    {
      const Live *live = &g_array_index (list, Live, i);
      SaneraExceptionStatus status =
          sanera_exception_status (live->scope, FALSE, live->expires_on, global, now);
      const char *nick = sanera_enum_to_nick (&sanera_exception_status_enum, (int)status);

      if (status == SANERA_EXCEPTION_STATUS_EXPIRED)
        {
          if (!expire (db, live, now, error))
            return FALSE;
        }
      else if (g_strcmp0 (live->status, nick) != 0 && !resettle (db, live, nick, now, error))
        return FALSE;
    }
  return TRUE;
}

/* What is in force, as the rows say; at @now, or, with G_MININT64, as if no time had passed. */
static SaneraExceptionCover *
load_cover (SaneraDb *db, const char *recommendation, gint64 now, GError **error)
{
  g_autoptr (SaneraExceptionCover) cover = sanera_exception_cover_new (now);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT e.scope, e.justification, e.expires_on, g.name FROM exceptions e LEFT JOIN "
      "exception_groups g ON g.exception = e.row_id WHERE e.recommendation_reference = ? AND "
      "e.ended_on IS NULL AND g.ended_on IS NULL",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, recommendation);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        sanera_exception_cover_add (
            cover,
            (SaneraExceptionScope)sanera_enum_from_nick (&sanera_exception_scope_enum,
                                                         sanera_db_column_text (statement, 0)),
            sanera_db_column_text (statement, 3),
            (SaneraJustification)sanera_enum_from_nick (&sanera_justification_enum,
                                                        sanera_db_column_text (statement, 1)),
            sqlite3_column_int64 (statement, 2));
    }
  return g_steal_pointer (&cover);
}

/**
 * sanera_exception_work_clear:
 * @work: a change
 */
void
sanera_exception_work_clear (SaneraExceptionWork *work)
{
  g_clear_pointer (&work->recommendation, g_free);
  g_clear_pointer (&work->before, sanera_exception_cover_free);
}

/**
 * sanera_exceptions_begin:
 * @db: the server's database, in a transaction
 * @recommendation: id of a recommendation
 * @now: the time, microseconds
 * @work: (out): to be given to sanera_exceptions_finish()
 * @error: when the database fails
 *
 * Begins a change to the exceptions of one recommendation: remembers what they do to the exposure,
 * and ends those whose last day is over, so that nobody is refused because of one of them.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_begin (SaneraDb *db,
                         const char *recommendation,
                         gint64 now,
                         SaneraExceptionWork *work,
                         GError **error)
{
  work->recommendation = g_strdup (recommendation);
  work->now = now;
  work->before = load_cover (db, recommendation, G_MININT64, error);
  return work->before != NULL &&
         sanera_db_query_int (db, &work->row, error,
                              "SELECT row_id FROM recommendations WHERE id = ?", "t",
                              recommendation) &&
         settle (db, recommendation, now, error);
}

/* The exposed devices that enter the exposure, or leave it. */
static gboolean
find_moved (SaneraDb *db,
            const SaneraExceptionWork *work,
            const SaneraExceptionCover *after,
            GHashTable *machines,
            GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  if (!sanera_exception_cover_lowers (work->before) && !sanera_exception_cover_lowers (after))
    return TRUE;
  statement = sanera_db_prepare (
      db,
      "SELECT row_id, rbac_group_name FROM machines WHERE row_id IN (SELECT machine FROM findings "
      "WHERE recommendation = ? AND open = 1)",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, work->row);
  while (has_row)
    {
      const char *group;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      group = sanera_db_column_text (statement, 1);
      if ((sanera_exception_cover_get (work->before, group) == SANERA_COVER_LOWERED) !=
          (sanera_exception_cover_get (after, group) == SANERA_COVER_LOWERED))
        sanera_dirty_add (machines, sqlite3_column_int64 (statement, 0));
    }
  return TRUE;
}

/**
 * sanera_exceptions_finish:
 * @db: the server's database, in the same transaction
 * @work: from sanera_exceptions_begin()
 * @error: when the database fails
 *
 * Ends a change: settles who is suspended and who comes back, then derives the recommendation's
 * status and figures, and the exposure of the devices that it moves in or out.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_finish (SaneraDb *db, SaneraExceptionWork *work, GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  g_autoptr (SaneraExceptionCover) after = NULL;
  SaneraDerived derived;

  if (!settle (db, work->recommendation, work->now, error))
    return FALSE;
  after = load_cover (db, work->recommendation, work->now, error);
  if (after == NULL || !find_moved (db, work, after, dirty->machines, error))
    return FALSE;

  if (work->row != SANERA_INT_NULL)
    sanera_dirty_add (dirty->recommendations, work->row);
  return sanera_derive (db, dirty, work->now, &derived, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-exceptions.h"

#include "sanera-time.h"
#include "store-feed.h"

/* What the exceptions do to the figures of recommendations: read once for many of them. */

static void
state_free (gpointer data)
{
  SaneraExceptionState *state = data;

  sanera_exception_cover_free (state->cover);
  g_free (state);
}

static gint64
column_time (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) != SQLITE_NULL
             ? sqlite3_column_int64 (statement, column)
             : SANERA_INT_NULL;
}

static SaneraExceptionState *
get_state (GHashTable *states, gint64 row, gint64 now)
{
  SaneraExceptionState *state = g_hash_table_lookup (states, &row);

  if (state == NULL)
    {
      gint64 *key = g_new (gint64, 1);

      *key = row;
      state = g_new0 (SaneraExceptionState, 1);
      state->cover = sanera_exception_cover_new (now);
      state->last_ended_on = SANERA_INT_NULL;
      g_hash_table_insert (states, key, state);
    }
  return state;
}

/* Columns: scope, justification, expires_on, ended_on, name of a group, ended_on of the group. */
static void
add_row (SaneraExceptionState *state, sqlite3_stmt *statement, int first, gint64 now)
{
  const int scope = sanera_enum_from_nick (&sanera_exception_scope_enum,
                                           sanera_db_column_text (statement, first));
  const int justification = sanera_enum_from_nick (&sanera_justification_enum,
                                                   sanera_db_column_text (statement, first + 1));
  const gint64 expires_on = column_time (statement, first + 2);
  const gint64 ended_on = column_time (statement, first + 3);
  const gint64 group_ended_on = column_time (statement, first + 5);

  state->last_ended_on = MAX (state->last_ended_on, MAX (ended_on, group_ended_on));
  /* The job that ends it may not have run since. */
  if (ended_on == SANERA_INT_NULL && sanera_exception_is_over (expires_on, now))
    state->last_ended_on = MAX (state->last_ended_on, sanera_exception_end (expires_on));
  if (ended_on == SANERA_INT_NULL && group_ended_on == SANERA_INT_NULL)
    sanera_exception_cover_add (state->cover, (SaneraExceptionScope)scope,
                                sanera_db_column_text (statement, first + 4),
                                (SaneraJustification)justification, expires_on);
}

/**
 * sanera_exceptions_load_states:
 * @db: the server's database
 * @now: the time, microseconds
 * @error: when the database cannot be read
 *
 * Returns: (transfer full) (nullable): row id of a recommendation → #SaneraExceptionState, of those
 *   that have an exception or had one lately
 */
GHashTable *
sanera_exceptions_load_states (SaneraDb *db, gint64 now, GError **error)
{
  g_autoptr (GHashTable) states =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, state_free);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT r.row_id, e.scope, e.justification, e.expires_on, e.ended_on, g.name, g.ended_on "
      "FROM exceptions e JOIN recommendations r ON r.id = e.recommendation_reference "
      "LEFT JOIN exception_groups g ON g.exception = e.row_id "
      "WHERE e.ended_on IS NULL OR e.ended_on > ?",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, now - SANERA_EXCEPTION_TAG_DAYS * SANERA_TIME_DAY);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        add_row (get_state (states, sqlite3_column_int64 (statement, 0), now), statement, 1, now);
    }
  return g_steal_pointer (&states);
}

/* How many devices one exception covers now: rows with its groups follow one another. */
typedef struct
{
  gint64 row;
  gint64 before;
  gint64 devices;
} Covered;

static gint64
count_all (GHashTable *exposed)
{
  GHashTableIter iter;
  gpointer count;
  gint64 all = 0;

  g_hash_table_iter_init (&iter, exposed);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    all += *(gint64 *)count;
  return all;
}

static GArray *
find_covered (SaneraDb *db,
              const char *recommendation,
              const SaneraExceptionState *state,
              GHashTable *exposed,
              GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (Covered));
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT e.row_id, coalesce (e.covered_devices, 0), e.scope, e.status, g.name "
      "FROM exceptions e LEFT JOIN exception_groups g ON g.exception = e.row_id AND g.ended_on IS "
      "NULL WHERE e.recommendation_reference = ? ORDER BY e.row_id",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, recommendation);
  while (has_row)
    {
      Covered *last;
      const char *name;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      last = list->len > 0 ? &g_array_index (list, Covered, list->len - 1) : NULL;
      if (last == NULL || last->row != sqlite3_column_int64 (statement, 0))
        {
          Covered next = { .row = sqlite3_column_int64 (statement, 0),
                           .before = sqlite3_column_int64 (statement, 1) };

          g_array_append_val (list, next);
          last = &g_array_index (list, Covered, list->len - 1);
        }
      if (g_strcmp0 (sanera_db_column_text (statement, 3), "InEffect") != 0)
        continue;
      name = sanera_db_column_text (statement, 4);
      if (g_strcmp0 (sanera_db_column_text (statement, 2), "Global") == 0)
        last->devices = count_all (exposed);
      else if (name != NULL && !sanera_exception_cover_is_global (state->cover) &&
               g_hash_table_contains (exposed, name))
        last->devices += *(gint64 *)g_hash_table_lookup (exposed, name);
    }
  return g_steal_pointer (&list);
}

/**
 * sanera_exceptions_write_covered:
 * @db: the server's database, in a transaction
 * @recommendation: id of a recommendation
 * @state: its exceptions
 * @exposed: (element-type utf8 gint64): its device groups with exposed devices, and how many
 * @error: when it cannot be written
 *
 * Brings `coveredDevices` of its exceptions up to date. A figure: the version stays.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_write_covered (SaneraDb *db,
                                 const char *recommendation,
                                 const SaneraExceptionState *state,
                                 GHashTable *exposed,
                                 GError **error)
{
  g_autoptr (GArray) list = find_covered (db, recommendation, state, exposed, error);

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const Covered *covered = &g_array_index (list, Covered, i);
      gint64 change;

      if (covered->devices == covered->before)
        continue;
      if (!sanera_feed_reserve (db, 1, &change, error) ||
          !sanera_db_run_sql (db, error,
                              "UPDATE exceptions SET covered_devices = ?, change = ? WHERE row_id "
                              "= ?",
                              "iii", covered->devices, change, covered->row))
        return FALSE;
    }
  return TRUE;
}

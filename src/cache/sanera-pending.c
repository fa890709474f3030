/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-pending.h"

#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-enums.h"
#include "sanera-json.h"
#include "sanera-pending-apply.h"

#include <string.h>

/* A row as shown is always computed anew, from the server's row and from what waits, oldest first:
 *
 *   base (as the server has it, or as it was made here) ──► entry ──► entry ──► row of the list
 *
 * so that undoing, a refusal and a change by somebody else are one and the same: compute again. */

#define ENTRY_COLUMNS \
  "p.key, p.action, p.entity, p.body, p.person, p.made_at, p.state, p.error_code, p.position"

/* The server's row of an entity, or the one that was made here. */
typedef struct
{
  const SaneraNoun *noun;
  gpointer data; /* NULL: there is none */
  gint64 generation;
  gboolean made_here;
} Base;

/* Those of a key that are not its own row. */
#define TOUCHED_BY_KEY "SELECT list, target FROM touched WHERE key = ?1"

static void
base_clear (Base *self)
{
  if (self->data != NULL)
    sanera_noun_data_free (self->noun, self->data);
  self->data = NULL;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Base, base_clear)

static SaneraList
get_list (const SaneraOutboxEntry *entry)
{
  return sanera_action_kind_get_list (sanera_action_kind_from_nick (entry->action));
}

static const char *
get_table (SaneraList list)
{
  return sanera_list_get_info (list)->table;
}

/* What an entry changes or makes is one row; others it only touches. */
static gboolean
is_about (const SaneraOutboxEntry *entry, SaneraList list, const char *id)
{
  return get_list (entry) == list && g_strcmp0 (sanera_outbox_entry_get_target (entry), id) == 0;
}

static gboolean
parse_base (Base *self, const char *row, GError **error)
{
  self->data = sanera_noun_data_new (self->noun);

  return sanera_json_parse_noun (self->noun, row, strlen (row), self->noun->name, self->data,
                                 error);
}

static gboolean
read_base (SaneraDb *db, SaneraList list, const char *id, Base *self, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db, "SELECT row, generation, made_here FROM base WHERE list = ? AND id = ?", error);
  gboolean has_row, ok = TRUE;

  self->noun = sanera_list_get_info (list)->noun;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, get_table (list));
  sanera_db_bind_text (statement, 2, id);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      self->generation = sqlite3_column_int64 (statement, 1);
      self->made_here = sqlite3_column_int (statement, 2) != 0;
      ok = parse_base (self, sanera_db_column_text (statement, 0), error);
    }
  sanera_db_reset (statement);

  return ok;
}

static gboolean
write_base (SaneraDb *db,
            SaneraList list,
            gconstpointer data,
            gint64 generation,
            gboolean made_here,
            GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GString) row = g_string_new (NULL);

  sanera_json_append_noun (row, noun, data, SANERA_JSON_SANERA);
  return sanera_db_run_sql (
      db, error,
      "INSERT INTO base (list, id, row, generation, made_here) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (list, id) DO UPDATE SET row = excluded.row, "
      "generation = excluded.generation, made_here = excluded.made_here",
      "tttii", get_table (list), sanera_field_get_text (&noun->fields[0], data), row->str,
      generation, (gint64)made_here);
}

static gboolean
delete_base (SaneraDb *db, SaneraList list, const char *id, GError **error)
{
  return sanera_db_run_sql (db, error, "DELETE FROM base WHERE list = ? AND id = ?", "tt",
                            get_table (list), id);
}

/* (element-type SaneraOutboxEntry): what waits about a row or touches it, oldest first. */
static GPtrArray *
read_entries (SaneraDb *db, SaneraList list, const char *target, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT " ENTRY_COLUMNS " FROM pending p WHERE p.list = ?1 AND p.target = ?2 "
      "UNION ALL SELECT " ENTRY_COLUMNS " FROM touched t JOIN pending p ON p.key = t.key "
      "WHERE t.list = ?1 AND t.target = ?2 ORDER BY 9",
      error);
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_outbox_entry_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sanera_db_bind_text (statement, 1, get_table (list));
  sanera_db_bind_text (statement, 2, target);
  while (has_row)
    {
      SaneraOutboxEntry *entry;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      entry = g_new0 (SaneraOutboxEntry, 1);
      entry->key = g_strdup (sanera_db_column_text (statement, 0));
      entry->action = g_strdup (sanera_db_column_text (statement, 1));
      entry->entity = g_strdup (sanera_db_column_text (statement, 2));
      entry->body = g_strdup (sanera_db_column_text (statement, 3));
      entry->person = g_strdup (sanera_db_column_text (statement, 4));
      entry->made_at = sqlite3_column_int64 (statement, 5);
      entry->state = (SaneraOutboxState)sqlite3_column_int (statement, 6);
      entry->error_code = g_strdup (sanera_db_column_text (statement, 7));
      g_ptr_array_add (entries, entry);
    }
  sanera_db_reset (statement);

  return g_steal_pointer (&entries);
}

/* The first entry about a row: the row that is shown is the server's. */
static gboolean
take_shown (SaneraDb *db, SaneraList list, const char *id, Base *base, GError **error)
{
  const SaneraField *state = sanera_noun_find (base->noun, "localState");
  g_autofree char *sql = g_strdup_printf ("SELECT seen FROM %s WHERE id = ?", get_table (list));
  gint64 row_id = sanera_cache_find_row (db, list, NULL, id, NULL);
  gboolean found;

  if (row_id == 0)
    return TRUE;

  base->data = sanera_noun_data_new (base->noun);
  if (!sanera_cache_read_row (db, list, row_id, base->data, &found, error) ||
      !sanera_db_query_int (db, &base->generation, error, sql, "t", id))
    return FALSE;
  if (sanera_field_get_text (state, base->data) == NULL)
    return write_base (db, list, base->data, base->generation, FALSE, error);

  /* Of an older version of the cache, which kept nothing beside it. */
  base_clear (base);
  return TRUE;
}

static gboolean
make_here (SaneraDb *db,
           SaneraList list,
           const SaneraOutboxEntry *entry,
           gint64 target_devices,
           Base *base,
           GError **error)
{
  base->data = sanera_noun_data_new (base->noun);
  base->generation = 0;
  base->made_here = TRUE;

  return sanera_pending_make (db, entry, target_devices, base->data, error) &&
         write_base (db, list, base->data, 0, TRUE, error);
}

static void
set_text (const SaneraNoun *noun, const char *key, gpointer data, const char *text)
{
  char **place = SANERA_FIELD_PTR (char *, data, sanera_noun_find (noun, key));

  g_free (*place);
  *place = g_strdup (text);
}

/* Of a list whose rows say more than that something waits: what it is, each kind once. */
static void
set_actions (Base *base, GPtrArray *entries, SaneraLocalState state)
{
  const SaneraField *field = sanera_noun_find (base->noun, "localActions");
  g_autoptr (GPtrArray) actions = NULL;
  char ***place;

  if (field == NULL)
    return;

  actions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if ((SaneraLocalState)entry->state == state &&
          !g_ptr_array_find_with_equal_func (actions, entry->action, g_str_equal, NULL))
        g_ptr_array_add (actions, g_strdup (entry->action));
    }
  g_ptr_array_add (actions, NULL);

  place = SANERA_FIELD_PTR (char **, base->data, field);
  g_strfreev (*place);
  *place = actions->len > 1 ? (char **)g_ptr_array_free (g_steal_pointer (&actions), FALSE) : NULL;
}

/* A refusal is said before a try under way, and that before what waits. What only touches the row
 * changes nothing of it. */
static void
replay (Base *base, SaneraList list, const char *id, GPtrArray *entries)
{
  SaneraLocalState state = (SaneraLocalState)0;
  const char *code = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);
      const gboolean own = is_about (entry, list, id);

      /* That what it was to make is there says that it was carried out. */
      if (own && !base->made_here &&
          sanera_action_kind_creates (sanera_action_kind_from_nick (entry->action)))
        continue;
      if (entry->state == SANERA_OUTBOX_REFUSED && state != SANERA_LOCAL_STATE_REFUSED)
        code = entry->error_code;
      state = MAX (state, (SaneraLocalState)entry->state);
      if (own && entry->state != SANERA_OUTBOX_REFUSED)
        sanera_pending_apply (entry, base->data);
    }

  set_text (base->noun, "localState", base->data,
            state != 0 ? sanera_enum_to_nick (&sanera_local_state_enum, state) : NULL);
  set_text (base->noun, "localError", base->data, code);
  set_actions (base, entries, state);
}

/* Writes the row of @id as it is to be shown now. */
static gboolean
compute (SaneraDb *db,
         SaneraList list,
         const char *id,
         gint64 target_devices,
         guint *lists,
         GError **error)
{
  g_autoptr (GPtrArray) entries = read_entries (db, list, id, error);
  g_auto (Base) base = { 0 };
  const SaneraOutboxEntry *first;

  if (entries == NULL || !read_base (db, list, id, &base, error))
    return FALSE;

  if (lists != NULL)
    *lists |= 1u << list;
  if (entries->len == 0)
    {
      if (base.data == NULL)
        return TRUE;
      if (!delete_base (db, list, id, error))
        return FALSE;
      return base.made_here ? sanera_cache_delete (db, list, id, error)
                            : sanera_cache_put (db, list, NULL, base.data, base.generation, error);
    }

  if (base.data == NULL && !take_shown (db, list, id, &base, error))
    return FALSE;
  first = g_ptr_array_index (entries, 0);
  if (base.data == NULL && is_about (first, list, id) &&
      sanera_action_kind_creates (sanera_action_kind_from_nick (first->action)) &&
      !make_here (db, list, first, target_devices, &base, error))
    return FALSE;
  if (base.data == NULL)
    return sanera_cache_delete (db, list, id, error); /* gone on the server, or never seen */

  replay (&base, list, id, entries);
  return sanera_cache_put (db, list, NULL, base.data, base.generation, error);
}

/* Writes down which other rows show that the entry waits. */
static gboolean
put_touched (SaneraDb *db, const SaneraOutboxEntry *entry, GError **error)
{
  SaneraList list;
  g_auto (GStrv) ids = sanera_pending_dup_touched (entry, &list);

  if (!sanera_db_run_sql (db, error, "DELETE FROM touched WHERE key = ?", "t", entry->key))
    return FALSE;
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!sanera_db_run_sql (db, error,
                            "INSERT OR IGNORE INTO touched (list, target, key) VALUES (?, ?, ?)",
                            "ttt", get_table (list), ids[i], entry->key))
      return FALSE;

  return TRUE;
}

static gboolean
put_entry (SaneraDb *db, const SaneraOutboxEntry *entry, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO pending (key, list, target, action, entity, body, person, made_at, "
             "state, "
             "error_code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
             "body = excluded.body, state = excluded.state, error_code = excluded.error_code",
             "tttttttiit", entry->key, get_table (get_list (entry)),
             sanera_outbox_entry_get_target (entry), entry->action, entry->entity, entry->body,
             entry->person, entry->made_at, (gint64)entry->state, entry->error_code) &&
         put_touched (db, entry, error);
}

/* Of what was made here and has other words now, the row is made anew; how many devices it covers
 * stays, when nobody says. */
static gboolean
forget_made (SaneraDb *db, const SaneraOutboxEntry *entry, gint64 *target_devices, GError **error)
{
  const SaneraList list = get_list (entry);
  g_auto (Base) base = { 0 };
  gint64 changed;

  if (!sanera_action_kind_creates (sanera_action_kind_from_nick (entry->action)))
    return TRUE;
  if (!sanera_db_query_int (db, &changed, error,
                            "SELECT EXISTS (SELECT 1 FROM pending WHERE key = ? AND body <> ?)",
                            "tt", entry->key, entry->body))
    return FALSE;
  if (changed == 0)
    return TRUE;
  if (!read_base (db, list, entry->key, &base, error))
    return FALSE;
  if (base.data == NULL || !base.made_here)
    return TRUE;
  if (list == SANERA_LIST_ACTIVITIES && *target_devices == SANERA_INT_NULL)
    *target_devices = ((const SaneraActivityData *)base.data)->target_devices;

  return delete_base (db, list, entry->key, error);
}

/* (element-type utf8): "table\nid" of the rows a statement selects; its parameters are @key and
 * @generation, as far as it has any. */
static GPtrArray *
collect_rows (SaneraDb *db, const char *sql, const char *key, gint64 generation, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  if (key != NULL)
    sanera_db_bind_text (statement, 1, key);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sanera_db_bind_int (statement, 2, generation);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (rows, g_strconcat (sanera_db_column_text (statement, 0), "\n",
                                            sanera_db_column_text (statement, 1), NULL));
    }
  sanera_db_reset (statement);

  return g_steal_pointer (&rows);
}

static gboolean
compute_rows (SaneraDb *db, GPtrArray *rows, guint *lists, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const char *row = g_ptr_array_index (rows, i);
      const char *id = strchr (row, '\n') + 1;

      for (guint list = 0; list < SANERA_N_LISTS; list++)
        if (strncmp (row, get_table ((SaneraList)list), (gsize)(id - 1 - row)) == 0 &&
            strlen (get_table ((SaneraList)list)) == (gsize)(id - 1 - row) &&
            !compute (db, (SaneraList)list, id, SANERA_INT_NULL, lists, error))
          return FALSE;
    }

  return TRUE;
}

/**
 * sanera_pending_set:
 * @db: the writer's connection, in a transaction
 * @entry: an entry of the outbox, new or in another state
 * @target_devices: how many devices a request covers, %SANERA_INT_NULL when that is not known
 * @lists: (inout): gets the bit of the list that was written
 * @error: return location
 *
 * Shows what waits, on its own row and on those it touches. Of an entry that this version does not
 * know nothing is shown.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_set (SaneraDb *db,
                    const SaneraOutboxEntry *entry,
                    gint64 target_devices,
                    guint *lists,
                    GError **error)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_return_val_if_fail (entry != NULL, FALSE);

  if (sanera_action_kind_from_nick (entry->action) == 0)
    return TRUE;

  before = collect_rows (db, TOUCHED_BY_KEY, entry->key, 0, error);
  if (before == NULL || !forget_made (db, entry, &target_devices, error) ||
      !put_entry (db, entry, error))
    return FALSE;
  after = collect_rows (db, TOUCHED_BY_KEY, entry->key, 0, error);

  return after != NULL &&
         compute (db, get_list (entry), sanera_outbox_entry_get_target (entry), target_devices,
                  lists, error) &&
         compute_rows (db, before, lists, error) && compute_rows (db, after, lists, error);
}

/**
 * sanera_pending_remove:
 * @db: the writer's connection, in a transaction
 * @key: of an entry that is not in the outbox any more
 * @lists: (inout): gets the bits of the lists that were written
 * @error: return location
 *
 * Takes back what an entry has shown, without a trace; what it was to make goes with all that was
 * to be done to it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_remove (SaneraDb *db, const char *key, guint *lists, GError **error)
{
  g_autoptr (GPtrArray) rows =
      collect_rows (db,
                    "SELECT list, target FROM pending WHERE key = ?1 OR entity = ?1 "
                    "UNION SELECT t.list, t.target FROM touched t JOIN pending p ON p.key = t.key "
                    "WHERE p.key = ?1 OR p.entity = ?1",
                    key, 0, error);

  return rows != NULL &&
         sanera_db_run_sql (db, error, "DELETE FROM pending WHERE key = ?1 OR entity = ?1", "t",
                            key) &&
         compute_rows (db, rows, lists, error);
}

/**
 * sanera_pending_settle:
 * @db: the writer's connection, in a transaction
 * @key: of an entry that the server has carried out
 * @list: where its entity is
 * @data: the entity as the server has it
 * @generation: number of the running sync
 * @lists: (inout): gets the bit of the list that was written
 * @error: return location
 *
 * Puts the server's answer in place of what the entry has shown; what else waits is shown over it.
 * The answer may be another entity than the one it was shown on: of a device that was split off,
 * the new one; of one that was merged into another, that one. Then both are shown as they are.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_settle (SaneraDb *db,
                       const char *key,
                       SaneraList list,
                       gconstpointer data,
                       gint64 generation,
                       guint *lists,
                       GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GPtrArray) touched = collect_rows (db, TOUCHED_BY_KEY, key, 0, error);
  const char *id = sanera_field_get_text (&noun->fields[0], data);
  g_autofree char *shown = g_strdup_printf ("%s\n%s", get_table (list), id);
  g_autoptr (GPtrArray) rows =
      collect_rows (db, "SELECT DISTINCT list, target FROM pending WHERE key = ?1", key, 0, error);

  if (rows == NULL || touched == NULL)
    return FALSE;
  for (guint i = rows->len; i > 0; i--)
    if (g_str_equal (g_ptr_array_index (rows, i - 1), shown))
      g_ptr_array_remove_index (rows, i - 1);

  return sanera_db_run_sql (db, error, "DELETE FROM pending WHERE key = ?", "t", key) &&
         write_base (db, list, data, generation, FALSE, error) &&
         compute (db, list, id, SANERA_INT_NULL, lists, error) &&
         compute_rows (db, rows, lists, error) && compute_rows (db, touched, lists, error);
}

/**
 * sanera_pending_derive:
 * @db: the writer's connection, in a transaction
 * @entries: (element-type SaneraOutboxEntry): all that is in the outbox, the oldest first
 * @lists: (inout): gets the bits of the lists that were written
 * @error: return location
 *
 * Derives all of it again: at the start, of a cache that may be new, repaired, or older than the
 * outbox.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_derive (SaneraDb *db, GPtrArray *entries, guint *lists, GError **error)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  before = collect_rows (db, "SELECT list, id FROM base UNION SELECT list, target FROM pending",
                         NULL, 0, error);
  if (before == NULL || !sanera_db_run_sql (db, error, "DELETE FROM pending", ""))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (sanera_action_kind_from_nick (entry->action) != 0 && !put_entry (db, entry, error))
        return FALSE;
    }
  after =
      collect_rows (db, "SELECT list, target FROM pending UNION SELECT list, target FROM touched",
                    NULL, 0, error);

  return after != NULL && compute_rows (db, before, lists, error) &&
         compute_rows (db, after, lists, error);
}

/**
 * sanera_pending_any:
 * @db: the writer's connection
 * @any: (out): whether anything waits
 * @error: return location
 *
 * When nothing does, rows of the server can be written as they come.
 *
 * Returns: whether it could be read
 */
gboolean
sanera_pending_any (SaneraDb *db, gboolean *any, GError **error)
{
  gint64 found;

  if (!sanera_db_query_int (db, &found, error,
                            "SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM base)",
                            ""))
    return FALSE;

  *any = found == 1;
  return TRUE;
}

static gboolean
is_pending (SaneraDb *db, SaneraList list, const char *id, gboolean *pending, GError **error)
{
  gint64 found = 0;

  *pending = FALSE;
  if (!sanera_list_get_info (list)->local)
    return TRUE;
  if (!sanera_db_query_int (db, &found, error,
                            "SELECT EXISTS (SELECT 1 FROM pending WHERE list = ?1 AND target = ?2) "
                            "OR EXISTS (SELECT 1 FROM touched WHERE list = ?1 AND target = ?2)",
                            "tt", get_table (list), id))
    return FALSE;

  *pending = found == 1;
  return TRUE;
}

/**
 * sanera_pending_put:
 * @db: the writer's connection, in a transaction
 * @list: where the row belongs
 * @data: the server's row
 * @generation: number of the sync that saw it
 * @error: return location
 *
 * Writes a row of the server, under what waits about it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_put (SaneraDb *db,
                    SaneraList list,
                    gconstpointer data,
                    gint64 generation,
                    GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  const char *id = sanera_field_get_text (&noun->fields[0], data);
  gboolean pending;

  if (!is_pending (db, list, id, &pending, error))
    return FALSE;
  if (!pending)
    return sanera_cache_put (db, list, NULL, data, generation, error);

  return write_base (db, list, data, generation, FALSE, error) &&
         compute (db, list, id, SANERA_INT_NULL, NULL, error);
}

/**
 * sanera_pending_delete:
 * @db: the writer's connection, in a transaction
 * @list: a list
 * @id: of a row that the server does not have any more
 * @error: return location
 *
 * Deletes a row. What waits about it stays in the outbox, and the server will refuse it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_delete (SaneraDb *db, SaneraList list, const char *id, GError **error)
{
  return delete_base (db, list, id, error) && sanera_cache_delete (db, list, id, error) &&
         compute (db, list, id, SANERA_INT_NULL, NULL, error);
}

/**
 * sanera_pending_sweep:
 * @db: the writer's connection, in a transaction
 * @list: a list
 * @generation: number of the sync that has just seen everything there is
 * @error: return location
 *
 * Deletes the rows about which something waits and which that sync did not see; the others
 * sanera_cache_sweep() deletes.
 *
 * Returns: whether it went well
 */
gboolean
sanera_pending_sweep (SaneraDb *db, SaneraList list, gint64 generation, GError **error)
{
  g_autoptr (GPtrArray) rows =
      collect_rows (db,
                    "SELECT list, id FROM base WHERE list = ? AND generation <> ? "
                    "AND made_here = 0",
                    get_table (list), generation, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!sanera_pending_delete (db, list, strchr (g_ptr_array_index (rows, i), '\n') + 1, error))
      return FALSE;

  return TRUE;
}

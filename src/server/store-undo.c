/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-undo.h"

#include "sanera-json.h"
#include "store-audit.h"
#include "store-feed.h"

/* An import is taken back by putting every row it wrote back as it was: triggers note the row
 * before its first change, or that there was none. What belongs to a row that did not exist before
 * is not noted one by one, it is known by its number: the first import of a fleet costs no more for
 * it, and the nightly one writes few rows. */

typedef struct
{
  const char *name;
  const char *keys; /* by commas */
  const char *fresh_key; /* above the mark of @fresh_in the row did not exist before */
  const char *fresh_in;
  const char *entity; /* in the feed, NULL: not in it */
  const char *version; /* column for If-Match */
} Table;

/* In an order in which rows can be deleted; the other way round in which they can be inserted. */
static const Table tables[] = {
  { "claims", "row_id", "row_id", "claims", NULL, NULL },
  { "catalogues", "row_id", "row_id", "catalogues", NULL, NULL },
  { "installations", "assessment, component", "machine", "machines", NULL, NULL },
  { "findings", "recommendation, machine, vulnerability, assessment", "machine", "machines", NULL,
    NULL },
  { "task_targets", "task, machine, vulnerability", "task", "remediation_tasks", NULL, NULL },
  { "task_machines", "task, machine", "task", "remediation_tasks", NULL, NULL },
  { "security_task_machines", "task, machine", "task", "security_tasks", NULL, NULL },
  { "exception_groups", "exception, name", "exception", "exceptions", NULL, NULL },
  { "machine_reports", "machine, report", "machine", "machines", NULL, NULL },
  { "reports", "row_id", "row_id", "reports", NULL, NULL },
  { "left_out_findings", "machine, assessment, component, vulnerability", "machine", "machines",
    NULL, NULL },
  { "left_out_components", "row_id", "row_id", "left_out_components", NULL, NULL },
  { "assessments", "row_id", "row_id", "assessments", NULL, NULL },
  { "machine_sources", "machine, source", "machine", "machines", NULL, NULL },
  { "machine_identities", "machine, kind, value, origin", "machine", "machines", NULL, NULL },
  { "machine_doubts", "machine, other", "other", "machines", NULL, NULL },
  { "machine_aliases", "alias", "machine", "machines", NULL, NULL },
  { "vulnerability_aliases", "alias", "vulnerability", "vulnerabilities", NULL, NULL },
  { "vulnerabilities", "row_id", "row_id", "vulnerabilities", NULL, NULL },
  { "components", "row_id", "row_id", "components", NULL, NULL },
  { "security_tasks", "row_id", "row_id", "security_tasks", SANERA_ENTITY_SECURITY_TASK,
    "version" },
  { "remediation_tasks", "row_id", "row_id", "remediation_tasks", SANERA_ENTITY_TASK, "version" },
  { "exceptions", "row_id", "row_id", "exceptions", SANERA_ENTITY_EXCEPTION, "version" },
  { "recommendations", "row_id", "row_id", "recommendations", SANERA_ENTITY_RECOMMENDATION,
    "version" },
  { "machines", "row_id", "row_id", "machines", SANERA_ENTITY_MACHINE, "row_version" },
};

/**
 * sanera_undo_reason_clear:
 * @reason: a reason
 *
 * Frees what it holds.
 */
void
sanera_undo_reason_clear (SaneraUndoReason *reason)
{
  g_clear_pointer (&reason->person, g_free);
  g_clear_pointer (&reason->event, g_free);
}

/**
 * sanera_undo_state_code:
 * @state: whether an import can be taken back
 *
 * Returns: (transfer none): what the HTTP interface calls it
 */
const char *
sanera_undo_state_code (SaneraUndoState state)
{
  static const char *const codes[] = { "possible", "Undone", "NotLastImport", "ActedOn" };

  return codes[state];
}

/* Runs an SQL text in which every name has been put in already. */
static gboolean exec (SaneraDb *db, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
exec (SaneraDb *db, GError **error, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return sanera_db_exec (db, sql, error);
}

static char **
read_texts (SaneraDb *db, const char *sql, const char *argument, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (argument != NULL)
    sanera_db_bind_text (statement, 1, argument);
  for (;;)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_strv_builder_end (texts);
      g_strv_builder_add (texts, sanera_db_column_text (statement, 0));
    }
}

static char **
read_columns (SaneraDb *db, const char *table, GError **error)
{
  return read_texts (db, "SELECT name FROM pragma_table_info (?) ORDER BY cid", table, error);
}

/* "u.machine = t.machine AND u.source = t.source" */
static char *
join_keys (const Table *table, const char *left, const char *right)
{
  g_auto (GStrv) keys = g_strsplit (table->keys, ", ", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (char **key = keys; *key != NULL; key++)
    g_string_append_printf (out, "%s%s.%s = %s.%s", key != keys ? " AND " : "", left, *key, right,
                            *key);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "OLD.machine, OLD.source" */
static char *
prefix_all (char **columns, const char *prefix)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (char **column = columns; *column != NULL; column++)
    g_string_append_printf (out, "%s%s%s", column != columns ? ", " : "", prefix, *column);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The table of the rows as they were, with the columns of today. */
static gboolean
prepare_table (SaneraDb *db, const Table *table, char **columns, GError **error)
{
  g_autofree char *name = g_strconcat ("undo_", table->name, NULL);
  g_auto (GStrv) present = read_columns (db, name, error);

  if (present == NULL)
    return FALSE;
  if (*present != NULL &&
      g_strv_equal ((const char *const *)present + 1, (const char *const *)columns))
    return exec (db, error, "DELETE FROM %s", name);

  return exec (db, error, "DROP TABLE IF EXISTS %s", name) &&
         exec (db, error, "CREATE TABLE %s AS SELECT 0 AS was_missing, * FROM %s WHERE 0", name,
               table->name) &&
         exec (db, error, "CREATE UNIQUE INDEX %s_keys ON %s (%s)", name, name, table->keys);
}

static gboolean
add_triggers (SaneraDb *db, const Table *table, char **columns, gint64 mark, GError **error)
{
  g_auto (GStrv) keys = g_strsplit (table->keys, ", ", -1);
  g_autofree char *old_known = join_keys (table, "u", "OLD");
  g_autofree char *new_known = join_keys (table, "u", "NEW");
  g_autofree char *same_key = join_keys (table, "OLD", "NEW");
  g_autofree char *old_row = prefix_all (columns, "OLD.");
  g_autofree char *new_keys = prefix_all (keys, "NEW.");
  /* Not REPLACE or IGNORE: the clause of the statement outside would take their place. */
  g_autofree char *keep_old =
      g_strdup_printf ("INSERT INTO undo_%s SELECT 0, %s WHERE NOT EXISTS (SELECT 1 FROM undo_%s u "
                       "WHERE %s);",
                       table->name, old_row, table->name, old_known);
  g_autofree char *note_new = g_strdup_printf (
      "INSERT INTO undo_%s (was_missing, %s) SELECT 1, %s WHERE NOT EXISTS (SELECT "
      "1 FROM undo_%s u WHERE %s);",
      table->name, table->keys, new_keys, table->name, new_known);

  return exec (db, error,
               "CREATE TEMP TRIGGER undo_%s_update AFTER UPDATE ON main.%s WHEN OLD.%s <= "
               "%" G_GINT64_FORMAT " BEGIN %s END",
               table->name, table->name, table->fresh_key, mark, keep_old) &&
         exec (db, error,
               "CREATE TEMP TRIGGER undo_%s_move AFTER UPDATE ON main.%s WHEN NEW.%s <= "
               "%" G_GINT64_FORMAT " AND NOT (%s) BEGIN %s END",
               table->name, table->name, table->fresh_key, mark, same_key, note_new) &&
         exec (db, error,
               "CREATE TEMP TRIGGER undo_%s_delete AFTER DELETE ON main.%s WHEN OLD.%s <= "
               "%" G_GINT64_FORMAT " BEGIN %s END",
               table->name, table->name, table->fresh_key, mark, keep_old) &&
         exec (db, error,
               "CREATE TEMP TRIGGER undo_%s_insert AFTER INSERT ON main.%s WHEN NEW.%s <= "
               "%" G_GINT64_FORMAT " BEGIN %s END",
               table->name, table->name, table->fresh_key, mark, note_new);
}

/* Forgets the import before, which is not the last any more. */
static gboolean
forget (SaneraDb *db, GError **error)
{
  if (!sanera_db_exec (db, "DELETE FROM import_undo", error) ||
      !sanera_db_exec (db, "DELETE FROM import_undo_marks", error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!exec (db, error, "DROP TABLE IF EXISTS undo_%s", tables[i].name))
      return FALSE;
  return TRUE;
}

static gboolean
read_mark (SaneraDb *db, const Table *table, gint64 *mark, GError **error)
{
  return sanera_db_query_int (db, mark, error, "SELECT row FROM import_undo_marks WHERE name = ?",
                              "t", table->fresh_in);
}

/**
 * sanera_undo_begin:
 * @db: the server's database, in the transaction of an import that has not written anything yet
 * @error: when it cannot be written
 *
 * Begins to note what an import changes. With the transaction that ends too.
 *
 * Returns: whether it went well
 */
gboolean
sanera_undo_begin (SaneraDb *db, GError **error)
{
  if (!sanera_db_exec (db, "DELETE FROM import_undo", error) ||
      !sanera_db_exec (db, "DELETE FROM import_undo_marks", error))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].keys, "row_id") &&
        !exec (db, error,
               "INSERT INTO import_undo_marks SELECT '%s', coalesce (max (row_id), 0) FROM %s",
               tables[i].name, tables[i].name))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_auto (GStrv) columns = read_columns (db, tables[i].name, error);
      gint64 mark;

      if (columns == NULL || !prepare_table (db, &tables[i], columns, error) ||
          !read_mark (db, &tables[i], &mark, error) ||
          !add_triggers (db, &tables[i], columns, mark, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
drop_triggers (SaneraDb *db, GError **error)
{
  static const char *const kinds[] = { "update", "move", "delete", "insert" };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      if (!exec (db, error, "DROP TRIGGER IF EXISTS temp.undo_%s_%s", tables[i].name, kinds[k]))
        return FALSE;
  return TRUE;
}

/**
 * sanera_undo_end:
 * @db: the server's database, in the transaction of the import, which has written everything
 * @imports: ids of the imports that go back together
 * @error: when it cannot be written
 *
 * Ends what sanera_undo_begin() began.
 *
 * Returns: whether it went well
 */
gboolean
sanera_undo_end (SaneraDb *db, const char *const *imports, GError **error)
{
  g_autoptr (GString) ids = g_string_new ("[");

  for (gsize i = 0; imports[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (ids, ',');
      sanera_json_append_string (ids, imports[i]);
    }
  g_string_append_c (ids, ']');
  return drop_triggers (db, error) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO import_undo (id, imports, change, audit) SELECT 1, ?, "
                            "change, (SELECT coalesce (max (id), 0) FROM audit) FROM feed",
                            "t", ids->str);
}

/* A column of today that the table of then does not have: another version of the server has been
 * there meanwhile. */
static gboolean
same_columns (SaneraDb *db, gboolean *same, GError **error)
{
  *same = TRUE;
  for (gsize i = 0; *same && i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *name = g_strconcat ("undo_", tables[i].name, NULL);
      g_auto (GStrv) then = read_columns (db, name, error);
      g_auto (GStrv) now = then != NULL ? read_columns (db, tables[i].name, error) : NULL;

      if (now == NULL)
        return FALSE;
      *same =
          *then != NULL && g_strv_equal ((const char *const *)then + 1, (const char *const *)now);
    }
  return TRUE;
}

/* Whether a row that it wrote has another position in the feed by now. */
static gboolean
was_acted_on (SaneraDb *db, gboolean *acted, GError **error)
{
  *acted = FALSE;
  for (gsize i = 0; !*acted && i < G_N_ELEMENTS (tables); i++)
    {
      const Table *table = &tables[i];
      g_autofree char *sql = NULL;
      gint64 count;

      if (table->entity == NULL)
        continue;
      sql = g_strdup_printf (
          "SELECT EXISTS (SELECT 1 FROM %s t WHERE t.change > (SELECT change FROM import_undo) AND "
          "(t.row_id > (SELECT row FROM import_undo_marks WHERE name = '%s') OR t.row_id IN "
          "(SELECT "
          "row_id FROM undo_%s))) OR EXISTS (SELECT 1 FROM undo_%s u JOIN tombstones d ON d.type = "
          "'%s' AND d.id = u.id WHERE d.change > (SELECT change FROM import_undo))",
          table->name, table->name, table->name, table->name, table->entity);
      if (!sanera_db_query_int (db, &count, error, sql, ""))
        return FALSE;
      *acted = count > 0;
    }
  return TRUE;
}

/* Who it was: the first person in the log after the import, else what the system did. */
static gboolean
find_actor (SaneraDb *db, SaneraUndoReason *reason, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT person, event, at FROM audit WHERE id > (SELECT audit FROM import_undo) AND "
      "entity_type IN ('recommendation', 'remediationTask', 'exception', 'securityTask', 'machine')"
      " ORDER BY person = '', id LIMIT 1",
      error);
  gboolean has_row;

  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  reason->person = g_strdup (sanera_db_column_text (statement, 0));
  reason->event = g_strdup (sanera_db_column_text (statement, 1));
  reason->at = sqlite3_column_int64 (statement, 2);
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_undo_check:
 * @db: the server's database
 * @id: of an import that was carried out
 * @reason: (out): whether it can be taken back, and why not
 * @error: %SANERA_ERROR_NOT_FOUND when there is none
 *
 * Returns: whether it went well
 */
gboolean
sanera_undo_check (SaneraDb *db, const char *id, SaneraUndoReason *reason, GError **error)
{
  gint64 state, last;
  gboolean same = FALSE, acted = FALSE;

  *reason = (SaneraUndoReason){ .state = SANERA_UNDO_NOT_LAST, .at = SANERA_INT_NULL };
  if (!sanera_db_query_int (
          db, &state, error,
          "SELECT CASE WHEN undone_on IS NOT NULL THEN 2 WHEN committed_on IS NOT "
          "NULL THEN 1 END FROM imports WHERE id = ?",
          "t", id))
    return FALSE;
  if (state == SANERA_INT_NULL)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                   "There is no such import, or it was not carried out");
      return FALSE;
    }
  if (state == 2)
    {
      reason->state = SANERA_UNDO_DONE;
      return TRUE;
    }
  if (!sanera_db_query_int (db, &last, error,
                            "SELECT EXISTS (SELECT 1 FROM import_undo, json_each (imports) WHERE "
                            "value = ?)",
                            "t", id))
    return FALSE;
  if (last == 0)
    return TRUE;
  if (!same_columns (db, &same, error))
    return FALSE;
  if (!same)
    return TRUE;
  if (!was_acted_on (db, &acted, error))
    return FALSE;
  reason->state = acted ? SANERA_UNDO_ACTED_ON : SANERA_UNDO_POSSIBLE;
  return !acted || find_actor (db, reason, error);
}

/**
 * sanera_undo_find_last:
 * @db: the server's database
 * @id: (out) (transfer full) (nullable): the last import that was carried out and not taken back
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_undo_find_last (SaneraDb *db, char **id, GError **error)
{
  g_auto (GStrv) ids = read_texts (
      db,
      "SELECT id FROM imports WHERE committed_on IS NOT NULL AND undone_on IS NULL ORDER BY id IN "
      "(SELECT value FROM import_undo, json_each (imports)) DESC, committed_on DESC, id DESC LIMIT "
      "1",
      NULL, error);

  *id = ids != NULL ? g_strdup (ids[0]) : NULL;
  return ids != NULL;
}

/* Rows that clients know and that go, and rows that they think are gone and that come back. */
static gboolean
tell_clients (SaneraDb *db, const Table *table, gint64 now, GError **error)
{
  g_autofree char *going_sql = g_strdup_printf (
      "SELECT id FROM %s t WHERE t.row_id > (SELECT row FROM import_undo_marks WHERE name = '%s') "
      "OR "
      "EXISTS (SELECT 1 FROM undo_%s u WHERE u.row_id = t.row_id AND u.was_missing)",
      table->name, table->name, table->name);
  g_autofree char *coming_sql = g_strdup_printf (
      "SELECT id FROM undo_%s u WHERE NOT u.was_missing AND NOT EXISTS (SELECT 1 FROM %s t WHERE "
      "t.row_id = u.row_id AND t.id = u.id)",
      table->name, table->name);
  g_auto (GStrv) going = read_texts (db, going_sql, NULL, error);
  g_auto (GStrv) coming = going != NULL ? read_texts (db, coming_sql, NULL, error) : NULL;

  if (coming == NULL)
    return FALSE;
  for (char **id = going; *id != NULL; id++)
    if (!sanera_feed_delete (db, table->entity, *id, now, error))
      return FALSE;
  for (char **id = coming; *id != NULL; id++)
    if (!sanera_feed_undelete (db, table->entity, *id, error))
      return FALSE;
  return TRUE;
}

static gboolean
delete_new (SaneraDb *db, const Table *table, GError **error)
{
  g_autofree char *same = join_keys (table, "u", table->name);

  return exec (db, error,
               "DELETE FROM %s WHERE %s > (SELECT row FROM import_undo_marks WHERE name "
               "= '%s')",
               table->name, table->fresh_key, table->fresh_in) &&
         exec (db, error,
               "DELETE FROM %s WHERE EXISTS (SELECT 1 FROM undo_%s u WHERE u.was_missing AND %s)",
               table->name, table->name, same);
}

/* A version that has been given out is not given to another content. */
static gboolean
raise_versions (SaneraDb *db, const Table *table, GError **error)
{
  return table->version == NULL ||
         exec (
             db, error,
             "UPDATE undo_%s SET %s = t.%s + 1 FROM %s t WHERE t.row_id = undo_%s.row_id AND t.%s "
             "<> undo_%s.%s",
             table->name, table->version, table->version, table->name, table->name, table->version,
             table->name, table->version);
}

static gboolean
restore_rows (SaneraDb *db, const Table *table, GError **error)
{
  g_auto (GStrv) columns = read_columns (db, table->name, error);
  g_autofree char *same = join_keys (table, "u", table->name);
  g_autoptr (GString) set = g_string_new (NULL);
  g_autofree char *all = NULL;

  if (columns == NULL)
    return FALSE;
  for (char **column = columns; *column != NULL; column++)
    g_string_append_printf (set, "%s%s = u.%s", column != columns ? ", " : "", *column, *column);
  all = prefix_all (columns, "u.");
  return exec (db, error, "UPDATE %s SET %s FROM undo_%s u WHERE NOT u.was_missing AND %s",
               table->name, set->str, table->name, same) &&
         exec (db, error,
               "INSERT INTO %s SELECT %s FROM undo_%s u WHERE NOT u.was_missing AND NOT EXISTS "
               "(SELECT 1 FROM %s WHERE %s)",
               table->name, all, table->name, table->name, same);
}

/* What is as it was has a new place in the feed all the same: clients know what was between. */
static gboolean
place_rows (SaneraDb *db, const Table *table, GError **error)
{
  g_autofree char *count_sql =
      g_strdup_printf ("SELECT count (*) FROM undo_%s WHERE NOT was_missing", table->name);
  gint64 count, first;

  if (!sanera_db_query_int (db, &count, error, count_sql, ""))
    return FALSE;
  if (count == 0)
    return TRUE;
  return sanera_feed_reserve (db, count, &first, error) &&
         exec (
             db, error,
             "UPDATE %s SET change = %" G_GINT64_FORMAT " + n FROM (SELECT row_id AS r, row_number "
             "() OVER (ORDER BY row_id) - 1 AS n FROM undo_%s WHERE NOT was_missing) WHERE row_id "
             "= r",
             table->name, first, table->name);
}

/* The history of an activity that it had completed or reopened has to say why that is no more. */
static gboolean
write_down (SaneraDb *db, const char *person, gint64 now, GStrv imports, GError **error)
{
  g_auto (GStrv) tasks = read_texts (
      db,
      "SELECT t.id FROM undo_remediation_tasks u JOIN remediation_tasks t ON t.row_id = u.row_id "
      "WHERE NOT u.was_missing AND t.status <> u.status ORDER BY t.row_id",
      NULL, error);
  g_autoptr (GString) details = g_string_new ("{\"import\":");

  if (tasks == NULL)
    return FALSE;
  sanera_json_append_string (details, imports[0]);
  g_string_append_c (details, '}');
  for (char **task = tasks; *task != NULL; task++)
    if (!sanera_audit_append (db, now, person, "importUndone", SANERA_ENTITY_TASK, *task,
                              details->str, error))
      return FALSE;
  for (char **id = imports; *id != NULL; id++)
    if (!sanera_audit_append (db, now, person, "importUndone", "import", *id, "{}", error) ||
        !sanera_db_run_sql (db, error,
                            "UPDATE imports SET undone_on = ?2, undone_by = ?3 WHERE id = ?1",
                            "tit", *id, now, person))
      return FALSE;
  return TRUE;
}

static gboolean
restore (SaneraDb *db, const char *person, gint64 now, GStrv imports, GError **error)
{
  if (!sanera_db_exec (db, "PRAGMA defer_foreign_keys = ON", error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i].entity != NULL && !tell_clients (db, &tables[i], now, error))
      return FALSE;
  if (!write_down (db, person, now, imports, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!delete_new (db, &tables[i], error))
      return FALSE;
  for (gsize i = G_N_ELEMENTS (tables); i > 0; i--)
    if (!raise_versions (db, &tables[i - 1], error) || !restore_rows (db, &tables[i - 1], error) ||
        (tables[i - 1].entity != NULL && !place_rows (db, &tables[i - 1], error)))
      return FALSE;
  return TRUE;
}

/**
 * sanera_undo_run:
 * @db: the server's database, in a transaction
 * @id: of an import
 * @person: who takes it back, "" on the command line
 * @now: the time, microseconds
 * @reason: (out): whether it was taken back (%SANERA_UNDO_POSSIBLE), or why not
 * @imports: (out) (transfer full) (nullable): the imports that went back with it
 * @error: %SANERA_ERROR_NOT_FOUND when there is none
 *
 * Takes the last import back, with those of the same call: everything it wrote is as before. Not
 * the audit log, which tells both.
 *
 * Returns: whether it went well
 */
gboolean
sanera_undo_run (SaneraDb *db,
                 const char *id,
                 const char *person,
                 gint64 now,
                 SaneraUndoReason *reason,
                 GStrv *imports,
                 GError **error)
{
  *imports = NULL;
  if (!sanera_undo_check (db, id, reason, error))
    return FALSE;
  if (reason->state != SANERA_UNDO_POSSIBLE)
    return TRUE;

  *imports = read_texts (db, "SELECT value FROM import_undo, json_each (imports)", NULL, error);
  return *imports != NULL && restore (db, person, now, *imports, error) && forget (db, error) &&
         sanera_fleet_refresh (db, now, error);
}

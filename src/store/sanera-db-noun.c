/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-db.h"

#include <string.h>

/* A list of strings is stored as the JSON array it is on the wire, so that SQLite's json_each() can
 * look into it. Only what JSON demands is escaped. */
static char *
strv_to_json (const char *const *strv)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; strv[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? ",\"" : "\"");
      for (const char *p = strv[i]; *p != '\0'; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (out, '\\');
          if ((guchar)*p < 0x20)
            g_string_append_printf (out, "\\u%04x", (guint)(guchar)*p);
          else
            g_string_append_c (out, *p);
        }
      g_string_append_c (out, '"');
    }
  g_string_append_c (out, ']');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_unescaped (GString *out, const char **p)
{
  static const char from[] = "bfnrt";
  static const char to[] = "\b\f\n\r\t";
  const char *found;
  gunichar high;

  (*p)++; /* the backslash */
  if (**p == 'u')
    {
      char digits[5] = { 0 };

      memcpy (digits, *p + 1, strnlen (*p + 1, 4));
      *p += 1 + strlen (digits);
      high = (gunichar)g_ascii_strtoull (digits, NULL, 16);
      g_string_append_unichar (out, high);
      return;
    }
  found = **p != '\0' ? strchr (from, **p) : NULL;
  g_string_append_c (out, found != NULL ? to[found - from] : **p);
  if (**p != '\0')
    (*p)++;
}

/* Reads what strv_to_json() wrote; anything else reads as no list. */
static char **
strv_from_json (const char *json)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) item = g_string_new (NULL);
  gboolean empty = TRUE;
  const char *p = json;

  if (p == NULL || *p != '[')
    return NULL;

  for (p++; *p != '\0' && *p != ']';)
    {
      if (*p != '"')
        {
          p++;
          continue;
        }
      g_string_truncate (item, 0);
      for (p++; *p != '\0' && *p != '"';)
        {
          if (*p == '\\')
            append_unescaped (item, &p);
          else
            g_string_append_c (item, *p++);
        }
      if (*p == '"')
        p++;
      g_strv_builder_add (builder, item->str);
      empty = FALSE;
    }

  return empty ? NULL : g_strv_builder_end (builder);
}

/**
 * sanera_db_bind_field:
 * @statement: a statement
 * @index: parameter, from 1
 * @field: a field
 * @data: the noun's data, which must live until the statement has been run: texts are not copied
 *
 * Binds one field.
 */
void
sanera_db_bind_field (sqlite3_stmt *statement,
                      int index,
                      const SaneraField *field,
                      gconstpointer data)
{
  int code = SQLITE_OK;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      {
        const char *text = sanera_field_get_text (field, data);

        if (text != NULL)
          code = sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
        else
          code = sqlite3_bind_null (statement, index);
        break;
      }
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      sanera_db_bind_int (statement, index, sanera_field_get_int (field, data));
      break;
    case SANERA_FIELD_DOUBLE:
      sanera_db_bind_double (statement, index, sanera_field_get_double (field, data));
      break;
    case SANERA_FIELD_BOOL:
      code = sqlite3_bind_int (statement, index, sanera_field_get_bool (field, data) ? 1 : 0);
      break;
    case SANERA_FIELD_STRV:
      {
        const char *const *strv = sanera_field_get_strv (field, data);

        if (strv != NULL)
          code = sqlite3_bind_text (statement, index, strv_to_json (strv), -1, g_free);
        else
          code = sqlite3_bind_text (statement, index, "[]", 2, SQLITE_STATIC);
        break;
      }
    default:
      g_assert_not_reached ();
    }

  g_assert (code == SQLITE_OK);
}

static gboolean
has_column (const SaneraField *field)
{
  return (field->flags & SANERA_FIELD_DERIVED) == 0;
}

/**
 * sanera_db_bind_noun:
 * @statement: a statement whose parameters from @first on are the noun's columns in order, as
 *   sanera_db_noun_columns() lists them
 * @first: first parameter, from 1
 * @noun: a noun
 * @data: its data; must live until the statement has been run
 *
 * Returns: the parameter after the last one
 */
int
sanera_db_bind_noun (sqlite3_stmt *statement, int first, const SaneraNoun *noun, gconstpointer data)
{
  for (guint i = 0; i < noun->n_fields; i++)
    if (has_column (&noun->fields[i]))
      sanera_db_bind_field (statement, first++, &noun->fields[i], data);

  return first;
}

static void
read_field (sqlite3_stmt *statement, int column, const SaneraField *field, gpointer data)
{
  gboolean null = sqlite3_column_type (statement, column) == SQLITE_NULL;

  sanera_field_reset (field, data);
  if (null)
    return;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      *SANERA_FIELD_PTR (char *, data, field) =
          g_strdup ((const char *)sqlite3_column_text (statement, column));
      break;
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      *SANERA_FIELD_PTR (gint64, data, field) = sqlite3_column_int64 (statement, column);
      break;
    case SANERA_FIELD_DOUBLE:
      *SANERA_FIELD_PTR (double, data, field) = sqlite3_column_double (statement, column);
      break;
    case SANERA_FIELD_BOOL:
      *SANERA_FIELD_PTR (gboolean, data, field) = sqlite3_column_int (statement, column) != 0;
      break;
    case SANERA_FIELD_STRV:
      *SANERA_FIELD_PTR (char **, data, field) =
          strv_from_json ((const char *)sqlite3_column_text (statement, column));
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_db_read_noun:
 * @statement: a statement on a row whose columns from @first on are those of
 *   sanera_db_noun_columns()
 * @first: first column, from 0
 * @noun: a noun
 * @data: initialised data of it; filled
 *
 * Returns: the column after the last one
 */
int
sanera_db_read_noun (sqlite3_stmt *statement, int first, const SaneraNoun *noun, gpointer data)
{
  for (guint i = 0; i < noun->n_fields; i++)
    if (has_column (&noun->fields[i]))
      read_field (statement, first++, &noun->fields[i], data);

  return first;
}

/**
 * sanera_db_noun_columns:
 * @noun: a noun
 * @prefix: (nullable): what stands before each column, for example "r."
 *
 * Returns: (transfer full): "id, product_name, …", the columns that are stored
 */
char *
sanera_db_noun_columns (const SaneraNoun *noun, const char *prefix)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < noun->n_fields; i++)
    if (has_column (&noun->fields[i]))
      g_string_append_printf (out, "%s%s%s", out->len > 0 ? ", " : "", prefix != NULL ? prefix : "",
                              sanera_noun_get_column (noun, i));

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_db_noun_upsert_sql:
 * @noun: a noun
 * @extra_columns: (nullable): columns beyond the field table, "a, b": their parameters follow those
 *   of the noun
 *
 * Returns: (transfer full): an INSERT into the noun's table that updates the row with the same id
 */
char *
sanera_db_noun_upsert_sql (const SaneraNoun *noun, const char *extra_columns)
{
  g_autoptr (GString) out = g_string_new ("INSERT INTO ");
  g_autofree char *own = sanera_db_noun_columns (noun, NULL);
  g_autofree char *all =
      extra_columns != NULL ? g_strconcat (own, ", ", extra_columns, NULL) : g_strdup (own);
  g_auto (GStrv) columns = g_strsplit (all, ", ", -1);

  g_string_append_printf (out, "%s (%s) VALUES (", noun->table, all);
  for (guint i = 0; columns[i] != NULL; i++)
    g_string_append (out, i > 0 ? ", ?" : "?");
  g_string_append_printf (out, ") ON CONFLICT (%s) DO UPDATE SET ", columns[0]);
  for (guint i = 1; columns[i] != NULL; i++)
    g_string_append_printf (out, "%s%s = excluded.%s", i > 1 ? ", " : "", columns[i], columns[i]);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_db_upsert:
 * @self: a database
 * @noun: a noun
 * @data: its data
 * @error: set when it fails
 *
 * Inserts the row, or updates the one with the same id.
 *
 * Returns: whether it went well
 */
gboolean
sanera_db_upsert (SaneraDb *self, const SaneraNoun *noun, gconstpointer data, GError **error)
{
  g_autofree char *sql = sanera_db_noun_upsert_sql (noun, NULL);
  sqlite3_stmt *statement = sanera_db_prepare (self, sql, error);
  gboolean ok;

  if (statement == NULL)
    return FALSE;

  sanera_db_bind_noun (statement, 1, noun, data);
  ok = sanera_db_run (self, statement, error);
  /* The texts were bound without a copy and may be freed now. */
  sqlite3_clear_bindings (statement);

  return ok;
}

/**
 * sanera_db_find_noun:
 * @self: a database
 * @noun: a noun whose table has the columns `row_id` and `id`
 * @id: of a row
 * @data: initialised data of @noun; filled when the row exists
 * @row: (out) (optional): its row id; untouched when there is none
 * @found: (out): whether it exists
 * @error: set when it cannot be read
 *
 * Returns: whether it could be read, or is known not to exist
 */
gboolean
sanera_db_find_noun (SaneraDb *self,
                     const SaneraNoun *noun,
                     const char *id,
                     gpointer data,
                     gint64 *row,
                     gboolean *found,
                     GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (noun, NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT row_id, %s FROM %s WHERE id = ?", columns, noun->table);
  sqlite3_stmt *statement = sanera_db_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (self, statement, found, error))
    return FALSE;
  if (*found)
    {
      if (row != NULL)
        *row = sqlite3_column_int64 (statement, 0);
      sanera_db_read_noun (statement, 1, noun, data);
    }
  sanera_db_reset (statement);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-view.h"

#include <string.h>

#include "sanera-number.h"

/* Lists are paged by key: a page begins behind the last row of the one before, which costs the same
 * at any depth. The key is the values that the list is ordered by, and the row's number. */

#define MAX_ORDER_KEYS 5
#define MAX_TOKEN 16384

typedef struct
{
  int property;
  gboolean descending;
  char *expression;
} OrderKey;

static void
order_key_clear (gpointer data)
{
  g_free (((OrderKey *)data)->expression);
}

static gboolean
invalid (GError **error, const char *format, const char *argument)
{
  g_autofree char *message = g_strconcat (format, ": '", argument, "'", NULL);

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_INVALID, message);
  return FALSE;
}

static GArray *
parse_orderby (const SaneraRowFormat *format, const char *orderby, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (OrderKey));
  g_auto (GStrv) parts = NULL;

  g_array_set_clear_func (keys, order_key_clear);
  parts = g_strsplit (orderby != NULL ? orderby : "", ",", MAX_ORDER_KEYS + 1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;
      OrderKey key = { 0 };

      words = g_strsplit (g_strstrip (parts[i]), " ", 2);
      if (words[0] == NULL || i >= MAX_ORDER_KEYS)
        {
          invalid (error, "$orderby cannot be read", orderby);
          return NULL;
        }
      key.property = sanera_odata_filter_find_property (format, words[0], strlen (words[0]));
      if (key.property < 0 || format->noun->fields[key.property].type == SANERA_FIELD_JSON)
        {
          invalid (error, "$orderby: there is no such property", words[0]);
          return NULL;
        }
      if (words[1] != NULL)
        {
          const char *direction = g_strstrip (words[1]);

          key.descending = g_ascii_strcasecmp (direction, "desc") == 0;
          if (!key.descending && g_ascii_strcasecmp (direction, "asc") != 0)
            {
              invalid (error, "$orderby: asc or desc is expected", direction);
              return NULL;
            }
        }
      key.expression = sanera_odata_filter_expression (format, key.property);
      g_array_append_val (keys, key);
    }

  return g_steal_pointer (&keys);
}

static char **
parse_select (const SaneraRowFormat *format, const char *select, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = g_strsplit (select, ",", 128);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strstrip (names[i]);
      int property = sanera_odata_filter_find_property (format, name, strlen (name));

      if (property < 0)
        {
          invalid (error, "$select: there is no such property", name);
          return NULL;
        }
      g_strv_builder_add (builder, format->noun->fields[property].key);
    }

  return g_strv_builder_end (builder);
}

static char *
encode_token (GString *json)
{
  char *token = g_base64_encode ((const guchar *)json->str, json->len);

  g_strdelimit (token, "+", '-');
  g_strdelimit (token, "/", '_');
  token[strcspn (token, "=")] = '\0';

  return token;
}

static JsonArray *
decode_token (const char *token, guint n_values, JsonNode **node, GError **error)
{
  static const char *const padding[] = { "", "===", "==", "=" };
  g_autofree char *base64 = g_strconcat (token, padding[strlen (token) % 4], NULL);
  g_autofree guchar *text = NULL;
  gsize length;

  g_strdelimit (base64, "-", '+');
  g_strdelimit (base64, "_", '/');
  text = g_base64_decode (base64, &length);
  if (strlen (token) <= MAX_TOKEN && g_utf8_validate_len ((const char *)text, length, NULL))
    *node = sanera_json_parse ((const char *)text, (gssize)length, 2, NULL);
  if (*node == NULL || !JSON_NODE_HOLDS_ARRAY (*node) ||
      json_array_get_length (json_node_get_array (*node)) != n_values)
    {
      invalid (error, "$skiptoken does not belong to this list", token);
      return NULL;
    }

  return json_node_get_array (*node);
}

static gboolean
binding_of_json (JsonNode *node, const SaneraField *field, SaneraBinding *binding)
{
  memset (binding, 0, sizeof *binding);
  if (JSON_NODE_HOLDS_NULL (node))
    {
      binding->type = 'n';
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  if (field != NULL && (sanera_field_is_string (field) || field->type == SANERA_FIELD_STRV))
    {
      if (json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;
      binding->type = 't';
      binding->text = json_node_dup_string (node);
    }
  else if (field != NULL && field->type == SANERA_FIELD_DOUBLE)
    {
      binding->type = 'd';
      binding->number = json_node_get_double (node);
    }
  else
    {
      if (json_node_get_value_type (node) != G_TYPE_INT64)
        return FALSE;
      binding->type = 'i';
      binding->integer = json_node_get_int (node);
    }

  return TRUE;
}

/* A copy for one more parameter with the same value. */
static void
bind_again (GArray *bindings, const SaneraBinding *binding)
{
  SaneraBinding copy = *binding;

  copy.text = g_strdup (binding->text);
  g_array_append_val (bindings, copy);
}

static const char *
get_row (const SaneraView *view)
{
  return view->row != NULL ? view->row : "t.row_id";
}

/* (a > ? OR (a IS ? AND (b < ? OR (b IS ? AND row_id > ?)))). NULL comes first, as SQLite sorts. */
static void
append_behind (const SaneraView *view, GString *sql, GArray *bindings, GArray *keys, GArray *values)
{
  const SaneraBinding *row = &g_array_index (values, SaneraBinding, keys->len);

  for (guint i = 0; i < keys->len; i++)
    {
      const OrderKey *key = &g_array_index (keys, OrderKey, i);
      const SaneraBinding *value = &g_array_index (values, SaneraBinding, i);

      if (value->type == 'n' && key->descending)
        g_string_append (sql, "(0 OR ");
      else if (value->type == 'n')
        g_string_append_printf (sql, "(%s IS NOT NULL OR ", key->expression);
      else if (key->descending)
        g_string_append_printf (sql, "((%s < ? OR %s IS NULL) OR ", key->expression,
                                key->expression);
      else
        g_string_append_printf (sql, "(%s > ? OR ", key->expression);
      if (value->type != 'n')
        bind_again (bindings, value);
      g_string_append_printf (sql, "(%s IS ? AND ", key->expression);
      bind_again (bindings, value);
    }
  g_string_append_printf (sql, "%s > ?", get_row (view));
  bind_again (bindings, row);
  for (guint i = 0; i < keys->len; i++)
    g_string_append (sql, "))");
}

static gboolean
append_skiptoken (const SaneraView *view,
                  const char *token,
                  GArray *keys,
                  GString *sql,
                  GArray *bindings,
                  GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GArray) values = sanera_bindings_new ();
  JsonArray *array = decode_token (token, keys->len + 1, &node, error);

  if (array == NULL)
    return FALSE;

  for (guint i = 0; i <= keys->len; i++)
    {
      const SaneraField *field =
          i < keys->len ? &view->format.noun->fields[g_array_index (keys, OrderKey, i).property]
                        : NULL;
      SaneraBinding binding;

      if (!binding_of_json (json_array_get_element (array, i), field, &binding) ||
          (field == NULL && binding.type != 'i'))
        return invalid (error, "$skiptoken does not belong to this list", token);
      g_array_append_val (values, binding);
    }
  g_string_append (sql, " AND ");
  append_behind (view, sql, bindings, keys, values);

  return TRUE;
}

static gboolean
append_conditions (const SaneraView *view,
                   const char *filter,
                   GString *sql,
                   GArray *bindings,
                   GError **error)
{
  g_string_append_printf (sql, " FROM %s WHERE %s", view->from,
                          view->condition != NULL ? view->condition : "1");
  if (filter == NULL)
    return TRUE;

  g_string_append (sql, " AND ");
  return sanera_odata_filter_compile (filter, &view->format, sql, bindings, error);
}

static sqlite3_stmt *
prepare (const SaneraView *view,
         SaneraDb *db,
         const char *parent_id,
         const char *sql,
         GArray *bindings,
         GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  int first = 1;

  if (statement == NULL)
    return NULL;
  if (view->parent != NULL)
    {
      sanera_db_bind_text (statement, 1, parent_id);
      first = 2;
    }
  sanera_bindings_apply (bindings, statement, first);

  return statement;
}

static void
append_key_value (GString *out, sqlite3_stmt *statement, int column)
{
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      sanera_number_append_int (out, sqlite3_column_int64 (statement, column));
      break;
    case SQLITE_FLOAT:
      sanera_json_append_double (out, sqlite3_column_double (statement, column));
      break;
    case SQLITE_TEXT:
      sanera_json_append_string (out, sanera_db_column_text (statement, column));
      break;
    default:
      g_string_append (out, "null");
      break;
    }
}

/* The statement selects, in this order: the row's number, the keys of the order, the row. */
static gboolean
write_rows (SaneraRowWriter *writer,
            SaneraDb *db,
            sqlite3_stmt *statement,
            const SaneraViewQuery *query,
            guint n_keys,
            GString *out,
            char **skiptoken,
            GError **error)
{
  g_autoptr (GString) token = g_string_new (NULL);
  gboolean has_row;
  gint64 n = 0;

  g_string_append_c (out, '[');
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (n == query->top)
        {
          *skiptoken = encode_token (token);
          sanera_db_reset (statement);
          break;
        }
      g_string_append (out, n > 0 ? ",{" : "{");
      sanera_row_writer_append (writer, out, statement, 1 + (int)n_keys);
      g_string_append_c (out, '}');
      n++;
      if (n == query->top)
        {
          g_string_assign (token, "[");
          for (guint i = 1; i <= n_keys; i++)
            {
              append_key_value (token, statement, (int)i);
              g_string_append_c (token, ',');
            }
          append_key_value (token, statement, 0);
          g_string_append_c (token, ']');
        }
    }
  g_string_append_c (out, ']');

  return TRUE;
}

/**
 * sanera_view_append_rows:
 * @view: a list
 * @db: the server's database
 * @parent_id: (nullable): id of the parent, for a list below one
 * @query: what is asked for
 * @out: where to write the JSON array
 * @skiptoken: (out) (transfer full) (nullable): where the next page begins, %NULL after the last
 * @error: %SANERA_ERROR_INVALID when @query cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_view_append_rows (const SaneraView *view,
                         SaneraDb *db,
                         const char *parent_id,
                         const SaneraViewQuery *query,
                         GString *out,
                         char **skiptoken,
                         GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) bindings = sanera_bindings_new ();
  g_autoptr (GArray) keys = parse_orderby (&view->format, query->orderby, error);
  g_autofree char *columns = sanera_row_columns (&view->format, "t.");
  g_auto (GStrv) select = NULL;
  g_autoptr (SaneraRowWriter) writer = NULL;
  SaneraBinding number = { .type = 'i' };
  sqlite3_stmt *statement;

  *skiptoken = NULL;
  if (keys == NULL)
    return FALSE;
  if (query->select != NULL)
    {
      select = parse_select (&view->format, query->select, error);
      if (select == NULL)
        return FALSE;
    }

  g_string_append_printf (sql, "SELECT %s", get_row (view));
  for (guint i = 0; i < keys->len; i++)
    g_string_append_printf (sql, ", %s", g_array_index (keys, OrderKey, i).expression);
  g_string_append_printf (sql, ", %s", columns);
  if (!append_conditions (view, query->filter, sql, bindings, error))
    return FALSE;
  if (query->skiptoken != NULL &&
      !append_skiptoken (view, query->skiptoken, keys, sql, bindings, error))
    return FALSE;
  g_string_append (sql, " ORDER BY ");
  for (guint i = 0; i < keys->len; i++)
    g_string_append_printf (sql, "%s%s, ", g_array_index (keys, OrderKey, i).expression,
                            g_array_index (keys, OrderKey, i).descending ? " DESC" : "");
  g_string_append_printf (sql, "%s LIMIT ? OFFSET ?", get_row (view));
  number.integer = query->top + 1;
  g_array_append_val (bindings, number);
  number.integer = query->skip;
  g_array_append_val (bindings, number);

  statement = prepare (view, db, parent_id, sql->str, bindings, error);
  if (statement == NULL)
    return FALSE;

  writer = sanera_row_writer_new (&view->format, (const char *const *)select);
  return write_rows (writer, db, statement, query, keys->len, out, skiptoken, error);
}

/**
 * sanera_view_count:
 * @view: a list
 * @db: the server's database
 * @parent_id: (nullable): id of the parent, for a list below one
 * @filter: (nullable): `$filter`
 * @count: (out): how many rows there are
 * @error: %SANERA_ERROR_INVALID when @filter cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_view_count (const SaneraView *view,
                   SaneraDb *db,
                   const char *parent_id,
                   const char *filter,
                   gint64 *count,
                   GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT count (*)");
  g_autoptr (GArray) bindings = sanera_bindings_new ();
  sqlite3_stmt *statement;
  gboolean has_row;

  if (!append_conditions (view, filter, sql, bindings, error))
    return FALSE;
  statement = prepare (view, db, parent_id, sql->str, bindings, error);
  if (statement == NULL || !sanera_db_step (db, statement, &has_row, error))
    return FALSE;

  *count = sqlite3_column_int64 (statement, 0);
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_view_check_parent:
 * @view: a list
 * @db: the server's database
 * @parent_id: (nullable): id of the parent
 * @found: (out): whether there is such a parent; %TRUE for a list without one
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_view_check_parent (const SaneraView *view,
                          SaneraDb *db,
                          const char *parent_id,
                          gboolean *found,
                          GError **error)
{
  gint64 row = 0;

  if (view->parent != NULL && !sanera_db_query_int (db, &row, error, view->parent, "t", parent_id))
    return FALSE;

  *found = row != SANERA_INT_NULL;
  return TRUE;
}

/**
 * sanera_view_append_one:
 * @format: how the row is written
 * @db: the server's database
 * @id: of the row
 * @out: where to write the object's members, without braces
 * @version: (out) (optional): the row's version, for the ETag; 0 when its noun has none
 * @found: (out): whether there is such a row; @out is untouched when not
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_view_append_one (const SaneraRowFormat *format,
                        SaneraDb *db,
                        const char *id,
                        GString *out,
                        gint64 *version,
                        gboolean *found,
                        GError **error)
{
  g_autofree char *columns = sanera_row_columns (format, "t.");
  const char *versioned = sanera_row_find_version (format->noun);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s, %s FROM %s t WHERE t.id = ?",
                       versioned != NULL ? versioned : "0", columns, format->noun->table);
  sqlite3_stmt *statement = sanera_db_prepare (db, sql, error);
  g_autoptr (SaneraRowWriter) writer = NULL;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  if (version != NULL)
    *version = sqlite3_column_int64 (statement, 0);
  writer = sanera_row_writer_new (format, NULL);
  sanera_row_writer_append (writer, out, statement, 1);
  sanera_db_reset (statement);
  return TRUE;
}

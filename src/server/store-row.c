/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-row.h"

#include <string.h>

#include "sanera-number.h"

static const char *
find_override (const SaneraRowFormat *format, const char *key)
{
  for (const SaneraRowOverride *o = format->overrides; o != NULL && o->key != NULL; o++)
    if (g_str_equal (o->key, key))
      return o->sql;

  return NULL;
}

static gboolean
is_extra (const SaneraRowFormat *format, const SaneraRowOverride *override)
{
  return sanera_noun_find (format->noun, override->key) == NULL;
}

/**
 * sanera_row_find_version:
 * @noun: a noun
 *
 * A device's `version` is that of its operating system.
 *
 * Returns: (nullable): the column, of a table called t, with the version of a row for If-Match
 */
const char *
sanera_row_find_version (const SaneraNoun *noun)
{
  if (sanera_noun_find (noun, "rowVersion") != NULL)
    return "t.row_version";
  return sanera_noun_find (noun, "version") != NULL && sanera_noun_find (noun, "change") != NULL
             ? "t.version"
             : NULL;
}

/**
 * sanera_row_has_field:
 * @format: a format
 * @i: index of a field of its noun
 *
 * Returns: whether the field is written: not what lives on a desktop only, nor, in Defender's
 *   dialect, what is ours; nor what is derived, unless the format says how
 */
gboolean
sanera_row_has_field (const SaneraRowFormat *format, guint i)
{
  const SaneraField *field = &format->noun->fields[i];

  if ((field->flags & SANERA_FIELD_LOCAL) != 0)
    return FALSE;
  if ((field->flags & SANERA_FIELD_OWN) != 0 && format->dialect == SANERA_JSON_DEFENDER)
    return FALSE;
  if ((field->flags & SANERA_FIELD_DERIVED) != 0 && find_override (format, field->key) == NULL)
    return FALSE;

  return format->keys == NULL || g_strv_contains (format->keys, field->key);
}

/**
 * sanera_row_expression:
 * @format: a format
 * @i: index of a field that it has
 * @prefix: what stands before a column: "t."
 *
 * Returns: (transfer full): the SQL expression for the field
 */
char *
sanera_row_expression (const SaneraRowFormat *format, guint i, const char *prefix)
{
  const char *override = find_override (format, format->noun->fields[i].key);

  return override != NULL ? g_strdup_printf ("(%s)", override)
                          : g_strconcat (prefix, sanera_noun_get_column (format->noun, i), NULL);
}

/**
 * sanera_row_columns:
 * @format: a format
 * @prefix: what stands before each column: "t."
 *
 * Returns: (transfer full): what to select for sanera_row_writer_append()
 */
char *
sanera_row_columns (const SaneraRowFormat *format, const char *prefix)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < format->noun->n_fields; i++)
    if (sanera_row_has_field (format, i))
      {
        g_autofree char *expression = sanera_row_expression (format, i, prefix);

        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", expression);
      }
  for (const SaneraRowOverride *o = format->overrides; o != NULL && o->key != NULL; o++)
    if (is_extra (format, o))
      g_string_append_printf (out, ", (%s)", o->sql);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What stands for a field without a value. A list is never null: Defender writes an empty one. */
static const char *
get_default (const SaneraField *field)
{
  if (field->type == SANERA_FIELD_STRV)
    return "[]";
  if ((field->flags & SANERA_FIELD_NULLABLE) != 0)
    return "null";

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      return "\"\"";
    case SANERA_FIELD_INT:
    case SANERA_FIELD_DOUBLE:
      return "0";
    case SANERA_FIELD_BOOL:
      return "false";
    case SANERA_FIELD_STRV:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
    case SANERA_FIELD_JSON:
    default:
      return "null";
    }
}

/* One member of the object, all that does not depend on the row made once. */
typedef struct
{
  char *name; /* with all that stands before its value: `,"id":` */
  gsize name_length;
  const char *none; /* what stands for NULL */
  int column; /* from the first one of the row */
  SaneraFieldType type;
} Member;

struct _SaneraRowWriter
{
  GArray *members; /* of Member */
};

static void
member_clear (gpointer data)
{
  g_free (((Member *)data)->name);
}

static void
add_member (SaneraRowWriter *self,
            const char *key,
            SaneraFieldType type,
            const char *none,
            int column,
            const char *const *select)
{
  Member member = { .none = none, .column = column, .type = type };

  if (select != NULL && !g_strv_contains (select, key))
    return;

  member.name = g_strconcat (self->members->len > 0 ? ",\"" : "\"", key, "\":", NULL);
  member.name_length = strlen (member.name);
  g_array_append_val (self->members, member);
}

/**
 * sanera_row_writer_new:
 * @format: a format
 * @select: (nullable): only the members with these keys (`$select`), %NULL-terminated
 *
 * Returns: (transfer full): what writes rows of that format
 */
SaneraRowWriter *
sanera_row_writer_new (const SaneraRowFormat *format, const char *const *select)
{
  SaneraRowWriter *self = g_new0 (SaneraRowWriter, 1);
  int column = 0;

  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_array_set_clear_func (self->members, member_clear);
  for (guint i = 0; i < format->noun->n_fields; i++)
    {
      const SaneraField *field = &format->noun->fields[i];

      if (sanera_row_has_field (format, i))
        add_member (self, field->key, field->type, get_default (field), column++, select);
    }
  for (const SaneraRowOverride *o = format->overrides; o != NULL && o->key != NULL; o++)
    if (is_extra (format, o))
      add_member (self, o->key, SANERA_FIELD_TEXT, "null", column++, select);

  return self;
}

/**
 * sanera_row_writer_free:
 * @self: (transfer full): a writer
 */
void
sanera_row_writer_free (SaneraRowWriter *self)
{
  g_array_unref (self->members);
  g_free (self);
}

static void
append_value (GString *out, sqlite3_stmt *statement, int column, SaneraFieldType type)
{
  switch (type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      sanera_json_append_string (out, sanera_db_column_text (statement, column));
      break;
    case SANERA_FIELD_INT:
      sanera_number_append_int (out, sqlite3_column_int64 (statement, column));
      break;
    case SANERA_FIELD_DOUBLE:
      sanera_json_append_double (out, sqlite3_column_double (statement, column));
      break;
    case SANERA_FIELD_BOOL:
      g_string_append (out, sqlite3_column_int (statement, column) != 0 ? "true" : "false");
      break;
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      sanera_json_append_time (out, sqlite3_column_int64 (statement, column));
      break;
    case SANERA_FIELD_STRV:
    case SANERA_FIELD_JSON:
      /* Stored as the JSON that goes out. */
      g_string_append_len (out, sanera_db_column_text (statement, column),
                           sqlite3_column_bytes (statement, column));
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_row_writer_append:
 * @self: a writer
 * @out: where to write the object's members, without braces
 * @statement: a statement on a row whose columns from @first on are sanera_row_columns()
 * @first: first column, from 0
 */
void
sanera_row_writer_append (SaneraRowWriter *self, GString *out, sqlite3_stmt *statement, int first)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      const Member *member = &g_array_index (self->members, Member, i);
      const int column = first + member->column;

      g_string_append_len (out, member->name, (gssize)member->name_length);
      if (sqlite3_column_type (statement, column) == SQLITE_NULL)
        g_string_append (out, member->none);
      else
        append_value (out, statement, column, member->type);
    }
}

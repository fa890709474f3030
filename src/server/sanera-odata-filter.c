/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-odata-filter.h"

#include <math.h>
#include <string.h>

#include "sanera-time.h"

/* `$filter` of OData V4, as much of it as Defender for Endpoint documents:
 *
 *   or   := and { "or" and }          and := not { "and" not }
 *   not  := "not" not | term          term := "(" or ")" | call [ "eq" bool ] | property op literal
 *   call := ( "startswith" | "endswith" | "contains" ) "(" property "," string ")"
 *   op   := "eq" | "ne" | "gt" | "ge" | "lt" | "le"
 *
 * It is compiled to SQL with bound parameters: of the text that came in nothing gets into the SQL.
 */

typedef enum
{
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_STRING,
  TOKEN_NUMBER,
  TOKEN_TIME,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_COMMA,
} TokenType;

typedef enum
{
  CALL_STARTSWITH,
  CALL_ENDSWITH,
  CALL_CONTAINS,
} Call;

typedef struct
{
  const char *text;
  const char *at;
  const SaneraRowFormat *format;
  GString *sql;
  GArray *bindings;
  guint depth;

  TokenType type;
  const char *start; /* of the token */
  gsize length;
  char *string; /* of TOKEN_STRING, unescaped */
  double number;
  gint64 time;
} Parser;

static void
binding_clear (gpointer data)
{
  g_free (((SaneraBinding *)data)->text);
}

/**
 * sanera_bindings_new:
 *
 * Returns: (transfer full): an empty array of #SaneraBinding
 */
GArray *
sanera_bindings_new (void)
{
  GArray *bindings = g_array_new (FALSE, TRUE, sizeof (SaneraBinding));

  g_array_set_clear_func (bindings, binding_clear);
  return bindings;
}

/**
 * sanera_bindings_apply:
 * @bindings: values
 * @statement: a statement
 * @first: the parameter of the first value, from 1
 *
 * Binds them in order.
 */
void
sanera_bindings_apply (GArray *bindings, sqlite3_stmt *statement, int first)
{
  for (guint i = 0; i < bindings->len; i++)
    {
      const SaneraBinding *binding = &g_array_index (bindings, SaneraBinding, i);
      int index = first + (int)i;

      switch (binding->type)
        {
        case 't':
          sanera_db_bind_text (statement, index, binding->text);
          break;
        case 'i':
          sanera_db_bind_int (statement, index, binding->integer);
          break;
        case 'd':
          sanera_db_bind_double (statement, index, binding->number);
          break;
        default:
          sanera_db_bind_text (statement, index, NULL);
          break;
        }
    }
}

static gboolean
fail (Parser *self, GError **error, const char *what)
{
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "%s at position %d in '%s'", what,
               (int)(self->start - self->text), self->text);
  return FALSE;
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '@';
}

static gboolean
read_string (Parser *self, GError **error)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (self->at++;; self->at++)
    {
      if (*self->at == '\0')
        return fail (self, error, "The string has no end");
      if (*self->at == '\'' && self->at[1] != '\'')
        break;
      if (*self->at == '\'')
        self->at++;
      g_string_append_c (string, *self->at);
    }
  self->at++;
  g_free (self->string);
  self->string = g_string_free (g_steal_pointer (&string), FALSE);
  self->type = TOKEN_STRING;

  return TRUE;
}

/* A number, or an ISO date without quotes; both begin with a digit. */
static gboolean
read_number_or_time (Parser *self, GError **error)
{
  g_autofree char *word = NULL;
  char *end;

  while (g_ascii_isalnum (*self->at) || (*self->at != '\0' && strchr (":.+-", *self->at) != NULL))
    self->at++;
  word = g_strndup (self->start, (gsize)(self->at - self->start));

  self->time = sanera_time_parse (word);
  if (self->time != SANERA_INT_NULL)
    {
      self->type = TOKEN_TIME;
      return TRUE;
    }
  self->number = g_ascii_strtod (word, &end);
  if (*end != '\0' || !isfinite (self->number))
    return fail (self, error, "Neither a number nor a date");
  self->type = TOKEN_NUMBER;
  return TRUE;
}

static gboolean
next (Parser *self, GError **error)
{
  while (*self->at == ' ' || *self->at == '\t')
    self->at++;
  self->start = self->at;

  switch (*self->at)
    {
    case '\0':
      self->type = TOKEN_END;
      break;
    case '(':
      self->type = TOKEN_OPEN;
      self->at++;
      break;
    case ')':
      self->type = TOKEN_CLOSE;
      self->at++;
      break;
    case ',':
      self->type = TOKEN_COMMA;
      self->at++;
      break;
    case '\'':
      return read_string (self, error);
    default:
      if (g_ascii_isdigit (*self->at) || *self->at == '-' || *self->at == '+')
        return read_number_or_time (self, error);
      while (is_word_char (*self->at))
        self->at++;
      if (self->at == self->start)
        return fail (self, error, "Unexpected character");
      self->type = TOKEN_WORD;
      break;
    }
  self->length = (gsize)(self->at - self->start);

  return TRUE;
}

static gboolean
is_word (Parser *self, const char *word)
{
  return self->type == TOKEN_WORD && strlen (word) == self->length &&
         memcmp (word, self->start, self->length) == 0;
}

/**
 * sanera_odata_filter_find_property:
 * @format: how rows are written
 * @name: of a property, in any case: the documentation writes `createdon` for `createdOn`
 * @length: bytes of @name
 *
 * Returns: index of the field, -1 when the rows have no such property
 */
int
sanera_odata_filter_find_property (const SaneraRowFormat *format, const char *name, gsize length)
{
  for (guint i = 0; i < format->noun->n_fields; i++)
    {
      const char *key = format->noun->fields[i].key;

      if (sanera_row_has_field (format, i) && strlen (key) == length &&
          g_ascii_strncasecmp (key, name, length) == 0)
        return (int)i;
    }

  return -1;
}

/**
 * sanera_odata_filter_expression:
 * @format: how rows are written
 * @property: index of a field
 *
 * Returns: (transfer full): the SQL for the property's value as it is written: what goes out as ""
 *   or 0 also compares as that
 */
char *
sanera_odata_filter_expression (const SaneraRowFormat *format, int property)
{
  const SaneraField *field = &format->noun->fields[property];
  g_autofree char *expression = sanera_row_expression (format, (guint)property, "t.");

  if ((field->flags & (SANERA_FIELD_NULLABLE | SANERA_FIELD_REQUIRED)) != 0)
    return g_steal_pointer (&expression);

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      return g_strdup_printf ("coalesce (%s, '')", expression);
    case SANERA_FIELD_INT:
    case SANERA_FIELD_DOUBLE:
    case SANERA_FIELD_BOOL:
      return g_strdup_printf ("coalesce (%s, 0)", expression);
    default:
      return g_steal_pointer (&expression);
    }
}

static gboolean
read_property (Parser *self, int *property, GError **error)
{
  if (self->type != TOKEN_WORD)
    return fail (self, error, "A property is expected");
  *property = sanera_odata_filter_find_property (self->format, self->start, self->length);
  if (*property < 0)
    return fail (self, error, "There is no such property");
  if (self->format->noun->fields[*property].type == SANERA_FIELD_STRV ||
      self->format->noun->fields[*property].type == SANERA_FIELD_JSON)
    return fail (self, error, "This property cannot be filtered by");

  return next (self, error);
}

/* A literal that fits the field; 'n' for null. */
static gboolean
read_literal (Parser *self, const SaneraField *field, SaneraBinding *binding, GError **error)
{
  memset (binding, 0, sizeof *binding);
  if (is_word (self, "null"))
    {
      binding->type = 'n';
      return next (self, error);
    }

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      if (self->type != TOKEN_STRING)
        return fail (self, error, "A string in single quotes is expected");
      binding->type = 't';
      binding->text = g_steal_pointer (&self->string);
      break;
    case SANERA_FIELD_INT:
    case SANERA_FIELD_DOUBLE:
      if (self->type != TOKEN_NUMBER)
        return fail (self, error, "A number is expected");
      binding->type = 'd';
      binding->number = self->number;
      break;
    case SANERA_FIELD_BOOL:
      if (!is_word (self, "true") && !is_word (self, "false"))
        return fail (self, error, "true or false is expected");
      binding->type = 'i';
      binding->integer = is_word (self, "true") ? 1 : 0;
      break;
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      if (self->type != TOKEN_TIME)
        return fail (self, error, "A date without quotes is expected");
      binding->type = 'i';
      binding->integer = self->time;
      break;
    default:
      g_assert_not_reached ();
    }

  return next (self, error);
}

static gboolean
parse_comparison (Parser *self, GError **error)
{
  static const struct
  {
    const char *word;
    const char *sql;
    gboolean orders;
  } operators[] = {
    { "eq", "IS", FALSE }, { "ne", "IS NOT", FALSE }, { "gt", ">", TRUE },
    { "ge", ">=", TRUE },  { "lt", "<", TRUE },       { "le", "<=", TRUE },
  };
  g_autofree char *expression = NULL;
  SaneraBinding binding;
  int property;
  gsize i;

  if (!read_property (self, &property, error))
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (operators); i++)
    if (is_word (self, operators[i].word))
      break;
  if (i == G_N_ELEMENTS (operators))
    return fail (self, error, "eq, ne, gt, ge, lt or le is expected");
  if (!next (self, error) ||
      !read_literal (self, &self->format->noun->fields[property], &binding, error))
    return FALSE;

  expression = sanera_odata_filter_expression (self->format, property);
  /* Nothing is greater or less than null; "not" makes true of that, which SQL's NULL would not. */
  if (operators[i].orders)
    g_string_append_printf (self->sql, "coalesce (%s %s ?, 0)", expression, operators[i].sql);
  else
    g_string_append_printf (self->sql, "(%s %s ?)", expression, operators[i].sql);
  g_array_append_val (self->bindings, binding);

  return TRUE;
}

static gboolean
expect (Parser *self, TokenType type, const char *what, GError **error)
{
  if (self->type != type)
    return fail (self, error, what);

  return next (self, error);
}

/* "startswith(f,'x')"; `eq true` and `eq false` may follow. */
static gboolean
parse_call (Parser *self, Call call, GError **error)
{
  g_autofree char *expression = NULL;
  SaneraBinding binding = { .type = 't' };
  gboolean wanted = TRUE;
  int property;
  long length;

  if (!next (self, error) || !expect (self, TOKEN_OPEN, "( is expected", error) ||
      !read_property (self, &property, error) ||
      !expect (self, TOKEN_COMMA, ", is expected", error))
    return FALSE;
  if (!sanera_field_is_string (&self->format->noun->fields[property]))
    return fail (self, error, "The property is no text");
  if (self->type != TOKEN_STRING)
    return fail (self, error, "A string in single quotes is expected");
  length = g_utf8_strlen (self->string, -1);
  binding.text = g_steal_pointer (&self->string);
  g_array_append_val (self->bindings, binding);
  if (!next (self, error) || !expect (self, TOKEN_CLOSE, ") is expected", error))
    return FALSE;

  if (is_word (self, "eq"))
    {
      if (!next (self, error))
        return FALSE;
      if (!is_word (self, "true") && !is_word (self, "false"))
        return fail (self, error, "true or false is expected");
      wanted = is_word (self, "true");
      if (!next (self, error))
        return FALSE;
    }
  expression = sanera_odata_filter_expression (self->format, property);
  g_string_append_printf (self->sql, "%s(", wanted ? "" : "NOT ");
  switch (call)
    {
    case CALL_STARTSWITH:
      g_string_append_printf (self->sql, "coalesce (instr (%s, ?), 0) = 1", expression);
      break;
    case CALL_ENDSWITH:
      /* Every text ends with "", but the last 0 characters cannot be asked for. */
      if (length > 0)
        g_string_append_printf (self->sql, "coalesce (substr (%s, -%ld), '') = ?", expression,
                                length);
      else
        g_string_append (self->sql, "? = ''");
      break;
    case CALL_CONTAINS:
    default:
      g_string_append_printf (self->sql, "coalesce (instr (%s, ?), 0) > 0", expression);
      break;
    }
  g_string_append_c (self->sql, ')');

  return TRUE;
}

static gboolean parse_or (Parser *self, GError **error);

static gboolean
parse_term (Parser *self, GError **error)
{
  static const struct
  {
    const char *word;
    Call call;
  } calls[] = {
    { "startswith", CALL_STARTSWITH },
    { "endswith", CALL_ENDSWITH },
    { "contains", CALL_CONTAINS },
  };

  if (self->type == TOKEN_OPEN)
    {
      if (!next (self, error) || !parse_or (self, error))
        return FALSE;
      return expect (self, TOKEN_CLOSE, ") is expected", error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if (is_word (self, calls[i].word))
      return parse_call (self, calls[i].call, error);

  return parse_comparison (self, error);
}

static gboolean
parse_not (Parser *self, GError **error)
{
  gboolean ok;

  if (++self->depth > SANERA_ODATA_FILTER_MAX_DEPTH)
    return fail (self, error, "Nested too deeply");
  if (is_word (self, "not"))
    {
      g_string_append (self->sql, "NOT (");
      ok = next (self, error) && parse_not (self, error);
      g_string_append_c (self->sql, ')');
    }
  else
    ok = parse_term (self, error);
  self->depth--;

  return ok;
}

static gboolean
parse_and (Parser *self, GError **error)
{
  if (!parse_not (self, error))
    return FALSE;
  while (is_word (self, "and"))
    {
      g_string_append (self->sql, " AND ");
      if (!next (self, error) || !parse_not (self, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
parse_or (Parser *self, GError **error)
{
  g_string_append_c (self->sql, '(');
  if (!parse_and (self, error))
    return FALSE;
  while (is_word (self, "or"))
    {
      g_string_append (self->sql, " OR ");
      if (!next (self, error) || !parse_and (self, error))
        return FALSE;
    }
  g_string_append_c (self->sql, ')');

  return TRUE;
}

/**
 * sanera_odata_filter_compile:
 * @filter: value of `$filter`, decoded
 * @format: how rows are written: its properties can be filtered by
 * @sql: the condition is appended to it
 * @bindings: the values for its parameters are appended to it
 * @error: %SANERA_ERROR_INVALID saying what is wrong where
 *
 * Returns: whether @filter could be read
 */
gboolean
sanera_odata_filter_compile (const char *filter,
                             const SaneraRowFormat *format,
                             GString *sql,
                             GArray *bindings,
                             GError **error)
{
  Parser self = { .text = filter,
                  .at = filter,
                  .start = filter,
                  .format = format,
                  .sql = sql,
                  .bindings = bindings };
  gboolean ok;

  if (strlen (filter) > SANERA_ODATA_FILTER_MAX_LENGTH)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_INVALID, "The filter is too long");
      return FALSE;
    }

  ok = next (&self, error) && parse_or (&self, error);
  if (ok && self.type != TOKEN_END)
    ok = fail (&self, error, "Unexpected");
  g_free (self.string);

  return ok;
}

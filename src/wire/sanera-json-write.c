/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json.h"

#include "sanera-number.h"
#include "sanera-time.h"

#include <math.h>
#include <string.h>

static void
append_escape (GString *out, char c)
{
  switch (c)
    {
    case '"':
      g_string_append_len (out, "\\\"", 2);
      break;
    case '\\':
      g_string_append_len (out, "\\\\", 2);
      break;
    case '\n':
      g_string_append_len (out, "\\n", 2);
      break;
    case '\r':
      g_string_append_len (out, "\\r", 2);
      break;
    case '\t':
      g_string_append_len (out, "\\t", 2);
      break;
    default:
      g_string_append_printf (out, "\\u%04x", (guint)(guchar)c);
    }
}

/* What stands in a JSON string as it is; neither the end of the text, nor what could be no UTF-8.
 */
static inline gboolean
is_plain (char c)
{
  return (guchar)(c - 0x20) < 0x60 && c != '"' && c != '\\';
}

/**
 * sanera_json_append_string:
 * @out: what is written
 * @text: (nullable): a text; `null` when there is none
 *
 * Appends a JSON string. What is not UTF-8 is replaced by U+FFFD: the document stays readable
 * whatever a report brought into the database.
 */
void
sanera_json_append_string (GString *out, const char *text)
{
  g_autofree char *valid = NULL;
  gboolean checked = FALSE;
  const char *from;
  const char *p;

  if (text == NULL)
    {
      g_string_append_len (out, "null", 4);
      return;
    }

  g_string_append_c (out, '"');
  for (from = p = text;; p++)
    {
      while (is_plain (*p))
        p++;
      if (*p == '\0')
        break;
      if ((guchar)*p >= 0x80)
        {
          if (!checked && !g_utf8_validate (p, -1, NULL))
            {
              g_string_append_len (out, from, p - from);
              valid = g_utf8_make_valid (p, -1);
              from = p = valid;
            }
          checked = TRUE;
          continue;
        }

      g_string_append_len (out, from, p - from);
      append_escape (out, *p);
      from = p + 1;
    }
  g_string_append_len (out, from, p - from);
  g_string_append_c (out, '"');
}

/**
 * sanera_json_append_double:
 * @out: what is written
 * @value: a number
 *
 * Appends the shortest number that is read back as the same; `null` for what JSON cannot write.
 */
void
sanera_json_append_double (GString *out, double value)
{
  if (!isfinite (value))
    {
      g_string_append_len (out, "null", 4);
      return;
    }

  sanera_number_append_double (out, value);
}

/**
 * sanera_json_append_time:
 * @out: what is written
 * @time: microseconds since 1970 UTC
 *
 * Appends a point in time as ISO 8601, `null` for %SANERA_INT_NULL.
 */
void
sanera_json_append_time (GString *out, gint64 time)
{
  char buffer[SANERA_TIME_BUFFER];

  if (time == SANERA_INT_NULL)
    {
      g_string_append_len (out, "null", 4);
      return;
    }

  g_string_append_c (out, '"');
  g_string_append (out, sanera_time_format (time, buffer));
  g_string_append_c (out, '"');
}

/**
 * sanera_json_append_strv:
 * @out: what is written
 * @strv: (nullable): a list; %NULL is an empty one
 *
 * Appends a JSON array of strings.
 */
void
sanera_json_append_strv (GString *out, const char *const *strv)
{
  g_string_append_c (out, '[');
  for (guint i = 0; strv != NULL && strv[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, strv[i]);
    }
  g_string_append_c (out, ']');
}

static void
append_text (GString *out, const SaneraField *field, const char *text)
{
  if (text == NULL && !(field->flags & SANERA_FIELD_NULLABLE))
    text = "";
  sanera_json_append_string (out, text);
}

static void
append_value (GString *out, const SaneraField *field, gconstpointer data)
{
  const char *text;
  gint64 number;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      append_text (out, field, sanera_field_get_text (field, data));
      break;
    case SANERA_FIELD_INT:
      number = sanera_field_get_int (field, data);
      if (number == SANERA_INT_NULL)
        g_string_append_len (out, "null", 4);
      else
        sanera_number_append_int (out, number);
      break;
    case SANERA_FIELD_DOUBLE:
      sanera_json_append_double (out, sanera_field_get_double (field, data));
      break;
    case SANERA_FIELD_BOOL:
      g_string_append (out, sanera_field_get_bool (field, data) ? "true" : "false");
      break;
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      sanera_json_append_time (out, sanera_field_get_int (field, data));
      break;
    case SANERA_FIELD_STRV:
      sanera_json_append_strv (out, sanera_field_get_strv (field, data));
      break;
    case SANERA_FIELD_JSON:
      text = sanera_field_get_text (field, data);
      g_string_append (out, text != NULL ? text : "null");
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_json_append_noun_members:
 * @out: what is written
 * @noun: what @data is
 * @data: its data
 * @dialect: whose fields
 *
 * Appends the members of an object, separated by commas but without the braces, so that others can
 * stand beside them. The order is that of the field table. Fields that live only on this desktop
 * are never written.
 */
void
sanera_json_append_noun_members (GString *out,
                                 const SaneraNoun *noun,
                                 gconstpointer data,
                                 SaneraJsonDialect dialect)
{
  const SaneraFieldFlags hidden =
      dialect == SANERA_JSON_DEFENDER ? SANERA_FIELD_LOCAL | SANERA_FIELD_OWN : SANERA_FIELD_LOCAL;
  gboolean first = TRUE;

  for (guint i = 0; i < noun->n_fields; i++)
    {
      const SaneraField *field = &noun->fields[i];

      if (field->flags & hidden)
        continue;
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;

      g_string_append_c (out, '"');
      g_string_append (out, field->key);
      g_string_append_len (out, "\":", 2);
      append_value (out, field, data);
    }
}

/**
 * sanera_json_append_noun:
 * @out: what is written
 * @noun: what @data is
 * @data: its data
 * @dialect: whose fields
 *
 * Appends one object; see sanera_json_append_noun_members().
 */
void
sanera_json_append_noun (GString *out,
                         const SaneraNoun *noun,
                         gconstpointer data,
                         SaneraJsonDialect dialect)
{
  g_string_append_c (out, '{');
  sanera_json_append_noun_members (out, noun, data, dialect);
  g_string_append_c (out, '}');
}

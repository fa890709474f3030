/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-field.h"

#include <math.h>
#include <string.h>

/**
 * sanera_field_is_string:
 * @field: a field
 *
 * Returns: whether the data struct holds a `char *` for it
 */
gboolean
sanera_field_is_string (const SaneraField *field)
{
  return field->type == SANERA_FIELD_TEXT || field->type == SANERA_FIELD_ENUM ||
         field->type == SANERA_FIELD_JSON;
}

/**
 * sanera_field_get_text:
 * @field: a text, enum or JSON field
 * @data: the noun's data struct
 *
 * Returns: (nullable) (transfer none): the text
 */
const char *
sanera_field_get_text (const SaneraField *field, gconstpointer data)
{
  g_assert (sanera_field_is_string (field));

  return *SANERA_FIELD_CPTR (char *, data, field);
}

/**
 * sanera_field_get_int:
 * @field: an integer, time or date field
 * @data: the noun's data struct
 *
 * Returns: the value, %SANERA_INT_NULL when it is not known
 */
gint64
sanera_field_get_int (const SaneraField *field, gconstpointer data)
{
  g_assert (field->type == SANERA_FIELD_INT || field->type == SANERA_FIELD_TIME ||
            field->type == SANERA_FIELD_DATE);

  return *SANERA_FIELD_CPTR (gint64, data, field);
}

/**
 * sanera_field_get_double:
 * @field: a double field
 * @data: the noun's data struct
 *
 * Returns: the value, NAN when it is not known
 */
double
sanera_field_get_double (const SaneraField *field, gconstpointer data)
{
  g_assert (field->type == SANERA_FIELD_DOUBLE);

  return *SANERA_FIELD_CPTR (double, data, field);
}

/**
 * sanera_field_get_bool:
 * @field: a boolean field
 * @data: the noun's data struct
 *
 * Returns: the value
 */
gboolean
sanera_field_get_bool (const SaneraField *field, gconstpointer data)
{
  g_assert (field->type == SANERA_FIELD_BOOL);

  return *SANERA_FIELD_CPTR (gboolean, data, field);
}

/**
 * sanera_field_get_strv:
 * @field: a string-list field
 * @data: the noun's data struct
 *
 * Returns: (nullable) (transfer none): the list, %NULL when it is empty
 */
const char *const *
sanera_field_get_strv (const SaneraField *field, gconstpointer data)
{
  g_assert (field->type == SANERA_FIELD_STRV);

  return (const char *const *)*SANERA_FIELD_CPTR (char **, data, field);
}

/**
 * sanera_field_is_null:
 * @field: a field
 * @data: the noun's data struct
 *
 * Returns: whether nothing is known for @field: shown as "–", exported as an empty cell
 */
gboolean
sanera_field_is_null (const SaneraField *field, gconstpointer data)
{
  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      return sanera_field_get_text (field, data) == NULL;
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      return sanera_field_get_int (field, data) == SANERA_INT_NULL;
    case SANERA_FIELD_DOUBLE:
      return isnan (sanera_field_get_double (field, data));
    case SANERA_FIELD_STRV:
      return sanera_field_get_strv (field, data) == NULL;
    case SANERA_FIELD_BOOL:
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_field_reset:
 * @field: a field
 * @data: the noun's data struct, initialised
 *
 * Frees what @field holds and sets its default: unset when the field is nullable, else an unset
 * text or list, 0 or %FALSE. Times and dates are always unset.
 */
void
sanera_field_reset (const SaneraField *field, gpointer data)
{
  gboolean nullable = (field->flags & SANERA_FIELD_NULLABLE) != 0;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      g_clear_pointer (SANERA_FIELD_PTR (char *, data, field), g_free);
      break;
    case SANERA_FIELD_STRV:
      g_clear_pointer (SANERA_FIELD_PTR (char **, data, field), g_strfreev);
      break;
    case SANERA_FIELD_INT:
      *SANERA_FIELD_PTR (gint64, data, field) = nullable ? SANERA_INT_NULL : 0;
      break;
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      *SANERA_FIELD_PTR (gint64, data, field) = SANERA_INT_NULL;
      break;
    case SANERA_FIELD_DOUBLE:
      *SANERA_FIELD_PTR (double, data, field) = nullable ? (double)NAN : 0.0;
      break;
    case SANERA_FIELD_BOOL:
      *SANERA_FIELD_PTR (gboolean, data, field) = FALSE;
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
strv_equal0 (const char *const *a, const char *const *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal (a, b);
}

/**
 * sanera_field_equal:
 * @field: a field
 * @a: a data struct
 * @b: another of the same noun
 *
 * Returns: whether both hold the same
 */
gboolean
sanera_field_equal (const SaneraField *field, gconstpointer a, gconstpointer b)
{
  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      return g_strcmp0 (sanera_field_get_text (field, a), sanera_field_get_text (field, b)) == 0;
    case SANERA_FIELD_STRV:
      return strv_equal0 (sanera_field_get_strv (field, a), sanera_field_get_strv (field, b));
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      return sanera_field_get_int (field, a) == sanera_field_get_int (field, b);
    case SANERA_FIELD_DOUBLE:
      {
        double x = sanera_field_get_double (field, a);
        double y = sanera_field_get_double (field, b);

        return (isnan (x) && isnan (y)) || x == y;
      }
    case SANERA_FIELD_BOOL:
      return !sanera_field_get_bool (field, a) == !sanera_field_get_bool (field, b);
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_field_copy:
 * @field: a field
 * @to: an initialised data struct; what it held in @field is freed
 * @from: another of the same noun
 *
 * Copies one field, deeply.
 */
void
sanera_field_copy (const SaneraField *field, gpointer to, gconstpointer from)
{
  sanera_field_reset (field, to);

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      *SANERA_FIELD_PTR (char *, to, field) = g_strdup (sanera_field_get_text (field, from));
      break;
    case SANERA_FIELD_STRV:
      *SANERA_FIELD_PTR (char **, to, field) =
          g_strdupv ((char **)sanera_field_get_strv (field, from));
      break;
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      *SANERA_FIELD_PTR (gint64, to, field) = sanera_field_get_int (field, from);
      break;
    case SANERA_FIELD_DOUBLE:
      *SANERA_FIELD_PTR (double, to, field) = sanera_field_get_double (field, from);
      break;
    case SANERA_FIELD_BOOL:
      *SANERA_FIELD_PTR (gboolean, to, field) = sanera_field_get_bool (field, from);
      break;
    default:
      g_assert_not_reached ();
    }
}

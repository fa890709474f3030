/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-scan.h"

#include "sanera-time.h"

#include <math.h>
#include <string.h>

/* Text straight into the data struct, without a tree in between: this is what a page of the change
 * feed goes through, hundreds of thousands of objects at the first sync. */

#define MAX_NUMBER 64 /* characters; a longer number is no count and no score */

static gboolean
read_string (SaneraJsonScan *scan, char **value, GError **error)
{
  SaneraJsonSlice raw;
  gboolean plain;

  if (!sanera_json_scan_string (scan, &raw, &plain, error))
    return FALSE;

  *value = plain ? g_strndup (raw.text, raw.length) : sanera_json_unescape (&raw);
  return TRUE;
}

/* The digits of a number as a C string: the text that is read need not be terminated. */
static gboolean
read_number (SaneraJsonScan *scan, char buffer[MAX_NUMBER], gboolean *integral, GError **error)
{
  SaneraJsonSlice raw;

  if (!sanera_json_scan_number (scan, &raw, integral, error))
    return FALSE;
  if (raw.length >= MAX_NUMBER)
    return sanera_json_scan_fail (scan, "a number is too long", error);

  memcpy (buffer, raw.text, raw.length);
  buffer[raw.length] = '\0';
  return TRUE;
}

static gboolean
at_number (const SaneraJsonScan *scan)
{
  return scan->at < scan->end && (*scan->at == '-' || g_ascii_isdigit (*scan->at));
}

static gboolean
read_int (SaneraJsonScan *scan, gint64 *value, GError **error)
{
  char buffer[MAX_NUMBER];
  gboolean integral;

  if (!at_number (scan))
    return sanera_json_scan_fail (scan, "expected a whole number", error);
  if (!read_number (scan, buffer, &integral, error))
    return FALSE;

  if (integral)
    return g_ascii_string_to_signed (buffer, 10, G_MININT64 + 1, G_MAXINT64, value, NULL) ||
           sanera_json_scan_fail (scan, "a number is out of range", error);

  return sanera_json_whole_number (g_ascii_strtod (buffer, NULL), value) ||
         sanera_json_scan_fail (scan, "expected a whole number", error);
}

static gboolean
read_strv (SaneraJsonScan *scan, char ***value, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  if (!sanera_json_scan_char (scan, '[', error))
    return FALSE;

  sanera_json_scan_space (scan);
  while (scan->at >= scan->end || *scan->at != ']')
    {
      char *text;

      if (list->len > 0)
        {
          if (!sanera_json_scan_char (scan, ',', error))
            return FALSE;
          sanera_json_scan_space (scan);
        }
      if (!read_string (scan, &text, error))
        return FALSE;
      g_ptr_array_add (list, text);
      sanera_json_scan_space (scan);
    }
  scan->at++;

  if (list->len > 0)
    {
      g_ptr_array_add (list, NULL);
      *value = (char **)g_ptr_array_free (g_steal_pointer (&list), FALSE);
    }
  return TRUE;
}

static gboolean
read_time (SaneraJsonScan *scan, const SaneraField *field, gint64 *value, GError **error)
{
  const SaneraJsonScan before = *scan;
  g_autofree char *text = NULL;

  if (!read_string (scan, &text, error))
    return FALSE;

  if (field->type == SANERA_FIELD_DATE)
    *value = sanera_date_parse (text);
  else
    *value = sanera_time_parse (text);
  if (*value == SANERA_INT_NULL)
    return sanera_json_scan_fail (
        &before, field->type == SANERA_FIELD_DATE ? "expected a date" : "expected a point in time",
        error);

  return TRUE;
}

static gboolean
read_text (SaneraJsonScan *scan, const SaneraField *field, char **value, GError **error)
{
  if (!read_string (scan, value, error))
    return FALSE;

  /* A string without content means the same as none, unless the field knows null. */
  if (**value == '\0' && !(field->flags & SANERA_FIELD_NULLABLE))
    g_clear_pointer (value, g_free);
  return TRUE;
}

static gboolean
read_double (SaneraJsonScan *scan, double *value, GError **error)
{
  char buffer[MAX_NUMBER];
  gboolean integral;

  if (!at_number (scan))
    return sanera_json_scan_fail (scan, "expected a number", error);
  if (!read_number (scan, buffer, &integral, error))
    return FALSE;

  *value = g_ascii_strtod (buffer, NULL);
  return isfinite (*value) || sanera_json_scan_fail (scan, "a number is out of range", error);
}

static gboolean
read_bool (SaneraJsonScan *scan, gboolean *value, GError **error)
{
  *value = sanera_json_scan_word (scan, "true");

  return *value || sanera_json_scan_word (scan, "false") ||
         sanera_json_scan_fail (scan, "expected true or false", error);
}

/* Any value, kept as it came. */
static gboolean
read_json (SaneraJsonScan *scan, char **value, GError **error)
{
  const char *from = scan->at;

  if (!sanera_json_scan_check (scan, SANERA_JSON_MAX_DEPTH - 1, error))
    return FALSE;

  *value = g_strndup (from, (gsize)(scan->at - from));
  return TRUE;
}

static gboolean
read_field (SaneraJsonScan *scan, const SaneraField *field, gpointer data, GError **error)
{
  /* A member that stands twice counts as it stands last. */
  sanera_field_reset (field, data);
  if (sanera_json_scan_word (scan, "null"))
    return TRUE;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      return read_text (scan, field, SANERA_FIELD_PTR (char *, data, field), error);
    case SANERA_FIELD_INT:
      return read_int (scan, SANERA_FIELD_PTR (gint64, data, field), error);
    case SANERA_FIELD_DOUBLE:
      return read_double (scan, SANERA_FIELD_PTR (double, data, field), error);
    case SANERA_FIELD_BOOL:
      return read_bool (scan, SANERA_FIELD_PTR (gboolean, data, field), error);
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      return read_time (scan, field, SANERA_FIELD_PTR (gint64, data, field), error);
    case SANERA_FIELD_STRV:
      return read_strv (scan, SANERA_FIELD_PTR (char **, data, field), error);
    case SANERA_FIELD_JSON:
      return read_json (scan, SANERA_FIELD_PTR (char *, data, field), error);
    default:
      g_assert_not_reached ();
    }
}

/* Writers keep the order of the table: the next field is nearly always the right one. */
static const SaneraField *
find_field (const SaneraNoun *noun, guint *next, const SaneraJsonSlice *key)
{
  for (guint n = 0; n < noun->n_fields; n++)
    {
      guint i = (*next + n) % noun->n_fields;
      const SaneraField *field = &noun->fields[i];

      if (strncmp (field->key, key->text, key->length) == 0 && field->key[key->length] == '\0')
        {
          *next = i + 1;
          return field->flags & SANERA_FIELD_LOCAL ? NULL : field;
        }
    }

  return NULL;
}

static const SaneraField *
match_key (const SaneraNoun *noun, guint *next, const SaneraJsonSlice *key, gboolean plain)
{
  g_autofree char *name = NULL;
  SaneraJsonSlice slice;

  if (plain)
    return find_field (noun, next, key);

  name = sanera_json_unescape (key);
  slice = (SaneraJsonSlice){ name, strlen (name) };
  return find_field (noun, next, &slice);
}

/* @field: (out): where it went wrong */
static gboolean
parse_members (SaneraJsonScan *scan,
               const SaneraNoun *noun,
               gpointer data,
               const SaneraField **field,
               GError **error)
{
  guint next = 0;

  *field = NULL;
  sanera_json_scan_space (scan);
  if (!sanera_json_scan_char (scan, '{', error))
    return FALSE;

  for (gboolean first = TRUE;; first = FALSE)
    {
      SaneraJsonSlice key;
      gboolean plain;

      *field = NULL;
      sanera_json_scan_space (scan);
      if (scan->at < scan->end && *scan->at == '}')
        break;
      if (!first && !sanera_json_scan_char (scan, ',', error))
        return FALSE;

      sanera_json_scan_space (scan);
      if (!sanera_json_scan_string (scan, &key, &plain, error))
        return FALSE;
      sanera_json_scan_space (scan);
      if (!sanera_json_scan_char (scan, ':', error))
        return FALSE;
      sanera_json_scan_space (scan);

      *field = match_key (noun, &next, &key, plain);
      if (*field == NULL ? !sanera_json_scan_check (scan, SANERA_JSON_MAX_DEPTH - 1, error)
                         : !read_field (scan, *field, data, error))
        return FALSE;
    }
  scan->at++;

  return sanera_json_scan_end (scan, error);
}

/**
 * sanera_json_check_required:
 * @noun: a noun
 * @data: data that was read
 * @path: what to call the object in messages
 * @error: return location
 *
 * Returns: whether every field that must be there is set
 */
gboolean
sanera_json_check_required (const SaneraNoun *noun,
                            gconstpointer data,
                            const char *path,
                            GError **error)
{
  for (guint i = 0; i < noun->n_fields; i++)
    if ((noun->fields[i].flags & SANERA_FIELD_REQUIRED) &&
        sanera_field_is_null (&noun->fields[i], data))
      {
        g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s.%s: missing", path,
                     noun->fields[i].key);
        return FALSE;
      }

  return TRUE;
}

/**
 * sanera_json_parse_noun:
 * @noun: what the object is
 * @text: JSON text of one object, not necessarily terminated
 * @length: its length in bytes
 * @path: what to call the object in messages, for example "recommendations[3]"
 * @data: initialised data of @noun, cleared first; free it also after an error
 * @error: return location
 *
 * Reads one object by @noun's field table, without building a tree. Unknown members are checked
 * and ignored; a missing one or null leaves the default; fields that live only on this desktop are
 * never read.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming path and position
 */
gboolean
sanera_json_parse_noun (const SaneraNoun *noun,
                        const char *text,
                        gsize length,
                        const char *path,
                        gpointer data,
                        GError **error)
{
  SaneraJsonScan scan = { text, text, text + length };
  const SaneraField *field;

  sanera_noun_data_clear (noun, data);
  if (!parse_members (&scan, noun, data, &field, error))
    {
      if (field != NULL)
        g_prefix_error (error, "%s.%s: ", path, field->key);
      else
        g_prefix_error (error, "%s: ", path);
      return FALSE;
    }

  return sanera_json_check_required (noun, data, path, error);
}

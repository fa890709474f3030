/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-scan.h"

#include "sanera-time.h"

#include <math.h>
#include <string.h>

/**
 * sanera_json_whole_number:
 * @number: a number
 * @value: (out): the same as an integer
 *
 * Some servers write counts as `2866.0`.
 *
 * Returns: whether @number is whole and every integer of its size can be told apart
 */
gboolean
sanera_json_whole_number (double number, gint64 *value)
{
  if (!(fabs (number) <= 9007199254740992.0) || number != trunc (number))
    return FALSE;

  *value = (gint64)number;
  return TRUE;
}

/**
 * sanera_json_parse:
 * @text: JSON text
 * @length: its length in bytes, -1 when it is terminated
 * @max_depth: how many containers may stand inside each other, at most %SANERA_JSON_MAX_DEPTH
 * @error: return location
 *
 * Builds the tree of a small document. The text is checked strictly first.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL with %SANERA_ERROR_PROTOCOL naming the
 *   position
 */
JsonNode *
sanera_json_parse (const char *text, gssize length, guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  SaneraJsonScan scan;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length < 0)
    length = (gssize)strlen (text);
  scan = (SaneraJsonScan){ text, text, text + length };
  if (!sanera_json_scan_check (&scan, MIN (max_depth, SANERA_JSON_MAX_DEPTH), error) ||
      !sanera_json_scan_end (&scan, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, local_error->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static gboolean
fail_type (const char *path, const char *member, const char *expected, GError **error)
{
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s.%s: expected %s", path, member,
               expected);
  return FALSE;
}

/* (nullable): the member's node, NULL also for null */
static JsonNode *
get_node (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static GType
get_value_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
}

/**
 * sanera_json_get_text:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout) (transfer none): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no string
 */
gboolean
sanera_json_get_text (JsonObject *object,
                      const char *member,
                      const char *path,
                      const char **value,
                      GError **error)
{
  JsonNode *node = get_node (object, member);

  if (node == NULL)
    return TRUE;
  if (get_value_type (node) != G_TYPE_STRING)
    return fail_type (path, member, "a string", error);

  *value = json_node_get_string (node);
  return TRUE;
}

/**
 * sanera_json_get_int:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no whole number
 */
gboolean
sanera_json_get_int (JsonObject *object,
                     const char *member,
                     const char *path,
                     gint64 *value,
                     GError **error)
{
  JsonNode *node = get_node (object, member);
  GType type;

  if (node == NULL)
    return TRUE;

  type = get_value_type (node);
  if (type == G_TYPE_INT64)
    *value = json_node_get_int (node);
  else if (type != G_TYPE_DOUBLE || !sanera_json_whole_number (json_node_get_double (node), value))
    return fail_type (path, member, "a whole number", error);

  return TRUE;
}

/**
 * sanera_json_get_double:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no number
 */
gboolean
sanera_json_get_double (JsonObject *object,
                        const char *member,
                        const char *path,
                        double *value,
                        GError **error)
{
  JsonNode *node = get_node (object, member);
  GType type;

  if (node == NULL)
    return TRUE;

  type = get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return fail_type (path, member, "a number", error);

  *value = json_node_get_double (node);
  return TRUE;
}

/**
 * sanera_json_get_bool:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is neither true nor false
 */
gboolean
sanera_json_get_bool (JsonObject *object,
                      const char *member,
                      const char *path,
                      gboolean *value,
                      GError **error)
{
  JsonNode *node = get_node (object, member);

  if (node == NULL)
    return TRUE;
  if (get_value_type (node) != G_TYPE_BOOLEAN)
    return fail_type (path, member, "true or false", error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * sanera_json_get_time:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout): microseconds since 1970 UTC; set when the member is there and not null, else
 *   left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no point in time
 */
gboolean
sanera_json_get_time (JsonObject *object,
                      const char *member,
                      const char *path,
                      gint64 *value,
                      GError **error)
{
  const char *text = NULL;
  gint64 time;

  if (!sanera_json_get_text (object, member, path, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  time = sanera_time_parse (text);
  if (time == SANERA_INT_NULL)
    return fail_type (path, member, "a point in time", error);

  *value = time;
  return TRUE;
}

/**
 * sanera_json_get_strv:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout) (transfer full): set when the member is there and not null, else left alone; an
 *   empty list is a list without elements, not %NULL
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no list of strings
 */
gboolean
sanera_json_get_strv (JsonObject *object,
                      const char *member,
                      const char *path,
                      char ***value,
                      GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!sanera_json_get_array (object, member, path, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s.%s[%u]: expected a string",
                       path, member, i);
          return FALSE;
        }
      g_strv_builder_add (builder, json_node_get_string (node));
    }

  *value = g_strv_builder_end (builder);
  return TRUE;
}

/**
 * sanera_json_get_object:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout) (transfer none): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no object
 */
gboolean
sanera_json_get_object (JsonObject *object,
                        const char *member,
                        const char *path,
                        JsonObject **value,
                        GError **error)
{
  JsonNode *node = get_node (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail_type (path, member, "an object", error);

  *value = json_node_get_object (node);
  return TRUE;
}

/**
 * sanera_json_get_array:
 * @object: an object
 * @member: name of a member
 * @path: what to call @object in messages
 * @value: (inout) (transfer none): set when the member is there and not null, else left alone
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no list
 */
gboolean
sanera_json_get_array (JsonObject *object,
                       const char *member,
                       const char *path,
                       JsonArray **value,
                       GError **error)
{
  JsonNode *node = get_node (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_type (path, member, "a list", error);

  *value = json_node_get_array (node);
  return TRUE;
}

/* An empty string means the same as none, unless the field knows null. */
static gboolean
read_text (const SaneraField *field,
           JsonObject *object,
           const char *path,
           char **value,
           GError **error)
{
  const char *text = NULL;

  if (!sanera_json_get_text (object, field->key, path, &text, error))
    return FALSE;

  if (text != NULL && (*text != '\0' || (field->flags & SANERA_FIELD_NULLABLE)))
    *value = g_strdup (text);
  return TRUE;
}

static gboolean
read_date (const SaneraField *field,
           JsonObject *object,
           const char *path,
           gint64 *value,
           GError **error)
{
  const char *text = NULL;

  if (!sanera_json_get_text (object, field->key, path, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  *value = sanera_date_parse (text);
  return *value != SANERA_INT_NULL || fail_type (path, field->key, "a date", error);
}

static gboolean
read_field (const SaneraField *field,
            JsonObject *object,
            const char *path,
            gpointer data,
            GError **error)
{
  JsonNode *node;
  char **strv = NULL;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
      return read_text (field, object, path, SANERA_FIELD_PTR (char *, data, field), error);
    case SANERA_FIELD_INT:
      return sanera_json_get_int (object, field->key, path, SANERA_FIELD_PTR (gint64, data, field),
                                  error);
    case SANERA_FIELD_DOUBLE:
      return sanera_json_get_double (object, field->key, path,
                                     SANERA_FIELD_PTR (double, data, field), error);
    case SANERA_FIELD_BOOL:
      return sanera_json_get_bool (object, field->key, path,
                                   SANERA_FIELD_PTR (gboolean, data, field), error);
    case SANERA_FIELD_TIME:
      return sanera_json_get_time (object, field->key, path, SANERA_FIELD_PTR (gint64, data, field),
                                   error);
    case SANERA_FIELD_DATE:
      return read_date (field, object, path, SANERA_FIELD_PTR (gint64, data, field), error);
    case SANERA_FIELD_STRV:
      if (!sanera_json_get_strv (object, field->key, path, &strv, error))
        return FALSE;
      if (strv != NULL && *strv == NULL)
        g_clear_pointer (&strv, g_strfreev);
      *SANERA_FIELD_PTR (char **, data, field) = strv;
      return TRUE;
    case SANERA_FIELD_JSON:
      node = get_node (object, field->key);
      if (node != NULL)
        *SANERA_FIELD_PTR (char *, data, field) = json_to_string (node, FALSE);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_json_read_noun:
 * @noun: what the object is
 * @object: its tree
 * @path: what to call the object in messages, for example "remediationTask"
 * @data: initialised data of @noun, cleared first; free it also after an error
 * @error: return location
 *
 * Reads one object by @noun's field table: like sanera_json_parse_noun(), for where a tree is at
 * hand.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming the path
 */
gboolean
sanera_json_read_noun (const SaneraNoun *noun,
                       JsonObject *object,
                       const char *path,
                       gpointer data,
                       GError **error)
{
  sanera_noun_data_clear (noun, data);
  for (guint i = 0; i < noun->n_fields; i++)
    if (!(noun->fields[i].flags & SANERA_FIELD_LOCAL) &&
        !read_field (&noun->fields[i], object, path, data, error))
      return FALSE;

  return sanera_json_check_required (noun, data, path, error);
}

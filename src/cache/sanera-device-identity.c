/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-identity.h"

#include "sanera-field.h"
#include "sanera-json.h"

#define PATH "identity"

static void
known_free (gpointer data)
{
  SaneraKnownBy *known = data;

  g_free (known->kind);
  g_free (known->value);
  g_free (known);
}

static void
name_free (gpointer data)
{
  SaneraDeviceName *name = data;

  g_free (name->name);
  g_ptr_array_unref (name->known);
  g_strfreev (name->sources);
  g_free (name);
}

static void
similar_free (gpointer data)
{
  SaneraSimilarDevice *similar = data;

  g_free (similar->id);
  g_free (similar->name);
  g_free (similar->kind);
  g_free (similar);
}

/* (nullable): the array @name of @object */
static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (nullable): an element of @array that is an object */
static JsonObject *
get_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char *
dup_text (JsonObject *object, const char *name)
{
  const char *text = NULL;

  sanera_json_get_text (object, name, PATH, &text, NULL);
  return g_strdup (text != NULL ? text : "");
}

/* Reads one element; (transfer full). */
typedef gpointer (*ReadElement) (JsonObject *element);

/* Appends each object of the array @name of @object, where there is one. */
static void
read_array (JsonObject *object, const char *name, ReadElement read, GPtrArray *into)
{
  JsonArray *array = get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = get_object (array, i);

      if (element != NULL)
        g_ptr_array_add (into, read (element));
    }
}

static gpointer
read_known (JsonObject *element)
{
  SaneraKnownBy *known = g_new0 (SaneraKnownBy, 1);

  known->kind = dup_text (element, "kind");
  known->value = dup_text (element, "value");
  return known;
}

static gpointer
read_name (JsonObject *element)
{
  SaneraDeviceName *name = g_new0 (SaneraDeviceName, 1);

  name->name = dup_text (element, "name");
  name->known = g_ptr_array_new_with_free_func (known_free);
  name->assessed_on = SANERA_INT_NULL;
  sanera_json_get_bool (element, "fixed", PATH, &name->fixed, NULL);
  sanera_json_get_strv (element, "sources", PATH, &name->sources, NULL);
  sanera_json_get_int (element, "weaknesses", PATH, &name->weaknesses, NULL);
  sanera_json_get_time (element, "assessedOn", PATH, &name->assessed_on, NULL);
  read_array (element, "known", read_known, name->known);
  return name;
}

static gpointer
read_similar (JsonObject *element)
{
  SaneraSimilarDevice *similar = g_new0 (SaneraSimilarDevice, 1);

  similar->id = dup_text (element, "id");
  similar->name = dup_text (element, "name");
  similar->kind = dup_text (element, "kind");
  return similar;
}

/* (nullable): the object that @json is */
static JsonNode *
parse_object (const char *json)
{
  g_autoptr (JsonNode) node = NULL;

  if (json != NULL)
    node = sanera_json_parse (json, -1, SANERA_JSON_MAX_DEPTH, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

/**
 * sanera_device_identity_parse:
 * @json: (nullable): field "identity" of a device
 *
 * Returns: (transfer full): what it says; nothing where @json says nothing
 */
SaneraDeviceIdentity *
sanera_device_identity_parse (const char *json)
{
  SaneraDeviceIdentity *self = g_new0 (SaneraDeviceIdentity, 1);
  g_autoptr (JsonNode) node = parse_object (json);

  self->names = g_ptr_array_new_with_free_func (name_free);
  self->similar = g_ptr_array_new_with_free_func (similar_free);
  if (node != NULL)
    {
      read_array (json_node_get_object (node), "names", read_name, self->names);
      read_array (json_node_get_object (node), "similar", read_similar, self->similar);
    }
  return self;
}

/**
 * sanera_device_identity_free:
 * @self: (transfer full) (nullable): an identity
 */
void
sanera_device_identity_free (SaneraDeviceIdentity *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->similar);
  g_free (self);
}

/**
 * sanera_device_identity_leave_out:
 * @json: (nullable): field "identity" of a device
 * @other: id of another device
 *
 * Returns: (transfer full) (nullable): the same, but that the other device is not one that it may
 *   be the same as; %NULL when nothing else is said
 */
char *
sanera_device_identity_leave_out (const char *json, const char *other)
{
  g_autoptr (JsonNode) node = parse_object (json);
  g_autoptr (GString) out = g_string_new ("{\"names\":");
  g_autofree char *text = NULL;
  JsonNode *names;
  JsonArray *similar;
  guint left = 0;

  if (node == NULL)
    return NULL;

  names = json_object_get_member (json_node_get_object (node), "names");
  similar = get_array (json_node_get_object (node), "similar");
  text = names != NULL ? json_to_string (names, FALSE) : g_strdup ("[]");
  g_string_append_printf (out, "%s,\"similar\":[", text);
  for (guint i = 0; similar != NULL && i < json_array_get_length (similar); i++)
    {
      JsonObject *element = get_object (similar, i);
      g_autofree char *id = element != NULL ? dup_text (element, "id") : NULL;
      g_autofree char *kept = NULL;

      if (id == NULL || g_str_equal (id, other))
        continue;
      kept = json_to_string (json_array_get_element (similar, i), FALSE);
      g_string_append_printf (out, left++ > 0 ? ",%s" : "%s", kept);
    }
  g_string_append (out, "]}");
  return left == 0 && g_str_equal (text, "[]") ? NULL
                                               : g_string_free (g_steal_pointer (&out), FALSE);
}

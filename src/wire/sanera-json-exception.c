/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-exception.h"

#include "sanera-json.h"

/**
 * sanera_exception_group_free:
 * @self: (transfer full): a group
 */
void
sanera_exception_group_free (SaneraExceptionGroup *self)
{
  g_free (self->name);
  g_free (self->status);
  g_free (self->ended_by);
  g_free (self);
}

static SaneraExceptionGroup *
read_group (JsonObject *object)
{
  const char *name = NULL, *status = NULL, *ended_by = NULL;
  gint64 ended_on = SANERA_INT_NULL;
  SaneraExceptionGroup *group;

  if (!sanera_json_get_text (object, "name", "groups", &name, NULL) ||
      !sanera_json_get_text (object, "status", "groups", &status, NULL) ||
      !sanera_json_get_time (object, "endedOn", "groups", &ended_on, NULL) ||
      !sanera_json_get_text (object, "endedBy", "groups", &ended_by, NULL) || name == NULL)
    return NULL;

  group = g_new (SaneraExceptionGroup, 1);
  group->name = g_strdup (name);
  group->status = g_strdup (status);
  group->ended_on = ended_on;
  group->ended_by = g_strdup (ended_by);
  return group;
}

/**
 * sanera_json_read_exception_groups:
 * @text: (nullable): the field `groups` of an exception
 *
 * A group that is not what is expected is left out: it is shown, not judged.
 *
 * Returns: (transfer full) (element-type SaneraExceptionGroup): its device groups; none for a
 * global exception
 */
GPtrArray *
sanera_json_read_exception_groups (const char *text)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_exception_group_free);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  if (text != NULL)
    node = sanera_json_parse (text, -1, SANERA_JSON_MAX_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return groups;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      SaneraExceptionGroup *group =
          JSON_NODE_HOLDS_OBJECT (element) ? read_group (json_node_get_object (element)) : NULL;

      if (group != NULL)
        g_ptr_array_add (groups, group);
    }
  return groups;
}

/**
 * sanera_exception_draft_clear:
 * @self: a draft
 */
void
sanera_exception_draft_clear (SaneraExceptionDraft *self)
{
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->justification, g_free);
  g_clear_pointer (&self->context, g_free);
  g_clear_pointer (&self->expires_text, g_free);
}

static void
append_text (GString *out, const char *key, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  g_string_append_printf (out, ",\"%s\":", key);
  sanera_json_append_string (out, text);
}

/**
 * sanera_json_write_exception_draft:
 * @draft: a draft
 *
 * Returns: (transfer full): a JSON object
 */
char *
sanera_json_write_exception_draft (const SaneraExceptionDraft *draft)
{
  static const char *const none[] = { NULL };
  GString *out = g_string_new ("{\"rbacGroupNames\":");

  sanera_json_append_strv (out, draft->groups != NULL ? (const char *const *)draft->groups : none);
  g_string_append_printf (out, ",\"allGroups\":%s,\"days\":%" G_GINT64_FORMAT,
                          draft->all_groups ? "true" : "false", draft->days);
  append_text (out, "scope", draft->scope);
  append_text (out, "justification", draft->justification);
  append_text (out, "justificationContext", draft->context);
  append_text (out, "expiresText", draft->expires_text);
  if (draft->expires_on != SANERA_INT_NULL)
    {
      g_string_append (out, ",\"expiresOn\":");
      sanera_json_append_time (out, draft->expires_on);
    }
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

/**
 * sanera_json_read_exception_draft:
 * @text: a JSON object, as sanera_json_write_exception_draft() writes it
 * @draft: an empty draft; filled, or left empty after an error
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when @text is something else
 */
gboolean
sanera_json_read_exception_draft (const char *text, SaneraExceptionDraft *draft, GError **error)
{
  g_autoptr (JsonNode) node = sanera_json_parse (text, -1, SANERA_JSON_MAX_DEPTH, error);
  const char *scope = NULL, *justification = NULL, *context = NULL, *expires_text = NULL;
  gint64 days = 0, expires_on = SANERA_INT_NULL;
  gboolean all_groups = FALSE;
  g_auto (GStrv) groups = NULL;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "A draft is a JSON object");
      return FALSE;
    }

  object = json_node_get_object (node);
  if (!sanera_json_get_text (object, "scope", "draft", &scope, error) ||
      !sanera_json_get_bool (object, "allGroups", "draft", &all_groups, error) ||
      !sanera_json_get_strv (object, "rbacGroupNames", "draft", &groups, error) ||
      !sanera_json_get_text (object, "justification", "draft", &justification, error) ||
      !sanera_json_get_text (object, "justificationContext", "draft", &context, error) ||
      !sanera_json_get_int (object, "days", "draft", &days, error) ||
      !sanera_json_get_time (object, "expiresOn", "draft", &expires_on, error) ||
      !sanera_json_get_text (object, "expiresText", "draft", &expires_text, error))
    return FALSE;

  draft->scope = g_strdup (scope);
  draft->all_groups = all_groups;
  draft->groups = g_steal_pointer (&groups);
  draft->justification = g_strdup (justification);
  draft->context = g_strdup (context);
  draft->days = days;
  draft->expires_on = expires_on;
  draft->expires_text = g_strdup (expires_text);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-request.h"

#include "sanera-json.h"
#include "sanera-time.h"

static void
append_bool (GString *out, const char *key, gboolean value)
{
  g_string_append_printf (out, ",\"%s\":%s", key, value ? "true" : "false");
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
 * sanera_json_write_request:
 * @request: a remediation request
 * @kind: what to write
 *
 * Writes what is submitted, or what the form has to remember. A submission says nothing about
 * devices, and of the due date only the date; a choice that is open (R3) is left out.
 *
 * Returns: (transfer full): a JSON object
 */
char *
sanera_json_write_request (SaneraRemediationRequest *request, SaneraJsonRequestKind kind)
{
  static const char *const all[] = { NULL };
  GString *out = g_string_new ("{\"recommendationId\":");
  gboolean draft = kind == SANERA_JSON_DRAFT;
  gboolean all_groups = sanera_remediation_request_get_all_groups (request);
  gboolean ticket = draft ? sanera_remediation_request_get_create_ticket (request)
                          : sanera_remediation_request_get_effective_ticket (request);
  gint64 due_on = draft ? sanera_remediation_request_get_due_on (request)
                        : sanera_remediation_request_get_effective_due_on (request);
  SaneraTicketSplit split = sanera_remediation_request_get_split (request);

  sanera_json_append_string (out, sanera_remediation_request_get_recommendation_id (request));
  append_text (out, "type", sanera_remediation_request_get_remediation_type (request));
  g_string_append (out, ",\"rbacGroupNames\":");
  sanera_json_append_strv (
      out, all_groups && !draft ? all : sanera_remediation_request_get_groups (request));
  append_text (out, "priority", sanera_remediation_request_get_priority (request));
  if (due_on != SANERA_INT_NULL)
    {
      g_string_append (out, ",\"dueOn\":");
      sanera_json_append_time (out, due_on);
    }
  append_text (out, "notes", sanera_remediation_request_get_notes (request));
  append_bool (out, "createTicket", ticket);
  if ((draft || ticket) && split != SANERA_SPLIT_UNDECIDED)
    append_bool (out, "splitTickets", split == SANERA_SPLIT_ALL);
  if (draft)
    {
      append_bool (out, "allGroups", all_groups);
      append_text (out, "dueText", sanera_remediation_request_get_due_text (request));
    }
  else if (sanera_remediation_request_get_made_at (request) != SANERA_INT_NULL)
    {
      g_string_append (out, ",\"madeAt\":");
      sanera_json_append_time (out, sanera_remediation_request_get_made_at (request));
    }
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

/**
 * sanera_json_read_request:
 * @text: a JSON object, as sanera_json_write_request() writes both kinds
 * @request: what is filled in; its recommendation stays as it is
 * @error: return location
 *
 * A member that is missing leaves the request as it is, but for the groups: a submission without
 * any means all of them. After an error @request is unchanged.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when @text is something else
 */
gboolean
sanera_json_read_request (const char *text, SaneraRemediationRequest *request, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) groups = NULL;
  const char *type = NULL, *priority = NULL, *notes = NULL, *due_text = NULL;
  gint64 due_on = SANERA_INT_NULL, made_at = SANERA_INT_NULL;
  gboolean create_ticket = FALSE, split = FALSE, all_groups;
  JsonObject *object;

  node = sanera_json_parse (text, -1, SANERA_JSON_MAX_DEPTH, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "A request is a JSON object");
      return FALSE;
    }

  object = json_node_get_object (node);
  if (!sanera_json_get_strv (object, "rbacGroupNames", "request", &groups, error))
    return FALSE;
  all_groups = groups == NULL || groups[0] == NULL;
  if (!sanera_json_get_text (object, "type", "request", &type, error) ||
      !sanera_json_get_text (object, "priority", "request", &priority, error) ||
      !sanera_json_get_time (object, "dueOn", "request", &due_on, error) ||
      !sanera_json_get_text (object, "dueText", "request", &due_text, error) ||
      !sanera_json_get_text (object, "notes", "request", &notes, error) ||
      !sanera_json_get_bool (object, "createTicket", "request", &create_ticket, error) ||
      !sanera_json_get_bool (object, "splitTickets", "request", &split, error) ||
      !sanera_json_get_bool (object, "allGroups", "request", &all_groups, error) ||
      !sanera_json_get_time (object, "madeAt", "request", &made_at, error))
    return FALSE;

  if (type != NULL)
    sanera_remediation_request_set_remediation_type (request, type);
  if (priority != NULL)
    sanera_remediation_request_set_priority (request, priority);
  sanera_remediation_request_set_all_groups (request, all_groups);
  sanera_remediation_request_set_groups (request, (const char *const *)groups);
  sanera_remediation_request_set_due_on (request, due_on);
  sanera_remediation_request_set_due_text (request, due_text);
  sanera_remediation_request_set_notes (request, notes);
  sanera_remediation_request_set_create_ticket (request, create_ticket);
  if (json_object_has_member (object, "splitTickets"))
    sanera_remediation_request_set_split (request, split ? SANERA_SPLIT_ALL : SANERA_SPLIT_FIRST);
  else
    sanera_remediation_request_set_split (request, SANERA_SPLIT_UNDECIDED);
  sanera_remediation_request_set_made_at (request, made_at);

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was done, in words: a sentence for each event code, and behind it what it was done with:
 * "Due date: 25 Dec 2026 → 31 Jan 2027". A code or a value that this version does not know is shown
 * as it came: a line of the audit log is never lost. */

#include "config.h"

#include "sanera-words-event.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sanera-enums.h"
#include "sanera-json.h"
#include "sanera-language.h"
#include "sanera-ticket-rules.h"
#include "sanera-time.h"
#include "sanera-words-private.h"
#include "sanera-words.h"

/* Stands between two values, in every language. */
#define SEPARATOR " · "

typedef struct
{
  const char *event;
  const char *entity_type; /* NULL: of whatever it is */
  const char *words;
} EventWords;

/* The first that fits; one for a kind of thing stands before the one for all. */
static const EventWords event_words[] = {
  { "requested", NULL, N_ ("Remediation requested") },
  { "changed", "exception", N_ ("Exception changed") },
  { "changed", "machine", N_ ("Device changed") },
  { "changed", NULL, N_ ("Request changed") },
  { "completed", "securityTask", N_ ("Security task completed") },
  { "completed", NULL, N_ ("Remediation activity completed") },
  { "reopened", NULL, N_ ("Remediation activity reopened") },
  { "withdrawn", NULL, N_ ("Request withdrawn") },
  { "removed", "exception", N_ ("Exception removed from the page: its retention period is over") },
  { "removed", NULL,
    N_ ("Remediation activity removed from the page: its retention period is over") },
  { "ticketCreated", NULL, N_ ("Security task created") },
  { "ticketApproved", NULL, N_ ("Security task approved") },
  { "ticketRejected", NULL, N_ ("Security task rejected") },
  { "ticketCompleted", NULL, N_ ("Security task completed") },
  { "ticketEnded", NULL, N_ ("Security task ended") },
  { "exceptionCreated", NULL, N_ ("Exception created") },
  { "exceptionChanged", NULL, N_ ("Exception changed") },
  { "exceptionCanceled", NULL, N_ ("Exception canceled") },
  { "exceptionRenewed", NULL, N_ ("Exception renewed") },
  { "exceptionExpired", NULL, N_ ("Exception expired") },
  { "exceptionSuspended", NULL, N_ ("Exception suspended by a global exception") },
  { "exceptionResumed", NULL, N_ ("Exception in effect again") },
  { "proposalDismissed", NULL, N_ ("Proposed exception dismissed") },
  { "deviceMoved", NULL, N_ ("Device moved to another device group") },
  { "deviceRetired", NULL, N_ ("Device retired") },
  { "deviceReturned", NULL, N_ ("Device taken back into use") },
  { "devicesMerged", NULL, N_ ("Devices merged") },
  { "deviceSplit", NULL, N_ ("Device split off") },
  { "devicesApart", NULL, N_ ("Devices said not to be the same one") },
  { "imported", NULL, N_ ("Scan report imported") },
  { "importUndone", NULL, N_ ("Import undone") },
  { "settingChanged", NULL, N_ ("Setting changed") },
  { "settingsChanged", NULL, N_ ("Setting changed") },
  { "tokenAdded", NULL, N_ ("Access token added") },
  { "tokenRemoved", NULL, N_ ("Access token removed") },
  { "groupRuleAdded", NULL, N_ ("Device group rule added") },
  { "groupRuleChanged", NULL, N_ ("Device group rule changed") },
  { "groupRuleRemoved", NULL, N_ ("Device group rule removed") },
};

/* What stands in the details: its name on the screen, and how its value reads. */
typedef enum
{
  AS_TEXT,
  AS_DATE,
  AS_GROUP,
  AS_SWITCH, /* on or off */
  AS_COUNT, /* left out when it is 0 */
} Form;

typedef struct
{
  const char *name;
  const char *words; /* NULL: it says nothing to people */
  Form form;
  const SaneraEnum *values;
} FieldWords;

static const FieldWords field_words[] = {
  { "type", N_ ("Remediation type"), AS_TEXT, &sanera_remediation_type_enum },
  { "priority", N_ ("Priority"), AS_TEXT, &sanera_priority_enum },
  { "dueOn", N_ ("Due date"), AS_DATE, NULL },
  { "notes", N_ ("Notes"), AS_TEXT, NULL },
  { "note", /* Translators: what the IT administrator wrote */ N_ ("Note"), AS_TEXT, NULL },
  { "targetDevices", N_ ("Devices"), AS_TEXT, NULL },
  { "ticket", N_ ("Security task"), AS_TEXT, NULL },
  { "deviceCount", N_ ("Devices"), AS_TEXT, NULL },
  { "reason", /* Translators: of a decision */ N_ ("Reason"), AS_TEXT, &sanera_ticket_end_enum },
  { "tickets", N_ ("Security tasks"), AS_TEXT, NULL },
  { "fixedDevices", N_ ("Fixed devices"), AS_TEXT, NULL },
  { "exposedDevices", N_ ("Exposed devices"), AS_TEXT, NULL },
  { "scope", N_ ("Exception scope"), AS_TEXT, &sanera_exception_scope_enum },
  { "justification", N_ ("Justification"), AS_TEXT, &sanera_justification_enum },
  { "justificationContext", N_ ("Justification context"), AS_TEXT, NULL },
  { "expiresOn", N_ ("Expires"), AS_DATE, NULL },
  { "rbacGroupNames", N_ ("Device groups"), AS_GROUP, NULL },
  { "rbacGroupName", N_ ("Device group"), AS_GROUP, NULL },
  { "group", N_ ("Device group"), AS_GROUP, NULL },
  { "groups", N_ ("Device groups"), AS_GROUP, NULL },
  { "computerDnsName", N_ ("Device"), AS_TEXT, NULL },
  { "device", N_ ("Device"), AS_TEXT, NULL },
  { "into", N_ ("Merged with"), AS_TEXT, NULL },
  { "from", N_ ("Merged devices"), AS_TEXT, NULL },
  { "other", N_ ("Other device"), AS_TEXT, NULL },
  { "retiredOn", N_ ("Retired on"), AS_DATE, NULL },
  { "email", N_ ("Email address"), AS_TEXT, NULL },
  { "name", N_ ("Name"), AS_TEXT, NULL },
  { "role", N_ ("Role"), AS_TEXT, &sanera_role_enum },
  { "field", N_ ("Compared with"), AS_TEXT, &sanera_group_field_enum },
  /* Translators: of a rule: what a name is compared with, such as web-* */
  { "pattern", N_ ("Pattern"), AS_TEXT, NULL },
  { "intuneConnection", N_ ("Microsoft Intune connection"), AS_SWITCH, NULL },
  /* Translators: the name of a file that was imported */
  { "fileName", N_ ("File"), AS_TEXT, NULL },
  { "format", N_ ("Format"), AS_TEXT, NULL },
  { "devices", N_ ("Devices"), AS_COUNT, NULL },
  { "newDevices", N_ ("New devices"), AS_COUNT, NULL },
  { "mergedDevices", N_ ("Merged devices"), AS_COUNT, NULL },
  { "doubtfulDevices", N_ ("Possible duplicates"), AS_COUNT, NULL },
  { "newFindings", N_ ("New weaknesses"), AS_COUNT, NULL },
  { "fixed", N_ ("Fixed weaknesses"), AS_COUNT, NULL },
  { "reopened", N_ ("Weaknesses that came back"), AS_COUNT, NULL },
  { "completedActivities", N_ ("Completed activities"), AS_COUNT, NULL },
  { "reopenedActivities", N_ ("Reopened activities"), AS_COUNT, NULL },
  /* These stand elsewhere on the line, or are for programs. */
  { "recommendationReference", NULL, AS_TEXT, NULL },
  { "recommendationId", NULL, AS_TEXT, NULL },
  { "remediationTaskId", NULL, AS_TEXT, NULL },
  { "securityTaskId", NULL, AS_TEXT, NULL },
  { "completionMethod", NULL, AS_TEXT, NULL },
  { "deviceId", NULL, AS_TEXT, NULL },
  { "import", NULL, AS_TEXT, NULL },
  { "all", NULL, AS_TEXT, NULL }, /* whether a whole exception was meant: its groups stand there */
  { "version", NULL, AS_TEXT, NULL },
};

/* Of an import the numbers above are enough; the rest of what it counted is in the imports list. */
static const char *const import_hidden[] = { "completes",
                                             "rows",
                                             "findings",
                                             "weaknesses",
                                             "stillThere",
                                             "notSeen",
                                             "outdated",
                                             "recommendations",
                                             "wouldFixIfComplete",
                                             "saidNotAffected",
                                             "facts",
                                             "alreadyImported",
                                             "firstImport",
                                             "goesOn",
                                             NULL };

static const FieldWords *
find_field (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_words); i++)
    if (g_str_equal (field_words[i].name, name))
      return &field_words[i];

  return NULL;
}

static char *
word_text (const FieldWords *field, const char *text)
{
  gint64 time;

  if (*text == '\0')
    return g_strdup (SANERA_WORDS_NONE);
  if (field != NULL && field->values != NULL)
    return g_strdup (sanera_words_label (field->values, text));
  if (field != NULL && field->form == AS_GROUP)
    return g_strdup (sanera_words_device_group (text));

  time = strlen (text) >= strlen ("2026-11-22T00:00Z") && text[4] == '-' && text[10] == 'T'
             ? sanera_time_parse (text)
             : SANERA_INT_NULL;
  if (field != NULL && field->form == AS_DATE)
    {
      gint64 date = sanera_date_parse (text);

      if (date != SANERA_INT_NULL)
        time = date;
      if (time != SANERA_INT_NULL)
        return sanera_language_date (time);
    }
  if (time != SANERA_INT_NULL)
    return sanera_language_datetime (time);

  return g_strdup (text);
}

static char *
word_bool (const FieldWords *field, gboolean value)
{
  if (field != NULL && field->form == AS_SWITCH)
    return g_strdup (value ? /* Translators: the value of a setting */ _ ("On")
                           : /* Translators: the value of a setting */ _ ("Off"));

  return g_strdup (value ? /* Translators: the value of a field */ _ ("Yes")
                         : /* Translators: the value of a field */ _ ("No"));
}

static char *word_value (const FieldWords *field, JsonNode *node);

static char *
word_array (const FieldWords *field, JsonArray *array)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (json_array_get_length (array) == 0)
    return g_strdup (field != NULL && field->form == AS_GROUP ? _ ("All device groups")
                                                              : SANERA_WORDS_NONE);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *text = word_value (field, json_array_get_element (array, i));

      /* Translators: between two elements of a list */
      g_string_append_printf (out, "%s%s", i > 0 ? C_ ("list", ", ") : "", text);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
word_value (const FieldWords *field, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return word_array (field, json_node_get_array (node));
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonNode *name = json_object_get_member (json_node_get_object (node), "name");

      /* A thing with a name, such as a device that was merged. */
      return name != NULL ? word_value (field, name) : json_to_string (node, FALSE);
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return g_strdup (SANERA_WORDS_NONE);

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return word_text (field, json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return word_bool (field, json_node_get_boolean (node));
    case G_TYPE_INT64:
      return sanera_language_number (json_node_get_int (node));
    case G_TYPE_DOUBLE:
      return sanera_language_decimal (json_node_get_double (node), 2);
    default:
      return json_to_string (node, FALSE);
    }
}

static gboolean
is_change (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && json_object_has_member (object, "old") &&
         json_object_has_member (object, "new");
}

static char *
word_change (const FieldWords *field, JsonNode *node)
{
  JsonObject *object = json_node_get_object (node);
  g_autofree char *before = word_value (field, json_object_get_member (object, "old"));
  g_autofree char *after = word_value (field, json_object_get_member (object, "new"));

  /* Translators: a value before and after a change */
  return g_strdup_printf (_ ("%s → %s"), before, after);
}

static void
append_field (GString *out, const FieldWords *field, const char *name, JsonNode *node)
{
  g_autofree char *value = is_change (node) ? word_change (field, node) : word_value (field, node);

  if (out->len > 0)
    g_string_append (out, SEPARATOR);
  /* Translators: name and value of a field, such as "Priority: High" */
  g_string_append_printf (out, _ ("%s: %s"),
                          field != NULL ? g_dgettext (GETTEXT_PACKAGE, field->words) : name, value);
}

static gboolean
is_hidden (const SaneraEventData *data, const FieldWords *field, const char *name, JsonNode *node)
{
  if (field != NULL && field->words == NULL)
    return TRUE;
  if (g_strcmp0 (data->event, "imported") == 0 && g_strv_contains (import_hidden, name))
    return TRUE;
  if (field != NULL && field->form == AS_COUNT && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node) == 0;
  /* What there is not, as the due date of a request without one; a change always says so. */
  return JSON_NODE_HOLDS_NULL (node);
}

/**
 * sanera_words_event_details:
 * @data: a line of the audit log
 *
 * Returns: (transfer full): what it was done with, "Priority: Low → High · Notes: …"; "" when
 *   nothing is known
 */
char *
sanera_words_event_details (const SaneraEventData *data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GList) names = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (data->details == NULL || *data->details == '\0')
    return g_strdup ("");
  node = sanera_json_parse (data->details, -1, SANERA_JSON_MAX_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (data->details);

  /* What was changed is known from the event: a setting by its id, of a device that was moved its
   * device group. */
  if (is_change (node) && data->entity_id != NULL)
    {
      const char *changed =
          g_strcmp0 (data->event, "deviceMoved") == 0 ? "rbacGroupName" : data->entity_id;

      append_field (out, find_field (changed), changed, node);
      json_object_remove_member (json_node_get_object (node), "old");
      json_object_remove_member (json_node_get_object (node), "new");
    }

  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      const FieldWords *field = find_field (l->data);
      JsonNode *value = json_object_get_member (json_node_get_object (node), l->data);

      if (!is_hidden (data, field, l->data, value))
        append_field (out, field, l->data, value);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_system (const SaneraEventData *data)
{
  return data->person == NULL || *data->person == '\0';
}

/**
 * sanera_words_event_name:
 * @event: an event code
 * @entity_type: (nullable): what it happened to
 *
 * Returns: (transfer none): what was done, as a short sentence; @event itself when this version
 * does not know it
 */
const char *
sanera_words_event_name (const char *event, const char *entity_type)
{
  for (gsize i = 0; event != NULL && i < G_N_ELEMENTS (event_words); i++)
    if (g_str_equal (event_words[i].event, event) &&
        (event_words[i].entity_type == NULL ||
         g_strcmp0 (event_words[i].entity_type, entity_type) == 0))
      return g_dgettext (GETTEXT_PACKAGE, event_words[i].words);

  return event != NULL && *event != '\0' ? event : SANERA_WORDS_NONE;
}

/**
 * sanera_words_event:
 * @data: a line of the audit log
 *
 * Returns: (transfer full): what was done and with what, in the interface language; who and when
 *   stand beside it
 */
char *
sanera_words_event (const SaneraEventData *data)
{
  g_autofree char *details = NULL;
  const char *name;

  g_return_val_if_fail (data != NULL, NULL);

  name = sanera_words_event_name (data->event, data->entity_type);
  if (is_system (data) && g_strcmp0 (data->event, "completed") == 0)
    name = _ ("Completed by the system: all devices are fixed");
  else if (is_system (data) && g_strcmp0 (data->event, "reopened") == 0)
    name = _ ("Reopened by the system: a weakness has come back");
  details = sanera_words_event_details (data);

  return g_strjoin (*details != '\0' ? SEPARATOR : "", name, details, NULL);
}

/**
 * sanera_words_event_person:
 * @data: a line of the audit log
 *
 * Returns: (transfer full): the e-mail address of who did it, or that it was the system
 */
char *
sanera_words_event_person (const SaneraEventData *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  /* Translators: in a column of persons: it was done by the server itself */
  return g_strdup (is_system (data) ? C_ ("person", "System") : data->person);
}

/**
 * sanera_words_event_entity:
 * @entity_type: (nullable): what a line of the audit log is about
 *
 * Returns: (transfer none): the kind of thing in the interface language; @entity_type itself when
 *   this version does not know it
 */
const char *
sanera_words_event_entity (const char *entity_type)
{
  static const struct
  {
    const char *type;
    const char *words;
    const char *context; /* (nullable): of a word that is another one elsewhere */
  } table[] = {
    { "remediationTask", N_ ("Remediation activity"), NULL },
    { "securityTask", N_ ("Security task"), NULL },
    { "recommendation", N_ ("Security recommendation"), NULL },
    { "exception", N_ ("Exception"), NULL },
    { "machine", N_ ("Device"), NULL },
    { "deviceGroup", N_ ("Device group"), NULL },
    /* Translators: a noun: a report that was imported */
    { "import", NC_ ("audit log", "Import"), "audit log" },
    { "setting", N_ ("Settings"), NULL },
    { "settings", N_ ("Settings"), NULL },
    { "token", N_ ("Access token"), NULL },
  };

  for (gsize i = 0; entity_type != NULL && i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].type, entity_type))
      return table[i].context != NULL
                 ? g_dpgettext2 (GETTEXT_PACKAGE, table[i].context, table[i].words)
                 : g_dgettext (GETTEXT_PACKAGE, table[i].words);

  return entity_type != NULL && *entity_type != '\0' ? entity_type : SANERA_WORDS_NONE;
}

/**
 * sanera_words_event_codes:
 *
 * Returns: (transfer none): the event codes that this version has words for, each once, for a
 * choice
 */
const char *const *
sanera_words_event_codes (void)
{
  static const char *codes[G_N_ELEMENTS (event_words) + 1];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      gsize n = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (event_words); i++)
        if (!g_strv_contains (codes, event_words[i].event))
          codes[n++] = event_words[i].event;
      g_once_init_leave (&once, 1);
    }

  return codes;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells an IT administrator about a request, for an e-mail or a chat [131]. It is in the
 * language of whom it is for. */

#include "config.h"

#include "sanera-words.h"

#include <string.h>

#include "sanera-language.h"
#include "sanera-voice.h"
#include "sanera-words-private.h"

/* What the voice says is copied into the text at once. */
static void
add_line (GString *text, const char *label, const char *value)
{
  if (value == NULL || *value == '\0' || g_str_equal (value, SANERA_WORDS_NONE))
    return;

  /* Translators: a line of a message, "Priority: High". */
  g_string_append_printf (text, sanera_say (FALSE, "%s: %s"), label, value);
  g_string_append_c (text, '\n');
}

static gboolean
waits_for_approval (const SaneraActivityData *data)
{
  return data->ticket_status != NULL &&
         sanera_enum_from_nick (&sanera_ticket_status_enum, data->ticket_status) ==
             SANERA_TICKET_STATUS_PENDING;
}

/**
 * sanera_words_request_subject:
 * @data: an activity
 * @language: "en", "sv" or "zh_CN"
 *
 * Returns: (transfer full): one line, the subject of an e-mail
 */
char *
sanera_words_request_subject (const SaneraActivityData *data, const char *language)
{
  g_autofree char *title = NULL;
  char *subject;

  g_return_val_if_fail (data != NULL, NULL);

  sanera_voice_begin (language);
  title = sanera_words_activity_title (data, FALSE);
  /* Translators: subject of an e-mail; %s is a title: "Update Chrome to 129.0". */
  subject = g_strdup_printf (sanera_say (FALSE, "Remediation request: %s"), title);
  sanera_voice_end ();

  return subject;
}

/**
 * sanera_words_request_message:
 * @data: an activity
 * @language: "en", "sv" or "zh_CN"
 *
 * Title, component, devices, due date, priority and notes of a request, what is asked for, and a
 * link that opens the activity in Sanera. What there is not (R1: no due date) is left out.
 *
 * Returns: (transfer full): the text, lines ended by "\n"
 */
char *
sanera_words_request_message (const SaneraActivityData *data, const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = NULL;
  g_autofree char *devices = NULL;
  g_autofree char *due = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  sanera_voice_begin (language);
  title = sanera_words_activity_title (data, FALSE);
  devices = sanera_language_number (data->target_devices);
  due = sanera_words_due (data, 0);

  /* Translators: the greeting of an e-mail */
  g_string_append (text, sanera_say (FALSE, "Hello,"));
  g_string_append (text, "\n\n");
  g_string_append (text, sanera_say (FALSE, "Remediation has been requested:"));
  g_string_append (text, "\n\n");
  /* Translators: a noun: the title of what was requested stands behind it */
  add_line (text, sanera_say (FALSE, "Request"), title);
  add_line (text, sanera_say (FALSE, "Related component"), data->related_component);
  add_line (text, sanera_say (FALSE, "Devices"), data->target_devices > 0 ? devices : NULL);
  add_line (text, sanera_say (FALSE, "Due date"), due);
  add_line (text, sanera_say (FALSE, "Priority"),
            sanera_words_label (&sanera_priority_enum, data->priority));
  add_line (text, sanera_say (FALSE, "Requested by"), data->requester_email);
  add_line (text, sanera_say (FALSE, "Notes"), data->requester_notes);
  g_string_append_c (text, '\n');
  if (waits_for_approval (data))
    {
      g_string_append_printf (
          text,
          /* Translators: %s is the service that holds the security task: "Intune". */
          sanera_say (FALSE, "A security task waits in %s: please approve or reject it, and start "
                             "the deployment of the package."),
          data->ticket_service != NULL && *data->ticket_service != '\0' ? data->ticket_service
                                                                        : "Sanera");
      g_string_append (text, "\n\n");
    }
  /* Translators: followed by a link in a line of its own. */
  g_string_append (text, sanera_say (FALSE, "Open the remediation activity in Sanera:"));
  g_string_append_printf (text, "\nsanera://activity/%s\n", data->id);
  sanera_voice_end ();

  return g_string_free (g_steal_pointer (&text), FALSE);
}

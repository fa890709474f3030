/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-words.h"

#include <glib/gi18n.h>

#include "sanera-exception-rules.h"
#include "sanera-language.h"
#include "sanera-sources.h"
#include "sanera-tenant-words.h"
#include "sanera-words.h"

/**
 * sanera_exception_words_status:
 * @data: an exception
 *
 * Returns: (transfer full): its status in words, as the person has made it, and what that waits for
 *   on this computer, or that the server has refused it; of what the server does not have the
 *   latter alone
 */
char *
sanera_exception_words_status (const SaneraRemediationExceptionData *data)
{
  return sanera_words_status (sanera_words_label (&sanera_exception_status_enum, data->status),
                              data->local_state, data->local_error, data->change);
}

/**
 * sanera_exception_words_groups:
 * @groups: (nullable): names of device groups
 *
 * Returns: (transfer full): all of them, one after the other
 */
char *
sanera_exception_words_groups (const char *const *groups)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list separator", ", ") : "",
                            sanera_words_device_group (groups[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sanera_exception_words_scope:
 * @data: an exception
 *
 * Returns: (transfer full): "Global exception", "9 device groups"; the name of a single group
 */
char *
sanera_exception_words_scope (const SaneraRemediationExceptionData *data)
{
  g_autofree char *number = NULL;
  guint n;

  if (sanera_enum_from_nick (&sanera_exception_scope_enum, data->scope) !=
      SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS)
    return g_strdup (sanera_words_label (&sanera_exception_scope_enum, data->scope));

  n = data->rbac_group_names != NULL ? g_strv_length (data->rbac_group_names) : 0;
  if (n == 1)
    return g_strdup (sanera_words_device_group (data->rbac_group_names[0]));

  number = sanera_language_number (n);
  /* Translators: the scope of an exception: "9 device groups" */
  return g_strdup_printf (ngettext ("%s device group", "%s device groups", n), number);
}

/**
 * sanera_exception_words_expires:
 * @data: an exception
 * @now: the time, microseconds
 *
 * Returns: (transfer full): its last day, and how far away that is while it is live
 */
char *
sanera_exception_words_expires (const SaneraRemediationExceptionData *data, gint64 now)
{
  g_autofree char *date = sanera_language_date (data->expires_on);
  g_autofree char *number = NULL;
  gint64 days;

  if (data->expires_on == SANERA_INT_NULL || !sanera_exception_is_live (data))
    return g_steal_pointer (&date);

  days = sanera_exception_days_left (data->expires_on, now);
  if (days < 0)
    return g_steal_pointer (&date);
  if (days == 0)
    /* Translators: %s is a date: the last day of an exception */
    return g_strdup_printf (_ ("%s, today"), date);

  number = sanera_language_number (days);
  /* Translators: a date and how far away it is: "25 Dec 2026, in 33 days". */
  return g_strdup_printf (ngettext ("%s, in %s day", "%s, in %s days", (gulong)days), date, number);
}

/**
 * sanera_exception_words_meaning:
 * @justification: why a recommendation is set aside
 *
 * Returns: (transfer none): what it means, a sentence
 */
const char *
sanera_exception_words_meaning (SaneraJustification justification)
{
  switch (justification)
    {
    case SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL:
      return _ ("A product of a third party already protects the devices.");
    case SANERA_JUSTIFICATION_ALTERNATE_MITIGATION:
      return _ ("A tool or measure of your own already protects the devices.");
    case SANERA_JUSTIFICATION_RISK_ACCEPTED:
      return _ ("The risk is low, or acting costs too much. Say why below.");
    case SANERA_JUSTIFICATION_PLANNED_REMEDIATION:
      return _ ("The remediation is planned and waits to be carried out or authorized.");
    default:
      return "";
    }
}

/**
 * sanera_exception_words_effect:
 * @justification: why a recommendation is set aside
 *
 * Returns: (transfer none): what it does to the exposure score, a sentence
 */
const char *
sanera_exception_words_effect (SaneraJustification justification)
{
  return sanera_justification_lowers_exposure (justification)
             ? _ ("Lowers the exposure score.")
             : _ ("Does not change the exposure score.");
}

/**
 * sanera_exception_words_may_not:
 * @connection: (nullable): where the exception is, or would be
 * @global: whether it is a global one
 *
 * Before the first sync nothing is known of what a person may do; the server decides.
 *
 * Returns: (transfer none) (nullable): why the person may not make, change or cancel it; %NULL when
 *   they may
 */
const char *
sanera_exception_words_may_not (SaneraConnection *connection, gboolean global)
{
  const SaneraCacheInfo *info = NULL;

  if (connection != NULL)
    info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  if (info == NULL || info->capabilities == NULL || info->capabilities[0] == NULL)
    return NULL;
  if (sanera_tenant_words_read_only (info) != NULL)
    return sanera_tenant_words_read_only (info);
  if (!sanera_cache_info_can (info, "except"))
    return _ ("Your role does not allow you to make or change exceptions.");
  if (global && sanera_enum_from_nick (&sanera_role_enum, info->role) != SANERA_ROLE_ADMIN)
    return _ ("Only an administrator can make, change or cancel a global exception.");

  return NULL;
}

/**
 * sanera_exception_is_live:
 * @data: an exception
 *
 * Returns: whether it is in effect or suspended: something can still be done with it
 */
gboolean
sanera_exception_is_live (const SaneraRemediationExceptionData *data)
{
  switch (sanera_enum_from_nick (&sanera_exception_status_enum, data->status))
    {
    case SANERA_EXCEPTION_STATUS_EXPIRED:
    case SANERA_EXCEPTION_STATUS_CANCELED:
      return FALSE;
    default:
      return TRUE;
    }
}

/**
 * sanera_exception_words_proposal:
 * @proposal: what documents propose
 *
 * Returns: (transfer full): the justification context that it comes to: which documents say so, of
 *   which weaknesses, and what they say; no longer than a context may be
 */
char *
sanera_exception_words_proposal (const SaneraProposal *proposal)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *weaknesses =
      proposal->weaknesses != NULL ? g_strjoinv (", ", proposal->weaknesses) : g_strdup ("");
  g_autofree char *text = NULL;

  for (guint i = 0; proposal->sources != NULL && proposal->sources[i] != NULL; i++)
    g_string_append_printf (names, i > 0 ? ", %s" : "%s",
                            sanera_sources_get_name (proposal->sources[i]));
  if (names->len > 0)
    /* Translators: a format of documents ("CycloneDX"), ids of weaknesses, and what the documents
     * say in their own words */
    text = g_strdup_printf (_ ("According to a %s document: %s\n%s"), names->str, weaknesses,
                            proposal->reason);
  else
    text = g_strdup_printf ("%s\n%s", weaknesses, proposal->reason);
  if (g_utf8_strlen (text, -1) > SANERA_EXCEPTION_MAX_CONTEXT)
    *g_utf8_offset_to_pointer (text, SANERA_EXCEPTION_MAX_CONTEXT) = '\0';
  return g_steal_pointer (&text);
}

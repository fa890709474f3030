/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-title.h"

/* The English texts of the wire format: for Defender's format and for other clients (rule R12).
 * They are never translated; the desktop puts its own together from the same fields. */

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * sanera_title_recommendation:
 * @type: what is recommended; 0 reads as *attention required*
 * @component: the component as people know it, "Google Chrome"
 * @version: (nullable): the version to go to; "" is none
 *
 * Returns: (transfer full): Defender's `recommendationName`: "Update Google Chrome to 129.0"
 */
char *
sanera_title_recommendation (SaneraRemediationType type, const char *component, const char *version)
{
  component = is_set (component) ? component : "unknown component";

  switch (type)
    {
    case SANERA_REMEDIATION_TYPE_UPDATE:
      return is_set (version) ? g_strdup_printf ("Update %s to %s", component, version)
                              : g_strdup_printf ("Update %s", component);
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      return is_set (version) ? g_strdup_printf ("Upgrade %s to %s", component, version)
                              : g_strdup_printf ("Upgrade %s", component);
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      return g_strdup_printf ("Uninstall %s", component);
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
      return g_strdup_printf ("Change configuration: %s", component);
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
    default:
      return g_strdup_printf ("Attention required: %s", component);
    }
}

/**
 * sanera_title_activity:
 * @type: what was requested
 * @component: the component
 * @version: (nullable): the version to go to; "" is none
 *
 * Returns: (transfer full): Defender's `title` of a remediation activity. It names what was asked
 *   for, which need not be what was recommended.
 */
char *
sanera_title_activity (SaneraRemediationType type, const char *component, const char *version)
{
  return sanera_title_recommendation (type, component, version);
}

/**
 * sanera_title_activity_description:
 * @type: what was requested
 * @component: the component
 * @version: (nullable): the version to go to; "" is none
 * @weaknesses: distinct weaknesses that the activity covers
 * @fixable_weaknesses: how many of them have a fix
 *
 * Returns: (transfer full): Defender's `description` of a remediation activity
 */
char *
sanera_title_activity_description (SaneraRemediationType type,
                                   const char *component,
                                   const char *version,
                                   gint64 weaknesses,
                                   gint64 fixable_weaknesses)
{
  g_autoptr (GString) out = g_string_new (NULL);

  component = is_set (component) ? component : "unknown component";
  switch (type)
    {
    case SANERA_REMEDIATION_TYPE_UPDATE:
    case SANERA_REMEDIATION_TYPE_UPGRADE:
      g_string_append_printf (out, "%s %s to %s%s to mitigate ",
                              type == SANERA_REMEDIATION_TYPE_UPDATE ? "Update" : "Upgrade",
                              component, is_set (version) ? "version " : "a later version",
                              is_set (version) ? version : "");
      break;
    case SANERA_REMEDIATION_TYPE_UNINSTALL:
      g_string_append_printf (out, "Uninstall %s to mitigate ", component);
      break;
    case SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE:
      g_string_append_printf (out, "Change the configuration of %s to mitigate ", component);
      break;
    case SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED:
    default:
      g_string_append_printf (out, "%s needs attention because of ", component);
      break;
    }
  g_string_append_printf (out, "%" G_GINT64_FORMAT " known %s affecting your devices.", weaknesses,
                          weaknesses == 1 ? "weakness" : "weaknesses");
  if (fixable_weaknesses < weaknesses)
    g_string_append_printf (out, " For %" G_GINT64_FORMAT " of them there is no fix yet.",
                            weaknesses - MAX (fixable_weaknesses, 0));

  return g_string_free (g_steal_pointer (&out), FALSE);
}

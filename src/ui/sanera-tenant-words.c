/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-tenant-words.h"

#include <glib/gi18n.h>

#include "sanera-enums.h"
#include "sanera-words.h"

/* Who has no licence for Intune is refused its tasks, whatever was granted. */
#define INTUNE_PERMISSION "DeviceManagementApps.Read.All"

static const SaneraCacheInfo *
get_info (SaneraConnection *connection)
{
  return connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection))
                            : NULL;
}

/**
 * sanera_tenant_words_read_only:
 * @info: (nullable): what is known of the connection
 *
 * Returns: (transfer none) (nullable): why nothing can be changed there; %NULL when it is no tenant
 */
const char *
sanera_tenant_words_read_only (const SaneraCacheInfo *info)
{
  if (info == NULL || !info->tenant)
    return NULL;

  return _ ("Microsoft’s interface allows reading only. Make changes in the Microsoft Defender "
            "portal.");
}

/**
 * sanera_tenant_words_read_only_at:
 * @connection: (nullable): a connection
 *
 * Returns: (transfer none) (nullable): the same of a connection
 */
const char *
sanera_tenant_words_read_only_at (SaneraConnection *connection)
{
  return sanera_tenant_words_read_only (get_info (connection));
}

/**
 * sanera_tenant_words_missing:
 * @info: (nullable): what is known of the connection
 *
 * Returns: (transfer full) (nullable): which permissions its application lacks; %NULL: none
 */
char *
sanera_tenant_words_missing (const SaneraCacheInfo *info)
{
  g_autofree char *names = NULL;

  if (info == NULL || !info->tenant || info->missing == NULL || info->missing[0] == NULL)
    return NULL;

  names = g_strjoinv (", ", info->missing);
  if (g_strv_contains ((const char *const *)info->missing, INTUNE_PERMISSION))
    return g_strdup_printf (
        /* Translators: %s are names of permissions, such as Machine.Read.All */
        _ ("The application in Microsoft Entra lacks these permissions: %s. What they are for is "
           "not shown, or old. Security tasks also need a license for Intune."),
        names);
  return g_strdup_printf (
      /* Translators: %s are names of permissions, such as Machine.Read.All */
      _ ("The application in Microsoft Entra lacks these permissions: %s. What they are for is "
         "not shown, or old."),
      names);
}

/**
 * sanera_tenant_words_empty:
 * @connection: (nullable): a connection
 * @permission: what its application must be granted for a page
 *
 * Returns: (transfer full) (nullable): why the page has no rows, when that is the reason
 */
char *
sanera_tenant_words_empty (SaneraConnection *connection, const char *permission)
{
  const SaneraCacheInfo *info = get_info (connection);

  if (info == NULL || !info->tenant || info->missing == NULL ||
      !g_strv_contains ((const char *const *)info->missing, permission))
    return NULL;

  if (g_str_equal (permission, INTUNE_PERMISSION))
    return g_strdup_printf (
        /* Translators: %s is the name of a permission, such as Machine.Read.All */
        _ ("The tenant has no license for Intune, or the application in Microsoft Entra lacks the "
           "permission %s. An administrator of the tenant can grant it."),
        permission);
  return g_strdup_printf (
      /* Translators: %s is the name of a permission, such as Machine.Read.All */
      _ ("The application in Microsoft Entra lacks the permission %s. An administrator of the "
         "tenant can grant it."),
      permission);
}

/**
 * sanera_tenant_words_set_empty:
 * @connection: (nullable): a connection
 * @status: the place of a list's rows
 * @title: that there are none
 * @permission: (nullable): what its application must be granted for them
 *
 * Says why a list of a tenant is empty, where nothing can be done about it here.
 *
 * Returns: whether it is a tenant
 */
gboolean
sanera_tenant_words_set_empty (SaneraConnection *connection,
                               SaneraListStatus *status,
                               const char *title,
                               const char *permission)
{
  const char *read_only = sanera_tenant_words_read_only_at (connection);
  g_autofree char *missing =
      permission != NULL ? sanera_tenant_words_empty (connection, permission) : NULL;

  if (read_only == NULL)
    return FALSE;

  sanera_list_status_set_empty (status, title, missing != NULL ? missing : read_only, NULL, NULL,
                                NULL);
  return TRUE;
}

/**
 * sanera_tenant_words_tested:
 * @info: the result of *Test connection*
 *
 * Returns: (transfer full): what people read of it
 */
char *
sanera_tenant_words_tested (const SaneraCacheInfo *info)
{
  g_autofree char *missing = sanera_tenant_words_missing (info);

  if (!info->tenant)
    /* Translators: e-mail address and role of a person */
    return g_strdup_printf (_ ("Signed in as %s (%s)"), info->email != NULL ? info->email : "–",
                            sanera_words_label (&sanera_role_enum, info->role));
  if (missing != NULL)
    /* Translators: %s is a sentence about permissions that are missing */
    return g_strdup_printf (_ ("Signed in. %s"), missing);

  return g_strdup (_ ("Signed in. Everything that Sanera shows of a tenant can be read."));
}

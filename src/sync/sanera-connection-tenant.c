/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include <math.h>

#include "sanera-recommendation.h"
#include "sanera-tenant-probe.h"

/* A connection to a Microsoft Defender tenant: the ways to its interface and to Microsoft Graph,
 * both as the same application. */

/* Microsoft says with `Retry-After` when it wants to be asked again; its longest quota is one of an
 * hour. */
#define LONGEST_WAIT (60 * 60) /* seconds */

static SaneraSession *
open_session (const SaneraTenantAddress *address,
              const char *secret,
              const char *host,
              const char *resource,
              GError **error)
{
  g_autoptr (SaneraSignIn) sign_in = sanera_sign_in_new (address->sign_in, address->directory,
                                                         address->client, secret, resource, error);
  SaneraSession *session;

  if (sign_in == NULL)
    return NULL;
  session = sanera_session_new (host, NULL, NULL, error);
  if (session == NULL)
    return NULL;

  g_object_set (session, "longest-wait", LONGEST_WAIT, NULL);
  sanera_session_set_sign_in (session, sign_in);
  return session;
}

/**
 * sanera_connection_open_tenant:
 * @address: of a tenant
 * @secret: (nullable): of its application
 * @session: (out) (transfer full): to Defender for Endpoint's interface
 * @graph: (out) (transfer full): to Microsoft Graph
 * @error: return location
 *
 * Private to `sync`. Contacts nobody.
 *
 * Returns: whether there are ways
 */
gboolean
sanera_connection_open_tenant (const SaneraTenantAddress *address,
                               const char *secret,
                               SaneraSession **session,
                               SaneraSession **graph,
                               GError **error)
{
  g_autoptr (SaneraSession) first =
      open_session (address, secret, address->api, address->resource, error);
  SaneraSession *second;

  if (first == NULL)
    return FALSE;
  second = open_session (address, secret, address->graph, address->graph_resource, error);
  if (second == NULL)
    return FALSE;

  *session = g_steal_pointer (&first);
  *graph = second;
  return TRUE;
}

/**
 * sanera_connection_get_tenant_path:
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 *
 * Private to `sync`.
 *
 * Returns: (transfer full) (nullable): where Microsoft's interface tells them; %NULL: it does not
 */
char *
sanera_connection_get_tenant_path (SaneraList list, const char *parent_id)
{
  g_autofree char *id = g_uri_escape_string (parent_id, NULL, FALSE);
  const char *software = sanera_recommendation_get_software (parent_id);
  g_autofree char *software_id =
      software != NULL ? g_uri_escape_string (software, NULL, FALSE) : NULL;

  switch (list)
    {
    case SANERA_LIST_INSTALLED_DEVICES:
      /* "Retrieve a list of device references that has this software installed." */
      return software_id != NULL
                 ? g_strdup_printf ("/api/Software/%s/machineReferences", software_id)
                 : NULL;
    case SANERA_LIST_RECOMMENDATION_DEVICES:
      return g_strdup_printf ("/api/recommendations/%s/machineReferences", id);
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return g_strdup_printf ("/api/recommendations/%s/vulnerabilities", id);
    case SANERA_LIST_ACTIVITY_DEVICES:
      return g_strdup_printf ("/api/remediationTasks/%s/machineReferences", id);
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return g_strdup_printf ("/api/machines/%s/recommendations", id);
    case SANERA_LIST_SECURITY_TASK_DEVICES:
      return g_strdup_printf (
          "/beta/deviceAppManagement/deviceAppManagementTasks/%s/managedDevices", id);
    default:
      return NULL;
    }
}

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SaneraCacheInfo) info = g_new0 (SaneraCacheInfo, 1);
  GError *error = NULL;

  info->missing = sanera_tenant_probe_finish (result, &error);
  if (info->missing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  info->tenant = TRUE;
  info->role = g_strdup ("reader");
  info->exposure_score = (double)NAN;
  info->audit_line = SANERA_INT_NULL;
  info->last_assessed_on = SANERA_INT_NULL;
  info->synced_on = SANERA_INT_NULL;
  g_task_return_pointer (task, g_steal_pointer (&info), (GDestroyNotify)sanera_cache_info_free);
}

/**
 * sanera_connection_test_tenant:
 * @task: returns a #SaneraCacheInfo
 * @address: of a tenant, as it is kept
 * @secret: (nullable): of its application
 *
 * Private to `sync`: *Test connection*. Signs in, and tries what would be read.
 */
void
sanera_connection_test_tenant (GTask *task, const char *address, const char *secret)
{
  g_autoptr (SaneraTenantAddress) tenant = NULL;
  g_autoptr (SaneraSession) session = NULL;
  g_autoptr (SaneraSession) graph = NULL;
  GError *error = NULL;

  tenant = sanera_tenant_address_parse (address, &error);
  if (tenant == NULL || !sanera_connection_open_tenant (tenant, secret, &session, &graph, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  sanera_tenant_probe_async (session, graph, g_task_get_cancellable (task), probed_cb,
                             g_object_ref (task));
}

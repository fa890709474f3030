/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-tenant-probe.h"

#include "sanera-tenant-page.h"

/* Nobody waits longer at a button. */
#define ANSWER_SECONDS 15

/* The recommendations first: whoever cannot read them is not connected. */
static const SaneraTenantPart order[] = {
  SANERA_TENANT_RECOMMENDATIONS, SANERA_TENANT_TASKS,    SANERA_TENANT_MACHINES,
  SANERA_TENANT_VULNERABILITIES, SANERA_TENANT_SOFTWARE, SANERA_TENANT_EXPOSURE_SCORE,
  SANERA_TENANT_SECURITY_TASKS,
};

typedef struct
{
  SaneraSession *session;
  SaneraSession *graph;
  guint part; /* of order */
  GStrvBuilder *missing;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_object_unref (probe->session);
  g_object_unref (probe->graph);
  g_strv_builder_unref (probe->missing);
  g_free (probe);
}

/* "404 Not Found if there are no recent machines": a tenant with nothing in it. */
static gboolean
is_nothing (SaneraTenantPart part, const GError *error)
{
  return (part == SANERA_TENANT_MACHINES || part >= SANERA_N_TENANT_PARTS) &&
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

static void probe_next (GTask *task);

static void
probed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  SaneraTenantPart part = order[probe->part];
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL && sanera_tenant_part_is_refused (part, error))
    {
      g_clear_error (&error);
      if (part == SANERA_TENANT_RECOMMENDATIONS)
        error = sanera_tenant_part_refuse (part);
      else
        g_strv_builder_add (probe->missing, sanera_tenant_parts[part].permission);
    }
  else if (response == NULL && is_nothing (part, error))
    g_clear_error (&error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  probe->part++;
  probe_next (task);
}

static void
probe_next (GTask *task)
{
  const SaneraRequestOptions options = { .no_retry = TRUE, .timeout = ANSWER_SECONDS };
  Probe *probe = g_task_get_task_data (task);
  g_autofree char *path = NULL;
  SaneraTenantPart part;

  if (probe->part == G_N_ELEMENTS (order))
    {
      g_task_return_pointer (task, g_strv_builder_end (probe->missing), (GDestroyNotify)g_strfreev);
      return;
    }

  part = order[probe->part];
  path = g_strconcat (sanera_tenant_parts[part].path,
                      sanera_tenant_parts[part].list != SANERA_N_LISTS ? "?$top=1" : "", NULL);
  sanera_session_send_async (part == SANERA_TENANT_SECURITY_TASKS ? probe->graph : probe->session,
                             "GET", path, NULL, &options, g_task_get_cancellable (task), probed_cb,
                             g_object_ref (task));
}

/**
 * sanera_tenant_probe_async:
 * @session: to Defender for Endpoint's interface
 * @graph: to Microsoft Graph
 * @cancellable: (nullable): a cancellable
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Tries what is read of a tenant, one row of each.
 */
void
sanera_tenant_probe_async (SaneraSession *session,
                           SaneraSession *graph,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Probe *probe;

  g_return_if_fail (SANERA_IS_SESSION (session) && SANERA_IS_SESSION (graph));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_tenant_probe_async);
  probe = g_new0 (Probe, 1);
  probe->session = g_object_ref (session);
  probe->graph = g_object_ref (graph);
  probe->missing = g_strv_builder_new ();
  g_task_set_task_data (task, probe, probe_free);
  probe_next (task);
}

/**
 * sanera_tenant_probe_finish:
 * @result: from the callback
 * @error: %SANERA_ERROR_FORBIDDEN with %SANERA_CODE_MISSING_PERMISSION and the name of a
 *   permission when the recommendations may not be read; or what the way there says
 *
 * Returns: (transfer full) (nullable): the permissions that are missing, often none
 */
char **
sanera_tenant_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

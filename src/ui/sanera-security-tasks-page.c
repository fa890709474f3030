/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-security-tasks-page.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-security-task-columns.h"
#include "sanera-security-task-flyout.h"
#include "sanera-task-actions.h"
#include "sanera-task-decision.h"
#include "sanera-tenant-words.h"

struct _SaneraSecurityTasksPage
{
  SaneraListPage parent_instance;
};

G_DEFINE_FINAL_TYPE (SaneraSecurityTasksPage, sanera_security_tasks_page, SANERA_TYPE_LIST_PAGE)

static const SaneraCacheInfo *
get_info (SaneraConnection *connection)
{
  return connection != NULL ? sanera_cache_get_info (sanera_connection_get_cache (connection))
                            : NULL;
}

/* Beside the page's name stands what waits for this person; for others there is no number. */
static SaneraQuery *
sanera_security_tasks_page_get_count_query (SaneraPageClass *klass, SaneraConnection *connection)
{
  const SaneraCacheInfo *info = get_info (connection);
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_SECURITY_TASKS);
  g_autoptr (SaneraQuery) pending =
      sanera_query_with_filter (all, "status", (const char *const[]){ "pending", NULL });

  if (connection == NULL || info == NULL || !sanera_task_decision_is_decider (connection))
    return NULL;
  if (sanera_connection_get_kind (connection) != SANERA_CONNECTION_SERVER || info->email == NULL)
    return g_steal_pointer (&pending);

  return sanera_query_with_filter (pending, "decidableBy",
                                   (const char *const[]){ info->email, NULL });
}

static SaneraQuery *
sanera_security_tasks_page_create_query (void)
{
  return sanera_query_new (SANERA_LIST_SECURITY_TASKS);
}

static SaneraFlyout *
sanera_security_tasks_page_create_flyout (SaneraListPage *page)
{
  return sanera_security_task_flyout_new ();
}

/* R2: while the connection is off there can be none, and the page says so. */
static void
sanera_security_tasks_page_set_empty (SaneraListPage *page, SaneraListStatus *status)
{
  const SaneraCacheInfo *info = get_info (sanera_page_get_connection (SANERA_PAGE (page)));
  const char *title = _ ("No security tasks");
  g_autofree char *missing = sanera_tenant_words_empty (
      sanera_page_get_connection (SANERA_PAGE (page)), "DeviceManagementApps.Read.All");

  if (missing != NULL)
    sanera_list_status_set_empty (status, title, missing, NULL, NULL, NULL);
  else if (info != NULL && info->tenant)
    sanera_list_status_set_empty (
        status, title,
        _ ("A remediation request in the Microsoft Defender portal can ask for a task in Microsoft "
           "Intune; it then stands here."),
        NULL, NULL, NULL);
  else if (info == NULL || info->intune_connection)
    sanera_list_status_set_empty (
        status, title,
        _ ("A remediation request can ask for a security task; it then waits here for approval."),
        NULL, NULL, NULL);
  else if (sanera_cache_info_can (info, "settings"))
    sanera_list_status_set_empty (
        status, title,
        _ ("The Microsoft Intune connection is off. Turn it on, and remediation requests can ask "
           "for a security task."),
        _ ("Open Settings"), "win.settings", NULL);
  else
    sanera_list_status_set_empty (
        status, title,
        _ ("The Microsoft Intune connection is off. Security administrators and administrators can "
           "turn it on in the settings."),
        NULL, NULL, NULL);
}

static char *
sanera_security_tasks_page_describe_count (guint n)
{
  g_autofree char *number = sanera_language_number (n);

  return g_strdup_printf (ngettext ("%s security task", "%s security tasks", n), number);
}

static void
sanera_security_tasks_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (sanera_security_tasks_page_parent_class)->constructed (object);

  sanera_task_actions_add (SANERA_LIST_PAGE (object));
}

static void
sanera_security_tasks_page_class_init (SaneraSecurityTasksPageClass *klass)
{
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);
  SaneraListPageClass *list_class = SANERA_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = sanera_security_tasks_page_constructed;

  page_class->id = "security-tasks";
  page_class->title = N_ ("Security tasks");
  page_class->icon_name = "sanera-security-tasks-symbolic";
  page_class->get_count_query = sanera_security_tasks_page_get_count_query;

  list_class->list = SANERA_LIST_SECURITY_TASKS;
  list_class->columns = sanera_security_task_columns;
  list_class->n_columns = sanera_n_security_task_columns;
  list_class->filters = sanera_security_task_filters;
  list_class->n_filters = sanera_n_security_task_filters;
  list_class->default_order_words = N_ ("pending first, then by due date");
  list_class->create_query = sanera_security_tasks_page_create_query;
  list_class->create_flyout = sanera_security_tasks_page_create_flyout;
  list_class->set_empty = sanera_security_tasks_page_set_empty;
  list_class->describe_count = sanera_security_tasks_page_describe_count;
}

static void
sanera_security_tasks_page_init (SaneraSecurityTasksPage *self)
{
}

/**
 * sanera_security_tasks_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_security_tasks_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_SECURITY_TASKS_PAGE, "settings", settings, NULL);
}

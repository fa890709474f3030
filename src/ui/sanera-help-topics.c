/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-help-topics.h"

#include "sanera-administration-window.h"
#include "sanera-bulk-request-dialog.h"
#include "sanera-change-dialog.h"
#include "sanera-connect-dialog.h"
#include "sanera-dashboard-page.h"
#include "sanera-device-merge-dialog.h"
#include "sanera-device-move-dialog.h"
#include "sanera-devices-page.h"
#include "sanera-exception-dialog.h"
#include "sanera-exceptions-page.h"
#include "sanera-first-start.h"
#include "sanera-import-dialog.h"
#include "sanera-imports-window.h"
#include "sanera-notify-dialog.h"
#include "sanera-outbox-window.h"
#include "sanera-recommendations-page.h"
#include "sanera-reject-dialog.h"
#include "sanera-remediation-page.h"
#include "sanera-remove-dialog.h"
#include "sanera-request-dialog.h"
#include "sanera-security-tasks-page.h"
#include "sanera-settings-window.h"
#include "sanera-ticket-rest-window.h"
#include "sanera-shortcuts-window.h"
#include "sanera-token-dialog.h"
#include "sanera-window.h"

/* Which page of the user guide belongs to what: the names are those of the files in data/help/C. */
static const struct
{
  GType (*get_type) (void);
  const char *topic;
} topics[] = {
  { sanera_dashboard_page_get_type, "dashboard" },
  { sanera_recommendations_page_get_type, "recommendations" },
  { sanera_remediation_page_get_type, "activities" },
  { sanera_exceptions_page_get_type, "exceptions" },
  { sanera_security_tasks_page_get_type, "security-tasks" },
  { sanera_devices_page_get_type, "devices" },
  { sanera_first_start_get_type, "overview" },
  { sanera_request_dialog_get_type, "request" },
  { sanera_bulk_request_dialog_get_type, "request" },
  { sanera_notify_dialog_get_type, "request" },
  { sanera_ticket_rest_window_get_type, "intune" },
  { sanera_change_dialog_get_type, "activities" },
  { sanera_exception_dialog_get_type, "exceptions" },
  { sanera_reject_dialog_get_type, "security-tasks" },
  { sanera_device_move_dialog_get_type, "devices" },
  { sanera_device_merge_dialog_get_type, "devices" },
  { sanera_import_dialog_get_type, "import" },
  { sanera_imports_window_get_type, "import" },
  { sanera_outbox_window_get_type, "offline" },
  { sanera_connect_dialog_get_type, "connections" },
  { sanera_remove_dialog_get_type, "connections" },
  { sanera_settings_window_get_type, "connections" },
  { sanera_administration_window_get_type, "connections" },
  { sanera_token_dialog_get_type, "connections" },
  { sanera_shortcuts_window_get_type, "keyboard" },
};

/* Where no page belongs to what is on screen. */
#define CONTENTS "index"

static const char *
find_in_table (GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (widget, topics[i].get_type ()))
        return topics[i].topic;
    }
  return NULL;
}

/* The first start is a page of the window's stack like the others, but not one of its SaneraPages.
 */
static const char *
find_on_screen (GtkWidget *widget)
{
  const char *topic = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;

  topic = find_in_table (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && topic == NULL;
       child = gtk_widget_get_next_sibling (child))
    topic = find_on_screen (child);
  return topic;
}

/**
 * sanera_help_topics_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the pages of the user guide that this table
 *   leads to, some of them several times
 */
const char *const *
sanera_help_topics_list (void)
{
  static const char *names[G_N_ELEMENTS (topics) + 2];

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    names[i] = topics[i].topic;
  names[G_N_ELEMENTS (topics)] = CONTENTS;
  return names;
}

/**
 * sanera_help_topics_find:
 * @window: a window on screen
 *
 * Finds the page of the user guide that belongs to what a window shows: to the window itself, else
 * to the page in it, else to the window it belongs to.
 *
 * Returns: (transfer none): its name, "index" when none belongs to it
 */
const char *
sanera_help_topics_find (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), CONTENTS);

  for (GtkWindow *next = window; next != NULL; next = gtk_window_get_transient_for (next))
    {
      const char *topic = SANERA_IS_WINDOW (next) ? find_on_screen (GTK_WIDGET (next))
                                                  : find_in_table (GTK_WIDGET (next));

      if (topic != NULL)
        return topic;
    }
  return CONTENTS;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "sanera-screens.h"

/* In this order: a flyout stands beside the page before it. What changes data comes last. */
static const SaneraScreen screens[] = {
  { "dashboard.png", SANERA_SCREEN_PAGE, "dashboard", FALSE },
  { "sidebar.png", SANERA_SCREEN_SIDEBAR, NULL, FALSE },
  { "connection.png", SANERA_SCREEN_POPOVER, NULL, FALSE },
  { "recommendations.png", SANERA_SCREEN_PAGE, "recommendations", FALSE },
  { "filter.png", SANERA_SCREEN_MENU, N_ ("Add filter"), FALSE },
  { "columns.png", SANERA_SCREEN_MENU, N_ ("Customize columns"), FALSE },
  { "list-menu.png", SANERA_SCREEN_MENU, N_ ("List menu"), FALSE },
  { "main-menu.png", SANERA_SCREEN_MENU, N_ ("Main menu"), FALSE },
  { "proposal.png", SANERA_SCREEN_RECORD, "proposed", FALSE },
  { "exception-proposed.png", SANERA_SCREEN_BUTTON, N_ ("Make an exception…"), FALSE },
  { "recommendation.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "recommendation-devices.png", SANERA_SCREEN_CHILDREN, NULL, FALSE },
  { "request.png", SANERA_SCREEN_BUTTON, N_ ("Remediation options"), FALSE },
  { "", SANERA_SCREEN_FOCUS, N_ ("Choose a date"), FALSE },
  { "request-due.png", SANERA_SCREEN_MENU, N_ ("Choose a date"), FALSE },
  { "exception-options.png", SANERA_SCREEN_BUTTON, N_ ("Exception options"), FALSE },
  { "selection.png", SANERA_SCREEN_SELECTION, NULL, FALSE },
  { "bulk-exception.png", SANERA_SCREEN_ACTION, "row.except-selected", TRUE },
  { "export.png", SANERA_SCREEN_ACTION, "win.export", TRUE },
  { "save-view.png", SANERA_SCREEN_ACTION, "win.save-view", FALSE },
  { "no-rows.png", SANERA_SCREEN_NO_ROWS, NULL, FALSE },
  { "remediation.png", SANERA_SCREEN_PAGE, "remediation", FALSE },
  { "activity.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "change.png", SANERA_SCREEN_ROW_ACTION, "row.change", FALSE },
  { "notify.png", SANERA_SCREEN_ROW_ACTION, "row.notify", TRUE },
  { "security-tasks.png", SANERA_SCREEN_PAGE, "security-tasks", FALSE },
  { "security-task.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "reject.png", SANERA_SCREEN_BUTTON, N_ ("Reject…"), FALSE },
  { "reject-error.png", SANERA_SCREEN_PRESS, N_ ("Reject"), FALSE },
  { "exceptions.png", SANERA_SCREEN_PAGE, "exceptions", FALSE },
  { "exception.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "exception-renew.png", SANERA_SCREEN_ROW_ACTION, "row.renew-exception", TRUE },
  { "devices.png", SANERA_SCREEN_PAGE, "devices", FALSE },
  { "device.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "device-move.png", SANERA_SCREEN_BUTTON, N_ ("Move to device group…"), FALSE },
  { "device-retire.png", SANERA_SCREEN_BUTTON, N_ ("Retire…"), FALSE },
  { "device-merge.png", SANERA_SCREEN_BUTTON, N_ ("Merge…"), FALSE },
  { "", SANERA_SCREEN_SELECTION, NULL, FALSE },
  { "device-merge-several.png", SANERA_SCREEN_SELECTED, "device.merge", TRUE },
  { "device-similar.png", SANERA_SCREEN_RECORD, "similar", FALSE },
  { "device-joined.png", SANERA_SCREEN_RECORD, "joined", FALSE },
  { "device-split.png", SANERA_SCREEN_BUTTON, N_ ("Take apart…"), TRUE },
  { "shortcuts.png", SANERA_SCREEN_ACTION, "win.show-help-overlay", FALSE },
  { "about.png", SANERA_SCREEN_ACTION, "app.about", FALSE },
  { "connect.png", SANERA_SCREEN_ACTION, "win.connect", FALSE },
  { "connect-tenant.png", SANERA_SCREEN_CHOOSE, NULL, FALSE },
  { "settings.png", SANERA_SCREEN_ACTION, "win.settings", FALSE },
  { "connections.png", SANERA_SCREEN_TAB, "connections", FALSE },
  { "imports.png", SANERA_SCREEN_ACTION, "win.imports", FALSE },
  { "administration.png", SANERA_SCREEN_ACTION, "win.administration", FALSE },
  { "token.png", SANERA_SCREEN_OVER, N_ ("Add…"), FALSE },
  { "", SANERA_SCREEN_FILL, "anna@example.org", FALSE },
  { "token-made.png", SANERA_SCREEN_PRESS, N_ ("Add"), FALSE },
  { "rules.png", SANERA_SCREEN_TAB, "rules", FALSE },
  { "rule.png", SANERA_SCREEN_OVER, N_ ("Add…"), FALSE },
  { "audit.png", SANERA_SCREEN_TAB, "audit", FALSE },
  { "", SANERA_SCREEN_PAGE, "exceptions", FALSE },
  { "", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "exception-canceled.png", SANERA_SCREEN_ROW_ACTION, "row.cancel-exception", FALSE },
  { "outbox.png", SANERA_SCREEN_ACTION, "win.show-outbox", TRUE },
  { "", SANERA_SCREEN_UNDO, NULL, FALSE },
  { "", SANERA_SCREEN_PAGE, "recommendations", FALSE },
  { "", SANERA_SCREEN_SELECTION, NULL, FALSE },
  { "bulk-request.png", SANERA_SCREEN_ACTION, "row.request-selected", TRUE },
  { "bulk-result.png", SANERA_SCREEN_PRESS, N_ ("Submit requests"), FALSE },
  { "dark.png", SANERA_SCREEN_DARK, "recommendations", FALSE },
  { "dark-recommendation.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "dark-recommendation-devices.png", SANERA_SCREEN_CHILDREN, NULL, FALSE },
  { "dark-dashboard.png", SANERA_SCREEN_PAGE, "dashboard", FALSE },
  { "dark-remediation.png", SANERA_SCREEN_PAGE, "remediation", FALSE },
  { "dark-activity.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "dark-change.png", SANERA_SCREEN_ROW_ACTION, "row.change", FALSE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

static const SaneraScreen first_start_screens[] = {
  { "first-start.png", SANERA_SCREEN_WINDOW, NULL, FALSE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

/* "Sanera is already open", a folder that cannot be written: no connection, and why. */
static const SaneraScreen not_opened_screens[] = {
  { "not-opened.png", SANERA_SCREEN_WINDOW, NULL, FALSE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

/* Without the server: what is cached, and what is said of it. */
static const SaneraScreen offline_screens[] = {
  { "offline.png", SANERA_SCREEN_PAGE, "recommendations", FALSE },
  { "offline-recommendation.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "offline-recommendation-devices.png", SANERA_SCREEN_CHILDREN, NULL, FALSE },
  { "offline-dashboard.png", SANERA_SCREEN_PAGE, "dashboard", FALSE },
  { "offline-sidebar.png", SANERA_SCREEN_SIDEBAR, NULL, FALSE },
  { "offline-connection.png", SANERA_SCREEN_POPOVER, NULL, FALSE },
  { "offline-exceptions.png", SANERA_SCREEN_PAGE, "exceptions", FALSE },
  { "offline-exception.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "offline-exception-canceled.png", SANERA_SCREEN_ROW_ACTION, "row.cancel-exception", FALSE },
  { "offline-security-tasks.png", SANERA_SCREEN_PAGE, "security-tasks", FALSE },
  { "offline-security-task.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "", SANERA_SCREEN_BUTTON, N_ ("Approve"), FALSE },
  { "offline-outbox.png", SANERA_SCREEN_ACTION, "win.show-outbox", TRUE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

/* A damaged cache or outbox, set aside. */
static const SaneraScreen damaged_screens[] = {
  { "damaged.png", SANERA_SCREEN_PAGE, "recommendations", FALSE },
  { "damaged-dashboard.png", SANERA_SCREEN_PAGE, "dashboard", FALSE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

/* What the server has refused while nobody looked: both sides of a conflict. */
static const SaneraScreen refused_screens[] = {
  { "refused.png", SANERA_SCREEN_PAGE, "security-tasks", FALSE },
  { "refused-security-task.png", SANERA_SCREEN_RECORD, "refused", FALSE },
  { "conflict.png", SANERA_SCREEN_ROW_ACTION, "win.show-refused", TRUE },
  { "refused-outbox.png", SANERA_SCREEN_ACTION, "win.show-outbox", TRUE },
  { NULL, SANERA_SCREEN_WINDOW, NULL, FALSE },
};

/**
 * sanera_screens_get:
 * @connections: the connections of the window
 *
 * Decides by what the program has come upon: a first start, no server, damage, a refusal; most
 * often none of it.
 *
 * Returns: (transfer none) (array zero-terminated=1): what there are to be pictures of, up to one
 *   without a file name
 */
const SaneraScreen *
sanera_screens_get (SaneraConnections *connections)
{
  SaneraConnection *connection = NULL;
  SaneraCache *cache = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), first_start_screens);

  connection = sanera_connections_get_current (connections);
  if (connection == NULL)
    return sanera_connections_get_error (connections) != NULL ? not_opened_screens
                                                              : first_start_screens;

  cache = sanera_connection_get_cache (connection);
  if (sanera_cache_get_repair (cache, SANERA_REPAIR_CACHE) != NULL ||
      sanera_cache_get_repair (cache, SANERA_REPAIR_OUTBOX) != NULL)
    return damaged_screens;
  if (sanera_connection_get_state (connection) == SANERA_STATE_OFFLINE)
    return offline_screens;

  entries = sanera_outbox_list (sanera_cache_get_outbox (cache), NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((const SaneraOutboxEntry *)g_ptr_array_index (entries, i))->state == SANERA_OUTBOX_REFUSED)
      return refused_screens;
  return screens;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-screens.h"

#include <glib/gi18n.h>

#include "sanera-administration-window.h"
#include "sanera-child-list.h"
#include "sanera-connection-button.h"
#include "sanera-flyout.h"
#include "sanera-record.h"

/* The list that is on screen, or NULL. */
static GtkColumnView *
find_list (GtkWidget *root)
{
  if (!gtk_widget_get_child_visible (root) || !gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_COLUMN_VIEW (root))
    return GTK_COLUMN_VIEW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkColumnView *list = find_list (child);

      if (list != NULL)
        return list;
    }
  return NULL;
}

/**
 * sanera_screens_count_rows:
 * @window: the window
 *
 * Returns: how many rows the list on screen has, 0 without one
 */
guint
sanera_screens_count_rows (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;
  GtkSelectionModel *model = list != NULL ? gtk_column_view_get_model (list) : NULL;

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

/**
 * sanera_screens_find_button:
 * @root: where to look
 * @label: the words on it
 *
 * Returns: (transfer none) (nullable): the first such button, depth first
 */
GtkWidget *
sanera_screens_find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = sanera_screens_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_type (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * sanera_screens_find_dialog:
 * @window: the main window
 *
 * Returns: (transfer none) (nullable): the window that an action has opened over it
 */
GtkWindow *
sanera_screens_find_dialog (SaneraWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) dialog = g_list_model_get_item (toplevels, i);

      if (dialog != GTK_WINDOW (window) && gtk_widget_get_visible (GTK_WIDGET (dialog)) &&
          gtk_window_get_transient_for (dialog) == GTK_WINDOW (window))
        return dialog;
    }
  return NULL;
}

/* What the list of the page on screen begins with, or NULL. */
static SaneraRecord *
get_first_record (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;
  GtkSelectionModel *model = list != NULL ? gtk_column_view_get_model (list) : NULL;

  return model != NULL ? g_list_model_get_item (G_LIST_MODEL (model), 0) : NULL;
}

static GtkWidget *
get_flyout (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);

  return page != NULL ? sanera_page_get_flyout (page) : NULL;
}

/* What has opened over the window by now; the window itself where it is still to come. */
static GtkWidget *
get_opened (SaneraWindow *window, gboolean late)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);

  if (dialog != NULL)
    return GTK_WIDGET (dialog);

  return late ? GTK_WIDGET (window) : NULL;
}

static GtkWidget *
prepare_page (SaneraWindow *window, const char *id)
{
  if (sanera_window_find_page (window, id) == NULL)
    return NULL;
  sanera_page_set_search (sanera_window_get_page (window), "");
  sanera_window_show_page (window, id);
  return GTK_WIDGET (window);
}

static GtkWidget *
prepare_flyout (SaneraWindow *window)
{
  g_autoptr (SaneraRecord) record = get_first_record (window);

  if (record == NULL ||
      !sanera_page_show_record (sanera_window_get_page (window), sanera_record_get_id (record)))
    return NULL;

  return GTK_WIDGET (window);
}

/* To the top of the flyout. */
static void
scroll_to (GtkWidget *list)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double y;

  if (gtk_widget_translate_coordinates (list, scroller, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y);
}

/* Its rows come later, and only then there is something to scroll. Without a server it says that it
 * was never fetched. */
static GtkWidget *
prepare_children (SaneraWindow *window)
{
  GtkWidget *flyout = get_flyout (window);
  GtkWidget *list = flyout != NULL ? find_type (flyout, SANERA_TYPE_CHILD_LIST) : NULL;
  GtkExpander *expander =
      list != NULL ? sanera_child_list_get_expander (SANERA_CHILD_LIST (list)) : NULL;

  if (expander == NULL)
    return NULL;
  if (!gtk_expander_get_expanded (expander))
    g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (
                                 gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW))),
                             "changed", G_CALLBACK (scroll_to), list, G_CONNECT_SWAPPED);
  gtk_expander_set_expanded (expander, TRUE);
  scroll_to (list);
  return GTK_WIDGET (window);
}

static GtkWidget *
prepare_selection (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;

  if (list == NULL)
    return NULL;
  gtk_selection_model_unselect_all (gtk_column_view_get_model (list));
  for (guint i = 0; i < 3; i++)
    gtk_selection_model_select_item (gtk_column_view_get_model (list), i, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (page), "list.show-selection", NULL);
  return GTK_WIDGET (window);
}

static GtkWidget *
press_in_flyout (SaneraWindow *window, const SaneraScreen *screen)
{
  GtkWidget *flyout = get_flyout (window);
  GtkWidget *button =
      flyout != NULL ? sanera_screens_find_button (flyout, gettext (screen->argument)) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return NULL;
  g_signal_emit_by_name (button, "clicked");
  return get_opened (window, screen->late);
}

static GtkWidget *
act_on_row (SaneraWindow *window, const SaneraScreen *screen)
{
  GtkWidget *flyout = get_flyout (window);
  SaneraRecord *shown =
      SANERA_IS_FLYOUT (flyout) ? sanera_flyout_get_record (SANERA_FLYOUT (flyout)) : NULL;
  g_autoptr (SaneraRecord) record =
      shown != NULL ? g_object_ref (shown) : get_first_record (window);

  if (record == NULL ||
      !gtk_widget_activate_action (GTK_WIDGET (sanera_window_get_page (window)), screen->argument,
                                   "s", sanera_record_get_id (record)))
    return NULL;
  return get_opened (window, TRUE);
}

static GtkWidget *
act (SaneraWindow *window, const SaneraScreen *screen)
{
  SaneraPage *page = sanera_window_get_page (window);

  if (page == NULL || !gtk_widget_activate_action (GTK_WIDGET (page), screen->argument, NULL))
    return NULL;
  return get_opened (window, screen->late);
}

static GtkWidget *
show_tab (SaneraWindow *window, const char *name)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);

  if (ADW_IS_PREFERENCES_WINDOW (dialog))
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (dialog), name);
  else if (SANERA_IS_ADMINISTRATION_WINDOW (dialog))
    sanera_administration_window_show (SANERA_ADMINISTRATION_WINDOW (dialog), name);
  else
    return NULL;

  return GTK_WIDGET (dialog);
}

static GtkWidget *
open_popover (SaneraWindow *window)
{
  GtkWidget *place = find_type (GTK_WIDGET (window), SANERA_TYPE_CONNECTION_BUTTON);
  GtkWidget *button = place != NULL ? find_type (place, GTK_TYPE_MENU_BUTTON) : NULL;

  if (button == NULL || !gtk_widget_get_mapped (button))
    return NULL;
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
}

static void
close_subject (SaneraWindow *window, GtkWidget *subject)
{
  if (GTK_IS_POPOVER (subject))
    gtk_popover_popdown (GTK_POPOVER (subject));
  else if (subject != NULL && subject != GTK_WIDGET (window))
    /* At once, or it would be found where the next one is looked for. */
    gtk_window_destroy (GTK_WINDOW (subject));
}

/**
 * sanera_screen_prepare:
 * @self: a screen
 * @window: the main window
 * @subject: (nullable): what the screen before it was a picture of; it is closed
 *
 * Brings the screen about.
 *
 * Returns: (transfer none) (nullable): what to take a picture of, of a late one the window
 * meanwhile; %NULL: there is no such screen now
 */
GtkWidget *
sanera_screen_prepare (const SaneraScreen *self, SaneraWindow *window, GtkWidget *subject)
{
  if (self->kind != SANERA_SCREEN_TAB && self->kind != SANERA_SCREEN_FLYOUT &&
      self->kind != SANERA_SCREEN_CHILDREN)
    close_subject (window, subject);

  switch (self->kind)
    {
    case SANERA_SCREEN_DARK:
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          ADW_COLOR_SCHEME_FORCE_DARK);
      return prepare_page (window, self->argument);
    case SANERA_SCREEN_PAGE:
      return prepare_page (window, self->argument);
    case SANERA_SCREEN_NO_ROWS:
      sanera_page_set_search (sanera_window_get_page (window), "\xe2\x80\x93\xe2\x80\x93");
      return GTK_WIDGET (window);
    case SANERA_SCREEN_FLYOUT:
      return prepare_flyout (window);
    case SANERA_SCREEN_CHILDREN:
      return prepare_children (window);
    case SANERA_SCREEN_SELECTION:
      return prepare_selection (window);
    case SANERA_SCREEN_BUTTON:
      return press_in_flyout (window, self);
    case SANERA_SCREEN_ROW_ACTION:
      return act_on_row (window, self);
    case SANERA_SCREEN_ACTION:
      return act (window, self);
    case SANERA_SCREEN_TAB:
      return show_tab (window, self->argument);
    case SANERA_SCREEN_POPOVER:
      return open_popover (window);
    case SANERA_SCREEN_WINDOW:
    default:
      return GTK_WIDGET (window);
    }
}

/* In this order: a flyout stands beside the page before it. */
static const SaneraScreen screens[] = {
  { "dashboard.png", SANERA_SCREEN_PAGE, "dashboard", FALSE },
  { "connection.png", SANERA_SCREEN_POPOVER, NULL, FALSE },
  { "recommendations.png", SANERA_SCREEN_PAGE, "recommendations", FALSE },
  { "recommendation.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "recommendation-devices.png", SANERA_SCREEN_CHILDREN, NULL, FALSE },
  { "request.png", SANERA_SCREEN_BUTTON, N_ ("Remediation options"), FALSE },
  { "exception-options.png", SANERA_SCREEN_BUTTON, N_ ("Exception options"), FALSE },
  { "selection.png", SANERA_SCREEN_SELECTION, NULL, FALSE },
  { "bulk-request.png", SANERA_SCREEN_ACTION, "row.request-selected", TRUE },
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
  { "exceptions.png", SANERA_SCREEN_PAGE, "exceptions", FALSE },
  { "exception.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "exception-renew.png", SANERA_SCREEN_ROW_ACTION, "row.renew-exception", TRUE },
  { "exception-canceled.png", SANERA_SCREEN_ROW_ACTION, "row.cancel-exception", FALSE },
  { "devices.png", SANERA_SCREEN_PAGE, "devices", FALSE },
  { "device.png", SANERA_SCREEN_FLYOUT, NULL, FALSE },
  { "device-move.png", SANERA_SCREEN_BUTTON, N_ ("Move to device group…"), FALSE },
  { "device-retire.png", SANERA_SCREEN_BUTTON, N_ ("Retire…"), FALSE },
  { "device-merge.png", SANERA_SCREEN_BUTTON, N_ ("Merge…"), FALSE },
  { "shortcuts.png", SANERA_SCREEN_ACTION, "win.show-help-overlay", FALSE },
  { "connect.png", SANERA_SCREEN_ACTION, "win.connect", FALSE },
  { "outbox.png", SANERA_SCREEN_ACTION, "win.show-outbox", TRUE },
  { "settings.png", SANERA_SCREEN_ACTION, "win.settings", FALSE },
  { "connections.png", SANERA_SCREEN_TAB, "connections", FALSE },
  { "imports.png", SANERA_SCREEN_ACTION, "win.imports", FALSE },
  { "administration.png", SANERA_SCREEN_ACTION, "win.administration", FALSE },
  { "rules.png", SANERA_SCREEN_TAB, "rules", FALSE },
  { "audit.png", SANERA_SCREEN_TAB, "audit", FALSE },
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

/**
 * sanera_screens_get:
 * @connected: whether a connection is open
 *
 * Returns: (transfer none) (array zero-terminated=1): what there are to be pictures of, up to one
 *   without a file name
 */
const SaneraScreen *
sanera_screens_get (gboolean connected)
{
  return connected ? screens : first_start_screens;
}

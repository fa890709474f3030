/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-screens.h"

#include <glib/gi18n.h>

#include "sanera-administration-window.h"
#include "sanera-again.h"
#include "sanera-child-list.h"
#include "sanera-connection-button.h"
#include "sanera-device-split-dialog.h"
#include "sanera-device.h"
#include "sanera-flyout.h"
#include "sanera-recommendation.h"
#include "sanera-security-task.h"

/* So many rows are looked through for one that has what a picture is to show. */
#define LOOKED_THROUGH 1000
/* So many rows are selected. */
#define SELECTED 3

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

/* The rows of the page on screen, or NULL. */
static GtkSelectionModel *
get_rows (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);
  GtkColumnView *list = page != NULL ? find_list (GTK_WIDGET (page)) : NULL;

  return list != NULL ? gtk_column_view_get_model (list) : NULL;
}

static SaneraRecord *
get_nth_record (SaneraWindow *window, guint n)
{
  GtkSelectionModel *model = get_rows (window);

  return model != NULL ? g_list_model_get_item (G_LIST_MODEL (model), n) : NULL;
}

/**
 * sanera_screens_has_list:
 * @window: the window
 *
 * Returns: whether the page on screen has a list
 */
gboolean
sanera_screens_has_list (SaneraWindow *window)
{
  return get_rows (window) != NULL;
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
  GtkSelectionModel *model = get_rows (window);

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static GtkWidget *
find_button (GtkWidget *root, const char *label, gboolean shown)
{
  if (shown && !gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label, shown);

      if (found != NULL)
        return found;
    }
  return NULL;
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
  return find_button (root, label, FALSE);
}

static GtkWindow *
find_over (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) dialog = g_list_model_get_item (toplevels, i);

      if (dialog != window && gtk_widget_get_visible (GTK_WIDGET (dialog)) &&
          gtk_window_get_transient_for (dialog) == window)
        return dialog;
    }
  return NULL;
}

/**
 * sanera_screens_find_dialog:
 * @window: the main window
 *
 * Returns: (transfer none) (nullable): the window that an action has opened over it, the last one
 *   of several
 */
GtkWindow *
sanera_screens_find_dialog (SaneraWindow *window)
{
  GtkWindow *last = NULL;

  for (GtkWindow *dialog = find_over (GTK_WINDOW (window)); dialog != NULL;
       dialog = find_over (dialog))
    last = dialog;
  return last;
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
  AdwFlap *sidebar = ADW_FLAP (sanera_again_find (GTK_WIDGET (window), ADW_TYPE_FLAP));

  if (sanera_window_find_page (window, id) == NULL)
    return NULL;
  /* In a narrow window it covers the page. */
  if (adw_flap_get_folded (sidebar))
    adw_flap_set_reveal_flap (sidebar, FALSE);
  sanera_page_set_search (sanera_window_get_page (window), "");
  sanera_window_show_page (window, id);
  return GTK_WIDGET (window);
}

static GtkWidget *
prepare_flyout (SaneraWindow *window)
{
  g_autoptr (SaneraRecord) record = get_nth_record (window, 0);

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
  GtkWidget *list = flyout != NULL ? sanera_again_find (flyout, SANERA_TYPE_CHILD_LIST) : NULL;
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
  GtkSelectionModel *model = get_rows (window);

  if (model == NULL || g_list_model_get_n_items (G_LIST_MODEL (model)) < SELECTED)
    return NULL;
  gtk_selection_model_unselect_all (model);
  for (guint i = 0; i < SELECTED; i++)
    gtk_selection_model_select_item (model, i, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (sanera_window_get_page (window)), "list.show-selection",
                              NULL);
  return GTK_WIDGET (window);
}

/* As somebody searches: the words are seen. */
static GtkWidget *
prepare_no_rows (SaneraWindow *window)
{
  SaneraPage *page = sanera_window_get_page (window);

  gtk_widget_activate_action (GTK_WIDGET (page), "list.clear-selection", NULL);
  sanera_page_close_flyout (page);
  sanera_window_focus_search (window);
  gtk_editable_set_text (
      GTK_EDITABLE (sanera_again_find (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY)),
      /* Translators: searched for in a picture: nothing is found */
      _ ("nothing like it"));
  return GTK_WIDGET (window);
}

static gboolean
is_proposed (SaneraRecord *record)
{
  return SANERA_IS_RECOMMENDATION (record) &&
         sanera_recommendation_get_data (SANERA_RECOMMENDATION (record))->proposed_exception !=
             NULL;
}

static gboolean
is_similar (SaneraRecord *record)
{
  return SANERA_IS_DEVICE (record) &&
         sanera_device_get_data (SANERA_DEVICE (record))->similar_devices > 0;
}

static gboolean
is_joined (SaneraRecord *record)
{
  return SANERA_IS_DEVICE (record) &&
         sanera_device_split_dialog_can (sanera_device_get_data (SANERA_DEVICE (record))->identity);
}

static gboolean
is_refused (SaneraRecord *record)
{
  return SANERA_IS_SECURITY_TASK (record) &&
         sanera_security_task_get_data (SANERA_SECURITY_TASK (record))->local_error != NULL;
}

/* The first row with something that most have not. */
static GtkWidget *
prepare_record (SaneraWindow *window, const char *what)
{
  static const struct
  {
    const char *what;
    gboolean (*is_it) (SaneraRecord *record);
  } kinds[] = {
    { "proposed", is_proposed },
    { "similar", is_similar },
    { "joined", is_joined },
    { "refused", is_refused },
  };
  guint count = MIN (sanera_screens_count_rows (window), LOOKED_THROUGH);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; g_str_equal (kinds[k].what, what) && i < count; i++)
      {
        g_autoptr (SaneraRecord) record = get_nth_record (window, i);

        if (kinds[k].is_it (record) && sanera_page_show_record (sanera_window_get_page (window),
                                                                sanera_record_get_id (record)))
          return GTK_WIDGET (window);
      }
  return NULL;
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
      shown != NULL ? g_object_ref (shown) : get_nth_record (window, 0);

  if (record == NULL ||
      !gtk_widget_activate_action (GTK_WIDGET (sanera_window_get_page (window)), screen->argument,
                                   "s", sanera_record_get_id (record)))
    return NULL;
  return get_opened (window, TRUE);
}

/* What has been done is undone, so that nothing of it is left in the pictures that follow. */
static GtkWidget *
undo (SaneraWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  return GTK_WIDGET (window);
}

/* Those over @keep, or all. At once, or they would be found where the next one is looked for. */
static void
close_dialogs (SaneraWindow *window, GtkWindow *keep)
{
  for (GtkWindow *dialog = sanera_screens_find_dialog (window); dialog != keep;
       dialog = sanera_screens_find_dialog (window))
    gtk_window_destroy (dialog);
}

/* Whether it belongs to the dialog that is open; a flyout, to the page beside it. */
static gboolean
is_in_dialog (SaneraScreenKind kind)
{
  return kind == SANERA_SCREEN_TAB || kind == SANERA_SCREEN_PRESS || kind == SANERA_SCREEN_MENU ||
         kind == SANERA_SCREEN_FOCUS || kind == SANERA_SCREEN_FILL ||
         kind == SANERA_SCREEN_CHOOSE || kind == SANERA_SCREEN_OVER;
}

static gboolean
press (GtkWindow *dialog, const char *label)
{
  /* Several pages of a dialog may have the same. */
  GtkWidget *button =
      dialog != NULL ? find_button (GTK_WIDGET (dialog), gettext (label), TRUE) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return FALSE;
  g_signal_emit_by_name (button, "clicked");
  return TRUE;
}

/* What the dialog on the screen becomes. */
static GtkWidget *
press_in_dialog (SaneraWindow *window, const SaneraScreen *screen)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);

  return press (dialog, screen->argument) ? GTK_WIDGET (dialog) : NULL;
}

static GtkWidget *
press_over_dialog (SaneraWindow *window, const SaneraScreen *screen)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);
  GtkWindow *over = press (dialog, screen->argument) ? sanera_screens_find_dialog (window) : NULL;

  return over != dialog ? GTK_WIDGET (over) : NULL;
}

static void
fill (GtkWidget *root, const char *text)
{
  if (ADW_IS_ENTRY_ROW (root) && gtk_widget_get_mapped (root))
    gtk_editable_set_text (GTK_EDITABLE (root), text);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fill (child, text);
}

static GtkWidget *
fill_dialog (SaneraWindow *window, const char *text)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);

  if (dialog != NULL)
    fill (GTK_WIDGET (dialog), text);
  return GTK_WIDGET (dialog);
}

static GtkWidget *
choose_in_dialog (SaneraWindow *window)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);
  GtkWidget *choice =
      dialog != NULL ? sanera_again_find (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW) : NULL;

  if (choice == NULL)
    return NULL;
  adw_combo_row_set_selected (ADW_COMBO_ROW (choice), 1);
  return GTK_WIDGET (dialog);
}

static GtkMenuButton *
find_menu_button (GtkWidget *root, const char *words)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_MENU_BUTTON (root))
    {
      GtkWidget *content = gtk_menu_button_get_child (GTK_MENU_BUTTON (root));

      return g_strcmp0 (gtk_widget_get_tooltip_text (root), words) == 0 ||
                     (ADW_IS_BUTTON_CONTENT (content) &&
                      g_str_equal (adw_button_content_get_label (ADW_BUTTON_CONTENT (content)),
                                   words))
                 ? GTK_MENU_BUTTON (root)
                 : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkMenuButton *found = find_menu_button (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Returns: (nullable): what the button opens; only with the focus: its window */
static GtkWidget *
open_menu (SaneraWindow *window, const SaneraScreen *screen)
{
  GtkWindow *dialog = sanera_screens_find_dialog (window);
  GtkWindow *top = dialog != NULL ? dialog : GTK_WINDOW (window);
  GtkMenuButton *button = find_menu_button (GTK_WIDGET (top), gettext (screen->argument));

  if (button == NULL)
    return NULL;
  if (screen->kind == SANERA_SCREEN_FOCUS)
    {
      gtk_widget_grab_focus (GTK_WIDGET (button));
      return GTK_WIDGET (top);
    }
  gtk_menu_button_popup (button);
  return GTK_WIDGET (gtk_menu_button_get_popover (button));
}

static GtkWidget *
act_on_selected (SaneraWindow *window, const SaneraScreen *screen)
{
  SaneraPage *page = sanera_window_get_page (window);

  if (page == NULL || !gtk_widget_activate_action (GTK_WIDGET (page), screen->argument, "s", ""))
    return NULL;
  return get_opened (window, screen->late);
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
  GtkWindow *dialog = find_over (GTK_WINDOW (window));

  close_dialogs (window, dialog);
  if (ADW_IS_PREFERENCES_WINDOW (dialog))
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (dialog), name);
  else if (SANERA_IS_ADMINISTRATION_WINDOW (dialog))
    sanera_administration_window_show (SANERA_ADMINISTRATION_WINDOW (dialog), name);
  else
    return NULL;

  return GTK_WIDGET (dialog);
}

static GtkWidget *
prepare_sidebar (SaneraWindow *window)
{
  GtkWidget *place = sanera_again_find (GTK_WIDGET (window), SANERA_TYPE_CONNECTION_BUTTON);

  if (place == NULL || gtk_widget_get_mapped (place))
    return NULL;
  sanera_window_set_sidebar (window, TRUE);
  return GTK_WIDGET (window);
}

static GtkWidget *
open_popover (SaneraWindow *window)
{
  GtkWidget *place = sanera_again_find (GTK_WIDGET (window), SANERA_TYPE_CONNECTION_BUTTON);
  GtkWidget *button = place != NULL ? sanera_again_find (place, GTK_TYPE_MENU_BUTTON) : NULL;

  if (button == NULL || !gtk_widget_get_mapped (button))
    return NULL;
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
}

/**
 * sanera_screen_prepare:
 * @self: a screen
 * @window: the main window
 * @subject: (nullable): what the screen before it was a picture of
 *
 * Brings the screen about. What has been opened before and does not belong to it is closed.
 *
 * Returns: (transfer none) (nullable): what to take a picture of, of a late one the window
 * meanwhile; %NULL: there is no such screen now
 */
GtkWidget *
sanera_screen_prepare (const SaneraScreen *self, SaneraWindow *window, GtkWidget *subject)
{
  if (GTK_IS_POPOVER (subject))
    gtk_popover_popdown (GTK_POPOVER (subject));
  if (!is_in_dialog (self->kind))
    close_dialogs (window, NULL);

  switch (self->kind)
    {
    case SANERA_SCREEN_DARK:
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          ADW_COLOR_SCHEME_FORCE_DARK);
      return prepare_page (window, self->argument);
    case SANERA_SCREEN_PAGE:
      return prepare_page (window, self->argument);
    case SANERA_SCREEN_NO_ROWS:
      return prepare_no_rows (window);
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
    case SANERA_SCREEN_RECORD:
      return prepare_record (window, self->argument);
    case SANERA_SCREEN_PRESS:
      return press_in_dialog (window, self);
    case SANERA_SCREEN_SELECTED:
      return act_on_selected (window, self);
    case SANERA_SCREEN_MENU:
    case SANERA_SCREEN_FOCUS:
      return open_menu (window, self);
    case SANERA_SCREEN_FILL:
      return fill_dialog (window, self->argument);
    case SANERA_SCREEN_CHOOSE:
      return choose_in_dialog (window);
    case SANERA_SCREEN_OVER:
      return press_over_dialog (window, self);
    case SANERA_SCREEN_UNDO:
      return undo (window);
    case SANERA_SCREEN_SIDEBAR:
      return prepare_sidebar (window);
    case SANERA_SCREEN_POPOVER:
      return open_popover (window);
    case SANERA_SCREEN_WINDOW:
    default:
      return GTK_WIDGET (window);
    }
}

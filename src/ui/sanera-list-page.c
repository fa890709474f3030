/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-focus-child.h"
#include "sanera-list-page-private.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-row-copy.h"
#include "sanera-wrap-layout.h"

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SaneraListPage, sanera_list_page, SANERA_TYPE_PAGE)

/**
 * sanera_list_page_get_private:
 * @self: a list page
 *
 * Returns: (transfer none): what the files of the page share
 */
SaneraListPagePrivate *
sanera_list_page_get_private (SaneraListPage *self)
{
  return sanera_list_page_get_instance_private (self);
}

static void
open_cb (SaneraListPage *self, guint position, gboolean by_keyboard)
{
  sanera_list_page_open (self, position, by_keyboard);
}

/* Columns */

static void
reload_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->model != NULL)
    sanera_query_model_refresh (priv->model);
}

static void
clear_filters_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  sanera_list_page_clear_filters (self);
}

static void
columns_changed_cb (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  GSettings *settings = sanera_page_get_page_settings (SANERA_PAGE (self));
  g_autoptr (GArray) states = sanera_table_get_column_states (priv->table);

  if (settings != NULL)
    g_settings_set_value (
        settings, "columns",
        sanera_column_states_serialize (SANERA_LIST_PAGE_GET_CLASS (self)->columns, states));
}

static void
load_columns (SaneraListPage *self)
{
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  GSettings *settings = sanera_page_get_page_settings (SANERA_PAGE (self));
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GArray) states = NULL;

  if (settings == NULL)
    return;

  value = g_settings_get_value (settings, "columns");
  states = sanera_column_states_parse (klass->columns, klass->n_columns, value);
  sanera_table_set_column_states (sanera_list_page_get_private (self)->table, states);
}

static void
customize_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  gtk_menu_button_popup (sanera_list_page_get_private (self)->columns_button);
}

/* Selection */

static void
clear_selection_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->selection != NULL)
    sanera_selection_clear (priv->selection);
}

static void
show_selection_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  sanera_list_page_show_selection (self);
  sanera_flyout_focus_heading (sanera_list_page_ensure_flyout (self));
}

static void
marked_cb (SaneraListPage *self)
{
  sanera_list_page_update_foot (self);
  sanera_list_page_update_pane (self);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) states = NULL;
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  guint n_rows = sanera_list_page_get_n_rows (self);
  guint64 count;

  if (priv->selection == NULL)
    return;

  count = sanera_selection_get_count (priv->selection);
  for (guint i = 0; i < n_rows && records->len < MIN (count, SANERA_ROW_COPY_MAX); i++)
    if (sanera_selection_contains (priv->selection, sanera_query_model_get_row_id (priv->model, i)))
      g_ptr_array_add (records, g_list_model_get_item (G_LIST_MODEL (priv->model), i));
  if (records->len == 0)
    return;

  states = sanera_table_get_column_states (priv->table);
  sanera_row_copy (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                   SANERA_LIST_PAGE_GET_CLASS (self)->columns, states, records,
                   sanera_table_get_context (priv->table));
  number = sanera_language_number (records->len);
  if (count > records->len)
    {
      g_autofree char *all = sanera_language_number ((gint64)count);

      /* Translators: the first %s is how many were copied, the second how many are selected */
      text = g_strdup_printf (_ ("Copied the first %s of %s rows"), number, all);
    }
  else
    text = g_strdup_printf (ngettext ("Copied %s row", "Copied %s rows", records->len), number);
  sanera_page_add_toast (SANERA_PAGE (self), adw_toast_new (text));
}

static void
restore_pending (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (priv->selection);
  guint position;

  priv->moving = TRUE;
  if (priv->pending_everything)
    gtk_selection_model_select_all (selection);
  if (!priv->pending_marked && priv->pending_selection != NULL && priv->pending_selection->len == 1)
    {
      position = sanera_query_model_find_row_id (
          priv->model, g_array_index (priv->pending_selection, gint64, 0));
      if (position != GTK_INVALID_LIST_POSITION)
        gtk_selection_model_select_item (selection, position, TRUE);
      g_clear_pointer (&priv->pending_selection, g_array_unref);
    }
  for (guint i = 0; priv->pending_selection != NULL && i < priv->pending_selection->len; i++)
    {
      position = sanera_query_model_find_row_id (
          priv->model, g_array_index (priv->pending_selection, gint64, i));
      if (position != GTK_INVALID_LIST_POSITION)
        sanera_selection_toggle (priv->selection, position);
    }
  priv->moving = FALSE;
  priv->pending_everything = FALSE;
  g_clear_pointer (&priv->pending_selection, g_array_unref);

  if (priv->pending_anchor != 0)
    {
      position = sanera_query_model_find_row_id (priv->model, priv->pending_anchor);
      if (position != GTK_INVALID_LIST_POSITION)
        sanera_table_scroll_to (priv->table, position);
      priv->pending_anchor = 0;
    }
}

/* What comes from below */

static void
model_changed_cb (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (sanera_query_model_get_complete (priv->model))
    {
      priv->loaded = TRUE;
      restore_pending (self);
    }
  sanera_list_page_update_state (self);
  sanera_list_page_update_movable (self);
}

static void
info_changed_cb (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  const SaneraCacheInfo *info = sanera_cache_get_info (priv->cache);
  SaneraCellContext context = { .now = g_get_real_time (), .device_count = 0 };

  if (info != NULL)
    {
      sanera_filter_bar_set_person (priv->filter_bar, info->email);
      sanera_filter_bar_set_visit (priv->filter_bar, info->visit.previous);
      context.device_count = sanera_cache_info_get_impact_base (info);
    }
  sanera_table_set_context (priv->table, &context);
  /* Why there is nothing may depend on a setting, and on who looks. */
  SANERA_LIST_PAGE_GET_CLASS (self)->set_empty (self, priv->status);
  sanera_list_page_update_state (self);
}

static void
disconnect_model (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  sanera_list_page_forget_count (self);
  sanera_list_page_stop_choices (self);
  g_clear_pointer (&priv->held, sanera_frame_wait_free);
  if (priv->cache != NULL)
    g_signal_handlers_disconnect_by_data (priv->cache, self);
  if (priv->connection != NULL)
    g_signal_handlers_disconnect_by_func (priv->connection, sanera_list_page_update_state, self);
  if (priv->model != NULL)
    g_signal_handlers_disconnect_by_data (priv->model, self);
  if (priv->selection != NULL)
    g_signal_handlers_disconnect_by_data (priv->selection, self);
  if (priv->table != NULL)
    sanera_table_set_selection (priv->table, NULL);
  g_clear_object (&priv->selection);
  g_clear_object (&priv->model);
  g_clear_object (&priv->cache);
  g_clear_object (&priv->connection);
  priv->flyout_row_id = 0;
  priv->loaded = FALSE;
  priv->several = FALSE;
  if (priv->flyout != NULL)
    sanera_flyout_set_pane (priv->flyout, NULL);
}

static void
sanera_list_page_set_connection (SaneraPage *page, SaneraConnection *connection)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  SANERA_PAGE_CLASS (sanera_list_page_parent_class)->set_connection (page, connection);

  disconnect_model (self);
  if (priv->flyout != NULL)
    sanera_flyout_set_connection (priv->flyout, connection);
  if (connection == NULL)
    {
      sanera_list_page_update_state (self);
      return;
    }

  priv->connection = g_object_ref (connection);
  priv->cache = g_object_ref (sanera_connection_get_cache (connection));
  priv->model = sanera_query_model_new (priv->cache, priv->query);
  sanera_query_model_set_paused (priv->model, sanera_page_get_hidden (page));
  sanera_list_page_hold (self);
  priv->selection = sanera_selection_new (priv->model);
  g_signal_connect_swapped (priv->cache, "info-changed", G_CALLBACK (info_changed_cb), self);
  g_signal_connect_swapped (priv->connection, "notify::state",
                            G_CALLBACK (sanera_list_page_update_state), self);
  g_signal_connect_swapped (priv->connection, "notify::last-error-message",
                            G_CALLBACK (sanera_list_page_update_state), self);
  g_signal_connect_swapped (priv->model, "notify", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (priv->model, "items-changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (priv->selection, "selection-changed",
                            G_CALLBACK (sanera_list_page_selection_changed), self);
  g_signal_connect_swapped (priv->selection, "notify::marked", G_CALLBACK (marked_cb), self);
  sanera_table_set_selection (priv->table, priv->selection);
  info_changed_cb (self);
}

static void
sanera_list_page_refresh (SaneraPage *page)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->model == NULL)
    return;

  sanera_list_page_forget_count (self);
  sanera_list_page_refresh_flyout (self);
  sanera_list_page_update_state (self);
}

static void
sanera_list_page_hidden_changed (SaneraPage *page)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (SANERA_LIST_PAGE (page));

  if (priv->model != NULL)
    sanera_query_model_set_paused (priv->model, sanera_page_get_hidden (page));
}

/* The page as the window sees it */

static void
sanera_list_page_set_search (SaneraPage *page, const char *text)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  const char *old = sanera_query_get_search (priv->query);
  g_autoptr (SaneraQuery) query = NULL;

  if (g_strcmp0 (old != NULL ? old : "", text) == 0)
    return;

  query = sanera_query_with_search (priv->query, *text != '\0' ? text : NULL);
  sanera_list_page_apply (self, query);
}

static SaneraQuery *
sanera_list_page_get_query (SaneraPage *page)
{
  return sanera_query_ref (sanera_list_page_get_private (SANERA_LIST_PAGE (page))->query);
}

static void
sanera_list_page_set_query (SaneraPage *page, SaneraQuery *query)
{
  sanera_list_page_apply (SANERA_LIST_PAGE (page), query);
  g_signal_emit_by_name (page, "query-changed");
}

/* Beside the page's name stands how many rows it shows when one has changed nothing. */
static SaneraQuery *
sanera_list_page_get_count_query (SaneraPageClass *klass, SaneraConnection *connection)
{
  return SANERA_LIST_PAGE_CLASS (klass)->create_query ();
}

static void
sanera_list_page_save_state (SaneraPage *page, SaneraPageState *state)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraRecord *record = priv->flyout != NULL ? sanera_flyout_get_record (priv->flyout) : NULL;

  g_free (state->query);
  state->query = sanera_query_to_string (priv->query);
  state->anchor = sanera_table_get_top_row_id (priv->table);
  g_clear_pointer (&state->selection, g_array_unref);
  if (priv->selection != NULL)
    {
      state->selection = sanera_selection_get_row_ids (priv->selection);
      state->everything = sanera_selection_get_everything (priv->selection);
      state->marked = sanera_selection_get_marked (priv->selection);
    }
  g_clear_pointer (&state->flyout, g_free);
  if (sanera_page_get_flyout_open (page) && record != NULL)
    state->flyout = g_strdup (sanera_record_get_id (record));
}

static gboolean
sanera_list_page_show_record (SaneraPage *page, const char *id)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (SaneraRecord) record = NULL;
  guint position;

  if (priv->cache == NULL)
    return FALSE;

  position = sanera_query_model_find_id (priv->model, id);
  if (position != GTK_INVALID_LIST_POSITION)
    {
      sanera_list_page_open (self, position, TRUE);
      sanera_table_scroll_to (priv->table, position);
      return TRUE;
    }

  /* Not in the list, because of its filters or because it is not loaded yet. */
  record = sanera_cache_lookup (priv->cache, SANERA_LIST_PAGE_GET_CLASS (self)->list, id);
  if (record == NULL)
    return FALSE;

  sanera_list_page_ensure_flyout (self);
  priv->flyout_row_id = sanera_record_get_row_id (record);
  sanera_flyout_set_pane (priv->flyout, NULL);
  sanera_flyout_set_record (priv->flyout, record);
  sanera_list_page_update_movable (self);
  sanera_page_open_flyout (page);
  sanera_flyout_focus_heading (priv->flyout);
  return TRUE;
}

static void
sanera_list_page_restore_state (SaneraPage *page, const SaneraPageState *state)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (SaneraQuery) query = NULL;

  if (state->query != NULL)
    query = sanera_query_from_string (state->query);
  if (query != NULL && sanera_query_get_list (query) == SANERA_LIST_PAGE_GET_CLASS (self)->list)
    sanera_list_page_apply (self, query);

  g_clear_pointer (&priv->pending_selection, g_array_unref);
  if (state->selection != NULL)
    priv->pending_selection = g_array_ref (state->selection);
  priv->pending_everything = state->everything;
  priv->pending_marked = state->marked;
  priv->pending_anchor = state->anchor;
  if (priv->model != NULL && sanera_query_model_get_complete (priv->model))
    restore_pending (self);
  if (state->flyout != NULL)
    sanera_list_page_show_record (page, state->flyout);
}

static GtkWidget *
sanera_list_page_get_flyout (SaneraPage *page)
{
  return GTK_WIDGET (sanera_list_page_ensure_flyout (SANERA_LIST_PAGE (page)));
}

static void
sanera_list_page_set_tabs (SaneraPage *page, GtkWidget *tabs)
{
  gtk_box_prepend (sanera_list_page_get_private (SANERA_LIST_PAGE (page))->box, tabs);
}

static void
sanera_list_page_flyout_closed (SaneraPage *page)
{
  SaneraListPage *self = SANERA_LIST_PAGE (page);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sanera_table_focus_row (sanera_list_page_get_private (self)->table,
                            sanera_list_page_find_flyout_row (self));
}

static gboolean
sanera_list_page_grab_focus (GtkWidget *widget)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (SANERA_LIST_PAGE (widget));

  if (sanera_list_status_get_state (priv->status) == SANERA_LIST_ROWS &&
      gtk_widget_grab_focus (GTK_WIDGET (priv->table)))
    {
      GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

      /* A list that has never had the focus on a row takes it itself, where nobody sees it. */
      if (GTK_IS_LIST_VIEW (focus))
        gtk_widget_child_focus (focus, GTK_DIR_TAB_FORWARD);
      return TRUE;
    }

  return gtk_widget_child_focus (GTK_WIDGET (priv->box), GTK_DIR_TAB_FORWARD);
}

static const GActionEntry action_entries[] = {
  { "clear-filters", (void *)clear_filters_cb, NULL, NULL, NULL, { 0 } },
  { "reload", (void *)reload_cb, NULL, NULL, NULL, { 0 } },
  { "customize-columns", (void *)customize_cb, NULL, NULL, NULL, { 0 } },
  { "show-selection", (void *)show_selection_cb, NULL, NULL, NULL, { 0 } },
  { "clear-selection", (void *)clear_selection_cb, NULL, NULL, NULL, { 0 } },
  { "copy", (void *)copy_cb, NULL, NULL, NULL, { 0 } },
};

/* When it is first opened: the first frame does not show it. */
static void
create_list_menu (GtkMenuButton *button, gpointer data)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (data);
  g_autoptr (GMenu) menu = NULL;
  g_autoptr (GMenu) section = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;

  menu = g_menu_new ();
  section = g_menu_new ();
  g_menu_append_submenu (menu, _ ("Sort by"), G_MENU_MODEL (priv->sort_menu));
  g_menu_append (section, _ ("Save view…"), "win.save-view");
  g_menu_append (section, _ ("Customize columns"), "list.customize-columns");
  g_menu_append (section, _ ("Copy selected rows"), "list.copy");
  g_menu_append (section, _ ("Export to CSV…"), "win.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static GtkWidget *
create_toolbar (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  GtkWidget *toolbar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* As high as the filters are, or GTK has Tab come here before it comes there. */
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *menu_button = gtk_menu_button_new ();

  gtk_widget_add_css_class (toolbar, "sanera-list-toolbar");
  priv->filter_bar = sanera_filter_bar_new (klass->filters, klass->n_filters);
  gtk_widget_set_hexpand (GTK_WIDGET (priv->filter_bar), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (priv->filter_bar), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (priv->filter_bar, "opened", G_CALLBACK (sanera_list_page_read_choices),
                            self);
  g_signal_connect_swapped (priv->filter_bar, "filter-changed",
                            G_CALLBACK (sanera_list_page_filter), self);
  gtk_box_append (GTK_BOX (toolbar), GTK_WIDGET (priv->filter_bar));

  priv->chooser = SANERA_COLUMN_CHOOSER (
      sanera_column_chooser_new (priv->table, klass->columns, klass->n_columns));
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (priv->chooser));
  g_signal_connect_swapped (popover, "show", G_CALLBACK (sanera_column_chooser_update),
                            priv->chooser);
  priv->columns_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (priv->columns_button, "sanera-columns-symbolic");
  gtk_menu_button_set_popover (priv->columns_button, popover);
  gtk_widget_set_tooltip_text (GTK_WIDGET (priv->columns_button), _ ("Customize columns"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->columns_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Customize columns"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (priv->columns_button), "flat");
  gtk_widget_set_valign (GTK_WIDGET (priv->columns_button), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (priv->columns_button));

  priv->sort_menu = g_menu_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu_button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (menu_button), create_list_menu, self,
                                         NULL);
  gtk_widget_set_tooltip_text (menu_button, _ ("List menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("List menu"), -1);
  gtk_widget_add_css_class (menu_button, "flat");
  gtk_widget_set_valign (menu_button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (buttons), menu_button);
  gtk_box_append (GTK_BOX (toolbar), buttons);

  return toolbar;
}

static GtkWidget *
create_foot (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  /* In lines of its own where the list is narrow. */
  GtkWidget *foot = sanera_wrap_box_new (12);

  gtk_widget_add_css_class (foot, "sanera-list-foot");
  priv->foot = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (priv->foot, 0);
  gtk_label_set_wrap (priv->foot, TRUE);
  gtk_label_set_wrap_mode (priv->foot, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (priv->foot), "dim-label");
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (priv->foot));

  priv->selected = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (priv->selected));
  /* Translators: a button: shows what can be done with the selected rows */
  priv->show_button = gtk_button_new_with_label (_ ("Actions…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (priv->show_button), "list.show-selection");
  gtk_widget_add_css_class (priv->show_button, "flat");
  gtk_box_append (GTK_BOX (foot), priv->show_button);
  priv->clear_button = gtk_button_new_with_label (_ ("Clear selection"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (priv->clear_button), "list.clear-selection");
  gtk_widget_add_css_class (priv->clear_button, "flat");
  gtk_box_append (GTK_BOX (foot), priv->clear_button);

  return foot;
}

static void
sanera_list_page_constructed (GObject *object)
{
  SaneraListPage *self = SANERA_LIST_PAGE (object);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  g_autoptr (SaneraQuery) query = NULL;
  GtkEventController *shortcuts;

  G_OBJECT_CLASS (sanera_list_page_parent_class)->constructed (object);

  priv->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (priv->actions), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  sanera_list_page_add_sort_action (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (priv->actions));

  priv->table = sanera_table_new (klass->columns, klass->n_columns,
                                  sanera_page_get_title (SANERA_PAGE (self)));
  g_signal_connect_swapped (priv->table, "open", G_CALLBACK (open_cb), self);
  g_signal_connect_swapped (priv->table, "sort", G_CALLBACK (sanera_list_page_sort), self);
  g_signal_connect_swapped (priv->table, "columns-changed", G_CALLBACK (columns_changed_cb), self);
  shortcuts = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>c"),
                        gtk_named_action_new ("list.copy")));
  gtk_widget_add_controller (GTK_WIDGET (priv->table), shortcuts);

  priv->status = sanera_list_status_new (GTK_WIDGET (priv->table));
  klass->set_empty (self, priv->status);

  priv->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (priv->box, create_toolbar (self));
  gtk_box_append (priv->box, GTK_WIDGET (priv->status));
  gtk_box_append (priv->box, create_foot (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->box));

  sanera_list_page_add_menu (self);

  load_columns (self);
  query = sanera_list_page_load_query (self);
  sanera_list_page_apply (self, query);
}

static void
sanera_list_page_dispose (GObject *object)
{
  SaneraListPage *self = SANERA_LIST_PAGE (object);
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->flyout != NULL)
    sanera_flyout_set_connection (priv->flyout, NULL);
  g_clear_handle_id (&priv->tell_id, g_source_remove);
  sanera_list_page_remove_menu (self);
  disconnect_model (self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  priv->table = NULL;
  g_clear_object (&priv->flyout);
  g_clear_object (&priv->actions);
  g_clear_object (&priv->sort_menu);
  g_clear_pointer (&priv->query, sanera_query_unref);
  g_clear_pointer (&priv->pending_selection, g_array_unref);

  G_OBJECT_CLASS (sanera_list_page_parent_class)->dispose (object);
}

static void
sanera_list_page_class_init (SaneraListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);

  object_class->constructed = sanera_list_page_constructed;
  object_class->dispose = sanera_list_page_dispose;
  widget_class->focus = sanera_focus_child;
  widget_class->grab_focus = sanera_list_page_grab_focus;
  page_class->set_connection = sanera_list_page_set_connection;
  page_class->set_search = sanera_list_page_set_search;
  page_class->get_query = sanera_list_page_get_query;
  page_class->set_query = sanera_list_page_set_query;
  page_class->get_count_query = sanera_list_page_get_count_query;
  page_class->save_state = sanera_list_page_save_state;
  page_class->restore_state = sanera_list_page_restore_state;
  page_class->get_flyout = sanera_list_page_get_flyout;
  page_class->show_record = sanera_list_page_show_record;
  page_class->refresh = sanera_list_page_refresh;
  page_class->hidden_changed = sanera_list_page_hidden_changed;
  page_class->flyout_closed = sanera_list_page_flyout_closed;
  page_class->set_tabs = sanera_list_page_set_tabs;
}

static void
sanera_list_page_init (SaneraListPage *self)
{
}

/**
 * sanera_list_page_get_model:
 * @self: a list page
 *
 * Returns: (transfer none) (nullable): its rows; %NULL without a connection
 */
SaneraQueryModel *
sanera_list_page_get_model (SaneraListPage *self)
{
  g_return_val_if_fail (SANERA_IS_LIST_PAGE (self), NULL);

  return sanera_list_page_get_private (self)->model;
}

/**
 * sanera_list_page_get_selection:
 * @self: a list page
 *
 * Returns: (transfer none) (nullable): which rows are selected; %NULL without a connection
 */
SaneraSelection *
sanera_list_page_get_selection (SaneraListPage *self)
{
  g_return_val_if_fail (SANERA_IS_LIST_PAGE (self), NULL);

  return sanera_list_page_get_private (self)->selection;
}

/**
 * sanera_list_page_get_table:
 * @self: a list page
 *
 * Returns: (transfer none): its table
 */
SaneraTable *
sanera_list_page_get_table (SaneraListPage *self)
{
  g_return_val_if_fail (SANERA_IS_LIST_PAGE (self), NULL);

  return sanera_list_page_get_private (self)->table;
}

/**
 * sanera_list_page_get_state:
 * @self: a list page
 *
 * Returns: what the place of the list shows
 */
SaneraListState
sanera_list_page_get_state (SaneraListPage *self)
{
  g_return_val_if_fail (SANERA_IS_LIST_PAGE (self), SANERA_LIST_LOADING);

  return sanera_list_status_get_state (sanera_list_page_get_private (self)->status);
}

/**
 * sanera_list_page_set_heading:
 * @self: a list page
 * @heading: what stands above the chips
 *
 * Sets the heading, once.
 */
void
sanera_list_page_set_heading (SaneraListPage *self, GtkWidget *heading)
{
  g_return_if_fail (SANERA_IS_LIST_PAGE (self));

  gtk_box_prepend (sanera_list_page_get_private (self)->box, heading);
}

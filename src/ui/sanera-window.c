/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-window.h"

#include "sanera-announce.h"
#include "sanera-areas.h"
#include "sanera-dashboard-page.h"
#include "sanera-devices-page.h"
#include "sanera-exceptions-page.h"
#include "sanera-exports.h"
#include "sanera-first-start.h"
#include "sanera-import-flow.h"
#include "sanera-notices.h"
#include "sanera-page-set.h"
#include "sanera-recommendations-page.h"
#include "sanera-remediation-page.h"
#include "sanera-security-tasks-page.h"
#include "sanera-sidebar.h"
#include "sanera-text-scale.h"
#include "sanera-window-actions.h"
#include "sanera-window-admin.h"
#include "sanera-window-connect.h"
#include "sanera-window-drop.h"
#include "sanera-window-person.h"
#include "sanera-window-refresh.h"
#include "sanera-window-views.h"
#include "sanera-window-visible.h"
#include "sanera-window-visit.h"
#include "sanera-words-error.h"

struct _SaneraWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkBox *content;
  AdwHeaderBar *header_bar;
  AdwWindowTitle *window_title;
  GtkButton *refresh_button;
  AdwButtonContent *refresh_content;
  GtkToggleButton *search_button;
  GtkToggleButton *sidebar_button;
  GtkStack *main_stack;
  AdwFlap *sidebar_flap;
  SaneraSidebar *sidebar;
  AdwFlap *flyout_flap;
  GtkStack *flyout_stack;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *page_stack;
  AdwStatusPage *error_page;
  GMenu *recent_menu;

  GSettings *settings;
  SaneraConnections *connections;
  SaneraCache *cache; /* of the current connection, for its signals */
  SaneraPageSet *pages;
  SaneraImportFlow *import_flow;
  gboolean narrow;
  guint fold_id;
};

typedef enum
{
  PROP_CONNECTIONS = 1,
  PROP_SETTINGS,
} SaneraWindowProp;

static GParamSpec *props[PROP_SETTINGS + 1];

G_DEFINE_FINAL_TYPE (SaneraWindow, sanera_window, ADW_TYPE_APPLICATION_WINDOW)

/* The pages in the order of the sidebar, up to a NULL. */
static GType (*const page_types[]) (void) = {
  sanera_dashboard_page_get_type,
  sanera_recommendations_page_get_type,
  sanera_remediation_page_get_type,
  sanera_exceptions_page_get_type,
  sanera_security_tasks_page_get_type,
  sanera_devices_page_get_type,
  NULL,
};

static void
update_sync_time (SaneraWindow *self)
{
  sanera_window_refresh_show_time (self->refresh_button, self->refresh_content,
                                   self->cache != NULL ? sanera_cache_get_info (self->cache)
                                                       : NULL);
}

/* These make sense only with a connection. */
static const char *const page_actions[] = { "refresh",   "show-sidebar",  "export",
                                            "next-area", "previous-area", "open-page" };

/* Which of first start, error and pages. */
static void
update_main (SaneraWindow *self)
{
  const GError *error = sanera_connections_get_error (self->connections);
  gboolean has_pages = sanera_connections_get_current (self->connections) != NULL;
  const char *name = "first-start";

  if (has_pages)
    name = "pages";
  else if (error != NULL)
    {
      g_autofree char *words = sanera_words_error (error);
      g_autofree char *markup = g_markup_escape_text (words, -1);

      g_message ("The connection cannot be opened: %s", error->message);
      adw_status_page_set_title (self->error_page, sanera_words_error_title (error));
      adw_status_page_set_description (self->error_page, markup);
      name = "error";
    }
  /* Most starts are not the first. */
  if (g_str_equal (name, "first-start") &&
      gtk_stack_get_child_by_name (self->main_stack, name) == NULL)
    gtk_stack_add_named (self->main_stack, sanera_first_start_new (), name);
  gtk_stack_set_visible_child_name (self->main_stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button), has_pages);
  gtk_widget_set_visible (GTK_WIDGET (self->refresh_button), has_pages);
  for (guint i = 0; i < G_N_ELEMENTS (page_actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), page_actions[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), has_pages);
    }
}

/* A page without a list has nothing to search in; where there is one, typing begins a search. */
static void
update_search (SaneraWindow *self, gboolean can_search)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "search");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can_search);
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), can_search);
  gtk_search_bar_set_key_capture_widget (self->search_bar,
                                         can_search ? GTK_WIDGET (self->page_stack) : NULL);
}

static void
update_page (SaneraWindow *self)
{
  SaneraPage *page = sanera_window_get_page (self);
  gboolean has_pages = sanera_connections_get_current (self->connections) != NULL;
  g_autoptr (SaneraQuery) query = NULL;
  const char *search = NULL;

  adw_window_title_set_title (self->window_title,
                              page != NULL && has_pages ? sanera_page_get_title (page) : "Sanera");
  update_search (self, has_pages && page != NULL && sanera_page_can_search (page));
  if (page == NULL)
    return;

  sanera_page_place_flyout (page, self->flyout_stack);
  adw_flap_set_reveal_flap (self->flyout_flap, has_pages && sanera_page_get_flyout_open (page));

  query = sanera_page_get_query (page);
  search = query != NULL ? sanera_query_get_search (query) : NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), search != NULL ? search : "");
  gtk_search_bar_set_search_mode (self->search_bar, search != NULL && *search);
}

static void
flyout_open_cb (SaneraWindow *self, GParamSpec *pspec, SaneraPage *page)
{
  if (page != sanera_window_get_page (self))
    return;
  sanera_page_place_flyout (page, self->flyout_stack);
  adw_flap_set_reveal_flap (self->flyout_flap, sanera_page_get_flyout_open (page));
}

static void
flyout_revealed_cb (SaneraWindow *self)
{
  SaneraPage *page = sanera_window_get_page (self);

  /* Closed by a swipe or a click beside it. */
  if (page != NULL && !adw_flap_get_reveal_flap (self->flyout_flap) &&
      sanera_connections_get_current (self->connections) != NULL)
    sanera_page_close_flyout (page);
}

static void
show_page (SaneraWindow *self, SaneraPage *page)
{
  if (page == sanera_window_get_page (self))
    return;
  gtk_stack_set_visible_child (self->page_stack, GTK_WIDGET (page));
  g_settings_set_string (self->settings, "page", sanera_page_get_id (page));
  update_page (self);
}

static void
hide (gpointer page, gpointer visible)
{
  sanera_page_set_hidden (page, page != visible);
}

static void
visible_page_cb (SaneraWindow *self)
{
  SaneraPage *visible = sanera_window_get_page (self);

  sanera_page_set_for_each (self->pages, hide, visible);
}

static void
page_selected_cb (SaneraWindow *self, const char *page_id)
{
  if (self->settings != NULL) /* not at the end */
    show_page (self,
               sanera_window_find_page (self, sanera_page_set_get_chosen (self->pages, page_id)));
}

static void
page_activated_cb (SaneraWindow *self, const char *page_id)
{
  if (self->narrow)
    adw_flap_set_reveal_flap (self->sidebar_flap, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (sanera_window_find_page (self, page_id)));
}

static void
search_changed_cb (SaneraWindow *self)
{
  SaneraPage *page = sanera_window_get_page (self);

  if (page != NULL)
    sanera_page_set_search (page, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_activate_cb (SaneraWindow *self)
{
  SaneraPage *page = sanera_window_get_page (self);

  if (page != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
refresh (gpointer page, gpointer data)
{
  sanera_page_refresh (page);
}

static void
cache_changed_cb (SaneraWindow *self, guint lists, SaneraCache *cache)
{
  sanera_page_set_for_each (self->pages, refresh, NULL);
}

static void
connect_page (gpointer page, gpointer connection)
{
  sanera_page_set_connection (page, connection);
}

static void
connection_changed_cb (SaneraWindow *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  SaneraCache *cache = connection != NULL ? sanera_connection_get_cache (connection) : NULL;

  if (self->cache != NULL)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  g_set_object (&self->cache, cache);
  if (self->cache != NULL)
    {
      g_signal_connect_object (self->cache, "changed", G_CALLBACK (cache_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->cache, "info-changed", G_CALLBACK (update_sync_time), self,
                               G_CONNECT_SWAPPED);
    }
  sanera_page_set_for_each (self->pages, connect_page, connection);

  update_main (self);
  update_sync_time (self);
  update_page (self);
}

/* The page has taken the search away, or a link has set one. */
static void
page_query_cb (SaneraWindow *self, SaneraPage *page)
{
  if (page == sanera_window_get_page (self))
    update_page (self);
}

static void
page_toast_cb (SaneraWindow *self, AdwToast *toast)
{
  sanera_window_add_toast (self, g_object_ref (toast));
}

static void
page_made_cb (SaneraWindow *self, SaneraPage *page)
{
  g_signal_connect_object (page, "notify::flyout-open", G_CALLBACK (flyout_open_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "query-changed", G_CALLBACK (page_query_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "toast", G_CALLBACK (page_toast_cb), self, G_CONNECT_SWAPPED);
  sanera_page_set_connection (page, sanera_connections_get_current (self->connections));
}

static void
add_pages (SaneraWindow *self)
{
  self->pages = sanera_page_set_new (self->page_stack, self->settings);
  g_signal_connect_object (self->pages, "made", G_CALLBACK (page_made_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; page_types[i] != NULL; i++)
    {
      SaneraPageClass *klass = sanera_page_set_add (self->pages, page_types[i]());

      if (klass->tab_of == NULL)
        sanera_sidebar_add_page (self->sidebar, klass);
    }
}

static void
sidebar_revealed_cb (SaneraWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "show-sidebar");

  if (action != NULL)
    g_simple_action_set_state (
        G_SIMPLE_ACTION (action),
        g_variant_new_boolean (adw_flap_get_reveal_flap (self->sidebar_flap)));
}

static gboolean
fold_cb (gpointer user_data)
{
  SaneraWindow *self = SANERA_WINDOW (user_data);
  AdwFlapFoldPolicy policy =
      self->narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER;

  self->fold_id = 0;
  adw_flap_set_fold_policy (self->sidebar_flap, policy);
  adw_flap_set_reveal_flap (self->sidebar_flap, !self->narrow);
  adw_flap_set_fold_policy (self->flyout_flap, policy);
  /* A folded flap that expands covers all of the list. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->flyout_stack), self->narrow);
  return G_SOURCE_REMOVE;
}

static void
sanera_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SaneraWindow *self = SANERA_WINDOW (widget);
  gboolean narrow = width < sanera_text_scale_pixels (widget, SANERA_WINDOW_NARROW);

  GTK_WIDGET_CLASS (sanera_window_parent_class)->size_allocate (widget, width, height, baseline);

  /* libadwaita 1.2 has no breakpoints, and folding from within an allocation would be lost. */
  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      if (self->fold_id == 0)
        self->fold_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_cb, self, NULL);
    }
}

static gboolean
sanera_window_close_request (GtkWindow *window)
{
  SaneraWindow *self = SANERA_WINDOW (window);
  int width = 0;
  int height = 0;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (sanera_window_parent_class)->close_request (window);
}

static void
sanera_window_constructed (GObject *object)
{
  SaneraWindow *self = SANERA_WINDOW (object);
  g_autofree char *page = NULL;

  G_OBJECT_CLASS (sanera_window_parent_class)->constructed (object);

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  page = g_settings_get_string (self->settings, "page");
  add_pages (self);
  sanera_window_actions_add (self);
  sanera_window_connect_add (self);
  sanera_window_admin_add (self);
  sanera_window_visit_add (self);
  sanera_window_views_add (self);
  sanera_window_visible_add (GTK_WINDOW (self), self->connections);
  sanera_sidebar_set_connections (self->sidebar, self->connections, self->settings);
  gtk_box_insert_child_after (self->content, sanera_notices_new (self->connections),
                              GTK_WIDGET (self->header_bar));
  sanera_window_drop_add (self, GTK_WIDGET (self->toast_overlay));
  self->import_flow = sanera_import_flow_new (self, self->recent_menu);
  gtk_box_append (self->content, sanera_exports_new (GTK_WINDOW (self)));
  /* Another version may have had other pages. */
  sanera_window_show_page (self,
                           sanera_page_set_has (self->pages, page) ? page : "recommendations");

  g_signal_connect_object (self->connections, "notify::current", G_CALLBACK (connection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  connection_changed_cb (self);
}

static void
sanera_window_dispose (GObject *object)
{
  SaneraWindow *self = SANERA_WINDOW (object);

  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_clear_object (&self->import_flow);
  g_clear_object (&self->cache);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_window_parent_class)->dispose (object);
}

static void
sanera_window_finalize (GObject *object)
{
  g_object_unref (SANERA_WINDOW (object)->pages);

  G_OBJECT_CLASS (sanera_window_parent_class)->finalize (object);
}

static void
sanera_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SaneraWindow *self = SANERA_WINDOW (object);

  switch ((SaneraWindowProp)id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sanera_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SaneraWindow *self = SANERA_WINDOW (object);

  switch ((SaneraWindowProp)id)
    {
    case PROP_CONNECTIONS:
      self->connections = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sanera_window_class_init (SaneraWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sanera_window_constructed;
  object_class->dispose = sanera_window_dispose;
  object_class->finalize = sanera_window_finalize;
  object_class->get_property = sanera_window_get_property;
  object_class->set_property = sanera_window_set_property;
  widget_class->size_allocate = sanera_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = sanera_window_close_request;

  props[PROP_CONNECTIONS] =
      g_param_spec_object ("connections", NULL, NULL, SANERA_TYPE_CONNECTIONS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_SETTINGS] =
      g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, content);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, refresh_content);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, main_stack);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, sidebar_flap);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, flyout_flap);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, flyout_stack);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, SaneraWindow, recent_menu);
  gtk_widget_class_bind_template_callback (widget_class, flyout_revealed_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_revealed_cb);
}

static void
sanera_window_init (SaneraWindow *self)
{
  g_type_ensure (SANERA_TYPE_SIDEBAR);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->page_stack, "notify::visible-child", G_CALLBACK (visible_page_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  sanera_window_watch_person (self);
}

/**
 * sanera_window_new:
 * @application: (nullable): whose window it is; %NULL in tests
 * @connections: the person's connections; the window shows the current one
 * @settings: the settings of the application
 *
 * Returns: (transfer floating): a window, not presented yet
 */
SaneraWindow *
sanera_window_new (GtkApplication *application, SaneraConnections *connections, GSettings *settings)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (SANERA_TYPE_WINDOW, "application", application, "connections", connections,
                       "settings", settings, NULL);
}

/**
 * sanera_window_get_connections:
 * @self: a window
 *
 * Returns: (transfer none): the person's connections
 */
SaneraConnections *
sanera_window_get_connections (SaneraWindow *self)
{
  g_return_val_if_fail (SANERA_IS_WINDOW (self), NULL);

  return self->connections;
}

/**
 * sanera_window_get_settings:
 * @self: a window
 *
 * Returns: (transfer none): the settings of the application
 */
GSettings *
sanera_window_get_settings (SaneraWindow *self)
{
  g_return_val_if_fail (SANERA_IS_WINDOW (self), NULL);

  return self->settings;
}

/**
 * sanera_window_get_page:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the page that is shown
 */
SaneraPage *
sanera_window_get_page (SaneraWindow *self)
{
  GtkWidget *child = NULL;

  g_return_val_if_fail (SANERA_IS_WINDOW (self), NULL);

  child = self->page_stack != NULL ? gtk_stack_get_visible_child (self->page_stack) : NULL;
  return child != NULL ? SANERA_PAGE (child) : NULL;
}

/**
 * sanera_window_find_page:
 * @self: a window
 * @page_id: stable name of a page
 *
 * Returns: (transfer none) (nullable): that page, shown or not; made now if it never was
 */
SaneraPage *
sanera_window_find_page (SaneraWindow *self, const char *page_id)
{
  g_return_val_if_fail (SANERA_IS_WINDOW (self), NULL);
  g_return_val_if_fail (page_id != NULL, NULL);

  return sanera_page_set_find (self->pages, page_id);
}

/**
 * sanera_window_show_page:
 * @self: a window
 * @page_id: stable name of a page
 *
 * Shows that page. Does nothing when there is none of that name.
 */
void
sanera_window_show_page (SaneraWindow *self, const char *page_id)
{
  SaneraPage *page = NULL;

  g_return_if_fail (SANERA_IS_WINDOW (self));
  g_return_if_fail (page_id != NULL);

  page = sanera_window_find_page (self, page_id);
  if (page == NULL)
    return;
  sanera_sidebar_select (self->sidebar, sanera_page_set_choose (self->pages, page));
  show_page (self, page);
}

/**
 * sanera_window_move_area:
 * @self: a window
 * @direction: 1 or -1
 *
 * Moves the focus to the next or previous of sidebar, list and flyout, of those that are visible.
 */
void
sanera_window_move_area (SaneraWindow *self, int direction)
{
  GtkWidget *areas[3];
  int count = 0;

  g_return_if_fail (SANERA_IS_WINDOW (self));

  if (adw_flap_get_reveal_flap (self->sidebar_flap))
    areas[count++] = GTK_WIDGET (self->sidebar);
  areas[count++] = GTK_WIDGET (self->page_stack);
  if (adw_flap_get_reveal_flap (self->flyout_flap))
    areas[count++] = GTK_WIDGET (self->flyout_stack);
  sanera_areas_move_focus (GTK_ROOT (self), areas, count, direction);
}

/**
 * sanera_window_set_sidebar:
 * @self: a window
 * @shown: whether the sidebar is shown
 */
void
sanera_window_set_sidebar (SaneraWindow *self, gboolean shown)
{
  g_return_if_fail (SANERA_IS_WINDOW (self));

  adw_flap_set_reveal_flap (self->sidebar_flap, shown);
}

/**
 * sanera_window_focus_search:
 * @self: a window
 *
 * Opens the search entry with its text selected.
 */
void
sanera_window_focus_search (SaneraWindow *self)
{
  g_return_if_fail (SANERA_IS_WINDOW (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * sanera_window_add_toast:
 * @self: a window
 * @toast: (transfer full): what happened
 */
void
sanera_window_add_toast (SaneraWindow *self, AdwToast *toast)
{
  g_return_if_fail (SANERA_IS_WINDOW (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  sanera_announce_toast (GTK_WIDGET (self->toast_overlay), toast);
}

/**
 * sanera_window_import:
 * @self: a window
 * @files: (nullable): GFile, the reports to import; %NULL lets the person choose
 */
void
sanera_window_import (SaneraWindow *self, GListModel *files)
{
  g_return_if_fail (SANERA_IS_WINDOW (self));

  sanera_import_flow_start (self->import_flow, files);
}

/**
 * sanera_window_save_state:
 * @self: a window
 *
 * Returns: (transfer full): all that a new window needs to show the same
 */
SaneraViewState *
sanera_window_save_state (SaneraWindow *self)
{
  SaneraViewState *state = NULL;
  SaneraPage *page = NULL;

  g_return_val_if_fail (SANERA_IS_WINDOW (self), NULL);

  state = sanera_view_state_new ();
  page = sanera_window_get_page (self);
  sanera_view_state_set_page (state, page != NULL ? sanera_page_get_id (page) : NULL);
  sanera_page_set_save_state (self->pages, state);
  return state;
}

/**
 * sanera_window_restore_state:
 * @self: a new window
 * @state: what sanera_window_save_state() returned
 *
 * Shows the same as the window before.
 */
void
sanera_window_restore_state (SaneraWindow *self, SaneraViewState *state)
{
  g_return_if_fail (SANERA_IS_WINDOW (self));
  g_return_if_fail (state != NULL);

  sanera_page_set_restore_state (self->pages, state);
  if (sanera_view_state_get_page (state) != NULL)
    sanera_window_show_page (self, sanera_view_state_get_page (state));
  update_page (self);
}

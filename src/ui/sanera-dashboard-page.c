/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-dashboard-page.h"

#include <glib/gi18n.h>

#include "sanera-card-layout.h"
#include "sanera-configuration-card.h"
#include "sanera-dashboard-queries.h"
#include "sanera-dashboard-summary.h"
#include "sanera-distribution-card.h"
#include "sanera-exposure-card.h"
#include "sanera-focus-child.h"
#include "sanera-list-status.h"
#include "sanera-score-words.h"
#include "sanera-top-card.h"
#include "sanera-visit-line.h"

#define SPACING 18
#define MAX_WIDTH 1500

/* A first sync writes page after page: the figures follow at this pace. */
#define UPDATE_MS 200

/**
 * SaneraDashboardPage:
 *
 * Everything on it comes from the figures of the fleet in the cache and from a few queries that
 * read the first rows and count. Nothing is read while the page is not on screen.
 */
struct _SaneraDashboardPage
{
  SaneraPage parent_instance;

  SaneraListStatus *status;
  GtkWidget *scrolled;
  SaneraVisitLine *visit_line;
  SaneraExposureCard *exposure;
  SaneraConfigurationCard *configuration;
  SaneraDistributionCard *distribution;
  SaneraTopCard *top_recommendations;
  SaneraTopCard *top_activities;
  GSimpleAction *copy_summary;

  SaneraDashboardFigures figures;
  GSignalGroup *connection_signals;
  GSignalGroup *cache_signals;
  GCancellable *reading;
  guint pending; /* queries that have not answered */
  gint64 visit; /* what the first line counts from */
  guint update_source;
  gboolean stale; /* to be read when it is on screen again */
};

G_DEFINE_FINAL_TYPE (SaneraDashboardPage, sanera_dashboard_page, SANERA_TYPE_PAGE)

static SaneraCache *
get_cache (SaneraDashboardPage *self)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (self));

  return connection != NULL ? sanera_connection_get_cache (connection) : NULL;
}

static const SaneraCacheInfo *
get_info (SaneraDashboardPage *self)
{
  SaneraCache *cache = get_cache (self);

  return cache != NULL ? sanera_cache_get_info (cache) : NULL;
}

/* What stands in the place of the cards */

static SaneraListState
find_state (SaneraDashboardPage *self)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (self));
  const SaneraCacheInfo *info = get_info (self);

  if (info == NULL)
    return SANERA_LIST_LOADING;
  /* A tenant need not tell its devices. */
  if (info->device_count > 0 || (info->tenant && info->synced_on != SANERA_INT_NULL))
    return SANERA_LIST_ROWS;
  if (info->synced_on != SANERA_INT_NULL)
    return SANERA_LIST_EMPTY;

  if (sanera_connection_get_state (connection) == SANERA_STATE_ONLINE)
    return SANERA_LIST_LOADING; /* what has come in is being counted */

  return sanera_list_status_find_unfetched (connection);
}

static void
update_state (SaneraDashboardPage *self)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (self));
  SaneraListState state = find_state (self);

  if (connection != NULL)
    sanera_list_status_set_reason (self->status, connection);
  sanera_list_status_set_state (self->status, state);
  g_simple_action_set_enabled (self->copy_summary, state == SANERA_LIST_ROWS && self->pending == 0);
}

/* Reading */

static void
stop_reading (SaneraDashboardPage *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->update_source, g_source_remove);
  self->pending = 0;
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
answered (SaneraDashboardPage *self, const GError *error)
{
  if (error != NULL)
    g_debug ("The dashboard cannot be read: %s", error->message);
  if (self->pending > 0)
    self->pending--;
  update_state (self);
}

static void
set_rows (SaneraDashboardPage *self, SaneraTopCard *card, GPtrArray *records, gint64 total)
{
  const SaneraCacheInfo *info = get_info (self);
  SaneraCellContext context = { .now = g_get_real_time () };

  if (info != NULL)
    context.device_count = sanera_cache_info_get_impact_base (info);
  sanera_top_card_set_rows (card, records, total, &context);
}

static void
take_records (GPtrArray **to, GPtrArray *records)
{
  g_ptr_array_unref (*to);
  *to = records;
}

static void
recommendations_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraDashboardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 total;
  GPtrArray *records = sanera_cache_top_finish (SANERA_CACHE (source), result, &total, &error);

  if (is_cancelled (error))
    return;
  if (records != NULL)
    {
      take_records (&self->figures.recommendations, records);
      self->figures.n_recommendations = total;
      set_rows (self, self->top_recommendations, records, total);
    }
  answered (self, error);
}

static void
activities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraDashboardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 total;
  GPtrArray *records = sanera_cache_top_finish (SANERA_CACHE (source), result, &total, &error);

  if (is_cancelled (error))
    return;
  if (records != NULL)
    {
      take_records (&self->figures.activities, records);
      self->figures.n_activities = total;
      set_rows (self, self->top_activities, records, total);
    }
  answered (self, error);
}

static void
overdue_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraDashboardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 count = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);

  if (is_cancelled (error))
    return;
  if (error == NULL)
    self->figures.n_overdue = count;
  answered (self, error);
}

/* One count of the first line. */
typedef struct
{
  SaneraDashboardPage *page;
  SaneraVisitCount count;
} Counting;

static void
visit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Counting *counting = user_data;
  g_autoptr (SaneraDashboardPage) self = counting->page;
  g_autoptr (GError) error = NULL;
  gint64 count = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);

  if (is_cancelled (error))
    return;
  if (error == NULL)
    sanera_visit_line_set_count (self->visit_line, counting->count, count, g_get_real_time ());
  answered (self, error);
}

static void
count_since (SaneraDashboardPage *self, SaneraVisitCount count, gint64 now)
{
  g_autoptr (SaneraQuery) query = sanera_visit_line_create_query (count, self->visit, now);
  Counting *counting = g_new (Counting, 1);

  counting->page = g_object_ref (self);
  counting->count = count;
  self->pending++;
  sanera_cache_count_async (get_cache (self), query, self->reading, visit_cb, counting);
}

static void
read_lists (SaneraDashboardPage *self)
{
  SaneraCache *cache = get_cache (self);
  gint64 now = g_get_real_time ();
  g_autoptr (SaneraQuery) recommendations = sanera_dashboard_query_recommendations ();
  g_autoptr (SaneraQuery) activities = sanera_dashboard_query_activities (now);
  g_autoptr (SaneraQuery) overdue = sanera_dashboard_query_overdue (now);

  stop_reading (self);
  self->reading = g_cancellable_new ();
  self->pending = 3;
  sanera_cache_top_async (cache, recommendations, SANERA_TOP_ROWS, self->reading,
                          recommendations_cb, g_object_ref (self));
  sanera_cache_top_async (cache, activities, SANERA_TOP_ROWS, self->reading, activities_cb,
                          g_object_ref (self));
  sanera_cache_count_async (cache, overdue, self->reading, overdue_cb, g_object_ref (self));
  if (self->visit == SANERA_INT_NULL)
    return;
  for (guint i = 0; i < SANERA_VISIT_N_COUNTS; i++)
    count_since (self, (SaneraVisitCount)i, now);
}

static void
show_info (SaneraDashboardPage *self)
{
  const SaneraCacheInfo *info = get_info (self);
  gint64 now = g_get_real_time ();

  sanera_exposure_card_set_info (self->exposure, info, now);
  sanera_configuration_card_set_info (self->configuration, info);
  sanera_distribution_card_set_info (self->distribution, info);
  self->visit = info->visit.previous;
  sanera_visit_line_set_visit (self->visit_line, self->visit);
}

static void
update (SaneraDashboardPage *self)
{
  if (get_info (self) == NULL)
    {
      update_state (self);
      return;
    }
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;

  show_info (self);
  read_lists (self);
  update_state (self);
}

static gboolean
update_cb (gpointer user_data)
{
  SaneraDashboardPage *self = user_data;

  self->update_source = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
update_soon (SaneraDashboardPage *self)
{
  if (self->update_source == 0)
    self->update_source = g_timeout_add (UPDATE_MS, update_cb, self);
}

/* A sync without news changes its own time only: nothing is read then. */
static void
info_changed_cb (SaneraDashboardPage *self)
{
  const SaneraCacheInfo *info = get_info (self);

  if (info == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->stale = TRUE;
      return;
    }
  if (info->visit.previous != self->visit)
    update_soon (self);
  show_info (self);
  update_state (self);
}

/* Summary */

static const char *
describe_connection (SaneraConnection *connection)
{
  const char *name = sanera_connection_get_name (connection);

  switch (sanera_connection_get_kind (connection))
    {
    case SANERA_CONNECTION_SAMPLE:
      return _ ("Sample data");
    case SANERA_CONNECTION_PRIVATE:
      return _ ("This computer");
    case SANERA_CONNECTION_SERVER:
    case SANERA_CONNECTION_TENANT:
    default:
      return name != NULL ? name : /* Translators: where the numbers come from */ _ ("Server");
    }
}

static void
copy_summary_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaneraDashboardPage *self = SANERA_DASHBOARD_PAGE (user_data);
  g_autofree char *summary = sanera_dashboard_page_dup_summary (self);

  if (summary == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), summary);
  sanera_page_add_toast (SANERA_PAGE (self), adw_toast_new (_ ("Summary copied")));
}

/* Page */

static void
sanera_dashboard_page_set_connection (SaneraPage *page, SaneraConnection *connection)
{
  SaneraDashboardPage *self = SANERA_DASHBOARD_PAGE (page);

  stop_reading (self);
  SANERA_PAGE_CLASS (sanera_dashboard_page_parent_class)->set_connection (page, connection);

  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->cache_signals, get_cache (self));
  self->visit = SANERA_INT_NULL;
  sanera_visit_line_set_visit (self->visit_line, SANERA_INT_NULL);
  update (self);
}

static void
sanera_dashboard_page_refresh (SaneraPage *page)
{
  SaneraDashboardPage *self = SANERA_DASHBOARD_PAGE (page);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_soon (self);
  else
    self->stale = TRUE;
}

static void
sanera_dashboard_page_map (GtkWidget *widget)
{
  SaneraDashboardPage *self = SANERA_DASHBOARD_PAGE (widget);

  GTK_WIDGET_CLASS (sanera_dashboard_page_parent_class)->map (widget);

  /* Words like "9 days ago" and "3 days overdue" grow old as well. */
  update (self);
}

static gboolean
sanera_dashboard_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (SANERA_DASHBOARD_PAGE (widget)->status),
                                 GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
create_head (SaneraDashboardPage *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *line = adw_bin_new ();
  GtkWidget *copy = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  self->visit_line = SANERA_VISIT_LINE (sanera_visit_line_new ());
  adw_bin_set_child (ADW_BIN (line), GTK_WIDGET (self->visit_line));
  /* The button keeps its place when there is no line beside it. */
  gtk_widget_set_hexpand (line, TRUE);
  gtk_box_append (GTK_BOX (head), line);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "edit-copy-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("Copy summary"));
  gtk_button_set_child (GTK_BUTTON (copy), content);
  gtk_widget_set_tooltip_text (copy, _ ("Copy six lines for a meeting"));
  gtk_widget_set_valign (copy, GTK_ALIGN_START);
  gtk_widget_set_halign (copy, GTK_ALIGN_END);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "dashboard.copy-summary");
  gtk_box_append (GTK_BOX (head), copy);

  return head;
}

static GtkWidget *
create_cards (SaneraDashboardPage *self)
{
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLayoutManager *layout = sanera_card_layout_new (SPACING);

  gtk_widget_set_layout_manager (cards, layout);
  self->exposure = SANERA_EXPOSURE_CARD (sanera_exposure_card_new ());
  gtk_box_append (GTK_BOX (cards), GTK_WIDGET (self->exposure));
  self->configuration = SANERA_CONFIGURATION_CARD (sanera_configuration_card_new ());
  gtk_box_append (GTK_BOX (cards), GTK_WIDGET (self->configuration));
  self->distribution = SANERA_DISTRIBUTION_CARD (sanera_distribution_card_new ());
  gtk_box_append (GTK_BOX (cards), GTK_WIDGET (self->distribution));
  self->top_recommendations = SANERA_TOP_CARD (sanera_top_card_new (SANERA_LIST_RECOMMENDATIONS));
  gtk_box_append (GTK_BOX (cards), GTK_WIDGET (self->top_recommendations));
  self->top_activities = SANERA_TOP_CARD (sanera_top_card_new (SANERA_LIST_ACTIVITIES));
  gtk_box_append (GTK_BOX (cards), GTK_WIDGET (self->top_activities));
  sanera_card_layout_set_wide (SANERA_CARD_LAYOUT (layout), GTK_WIDGET (self->top_recommendations));
  sanera_card_layout_set_wide (SANERA_CARD_LAYOUT (layout), GTK_WIDGET (self->top_activities));

  return cards;
}

static void
add_actions (SaneraDashboardPage *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  self->copy_summary = g_simple_action_new ("copy-summary", NULL);
  g_signal_connect (self->copy_summary, "activate", G_CALLBACK (copy_summary_cb), self);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (self->copy_summary));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "dashboard", G_ACTION_GROUP (actions));
}

static void
sanera_dashboard_page_dispose (GObject *object)
{
  SaneraDashboardPage *self = SANERA_DASHBOARD_PAGE (object);

  stop_reading (self);
  g_clear_object (&self->connection_signals);
  g_clear_object (&self->cache_signals);
  if (self->copy_summary != NULL)
    g_signal_handlers_disconnect_by_func (self->copy_summary, copy_summary_cb, self);
  g_clear_object (&self->copy_summary);
  g_clear_pointer (&self->figures.recommendations, g_ptr_array_unref);
  g_clear_pointer (&self->figures.activities, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_dashboard_page_parent_class)->dispose (object);
}

static void
sanera_dashboard_page_class_init (SaneraDashboardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_dashboard_page_dispose;
  widget_class->map = sanera_dashboard_page_map;
  widget_class->focus = sanera_focus_child;
  widget_class->grab_focus = sanera_dashboard_page_grab_focus;

  page_class->id = "dashboard";
  /* Translators: title of the page with the scores */
  page_class->title = N_ ("Dashboard");
  page_class->icon_name = "sanera-dashboard-symbolic";
  page_class->set_connection = sanera_dashboard_page_set_connection;
  page_class->refresh = sanera_dashboard_page_refresh;
}

static void
sanera_dashboard_page_init (SaneraDashboardPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *clamp = adw_clamp_new ();

  self->visit = SANERA_INT_NULL;
  self->figures.recommendations = g_ptr_array_new_with_free_func (g_object_unref);
  self->figures.activities = g_ptr_array_new_with_free_func (g_object_unref);
  add_actions (self);

  gtk_widget_add_css_class (box, "sanera-dashboard");
  gtk_box_append (GTK_BOX (box), create_head (self));
  gtk_box_append (GTK_BOX (box), create_cards (self));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), MAX_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), MAX_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), clamp);

  self->status = sanera_list_status_new (self->scrolled);
  sanera_list_status_set_empty (self->status, _ ("Nothing to show yet"),
                                _ ("Import the report of a scanner to see what to fix."),
                                _ ("Import scan…"), "win.import", NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->status));

  self->connection_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state",
                                  G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::last-error-message",
                                  G_CALLBACK (update_state), self);
  self->cache_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->cache_signals, "info-changed", G_CALLBACK (info_changed_cb),
                                  self);
  update_state (self);
}

/**
 * sanera_dashboard_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_dashboard_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_DASHBOARD_PAGE, "settings", settings, NULL);
}

/**
 * sanera_dashboard_page_dup_summary:
 * @self: the page, on screen
 *
 * Returns: (transfer full) (nullable): what *Copy summary* copies; %NULL while there is nothing to
 *   say
 */
char *
sanera_dashboard_page_dup_summary (SaneraDashboardPage *self)
{
  g_return_val_if_fail (SANERA_IS_DASHBOARD_PAGE (self), NULL);

  if (find_state (self) != SANERA_LIST_ROWS)
    return NULL;

  return sanera_dashboard_summary_new (
      describe_connection (sanera_page_get_connection (SANERA_PAGE (self))), get_info (self),
      &self->figures, g_get_real_time ());
}

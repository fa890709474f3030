/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dashboard: [154]-[157] top remediation activities, its other cards, what has changed since
 * the last visit, and the summary for a meeting. */

#include "config.h"

#include <glib/gstdio.h>

#include "dashboard-fleet.h"
#include "sanera-dashboard-page.h"
#include "sanera-gauge.h"
#include "sanera-language.h"
#include "sanera-line-chart.h"
#include "sanera-list-page-private.h"
#include "sanera-progress-bar.h"
#include "sanera-ring.h"
#include "sanera-settings.h"
#include "sanera-time.h"
#include "sanera-top-card.h"
#include "sanera-visit-line.h"
#include "sanera-window.h"
#include "ui-support.h"

#define DAY SANERA_TIME_DAY

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraCache *cache;
  SaneraWindow *window;
  GtkWidget *page;
  gint64 now;
} Fixture;

static gboolean
knows_fleet (gpointer data)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (((Fixture *)data)->cache);

  return info != NULL && info->synced_on != SANERA_INT_NULL;
}

static void
set_up (Fixture *self)
{
  self->now = g_get_real_time ();
  self->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->settings = sanera_settings_new ();
  g_settings_reset (self->settings, "connection");
  g_settings_reset (self->settings, "page");
  /* Offline: what is in the cache is all there is. */
  self->connections = sanera_connections_new (self->settings, self->folder, TRUE);
  g_assert_true (sanera_connections_open (self->connections, SANERA_CONNECTIONS_SAMPLE));
  self->cache = sanera_connection_get_cache (sanera_connections_get_current (self->connections));
}

static gboolean
has_answers (gpointer data)
{
  GtkWidget *copy = ui_find (((Fixture *)data)->page, ADW_TYPE_BUTTON_CONTENT, NULL);

  return gtk_widget_is_sensitive (copy);
}

static void
show (Fixture *self, const DashboardFleet *fleet)
{
  DashboardFleet written = *fleet;

  written.now = self->now;
  dashboard_fleet_write (self->cache, &written);
  sanera_cache_reload_info (self->cache);
  g_assert_true (ui_wait_until (knows_fleet, self, UI_LIMIT_MS));

  self->window = sanera_window_new (NULL, self->connections, self->settings);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1200, 900);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_wait_frame (GTK_WIDGET (self->window));
  sanera_window_show_page (self->window, "dashboard");
  self->page = GTK_WIDGET (sanera_window_find_page (self->window, "dashboard"));
  g_assert_true (gtk_widget_get_mapped (self->page));
  if (fleet->devices > 0)
    g_assert_true (ui_wait_until (has_answers, self, UI_LIMIT_MS));
  ui_wait_frame (GTK_WIDGET (self->window));
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  sanera_connections_close (self->connections);
  g_clear_object (&self->connections);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->settings);
  ui_remove_tree (self->folder);
  g_free (self->folder);
}

static const DashboardFleet full_fleet = { .assessed = TRUE, .devices = 300, .visited = TRUE };

static void
show_full (Fixture *self)
{
  set_up (self);
  dashboard_fleet_put_rows (self->cache, self->now);
  show (self, &full_fleet);
}

/* What is on screen */

static void
assert_shows (GtkWidget *root, const char *text)
{
  if (ui_find_text (root, GTK_TYPE_LABEL, text) == NULL)
    g_error ("“%s” is not on screen", text);
}

static void
assert_shows_not (GtkWidget *root, const char *text)
{
  if (ui_find_text (root, GTK_TYPE_LABEL, text) != NULL)
    g_error ("“%s” is on screen", text);
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  GtkWidget *text = ui_find_text (root, GTK_TYPE_LABEL, label);

  g_assert_nonnull (text);
  return gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON);
}

/* What a screen reader says. */
static void
assert_spoken (GtkWidget *widget, const char *expected)
{
  g_autofree char *other = NULL;

  g_assert_nonnull (widget);
  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
  g_assert_cmpstr (other, ==, NULL);
}

static void
assert_charts_have_texts (GtkWidget *root)
{
  if (SANERA_IS_GAUGE (root) || SANERA_IS_LINE_CHART (root) || SANERA_IS_RING (root) ||
      SANERA_IS_PROGRESS_BAR (root))
    {
      g_autofree char *empty = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, "");

      g_assert_true (
          gtk_test_accessible_has_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_nonnull (empty);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_charts_have_texts (child);
}

/* The card of the activities, or of the recommendations. */
static GtkWidget *
find_top_card (Fixture *self, const char *title)
{
  GtkWidget *heading = ui_find_text (self->page, GTK_TYPE_LABEL, title);

  g_assert_nonnull (heading);
  return gtk_widget_get_ancestor (heading, SANERA_TYPE_TOP_CARD);
}

static GtkListBoxRow *
get_row (GtkWidget *card, int place)
{
  GtkWidget *rows = ui_find (card, GTK_TYPE_LIST_BOX, NULL);

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), place);
}

/* How the score of the fleet that is written here has changed. */
static char *
describe_change (Fixture *self)
{
  g_autofree char *date = sanera_language_date (sanera_time_floor_day (self->now) - 20 * DAY);

  return g_strdup_printf ("3.3 points lower than on %s", date);
}

/* The cards */

static void
test_scores (void)
{
  Fixture self = { 0 };
  g_autofree char *change = NULL;
  g_autofree char *line = NULL;

  show_full (&self);
  assert_shows (self.page, "Exposure score");
  assert_shows (self.page, "33");
  assert_shows (self.page, "Medium");
  assert_shows (self.page, "From 12 of 300 devices, last assessed 9 days ago");
  change = describe_change (&self);
  assert_shows (self.page, change);
  assert_spoken (ui_find (self.page, SANERA_TYPE_GAUGE, NULL),
                 "Exposure score: 33 of 100 (Medium)");
  line = g_strdup_printf ("Exposure score over time: %s", change);
  assert_spoken (ui_find (self.page, SANERA_TYPE_LINE_CHART, NULL), line);

  assert_shows (self.page, "Configuration score");
  assert_shows (self.page, "31%");
  assert_shows (self.page, "12.5 of 40 points");
  assert_shows (self.page, "6 of 8 points");
  assert_shows (self.page, "Operating system");
  assert_shows (self.page, "6.5 of 32 points");
  assert_spoken (ui_find (find_button (self.page, "Network"), SANERA_TYPE_PROGRESS_BAR, NULL),
                 "Network: 6 of 8 points");
  assert_spoken (find_button (self.page, "Operating system"), "Operating system: 6.5 of 32 points");

  assert_shows (self.page, "Device exposure distribution");
  assert_shows (self.page, "288");
  assert_spoken (ui_find (self.page, SANERA_TYPE_RING, NULL),
                 "Device exposure: 3 high, 4 medium, 5 low, 288 without data");
  assert_spoken (find_button (self.page, "High"), "High: 3 devices");
  assert_charts_have_texts (self.page);
  ui_save_picture (GTK_WIDGET (self.window), "dashboard.png");
  tear_down (&self);
}

/* What is in progress and can be done something about, the heaviest first; the impact is divided by
 * all devices, as /api does, not only by those assessed lately. */
static void
test_recommendations (void)
{
  Fixture self = { 0 };
  GtkWidget *card;

  show_full (&self);
  card = find_top_card (&self, "Top security recommendations");
  assert_shows (card, "5 / 7");
  assert_shows (GTK_WIDGET (get_row (card, 0)), "Update Tool 7 to 7.0");
  assert_shows (GTK_WIDGET (get_row (card, 0)),
                "7 of 37 devices exposed · Impact ▼2.33 · Software update");
  assert_shows (GTK_WIDGET (get_row (card, 4)), "Update Tool 3 to 3.0");
  g_assert_null (get_row (card, 5));
  assert_spoken (GTK_WIDGET (get_row (card, 0)),
                 "Update Tool 7 to 7.0. 7 of 37 devices exposed · Impact ▼2.33 · Software update");
  tear_down (&self);
}

/* [154] five in progress, what is overdue first, then by impact; [155] title, overdue mark,
 * progress. Nobody has measured anything of "heavy": no 0 (R6). */
static void
test_activities (void)
{
  Fixture self = { 0 };
  GtkWidget *card, *row;

  show_full (&self);
  card = find_top_card (&self, "Top remediation activities");
  assert_shows (card, "Activities generated from security recommendations");
  assert_shows (card, "5 / 6");
  row = GTK_WIDGET (get_row (card, 0));
  assert_shows (row, "Update Tool 2 to 2.0");
  assert_shows (row, "1 day overdue");
  assert_shows (row, "3 / 10");
  row = GTK_WIDGET (get_row (card, 1));
  assert_shows (row, "Update Tool 1 to 1.0");
  assert_shows (row, "4 days overdue");
  assert_shows (row, "61.4k / 117k");
  assert_spoken (ui_find (row, SANERA_TYPE_PROGRESS_BAR, NULL),
                 "Fixed: 61,400. Exposed: 55,600. Unknown: 0.");
  assert_spoken (row, "Update Tool 1 to 1.0. 4 days overdue. "
                      "Fixed: 61,400. Exposed: 55,600. Unknown: 0.");
  row = GTK_WIDGET (get_row (card, 2));
  assert_shows (row, "Update Tool 7 to 7.0");
  assert_shows (row, "Not assessed since the request");
  g_assert_null (ui_find (row, SANERA_TYPE_PROGRESS_BAR, NULL));
  assert_shows (GTK_WIDGET (get_row (card, 3)), "Update Tool 6 to 6.0");
  assert_shows (GTK_WIDGET (get_row (card, 4)), "Update Tool 5 to 5.0");
  g_assert_null (get_row (card, 5));
  tear_down (&self);
}

/* Devices that nobody has assessed: no data, never 0. */
static void
test_no_data (void)
{
  static const DashboardFleet fleet = { .devices = 3 };
  Fixture self = { 0 };
  GtkWidget *card;

  set_up (&self);
  show (&self, &fleet);
  assert_shows (self.page, "No data");
  assert_shows (self.page, "No device has been assessed yet");
  assert_shows (self.page, "There is no earlier score to compare with yet");
  assert_shows (self.page, "There is no recommendation to change a configuration.");
  assert_shows_not (self.page, "0%");
  assert_shows_not (gtk_widget_get_parent (ui_find (self.page, SANERA_TYPE_GAUGE, NULL)), "0");
  assert_shows_not (gtk_widget_get_parent (ui_find (self.page, SANERA_TYPE_GAUGE, NULL)), "–");
  assert_spoken (ui_find (self.page, SANERA_TYPE_GAUGE, NULL), "Exposure score: no data");
  assert_charts_have_texts (self.page);
  card = find_top_card (&self, "Top remediation activities");
  assert_shows (card, "No remediation activity is in progress.");
  g_assert_null (get_row (card, 0));
  g_assert_null (ui_find_text (card, GTK_TYPE_LABEL, "Show more"));
  assert_shows (find_top_card (&self, "Top security recommendations"),
                "No device is exposed to anything that is known.");
  /* Nobody was here before: there is nothing to compare with. */
  g_assert_false (gtk_widget_get_visible (ui_find (self.page, SANERA_TYPE_VISIT_LINE, NULL)));
  ui_save_picture (GTK_WIDGET (self.window), "dashboard-no-data.png");
  tear_down (&self);
}

static void
test_empty (void)
{
  static const DashboardFleet fleet = { .devices = 0 };
  Fixture self = { 0 };

  set_up (&self);
  show (&self, &fleet);
  assert_shows (self.page, "Nothing to show yet");
  g_assert_nonnull (find_button (self.page, "Import scan…"));
  g_assert_null (sanera_dashboard_page_dup_summary (SANERA_DASHBOARD_PAGE (self.page)));
  g_assert_false (has_answers (&self));
  ui_save_picture (GTK_WIDGET (self.window), "dashboard-empty.png");
  tear_down (&self);
}

/* Links */

static SaneraPage *
assert_page (Fixture *self, const char *id)
{
  SaneraPage *page = sanera_window_get_page (self->window);

  g_assert_cmpstr (sanera_page_get_id (page), ==, id);
  return page;
}

static void
assert_filter (SaneraPage *page, const char *name, const char *value)
{
  g_autoptr (SaneraQuery) query = sanera_page_get_query (page);
  const char *const *values = sanera_query_get_filter (query, name);

  g_assert_nonnull (values);
  g_assert_cmpstr (values[0], ==, value);
  g_assert_null (values[1]);
}

static void
go_back (Fixture *self)
{
  sanera_window_show_page (self->window, "dashboard");
  g_assert_true (ui_wait_until (has_answers, self, UI_LIMIT_MS));
}

/* [156] an entry leads to the Remediation page, with its flyout; [157] where it can be marked as
 * complete. */
static void
test_open_activity (void)
{
  Fixture self = { 0 };
  GtkWidget *card, *flyout;
  SaneraPage *page;

  show_full (&self);
  card = find_top_card (&self, "Top remediation activities");
  /* As Enter and a click do. */
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_row (card, 1))));
  page = assert_page (&self, "remediation");
  g_assert_true (sanera_page_get_flyout_open (page));
  flyout = sanera_page_get_flyout (page);
  assert_shows (flyout, "Update Tool 1 to 1.0");
  g_assert_true (gtk_widget_is_sensitive (find_button (flyout, "Mark as complete")));

  go_back (&self);
  card = find_top_card (&self, "Top security recommendations");
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_row (card, 0))));
  page = assert_page (&self, "recommendations");
  g_assert_true (sanera_page_get_flyout_open (page));
  assert_shows (sanera_page_get_flyout (page), "Update Tool 7 to 7.0");
  tear_down (&self);
}

/* What is seen in a card is what its link opens. */
static void
test_links (void)
{
  Fixture self = { 0 };
  SaneraPage *page;

  show_full (&self);
  ui_click (find_button (find_top_card (&self, "Top remediation activities"), "Show more"));
  page = assert_page (&self, "remediation");
  assert_filter (page, "status", "Active");

  go_back (&self);
  ui_click (find_button (find_top_card (&self, "Top security recommendations"), "Show more"));
  page = assert_page (&self, "recommendations");
  assert_filter (page, "exposed", "yes");

  go_back (&self);
  ui_click (find_button (self.page, "High"));
  page = assert_page (&self, "devices");
  assert_filter (page, "exposureLevel", "High");

  go_back (&self);
  ui_click (find_button (self.page, "Network"));
  page = assert_page (&self, "recommendations");
  assert_filter (page, "recommendationCategory", "Network");
  assert_filter (page, "remediationType", "ConfigurationChange");
  tear_down (&self);
}

typedef struct
{
  SaneraPage *page;
  guint n_rows;
} Expected;

static gboolean
has_rows (gpointer data)
{
  const Expected *expected = data;
  SaneraQueryModel *model = sanera_list_page_get_model (SANERA_LIST_PAGE (expected->page));

  return model != NULL && sanera_query_model_get_complete (model) &&
         g_list_model_get_n_items (G_LIST_MODEL (model)) == expected->n_rows;
}

/* Each number is a link to just those rows; what is none is not said. */
static void
test_visit (void)
{
  static const struct
  {
    const char *label;
    const char *page;
    guint n_rows;
  } table[] = {
    { "3 new recommendations", "recommendations", 3 },
    { "2 activities completed", "remediation", 2 },
    { "1 activity reopened", "remediation", 1 },
    { "1 activity became overdue", "remediation", 1 },
  };
  Fixture self = { 0 };
  GtkWidget *line;
  g_autofree char *moment = NULL;
  g_autofree char *heading = NULL;

  show_full (&self);
  line = ui_find (self.page, SANERA_TYPE_VISIT_LINE, NULL);
  g_assert_true (gtk_widget_get_mapped (line));
  assert_spoken (line, "Since your last visit");
  moment = sanera_language_datetime (self.now - 3 * DAY);
  heading = g_strdup_printf ("Since your last visit (%s)", moment);
  assert_shows (line, heading);
  assert_shows_not (line, "Nothing has changed");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Expected expected = { NULL, table[i].n_rows };

      g_test_message ("%s", table[i].label);
      ui_click (find_button (line, table[i].label));
      expected.page = assert_page (&self, table[i].page);
      g_assert_true (ui_wait_until (has_rows, &expected, UI_LIMIT_MS));
      go_back (&self);
    }
  tear_down (&self);
}

static void
test_nothing_changed (void)
{
  Fixture self = { 0 };
  GtkWidget *line;

  set_up (&self);
  dashboard_fleet_put_recommendation (self.cache, 1, "Active", 7, self.now - 9 * DAY);
  show (&self, &full_fleet);
  line = ui_find (self.page, SANERA_TYPE_VISIT_LINE, NULL);
  assert_shows (line, "Nothing has changed");
  g_assert_null (ui_find_text (line, GTK_TYPE_BUTTON, "0 new recommendations"));
  tear_down (&self);
}

/* The summary */

typedef struct
{
  char *text;
} Clip;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  ((Clip *)data)->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_read (gpointer data)
{
  return ((Clip *)data)->text != NULL;
}

static void
test_summary (void)
{
  Fixture self = { 0 };
  Clip clip = { NULL };
  g_auto (GStrv) lines = NULL;
  g_autofree char *moment = NULL;
  g_autofree char *head = NULL;
  g_autofree char *change = NULL;
  g_autofree char *exposure = NULL;

  show_full (&self);
  ui_click (gtk_widget_get_parent (ui_find (self.page, ADW_TYPE_BUTTON_CONTENT, NULL)));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self.page), NULL, read_cb, &clip);
  g_assert_true (ui_wait_until (is_read, &clip, UI_LIMIT_MS));
  lines = g_strsplit (clip.text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  moment = sanera_language_datetime (self.now);
  head = g_strdup_printf ("Security of the devices, Sample data, as of %s", moment);
  g_assert_cmpstr (lines[0], ==, head);
  change = describe_change (&self);
  exposure = g_strdup_printf ("Exposure score: 33 of 100 (Medium). From 12 of 300 devices, last "
                              "assessed 9 days ago. %s.",
                              change);
  g_assert_cmpstr (lines[1], ==, exposure);
  g_assert_cmpstr (lines[2], ==, "Configuration score: 12.5 of 40 points");
  g_assert_cmpstr (lines[3], ==, "Device exposure: 3 high, 4 medium, 5 low, 288 without data");
  g_assert_cmpstr (lines[4], ==,
                   "7 recommendations to carry out; first: Update Tool 7 to 7.0 (impact ▼2.33)");
  g_assert_cmpstr (lines[5], ==,
                   "6 remediation activities in progress, 2 of them overdue; "
                   "first: Update Tool 2 to 2.0");
  g_assert_cmpstr (lines[6], ==, "");
  g_free (clip.text);
  tear_down (&self);
}

static void
test_summary_no_data (void)
{
  static const DashboardFleet fleet = { .devices = 3 };
  Fixture self = { 0 };
  g_autofree char *summary = NULL;
  g_auto (GStrv) lines = NULL;

  set_up (&self);
  show (&self, &fleet);
  summary = sanera_dashboard_page_dup_summary (SANERA_DASHBOARD_PAGE (self.page));
  lines = g_strsplit (summary, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[1], ==, "Exposure score: no data. No device has been assessed yet.");
  g_assert_cmpstr (lines[2], ==, "Configuration score: no data");
  g_assert_cmpstr (lines[4], ==, "0 recommendations to carry out");
  g_assert_cmpstr (lines[5], ==, "0 remediation activities in progress");
  tear_down (&self);
}

/* The button stays at its edge, whether there is a line beside it or not. */
static void
test_copy_place (void)
{
  Fixture self = { 0 };
  DashboardFleet fleet = full_fleet;

  for (int visited = 0; visited < 2; visited++)
    {
      GtkWidget *copy;
      graphene_rect_t room;

      fleet.visited = visited != 0;
      set_up (&self);
      dashboard_fleet_put_rows (self.cache, self.now);
      show (&self, &fleet);
      copy = gtk_widget_get_parent (ui_find (self.page, ADW_TYPE_BUTTON_CONTENT, NULL));
      g_assert_true (gtk_widget_compute_bounds (copy, self.page, &room));
      g_assert_cmpfloat (room.origin.x + room.size.width, >,
                         (float)gtk_widget_get_width (self.page) - 60.f);
      tear_down (&self);
    }
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  sanera_language_init ("en", BUILD_LOCALEDIR);

  g_test_add_func ("/dashboard/scores", test_scores);
  g_test_add_func ("/dashboard/recommendations", test_recommendations);
  g_test_add_func ("/dashboard/activities", test_activities);
  g_test_add_func ("/dashboard/no-data", test_no_data);
  g_test_add_func ("/dashboard/empty", test_empty);
  g_test_add_func ("/dashboard/open-activity", test_open_activity);
  g_test_add_func ("/dashboard/links", test_links);
  g_test_add_func ("/dashboard/visit", test_visit);
  g_test_add_func ("/dashboard/nothing-changed", test_nothing_changed);
  g_test_add_func ("/dashboard/summary", test_summary);
  g_test_add_func ("/dashboard/summary-no-data", test_summary_no_data);
  g_test_add_func ("/dashboard/copy-place", test_copy_place);

  return g_test_run ();
}

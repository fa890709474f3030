/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages with lists, in a window of their own, over a cache filled directly: no server. */
#include "list-page-support.h"
#include "sanera-activity-columns.h"
#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-recommendations-page.h"
#include "sanera-remediation-page.h"
#include "sanera-table-private.h"

static gint64
get_int (ListPage *fixture, guint position, const char *key)
{
  g_autoptr (SaneraRecord) record = list_page_get_row (fixture, position);
  const SaneraField *field = sanera_noun_find (sanera_record_get_noun (record), key);

  return sanera_field_get_int (field, sanera_record_get_data (record));
}

/* Each column sorts, both ways, by its head and by the action; the head and the action agree. */
static void
check_columns (ListPage *fixture, const SaneraColumn *columns, guint n_columns)
{
  GtkColumnView *view =
      GTK_COLUMN_VIEW (ui_find (GTK_WIDGET (fixture->page), GTK_TYPE_COLUMN_VIEW, NULL));
  guint n_rows = list_page_get_n_rows (fixture);

  for (guint i = 0; i < n_columns; i++)
    for (int descending = 0; descending < 2; descending++)
      {
        g_autoptr (GVariant) state = NULL;
        const char *order;
        gboolean down;

        sanera_list_page_sort (fixture->page, columns[i].order, descending);
        list_page_wait (fixture);
        g_assert_cmpuint (list_page_get_n_rows (fixture), ==, n_rows);
        g_assert_cmpstr (
            sanera_query_get_order (
                sanera_query_model_get_query (sanera_list_page_get_model (fixture->page)), &down),
            ==, columns[i].order);
        g_assert_cmpint (down, ==, descending);
        state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->priv->actions), "sort");
        g_variant_get (state, "(&sb)", &order, &down);
        g_assert_cmpstr (order, ==, columns[i].order);
        g_assert_cmpint (down, ==, descending);
      }

  /* A click on a head: the largest first where the column says so, then the other way. */
  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          g_list_model_get_item (gtk_column_view_get_columns (view), i + 1);
      gboolean first = (columns[i].flags & SANERA_COLUMN_DESCENDING) != 0;
      gboolean down;

      sanera_list_page_sort (fixture->page, columns[(i + 1) % n_columns].order, FALSE);
      gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
      list_page_wait (fixture);
      g_assert_cmpstr (sanera_query_get_order (fixture->priv->query, &down), ==, columns[i].order);
      g_assert_cmpint (down, ==, first);
      gtk_column_view_sort_by_column (view, column,
                                      first ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING);
      list_page_wait (fixture);
      g_assert_cmpstr (sanera_query_get_order (fixture->priv->query, &down), ==, columns[i].order);
      g_assert_cmpint (down, ==, !first);
    }
}

static void
test_sort_recommendations (void)
{
  ListPage fixture = { 0 };

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 30, 0);
  check_columns (&fixture, sanera_recommendation_columns, sanera_n_recommendation_columns);

  sanera_list_page_sort (fixture.page, "weaknesses", TRUE);
  list_page_wait (&fixture);
  for (guint i = 1; i < list_page_get_n_rows (&fixture); i++)
    g_assert_cmpint (get_int (&fixture, i - 1, "weaknesses"), >=,
                     get_int (&fixture, i, "weaknesses"));
  list_page_tear_down (&fixture);
}

static void
test_sort_activities (void)
{
  ListPage fixture = { 0 };

  list_page_set_up (&fixture, sanera_remediation_page_new (NULL), 0, 30);
  check_columns (&fixture, sanera_activity_columns, sanera_n_activity_columns);
  list_page_tear_down (&fixture);
}

/* The default filter, a chip taken away, a value added, everything cleared. */
static void
test_filters (void)
{
  ListPage fixture = { 0 };
  guint by_default, without_status, all;
  const char *exploit[] = { "exploit", NULL };

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 400, 0);
  by_default = list_page_get_n_rows (&fixture);
  for (guint i = 0; i < by_default; i++)
    g_assert_cmpint (get_int (&fixture, i, "exposedMachinesCount"), >, 0);
  for (guint i = 1; i < by_default; i++)
    {
      g_autoptr (SaneraRecord) before = list_page_get_row (&fixture, i - 1);
      g_autoptr (SaneraRecord) after = list_page_get_row (&fixture, i);

      g_assert_cmpfloat (
          sanera_recommendation_get_data (SANERA_RECOMMENDATION (before))->exposure_sum, >=,
          sanera_recommendation_get_data (SANERA_RECOMMENDATION (after))->exposure_sum);
    }

  g_signal_emit_by_name (fixture.priv->filter_bar, "filter-changed", "status", NULL);
  list_page_wait (&fixture);
  without_status = list_page_get_n_rows (&fixture);
  g_assert_cmpuint (without_status, >, by_default);

  g_signal_emit_by_name (fixture.priv->filter_bar, "filter-changed", "threats", exploit);
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), <, without_status);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), >, 0);

  sanera_list_page_clear_filters (fixture.page);
  list_page_wait (&fixture);
  all = list_page_get_n_rows (&fixture);
  g_assert_cmpuint (all, ==, 400);
  list_page_tear_down (&fixture);
}

/* The check boxes of the chips and of the menu really are wired to the filters. */
static void
test_filter_boxes (void)
{
  ListPage fixture = { 0 };
  GtkWidget *button, *check;
  guint before;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 400, 0);
  before = list_page_get_n_rows (&fixture);
  /* What is in a menu is made when it is opened. */
  button = ui_find (GTK_WIDGET (fixture.priv->filter_bar), GTK_TYPE_MENU_BUTTON, NULL);
  g_assert_null (ui_find (button, GTK_TYPE_CHECK_BUTTON, NULL));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  check = ui_find (GTK_WIDGET (fixture.priv->filter_bar), GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_nonnull (check);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), <, before);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), ==, before);
  list_page_tear_down (&fixture);
}

static gboolean
is_filtered_empty (gpointer data)
{
  return sanera_list_page_get_state (data) == SANERA_LIST_FILTERED;
}

static void
test_search (void)
{
  ListPage fixture = { 0 };
  guint before;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 400, 0);
  before = list_page_get_n_rows (&fixture);
  sanera_page_set_search (SANERA_PAGE (fixture.page), "chrome");
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), >, 0);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), <, before);

  sanera_page_set_search (SANERA_PAGE (fixture.page), "no such thing at all");
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), ==, 0);
  g_assert_true (ui_wait_until (is_filtered_empty, fixture.page, UI_LIMIT_MS));

  sanera_page_set_search (SANERA_PAGE (fixture.page), "");
  list_page_wait (&fixture);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), ==, before);
  g_assert_cmpint (sanera_list_page_get_state (fixture.page), ==, SANERA_LIST_ROWS);
  list_page_tear_down (&fixture);
}

static gboolean
has_more_rows (gpointer data)
{
  ListPage *fixture = data;

  return list_page_get_n_rows (fixture) > fixture->n_rows && list_page_is_complete (fixture);
}

static gboolean
is_gone (gpointer data)
{
  return sanera_record_get_gone (sanera_flyout_get_record (data));
}

/* New rows come in: what is selected stays selected, the flyout stays open on its row. */
static void
test_refresh (void)
{
  ListPage fixture = { 0 };
  g_autoptr (GArray) ids = NULL;
  g_autofree char *id = NULL;
  SaneraSelection *selection;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 300, 0);
  selection = sanera_list_page_get_selection (fixture.page);
  sanera_list_page_open (fixture.page, 5, FALSE);
  sanera_selection_toggle (selection, 5);
  sanera_selection_toggle (selection, 8);
  g_assert_cmpuint (sanera_selection_get_count (selection), ==, 2);
  ids = sanera_selection_get_row_ids (selection);
  id = g_strdup (list_page_get_flyout_id (&fixture));
  g_assert_nonnull (id);

  fixture.n_rows = list_page_get_n_rows (&fixture);
  cache_support_fill (fixture.cache, SANERA_LIST_RECOMMENDATIONS, 300, 200, 9);
  sanera_cache_emit_changed (fixture.cache, 1 << SANERA_LIST_RECOMMENDATIONS);
  sanera_page_refresh (SANERA_PAGE (fixture.page));
  g_assert_true (ui_wait_until (has_more_rows, &fixture, UI_LIMIT_MS));

  g_assert_cmpuint (sanera_selection_get_count (selection), ==, 2);
  for (guint i = 0; i < ids->len; i++)
    g_assert_true (sanera_selection_contains (selection, g_array_index (ids, gint64, i)));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  g_assert_cmpstr (list_page_get_flyout_id (&fixture), ==, id);

  /* Its row disappears altogether: the flyout says so and stays. */
  cache_support_delete (fixture.cache, SANERA_LIST_RECOMMENDATIONS, id);
  sanera_cache_emit_changed (fixture.cache, 1 << SANERA_LIST_RECOMMENDATIONS);
  sanera_page_refresh (SANERA_PAGE (fixture.page));
  g_assert_true (ui_wait_until (is_gone, fixture.flyout, UI_LIMIT_MS));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  list_page_tear_down (&fixture);
}

static void
assert_flyout_row (ListPage *fixture, guint position)
{
  g_autoptr (SaneraRecord) record = list_page_get_row (fixture, position);

  g_assert_cmpstr (list_page_get_flyout_id (fixture), ==, sanera_record_get_id (record));
}

/* Enter opens and takes the focus there; the arrows lead on without it; Escape leads back. */
static void
test_flyout (void)
{
  ListPage fixture = { 0 };
  GtkWidget *view, *list, *focus;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 100, 0);
  view = ui_find (GTK_WIDGET (fixture.page), GTK_TYPE_COLUMN_VIEW, NULL);
  list = gtk_widget_get_last_child (view);
  g_assert_false (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));

  /* An arrow opens nothing. */
  sanera_table_focus_row (fixture.priv->table, 2);
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 2, FALSE, FALSE);
  g_assert_false (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));

  g_signal_emit_by_name (view, "activate", 2);
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  assert_flyout_row (&fixture, 2);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, fixture.flyout));

  sanera_table_focus_row (fixture.priv->table, 2);
  gtk_widget_activate_action (list, "list.select-item", "(ubb)", 3, FALSE, FALSE);
  assert_flyout_row (&fixture, 3);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));
  g_assert_true (gtk_widget_is_ancestor (focus, list));

  g_signal_emit_by_name (fixture.flyout, "move", 1);
  assert_flyout_row (&fixture, 4);
  g_signal_emit_by_name (fixture.flyout, "move", -1);
  g_signal_emit_by_name (fixture.flyout, "move", -1);
  assert_flyout_row (&fixture, 2);
  g_assert_true (gtk_selection_model_is_selected (
      GTK_SELECTION_MODEL (sanera_list_page_get_selection (fixture.page)), 2));

  sanera_flyout_focus_heading (SANERA_FLYOUT (fixture.flyout));
  gtk_widget_activate_action (fixture.flyout, "win.close-flyout", NULL);
  g_assert_false (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, list));
  g_assert_cmpuint (gtk_list_item_get_position (sanera_table_cells_get_item (focus)), ==, 2);
  list_page_tear_down (&fixture);
}

/* A link opens a record that the filters leave out. */
static void
test_show_record (void)
{
  ListPage fixture = { 0 };
  g_autofree char *id = NULL;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 100, 0);
  {
    g_autoptr (SaneraRecord) record = list_page_get_row (&fixture, 7);

    id = g_strdup (sanera_record_get_id (record));
  }
  g_assert_true (sanera_page_show_record (SANERA_PAGE (fixture.page), id));
  g_assert_cmpstr (list_page_get_flyout_id (&fixture), ==, id);
  sanera_page_set_search (SANERA_PAGE (fixture.page), "no such thing at all");
  list_page_wait (&fixture);
  g_assert_true (sanera_page_show_record (SANERA_PAGE (fixture.page), id));
  g_assert_cmpstr (list_page_get_flyout_id (&fixture), ==, id);
  g_assert_false (sanera_page_show_record (SANERA_PAGE (fixture.page), "nothing"));
  list_page_tear_down (&fixture);
}

/* Whatever the person changes, GTK asks for the rows on screen and not for the others. */
static void
test_item_calls (void)
{
  ListPage fixture = { 0 };
  SaneraQueryModel *model;
  guint64 before;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 20000, 0);
  model = sanera_list_page_get_model (fixture.page);
  g_assert_cmpuint (sanera_query_model_get_item_calls (model), <, 1000);

  before = sanera_query_model_get_item_calls (model);
  sanera_list_page_sort (fixture.page, "weaknesses", TRUE);
  list_page_wait (&fixture);
  ui_wait_frame (fixture.window);
  g_assert_cmpuint (sanera_query_model_get_item_calls (model) - before, <, 1000);

  before = sanera_query_model_get_item_calls (model);
  sanera_list_page_clear_filters (fixture.page);
  list_page_wait (&fixture);
  ui_wait_frame (fixture.window);
  g_assert_cmpuint (list_page_get_n_rows (&fixture), ==, 20000);
  g_assert_cmpuint (sanera_query_model_get_item_calls (model) - before, <, 1000);

  before = sanera_query_model_get_item_calls (model);
  gtk_selection_model_select_all (
      GTK_SELECTION_MODEL (sanera_list_page_get_selection (fixture.page)));
  ui_wait_frame (fixture.window);
  g_assert_cmpuint (sanera_query_model_get_item_calls (model) - before, <, 1000);
  list_page_tear_down (&fixture);
}

static gboolean
is_flyout_usual (gpointer data)
{
  return gtk_widget_get_width (((ListPage *)data)->flyout) < 400;
}

static gboolean
is_flyout_large (gpointer data)
{
  return gtk_widget_get_width (((ListPage *)data)->flyout) >= 500;
}

/* Larger text gets a wider flyout, not fewer letters. */
static void
test_text_scale (void)
{
  ListPage fixture = { 0 };
  GtkSettings *settings = gtk_settings_get_default ();

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 10, 0);
  sanera_list_page_open (fixture.page, 0, FALSE);
  g_assert_true (ui_wait_until (is_flyout_usual, &fixture, UI_LIMIT_MS));
  g_object_set (settings, "gtk-xft-dpi", 144 * 1024, NULL);
  g_assert_true (ui_wait_until (is_flyout_large, &fixture, UI_LIMIT_MS));
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
  g_assert_true (ui_wait_until (is_flyout_usual, &fixture, UI_LIMIT_MS));
  list_page_tear_down (&fixture);
}

/* A page made anew shows what the old one showed. */
static void
test_state (void)
{
  ListPage fixture = { 0 };
  SaneraPageState state = { 0 };
  g_autofree char *id = NULL;
  SaneraSelection *selection;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 200, 0);
  sanera_list_page_sort (fixture.page, "weaknesses", TRUE);
  list_page_wait (&fixture);
  sanera_list_page_open (fixture.page, 3, FALSE);
  sanera_selection_toggle (sanera_list_page_get_selection (fixture.page), 3);
  sanera_selection_toggle (sanera_list_page_get_selection (fixture.page), 9);
  id = g_strdup (list_page_get_flyout_id (&fixture));
  sanera_page_save_state (SANERA_PAGE (fixture.page), &state);

  sanera_page_set_connection (SANERA_PAGE (fixture.page), NULL);
  sanera_list_page_clear_filters (fixture.page);
  sanera_page_set_connection (SANERA_PAGE (fixture.page), fixture.connection);
  sanera_page_restore_state (SANERA_PAGE (fixture.page), &state);
  list_page_wait (&fixture);
  selection = sanera_list_page_get_selection (fixture.page);
  g_assert_cmpstr (list_page_get_flyout_id (&fixture), ==, id);
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture.page)));
  g_assert_cmpstr (sanera_query_get_order (fixture.priv->query, NULL), ==, "weaknesses");
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 9));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 3));

  g_free (state.query);
  g_free (state.flyout);
  g_array_unref (state.selection);
  list_page_tear_down (&fixture);
}

/* R1: nothing of an activity of type attention required looks like a number. */
static void
test_attention (void)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);
  g_autoptr (SaneraRecord) record = NULL;
  const SaneraCellContext context = { .now = g_get_real_time () };

  data->id = g_strdup ("a");
  data->type = g_strdup ("AttentionRequired");
  data->status = g_strdup ("Active");
  data->target_devices = 5;
  data->fixed_devices = 0;
  record = sanera_record_new (SANERA_TYPE_ACTIVITY, data);
  g_assert_false (sanera_activity_has_progress (data));
  for (guint i = 0; i < sanera_n_activity_columns; i++)
    {
      g_autofree char *text = sanera_activity_columns[i].text (record, &context);

      if (g_str_equal (sanera_activity_columns[i].id, "progress"))
        g_assert_cmpstr (text, ==, "–");
      else if (g_str_equal (sanera_activity_columns[i].id, "ticketStatus") ||
               g_str_equal (sanera_activity_columns[i].id, "dueOn"))
        g_assert_cmpstr (text, ==, "–");
      g_assert_null (strpbrk (text, "0123456789"));
    }
}

static gboolean
is_empty_or_offline (gpointer data)
{
  SaneraListState state = sanera_list_page_get_state (data);

  return state == SANERA_LIST_EMPTY || state == SANERA_LIST_KEPT_OFFLINE;
}

static void
test_empty (void)
{
  ListPage fixture = { 0 };

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 0, 0);
  sanera_connection_start (fixture.connection);
  g_assert_true (ui_wait_until (is_empty_or_offline, fixture.page, UI_LIMIT_MS));
  g_assert_cmpint (sanera_list_page_get_state (fixture.page), ==, SANERA_LIST_KEPT_OFFLINE);
  list_page_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", NULL);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/list-page/sort/recommendations", test_sort_recommendations);
  g_test_add_func ("/ui/list-page/sort/activities", test_sort_activities);
  g_test_add_func ("/ui/list-page/filters", test_filters);
  g_test_add_func ("/ui/list-page/filter-boxes", test_filter_boxes);
  g_test_add_func ("/ui/list-page/search", test_search);
  g_test_add_func ("/ui/list-page/refresh", test_refresh);
  g_test_add_func ("/ui/list-page/flyout", test_flyout);
  g_test_add_func ("/ui/list-page/show-record", test_show_record);
  g_test_add_func ("/ui/list-page/item-calls", test_item_calls);
  g_test_add_func ("/ui/list-page/text-scale", test_text_scale);
  g_test_add_func ("/ui/list-page/state", test_state);
  g_test_add_func ("/ui/list-page/attention-required", test_attention);
  g_test_add_func ("/ui/list-page/empty", test_empty);
  return g_test_run ();
}

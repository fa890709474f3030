/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "list-page-support.h"

static void
close_flyout_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  sanera_page_close_flyout (SANERA_PAGE (data));
}

/**
 * list_page_is_complete:
 * @data: a #ListPage
 *
 * Returns: whether it shows all rows
 */
gboolean
list_page_is_complete (gpointer data)
{
  ListPage *fixture = data;
  SaneraQueryModel *model = sanera_list_page_get_model (fixture->page);
  gboolean loading;

  g_object_get (model, "loading", &loading, NULL);
  return sanera_query_model_get_complete (model) && !loading;
}

/**
 * list_page_wait:
 * @fixture: a page
 *
 * Waits until it shows all rows.
 */
void
list_page_wait (ListPage *fixture)
{
  g_assert_true (ui_wait_until (list_page_is_complete, fixture, UI_LIMIT_MS));
}

/**
 * list_page_get_n_rows:
 * @fixture: a page
 *
 * Returns: how many rows it shows
 */
guint
list_page_get_n_rows (ListPage *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sanera_list_page_get_model (fixture->page)));
}

static gboolean
is_read (gpointer data)
{
  return sanera_record_get_id (data) != NULL;
}

/**
 * list_page_get_row:
 * @fixture: a page
 * @position: of a row
 *
 * A row that is not at hand is read by another thread: until then it has no id.
 *
 * Returns: (transfer full): the row, once it has been read
 */
SaneraRecord *
list_page_get_row (ListPage *fixture, guint position)
{
  SaneraRecord *record =
      g_list_model_get_item (G_LIST_MODEL (sanera_list_page_get_model (fixture->page)), position);

  g_assert_true (ui_wait_until (is_read, record, UI_LIMIT_MS));
  return record;
}

/**
 * list_page_get_flyout_id:
 * @fixture: a page
 *
 * Returns: (nullable) (transfer none): the id of the record in its flyout
 */
const char *
list_page_get_flyout_id (ListPage *fixture)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (fixture->flyout));

  g_assert_nonnull (record);
  g_assert_true (ui_wait_until (is_read, record, UI_LIMIT_MS));
  return sanera_record_get_id (record);
}

/**
 * list_page_open:
 * @fixture: (out caller-allocates): what to fill
 *
 * Makes the connection, to a server that is not there, and its cache.
 */
void
list_page_open (ListPage *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Test", fixture->folder,
                                               "http://127.0.0.1:1", NULL, NULL, TRUE, &error);
  g_assert_no_error (error);
  fixture->cache = sanera_connection_get_cache (fixture->connection);
}

/**
 * list_page_show:
 * @fixture: what list_page_open() made
 * @page: (transfer floating): the page
 *
 * Shows the page, and waits until it is there.
 */
void
list_page_show (ListPage *fixture, SaneraPage *page)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) close = g_simple_action_new ("close-flyout", NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->page = SANERA_LIST_PAGE (page);
  fixture->priv = sanera_list_page_get_private (fixture->page);
  fixture->flyout = sanera_page_get_flyout (page);
  g_signal_connect (close, "activate", G_CALLBACK (close_flyout_cb), page);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (close));

  fixture->window = adw_application_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (actions));
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  gtk_box_append (GTK_BOX (box), fixture->flyout);
  g_object_bind_property (page, "flyout-open", fixture->flyout, "visible", G_BINDING_SYNC_CREATE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), box);
  sanera_page_set_connection (page, fixture->connection);
  gtk_window_present (GTK_WINDOW (fixture->window));
  list_page_wait (fixture);
  ui_wait_frame (fixture->window);
}

static gboolean
has_its_rows (gpointer data)
{
  ListPage *fixture = data;

  return list_page_is_complete (fixture) && list_page_get_n_rows (fixture) == fixture->n_rows &&
         sanera_list_page_get_state (fixture->page) ==
             (fixture->n_rows > 0 ? SANERA_LIST_ROWS : SANERA_LIST_EMPTY);
}

/**
 * list_page_show_rows:
 * @fixture: what list_page_open() made
 * @page: (transfer floating): the page
 * @n_rows: how many rows it shows
 *
 * Shows the page, and waits until the rows are there, or what stands in the place of none.
 */
void
list_page_show_rows (ListPage *fixture, SaneraPage *page, guint n_rows)
{
  list_page_show (fixture, page);
  fixture->n_rows = n_rows;
  g_assert_true (ui_wait_until (has_its_rows, fixture, UI_LIMIT_MS));
  ui_wait_frame (fixture->window);
}

/**
 * list_page_set_up:
 * @fixture: (out caller-allocates): what to fill
 * @page: (transfer floating): the page
 * @n_recommendations: how many there are
 * @n_activities: likewise
 *
 * Shows the page, and waits until it is there.
 */
void
list_page_set_up (ListPage *fixture, SaneraPage *page, guint n_recommendations, guint n_activities)
{
  list_page_open (fixture);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, n_recommendations, 7);
  cache_support_fill (fixture->cache, SANERA_LIST_ACTIVITIES, 0, n_activities, 7);
  list_page_show (fixture, page);
}

/**
 * list_page_tear_down:
 * @fixture: a page
 *
 * Takes everything away.
 */
void
list_page_tear_down (ListPage *fixture)
{
  sanera_page_set_connection (SANERA_PAGE (fixture->page), NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connection_close (fixture->connection);
  g_clear_object (&fixture->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (fixture->folder);
}

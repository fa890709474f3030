/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several rows at once: what the flyout says of them, requests in one form, completing. Offline:
 * all that is done stands in the outbox. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "dialog-support.h"
#include "sanera-bulk-request-dialog.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"
#include "sanera-records.h"
#include "sanera-settings.h"
#include "sanera-window.h"

#define N_ROWS 600

typedef struct
{
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraConnection *connection;
  SaneraWindow *window;
  SaneraCache *cache;
  SaneraListPage *page;
  SaneraListPagePrivate *priv;
  GAsyncResult *result;
} Fixture;

static gboolean
is_filled (gpointer data)
{
  Fixture *fixture = data;

  return sanera_query_model_get_complete (sanera_list_page_get_model (fixture->page)) &&
         g_list_model_get_n_items (G_LIST_MODEL (sanera_list_page_get_model (fixture->page))) > 100;
}

static void
set_up (Fixture *fixture, gconstpointer page)
{
  fixture->folder = g_dir_make_tmp ("sanera-test-XXXXXX", NULL);
  fixture->settings = sanera_settings_new ();
  g_settings_reset (fixture->settings, "connection");
  fixture->connections = sanera_connections_new (fixture->settings, fixture->folder, TRUE);
  g_assert_true (sanera_connections_open (fixture->connections, SANERA_CONNECTIONS_PRIVATE));
  fixture->connection = sanera_connections_get_current (fixture->connections);
  fixture->cache = sanera_connection_get_cache (fixture->connection);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 7);
  cache_support_fill (fixture->cache, SANERA_LIST_ACTIVITIES, 0, N_ROWS, 7);
  fixture->window = sanera_window_new (NULL, fixture->connections, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frame (GTK_WIDGET (fixture->window));
  sanera_window_show_page (fixture->window, page);
  fixture->page = SANERA_LIST_PAGE (sanera_window_find_page (fixture->window, page));
  fixture->priv = sanera_list_page_get_private (fixture->page);
  g_assert_true (ui_wait_until (is_filled, fixture, UI_LIMIT_MS));
  ui_wait_frame (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer page)
{
  g_clear_object (&fixture->result);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sanera_connections_close (fixture->connections);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->connections);
  g_clear_object (&fixture->settings);
  ui_remove_tree (fixture->folder);
  g_free (fixture->folder);
  sanera_language_set ("en");
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  GtkWidget *found = ui_find_text (root, GTK_TYPE_LABEL, label);

  return found != NULL ? gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON) : NULL;
}

static gboolean
has_more (gpointer data)
{
  return ui_find_text (data, GTK_TYPE_LABEL, "and 1 more") != NULL;
}

/* With a second marked row the flyout shows both; a row that is opened comes before them. */
static void
test_pane (Fixture *fixture, gconstpointer page)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (fixture->priv->selection);
  GtkWidget *pane;

  /* Nothing of it is made before it is needed. */
  sanera_selection_toggle (fixture->priv->selection, 0);
  g_assert_null (fixture->priv->flyout);
  g_assert_false (sanera_page_get_flyout_open (SANERA_PAGE (fixture->page)));
  gtk_selection_model_select_range (selection, 1, 5, FALSE);
  pane = GTK_WIDGET (fixture->priv->pane);
  g_assert_nonnull (pane);
  g_assert_true (sanera_flyout_get_pane (fixture->priv->flyout) == pane);
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (fixture->page)));
  g_assert_nonnull (ui_find_text (pane, GTK_TYPE_LABEL, "Selected: 6 recommendations"));
  g_assert_true (ui_wait_until (has_more, pane, UI_LIMIT_MS));
  ui_wait_frame (GTK_WIDGET (fixture->window));
  ui_save_picture (GTK_WIDGET (fixture->window), "selection-pane.png");
  g_assert_true (gtk_widget_get_sensitive (find_button (pane, "Request remediation…")));

  sanera_list_page_open (fixture->page, 0, FALSE);
  g_assert_null (sanera_flyout_get_pane (fixture->priv->flyout));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "list.show-selection", NULL);
  g_assert_true (sanera_flyout_get_pane (fixture->priv->flyout) == pane);

  sanera_page_close_flyout (SANERA_PAGE (fixture->page));
  gtk_selection_model_select_item (selection, 8, FALSE);
  g_assert_false (sanera_page_get_flyout_open (SANERA_PAGE (fixture->page)));
  sanera_selection_clear (fixture->priv->selection);
  g_assert_null (sanera_flyout_get_pane (fixture->priv->flyout));
}

/* At most 500 rows are written at once, and a role says what it may do: beforehand, in words. */
static void
test_limits (Fixture *fixture, gconstpointer page)
{
  SaneraCacheInfo *info = (SaneraCacheInfo *)sanera_cache_get_info (fixture->cache);
  GtkWidget *pane;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (fixture->priv->selection));
  pane = GTK_WIDGET (fixture->priv->pane);
  g_assert_nonnull (ui_find_text (pane, GTK_TYPE_LABEL, "Selected: 600 activities"));
  g_assert_false (gtk_widget_get_sensitive (find_button (pane, "Mark as complete")));
  g_assert_nonnull (ui_find_text (
      pane, GTK_TYPE_LABEL, "This can be done with at most 500 rows at once; 600 are selected."));
  g_assert_true (gtk_widget_get_sensitive (find_button (pane, "Export to CSV…")));

  g_free (info->role);
  info->role = g_strdup ("reader");
  g_clear_pointer (&info->capabilities, g_strfreev);
  info->capabilities = g_strsplit ("read export", " ", -1);
  sanera_selection_clear (fixture->priv->selection);
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (fixture->priv->selection), 0, 2, TRUE);
  g_assert_false (gtk_widget_get_sensitive (find_button (pane, "Mark as complete")));
  g_assert_nonnull (ui_find_text (pane, GTK_TYPE_LABEL, "Your role (Reader) does not allow this."));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *)data)->result = g_object_ref (result);
}

static gboolean
is_read (gpointer data)
{
  return ((Fixture *)data)->result != NULL;
}

static GPtrArray *
read_selected (Fixture *fixture)
{
  g_autoptr (SaneraQuery) query = sanera_selection_get_query (fixture->priv->selection);

  g_clear_object (&fixture->result);
  sanera_records_read_async (fixture->cache, query, 500, NULL, read_cb, fixture);
  g_assert_true (ui_wait_until (is_read, fixture, UI_LIMIT_MS));
  return sanera_records_read_finish (fixture->cache, fixture->result, NULL);
}

static guint
count_entries (Fixture *fixture, const char *action)
{
  g_autoptr (GPtrArray) entries =
      sanera_outbox_list (sanera_cache_get_outbox (fixture->cache), NULL);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += g_str_equal (((SaneraOutboxEntry *)g_ptr_array_index (entries, i))->action, action);
  return n;
}

typedef struct
{
  Fixture *fixture;
  const char *action;
  guint n;
} Expected;

static gboolean
has_entries (gpointer data)
{
  Expected *expected = data;

  return count_entries (expected->fixture, expected->action) == expected->n;
}

/* [138] Several are completed in one go, those that are in progress; each is its own entry. */
static void
test_complete (Fixture *fixture, gconstpointer page)
{
  Expected expected = { fixture, "completeActivity", 0 };
  g_autoptr (GPtrArray) records = NULL;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (fixture->priv->selection));
  gtk_selection_model_unselect_range (GTK_SELECTION_MODEL (fixture->priv->selection), 0, 380);
  records = read_selected (fixture);
  for (guint i = 0; i < records->len; i++)
    expected.n += g_str_equal (
        sanera_activity_get_data (SANERA_ACTIVITY (g_ptr_array_index (records, i)))->status,
        "Active");
  g_assert_cmpuint (records->len, ==, N_ROWS - 380);
  g_assert_cmpuint (expected.n, >, 0);
  g_assert_cmpuint (expected.n, <, records->len);
  ui_click (find_button (GTK_WIDGET (fixture->priv->pane), "Mark as complete"));
  g_assert_true (ui_wait_until (has_entries, &expected, UI_LIMIT_MS));
}

static GtkWidget *
find_dialog (void)
{
  return ui_find_window (SANERA_TYPE_BULK_REQUEST_DIALOG);
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

static GtkWidget *
open_dialog (Fixture *fixture)
{
  ui_click (find_button (GTK_WIDGET (fixture->priv->pane), "Request remediation…"));
  g_assert_true (ui_wait_until (has_dialog, fixture, UI_LIMIT_MS));
  ui_wait_frame (find_dialog ());
  return find_dialog ();
}

static gboolean
is_closable (gpointer data)
{
  return find_button (data, "Close") != NULL;
}

static gboolean
is_closable_in_swedish (gpointer data)
{
  return find_button (data, "Stäng") != NULL;
}

/* [126] One form for several: what is typed is a draft, each becomes a request of its own with its
 * own key, and the list says what became of it. */
static void
test_request (Fixture *fixture, gconstpointer page)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (fixture->priv->selection);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  GtkWidget *dialog, *notes;

  gtk_selection_model_select_range (selection, 0, 3, TRUE);
  dialog = open_dialog (fixture);
  g_assert_nonnull (
      ui_find_text (dialog, GTK_TYPE_LABEL, "Request the remediation of 3 recommendations"));
  g_assert_nonnull (ui_find_text (dialog, GTK_TYPE_LABEL,
                                  "Creates 3 remediation activities, one for each "
                                  "recommendation. Nothing changes on any device."));
  notes = ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (notes)), "before Friday", -1);
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "bulk-request.png");
  gtk_window_close (GTK_WINDOW (dialog));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  /* Nothing that was typed is lost. */
  dialog = open_dialog (fixture);
  notes = ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (notes)), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "before Friday");
  g_assert_nonnull (ui_find_text (dialog, GTK_TYPE_LABEL, "Discard"));

  ui_click (find_button (dialog, "Submit requests"));
  g_assert_true (ui_wait_until (is_closable, dialog, UI_LIMIT_MS));
  g_assert_nonnull (
      ui_find_text (dialog, GTK_TYPE_LABEL, "Sent: 0. Waiting to be sent: 3. Refused: 0."));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "bulk-request-result.png");
  entries = sanera_outbox_list (sanera_cache_get_outbox (fixture->cache), NULL);
  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      g_assert_true (g_hash_table_add (keys, entry->key));
      g_assert_true (g_hash_table_add (keys, entry->entity));
      g_assert_nonnull (strstr (entry->body, "before Friday"));
    }
  dialog =
      dialog_support_speak (GTK_WINDOW (fixture->window), SANERA_TYPE_BULK_REQUEST_DIALOG, "sv");
  g_assert_true (ui_wait_until (is_closable_in_swedish, dialog, UI_LIMIT_MS));
  g_assert_nonnull (
      ui_find_text (dialog, GTK_TYPE_LABEL, "Skickade: 0. Väntar på att skickas: 3. Nekade: 0."));
  g_assert_null (find_button (dialog, "Skicka begäranden"));
  gtk_window_close (GTK_WINDOW (dialog));
  sanera_language_set ("en");
  while (g_main_context_iteration (NULL, FALSE))
    ;

  dialog = open_dialog (fixture);
  notes = ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL);
  g_free (text);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (notes)), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#define ADD(name, page, func) g_test_add ("/ui/bulk/" name, Fixture, page, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
  ADD ("pane", "recommendations", test_pane);
  ADD ("limits", "remediation", test_limits);
  ADD ("complete", "remediation", test_complete);
  ADD ("request", "recommendations", test_request);
  return g_test_run ();
}

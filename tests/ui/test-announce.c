/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "cache-support.h"
#include "list-page-support.h"
#include "sanera-announce.h"
#include "sanera-connection-button.h"
#include "sanera-connection-private.h"
#include "sanera-field-error.h"
#include "sanera-names.h"
#include "sanera-notice-bar.h"
#include "sanera-recommendations-page.h"
#include "sanera-settings.h"
#include "ui-support.h"

/* What changes by itself is said. GTK can say something since 4.14; this program has a function of
 * the same name, which is found instead of GTK's, or where GTK has none. */

static GPtrArray *said;

#if GTK_CHECK_VERSION(4, 14, 0)
typedef GtkAccessibleAnnouncementPriority Priority;
#else
typedef int Priority;
void gtk_accessible_announce (GtkAccessible *accessible, const char *message, Priority priority);
#endif

G_MODULE_EXPORT void
gtk_accessible_announce (GtkAccessible *accessible, const char *message, Priority priority)
{
  g_assert_true (GTK_IS_WIDGET (accessible));
  g_assert_cmpint ((int)priority, ==, 1);
  g_ptr_array_add (said, g_strdup (message));
}

static void
check_said (const char *words)
{
  g_assert_cmpuint (said->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (said, 0), ==, words);
  g_ptr_array_set_size (said, 0);
}

static void
test_bar (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *bar = sanera_notice_bar_new ("network-offline-symbolic");

  gtk_window_set_child (GTK_WINDOW (window), bar);
  gtk_window_present (GTK_WINDOW (window));
  sanera_notice_bar_set_message (SANERA_NOTICE_BAR (bar), "The server cannot be reached.");
  check_said ("The server cannot be reached.");
  /* The same once more is no news, and neither is that there is none. */
  sanera_notice_bar_set_message (SANERA_NOTICE_BAR (bar), "The server cannot be reached.");
  sanera_notice_bar_set_message (SANERA_NOTICE_BAR (bar), NULL);
  g_assert_cmpuint (said->len, ==, 0);
  sanera_notice_bar_set_message (SANERA_NOTICE_BAR (bar), "The server cannot be reached.");
  check_said ("The server cannot be reached.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_empty (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  sanera_announce (label, "");
  g_assert_cmpuint (said->len, ==, 0);
  sanera_announce (label, "Summary copied");
  check_said ("Summary copied");
  sanera_announce_markup (label, "Moved to R&amp;D");
  check_said ("Moved to R&D");
  g_object_unref (label);
}

static void
test_toast (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  sanera_announce_toast (overlay, adw_toast_new ("Moved to R&amp;D"));
  check_said ("Moved to R&D");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A label that is a status or an alert is said when it changes and when it appears, another one
 * never. */
static void
test_label (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *quiet = gtk_label_new ("a");
  GtkWidget *status =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  GtkWidget *alert = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                   "label", "It is refused.", "visible", FALSE, NULL);

  gtk_box_append (GTK_BOX (box), quiet);
  gtk_box_append (GTK_BOX (box), status);
  gtk_box_append (GTK_BOX (box), alert);
  gtk_window_set_child (GTK_WINDOW (window), box);
  sanera_names_complete (window);
  sanera_names_complete (window);
  gtk_window_present (GTK_WINDOW (window));
  gtk_label_set_label (GTK_LABEL (quiet), "b");
  g_assert_cmpuint (said->len, ==, 0);
  gtk_label_set_label (GTK_LABEL (status), "Reading…");
  check_said ("Reading…");
  gtk_widget_set_visible (alert, TRUE);
  check_said ("It is refused.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
say_progress (GtkWidget *widget, guint *percent, double fraction, const char *expected)
{
  sanera_announce_progress (widget, percent, fraction, "Syncing %s");
  if (expected != NULL)
    check_said (expected);
  else
    g_assert_cmpuint (said->len, ==, 0);
}

/* A quarter, a half, three quarters, the whole: each once, and nothing between. */
static void
test_progress (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));
  guint percent = 0;

  say_progress (label, &percent, 0, NULL);
  say_progress (label, &percent, 0.24, NULL);
  say_progress (label, &percent, 0.25, "Syncing 25%");
  say_progress (label, &percent, 0.26, NULL);
  say_progress (label, &percent, 0.49, NULL);
  /* There is more than was thought. */
  say_progress (label, &percent, 0.2, NULL);
  say_progress (label, &percent, 0.3, NULL);
  say_progress (label, &percent, 0.8, "Syncing 75%");
  say_progress (label, &percent, 0.55, NULL);
  say_progress (label, &percent, 1, "Syncing 100%");
  say_progress (label, &percent, 1, NULL);
  /* The next one. */
  say_progress (label, &percent, 0.3, "Syncing 25%");
  /* It was interrupted. */
  say_progress (label, &percent, -1, NULL);
  say_progress (label, &percent, 0.3, "Syncing 25%");
  /* What is done at once. */
  say_progress (label, &percent, -1, NULL);
  say_progress (label, &percent, 1, NULL);
  g_object_unref (label);
}

static void
sync_to (SaneraConnection *connection, double fraction, const char *expected)
{
  sanera_connection_set_progress (connection, fraction);
  if (expected != NULL)
    check_said (expected);
  else
    g_assert_cmpuint (said->len, ==, 0);
}

static void
test_sync (void)
{
  char *folder = cache_support_make_folder ();
  g_autoptr (GSettings) settings = sanera_settings_new ();
  SaneraConnections *connections = sanera_connections_new (settings, folder, TRUE);
  SaneraConnection *connection = NULL;
  GtkWidget *window = gtk_window_new ();

  g_assert_true (sanera_connections_open (connections, SANERA_CONNECTIONS_PRIVATE));
  connection = sanera_connections_get_current (connections);
  gtk_window_set_child (GTK_WINDOW (window), sanera_connection_button_new (connections));
  gtk_window_present (GTK_WINDOW (window));
  sanera_connection_set_state (connection, SANERA_STATE_SYNCING);
  sync_to (connection, 0.1, NULL);
  sync_to (connection, 0.3, "Syncing 25%");
  sync_to (connection, 0.4, NULL);
  sync_to (connection, 0.6, "Syncing 50%");
  sync_to (connection, 0.99, "Syncing 75%");
  sanera_connection_set_state (connection, SANERA_STATE_ONLINE);
  check_said ("Syncing 100%");
  /* One page, as every few minutes: nobody waits for it. */
  sanera_connection_set_state (connection, SANERA_STATE_SYNCING);
  sanera_connection_set_state (connection, SANERA_STATE_ONLINE);
  g_assert_cmpuint (said->len, ==, 0);

  gtk_window_destroy (GTK_WINDOW (window));
  sanera_connections_close (connections);
  g_object_unref (connections);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (folder);
}

static gboolean
has_said (gpointer data)
{
  return said->len > 0;
}

/* Who does not see the list hears how much a search has found, once nothing more is typed. */
static void
test_rows (void)
{
  ListPage fixture = { 0 };
  g_autofree char *all = NULL;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 20, 0);
  all = g_strdup_printf ("%u recommendations", list_page_get_n_rows (&fixture));
  g_assert_cmpuint (said->len, ==, 0);
  sanera_page_set_search (SANERA_PAGE (fixture.page), "a");
  sanera_page_set_search (SANERA_PAGE (fixture.page), "no such thing");
  g_assert_true (ui_wait_until (has_said, NULL, UI_LIMIT_MS));
  check_said ("No matching rows");
  sanera_page_set_search (SANERA_PAGE (fixture.page), "");
  g_assert_true (ui_wait_until (has_said, NULL, UI_LIMIT_MS));
  check_said (all);
  list_page_tear_down (&fixture);
}

static gboolean
is_marked (gpointer input)
{
  return gtk_test_accessible_has_state (input, GTK_ACCESSIBLE_STATE_INVALID) &&
         gtk_test_accessible_has_relation (input, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

/* What has the focus says that it is wrong and why: the text in an entry, not the row around it. */
static void
test_field_error (void)
{
  GtkLabel *label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));
  GtkWidget *row = g_object_ref_sink (adw_entry_row_new ());
  GtkWidget *frame = g_object_ref_sink (gtk_scrolled_window_new ());
  GtkWidget *group = g_object_ref_sink (adw_preferences_group_new ());
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *inside = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));
  GtkWidget *const pairs[][2] = { { row, inside }, { frame, view }, { group, group } };

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), view);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      sanera_field_error_show (label, pairs[i][0], "This is not a date that exists.");
      g_assert_true (is_marked (pairs[i][1]));
      g_assert_true (pairs[i][0] == pairs[i][1] || !is_marked (pairs[i][0]));
      g_assert_true (gtk_widget_has_css_class (pairs[i][0], "error"));
      sanera_field_error_show (label, pairs[i][0], NULL);
      g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (pairs[i][1]),
                                                        GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (label)));
    }
  g_object_unref (group);
  g_object_unref (frame);
  g_object_unref (row);
  g_object_unref (label);
}

/* What may not be done is read with the reason, as long as it may not. */
static void
test_allow (void)
{
  GtkLabel *reason = g_object_ref_sink (GTK_LABEL (gtk_label_new ("Somebody else decides.")));
  GtkWidget *button = g_object_ref_sink (gtk_button_new_with_label ("Approve"));

  sanera_names_allow (button, FALSE, reason);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button),
                                                   GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
  sanera_names_allow (button, TRUE, reason);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button),
                                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
  g_object_unref (button);
  g_object_unref (reason);
}

int
main (int argc, char **argv)
{
  int status;

  ui_init (&argc, &argv);
  said = g_ptr_array_new_with_free_func (g_free);
  g_test_add_func ("/announce/bar", test_bar);
  g_test_add_func ("/announce/empty", test_empty);
  g_test_add_func ("/announce/toast", test_toast);
  g_test_add_func ("/announce/label", test_label);
  g_test_add_func ("/announce/progress", test_progress);
  g_test_add_func ("/announce/sync", test_sync);
  g_test_add_func ("/announce/rows", test_rows);
  g_test_add_func ("/announce/field-error", test_field_error);
  g_test_add_func ("/announce/allow", test_allow);

  status = g_test_run ();
  g_ptr_array_unref (said);
  return status;
}

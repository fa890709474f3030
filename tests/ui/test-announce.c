/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "sanera-announce.h"
#include "sanera-notice-bar.h"
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

int
main (int argc, char **argv)
{
  int status;

  ui_init (&argc, &argv);
  said = g_ptr_array_new_with_free_func (g_free);
  g_test_add_func ("/announce/bar", test_bar);
  g_test_add_func ("/announce/empty", test_empty);

  status = g_test_run ();
  g_ptr_array_unref (said);
  return status;
}

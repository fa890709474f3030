/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R3: which devices stay without a ticket when only the 10,000 most exposed get one. */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "dialog-support.h"
#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-remediation-request.h"
#include "sanera-request-dialog.h"
#include "sanera-ticket-rest-window.h"
#include "sanera-ticket-rest.h"
#include "screen-assert.h"

#define DEVICES (SANERA_TICKET_MAX_DEVICES + 4)

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  SaneraTicketRest *rest;
} Fixture;

static gboolean
put (SaneraDb *db,
     const char *name,
     const char *group,
     const char *state,
     double exposure,
     GError **error)
{
  SaneraDeviceData device;
  gboolean ok;

  sanera_noun_data_init (&sanera_device_noun, &device);
  device.id = g_strdup (name);
  device.computer_dns_name = g_strdup (name);
  device.rbac_group_name = g_strdup (group);
  device.state = g_strdup (state);
  device.exposure = exposure;
  ok = sanera_cache_put (db, SANERA_LIST_RECOMMENDATION_DEVICES, RECOMMENDATION_ID, &device, 1,
                         error);
  sanera_noun_data_clear (&sanera_device_noun, &device);
  return ok;
}

static gboolean
write_rows (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  if (!sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "anna@example.org", error) ||
      !sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, "admin", error) ||
      !sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, "all", error) ||
      !sanera_cache_set_meta (db, SANERA_CACHE_META_INTUNE_CONNECTION, "1", error))
    return FALSE;

  /* Least exposed first, so that no order of writing helps. */
  if (!put (db, "unknown", "Butik", "exposed", NAN, error) ||
      !put (db, "z-low", "Butik", "exposed", 1, error) ||
      !put (db, "b-mid", "", "exposed", 2, error) ||
      !put (db, "a-mid", "Butik", "exposed", 2, error) ||
      !put (db, "not-any-more", "Butik", "fixed", 0.5, error))
    return FALSE;
  for (guint i = 0; i < SANERA_TICKET_MAX_DEVICES; i++)
    {
      g_autofree char *name = g_strdup_printf ("kassa-%05u", i);

      if (!put (db, name, "Lager", "exposed", 3 + i % 5, error))
        return FALSE;
    }

  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, fixture->folder,
                                               NULL, NULL, NULL, TRUE, &error);
  g_assert_no_error (error);
  fixture->cache = sanera_connection_get_cache (fixture->connection);
  g_assert_true (
      sanera_store_write (sanera_cache_get_store (fixture->cache), write_rows, NULL, NULL, &error));
  g_assert_no_error (error);
  sanera_cache_reload_info (fixture->cache);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->rest, sanera_ticket_rest_free);
  sanera_connection_close (fixture->connection);
  g_clear_object (&fixture->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (fixture->folder);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  fixture->rest = sanera_ticket_rest_read_finish (SANERA_CACHE (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_read (gpointer data)
{
  return ((Fixture *)data)->rest != NULL;
}

static void
check_rest (Fixture *fixture, const char *const *groups, gint64 devices, const char *expected)
{
  g_autofree char *names = NULL;

  g_clear_pointer (&fixture->rest, sanera_ticket_rest_free);
  sanera_ticket_rest_read_async (fixture->cache, RECOMMENDATION_ID, groups, NULL, read_cb, fixture);
  g_assert_true (ui_wait_until (is_read, fixture, UI_LIMIT_MS));
  g_assert_cmpint (fixture->rest->devices, ==, devices);
  g_ptr_array_add (fixture->rest->names, NULL);
  names = g_strjoinv ("|", (GStrv)fixture->rest->names->pdata);
  g_assert_cmpstr (names, ==, expected);
}

/* By exposure, then name; of the chosen groups alone; what is not known is least exposed. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const two[] = { "Lager", "Butik", NULL };
  static const char *const none[] = { "UnassignedGroup", NULL };

  check_rest (fixture, NULL, DEVICES, "a-mid|b-mid|z-low|unknown");
  check_rest (fixture, two, DEVICES - 1, "a-mid|z-low|unknown");
  check_rest (fixture, none, 1, "");
}

static gboolean
has_names (gpointer data)
{
  return gtk_widget_get_sensitive (ui_find (data, GTK_TYPE_BUTTON, "copy_button")) &&
         !gtk_widget_get_visible (ui_find (data, GTK_TYPE_SPINNER, NULL));
}

static gboolean
has_notice (gpointer data)
{
  return gtk_widget_get_visible (ui_find (data, GTK_TYPE_LABEL, "notice"));
}

static gboolean
is_there (gpointer data)
{
  return ui_find_window (*(GType *)data) != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return !is_there (data);
}

/* From the form to the list, offline, in each language. */
static void
test_window (Fixture *fixture, gconstpointer language)
{
  g_autoptr (SaneraRecommendation) recommendation = NULL;
  g_autofree char *file = g_strdup_printf ("ticket-rest-%s.png", (const char *)language);
  g_autofree char *form_file = g_strdup_printf ("ticket-split-%s.png", (const char *)language);
  GType dialog_type = SANERA_TYPE_REQUEST_DIALOG;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *dialog, *rest, *view;
  GtkSelectionModel *model;

  sanera_language_set (language);
  recommendation = dialog_support_put_recommendation (fixture->cache, DEVICES + 1, DEVICES + 1);
  gtk_window_present (GTK_WINDOW (window));
  sanera_request_dialog_present (GTK_WINDOW (window), fixture->connection, recommendation);
  g_assert_true (ui_wait_until (is_there, &dialog_type, UI_LIMIT_MS));
  dialog = ui_find_window (dialog_type);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (ui_find (dialog, GTK_TYPE_CHECK_BUTTON, "ticket_check")), TRUE);
  g_assert_true (
      gtk_widget_get_visible (ui_find (dialog, ADW_TYPE_PREFERENCES_GROUP, "split_group")));
  gtk_widget_grab_focus (ui_find (dialog, GTK_TYPE_BUTTON, "show_rest_button"));
  ui_wait_frame (dialog);
  ui_save_picture (ui_find (dialog, ADW_TYPE_PREFERENCES_GROUP, "split_group"), form_file);

  ui_click (ui_find (dialog, GTK_TYPE_BUTTON, "show_rest_button"));
  rest = ui_find_window (SANERA_TYPE_TICKET_REST_WINDOW);
  g_assert_nonnull (rest);
  g_assert_true (ui_wait_until (has_names, rest, UI_LIMIT_MS));
  view = ui_find (rest, GTK_TYPE_LIST_VIEW, "list_view");
  model = gtk_list_view_get_model (GTK_LIST_VIEW (view));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 4);
  /* One of the devices is not in the cache, and the server cannot be asked: that is said. */
  g_assert_true (ui_wait_until (has_notice, rest, UI_LIMIT_MS));
  ui_click (ui_find (rest, GTK_TYPE_BUTTON, "copy_button"));
  ui_wait_frame (rest);
  ui_save_picture (rest, file);
  screen_assert (rest, "large-ticket-rest.png");
  gtk_window_destroy (GTK_WINDOW (rest));

  screen_assert (dialog, "large-ticket-split.png");
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_true (ui_wait_until (is_gone, &dialog_type, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (window));
  sanera_language_set ("en");
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);

  g_test_add ("/ui/ticket-rest/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/ui/ticket-rest/en", Fixture, "en", set_up, test_window, tear_down);
  g_test_add ("/ui/ticket-rest/sv", Fixture, "sv", set_up, test_window, tear_down);
  g_test_add ("/ui/ticket-rest/zh_CN", Fixture, "zh_CN", set_up, test_window, tear_down);

  return g_test_run ();
}

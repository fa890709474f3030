/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "dialog-support.h"

#include "sanera-again.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-language.h"

static void
fill_groups (SaneraCache *cache)
{
  static const struct
  {
    const char *name;
    gint64 devices;
    guint exposed;
  } groups[] = { { "Göteborg", 4, 0 }, { "Stockholm", 12, 3 }, { "UnassignedGroup", 7, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      SaneraDeviceGroupData group;

      sanera_noun_data_init (&sanera_device_group_noun, &group);
      group.name = g_strdup (groups[i].name);
      group.device_count = groups[i].devices;
      cache_support_put (cache, SANERA_LIST_DEVICE_GROUPS, NULL, &group, 1);
      sanera_noun_data_clear (&sanera_device_group_noun, &group);

      for (guint n = 0; n < groups[i].exposed; n++)
        {
          SaneraDeviceData device;

          sanera_noun_data_init (&sanera_device_noun, &device);
          device.id = g_strdup_printf ("device-%u-%u", i, n);
          device.computer_dns_name = g_strdup (device.id);
          device.rbac_group_name = g_strdup (groups[i].name);
          device.state = g_strdup ("exposed");
          cache_support_put (cache, SANERA_LIST_RECOMMENDATION_DEVICES, RECOMMENDATION_ID, &device,
                             1);
          sanera_noun_data_clear (&sanera_device_noun, &device);
        }
    }
}

/**
 * dialog_support_put_recommendation:
 * @cache: a cache
 * @exposed: on how many devices
 * @total: how many have the software
 *
 * Returns: (transfer full): the recommendation to update a browser
 */
SaneraRecommendation *
dialog_support_put_recommendation (SaneraCache *cache, gint64 exposed, gint64 total)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

  data->id = g_strdup (RECOMMENDATION_ID);
  data->related_component = g_strdup ("Google Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->remediation_type = g_strdup ("Update");
  data->recommendation_category = g_strdup ("Application");
  data->weaknesses = data->fixable_weaknesses = 38;
  data->exposed_machines_count = exposed;
  data->total_machine_count = total;
  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);

  return SANERA_RECOMMENDATION (sanera_record_new (SANERA_TYPE_RECOMMENDATION, data));
}

/**
 * dialog_support_open_connection:
 * @f: with a folder
 *
 * Opens the connection of the folder, offline.
 */
void
dialog_support_open_connection (DialogFixture *f)
{
  g_autoptr (GError) error = NULL;

  f->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                         NULL, TRUE, &error);
  g_assert_no_error (error);
  f->cache = sanera_connection_get_cache (f->connection);
}

/**
 * dialog_support_set_up:
 * @f: (out caller-allocates): what to fill
 * @type: of the dialog
 * @role: of Anna, as the server names it
 * @capabilities: hers, separated by spaces
 * @intune: whether the connection to Intune is on
 * @exposed: on how many devices the recommendation is
 *
 * Makes a recommendation, three groups of devices and a window.
 */
void
dialog_support_set_up (DialogFixture *f,
                       GType type,
                       const char *role,
                       const char *capabilities,
                       gboolean intune,
                       gint64 exposed)
{
  f->type = type;
  f->folder = cache_support_make_folder ();
  dialog_support_open_connection (f);
  cache_support_sign_in (f->cache, role, capabilities, intune);
  f->recommendation = dialog_support_put_recommendation (f->cache, exposed, exposed + 1);
  fill_groups (f->cache);

  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (f->window));
}

/**
 * dialog_support_is_closed:
 * @data: a #DialogFixture
 *
 * Returns: whether its dialog is gone
 */
gboolean
dialog_support_is_closed (gpointer data)
{
  DialogFixture *f = data;

  return ui_find_window (f->type) == NULL;
}

/**
 * dialog_support_close:
 * @f: with a dialog
 *
 * Closes the dialog, and waits until it is gone.
 */
void
dialog_support_close (DialogFixture *f)
{
  gtk_window_close (GTK_WINDOW (f->dialog));
  g_assert_true (ui_wait_until (dialog_support_is_closed, f, UI_LIMIT_MS));
  f->dialog = NULL;
}

/**
 * dialog_support_tear_down:
 * @f: what was set up
 *
 * Takes everything away.
 */
void
dialog_support_tear_down (DialogFixture *f)
{
  if (f->dialog != NULL && !dialog_support_is_closed (f))
    dialog_support_close (f);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_clear_object (&f->recommendation);
  sanera_connection_close (f->connection);
  g_clear_object (&f->connection);
  cache_support_remove_folder (f->folder);
}

/**
 * dialog_support_speak:
 * @window: a window with a dialog over it, which nothing keeps from being closed
 * @type: of the dialog
 * @language: another language
 *
 * Opens the dialog once more, as the application does when a language is chosen.
 *
 * Returns: (transfer none): the new dialog
 */
GtkWidget *
dialog_support_speak (GtkWindow *window, GType type, const char *language)
{
  g_autoptr (GPtrArray) dialogs = NULL;
  GtkWidget *dialog;

  g_assert_null (sanera_again_find_obstacle (window));
  dialogs = sanera_again_close (window);
  g_assert_null (ui_find_window (type));
  sanera_language_set (language);
  sanera_again_open (dialogs, window);
  dialog = ui_find_window (type);
  g_assert_nonnull (dialog);
  return dialog;
}

/**
 * dialog_support_find_option:
 * @root: where to look
 * @nick: the value of an enum
 *
 * Returns: (nullable) (transfer none): the button that chooses it
 */
GtkCheckButton *
dialog_support_find_option (GtkWidget *root, const char *nick)
{
  if (GTK_IS_CHECK_BUTTON (root) &&
      g_strcmp0 (g_object_get_data (G_OBJECT (root), "nick"), nick) == 0)
    return GTK_CHECK_BUTTON (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *found = dialog_support_find_option (child, nick);

      if (found != NULL)
        return found;
    }

  return NULL;
}

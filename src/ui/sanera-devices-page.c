/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-devices-page.h"

#include <glib/gi18n.h>

#include "sanera-device-actions.h"
#include "sanera-device-columns.h"
#include "sanera-device-flyout.h"
#include "sanera-device-values.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"

struct _SaneraDevicesPage
{
  SaneraListPage parent_instance;

  SaneraDeviceActions *actions;
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (SaneraDevicesPage, sanera_devices_page, SANERA_TYPE_LIST_PAGE)

static void
values_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraDeviceValues) values =
      sanera_device_values_read_finish (SANERA_CACHE (source), result, &error);
  SaneraDevicesPage *self = data;
  SaneraFilterBar *bar;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (values == NULL)
    {
      sanera_cache_note_error (SANERA_CACHE (source), error);
      return;
    }

  bar = sanera_list_page_get_private (SANERA_LIST_PAGE (self))->filter_bar;
  sanera_filter_bar_set_choices (bar, "rbacGroupName", (const char *const *)values->groups);
  sanera_filter_bar_set_choices (bar, "osPlatform", (const char *const *)values->platforms);
}

static void
stop_reading (SaneraDevicesPage *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/* What the filters offer is what the rows have. */
static void
read_values (SaneraDevicesPage *self)
{
  SaneraConnection *connection = sanera_page_get_connection (SANERA_PAGE (self));

  stop_reading (self);
  if (connection == NULL)
    return;

  self->reading = g_cancellable_new ();
  sanera_device_values_read_async (sanera_connection_get_cache (connection), self->reading,
                                   values_cb, self);
}

static void
sanera_devices_page_set_connection (SaneraPage *page, SaneraConnection *connection)
{
  SANERA_PAGE_CLASS (sanera_devices_page_parent_class)->set_connection (page, connection);

  read_values (SANERA_DEVICES_PAGE (page));
}

static SaneraQuery *
sanera_devices_page_create_query (void)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_DEVICES);

  return sanera_query_with_filter (all, "retired", (const char *const[]){ "no", NULL });
}

static SaneraFlyout *
sanera_devices_page_create_flyout (SaneraListPage *page)
{
  return sanera_device_flyout_new ();
}

static void
sanera_devices_page_set_empty (SaneraListPage *page, SaneraListStatus *status)
{
  sanera_list_status_set_empty (
      status, _ ("No devices"),
      _ ("Import the report of a scanner: the devices it names are listed here."),
      _ ("Import scan…"), "win.import", NULL);
}

static char *
sanera_devices_page_describe_count (guint n)
{
  g_autofree char *number = sanera_language_number (n);

  return g_strdup_printf (ngettext ("%s device", "%s devices", n), number);
}

static void
sanera_devices_page_rows_changed (SaneraListPage *page)
{
  read_values (SANERA_DEVICES_PAGE (page));
}

static void
sanera_devices_page_constructed (GObject *object)
{
  SaneraDevicesPage *self = SANERA_DEVICES_PAGE (object);
  GActionGroup *group;

  G_OBJECT_CLASS (sanera_devices_page_parent_class)->constructed (object);

  self->actions = sanera_device_actions_new (SANERA_LIST_PAGE (self));
  group = sanera_device_actions_get_group (self->actions);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "device", group);
  gtk_widget_insert_action_group (sanera_page_get_flyout (SANERA_PAGE (self)), "device", group);
}

static void
sanera_devices_page_dispose (GObject *object)
{
  SaneraDevicesPage *self = SANERA_DEVICES_PAGE (object);

  stop_reading (self);
  if (self->actions != NULL)
    {
      sanera_device_actions_close (self->actions);
      gtk_widget_insert_action_group (GTK_WIDGET (self), "device", NULL);
      gtk_widget_insert_action_group (sanera_page_get_flyout (SANERA_PAGE (self)), "device", NULL);
    }
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (sanera_devices_page_parent_class)->dispose (object);
}

static void
sanera_devices_page_class_init (SaneraDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  SaneraPageClass *page_class = SANERA_PAGE_CLASS (klass);
  SaneraListPageClass *list_class = SANERA_LIST_PAGE_CLASS (klass);

  object_class->constructed = sanera_devices_page_constructed;
  object_class->dispose = sanera_devices_page_dispose;

  page_class->id = "devices";
  page_class->title = N_ ("Devices");
  page_class->icon_name = "sanera-devices-symbolic";
  page_class->set_connection = sanera_devices_page_set_connection;

  list_class->list = SANERA_LIST_DEVICES;
  list_class->columns = sanera_device_columns;
  list_class->n_columns = sanera_n_device_columns;
  list_class->filters = sanera_device_filters;
  list_class->n_filters = sanera_n_device_filters;
  list_class->default_order_words = N_ ("by exposure");
  list_class->create_query = sanera_devices_page_create_query;
  list_class->create_flyout = sanera_devices_page_create_flyout;
  list_class->set_empty = sanera_devices_page_set_empty;
  list_class->describe_count = sanera_devices_page_describe_count;
  list_class->rows_changed = sanera_devices_page_rows_changed;
}

static void
sanera_devices_page_init (SaneraDevicesPage *self)
{
}

/**
 * sanera_devices_page_new:
 * @settings: (nullable): the settings of the application
 *
 * Returns: (transfer floating): the page, without a connection
 */
SaneraPage *
sanera_devices_page_new (GSettings *settings)
{
  return g_object_new (SANERA_TYPE_DEVICES_PAGE, "settings", settings, NULL);
}

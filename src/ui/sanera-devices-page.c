/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-devices-page.h"

#include <glib/gi18n.h>

#include "sanera-device-actions.h"
#include "sanera-device-columns.h"
#include "sanera-device-flyout.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"
#include "sanera-tenant-words.h"

struct _SaneraDevicesPage
{
  SaneraListPage parent_instance;

  SaneraDeviceActions *actions;
};

G_DEFINE_FINAL_TYPE (SaneraDevicesPage, sanera_devices_page, SANERA_TYPE_LIST_PAGE)

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
  if (sanera_tenant_words_set_empty (sanera_page_get_connection (SANERA_PAGE (page)), status,
                                     _ ("No devices"), "Machine.Read.All"))
    return;

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

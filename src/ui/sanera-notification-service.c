/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-notification-service.h"

/* Where nobody shows notifications (a bare window manager), GLib would warn on each try. */

/* What GLib sends to: the GNOME desktop, every other one (started when needed), and, from inside a
 * sandbox, the portal. */
static const struct
{
  const char *name;
  GBusNameWatcherFlags flags;
  gboolean sandbox;
} services[] = {
  { "org.gtk.Notifications", G_BUS_NAME_WATCHER_FLAGS_NONE, FALSE },
  { "org.freedesktop.Notifications", G_BUS_NAME_WATCHER_FLAGS_AUTO_START, FALSE },
  { "org.freedesktop.portal.Desktop", G_BUS_NAME_WATCHER_FLAGS_NONE, TRUE },
};

struct _SaneraNotificationService
{
  GObject parent_instance;

  GApplication *application; /* owns us */
  guint watches[G_N_ELEMENTS (services)];
  gboolean present[G_N_ELEMENTS (services)];
};

G_DEFINE_FINAL_TYPE (SaneraNotificationService, sanera_notification_service, G_TYPE_OBJECT)

static void
set_present (SaneraNotificationService *self, const char *name, gboolean present)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_str_equal (services[i].name, name))
      self->present[i] = present;
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  set_present (SANERA_NOTIFICATION_SERVICE (user_data), name, TRUE);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  set_present (SANERA_NOTIFICATION_SERVICE (user_data), name, FALSE);
}

static void
sanera_notification_service_dispose (GObject *object)
{
  SaneraNotificationService *self = SANERA_NOTIFICATION_SERVICE (object);

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    g_clear_handle_id (&self->watches[i], g_bus_unwatch_name);

  G_OBJECT_CLASS (sanera_notification_service_parent_class)->dispose (object);
}

static void
sanera_notification_service_class_init (SaneraNotificationServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_notification_service_dispose;
}

static void
sanera_notification_service_init (SaneraNotificationService *self)
{
}

/**
 * sanera_notification_service_new:
 * @application: the application, which owns it
 *
 * Returns: (transfer full): a service that knows a moment later whether somebody shows
 *   notifications
 */
SaneraNotificationService *
sanera_notification_service_new (GApplication *application)
{
  SaneraNotificationService *self = NULL;
  gboolean sandbox = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  self = g_object_new (SANERA_TYPE_NOTIFICATION_SERVICE, NULL);
  self->application = application;
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (services[i].sandbox == sandbox)
      self->watches[i] = g_bus_watch_name (G_BUS_TYPE_SESSION, services[i].name, services[i].flags,
                                           appeared_cb, vanished_cb, self, NULL);
  return self;
}

/**
 * sanera_notification_service_send:
 * @self: a service
 * @id: a later one of the same id takes its place
 * @notification: what to show
 *
 * Sends it, unless nobody shows notifications here.
 */
void
sanera_notification_service_send (SaneraNotificationService *self,
                                  const char *id,
                                  GNotification *notification)
{
  gboolean present = FALSE;

  g_return_if_fail (SANERA_IS_NOTIFICATION_SERVICE (self));
  g_return_if_fail (id != NULL && G_IS_NOTIFICATION (notification));

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    present = present || self->present[i];
  if (present)
    g_application_send_notification (self->application, id, notification);
  else
    g_debug ("Nobody shows the notification %s", id);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SANERA_TYPE_NOTIFICATION_SERVICE (sanera_notification_service_get_type ())

/* Sends notifications where there is somebody to show them. */
G_DECLARE_FINAL_TYPE (SaneraNotificationService,
                      sanera_notification_service,
                      SANERA,
                      NOTIFICATION_SERVICE,
                      GObject)

SaneraNotificationService *sanera_notification_service_new (GApplication *application);
void sanera_notification_service_send (SaneraNotificationService *self,
                                       const char *id,
                                       GNotification *notification);

G_END_DECLS

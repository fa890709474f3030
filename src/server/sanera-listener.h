/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-server.h"

G_BEGIN_DECLS

#define SANERA_MAX_CONNECTIONS 1024

#define SANERA_TYPE_LISTENER (sanera_listener_get_type ())

G_DECLARE_FINAL_TYPE (SaneraListener, sanera_listener, SANERA, LISTENER, GObject)

SaneraListener *sanera_listener_new (SaneraServer *server);
gboolean sanera_listener_listen_tcp (SaneraListener *self,
                                     GSocketAddress *address,
                                     GTlsCertificate *certificate,
                                     GError **error);
void
sanera_listener_listen_socket (SaneraListener *self, GSocket *socket, GTlsCertificate *certificate);
gboolean
sanera_listener_listen_private (SaneraListener *self, const char *socket_path, GError **error);
void sanera_listener_set_certificate (SaneraListener *self, GTlsCertificate *certificate);
char *sanera_listener_dup_address (SaneraListener *self);
void sanera_listener_stop (SaneraListener *self);
void sanera_listener_close (SaneraListener *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-error.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PRIVATE_SERVER (sanera_private_server_get_type ())

/* The person's own sanera-server: started, watched, started again when it dies, ended with us.
 * Signals: "ready" (char *socket_path), also after each restart; "failed" (GError *): it does not
 * start, or has died; it is tried again by itself. */
G_DECLARE_FINAL_TYPE (SaneraPrivateServer, sanera_private_server, SANERA, PRIVATE_SERVER, GObject)

SaneraPrivateServer *
sanera_private_server_new (const char *folder, gboolean sample, GError **error);
void sanera_private_server_start (SaneraPrivateServer *self, const char *name, const char *email);
void sanera_private_server_stop (SaneraPrivateServer *self);
void sanera_private_server_hurry (SaneraPrivateServer *self);
void sanera_private_server_close (SaneraPrivateServer *self);
const char *sanera_private_server_get_socket (SaneraPrivateServer *self);
char *sanera_private_server_get_process (SaneraPrivateServer *self);

char *sanera_server_program_find (GError **error);

G_END_DECLS

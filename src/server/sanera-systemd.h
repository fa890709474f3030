/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSocket *sanera_systemd_take_socket (GError **error);
void sanera_systemd_notify (const char *state);

G_END_DECLS

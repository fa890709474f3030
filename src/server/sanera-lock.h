/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int sanera_lock_database (const char *database, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In front of the message of %SANERA_ERROR_BUSY: another program has the lock. */
#define SANERA_CODE_ALREADY_OPEN "AlreadyOpen"

int sanera_lock_take (const char *path, GError **error);
int sanera_lock_folder (const char *folder, GError **error);
int sanera_lock_database (const char *database, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-person.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* Calls a token may make in a minute. */
#define SANERA_CALLS_PER_MINUTE 600
/* `changes` calls of one token that may be under way at once. */
#define SANERA_MAX_CHANGES_CALLS 4

/**
 * SaneraClock:
 * @data: what was given with it
 *
 * Called from any thread.
 *
 * Returns: now, microseconds since 1970 UTC
 */
typedef gint64 (*SaneraClock) (gpointer data);

gint64 sanera_clock_real (gpointer data);

/* Called once on the main thread. */
typedef void (*SaneraWake) (gpointer data);

SaneraStore *sanera_server_open_store (const char *database, GError **error);

#define SANERA_TYPE_SERVER (sanera_server_get_type ())

G_DECLARE_FINAL_TYPE (SaneraServer, sanera_server, SANERA, SERVER, GObject)

SaneraServer *
sanera_server_new (SaneraStore *store, SaneraClock clock, gpointer clock_data, GError **error);
void sanera_server_close (SaneraServer *self);

/* These may be called from any thread. */
SaneraStore *sanera_server_get_store (SaneraServer *self);
gint64 sanera_server_get_now (SaneraServer *self);
char *sanera_server_dup_upload_template (SaneraServer *self);
gboolean sanera_server_get_behind_proxy (SaneraServer *self);

/* These belong to the main thread. */
void sanera_server_set_behind_proxy (SaneraServer *self, gboolean behind_proxy);
void sanera_server_set_private_person (SaneraServer *self, const char *name, const char *email);
const SaneraPerson *sanera_server_get_private_person (SaneraServer *self);
const SaneraPerson *sanera_server_authenticate (SaneraServer *self, const char *token);
gboolean sanera_server_knows (SaneraServer *self, const SaneraPerson *person);
guint sanera_server_take_call (SaneraServer *self, const SaneraPerson *person);
void sanera_server_notify_changed (SaneraServer *self);

void sanera_server_hold (SaneraServer *self,
                         const char *person_id,
                         gint64 change,
                         guint seconds,
                         SaneraWake wake,
                         gpointer data);
gboolean sanera_server_enter_changes (SaneraServer *self, const char *person_id);
void sanera_server_leave_changes (SaneraServer *self, const char *person_id);

void sanera_server_begin_call (SaneraServer *self);
void sanera_server_end_call (SaneraServer *self);
void sanera_server_drain (SaneraServer *self, SaneraWake done, gpointer data);

G_END_DECLS

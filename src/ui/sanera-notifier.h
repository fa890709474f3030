/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"
#include "sanera-news.h"

G_BEGIN_DECLS

#define SANERA_TYPE_NOTIFIER (sanera_notifier_get_type ())

/* Looks for news on the connection that is shown, and makes notifications of them. Signal
 * "notification" (const char *id, GNotification *): one is to be sent. */
G_DECLARE_FINAL_TYPE (SaneraNotifier, sanera_notifier, SANERA, NOTIFIER, GObject)

SaneraNotifier *sanera_notifier_new (SaneraConnections *connections, GSettings *settings);
gboolean sanera_notifier_is_looking (SaneraNotifier *self);
const char *sanera_notifier_get_page (SaneraList list);
void sanera_notifier_check (SaneraNotifier *self, gint64 now);

G_END_DECLS

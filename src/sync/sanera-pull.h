/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-session.h"

G_BEGIN_DECLS

#define SANERA_PULL_PAGE 2000 /* rows; the most the server gives */
#define SANERA_PULL_WAIT 30 /* seconds; the longest the server holds a call */

/**
 * SaneraPullFunc:
 * @fraction: 0–1, or -1 when it is not known how much there is
 * @user_data: for the function
 *
 * Told while a sync is under way.
 */
typedef void (*SaneraPullFunc) (double fraction, gpointer user_data);

void sanera_pull_async (SaneraSession *session,
                        SaneraCache *cache,
                        guint wait,
                        SaneraPullFunc progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean sanera_pull_finish (GAsyncResult *result, gint64 *rows, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-pull.h"

G_BEGIN_DECLS

void sanera_tenant_pull_async (SaneraSession *session,
                               SaneraSession *graph,
                               SaneraCache *cache,
                               SaneraPullFunc progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean sanera_tenant_pull_finish (GAsyncResult *result, gint64 *rows, GError **error);

G_END_DECLS

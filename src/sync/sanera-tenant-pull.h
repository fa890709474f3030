/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-pull.h"

G_BEGIN_DECLS

/* In front of the message of an error: the application was not granted what follows. */
#define SANERA_CODE_MISSING_PERMISSION "MissingPermission"

void sanera_tenant_pull_async (SaneraSession *session,
                               SaneraSession *graph,
                               SaneraCache *cache,
                               SaneraPullFunc progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean sanera_tenant_pull_finish (GAsyncResult *result, gint64 *rows, GError **error);

/* *Test connection*: which permissions are missing. */
void sanera_tenant_probe_async (SaneraSession *session,
                                SaneraSession *graph,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char **sanera_tenant_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS

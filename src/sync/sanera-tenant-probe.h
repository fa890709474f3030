/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-session.h"

G_BEGIN_DECLS

/* *Test connection*: which permissions are missing. */
void sanera_tenant_probe_async (SaneraSession *session,
                                SaneraSession *graph,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char **sanera_tenant_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS

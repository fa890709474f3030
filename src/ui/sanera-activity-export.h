/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-activity.h"
#include "sanera-csv.h"

G_BEGIN_DECLS

GBytes *sanera_activity_export_to_csv (const SaneraActivityData *data, SaneraCsvKind kind);
char *sanera_activity_export_file_name (const SaneraActivityData *data);
void sanera_activity_export_async (GtkWindow *parent,
                                   const SaneraActivityData *data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *sanera_activity_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-window.h"

G_BEGIN_DECLS

void sanera_screenshots_take_async (SaneraWindow *window,
                                    const char *folder,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
sanera_screenshots_take_finish (SaneraWindow *window, GAsyncResult *result, GError **error);

void sanera_screenshots_mark_first_frame (SaneraWindow *window);

G_END_DECLS

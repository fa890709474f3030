/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-export-source.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXPORTS (sanera_exports_get_type ())

/* The exports of a window: asks for whom and where to, writes, and shows how far each one is.
 * Signal "toast" (AdwToast). */
G_DECLARE_FINAL_TYPE (SaneraExports, sanera_exports, SANERA, EXPORTS, AdwBin)

GtkWidget *sanera_exports_new (GtkWindow *window);
SaneraExports *sanera_exports_get (GtkWindow *window);
void sanera_exports_ask (SaneraExports *self, SaneraExportSource *source);
void sanera_exports_write (SaneraExports *self,
                           SaneraExportSource *source,
                           SaneraCsvKind kind,
                           gboolean selected,
                           GFile *file);
guint sanera_exports_get_running (SaneraExports *self);

G_END_DECLS

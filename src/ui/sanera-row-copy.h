/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-column.h"

G_BEGIN_DECLS

/* At most so many rows are copied at once; a person who wants more exports them. */
#define SANERA_ROW_COPY_MAX 1000

char *sanera_row_copy_to_text (const SaneraColumn *columns,
                               GArray *states,
                               GPtrArray *records,
                               const SaneraCellContext *context);
char *sanera_row_copy_to_html (const SaneraColumn *columns,
                               GArray *states,
                               GPtrArray *records,
                               const SaneraCellContext *context);
void sanera_row_copy (GdkClipboard *clipboard,
                      const SaneraColumn *columns,
                      GArray *states,
                      GPtrArray *records,
                      const SaneraCellContext *context);

G_END_DECLS

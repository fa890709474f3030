/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_RECORD_ROW (sanera_record_row_get_type ())

/* A row of two lines that wrap, and at most one button. Signal "button-clicked". */
G_DECLARE_FINAL_TYPE (SaneraRecordRow, sanera_record_row, SANERA, RECORD_ROW, GtkBox)

GtkWidget *sanera_record_row_new (void);
void sanera_record_row_set (SaneraRecordRow *self, const char *title, const char *subtitle);
void sanera_record_row_set_button (SaneraRecordRow *self, const char *label, const char *name);

G_END_DECLS

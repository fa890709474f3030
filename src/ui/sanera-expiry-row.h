/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-exception-rules.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXPIRY_ROW (sanera_expiry_row_get_type ())

/* The field "Exception duration": 30, 60 or 90 days, or until a day that is typed or chosen in a
 * calendar. Days are whole UTC days (R8); the last one is shown in words. Signal "changed". */
G_DECLARE_FINAL_TYPE (SaneraExpiryRow, sanera_expiry_row, SANERA, EXPIRY_ROW, AdwBin)

GtkWidget *sanera_expiry_row_new (void);
void sanera_expiry_row_set_now (SaneraExpiryRow *self, gint64 now);
void sanera_expiry_row_set (SaneraExpiryRow *self, gint64 days, gint64 date, const char *text);
gint64 sanera_expiry_row_get_expires_on (SaneraExpiryRow *self);
gint64 sanera_expiry_row_get_days (SaneraExpiryRow *self);
gint64 sanera_expiry_row_get_date (SaneraExpiryRow *self);
const char *sanera_expiry_row_get_text (SaneraExpiryRow *self);
gboolean sanera_expiry_row_is_invalid (SaneraExpiryRow *self);
void sanera_expiry_row_show_problems (SaneraExpiryRow *self, SaneraExceptionProblem problems);
void sanera_expiry_row_focus (SaneraExpiryRow *self);

G_END_DECLS

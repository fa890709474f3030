/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_CALENDAR (sanera_calendar_get_type ())

/* A month to choose a day from, in the interface language: GtkCalendar speaks the language of the
 * installed locale, and bare Debian has none but English. Days before the first one that may be
 * chosen are insensitive. Signal "day-selected" (gint64 date). */
G_DECLARE_FINAL_TYPE (SaneraCalendar, sanera_calendar, SANERA, CALENDAR, AdwBin)

void sanera_calendar_set_first (SaneraCalendar *self, gint64 first);
void sanera_calendar_show_date (SaneraCalendar *self, gint64 date);

G_END_DECLS

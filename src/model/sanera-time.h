/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Moments are gint64 microseconds since 1970-01-01 UTC, dates are the midnight UTC that starts
 * them, SANERA_INT_NULL is "not known". */

#define SANERA_TIME_SECOND G_GINT64_CONSTANT (1000000)
#define SANERA_TIME_DAY (G_GINT64_CONSTANT (86400) * SANERA_TIME_SECOND)

/* "2021-01-12T18:54:11.549947Z" and its NUL */
#define SANERA_TIME_BUFFER 32

gint64 sanera_time_parse (const char *text);
const char *sanera_time_format (gint64 time, char buffer[SANERA_TIME_BUFFER]);
gint64 sanera_time_floor_day (gint64 time);
gint64 sanera_time_day_in (gint64 time, GTimeZone *zone);
gint64 sanera_date_new (int year, int month, int day);
gboolean sanera_date_get (gint64 date, int *year, int *month, int *day);
gint64 sanera_date_parse (const char *text);

G_END_DECLS

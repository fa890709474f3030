/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Language services through ICU: the only room that knows it. They do not depend on the locales
 * that are installed: bare Debian has none for Swedish or Chinese. All functions but
 * sanera_language_init() and sanera_language_set() are safe on any thread. Times are microseconds
 * since 1970 UTC; what is not known (SANERA_INT_NULL, NAN) reads "–". Returned strings are
 * (transfer full). */

void sanera_language_init (const char *setting, const char *locale_dir);
void sanera_language_set (const char *setting);
const char *sanera_language_get (void);
char *sanera_language_fold (const char *text);
GBytes *sanera_language_sort_key (const char *text);
char *sanera_language_number (gint64 value);
char *sanera_language_number_short (gint64 value);
char *sanera_language_decimal (double value, int digits);
char *sanera_language_percent (double fraction);
char *sanera_language_size (guint64 bytes);
char *sanera_language_date (gint64 date);
char *sanera_language_date_numeric (gint64 date);
char *sanera_language_time (gint64 time);
char *sanera_language_datetime (gint64 time);
char *sanera_language_relative (gint64 time, gint64 now);
gint64 sanera_language_parse_date (const char *text, gint64 today);
int sanera_language_first_weekday (void);
char *sanera_language_month (gint64 date);
char *sanera_language_weekday (int weekday);

G_END_DECLS

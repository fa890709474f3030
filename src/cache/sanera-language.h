/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Language services through ICU: the only file that knows it. All functions are safe on any thread.
 * Times are microseconds since 1970 UTC. Returned strings are (transfer full). */

void sanera_language_init (
    const char *setting,
    const char *locale_dir); /* before the first thread; setting: "", "en", "sv", "zh_CN" */
void sanera_language_set (
    const char *setting); /* at run time: LANGUAGE, catalogue counter, ICU objects */
const char *sanera_language_get (void); /* the effective one: "en", "sv", "zh_CN", … */
char *sanera_language_fold (const char *text); /* NFKC case fold, width folded: for search */
GBytes *sanera_language_sort_key (const char *text);
char *sanera_language_number (gint64 value); /* 1,234 / 1 234 */
char *sanera_language_number_short (gint64 value); /* 4.17k, 1.47M / 4,17 tn / 4.17万 */
char *sanera_language_decimal (double value, int digits); /* 7.67 */
char *sanera_language_percent (double fraction);
char *sanera_language_date (
    gint64 date); /* a date: UTC day, medium length: 25 Dec 2026 / 25 dec. 2026 / 2026年12月25日 */
char *sanera_language_date_numeric (gint64 date); /* as people type it in this language */
char *sanera_language_time (gint64 time); /* local time of day, 14:05 */
char *sanera_language_datetime (gint64 time); /* local */
char *sanera_language_relative (gint64 time, gint64 now); /* 3 hours ago, 2 days ago */
gint64
sanera_language_parse_date (const char *text,
                            gint64 today); /* typed date, language's form or ISO; SANERA_INT_NULL */
int sanera_language_first_weekday (void);

G_END_DECLS

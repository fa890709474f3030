/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <libintl.h>
#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-language.h"
#include "sanera-time.h"

#define NBSP "\302\240"

/* Compares and frees. */
static void
check (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_choice (void)
{
  static const struct
  {
    const char *setting;
    const char *expected;
  } table[] = {
    { "sv", "sv" },    { "zh_CN", "zh_CN" },        { "en", "en" },
    { "", "en" },      { "de_DE:sv", "sv" },        { "sv_FI.UTF-8@euro", "sv" },
    { "zh_TW", "en" }, { "zh_SG", "zh_CN" },        { "fr", "en" },
    { "sve", "en" },   /* no name */ { "C", "en" }, { NULL, "en" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      sanera_language_set (table[i].setting);
      g_assert_cmpstr (sanera_language_get (), ==, table[i].expected);
      g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, table[i].expected);
    }
}

static void
test_number_short (void)
{
  static const struct
  {
    gint64 value;
    const char *en;
    const char *sv;
    const char *zh;
  } table[] = {
    { 0, "0", "0", "0" },
    { 771, "771", "771", "771" },
    { 4170, "4.17k", "4,17" NBSP "tn", "4,170" },
    { 4177, "4.18k", "4,18" NBSP "tn", "4,177" },
    { 4000, "4k", "4" NBSP "tn", "4,000" },
    { 49400, "49.4k", "49,4" NBSP "tn", "4.94万" },
    { 41700, "41.7k", "41,7" NBSP "tn", "4.17万" },
    { 117000, "117k", "117" NBSP "tn", "11.7万" },
    { 999950, "1M", "1" NBSP "mn", "100万" },
    { 1470000, "1.47M", "1,47" NBSP "mn", "147万" },
    { 28500, "28.5k", "28,5" NBSP "tn", "2.85万" },
    { SANERA_INT_NULL, "–", "–", "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      sanera_language_set ("en");
      check (sanera_language_number_short (table[i].value), table[i].en);
      sanera_language_set ("sv");
      check (sanera_language_number_short (table[i].value), table[i].sv);
      sanera_language_set ("zh_CN");
      check (sanera_language_number_short (table[i].value), table[i].zh);
    }
}

static void
test_numbers (void)
{
  sanera_language_set ("en");
  check (sanera_language_number (28500), "28,500");
  check (sanera_language_decimal (7.665, 2), "7.67");
  check (sanera_language_decimal (NAN, 2), "–");
  check (sanera_language_percent (0.489), "48%");
  check (sanera_language_percent (0.999), "99%");
  check (sanera_language_percent (1), "100%");
  check (sanera_language_size (0), "0" NBSP "kB");
  check (sanera_language_size (1), "1" NBSP "kB");
  check (sanera_language_size (999499), "1.0" NBSP "MB");
  check (sanera_language_size (1310000), "1.3" NBSP "MB");
  check (sanera_language_size (999950000), "1.0" NBSP "GB");
  sanera_language_set ("sv");
  check (sanera_language_number (28500), "28" NBSP "500");
  check (sanera_language_decimal (7.67, 2), "7,67");
  check (sanera_language_percent (0.5), "50" NBSP "%");
  check (sanera_language_size (1310000), "1,3" NBSP "MB");
  check (sanera_language_size (12345), "13" NBSP "kB");
  sanera_language_set ("zh_CN");
  check (sanera_language_number (28500), "28,500");
  check (sanera_language_decimal (7.6, 2), "7.60");
}

static void
test_dates (void)
{
  gint64 date = sanera_date_new (2026, 12, 5);
  gint64 time = date + (14 * 3600 + 5 * 60) * SANERA_TIME_SECOND;

  sanera_language_set ("en");
  check (sanera_language_date (date), "5 Dec 2026");
  check (sanera_language_date_numeric (date), "05/12/2026");
  check (sanera_language_time (time), "14:05");
  check (sanera_language_datetime (time), "5 Dec 2026, 14:05");
  check (sanera_language_date (SANERA_INT_NULL), "–");
  g_assert_cmpint (sanera_language_first_weekday (), ==, 1);
  sanera_language_set ("sv");
  check (sanera_language_date (date), "5 dec. 2026");
  check (sanera_language_date_numeric (date), "2026-12-05");
  check (sanera_language_time (time), "14:05");
  g_assert_cmpint (sanera_language_first_weekday (), ==, 1);
  sanera_language_set ("zh_CN");
  check (sanera_language_date (date), "2026年12月5日");
  check (sanera_language_date_numeric (date), "2026/12/05");
  check (sanera_language_time (time), "14:05");
  sanera_language_set ("en_US");
  check (sanera_language_date_numeric (date), "12/05/2026");
  g_assert_cmpint (sanera_language_first_weekday (), ==, 7);
}

static void
test_relative (void)
{
  gint64 now = sanera_date_new (2026, 12, 5);
  gint64 hour = 3600 * SANERA_TIME_SECOND;

  sanera_language_set ("en");
  check (sanera_language_relative (now - 59 * SANERA_TIME_SECOND, now), "now");
  check (sanera_language_relative (now - hour / 60, now), "1 minute ago");
  check (sanera_language_relative (now - 3 * hour - hour / 2, now), "3 hours ago");
  check (sanera_language_relative (now - 24 * hour, now), "1 day ago");
  check (sanera_language_relative (now - 49 * hour, now), "2 days ago");
  check (sanera_language_relative (now + 49 * hour, now), "in 2 days");
  check (sanera_language_relative (SANERA_INT_NULL, now), "–");
  sanera_language_set ("sv");
  check (sanera_language_relative (now - 3 * hour, now), "för 3 timmar sedan");
  sanera_language_set ("zh_CN");
  check (sanera_language_relative (now - 3 * hour, now), "3 小时前");
  check (sanera_language_relative (now + 49 * hour, now), "2 天后");
}

static void
test_parse_date (void)
{
  gint64 today = sanera_date_new (2026, 11, 22);
  static const struct
  {
    const char *language;
    const char *text;
    int year, month, day; /* year 0: no date */
  } table[] = {
    { "en", "2026-12-25", 2026, 12, 25 },
    { "en", " 25/12/2026 ", 2026, 12, 25 },
    { "en", "25.12.26", 2026, 12, 25 },
    { "en", "25 12", 2026, 12, 25 },
    { "en", "1/2", 2027, 2, 1 },
    { "en", "29/2", 2028, 2, 29 },
    { "en", "25 Dec 2026", 2026, 12, 25 },
    { "en", "25 December 2026", 2026, 12, 25 },
    { "en", "12/25/2026", 0, 0, 0 },
    { "en", "30/2/2027", 0, 0, 0 },
    { "en", "25/12/226", 0, 0, 0 },
    { "en", "Tomorrow", 2026, 11, 23 },
    { "en", "yesterday", 2026, 11, 21 },
    { "en", "in 1 day", 2026, 11, 23 },
    { "en", "in 3 weeks", 2026, 12, 13 },
    { "en", "in 99 months", 2035, 2, 22 },
    { "en", "Wednesday", 2026, 11, 25 },
    { "en", "sun", 2026, 11, 22 },
    { "en", "Wed.", 2026, 11, 25 },
    { "en", "in a while", 0, 0, 0 },
    { "en", "in 12345 days", 0, 0, 0 },
    { "en", ".", 0, 0, 0 },
    { "en", "", 0, 0, 0 },
    { "en", "1/2/3/4", 0, 0, 0 },
    { "en", "123456789012345678901234567890", 0, 0, 0 },
    { "en_US", "12/25/2026", 2026, 12, 25 },
    { "sv", "2026-12-25", 2026, 12, 25 },
    { "sv", "261225", 2026, 12, 25 },
    { "sv", "20261225", 2026, 12, 25 },
    { "sv", "25/12", 2026, 12, 25 },
    { "sv", "25 dec. 2026", 2026, 12, 25 },
    { "sv", "25 december 2026", 2026, 12, 25 },
    { "sv", "i morgon", 2026, 11, 23 },
    { "sv", "imorgon", 2026, 11, 23 },
    { "sv", "i övermorgon", 2026, 11, 24 },
    { "sv", "om 2 veckor", 2026, 12, 6 },
    { "sv", "fredag", 2026, 11, 27 },
    { "sv", "om 9999 dagar", 2054, 4, 8 },
    { "sv", "om 12345 dagar", 0, 0, 0 },
    { "sv", "tomorrow", 0, 0, 0 },
    { "zh_CN", "2026/12/25", 2026, 12, 25 },
    { "zh_CN", "2026年12月25日", 2026, 12, 25 },
    { "zh_CN", "２０２６年１２月５日", 2026, 12, 5 },
    { "zh_CN", "12月25日", 2026, 12, 25 },
    { "zh_CN", "12月25号", 2026, 12, 25 },
    { "zh_CN", "2026.12.5", 2026, 12, 5 },
    { "zh_CN", "26-12-5", 2026, 12, 5 },
    { "zh_CN", "12/25", 2026, 12, 25 },
    { "zh_CN", "11/22", 2026, 11, 22 },
    { "zh_CN", "1月5日", 2027, 1, 5 },
    { "zh_CN", "25日", 2026, 11, 25 },
    { "zh_CN", "5号", 2026, 12, 5 },
    { "zh_CN", "31号", 2026, 12, 31 },
    { "zh_CN", "32号", 0, 0, 0 },
    { "zh_CN", "13月1日", 0, 0, 0 },
    { "zh_CN", "今天", 2026, 11, 22 },
    { "zh_CN", "明天", 2026, 11, 23 },
    { "zh_CN", "后天", 2026, 11, 24 },
    { "zh_CN", "昨天", 2026, 11, 21 },
    { "zh_CN", "30天后", 2026, 12, 22 },
    { "zh_CN", "３ 天后", 2026, 11, 25 },
    { "zh_CN", "2周后", 2026, 12, 6 },
    { "zh_CN", "3 个月后", 2027, 2, 22 },
    { "zh_CN", "周五", 2026, 11, 27 },
    { "zh_CN", "星期五", 2026, 11, 27 },
    { "zh_CN", "本周五", 2026, 11, 20 },
    { "zh_CN", "这周五", 2026, 11, 20 },
    { "zh_CN", "下周一", 2026, 11, 23 },
    { "zh_CN", "下星期日", 2026, 11, 29 },
    { "zh_CN", "下周八", 0, 0, 0 },
    { "zh_CN", "下", 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gint64 expected = table[i].year == 0
                            ? SANERA_INT_NULL
                            : sanera_date_new (table[i].year, table[i].month, table[i].day);

      sanera_language_set (table[i].language);
      g_test_message ("%s: %s", table[i].language, table[i].text);
      g_assert_cmpint (sanera_language_parse_date (table[i].text, today), ==, expected);
    }
}

/* A month on there may be no such day; and no day depends on the hour. */
static void
test_parse_from (void)
{
  const gint64 late = sanera_date_new (2027, 1, 31) + 23 * 3600 * SANERA_TIME_SECOND;

  sanera_language_set ("en");
  g_assert_cmpint (sanera_language_parse_date ("in 1 month", late), ==,
                   sanera_date_new (2027, 2, 28));
  g_assert_cmpint (sanera_language_parse_date ("in 2 months", late), ==,
                   sanera_date_new (2027, 3, 31));
  g_assert_cmpint (sanera_language_parse_date ("in 12 months", late), ==,
                   sanera_date_new (2028, 1, 31));
  g_assert_cmpint (sanera_language_parse_date ("tomorrow", late), ==, sanera_date_new (2027, 2, 1));
  g_assert_cmpint (sanera_language_parse_date ("Monday", late), ==, sanera_date_new (2027, 2, 1));
}

static void
test_parse_shown (void)
{
  static const char *const names[] = { "en", "sv", "zh_CN", "en_US", "sv_FI" };
  gint64 today = sanera_date_new (2026, 11, 22);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      sanera_language_set (names[i]);
      for (int d = 0; d < 400; d++)
        {
          gint64 date = today + d * SANERA_TIME_DAY;
          g_autofree char *numeric = sanera_language_date_numeric (date);
          g_autofree char *medium = sanera_language_date (date);

          g_assert_cmpint (sanera_language_parse_date (numeric, today), ==, date);
          g_assert_cmpint (sanera_language_parse_date (medium, today), ==, date);
        }
    }
}

static void
test_fold (void)
{
  check (sanera_language_fold ("Update CHROME 129"), "update chrome 129");
  check (sanera_language_fold ("ＡＢＣ１２"), "abc12");
  check (sanera_language_fold ("Åtgärd"), "åtgärd");
  check (sanera_language_fold ("A\314\212tga\314\210rd"), "åtgärd");
  check (sanera_language_fold ("漏洞"), "漏洞");
  check (sanera_language_fold ("Straße"), "strasse");
  check (sanera_language_fold (""), "");
}

static int
compare (const char *a, const char *b)
{
  g_autoptr (GBytes) key_a = sanera_language_sort_key (a);
  g_autoptr (GBytes) key_b = sanera_language_sort_key (b);

  return g_bytes_compare (key_a, key_b);
}

/* A Chinese character, and the colon behind it, has another form in Japan: Pango and Fontconfig are
 * told which one, in every language, because names of devices may be Chinese in any. */
static void
test_glyphs (void)
{
  static const char *const variables[] = { "PANGO_LANGUAGE", "FC_LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      sanera_language_set ("sv");
      g_assert_true (g_str_has_prefix (g_getenv (variables[i]), "sv:"));
      g_assert_true (g_str_has_suffix (g_getenv (variables[i]), ":zh_CN"));
      sanera_language_set ("zh_CN");
      g_assert_true (g_str_has_prefix (g_getenv (variables[i]), "zh_CN:"));
    }
}

static void
test_sort_key (void)
{
  sanera_language_set ("sv");
  g_assert_cmpint (compare ("zebra", "ånga"), <, 0);
  g_assert_cmpint (compare ("ånga", "ärta"), <, 0);
  g_assert_cmpint (compare ("ärta", "öl"), <, 0);
  sanera_language_set ("en");
  g_assert_cmpint (compare ("zebra", "ånga"), >, 0);
  g_assert_cmpint (compare ("chrome 9.1", "chrome 10.2"), <, 0);
  g_assert_cmpint (compare ("Chrome", "chrome"), !=, 0);
  g_assert_cmpint (compare ("chrome", "Chromium"), <, 0);
  /* parts: the shorter component first, whatever its version */
  g_assert_cmpint (compare ("chrome\357\277\276129", "chrome os\357\277\2761"), <, 0);
  sanera_language_set ("zh_CN");
  g_assert_cmpint (compare ("安全", "漏洞"), <, 0); /* ān, lòu */
  /* These stand the other way round in Unicode, and by radical. */
  g_assert_cmpint (compare ("服务器", "工作站"), <, 0); /* fú, gōng */
  g_assert_cmpint (compare ("北京", "上海"), <, 0); /* běi, shàng */
  g_assert_cmpint (compare ("李", "张"), <, 0); /* lǐ, zhāng */
  g_assert_cmpint (compare ("工作站 9", "工作站 10"), <, 0);
}

static gpointer
use_all (gpointer data)
{
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *number = sanera_language_number_short (i * 12345);
      g_autofree char *date = sanera_language_date (i * SANERA_TIME_DAY);
      g_autoptr (GBytes) key = sanera_language_sort_key ("chrome 129");

      g_assert_nonnull (number);
      g_assert_nonnull (date);
      g_assert_cmpuint (g_bytes_get_size (key), >, 0);
    }

  return NULL;
}

/* A switch while other threads format: each works on with what it holds. */
static void
test_threads (void)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("language", use_all, NULL);
  for (int i = 0; i < 50; i++)
    sanera_language_set (i % 2 == 0 ? "sv" : "zh_CN");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_calendar (void)
{
  static const struct
  {
    const char *language;
    const char *month;
    const char *monday;
    const char *sunday;
  } table[] = {
    { "en", "December 2026", "Mon", "Sun" },
    { "sv", "december 2026", "mån", "sön" },
    { "zh_CN", "2026年12月", "周一", "周日" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      sanera_language_set (table[i].language);
      check (sanera_language_month (sanera_date_new (2026, 12, 25)), table[i].month);
      check (sanera_language_weekday (1), table[i].monday);
      check (sanera_language_weekday (7), table[i].sunday);
    }
}

int
main (int argc, char **argv)
{
  g_unsetenv ("PANGO_LANGUAGE");
  g_unsetenv ("FC_LANG");
  sanera_language_init ("", "/nowhere");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/choice", test_choice);
  g_test_add_func ("/language/number-short", test_number_short);
  g_test_add_func ("/language/numbers", test_numbers);
  g_test_add_func ("/language/dates", test_dates);
  g_test_add_func ("/language/relative", test_relative);
  g_test_add_func ("/language/parse-date", test_parse_date);
  g_test_add_func ("/language/parse-from", test_parse_from);
  g_test_add_func ("/language/glyphs", test_glyphs);
  g_test_add_func ("/language/parse-shown", test_parse_shown);
  g_test_add_func ("/language/fold", test_fold);
  g_test_add_func ("/language/sort-key", test_sort_key);
  g_test_add_func ("/language/threads", test_threads);
  g_test_add_func ("/language/calendar", test_calendar);

  return g_test_run ();
}

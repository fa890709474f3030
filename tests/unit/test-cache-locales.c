/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-time.h"
#include "sanera-words.h"

/* What is shown follows the language of the interface, whatever the locale of the system is, and
 * whether it is installed or not. A locale is chosen once for the life of a process, so this
 * program starts itself in each environment, with the argument "speak", and reads what it says. */

#define NBSP "\302\240"
#define SPEAK "speak"

/* What one language says, a line for each of say_all(). */
static const char english[] = "Security recommendations\n"
                              "28,500\n"
                              "49.4k\n"
                              "7.67\n"
                              "48%\n"
                              "1.3" NBSP "MB\n"
                              "5 Dec 2026\n"
                              "05/12/2026\n"
                              "3 hours ago\n"
                              "2026-12-25 2026-12-05 2026-12-05\n"
                              "Akka Ångström Örebro Zebra\n"
                              "zebra 修正 安全\n"
                              "9.50 9.50\n";
/* Who has a system in American English gets its dates, not Britain's. */
static const char american[] = "Security recommendations\n"
                               "28,500\n"
                               "49.4k\n"
                               "7.67\n"
                               "48%\n"
                               "1.3" NBSP "MB\n"
                               "Dec 5, 2026\n"
                               "12/05/2026\n"
                               "3 hours ago\n"
                               "none 2026-05-12 2026-12-05\n"
                               "Akka Ångström Örebro Zebra\n"
                               "zebra 修正 安全\n"
                               "9.50 9.50\n";
static const char swedish[] = "Säkerhetsrekommendationer\n"
                              "28" NBSP "500\n"
                              "49,4" NBSP "tn\n"
                              "7,67\n"
                              "48" NBSP "%\n"
                              "1,3" NBSP "MB\n"
                              "5 dec. 2026\n"
                              "2026-12-05\n"
                              "för 3 timmar sedan\n"
                              "none none 2026-12-05\n"
                              "Akka Zebra Ångström Örebro\n"
                              "zebra 修正 安全\n"
                              "9,50 9.50\n";
static const char chinese[] = "安全建议\n"
                              "28,500\n"
                              "4.94万\n"
                              "7.67\n"
                              "48%\n"
                              "1.3" NBSP "MB\n"
                              "2026年12月5日\n"
                              "2026/12/05\n"
                              "3 小时前\n"
                              "none none 2026-12-05\n"
                              "Akka Ångström Örebro Zebra\n"
                              "安全 修正 zebra\n"
                              "9.50 9.50\n";

static const char *program;
static char *installed; /* a folder with a German locale, while a test wants one */

/* ------------------------------------------------------------------ the child */

static int
compare_keys (const void *a, const void *b)
{
  g_autoptr (GBytes) first = sanera_language_sort_key (*(const char *const *)a);
  g_autoptr (GBytes) second = sanera_language_sort_key (*(const char *const *)b);

  return g_bytes_compare (first, second);
}

static void
say_sorted (const char **words, gsize count)
{
  qsort (words, count, sizeof *words, compare_keys);
  for (gsize i = 0; i < count; i++)
    g_print ("%s%s", words[i], i + 1 < count ? " " : "\n");
}

static void
say (char *text)
{
  g_print ("%s\n", text);
  g_free (text);
}

static void
say_parsed (const char *text, const char *end)
{
  gint64 date = sanera_language_parse_date (text, sanera_date_new (2026, 11, 22));
  int year, month, day;

  if (sanera_date_get (date, &year, &month, &day))
    g_print ("%04d-%02d-%02d%s", year, month, day, end);
  else
    g_print ("none%s", end);
}

/* The number in the description of a recommendation about a setting. */
static void
say_points (gboolean in_english, const char *end)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);
  g_autofree char *text = NULL;
  const char *number;

  data->id = g_strdup ("sca-_-1");
  data->remediation_type = g_strdup ("ConfigurationChange");
  data->related_component = g_strdup ("Root login");
  data->config_score_impact = 9.5;
  text = sanera_words_recommendation_description (data, in_english);
  number = strchr (text, '9');
  g_print ("%.4s%s", number != NULL ? number : text, end);
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

static int
say_all (const char *setting)
{
  const char *words[] = { "Zebra", "Örebro", "Akka", "Ångström" };
  const char *mixed[] = { "zebra", "修正", "安全" };
  gint64 date = sanera_date_new (2026, 12, 5);

  sanera_language_init (setting, BUILD_LOCALEDIR);
  g_print ("%s\n", _ ("Security recommendations"));
  say (sanera_language_number (28500));
  say (sanera_language_number_short (49400));
  say (sanera_language_decimal (7.67, 2));
  say (sanera_language_percent (0.489));
  say (sanera_language_size (1310000));
  say (sanera_language_date (date));
  say (sanera_language_date_numeric (date));
  say (sanera_language_relative (date - 3 * 3600 * SANERA_TIME_SECOND, date));
  say_parsed ("25/12/2026", " ");
  say_parsed ("5/12/2026", " ");
  say_parsed ("2026年12月5日", "\n");
  say_sorted (words, G_N_ELEMENTS (words));
  say_sorted (mixed, G_N_ELEMENTS (mixed));
  say_points (FALSE, " ");
  say_points (TRUE, "\n");
  return 0;
}

/* ------------------------------------------------------------------ the parent */

/* @environment: "NAME=value" words; no other of these variables is set in the child. */
static void
check (const char *setting, const char *environment, const char *expected)
{
  static const char *const names[] = { "LANG",           "LANGUAGE", "LC_ALL",     "LC_MESSAGES",
                                       "LC_NUMERIC",     "LC_TIME",  "LC_COLLATE", "LC_CTYPE",
                                       "PANGO_LANGUAGE", "FC_LANG" };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE));
  g_auto (GStrv) words = g_strsplit (environment, " ", -1);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *log = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_subprocess_launcher_unsetenv (launcher, names[i]);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  if (installed != NULL)
    g_subprocess_launcher_setenv (launcher, "LOCPATH", installed, TRUE);

  child = g_subprocess_launcher_spawn (launcher, &error, program, SPEAK, setting, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &out, &log, &error);
  g_assert_no_error (error);
  g_test_message ("setting “%s”, %s: %s", setting, environment, log);
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  g_assert_cmpstr (out, ==, expected);
}

/* Every language of the interface under every locale of the system. */
static void
test_languages (void)
{
  static const char *const systems[] = { "C",           "C.UTF-8",     "en_US.UTF-8",
                                         "de_DE.UTF-8", "sv_SE.UTF-8", "zh_CN.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (systems); i++)
    {
      g_autofree char *environment = g_strconcat ("LANG=", systems[i], NULL);

      check ("en", environment, g_str_has_prefix (systems[i], "en_US") ? american : english);
      check ("sv", environment, swedish);
      check ("zh_CN", environment, chinese);
    }
}

/* Nothing chosen: what the environment asks for, and no mixture. */
static void
test_environment (void)
{
  static const struct
  {
    const char *environment;
    const char *expected;
  } table[] = {
    { "", english },
    { "LANG=sv_SE.UTF-8", swedish },
    { "LANG=de_DE.UTF-8", english },
    { "LANG=de_DE.UTF-8 LANGUAGE=sv", swedish },
    { "LANG=C LANGUAGE=zh_CN", chinese },
    { "LANG=zh_CN.UTF-8 LANGUAGE=de:fr", chinese },
    { "LANG=sv_SE.UTF-8 LC_NUMERIC=de_DE.UTF-8 LC_TIME=de_DE.UTF-8", swedish },
    { "LANG=en_GB.UTF-8 LC_TIME=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8", english },
    { "LANG=de_DE.UTF-8 LC_MESSAGES=zh_CN.UTF-8", chinese },
    { "LANG=sv_SE.UTF-8 LC_ALL=en_US.UTF-8", american },
    { "LANG=no_SUCH.UTF-8 LANGUAGE=sv", swedish },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    check ("", table[i].environment, table[i].expected);
}

/* A locale whose decimal sign is a comma, for this test alone. Its source comes with the package
 * locales or glibc-locale-source, in some systems with glibc itself. */
static void
install_german (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-locales-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "localedef", "-i", "de_DE", "-f",
                        "UTF-8", path, NULL);

  if (child != NULL && g_subprocess_wait_check (child, NULL, &error))
    {
      installed = g_steal_pointer (&folder);
      return;
    }
  g_rmdir (folder);
  g_test_fail_printf ("no German locale can be made (%s); install the package locales or "
                      "glibc-locale-source",
                      error->message);
}

static void
remove_german (void)
{
  g_autoptr (GSubprocess) child = NULL;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-r", installed, NULL);
  g_subprocess_wait (child, NULL, NULL);
  g_clear_pointer (&installed, g_free);
}

/* The same once more where the locale is not just a name. */
static void
test_installed (void)
{
  install_german ();
  if (installed == NULL)
    return;

  check ("en", "LANG=de_DE.UTF-8", english);
  check ("sv", "LANG=de_DE.UTF-8", swedish);
  check ("zh_CN", "LANG=de_DE.UTF-8", chinese);
  check ("", "LANG=C.UTF-8 LC_NUMERIC=de_DE.UTF-8 LC_TIME=de_DE.UTF-8", english);
  check ("", "LANG=de_DE.UTF-8 LANGUAGE=sv", swedish);
  remove_german ();
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], SPEAK))
    return say_all (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/locales/languages", test_languages);
  g_test_add_func ("/locales/environment", test_environment);
  g_test_add_func ("/locales/installed", test_installed);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>

#include "sanera-command.h"
#include "sanera-sample.h"
#include "sanera-time.h"

/* Midnight of today, so that the rows of one day are the same; SOURCE_DATE_EPOCH fixes the day
 * (https://reproducible-builds.org/specs/source-date-epoch/). */
static gint64
get_moment (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds;

  if (epoch != NULL &&
      g_ascii_string_to_signed (epoch, 10, 0, G_GINT64_CONSTANT (253402300799), &seconds, NULL))
    return seconds * SANERA_TIME_SECOND;
  return sanera_time_floor_day (g_get_real_time ());
}

static gboolean
write_sample (const char *database, const SaneraSampleSize *size, GError **error)
{
  g_autoptr (SaneraStore) store = sanera_command_open_store (database, FALSE, error);
  g_autoptr (SaneraDb) db = NULL;

  if (store == NULL)
    return FALSE;
  sanera_store_close (store);

  db = sanera_db_open (database, SANERA_DB_DURABLE, error);
  if (db == NULL || !sanera_sample_begin (db, error))
    return FALSE;
  if (!sanera_sample_write (db, size, error))
    {
      sanera_db_rollback (db);
      return FALSE;
    }
  return sanera_db_commit (db, error);
}

static void
print_size (gint64 devices, gint64 recommendations, gint64 activities)
{
  g_autofree char *one = g_strdup_printf ("%" G_GINT64_FORMAT, devices);
  g_autofree char *two = g_strdup_printf ("%" G_GINT64_FORMAT, recommendations);
  g_autofree char *three = g_strdup_printf ("%" G_GINT64_FORMAT, activities);

  /* Translators: three numbers, of which any may be 1 */
  printf (_ ("%s devices, %s recommendations, %s activities\n"), one, two, three);
}

/**
 * sanera_command_sample:
 * @argc: number of arguments
 * @argv: `sample [--devices N] [--recommendations M] [--activities K] [--seed S]`
 *
 * Fills an empty database with a sample fleet: invented devices with real products and weaknesses.
 *
 * Returns: the exit status: 0, 1 when the database is not usable, 2 for wrong arguments
 */
int
sanera_command_sample (int argc, char **argv)
{
  g_autofree char *database = NULL;
  gint64 devices = 300, recommendations = 200, activities = 18, seed = 1;
  const GOptionEntry entries[] = {
    { "devices", 0, 0, G_OPTION_ARG_INT64, &devices, N_ ("How many devices (300)"), "N" },
    { "recommendations", 0, 0, G_OPTION_ARG_INT64, &recommendations,
      N_ ("How many recommendations (200)"), "M" },
    { "activities", 0, 0, G_OPTION_ARG_INT64, &activities,
      N_ ("How many remediation activities (18)"), "K" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("The same seed gives the same fleet (1)"), "S" },
    G_OPTION_ENTRY_NULL,
  };
  SaneraSampleSize size = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  if (!sanera_command_parse (
          &argc, &argv, NULL,
          N_ ("Fills an empty database with a sample fleet: invented devices with "
              "real products and weaknesses."),
          entries, &database, &status))
    return status;
  if (argc > 1)
    return sanera_command_usage ("sample", _ ("“%s” is too much"), argv[1]);
  if (devices < 1 || devices > 1000000 || recommendations < 0 || recommendations > 2000000 ||
      activities < 0 || activities > 2000000)
    return sanera_command_usage ("sample", _ ("1 to 1,000,000 devices, up to 2,000,000 "
                                              "recommendations and as many activities"));

  size.devices = devices;
  size.recommendations = recommendations;
  size.activities = activities;
  size.seed = (guint64)seed;
  size.now = get_moment ();
  if (!write_sample (database, &size, &error))
    return sanera_command_fail (error);

  print_size (devices, recommendations, recommendations > 0 ? activities : 0);
  return fflush (stdout) == 0 ? 0 : 1;
}

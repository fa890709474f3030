/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sample.h"

#include "sanera-time.h"
#include "store-exceptions.h"
#include "store-requests.h"

/* Exceptions of each kind and status, made by the same functions that people's calls end in, with
 * the dates that they would have had. */

#define STREAM_EXCEPTIONS 81

/* The recommendations with the greatest impact stay in the list. */
#define FIRST_RECOMMENDATION 9

/* A smaller sample would be nothing but exceptions. */
#define MIN_RECOMMENDATIONS 60

/* Where a device has thousands of recommendations, every device that leaves the exposure would
 * rewrite as many of them. */
#define MAX_RECOMMENDATIONS 5000

/**
 * Story:
 * @recommendation: which one, counted from the first that is set aside
 * @scope: global or of device groups
 * @groups: how many groups, those with the most exposed devices first; 0: all of them
 * @justification: why
 * @context: (nullable): what was written about it
 * @age: made so many days ago
 * @left: its last day is so many days ahead
 * @canceled: cancelled so many days ago, 0: not
 * @canceled_groups: how many of its groups were; 0: all of it
 * @renewed: renewed so many days ago, 0: not
 *
 * What happened to one exception.
 */
typedef struct
{
  guint recommendation;
  SaneraExceptionScope scope;
  int groups;
  SaneraJustification justification;
  const char *context;
  int age;
  int left;
  int canceled;
  guint canceled_groups;
  int renewed;
} Story;

#define RENEWED_BY (30 * SANERA_TIME_DAY)

#define GLOBAL SANERA_EXCEPTION_SCOPE_GLOBAL
#define GROUPS SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS

static const Story stories[] = {
  { 0, GROUPS, 2, SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL,
    "The application firewall blocks the affected interface.", 20, 10, 0, 0, 0 },
  { 1, GROUPS, 1, SANERA_JUSTIFICATION_PLANNED_REMEDIATION, NULL, 50, 40, 0, 0, 0 },
  { 1, GLOBAL, 0, SANERA_JUSTIFICATION_RISK_ACCEPTED,
    "Only reachable from the management network, and replaced this winter.", 40, 50, 0, 0, 0 },
  { 2, GROUPS, 0, SANERA_JUSTIFICATION_ALTERNATE_MITIGATION,
    "The feature is switched off by policy.", 5, 85, 0, 0, 0 },
  { 3, GROUPS, 2, SANERA_JUSTIFICATION_PLANNED_REMEDIATION, NULL, 33, -3, 0, 0, 0 },
  { 4, GROUPS, 3, SANERA_JUSTIFICATION_RISK_ACCEPTED,
    "Laboratory devices without access to customer data.", 25, 35, 10, 1, 0 },
  { 5, GLOBAL, 0, SANERA_JUSTIFICATION_ALTERNATE_MITIGATION, "Covered by the new proxy.", 60, 30, 8,
    0, 0 },
  { 6, GROUPS, 1, SANERA_JUSTIFICATION_PLANNED_REMEDIATION,
    "Waits for the maintenance window of the plant.", 42, 14, 0, 0, 16 },
};

static char **
read_column (SaneraDb *db, sqlite3_stmt *statement, GError **error)
{
  return statement != NULL ? sanera_exceptions_read_texts (db, statement, error) : NULL;
}

static char **
find_recommendations (SaneraDb *db, GError **error)
{
  return read_column (
      db,
      sanera_db_prepare (db,
                         "SELECT id FROM recommendations WHERE "
                         "exposed_machines_count >= 3 ORDER BY exposure_sum DESC, "
                         "row_id LIMIT 7 OFFSET " G_STRINGIFY (FIRST_RECOMMENDATION),
                         error),
      error);
}

static char **
find_groups (SaneraDb *db, gint64 recommendation, const Story *story, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT coalesce (nullif (m.rbac_group_name, ''), 'UnassignedGroup') FROM findings f JOIN "
      "machines m ON m.row_id = f.machine WHERE f.recommendation = ?1 AND f.open = 1 GROUP BY 1 "
      "ORDER BY count (DISTINCT f.machine) DESC, 1 LIMIT ?2",
      error);

  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, recommendation);
  sanera_db_bind_int (statement, 2,
                      story->scope == GLOBAL ? 0
                      : story->groups == 0   ? -1
                                             : story->groups);
  return read_column (db, statement, error);
}

static char *
make_id (guint64 seed, guint i)
{
  guint64 a = sanera_sample_random (seed, STREAM_EXCEPTIONS, (guint64)i * 2);
  guint64 b = sanera_sample_random (seed, STREAM_EXCEPTIONS, (guint64)i * 2 + 1);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%012" G_GINT64_MODIFIER "x", (guint)(a >> 32),
                          (guint)(a >> 16 & 0xffff), (guint)(a & 0xfff),
                          (guint)(0x8000 | (b >> 48 & 0x3fff)),
                          b & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* What happened after it was made. */
static gboolean
go_on (SaneraDb *db,
       const Story *story,
       const char *id,
       char **groups,
       const char *person,
       gint64 now,
       GError **error)
{
  const SaneraNoun *noun = &sanera_remediation_exception_noun;
  SaneraRemediationExceptionData data;
  gboolean ok;
  gint64 row;

  sanera_noun_data_init (noun, &data);
  ok = sanera_exceptions_find (db, id, &data, &row, error);
  if (ok && story->renewed != 0)
    ok = sanera_exceptions_renew (db, &data, row, data.expires_on + RENEWED_BY, person,
                                  now - story->renewed * SANERA_TIME_DAY, error);
  if (ok && story->canceled != 0)
    {
      g_auto (GStrv) some = NULL;

      if (story->canceled_groups > 0 && g_strv_length (groups) > story->canceled_groups)
        {
          some = g_strdupv (groups);
          for (guint i = story->canceled_groups; some[i] != NULL; i++)
            g_clear_pointer (&some[i], g_free);
        }
      ok = sanera_exceptions_cancel (db, &data, row, (const char *const *)some, person,
                                     now - story->canceled * SANERA_TIME_DAY, error);
    }
  sanera_noun_data_clear (noun, &data);
  return ok;
}

static gboolean
tell (SaneraDb *db,
      const SaneraSampleSize *size,
      guint i,
      const SaneraRecommendationData *recommendation,
      gint64 row,
      GError **error)
{
  static const char *const people[] = { "alex.berg@corp.example", "maja.lind@corp.example",
                                        "sara.holm@corp.example" };
  const Story *story = &stories[i];
  const char *person = people[i % G_N_ELEMENTS (people)];
  const gint64 made_at = size->now - story->age * SANERA_TIME_DAY;
  SaneraJustification justification = story->justification;
  g_autofree char *id = make_id (size->seed, i);
  g_auto (GStrv) groups = find_groups (db, row, story, error);
  SaneraExceptionForm form;

  if (groups == NULL)
    return FALSE;
  if (size->recommendations > MAX_RECOMMENDATIONS)
    justification = SANERA_JUSTIFICATION_PLANNED_REMEDIATION;
  form = (SaneraExceptionForm){
    .scope = sanera_enum_to_nick (&sanera_exception_scope_enum, (int)story->scope),
    .groups = (const char *const *)groups,
    .justification = sanera_enum_to_nick (&sanera_justification_enum, (int)justification),
    .context = story->context,
    .expires_on = sanera_time_floor_day (size->now) + story->left * SANERA_TIME_DAY -
                  (story->renewed != 0 ? RENEWED_BY : 0),
  };
  return sanera_exceptions_create (db, id, recommendation, &form, person, made_at, error) &&
         go_on (db, story, id, groups, person, size->now, error);
}

static gboolean
tell_all_of (SaneraDb *db,
             const SaneraSampleSize *size,
             const char *id,
             guint recommendation,
             GError **error)
{
  const SaneraNoun *noun = &sanera_recommendation_noun;
  g_auto (SaneraExceptionWork) work = { NULL };
  SaneraRecommendationData data;
  gboolean ok, found;
  gint64 row;

  sanera_noun_data_init (noun, &data);
  ok = sanera_db_find_noun (db, &sanera_recommendation_noun, id, &data, &row, &found, error) &&
       sanera_exceptions_begin (db, id, size->now, &work, error);
  for (guint i = 0; ok && i < G_N_ELEMENTS (stories); i++)
    if (stories[i].recommendation == recommendation)
      ok = tell (db, size, i, &data, row, error);
  ok = ok && sanera_exceptions_finish (db, &work, error);
  sanera_noun_data_clear (noun, &data);
  return ok;
}

/**
 * sanera_sample_write_exceptions:
 * @db: the server's database, in a transaction, with everything else of the sample in it
 * @size: how large the sample is
 * @error: when the database fails
 *
 * Writes exceptions of each kind and status, unless the sample is so small that nothing else would
 * be left.
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_write_exceptions (SaneraDb *db, const SaneraSampleSize *size, GError **error)
{
  g_auto (GStrv) ids = NULL;

  if (size->recommendations < MIN_RECOMMENDATIONS)
    return TRUE;
  ids = find_recommendations (db, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!tell_all_of (db, size, ids[i], i, error))
      return FALSE;

  return TRUE;
}

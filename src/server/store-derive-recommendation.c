/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "sanera-recommendation.h"
#include "sanera-score.h"
#include "sanera-title.h"
#include "sanera-version.h"
#include "store-claims.h"
#include "store-derive.h"
#include "store-exceptions.h"
#include "store-feed.h"
#include "store-left-out.h"

/* What a recommendation needs to know of a device and of a weakness; read once. */
typedef struct
{
  double sum; /* s of the exposure score */
  char *os_platform;
  char *group;
  gboolean retired;
} Machine;

typedef struct
{
  SaneraFindingKind kind;
  double weight;
  double score;
  SaneraSeverity severity;
  gboolean public_exploit;
  double probability; /* of being exploited; NAN: unknown */
} Weakness;

struct _SaneraDeriveCache
{
  SaneraDb *db;
  gint64 now;
  GHashTable *exceptions; /* row id of a recommendation → SaneraExceptionState; read when needed */
  GHashTable *machines; /* row id → Machine */
  GHashTable *weaknesses; /* row id → Weakness */
  GHashTable *assessments; /* row id → gint64 * assessed_on */
};

static gint64 *
box (gint64 value)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = value;
  return copy;
}

static void
machine_free (gpointer data)
{
  Machine *machine = data;

  g_free (machine->os_platform);
  g_free (machine->group);
  g_free (machine);
}

/**
 * sanera_derive_cache_new:
 * @db: the server's database, in a transaction for as long as this lives
 * @now: the time, microseconds
 *
 * Returns: (transfer full): an empty cache
 */
SaneraDeriveCache *
sanera_derive_cache_new (SaneraDb *db, gint64 now)
{
  SaneraDeriveCache *self = g_new0 (SaneraDeriveCache, 1);

  self->db = db;
  self->now = now;
  self->machines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, machine_free);
  self->weaknesses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->assessments = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

/**
 * sanera_derive_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
sanera_derive_cache_free (SaneraDeriveCache *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->exceptions, g_hash_table_unref);
  g_hash_table_unref (self->machines);
  g_hash_table_unref (self->weaknesses);
  g_hash_table_unref (self->assessments);
  g_free (self);
}

static gboolean
need_exceptions (SaneraDeriveCache *self, GError **error)
{
  if (self->exceptions == NULL)
    self->exceptions = sanera_exceptions_load_states (self->db, self->now, error);

  return self->exceptions != NULL;
}

static const Machine *
get_machine (SaneraDeriveCache *self, gint64 row, GError **error)
{
  Machine *machine = g_hash_table_lookup (self->machines, &row);
  sqlite3_stmt *statement;
  gboolean has_row;

  if (machine != NULL)
    return machine;
  statement = sanera_db_prepare (
      self->db,
      "SELECT exposure, os_platform, retired_on IS NOT NULL, rbac_group_name FROM machines WHERE "
      "row_id = ?",
      error);
  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, row);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return NULL;
  machine = g_new0 (Machine, 1);
  machine->sum = has_row ? sqlite3_column_double (statement, 0) : 0.0;
  machine->os_platform = g_strdup (has_row ? sanera_db_column_text (statement, 1) : NULL);
  machine->retired = !has_row || sqlite3_column_int (statement, 2) != 0;
  machine->group = g_strdup (has_row ? sanera_db_column_text (statement, 3) : NULL);
  sanera_db_reset (statement);
  g_hash_table_insert (self->machines, box (row), machine);
  return machine;
}

static const Weakness *
get_weakness (SaneraDeriveCache *self, gint64 row, GError **error)
{
  Weakness *weakness = g_hash_table_lookup (self->weaknesses, &row);
  sqlite3_stmt *statement;
  const char *severity = NULL;
  double cvss = (double)NAN;
  gboolean has_row;

  if (weakness != NULL)
    return weakness;
  statement = sanera_db_prepare (
      self->db,
      "SELECT kind, cvss_v3, severity, public_exploit, epss FROM vulnerabilities WHERE row_id = ?",
      error);
  if (statement == NULL)
    return NULL;
  sanera_db_bind_int (statement, 1, row);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return NULL;
  weakness = g_new0 (Weakness, 1);
  weakness->probability = (double)NAN;
  if (has_row)
    {
      weakness->kind = (SaneraFindingKind)sqlite3_column_int (statement, 0);
      if (sqlite3_column_type (statement, 1) != SQLITE_NULL)
        cvss = sqlite3_column_double (statement, 1);
      severity = sanera_db_column_text (statement, 2);
      weakness->public_exploit = sqlite3_column_int (statement, 3) != 0;
      if (sqlite3_column_type (statement, 4) != SQLITE_NULL)
        weakness->probability = sqlite3_column_double (statement, 4);
    }
  weakness->severity = (SaneraSeverity)sanera_enum_from_nick (&sanera_severity_enum, severity);
  weakness->weight = sanera_exposure_weight (cvss, severity, weakness->public_exploit);
  weakness->score = sanera_exposure_severity_score (cvss, severity);
  sanera_db_reset (statement);
  g_hash_table_insert (self->weaknesses, box (row), weakness);
  return weakness;
}

static gboolean
get_assessed_on (SaneraDeriveCache *self, gint64 row, gint64 *assessed_on, GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->assessments, &row);

  if (known == NULL)
    {
      gint64 *value = box (SANERA_INT_NULL);

      g_hash_table_insert (self->assessments, box (row), value);
      if (!sanera_db_query_int (self->db, value, error,
                                "SELECT assessed_on FROM assessments WHERE row_id = ?", "i", row))
        return FALSE;
      known = value;
    }
  *assessed_on = *known;
  return TRUE;
}

/* The group of a device counts only while there are exceptions. */
static gboolean
read_group (SaneraDeriveCache *self, gint64 machine, char **group, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row;

  if (g_hash_table_size (self->exceptions) == 0)
    return TRUE;
  statement =
      sanera_db_prepare (self->db, "SELECT rbac_group_name FROM machines WHERE row_id = ?", error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *group = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);
  return TRUE;
}

static gboolean
is_lowered (SaneraDeriveCache *self, gint64 recommendation, const char *group)
{
  const SaneraExceptionState *state = g_hash_table_lookup (self->exceptions, &recommendation);

  return state != NULL && sanera_exception_cover_get (state->cover, group) == SANERA_COVER_LOWERED;
}

/**
 * sanera_derive_machine:
 * @self: a cache that has not seen @machine yet
 * @machine: row id of a device
 * @recommendations: (element-type gint64): set that the device's open recommendations are added to
 * @error: when the database fails
 *
 * Computes s of the exposure score and the number of open recommendations, and stores them. What an
 * exception takes out of the exposure of the device's group (R8) counts for the number only.
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive_machine (SaneraDeriveCache *self,
                       gint64 machine,
                       GHashTable *recommendations,
                       GError **error)
{
  g_autofree char *group = NULL;
  sqlite3_stmt *statement;
  gint64 recommendation = 0, count = 0;
  double sum = 0.0, weight = 0.0;
  gboolean has_row = TRUE, lowered = FALSE;
  SaneraExposureLevel level;

  if (!need_exceptions (self, error) || !read_group (self, machine, &group, error))
    return FALSE;
  statement = sanera_db_prepare (
      self->db,
      "SELECT recommendation, vulnerability FROM findings WHERE machine = ? AND open = 1 "
      "ORDER BY recommendation",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  while (has_row)
    {
      const Weakness *weakness;

      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (sqlite3_column_int64 (statement, 0) != recommendation)
        {
          recommendation = sqlite3_column_int64 (statement, 0);
          sanera_dirty_add (recommendations, recommendation);
          count++;
          sum += weight;
          weight = 0.0;
          lowered = is_lowered (self, recommendation, group);
        }
      if (lowered)
        continue;
      weakness = get_weakness (self, sqlite3_column_int64 (statement, 1), error);
      if (weakness == NULL)
        return FALSE;
      weight = MAX (weight, weakness->weight);
    }
  sum += weight;

  level = sanera_exposure_level (100.0 * sanera_exposure_of_device (sum));
  return sanera_db_run_sql (self->db, error,
                            "UPDATE machines SET exposure = ?2, exposure_level = ?3, "
                            "recommendation_count = ?4, change = NULL WHERE row_id = ?1 AND "
                            "(exposure IS NOT ?2 OR exposure_level IS NOT ?3 OR "
                            "recommendation_count IS NOT ?4)",
                            "idti", machine, sum, sanera_exposure_level_nick (level), count);
}

/* What the open findings of one recommendation come to. */
typedef struct
{
  GHashTable *weaknesses; /* row ids */
  GHashTable *fixable;
  GHashTable *platforms; /* texts */
  GHashTable *groups; /* name → gint64 *: exposed devices; only with exceptions */
  const SaneraExceptionState *exceptions; /* NULL: none, and none lately */
  gint64 machines;
  gint64 machines_after; /* exceptions */
  double exposure_sum_after;
  gboolean any_open; /* retired devices included */
  double exposure_sum;
  double score;
  SaneraSeverity severity; /* 0: unknown */
  gboolean public_exploit;
  double probability; /* the highest; NAN: unknown */
  gboolean end_of_support; /* of anything */
  gboolean all_end_of_support;
  char *fixed_version;
  gint64 first_seen;
  gint64 last_assessed_on;
} Figures;

static void
figures_clear (Figures *figures)
{
  g_hash_table_unref (figures->weaknesses);
  g_hash_table_unref (figures->fixable);
  g_hash_table_unref (figures->platforms);
  g_hash_table_unref (figures->groups);
  g_free (figures->fixed_version);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figures, figures_clear)

static gboolean
add_to_figures (SaneraDeriveCache *self,
                Figures *figures,
                SaneraVersionScheme scheme,
                sqlite3_stmt *statement,
                double *weight,
                GError **error)
{
  gint64 vulnerability = sqlite3_column_int64 (statement, 1);
  const char *fixed = sanera_db_column_text (statement, 2);
  gint64 first_seen = sqlite3_column_int64 (statement, 4);
  const Weakness *weakness = get_weakness (self, vulnerability, error);
  gint64 assessed_on;

  if (weakness == NULL ||
      !get_assessed_on (self, sqlite3_column_int64 (statement, 5), &assessed_on, error))
    return FALSE;

  *weight = MAX (*weight, weakness->weight);
  figures->score = MAX (figures->score, weakness->score);
  if (weakness->severity != 0 && (figures->severity == 0 || weakness->severity < figures->severity))
    figures->severity = weakness->severity;
  figures->public_exploit |= weakness->public_exploit;
  if (isnan (figures->probability) || weakness->probability > figures->probability)
    figures->probability = weakness->probability;
  if (sqlite3_column_int (statement, 3) != 0)
    figures->end_of_support = TRUE;
  else
    figures->all_end_of_support = FALSE;
  if (weakness->kind == SANERA_FINDING_VULNERABILITY)
    {
      sanera_dirty_add (figures->weaknesses, vulnerability);
      if (fixed != NULL)
        sanera_dirty_add (figures->fixable, vulnerability);
    }
  if (fixed != NULL && (figures->fixed_version == NULL ||
                        (!g_str_equal (fixed, figures->fixed_version) &&
                         sanera_version_compare (scheme, fixed, figures->fixed_version) > 0)))
    {
      g_free (figures->fixed_version);
      figures->fixed_version = g_strdup (fixed);
    }
  if (figures->first_seen == SANERA_INT_NULL || first_seen < figures->first_seen)
    figures->first_seen = first_seen;
  if (assessed_on > figures->last_assessed_on) /* SANERA_INT_NULL is below everything */
    figures->last_assessed_on = assessed_on;
  return TRUE;
}

static gboolean
is_machine_lowered (const Figures *figures, const Machine *machine)
{
  return figures->exceptions != NULL &&
         sanera_exception_cover_get (figures->exceptions->cover, machine->group) ==
             SANERA_COVER_LOWERED;
}

static void
begin_machine (Figures *figures, const Machine *machine)
{
  const char *group = machine->group;
  gint64 *count;

  figures->machines++;
  figures->machines_after += !is_machine_lowered (figures, machine);
  if (machine->os_platform != NULL && *machine->os_platform != '\0' &&
      !g_hash_table_contains (figures->platforms, machine->os_platform))
    g_hash_table_add (figures->platforms, machine->os_platform);
  if (figures->exceptions == NULL)
    return;

  if (group == NULL || *group == '\0')
    group = SANERA_GROUP_UNGROUPED;
  count = g_hash_table_lookup (figures->groups, group);
  if (count != NULL)
    ++*count;
  else
    g_hash_table_insert (figures->groups, g_strdup (group), box (1));
}

/* What an exception keeps out of a device's exposure is not in its sum: the impact says what it
 * would be without the exception, the one after exceptions leaves it out. */
static void
end_machine (Figures *figures, const Machine *machine, double weight)
{
  if (machine == NULL || machine->retired)
    return;
  if (is_machine_lowered (figures, machine))
    {
      figures->exposure_sum += sanera_exposure_gain (machine->sum + weight, weight);
      return;
    }
  figures->exposure_sum += sanera_exposure_gain (machine->sum, weight);
  figures->exposure_sum_after += sanera_exposure_gain (machine->sum, weight);
}

static gboolean
compute_figures (SaneraDeriveCache *self,
                 gint64 row,
                 SaneraVersionScheme scheme,
                 Figures *figures,
                 GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db,
      "SELECT machine, vulnerability, fixed_version, status, first_seen, assessment "
      "FROM findings WHERE recommendation = ? AND open = 1 ORDER BY machine",
      error);
  const Machine *machine = NULL;
  gint64 machine_row = 0;
  double weight = 0.0;
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row);
  while (has_row)
    {
      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      figures->any_open = TRUE;
      if (machine == NULL || sqlite3_column_int64 (statement, 0) != machine_row)
        {
          end_machine (figures, machine, weight);
          machine_row = sqlite3_column_int64 (statement, 0);
          machine = get_machine (self, machine_row, error);
          if (machine == NULL)
            return FALSE;
          weight = 0.0;
          if (!machine->retired)
            begin_machine (figures, machine);
        }
      if (!machine->retired && !add_to_figures (self, figures, scheme, statement, &weight, error))
        return FALSE;
    }
  end_machine (figures, machine, weight);
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char **
sorted_platforms (GHashTable *platforms)
{
  g_autofree const char **keys = (const char **)g_hash_table_get_keys_as_array (platforms, NULL);

  if (g_hash_table_size (platforms) == 0)
    return NULL;
  qsort (keys, g_hash_table_size (platforms), sizeof (char *), compare_texts);
  return g_strdupv ((char **)keys);
}

static SaneraRemediationType
choose_type (const SaneraRecommendationData *data, const Figures *figures)
{
  if (g_str_has_prefix (data->id, "sca-_-"))
    return SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;
  if (figures->fixed_version != NULL)
    return SANERA_REMEDIATION_TYPE_UPDATE;
  if (figures->all_end_of_support)
    return g_strcmp0 (data->recommendation_category, "OS") == 0 ? SANERA_REMEDIATION_TYPE_UPGRADE
                                                                : SANERA_REMEDIATION_TYPE_UNINSTALL;
  return SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

/* A tag that comes and goes; the others (an ended exception) are somebody else's. */
static void
set_tag (char ***tags, const char *tag, gboolean on)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has = *tags != NULL && g_strv_contains ((const char *const *)*tags, tag);

  if (has == on)
    return;
  for (char **p = *tags; p != NULL && *p != NULL; p++)
    {
      if (!g_str_equal (*p, tag))
        g_strv_builder_add (builder, *p);
    }
  if (on)
    g_strv_builder_add (builder, tag);
  g_strfreev (*tags);
  *tags = g_strv_builder_end (builder);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* Rule R8: the status follows from the groups with exposed devices and the exceptions in force. */
static void
write_status (SaneraRecommendationData *data, const Figures *figures, gint64 now)
{
  SaneraRecommendationStatus status = SANERA_RECOMMENDATION_STATUS_ACTIVE;
  gint64 ended_on = SANERA_INT_NULL;
  const char *nick;

  if (figures->exceptions != NULL)
    {
      g_autofree const char **groups =
          (const char **)g_hash_table_get_keys_as_array (figures->groups, NULL);

      status = sanera_exception_cover_status (figures->exceptions->cover, groups);
      ended_on = figures->exceptions->last_ended_on;
    }
  nick = sanera_enum_to_nick (&sanera_recommendation_status_enum, (int)status);
  if (g_strcmp0 (data->status, nick) != 0)
    {
      set_text (&data->status, nick);
      data->version++;
    }
  set_tag (&data->tags, SANERA_TAG_EXCEPTION_ENDED,
           status != SANERA_RECOMMENDATION_STATUS_EXCEPTION &&
               sanera_exception_is_tagged (ended_on, now));
}

static void
write_figures (SaneraRecommendationData *data, const Figures *figures, gint64 total)
{
  data->weaknesses = g_hash_table_size (figures->weaknesses);
  data->fixable_weaknesses = g_hash_table_size (figures->fixable);
  data->exposed_machines_count = figures->machines;
  data->total_machine_count = MAX (total, figures->machines);
  /* Sums of doubles in another order differ in the last digits, which no one is shown. */
  if (fabs (data->exposure_sum - figures->exposure_sum) > 1e-9)
    data->exposure_sum = figures->exposure_sum;
  data->exposed_after_exceptions = figures->machines_after;
  if (figures->machines_after == figures->machines)
    data->exposure_sum_after_exceptions = data->exposure_sum;
  else if (fabs (data->exposure_sum_after_exceptions - figures->exposure_sum_after) > 1e-9)
    data->exposure_sum_after_exceptions = figures->exposure_sum_after;
  data->public_exploit = figures->public_exploit;
  data->exploit_probability = figures->probability;
  data->config_score_impact =
      g_str_has_prefix (data->id, "sca-_-")
          ? sanera_configuration_gain (figures->score, figures->machines, data->total_machine_count)
          : 0.0;

  /* With nothing exposed any more the row says what it was about. */
  if (figures->machines > 0)
    {
      SaneraRemediationType type = choose_type (data, figures);

      data->severity_score = figures->score;
      set_text (&data->highest_severity,
                figures->severity != 0
                    ? sanera_enum_to_nick (&sanera_severity_enum, (int)figures->severity)
                    : NULL);
      set_text (&data->remediation_type,
                sanera_enum_to_nick (&sanera_remediation_type_enum, (int)type));
      set_text (&data->recommended_version,
                figures->fixed_version != NULL ? figures->fixed_version : "");
      set_text (&data->recommended_vendor, figures->fixed_version != NULL ? data->vendor : "");
      set_text (&data->recommended_program,
                figures->fixed_version != NULL ? data->product_name : "");
      g_free (data->recommendation_name);
      data->recommendation_name =
          sanera_title_recommendation (type, data->related_component, data->recommended_version);
      g_strfreev (data->os_platforms);
      data->os_platforms = sorted_platforms (figures->platforms);
      set_tag (&data->tags, "EOS", figures->end_of_support);
      if (data->first_assessed_on == SANERA_INT_NULL ||
          figures->first_seen < data->first_assessed_on)
        data->first_assessed_on = figures->first_seen;
      data->last_assessed_on = figures->last_assessed_on;
    }
}

static gboolean
read_row (SaneraDb *db, gint64 row, SaneraRecommendationData *data, GError **error)
{
  static gsize initialized = 0;
  static char *sql = NULL;
  sqlite3_stmt *statement;
  gboolean has_row;

  if (g_once_init_enter (&initialized))
    {
      g_autofree char *columns = sanera_db_noun_columns (&sanera_recommendation_noun, NULL);

      sql = g_strdup_printf ("SELECT %s FROM recommendations WHERE row_id = ?", columns);
      g_once_init_leave (&initialized, 1);
    }
  statement = sanera_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row);
  if (!sanera_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    sanera_db_read_noun (statement, 0, &sanera_recommendation_noun, data);
  sanera_db_reset (statement);
  return TRUE;
}

/* No finding supports it: it goes, unless an activity or exception speaks of it. */
static gboolean
remove_unless_used (SaneraDb *db,
                    gint64 row,
                    const SaneraRecommendationData *data,
                    gint64 now,
                    gboolean *removed,
                    GError **error)
{
  gint64 used;

  *removed = FALSE;
  if (!sanera_db_query_int (db, &used, error,
                            "SELECT EXISTS (SELECT 1 FROM remediation_tasks WHERE "
                            "recommendation_reference = ?1) OR EXISTS (SELECT 1 FROM exceptions "
                            "WHERE recommendation_reference = ?1)",
                            "t", data->id))
    return FALSE;
  if (used != 0)
    return TRUE;

  *removed = TRUE;
  if (!sanera_left_out_keep (db, row, error) ||
      !sanera_db_run_sql (db, error, "DELETE FROM findings WHERE recommendation = ?", "i", row) ||
      !sanera_db_run_sql (db, error, "DELETE FROM recommendations WHERE row_id = ?", "i", row))
    return FALSE;
  /* One that came and went within one import was never in the feed. */
  return data->change == 0 ||
         sanera_feed_delete (db, SANERA_ENTITY_RECOMMENDATION, data->id, now, error);
}

/* What nobody has decided on yet; where an exception holds for all, somebody has. */
static gboolean
write_proposal (SaneraDb *db, gint64 row, SaneraRecommendationData *data, GError **error)
{
  g_autofree char *proposal = NULL;

  if (!sanera_claims_propose (db, row, &proposal, NULL, error))
    return FALSE;
  if (g_strcmp0 (data->status, sanera_enum_to_nick (&sanera_recommendation_status_enum,
                                                    SANERA_RECOMMENDATION_STATUS_EXCEPTION)) == 0)
    g_clear_pointer (&proposal, g_free);
  set_text (&data->proposed_exception, proposal);
  set_tag (&data->tags, SANERA_TAG_PROPOSED_EXCEPTION, proposal != NULL);
  return TRUE;
}

/**
 * sanera_derive_recommendation:
 * @self: a cache; the devices' exposure must be up to date
 * @row: row id of a recommendation; one that is gone is left alone
 * @now: the time, microseconds
 * @changed: (out): whether a figure changed, or the row went
 * @error: when the database fails
 *
 * Returns: whether it went well
 */
gboolean
sanera_derive_recommendation (SaneraDeriveCache *self,
                              gint64 row,
                              gint64 now,
                              gboolean *changed,
                              GError **error)
{
  const SaneraNoun *noun = &sanera_recommendation_noun;
  g_auto (Figures) figures = {
    .weaknesses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .fixable = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .platforms = g_hash_table_new (g_str_hash, g_str_equal),
    .groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .probability = (double)NAN,
    .all_end_of_support = TRUE,
    .first_seen = SANERA_INT_NULL,
    .last_assessed_on = SANERA_INT_NULL,
  };
  SaneraRecommendationData before, after;
  gboolean ok, removed = FALSE;
  gint64 total = 0, activities = 0;

  *changed = FALSE;
  if (!need_exceptions (self, error))
    return FALSE;
  figures.exceptions = g_hash_table_lookup (self->exceptions, &row);
  sanera_noun_data_init (noun, &before);
  sanera_noun_data_init (noun, &after);
  ok = read_row (self->db, row, &before, error);
  if (ok && before.id == NULL)
    {
      sanera_noun_data_clear (noun, &before);
      sanera_noun_data_clear (noun, &after);
      return TRUE;
    }

  ok = ok &&
       compute_figures (self, row, sanera_version_scheme_for (before.vendor), &figures, error) &&
       sanera_db_query_int (self->db, &total, error,
                            "SELECT count (DISTINCT i.machine) FROM components c "
                            "JOIN installations i ON i.component = c.row_id "
                            "JOIN machines m ON m.row_id = i.machine "
                            "WHERE c.id = ? AND m.retired_on IS NULL AND i.assessment NOT IN "
                            "(SELECT row_id FROM assessments WHERE assessed_on > named_on)",
                            "t", before.id) &&
       sanera_db_query_int (self->db, &activities, error,
                            "SELECT count (*) FROM remediation_tasks WHERE "
                            "recommendation_reference = ? AND status = 'Active'",
                            "t", before.id);
  if (ok && !figures.any_open)
    ok = remove_unless_used (self->db, row, &before, now, &removed, error);
  *changed = removed;
  if (ok && !removed)
    {
      sanera_noun_data_copy (noun, &after, &before);
      write_figures (&after, &figures, total);
      write_status (&after, &figures, now);
      ok = write_proposal (self->db, row, &after, error);
      after.activity_count = activities;
      if (ok && (before.change == 0 || !sanera_noun_data_equal (noun, &before, &after)))
        {
          *changed = TRUE;
          ok = sanera_feed_reserve (self->db, 1, &after.change, error) &&
               sanera_db_upsert (self->db, noun, &after, error);
        }
      if (ok && figures.exceptions != NULL)
        ok = sanera_exceptions_write_covered (self->db, before.id, figures.exceptions,
                                              figures.groups, error);
    }
  sanera_noun_data_clear (noun, &before);
  sanera_noun_data_clear (noun, &after);
  return ok;
}

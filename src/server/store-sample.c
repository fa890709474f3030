/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sanera-importer.h"
#include "sanera-recommendation.h"
#include "sanera-sample.h"
#include "sanera-score.h"
#include "sanera-time.h"
#include "sanera-title.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-reports.h"

/* Writes the derived figures directly, because deriving a million rows takes minutes; a test holds
 * that deriving them afterwards changes nothing. */

static gboolean
write_weaknesses (SaneraDb *db, SaneraSample *sample, GError **error)
{
  for (guint i = 0; i < sample->weaknesses->len; i++)
    {
      const SaneraSampleWeakness *weakness = g_ptr_array_index (sample->weaknesses, i);
      const gboolean check = isnan (weakness->cvss);
      g_autofree char *url =
          check ? NULL : g_strconcat ("https://nvd.nist.gov/vuln/detail/", weakness->id, NULL);

      if (!sanera_db_run_sql (
              db, error,
              "INSERT INTO vulnerabilities (row_id, id, name, description, severity, cvss_v3, "
              "exposed_machines, public_exploit, exploit_verified, exploit_in_kit, exploit_types, "
              "exploit_uris, url, kind) "
              "VALUES (?1, ?2, ?2, '', ?3, ?4, 0, ?5, 0, 0, '[]', '[]', ?6, ?7)",
              "ittditi", (gint64)i + 1, weakness->id, weakness->severity, weakness->cvss,
              (gint64)weakness->public_exploit, url,
              (gint64)(check ? SANERA_FINDING_CHECK : SANERA_FINDING_VULNERABILITY)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_devices (SaneraDb *db, SaneraSample *sample, GError **error)
{
  gint64 report;

  if (!sanera_reports_find (db, "sample", "sample", &report, error))
    return FALSE;
  for (guint i = 0; i < sample->devices->len; i++)
    {
      const SaneraSampleDevice *device = &g_array_index (sample->devices, SaneraSampleDevice, i);
      g_autofree char *name = sanera_sample_device_name (device, i, sample->size.seed);
      g_autofree char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA1, name, -1);
      SaneraExposureLevel level =
          sanera_exposure_level (100.0 * sanera_exposure_of_device (device->sum));
      gint64 row = (gint64)i + 1;

      if (!sanera_db_run_sql (
              db, error,
              "INSERT INTO machines (row_id, id, computer_dns_name, os_platform, rbac_group_name, "
              "first_seen, last_seen, health_status, exposure_level, machine_tags, "
              "last_assessed_on, last_assessment_result, exposure, row_version) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'Active', ?8, '[]', ?7, 'Succeeded', ?9, 1)",
              "ittttiitd", row, id, name, device->os_platform, sanera_sample_groups[device->group],
              sample->size.now - 400 * SANERA_TIME_DAY, device->assessed_on,
              sanera_exposure_level_nick (level), device->sum) ||
          !sanera_db_run_sql (db, error,
                              "INSERT INTO machine_sources (machine, source, latest_on) "
                              "VALUES (?, 'sample', ?)",
                              "ii", row, device->assessed_on) ||
          !sanera_reports_note_device (db, report, row, device->assessed_on, FALSE, name, error) ||
          !sanera_db_run_sql (
              db, error,
              "INSERT INTO assessments (row_id, machine, source, part, assessed_on, "
              "named_on, result) VALUES (?1, ?1, 'sample', 'software', ?2, ?2, 'Succeeded')",
              "ii", row, device->assessed_on))
        return FALSE;
    }
  return TRUE;
}

static int
compare_uints (const void *a, const void *b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;

  return (x > y) - (x < y);
}

/* Devices of a recommendation in ascending order: the order of the table, and of the sums. */
static guint *
sorted_devices (SaneraSample *sample, const SaneraSampleItem *item, guint n)
{
  guint *devices = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    devices[i] = sanera_sample_device (sample, item, i);
  qsort (devices, item->exposed, sizeof (guint), compare_uints);
  return devices;
}

typedef struct
{
  SaneraDb *db;
  SaneraSample *sample;
  sqlite3_stmt *recommendation;
  sqlite3_stmt *finding;
  sqlite3_stmt *installation;
  gint64 change;
} Writer;

static gboolean
write_findings (Writer *self,
                const SaneraSampleItem *item,
                gint64 row,
                const guint *devices,
                GError **error)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->sample->products, item->product);
  g_autofree gint64 *weaknesses = g_new (gint64, item->n_weaknesses);

  for (guint k = 0; k < item->n_weaknesses; k++)
    sanera_sample_item_weakness (self->sample, item, k, &weaknesses[k]);
  for (guint i = 0; i < item->exposed; i++)
    {
      for (guint k = 0; k < item->n_weaknesses; k++)
        {
          sqlite3_reset (self->finding);
          sanera_db_bind_int (self->finding, 1, row);
          sanera_db_bind_int (self->finding, 2, (gint64)devices[i] + 1);
          sanera_db_bind_int (self->finding, 3, weaknesses[k]);
          sanera_db_bind_text (self->finding, 4, product->installed);
          sanera_db_bind_text (self->finding, 5, product->fixed);
          sanera_db_bind_int (self->finding, 6, product->end_of_support);
          sanera_db_bind_int (self->finding, 7, item->first_seen);
          if (!sanera_db_run (self->db, self->finding, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_installations (Writer *self,
                     const SaneraSampleItem *item,
                     const char *id,
                     const guint *devices,
                     GError **error)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->sample->products, item->product);
  gint64 component;

  if (!sanera_db_run_sql (self->db, error, "INSERT INTO components (id) VALUES (?)", "t", id))
    return FALSE;
  component = sqlite3_last_insert_rowid (sanera_db_get_handle (self->db));
  for (guint i = 0; i < item->exposed + item->healthy; i++)
    {
      const gboolean healthy = i >= item->exposed;

      sqlite3_reset (self->installation);
      sanera_db_bind_int (self->installation, 1, (gint64)devices[i] + 1);
      sanera_db_bind_int (self->installation, 2, component);
      sanera_db_bind_text (self->installation, 3,
                           healthy && product->fixed != NULL ? product->fixed : product->installed);
      if (!sanera_db_run (self->db, self->installation, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
add_device_figures (SaneraSample *sample,
                    const SaneraSampleItem *item,
                    const guint *devices,
                    SaneraRecommendationData *data)
{
  const char *platforms[16];
  gsize n = 0;
  GStrvBuilder *builder = g_strv_builder_new ();

  for (guint i = 0; i < item->exposed; i++)
    {
      const SaneraSampleDevice *device =
          &g_array_index (sample->devices, SaneraSampleDevice, devices[i]);
      gsize k = 0;

      data->exposure_sum += sanera_exposure_gain (device->sum, item->weight);
      data->last_assessed_on = MAX (data->last_assessed_on, device->assessed_on);
      while (k < n && platforms[k] != device->os_platform)
        k++;
      if (k == n && n < G_N_ELEMENTS (platforms))
        platforms[n++] = device->os_platform;
    }
  qsort (platforms, n, sizeof *platforms, compare_texts);
  for (gsize k = 0; k < n; k++)
    {
      if (k == 0 || !g_str_equal (platforms[k], platforms[k - 1]))
        g_strv_builder_add (builder, platforms[k]);
    }
  data->os_platforms = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
}

static void
add_weakness_figures (SaneraSample *sample,
                      const SaneraSampleItem *item,
                      SaneraRecommendationData *data)
{
  const SaneraSampleProduct *product = g_ptr_array_index (sample->products, item->product);
  int severity = 0;

  for (guint k = 0; k < item->n_weaknesses; k++)
    {
      gint64 row;
      const SaneraSampleWeakness *weakness = sanera_sample_item_weakness (sample, item, k, &row);
      int rank = sanera_enum_from_nick (&sanera_severity_enum, weakness->severity);

      severity = severity == 0 || (rank != 0 && rank < severity) ? rank : severity;
      data->public_exploit |= weakness->public_exploit;
      data->severity_score =
          MAX (data->severity_score,
               sanera_exposure_severity_score (weakness->cvss, weakness->severity));
    }
  data->highest_severity = g_strdup (sanera_enum_to_nick (&sanera_severity_enum, severity));
  if (product->check)
    {
      data->config_score_impact = sanera_configuration_gain (
          data->severity_score, data->exposed_machines_count, data->total_machine_count);
      return;
    }
  data->weaknesses = item->n_weaknesses;
  data->fixable_weaknesses = product->fixed != NULL ? item->n_weaknesses : 0;
}

static gboolean
write_item (Writer *self, guint i, GError **error)
{
  const SaneraSampleItem *item = &g_array_index (self->sample->items, SaneraSampleItem, i);
  const SaneraSampleProduct *product = g_ptr_array_index (self->sample->products, item->product);
  g_autofree guint *devices = sorted_devices (self->sample, item, item->exposed + item->healthy);
  SaneraRemediationType type = sanera_sample_item_type (self->sample, item);
  const char *const eos_tags[] = { "EOS", NULL };
  SaneraRecommendationData data;
  gboolean ok;

  sanera_noun_data_init (&sanera_recommendation_noun, &data);
  data.id = sanera_sample_item_id (self->sample, item);
  data.product_name = sanera_sample_item_name (self->sample, item);
  data.related_component = g_strdup (data.product_name);
  data.vendor = g_strdup (product->vendor);
  data.recommended_version = g_strdup (product->fixed != NULL ? product->fixed : "");
  data.recommended_vendor = g_strdup (product->fixed != NULL ? product->vendor : "");
  data.recommended_program = g_strdup (product->fixed != NULL ? data.product_name : "");
  data.recommendation_name =
      sanera_title_recommendation (type, data.related_component, data.recommended_version);
  data.recommendation_category = g_strdup (product->category);
  data.sub_category = g_strdup (product->sub_category);
  data.remediation_type = g_strdup (sanera_enum_to_nick (&sanera_remediation_type_enum, (int)type));
  data.remediation_text = g_strdup (product->remediation);
  data.status = g_strdup ("Active");
  data.exposed_machines_count = item->exposed;
  data.total_machine_count = item->exposed + item->healthy;
  data.tags = product->end_of_support ? g_strdupv ((char **)eos_tags) : NULL;
  data.activity_count = item->activities;
  data.first_assessed_on = item->first_seen;
  data.last_assessed_on = SANERA_INT_NULL;
  data.created_on = item->first_seen;
  add_device_figures (self->sample, item, devices, &data);
  add_weakness_figures (self->sample, item, &data);
  data.exposed_after_exceptions = data.exposed_machines_count;
  data.exposure_sum_after_exceptions = data.exposure_sum;
  data.change = ++self->change;
  data.version = 1;

  sqlite3_reset (self->recommendation);
  sanera_db_bind_noun (self->recommendation, 1, &sanera_recommendation_noun, &data);
  ok = sanera_db_run (self->db, self->recommendation, error) &&
       write_findings (self, item, (gint64)i + 1, devices, error) &&
       write_installations (self, item, data.id, devices, error);
  sqlite3_clear_bindings (self->recommendation);
  sanera_noun_data_clear (&sanera_recommendation_noun, &data);
  return ok;
}

/* Indexes are built after the rows: in order instead of at random. */
static GPtrArray *
drop_indexes (SaneraDb *db, GError **error)
{
  g_autoptr (GPtrArray) sql = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT sql, 'DROP INDEX ' || name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT "
      "NULL AND tbl_name IN ('findings', 'installations', 'recommendations', 'task_targets', "
      "'task_machines', 'remediation_tasks') ORDER BY name",
      error);
  g_autoptr (GPtrArray) drops = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      g_ptr_array_add (sql, g_strdup (sanera_db_column_text (statement, 0)));
      g_ptr_array_add (drops, g_strdup (sanera_db_column_text (statement, 1)));
    }
  for (guint i = 0; i < drops->len; i++)
    {
      if (!sanera_db_exec (db, g_ptr_array_index (drops, i), error))
        return NULL;
    }
  return g_steal_pointer (&sql);
}

static gboolean
write_items (SaneraDb *db, SaneraSample *sample, gint64 *change, GError **error)
{
  g_autofree char *sql = sanera_db_noun_upsert_sql (&sanera_recommendation_noun, NULL);
  Writer writer = { .db = db, .sample = sample, .change = *change };

  writer.recommendation = sanera_db_prepare (db, sql, error);
  writer.finding = sanera_db_prepare (
      db,
      "INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
      "installed_version, fixed_version, status, open, first_seen, last_seen) "
      "VALUES (?1, ?2, ?3, ?2, ?4, ?5, ?6, 1, ?7, ?7)",
      error);
  writer.installation = sanera_db_prepare (db,
                                           "INSERT INTO installations (assessment, component, "
                                           "machine, version) VALUES (?1, ?2, ?1, ?3)",
                                           error);
  if (writer.recommendation == NULL || writer.finding == NULL || writer.installation == NULL)
    return FALSE;
  for (guint i = 0; i < sample->items->len; i++)
    {
      if (!write_item (&writer, i, error))
        return FALSE;
    }
  *change = writer.change;
  return TRUE;
}

/**
 * sanera_sample_begin:
 * @db: a connection to the server's database that is used for nothing else
 * @error: when the database fails
 *
 * Begins the transaction that a sample is written in. Everything goes into an empty database at
 * once: what protects other people's rows only costs time here.
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_begin (SaneraDb *db, GError **error)
{
  return sanera_db_exec (db, "PRAGMA foreign_keys = OFF", error) &&
         sanera_db_exec (db, "PRAGMA cache_size = -262144", error) && sanera_db_begin (db, error);
}

/**
 * sanera_sample_write:
 * @db: the server's database, empty but for tokens and settings, after sanera_sample_begin()
 * @size: how large
 * @error: %SANERA_ERROR_CONFLICT when there are devices already: invented devices never mix with
 *   real ones
 *
 * Writes a sample fleet.
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_write (SaneraDb *db, const SaneraSampleSize *size, GError **error)
{
  g_autoptr (SaneraSample) sample = NULL;
  g_autoptr (GPtrArray) indexes = NULL;
  gint64 used, change, logged;

  if (!sanera_db_query_int (db, &used, error,
                            "SELECT EXISTS (SELECT 1 FROM machines) + EXISTS (SELECT 1 FROM "
                            "recommendations)",
                            ""))
    return FALSE;
  if (used != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CONFLICT,
                   _ ("%s: has devices already; invented ones are not put among them"),
                   sanera_db_get_path (db));
      return FALSE;
    }

  sample = sanera_sample_new (size);
  indexes = drop_indexes (db, error);
  if (indexes == NULL || !sanera_audit_get_length (db, &logged, error) ||
      !write_weaknesses (db, sample, error) || !write_devices (db, sample, error) ||
      !sanera_feed_get_change (db, &change, error) || !write_items (db, sample, &change, error) ||
      !sanera_sample_write_activities (db, sample, &change, error) ||
      !sanera_db_run_sql (db, error, "UPDATE feed SET change = ?", "i", change))
    return FALSE;
  for (guint i = 0; i < indexes->len; i++)
    {
      if (!sanera_db_exec (db, g_ptr_array_index (indexes, i), error))
        return FALSE;
    }
  return sanera_db_exec (db,
                         "UPDATE vulnerabilities SET exposed_machines = (SELECT count (DISTINCT "
                         "machine) FROM findings f WHERE f.vulnerability = vulnerabilities.row_id "
                         "AND f.open = 1)",
                         error) &&
         sanera_db_exec (db,
                         "UPDATE machines SET recommendation_count = (SELECT count (DISTINCT "
                         "recommendation) FROM findings f WHERE f.machine = machines.row_id AND "
                         "f.open = 1)",
                         error) &&
         sanera_fleet_refresh (db, size->now, error) &&
         sanera_sample_write_exceptions (db, size, error) &&
         sanera_sample_write_history (db, size, error) &&
         sanera_sample_order_log (db, logged, error) && sanera_fleet_refresh (db, size->now, error);
}

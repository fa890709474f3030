/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-report-device.h"

#include "sanera-json.h"
#include "store-devices.h"
#include "store-identity.h"

/* As JSON, "[]" when the report names none. */
static char *
write_tags (const SaneraReportDevice *device)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (gsize i = 0; device->tags != NULL && device->tags[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, device->tags[i]);
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
insert_machine (SaneraDb *db,
                const SaneraImportScope *scope,
                const SaneraReportDevice *device,
                gint64 *machine,
                GError **error)
{
  g_autofree char *id = sanera_identity_new_id (db, device, error);
  g_autofree char *tags = write_tags (device);

  if (id == NULL ||
      !sanera_db_run_sql (
          db, error,
          "INSERT INTO machines (id, computer_dns_name, os_platform, version, rbac_group_name, "
          "first_seen, last_seen, last_assessed_on, last_assessment_result, health_status, "
          "exposure_level, machine_tags, recommendation_count, row_version, last_ip_address, "
          "reported_group, group_chosen) VALUES "
          "(?1, ?2, coalesce (?3, ''), ?4, coalesce (?5, ?9, ''), ?6, ?6, ?6, 'Succeeded', "
          "'Unknown', 'None', ?7, 0, 1, ?8, ?9, ?5 IS NOT NULL)",
          "tttttittt", id, device->name, device->os_platform, device->os_version, scope->group,
          device->assessed_on, tags, device->address, device->group))
    return FALSE;
  *machine = sqlite3_last_insert_rowid (sanera_db_get_handle (db));
  return TRUE;
}

/* Only what changes is written: a row that is written takes a new position in the feed. Address and
 * tags are those of the latest report that names some. */
static gboolean
update_machine (SaneraDb *db,
                const SaneraImportScope *scope,
                const SaneraReportDevice *device,
                gint64 machine,
                GError **error)
{
  g_autofree char *tags = device->tags != NULL ? write_tags (device) : NULL;

  return sanera_db_run_sql (
      db, error,
      "UPDATE machines SET first_seen = min (first_seen, ?2), "
      "os_platform = CASE WHEN ?2 >= last_seen AND ?3 <> '' THEN ?3 ELSE os_platform END, "
      "version = CASE WHEN ?2 >= last_seen THEN ?4 ELSE version END, "
      "last_ip_address = CASE WHEN ?2 >= last_seen THEN coalesce (?6, last_ip_address) ELSE "
      "coalesce (last_ip_address, ?6) END, "
      "machine_tags = CASE WHEN ?2 >= last_seen THEN coalesce (?7, machine_tags) ELSE machine_tags "
      "END, "
      "last_seen = max (last_seen, ?2), last_assessed_on = max (last_assessed_on, ?2), "
      "row_version = row_version + (?5 IS NOT NULL AND rbac_group_name IS NOT ?5), "
      "rbac_group_name = coalesce (?5, rbac_group_name), group_chosen = max (group_chosen, ?5 IS "
      "NOT NULL), change = NULL WHERE row_id = ?1 AND "
      "(?2 < first_seen OR ?2 > last_seen OR ?2 > last_assessed_on OR "
      "(last_ip_address IS NULL AND ?6 IS NOT NULL) OR "
      "(?2 >= last_seen AND (?3 <> '' AND os_platform IS NOT ?3 OR version IS NOT ?4 OR "
      "last_ip_address IS NOT coalesce (?6, last_ip_address) OR machine_tags IS NOT coalesce (?7, "
      "machine_tags))) OR (?5 IS NOT NULL AND (rbac_group_name IS NOT ?5 OR group_chosen = 0)))",
      "iittttt", machine, device->assessed_on,
      device->os_platform != NULL ? device->os_platform : "", device->os_version, scope->group,
      device->address, tags);
}

/* A retired device that reports again is there after all. Which report says so does not depend on
 * the order they come in: one that was made later than it was retired. */
static gboolean
return_machine (SaneraDb *db,
                const SaneraImportScope *scope,
                const SaneraDeviceRow *known,
                const SaneraReportDevice *device,
                SaneraDirty *dirty,
                GError **error)
{
  if (known->retired_on == SANERA_INT_NULL || device->assessed_on <= known->retired_on)
    return TRUE;

  return sanera_device_return (db, known, "", scope->import_id, scope->now, dirty, error);
}

/**
 * sanera_report_device_take:
 * @db: the server's database, in a transaction
 * @scope: how the report is to be taken
 * @device: a device of it
 * @dirty: what has to be derived then; added to
 * @counts: what the import does; added to
 * @machine: (out): row id of the device
 * @error: when the database fails
 *
 * Finds the device that a report is about (store-identity.h), or makes it, and takes what the
 * report tells of it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_device_take (SaneraDb *db,
                           const SaneraImportScope *scope,
                           const SaneraReportDevice *device,
                           SaneraDirty *dirty,
                           SaneraImportCounts *counts,
                           gint64 *machine,
                           GError **error)
{
  g_auto (SaneraDeviceRow) known = { 0 };
  guint merged = 0, doubts = 0;
  gboolean found;

  if (!sanera_identity_take (db, device, scope->now, dirty, &known, &found, &merged, &doubts,
                             error))
    return FALSE;
  counts->merged_devices += merged;
  counts->doubtful_devices += doubts > 0;
  if (!found)
    {
      counts->new_devices++;
      return insert_machine (db, scope, device, machine, error) &&
             sanera_identity_note (db, *machine, device, dirty, error);
    }

  *machine = known.row;
  /* What is counted by group follows. */
  if (scope->group != NULL && !g_str_equal (scope->group, known.group))
    sanera_dirty_add (dirty->machines, known.row);
  return return_machine (db, scope, &known, device, dirty, error) &&
         update_machine (db, scope, device, *machine, error) &&
         sanera_identity_note (db, *machine, device, dirty, error);
}

/**
 * sanera_report_device_end:
 * @db: the server's database, in a transaction
 * @scope: how the report is to be taken
 * @machine: row id of a device of it
 * @assessed_on: when it was assessed
 * @failed: whether the scanner could not log in
 * @error: when the database fails
 *
 * Notes until when its source knows the device. Of several times the latest counts, whatever order
 * they come in.
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_device_end (SaneraDb *db,
                          const SaneraImportScope *scope,
                          gint64 machine,
                          gint64 assessed_on,
                          gboolean failed,
                          GError **error)
{
  return sanera_db_run_sql (db, error,
                            "INSERT INTO machine_sources (machine, source, latest_on, failed_on) "
                            "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                            "latest_on = max (latest_on, excluded.latest_on), "
                            "failed_on = max (coalesce (failed_on, excluded.failed_on), "
                            "coalesce (excluded.failed_on, failed_on))",
                            "itii", machine, scope->source, assessed_on,
                            failed ? assessed_on : SANERA_INT_NULL) &&
         sanera_db_run_sql (
             db, error,
             "UPDATE machines SET last_assessment_result = n, change = NULL FROM (SELECT CASE WHEN "
             "EXISTS (SELECT 1 FROM machine_sources s JOIN machines m ON m.row_id = s.machine "
             "WHERE "
             "s.machine = ?1 AND s.failed_on = s.latest_on AND s.latest_on >= m.last_assessed_on) "
             "THEN 'Failed' ELSE 'Succeeded' END AS n) WHERE row_id = ?1 AND "
             "last_assessment_result IS NOT n",
             "i", machine);
}

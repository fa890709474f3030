/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json.h"
#include "store-audit.h"
#include "store-devices.h"
#include "store-feed.h"
#include "store-identity.h"
#include "store-left-out.h"

/* The way back from a merge: what reports told under certain names is about another device. The
 * parts whose latest report used such a name go there, with their findings; a part in which the
 * other device had the last word stays, and is unknown of the new one until its next report. */

/* Names that go, in ?2 as a JSON array. */
#define GOING "(SELECT value FROM json_each (?2))"

static char *
write_names (const char *const *names)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, names[i]);
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
make_device (SaneraDb *db,
             const SaneraDeviceRow *device,
             const char *name,
             const char *id,
             gint64 *row,
             GError **error)
{
  if (!sanera_db_run_sql (db, error, "DELETE FROM machine_aliases WHERE alias = ? AND machine = ?",
                          "ti", id, device->row) ||
      !sanera_feed_undelete (db, SANERA_ENTITY_MACHINE, id, error) ||
      !sanera_db_run_sql (
          db, error,
          "INSERT INTO machines (id, computer_dns_name, os_platform, version, rbac_group_name, "
          "health_status, exposure_level, machine_tags, last_assessment_result, "
          "recommendation_count, row_version, group_chosen, reported_group) SELECT ?2, ?3, "
          "os_platform, version, rbac_group_name, health_status, 'None', '[]', 'Succeeded', 0, 1, "
          "group_chosen, reported_group FROM machines WHERE row_id = ?1",
          "itt", device->row, id, name))
    return FALSE;
  *row = sqlite3_last_insert_rowid (sanera_db_get_handle (db));
  return TRUE;
}

/* What only the reports that go have told of the device. */
static gboolean
move_identities (SaneraDb *db, gint64 from, gint64 to, const char *names, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  if (!sanera_db_run_sql (
          db, error,
          "INSERT INTO machine_identities (machine, kind, value, origin) SELECT ?3, "
          "kind, value, origin FROM machine_identities i WHERE machine = ?1 AND "
          "origin IN " GOING " AND NOT EXISTS (SELECT 1 FROM machine_identities o "
          "WHERE o.machine = ?1 AND o.kind = i.kind AND o.value = i.value AND "
          "o.origin NOT IN " GOING ")",
          "iti", from, names, to) ||
      !sanera_db_run_sql (db, error,
                          "DELETE FROM machine_identities WHERE machine = ?1 AND origin IN " GOING,
                          "it", from, names))
    return FALSE;

  statement = sanera_db_prepare (
      db, "SELECT value FROM machine_identities WHERE machine = ? AND kind IN ('name', 'fqdn')",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, to);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (values, g_strdup (sanera_db_column_text (statement, 0)));
    }
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *alias = sanera_identity_name_id (values->pdata[i]);

      if (!sanera_db_run_sql (
              db, error,
              "UPDATE machine_aliases SET machine = ?3 WHERE alias = ?1 AND machine "
              "= ?2",
              "tii", alias, from, to))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_assessments (SaneraDb *db, gint64 from, gint64 to, const char *names, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "UPDATE assessments SET machine = ?3 WHERE machine = ?1 AND origin IN " GOING, "iti",
             from, names, to) &&
         sanera_db_run_sql (db, error,
                            "UPDATE findings SET machine = ?2 WHERE machine = ?1 AND assessment IN "
                            "(SELECT row_id FROM assessments WHERE machine = ?2)",
                            "ii", from, to) &&
         sanera_db_run_sql (db, error,
                            "UPDATE installations SET machine = ?2 WHERE machine = ?1 AND "
                            "assessment IN (SELECT row_id FROM assessments WHERE machine = ?2)",
                            "ii", from, to);
}

/* What each of the two is known by now. */
static gboolean
share_times (SaneraDb *db, gint64 from, gint64 to, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "UPDATE machines SET first_seen = (SELECT min (first_seen) FROM findings WHERE "
             "machine "
             "= ?1), last_seen = n, last_assessed_on = n FROM (SELECT max (latest_on) AS n FROM "
             "machine_sources WHERE machine = ?1) WHERE row_id = ?1",
             "i", to) &&
         sanera_db_run_sql (db, error,
                            "UPDATE machines SET last_seen = coalesce (n, last_seen), "
                            "last_assessed_on = n, row_version = coalesce (row_version, 0) + 1, "
                            "change = NULL FROM (SELECT max (latest_on) AS n FROM machine_sources "
                            "WHERE machine = ?1) WHERE row_id = ?1",
                            "i", from);
}

/* An activity that covered the one covers both: what it was asked for lies on either. */
static gboolean
share_targets (SaneraDb *db, gint64 from, gint64 to, GError **error)
{
  return sanera_db_run_sql (
             db, error,
             "INSERT INTO task_targets (task, machine, vulnerability, open) SELECT t.task, ?2, "
             "t.vulnerability, t.open FROM task_targets t JOIN remediation_tasks k ON k.row_id = "
             "t.task JOIN recommendations r ON r.id = k.recommendation_reference WHERE t.machine = "
             "?1 AND EXISTS (SELECT 1 FROM findings f WHERE f.machine = ?2 AND f.vulnerability = "
             "t.vulnerability AND f.recommendation = r.row_id)",
             "ii", from, to) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO task_machines (task, machine, state, reason, assessed_on) SELECT task, "
             "?2, state, reason, assessed_on FROM task_machines WHERE machine = ?1 AND task IN "
             "(SELECT task FROM task_targets WHERE machine = ?2)",
             "ii", from, to);
}

/**
 * sanera_device_split:
 * @db: the server's database, in a transaction
 * @device: a device
 * @names: what reports called that which is another device; not the name that its id is made from
 * @person: who says so
 * @now: the time, microseconds
 * @dirty: what has to be derived then; added to
 * @id: (out) (transfer full) (nullable): id of the other device; %NULL: no report used such a name,
 *   and nothing was done
 * @error: when it cannot be written
 *
 * Makes another device of what some reports told. No report makes the two one again.
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_split (SaneraDb *db,
                     const SaneraDeviceRow *device,
                     const char *const *names,
                     const char *person,
                     gint64 now,
                     SaneraDirty *dirty,
                     char **id,
                     GError **error)
{
  g_autofree char *list = write_names (names);
  g_autofree char *new_id = sanera_identity_name_id (names[0]);
  g_autoptr (GString) details = g_string_new ("{\"name\":");
  SaneraDeviceRow made = { 0 };
  gint64 known;

  *id = NULL;
  if (!sanera_db_query_int (
          db, &known, error,
          "SELECT EXISTS (SELECT 1 FROM machine_identities WHERE machine = ?1 AND "
          "origin IN " GOING ") AND NOT EXISTS (SELECT 1 FROM machines WHERE id = "
          "?3)",
          "itt", device->row, list, new_id))
    return FALSE;
  if (known == 0)
    return TRUE;

  made.id = new_id;
  made.name = (char *)names[0];
  sanera_json_append_string (details, device->name);
  g_string_append (details, ",\"into\":");
  sanera_json_append_string (details, names[0]);
  g_string_append_c (details, '}');
  if (!sanera_device_mark (db, device->row, dirty, error) ||
      !make_device (db, device, names[0], new_id, &made.row, error) ||
      !move_identities (db, device->row, made.row, list, error) ||
      !sanera_left_out_reveal (db, device->row, dirty, error) ||
      !move_assessments (db, device->row, made.row, list, error) ||
      !sanera_reports_move (db, device->row, made.row, list, error) ||
      !share_times (db, device->row, made.row, error) ||
      !sanera_left_out_settle_all (db, device->row, dirty, error) ||
      !sanera_left_out_settle_all (db, made.row, dirty, error) ||
      !share_targets (db, device->row, made.row, error) ||
      !sanera_identity_mark (db, device->row, dirty, error) ||
      !sanera_identity_set_apart (db, device->row, made.row, dirty, error) ||
      !sanera_device_mark (db, made.row, dirty, error) ||
      !sanera_audit_append (db, now, person, "deviceSplit", SANERA_ENTITY_MACHINE, device->id,
                            details->str, error) ||
      !sanera_device_write_down_in_activities (db, device, "deviceSplit", &made, person, now,
                                               error))
    return FALSE;
  *id = g_steal_pointer (&new_id);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-devices.h"

#include "sanera-json.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-group-rules.h"
#include "store-tickets.h"

/* What people do to devices. Whoever changes a shown figure of one clears its `change`; it gets its
 * new position at the end of the transaction, one however often it was changed. */

/**
 * sanera_device_row_clear:
 * @device: a device
 *
 * Frees what it holds.
 */
void
sanera_device_row_clear (SaneraDeviceRow *device)
{
  g_clear_pointer (&device->id, g_free);
  g_clear_pointer (&device->name, g_free);
  g_clear_pointer (&device->group, g_free);
}

/**
 * sanera_device_find:
 * @db: the server's database
 * @id: of a device
 * @aliases: whether the id of a device that was merged into another one finds that other one
 * @device: (out): filled when there is one
 * @found: (out): whether there is one
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_find (SaneraDb *db,
                    const char *id,
                    gboolean aliases,
                    SaneraDeviceRow *device,
                    gboolean *found,
                    GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT row_id, id, computer_dns_name, coalesce (rbac_group_name, ''), retired_on, "
      "coalesce (row_version, 0) FROM machines WHERE id = ?1 OR (?2 AND row_id = (SELECT machine "
      "FROM machine_aliases WHERE alias = ?1))",
      error);

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  sanera_db_bind_int (statement, 2, aliases);
  if (!sanera_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;

  device->row = sqlite3_column_int64 (statement, 0);
  device->id = g_strdup (sanera_db_column_text (statement, 1));
  device->name = g_strdup (sanera_db_column_text (statement, 2));
  device->group = g_strdup (sanera_db_column_text (statement, 3));
  device->retired_on = sqlite3_column_type (statement, 4) != SQLITE_NULL
                           ? sqlite3_column_int64 (statement, 4)
                           : SANERA_INT_NULL;
  device->version = sqlite3_column_int64 (statement, 5);
  sanera_db_reset (statement);
  return TRUE;
}

/**
 * sanera_device_mark:
 * @db: the server's database
 * @machine: row id of a device
 * @dirty: added to
 * @error: when the database cannot be read
 *
 * Marks a device and everything that counts it: what it is exposed to or was, and what it has
 * installed.
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_mark (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error)
{
  sanera_dirty_add (dirty->machines, machine);
  return sanera_dirty_add_rows (db, dirty->recommendations, error,
                                "SELECT DISTINCT recommendation FROM findings WHERE machine = ?",
                                machine) &&
         sanera_dirty_add_rows (
             db, dirty->recommendations, error,
             "SELECT r.row_id FROM assessments a JOIN installations i ON i.assessment = "
             "a.row_id JOIN components c ON c.row_id = i.component JOIN recommendations r ON "
             "r.id = c.id WHERE a.machine = ?",
             machine) &&
         sanera_dirty_add_rows (db, dirty->vulnerabilities, error,
                                "SELECT DISTINCT vulnerability FROM findings WHERE machine = ?",
                                machine);
}

/**
 * sanera_device_write_down_in_activities:
 * @db: the server's database, in a transaction
 * @device: a device
 * @event: what happened to it
 * @into: (nullable): the device that it was merged into
 * @person: who did it, "" for the system
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Writes a line of the audit log for every activity in progress that has the device among its
 * targets: who reads its history has to see why there is one more or one less (rule R6).
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_write_down_in_activities (SaneraDb *db,
                                        const SaneraDeviceRow *device,
                                        const char *event,
                                        const SaneraDeviceRow *into,
                                        const char *person,
                                        gint64 now,
                                        GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) details = g_string_new ("{\"device\":");
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT r.id FROM task_machines t JOIN remediation_tasks r ON r.row_id = t.task "
      "WHERE t.machine = ? AND r.status = 'Active' ORDER BY r.row_id",
      error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, device->row);
  while (has_row)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (ids, g_strdup (sanera_db_column_text (statement, 0)));
    }

  sanera_json_append_string (details, device->name);
  g_string_append (details, ",\"deviceId\":");
  sanera_json_append_string (details, device->id);
  if (into != NULL)
    {
      g_string_append (details, ",\"into\":");
      sanera_json_append_string (details, into->name);
    }
  g_string_append_c (details, '}');
  for (guint i = 0; i < ids->len; i++)
    if (!sanera_audit_append (db, now, person, event, SANERA_ENTITY_TASK, ids->pdata[i],
                              details->str, error))
      return FALSE;
  return TRUE;
}

static void
append_name (GString *details, const SaneraDeviceRow *device)
{
  g_string_append (details, "{\"name\":");
  sanera_json_append_string (details, device->name);
}

/* Whom nobody puts anywhere the rules may put somewhere. */
static gboolean
give_back_to_rules (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error)
{
  g_autoptr (GPtrArray) rules = sanera_group_rules_read (db, error);

  return rules != NULL &&
         (rules->len == 0 || sanera_group_rules_apply (db, rules, machine, dirty, NULL, error));
}

/**
 * sanera_device_move:
 * @db: the server's database, in a transaction
 * @device: a device
 * @group: the group it goes to, whatever rules say; "" for none, or where the rules put it; a group
 * exists through its devices, so one that nobody was in before comes into being
 * @person: who does it
 * @now: the time, microseconds
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_move (SaneraDb *db,
                    const SaneraDeviceRow *device,
                    const char *group,
                    const char *person,
                    gint64 now,
                    SaneraDirty *dirty,
                    GError **error)
{
  g_autoptr (GString) details = g_string_new (NULL);

  append_name (details, device);
  g_string_append (details, ",\"old\":");
  sanera_json_append_string (details, device->group);
  g_string_append (details, ",\"new\":");
  sanera_json_append_string (details, group);
  g_string_append_c (details, '}');

  return sanera_db_run_sql (db, error,
                            "UPDATE machines SET rbac_group_name = ?2, group_chosen = ?2 <> '', "
                            "row_version = coalesce (row_version, 0) + 1, change = NULL WHERE "
                            "row_id = ?1",
                            "it", device->row, group) &&
         (*group != '\0' || give_back_to_rules (db, device->row, dirty, error)) &&
         sanera_device_mark (db, device->row, dirty, error) &&
         sanera_audit_append (db, now, person, "deviceMoved", SANERA_ENTITY_MACHINE, device->id,
                              details->str, error);
}

static gboolean
set_retired_on (SaneraDb *db, gint64 machine, gint64 retired_on, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE machines SET retired_on = ?2, row_version = coalesce "
                            "(row_version, 0) + 1, change = NULL WHERE row_id = ?1",
                            "ii", machine, retired_on);
}

/**
 * sanera_device_retire:
 * @db: the server's database, in a transaction
 * @device: a device that is not retired
 * @person: who does it
 * @now: the time, microseconds
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Takes a device out of the figures, of the targets of activities (rule R6) and of the tickets that
 * are open. What is known of it stays, for it may come back.
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_retire (SaneraDb *db,
                      const SaneraDeviceRow *device,
                      const char *person,
                      gint64 now,
                      SaneraDirty *dirty,
                      GError **error)
{
  g_autoptr (GString) details = g_string_new (NULL);

  append_name (details, device);
  g_string_append (details, ",\"rbacGroupName\":");
  sanera_json_append_string (details, device->group);
  g_string_append_c (details, '}');

  return set_retired_on (db, device->row, now, error) &&
         sanera_tickets_move_device (db, device->row, SANERA_INT_NULL, error) &&
         sanera_device_mark (db, device->row, dirty, error) &&
         sanera_audit_append (db, now, person, "deviceRetired", SANERA_ENTITY_MACHINE, device->id,
                              details->str, error) &&
         sanera_device_write_down_in_activities (db, device, "deviceRetired", NULL, person, now,
                                                 error);
}

/**
 * sanera_device_return:
 * @db: the server's database, in a transaction
 * @device: a retired device
 * @person: who does it; "" when it was seen in a report made after it was retired
 * @import_id: (nullable): that report
 * @now: the time, microseconds
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Takes a device back among the others: into the figures, and into the targets of the activities
 * that it was a target of; not into tickets, on which somebody decided without it meanwhile.
 *
 * Returns: whether it went well
 */
gboolean
sanera_device_return (SaneraDb *db,
                      const SaneraDeviceRow *device,
                      const char *person,
                      const char *import_id,
                      gint64 now,
                      SaneraDirty *dirty,
                      GError **error)
{
  g_autoptr (GString) details = g_string_new (NULL);

  append_name (details, device);
  g_string_append (details, ",\"retiredOn\":");
  sanera_json_append_time (details, device->retired_on);
  g_string_append (details, ",\"import\":");
  if (import_id != NULL)
    sanera_json_append_string (details, import_id);
  else
    g_string_append (details, "null");
  g_string_append_c (details, '}');

  return set_retired_on (db, device->row, SANERA_INT_NULL, error) &&
         sanera_device_mark (db, device->row, dirty, error) &&
         sanera_audit_append (db, now, person, "deviceReturned", SANERA_ENTITY_MACHINE, device->id,
                              details->str, error) &&
         sanera_device_write_down_in_activities (db, device, "deviceReturned", NULL, person, now,
                                                 error);
}

/**
 * sanera_devices_place:
 * @db: the server's database, in the transaction that has changed devices
 * @error: when it cannot be written
 *
 * Gives every device that was changed its new position in the feed: the last step of a change.
 *
 * Returns: whether it went well
 */
gboolean
sanera_devices_place (SaneraDb *db, GError **error)
{
  gint64 count, first;

  if (!sanera_db_query_int (db, &count, error,
                            "SELECT count (*) FROM machines WHERE change IS NULL", ""))
    return FALSE;
  if (count == 0)
    return TRUE;

  return sanera_feed_reserve (db, count, &first, error) &&
         sanera_db_run_sql (
             db, error,
             "UPDATE machines SET change = ?1 + n FROM (SELECT row_id AS r, row_number () OVER "
             "(ORDER BY row_id) - 1 AS n FROM machines WHERE change IS NULL) WHERE row_id = r",
             "i", first);
}

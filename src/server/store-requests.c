/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-requests.h"

#include <string.h>

#include "sanera-json.h"
#include "sanera-time.h"
#include "sanera-title.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-tickets.h"

/* From a remediation request to its activity. */

/* Devices that the request covers: exposed now, not retired, of the chosen groups. ?1 is the
 * recommendation's row, ?2 the groups as a JSON array, or NULL for all. */
#define TARGETS                                                                          \
  " FROM findings f JOIN machines m ON m.row_id = f.machine"                             \
  " WHERE f.recommendation = ?1 AND f.open = 1 AND m.retired_on IS NULL AND (?2 IS NULL" \
  " OR coalesce (nullif (m.rbac_group_name, ''), 'UnassignedGroup')"                     \
  " IN (SELECT value FROM json_each (?2)))"

static char *
dup_groups_json (SaneraRemediationRequest *request)
{
  GString *out;

  if (sanera_remediation_request_get_all_groups (request))
    return NULL;

  out = g_string_new (NULL);
  sanera_json_append_strv (out, sanera_remediation_request_get_groups (request));
  return g_string_free (out, FALSE);
}

/**
 * sanera_request_find_unknown_group:
 * @db: the server's database
 * @groups: names of device groups
 * @unknown: (out) (transfer full) (nullable): the first that does not exist
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_request_find_unknown_group (SaneraDb *db,
                                   const char *const *groups,
                                   char **unknown,
                                   GError **error)
{
  *unknown = NULL;
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gint64 found;

      if (!sanera_db_query_int (db, &found, error, "SELECT 1 FROM device_groups WHERE name = ?",
                                "t", groups[i]))
        return FALSE;
      if (found == SANERA_INT_NULL)
        {
          *unknown = g_strdup (groups[i]);
          return TRUE;
        }
    }

  return TRUE;
}

/**
 * sanera_request_count_targets:
 * @db: the server's database
 * @request: a request
 * @recommendation_row: row of its recommendation
 * @devices: (out): how many devices it covers
 * @error: when the database cannot be read
 *
 * Returns: whether it went well
 */
gboolean
sanera_request_count_targets (SaneraDb *db,
                              SaneraRemediationRequest *request,
                              gint64 recommendation_row,
                              gint64 *devices,
                              GError **error)
{
  g_autofree char *groups = dup_groups_json (request);

  return sanera_db_query_int (db, devices, error, "SELECT count (DISTINCT f.machine)" TARGETS, "it",
                              recommendation_row, groups);
}

/* R2 and R3; a request that asks for a ticket has been judged. */
static gboolean
make_tickets (SaneraDb *db,
              SaneraRemediationRequest *request,
              const SaneraActivityData *data,
              GError **error)
{
  gint64 n = sanera_remediation_request_count_tickets (request);

  return n == 0 || (sanera_tickets_create (db, data->id, n > 1, data->requester_email,
                                           data->created_on, error) &&
                    sanera_tickets_derive (db, data->id, FALSE, error));
}

static gboolean
insert_row (SaneraDb *db, const SaneraActivityData *data, gint64 *row, GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  g_autoptr (GString) sql = g_string_new ("INSERT INTO remediation_tasks (");
  g_autoptr (GString) parameters = g_string_new (NULL);
  sqlite3_stmt *statement;
  int index = 1;
  gboolean ok;

  for (guint i = 0; i < noun->n_fields; i++)
    if ((noun->fields[i].flags & (SANERA_FIELD_LOCAL | SANERA_FIELD_DERIVED)) == 0)
      {
        g_string_append_printf (sql, "%s%s", parameters->len > 0 ? ", " : "",
                                sanera_noun_get_column (noun, i));
        g_string_append (parameters, parameters->len > 0 ? ", ?" : "?");
      }
  g_string_append_printf (sql, ") VALUES (%s)", parameters->str);

  statement = sanera_db_prepare (db, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < noun->n_fields; i++)
    if ((noun->fields[i].flags & (SANERA_FIELD_LOCAL | SANERA_FIELD_DERIVED)) == 0)
      sanera_db_bind_field (statement, index++, &noun->fields[i], data);
  ok = sanera_db_run (db, statement, error);
  /* The texts were bound without a copy and may be freed now. */
  sqlite3_clear_bindings (statement);
  *row = sqlite3_last_insert_rowid (sanera_db_get_handle (db));

  return ok;
}

/* Rule R6: every (device, weakness) pair; weaknesses that come later never count. */
static gboolean
store_targets (SaneraDb *db,
               gint64 task,
               gint64 recommendation_row,
               const char *groups,
               GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE remediation_tasks SET requested_groups = ? WHERE row_id = ?",
                            "ti", groups, task) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO task_targets (task, machine, vulnerability, open)"
                            " SELECT DISTINCT ?3, f.machine, f.vulnerability, 1" TARGETS,
                            "iti", recommendation_row, groups, task) &&
         sanera_db_run_sql (db, error,
                            "INSERT INTO task_machines (task, machine, state)"
                            " SELECT DISTINCT task, machine, 'exposed' FROM task_targets"
                            " WHERE task = ?",
                            "i", task);
}

/* Distinct weaknesses of the targets: what only looks like one (a failed check, a secret) can be a
 * target, but does not count. */
static gboolean
count_weaknesses (SaneraDb *db,
                  gint64 task,
                  gint64 recommendation_row,
                  SaneraActivityData *data,
                  GError **error)
{
  return sanera_db_query_int (db, &data->weaknesses, error,
                              "SELECT count (DISTINCT t.vulnerability) FROM task_targets t"
                              " JOIN vulnerabilities v ON v.row_id = t.vulnerability"
                              " WHERE t.task = ? AND v.kind = 0",
                              "i", task) &&
         sanera_db_query_int (db, &data->fixable_weaknesses, error,
                              "SELECT count (DISTINCT t.vulnerability) FROM task_targets t"
                              " JOIN vulnerabilities v ON v.row_id = t.vulnerability"
                              " JOIN findings f ON f.recommendation = ?2"
                              " AND f.machine = t.machine AND f.vulnerability = t.vulnerability"
                              " WHERE t.task = ?1 AND v.kind = 0"
                              " AND f.fixed_version IS NOT NULL",
                              "ii", task, recommendation_row);
}

/* The groups that the targets are in; for a request to all of them, today's. */
static gboolean
find_groups (SaneraDb *db, gint64 task, char ***groups, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT DISTINCT coalesce (nullif (m.rbac_group_name, ''),"
                         " 'UnassignedGroup') FROM task_machines t"
                         " JOIN machines m ON m.row_id = t.machine WHERE t.task = ? ORDER BY 1",
                         error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, task);
  while (TRUE)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_strv_builder_add (builder, sanera_db_column_text (statement, 0));
    }

  *groups = g_strv_builder_end (builder);
  return TRUE;
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
describe (SaneraActivityData *data,
          SaneraRemediationRequest *request,
          const SaneraRecommendationData *recommendation)
{
  static const char configuration[] = "sca-_-";
  static const char software[] = "va-_-";
  const char *type = sanera_remediation_request_get_remediation_type (request);
  SaneraRemediationType type_value =
      (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, type);
  gboolean is_configuration = g_str_has_prefix (recommendation->id, configuration);

  data->type = g_strdup (type);
  data->category = g_strdup (
      sanera_enum_to_nick (&sanera_activity_category_enum,
                           is_configuration ? SANERA_ACTIVITY_CATEGORY_SECURITY_CONFIGURATION
                                            : SANERA_ACTIVITY_CATEGORY_SOFTWARE));
  data->related_component = g_strdup (recommendation->related_component);
  data->recommendation_reference = g_strdup (recommendation->id);
  data->recommended_version = dup_unless_empty (recommendation->recommended_version);
  data->recommended_vendor = dup_unless_empty (recommendation->recommended_vendor);
  data->recommended_program = dup_unless_empty (recommendation->recommended_program);
  data->name_id = dup_unless_empty (recommendation->product_name);
  data->vendor_id = dup_unless_empty (recommendation->vendor);
  data->remediation_text = g_strdup (recommendation->remediation_text);
  if (is_configuration)
    data->scid = g_strdup (recommendation->id + strlen (configuration));
  else if (g_str_has_prefix (recommendation->id, software))
    data->product_id = g_strdup (recommendation->id + strlen (software));
  data->title = sanera_title_activity (type_value, recommendation->related_component,
                                       recommendation->recommended_version);
}

static void
fill (SaneraActivityData *data,
      SaneraRemediationRequest *request,
      const SaneraPerson *person,
      gint64 devices,
      gint64 now)
{
  gboolean attention = sanera_remediation_request_is_attention (request);

  data->status =
      g_strdup (sanera_enum_to_nick (&sanera_activity_status_enum, SANERA_ACTIVITY_STATUS_ACTIVE));
  data->status_last_modified_on = now;
  data->created_on = now;
  data->priority = g_strdup (sanera_remediation_request_get_priority (request));
  data->due_on = sanera_remediation_request_get_effective_due_on (request);
  data->requester_id = g_strdup (person->id);
  data->requester_email = g_strdup (person->email);
  data->requester_notes = dup_unless_empty (sanera_remediation_request_get_notes (request));
  data->target_devices = devices;
  /* R1: no progress, so no figures of it. */
  data->fixed_devices = attention ? SANERA_INT_NULL : 0;
  data->exposed_devices = attention ? SANERA_INT_NULL : devices;
  data->unknown_devices = attention ? SANERA_INT_NULL : 0;
  data->version = 1;
}

/**
 * sanera_request_write_down:
 * @db: the server's database, in the transaction that makes the activity
 * @data: a new activity
 * @ticket: whether it is requested with a ticket
 * @error: when it cannot be written
 *
 * Writes down that it was requested, by whom and how (R11).
 *
 * Returns: whether it went well
 */
gboolean
sanera_request_write_down (SaneraDb *db,
                           const SaneraActivityData *data,
                           gboolean ticket,
                           GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"type\":");

  sanera_json_append_string (details, data->type);
  g_string_append (details, ",\"priority\":");
  sanera_json_append_string (details, data->priority);
  g_string_append (details, ",\"dueOn\":");
  sanera_json_append_time (details, data->due_on);
  g_string_append_printf (details, ",\"targetDevices\":%" G_GINT64_FORMAT ",\"ticket\":%s",
                          data->target_devices, ticket ? "true" : "false");
  g_string_append (details, ",\"recommendationReference\":");
  sanera_json_append_string (details, data->recommendation_reference);
  g_string_append_c (details, '}');

  return sanera_audit_append (db, data->created_on, data->requester_email, "requested",
                              SANERA_ENTITY_TASK, data->id, details->str, error);
}

/* What is known only with the targets stored. */
static gboolean
complete_row (SaneraDb *db,
              SaneraActivityData *data,
              gint64 task,
              gint64 recommendation_row,
              const char *version,
              GError **error)
{
  g_autoptr (GString) groups = g_string_new (NULL);

  if (!count_weaknesses (db, task, recommendation_row, data, error) ||
      !find_groups (db, task, &data->rbac_group_names, error))
    return FALSE;

  sanera_json_append_strv (groups, (const char *const *)data->rbac_group_names);
  data->description = sanera_title_activity_description (
      (SaneraRemediationType)sanera_enum_from_nick (&sanera_remediation_type_enum, data->type),
      data->related_component, version, data->weaknesses, data->fixable_weaknesses);
  return sanera_db_run_sql (db, error,
                            "UPDATE remediation_tasks SET weaknesses = ?, fixable_weaknesses = ?,"
                            " rbac_group_names = ?, description = ? WHERE row_id = ?",
                            "iitti", data->weaknesses, data->fixable_weaknesses, groups->str,
                            data->description, task);
}

/**
 * sanera_request_create_activity:
 * @db: the server's database, in a transaction
 * @request: a request without problems, its target devices counted
 * @recommendation: what it is about
 * @recommendation_row: row of @recommendation
 * @id: of the activity: the submission's key
 * @person: who requests
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Makes the activity, stores its targets, makes its tickets, and writes it down.
 *
 * Returns: whether it went well
 */
gboolean
sanera_request_create_activity (SaneraDb *db,
                                SaneraRemediationRequest *request,
                                const SaneraRecommendationData *recommendation,
                                gint64 recommendation_row,
                                const char *id,
                                const SaneraPerson *person,
                                gint64 now,
                                GError **error)
{
  const SaneraNoun *noun = &sanera_activity_noun;
  g_autofree char *groups = dup_groups_json (request);
  SaneraActivityData data;
  gint64 task, change;
  gboolean ok;

  sanera_noun_data_init (noun, &data);
  data.id = g_strdup (id);
  describe (&data, request, recommendation);
  fill (&data, request, person, sanera_remediation_request_get_target_devices (request), now);
  ok = sanera_feed_reserve (db, 2, &change, error);
  data.change = change;
  ok = ok && insert_row (db, &data, &task, error) &&
       store_targets (db, task, recommendation_row, groups, error) &&
       complete_row (db, &data, task, recommendation_row, recommendation->recommended_version,
                     error) &&
       sanera_db_run_sql (db, error,
                          "UPDATE recommendations SET change = ?, activity_count ="
                          " (SELECT count (*) FROM remediation_tasks WHERE"
                          " recommendation_reference = recommendations.id AND status = 'Active')"
                          " WHERE row_id = ?",
                          "ii", change + 1, recommendation_row) &&
       sanera_request_write_down (db, &data, sanera_remediation_request_count_tickets (request) > 0,
                                  error) &&
       make_tickets (db, request, &data, error);
  sanera_noun_data_clear (noun, &data);

  return ok;
}

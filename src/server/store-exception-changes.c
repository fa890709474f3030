/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-exceptions.h"

#include "sanera-json.h"
#include "store-audit.h"
#include "store-feed.h"

/* What people do to exceptions, and the lines that it leaves in the audit log (R11). */

#define CANCELED "Canceled"

static void
append_names (GString *out, const char *const *names)
{
  g_string_append (out, "\"rbacGroupNames\":");
  sanera_json_append_strv (out, names);
}

static void
append_member (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  if (text != NULL)
    sanera_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

static gboolean
insert_groups (SaneraDb *db, gint64 row, const char *const *groups, GError **error)
{
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    if (!sanera_db_run_sql (
            db, error, "INSERT OR IGNORE INTO exception_groups (exception, name) VALUES (?, ?)",
            "it", row, groups[i]))
      return FALSE;

  return TRUE;
}

/* An empty context is none. */
static const char *
get_context (const char *context)
{
  return context != NULL && *context != '\0' ? context : NULL;
}

/**
 * sanera_exceptions_create:
 * @db: the server's database, between sanera_exceptions_begin() and sanera_exceptions_finish()
 * @id: of the exception: the submission's key
 * @recommendation: what is set aside
 * @form: what was said of it, without problems; its groups are the ones that it covers
 * @person: e-mail of who makes it
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Makes an exception, and writes it down.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_create (SaneraDb *db,
                          const char *id,
                          const SaneraRecommendationData *recommendation,
                          const SaneraExceptionForm *form,
                          const char *person,
                          gint64 now,
                          GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GString) details = g_string_new ("{");
  gint64 row;

  /* The version becomes 1 when the row is written to its end. */
  if (!sanera_feed_undelete (db, SANERA_ENTITY_EXCEPTION, id, error) ||
      !sanera_db_run_sql (
          db, error,
          "INSERT INTO exceptions (id, recommendation_reference, title, related_component, "
          "recommended_version, type, scope, justification, justification_context, created_on, "
          "created_by, expires_on, covered_devices, version) VALUES (?, ?, ?, ?, nullif (?, ''), "
          "?, ?, ?, ?, ?, ?, ?, 0, 0)",
          "tttttttttiti", id, recommendation->id, recommendation->recommendation_name,
          recommendation->related_component, recommendation->recommended_version,
          recommendation->remediation_type, form->scope, form->justification,
          get_context (form->context), now, person, form->expires_on))
    return FALSE;
  row = sqlite3_last_insert_rowid (sanera_db_get_handle (db));

  append_names (details, form->groups != NULL ? form->groups : none);
  append_member (details, "recommendationReference", recommendation->id);
  append_member (details, "scope", form->scope);
  append_member (details, "justification", form->justification);
  append_member (details, "justificationContext", get_context (form->context));
  g_string_append (details, ",\"expiresOn\":");
  sanera_json_append_time (details, form->expires_on);
  g_string_append_c (details, '}');
  return insert_groups (db, row, form->groups, error) &&
         sanera_exceptions_write_row (db, row, "InEffect", error) &&
         sanera_audit_append (db, now, person, "exceptionCreated", SANERA_ENTITY_EXCEPTION, id,
                              details->str, error);
}

/**
 * sanera_exceptions_cancel:
 * @db: the server's database, between sanera_exceptions_begin() and sanera_exceptions_finish()
 * @data: a live exception
 * @row: its row
 * @groups: (nullable): those of its groups that it shall not cover any more; %NULL: all of it
 * @person: e-mail of who cancels
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Cancels an exception, or some groups of it; with the last group all of it ends.
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_cancel (SaneraDb *db,
                          const SaneraRemediationExceptionData *data,
                          gint64 row,
                          const char *const *groups,
                          const char *person,
                          gint64 now,
                          GError **error)
{
  g_autoptr (GString) details = g_string_new ("{");
  gboolean all = TRUE;

  for (guint i = 0; groups != NULL && data->rbac_group_names[i] != NULL; i++)
    all = all && g_strv_contains (groups, data->rbac_group_names[i]);
  append_names (details, groups != NULL ? groups : (const char *const *)data->rbac_group_names);
  g_string_append_printf (details, ",\"all\":%s}", all ? "true" : "false");

  if (all)
    {
      if (!sanera_exceptions_end_row (db, row, CANCELED, now, person, error))
        return FALSE;
    }
  else
    {
      for (guint i = 0; groups[i] != NULL; i++)
        if (!sanera_db_run_sql (db, error,
                                "UPDATE exception_groups SET status = ?, ended_on = ?, ended_by = "
                                "? WHERE exception = ? AND name = ? AND ended_on IS NULL",
                                "titit", CANCELED, now, person, row, groups[i]))
          return FALSE;
      if (!sanera_exceptions_write_row (db, row, data->status, error))
        return FALSE;
    }

  return sanera_audit_append (db, now, person, "exceptionCanceled", SANERA_ENTITY_EXCEPTION,
                              data->id, details->str, error);
}

/**
 * sanera_exceptions_renew:
 * @db: the server's database, between sanera_exceptions_begin() and sanera_exceptions_finish()
 * @data: a live exception
 * @row: its row
 * @expires_on: the last day that was typed, which stays as it is
 * @person: e-mail of who renews
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_renew (SaneraDb *db,
                         const SaneraRemediationExceptionData *data,
                         gint64 row,
                         gint64 expires_on,
                         const char *person,
                         gint64 now,
                         GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"expiresOn\":{\"old\":");

  sanera_json_append_time (details, data->expires_on);
  g_string_append (details, ",\"new\":");
  sanera_json_append_time (details, expires_on);
  g_string_append (details, "}}");
  return sanera_db_run_sql (db, error,
                            "UPDATE exceptions SET expires_on = ?, renewed_on = ? WHERE row_id = ?",
                            "iii", expires_on, now, row) &&
         sanera_exceptions_write_row (db, row, data->status, error) &&
         sanera_audit_append (db, now, person, "exceptionRenewed", SANERA_ENTITY_EXCEPTION,
                              data->id, details->str, error);
}

static void
append_change (GString *out, const char *name, const char *before, const char *after)
{
  if (g_strcmp0 (before, after) == 0)
    return;

  g_string_append_printf (out, "%s\"%s\":{\"old\":", out->len > 1 ? "," : "", name);
  if (before != NULL)
    sanera_json_append_string (out, before);
  else
    g_string_append (out, "null");
  append_member (out, "new", after);
  g_string_append_c (out, '}');
}

/**
 * sanera_exceptions_change:
 * @db: the server's database, between sanera_exceptions_begin() and sanera_exceptions_finish()
 * @data: a live exception
 * @row: its row
 * @justification: nick of a #SaneraJustification
 * @context: (nullable): what a person writes about it
 * @person: e-mail of who changes it
 * @now: the time, microseconds
 * @error: when it cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_exceptions_change (SaneraDb *db,
                          const SaneraRemediationExceptionData *data,
                          gint64 row,
                          const char *justification,
                          const char *context,
                          const char *person,
                          gint64 now,
                          GError **error)
{
  g_autoptr (GString) details = g_string_new ("{");

  append_change (details, "justification", data->justification, justification);
  append_change (details, "justificationContext", data->justification_context,
                 get_context (context));
  g_string_append_c (details, '}');
  return sanera_db_run_sql (db, error,
                            "UPDATE exceptions SET justification = ?, justification_context = ? "
                            "WHERE row_id = ?",
                            "tti", justification, get_context (context), row) &&
         sanera_exceptions_write_row (db, row, data->status, error) &&
         sanera_audit_append (db, now, person, "exceptionChanged", SANERA_ENTITY_EXCEPTION,
                              data->id, details->str, error);
}

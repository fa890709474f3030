/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-claims.h"

#include "sanera-field.h"
#include "sanera-json.h"
#include "store-audit.h"

/* A proposal names at most so many weaknesses, all are counted; and so much of the reasons. */
#define MAX_WEAKNESSES 50
#define MAX_REASON 2000

/* Marks the recommendations that claims found by @sql are about. */
static gboolean
mark (SaneraDb *db, sqlite3_stmt *statement, SaneraDirty *dirty, gboolean *any, GError **error)
{
  gboolean has_row;

  *any = FALSE;
  for (;;)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      *any = TRUE;
      if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
        sanera_dirty_add (dirty->recommendations, sqlite3_column_int64 (statement, 0));
    }
}

/**
 * sanera_claims_renew:
 * @db: the server's database, in a transaction
 * @machine: row id of a device
 * @source: a scanner
 * @assessed_on: when its next report was made
 * @dirty: recommendations that lose a claim are added to it
 * @error: when the database fails
 *
 * A later report says anew what it claims of a device: what earlier ones claimed is over.
 *
 * Returns: whether it went well
 */
gboolean
sanera_claims_renew (SaneraDb *db,
                     gint64 machine,
                     const char *source,
                     gint64 assessed_on,
                     SaneraDirty *dirty,
                     GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db,
                         "SELECT r.row_id FROM claims c LEFT JOIN recommendations r ON r.id = "
                         "c.component WHERE c.machine = ? AND c.source = ? AND c.said_on < ?",
                         error);
  gboolean any;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  sanera_db_bind_text (statement, 2, source);
  sanera_db_bind_int (statement, 3, assessed_on);
  if (!mark (db, statement, dirty, &any, error))
    return FALSE;
  return !any ||
         sanera_db_run_sql (db, error,
                            "DELETE FROM claims WHERE machine = ? AND source = ? AND said_on < ?",
                            "iti", machine, source, assessed_on);
}

/**
 * sanera_claims_find_recommendation:
 * @db: the server's database
 * @id: id of a recommendation
 * @row: (out): its row id, %SANERA_INT_NULL when there is none
 * @error: when the database fails
 *
 * Returns: whether it went well
 */
gboolean
sanera_claims_find_recommendation (SaneraDb *db, const char *id, gint64 *row, GError **error)
{
  return sanera_db_query_int (db, row, error, "SELECT row_id FROM recommendations WHERE id = ?",
                              "t", id);
}

/**
 * sanera_claims_add:
 * @db: the server's database, in a transaction
 * @finding: what is said: of which weakness of which component, whether it matters, and why not
 * @machine: row id of the device it is said of; %SANERA_INT_NULL: of the component wherever it is
 * in that version
 * @source: who says it
 * @said_on: when
 * @dirty: the recommendation about the component is added to it
 * @error: when the database fails
 *
 * Takes a statement. The latest one about the same thing counts, in any order.
 *
 * Returns: whether it went well
 */
gboolean
sanera_claims_add (SaneraDb *db,
                   const SaneraFinding *finding,
                   gint64 machine,
                   const char *source,
                   gint64 said_on,
                   SaneraDirty *dirty,
                   GError **error)
{
  const char *version = machine != SANERA_INT_NULL ? NULL : finding->installed_version;
  const char *reason = finding->reason != NULL ? finding->reason : "";
  gint64 known, same, row;

  if (!sanera_db_query_int (db, &known, error,
                            "SELECT max (said_on) FROM claims WHERE component = ? AND weakness = ? "
                            "AND machine IS ? AND version IS ?",
                            "ttit", finding->component, finding->weakness, machine, version) ||
      !sanera_db_query_int (db, &same, error,
                            "SELECT count (*) FROM claims WHERE component = ? AND weakness = ? AND "
                            "machine IS ? AND version IS ? AND said_on = ? AND source = ? AND "
                            "reason = ?",
                            "ttititt", finding->component, finding->weakness, machine, version,
                            said_on, source, reason))
    return FALSE;
  if ((known != SANERA_INT_NULL && known > said_on) || (finding->said_not_affected && same > 0))
    return TRUE;

  if (!sanera_claims_find_recommendation (db, finding->component, &row, error))
    return FALSE;
  if (row != SANERA_INT_NULL)
    sanera_dirty_add (dirty->recommendations, row);
  return sanera_db_run_sql (
             db, error,
             "DELETE FROM claims WHERE component = ? AND weakness = ? AND machine IS "
             "? AND version IS ?",
             "ttit", finding->component, finding->weakness, machine, version) &&
         (!finding->said_not_affected ||
          sanera_db_run_sql (db, error,
                             "INSERT INTO claims (component, version, weakness, machine, source, "
                             "reason, said_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
                             "tttitti", finding->component, version, finding->weakness, machine,
                             source, reason, said_on));
}

/* Each reason once. */
static void
add_reason (GString *reasons, GHashTable *seen, const char *reason)
{
  if (*reason == '\0' || !g_hash_table_add (seen, g_strdup (reason)) ||
      reasons->len + strlen (reason) > MAX_REASON)
    return;
  if (reasons->len > 0)
    g_string_append_c (reasons, '\n');
  g_string_append (reasons, reason);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* In an order of their own, so that the same is the same text. */
static void
append_set (GString *out, GHashTable *set)
{
  guint n;
  g_autofree char **texts = (char **)g_hash_table_get_keys_as_array (set, &n);

  qsort (texts, n, sizeof (char *), compare_texts);
  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, texts[i]);
    }
  g_string_append_c (out, ']');
}

/**
 * sanera_claims_propose:
 * @db: the server's database, in a transaction
 * @recommendation: row id of a recommendation
 * @proposal: (out) (transfer full) (nullable): what is proposed, as the JSON of its field
 *   `proposedException`; %NULL when nothing is, or it was dismissed
 * @fingerprint: (out) (optional) (transfer full) (nullable): what tells it from any other; %NULL
 *   when nothing is proposed
 * @error: when the database fails
 *
 * Returns: whether it went well
 */
gboolean
sanera_claims_propose (SaneraDb *db,
                       gint64 recommendation,
                       char **proposal,
                       char **fingerprint,
                       GError **error)
{
  g_autoptr (GString) weaknesses = g_string_new (NULL), reasons = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *dismissed = NULL, *last = NULL;
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT c.weakness, c.reason, r.dismissed_claims, c.source, c.machine IS NULL, coalesce "
      "(nullif (m.rbac_group_name, ''), 'UnassignedGroup') FROM recommendations r JOIN claims c ON "
      "c.component = r.id LEFT "
      "JOIN machines m ON m.row_id = c.machine WHERE r.row_id = ?1 AND EXISTS (SELECT 1 FROM "
      "findings f WHERE "
      "f.recommendation = ?1 AND f.open = 1 AND f.vulnerability = coalesce ((SELECT row_id FROM "
      "vulnerabilities WHERE id = c.weakness), (SELECT vulnerability FROM vulnerability_aliases "
      "WHERE alias = c.weakness)) AND (c.machine IS NULL OR f.machine = c.machine) AND (c.version "
      "IS NULL OR f.installed_version = c.version)) ORDER BY c.weakness, c.reason",
      error);
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint count = 0;
  gboolean has_row, everywhere = FALSE;

  *proposal = NULL;
  if (fingerprint != NULL)
    *fingerprint = NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, recommendation);
  for (;;)
    {
      const char *weakness, *reason;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      weakness = sanera_db_column_text (statement, 0);
      reason = sanera_db_column_text (statement, 1);
      if (dismissed == NULL)
        dismissed = g_strdup (sanera_db_column_text (statement, 2));
      g_checksum_update (checksum, (const guchar *)weakness, -1);
      g_checksum_update (checksum, (const guchar *)"\n", 1);
      g_checksum_update (checksum, (const guchar *)reason, -1);
      g_checksum_update (checksum, (const guchar *)"\n", 1);
      add_reason (reasons, seen, reason);
      g_hash_table_add (sources, g_strdup (sanera_db_column_text (statement, 3)));
      if (sqlite3_column_int (statement, 4) != 0)
        everywhere = TRUE;
      else
        g_hash_table_add (groups, g_strdup (sanera_db_column_text (statement, 5)));
      if (g_strcmp0 (last, weakness) == 0)
        continue;
      g_free (last);
      last = g_strdup (weakness);
      if (count++ < MAX_WEAKNESSES)
        {
          if (weaknesses->len > 0)
            g_string_append_c (weaknesses, ',');
          sanera_json_append_string (weaknesses, weakness);
        }
    }
  if (count == 0)
    return TRUE;

  if (fingerprint != NULL)
    *fingerprint = g_strdup (g_checksum_get_string (checksum));
  if (g_strcmp0 (dismissed, g_checksum_get_string (checksum)) != 0)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      g_string_append_printf (out, "{\"id\":\"%s\",\"count\":%u,\"weaknesses\":[%s],\"reason\":",
                              g_checksum_get_string (checksum), count, weaknesses->str);
      sanera_json_append_string (out, reasons->str);
      g_string_append_printf (
          out, ",\"scope\":\"%s\",\"groups\":", everywhere ? "Global" : "DeviceGroups");
      append_set (out, groups);
      g_string_append (out, ",\"sources\":");
      append_set (out, sources);
      g_string_append_c (out, '}');
      *proposal = g_string_free (g_steal_pointer (&out), FALSE);
    }
  return TRUE;
}

/**
 * sanera_claims_dismiss:
 * @db: the server's database, in a transaction; figures are derived by the caller
 * @recommendation: row id of a recommendation
 * @id: its id
 * @fingerprint: the claims that are judged not to be an exception
 * @person: who judges it
 * @now: the time, microseconds
 * @error: when the database fails
 *
 * The proposal is gone until something else is claimed.
 *
 * Returns: whether it went well
 */
gboolean
sanera_claims_dismiss (SaneraDb *db,
                       gint64 recommendation,
                       const char *id,
                       const char *fingerprint,
                       const char *person,
                       gint64 now,
                       GError **error)
{
  return sanera_db_run_sql (db, error,
                            "UPDATE recommendations SET dismissed_claims = ?2 WHERE row_id = ?1",
                            "it", recommendation, fingerprint) &&
         sanera_audit_append (db, now, person, "proposalDismissed", "recommendation", id, "{}",
                              error);
}

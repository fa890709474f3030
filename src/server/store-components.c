/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-components.h"

#include <math.h>
#include <string.h>

#include "sanera-enums.h"
#include "store-feed.h"

/* How good the details of a weakness are: the latest description wins, of equally old ones the
 * graver. So the order of the reports does not matter. */
typedef struct
{
  gint64 row;
  gint64 updated_on;
  int severity; /* -SaneraSeverity, 0 unknown: higher is graver */
  double cvss; /* -1 unknown */
  gboolean public_exploit;
} Weakness;

struct _SaneraComponents
{
  SaneraDb *db;
  SaneraDirty *dirty;
  SaneraFacts *facts;
  GHashTable *recommendations; /* id → gint64 * */
  GHashTable *components; /* id → gint64 * */
  GHashTable *aliased; /* set of "weakness\nalias" */
  GHashTable *names; /* id or alias of a weakness → Weakness of `weaknesses` */
  GHashTable *weaknesses; /* row id → Weakness */
  GHashTable *replaced; /* row id of a weakness that is gone → row id that has its findings */
  GHashTable *marked; /* row ids of components whose recommendation is marked */
};

static gint64 *
box (gint64 value)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = value;
  return copy;
}

/**
 * sanera_components_new:
 * @db: the server's database, in a transaction for as long as this lives
 * @dirty: what is marked when a weakness changes its weight
 * @facts: what catalogues say of weaknesses
 *
 * Returns: (transfer full): an empty memory
 */
SaneraComponents *
sanera_components_new (SaneraDb *db, SaneraDirty *dirty, SaneraFacts *facts)
{
  SaneraComponents *self = g_new0 (SaneraComponents, 1);

  self->db = db;
  self->dirty = dirty;
  self->facts = facts;
  self->recommendations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->components = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->aliased = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->weaknesses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->replaced = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * sanera_components_free:
 * @self: (transfer full) (nullable): a memory
 */
void
sanera_components_free (SaneraComponents *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->recommendations);
  g_hash_table_unref (self->components);
  g_hash_table_unref (self->aliased);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->weaknesses);
  g_hash_table_unref (self->replaced);
  g_hash_table_unref (self->marked);
  g_free (self);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * sanera_components_get_recommendation:
 * @self: a memory
 * @finding: what was found
 * @now: when; the recommendation's createdOn if it is new
 * @row: (out): row id of the recommendation about its component
 * @error: when the database fails
 *
 * A new recommendation has no figures yet; they are derived.
 *
 * Returns: whether it went well
 */
gboolean
sanera_components_get_recommendation (SaneraComponents *self,
                                      const SaneraFinding *finding,
                                      gint64 now,
                                      gint64 *row,
                                      GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->recommendations, finding->component);
  const char *type =
      g_str_has_prefix (finding->component, "sca-_-") ? "ConfigurationChange" : "AttentionRequired";

  if (known != NULL)
    {
      *row = *known;
      return TRUE;
    }
  if (!sanera_db_query_int (self->db, row, error, "SELECT row_id FROM recommendations WHERE id = ?",
                            "t", finding->component))
    return FALSE;
  if (*row == SANERA_INT_NULL)
    {
      if (!sanera_db_run_sql (
              self->db, error,
              "INSERT INTO recommendations (id, product_name, vendor, related_component, "
              "recommendation_category, sub_category, remediation_text, created_on, "
              "remediation_type, recommendation_name, recommended_version, recommended_vendor, "
              "recommended_program, status, weaknesses, severity_score, public_exploit, "
              "active_alert, associated_threats, config_score_impact, total_machine_count, "
              "exposed_machines_count, non_productivity_impacted_assets, exposed_critical_devices, "
              "tags, exposure_sum, os_platforms, fixable_weaknesses, activity_count, "
              "exposed_after_exceptions, exposure_sum_after_exceptions, change, version) "
              "VALUES (?1, ?2, ?3, ?2, ?4, ?5, ?6, ?7, ?8, '', '', '', '', 'Active', 0, 0, 0, 0, "
              "'[]', 0, 0, 0, 0, 0, '[]', 0, '[]', 0, 0, 0, 0, 0, 1)",
              "ttttttit", finding->component, finding->product, finding->vendor, finding->category,
              or_empty (finding->sub_category), finding->remediation, now, type))
        return FALSE;
      *row = sqlite3_last_insert_rowid (sanera_db_get_handle (self->db));
      /* It is back: the feed does not name an entity as deleted and as a row. */
      if (!sanera_feed_undelete (self->db, SANERA_ENTITY_RECOMMENDATION, finding->component, error))
        return FALSE;
      sanera_dirty_add (self->dirty->recommendations, *row);
    }
  g_hash_table_insert (self->recommendations, g_strdup (finding->component), box (*row));
  return TRUE;
}

static gboolean
read_weakness (SaneraComponents *self, const char *id, Weakness *weakness, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db,
      "SELECT row_id, updated_on, severity, cvss_v3, public_exploit FROM vulnerabilities WHERE "
      "row_id = coalesce ((SELECT row_id FROM vulnerabilities WHERE id = ?1), "
      "(SELECT vulnerability FROM vulnerability_aliases WHERE alias = ?1))",
      error);
  gboolean has_row;

  weakness->row = SANERA_INT_NULL;
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_text (statement, 1, id);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      weakness->row = sqlite3_column_int64 (statement, 0);
      weakness->updated_on = sqlite3_column_int64 (statement, 1);
      weakness->severity =
          -sanera_enum_from_nick (&sanera_severity_enum, sanera_db_column_text (statement, 2));
      if (weakness->severity == 0)
        weakness->severity = G_MININT;
      weakness->cvss = sqlite3_column_type (statement, 3) == SQLITE_NULL
                           ? -1.0
                           : sqlite3_column_double (statement, 3);
      weakness->public_exploit = sqlite3_column_int (statement, 4);
    }
  sanera_db_reset (statement);
  return TRUE;
}

static Weakness
describe (const SaneraFinding *finding)
{
  Weakness weakness = { .row = SANERA_INT_NULL };

  weakness.updated_on = finding->updated_on != SANERA_INT_NULL ? finding->updated_on : 0;
  weakness.severity = -sanera_enum_from_nick (&sanera_severity_enum, finding->severity);
  if (weakness.severity == 0)
    weakness.severity = G_MININT;
  weakness.cvss = isnan (finding->cvss) ? -1.0 : finding->cvss;
  weakness.public_exploit = finding->public_exploit;
  return weakness;
}

static gboolean
is_better (const Weakness *now, const Weakness *known)
{
  if (now->updated_on != known->updated_on)
    return now->updated_on > known->updated_on;
  if (now->severity != known->severity)
    return now->severity > known->severity;
  return now->cvss > known->cvss;
}

/* Everything that was found for @from is found for @to. */
static gboolean
merge_weaknesses (SaneraComponents *self, gint64 from, gint64 to, GError **error)
{
  sqlite3_stmt *statement;
  gboolean has_row;

  statement = sanera_db_prepare (
      self->db, "SELECT DISTINCT recommendation, machine FROM findings WHERE vulnerability = ?",
      error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, from);
  do
    {
      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        {
          sanera_dirty_add (self->dirty->recommendations, sqlite3_column_int64 (statement, 0));
          sanera_dirty_add (self->dirty->machines, sqlite3_column_int64 (statement, 1));
        }
    }
  while (has_row);
  sanera_dirty_add (self->dirty->vulnerabilities, to);
  g_hash_table_remove (self->dirty->vulnerabilities, &from);

  return sanera_db_run_sql (
             self->db, error,
             "INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
             "installed_version, fixed_version, status, open, first_seen, last_seen) "
             "SELECT recommendation, machine, ?2, assessment, installed_version, fixed_version, "
             "status, open, first_seen, last_seen FROM findings WHERE vulnerability = ?1 "
             "ON CONFLICT DO UPDATE SET open = max (open, excluded.open), "
             "first_seen = min (first_seen, excluded.first_seen), "
             "last_seen = max (last_seen, excluded.last_seen)",
             "ii", from, to) &&
         sanera_db_run_sql (self->db, error, "DELETE FROM findings WHERE vulnerability = ?", "i",
                            from) &&
         sanera_db_run_sql (self->db, error,
                            "UPDATE OR IGNORE left_out_findings SET vulnerability = ?2 WHERE "
                            "vulnerability = ?1",
                            "ii", from, to) &&
         sanera_db_run_sql (self->db, error,
                            "DELETE FROM left_out_findings WHERE vulnerability = ?", "i", from) &&
         sanera_db_run_sql (self->db, error,
                            "INSERT INTO task_targets (task, machine, vulnerability, open) "
                            "SELECT task, machine, ?2, open FROM task_targets "
                            "WHERE vulnerability = ?1 "
                            "ON CONFLICT DO UPDATE SET open = max (open, excluded.open)",
                            "ii", from, to) &&
         sanera_db_run_sql (self->db, error, "DELETE FROM task_targets WHERE vulnerability = ?",
                            "i", from) &&
         sanera_db_run_sql (self->db, error,
                            "UPDATE vulnerability_aliases SET vulnerability = ?2 "
                            "WHERE vulnerability = ?1",
                            "ii", from, to) &&
         sanera_db_run_sql (self->db, error, "DELETE FROM vulnerabilities WHERE row_id = ?", "i",
                            from);
}

/* @id is another name of the weakness @row: what was known by it alone goes there too. */
static gboolean
add_alias (SaneraComponents *self, const char *id, gint64 row, GError **error)
{
  gint64 other;

  if (!sanera_db_query_int (self->db, &other, error,
                            "SELECT row_id FROM vulnerabilities WHERE id = ?", "t", id))
    return FALSE;
  if (other == row)
    return TRUE;
  if (other != SANERA_INT_NULL)
    {
      if (!merge_weaknesses (self, other, row, error))
        return FALSE;
      g_hash_table_insert (self->replaced, box (other), box (row));
      /* Row ids held for other names may have been the one that is gone. */
      g_hash_table_remove_all (self->names);
    }
  return sanera_db_run_sql (
      self->db, error,
      "INSERT INTO vulnerability_aliases (alias, vulnerability) VALUES (?, ?) "
      "ON CONFLICT DO NOTHING",
      "ti", id, row);
}

static gboolean
write_details (SaneraComponents *self, gint64 row, const SaneraFinding *finding, GError **error)
{
  return sanera_db_run_sql (
      self->db, error,
      "UPDATE vulnerabilities SET name = ?2, description = ?3, severity = ?4, cvss_v3 = ?5, "
      "cvss_vector = ?6, published_on = ?7, updated_on = ?8, "
      "public_exploit = max (public_exploit, ?9), scanner_exploit = max (scanner_exploit, ?9), "
      "url = ?10 WHERE row_id = ?1",
      "itttdtiiit", row, finding->title != NULL ? finding->title : finding->weakness,
      or_empty (finding->description), finding->severity, finding->cvss, finding->cvss_vector,
      finding->published_on, finding->updated_on, (gint64)finding->public_exploit, finding->url);
}

/* A weakness that weighs something else now changes every device that has it. */
static gboolean
mark_weight (SaneraComponents *self, gint64 row, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db,
      "SELECT DISTINCT machine, recommendation FROM findings WHERE vulnerability = ? AND open = 1",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row);
  do
    {
      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (has_row)
        {
          sanera_dirty_add (self->dirty->machines, sqlite3_column_int64 (statement, 0));
          sanera_dirty_add (self->dirty->recommendations, sqlite3_column_int64 (statement, 1));
        }
    }
  while (has_row);
  return TRUE;
}

static gboolean
is_cve (const char *id)
{
  return g_ascii_strncasecmp (id, "CVE-", 4) == 0;
}

/* The name that stays: a CVE among the aliases is known to more people than the scanner's own. */
static const char *
choose_id (const SaneraFinding *finding)
{
  if (is_cve (finding->weakness))
    return finding->weakness;
  for (guint i = 0; finding->aliases != NULL && finding->aliases[i] != NULL; i++)
    {
      if (is_cve (finding->aliases[i]))
        return finding->aliases[i];
    }
  return finding->weakness;
}

/* Whether every other name that @finding knows was taken with this one before. */
static gboolean
knows_aliases (SaneraComponents *self, const SaneraFinding *finding)
{
  gboolean all = TRUE;

  for (guint i = 0; finding->aliases != NULL && finding->aliases[i] != NULL; i++)
    {
      char *pair = g_strconcat (finding->weakness, "\n", finding->aliases[i], NULL);

      all = !g_hash_table_add (self->aliased, pair) && all;
    }
  return all;
}

/**
 * sanera_components_get_vulnerability:
 * @self: a memory
 * @finding: what was found
 * @row: (out): row id of its weakness
 * @error: when the database fails
 *
 * Weaknesses with several names are one; better details replace worse ones.
 *
 * Returns: whether it went well
 */
gboolean
sanera_components_get_vulnerability (SaneraComponents *self,
                                     const SaneraFinding *finding,
                                     gint64 *row,
                                     GError **error)
{
  Weakness *known = g_hash_table_lookup (self->names, finding->weakness);
  Weakness now = describe (finding);
  const char *id = choose_id (finding);

  /* A later entry may know other names than the first one did. */
  if (!knows_aliases (self, finding) || known == NULL)
    {
      Weakness stored;
      gboolean exploited = FALSE;

      if (!read_weakness (self, id, &stored, error))
        return FALSE;
      if (stored.row == SANERA_INT_NULL)
        {
          if (!sanera_db_run_sql (self->db, error,
                                  "INSERT INTO vulnerabilities (id, kind, exposed_machines, "
                                  "public_exploit, exploit_verified, exploit_in_kit, "
                                  "exploit_types, exploit_uris) "
                                  "VALUES (?, ?, 0, 0, 0, 0, '[]', '[]')",
                                  "ti", id, (gint64)finding->kind))
            return FALSE;
          stored = now;
          stored.row = sqlite3_last_insert_rowid (sanera_db_get_handle (self->db));
          if (!write_details (self, stored.row, finding, error) ||
              !sanera_facts_describe (self->facts, stored.row, id, &exploited, error))
            return FALSE;
          stored.public_exploit |= exploited;
        }
      if (id != finding->weakness && !add_alias (self, finding->weakness, stored.row, error))
        return FALSE;
      for (guint i = 0; finding->aliases != NULL && finding->aliases[i] != NULL; i++)
        {
          if (!g_str_equal (finding->aliases[i], id) &&
              !add_alias (self, finding->aliases[i], stored.row, error))
            return FALSE;
        }
      known = g_hash_table_lookup (self->weaknesses, &stored.row);
      if (known == NULL)
        {
          known = g_memdup2 (&stored, sizeof stored);
          g_hash_table_insert (self->weaknesses, box (stored.row), known);
        }
      g_hash_table_insert (self->names, g_strdup (finding->weakness), known);
    }

  *row = known->row;
  if (is_better (&now, known) || (now.public_exploit && !known->public_exploit))
    {
      gboolean weight = now.cvss != known->cvss || now.severity != known->severity ||
                        now.public_exploit != known->public_exploit;

      now.row = known->row;
      now.public_exploit |= known->public_exploit;
      *known = now;
      if (!write_details (self, known->row, finding, error) ||
          (weight && !mark_weight (self, known->row, error)))
        return FALSE;
    }
  return TRUE;
}

/**
 * sanera_components_resolve:
 * @self: a memory
 * @vulnerability: a row id that this memory gave out
 *
 * Returns: the row id that has its findings now: another one when two names of a weakness met
 */
gint64
sanera_components_resolve (SaneraComponents *self, gint64 vulnerability)
{
  const gint64 *next;

  while ((next = g_hash_table_lookup (self->replaced, &vulnerability)) != NULL)
    vulnerability = *next;
  return vulnerability;
}

/**
 * sanera_components_get_component:
 * @self: a memory
 * @component: id of the recommendation about it
 * @row: (out): its row id
 * @error: when the database fails
 *
 * Returns: whether it went well
 */
gboolean
sanera_components_get_component (SaneraComponents *self,
                                 const char *component,
                                 gint64 *row,
                                 GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->components, component);

  if (known != NULL)
    {
      *row = *known;
      return TRUE;
    }
  if (!sanera_db_query_int (self->db, row, error, "SELECT row_id FROM components WHERE id = ?", "t",
                            component))
    return FALSE;
  if (*row == SANERA_INT_NULL)
    {
      if (!sanera_db_run_sql (self->db, error, "INSERT INTO components (id) VALUES (?)", "t",
                              component))
        return FALSE;
      *row = sqlite3_last_insert_rowid (sanera_db_get_handle (self->db));
    }
  g_hash_table_insert (self->components, g_strdup (component), box (*row));
  return TRUE;
}

/**
 * sanera_components_mark_dirty:
 * @self: a memory
 * @component: row id of a component that was installed somewhere, or is not any more
 * @error: when the database fails
 *
 * Marks the recommendation about it, if there is one.
 *
 * Returns: whether it went well
 */
gboolean
sanera_components_mark_dirty (SaneraComponents *self, gint64 component, GError **error)
{
  gint64 row;

  if (!g_hash_table_add (self->marked, box (component)))
    return TRUE;
  if (!sanera_db_query_int (self->db, &row, error,
                            "SELECT r.row_id FROM components c JOIN recommendations r USING (id) "
                            "WHERE c.row_id = ?",
                            "i", component))
    return FALSE;
  if (row != SANERA_INT_NULL)
    sanera_dirty_add (self->dirty->recommendations, row);
  return TRUE;
}

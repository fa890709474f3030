/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-findings-private.h"

#include "store-claims.h"
#include "store-components.h"
#include "store-group-rules.h"
#include "store-left-out.h"
#include "store-report-device.h"

/* What a report says of its devices. Each part of a device is collected, and then compared with
 * what is known (store-findings-part.c). The parts that the report leaves out are judged at its end
 * (store-left-out.h). */

/**
 * sanera_finding_store_new:
 * @db: the server's database, in a transaction for as long as this lives
 *
 * Returns: (transfer full): what takes the findings of one or several reports
 */
SaneraFindingStore *
sanera_finding_store_new (SaneraDb *db)
{
  SaneraFindingStore *self = g_new0 (SaneraFindingStore, 1);

  self->db = db;
  self->dirty = sanera_dirty_new ();
  self->facts = sanera_facts_new (db);
  self->components = sanera_components_new (db, self->dirty, self->facts);
  self->seen_components = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->seen_weaknesses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, sanera_finding_part_free);
  self->devices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->machine = self->report = SANERA_INT_NULL;
  return self;
}

/**
 * sanera_finding_store_free:
 * @self: (transfer full) (nullable): what took findings
 */
void
sanera_finding_store_free (SaneraFindingStore *self)
{
  if (self == NULL)
    return;

  g_free (self->origin);
  g_free (self->content);
  g_clear_pointer (&self->group_rules, g_ptr_array_unref);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->seen_components);
  g_hash_table_unref (self->seen_weaknesses);
  sanera_components_free (self->components);
  sanera_facts_free (self->facts);
  sanera_dirty_free (self->dirty);
  g_free (self);
}

/**
 * sanera_finding_store_begin:
 * @self: what takes findings
 * @scope: how the next report is to be taken; its texts must live until the report ends
 *
 * Begins a report. Pass #sanera_finding_store_sink to the importer, with @self as its data.
 */
void
sanera_finding_store_begin (SaneraFindingStore *self, const SaneraImportScope *scope)
{
  self->scope = *scope;
  /* What is missing cannot be clean. */
  if (scope->goes_on)
    self->scope.mark = SANERA_IMPORT_PARTIAL;
  if (g_strcmp0 (scope->content, self->content) == 0)
    self->nth++;
  else
    self->nth = 0;
  g_free (self->content);
  self->content = g_strdup (scope->content);
}

/**
 * sanera_finding_store_get_counts:
 * @self: what takes findings
 *
 * Returns: (transfer none): what all reports up to now do
 */
const SaneraImportCounts *
sanera_finding_store_get_counts (SaneraFindingStore *self)
{
  self->counts.components = g_hash_table_size (self->seen_components);
  self->counts.weaknesses = g_hash_table_size (self->seen_weaknesses);
  return &self->counts;
}

/**
 * sanera_finding_store_get_dirty:
 * @self: what takes findings
 *
 * Returns: (transfer none): what has to be derived anew
 */
SaneraDirty *
sanera_finding_store_get_dirty (SaneraFindingStore *self)
{
  return self->dirty;
}

/* What the report says of the device is known: that it does, and for the parts it leaves out. With
 * @known it is no later report of the device, as something is missing. */
static gboolean
note_device (SaneraFindingStore *self, gboolean known, GError **error)
{
  SaneraPresentReport *present = g_hash_table_lookup (self->devices, &self->machine);

  if (present == NULL)
    {
      gint64 *key = g_new (gint64, 1);

      *key = self->machine;
      present = g_new0 (SaneraPresentReport, 1);
      present->assessed_on = SANERA_INT_NULL;
      g_hash_table_insert (self->devices, key, present);
    }
  if (self->assessed_on >= present->assessed_on)
    {
      present->failed =
          self->failed || (self->assessed_on == present->assessed_on && present->failed);
      present->assessed_on = self->assessed_on;
    }
  if (known)
    return TRUE;
  if (self->report == SANERA_INT_NULL)
    {
      g_autofree char *content = g_strdup_printf ("%s#%u", self->content, self->nth);

      self->reported_on = self->assessed_on;
      if (!sanera_reports_find (self->db, self->scope.source, content, &self->report, error))
        return FALSE;
    }
  self->reported_on = MIN (self->reported_on, self->assessed_on);
  return sanera_reports_note_device (self->db, self->report, self->machine, self->assessed_on,
                                     self->failed, self->origin, error);
}

static gboolean
flush_device (SaneraFindingStore *self, GError **error)
{
  GHashTableIter iter;
  gpointer part;
  gboolean known = FALSE;

  self->part = NULL;
  if (self->machine == SANERA_INT_NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, self->parts);
  while (g_hash_table_iter_next (&iter, NULL, &part))
    {
      known |= self->scope.goes_on && ((SaneraFindingPart *)part)->assessment != SANERA_INT_NULL;
      if (!sanera_finding_part_end (self, part, error))
        return FALSE;
    }
  g_hash_table_remove_all (self->parts);

  if ((!known && !sanera_report_device_end (self->db, &self->scope, self->machine,
                                            self->assessed_on, self->failed, error)) ||
      !note_device (self, known, error))
    return FALSE;
  self->machine = SANERA_INT_NULL;
  return TRUE;
}

/* A report may call a device otherwise than before, or name other tags. */
static gboolean
group_device (SaneraFindingStore *self, gint64 machine, GError **error)
{
  if (self->group_rules == NULL)
    self->group_rules = sanera_group_rules_read (self->db, error);
  return self->group_rules != NULL &&
         (self->group_rules->len == 0 ||
          sanera_group_rules_apply (self->db, self->group_rules, machine, self->dirty, NULL,
                                    error));
}

/* The parts that the report leaves out, of its devices and of those whose reports are taken
 * otherwise by what is said of this one. */
static gboolean
judge_left_out (SaneraFindingStore *self, gboolean *complete, GError **error)
{
  g_autoptr (GHashTable) others = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, present;

  *complete = self->scope.mark == SANERA_IMPORT_COMPLETE;
  if (self->report != SANERA_INT_NULL &&
      !sanera_reports_mark (self->db, self->report, self->reported_on, self->scope.mark, others,
                            complete, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, &key, &present))
    {
      g_hash_table_remove (others, key);
      if (!sanera_left_out_settle (self->db, *(gint64 *)key, self->scope.source,
                                   self->scope.goes_on ? NULL : present, self->dirty, &self->counts,
                                   error) ||
          !group_device (self, *(gint64 *)key, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!sanera_left_out_settle (self->db, *(gint64 *)key, self->scope.source, NULL, self->dirty,
                                 &self->counts, error))
      return FALSE;
  g_hash_table_remove_all (self->devices);
  self->report = SANERA_INT_NULL;
  return TRUE;
}

/**
 * sanera_finding_store_end:
 * @self: what takes findings
 * @complete: (out): whether what the report leaves out was taken to be clean
 * @error: when the database fails
 *
 * Ends a report. Nothing is derived yet.
 *
 * Returns: whether it went well
 */
gboolean
sanera_finding_store_end (SaneraFindingStore *self, gboolean *complete, GError **error)
{
  return flush_device (self, error) && judge_left_out (self, complete, error) &&
         sanera_facts_end (self->facts, self->dirty, &self->counts.facts, error);
}

/* The sink. */

static gboolean
take_device (const SaneraReportDevice *device, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  if (!flush_device (self, error))
    return FALSE;
  self->counts.devices++;
  self->assessed_on = device->assessed_on;
  self->failed = device->failed;
  g_free (self->origin);
  self->origin = g_strdup (device->name);
  return sanera_report_device_take (self->db, &self->scope, device, self->dirty, &self->counts,
                                    &self->machine, error) &&
         sanera_db_query_int (self->db, &self->complete_on, error,
                              "SELECT complete_on FROM machine_sources WHERE machine = ? AND "
                              "source = ?",
                              "it", self->machine, self->scope.source) &&
         sanera_claims_renew (self->db, self->machine, self->scope.source, self->assessed_on,
                              self->dirty, error);
}

static gboolean
take_part (const char *name, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  self->part = g_hash_table_lookup (self->parts, name);
  return self->part != NULL || sanera_finding_part_begin (self, name, error);
}

static gboolean
add_installed (SaneraFindingStore *self, const char *component, const char *version, GError **error)
{
  gint64 row;
  gint64 *key;

  if (self->part->outdated)
    return TRUE;
  if (!sanera_components_get_component (self->components, component, &row, error))
    return FALSE;
  key = g_new (gint64, 1);
  *key = row;
  g_hash_table_replace (self->part->installed, key, g_strdup (version != NULL ? version : ""));
  return TRUE;
}

static gboolean
take_installed (const char *component, const char *version, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  self->part->has_packages = TRUE;
  return add_installed (self, component, version, error);
}

static gboolean
take_finding (const SaneraFinding *finding, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;
  SaneraFound *found = NULL;

  if (finding->kind != SANERA_FINDING_END_OF_SUPPORT && !finding->continued)
    self->counts.rows++;
  self->counts.said_not_affected += finding->said_not_affected && !finding->continued;
  if (self->part->outdated)
    {
      self->counts.outdated++;
      return TRUE;
    }

  found = g_new0 (SaneraFound, 1);
  if (!sanera_components_get_recommendation (self->components, finding, self->scope.now,
                                             &found->recommendation, error) ||
      !sanera_components_get_vulnerability (self->components, finding, &found->vulnerability,
                                            error) ||
      !add_installed (self, finding->component, finding->installed_version, error))
    {
      sanera_found_free (found);
      return FALSE;
    }
  found->installed_version = g_strdup (finding->installed_version);
  found->fixed_version = g_strdup (finding->fixed_version);
  found->end_of_support = finding->end_of_support;
  sanera_dirty_add (self->seen_components, found->recommendation);
  if (finding->kind == SANERA_FINDING_VULNERABILITY)
    sanera_dirty_add (self->seen_weaknesses, found->vulnerability);
  g_hash_table_add (self->part->found, found);
  return !finding->said_not_affected ||
         sanera_claims_add (self->db, finding, self->machine, self->scope.source, self->assessed_on,
                            self->dirty, error);
}

static gboolean
take_statement (const SaneraFinding *statement, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  self->counts.rows += !statement->continued;
  self->counts.said_not_affected += statement->said_not_affected && !statement->continued;
  return sanera_claims_add (self->db, statement, SANERA_INT_NULL, self->scope.source,
                            statement->updated_on, self->dirty, error);
}

static gboolean
take_catalogue (SaneraCatalogueKind kind, gint64 published_on, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  return sanera_facts_begin (self->facts, kind, published_on, error);
}

static gboolean
take_fact (const SaneraFact *fact, gpointer data, GError **error)
{
  SaneraFindingStore *self = data;

  self->counts.rows++;
  sanera_facts_add (self->facts, fact);
  return TRUE;
}

const SaneraImportSink sanera_finding_store_sink = {
  .device = take_device,
  .part = take_part,
  .installed = take_installed,
  .finding = take_finding,
  .statement = take_statement,
  .catalogue = take_catalogue,
  .fact = take_fact,
};

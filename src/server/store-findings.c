/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-findings.h"

#include <string.h>

#include "store-claims.h"
#include "store-components.h"
#include "store-group-rules.h"
#include "store-left-out.h"
#include "store-report-device.h"

/* What a report says of one part of a device is collected, and then compared with what is known:
 * only differences are written, so that the nightly report of a healthy device costs a read. The
 * parts that it leaves out are judged at its end (store-left-out.h). */

typedef struct
{
  gint64 recommendation;
  gint64 vulnerability;
  char *installed_version;
  char *fixed_version;
  gboolean end_of_support;
  gboolean known; /* the database has it already */
  gboolean open; /* there */
  gint64 last_seen;
} Found;

typedef struct
{
  char *name;
  gint64 assessment; /* SANERA_INT_NULL: to be created */
  gint64 named_on; /* in the latest report that names it, or SANERA_INT_NULL */
  gboolean outdated; /* that report is a later one */
  gboolean hidden; /* a later complete report leaves it out: what is found is closed */
  gboolean has_packages;
  GHashTable *found; /* set of Found */
  GHashTable *installed; /* gint64 * row id of the component → version or "" */
} Part;

struct _SaneraFindingStore
{
  SaneraDb *db;
  SaneraImportScope scope;
  SaneraFacts *facts;
  SaneraComponents *components;
  SaneraDirty *dirty;
  SaneraImportCounts counts;
  GHashTable *seen_components; /* row ids of recommendations with a finding */
  GHashTable *seen_weaknesses; /* row ids of vulnerabilities */

  char *content; /* of the present file, and which report of it: an archive holds several */
  guint nth;
  gint64 report; /* row id, SANERA_INT_NULL before its first device */
  gint64 reported_on;
  GPtrArray *group_rules; /* NULL: not read yet */
  GHashTable *devices; /* of the report: gint64 * row id → SaneraPresentReport */

  gint64 machine; /* the present device, SANERA_INT_NULL before the first */
  gint64 assessed_on;
  gboolean failed;
  char *origin; /* what the report calls it */
  gint64 complete_on; /* of this source, before this report */
  GHashTable *parts; /* name → Part */
  Part *part;
};

static guint
found_hash (gconstpointer key)
{
  const Found *found = key;

  return (guint)(found->recommendation * 31 + found->vulnerability);
}

static gboolean
found_equal (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  return x->recommendation == y->recommendation && x->vulnerability == y->vulnerability;
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->installed_version);
  g_free (found->fixed_version);
  g_free (found);
}

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->name);
  g_hash_table_unref (part->found);
  g_hash_table_unref (part->installed);
  g_free (part);
}

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
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, part_free);
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

/* Parts. */

static void
mark_finding (SaneraFindingStore *self, const Found *found)
{
  sanera_dirty_add (self->dirty->machines, self->machine);
  sanera_dirty_add (self->dirty->recommendations, found->recommendation);
  sanera_dirty_add (self->dirty->vulnerabilities, found->vulnerability);
}

/* What the database knows of a part. */
static gboolean
read_known (SaneraFindingStore *self, gint64 assessment, GPtrArray *known, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db,
      "SELECT recommendation, vulnerability, open, installed_version, fixed_version, status, "
      "last_seen FROM findings WHERE machine = ?1 AND assessment = ?2",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, self->machine);
  sanera_db_bind_int (statement, 2, assessment);
  for (;;)
    {
      Found *found;

      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      found = g_new0 (Found, 1);
      found->recommendation = sqlite3_column_int64 (statement, 0);
      found->vulnerability = sqlite3_column_int64 (statement, 1);
      found->open = sqlite3_column_int (statement, 2) != 0;
      found->installed_version = g_strdup (sanera_db_column_text (statement, 3));
      found->fixed_version = g_strdup (sanera_db_column_text (statement, 4));
      found->end_of_support = sqlite3_column_int (statement, 5) != 0;
      found->last_seen = sqlite3_column_int64 (statement, 6);
      g_ptr_array_add (known, found);
    }
}

static gboolean
close_finding (SaneraFindingStore *self, const Part *part, const Found *found, GError **error)
{
  self->counts.fixed++;
  mark_finding (self, found);
  return sanera_db_run_sql (
      self->db, error,
      "UPDATE findings SET open = 0, last_seen = ?5 WHERE recommendation = ?1 "
      "AND machine = ?2 AND vulnerability = ?3 AND assessment = ?4",
      "iiiii", found->recommendation, self->machine, found->vulnerability, part->assessment,
      part->named_on);
}

/* Of two reports of the same moment the greater text counts, whichever came first. */
static char *
choose_text (char *one, char *other)
{
  const gboolean first = g_strcmp0 (one, other) > 0;

  g_free (first ? other : one);
  return first ? one : other;
}

static void
add_up (Found *now, Found *known)
{
  now->installed_version =
      choose_text (now->installed_version, g_steal_pointer (&known->installed_version));
  now->fixed_version = choose_text (now->fixed_version, g_steal_pointer (&known->fixed_version));
  now->end_of_support |= known->end_of_support;
}

static gboolean
keep_finding (SaneraFindingStore *self,
              const Part *part,
              const Found *known,
              const Found *now,
              GError **error)
{
  /* What goes on makes the part no younger: each of its findings keeps its own time. */
  const gboolean own_time = self->scope.goes_on && !part->hidden;

  if (known->open == !part->hidden && (known->open || known->last_seen == self->assessed_on) &&
      (!own_time || known->last_seen >= self->assessed_on) &&
      g_strcmp0 (known->installed_version, now->installed_version) == 0 &&
      g_strcmp0 (known->fixed_version, now->fixed_version) == 0 &&
      known->end_of_support == now->end_of_support)
    return TRUE;

  mark_finding (self, now);
  return sanera_db_run_sql (
      self->db, error,
      "UPDATE findings SET open = ?8, last_seen = CASE WHEN NOT ?8 THEN ?9 WHEN ?10 THEN "
      "max (last_seen, ?9) ELSE last_seen END, "
      "installed_version = ?5, fixed_version = ?6, status = ?7 "
      "WHERE recommendation = ?1 AND machine = ?2 AND vulnerability = ?3 AND assessment = ?4",
      "iiiittiiii", now->recommendation, self->machine, now->vulnerability, part->assessment,
      now->installed_version, now->fixed_version, (gint64)now->end_of_support,
      (gint64)!part->hidden, self->assessed_on, (gint64)own_time);
}

static gboolean
add_finding (SaneraFindingStore *self, const Part *part, const Found *found, GError **error)
{
  *(part->hidden ? &self->counts.outdated : &self->counts.new_findings) += 1;
  mark_finding (self, found);
  return sanera_db_run_sql (
      self->db, error,
      "INSERT INTO findings (recommendation, machine, vulnerability, assessment, "
      "installed_version, fixed_version, status, open, first_seen, last_seen) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?9, ?8, ?8)",
      "iiiittiii", found->recommendation, self->machine, found->vulnerability, part->assessment,
      found->installed_version, found->fixed_version, (gint64)found->end_of_support,
      self->assessed_on, (gint64)!part->hidden);
}

/* A weakness may have turned out to be another one by a later entry of the same report. */
static void
resolve_weaknesses (SaneraFindingStore *self, Part *part)
{
  GHashTableIter iter;
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  gpointer key;

  g_hash_table_iter_init (&iter, part->found);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Found *found = key;

      if (sanera_components_resolve (self->components, found->vulnerability) ==
          found->vulnerability)
        continue;
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (moved, found);
    }
  for (guint i = 0; i < moved->len; i++)
    {
      Found *found = g_ptr_array_index (moved, i);

      found->vulnerability = sanera_components_resolve (self->components, found->vulnerability);
      g_hash_table_add (part->found, found);
    }
}

static gboolean
flush_findings (SaneraFindingStore *self, Part *part, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (found_free);
  /* Two reports of the same moment add up: which of them came first must not matter. */
  const gboolean same_moment = part->named_on == self->assessed_on;
  GHashTableIter iter;
  gpointer key;

  resolve_weaknesses (self, part);
  if (part->named_on != SANERA_INT_NULL && !read_known (self, part->assessment, known, error))
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      Found *row = g_ptr_array_index (known, i);
      Found *now = NULL;

      if (g_hash_table_lookup_extended (part->found, row, (gpointer *)&now, NULL))
        {
          now->known = TRUE;
          *(part->hidden ? &self->counts.outdated
            : row->open  ? &self->counts.still_there
                         : &self->counts.reopened) += 1;
          if (same_moment && (row->open || row->last_seen == part->named_on))
            add_up (now, row);
          if (!keep_finding (self, part, row, now, error))
            return FALSE;
        }
      else if (row->open && self->scope.goes_on)
        self->counts.not_seen++;
      /* What a part of a later report has shown stays. */
      else if (row->open && !same_moment && row->last_seen < self->assessed_on &&
               !close_finding (self, part, row, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, part->found);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!((Found *)key)->known && !add_finding (self, part, key, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_installed (SaneraFindingStore *self, Part *part, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gboolean same_moment = part->named_on == self->assessed_on;
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db, "SELECT component, version FROM installations WHERE assessment = ?", error);
  gboolean has_row = part->named_on != SANERA_INT_NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, part->assessment);
  while (has_row)
    {
      gint64 component;
      const char *version;

      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      component = sqlite3_column_int64 (statement, 0);
      version = g_hash_table_lookup (part->installed, &component);
      if (version == NULL && part->has_packages && !same_moment && !self->scope.goes_on)
        g_array_append_val (gone, component);
      else if (version != NULL &&
               (same_moment ? g_strcmp0 (version, sanera_db_column_text (statement, 1)) <= 0
                            : g_strcmp0 (version, sanera_db_column_text (statement, 1)) == 0))
        g_hash_table_remove (part->installed, &component);
    }

  for (guint i = 0; i < gone->len; i++)
    {
      gint64 component = g_array_index (gone, gint64, i);

      if (!sanera_db_run_sql (self->db, error,
                              "DELETE FROM installations WHERE assessment = ? AND component = ?",
                              "ii", part->assessment, component) ||
          !sanera_components_mark_dirty (self->components, component, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, part->installed);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 component = *(gint64 *)key;

      if (!sanera_db_run_sql (
              self->db, error,
              "INSERT INTO installations (assessment, component, machine, version) "
              "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
              "iiit", part->assessment, component, self->machine, value) ||
          !sanera_components_mark_dirty (self->components, component, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_part (SaneraFindingStore *self, Part *part, GError **error)
{
  const gboolean is_new = part->assessment == SANERA_INT_NULL;

  if (part->outdated)
    return TRUE;

  if (is_new)
    {
      if (!sanera_db_run_sql (
              self->db, error,
              "INSERT INTO assessments (machine, source, part, assessed_on, named_on, result, "
              "import_id, origin) VALUES (?1, ?2, ?3, max (?4, coalesce (?7, ?4)), ?4, "
              "'Succeeded', ?5, ?6)",
              "ittitti", self->machine, self->scope.source, part->name, self->assessed_on,
              self->scope.import_id, self->origin, self->complete_on))
        return FALSE;
      part->assessment = sqlite3_last_insert_rowid (sanera_db_get_handle (self->db));
    }
  if (!flush_findings (self, part, error) || !flush_installed (self, part, error))
    return FALSE;
  /* With something missing it is no assessment of the whole part, unless there was none. */
  if (part->named_on == self->assessed_on || (self->scope.goes_on && !is_new))
    return TRUE;

  sanera_dirty_add (self->dirty->advanced, part->assessment);
  sanera_dirty_add (self->dirty->machines, self->machine);
  return (part->named_on == SANERA_INT_NULL ||
          sanera_left_out_forget (self->db, self->machine, part->assessment, error)) &&
         sanera_db_run_sql (self->db, error,
                            "UPDATE assessments SET assessed_on = max (?2, coalesce (?5, ?2)), "
                            "named_on = ?2, result = "
                            "'Succeeded', import_id = ?3, origin = ?4 WHERE row_id = ?1",
                            "iitti", part->assessment, self->assessed_on, self->scope.import_id,
                            self->origin, self->complete_on);
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
      known |= self->scope.goes_on && ((Part *)part)->assessment != SANERA_INT_NULL;
      if (!flush_part (self, part, error))
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
  sqlite3_stmt *statement;
  gboolean has_row;
  Part *part;

  self->part = g_hash_table_lookup (self->parts, name);
  if (self->part != NULL)
    return TRUE;

  part = g_new0 (Part, 1);
  part->name = g_strdup (name);
  part->assessment = part->named_on = SANERA_INT_NULL;
  part->found = g_hash_table_new_full (found_hash, found_equal, found_free, NULL);
  part->installed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_hash_table_insert (self->parts, part->name, part);
  self->part = part;

  statement = sanera_db_prepare (self->db,
                                 "SELECT row_id, named_on FROM assessments "
                                 "WHERE machine = ? AND source = ? AND part = ?",
                                 error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, self->machine);
  sanera_db_bind_text (statement, 2, self->scope.source);
  sanera_db_bind_text (statement, 3, name);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      part->assessment = sqlite3_column_int64 (statement, 0);
      part->named_on = sqlite3_column_int64 (statement, 1);
    }
  sanera_db_reset (statement);
  part->outdated = part->named_on != SANERA_INT_NULL && self->assessed_on < part->named_on;
  part->hidden = self->complete_on != SANERA_INT_NULL && self->assessed_on < self->complete_on;
  return TRUE;
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
  Found *found = NULL;

  if (finding->kind != SANERA_FINDING_END_OF_SUPPORT && !finding->continued)
    self->counts.rows++;
  self->counts.said_not_affected += finding->said_not_affected && !finding->continued;
  if (self->part->outdated)
    {
      self->counts.outdated++;
      return TRUE;
    }

  found = g_new0 (Found, 1);
  if (!sanera_components_get_recommendation (self->components, finding, self->scope.now,
                                             &found->recommendation, error) ||
      !sanera_components_get_vulnerability (self->components, finding, &found->vulnerability,
                                            error) ||
      !add_installed (self, finding->component, finding->installed_version, error))
    {
      found_free (found);
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

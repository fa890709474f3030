/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-findings-private.h"

#include "store-left-out.h"

/* What a report says of one part of a device is compared with what is known: only differences are
 * written, so that the nightly report of a healthy device costs a read. */

static guint
found_hash (gconstpointer key)
{
  const SaneraFound *found = key;

  return (guint)(found->recommendation * 31 + found->vulnerability);
}

static gboolean
found_equal (gconstpointer a, gconstpointer b)
{
  const SaneraFound *x = a, *y = b;

  return x->recommendation == y->recommendation && x->vulnerability == y->vulnerability;
}

/**
 * sanera_found_free:
 * @data: (transfer full): a #SaneraFound
 */
void
sanera_found_free (gpointer data)
{
  SaneraFound *found = data;

  g_free (found->installed_version);
  g_free (found->fixed_version);
  g_free (found);
}

/**
 * sanera_finding_part_free:
 * @data: (transfer full): a #SaneraFindingPart
 */
void
sanera_finding_part_free (gpointer data)
{
  SaneraFindingPart *part = data;

  g_free (part->name);
  g_hash_table_unref (part->found);
  g_hash_table_unref (part->installed);
  g_free (part);
}

/**
 * sanera_finding_part_begin:
 * @self: what takes findings
 * @name: of a part of the present device that the report has not named yet
 * @error: when the database fails
 *
 * What is taken next is of this part.
 *
 * Returns: whether it went well
 */
gboolean
sanera_finding_part_begin (SaneraFindingStore *self, const char *name, GError **error)
{
  SaneraFindingPart *part;
  sqlite3_stmt *statement;
  gboolean has_row;

  part = g_new0 (SaneraFindingPart, 1);
  part->name = g_strdup (name);
  part->assessment = part->named_on = SANERA_INT_NULL;
  part->found = g_hash_table_new_full (found_hash, found_equal, sanera_found_free, NULL);
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

static void
mark_finding (SaneraFindingStore *self, const SaneraFound *found)
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
      SaneraFound *found;

      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      found = g_new0 (SaneraFound, 1);
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
close_finding (SaneraFindingStore *self,
               const SaneraFindingPart *part,
               const SaneraFound *found,
               GError **error)
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
add_up (SaneraFound *now, SaneraFound *known)
{
  now->installed_version =
      choose_text (now->installed_version, g_steal_pointer (&known->installed_version));
  now->fixed_version = choose_text (now->fixed_version, g_steal_pointer (&known->fixed_version));
  now->end_of_support |= known->end_of_support;
}

static gboolean
keep_finding (SaneraFindingStore *self,
              const SaneraFindingPart *part,
              const SaneraFound *known,
              const SaneraFound *now,
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
add_finding (SaneraFindingStore *self,
             const SaneraFindingPart *part,
             const SaneraFound *found,
             GError **error)
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
resolve_weaknesses (SaneraFindingStore *self, SaneraFindingPart *part)
{
  GHashTableIter iter;
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  gpointer key;

  g_hash_table_iter_init (&iter, part->found);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      SaneraFound *found = key;

      if (sanera_components_resolve (self->components, found->vulnerability) ==
          found->vulnerability)
        continue;
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (moved, found);
    }
  for (guint i = 0; i < moved->len; i++)
    {
      SaneraFound *found = g_ptr_array_index (moved, i);

      found->vulnerability = sanera_components_resolve (self->components, found->vulnerability);
      g_hash_table_add (part->found, found);
    }
}

static gboolean
flush_findings (SaneraFindingStore *self, SaneraFindingPart *part, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (sanera_found_free);
  /* Two reports of the same moment add up: which of them came first must not matter. */
  const gboolean same_moment = part->named_on == self->assessed_on;
  GHashTableIter iter;
  gpointer key;

  resolve_weaknesses (self, part);
  if (part->named_on != SANERA_INT_NULL && !read_known (self, part->assessment, known, error))
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      SaneraFound *row = g_ptr_array_index (known, i);
      SaneraFound *now = NULL;

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
      if (!((SaneraFound *)key)->known && !add_finding (self, part, key, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_installed (SaneraFindingStore *self, SaneraFindingPart *part, GError **error)
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

/**
 * sanera_finding_part_end:
 * @self: what takes findings
 * @part: a part of the present device, all of which has been taken
 * @error: when the database fails
 *
 * Writes the differences from what is known.
 *
 * Returns: whether it went well
 */
gboolean
sanera_finding_part_end (SaneraFindingStore *self, SaneraFindingPart *part, GError **error)
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

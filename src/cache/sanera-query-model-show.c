/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-model-private.h"

#include <string.h>

/* How a list that changes is told to GTK.
 *
 * GTK 4.8 keeps about 205 rows alive, whatever is visible. One "items-changed" that removes rows
 * and adds others destroys the widgets of the removed and makes new ones for the added, which costs
 * many times what filling them in again does. It fills in again only those that leave the piece of
 * the list it looks at. So what replaces something else is told in three steps in one turn: the new
 * rows are inserted above the old ones, #SaneraQueryModel::scroll-to moves the view onto them, the
 * old ones are removed. Between the steps the list is a piece of the new one followed by a piece of
 * the old one.
 */

/* Rows that GTK keeps alive. */
#define ALIVE_ROWS 205

/* So few are made faster than all that are alive are moved down and up again. */
#define ONE_SIGNAL_ROWS 16

/* Rows that may be made in one turn: a screenful. The others come a frame later. */
#define PART_ROWS 48

/* How long there are blank rows below the first rows of a query. They are out of sight, and keep
 * the widgets that are filled in with the others when these come. */
#define BLANK_MS 100

/* Among a few rows these many ranges are told one by one: those that stay keep their widgets. */
#define MAX_FEW_RANGES 4

static void
emit (SaneraQueryModel *self, guint position, guint removed, guint added)
{
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* @ids takes the place of what is shown; nothing is emitted yet. */
static void
begin_change (SaneraQueryModel *self, SaneraIds *ids)
{
  g_assert (self->old == NULL);

  g_clear_handle_id (&self->blank_source, g_source_remove);
  self->n_blank = 0;
  self->old = g_steal_pointer (&self->ids);
  self->tail = 0;
  self->ids = sanera_ids_ref (ids);
  self->head = 0;
}

static void
end_change (SaneraQueryModel *self)
{
  g_assert (self->head == self->ids->len && self->tail == self->old->len);

  g_clear_pointer (&self->old, sanera_ids_unref);
  self->tail = 0;
}

static void
replace (SaneraQueryModel *self, SaneraIds *ids, guint scroll_to)
{
  guint n = ids->len;
  guint n_old;

  begin_change (self, ids);
  n_old = self->old->len;
  self->head = n;
  if (n <= ONE_SIGNAL_ROWS)
    {
      self->tail = n_old;
      emit (self, 0, n_old, n);
      if (n > 0 && n_old > 0)
        sanera_query_model_emit_scroll_to (self, scroll_to);
    }
  else
    {
      emit (self, 0, 0, n);
      if (n_old > 0)
        sanera_query_model_emit_scroll_to (self, scroll_to);
      self->tail = n_old;
      emit (self, n, n_old, 0);
    }
  end_change (self);
}

static void
apply_ranges (SaneraQueryModel *self, SaneraIds *ids, const GArray *ranges)
{
  begin_change (self, ids);
  for (guint i = 0; i < ranges->len; i++)
    {
      const SaneraIdsRange *range = &g_array_index (ranges, SaneraIdsRange, i);

      /* Up to here both are the same. */
      self->tail += range->position - self->head;
      self->head = range->position + range->added;
      self->tail += range->removed;
      emit (self, range->position, range->removed, range->added);
    }
  self->tail += self->ids->len - self->head;
  self->head = self->ids->len;
  end_change (self);
}

/* The other rows take their place between the first ones and the blank ones. */
static void
show_others (SaneraQueryModel *self, SaneraIds *ids)
{
  guint n_blank = self->n_blank;
  guint n_first = self->ids->len - n_blank;

  begin_change (self, ids);
  self->tail = n_first;
  self->head = ids->len;
  emit (self, n_first, 0, ids->len - n_first);
  self->tail += n_blank;
  emit (self, ids->len, n_blank, 0);
  end_change (self);
}

static SaneraIds *
copy_first (const SaneraIds *ids, guint n)
{
  SaneraIds *copy = sanera_ids_new ();

  for (guint i = 0; i < n && i < ids->len; i++)
    sanera_ids_append (copy, ids->ids[i]);

  return copy;
}

/**
 * sanera_query_model_drop_blank:
 * @self: a model
 *
 * Takes away the blank rows, if there are any.
 */
void
sanera_query_model_drop_blank (SaneraQueryModel *self)
{
  g_autoptr (SaneraIds) first = NULL;

  if (self->n_blank == 0)
    return;

  first = copy_first (self->ids, self->ids->len - self->n_blank);
  show_others (self, first);
}

static gboolean
blank_source_cb (gpointer user_data)
{
  g_autoptr (SaneraQueryModel) self = g_object_ref (user_data);

  self->blank_source = 0;
  sanera_query_model_drop_blank (self);

  return G_SOURCE_REMOVE;
}

/* Whether what is shown of the query that runs is the beginning of @ids. */
static gboolean
goes_on (SaneraQueryModel *self, const SaneraIds *ids)
{
  guint n = self->ids->len - self->n_blank;

  return self->first_shown && ids->len >= n &&
         (n == 0 || memcmp (ids->ids, self->ids->ids, n * sizeof (guint32)) == 0);
}

/**
 * sanera_query_model_show_first:
 * @self: a model
 * @first: the first rows of a new query; the others are about to come
 *
 * Shows them at the top. Below, where nobody looks yet, come blank rows for a moment, so that the
 * widgets of the query before need not be made again for the others.
 */
void
sanera_query_model_show_first (SaneraQueryModel *self, SaneraIds *first)
{
  guint n_blank = MIN (self->ids->len, ALIVE_ROWS) - MIN (first->len, self->ids->len);
  g_autoptr (SaneraIds) mixed = NULL;

  if (first->len == 0 || n_blank == 0)
    {
      replace (self, first, 0);
      return;
    }

  mixed = copy_first (first, first->len);
  for (guint i = 0; i < n_blank; i++)
    sanera_ids_append (mixed, 0);
  replace (self, mixed, 0);

  self->n_blank = n_blank;
  self->blank_source = g_timeout_add (BLANK_MS, blank_source_cb, self);
}

/**
 * sanera_query_model_show_part:
 * @self: a model
 * @ids: the result of its query
 *
 * Where GTK would have to make many rows in one turn, shows only so many that it has to make few.
 *
 * Returns: whether it did, and the result is to be shown again after a frame
 */
gboolean
sanera_query_model_show_part (SaneraQueryModel *self, SaneraIds *ids)
{
  guint alive = MIN (self->ids->len, ALIVE_ROWS);
  g_autoptr (SaneraIds) part = NULL;

  if (MIN (ids->len, ALIVE_ROWS) <= alive + PART_ROWS)
    return FALSE;

  part = copy_first (ids, alive + PART_ROWS);
  sanera_query_model_show (self, part, NULL, 0);
  return TRUE;
}

/**
 * sanera_query_model_show:
 * @self: a model
 * @ids: all rows
 * @ranges: (nullable) (element-type SaneraIdsRange): how what is shown becomes @ids, when that is
 *   known
 * @scroll_to: which row is to be seen when the list is replaced
 *
 * Shows the result of a query.
 */
void
sanera_query_model_show (SaneraQueryModel *self,
                         SaneraIds *ids,
                         const GArray *ranges,
                         guint scroll_to)
{
  gboolean goes_on_here = goes_on (self, ids);
  gboolean may_differ_little = self->ids->len <= ALIVE_ROWS && ids->len <= ALIVE_ROWS;
  gboolean was_first = self->first_shown;
  g_autoptr (GArray) few = NULL;

  self->first_shown = FALSE;
  if (self->n_blank == 0 && ranges == NULL && !goes_on_here && (was_first || may_differ_little))
    ranges = few =
        sanera_ids_diff (self->ids, ids, was_first ? SANERA_QUERY_MAX_RANGES : MAX_FEW_RANGES);

  if (goes_on_here)
    show_others (self, ids);
  else if (self->n_blank > 0 || ranges == NULL)
    replace (self, ids, scroll_to);
  else
    {
      gboolean had_rows = self->ids->len > 0;

      apply_ranges (self, ids, ranges);
      if (few != NULL && !was_first && had_rows && ids->len > 0)
        sanera_query_model_emit_scroll_to (self, scroll_to);
    }
}

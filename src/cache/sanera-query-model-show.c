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
 *
 * GTK fills in again only what it has to spare: with fewer rows than it keeps alive it makes new
 * widgets for all that come, and destroys those that go, half a millisecond each. So a short list
 * comes and goes a few rows a turn, and is meanwhile a piece of the new one followed by what is
 * left of the old one, or by blank rows.
 */

/* Rows that GTK keeps alive. */
#define ALIVE_ROWS 205

/* So few are made faster than all that are alive are moved down and up again. */
#define ONE_SIGNAL_ROWS 16

/* Rows that GTK may have to make, and as many that it may have to destroy, in one turn (or twice as
 * many of one sort, at the end): each costs it half a millisecond, and a key must not wait for
 * longer than a frame. */
#define PART_ROWS 10

/* How long there are blank rows below the first rows of a query. They are out of sight, and keep
 * the widgets that are filled in with the others when these come: also while a sync keeps the
 * reader busy. Then a few go in each turn. */
#define BLANK_MS 300
#define BLANK_PAUSE_MS 4

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

/* How many rows both begin with. */
static guint
count_same (const SaneraIds *a, const SaneraIds *b)
{
  guint n = 0;

  while (n < a->len && n < b->len && a->ids[n] == b->ids[n])
    n++;

  return n;
}

static SaneraIds *
copy_first (const SaneraIds *ids, guint n)
{
  SaneraIds *copy = sanera_ids_new ();

  for (guint i = 0; i < n && i < ids->len; i++)
    sanera_ids_append (copy, ids->ids[i]);

  return copy;
}

static gboolean blank_source_cb (gpointer user_data);

/* The blank rows go after so long, unless something is shown before. */
static void
queue_blank (SaneraQueryModel *self, guint ms)
{
  g_clear_handle_id (&self->blank_source, g_source_remove);
  self->blank_source = g_timeout_add_full (G_PRIORITY_LOW, ms, blank_source_cb, self, NULL);
}

/* @removed of what is shown make room for @added of @ids at @position, up to where both are the
 * same. Of what is shown then the last @n_blank are not of the query. */
static void
take_step (SaneraQueryModel *self,
           SaneraIds *ids,
           guint position,
           guint removed,
           guint added,
           guint n_blank)
{
  g_autoptr (SaneraIds) mixed = copy_first (ids, position + added);

  for (guint i = position + removed; i < self->ids->len; i++)
    sanera_ids_append (mixed, self->ids->ids[i]);

  begin_change (self, mixed);
  self->n_blank = n_blank;
  self->head = mixed->len;
  self->tail = self->old->len;
  emit (self, position, removed, added);
  end_change (self);
}

/* As take_step(), from the first row in which they differ; a few rows at most. Returns how many
 * rows of @ids are not shown yet. */
static guint
take_few (SaneraQueryModel *self, SaneraIds *ids, guint most_removed)
{
  guint position = count_same (self->ids, ids);
  guint left = ids->len - position;
  guint added = position + PART_ROWS >= ALIVE_ROWS ? left : MIN (left, PART_ROWS);
  guint removed = MIN (self->ids->len - position, most_removed);
  gboolean had_rows = self->ids->len > 0;

  take_step (self, ids, position, removed, added, self->ids->len - position - removed);
  if (self->n_blank > 0)
    queue_blank (self, BLANK_MS);
  if (position == 0 && added > 0 && had_rows)
    sanera_query_model_emit_scroll_to (self, 0);

  return left - added;
}

/**
 * sanera_query_model_drop_blank:
 * @self: a model
 *
 * Takes away the rows that are not of the query, if there are any.
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
  guint n = MIN (self->n_blank, PART_ROWS);

  self->blank_source = 0;
  take_step (self, self->ids, self->ids->len - n, n, 0, self->n_blank - n);
  if (self->n_blank > 0)
    queue_blank (self, BLANK_PAUSE_MS);

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

/* The widgets of what is shown are filled in with @ids, all in one turn; what is left of them
 * becomes blank. */
static void
replace_alive (SaneraQueryModel *self, const SaneraIds *ids)
{
  g_autoptr (SaneraIds) mixed = copy_first (ids, ids->len);
  guint alive = MIN (self->ids->len, ALIVE_ROWS);
  guint n_blank = alive - MIN (ids->len, alive);

  for (guint i = 0; i < n_blank; i++)
    sanera_ids_append (mixed, 0);
  replace (self, mixed, 0);
  self->n_blank = n_blank;
  if (n_blank > 0)
    queue_blank (self, BLANK_MS);
}

/* Only where GTK has about as many rows as it keeps are they filled in again when others take their
 * place: of fewer it makes new ones, and destroys those that there are. */
static gboolean
is_long (const SaneraIds *ids)
{
  return ids->len + PART_ROWS >= ALIVE_ROWS;
}

/**
 * sanera_query_model_show_first:
 * @self: a model
 * @first: the first rows of a new query; the others are about to come
 *
 * Shows them at the top. Below, where nobody looks yet, are blank rows for a moment, or some of the
 * query before, so that their widgets need not be made again for the others.
 *
 * Returns: whether only some are shown, and they are to be shown again in another turn
 */
gboolean
sanera_query_model_show_first (SaneraQueryModel *self, SaneraIds *first)
{
  guint position = count_same (self->ids, first);

  if (is_long (self->ids) && self->n_blank < self->ids->len - position)
    {
      replace_alive (self, first);
      return FALSE;
    }

  return take_few (self, first, MIN (first->len - position, PART_ROWS)) > 0;
}

/**
 * sanera_query_model_show_part:
 * @self: a model
 * @ids: the result of its query
 * @refreshing: whether nobody has asked for it: what is shown is not moved, so rows only follow it
 *
 * Where GTK would have to make or destroy many rows in one turn, shows only so many of them that it
 * does so with few.
 *
 * Returns: whether it did, and the result is to be shown again in another turn
 */
gboolean
sanera_query_model_show_part (SaneraQueryModel *self, SaneraIds *ids, gboolean refreshing)
{
  guint position = count_same (self->ids, ids);
  guint n_old = self->ids->len - position;

  if ((is_long (self->ids) && is_long (ids)) || (refreshing && n_old > 0))
    return FALSE;
  if (n_old + ids->len - position <= 2 * PART_ROWS)
    return FALSE;

  if (is_long (self->ids) && self->n_blank < n_old)
    replace_alive (self, ids);
  else
    take_few (self, ids, PART_ROWS);

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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-ids.h"

#include <string.h>

/* Tables over row ids are plain arrays; beyond this (256 MiB) two lists count as different. */
#define MAX_TABLE (64u * 1024 * 1024)

/**
 * sanera_ids_new:
 *
 * Returns: (transfer full): an empty list
 */
SaneraIds *
sanera_ids_new (void)
{
  SaneraIds *self = g_new0 (SaneraIds, 1);

  g_atomic_ref_count_init (&self->references);
  return self;
}

/**
 * sanera_ids_ref:
 * @self: a list
 *
 * Returns: (transfer full): @self
 */
SaneraIds *
sanera_ids_ref (SaneraIds *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * sanera_ids_unref:
 * @self: (transfer full): a list
 */
void
sanera_ids_unref (SaneraIds *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_free (self->ids);
  g_free (self);
}

/**
 * sanera_ids_append:
 * @self: a list nobody else has yet
 * @id: a row id
 */
void
sanera_ids_append (SaneraIds *self, guint32 id)
{
  if (self->len == self->size)
    {
      self->size = MAX (64, self->size * 2);
      self->ids = g_renew (guint32, self->ids, self->size);
    }
  self->ids[self->len++] = id;
}

/**
 * sanera_ids_trim:
 * @self: a list nobody else has yet
 *
 * Gives back what growing has left over.
 */
void
sanera_ids_trim (SaneraIds *self)
{
  if (self->size == self->len)
    return;

  self->size = self->len;
  self->ids = g_renew (guint32, self->ids, self->size);
}

/**
 * sanera_ids_find:
 * @self: a list
 * @from: first position to look at
 * @id: a row id
 *
 * Returns: its position, %SANERA_IDS_ABSENT when it is not there. A million rows take a fraction of
 *   a millisecond; no table is kept for it
 */
guint
sanera_ids_find (const SaneraIds *self, guint from, gint64 id)
{
  if (id <= 0 || id > G_MAXUINT32)
    return SANERA_IDS_ABSENT;

  for (guint i = from; i < self->len; i++)
    if (self->ids[i] == (guint32)id)
      return i;

  return SANERA_IDS_ABSENT;
}

/* Row id → position in @ids, or %SANERA_IDS_ABSENT. */
static guint32 *
make_table (const SaneraIds *ids, guint from, guint to, guint32 *size)
{
  guint32 highest = 0;
  guint32 *table;

  for (guint i = from; i < to; i++)
    highest = MAX (highest, ids->ids[i]);
  if (highest >= MAX_TABLE)
    return NULL;

  table = g_new (guint32, highest + 1);
  memset (table, 0xff, (highest + 1) * sizeof (guint32));
  for (guint i = from; i < to; i++)
    table[ids->ids[i]] = i;
  *size = highest + 1;

  return table;
}

/* Marks the longest rising subsequence of @values (of those that are not absent): the rows that can
 * stay where they are while the others move. */
static void
mark_rising (const guint32 *values, guint n, guint8 *kept)
{
  g_autofree guint32 *tails =
      g_new (guint32, n + 1); /* index of the last of the best of length i */
  g_autofree guint32 *previous = g_new (guint32, n);
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;

      if (values[i] == SANERA_IDS_ABSENT)
        continue;
      if (length > 0 && values[tails[length - 1]] < values[i])
        low = length;
      else
        {
          guint high = length;

          while (low < high)
            {
              guint middle = low + (high - low) / 2;

              if (values[tails[middle]] < values[i])
                low = middle + 1;
              else
                high = middle;
            }
        }
      previous[i] = low > 0 ? tails[low - 1] : SANERA_IDS_ABSENT;
      tails[low] = i;
      length = MAX (length, low + 1);
    }

  for (guint32 i = length > 0 ? tails[length - 1] : SANERA_IDS_ABSENT; i != SANERA_IDS_ABSENT;
       i = previous[i])
    kept[i] = TRUE;
}

/**
 * sanera_ids_diff:
 * @from: a list
 * @to: another
 * @max_ranges: how many are worth it
 *
 * Says how @from becomes @to in few signals. Applied one after the other, first to last, with each
 * position counted in @to.
 *
 * Returns: (transfer full) (nullable) (element-type SaneraIdsRange): the ranges, %NULL when it
 * takes more
 */
GArray *
sanera_ids_diff (const SaneraIds *from, const SaneraIds *to, guint max_ranges)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (SaneraIdsRange));
  g_autofree guint32 *table = NULL;
  g_autofree guint32 *values = NULL;
  g_autofree guint8 *kept = NULL;
  guint32 size = 0;
  guint start = 0, from_end = from->len, to_end = to->len, n, i;

  while (start < from_end && start < to_end && from->ids[start] == to->ids[start])
    start++;
  while (from_end > start && to_end > start && from->ids[from_end - 1] == to->ids[to_end - 1])
    {
      from_end--;
      to_end--;
    }
  if (start == from_end || start == to_end)
    {
      SaneraIdsRange range = { start, from_end - start, to_end - start };

      if (range.removed > 0 || range.added > 0)
        g_array_append_val (ranges, range);
      return g_steal_pointer (&ranges);
    }

  table = make_table (from, start, from_end, &size);
  if (table == NULL)
    return NULL;
  n = to_end - start;
  values = g_new (guint32, n);
  kept = g_new0 (guint8, n);
  for (guint j = 0; j < n; j++)
    {
      guint32 id = to->ids[start + j];

      values[j] = id < size ? table[id] : SANERA_IDS_ABSENT;
    }
  mark_rising (values, n, kept);

  i = start;
  for (guint j = 0; j < n || i < from_end;)
    {
      SaneraIdsRange range = { start + j, 0, 0 };
      guint next;

      while (j < n && !kept[j])
        j++;
      next = j < n ? values[j] : from_end;
      range.added = start + j - range.position;
      range.removed = next - i;
      if (range.added > 0 || range.removed > 0)
        {
          if (ranges->len == max_ranges)
            return NULL;
          g_array_append_val (ranges, range);
        }
      if (j == n)
        break;
      i = next + 1;
      j++;
    }

  return g_steal_pointer (&ranges);
}

/**
 * sanera_ids_follow:
 * @from: the list as it was
 * @to: the list as it is
 * @id: the row somebody looked at, 0 for none
 *
 * Returns: where to look now: the place of @id, or of the first row below it that is still there,
 * or
 *   0
 */
guint
sanera_ids_follow (const SaneraIds *from, const SaneraIds *to, gint64 id)
{
  guint at = sanera_ids_find (from, 0, id);
  g_autofree guint32 *table = NULL;
  guint32 size = 0;

  if (at == SANERA_IDS_ABSENT || to->len == 0)
    return 0;
  table = make_table (to, 0, to->len, &size);
  if (table == NULL)
    return 0;

  for (guint i = at; i < from->len; i++)
    if (from->ids[i] < size && table[from->ids[i]] != SANERA_IDS_ABSENT)
      return table[from->ids[i]];

  return to->len - 1;
}

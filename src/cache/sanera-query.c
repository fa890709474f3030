/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-query-private.h"

#include "sanera-list.h"
#include "sanera-time.h"

#define DEFAULT_ORDER "default"

/* list, parent, search, order, descending, filters */
#define TEXT_FORMAT "(usssba{sas})"

/* View state comes back from GSettings, which a person can edit. */
#define MAX_TEXT 65536

G_DEFINE_BOXED_TYPE (SaneraQuery, sanera_query, sanera_query_ref, sanera_query_unref)

static void
filter_free (gpointer data)
{
  SaneraQueryFilter *filter = data;

  g_free (filter->name);
  g_strfreev (filter->values);
  g_free (filter);
}

/**
 * sanera_query_new:
 * @list: what to show
 *
 * Returns: (transfer full): everything of @list in the page's own order; of a list with parents,
 *   nothing until sanera_query_with_parent()
 */
SaneraQuery *
sanera_query_new (SaneraList list)
{
  SaneraQuery *self;

  g_return_val_if_fail (list < SANERA_N_LISTS, NULL);

  self = g_new0 (SaneraQuery, 1);
  g_atomic_ref_count_init (&self->references);
  self->list = list;
  self->filters = g_ptr_array_new_with_free_func (filter_free);
  self->order = g_strdup (DEFAULT_ORDER);
  self->now = g_get_real_time ();
  self->zone = g_time_zone_new_local ();

  return self;
}

/**
 * sanera_query_ref:
 * @self: a query
 *
 * Returns: (transfer full): @self
 */
SaneraQuery *
sanera_query_ref (SaneraQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * sanera_query_unref:
 * @self: (transfer full): a query
 */
void
sanera_query_unref (SaneraQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_free (self->parent);
  g_free (self->search);
  g_ptr_array_unref (self->filters);
  g_free (self->order);
  g_time_zone_unref (self->zone);
  g_free (self->rows);
  g_free (self);
}

static SaneraQuery *
copy (SaneraQuery *self)
{
  SaneraQuery *other = sanera_query_new (self->list);

  other->parent = g_strdup (self->parent);
  other->search = g_strdup (self->search);
  for (guint i = 0; i < self->filters->len; i++)
    {
      SaneraQueryFilter *filter = g_ptr_array_index (self->filters, i);
      SaneraQueryFilter *twin = g_new (SaneraQueryFilter, 1);

      twin->name = g_strdup (filter->name);
      twin->values = g_strdupv (filter->values);
      g_ptr_array_add (other->filters, twin);
    }
  g_free (other->order);
  other->order = g_strdup (self->order);
  other->descending = self->descending;
  other->now = self->now;
  g_time_zone_unref (other->zone);
  other->zone = g_time_zone_ref (self->zone);
  other->rows = g_strdup (self->rows);
  other->except = self->except;

  return other;
}

/**
 * sanera_query_with_parent:
 * @self: a query
 * @parent_id: (nullable): id of the row whose children are shown
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_parent (SaneraQuery *self, const char *parent_id)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = copy (self);
  g_free (other->parent);
  other->parent = g_strdup (parent_id);

  return other;
}

/**
 * sanera_query_with_search:
 * @self: a query
 * @text: (nullable): what a person typed: rows that contain every word of it, whatever the case and
 *   the width
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_search (SaneraQuery *self, const char *text)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = copy (self);
  g_clear_pointer (&other->search, g_free);
  if (text != NULL && *text != '\0')
    other->search = g_utf8_make_valid (text, -1);

  return other;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static int
compare_filters (gconstpointer a, gconstpointer b)
{
  const SaneraQueryFilter *first = *(SaneraQueryFilter *const *)a;
  const SaneraQueryFilter *second = *(SaneraQueryFilter *const *)b;

  return g_strcmp0 (first->name, second->name);
}

/**
 * sanera_query_with_filter:
 * @self: a query
 * @name: name of a filter, see #SaneraQuery
 * @values: (nullable) (array zero-terminated=1): alternatives; %NULL or empty takes the filter away
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_filter (SaneraQuery *self, const char *name, const char *const *values)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  other = copy (self);
  for (guint i = 0; i < other->filters->len; i++)
    {
      SaneraQueryFilter *filter = g_ptr_array_index (other->filters, i);

      if (g_str_equal (filter->name, name))
        {
          g_ptr_array_remove_index (other->filters, i);
          break;
        }
    }
  if (values != NULL && values[0] != NULL)
    {
      SaneraQueryFilter *filter = g_new (SaneraQueryFilter, 1);

      /* In order, so that equal queries are equal whatever was clicked first. */
      filter->name = g_strdup (name);
      filter->values = g_strdupv ((char **)values);
      qsort (filter->values, g_strv_length (filter->values), sizeof (char *), compare_strings);
      g_ptr_array_add (other->filters, filter);
      g_ptr_array_sort (other->filters, compare_filters);
    }

  return other;
}

/**
 * sanera_query_with_order:
 * @self: a query
 * @key: (nullable): JSON key of the noun, "title", or "default"; see #SaneraQuery
 * @descending: the largest first; of "default", the page's order backwards
 *
 * A key the noun does not have orders as "default". What is not known comes last either way.
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_order (SaneraQuery *self, const char *key, gboolean descending)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = copy (self);
  g_free (other->order);
  other->order = g_strdup (key != NULL ? key : DEFAULT_ORDER);
  other->descending = !!descending;

  return other;
}

/**
 * sanera_query_with_now:
 * @self: a query
 * @now: the present, microseconds since 1970 UTC: what "overdue" and "week" are counted from
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_now (SaneraQuery *self, gint64 now)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);

  other = copy (self);
  other->now = now;

  return other;
}

/**
 * sanera_query_with_zone:
 * @self: a query
 * @zone: where the person is whose days "overdue" and "week" go by; a new query has that of this
 *   computer, as the words of the rows have
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_zone (SaneraQuery *self, GTimeZone *zone)
{
  SaneraQuery *other;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  other = copy (self);
  g_time_zone_unref (other->zone);
  other->zone = g_time_zone_ref (zone);

  return other;
}

/**
 * sanera_query_with_rows:
 * @self: a query
 * @row_ids: (element-type gint64) (nullable): row ids; %NULL: whatever they are
 * @except: whether these are the rows that are left out
 *
 * Narrows a query to rows a person has selected; see sanera_selection_get_query(). It is of the
 * moment: sanera_query_to_string() does not keep it.
 *
 * Returns: (transfer full): the changed query
 */
SaneraQuery *
sanera_query_with_rows (SaneraQuery *self, GArray *row_ids, gboolean except)
{
  SaneraQuery *other;
  GString *rows;

  g_return_val_if_fail (self != NULL, NULL);

  other = copy (self);
  g_clear_pointer (&other->rows, g_free);
  other->except = except;
  if (row_ids == NULL)
    return other;

  rows = g_string_new ("[");
  for (guint i = 0; i < row_ids->len; i++)
    g_string_append_printf (rows, i > 0 ? ",%" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (row_ids, gint64, i));
  g_string_append_c (rows, ']');
  other->rows = g_string_free (rows, FALSE);

  return other;
}

/**
 * sanera_query_get_list:
 * @self: a query
 *
 * Returns: what it shows
 */
SaneraList
sanera_query_get_list (SaneraQuery *self)
{
  g_return_val_if_fail (self != NULL, SANERA_LIST_RECOMMENDATIONS);

  return self->list;
}

/**
 * sanera_query_get_parent:
 * @self: a query
 *
 * Returns: (nullable) (transfer none): the row whose children are shown
 */
const char *
sanera_query_get_parent (SaneraQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parent;
}

/**
 * sanera_query_get_search:
 * @self: a query
 *
 * Returns: (nullable) (transfer none): the search text as it was typed
 */
const char *
sanera_query_get_search (SaneraQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->search;
}

/**
 * sanera_query_get_filter:
 * @self: a query
 * @name: name of a filter
 *
 * Returns: (nullable) (transfer none): its values in alphabetical order, %NULL when not filtered
 */
const char *const *
sanera_query_get_filter (SaneraQuery *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->filters->len; i++)
    {
      SaneraQueryFilter *filter = g_ptr_array_index (self->filters, i);

      if (g_str_equal (filter->name, name))
        return (const char *const *)filter->values;
    }

  return NULL;
}

/**
 * sanera_query_get_order:
 * @self: a query
 * @descending: (out) (optional): the direction
 *
 * Returns: (transfer none): the key it is ordered by
 */
const char *
sanera_query_get_order (SaneraQuery *self, gboolean *descending)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (descending != NULL)
    *descending = self->descending;
  return self->order;
}

/**
 * sanera_query_is_filtered:
 * @self: a query
 *
 * Returns: whether a search text or a filter hides rows
 */
gboolean
sanera_query_is_filtered (SaneraQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->search != NULL || self->filters->len > 0;
}

/**
 * sanera_query_equal:
 * @a: a query
 * @b: another
 *
 * Returns: whether both show the same rows in the same order; "now" counts where something depends
 *   on the day
 */
gboolean
sanera_query_equal (SaneraQuery *a, SaneraQuery *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (a->list != b->list || g_strcmp0 (a->parent, b->parent) != 0 ||
      g_strcmp0 (a->search, b->search) != 0 || g_strcmp0 (a->order, b->order) != 0 ||
      a->descending != b->descending || a->filters->len != b->filters->len ||
      g_strcmp0 (a->rows, b->rows) != 0 || (a->rows != NULL && a->except != b->except))
    return FALSE;
  for (guint i = 0; i < a->filters->len; i++)
    {
      SaneraQueryFilter *first = g_ptr_array_index (a->filters, i);
      SaneraQueryFilter *second = g_ptr_array_index (b->filters, i);

      if (!g_str_equal (first->name, second->name) ||
          !g_strv_equal ((const char *const *)first->values, (const char *const *)second->values))
        return FALSE;
    }

  return (sanera_query_get_filter (a, "due") == NULL &&
          sanera_query_get_filter (a, "expires") == NULL &&
          sanera_query_get_filter (a, "changedSince") == NULL &&
          !g_str_equal (a->order, "urgency")) ||
         (sanera_time_floor_day (a->now) == sanera_time_floor_day (b->now) &&
          sanera_time_day_in (a->now, a->zone) == sanera_time_day_in (b->now, b->zone));
}

/**
 * sanera_query_to_string:
 * @self: a query
 *
 * Returns: (transfer full): @self as text, without "now"; for settings and view state
 */
char *
sanera_query_to_string (SaneraQuery *self)
{
  g_autoptr (GVariant) variant = NULL;
  GVariantBuilder filters;

  g_return_val_if_fail (self != NULL, NULL);

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{sas}"));
  for (guint i = 0; i < self->filters->len; i++)
    {
      SaneraQueryFilter *filter = g_ptr_array_index (self->filters, i);

      g_variant_builder_add (&filters, "{s^as}", filter->name, filter->values);
    }
  variant = g_variant_ref_sink (g_variant_new (
      TEXT_FORMAT, (guint32)self->list, self->parent != NULL ? self->parent : "",
      self->search != NULL ? self->search : "", self->order, self->descending, &filters));

  return g_variant_print (variant, FALSE);
}

/**
 * sanera_query_from_string:
 * @text: (nullable): what sanera_query_to_string() wrote
 *
 * Returns: (transfer full) (nullable): the query, %NULL when @text is not one
 */
SaneraQuery *
sanera_query_from_string (const char *text)
{
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariantIter) filters = NULL;
  g_autoptr (SaneraQuery) self = NULL;
  const char *parent, *search, *order, *name;
  char **values;
  gboolean descending;
  guint32 list;

  if (text == NULL || strlen (text) > MAX_TEXT)
    return NULL;
  variant = g_variant_parse (G_VARIANT_TYPE (TEXT_FORMAT), text, NULL, NULL, NULL);
  if (variant == NULL)
    return NULL;

  g_variant_get (variant, "(u&s&s&sba{sas})", &list, &parent, &search, &order, &descending,
                 &filters);
  if (list >= SANERA_N_LISTS)
    return NULL;

  self = sanera_query_new (list);
  self->parent = *parent != '\0' ? g_strdup (parent) : NULL;
  self->search = *search != '\0' ? g_strdup (search) : NULL;
  g_free (self->order);
  self->order = g_strdup (order);
  self->descending = descending;
  while (g_variant_iter_loop (filters, "{&s^as}", &name, &values))
    {
      SaneraQuery *other = sanera_query_with_filter (self, name, (const char *const *)values);

      sanera_query_unref (self);
      self = other;
    }

  return g_steal_pointer (&self);
}

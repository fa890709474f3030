/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-list-page-private.h"

#include "sanera-sort-menu.h"

static SaneraQuery *
create_query (SaneraListPage *self)
{
  return SANERA_LIST_PAGE_GET_CLASS (self)->create_query ();
}

/* Searches, links and visits are of the moment; filters and order are kept. */
static void
save_query (SaneraListPage *self)
{
  GSettings *settings = sanera_page_get_page_settings (SANERA_PAGE (self));
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  g_autoptr (SaneraQuery) kept = NULL;
  g_autoptr (SaneraQuery) own = create_query (self);
  g_autofree char *text = NULL;

  if (settings == NULL)
    return;

  kept = sanera_query_with_search (sanera_list_page_get_private (self)->query, NULL);
  for (guint i = 0; i < klass->n_filters; i++)
    if (klass->filters[i].flags & (SANERA_FILTER_LINK | SANERA_FILTER_VISIT) &&
        sanera_query_get_filter (kept, klass->filters[i].name) != NULL)
      return;

  text = sanera_query_equal (kept, own) ? g_strdup ("") : sanera_query_to_string (kept);
  g_settings_set_string (settings, "query", text);
}

/**
 * sanera_list_page_load_query:
 * @self: a list page
 *
 * Returns: (transfer full): filters and order as they were last, else the page's own
 */
SaneraQuery *
sanera_list_page_load_query (SaneraListPage *self)
{
  GSettings *settings = sanera_page_get_page_settings (SANERA_PAGE (self));
  g_autofree char *text = NULL;
  SaneraQuery *query = NULL;

  if (settings != NULL)
    {
      text = g_settings_get_string (settings, "query");
      if (*text != '\0')
        query = sanera_query_from_string (text);
      if (query != NULL && sanera_query_get_list (query) != SANERA_LIST_PAGE_GET_CLASS (self)->list)
        g_clear_pointer (&query, sanera_query_unref);
    }

  return query != NULL ? query : create_query (self);
}

static void
update_sort_menu (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  gboolean descending;
  const char *order = sanera_query_get_order (priv->query, &descending);

  sanera_sort_menu_fill (priv->sort_menu, "list.sort", klass->columns, klass->n_columns,
                         klass->default_order_words != NULL, order, descending);
}

/**
 * sanera_list_page_apply:
 * @self: a list page
 * @query: what to show from now on
 *
 * Shows another query for the person: the view goes to the top. Everything that names filters or
 * order follows.
 */
void
sanera_list_page_apply (SaneraListPage *self, SaneraQuery *query)
{
  SaneraListPagePrivate *priv;
  gboolean descending;
  const char *order;
  GAction *sort;

  g_return_if_fail (SANERA_IS_LIST_PAGE (self));
  g_return_if_fail (sanera_query_get_list (query) == SANERA_LIST_PAGE_GET_CLASS (self)->list);

  priv = sanera_list_page_get_private (self);
  if (priv->query != NULL)
    sanera_query_unref (priv->query);
  priv->query = sanera_query_with_now (query, g_get_real_time ());

  order = sanera_query_get_order (priv->query, &descending);
  sort = g_action_map_lookup_action (G_ACTION_MAP (priv->actions), "sort");
  g_simple_action_set_state (G_SIMPLE_ACTION (sort), g_variant_new ("(sb)", order, descending));
  update_sort_menu (self);
  sanera_table_set_order (priv->table, order, descending);
  sanera_filter_bar_set_query (priv->filter_bar, priv->query);
  if (priv->model != NULL)
    {
      sanera_query_model_set_query (priv->model, priv->query);
      sanera_list_page_plan_telling (self);
    }
  sanera_list_page_update_state (self);
}

static void
sort_state_cb (GSimpleAction *action, GVariant *state, SaneraListPage *self)
{
  g_autoptr (SaneraQuery) query = NULL;
  const char *order;
  gboolean descending;

  g_variant_get (state, "(&sb)", &order, &descending);
  query = sanera_query_with_order (sanera_list_page_get_private (self)->query, order, descending);
  sanera_list_page_apply (self, query);
  save_query (self);
}

/**
 * sanera_list_page_sort:
 * @self: a list page
 * @order: key for sanera_query_with_order()
 * @descending: the largest first
 *
 * Sorts for the person, through the action "list.sort".
 */
void
sanera_list_page_sort (SaneraListPage *self, const char *order, gboolean descending)
{
  g_action_group_change_action_state (G_ACTION_GROUP (sanera_list_page_get_private (self)->actions),
                                      "sort", g_variant_new ("(sb)", order, descending));
}

/**
 * sanera_list_page_filter:
 * @self: a list page
 * @name: a filter of the list
 * @values: (nullable): its values, %NULL: not filtered by it
 *
 * Filters for the person.
 */
void
sanera_list_page_filter (SaneraListPage *self, const char *name, char **values)
{
  g_autoptr (SaneraQuery) query = sanera_query_with_filter (
      sanera_list_page_get_private (self)->query, name, (const char *const *)values);

  sanera_list_page_apply (self, query);
  save_query (self);
}

/**
 * sanera_list_page_clear_filters:
 * @self: a list page
 *
 * Takes away all filters and the search; the order stays.
 */
void
sanera_list_page_clear_filters (SaneraListPage *self)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_PAGE_GET_CLASS (self)->list);
  g_autoptr (SaneraQuery) ordered = NULL;
  gboolean descending;
  const char *order =
      sanera_query_get_order (sanera_list_page_get_private (self)->query, &descending);

  ordered = sanera_query_with_order (query, order, descending);
  sanera_list_page_apply (self, ordered);
  save_query (self);
  g_signal_emit_by_name (self, "query-changed");
}

/**
 * sanera_list_page_add_sort_action:
 * @self: a list page
 *
 * Adds the one stateful action that holds column and direction: heads, menu and settings all go
 * through it.
 */
void
sanera_list_page_add_sort_action (SaneraListPage *self)
{
  g_autoptr (GSimpleAction) sort = g_simple_action_new_stateful (
      "sort", G_VARIANT_TYPE ("(sb)"), g_variant_new ("(sb)", "default", FALSE));

  g_signal_connect (sort, "change-state", G_CALLBACK (sort_state_cb), self);
  g_action_map_add_action (G_ACTION_MAP (sanera_list_page_get_private (self)->actions),
                           G_ACTION (sort));
}

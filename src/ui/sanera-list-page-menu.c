/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-bulk-actions.h"
#include "sanera-list-page-private.h"
#include "sanera-row-menu.h"
#include "sanera-table-menu.h"

/* As file managers do: the menu is about the row under the pointer, which is selected with it,
 * unless it is one of several that are selected already. */
static GMenuModel *
create_menu_cb (guint position, gpointer data)
{
  SaneraListPage *self = data;
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (SaneraRecord) record = NULL;

  if (priv->model == NULL || position >= sanera_list_page_get_n_rows (self))
    return NULL;

  record = g_list_model_get_item (G_LIST_MODEL (priv->model), position);
  if (!sanera_selection_contains (priv->selection,
                                  sanera_query_model_get_row_id (priv->model, position)))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (priv->selection), position, TRUE);

  return sanera_row_menu_new (priv->connection, record,
                              sanera_selection_get_count (priv->selection));
}

/**
 * sanera_list_page_add_menu:
 * @self: a list page that has its table
 *
 * Gives the rows the actions "row.…" and their menu.
 */
void
sanera_list_page_add_menu (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  priv->row_actions = sanera_row_actions_new (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "row",
                                  sanera_row_actions_get_group (priv->row_actions));
  sanera_bulk_actions_add (G_ACTION_MAP (sanera_row_actions_get_group (priv->row_actions)), self);
  sanera_table_add_menu (priv->table, create_menu_cb, self);
}

/**
 * sanera_list_page_add_flyout_actions:
 * @self: a list page that has its flyout
 *
 * Gives the flyout the actions of the page, and what it shows while several rows are marked.
 */
void
sanera_list_page_add_flyout_actions (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  gtk_widget_insert_action_group (GTK_WIDGET (priv->flyout), "row",
                                  sanera_row_actions_get_group (priv->row_actions));
  gtk_widget_insert_action_group (GTK_WIDGET (priv->flyout), "list",
                                  G_ACTION_GROUP (priv->actions));
  sanera_list_page_add_pane (self);
}

/**
 * sanera_list_page_remove_menu:
 * @self: a list page that goes away
 *
 * Takes the actions back.
 */
void
sanera_list_page_remove_menu (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->row_actions == NULL)
    return;

  sanera_row_actions_close (priv->row_actions);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "row", NULL);
  if (priv->flyout != NULL)
    {
      gtk_widget_insert_action_group (GTK_WIDGET (priv->flyout), "row", NULL);
      gtk_widget_insert_action_group (GTK_WIDGET (priv->flyout), "list", NULL);
      sanera_flyout_set_pane (priv->flyout, NULL);
    }
  g_clear_object (&priv->pane);
  g_clear_object (&priv->row_actions);
}

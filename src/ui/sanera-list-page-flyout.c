/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-list-page-private.h"

static void
toast_cb (SaneraListPage *self, AdwToast *toast)
{
  sanera_page_add_toast (SANERA_PAGE (self), g_object_ref (toast));
}

/**
 * sanera_list_page_ensure_flyout:
 * @self: a list page
 *
 * Makes the flyout when it is first needed: the first frame of a page does not show it.
 *
 * Returns: (transfer none) (nullable): the flyout, always the same; %NULL once the page goes away
 */
SaneraFlyout *
sanera_list_page_ensure_flyout (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  /* A page that goes away has no actions for it any more. */
  if (priv->flyout != NULL || priv->row_actions == NULL)
    return priv->flyout;

  priv->flyout = g_object_ref_sink (SANERA_LIST_PAGE_GET_CLASS (self)->create_flyout (self));
  g_signal_connect_object (priv->flyout, "move", G_CALLBACK (sanera_list_page_move), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (priv->flyout, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  sanera_list_page_add_flyout_actions (self);
  if (priv->connection != NULL)
    sanera_flyout_set_connection (priv->flyout, priv->connection);

  return priv->flyout;
}

/**
 * sanera_list_page_find_flyout_row:
 * @self: a list page
 *
 * Returns: where the record of the flyout stands in the list, %GTK_INVALID_LIST_POSITION: it does
 *   not pass the filters, or there is none
 */
guint
sanera_list_page_find_flyout_row (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->model == NULL || priv->flyout_row_id == 0)
    return GTK_INVALID_LIST_POSITION;

  return sanera_query_model_find_row_id (priv->model, priv->flyout_row_id);
}

/**
 * sanera_list_page_update_movable:
 * @self: a list page
 *
 * Tells the flyout whether there is a row before and after its own.
 */
void
sanera_list_page_update_movable (SaneraListPage *self)
{
  SaneraFlyout *flyout = sanera_list_page_get_private (self)->flyout;
  guint position = sanera_list_page_find_flyout_row (self);

  if (flyout == NULL)
    return;

  sanera_flyout_set_movable (flyout, position != GTK_INVALID_LIST_POSITION && position > 0,
                             position != GTK_INVALID_LIST_POSITION &&
                                 position + 1 < sanera_list_page_get_n_rows (self));
}

static void
show_in_flyout (SaneraListPage *self, guint position)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (SaneraRecord) record = g_list_model_get_item (G_LIST_MODEL (priv->model), position);

  if (record == NULL)
    return;

  sanera_list_page_ensure_flyout (self);
  priv->flyout_row_id = sanera_query_model_get_row_id (priv->model, position);
  sanera_flyout_set_pane (priv->flyout, NULL);
  sanera_flyout_set_record (priv->flyout, record);
  sanera_list_page_update_movable (self);
}

/**
 * sanera_list_page_open:
 * @self: a list page
 * @position: a row
 * @focus_flyout: whether the focus goes to the flyout's heading
 *
 * Opens a row in the flyout, and selects it unless others are marked: these stay so.
 */
void
sanera_list_page_open (SaneraListPage *self, guint position, gboolean focus_flyout)
{
  SaneraListPagePrivate *priv;

  g_return_if_fail (SANERA_IS_LIST_PAGE (self));

  priv = sanera_list_page_get_private (self);
  if (priv->model == NULL || position >= sanera_list_page_get_n_rows (self))
    return;

  priv->moving = TRUE;
  if (!sanera_selection_get_marked (priv->selection))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (priv->selection), position, TRUE);
  priv->moving = FALSE;
  show_in_flyout (self, position);
  sanera_page_open_flyout (SANERA_PAGE (self));
  if (focus_flyout)
    sanera_flyout_focus_heading (priv->flyout);
}

/**
 * sanera_list_page_move:
 * @self: a list page
 * @by: -1: to the previous row, 1: to the next
 *
 * Shows another row in the flyout.
 */
void
sanera_list_page_move (SaneraListPage *self, int by)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  guint position = sanera_list_page_find_flyout_row (self);

  if (position == GTK_INVALID_LIST_POSITION || (by < 0 && position == 0))
    return;

  position = (guint)((int)position + by);
  sanera_list_page_open (self, position, FALSE);
  if (position < sanera_list_page_get_n_rows (self))
    sanera_table_scroll_to (priv->table, position);
}

/**
 * sanera_list_page_selection_changed:
 * @self: a list page
 *
 * Lets the open flyout follow the row that was selected.
 */
void
sanera_list_page_selection_changed (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (GArray) ids = NULL;
  guint position;

  sanera_list_page_update_foot (self);
  sanera_list_page_update_pane (self);
  if (priv->moving || !sanera_page_get_flyout_open (SANERA_PAGE (self)) ||
      sanera_selection_get_count (priv->selection) != 1 ||
      sanera_selection_get_everything (priv->selection))
    return;

  /* The arrows go to another row: the open flyout follows, the focus stays in the list. */
  ids = sanera_selection_get_row_ids (priv->selection);
  position = sanera_query_model_find_row_id (priv->model, g_array_index (ids, gint64, 0));
  if (position != GTK_INVALID_LIST_POSITION)
    show_in_flyout (self, position);
}

/**
 * sanera_list_page_refresh_flyout:
 * @self: a list page
 *
 * Keeps the record of the flyout up to date. One that does not pass the filters any more has left
 * the model, which therefore does not do so; the flyout still shows it.
 */
void
sanera_list_page_refresh_flyout (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraRecord *record = priv->flyout != NULL ? sanera_flyout_get_record (priv->flyout) : NULL;
  g_autoptr (SaneraRecord) fresh = NULL;

  if (record == NULL || sanera_record_get_id (record) == NULL ||
      sanera_list_page_find_flyout_row (self) != GTK_INVALID_LIST_POSITION)
    return;

  fresh = sanera_cache_lookup (priv->cache, SANERA_LIST_PAGE_GET_CLASS (self)->list,
                               sanera_record_get_id (record));
  if (fresh != NULL)
    sanera_record_update (record, sanera_record_get_data (fresh));
  sanera_record_set_gone (record, fresh == NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-list-page-private.h"

#include <glib/gi18n.h>

#include "sanera-text-scale.h"
#include "sanera-window.h"

/* Where the flyout covers the list it does not come by itself: a person could not mark another row.
 */
static gboolean
has_room (SaneraListPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL && gtk_widget_get_width (GTK_WIDGET (root)) >=
                             sanera_text_scale_pixels (GTK_WIDGET (root), SANERA_WINDOW_NARROW);
}

/**
 * sanera_list_page_has_several:
 * @self: a list page
 *
 * Returns: whether several rows are marked
 */
gboolean
sanera_list_page_has_several (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  return priv->selection != NULL && sanera_selection_get_marked (priv->selection) &&
         sanera_selection_get_count (priv->selection) > 1;
}

static void
fill (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  guint64 count = sanera_selection_get_count (priv->selection);
  g_autoptr (SaneraQuery) query = sanera_selection_get_query (priv->selection);
  g_autofree char *words =
      SANERA_LIST_PAGE_GET_CLASS (self)->describe_count ((guint)MIN (count, G_MAXUINT));

  sanera_selection_pane_show (priv->pane, priv->connection, query, count, words);
}

/**
 * sanera_list_page_show_selection:
 * @self: a list page with several marked rows
 *
 * Opens the flyout with what can be done with all of them.
 */
void
sanera_list_page_show_selection (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (!sanera_list_page_has_several (self))
    return;

  sanera_list_page_ensure_flyout (self);
  fill (self);
  sanera_flyout_set_pane (priv->flyout, GTK_WIDGET (priv->pane));
  sanera_page_open_flyout (SANERA_PAGE (self));
}

/**
 * sanera_list_page_update_pane:
 * @self: a list page
 *
 * Follows the selection: with a second marked row the flyout shows all of them, with fewer than two
 * its record again. A person who has closed it is left alone.
 */
void
sanera_list_page_update_pane (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  gboolean several = sanera_list_page_has_several (self);

  if (several == priv->several)
    {
      if (several && priv->flyout != NULL && sanera_flyout_get_pane (priv->flyout) != NULL)
        fill (self);
      else if (several && sanera_page_get_flyout_open (SANERA_PAGE (self)))
        sanera_list_page_show_selection (self);
      return;
    }

  priv->several = several;
  if (several)
    {
      if (has_room (self) || sanera_page_get_flyout_open (SANERA_PAGE (self)))
        sanera_list_page_show_selection (self);
      return;
    }

  if (priv->flyout == NULL || sanera_flyout_get_pane (priv->flyout) == NULL)
    return;
  sanera_flyout_set_pane (priv->flyout, NULL);
  if (sanera_flyout_get_record (priv->flyout) == NULL)
    sanera_page_close_flyout (SANERA_PAGE (self));
}

/**
 * sanera_list_page_add_pane:
 * @self: a list page that has its flyout
 *
 * Makes what the flyout shows while several rows are marked. What every list has stands last.
 */
void
sanera_list_page_add_pane (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);

  priv->pane =
      SANERA_SELECTION_PANE (g_object_ref_sink (sanera_selection_pane_new (klass->columns)));
  if (klass->add_bulk != NULL)
    klass->add_bulk (self, priv->pane);
  sanera_selection_pane_add_action (priv->pane, _ ("Export to CSV…"), "win.export", NULL);
  sanera_selection_pane_add_action (priv->pane, _ ("Copy selected rows"), "list.copy", NULL);
  sanera_selection_pane_add_action (priv->pane, _ ("Clear selection"), "list.clear-selection",
                                    NULL);
}

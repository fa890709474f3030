/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-list-page-private.h"

#include <glib/gi18n.h>

#include "sanera-announce.h"
#include "sanera-language.h"

/* Milliseconds without a letter after which a search is taken for typed. */
#define TELL_DELAY_MS 700

/**
 * sanera_list_page_get_n_rows:
 * @self: a list page
 *
 * Returns: how many rows there are; 0 without a connection
 */
guint
sanera_list_page_get_n_rows (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  return priv->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (priv->model)) : 0;
}

static char *
describe_order (SaneraListPage *self)
{
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  gboolean descending;
  const char *order =
      sanera_query_get_order (sanera_list_page_get_private (self)->query, &descending);

  for (guint i = 0; i < klass->n_columns; i++)
    if (g_strcmp0 (klass->columns[i].order, order) == 0)
      return sanera_column_describe_order (&klass->columns[i], descending);

  return g_strdup (klass->default_order_words != NULL ? gettext (klass->default_order_words) : "");
}

/**
 * sanera_list_page_update_foot:
 * @self: a list page
 *
 * Says below the list how many rows there are, in which order, and how old what they say is.
 */
void
sanera_list_page_update_foot (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);
  const SaneraCacheInfo *info = priv->cache != NULL ? sanera_cache_get_info (priv->cache) : NULL;
  guint64 count = priv->selection != NULL && sanera_selection_get_marked (priv->selection)
                      ? sanera_selection_get_count (priv->selection)
                      : 0;
  g_autofree char *rows = klass->describe_count (sanera_list_page_get_n_rows (self));
  g_autofree char *order = describe_order (self);
  g_autoptr (GString) text = g_string_new (rows);

  if (*order != '\0')
    g_string_append_printf (text, " · %s", order);
  /* A tenant tells when its score was computed, not when its devices were assessed. */
  if (info != NULL && !info->tenant && info->last_assessed_on != SANERA_INT_NULL)
    {
      g_autofree char *age = sanera_language_relative (info->last_assessed_on, g_get_real_time ());
      /* Translators: %s is a time: "2 hours ago" */
      g_autofree char *assessed = g_strdup_printf (_ ("last assessed %s"), age);

      g_string_append_printf (text, " · %s", assessed);
    }
  gtk_label_set_label (priv->foot, text->str);

  gtk_widget_set_visible (GTK_WIDGET (priv->selected), count > 0);
  gtk_widget_set_visible (priv->clear_button, count > 0);
  gtk_widget_set_visible (priv->show_button, count > 1);
  if (count > 0)
    {
      g_autofree char *number = sanera_language_number ((gint64)count);
      g_autofree char *selected =
          g_strdup_printf (ngettext ("%s selected", "%s selected", (gulong)count), number);

      gtk_label_set_label (priv->selected, selected);
    }
}

/* What stands in the place of the list */

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SaneraListPage) self = data;
  g_autoptr (GError) error = NULL;
  gint64 count = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);
  SaneraListPagePrivate *priv;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  priv = sanera_list_page_get_private (self);
  priv->counted = TRUE;
  priv->has_rows = count > 0;
  sanera_list_page_update_state (self);
}

/* Whether there is nothing at all, or only nothing that passes the filters. */
static void
count_all (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_PAGE_GET_CLASS (self)->list);

  if (priv->counting != NULL)
    return;

  priv->counting = g_cancellable_new ();
  sanera_cache_count_async (priv->cache, all, priv->counting, counted_cb, g_object_ref (self));
}

/**
 * sanera_list_page_forget_count:
 * @self: a list page
 *
 * Whether there is anything without the filters is not known any more.
 */
void
sanera_list_page_forget_count (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  g_cancellable_cancel (priv->counting);
  g_clear_object (&priv->counting);
  priv->counted = FALSE;
}

static void
first_frame_cb (gpointer user_data)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (SANERA_LIST_PAGE (user_data));

  g_clear_pointer (&priv->held, sanera_frame_wait_free);
  sanera_query_model_release (priv->model);
}

/**
 * sanera_list_page_hold:
 * @self: a list page with a model that is new
 *
 * Lets the first frame have the first rows only: they are there at once, GTK would build 180 more
 * for it, which nobody sees yet, and finding them takes the processor.
 */
void
sanera_list_page_hold (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  sanera_query_model_hold (priv->model);
  priv->held =
      sanera_frame_wait_new (GTK_WIDGET (priv->table), G_PRIORITY_LOW, first_frame_cb, self);
}

static SaneraListState
find_state (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  const SaneraCacheInfo *info;
  g_autofree char *error = NULL;

  if (priv->model == NULL)
    return SANERA_LIST_LOADING;
  if (sanera_list_page_get_n_rows (self) > 0)
    return SANERA_LIST_ROWS;

  g_object_get (priv->model, "error-message", &error, NULL);
  if (error != NULL)
    return SANERA_LIST_ERROR;
  if (!sanera_query_model_get_complete (priv->model))
    return priv->loaded ? sanera_list_status_get_state (priv->status) : SANERA_LIST_LOADING;
  if (!priv->counted)
    {
      count_all (self);
      return priv->loaded ? sanera_list_status_get_state (priv->status) : SANERA_LIST_LOADING;
    }
  if (priv->has_rows)
    return SANERA_LIST_FILTERED;

  info = sanera_cache_get_info (priv->cache);
  if (info == NULL || info->synced_on == SANERA_INT_NULL)
    return sanera_list_status_find_unfetched (priv->connection);

  return SANERA_LIST_EMPTY;
}

static void
tell_rows (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);
  guint n_rows = sanera_list_page_get_n_rows (self);
  g_autofree char *rows = SANERA_LIST_PAGE_GET_CLASS (self)->describe_count (n_rows);

  if (!priv->telling || priv->model == NULL || !sanera_query_model_get_complete (priv->model))
    return;
  priv->telling = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sanera_announce (GTK_WIDGET (self), n_rows > 0 ? rows : _ ("No matching rows"));
}

static gboolean
tell_cb (gpointer data)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (data);

  priv->tell_id = 0;
  priv->telling = TRUE;
  tell_rows (data);
  return G_SOURCE_REMOVE;
}

/**
 * sanera_list_page_plan_telling:
 * @self: a list page that was searched, filtered or sorted
 *
 * Has the number of rows said when nothing more is typed: who does not see the list cannot know
 * otherwise whether it was found.
 */
void
sanera_list_page_plan_telling (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  g_clear_handle_id (&priv->tell_id, g_source_remove);
  priv->telling = FALSE;
  priv->tell_id = g_timeout_add (TELL_DELAY_MS, tell_cb, self);
}

/**
 * sanera_list_page_update_state:
 * @self: a list page
 *
 * Shows the list, or why there is none; and the foot.
 */
void
sanera_list_page_update_state (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  if (priv->connection != NULL)
    sanera_list_status_set_reason (priv->status, priv->connection);
  sanera_list_status_set_state (priv->status, find_state (self));
  sanera_list_page_update_foot (self);
  tell_rows (self);
}

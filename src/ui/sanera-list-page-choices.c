/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-device-values.h"
#include "sanera-list-page-private.h"

/* Filters that offer what the devices have: by their names, whatever the list. */

static gboolean
has_filter (SaneraListPage *self, const char *name)
{
  SaneraListPageClass *klass = SANERA_LIST_PAGE_GET_CLASS (self);

  for (guint i = 0; i < klass->n_filters; i++)
    if (klass->filters[i].label != NULL && g_str_equal (klass->filters[i].name, name))
      return TRUE;

  return FALSE;
}

static void
offer (SaneraListPage *self, const char *name, char **choices)
{
  if (has_filter (self, name))
    sanera_filter_bar_set_choices (sanera_list_page_get_private (self)->filter_bar, name,
                                   (const char *const *)choices);
}

static void
values_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraListPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraDeviceValues) values =
      sanera_device_values_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (values == NULL)
    {
      sanera_cache_note_error (SANERA_CACHE (source), error);
      return;
    }

  offer (self, "rbacGroupName", values->groups);
  offer (self, "rbacGroupNames", values->groups);
  offer (self, "osPlatform", values->platforms);
  offer (self, "relatedComponent", values->components);
}

/**
 * sanera_list_page_stop_choices:
 * @self: a list page
 *
 * What is being read is not wanted any more.
 */
void
sanera_list_page_stop_choices (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  g_cancellable_cancel (priv->choosing);
  g_clear_object (&priv->choosing);
}

/**
 * sanera_list_page_read_choices:
 * @self: a list page
 *
 * Reads the device groups, platforms and components that there are, for the filters that offer
 * them, when somebody is about to see those.
 */
void
sanera_list_page_read_choices (SaneraListPage *self)
{
  SaneraListPagePrivate *priv = sanera_list_page_get_private (self);

  sanera_list_page_stop_choices (self);
  if (priv->cache == NULL)
    return;

  priv->choosing = g_cancellable_new ();
  sanera_device_values_read_async (priv->cache, priv->choosing, values_cb, self);
}

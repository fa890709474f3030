/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-views.h"

#include <string.h>

#define KEY "views"
#define TYPE "(ssss)"

/**
 * sanera_view_free:
 * @self: (transfer full): a view
 */
void
sanera_view_free (SaneraView *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->page);
  g_free (self->query);
  g_free (self);
}

/* Writes what is kept of other connections, and then @views. */
static void
save (GSettings *settings, const char *connection_id, GPtrArray *views)
{
  g_autoptr (GVariant) old = g_settings_get_value (settings, KEY);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a" TYPE));
  GVariantIter iter;
  const char *id;
  const char *name;
  const char *page;
  const char *query;

  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "(&s&s&s&s)", &id, &name, &page, &query))
    if (!g_str_equal (id, connection_id))
      g_variant_builder_add (&builder, TYPE, id, name, page, query);
  for (guint i = 0; i < views->len; i++)
    {
      const SaneraView *view = g_ptr_array_index (views, i);

      g_variant_builder_add (&builder, TYPE, connection_id, view->name, view->page, view->query);
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

static int
find (GPtrArray *views, const char *name)
{
  for (guint i = 0; i < views->len; i++)
    if (g_str_equal (((SaneraView *)g_ptr_array_index (views, i))->name, name))
      return (int)i;
  return -1;
}

/* (nullable): @name without blanks around it; %NULL when nothing is left, or too much. */
static char *
clean (const char *name)
{
  g_autofree char *text = g_strstrip (g_strdup (name));

  if (*text == '\0' || g_utf8_strlen (text, -1) > SANERA_VIEW_MAX_NAME)
    return NULL;
  return g_steal_pointer (&text);
}

/**
 * sanera_views_list:
 * @settings: the settings of the application
 * @connection_id: a connection
 *
 * Returns: (transfer full) (element-type SaneraView): its views, in the person's order
 */
GPtrArray *
sanera_views_list (GSettings *settings, const char *connection_id)
{
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_view_free);
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  const char *id;
  const char *name;
  const char *page;
  const char *query;

  g_return_val_if_fail (G_IS_SETTINGS (settings), views);
  g_return_val_if_fail (connection_id != NULL, views);

  value = g_settings_get_value (settings, KEY);
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&s&s&s&s)", &id, &name, &page, &query))
    {
      SaneraView *view;

      if (!g_str_equal (id, connection_id) || find (views, name) >= 0)
        continue;
      view = g_new0 (SaneraView, 1);
      view->name = g_strdup (name);
      view->page = g_strdup (page);
      view->query = g_strdup (query);
      g_ptr_array_add (views, view);
    }
  return views;
}

/**
 * sanera_views_dup:
 * @settings: the settings of the application
 * @connection_id: a connection
 * @name: of a view
 *
 * Returns: (transfer full) (nullable): the view; %NULL when there is none of that name
 */
SaneraView *
sanera_views_dup (GSettings *settings, const char *connection_id, const char *name)
{
  g_autoptr (GPtrArray) views = sanera_views_list (settings, connection_id);
  int index;

  g_return_val_if_fail (name != NULL, NULL);

  index = find (views, name);
  return index >= 0 ? g_ptr_array_steal_index (views, (guint)index) : NULL;
}

/**
 * sanera_views_insert:
 * @settings: the settings of the application
 * @connection_id: a connection
 * @position: where, from 0; negative or too much: behind the others
 * @view: a view; blanks around its name are left out
 *
 * Keeps a view.
 *
 * Returns: whether it is kept: not without a name, with one that is too long or that another has
 */
gboolean
sanera_views_insert (GSettings *settings,
                     const char *connection_id,
                     int position,
                     const SaneraView *view)
{
  g_autoptr (GPtrArray) views = sanera_views_list (settings, connection_id);
  SaneraView *copy = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (view != NULL, FALSE);

  name = clean (view->name);
  if (name == NULL || find (views, name) >= 0)
    return FALSE;

  copy = g_new0 (SaneraView, 1);
  copy->name = g_steal_pointer (&name);
  copy->page = g_strdup (view->page);
  copy->query = g_strdup (view->query);
  g_ptr_array_insert (views, position > (int)views->len ? -1 : position, copy);
  save (settings, connection_id, views);
  return TRUE;
}

/**
 * sanera_views_rename:
 * @settings: the settings of the application
 * @connection_id: a connection
 * @name: of a view
 * @new_name: another one
 *
 * Returns: whether it has the new name: see sanera_views_insert()
 */
gboolean
sanera_views_rename (GSettings *settings,
                     const char *connection_id,
                     const char *name,
                     const char *new_name)
{
  g_autoptr (GPtrArray) views = sanera_views_list (settings, connection_id);
  g_autofree char *text = NULL;
  SaneraView *view = NULL;
  int index;
  int other;

  g_return_val_if_fail (name != NULL && new_name != NULL, FALSE);

  text = clean (new_name);
  index = find (views, name);
  other = text != NULL ? find (views, text) : -1;
  if (text == NULL || index < 0 || (other >= 0 && other != index))
    return FALSE;

  view = g_ptr_array_index (views, index);
  g_free (view->name);
  view->name = g_steal_pointer (&text);
  save (settings, connection_id, views);
  return TRUE;
}

/**
 * sanera_views_remove:
 * @settings: the settings of the application
 * @connection_id: a connection
 * @name: of a view
 *
 * Returns: where it was, for sanera_views_insert(); -1 when there was none of that name
 */
int
sanera_views_remove (GSettings *settings, const char *connection_id, const char *name)
{
  g_autoptr (GPtrArray) views = sanera_views_list (settings, connection_id);
  int index;

  g_return_val_if_fail (name != NULL, -1);

  index = find (views, name);
  if (index >= 0)
    {
      g_ptr_array_remove_index (views, (guint)index);
      save (settings, connection_id, views);
    }
  return index;
}

/**
 * sanera_views_forget:
 * @settings: the settings of the application
 * @connection_id: a connection that is removed
 *
 * Removes all its views.
 */
void
sanera_views_forget (GSettings *settings, const char *connection_id)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (connection_id != NULL);

  save (settings, connection_id, none);
}

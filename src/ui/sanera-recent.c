/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-recent.h"

#include <glib/gi18n.h>

#define APPLICATION "Sanera"
#define MAX_FILES 8

/**
 * sanera_recent_add:
 * @manager: the recently used files of the desktop
 * @file: a report that was imported
 *
 * Has the desktop remember it. Whether it does at all is the person's choice in its settings.
 */
void
sanera_recent_add (GtkRecentManager *manager, GFile *file)
{
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;
  g_autofree char *content_type = NULL;
  g_autofree char *mime_type = NULL;
  GtkRecentData data = { .app_name = (char *)APPLICATION, .app_exec = (char *)"sanera %u" };

  g_return_if_fail (GTK_IS_RECENT_MANAGER (manager));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  name = g_file_get_basename (file);
  content_type = g_content_type_guess (name, NULL, 0, NULL);
  mime_type = g_content_type_get_mime_type (content_type);
  data.mime_type = mime_type != NULL ? mime_type : (char *)"application/octet-stream";
  gtk_recent_manager_add_full (manager, uri, &data);
}

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  GDateTime *first = gtk_recent_info_get_visited (*(GtkRecentInfo *const *)a);
  GDateTime *second = gtk_recent_info_get_visited (*(GtkRecentInfo *const *)b);

  return g_date_time_compare (second, first);
}

/**
 * sanera_recent_list:
 * @manager: the recently used files of the desktop
 *
 * Returns: (transfer full): GFile, the reports that Sanera imported last and that are still there,
 *   the latest first
 */
GListModel *
sanera_recent_list (GtkRecentManager *manager)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  GList *items = NULL;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  g_return_val_if_fail (GTK_IS_RECENT_MANAGER (manager), G_LIST_MODEL (files));

  items = gtk_recent_manager_get_items (manager);
  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_application (l->data, APPLICATION) &&
        gtk_recent_info_is_local (l->data))
      g_ptr_array_add (own, l->data);
  g_ptr_array_sort (own, compare_visited);
  for (guint i = 0; i < own->len && g_list_model_get_n_items (G_LIST_MODEL (files)) < MAX_FILES;
       i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (own->pdata[i]));

      if (gtk_recent_info_exists (own->pdata[i]))
        g_list_store_append (files, file);
    }
  g_list_free_full (items, (GDestroyNotify)gtk_recent_info_unref);
  return G_LIST_MODEL (files);
}

/**
 * sanera_recent_fill_menu:
 * @menu: what is in it goes
 * @files: GFile
 *
 * Puts a submenu with the files into @menu, each importing its file ("win.import-file"); nothing
 * when there are none.
 */
void
sanera_recent_fill_menu (GMenu *menu, GListModel *files)
{
  g_autoptr (GMenu) submenu = g_menu_new ();

  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  g_menu_remove_all (menu);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_basename (file);
      g_autofree char *name = g_filename_display_name (path);
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonics in names of files */
      g_autofree char *uri = g_file_get_uri (file);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.import-file", "s", uri);
      g_menu_append_item (submenu, item);
    }
  if (g_list_model_get_n_items (files) > 0)
    g_menu_append_submenu (menu, _ ("_Recent reports"), G_MENU_MODEL (submenu));
}

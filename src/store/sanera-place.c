/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-place.h"

/**
 * sanera_place_in_build_tree:
 *
 * Whether this program was built and not installed. Then the schemas, catalogues and the server of
 * the build are used, also when an older Sanera is installed.
 *
 * Returns: whether the program lies in the folder it was built in
 */
gboolean
sanera_place_in_build_tree (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, BUILD_ROOT G_DIR_SEPARATOR_S);
}

/**
 * sanera_place_find:
 * @installed: a path below the prefix the program was configured for, such as LOCALEDIR
 *
 * An installed tree may have been moved as a whole (`DESTDIR`, an AppImage, a folder on a stick):
 * then the same place below where the program itself lies.
 *
 * Returns: (transfer full) (type filename): where it is; @installed itself when the program lies
 *   where it was configured for, or in its build tree
 */
char *
sanera_place_find (const char *installed)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *prefix = NULL;
  const char *below = NULL;

  g_return_val_if_fail (installed != NULL, NULL);

  if (program == NULL || sanera_place_in_build_tree () || !g_str_has_prefix (installed, PREFIX))
    return g_strdup (installed);

  below = installed + sizeof PREFIX - 1;
  folder = g_path_get_dirname (program);
  prefix = g_path_get_dirname (folder);
  if (*below != G_DIR_SEPARATOR || g_str_equal (prefix, PREFIX))
    return g_strdup (installed);
  return g_strconcat (g_str_equal (prefix, G_DIR_SEPARATOR_S) ? "" : prefix, below, NULL);
}

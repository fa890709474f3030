/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-private-server.h"

#define PROGRAM "sanera-server"

static gboolean
is_program (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
         g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
}

/* In the folder of the running program, or in a folder beside it: that is where both lie in a build
 * tree. */
static char *
find_beside (void)
{
  static const char *const places[] = { ".", "server", "src", "../src", "../../src" };
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = own != NULL ? g_path_get_dirname (own) : NULL;

  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *joined = g_build_filename (folder, places[i], PROGRAM, NULL);
      g_autofree char *path = g_canonicalize_filename (joined, NULL);

      if (is_program (path))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/**
 * sanera_server_program_find:
 * @error: return location
 *
 * The server that belongs to this program: the one named by the environment variable
 * `SANERA_SERVER`, else the one beside the running program, else the installed one.
 *
 * Returns: (transfer full) (nullable) (type filename): its path, or %NULL with
 *   %SANERA_ERROR_NOT_FOUND
 */
char *
sanera_server_program_find (GError **error)
{
  const char *named = g_getenv ("SANERA_SERVER");
  char *beside;

  if (named != NULL && *named != '\0')
    {
      if (is_program (named))
        return g_strdup (named);
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                   "ServerMissing: SANERA_SERVER names %s, which is no program", named);
      return NULL;
    }

  beside = find_beside ();
  if (beside != NULL)
    return beside;
  if (is_program (SERVER_PROGRAM))
    return g_strdup (SERVER_PROGRAM);

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                       "ServerMissing: " SERVER_PROGRAM " is not installed");
  return NULL;
}

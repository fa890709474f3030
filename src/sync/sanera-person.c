/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

/* Who the one person of a private server is: person.ini beside its database. */

#define FILE_NAME "person.ini"
#define GROUP "Person"

/**
 * sanera_person_load:
 * @folder: (type filename): of the connection
 * @name: (out) (transfer full) (nullable): the person's name
 * @email: (out) (transfer full) (nullable): the person's e-mail address; %NULL: not asked yet
 *
 * Reads who the person is.
 */
void
sanera_person_load (const char *folder, char **name, char **email)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  *name = NULL;
  *email = NULL;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;

  *name = g_key_file_get_string (file, GROUP, "Name", NULL);
  *email = g_key_file_get_string (file, GROUP, "Email", NULL);
}

/**
 * sanera_person_save:
 * @folder: (type filename): of the connection
 * @name: the person's name
 * @email: the person's e-mail address
 * @error: return location
 *
 * Writes down who the person is.
 *
 * Returns: %FALSE with %SANERA_ERROR_CACHE when it cannot be written
 */
gboolean
sanera_person_save (const char *folder, const char *name, const char *email, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_set_string (file, GROUP, "Name", name);
  g_key_file_set_string (file, GROUP, "Email", email);
  text = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &cause))
    return TRUE;

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, cause->message);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-command.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "sanera-server.h"

/* What the commands say to a person is translated. English stays what goes to a log or to another
 * program, and what a library says of a file or a database. */

static char *
get_default_database (void)
{
  return g_build_filename (g_get_user_data_dir (), "sanera", "server.db", NULL);
}

/**
 * sanera_command_parse:
 * @argc: (inout): number of arguments
 * @argv: (inout): a command's arguments, its name first; options are taken out
 * @parameters: (nullable): what follows the options, for the help
 * @summary: what the command does, for the help
 * @entries: its own options
 * @database: (out) (transfer full): the file that `--database` names, or the default one
 * @status: (out): the exit status, when nothing is left to do
 *
 * Reads a command's options, `--database` and `--help` among them.
 *
 * Returns: %FALSE when the command ends here
 */
gboolean
sanera_command_parse (int *argc,
                      char ***argv,
                      const char *parameters,
                      const char *summary,
                      const GOptionEntry *entries,
                      char **database,
                      int *status)
{
  g_autofree char *file = NULL;
  g_autofree char *program = g_strdup_printf ("sanera-server %s", (*argv)[0]);
  const GOptionEntry shared[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &file, N_ ("The server's database"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, shared, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = sanera_command_usage ((*argv)[0], "%s", error->message);
      return FALSE;
    }

  *database = file != NULL ? g_steal_pointer (&file) : get_default_database ();
  return TRUE;
}

/**
 * sanera_command_fail:
 * @error: why the command could not be carried out
 *
 * Says it in one sentence on stderr.
 *
 * Returns: the exit status, 1
 */
int
sanera_command_fail (const GError *error)
{
  g_printerr ("sanera-server: %s\n", error->message);

  return 1;
}

/**
 * sanera_command_usage:
 * @command: (nullable): the command
 * @format: what is wrong with the arguments
 * @...: its arguments
 *
 * Says on stderr what is wrong, and where help is.
 *
 * Returns: the exit status, 2
 */
int
sanera_command_usage (const char *command, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: what is wrong, then the name of a command with a space behind it, or nothing */
  g_printerr (_ ("sanera-server: %s (see sanera-server %s%s--help)\n"), message,
              command != NULL ? command : "", command != NULL ? " " : "");

  return 2;
}

/**
 * sanera_command_open_store:
 * @database: the file
 * @must_exist: whether it is an error when it does not exist yet
 * @error: as sanera_server_open_store(); %SANERA_ERROR_NOT_FOUND
 *
 * Opens the database of a command; the folder of a new one is made, for its owner only.
 *
 * Returns: (transfer full) (nullable): the store
 */
SaneraStore *
sanera_command_open_store (const char *database, gboolean must_exist, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (database);

  if (must_exist && !g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, _ ("%s: there is no such database"),
                   database);
      return NULL;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, _ ("%s: the folder cannot be made: %s"),
                   folder, g_strerror (errno));
      return NULL;
    }

  return sanera_server_open_store (database, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-command.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "store-tokens.h"

typedef struct
{
  const char *email;
  const char *name;
  SaneraRole role;
  const char *id;
} Arguments;

static gboolean
add_work (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  const Arguments *arguments = data;

  *result = sanera_tokens_add (db, NULL, arguments->email, arguments->name, arguments->role, "",
                               g_get_real_time (), error);
  *result_free = g_free;
  return *result != NULL;
}

static gboolean
remove_work (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const Arguments *arguments = data;

  return sanera_tokens_remove (db, arguments->id, "", g_get_real_time (), error);
}

static gboolean
list_work (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!sanera_tokens_append_list (db, out, error))
    return FALSE;
  *result = g_string_free (g_steal_pointer (&out), FALSE);
  *result_free = g_free;
  return TRUE;
}

/* Runs one of the above and prints what it brings, if anything. */
static int
run (const char *database, gboolean write, SaneraStoreFunc work, Arguments *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = sanera_command_open_store (database, !write, &error);
  gpointer result = NULL;

  if (store == NULL || !(write ? sanera_store_write (store, work, arguments, &result, &error)
                               : sanera_store_read (store, work, arguments, &result, &error)))
    return sanera_command_fail (error);
  if (result != NULL)
    {
      fputs (result, stdout);
      if (write)
        fputc ('\n', stdout);
      g_free (result);
    }

  return fflush (stdout) == 0 ? 0 : 1;
}

static int
token_add (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *email = NULL;
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;
  const GOptionEntry entries[] = {
    { "email", 0, 0, G_OPTION_ARG_STRING, &email, N_ ("The person's address"), N_ ("EMAIL") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("The person's name"), N_ ("NAME") },
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_ ("reader, securityAdmin, itAdmin or admin"),
      /* Translators: stands for a value in the output of --help */ N_ ("ROLE") },
    G_OPTION_ENTRY_NULL,
  };
  Arguments arguments = { 0 };
  int status;

  if (!sanera_command_parse (&argc, &argv, NULL,
                             N_ ("Makes a token and prints it, once: only its hash is kept."),
                             entries, &database, &status))
    return status;
  if (argc > 1)
    return sanera_command_usage ("token add", _ ("“%s” is too much"), argv[1]);
  if (email == NULL || name == NULL || role == NULL)
    return sanera_command_usage ("token add", _ ("--email, --name and --role are needed"));

  arguments.email = email;
  arguments.name = name;
  arguments.role = sanera_enum_from_nick (&sanera_role_enum, role);
  if (arguments.role == 0)
    return sanera_command_usage ("token add", _ ("There is no role “%s”"), role);

  return run (database, TRUE, add_work, &arguments);
}

static int
token_list (int argc, char **argv)
{
  g_autofree char *database = NULL;
  Arguments arguments = { 0 };
  int status;

  if (!sanera_command_parse (&argc, &argv, NULL,
                             N_ ("Lists the tokens: id, role, e-mail, name, day."), NULL, &database,
                             &status))
    return status;
  if (argc > 1)
    return sanera_command_usage ("token list", _ ("“%s” is too much"), argv[1]);

  return run (database, FALSE, list_work, &arguments);
}

static int
token_remove (int argc, char **argv)
{
  g_autofree char *database = NULL;
  Arguments arguments = { 0 };
  int status;

  if (!sanera_command_parse (
          &argc, &argv, /* Translators: stands for a value in the output of --help */ N_ ("ID"),
          N_ ("Removes a token; a running server knows within a second."), NULL, &database,
          &status))
    return status;
  if (argc != 2)
    return sanera_command_usage ("token remove", _ ("The id of one token is needed"));

  arguments.id = argv[1];
  return run (database, TRUE, remove_work, &arguments);
}

/**
 * sanera_command_token:
 * @argc: number of arguments
 * @argv: "token", "add", "list" or "remove", and its options
 *
 * `sanera-server token`: who may come in.
 *
 * Returns: the exit status
 */
int
sanera_command_token (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    const char *full_name;
    int (*run) (int argc, char **argv);
  } commands[] = {
    { "add", "token add", token_add },
    { "list", "token list", token_list },
    { "remove", "token remove", token_remove },
  };

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      puts (_ ("Usage: sanera-server token add|list|remove [OPTION…]\n\n"
               "Who may come in. Each has its own --help."));
      return 0;
    }
  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      {
        argv[1] = (char *)commands[i].full_name;
        return commands[i].run (argc - 1, argv + 1);
      }

  return sanera_command_usage ("token", _ ("add, list or remove?"));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

#include "sanera-command.h"

static const struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "serve", N_ ("answer the desktop application and other clients"), sanera_command_serve },
  { "import", N_ ("take in reports of scanners"), sanera_command_import },
  { "token", N_ ("add, list or remove who may come in"), sanera_command_token },
  { "sample", N_ ("fill an empty database with an invented fleet"), sanera_command_sample },
  { "backup", N_ ("write a copy of the database"), sanera_command_backup },
  { "check", N_ ("check the database and the audit log"), sanera_command_check },
};

static int
print_help (void)
{
  puts (_ ("Usage: sanera-server COMMAND [OPTION…]\n\n"
           "The backend of Sanera. Commands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-8s %s\n", commands[i].name, gettext (commands[i].summary));
  puts (_ ("\nEach has its own --help. The database is --database FILE, by default\n"
           "server.db in the folder sanera of the user's data folder."));

  return fflush (stdout) == 0 ? 0 : 1;
}

int
main (int argc, char **argv)
{
  sanera_command_language_init ();
  /* A file that may not grow any more is a disk that is full: a sentence, no sudden end. */
  signal (SIGXFSZ, SIG_IGN);

  if (argc < 2)
    return sanera_command_usage (NULL, _ ("A command is needed"));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help"))
    return print_help ();
  if (g_str_equal (argv[1], "--version"))
    {
      puts ("sanera-server " PACKAGE_VERSION);
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  return sanera_command_usage (NULL, _ ("There is no command “%s”"), argv[1]);
}

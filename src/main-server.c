/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "sanera-command.h"

static const struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "serve", "answer the desktop application and other clients", sanera_command_serve },
  { "import", "take in reports of scanners", sanera_command_import },
  { "token", "add, list or remove who may come in", sanera_command_token },
  { "sample", "fill an empty database with an invented fleet", sanera_command_sample },
  { "backup", "write a copy of the database", sanera_command_backup },
  { "check", "check the database and the audit log", sanera_command_check },
};

static int
print_help (void)
{
  puts ("Usage: sanera-server COMMAND [OPTION…]\n\n"
        "The backend of Sanera. Commands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-8s %s\n", commands[i].name, commands[i].summary);
  puts ("\nEach has its own --help. The database is --database FILE, by default\n"
        "server.db in the folder sanera of the user's data folder.");

  return fflush (stdout) == 0 ? 0 : 1;
}

int
main (int argc, char **argv)
{
  const char *encoding;

  /* GLib reads the arguments in the encoding of the locale: in that of "C", which is also the one
   * of a locale that is not installed, no name with an å would do. */
  encoding = setlocale (LC_ALL, "") != NULL ? setlocale (LC_CTYPE, NULL) : NULL;
  if (encoding == NULL || g_str_equal (encoding, "C") || g_str_equal (encoding, "POSIX"))
    setlocale (LC_CTYPE, "C.UTF-8");
  /* A file that may not grow any more is a disk that is full: a sentence, no sudden end. */
  signal (SIGXFSZ, SIG_IGN);

  if (argc < 2)
    return sanera_command_usage (NULL, "A command is needed");
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

  return sanera_command_usage (NULL, "There is no command “%s”", argv[1]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-command.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "store-audit.h"
#include "store-meta.h"

static gboolean
check_work (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *head = NULL;

  if (!sanera_db_check (db, error) || !sanera_audit_check (db, data, error) ||
      !sanera_audit_get_head (db, &head, error))
    return FALSE;

  *result = g_steal_pointer (&head);
  *result_free = g_free;
  return TRUE;
}

/**
 * sanera_command_check:
 * @argc: number of arguments
 * @argv: "check" and its options
 *
 * `sanera-server check`: reads the whole database, its references, and the chain of the audit log.
 *
 * Returns: the exit status
 */
int
sanera_command_check (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *known_head = NULL;
  const GOptionEntry entries[] = {
    { "head", 0, 0, G_OPTION_ARG_STRING, &known_head,
      N_ ("A head of the audit log that was noted before; it must still be in it"),
      /* Translators: stands for a value in the output of --help */ N_ ("HASH") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (SaneraStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *head = NULL;
  gpointer result = NULL;
  int status;

  if (!sanera_command_parse (
          &argc, &argv, NULL,
          N_ ("Checks the database and the audit log, and prints the log's head."), entries,
          &database, &status))
    return status;
  if (argc > 1)
    return sanera_command_usage ("check", _ ("“%s” is too much"), argv[1]);

  store = sanera_command_open_store (database, TRUE, &error);
  if (store == NULL || !sanera_store_read (store, check_work, known_head, &result, &error))
    return sanera_command_fail (error);

  head = result;
  printf ("ok %s\n", head);
  return fflush (stdout) == 0 ? 0 : 1;
}

static gboolean
backup_work (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_db_backup (db, data, cancellable, error);
}

/* A copy that says it is none is never served in the place of the original without its clients
 * noticing. */
static gboolean
rename_copy (const char *path, GError **error)
{
  g_autoptr (SaneraDb) copy = sanera_db_open (path, SANERA_DB_DURABLE, error);

  return copy != NULL && sanera_db_begin (copy, error) && sanera_meta_renew_uuid (copy, error) &&
         sanera_db_commit (copy, error);
}

/**
 * sanera_command_backup:
 * @argc: number of arguments
 * @argv: "backup", its options, and the file to write
 *
 * `sanera-server backup`: a consistent copy, also while a server runs. It has a UUID of its own, so
 * that clients notice when it is put in the place of the database.
 *
 * Returns: the exit status
 */
int
sanera_command_backup (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autoptr (SaneraStore) store = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!sanera_command_parse (&argc, &argv, N_ ("FILE"),
                             N_ ("Writes a copy of the database to FILE, also while it is served."),
                             NULL, &database, &status))
    return status;
  if (argc != 2)
    return sanera_command_usage ("backup", _ ("One file to write is needed"));

  store = sanera_command_open_store (database, TRUE, &error);
  if (store == NULL || !sanera_store_read (store, backup_work, argv[1], NULL, &error))
    return sanera_command_fail (error);
  if (!rename_copy (argv[1], &error))
    {
      g_unlink (argv[1]);
      return sanera_command_fail (error);
    }

  return 0;
}

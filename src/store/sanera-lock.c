/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "sanera-error.h"

/* The name is that of the first version, which locked the folder of the private server only. */
#define FOLDER_LOCK "private.lock"

/**
 * sanera_lock_take:
 * @path: (type filename): a file, made with mode 0600 when it does not exist; its folder exists
 * @error: %SANERA_ERROR_BUSY with %SANERA_CODE_ALREADY_OPEN when somebody has the lock, also within
 *   this program; %SANERA_ERROR_FULL, %SANERA_ERROR_CACHE
 *
 * Takes the lock of a file, without waiting for it. The kernel lets go of it however the process
 * ends, so no lock is ever left behind; the file itself stays and says nothing.
 *
 * Returns: a descriptor that holds the lock until it is closed, -1 when there is an error
 */
int
sanera_lock_take (const char *path, GError **error)
{
  int fd;
  int errsv;

  g_return_val_if_fail (path != NULL, -1);

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      errsv = errno;
      g_set_error (error, SANERA_ERROR, errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                   "%s: %s", path, g_strerror (errsv));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  errsv = errno;
  if (errsv == EWOULDBLOCK)
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_BUSY,
                 SANERA_CODE_ALREADY_OPEN ": %s: another program has it open", path);
  else
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", path, g_strerror (errsv));
  close (fd);
  return -1;
}

/**
 * sanera_lock_folder:
 * @folder: (type filename): of a connection, made with mode 0700 when it does not exist
 * @error: as sanera_lock_take()
 *
 * Takes the lock of the folder of a connection. Who has it has the connection open, or removes what
 * is in it, and nobody else does.
 *
 * Returns: a descriptor that holds the lock until it is closed, -1 when there is an error
 */
int
sanera_lock_folder (const char *folder, GError **error)
{
  g_autofree char *path = NULL;
  int errsv;

  g_return_val_if_fail (folder != NULL, -1);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      errsv = errno;
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: %s", folder, g_strerror (errsv));
      return -1;
    }
  path = g_build_filename (folder, FOLDER_LOCK, NULL);

  return sanera_lock_take (path, error);
}

/**
 * sanera_lock_database:
 * @database: (type filename): a database file, which need not exist
 * @error: %SANERA_ERROR_BUSY when another server has it, else as sanera_lock_take()
 *
 * Takes `<database>.lock`, which only the one server of a database holds. Programs on the command
 * line do not need it.
 *
 * Returns: a descriptor that holds the lock until it is closed, -1 when there is an error
 */
int
sanera_lock_database (const char *database, GError **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  g_autoptr (GError) local = NULL;
  int fd = sanera_lock_take (path, &local);

  if (g_error_matches (local, SANERA_ERROR, SANERA_ERROR_BUSY))
    g_set_error (error, SANERA_ERROR, SANERA_ERROR_BUSY, "%s: is served by another sanera-server",
                 database);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return fd;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "sanera-error.h"

/**
 * sanera_lock_database:
 * @database: a database file, which need not exist
 * @error: %SANERA_ERROR_BUSY when another server has it
 *
 * Takes `<database>.lock`, which only the one server of a database holds; the kernel lets go of it
 * however the process ends. Programs on the command line do not need it.
 *
 * Returns: a descriptor that holds the lock until it is closed, -1 when there is an error
 */
int
sanera_lock_database (const char *database, GError **error)
{
  g_autofree char *path = g_strconcat (database, ".lock", NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      int errsv = errno;

      g_set_error (error, SANERA_ERROR, errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                   "%s: %s", path, g_strerror (errsv));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_BUSY, "%s: is served by another sanera-server",
                   database);
      close (fd);
      return -1;
    }

  return fd;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the connections keep on this computer: how much, how old, and how to be rid of it. */

#include <unistd.h>

#include "sanera-connections-private.h"
#include "sanera-lock.h"

/**
 * sanera_connections_measure_cache:
 * @self: the connections
 * @id: of a connection
 * @synced_on: (out): time of its last complete sync, microseconds since 1970; %SANERA_INT_NULL:
 *   never, or it cannot be read
 *
 * Reads two rows and looks at the sizes of a few files, of a connection that is open and of one
 * that is not.
 *
 * Returns: how many bytes its cache takes on the disk, damaged files that are kept included
 */
gint64
sanera_connections_measure_cache (SaneraConnections *self, const char *id, gint64 *synced_on)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), 0);
  g_return_val_if_fail (id != NULL && synced_on != NULL, 0);

  folder = sanera_connections_get_folder (self, id);
  return sanera_cache_measure (folder, synced_on);
}

/**
 * sanera_connections_clear_cache:
 * @self: the connections
 * @id: of a connection
 * @error: %SANERA_ERROR_BUSY when another program has it open, or why it cannot be opened again
 *
 * Throws its cache away; what is shown is fetched anew, another one when it is opened. The outbox
 * and the drafts are another file and stay.
 *
 * Returns: whether it is gone, and the connection, when it is the one that is shown, open again
 */
gboolean
sanera_connections_clear_cache (SaneraConnections *self, const char *id, GError **error)
{
  g_autofree char *own_id = g_strdup (id);
  g_autofree char *folder = NULL;
  gboolean current;
  gboolean removed = TRUE;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  current = g_strcmp0 (self->current_id, own_id) == 0;
  folder = sanera_connections_get_folder (self, own_id);
  if (current)
    {
      sanera_connections_drop_current (self);
      sanera_connections_notify_current (self);
    }
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      int lock = sanera_lock_folder (folder, error);

      removed = lock >= 0;
      if (removed)
        {
          sanera_cache_remove (folder);
          close (lock);
        }
    }
  if (current && !sanera_connections_open (self, own_id))
    {
      if (removed && self->error != NULL)
        g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }

  return removed;
}

/**
 * sanera_connections_open_cache:
 * @self: the connections
 * @id: of a connection that is not open
 * @error: as sanera_cache_open()
 *
 * Opens what is kept of a connection and nothing else: no server is started or contacted.
 *
 * Returns: (transfer full) (nullable): its cache, to be closed by the caller
 */
SaneraCache *
sanera_connections_open_cache (SaneraConnections *self, const char *id, GError **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  folder = sanera_connections_get_folder (self, id);
  return sanera_cache_open (folder, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-exchange-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "sanera-json.h"

/**
 * sanera_exchange_close_body_file:
 * @self: an exchange
 *
 * Closes the file of its body, if there is one; the file stays.
 */
void
sanera_exchange_close_body_file (SaneraExchange *self)
{
  if (self->body_fd >= 0)
    close (self->body_fd);
  self->body_fd = -1;
}

/**
 * sanera_exchange_get_body:
 * @self: an exchange of a route with %SANERA_BODY_JSON, its body complete
 *
 * Returns: (transfer none): the body's bytes
 */
GBytes *
sanera_exchange_get_body (SaneraExchange *self)
{
  return self->body_bytes;
}

/**
 * sanera_exchange_parse_body:
 * @self: an exchange with a body in memory
 * @node: (out) (transfer full): keeps what is returned alive
 * @error: set by a refusal (400 `InvalidRequestBody`)
 *
 * Returns: (transfer none) (nullable): the object that the body is
 */
JsonObject *
sanera_exchange_parse_body (SaneraExchange *self, JsonNode **node, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize size;
  const char *text = g_bytes_get_data (self->body_bytes, &size);

  *node =
      sanera_json_parse (text != NULL ? text : "", (gssize)size, SANERA_JSON_MAX_DEPTH, &problem);
  if (*node == NULL || !JSON_NODE_HOLDS_OBJECT (*node))
    {
      sanera_exchange_refuse (self, error, 400, "InvalidRequestBody",
                              "The body must be a JSON object%s%s", problem != NULL ? ": " : "",
                              problem != NULL ? problem->message : "");
      return NULL;
    }

  return json_node_get_object (*node);
}

/**
 * sanera_exchange_get_body_path:
 * @self: an exchange of a route with %SANERA_BODY_FILE, its body complete
 *
 * Returns: (transfer none) (nullable): the file that holds the body; removed with the exchange
 */
const char *
sanera_exchange_get_body_path (SaneraExchange *self)
{
  return self->body_path;
}

/**
 * sanera_exchange_steal_body_path:
 * @self: an exchange of a route with %SANERA_BODY_FILE, its body complete
 *
 * Returns: (transfer full) (nullable): the file that holds the body; the caller removes it
 */
char *
sanera_exchange_steal_body_path (SaneraExchange *self)
{
  return g_steal_pointer (&self->body_path);
}

/**
 * sanera_exchange_get_body_size:
 * @self: an exchange
 *
 * Returns: bytes of the body that have come so far
 */
gint64
sanera_exchange_get_body_size (SaneraExchange *self)
{
  return self->body_size;
}

/**
 * sanera_exchange_open_body_file:
 * @self: an exchange of a route with %SANERA_BODY_FILE
 * @error: set when the file cannot be made
 *
 * Returns: whether the file is there
 */
gboolean
sanera_exchange_open_body_file (SaneraExchange *self, GError **error)
{
  self->body_path = sanera_server_dup_upload_template (self->server);
  self->body_fd = g_mkstemp_full (self->body_path, O_RDWR | O_CLOEXEC, 0600);
  if (self->body_fd < 0)
    {
      int errsv = errno;

      g_set_error (error, SANERA_ERROR, errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                   "%s: %s", self->body_path, g_strerror (errsv));
      g_clear_pointer (&self->body_path, g_free);
      return FALSE;
    }

  return TRUE;
}

/* What waits to be written to the body's file. */
typedef struct
{
  int fd;
  GByteArray *bytes;
} FileChunk;

static void
file_chunk_free (FileChunk *chunk)
{
  g_byte_array_unref (chunk->bytes);
  g_free (chunk);
}

static void
write_body_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  FileChunk *chunk = task_data;
  const guint8 *data = chunk->bytes->data;
  gsize left = chunk->bytes->len;

  while (left > 0)
    {
      gssize written = write (chunk->fd, data, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          int errsv = errno;

          g_task_return_new_error (task, SANERA_ERROR,
                                   errsv == ENOSPC ? SANERA_ERROR_FULL : SANERA_ERROR_CACHE,
                                   "The report cannot be stored: %s", g_strerror (errsv));
          return;
        }
      data += written;
      left -= (gsize)written;
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * sanera_exchange_flush_body_async:
 * @self: an exchange whose body goes to a file
 * @callback: called when what has come so far is written
 * @user_data: for @callback
 *
 * Writes what has come in a thread of its own: disks are slow, the main loop must not be.
 */
void
sanera_exchange_flush_body_async (SaneraExchange *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  FileChunk *chunk = g_new0 (FileChunk, 1);

  g_task_set_source_tag (task, sanera_exchange_flush_body_async);
  chunk->fd = self->body_fd;
  chunk->bytes = self->body != NULL ? g_steal_pointer (&self->body) : g_byte_array_new ();
  g_task_set_task_data (task, chunk, (GDestroyNotify)file_chunk_free);
  g_task_run_in_thread (task, write_body_thread);
}

/**
 * sanera_exchange_flush_body_finish:
 * @self: an exchange
 * @result: what the callback got
 * @error: %SANERA_ERROR_FULL, or %SANERA_ERROR_CACHE
 *
 * Returns: whether it is written
 */
gboolean
sanera_exchange_flush_body_finish (SaneraExchange *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sanera_exchange_add_body:
 * @self: an exchange
 * @chunk: the next bytes of the body
 *
 * Keeps them until the body is complete, or until sanera_exchange_flush_body_async().
 *
 * Returns: how many bytes are kept now
 */
gsize
sanera_exchange_add_body (SaneraExchange *self, GBytes *chunk)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (chunk, &size);

  if (self->body == NULL)
    self->body = g_byte_array_new ();
  g_byte_array_append (self->body, data, (guint)size);
  self->body_size += (gint64)size;

  return self->body->len;
}

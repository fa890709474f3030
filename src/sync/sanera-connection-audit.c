/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-private.h"

#include "sanera-json.h"

/* Rule R11: number and hash of the last line of the audit log come with every page of the feed. The
 * client keeps the last that fitted, and when the log has grown it asks for the hash of just that
 * line: as each hash covers all lines before it, the same hash means that the log still begins as
 * it did. A shorter log, no such line, or another hash: it was cut off, changed, or put back. */

static void
save (SaneraConnection *self)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_audit_head_save (&self->audit_head, self->folder, self->audit_broken, &error))
    g_message ("The head of the audit log cannot be kept: %s", error->message);
}

static void
advance (SaneraConnection *self, gint64 line, const char *hash)
{
  sanera_audit_head_set (&self->audit_head, line, hash);
  save (self);
}

static void
found_broken (SaneraConnection *self)
{
  g_message ("The audit log is not the one that was seen last: line %" G_GINT64_FORMAT " is not %s",
             self->audit_head.line, self->audit_head.hash);
  sanera_connection_set_audit_broken (self, TRUE);
  save (self);
}

static gboolean
read_hash (GBytes *body, char **hash)
{
  gsize length;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) node =
      text != NULL ? sanera_json_parse (text, (gssize)length, 2, NULL) : NULL;
  const char *found = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !sanera_json_get_text (json_node_get_object (node), "hash", "line", &found, NULL) ||
      found == NULL)
    return FALSE;

  *hash = g_strdup (found);
  return TRUE;
}

/* What was asked for, and how long the log was then. */
typedef struct
{
  SaneraConnection *connection;
  SaneraAuditHead head;
} Check;

static void
check_free (Check *check)
{
  sanera_audit_head_clear (&check->head);
  g_object_unref (check->connection);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

static void
line_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Check) check = user_data;
  SaneraConnection *self = check->connection;
  g_autoptr (SaneraResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  g_clear_object (&self->audit_check);
  if (response == NULL)
    {
      /* Nobody answered: nothing is known, and the next page asks again. */
      g_debug ("audit: %s", error->message);
      return;
    }
  if (self->closed || self->audit_broken)
    return;

  if (response->status == 404)
    found_broken (self);
  else if (!read_hash (response->body, &hash))
    g_debug ("audit: the answer names no hash");
  else if (g_strcmp0 (hash, self->audit_head.hash) == 0)
    advance (self, check->head.line, check->head.hash);
  else
    found_broken (self);
}

/**
 * sanera_connection_load_audit:
 * @self: a connection that is being made
 *
 * Private to `sync`: reads what was kept of the audit log.
 */
void
sanera_connection_load_audit (SaneraConnection *self)
{
  gboolean broken;

  sanera_audit_head_load (&self->audit_head, self->folder, &broken);
  sanera_connection_set_audit_broken (self, broken);
}

/**
 * sanera_connection_check_audit:
 * @self: a connection whose cache has just been brought in step
 *
 * Private to `sync`: compares the audit log with what was kept of it. The sample data are nobody's
 * log.
 */
void
sanera_connection_check_audit (SaneraConnection *self)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);
  const SaneraRequestOptions options = { .no_retry = TRUE, .accept = { 404 } };
  const SaneraAuditHead *kept = &self->audit_head;
  g_autofree char *path = NULL;
  Check *check;

  if (self->kind == SANERA_CONNECTION_SAMPLE || self->audit_broken || self->audit_check != NULL ||
      info == NULL || info->audit_head == NULL || info->audit_line == SANERA_INT_NULL)
    return;
  if (kept->line == info->audit_line && g_strcmp0 (kept->hash, info->audit_head) == 0)
    return;
  if (kept->line <= 0)
    {
      if (info->audit_line > 0)
        advance (self, info->audit_line, info->audit_head);
      return;
    }
  if (kept->line >= info->audit_line)
    {
      found_broken (self);
      return;
    }

  check = g_new0 (Check, 1);
  check->connection = g_object_ref (self);
  sanera_audit_head_set (&check->head, info->audit_line, info->audit_head);
  path = g_strdup_printf ("/sanera/v1/audit/%" G_GINT64_FORMAT, kept->line);
  self->audit_check = g_cancellable_new ();
  sanera_session_send_async (self->session, "GET", path, NULL, &options, self->audit_check, line_cb,
                             check);
}

/**
 * sanera_connection_get_audit_broken:
 * @self: a connection
 *
 * Returns: whether the audit log of its server is not the one that was seen last
 */
gboolean
sanera_connection_get_audit_broken (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), FALSE);

  return self->audit_broken;
}

/**
 * sanera_connection_get_audit_line:
 * @self: a connection
 *
 * Returns: the number of the last line of the audit log that fitted, 0 when none was seen yet
 */
gint64
sanera_connection_get_audit_line (SaneraConnection *self)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (self), 0);

  return self->audit_head.line;
}

/**
 * sanera_connection_accept_audit:
 * @self: a connection whose audit log is not the one that was seen last
 *
 * The person knows why, such as a backup that was put back: from now on the log as it is counts.
 */
void
sanera_connection_accept_audit (SaneraConnection *self)
{
  const SaneraCacheInfo *info;

  g_return_if_fail (SANERA_IS_CONNECTION (self));

  info = sanera_cache_get_info (self->cache);
  sanera_connection_set_audit_broken (self, FALSE);
  if (info != NULL && info->audit_head != NULL)
    advance (self, info->audit_line, info->audit_head);
  else
    advance (self, 0, NULL);
}

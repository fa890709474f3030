/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-audit-head.h"

#include "sanera-error.h"

/* audit.ini in the folder of the connection: outside of the cache, which may be cleared, or a
 * broken chain would be forgotten with it. */

#define FILE_NAME "audit.ini"
#define GROUP "Audit"

/**
 * sanera_audit_head_set:
 * @self: a head
 * @line: number of a line
 * @hash: (nullable): its hash
 */
void
sanera_audit_head_set (SaneraAuditHead *self, gint64 line, const char *hash)
{
  char *copy = g_strdup (hash);

  g_free (self->hash);
  self->hash = copy;
  self->line = line;
}

/**
 * sanera_audit_head_clear:
 * @self: a head
 *
 * Frees what it holds.
 */
void
sanera_audit_head_clear (SaneraAuditHead *self)
{
  g_clear_pointer (&self->hash, g_free);
  self->line = 0;
}

/**
 * sanera_audit_head_load:
 * @self: (out): what was kept; line 0 when there is nothing
 * @folder: (type filename): of the connection
 * @broken: (out): whether the log did not fit the last time
 */
void
sanera_audit_head_load (SaneraAuditHead *self, const char *folder, gboolean *broken)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  sanera_audit_head_clear (self);
  *broken = FALSE;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;

  self->hash = g_key_file_get_string (file, GROUP, "Hash", NULL);
  if (self->hash != NULL)
    self->line = g_key_file_get_int64 (file, GROUP, "Line", NULL);
  *broken = g_key_file_get_boolean (file, GROUP, "Broken", NULL);
}

/**
 * sanera_audit_head_save:
 * @self: what is to be kept
 * @folder: (type filename): of the connection
 * @broken: whether the log does not fit it
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_CACHE when it cannot be written
 */
gboolean
sanera_audit_head_save (const SaneraAuditHead *self,
                        const char *folder,
                        gboolean broken,
                        GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_set_int64 (file, GROUP, "Line", self->line);
  g_key_file_set_string (file, GROUP, "Hash", self->hash != NULL ? self->hash : "");
  g_key_file_set_boolean (file, GROUP, "Broken", broken);
  text = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &cause))
    return TRUE;

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, cause->message);
  return FALSE;
}

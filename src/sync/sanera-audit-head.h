/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraAuditHead:
 * @line: number of a line of the server's audit log; 0: none was seen yet
 * @hash: (nullable): its hash, which covers everything before it
 *
 * The last line of the audit log that a client saw (rule R11).
 */
typedef struct
{
  gint64 line;
  char *hash;
} SaneraAuditHead;

void sanera_audit_head_set (SaneraAuditHead *self, gint64 line, const char *hash);
void sanera_audit_head_clear (SaneraAuditHead *self);
void sanera_audit_head_load (SaneraAuditHead *self, const char *folder, gboolean *broken);
gboolean sanera_audit_head_save (const SaneraAuditHead *self,
                                 const char *folder,
                                 gboolean broken,
                                 GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

gboolean sanera_audit_append (SaneraDb *db,
                              gint64 at,
                              const char *person,
                              const char *event,
                              const char *entity_type,
                              const char *entity_id,
                              const char *details,
                              GError **error);
gboolean sanera_audit_get_head (SaneraDb *db, char **head, GError **error);
gboolean sanera_audit_get_length (SaneraDb *db, gint64 *length, GError **error);
gboolean sanera_audit_get_hash (SaneraDb *db, gint64 line, char **hash, GError **error);
gboolean sanera_audit_check (SaneraDb *db, const char *known_head, GError **error);
gboolean sanera_audit_append_history (SaneraDb *db,
                                      const char *entity_type,
                                      const char *entity_id,
                                      GString *out,
                                      GError **error);

G_END_DECLS

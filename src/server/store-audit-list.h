/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/* Most lines of a page, and how many when nothing is said: as JSON, as CSV. */
#define SANERA_AUDIT_MAX 1000
#define SANERA_AUDIT_MAX_CSV 10000

/**
 * SaneraAuditQuery:
 * @from: only lines of this moment and later, microseconds
 * @to: only lines before this moment
 * @person: (nullable): only lines of this person, an e-mail address; "" for the system
 * @event: (nullable): only this event
 * @entity_type: (nullable): only lines about this kind of thing
 * @entity_id: (nullable): only lines about this one
 * @before: only lines with a smaller number: where the page before ended
 * @limit: most lines
 *
 * Which lines of the audit log; the newest come first.
 */
typedef struct
{
  gint64 from;
  gint64 to;
  const char *person;
  const char *event;
  const char *entity_type;
  const char *entity_id;
  gint64 before;
  gint64 limit;
} SaneraAuditQuery;

gboolean sanera_audit_append_json (SaneraDb *db,
                                   const SaneraAuditQuery *query,
                                   GString *out,
                                   gint64 *next,
                                   GError **error);
gboolean sanera_audit_append_csv (SaneraDb *db,
                                  const SaneraAuditQuery *query,
                                  GString *out,
                                  gint64 *next,
                                  GError **error);

G_END_DECLS

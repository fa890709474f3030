/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/* What a row is called in `deleted` and in the audit log. */
#define SANERA_ENTITY_RECOMMENDATION "recommendation"
#define SANERA_ENTITY_TASK "remediationTask"
#define SANERA_ENTITY_GROUP "deviceGroup"
#define SANERA_ENTITY_EXCEPTION "exception"
#define SANERA_ENTITY_SECURITY_TASK "securityTask"
#define SANERA_ENTITY_MACHINE "machine"

gboolean sanera_feed_reserve (SaneraDb *db, gint64 count, gint64 *first, GError **error);
gboolean sanera_feed_get_change (SaneraDb *db, gint64 *change, GError **error);
gboolean
sanera_feed_delete (SaneraDb *db, const char *type, const char *id, gint64 now, GError **error);
gboolean sanera_feed_undelete (SaneraDb *db, const char *type, const char *id, GError **error);

gboolean sanera_fleet_refresh (SaneraDb *db, gint64 now, GError **error);
gboolean sanera_fleet_append_json (SaneraDb *db, GString *out, GError **error);

G_END_DECLS

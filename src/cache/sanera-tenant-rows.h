/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/* Rows of a Microsoft Defender tenant, whose interface has no feed: all of a list comes each time,
 * and what is as it was is not written again. On the writer's thread, in a transaction. */

/* A count that Microsoft's interface does not tell, in a field that else always has one. */
#define SANERA_TENANT_UNKNOWN ((gint64)-1)

gboolean sanera_tenant_rows_begin (SaneraDb *db, gint64 *generation, GError **error);
gboolean sanera_tenant_rows_put (SaneraDb *db,
                                 SaneraList list,
                                 gpointer data,
                                 gint64 generation,
                                 gboolean *fresh,
                                 gboolean *changed,
                                 GError **error);
gboolean sanera_tenant_rows_count_activities (SaneraDb *db,
                                              const char *recommendation_id,
                                              gint64 generation,
                                              gint64 *count,
                                              GError **error);
gboolean sanera_tenant_rows_sum_up_devices (SaneraDb *db,
                                            gint64 generation,
                                            gboolean *groups_changed,
                                            GError **error);
gboolean sanera_tenant_rows_set_points (SaneraDb *db, double points, GError **error);
gboolean sanera_tenant_rows_note_score (SaneraDb *db, gint64 now, GError **error);
gboolean sanera_tenant_rows_sweep (SaneraDb *db,
                                   SaneraList list,
                                   gint64 generation,
                                   gboolean *changed,
                                   GError **error);

G_END_DECLS

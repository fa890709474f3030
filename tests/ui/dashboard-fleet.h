/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cache-support.h"

G_BEGIN_DECLS

/**
 * DashboardFleet:
 * @now: the time, microseconds: when the last sync was
 * @assessed: whether its devices have been assessed, and so have scores
 * @devices: how many there are
 * @visited: whether somebody has looked at it three days before @now
 *
 * What the cache knows of a fleet as a whole.
 */
typedef struct
{
  gint64 now;
  gboolean assessed;
  gint64 devices;
  gboolean visited;
} DashboardFleet;

void dashboard_fleet_write (SaneraCache *cache, const DashboardFleet *fleet);
void dashboard_fleet_put_recommendation (SaneraCache *cache,
                                         guint number,
                                         const char *status,
                                         gint64 exposed,
                                         gint64 created);
void dashboard_fleet_put_rows (SaneraCache *cache, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "store-findings.h"

G_BEGIN_DECLS

/**
 * SaneraDerived:
 * @completed: activities that completed by themselves
 * @reopened: activities that are in progress again
 * @changed: rows of recommendations and activities that have a new position in the feed
 *
 * What followed from the findings.
 */
typedef struct
{
  gint64 completed;
  gint64 reopened;
  gint64 changed;
} SaneraDerived;

gboolean sanera_derive (SaneraDb *db,
                        SaneraDirty *dirty,
                        gint64 now,
                        SaneraDerived *derived,
                        GError **error);
gboolean sanera_derive_all (SaneraDb *db, gint64 now, SaneraDerived *derived, GError **error);
gboolean sanera_derive_daily (SaneraDb *db, gint64 now, SaneraDerived *derived, GError **error);

/* One recommendation and one activity; for sanera_derive(). */
typedef struct _SaneraDeriveCache SaneraDeriveCache;

SaneraDeriveCache *sanera_derive_cache_new (SaneraDb *db, gint64 now);
void sanera_derive_cache_free (SaneraDeriveCache *self);
gboolean sanera_derive_machine (SaneraDeriveCache *self,
                                gint64 machine,
                                GHashTable *recommendations,
                                GError **error);
gboolean sanera_derive_recommendation (SaneraDeriveCache *self,
                                       gint64 row,
                                       gint64 now,
                                       gboolean *changed,
                                       GError **error);
gboolean sanera_derive_task (SaneraDb *db,
                             gint64 task,
                             GHashTable *advanced,
                             gint64 now,
                             SaneraDerived *derived,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDeriveCache, sanera_derive_cache_free)

G_END_DECLS

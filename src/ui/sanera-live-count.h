/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-query.h"

G_BEGIN_DECLS

typedef struct _SaneraLiveCount SaneraLiveCount;

/**
 * SaneraLiveCountFunc:
 * @count: the number of rows, -1 when it is not known: it cannot be read, or nothing was ever
 * fetched
 * @data: what was given with it
 */
typedef void (*SaneraLiveCountFunc) (gint64 count, gpointer data);

SaneraLiveCount *sanera_live_count_new (SaneraCache *cache,
                                        SaneraQuery *query,
                                        SaneraLiveCountFunc func,
                                        gpointer data);
void sanera_live_count_free (SaneraLiveCount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraLiveCount, sanera_live_count_free)

G_END_DECLS

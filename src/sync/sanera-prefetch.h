/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-child-fetcher.h"
#include "sanera-children-wanted.h"

G_BEGIN_DECLS

/**
 * SaneraPrefetchLimits:
 * @quiet_ms: how long the person must have done nothing
 * @gap_ms: between two calls
 * @settle_ms: after something has changed, before it is looked what
 * @back_off_ms: after the first failure; doubled for each further one, up to 64 times that
 * @period_ms: in which the next three are counted
 * @calls: at most in a period
 * @rows: at most in a period
 * @bytes: at most in a period
 * @kept_bytes: how much may be in the cache; what a person opens may be more for a while
 *
 * How restrained it is.
 */
typedef struct
{
  guint quiet_ms;
  guint gap_ms;
  guint settle_ms;
  guint back_off_ms;
  guint period_ms;
  guint calls;
  guint rows;
  gint64 bytes;
  gint64 kept_bytes;
} SaneraPrefetchLimits;

extern const SaneraPrefetchLimits sanera_prefetch_limits;

#define SANERA_TYPE_PREFETCH (sanera_prefetch_get_type ())

/* Fetches for offline use what nobody has asked for yet, see sanera-children-wanted.c: one call at
 * a time, while the server is there and the person does nothing else. */
G_DECLARE_FINAL_TYPE (SaneraPrefetch, sanera_prefetch, SANERA, PREFETCH, GObject)

SaneraPrefetch *sanera_prefetch_new (SaneraCache *cache,
                                     SaneraChildFetcher *fetcher,
                                     const SaneraPrefetchLimits *limits);
void sanera_prefetch_set_keep (SaneraPrefetch *self, SaneraKeep keep);
gboolean sanera_prefetch_get_keep (SaneraPrefetch *self, SaneraKeep *keep);
void sanera_prefetch_set_online (SaneraPrefetch *self, gboolean online);
void sanera_prefetch_note_person (SaneraPrefetch *self);
void sanera_prefetch_wake (SaneraPrefetch *self);
gboolean sanera_prefetch_is_idle (SaneraPrefetch *self);
void sanera_prefetch_close (SaneraPrefetch *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-change-teller.h"

/* How often lists are told while pages come in: each time the visible one is queried again. */
#define TELL_INTERVAL (300 * 1000) /* microseconds */

/**
 * sanera_change_teller_tell:
 * @self: what has changed
 * @cache: where
 * @at_once: however short ago it was told
 *
 * Tells what has changed, unless nothing has, or something was told a moment ago.
 */
void
sanera_change_teller_tell (SaneraChangeTeller *self, SaneraCache *cache, gboolean at_once)
{
  gint64 now = g_get_monotonic_time ();

  if (self->lists == 0 || (!at_once && now - self->told_at < TELL_INTERVAL))
    return;

  sanera_cache_emit_changed (cache, self->lists);
  self->lists = 0;
  self->told_at = now;
}

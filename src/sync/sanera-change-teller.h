/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraChangeTeller:
 * @lists: a bit per list that has changed and was not yet told
 * @told_at: when lists were told, monotonic
 *
 * While pages come in, what has changed is told now and then. Begins with zeroes.
 */
typedef struct
{
  guint lists;
  gint64 told_at;
} SaneraChangeTeller;

void sanera_change_teller_tell (SaneraChangeTeller *self, SaneraCache *cache, gboolean at_once);

G_END_DECLS

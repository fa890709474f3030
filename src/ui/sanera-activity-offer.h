/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-connection.h"

G_BEGIN_DECLS

/**
 * SaneraActivityOffer:
 * @shown: whether it is offered at all for an activity like this
 * @reason: (nullable): why it cannot be done now, a sentence for people; %NULL: it can
 *
 * Whether something can be done with an activity, and if not, why.
 */
typedef struct
{
  gboolean shown;
  const char *reason;
} SaneraActivityOffer;

SaneraActivityOffer sanera_activity_offer (SaneraConnection *connection,
                                           const SaneraActivityData *data,
                                           SaneraActionKind kind);

G_END_DECLS

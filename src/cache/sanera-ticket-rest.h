/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraTicketRest:
 * @devices: how many devices of the request the cache knows
 * @names: (element-type utf8): those beyond the ticket, the most exposed first, then by name
 *
 * The devices that stay without a ticket when only the most exposed get one (R3 [134]).
 */
typedef struct
{
  gint64 devices;
  GPtrArray *names;
} SaneraTicketRest;

void sanera_ticket_rest_free (SaneraTicketRest *self);
void sanera_ticket_rest_read_async (SaneraCache *cache,
                                    const char *recommendation_id,
                                    const char *const *groups,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
SaneraTicketRest *
sanera_ticket_rest_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraTicketRest, sanera_ticket_rest_free)

G_END_DECLS

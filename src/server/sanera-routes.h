/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"

G_BEGIN_DECLS

/* What the table in sanera-routes.c refers to, by the file that holds it. */

/* routes-imports.c */
gboolean sanera_route_post_import (SaneraDb *db,
                                   SaneraExchange *exchange,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean sanera_route_commit_import (SaneraDb *db,
                                     SaneraExchange *exchange,
                                     GCancellable *cancellable,
                                     GError **error);

/* routes-me.c */
gboolean sanera_route_healthz (SaneraDb *db,
                               SaneraExchange *exchange,
                               GCancellable *cancellable,
                               GError **error);
gboolean
sanera_route_me (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error);
void sanera_append_person (GString *out, const SaneraPerson *person);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"

G_BEGIN_DECLS

/* What the table in sanera-routes.c refers to, by the file that holds it. */

#define SANERA_DECLARE_WORK(name) \
  gboolean name (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error);

/* routes-me.c */
SANERA_DECLARE_WORK (sanera_route_healthz)
SANERA_DECLARE_WORK (sanera_route_me)
void sanera_append_person (GString *out, const SaneraPerson *person);

/* routes-changes.c */
void sanera_route_changes (SaneraExchange *exchange);

/* routes-imports.c */
SANERA_DECLARE_WORK (sanera_route_post_import)
SANERA_DECLARE_WORK (sanera_route_commit_import)

/* routes-lists.c */
SANERA_DECLARE_WORK (sanera_route_list)
SANERA_DECLARE_WORK (sanera_route_count)
SANERA_DECLARE_WORK (sanera_route_one)

/* routes-requests.c */
SANERA_DECLARE_WORK (sanera_route_post_task)
SANERA_DECLARE_WORK (sanera_route_delete_submission)
SANERA_DECLARE_WORK (sanera_route_task_history)

/* routes-settings.c */
SANERA_DECLARE_WORK (sanera_route_settings)
SANERA_DECLARE_WORK (sanera_route_patch_settings)

G_END_DECLS

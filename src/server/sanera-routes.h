/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"
#include "sanera-remediation-request.h"
#include "store-submissions.h"

G_BEGIN_DECLS

/* What the table in sanera-routes.c refers to, by the file that holds it. */

#define SANERA_DECLARE_WORK(name) \
  gboolean name (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError **error);

/* Of an answer: what was asked for was so before, and nothing has been done (R10). */
#define SANERA_HEADER_ALREADY_SO "Already-So"

/* routes-batch.c */
SANERA_DECLARE_WORK (sanera_route_post_tasks)

/* routes-tasks.c */
SANERA_DECLARE_WORK (sanera_route_patch_task)
SANERA_DECLARE_WORK (sanera_route_complete_task)
SANERA_DECLARE_WORK (sanera_route_reopen_task)
SANERA_DECLARE_WORK (sanera_route_withdraw_task)

/* routes-me.c */
SANERA_DECLARE_WORK (sanera_route_healthz)
SANERA_DECLARE_WORK (sanera_route_me)
void sanera_append_person (GString *out, const SaneraPerson *person);

/* routes-audit.c */
SANERA_DECLARE_WORK (sanera_route_audit)
SANERA_DECLARE_WORK (sanera_route_audit_line)

/* routes-changes.c */
void sanera_route_changes (SaneraExchange *exchange);

/* routes-exceptions.c */
SANERA_DECLARE_WORK (sanera_route_post_exception)
SANERA_DECLARE_WORK (sanera_route_patch_exception)
SANERA_DECLARE_WORK (sanera_route_cancel_exception)
SANERA_DECLARE_WORK (sanera_route_renew_exception)

/* routes-proposals.c */
SANERA_DECLARE_WORK (sanera_route_dismiss_proposal)

/* routes-imports.c */
SANERA_DECLARE_WORK (sanera_route_post_import)
SANERA_DECLARE_WORK (sanera_route_commit_import)
SANERA_DECLARE_WORK (sanera_route_preview_imports)
SANERA_DECLARE_WORK (sanera_route_commit_imports)
SANERA_DECLARE_WORK (sanera_route_undo_import)
SANERA_DECLARE_WORK (sanera_route_imports)

/* routes-lists.c */
SANERA_DECLARE_WORK (sanera_route_list)
SANERA_DECLARE_WORK (sanera_route_count)
SANERA_DECLARE_WORK (sanera_route_one)

/* routes-people.c */
SANERA_DECLARE_WORK (sanera_route_people)
SANERA_DECLARE_WORK (sanera_route_tokens)
SANERA_DECLARE_WORK (sanera_route_post_token)
SANERA_DECLARE_WORK (sanera_route_delete_token)

/* routes-requests.c */
SANERA_DECLARE_WORK (sanera_route_post_task)
SANERA_DECLARE_WORK (sanera_route_delete_submission)
SANERA_DECLARE_WORK (sanera_route_task_history)
gboolean sanera_submit_request (SaneraDb *db,
                                SaneraExchange *exchange,
                                const char *key,
                                GBytes *body,
                                SaneraSubmission *submission,
                                GError **error);
gboolean sanera_refuse_request_problem (SaneraExchange *exchange,
                                        SaneraRequestProblem problems,
                                        GError **error);

/* routes-devices.c */
SANERA_DECLARE_WORK (sanera_route_patch_device)
SANERA_DECLARE_WORK (sanera_route_merge_devices)
SANERA_DECLARE_WORK (sanera_route_split_device)
SANERA_DECLARE_WORK (sanera_route_keep_devices_apart)
SANERA_DECLARE_WORK (sanera_route_device_identities)

/* routes-scores.c */
SANERA_DECLARE_WORK (sanera_route_exposure_score)
SANERA_DECLARE_WORK (sanera_route_exposure_score_by_groups)
SANERA_DECLARE_WORK (sanera_route_configuration_score)
SANERA_DECLARE_WORK (sanera_route_recommendation_software)

/* routes-graph.c */
SANERA_DECLARE_WORK (sanera_route_graph_tasks)
SANERA_DECLARE_WORK (sanera_route_graph_task)
SANERA_DECLARE_WORK (sanera_route_graph_devices)

/* routes-tickets.c */
SANERA_DECLARE_WORK (sanera_route_update_status)
SANERA_DECLARE_WORK (sanera_route_graph_update_status)
SANERA_DECLARE_WORK (sanera_route_post_ticket)

/* routes-group-rules.c */
SANERA_DECLARE_WORK (sanera_route_group_rules)
SANERA_DECLARE_WORK (sanera_route_preview_group_rule)
SANERA_DECLARE_WORK (sanera_route_post_group_rule)
SANERA_DECLARE_WORK (sanera_route_patch_group_rule)
SANERA_DECLARE_WORK (sanera_route_delete_group_rule)

/* routes-settings.c */
SANERA_DECLARE_WORK (sanera_route_settings)
SANERA_DECLARE_WORK (sanera_route_patch_settings)

G_END_DECLS

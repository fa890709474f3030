/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"

G_BEGIN_DECLS

/* Rule R12: what people read is put together here from fields, in the interface language; with
 * @english the same in English (for search). Returned strings are (transfer full). A title that
 * cannot be taken apart comes back as it came. */

const char *sanera_words_label (
    const SaneraEnum *values,
    const char *nick); /* translated label; the nick itself when unknown; "–" for NULL */
char *sanera_words_recommendation_title (const SaneraRecommendationData *data, gboolean english);
char *sanera_words_recommendation_description (const SaneraRecommendationData *data,
                                               gboolean english);
char *sanera_words_activity_title (const SaneraActivityData *data, gboolean english);
char *sanera_words_exception_title (const SaneraRemediationExceptionData *data, gboolean english);
char *sanera_words_security_task_title (const SaneraSecurityTaskData *data, gboolean english);
char *sanera_words_security_task_description (const SaneraSecurityTaskData *data);
char *sanera_words_security_task_due (const SaneraSecurityTaskData *data, gint64 now);
char *sanera_words_security_task_remaining (const SaneraSecurityTaskData *data, gint64 now);
gboolean sanera_words_security_task_is_overdue (const SaneraSecurityTaskData *data, gint64 now);
char *sanera_words_activity_description (const SaneraActivityData *data, gboolean english);
char *sanera_words_remediation_steps (const char *remediation_type,
                                      const char *component,
                                      const char *version,
                                      const char *outside_text,
                                      gboolean tenant); /* one step per line */
const char *sanera_words_local_state (const char *local_state, const char *local_error);
const char *sanera_words_recommendation_local (const SaneraRecommendationData *data);
/* (nullable): "Completed · Waiting to be sent"; of what the server does not have (@change 0) the
 * latter alone */
char *sanera_words_status (const char *status,
                           const char *local_state,
                           const char *local_error,
                           gint64 change);
char *sanera_words_completed_by (
    const SaneraActivityData *data); /* R5: e-mail, System confirmation, N/A; "–" while active */
char *
sanera_words_ticket_status (const SaneraActivityData *data); /* "Pending approval (Intune)", "–" */
gboolean sanera_words_has_approved_ticket (const SaneraActivityData *data);
gboolean sanera_words_is_assessed (const SaneraActivityData *data);
char *sanera_words_progress (
    const SaneraActivityData *data); /* "488 / 28.5k"; "Not assessed since the request"; "–" (R1) */
gint64 sanera_words_today (gint64 now); /* the person's date at that moment */
char *sanera_words_due (const SaneraActivityData *data, gint64 now); /* "25 Dec 2026", "–" */
char *sanera_words_remaining (const SaneraActivityData *data,
                              gint64 now); /* "20 days (2026-12-25)", "3 days overdue", "–" */
gboolean sanera_words_is_overdue (const SaneraActivityData *data, gint64 now);
const char *sanera_words_device_group (const char *name); /* UnassignedGroup → Ungrouped devices */
const char *sanera_words_os_platform (const char *name); /* Windows10 → Windows 10 */
const char *sanera_words_tag (const char *tag); /* EOS → End of support */
char *sanera_words_impact (double exposure_sum,
                           gint64 device_count,
                           double config_score); /* "▼7.67", "<0.01", "▼7.67 | +9.00" */

/* For the IT administrator [131], in a language of their own: "en", "sv", "zh_CN". */
char *sanera_words_request_subject (const SaneraActivityData *data, const char *language);
char *sanera_words_request_message (const SaneraActivityData *data, const char *language);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "sanera-recommendation.h"

G_BEGIN_DECLS

#define SANERA_REQUEST_MAX_NOTES 2000 /* characters */
#define SANERA_TICKET_MAX_DEVICES 10000 /* rule R3 */

/**
 * SaneraTicketSplit:
 * @SANERA_SPLIT_UNDECIDED: the person has not chosen (R3: none is preselected)
 * @SANERA_SPLIT_ALL: split into as many tickets as needed
 * @SANERA_SPLIT_FIRST: one ticket for the 10,000 most exposed devices
 */
typedef enum
{
  SANERA_SPLIT_UNDECIDED,
  SANERA_SPLIT_ALL,
  SANERA_SPLIT_FIRST,
} SaneraTicketSplit;

/**
 * SaneraRequestProblem:
 *
 * Why a request cannot be submitted; a bit for each, and each belongs to one field of the form.
 */
typedef enum
{
  SANERA_REQUEST_OK = 0,
  SANERA_REQUEST_NO_TYPE = 1 << 0,
  SANERA_REQUEST_NO_GROUP = 1 << 1,
  SANERA_REQUEST_NO_DEVICES = 1 << 2,
  SANERA_REQUEST_NO_PRIORITY = 1 << 3,
  SANERA_REQUEST_DUE_INVALID = 1 << 4,
  SANERA_REQUEST_DUE_PAST = 1 << 5,
  SANERA_REQUEST_DUE_NOT_ALLOWED = 1 << 6, /* R1 */
  SANERA_REQUEST_TICKET_NOT_ALLOWED = 1 << 7, /* R1, R2 */
  SANERA_REQUEST_SPLIT_UNDECIDED = 1 << 8, /* R3 */
  SANERA_REQUEST_NOTES_TOO_LONG = 1 << 9,
} SaneraRequestProblem;

#define SANERA_TYPE_REMEDIATION_REQUEST (sanera_remediation_request_get_type ())

/* What the form collects: properties recommendation-id, type (nick), all-groups, groups (strv),
 * priority (nick), due-on (date or SANERA_INT_NULL), due-text (what was typed), notes,
 * create-ticket, split, target-devices (of the chosen groups), made-at. What is typed survives a
 * change of type: due-on and create-ticket are kept, and only
 * sanera_remediation_request_get_effective_*() leave them out (R1). */
G_DECLARE_FINAL_TYPE (SaneraRemediationRequest,
                      sanera_remediation_request,
                      SANERA,
                      REMEDIATION_REQUEST,
                      GObject)

SaneraRemediationRequest *sanera_remediation_request_new (const char *recommendation_id);

const char *sanera_remediation_request_get_recommendation_id (SaneraRemediationRequest *self);
const char *sanera_remediation_request_get_remediation_type (SaneraRemediationRequest *self);
void sanera_remediation_request_set_remediation_type (SaneraRemediationRequest *self,
                                                      const char *nick);
gboolean sanera_remediation_request_get_all_groups (SaneraRemediationRequest *self);
void sanera_remediation_request_set_all_groups (SaneraRemediationRequest *self, gboolean all);
const char *const *sanera_remediation_request_get_groups (SaneraRemediationRequest *self);
void sanera_remediation_request_set_groups (SaneraRemediationRequest *self,
                                            const char *const *groups);
const char *sanera_remediation_request_get_priority (SaneraRemediationRequest *self);
void sanera_remediation_request_set_priority (SaneraRemediationRequest *self, const char *nick);
gint64 sanera_remediation_request_get_due_on (SaneraRemediationRequest *self);
void sanera_remediation_request_set_due_on (SaneraRemediationRequest *self, gint64 date);
const char *sanera_remediation_request_get_due_text (SaneraRemediationRequest *self);
void sanera_remediation_request_set_due_text (SaneraRemediationRequest *self, const char *text);
const char *sanera_remediation_request_get_notes (SaneraRemediationRequest *self);
void sanera_remediation_request_set_notes (SaneraRemediationRequest *self, const char *notes);
gboolean sanera_remediation_request_get_create_ticket (SaneraRemediationRequest *self);
void sanera_remediation_request_set_create_ticket (SaneraRemediationRequest *self, gboolean create);
SaneraTicketSplit sanera_remediation_request_get_split (SaneraRemediationRequest *self);
void sanera_remediation_request_set_split (SaneraRemediationRequest *self, SaneraTicketSplit split);
gint64 sanera_remediation_request_get_target_devices (SaneraRemediationRequest *self);
void sanera_remediation_request_set_target_devices (SaneraRemediationRequest *self, gint64 devices);
gint64 sanera_remediation_request_get_made_at (SaneraRemediationRequest *self);
gint64 sanera_remediation_request_get_kept_due_on (SaneraRemediationRequest *self);
void sanera_remediation_request_set_kept_due_on (SaneraRemediationRequest *self, gint64 due_on);
void sanera_remediation_request_set_made_at (SaneraRemediationRequest *self, gint64 made_at);

gboolean sanera_remediation_request_is_attention (SaneraRemediationRequest *self);
gint64 sanera_remediation_request_get_effective_due_on (SaneraRemediationRequest *self);
gboolean sanera_remediation_request_get_effective_ticket (SaneraRemediationRequest *self);
gint64 sanera_remediation_request_count_tickets (SaneraRemediationRequest *self);
SaneraRequestProblem sanera_remediation_request_validate (SaneraRemediationRequest *self,
                                                          gboolean intune_connection,
                                                          gint64 today);
SaneraRequestProblem sanera_remediation_request_validate_submission (SaneraRemediationRequest *self,
                                                                     gboolean intune_connection);

/* The options that make sense for a recommendation, the recommended one first: bit i of the mask is
 * SaneraRemediationType i. */
guint sanera_remediation_options (const SaneraRecommendationData *recommendation,
                                  SaneraRemediationType *recommended);
guint sanera_ticket_count (gint64 devices); /* R3 */

G_END_DECLS

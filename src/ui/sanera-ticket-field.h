/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-recommendation.h"
#include "sanera-remediation-request.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TICKET_FIELD (sanera_ticket_field_get_type ())

/* The field "Create an Intune security task" of the remediation request [120], how the ticket will
 * look to the IT administrator [133], and the choice when there are more devices than go to one
 * ticket (R3 [134]). Whoever uses it hides it while the Intune connection is off (R2). */
G_DECLARE_FINAL_TYPE (SaneraTicketField, sanera_ticket_field, SANERA, TICKET_FIELD, AdwBin)

void sanera_ticket_field_set_request (SaneraTicketField *self,
                                      SaneraRemediationRequest *request,
                                      SaneraRecommendation *recommendation);
void sanera_ticket_field_set_requester (SaneraTicketField *self, const char *email);
void sanera_ticket_field_show_problems (SaneraTicketField *self, SaneraRequestProblem problems);
void sanera_ticket_field_focus (SaneraTicketField *self, SaneraRequestProblem problems);

G_END_DECLS

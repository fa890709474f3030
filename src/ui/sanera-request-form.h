/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-recommendation.h"
#include "sanera-remediation-request.h"

G_BEGIN_DECLS

#define SANERA_TYPE_REQUEST_FORM (sanera_request_form_get_type ())

/* The fields of the remediation request [126] over a SaneraRemediationRequest: what a person does
 * goes into the request at once, and what happens to the request is shown. It knows no connection.
 */
G_DECLARE_FINAL_TYPE (SaneraRequestForm, sanera_request_form, SANERA, REQUEST_FORM, AdwBin)

void sanera_request_form_set_request (SaneraRequestForm *self,
                                      SaneraRemediationRequest *request,
                                      SaneraRecommendation *recommendation,
                                      gboolean intune_connection,
                                      gint64 today);
void sanera_request_form_set_bulk (SaneraRequestForm *self,
                                   SaneraRemediationRequest *request,
                                   SaneraRecommendation *example,
                                   gboolean intune_connection,
                                   gint64 today);
void sanera_request_form_set_outcome (SaneraRequestForm *self, const char *text);
void sanera_request_form_set_change (SaneraRequestForm *self,
                                     SaneraRemediationRequest *request,
                                     gint64 today);
void sanera_request_form_set_requester (SaneraRequestForm *self, const char *email);
void sanera_request_form_set_groups (SaneraRequestForm *self, GPtrArray *groups);
gboolean sanera_request_form_check (SaneraRequestForm *self);

G_END_DECLS

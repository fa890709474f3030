/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-remediation-request.h"

G_BEGIN_DECLS

/**
 * SaneraJsonRequestKind:
 * @SANERA_JSON_SUBMISSION: the body of `POST /sanera/v1/remediationTasks`: what is in force (R1)
 * @SANERA_JSON_DRAFT: the same members with everything that was typed, in force or not
 */
typedef enum
{
  SANERA_JSON_SUBMISSION,
  SANERA_JSON_DRAFT,
} SaneraJsonRequestKind;

char *sanera_json_write_request (SaneraRemediationRequest *request, SaneraJsonRequestKind kind);
gboolean
sanera_json_read_request (const char *text, SaneraRemediationRequest *request, GError **error);

G_END_DECLS

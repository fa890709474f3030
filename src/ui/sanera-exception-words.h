/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-proposal.h"
#include "sanera-remediation-exception.h"

G_BEGIN_DECLS

/* Words for exceptions; returned strings are (transfer full) unless const. */
char *sanera_exception_words_status (const SaneraRemediationExceptionData *data);
char *sanera_exception_words_scope (const SaneraRemediationExceptionData *data);
char *sanera_exception_words_groups (const char *const *groups);
char *sanera_exception_words_expires (const SaneraRemediationExceptionData *data, gint64 now);
char *sanera_exception_words_proposal (const SaneraProposal *proposal);
const char *sanera_exception_words_meaning (SaneraJustification justification);
const char *sanera_exception_words_effect (SaneraJustification justification);

/* What a person may do; %NULL when they may, else why not, in words (transfer none). */
const char *sanera_exception_words_may_not (SaneraConnection *connection, gboolean global);
gboolean sanera_exception_is_live (const SaneraRemediationExceptionData *data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-remediation-exception.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCEPTION_CHANGE (sanera_exception_change_get_type ())

/* What is done to an exception that is there: a small dialog for its duration or its justification
 * context. Cancelling needs none: it is undone from its toast. */
G_DECLARE_FINAL_TYPE (SaneraExceptionChange,
                      sanera_exception_change,
                      SANERA,
                      EXCEPTION_CHANGE,
                      AdwWindow)

gboolean sanera_exception_can_change (SaneraRecord *record);
void sanera_exception_cancel (GtkWidget *widget,
                              SaneraConnection *connection,
                              SaneraRemediationException *exception,
                              const char *group);
void sanera_exception_renew_present (GtkWidget *widget,
                                     SaneraConnection *connection,
                                     SaneraRemediationException *exception);
void sanera_exception_context_present (GtkWidget *widget,
                                       SaneraConnection *connection,
                                       SaneraRemediationException *exception);
void sanera_exception_change_present_entry (GtkWidget *widget,
                                            SaneraConnection *connection,
                                            const SaneraRevision *revision);

G_END_DECLS

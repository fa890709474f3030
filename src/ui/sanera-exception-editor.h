/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-exception-basis.h"
#include "sanera-json-exception.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCEPTION_EDITOR (sanera_exception_editor_get_type ())

/* The fields of the dialog "Exception options": scope, device groups, justification, context,
 * duration, and what will happen. Signal "changed": a person changed something. */
G_DECLARE_FINAL_TYPE (SaneraExceptionEditor,
                      sanera_exception_editor,
                      SANERA,
                      EXCEPTION_EDITOR,
                      AdwBin)

void sanera_exception_editor_start (SaneraExceptionEditor *self,
                                    const char *no_global,
                                    gint64 exposed_devices,
                                    guint recommendations,
                                    gint64 now);
void sanera_exception_editor_set_basis (SaneraExceptionEditor *self,
                                        const SaneraExceptionBasis *basis);
void sanera_exception_editor_set_draft (SaneraExceptionEditor *self,
                                        const SaneraExceptionDraft *draft);
void sanera_exception_editor_get_draft (SaneraExceptionEditor *self, SaneraExceptionDraft *draft);
gboolean sanera_exception_editor_check (SaneraExceptionEditor *self);
gint64 sanera_exception_editor_get_expires_on (SaneraExceptionEditor *self);
char **sanera_exception_editor_dup_groups (SaneraExceptionEditor *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"
#include "sanera-remediation-exception.h"

G_BEGIN_DECLS

/**
 * SaneraExceptionBasis:
 * @groups: (element-type SaneraGroupCount): device groups without a live exception of their own,
 *   those with exposed devices first, then by name
 * @global: (nullable): the live global exception
 * @exceptions: (element-type SaneraRemediationException): the live ones of device groups
 *
 * What the form of an exception starts from.
 */
typedef struct
{
  GPtrArray *groups;
  SaneraRemediationException *global;
  GPtrArray *exceptions;
} SaneraExceptionBasis;

void sanera_exception_basis_free (SaneraExceptionBasis *self);
void sanera_exception_basis_read_async (SaneraCache *cache,
                                        const char *recommendation_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
SaneraExceptionBasis *
sanera_exception_basis_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraExceptionBasis, sanera_exception_basis_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraGroupCount:
 * @name: `rbacGroupName`; "UnassignedGroup" for devices without one
 * @devices: devices of the group, %SANERA_INT_NULL when not known
 * @exposed: how many of them the recommendation touches, %SANERA_INT_NULL when not known
 *
 * A device group, seen from one recommendation.
 */
typedef struct
{
  char *name;
  gint64 devices;
  gint64 exposed;
} SaneraGroupCount;

/**
 * SaneraRequestBasis:
 * @groups: (element-type SaneraGroupCount): those with exposed devices first, then by name
 * @activities: (element-type SaneraActivity): activities in progress for the same recommendation,
 *   the newest first
 *
 * What the form of a remediation request starts from.
 */
typedef struct
{
  GPtrArray *groups;
  GPtrArray *activities;
} SaneraRequestBasis;

SaneraGroupCount *sanera_group_count_new (const char *name, gint64 devices, gint64 exposed);
void sanera_group_count_free (SaneraGroupCount *self);
gboolean
sanera_request_basis_read_groups (SaneraDb *db, const char *id, GPtrArray *groups, GError **error);
void sanera_request_basis_free (SaneraRequestBasis *self);
void sanera_request_basis_read_async (SaneraCache *cache,
                                      const char *recommendation_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
SaneraRequestBasis *
sanera_request_basis_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraGroupCount, sanera_group_count_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraRequestBasis, sanera_request_basis_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/**
 * SaneraDeviceValues:
 * @groups: device groups that there are, as `rbacGroupName` has them; "UnassignedGroup" when there
 *   are devices without one
 * @platforms: operating systems that there are, as `osPlatform` has them
 * @components: components of the recommendations with the largest impact and of the first
 *   activities, as `relatedComponent` has them; others are found by a search
 *
 * What devices, and what concerns them, can be filtered by; each in the order of its name on the
 * screen.
 */
typedef struct
{
  char **groups;
  char **platforms;
  char **components;
} SaneraDeviceValues;

void sanera_device_values_free (SaneraDeviceValues *self);
const char *sanera_device_values_get_component_label (const char *value);
void sanera_device_values_read_async (SaneraCache *cache,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
SaneraDeviceValues *
sanera_device_values_read_finish (SaneraCache *cache, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDeviceValues, sanera_device_values_free)

G_END_DECLS

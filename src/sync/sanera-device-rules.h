/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-device-rule.h"

G_BEGIN_DECLS

/**
 * SaneraRulePreview:
 * @devices: devices that the rule is about
 * @moved: those of them that go to another group by it
 * @chosen: those of them that stay where somebody put them
 * @earlier: those of them that an earlier rule decides about
 * @names: names of the first of them
 *
 * What a rule would do.
 */
typedef struct
{
  gint64 devices;
  gint64 moved;
  gint64 chosen;
  gint64 earlier;
  GStrv names;
} SaneraRulePreview;

void sanera_rule_preview_free (SaneraRulePreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraRulePreview, sanera_rule_preview_free)

void sanera_connection_preview_device_rule_async (SaneraConnection *self,
                                                  const SaneraDeviceRuleData *rule,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
SaneraRulePreview *sanera_connection_preview_device_rule_finish (SaneraConnection *self,
                                                                 GAsyncResult *result,
                                                                 GError **error);
void sanera_connection_save_device_rule_async (SaneraConnection *self,
                                               const SaneraDeviceRuleData *rule,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
void sanera_connection_remove_device_rule_async (SaneraConnection *self,
                                                 const char *id,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean sanera_connection_write_device_rule_finish (SaneraConnection *self,
                                                     GAsyncResult *result,
                                                     GError **error);

G_END_DECLS

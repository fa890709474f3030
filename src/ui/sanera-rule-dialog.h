/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-device-rule.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RULE_DIALOG (sanera_rule_dialog_get_type ())

/* A rule for device groups: makes or changes one, and shows meanwhile which devices it is about.
 * Signal "changed". */
G_DECLARE_FINAL_TYPE (SaneraRuleDialog, sanera_rule_dialog, SANERA, RULE_DIALOG, AdwWindow)

GtkWidget *sanera_rule_dialog_new (GtkWindow *parent,
                                   SaneraConnection *connection,
                                   const SaneraDeviceRuleData *rule,
                                   guint n_rules);

G_END_DECLS

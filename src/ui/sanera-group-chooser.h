/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-remediation-request.h"

G_BEGIN_DECLS

/* From so many device groups on there is a search. */
#define SANERA_GROUP_CHOOSER_SEARCH_FROM 10

#define SANERA_TYPE_GROUP_CHOOSER (sanera_group_chooser_get_type ())

/* The field "Device groups" of the remediation request and of an exception: all of them, or some
 * chosen from a list. It keeps "target-devices" of the request in step with the choice. */
G_DECLARE_FINAL_TYPE (SaneraGroupChooser, sanera_group_chooser, SANERA, GROUP_CHOOSER, AdwBin)

void sanera_group_chooser_set_request (SaneraGroupChooser *self,
                                       SaneraRemediationRequest *request,
                                       gint64 exposed_devices);
void sanera_group_chooser_set_exposed (SaneraGroupChooser *self, gint64 exposed_devices);
void sanera_group_chooser_set_groups (SaneraGroupChooser *self, GPtrArray *groups);
void sanera_group_chooser_show_problems (SaneraGroupChooser *self, SaneraRequestProblem problems);
void sanera_group_chooser_focus (SaneraGroupChooser *self);

G_END_DECLS

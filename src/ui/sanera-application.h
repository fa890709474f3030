/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"
#include "sanera-window.h"

G_BEGIN_DECLS

#define SANERA_TYPE_APPLICATION (sanera_application_get_type ())

G_DECLARE_FINAL_TYPE (SaneraApplication, sanera_application, SANERA, APPLICATION, AdwApplication)

SaneraApplication *sanera_application_new (void);
SaneraWindow *sanera_application_present (SaneraApplication *self);
SaneraWindow *sanera_application_get_window (SaneraApplication *self);
int sanera_application_get_exit_status (SaneraApplication *self);
void sanera_application_set_language (SaneraApplication *self, const char *language);

G_END_DECLS

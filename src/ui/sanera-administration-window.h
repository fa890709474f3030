/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_ADMINISTRATION_WINDOW (sanera_administration_window_get_type ())

/* Administration…: access tokens and the audit log, for administrators. */
G_DECLARE_FINAL_TYPE (SaneraAdministrationWindow,
                      sanera_administration_window,
                      SANERA,
                      ADMINISTRATION_WINDOW,
                      AdwWindow)

GtkWidget *sanera_administration_window_new (GtkWindow *parent, SaneraConnection *connection);
void sanera_administration_window_show (SaneraAdministrationWindow *self, const char *page);

G_END_DECLS

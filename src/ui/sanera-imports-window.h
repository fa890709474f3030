/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_IMPORTS_WINDOW (sanera_imports_window_get_type ())

/* Imports…: who imported which scan report when, and what came of it. */
G_DECLARE_FINAL_TYPE (SaneraImportsWindow, sanera_imports_window, SANERA, IMPORTS_WINDOW, AdwWindow)

GtkWidget *sanera_imports_window_new (GtkWindow *parent, SaneraConnection *connection);

G_END_DECLS

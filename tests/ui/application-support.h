/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sanera-application.h"
#include "sanera-window.h"

G_BEGIN_DECLS

SaneraWindow *application_support_get_window (SaneraApplication *application);
gboolean application_support_has_rows (gpointer application);

G_END_DECLS

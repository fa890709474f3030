/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

void sanera_submission_follow (GtkWindow *window, SaneraConnection *connection, const char *key);

G_END_DECLS

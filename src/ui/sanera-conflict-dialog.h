/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/* What the person did, and what somebody else has done meanwhile (rule R10). */
void
sanera_conflict_dialog_present (GtkWindow *parent, SaneraConnection *connection, const char *key);

G_END_DECLS

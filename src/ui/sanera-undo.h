/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/* What pages do to entities: into the outbox, with the toast that undoes it and all that has to be
 * said later. @words are those of the toast: "Remediation activity completed". The delay is set by
 * these functions: SANERA_ACTION_UNDO_SECONDS. */
void sanera_act (GtkWidget *widget,
                 SaneraConnection *connection,
                 SaneraAction *action,
                 const char *words);
/* Several at once, with one toast: @actions (element-type SaneraAction), @words with the number in
 * them. */
void sanera_act_all (GtkWidget *widget,
                     SaneraConnection *connection,
                     GPtrArray *actions,
                     const char *words);

/* For the window's action "undo" (Ctrl+Z): the last that can still be undone. */
void sanera_undo_add (GtkWindow *window);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/* How a dialog is opened once more, when the window below it is made anew in another language. What
 * was typed in it is its draft, so it comes back with every word. */

/**
 * SaneraAgainFunc:
 * @parent: the new window
 * @connection: the connection of the dialog
 * @subject: what the dialog is about
 */
typedef void (*SaneraAgainFunc) (GtkWindow *parent, SaneraConnection *connection, gpointer subject);

/**
 * SaneraAgain:
 *
 * A dialog that is to be opened once more.
 */
typedef struct _SaneraAgain SaneraAgain;

void sanera_again_set (GtkWindow *dialog,
                       SaneraConnection *connection,
                       SaneraAgainFunc open,
                       gpointer subject,
                       GDestroyNotify free_subject);
void sanera_again_set_entry (GtkWindow *dialog, SaneraConnection *connection, const char *key);
void sanera_again_forget (GtkWindow *dialog);
gboolean sanera_again_is_set (GtkWindow *dialog);
SaneraAgain *sanera_again_close (GtkWindow *dialog);
void sanera_again_open (SaneraAgain *self, GtkWindow *parent);

G_END_DECLS

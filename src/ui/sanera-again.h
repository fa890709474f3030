/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/* How the windows over the main window are opened once more, when that is made anew in another
 * language. Each says when it is presented who opens it again and about what; what was done in it
 * goes along as its SaneraFormState, and what is a draft comes back from there. */

/**
 * SaneraAgainFunc:
 * @parent: the new window below it
 * @connection: (nullable): the connection of the dialog
 * @subject: (nullable): what the dialog is about
 */
typedef void (*SaneraAgainFunc) (GtkWindow *parent, SaneraConnection *connection, gpointer subject);

void sanera_again_set (GtkWindow *dialog,
                       SaneraConnection *connection,
                       SaneraAgainFunc open,
                       gpointer subject,
                       GDestroyNotify free_subject);
void sanera_again_set_entry (GtkWindow *dialog, SaneraConnection *connection, const char *key);
void sanera_again_set_action (GtkWindow *dialog, const char *action, GVariant *target);
void sanera_again_hold (GtkWindow *dialog, gboolean held);
GtkWindow *sanera_again_find_obstacle (GtkWindow *window);
GPtrArray *sanera_again_close (GtkWindow *window);
void sanera_again_open (GPtrArray *dialogs, GtkWindow *window);
GtkWidget *sanera_again_get_page (GtkWindow *window);
GtkWidget *sanera_again_find (GtkWidget *root, GType type);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/* What was done and is not sent yet, or came back, opens the dialog that it came from, with all
 * that was typed. */
gboolean sanera_entry_edit_is_offered (const SaneraOutboxEntry *entry);
char *sanera_entry_edit_find_key (SaneraConnection *connection, const char *id);
gboolean
sanera_entry_edit_present (GtkWindow *parent, SaneraConnection *connection, const char *key);

/* What such a dialog ends with; @key: NULL: it was not about an entry. */
void sanera_entry_edit_act (GtkWidget *widget,
                            SaneraConnection *connection,
                            const char *key,
                            SaneraAction *action,
                            const char *words);
void sanera_entry_edit_drop (GtkWidget *widget, SaneraConnection *connection, const char *key);

G_END_DECLS

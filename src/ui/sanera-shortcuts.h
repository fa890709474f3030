/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaneraShortcutFunc:
 * @group: (nullable): heading of the keys from here on; %NULL: as the one before
 * @title: what the keys do
 * @accels: (array zero-terminated=1): the keys, in the form of gtk_accelerator_parse()
 * @user_data: what was given along
 */
typedef void (*SaneraShortcutFunc) (const char *group,
                                    const char *title,
                                    const char *const *accels,
                                    gpointer user_data);

void sanera_shortcuts_set_accels (GtkApplication *application);
void sanera_shortcuts_foreach (SaneraShortcutFunc function, gpointer user_data);

G_END_DECLS

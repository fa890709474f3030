/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_SHORTCUTS_WINDOW (sanera_shortcuts_window_get_type ())

/* All keys, with a search. GtkShortcutsWindow neither scrolls, so that large text is beyond the
 * edge of a small screen, nor has names for screen readers. */
G_DECLARE_FINAL_TYPE (SaneraShortcutsWindow,
                      sanera_shortcuts_window,
                      SANERA,
                      SHORTCUTS_WINDOW,
                      AdwPreferencesWindow)

GtkWidget *sanera_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS

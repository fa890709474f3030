/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An entry with a title in a list, as AdwEntryRow, that a screen reader finds: a list item that has
 * the text with the focus inside. In templates it stands where AdwEntryRow would. */
#define SANERA_TYPE_ENTRY_ROW (sanera_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (SaneraEntryRow, sanera_entry_row, SANERA, ENTRY_ROW, AdwEntryRow)

GtkWidget *sanera_entry_row_new (void);
void sanera_entry_row_expose (AdwEntryRow *row);

G_END_DECLS

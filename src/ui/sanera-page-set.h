/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-page.h"
#include "sanera-view-state.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PAGE_SET (sanera_page_set_get_type ())

/* The pages of a window, each made when it is first asked for. Signal "made" (SaneraPage): it is in
 * the stack, and has no connection yet. */
G_DECLARE_FINAL_TYPE (SaneraPageSet, sanera_page_set, SANERA, PAGE_SET, GObject)

SaneraPageSet *sanera_page_set_new (GtkStack *stack, GSettings *settings);
SaneraPageClass *sanera_page_set_add (SaneraPageSet *self, GType type);
gboolean sanera_page_set_has (SaneraPageSet *self, const char *page_id);
SaneraPage *sanera_page_set_find (SaneraPageSet *self, const char *page_id);
void sanera_page_set_for_each (SaneraPageSet *self, GFunc func, gpointer data);
guint sanera_page_set_choose (SaneraPageSet *self, SaneraPage *page);
const char *sanera_page_set_get_chosen (SaneraPageSet *self, const char *page_id);
void sanera_page_set_save_state (SaneraPageSet *self, SaneraViewState *state);
void sanera_page_set_restore_state (SaneraPageSet *self, SaneraViewState *state);

G_END_DECLS

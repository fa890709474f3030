/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaneraFormState:
 *
 * What a person did in a window: what is typed and chosen, what is unfolded, how far it is
 * scrolled, where the focus and the caret are. Taken from one window and given to another that the
 * same code has made, in another language: a field is found again by its place among the others,
 * and one in a list by its name, where that is the same in every language.
 */
typedef struct _SaneraFormState SaneraFormState;

SaneraFormState *sanera_form_state_new (GtkWidget *root);
SaneraFormState *sanera_form_state_new_view (GtkWidget *root);
void sanera_form_state_free (SaneraFormState *self);
void sanera_form_state_leave_out (SaneraFormState *self, const SaneraFormState *untouched);
void sanera_form_state_restore (SaneraFormState *self, GtkWidget *root);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraFormState, sanera_form_state_free)

G_END_DECLS

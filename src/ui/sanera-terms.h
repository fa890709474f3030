/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_TERMS (sanera_terms_get_type ())

/* Shows the English of what is under the pointer or has the keyboard focus, in all windows, while
 * the setting english-terms is on. */
G_DECLARE_FINAL_TYPE (SaneraTerms, sanera_terms, SANERA, TERMS, GObject)

SaneraTerms *sanera_terms_new (GSettings *settings);
char *sanera_terms_find (SaneraTerms *self, GtkWidget *widget);
GtkWidget *sanera_terms_unwrap (GtkWidget *widget);

G_END_DECLS

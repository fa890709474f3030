/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sanera-terms.h"

G_BEGIN_DECLS

/**
 * SwitchWords:
 *
 * What the program says in each language, to tell whether words of another one are left.
 */
typedef struct _SwitchWords SwitchWords;

SwitchWords *switch_words_new (void);
void switch_words_free (SwitchWords *self);
char *switch_words_find_left (SwitchWords *self,
                              GHashTable *before,
                              GtkWidget *root,
                              const char *old_language,
                              const char *new_language);

char *switch_words_find_silent (SwitchWords *self,
                                SaneraTerms *terms,
                                GtkWidget *root,
                                const char *language);

GHashTable *switch_check_labels (GtkWidget *root);
void switch_check_fill (GtkWidget *root);
char *switch_check_describe (GtkWidget *root);

G_END_DECLS

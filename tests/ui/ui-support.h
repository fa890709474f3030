/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The longest wait of a test for what takes a moment, milliseconds: on a loaded machine. */
#define UI_LIMIT_MS (60 * 1000)

/**
 * UiCondition:
 * @user_data: what was given to ui_wait_until()
 *
 * Returns: %TRUE once what the test waits for is so
 */
typedef gboolean (*UiCondition) (gpointer user_data);

void ui_init (int *argc, char ***argv);
gboolean ui_wait_until (UiCondition condition, gpointer user_data, guint milliseconds);
void ui_wait_frame (GtkWidget *widget);
GtkWidget *ui_find (GtkWidget *root, GType type, const char *id);
const char *ui_get_text (GtkWidget *widget);
GtkWidget *ui_find_text (GtkWidget *root, GType type, const char *text);
GtkWidget *ui_find_words (GtkWidget *root, GType type, const char *words);
GtkWidget *ui_find_window (GType type);
void ui_click (GtkWidget *button);
void ui_remove_tree (const char *path);
void ui_save_picture (GtkWidget *widget, const char *file_name);

G_END_DECLS

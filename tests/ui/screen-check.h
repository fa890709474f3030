/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ScreenCheck:
 * @root: the window or popover that is looked at, drawn
 * @width: the room there is on the screen, in pixels
 * @height: the same
 * @percent: the scale of text
 * @found: (element-type utf8): what is wrong, in words; added to
 *
 * One look at one window.
 */
typedef struct
{
  GtkWidget *root;
  int width;
  int height;
  int percent;
  GPtrArray *found;
} ScreenCheck;

void screen_check_layout (ScreenCheck *self);
void screen_check_names (ScreenCheck *self);
void screen_check_mnemonics (ScreenCheck *self);
void screen_check_contrast (ScreenCheck *self, double least);
void screen_check_add (ScreenCheck *self, GtkWidget *widget, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS

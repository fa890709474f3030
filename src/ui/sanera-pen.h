/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaneraPenStyle:
 * @SANERA_PEN_END: at the end of its room, where reading ends
 * @SANERA_PEN_NUMERIC: digits of one width
 * @SANERA_PEN_LINK: leads elsewhere
 * @SANERA_PEN_CAPTION: smaller and fainter: a remark
 * @SANERA_PEN_DATA: comes from the data and may be cut; what Sanera says itself never is
 *
 * How a text is written.
 */
typedef enum
{
  SANERA_PEN_PLAIN = 0,
  SANERA_PEN_END = 1 << 0,
  SANERA_PEN_NUMERIC = 1 << 1,
  SANERA_PEN_LINK = 1 << 2,
  SANERA_PEN_CAPTION = 1 << 3,
  SANERA_PEN_DATA = 1 << 4,
} SaneraPenStyle;

typedef struct _SaneraPen SaneraPen;

/**
 * SaneraPenWatch:
 * @layout: what has been written
 * @style: how
 * @data: as given
 *
 * Is told of what a pen writes.
 */
typedef void (*SaneraPenWatch) (PangoLayout *layout, SaneraPenStyle style, gpointer data);

SaneraPen *sanera_pen_new (GtkWidget *owner);
void sanera_pen_free (SaneraPen *self);
void sanera_pen_begin (SaneraPen *self, GtkWidget *cell, GtkSnapshot *snapshot);
void sanera_pen_set_watch (SaneraPen *self, SaneraPenWatch watch, gpointer data);
int sanera_pen_get_width (SaneraPen *self);
int sanera_pen_measure (SaneraPen *self, const char *text, SaneraPenStyle style);
void sanera_pen_write (SaneraPen *self, const char *text, int x, int width, SaneraPenStyle style);
void sanera_pen_draw_icon (SaneraPen *self, const char *icon_name, int x, int size);
void sanera_pen_draw_progress (SaneraPen *self,
                               int x,
                               int width,
                               gint64 fixed,
                               gint64 exposed,
                               gint64 unknown);
void sanera_pen_draw_exposure (SaneraPen *self, int x, int width, gint64 exposed, gint64 total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraPen, sanera_pen_free)

G_END_DECLS

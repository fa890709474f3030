/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-pen.h"

#include <adwaita.h>

#include "sanera-progress-bar.h"

/* As .dim-label in our style sheets, and .caption of libadwaita. */
#define CAPTION_ALPHA 0.78f
#define CAPTION_ALPHA_HIGH_CONTRAST 0.9f
#define CAPTION_SCALE 0.82

#define N_STYLES 16

/**
 * SaneraPen:
 *
 * Draws what stands in the cells of a list. A cell that is a widget of its own for each text, bar
 * and icon costs GTK many times what drawing them does, and a list has thousands of cells; so a
 * cell draws itself, and all of a list share one layout of Pango. What was drawn GTK keeps, so a
 * text is laid out again only when it is another one.
 *
 * Places are counted from where reading begins: in a right-to-left language from the right.
 */
struct _SaneraPen
{
  GtkWidget *owner; /* not owned */
  PangoLayout *layout;
  PangoAttrList *attributes[N_STYLES]; /* made when first needed */
  guint serial; /* of the font that ascent and descent are of */
  int ascent;
  int descent;

  GtkWidget *cell; /* from here: of what is being drawn */
  GtkSnapshot *snapshot;
  GdkRGBA color;
  int width;
  int height;
};

/**
 * sanera_pen_new:
 * @owner: the widget whose font it writes with; must live as long
 *
 * Returns: (transfer full): a pen
 */
SaneraPen *
sanera_pen_new (GtkWidget *owner)
{
  SaneraPen *self;

  g_return_val_if_fail (GTK_IS_WIDGET (owner), NULL);

  self = g_new0 (SaneraPen, 1);
  self->owner = owner;
  return self;
}

/**
 * sanera_pen_free:
 * @self: (transfer full): a pen
 */
void
sanera_pen_free (SaneraPen *self)
{
  g_clear_object (&self->layout);
  for (guint i = 0; i < N_STYLES; i++)
    g_clear_pointer (&self->attributes[i], pango_attr_list_unref);
  g_free (self);
}

/* The first font decides where all texts of a row stand, whatever script they are in: a line of
 * Chinese reaches higher above its baseline than one of Latin letters. */
static void
measure_font (SaneraPen *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->owner);
  guint serial = pango_context_get_serial (context);
  PangoFontMetrics *metrics;

  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (self->owner, NULL);
      pango_layout_set_single_paragraph_mode (self->layout, TRUE);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }
  else if (self->serial == serial)
    return;

  self->serial = serial;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->ascent = pango_font_metrics_get_ascent (metrics);
  self->descent = pango_font_metrics_get_descent (metrics);
  pango_font_metrics_unref (metrics);
}

/**
 * sanera_pen_begin:
 * @self: a pen
 * @cell: what is drawn
 * @snapshot: where to
 *
 * Goes to a cell; what is drawn afterwards is drawn there.
 */
void
sanera_pen_begin (SaneraPen *self, GtkWidget *cell, GtkSnapshot *snapshot)
{
  measure_font (self);
  self->cell = cell;
  self->snapshot = snapshot;
  self->width = gtk_widget_get_width (cell);
  self->height = gtk_widget_get_height (cell);
  gtk_style_context_get_color (gtk_widget_get_style_context (cell), &self->color);
}

/**
 * sanera_pen_get_width:
 * @self: a pen in a cell
 *
 * Returns: how much room there is, in pixels
 */
int
sanera_pen_get_width (SaneraPen *self)
{
  return self->width;
}

static gboolean
is_mirrored (SaneraPen *self)
{
  return gtk_widget_get_direction (self->cell) == GTK_TEXT_DIR_RTL;
}

/* Where something begins on the screen. */
static int
get_left (SaneraPen *self, int x, int width)
{
  return is_mirrored (self) ? self->width - x - width : x;
}

static PangoAttrList *
get_attributes (SaneraPen *self, SaneraPenStyle style)
{
  PangoAttrList *list;

  /* Where it stands is no matter of the layout. */
  style &= ~(SaneraPenStyle)SANERA_PEN_END;
  if (style == SANERA_PEN_PLAIN || self->attributes[style] != NULL)
    return self->attributes[style];

  list = self->attributes[style] = pango_attr_list_new ();
  if ((style & SANERA_PEN_NUMERIC) != 0)
    pango_attr_list_insert (list, pango_attr_font_features_new ("tnum=1"));
  if ((style & SANERA_PEN_LINK) != 0)
    pango_attr_list_insert (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
  if ((style & SANERA_PEN_CAPTION) != 0)
    pango_attr_list_insert (list, pango_attr_scale_new (CAPTION_SCALE));

  return list;
}

static void
set_text (SaneraPen *self, const char *text, int width, SaneraPenStyle style)
{
  PangoAttrList *attributes = get_attributes (self, style);

  if (pango_layout_get_attributes (self->layout) != attributes)
    pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_width (self->layout, width >= 0 ? width * PANGO_SCALE : -1);
  pango_layout_set_text (self->layout, text, -1);
}

static GdkRGBA
get_color (SaneraPen *self, SaneraPenStyle style)
{
  GdkRGBA color = self->color;

  if ((style & SANERA_PEN_LINK) != 0)
    gtk_style_context_lookup_color (gtk_widget_get_style_context (self->cell), "accent_color",
                                    &color);
  if ((style & SANERA_PEN_CAPTION) != 0)
    color.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ())
                       ? CAPTION_ALPHA_HIGH_CONTRAST
                       : CAPTION_ALPHA;

  return color;
}

/**
 * sanera_pen_measure:
 * @self: a pen in a cell
 * @text: a text
 * @style: how it is written
 *
 * Returns: how much room it needs in whole, in pixels
 */
int
sanera_pen_measure (SaneraPen *self, const char *text, SaneraPenStyle style)
{
  int width;

  set_text (self, text, -1, style);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  return width;
}

/**
 * sanera_pen_write:
 * @self: a pen in a cell
 * @text: (nullable): one line
 * @x: where its room begins, in pixels
 * @width: of its room; what is longer is cut with "…"
 * @style: how it is written
 *
 * Writes a text in the middle of the cell's height.
 */
void
sanera_pen_write (SaneraPen *self, const char *text, int x, int width, SaneraPenStyle style)
{
  gboolean at_right = ((style & SANERA_PEN_END) != 0) != is_mirrored (self);
  PangoRectangle extents;
  GdkRGBA color;
  float left, top;
  int baseline;

  if (text == NULL || *text == '\0' || width <= 0)
    return;

  set_text (self, text, width, style);
  pango_layout_get_pixel_extents (self->layout, NULL, &extents);
  color = get_color (self, style);
  left = (float)(get_left (self, x, width) - extents.x + (at_right ? width - extents.width : 0));
  /* All stand on one line, and that on a pixel. */
  baseline = PANGO_PIXELS ((self->height * PANGO_SCALE + self->ascent - self->descent) / 2);
  top = (float)baseline - (float)pango_layout_get_baseline (self->layout) / PANGO_SCALE;

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (left, top));
  gtk_snapshot_append_layout (self->snapshot, self->layout, &color);
  gtk_snapshot_restore (self->snapshot);
}

/**
 * sanera_pen_draw_icon:
 * @self: a pen in a cell
 * @icon_name: a symbolic icon
 * @x: where it begins, in pixels
 * @size: its width and height
 *
 * Draws an icon in the colour of the text.
 */
void
sanera_pen_draw_icon (SaneraPen *self, const char *icon_name, int x, int size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->cell));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, icon_name, NULL, size, gtk_widget_get_scale_factor (self->cell),
      gtk_widget_get_direction (self->cell), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float)get_left (self, x, size),
                                                                (float)(self->height - size) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), self->snapshot, size,
                                            size, &self->color, 1);
  gtk_snapshot_restore (self->snapshot);
}

static void
draw_bar (SaneraPen *self, int x, int width, const SaneraProgressParts *parts)
{
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot,
                          &GRAPHENE_POINT_INIT ((float)get_left (self, x, width), 0));
  sanera_progress_bar_draw (self->cell, self->snapshot, width, self->height, parts);
  gtk_snapshot_restore (self->snapshot);
}

/**
 * sanera_pen_draw_progress:
 * @self: a pen in a cell
 * @x: where the bar begins, in pixels
 * @width: its length
 * @fixed: devices that are fixed
 * @exposed: devices still exposed
 * @unknown: devices of which nothing certain is known
 *
 * Draws the three numbers of rule R6, as #SaneraProgressBar does.
 */
void
sanera_pen_draw_progress (SaneraPen *self,
                          int x,
                          int width,
                          gint64 fixed,
                          gint64 exposed,
                          gint64 unknown)
{
  draw_bar (self, x, width,
            &(SaneraProgressParts){ MAX (fixed, 0), MAX (exposed, 0), MAX (unknown, 0), FALSE });
}

/**
 * sanera_pen_draw_exposure:
 * @self: a pen in a cell
 * @x: where the bar begins, in pixels
 * @width: its length
 * @exposed: exposed devices
 * @total: all devices that have the component
 *
 * Draws which share of the devices is exposed, as #SaneraProgressBar does.
 */
void
sanera_pen_draw_exposure (SaneraPen *self, int x, int width, gint64 exposed, gint64 total)
{
  total = MAX (total, 0);
  exposed = CLAMP (exposed, 0, total);
  draw_bar (self, x, width, &(SaneraProgressParts){ total - exposed, exposed, 0, TRUE });
}

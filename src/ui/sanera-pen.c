/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-pen.h"

#include <adwaita.h>
#include <string.h>

#include "sanera-progress-bar.h"

/* As .dim-label in our style sheets, and .caption of libadwaita. */
#define CAPTION_ALPHA 0.78f
#define CAPTION_ALPHA_HIGH_CONTRAST 0.9f
#define CAPTION_SCALE 0.82

#define N_STYLES 16

/* Texts that stay laid out: twice as many at most. A screenful has some 300. */
#define MAX_LAYOUTS 400

/**
 * SaneraPen:
 *
 * Draws what stands in the cells of a list. A cell that is a widget of its own for each text, bar
 * and icon costs GTK many times what drawing them does, and a list has thousands of cells; so a
 * cell draws itself. What was drawn GTK keeps; and as a list says the same again and again
 * (numbers, states, names of products), the texts written last stay laid out, and Pango is asked
 * for new ones only.
 *
 * Places are counted from where reading begins: in a right-to-left language from the right.
 */
struct _SaneraPen
{
  GtkWidget *owner; /* not owned */
  GHashTable *layouts; /* LayoutKey → PangoLayout, of the texts written last */
  GHashTable *older; /* those before: what is still used goes over to the others */
  PangoAttrList *attributes[N_STYLES]; /* made when first needed */
  guint serial; /* of the font that ascent and descent are of */
  int ascent;
  int descent;

  SaneraPenWatch watch;
  gpointer watch_data;

  GtkWidget *cell; /* from here: of what is being drawn */
  GtkSnapshot *snapshot;
  GdkRGBA color;
  int width;
  int height;
};

typedef struct
{
  char *text;
  int width; /* in pixels, -1: as it needs */
  SaneraPenStyle style; /* without those that only say where it stands, or that it may be cut */
} LayoutKey;

static guint
layout_key_hash (gconstpointer data)
{
  const LayoutKey *key = data;

  return g_str_hash (key->text) ^ ((guint)key->width << 4) ^ key->style;
}

static gboolean
layout_key_equal (gconstpointer data_a, gconstpointer data_b)
{
  const LayoutKey *a = data_a, *b = data_b;

  return a->width == b->width && a->style == b->style && strcmp (a->text, b->text) == 0;
}

static void
layout_key_free (gpointer data)
{
  LayoutKey *key = data;

  g_free (key->text);
  g_free (key);
}

static GHashTable *
create_layouts (void)
{
  return g_hash_table_new_full (layout_key_hash, layout_key_equal, layout_key_free, g_object_unref);
}

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
  self->layouts = create_layouts ();
  self->older = create_layouts ();
  return self;
}

/**
 * sanera_pen_free:
 * @self: (transfer full): a pen
 */
void
sanera_pen_free (SaneraPen *self)
{
  g_hash_table_unref (self->layouts);
  g_hash_table_unref (self->older);
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

  if (self->serial == serial)
    return;

  self->serial = serial;
  g_hash_table_remove_all (self->layouts);
  g_hash_table_remove_all (self->older);
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
 * sanera_pen_set_watch:
 * @self: a pen
 * @watch: (nullable): is told of every text that is written from now on
 * @data: for @watch
 *
 * What is drawn cannot be asked whether it has been cut: for tests.
 */
void
sanera_pen_set_watch (SaneraPen *self, SaneraPenWatch watch, gpointer data)
{
  self->watch = watch;
  self->watch_data = data;
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

static PangoLayout *
create_layout (SaneraPen *self, const LayoutKey *key)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->owner, key->text);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_attributes (layout, get_attributes (self, key->style));
  if (key->width >= 0)
    pango_layout_set_width (layout, key->width * PANGO_SCALE);

  return layout;
}

/* A text laid out; @width as in LayoutKey. It is the pen's. */
static PangoLayout *
get_layout (SaneraPen *self, const char *text, int width, SaneraPenStyle style)
{
  LayoutKey wanted = { (char *)text, width,
                       style & ~(SaneraPenStyle)(SANERA_PEN_END | SANERA_PEN_DATA) };
  PangoLayout *layout = g_hash_table_lookup (self->layouts, &wanted);
  LayoutKey *key = NULL;

  if (layout != NULL)
    return layout;

  if (g_hash_table_size (self->layouts) == MAX_LAYOUTS)
    {
      g_hash_table_unref (self->older);
      self->older = g_steal_pointer (&self->layouts);
      self->layouts = create_layouts ();
    }
  if (!g_hash_table_steal_extended (self->older, &wanted, (gpointer *)&key, (gpointer *)&layout))
    {
      key = g_memdup2 (&wanted, sizeof wanted);
      key->text = g_strdup (text);
      layout = create_layout (self, key);
    }
  g_hash_table_insert (self->layouts, key, layout);

  return layout;
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

  pango_layout_get_pixel_size (get_layout (self, text, -1, style), &width, NULL);
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
  PangoLayout *layout;
  float left, top;
  int baseline;

  if (text == NULL || *text == '\0' || width <= 0)
    return;

  layout = get_layout (self, text, width, style);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  color = get_color (self, style);
  left = (float)(get_left (self, x, width) - extents.x + (at_right ? width - extents.width : 0));
  /* All stand on one line, and that on a pixel. */
  baseline = PANGO_PIXELS ((self->height * PANGO_SCALE + self->ascent - self->descent) / 2);
  top = (float)baseline - (float)pango_layout_get_baseline (layout) / PANGO_SCALE;

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (left, top));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
  if (self->watch != NULL)
    self->watch (layout, style, self->watch_data);
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

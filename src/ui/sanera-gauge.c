/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-gauge.h"

#include <math.h>

#include "sanera-chart.h"
#include "sanera-language.h"

#define MIN_WIDTH 160
#define NATURAL_WIDTH 220
#define MAX_RADIUS 120.0
#define THICKNESS 16.0
/* Between the parts, in radians. */
#define GAP 0.02

/**
 * SaneraGauge:
 *
 * Half a ring with the three levels, each with its ends in numbers, and a pointer at the score. The
 * part that the score is in is drawn stronger: it is known without its colour.
 */
struct _SaneraGauge
{
  GtkWidget parent_instance;

  double score; /* NAN: no data */
};

G_DEFINE_FINAL_TYPE (SaneraGauge, sanera_gauge, GTK_TYPE_WIDGET)

static const double ends[] = { 0.0, 30.0, 70.0, 100.0 };

static double
get_angle (double score)
{
  return G_PI + G_PI * CLAMP (score, 0.0, 100.0) / 100.0;
}

/* Room for the numbers beside and above the ring. */
static int
get_margin (SaneraGauge *self)
{
  g_autoptr (PangoLayout) widest = sanera_chart_create_text (GTK_WIDGET (self), "000");
  int width;

  pango_layout_get_pixel_size (widest, &width, NULL);
  return width + 4;
}

static void
draw_parts (SaneraGauge *self, cairo_t *cr, double x, double y, double radius)
{
  SaneraExposureLevel now = sanera_exposure_level (self->score);

  for (guint i = 0; i + 1 < G_N_ELEMENTS (ends); i++)
    {
      SaneraExposureLevel level = (SaneraExposureLevel)(SANERA_EXPOSURE_LEVEL_LOW + (int)i);
      double width = level == now ? THICKNESS : THICKNESS * 0.5;
      GdkRGBA color;

      sanera_chart_get_level_color (GTK_WIDGET (self),
                                    now == SANERA_EXPOSURE_LEVEL_NONE ? now : level, &color);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, width);
      cairo_arc (cr, x, y, radius - width / 2, get_angle (ends[i]) + (i > 0 ? GAP : 0),
                 get_angle (ends[i + 1]) - (i + 2 < G_N_ELEMENTS (ends) ? GAP : 0));
      cairo_stroke (cr);
    }
}

/* A wedge from inside the ring to its outer edge. */
static void
draw_pointer (SaneraGauge *self, cairo_t *cr, double x, double y, double radius)
{
  double angle = get_angle (self->score);
  double inner = radius - THICKNESS - 10.0;
  double half = 5.0;
  GdkRGBA color;

  sanera_chart_get_color (GTK_WIDGET (self), NULL, &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_move_to (cr, x + (radius + 1) * cos (angle), y + (radius + 1) * sin (angle));
  cairo_line_to (cr, x + inner * cos (angle) - half * sin (angle),
                 y + inner * sin (angle) + half * cos (angle));
  cairo_line_to (cr, x + inner * cos (angle) + half * sin (angle),
                 y + inner * sin (angle) - half * cos (angle));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
append_numbers (SaneraGauge *self, GtkSnapshot *snapshot, double x, double y, double radius)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double height = sanera_chart_get_text_height (widget);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *number = sanera_language_number ((gint64)ends[i]);
      g_autoptr (PangoLayout) text = sanera_chart_create_text (widget, number);
      double angle = get_angle (ends[i]);
      double side = cos (angle);
      float align = side < -0.2 ? 1.f : side > 0.2 ? 0.f : 0.5f;

      sanera_chart_append_text (widget, snapshot, text, (float)(x + (radius + 4) * side),
                                (float)(y + (radius + 4) * sin (angle) - height * 0.8), align);
    }
}

static void
sanera_gauge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraGauge *self = SANERA_GAUGE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double margin = get_margin (self);
  double radius = MIN (MIN (width / 2 - margin, height - margin / 2 - 4), MAX_RADIUS);
  double x = width / 2;
  double y = height - 4;
  cairo_t *cr;

  if (radius <= THICKNESS)
    return;

  cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  draw_parts (self, cr, x, y, radius);
  if (!isnan (self->score))
    draw_pointer (self, cr, x, y, radius);
  cairo_destroy (cr);
  append_numbers (self, snapshot, x, y, radius);
}

static void
sanera_gauge_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  int margin = get_margin (SANERA_GAUGE (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH + margin;
      return;
    }
  if (for_size < 0)
    for_size = NATURAL_WIDTH + margin;
  *minimum = *natural = (int)MIN (for_size / 2.0 - margin, MAX_RADIUS) + margin / 2 + 8;
}

static GtkSizeRequestMode
sanera_gauge_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sanera_gauge_class_init (SaneraGaugeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_gauge_snapshot;
  widget_class->measure = sanera_gauge_measure;
  widget_class->get_request_mode = sanera_gauge_get_request_mode;

  gtk_widget_class_set_css_name (widget_class, "sanerachart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sanera_gauge_init (SaneraGauge *self)
{
  self->score = (double)NAN;
}

/**
 * sanera_gauge_new:
 *
 * Returns: (transfer floating): a gauge without a score
 */
GtkWidget *
sanera_gauge_new (void)
{
  return g_object_new (SANERA_TYPE_GAUGE, NULL);
}

/**
 * sanera_gauge_set_score:
 * @self: a gauge
 * @score: 0 to 100; NAN: no data
 *
 * Its text alternative is set with sanera_chart_set_text().
 */
void
sanera_gauge_set_score (SaneraGauge *self, double score)
{
  g_return_if_fail (SANERA_IS_GAUGE (self));

  self->score = score;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

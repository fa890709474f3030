/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-ring.h"

#include "sanera-chart.h"

#define MIN_SIZE 112
#define NATURAL_SIZE 140
#define THICKNESS 20.0
/* Between the parts, in radians. */
#define GAP 0.035
/* One device of thousands is still a device: a part is never drawn as nothing. */
#define MIN_ANGLE 0.1

/**
 * SaneraRing:
 *
 * Clockwise from the top in the order of its legend, parted by gaps; "no data" is thinner than the
 * levels.
 */
struct _SaneraRing
{
  GtkWidget parent_instance;

  gint64 levels[SANERA_EXPOSURE_LEVEL_HIGH + 1];
};

G_DEFINE_FINAL_TYPE (SaneraRing, sanera_ring, GTK_TYPE_WIDGET)

static const SaneraExposureLevel order[] = {
  SANERA_EXPOSURE_LEVEL_HIGH,
  SANERA_EXPOSURE_LEVEL_MEDIUM,
  SANERA_EXPOSURE_LEVEL_LOW,
  SANERA_EXPOSURE_LEVEL_NONE,
};

static void
draw_part (SaneraRing *self,
           cairo_t *cr,
           double center,
           SaneraExposureLevel level,
           double from,
           double to)
{
  double width = level == SANERA_EXPOSURE_LEVEL_NONE ? THICKNESS / 2 : THICKNESS;
  GdkRGBA color;

  sanera_chart_get_level_color (GTK_WIDGET (self), level, &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, width);
  cairo_arc (cr, center, center, center - THICKNESS / 2, from - G_PI / 2, to - G_PI / 2);
  cairo_stroke (cr);
}

/* Angles in proportion, the small ones made visible at the cost of the others. */
static guint
get_angles (SaneraRing *self, double angles[G_N_ELEMENTS (order)])
{
  double sum = 0.0;
  gint64 total = 0;
  guint parts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    total += self->levels[order[i]];
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      gint64 count = self->levels[order[i]];

      angles[i] = count > 0 ? MAX ((double)count / (double)total * 2 * G_PI, MIN_ANGLE) : 0.0;
      sum += angles[i];
      parts += count > 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order) && sum > 0; i++)
    angles[i] *= 2 * G_PI / sum;

  return parts;
}

static void
sanera_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraRing *self = SANERA_RING (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double size = MIN (width, height);
  double angles[G_N_ELEMENTS (order)];
  guint parts = get_angles (self, angles);
  double gap = parts > 1 ? GAP : 0.0;
  double angle = 0.0;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));

  cairo_translate (cr, (width - size) / 2, (height - size) / 2);
  if (parts == 0)
    draw_part (self, cr, size / 2, SANERA_EXPOSURE_LEVEL_NONE, 0, 2 * G_PI);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (angles[i] > 0)
        draw_part (self, cr, size / 2, order[i], angle + gap / 2, angle + angles[i] - gap / 2);
      angle += angles[i];
    }
  cairo_destroy (cr);
}

static void
sanera_ring_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = MIN_SIZE;
  *natural = NATURAL_SIZE;
}

static void
sanera_ring_class_init (SaneraRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_ring_snapshot;
  widget_class->measure = sanera_ring_measure;

  gtk_widget_class_set_css_name (widget_class, "sanerachart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sanera_ring_init (SaneraRing *self)
{
}

/**
 * sanera_ring_new:
 *
 * Returns: (transfer floating): a ring of no devices
 */
GtkWidget *
sanera_ring_new (void)
{
  return g_object_new (SANERA_TYPE_RING, NULL);
}

/**
 * sanera_ring_set_levels:
 * @self: a ring
 * @levels: (array fixed-size=4): how many devices have each #SaneraExposureLevel
 *
 * Its text alternative is set with sanera_chart_set_text().
 */
void
sanera_ring_set_levels (SaneraRing *self, const gint64 *levels)
{
  g_return_if_fail (SANERA_IS_RING (self));

  for (guint i = 0; i < G_N_ELEMENTS (self->levels); i++)
    self->levels[i] = MAX (levels[i], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sanera_ring_get_order:
 * @n_levels: (out): how many
 *
 * Returns: (transfer none) (array length=n_levels): the levels in the order of the ring, for the
 *   legend
 */
const SaneraExposureLevel *
sanera_ring_get_order (guint *n_levels)
{
  *n_levels = G_N_ELEMENTS (order);
  return order;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-line-chart.h"

#include <math.h>

#include "sanera-chart.h"
#include "sanera-language.h"
#include "sanera-time.h"

#define MIN_WIDTH 140
#define NATURAL_WIDTH 260
#define PLOT_HEIGHT 64
#define DOT 3.0
/* The scale goes by tens. */
#define STEP 10.0

/**
 * SaneraLineChart:
 *
 * A point for each day that has a score, and a line between days that follow each other: where no
 * server ran, or nothing was assessed, there is none.
 */
struct _SaneraLineChart
{
  GtkWidget parent_instance;

  GArray *days; /* of SaneraScoreDay */
  gint64 last_day;
};

G_DEFINE_FINAL_TYPE (SaneraLineChart, sanera_line_chart, GTK_TYPE_WIDGET)

typedef struct
{
  double left, top, width, height; /* of the plot */
  double from, to; /* scores at its foot and its head */
  gint64 first_day;
} Plot;

static void
get_scale (SaneraLineChart *self, Plot *plot)
{
  double least = 100.0, most = 0.0;

  for (guint i = 0; i < self->days->len; i++)
    {
      double score = g_array_index (self->days, SaneraScoreDay, i).exposure_score;

      if (isnan (score))
        continue;
      least = MIN (least, score);
      most = MAX (most, score);
    }
  if (least > most)
    {
      plot->from = 0.0;
      plot->to = 100.0;
      return;
    }
  plot->from = STEP * floor (least / STEP);
  plot->to = MAX (STEP * ceil (most / STEP), plot->from + STEP);
}

static double
get_x (const Plot *plot, gint64 day)
{
  gint64 number = (day - plot->first_day) / SANERA_TIME_DAY;

  return plot->left + plot->width * (double)number / (SANERA_HISTORY_DAYS - 1);
}

static double
get_y (const Plot *plot, double score)
{
  return plot->top + plot->height * (1.0 - (score - plot->from) / (plot->to - plot->from));
}

static void
draw_line (SaneraLineChart *self, cairo_t *cr, const Plot *plot)
{
  const SaneraScoreDay *before = NULL;
  GdkRGBA color;

  sanera_chart_get_color (GTK_WIDGET (self), "accent_color", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2.0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->days->len; i++)
    {
      const SaneraScoreDay *day = &g_array_index (self->days, SaneraScoreDay, i);
      double x = get_x (plot, day->day), y = get_y (plot, day->exposure_score);

      if (isnan (day->exposure_score) || day->day < plot->first_day)
        continue;
      if (before != NULL && day->day - before->day == SANERA_TIME_DAY)
        {
          cairo_move_to (cr, get_x (plot, before->day), get_y (plot, before->exposure_score));
          cairo_line_to (cr, x, y);
          cairo_stroke (cr);
        }
      /* Days on their own would not be seen, and the last one is today's. */
      if (before == NULL || day->day - before->day != SANERA_TIME_DAY || i + 1 == self->days->len)
        {
          cairo_arc (cr, x, y, DOT, 0, 2 * G_PI);
          cairo_fill (cr);
        }
      before = day;
    }
}

static void
draw_grid (SaneraLineChart *self, cairo_t *cr, const Plot *plot)
{
  GdkRGBA color;

  sanera_chart_get_color (GTK_WIDGET (self), NULL, &color);
  color.alpha *= 0.25f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1.0);
  for (int i = 0; i < 2; i++)
    {
      double y = floor (plot->top + plot->height * i) + 0.5;

      cairo_move_to (cr, plot->left, y);
      cairo_line_to (cr, plot->left + plot->width, y);
      cairo_stroke (cr);
    }
}

static void
append_labels (SaneraLineChart *self, GtkSnapshot *snapshot, const Plot *plot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *low = sanera_language_number ((gint64)plot->from);
  g_autofree char *high = sanera_language_number ((gint64)plot->to);
  g_autofree char *first = sanera_language_date (plot->first_day);
  g_autofree char *last = sanera_language_date (self->last_day);
  const char *const scale[] = { high, low };
  const char *const dates[] = { first, last };
  float text_height = (float)sanera_chart_get_text_height (widget);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PangoLayout) number = sanera_chart_create_text (widget, scale[i]);
      g_autoptr (PangoLayout) date = sanera_chart_create_text (widget, dates[i]);

      sanera_chart_append_text (widget, snapshot, number, (float)plot->left - 6,
                                (float)(plot->top + plot->height * i) - text_height / 2, 1.f);
      sanera_chart_append_text (widget, snapshot, date, (float)(plot->left + plot->width * i),
                                (float)(plot->top + plot->height) + 6, (float)i);
    }
}

static void
sanera_line_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraLineChart *self = SANERA_LINE_CHART (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double text_height = sanera_chart_get_text_height (widget);
  g_autoptr (PangoLayout) widest = sanera_chart_create_text (widget, "100");
  Plot plot;
  cairo_t *cr;
  int margin;

  pango_layout_get_pixel_size (widest, &margin, NULL);
  plot.left = margin + 8;
  plot.top = text_height / 2;
  plot.width = width - plot.left - DOT;
  plot.height = height - plot.top - text_height - 8;
  plot.first_day = self->last_day - (SANERA_HISTORY_DAYS - 1) * SANERA_TIME_DAY;
  if (plot.width <= 0 || plot.height <= 0)
    return;

  get_scale (self, &plot);
  cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  draw_grid (self, cr, &plot);
  draw_line (self, cr, &plot);
  cairo_destroy (cr);
  append_labels (self, snapshot, &plot);
}

static void
sanera_line_chart_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural = PLOT_HEIGHT + 2 * sanera_chart_get_text_height (widget) + 8;
}

static void
sanera_line_chart_finalize (GObject *object)
{
  g_array_unref (SANERA_LINE_CHART (object)->days);

  G_OBJECT_CLASS (sanera_line_chart_parent_class)->finalize (object);
}

static void
sanera_line_chart_class_init (SaneraLineChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sanera_line_chart_finalize;
  widget_class->snapshot = sanera_line_chart_snapshot;
  widget_class->measure = sanera_line_chart_measure;

  gtk_widget_class_set_css_name (widget_class, "sanerachart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sanera_line_chart_init (SaneraLineChart *self)
{
  self->days = g_array_new (FALSE, FALSE, sizeof (SaneraScoreDay));
}

/**
 * sanera_line_chart_new:
 *
 * Returns: (transfer floating): a chart without days
 */
GtkWidget *
sanera_line_chart_new (void)
{
  return g_object_new (SANERA_TYPE_LINE_CHART, NULL);
}

/**
 * sanera_line_chart_set_days:
 * @self: a chart
 * @days: (element-type SaneraScoreDay): the history, the oldest day first
 * @last_day: the day at its end, a midnight UTC
 *
 * Its text alternative is set with sanera_chart_set_text().
 */
void
sanera_line_chart_set_days (SaneraLineChart *self, GArray *days, gint64 last_day)
{
  g_return_if_fail (SANERA_IS_LINE_CHART (self));
  g_return_if_fail (days != NULL);

  g_array_unref (self->days);
  self->days = g_array_copy (days);
  self->last_day = last_day;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-progress-bar.h"

#define BAR_HEIGHT 8
#define BAR_MIN_WIDTH 24
#define PART_GAP 1.f
#define STRIPE_WIDTH 3.f

/**
 * SaneraProgressBar:
 *
 * Shows how the devices of an activity divide into fixed, unknown and exposed. The parts differ in
 * shape as well as in colour (unknown is striped), and the text set by
 * sanera_progress_bar_set_text() is what a screen reader says. The cells of lists draw it without a
 * widget of its own, also which share of all devices is exposed: sanera_progress_bar_draw().
 */
struct _SaneraProgressBar
{
  GtkWidget parent_instance;

  SaneraProgressParts parts;
};

G_DEFINE_FINAL_TYPE (SaneraProgressBar, sanera_progress_bar, GTK_TYPE_WIDGET)

static GdkRGBA
lookup_color (GtkWidget *widget, const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);

  return color;
}

static void
append_stripes (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *color)
{
  GdkRGBA faint = *color;
  GskColorStop stops[4];

  faint.alpha *= 0.25f;
  stops[0] = (GskColorStop){ 0.f, *color };
  stops[1] = (GskColorStop){ 0.5f, *color };
  stops[2] = (GskColorStop){ 0.5f, faint };
  stops[3] = (GskColorStop){ 1.f, faint };
  gtk_snapshot_append_repeating_linear_gradient (
      snapshot, rect, &rect->origin,
      &GRAPHENE_POINT_INIT (rect->origin.x + STRIPE_WIDTH, rect->origin.y + STRIPE_WIDTH), stops,
      G_N_ELEMENTS (stops));
}

/**
 * sanera_progress_bar_draw:
 * @widget: whose colours and direction it has
 * @snapshot: where to
 * @width: its length, in pixels
 * @height: of the room in whose middle it is
 * @parts: what it shows
 *
 * Draws a bar.
 */
void
sanera_progress_bar_draw (GtkWidget *widget,
                          GtkSnapshot *snapshot,
                          int width,
                          int height,
                          const SaneraProgressParts *parts)
{
  float top = (float)(height - BAR_HEIGHT) / 2;
  gint64 total = parts->fixed + parts->exposed + parts->unknown;
  GdkRGBA track = lookup_color (widget, NULL);
  GdkRGBA solid = lookup_color (widget, parts->shows_exposure ? "warning_color" : "success_color");
  GdkRGBA striped = track;
  GskRoundedRect outline;
  float first = 0, second = 0;

  track.alpha *= 0.18f;
  striped.alpha *= 0.6f;

  if (total > 0)
    {
      gint64 filled = parts->shows_exposure ? parts->exposed : parts->fixed;

      first = (float)(width * ((double)filled / (double)total));
      /* One device of thousands is still a device: never drawn as nothing. */
      if (filled > 0)
        first = MAX (first, 2.f);
      second = (float)(width * ((double)parts->unknown / (double)total));
      if (parts->unknown > 0)
        second = MAX (second, 2.f);
    }

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, top, (float)width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2.f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);

  /* The first part grows from the side where reading starts. */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)width, 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }

  gtk_snapshot_append_color (snapshot, &track,
                             &GRAPHENE_RECT_INIT (0, top, (float)width, BAR_HEIGHT));
  if (first > 0)
    gtk_snapshot_append_color (snapshot, &solid, &GRAPHENE_RECT_INIT (0, top, first, BAR_HEIGHT));
  if (second > 0)
    append_stripes (snapshot,
                    &GRAPHENE_RECT_INIT (first > 0 ? first + PART_GAP : 0, top, second, BAR_HEIGHT),
                    &striped);

  gtk_snapshot_pop (snapshot);
}

static void
sanera_progress_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  sanera_progress_bar_draw (widget, snapshot, gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget), &SANERA_PROGRESS_BAR (widget)->parts);
}

static void
sanera_progress_bar_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = BAR_MIN_WIDTH;
  else
    *minimum = *natural = BAR_HEIGHT;
}

static void
sanera_progress_bar_class_init (SaneraProgressBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_progress_bar_snapshot;
  widget_class->measure = sanera_progress_bar_measure;

  gtk_widget_class_set_css_name (widget_class, "saneraprogress");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sanera_progress_bar_init (SaneraProgressBar *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * sanera_progress_bar_new:
 *
 * Returns: (transfer floating): an empty bar
 */
GtkWidget *
sanera_progress_bar_new (void)
{
  return g_object_new (SANERA_TYPE_PROGRESS_BAR, NULL);
}

/**
 * sanera_progress_bar_set_progress:
 * @self: a bar
 * @fixed: devices that are fixed; unknown counts as none
 * @exposed: devices still exposed
 * @unknown: devices of which nothing certain is known
 *
 * Shows the three numbers of rule R6.
 */
void
sanera_progress_bar_set_progress (SaneraProgressBar *self,
                                  gint64 fixed,
                                  gint64 exposed,
                                  gint64 unknown)
{
  g_return_if_fail (SANERA_IS_PROGRESS_BAR (self));

  self->parts = (SaneraProgressParts){ MAX (fixed, 0), MAX (exposed, 0), MAX (unknown, 0), FALSE };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sanera_progress_bar_set_text:
 * @self: a bar
 * @text: what the bar shows, in words
 *
 * Sets the text alternative.
 */
void
sanera_progress_bar_set_text (SaneraProgressBar *self, const char *text)
{
  g_return_if_fail (SANERA_IS_PROGRESS_BAR (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
}

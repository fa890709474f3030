/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-progress-bar.h"

#define BAR_HEIGHT 8
#define BAR_MIN_WIDTH 24
#define PART_GAP 1.f
#define STRIPE_WIDTH 3.f

/**
 * SaneraProgressBar:
 *
 * Shows how the devices of an activity divide into fixed, unknown and exposed, or which share of
 * all devices is exposed. The parts differ in shape as well as in colour (unknown is striped), and
 * the text set by sanera_progress_bar_set_text() is what a screen reader says.
 */
struct _SaneraProgressBar
{
  GtkWidget parent_instance;

  gint64 fixed;
  gint64 exposed;
  gint64 unknown;
  gboolean shows_exposure;
};

G_DEFINE_FINAL_TYPE (SaneraProgressBar, sanera_progress_bar, GTK_TYPE_WIDGET)

static GdkRGBA
lookup_color (SaneraProgressBar *self, const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
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

static void
sanera_progress_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraProgressBar *self = SANERA_PROGRESS_BAR (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);
  float top = (height - BAR_HEIGHT) / 2;
  gint64 total = self->fixed + self->exposed + self->unknown;
  GdkRGBA track = lookup_color (self, NULL);
  GdkRGBA solid = lookup_color (self, self->shows_exposure ? "warning_color" : "success_color");
  GdkRGBA striped = lookup_color (self, NULL);
  GskRoundedRect outline;
  float first, second;

  track.alpha *= 0.18f;
  striped.alpha *= 0.6f;

  if (total > 0)
    {
      gint64 filled = self->shows_exposure ? self->exposed : self->fixed;

      first = (float)(width * ((double)filled / (double)total));
      /* One device of thousands is still a device: never drawn as nothing. */
      if (filled > 0)
        first = MAX (first, 2.f);
      second = (float)(width * ((double)self->unknown / (double)total));
      if (self->unknown > 0)
        second = MAX (second, 2.f);
    }
  else
    first = second = 0.f;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, top, width, BAR_HEIGHT),
                                   BAR_HEIGHT / 2.f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);

  /* The first part grows from the side where reading starts. */
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width, 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }

  gtk_snapshot_append_color (snapshot, &track, &GRAPHENE_RECT_INIT (0, top, width, BAR_HEIGHT));
  if (first > 0)
    gtk_snapshot_append_color (snapshot, &solid, &GRAPHENE_RECT_INIT (0, top, first, BAR_HEIGHT));
  if (second > 0)
    append_stripes (snapshot,
                    &GRAPHENE_RECT_INIT (first > 0 ? first + PART_GAP : 0, top, second, BAR_HEIGHT),
                    &striped);

  gtk_snapshot_pop (snapshot);
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

static void
set_values (SaneraProgressBar *self,
            gint64 fixed,
            gint64 exposed,
            gint64 unknown,
            gboolean shows_exposure)
{
  fixed = MAX (fixed, 0);
  exposed = MAX (exposed, 0);
  unknown = MAX (unknown, 0);
  if (self->fixed == fixed && self->exposed == exposed && self->unknown == unknown &&
      self->shows_exposure == shows_exposure)
    return;

  self->fixed = fixed;
  self->exposed = exposed;
  self->unknown = unknown;
  self->shows_exposure = shows_exposure;
  gtk_widget_queue_draw (GTK_WIDGET (self));
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

  set_values (self, fixed, exposed, unknown, FALSE);
}

/**
 * sanera_progress_bar_set_exposure:
 * @self: a bar
 * @exposed: exposed devices
 * @total: all devices that have the component
 *
 * Shows which share of the devices is exposed.
 */
void
sanera_progress_bar_set_exposure (SaneraProgressBar *self, gint64 exposed, gint64 total)
{
  g_return_if_fail (SANERA_IS_PROGRESS_BAR (self));

  exposed = CLAMP (exposed, 0, MAX (total, 0));
  set_values (self, total - exposed, exposed, 0, TRUE);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-swatch.h"

#include "sanera-chart.h"

#define SIZE 12.f

/**
 * SaneraSwatch:
 *
 * Filled for a level, an outline for "no data". The word beside it says which level it is, so
 * screen readers need not name it.
 */
struct _SaneraSwatch
{
  GtkWidget parent_instance;

  SaneraExposureLevel level;
};

G_DEFINE_FINAL_TYPE (SaneraSwatch, sanera_swatch, GTK_TYPE_WIDGET)

static void
sanera_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraSwatch *self = SANERA_SWATCH (widget);
  float x = ((float)gtk_widget_get_width (widget) - SIZE) / 2;
  float y = ((float)gtk_widget_get_height (widget) - SIZE) / 2;
  GskRoundedRect outline;
  GdkRGBA color;

  sanera_chart_get_level_color (widget, self->level, &color);
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, SIZE, SIZE), 3.f);
  if (self->level == SANERA_EXPOSURE_LEVEL_NONE)
    {
      gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                                  (GdkRGBA[4]){ color, color, color, color });
      return;
    }
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
sanera_swatch_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = (int)SIZE;
}

static void
sanera_swatch_class_init (SaneraSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_swatch_snapshot;
  widget_class->measure = sanera_swatch_measure;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sanera_swatch_init (SaneraSwatch *self)
{
}

/**
 * sanera_swatch_new:
 * @level: a level
 *
 * Returns: (transfer floating): its sign
 */
GtkWidget *
sanera_swatch_new (SaneraExposureLevel level)
{
  SaneraSwatch *self = g_object_new (SANERA_TYPE_SWATCH, NULL);

  self->level = level;
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-chart.h"

/* Labels in charts are a little smaller than text. */
#define TEXT_SCALE 0.85

/**
 * sanera_chart_get_color:
 * @widget: a chart
 * @name: (nullable): a named colour of the theme, %NULL: the colour of text
 * @color: (out): the colour in the style that is in effect, which may be dark or of high contrast
 */
void
sanera_chart_get_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

/**
 * sanera_chart_get_level_color:
 * @widget: a chart
 * @level: a level of exposure
 * @color: (out): its colour: that of text on the theme's background, so it can be told from it
 *
 * A level is never shown by its colour alone.
 */
void
sanera_chart_get_level_color (GtkWidget *widget, SaneraExposureLevel level, GdkRGBA *color)
{
  static const char *const names[] = {
    [SANERA_EXPOSURE_LEVEL_NONE] = NULL,
    [SANERA_EXPOSURE_LEVEL_LOW] = "success_color",
    [SANERA_EXPOSURE_LEVEL_MEDIUM] = "warning_color",
    [SANERA_EXPOSURE_LEVEL_HIGH] = "error_color",
  };

  sanera_chart_get_color (widget, names[level], color);
  if (level == SANERA_EXPOSURE_LEVEL_NONE)
    color->alpha *= 0.45f;
}

/**
 * sanera_chart_create_text:
 * @widget: a chart
 * @text: a label in it
 *
 * Returns: (transfer full): the label, in the person's font and size
 */
PangoLayout *
sanera_chart_create_text (GtkWidget *widget, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (TEXT_SCALE));
  pango_layout_set_attributes (layout, attributes);

  return layout;
}

/**
 * sanera_chart_get_text_height:
 * @widget: a chart
 *
 * Returns: how high a label is
 */
int
sanera_chart_get_text_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = sanera_chart_create_text (widget, "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/**
 * sanera_chart_append_text:
 * @widget: a chart
 * @snapshot: where it is drawn
 * @text: a label
 * @x: where it stands
 * @y: its top
 * @align: 0: @x is where it begins, 0.5: its middle, 1: its end
 *
 * Draws a label in the colour of text.
 */
void
sanera_chart_append_text (GtkWidget *widget,
                          GtkSnapshot *snapshot,
                          PangoLayout *text,
                          float x,
                          float y,
                          float align)
{
  GdkRGBA color;
  int width;

  sanera_chart_get_color (widget, NULL, &color);
  pango_layout_get_pixel_size (text, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - align * (float)width, y));
  gtk_snapshot_append_layout (snapshot, text, &color);
  gtk_snapshot_restore (snapshot);
}

/**
 * sanera_chart_set_text:
 * @widget: a chart
 * @text: what it shows, in words
 *
 * Sets the text alternative.
 */
void
sanera_chart_set_text (GtkWidget *widget, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

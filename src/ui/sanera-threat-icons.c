/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-threat-icons.h"

#include <glib/gi18n.h>

#define ICON_SIZE 16
#define ICON_GAP 6

/**
 * SaneraThreatIcons:
 *
 * Two icons: a public exploit is available, and there is an active alert. An icon that does not
 * apply keeps its place, so that the columns of icons of a list stay columns. Their names are in
 * sanera_threat_icons_to_text(): for the tooltip and the name of the cell.
 */
struct _SaneraThreatIcons
{
  GtkWidget parent_instance;

  gboolean exploit;
  gboolean alert;
};

G_DEFINE_FINAL_TYPE (SaneraThreatIcons, sanera_threat_icons, GTK_TYPE_WIDGET)

static void
snapshot_icon (GtkWidget *widget, GtkSnapshot *snapshot, const char *icon_name, int place)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  GtkTextDirection direction = gtk_widget_get_direction (widget);
  int x = place * (ICON_SIZE + ICON_GAP);
  g_autoptr (GtkIconPaintable) icon = NULL;
  GdkRGBA color;

  if (direction == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - ICON_SIZE;
  icon = gtk_icon_theme_lookup_icon (theme, icon_name, NULL, ICON_SIZE,
                                     gtk_widget_get_scale_factor (widget), direction,
                                     GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float)x, (float)(gtk_widget_get_height (widget) - ICON_SIZE) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
sanera_threat_icons_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaneraThreatIcons *self = SANERA_THREAT_ICONS (widget);

  if (self->exploit)
    snapshot_icon (widget, snapshot, "sanera-exploit-symbolic", 0);
  if (self->alert)
    snapshot_icon (widget, snapshot, "sanera-alert-symbolic", 1);
}

static void
sanera_threat_icons_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * ICON_SIZE + ICON_GAP : ICON_SIZE;
}

static void
sanera_threat_icons_class_init (SaneraThreatIconsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = sanera_threat_icons_snapshot;
  widget_class->measure = sanera_threat_icons_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sanera_threat_icons_init (SaneraThreatIcons *self)
{
}

/**
 * sanera_threat_icons_new:
 *
 * Returns: (transfer floating): icons that show no threat
 */
GtkWidget *
sanera_threat_icons_new (void)
{
  return g_object_new (SANERA_TYPE_THREAT_ICONS, NULL);
}

/**
 * sanera_threat_icons_set:
 * @self: threat icons
 * @exploit: whether a public exploit is available
 * @alert: whether there is an active alert
 *
 * Shows which threats there are.
 */
void
sanera_threat_icons_set (SaneraThreatIcons *self, gboolean exploit, gboolean alert)
{
  g_return_if_fail (SANERA_IS_THREAT_ICONS (self));

  exploit = exploit != FALSE;
  alert = alert != FALSE;
  if (self->exploit == exploit && self->alert == alert)
    return;

  self->exploit = exploit;
  self->alert = alert;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sanera_threat_icons_to_text:
 * @exploit: whether a public exploit is available
 * @alert: whether there is an active alert
 *
 * Returns: (transfer full): the same in words; empty when there is no threat
 */
char *
sanera_threat_icons_to_text (gboolean exploit, gboolean alert)
{
  if (exploit && alert)
    /* Translators: the two threats of a recommendation; keep the words of "Public exploit
       available" and "Active alert". */
    return g_strdup (_ ("Public exploit available, active alert"));
  if (exploit)
    return g_strdup (_ ("Public exploit available"));
  if (alert)
    return g_strdup (_ ("Active alert"));

  return g_strdup ("");
}

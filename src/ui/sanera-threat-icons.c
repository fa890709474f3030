/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-threat-icons.h"

#include <glib/gi18n.h>

/**
 * SaneraThreatIcons:
 *
 * Two icons: a public exploit is available, and there is an active alert. An icon that does not
 * apply keeps its place, so that the columns of icons of a list stay columns.
 */
struct _SaneraThreatIcons
{
  AdwBin parent_instance;

  GtkImage *exploit;
  GtkImage *alert;
};

G_DEFINE_FINAL_TYPE (SaneraThreatIcons, sanera_threat_icons, ADW_TYPE_BIN)

static GtkImage *
make_icon (const char *icon_name, const char *name)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (image, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_opacity (image, 0);
  return GTK_IMAGE (image);
}

static void
sanera_threat_icons_class_init (SaneraThreatIconsClass *klass)
{
}

static void
sanera_threat_icons_init (SaneraThreatIcons *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->exploit = make_icon ("sanera-exploit-symbolic", _ ("Public exploit available"));
  self->alert = make_icon ("sanera-alert-symbolic", _ ("Active alert"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->exploit));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->alert));
  adw_bin_set_child (ADW_BIN (self), box);
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

static void
show_icon (GtkImage *image, gboolean shown)
{
  GtkWidget *widget = GTK_WIDGET (image);

  gtk_widget_set_opacity (widget, shown ? 1 : 0);
  gtk_widget_set_has_tooltip (widget, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
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

  show_icon (self->exploit, exploit);
  show_icon (self->alert, alert);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-notice-bar.h"

#include "sanera-announce.h"

struct _SaneraNoticeBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (SaneraNoticeBar, sanera_notice_bar, ADW_TYPE_BIN)

static void
sanera_notice_bar_class_init (SaneraNoticeBarClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
sanera_notice_bar_init (SaneraNoticeBar *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->button = GTK_BUTTON (gtk_button_new ());
  self->revealer = GTK_REVEALER (gtk_revealer_new ());

  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);

  gtk_widget_add_css_class (box, "sanera-notice");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_revealer_set_child (self->revealer, outer);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

/**
 * sanera_notice_bar_new:
 * @icon_name: a symbolic icon
 *
 * Returns: (transfer floating): a bar that is not shown yet
 */
GtkWidget *
sanera_notice_bar_new (const char *icon_name)
{
  SaneraNoticeBar *self = g_object_new (SANERA_TYPE_NOTICE_BAR, NULL);

  gtk_image_set_from_icon_name (self->icon, icon_name);
  return GTK_WIDGET (self);
}

/**
 * sanera_notice_bar_set_message:
 * @self: a bar
 * @message: (nullable): a sentence; %NULL hides the bar
 */
void
sanera_notice_bar_set_message (SaneraNoticeBar *self, const char *message)
{
  g_return_if_fail (SANERA_IS_NOTICE_BAR (self));

  if (message != NULL && (!gtk_revealer_get_reveal_child (self->revealer) ||
                          g_strcmp0 (gtk_label_get_label (self->label), message) != 0))
    sanera_announce (GTK_WIDGET (self), message);
  if (message != NULL)
    gtk_label_set_label (self->label, message);
  gtk_revealer_set_reveal_child (self->revealer, message != NULL);
  /* A revealer that is closed still answers Tab. */
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
}

/**
 * sanera_notice_bar_set_action:
 * @self: a bar
 * @label: (nullable): words on the button; %NULL: no button
 * @action: (nullable): the action it does
 */
void
sanera_notice_bar_set_action (SaneraNoticeBar *self, const char *label, const char *action)
{
  g_return_if_fail (SANERA_IS_NOTICE_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

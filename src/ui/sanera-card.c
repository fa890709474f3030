/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-card.h"

#include <glib/gi18n.h>

#define HELP_WIDTH 46

struct _SaneraCard
{
  AdwBin parent_instance;

  char *title;
  GtkBox *content;
  GtkLabel *note;
  GtkBox *buttons;
};

G_DEFINE_FINAL_TYPE (SaneraCard, sanera_card, ADW_TYPE_BIN)

static void
sanera_card_finalize (GObject *object)
{
  g_free (SANERA_CARD (object)->title);

  G_OBJECT_CLASS (sanera_card_parent_class)->finalize (object);
}

static void
sanera_card_class_init (SaneraCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_card_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sanera_card_init (SaneraCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "sanera-card");
}

/**
 * sanera_card_new:
 * @title: its heading
 *
 * Returns: (transfer floating): a card with nothing in it
 */
GtkWidget *
sanera_card_new (const char *title)
{
  SaneraCard *self = g_object_new (SANERA_TYPE_CARD, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *heading = gtk_label_new (title);

  self->title = g_strdup (title);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (head), heading);
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "numeric");
  gtk_widget_set_valign (GTK_WIDGET (self->note), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (box), head);

  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_widget_set_vexpand (GTK_WIDGET (self->content), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->content));
  self->buttons = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->buttons));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return GTK_WIDGET (self);
}

/**
 * sanera_card_set_note:
 * @self: a card
 * @note: (nullable): what stands beside the heading: "5 / 403"
 * @spoken: (nullable): the same in words, for screen readers
 */
void
sanera_card_set_note (SaneraCard *self, const char *note, const char *spoken)
{
  g_return_if_fail (SANERA_IS_CARD (self));

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->note), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->note), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken != NULL ? spoken : "", -1);
}

/**
 * sanera_card_append:
 * @self: a card
 * @child: what it shows below what it shows already
 */
void
sanera_card_append (SaneraCard *self, GtkWidget *child)
{
  g_return_if_fail (SANERA_IS_CARD (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_box_append (self->content, child);
}

/**
 * sanera_card_append_text:
 * @self: a card
 * @css_class: (nullable): how it looks
 *
 * Appends a paragraph.
 *
 * Returns: (transfer none): the GtkLabel, empty
 */
GtkWidget *
sanera_card_append_text (SaneraCard *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_return_val_if_fail (SANERA_IS_CARD (self), NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (self->content, label);

  return label;
}

static void
add_to_buttons (SaneraCard *self, GtkWidget *button, const char *label)
{
  /* Translators: a button and the card of the dashboard it is on, for screen readers: "Show more:
     Top security recommendations" */
  g_autofree char *spoken = g_strdup_printf (C_ ("button", "%s: %s"), label, self->title);

  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_box_append (self->buttons, button);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), TRUE);
}

/**
 * sanera_card_add_button:
 * @self: a card
 * @label: the button's label
 *
 * Adds a button at the foot.
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
sanera_card_add_button (SaneraCard *self, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_return_val_if_fail (SANERA_IS_CARD (self), NULL);

  add_to_buttons (self, button, label);
  return button;
}

/**
 * sanera_card_add_help:
 * @self: a card
 * @label: the button's label
 * @text: what it explains
 *
 * Adds a button at the foot that explains the card.
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
sanera_card_add_help (SaneraCard *self, const char *label, const char *text)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *words = gtk_label_new (text);

  g_return_val_if_fail (SANERA_IS_CARD (self), NULL);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (words), HELP_WIDTH);
  /* So that it can be read aloud, and copied. */
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_widget_add_css_class (words, "sanera-help");
  gtk_popover_set_child (GTK_POPOVER (popover), words);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  add_to_buttons (self, button, label);
  return button;
}

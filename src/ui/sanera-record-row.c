/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-record-row.h"

struct _SaneraRecordRow
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *button;
};

enum
{
  SIGNAL_BUTTON_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraRecordRow, sanera_record_row, GTK_TYPE_BOX)

static void
clicked_cb (SaneraRecordRow *self)
{
  g_signal_emit (self, signals[SIGNAL_BUTTON_CLICKED], 0);
}

static void
sanera_record_row_class_init (SaneraRecordRowClass *klass)
{
  /**
   * SaneraRecordRow::button-clicked:
   * @self: the row
   */
  signals[SIGNAL_BUTTON_CLICKED] =
      g_signal_new ("button-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
make_line (GtkWidget *lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Without it a wrapping label asks for the width of its longest line. */
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (lines), label);
  return GTK_LABEL (label);
}

static void
sanera_record_row_init (SaneraRecordRow *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->title = make_line (lines);
  self->subtitle = make_line (lines);
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 8);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 12);
  gtk_box_append (GTK_BOX (self), lines);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
}

/**
 * sanera_record_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
sanera_record_row_new (void)
{
  return g_object_new (SANERA_TYPE_RECORD_ROW, NULL);
}

/**
 * sanera_record_row_set:
 * @self: a row, in its list
 * @title: the first line
 * @subtitle: the second line
 *
 * Says what the row is about, to screen readers too.
 */
void
sanera_record_row_set (SaneraRecordRow *self, const char *title, const char *subtitle)
{
  GtkWidget *parent;
  g_autofree char *both = NULL;

  g_return_if_fail (SANERA_IS_RECORD_ROW (self));
  g_return_if_fail (title != NULL && subtitle != NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');

  parent = gtk_widget_get_parent (GTK_WIDGET (self));
  both = g_strjoin (*subtitle != '\0' ? ". " : "", title, subtitle, NULL);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, both,
                                    -1);
}

/**
 * sanera_record_row_set_button:
 * @self: a row
 * @label: (nullable): words on the button; %NULL: no button
 * @name: (nullable): what screen readers say, with what the button is about
 */
void
sanera_record_row_set_button (SaneraRecordRow *self, const char *label, const char *name)
{
  g_return_if_fail (SANERA_IS_RECORD_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : label, -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-export-row.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-motion.h"

struct _SaneraExportRow
{
  AdwBin parent_instance;

  char *file_name;
  GtkLabel *label;
  GtkProgressBar *bar;
};

enum
{
  SIGNAL_CANCEL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraExportRow, sanera_export_row, ADW_TYPE_BIN)

static void
cancel_clicked_cb (SaneraExportRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
sanera_export_row_finalize (GObject *object)
{
  g_free (SANERA_EXPORT_ROW (object)->file_name);

  G_OBJECT_CLASS (sanera_export_row_parent_class)->finalize (object);
}

static void
sanera_export_row_class_init (SaneraExportRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_export_row_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_export_row_init (SaneraExportRow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->bar));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);

  gtk_widget_set_valign (cancel, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_box_append (GTK_BOX (outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (outer), box);
  adw_bin_set_child (ADW_BIN (self), outer);
}

/**
 * sanera_export_row_new:
 * @file_name: the file that is being written, without folders
 *
 * Returns: (transfer floating): a row that knows no progress yet
 */
GtkWidget *
sanera_export_row_new (const char *file_name)
{
  SaneraExportRow *self = g_object_new (SANERA_TYPE_EXPORT_ROW, NULL);
  /* Translators: %s is a file name */
  g_autofree char *name = g_strdup_printf (_ ("Exporting %s"), file_name);

  self->file_name = g_strdup (file_name);
  gtk_label_set_label (self->label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * sanera_export_row_set_progress:
 * @self: a row
 * @done: rows that are written
 * @total: rows there are; 0: not known yet
 *
 * Shows how far it is.
 */
void
sanera_export_row_set_progress (SaneraExportRow *self, guint done, guint total)
{
  g_autofree char *written = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SANERA_IS_EXPORT_ROW (self));

  if (total == 0)
    {
      sanera_motion_pulse (self->bar);
      return;
    }

  written = sanera_language_number (done);
  all = sanera_language_number (total);
  text = g_strdup_printf (
      /* Translators: a file name, how many rows are written, how many there are */
      ngettext ("Exporting %s: %s of %s row", "Exporting %s: %s of %s rows", total),
      self->file_name, written, all);
  gtk_label_set_label (self->label, text);
  gtk_progress_bar_set_fraction (self->bar, MIN (1.0, (double)done / total));
}

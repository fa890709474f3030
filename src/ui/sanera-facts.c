/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-facts.h"

/**
 * SaneraFacts:
 *
 * The facts of a flyout. Values wrap and can be selected and copied.
 */
struct _SaneraFacts
{
  AdwBin parent_instance;

  GtkGrid *grid;
  guint n_facts;
};

G_DEFINE_FINAL_TYPE (SaneraFacts, sanera_facts, ADW_TYPE_BIN)

static void
sanera_facts_class_init (SaneraFactsClass *klass)
{
}

static void
sanera_facts_init (SaneraFacts *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_grid_set_column_spacing (self->grid, 12);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->grid));
}

/**
 * sanera_facts_new:
 *
 * Returns: (transfer floating): no facts
 */
SaneraFacts *
sanera_facts_new (void)
{
  return g_object_new (SANERA_TYPE_FACTS, NULL);
}

/**
 * sanera_facts_add:
 * @self: facts
 * @name: what the value is, translated
 *
 * Adds a fact, not shown until it has a value.
 *
 * Returns: its number, for sanera_facts_set()
 */
guint
sanera_facts_add (SaneraFacts *self, const char *name)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *name_label, *value_label;

  g_return_val_if_fail (SANERA_IS_FACTS (self), 0);

  name_label = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_label_set_yalign (GTK_LABEL (name_label), 0);
  /* Chinese beside Latin: the lines differ in height. */
  gtk_widget_set_valign (name_label, GTK_ALIGN_BASELINE);
  gtk_label_set_wrap (GTK_LABEL (name_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), 17);
  gtk_widget_add_css_class (name_label, "dim-label");
  gtk_widget_set_visible (name_label, FALSE);

  value_label = gtk_label_new (NULL);
  /* An address or identifier must not read as if it had a hyphen where its line is broken. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (value_label), attributes);
  gtk_label_set_xalign (GTK_LABEL (value_label), 0);
  gtk_label_set_yalign (GTK_LABEL (value_label), 0);
  gtk_widget_set_valign (value_label, GTK_ALIGN_BASELINE);
  gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (value_label), 24);
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  gtk_widget_set_hexpand (value_label, TRUE);
  gtk_widget_set_visible (value_label, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  name_label, NULL, -1);

  gtk_grid_attach (self->grid, name_label, 0, (int)self->n_facts, 1, 1);
  gtk_grid_attach (self->grid, value_label, 1, (int)self->n_facts, 1, 1);

  return self->n_facts++;
}

/**
 * sanera_facts_set:
 * @self: facts
 * @fact: what sanera_facts_add() returned
 * @value: (nullable): its value; %NULL or "": the fact is not shown
 *
 * Sets a value.
 */
void
sanera_facts_set (SaneraFacts *self, guint fact, const char *value)
{
  GtkWidget *name_label, *value_label;
  gboolean shown = value != NULL && *value != '\0';

  g_return_if_fail (SANERA_IS_FACTS (self));
  g_return_if_fail (fact < self->n_facts);

  name_label = gtk_grid_get_child_at (self->grid, 0, (int)fact);
  value_label = gtk_grid_get_child_at (self->grid, 1, (int)fact);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (value_label)), value) != 0)
    gtk_label_set_label (GTK_LABEL (value_label), shown ? value : "");
  gtk_widget_set_visible (name_label, shown);
  gtk_widget_set_visible (value_label, shown);
}

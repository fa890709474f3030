/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-column-chooser.h"

#include <glib/gi18n.h>

/**
 * SaneraColumnChooser:
 *
 * Heads of a column view can only be dragged with the mouse on GTK 4.8; the arrows here do the same
 * by keyboard.
 */
struct _SaneraColumnChooser
{
  AdwBin parent_instance;

  SaneraTable *table; /* not owned: both are children of one page */
  const SaneraColumn *columns;
  guint n_columns;
  GtkWidget *rows;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (SaneraColumnChooser, sanera_column_chooser, ADW_TYPE_BIN)

static void
shown_toggled_cb (GtkCheckButton *check, SaneraColumnChooser *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "sanera-column"));

  if (!self->updating)
    sanera_table_set_column_visible (self->table, column, gtk_check_button_get_active (check));
}

static void
move (SaneraColumnChooser *self, GtkWidget *button, int by)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "sanera-column"));
  g_autoptr (GArray) states = sanera_table_get_column_states (self->table);

  for (guint i = 0; i < states->len; i++)
    {
      SaneraColumnState state = g_array_index (states, SaneraColumnState, i);
      int to = (int)i + by;

      if (state.column != column)
        continue;
      if (to < 0 || to >= (int)states->len)
        return;
      g_array_index (states, SaneraColumnState, i) =
          g_array_index (states, SaneraColumnState, (guint)to);
      g_array_index (states, SaneraColumnState, (guint)to) = state;
      break;
    }

  sanera_table_set_column_states (self->table, states);
  g_signal_emit_by_name (self->table, "columns-changed");
  sanera_column_chooser_update (self);

  /* The rows are new ones; the focus stays on the arrow that was pressed. */
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *check = gtk_widget_get_first_child (row);
      GtkWidget *up = gtk_widget_get_next_sibling (check);
      GtkWidget *down = gtk_widget_get_next_sibling (up);

      if (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "sanera-column")) == column &&
          !gtk_widget_grab_focus (by < 0 ? up : down))
        gtk_widget_grab_focus (check);
    }
}

static void
up_clicked_cb (GtkButton *button, SaneraColumnChooser *self)
{
  move (self, GTK_WIDGET (button), -1);
}

static void
down_clicked_cb (GtkButton *button, SaneraColumnChooser *self)
{
  move (self, GTK_WIDGET (button), 1);
}

static void
reset_clicked_cb (GtkButton *button, SaneraColumnChooser *self)
{
  g_autoptr (GArray) states = sanera_column_states_parse (self->columns, self->n_columns, NULL);

  sanera_table_set_column_states (self->table, states);
  g_signal_emit_by_name (self->table, "columns-changed");
  sanera_column_chooser_update (self);
}

static void
append_arrow (SaneraColumnChooser *self,
              GtkWidget *row,
              guint column,
              const char *icon_name,
              const char *name,
              gboolean sensitive,
              GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (button, sensitive);
  g_object_set_data (G_OBJECT (button), "sanera-column", GUINT_TO_POINTER (column));
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
}

/**
 * sanera_column_chooser_update:
 * @self: a column chooser
 *
 * Shows how the columns are now. To be called before it is shown.
 */
void
sanera_column_chooser_update (SaneraColumnChooser *self)
{
  g_autoptr (GArray) states = NULL;
  GtkWidget *row;

  g_return_if_fail (SANERA_IS_COLUMN_CHOOSER (self));

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);

  self->updating = TRUE;
  states = sanera_table_get_column_states (self->table);
  for (guint i = 0; i < states->len; i++)
    {
      const SaneraColumnState *state = &g_array_index (states, SaneraColumnState, i);
      const char *title = gettext (self->columns[state->column].title);
      g_autofree char *up = NULL;
      g_autofree char *down = NULL;
      GtkWidget *check = gtk_check_button_new_with_label (title);

      /* Translators: %s is the title of a column */
      up = g_strdup_printf (_ ("Move %s up"), title);
      /* Translators: %s is the title of a column */
      down = g_strdup_printf (_ ("Move %s down"), title);

      row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      g_object_set_data (G_OBJECT (check), "sanera-column", GUINT_TO_POINTER (state->column));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), state->visible);
      /* The first column names the row: without it nobody knows what the others are about. */
      gtk_widget_set_sensitive (check, state->column != 0);
      gtk_widget_set_hexpand (check, TRUE);
      g_signal_connect (check, "toggled", G_CALLBACK (shown_toggled_cb), self);
      gtk_box_append (GTK_BOX (row), check);
      append_arrow (self, row, state->column, "go-up-symbolic", up, i > 0,
                    G_CALLBACK (up_clicked_cb));
      append_arrow (self, row, state->column, "go-down-symbolic", down, i + 1 < states->len,
                    G_CALLBACK (down_clicked_cb));
      gtk_box_append (GTK_BOX (self->rows), row);
    }
  self->updating = FALSE;
}

static void
sanera_column_chooser_class_init (SaneraColumnChooserClass *klass)
{
}

static void
sanera_column_chooser_init (SaneraColumnChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *reset = gtk_button_new_with_label (
      /* Translators: a button: the columns as they were at first */ _ ("Reset"));

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_box_append (GTK_BOX (box), scroller);
  g_signal_connect (reset, "clicked", G_CALLBACK (reset_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), reset);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_column_chooser_new:
 * @table: the table whose columns it is about
 * @columns: the table of columns
 * @n_columns: its length
 *
 * Returns: (transfer floating): a column chooser, empty until sanera_column_chooser_update()
 */
GtkWidget *
sanera_column_chooser_new (SaneraTable *table, const SaneraColumn *columns, guint n_columns)
{
  SaneraColumnChooser *self = g_object_new (SANERA_TYPE_COLUMN_CHOOSER, NULL);

  self->table = table;
  self->columns = columns;
  self->n_columns = n_columns;
  return GTK_WIDGET (self);
}

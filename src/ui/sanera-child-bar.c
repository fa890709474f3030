/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-child-bar.h"

#include <glib/gi18n.h>

#include "sanera-child-columns.h"
#include "sanera-sort-menu.h"

/**
 * SaneraChildBar:
 *
 * What is searched for is of the rows that are shown; the order is the person's, and stays when the
 * rows of the next record come.
 */
struct _SaneraChildBar
{
  AdwBin parent_instance;

  const SaneraColumn *columns;
  guint n_columns;
  char *order;
  gboolean descending;

  GtkSearchEntry *search;
  GtkWidget *sort;
  GMenu *menu;
  GSimpleAction *action; /* "rows.sort" */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraChildBar, sanera_child_bar, ADW_TYPE_BIN)

static void
changed_cb (SaneraChildBar *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The order in words, for those who do not open the menu. */
static void
describe_order (SaneraChildBar *self)
{
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->n_columns; i++)
    if (g_strcmp0 (self->columns[i].order, self->order) == 0)
      words = sanera_column_describe_order (&self->columns[i], self->descending);
  gtk_widget_set_tooltip_text (self->sort, words != NULL ? words : _ ("Default order"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sort), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : _ ("Default order"), -1);
}

static void
update_menu (SaneraChildBar *self)
{
  sanera_sort_menu_fill (self->menu, "rows.sort", self->columns, self->n_columns, TRUE, self->order,
                         self->descending);
  g_simple_action_set_state (self->action, g_variant_new ("(sb)", self->order, self->descending));
  describe_order (self);
}

static void
sort_cb (SaneraChildBar *self, GVariant *state)
{
  g_free (self->order);
  g_variant_get (state, "(sb)", &self->order, &self->descending);
  update_menu (self);
  changed_cb (self);
}

static void
sanera_child_bar_dispose (GObject *object)
{
  SaneraChildBar *self = SANERA_CHILD_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->menu);
  g_clear_object (&self->action);

  G_OBJECT_CLASS (sanera_child_bar_parent_class)->dispose (object);
}

static void
sanera_child_bar_finalize (GObject *object)
{
  g_free (SANERA_CHILD_BAR (object)->order);

  G_OBJECT_CLASS (sanera_child_bar_parent_class)->finalize (object);
}

static void
sanera_child_bar_class_init (SaneraChildBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_child_bar_dispose;
  object_class->finalize = sanera_child_bar_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_child_bar_init (SaneraChildBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  self->order = g_strdup ("default");
  self->action = g_simple_action_new_stateful ("sort", G_VARIANT_TYPE ("(sb)"),
                                               g_variant_new ("(sb)", self->order, FALSE));
  g_signal_connect_swapped (self->action, "change-state", G_CALLBACK (sort_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "rows", G_ACTION_GROUP (group));

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->search), TRUE);
  /* Short: beside it there is little room. */
  /* Translators: in an empty entry, a verb */
  g_object_set (self->search, "placeholder-text", _ ("Search"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search in these rows"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));

  self->menu = g_menu_new ();
  self->sort = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->sort), _ ("Sort by"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->sort), G_MENU_MODEL (self->menu));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sort), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sort by"), -1);
  gtk_box_append (GTK_BOX (box), self->sort);

  adw_bin_set_child (ADW_BIN (self), box);
  update_menu (self);
}

/**
 * sanera_child_bar_new:
 *
 * Returns: (transfer floating): a bar without columns
 */
SaneraChildBar *
sanera_child_bar_new (void)
{
  return g_object_new (SANERA_TYPE_CHILD_BAR, NULL);
}

/**
 * sanera_child_bar_set_list:
 * @self: a bar
 * @list: what the rows are
 *
 * Offers the columns of that list. The order stays, where the list has it.
 */
void
sanera_child_bar_set_list (SaneraChildBar *self, SaneraList list)
{
  gboolean known = FALSE;

  g_return_if_fail (SANERA_IS_CHILD_BAR (self));

  self->columns = sanera_child_columns_get (list, &self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    known = known || g_strcmp0 (self->columns[i].order, self->order) == 0;
  if (!known)
    {
      g_free (self->order);
      self->order = g_strdup ("default");
      self->descending = FALSE;
    }
  update_menu (self);
}

/**
 * sanera_child_bar_clear_search:
 * @self: a bar
 *
 * Searches for nothing any more.
 */
void
sanera_child_bar_clear_search (SaneraChildBar *self)
{
  g_return_if_fail (SANERA_IS_CHILD_BAR (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

/**
 * sanera_child_bar_is_searched:
 * @self: a bar
 *
 * Returns: whether something is searched for
 */
gboolean
sanera_child_bar_is_searched (SaneraChildBar *self)
{
  g_return_val_if_fail (SANERA_IS_CHILD_BAR (self), FALSE);

  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

/**
 * sanera_child_bar_apply:
 * @self: a bar
 * @query: all rows
 *
 * Returns: (transfer full): those that are searched for, in the order of the person
 */
SaneraQuery *
sanera_child_bar_apply (SaneraChildBar *self, SaneraQuery *query)
{
  g_autoptr (SaneraQuery) found = NULL;

  g_return_val_if_fail (SANERA_IS_CHILD_BAR (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  found = sanera_query_with_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  if (g_str_equal (self->order, "default"))
    return g_steal_pointer (&found);

  return sanera_query_with_order (found, self->order, self->descending);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-filter-bar.h"

#include <glib/gi18n.h>

#include "sanera-words.h"
#include "sanera-wrap-layout.h"

#define VALUES_MAX_HEIGHT 320
/* All filters as long as letters have their usual size. */
#define MENU_MAX_HEIGHT 440

typedef struct
{
  SaneraFilterBar *bar;
  const SaneraFilter *filter;
  GtkWidget *chip; /* NULL until the filter is set for the first time */
  GtkMenuButton *button;
  GtkLabel *label;
  GtkWidget *remove;
  GtkWidget *menu_page; /* page of the "Add filter" menu, NULL until that is opened */
  GPtrArray *checks; /* GtkCheckButton, in the chip's and in the menu's page */
  GPtrArray *boxes; /* GtkBox, what the checks are in */
  char **choices; /* values that the rows have; NULL: those of the table */
} FilterChip;

/**
 * SaneraFilterBar:
 *
 * A filter that is set is a chip that names its values, opens them and can be taken away. Whatever
 * is changed counts at once. What nobody has seen yet is not made: most filters are never set, most
 * menus never opened.
 */
struct _SaneraFilterBar
{
  AdwBin parent_instance;

  const SaneraFilter *filters;
  guint n_filters;
  FilterChip *chips;
  SaneraQuery *query;
  char *person;
  char *visit; /* the moment as text, NULL: there was none */
  gboolean updating;

  GtkWidget *box;
  GtkMenuButton *add_button;
  GtkStack *stack; /* of the "Add filter" menu, NULL until that is opened */
  GtkWidget *menu;
};

enum
{
  SIGNAL_FILTER_CHANGED,
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraFilterBar, sanera_filter_bar, ADW_TYPE_BIN)

static void
emit_changed (SaneraFilterBar *self, const SaneraFilter *filter, GPtrArray *values)
{
  if (values->len == 0)
    {
      g_signal_emit (self, signals[SIGNAL_FILTER_CHANGED], 0, filter->name, NULL);
      return;
    }
  g_ptr_array_add (values, NULL);
  g_signal_emit (self, signals[SIGNAL_FILTER_CHANGED], 0, filter->name, values->pdata);
}

static guint
count_values (FilterChip *chip)
{
  if (chip->choices != NULL)
    return g_strv_length (chip->choices);
  return chip->filter->values != NULL ? chip->filter->values->n_values : 0;
}

static const char *
get_value (FilterChip *chip, guint i)
{
  return chip->choices != NULL ? chip->choices[i] : chip->filter->values->values[i].nick;
}

static const char *
get_label (const SaneraFilter *filter, const char *value)
{
  if (filter->label != NULL)
    return filter->label (value);
  return filter->values != NULL ? sanera_words_label (filter->values, value) : value;
}

/* A group or the like that no row has any more is kept until it is taken away. */
static void
keep_others (FilterChip *chip, GPtrArray *values, const char *const *old, const char *toggled)
{
  for (guint i = 0; old != NULL && old[i] != NULL; i++)
    if (!g_str_equal (old[i], toggled) &&
        !g_strv_contains ((const char *const *)chip->choices, old[i]))
      g_ptr_array_add (values, (gpointer)old[i]);
}

/* Filters that know their one value themselves. */
#define OWN_VALUE (SANERA_FILTER_PERSON | SANERA_FILTER_VISIT)

static char *
get_own_value (SaneraFilterBar *self, const SaneraFilter *filter)
{
  return filter->flags & SANERA_FILTER_PERSON ? self->person : self->visit;
}

static void
value_toggled_cb (GtkCheckButton *check, FilterChip *chip)
{
  SaneraFilterBar *self = chip->bar;
  const char *value = g_object_get_data (G_OBJECT (check), "sanera-value");
  const char *const *old = NULL;
  g_autoptr (GPtrArray) values = NULL;
  gboolean active = gtk_check_button_get_active (check);

  if (self->updating)
    return;

  /* In the order of the table, so that the same choice is always the same query. Values that this
   * version does not know stay where they are. */
  values = g_ptr_array_new ();
  if (self->query != NULL)
    old = sanera_query_get_filter (self->query, chip->filter->name);
  if (chip->filter->flags & OWN_VALUE)
    {
      char *own = get_own_value (self, chip->filter);

      if (active && own != NULL)
        g_ptr_array_add (values, own);
    }
  else
    {
      for (guint i = 0; i < count_values (chip); i++)
        {
          const char *nick = get_value (chip, i);

          if (g_str_equal (nick, value) ? active : old != NULL && g_strv_contains (old, nick))
            g_ptr_array_add (values, (gpointer)nick);
        }
      if (chip->choices != NULL)
        keep_others (chip, values, old, value);
    }
  emit_changed (self, chip->filter, values);
}

static void
remove_clicked_cb (GtkButton *button, FilterChip *chip)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  SaneraFilterBar *self = chip->bar;

  /* The button goes away with its chip: the focus must not fall back to the window. */
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  emit_changed (self, chip->filter, values);
}

static GtkWidget *
add_check (FilterChip *chip, GtkWidget *box, const char *value, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (check), "sanera-value", g_strdup (value), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (value_toggled_cb), chip);
  gtk_box_append (GTK_BOX (box), check);
  g_ptr_array_add (chip->checks, check);
  return check;
}

static GtkWidget *
create_scroller (GtkWidget *box, int max_height)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), max_height);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

/* (nullable): the values that the filter is set to */
static const char *const *
get_set_values (FilterChip *chip)
{
  return chip->bar->query != NULL ? sanera_query_get_filter (chip->bar->query, chip->filter->name)
                                  : NULL;
}

static void
update_checks (FilterChip *chip)
{
  SaneraFilterBar *self = chip->bar;
  const gboolean own = (chip->filter->flags & OWN_VALUE) != 0;
  const char *const *values = get_set_values (chip);

  self->updating = TRUE;
  for (guint i = 0; i < chip->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (chip->checks, i);
      const char *value = g_object_get_data (G_OBJECT (check), "sanera-value");

      gtk_check_button_set_active (check,
                                   values != NULL && (own || g_strv_contains (values, value)));
      gtk_widget_set_sensitive (GTK_WIDGET (check),
                                !own || get_own_value (self, chip->filter) != NULL);
    }
  self->updating = FALSE;
}

/* The check boxes for the values of one filter. */
static GtkWidget *
create_values (FilterChip *chip)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_ptr_array_add (chip->boxes, box);
  if (chip->filter->flags & OWN_VALUE)
    add_check (chip, box, "", gettext (chip->filter->title));
  else
    for (guint i = 0; i < count_values (chip); i++)
      add_check (chip, box, get_value (chip, i), get_label (chip->filter, get_value (chip, i)));
  update_checks (chip);

  /* There may be hundreds of device groups. */
  if (chip->filter->label != NULL)
    return create_scroller (box, VALUES_MAX_HEIGHT);
  return box;
}

static void
create_values_popover (GtkMenuButton *button, gpointer user_data)
{
  FilterChip *chip = user_data;

  if (gtk_menu_button_get_popover (button) == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();

      gtk_popover_set_child (GTK_POPOVER (popover), create_values (chip));
      gtk_menu_button_set_popover (button, popover);
    }
  g_signal_emit (chip->bar, signals[SIGNAL_OPENED], 0);
}

/* The one before it that is there, so that chips stand in the order of the table. */
static GtkWidget *
find_sibling (FilterChip *chip)
{
  SaneraFilterBar *self = chip->bar;

  for (FilterChip *before = chip; before > self->chips; before--)
    if (before[-1].chip != NULL)
      return before[-1].chip;
  return NULL;
}

static void
create_chip (FilterChip *chip)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *remove_name = NULL;

  chip->chip = adw_bin_new ();
  gtk_widget_add_css_class (chip->chip, "sanera-chip");
  adw_bin_set_child (ADW_BIN (chip->chip), box);

  chip->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (chip->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (chip->label), "sanera-data");
  gtk_label_set_max_width_chars (chip->label, 40);
  if (chip->filter->flags & (SANERA_FILTER_LINK | OWN_VALUE))
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (chip->label));
  else
    {
      chip->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
      gtk_menu_button_set_child (chip->button, GTK_WIDGET (chip->label));
      gtk_menu_button_set_create_popup_func (chip->button, create_values_popover, chip, NULL);
      gtk_widget_add_css_class (GTK_WIDGET (chip->button), "flat");
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (chip->button));
    }

  chip->remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: %s is the name of a filter: "Status" */
  remove_name = g_strdup_printf (_ ("Remove filter: %s"), gettext (chip->filter->title));
  gtk_widget_set_tooltip_text (chip->remove, remove_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove_name, -1);
  gtk_widget_add_css_class (chip->remove, "flat");
  gtk_widget_add_css_class (chip->remove, "circular");
  g_signal_connect (chip->remove, "clicked", G_CALLBACK (remove_clicked_cb), chip);
  gtk_box_append (GTK_BOX (box), chip->remove);
  gtk_box_insert_child_after (GTK_BOX (chip->bar->box), chip->chip, find_sibling (chip));
}

static void
filter_activated_cb (GtkListBox *list, GtkListBoxRow *row, SaneraFilterBar *self)
{
  FilterChip *chip = g_object_get_data (G_OBJECT (row), "sanera-chip");

  gtk_stack_set_visible_child (self->stack, chip->menu_page);
  gtk_widget_child_focus (chip->menu_page, GTK_DIR_TAB_FORWARD);
}

static void
back_clicked_cb (GtkButton *button, SaneraFilterBar *self)
{
  gtk_stack_set_visible_child (self->stack, self->menu);
  gtk_widget_child_focus (self->menu, GTK_DIR_TAB_FORWARD);
}

static void
menu_closed_cb (GtkPopover *popover, SaneraFilterBar *self)
{
  gtk_stack_set_visible_child (self->stack, self->menu);
}

static void
add_menu_filter (SaneraFilterBar *self, GtkListBox *list, FilterChip *chip)
{
  const char *title = gettext (chip->filter->title);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *back, *content;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (row), "sanera-chip", chip);
  gtk_list_box_append (list, row);

  back = gtk_button_new ();
  content = adw_button_content_new ();
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "go-previous-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), title);
  gtk_button_set_child (GTK_BUTTON (back), content);
  gtk_widget_add_css_class (back, "flat");
  g_signal_connect (back, "clicked", G_CALLBACK (back_clicked_cb), self);

  chip->menu_page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (chip->menu_page), back);
  gtk_box_append (GTK_BOX (chip->menu_page), create_values (chip));
  gtk_stack_add_child (self->stack, chip->menu_page);
}

static void
create_menu (GtkMenuButton *button, gpointer user_data)
{
  SaneraFilterBar *self = user_data;

  if (self->stack == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();
      GtkWidget *list = gtk_list_box_new ();

      self->stack = GTK_STACK (gtk_stack_new ());
      gtk_stack_set_vhomogeneous (self->stack, FALSE);
      gtk_stack_set_hhomogeneous (self->stack, FALSE);
      self->menu = create_scroller (list, MENU_MAX_HEIGHT);
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "sanera-filter-menu");
      g_signal_connect (list, "row-activated", G_CALLBACK (filter_activated_cb), self);
      gtk_stack_add_child (self->stack, self->menu);
      for (guint i = 0; i < self->n_filters; i++)
        if (!(self->filters[i].flags & SANERA_FILTER_LINK))
          add_menu_filter (self, GTK_LIST_BOX (list), &self->chips[i]);
      gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->stack));
      g_signal_connect (popover, "closed", G_CALLBACK (menu_closed_cb), self);
      gtk_menu_button_set_popover (button, popover);
    }
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static char *
describe_values (SaneraFilterBar *self, const SaneraFilter *filter, const char *const *values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        /* Translators: between the values of a filter: "Active, Partial exception" */
        g_string_append (text, C_ ("list separator", ", "));
      g_string_append (text, get_label (filter, values[i]));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_chip (SaneraFilterBar *self, FilterChip *chip)
{
  const SaneraFilter *filter = chip->filter;
  const char *title = gettext (filter->title);
  const char *const *values = get_set_values (chip);
  const gboolean is_set = values != NULL && values[0] != NULL;
  g_autofree char *text = NULL;

  update_checks (chip);
  if (is_set && chip->chip == NULL)
    create_chip (chip);
  if (chip->chip != NULL)
    gtk_widget_set_visible (chip->chip, is_set);
  if (!is_set)
    return;

  if (filter->flags & (SANERA_FILTER_LINK | SANERA_FILTER_VISIT) ||
      (filter->flags & SANERA_FILTER_PERSON && g_strcmp0 (values[0], self->person) == 0))
    text = g_strdup (title);
  else
    {
      g_autofree char *described = describe_values (self, filter, values);

      /* Translators: a filter and its values: "Status: Active, Partial exception" */
      text = g_strdup_printf (_ ("%s: %s"), title, described);
    }
  gtk_label_set_label (chip->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (chip->label), text);
  if (chip->button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (chip->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    text, -1);
}

static void
update_chips (SaneraFilterBar *self)
{
  for (guint i = 0; i < self->n_filters; i++)
    update_chip (self, &self->chips[i]);
}

static void
sanera_filter_bar_dispose (GObject *object)
{
  SaneraFilterBar *self = SANERA_FILTER_BAR (object);

  self->updating = TRUE;
  g_clear_pointer (&self->query, sanera_query_unref);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (sanera_filter_bar_parent_class)->dispose (object);
}

static void
sanera_filter_bar_finalize (GObject *object)
{
  SaneraFilterBar *self = SANERA_FILTER_BAR (object);

  for (guint i = 0; i < self->n_filters; i++)
    {
      g_ptr_array_unref (self->chips[i].checks);
      g_ptr_array_unref (self->chips[i].boxes);
      g_strfreev (self->chips[i].choices);
    }
  g_free (self->chips);
  g_free (self->person);
  g_free (self->visit);

  G_OBJECT_CLASS (sanera_filter_bar_parent_class)->finalize (object);
}

static void
sanera_filter_bar_class_init (SaneraFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_filter_bar_dispose;
  object_class->finalize = sanera_filter_bar_finalize;

  signals[SIGNAL_FILTER_CHANGED] =
      g_signal_new ("filter-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  /**
   * SaneraFilterBar::opened:
   * @self: a filter bar
   *
   * Somebody is about to see what filters offer: the time for sanera_filter_bar_set_choices().
   */
  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_filter_bar_init (SaneraFilterBar *self)
{
  self->box = sanera_wrap_box_new (6);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/**
 * sanera_filter_bar_new:
 * @filters: a static table
 * @n_filters: its length
 *
 * Returns: (transfer floating): chips for these filters, none of them set
 */
SaneraFilterBar *
sanera_filter_bar_new (const SaneraFilter *filters, guint n_filters)
{
  SaneraFilterBar *self = g_object_new (SANERA_TYPE_FILTER_BAR, NULL);
  GtkWidget *content = adw_button_content_new ();

  self->filters = filters;
  self->n_filters = n_filters;
  self->chips = g_new0 (FilterChip, n_filters);
  for (guint i = 0; i < n_filters; i++)
    {
      self->chips[i].bar = self;
      self->chips[i].filter = &filters[i];
      self->chips[i].checks = g_ptr_array_new ();
      self->chips[i].boxes = g_ptr_array_new ();
    }

  self->add_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _ ("Add filter"));
  gtk_menu_button_set_child (self->add_button, content);
  gtk_menu_button_set_create_popup_func (self->add_button, create_menu, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add filter"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->add_button), "flat");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->add_button));
  update_chips (self);

  return self;
}

/**
 * sanera_filter_bar_set_query:
 * @self: a filter bar
 * @query: (nullable): what the list shows
 *
 * Shows the filters of @query.
 */
void
sanera_filter_bar_set_query (SaneraFilterBar *self, SaneraQuery *query)
{
  g_return_if_fail (SANERA_IS_FILTER_BAR (self));

  g_clear_pointer (&self->query, sanera_query_unref);
  if (query != NULL)
    self->query = sanera_query_ref (query);
  update_chips (self);
}

/**
 * sanera_filter_bar_set_person:
 * @self: a filter bar
 * @email: (nullable): of the person who is signed in
 *
 * Sets who "me" is.
 */
void
sanera_filter_bar_set_person (SaneraFilterBar *self, const char *email)
{
  g_return_if_fail (SANERA_IS_FILTER_BAR (self));

  if (g_strcmp0 (self->person, email) == 0)
    return;

  g_free (self->person);
  self->person = g_strdup (email);
  update_chips (self);
}

/**
 * sanera_filter_bar_set_choices:
 * @self: a filter bar
 * @name: of a filter with a label function
 * @choices: its values, in the order they are offered
 *
 * Sets what a filter offers whose values are those that the rows have.
 */
void
sanera_filter_bar_set_choices (SaneraFilterBar *self, const char *name, const char *const *choices)
{
  FilterChip *chip = NULL;

  g_return_if_fail (SANERA_IS_FILTER_BAR (self));
  g_return_if_fail (choices != NULL);

  for (guint i = 0; i < self->n_filters; i++)
    if (g_str_equal (self->filters[i].name, name))
      chip = &self->chips[i];
  g_return_if_fail (chip != NULL && chip->filter->label != NULL);
  /* The boxes under the pointer or the focus stay where they are unless they have to change. */
  if (chip->choices != NULL && g_strv_equal ((const char *const *)chip->choices, choices))
    return;

  g_strfreev (chip->choices);
  chip->choices = g_strdupv ((char **)choices);
  g_ptr_array_set_size (chip->checks, 0);
  for (guint b = 0; b < chip->boxes->len; b++)
    {
      GtkWidget *box = g_ptr_array_index (chip->boxes, b);

      while (gtk_widget_get_first_child (box) != NULL)
        gtk_box_remove (GTK_BOX (box), gtk_widget_get_first_child (box));
      for (guint i = 0; choices[i] != NULL; i++)
        add_check (chip, box, choices[i], get_label (chip->filter, choices[i]));
    }
  update_chips (self);
}

/**
 * sanera_filter_bar_set_visit:
 * @self: a filter bar
 * @visit: until when the person's last visit knew the fleet, %SANERA_INT_NULL: there was none
 *
 * Sets what "since my last visit" is. A filter that is set keeps the moment it was set with.
 */
void
sanera_filter_bar_set_visit (SaneraFilterBar *self, gint64 visit)
{
  g_autofree char *text =
      visit != SANERA_INT_NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, visit) : NULL;

  g_return_if_fail (SANERA_IS_FILTER_BAR (self));

  if (g_strcmp0 (self->visit, text) == 0)
    return;

  g_free (self->visit);
  self->visit = g_steal_pointer (&text);
  update_chips (self);
}

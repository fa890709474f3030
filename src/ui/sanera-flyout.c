/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-flyout.h"

#include <glib/gi18n.h>

#include "sanera-focus-child.h"
#include "sanera-list.h"
#include "sanera-text-scale.h"
#include "sanera-wrap-layout.h"

#define FLYOUT_WIDTH 345

/* How long a record is looked at before it counts as opened: with the arrow keys many go by. */
#define OPENED_MS 1000

/* The longest line does not make the flyout wider: it wraps. */
#define FLYOUT_CHARS 40

typedef struct
{
  SaneraConnection *connection;
  SaneraRecord *record;
  gulong notify_id;
  guint update_source;
  guint opened_source;

  GtkWidget *previous;
  GtkWidget *next;
  GtkStack *stack;
  GtkWidget *scroller; /* the record */
  GtkWidget *pane; /* what stands in its place, NULL: it does */
  GtkAdjustment *adjustment;
  GtkBox *content;
  GtkWidget *heading; /* takes the focus; a label only does when its text can be selected */
  GtkLabel *title;
  GtkWidget *tags;
  GtkLabel *notice;
  GtkWidget *actions;
  GtkWidget *menu;
} SaneraFlyoutPrivate;

enum
{
  SIGNAL_MOVE,
  SIGNAL_TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SaneraFlyout, sanera_flyout, ADW_TYPE_BIN)

static SaneraFlyoutPrivate *
get_priv (SaneraFlyout *self)
{
  return sanera_flyout_get_instance_private (self);
}

static void
update (SaneraFlyout *self)
{
  SaneraFlyoutPrivate *priv = get_priv (self);

  if (priv->record == NULL || sanera_record_get_id (priv->record) == NULL)
    return;

  SANERA_FLYOUT_GET_CLASS (self)->update (self, priv->record);
}

static gboolean
update_cb (gpointer data)
{
  SaneraFlyout *self = SANERA_FLYOUT (data);

  get_priv (self)->update_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A record notifies once for each field that changed. */
static void
record_notify_cb (SaneraFlyout *self)
{
  SaneraFlyoutPrivate *priv = get_priv (self);

  if (priv->update_source == 0)
    priv->update_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
previous_clicked_cb (SaneraFlyout *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, -1);
}

static void
next_clicked_cb (SaneraFlyout *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, 1);
}

/**
 * sanera_flyout_move:
 * @self: a flyout
 * @by: -1: to the previous row, 1: to the next
 *
 * Does what the button for it does; nothing at the end of the list.
 */
void
sanera_flyout_move (SaneraFlyout *self, int by)
{
  GtkWidget *button;

  g_return_if_fail (SANERA_IS_FLYOUT (self));

  button = by < 0 ? get_priv (self)->previous : get_priv (self)->next;
  if (gtk_widget_get_visible (button) && gtk_widget_is_sensitive (button))
    g_signal_emit (self, signals[SIGNAL_MOVE], 0, by < 0 ? -1 : 1);
}

static GtkWidget *
append_button (GtkBox *box, const char *icon_name, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (box, button);
  return button;
}

static void
sanera_flyout_real_set_connection (SaneraFlyout *self, SaneraConnection *connection)
{
  g_set_object (&get_priv (self)->connection, connection);
}

static void
sanera_flyout_real_show (SaneraFlyout *self, SaneraRecord *record)
{
  gtk_adjustment_set_value (get_priv (self)->adjustment, 0);
}

static void
sanera_flyout_dispose (GObject *object)
{
  SaneraFlyoutPrivate *priv = get_priv (SANERA_FLYOUT (object));

  g_clear_handle_id (&priv->update_source, g_source_remove);
  g_clear_handle_id (&priv->opened_source, g_source_remove);
  if (priv->record != NULL)
    g_clear_signal_handler (&priv->notify_id, priv->record);
  g_clear_object (&priv->record);
  g_clear_object (&priv->connection);
  priv->stack = NULL;
  priv->pane = NULL;
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (sanera_flyout_parent_class)->dispose (object);
}

static gboolean
sanera_flyout_grab_focus (GtkWidget *widget)
{
  SaneraFlyoutPrivate *priv = get_priv (SANERA_FLYOUT (widget));

  return gtk_widget_grab_focus (priv->pane != NULL ? priv->pane : priv->heading);
}

static void
sanera_flyout_class_init (SaneraFlyoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_flyout_dispose;
  widget_class->focus = sanera_focus_child;
  widget_class->grab_focus = sanera_flyout_grab_focus;
  klass->set_connection = sanera_flyout_real_set_connection;
  klass->show = sanera_flyout_real_show;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[SIGNAL_MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
sanera_flyout_init (SaneraFlyout *self)
{
  SaneraFlyoutPrivate *priv = get_priv (self);
  GtkBox *outer = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkBox *bar = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *close;

  sanera_text_scale_follow (GTK_WIDGET (self), FLYOUT_WIDTH);
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sanera-flyout");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      /* Translators: the name of the flyout, for screen readers */ _ ("Details"), -1);

  priv->previous = append_button (bar, "go-up-symbolic", _ ("Previous row"));
  g_signal_connect_swapped (priv->previous, "clicked", G_CALLBACK (previous_clicked_cb), self);
  priv->next = append_button (bar, "go-down-symbolic", _ ("Next row"));
  g_signal_connect_swapped (priv->next, "clicked", G_CALLBACK (next_clicked_cb), self);
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_append (bar, space);
  /* Translators: a button, a verb */
  close = append_button (bar, "window-close-symbolic", _ ("Close"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "win.close-flyout");
  gtk_widget_add_css_class (GTK_WIDGET (bar), "sanera-flyout-bar");
  gtk_box_append (outer, GTK_WIDGET (bar));

  priv->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  gtk_widget_add_css_class (GTK_WIDGET (priv->content), "sanera-flyout-content");

  priv->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (priv->title, TRUE);
  gtk_label_set_wrap_mode (priv->title, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (priv->title, FLYOUT_CHARS - 10);
  gtk_label_set_xalign (priv->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (priv->title), "title-2");
  priv->heading = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                "focusable", TRUE, NULL);
  gtk_widget_add_css_class (priv->heading, "sanera-heading");
  gtk_box_append (GTK_BOX (priv->heading), GTK_WIDGET (priv->title));
  gtk_box_append (priv->content, priv->heading);

  priv->tags = sanera_wrap_box_new (6);
  gtk_widget_set_visible (priv->tags, FALSE);
  gtk_box_append (priv->content, priv->tags);

  priv->notice = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (priv->notice, TRUE);
  gtk_label_set_wrap_mode (priv->notice, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (priv->notice, FLYOUT_CHARS);
  gtk_label_set_xalign (priv->notice, 0);
  gtk_widget_add_css_class (GTK_WIDGET (priv->notice), "sanera-notice");
  gtk_widget_set_visible (GTK_WIDGET (priv->notice), FALSE);
  gtk_box_append (priv->content, GTK_WIDGET (priv->notice));

  priv->actions = sanera_wrap_box_new (6);
  gtk_box_append (priv->content, priv->actions);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (priv->content));
  /* Open lists get the height they ask for, not the least they can do with. */
  gtk_scrollable_set_vscroll_policy (
      GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller))),
      GTK_SCROLL_NATURAL);
  gtk_widget_set_vexpand (scroller, TRUE);
  priv->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  priv->scroller = scroller;
  priv->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (priv->stack, FALSE);
  gtk_stack_add_child (priv->stack, scroller);
  gtk_box_append (outer, GTK_WIDGET (priv->stack));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (outer));
}

/**
 * sanera_flyout_set_connection:
 * @self: a flyout
 * @connection: (nullable): where its record comes from
 *
 * Shows no record until the next sanera_flyout_set_record().
 */
void
sanera_flyout_set_connection (SaneraFlyout *self, SaneraConnection *connection)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  sanera_flyout_set_record (self, NULL);
  SANERA_FLYOUT_GET_CLASS (self)->set_connection (self, connection);
}

/**
 * sanera_flyout_get_connection:
 * @self: a flyout
 *
 * Returns: (transfer none) (nullable): where its record comes from
 */
SaneraConnection *
sanera_flyout_get_connection (SaneraFlyout *self)
{
  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  return get_priv (self)->connection;
}

/* What belongs to the record is kept for offline use from now on. */
static gboolean
opened_cb (gpointer data)
{
  SaneraFlyoutPrivate *priv = get_priv (data);
  static const SaneraList lists[] = { SANERA_LIST_RECOMMENDATIONS, SANERA_LIST_ACTIVITIES,
                                      SANERA_LIST_SECURITY_TASKS, SANERA_LIST_DEVICES };

  priv->opened_source = 0;
  for (gsize i = 0; priv->connection != NULL && i < G_N_ELEMENTS (lists); i++)
    if (G_OBJECT_TYPE (priv->record) == sanera_list_get_record_type (lists[i]) &&
        sanera_record_get_id (priv->record) != NULL)
      sanera_connection_note_opened (priv->connection, lists[i],
                                     sanera_record_get_id (priv->record));

  return G_SOURCE_REMOVE;
}

/**
 * sanera_flyout_set_record:
 * @self: a flyout
 * @record: (nullable): what to show
 *
 * Shows a record from its top, and follows its changes.
 */
void
sanera_flyout_set_record (SaneraFlyout *self, SaneraRecord *record)
{
  SaneraFlyoutPrivate *priv;

  g_return_if_fail (SANERA_IS_FLYOUT (self));
  g_return_if_fail (record == NULL || SANERA_IS_RECORD (record));

  priv = get_priv (self);
  if (priv->record == record)
    return;

  if (priv->record != NULL)
    g_clear_signal_handler (&priv->notify_id, priv->record);
  g_set_object (&priv->record, record);
  g_clear_handle_id (&priv->opened_source, g_source_remove);
  if (record != NULL)
    {
      priv->notify_id =
          g_signal_connect_swapped (record, "notify", G_CALLBACK (record_notify_cb), self);
      priv->opened_source = g_timeout_add (OPENED_MS, opened_cb, self);
    }
  SANERA_FLYOUT_GET_CLASS (self)->show (self, record);
  update (self);
}

/**
 * sanera_flyout_get_record:
 * @self: a flyout
 *
 * Returns: (transfer none) (nullable): what it shows
 */
SaneraRecord *
sanera_flyout_get_record (SaneraFlyout *self)
{
  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  return get_priv (self)->record;
}

/**
 * sanera_flyout_set_movable:
 * @self: a flyout
 * @previous: whether there is a row before this one
 * @next: whether there is one after it
 *
 * Says which of the arrows lead anywhere.
 */
void
sanera_flyout_set_movable (SaneraFlyout *self, gboolean previous, gboolean next)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  gtk_widget_set_sensitive (get_priv (self)->previous, previous);
  gtk_widget_set_sensitive (get_priv (self)->next, next);
}

/**
 * sanera_flyout_focus_heading:
 * @self: a flyout
 *
 * Gives the heading the focus: a screen reader reads on from there.
 */
void
sanera_flyout_focus_heading (SaneraFlyout *self)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * sanera_flyout_set_pane:
 * @self: a flyout
 * @pane: (nullable): what stands in the place of the record; %NULL: the record
 *
 * Shows something else than the record for a while.
 */
void
sanera_flyout_set_pane (SaneraFlyout *self, GtkWidget *pane)
{
  SaneraFlyoutPrivate *priv;

  g_return_if_fail (SANERA_IS_FLYOUT (self));
  g_return_if_fail (pane == NULL || GTK_IS_WIDGET (pane));

  priv = get_priv (self);
  if (priv->pane == pane || priv->stack == NULL)
    return;

  if (priv->pane != NULL)
    gtk_stack_remove (priv->stack, priv->pane);
  priv->pane = pane;
  if (pane != NULL)
    gtk_stack_add_child (priv->stack, pane);
  gtk_stack_set_visible_child (priv->stack, pane != NULL ? pane : priv->scroller);
  gtk_widget_set_visible (priv->previous, pane == NULL);
  gtk_widget_set_visible (priv->next, pane == NULL);
}

/**
 * sanera_flyout_get_pane:
 * @self: a flyout
 *
 * Returns: (transfer none) (nullable): what stands in the place of the record
 */
GtkWidget *
sanera_flyout_get_pane (SaneraFlyout *self)
{
  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  return get_priv (self)->pane;
}

/**
 * sanera_flyout_add_toast:
 * @self: a flyout
 * @toast: (transfer full): what happened
 *
 * Has the window say it.
 */
void
sanera_flyout_add_toast (SaneraFlyout *self, AdwToast *toast)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  g_signal_emit (self, signals[SIGNAL_TOAST], 0, toast);
  g_object_unref (toast);
}

/**
 * sanera_flyout_set_title:
 * @self: a flyout
 * @title: the heading
 *
 * Sets the heading.
 */
void
sanera_flyout_set_title (SaneraFlyout *self, const char *title)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  sanera_flyout_set_text (get_priv (self)->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_priv (self)->heading),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
}

/**
 * sanera_flyout_get_title:
 * @self: a flyout
 *
 * Returns: (transfer none): its heading, "" without one
 */
const char *
sanera_flyout_get_title (SaneraFlyout *self)
{
  g_return_val_if_fail (SANERA_IS_FLYOUT (self), "");

  return gtk_label_get_label (get_priv (self)->title);
}

/**
 * sanera_flyout_set_tags:
 * @self: a flyout
 * @tags: (nullable): words for people
 *
 * Shows tags below the heading.
 */
void
sanera_flyout_set_tags (SaneraFlyout *self, const char *const *tags)
{
  SaneraFlyoutPrivate *priv;
  GtkWidget *child;

  g_return_if_fail (SANERA_IS_FLYOUT (self));

  priv = get_priv (self);
  while ((child = gtk_widget_get_first_child (priv->tags)) != NULL)
    gtk_box_remove (GTK_BOX (priv->tags), child);
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      child = gtk_label_new (tags[i]);
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (child, "sanera-tag");
      gtk_box_append (GTK_BOX (priv->tags), child);
    }
  gtk_widget_set_visible (priv->tags, tags != NULL && tags[0] != NULL);
}

/**
 * sanera_flyout_set_notice:
 * @self: a flyout
 * @text: (nullable): one or two sentences; %NULL: nothing
 *
 * Says what is special about this record, above everything else.
 */
void
sanera_flyout_set_notice (SaneraFlyout *self, const char *text)
{
  g_return_if_fail (SANERA_IS_FLYOUT (self));

  sanera_flyout_set_text (get_priv (self)->notice, text);
  gtk_widget_set_visible (GTK_WIDGET (get_priv (self)->notice), text != NULL);
}

/**
 * sanera_flyout_get_actions:
 * @self: a flyout
 *
 * Returns: (transfer none): where the buttons go
 */
GtkBox *
sanera_flyout_get_actions (SaneraFlyout *self)
{
  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  return GTK_BOX (get_priv (self)->actions);
}

/**
 * sanera_flyout_add_menu:
 * @self: a flyout
 *
 * Adds the button of the menu behind the buttons that are there; see sanera_flyout_set_menu().
 */
void
sanera_flyout_add_menu (SaneraFlyout *self)
{
  SaneraFlyoutPrivate *priv;

  g_return_if_fail (SANERA_IS_FLYOUT (self));

  priv = get_priv (self);
  priv->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (priv->menu), "view-more-symbolic");
  gtk_widget_set_tooltip_text (priv->menu, _ ("More actions"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More actions"), -1);
  gtk_widget_add_css_class (priv->menu, "flat");
  gtk_box_append (GTK_BOX (priv->actions), priv->menu);
  sanera_wrap_box_keep_last (priv->actions);
}

/* Whether two menus of sections have the same entries. */
static gboolean
is_same_menu (GMenuModel *a, GMenuModel *b)
{
  int n = g_menu_model_get_n_items (a);

  if (n != g_menu_model_get_n_items (b))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      g_autoptr (GMenuModel) section_a = g_menu_model_get_item_link (a, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) section_b = g_menu_model_get_item_link (b, i, G_MENU_LINK_SECTION);
      static const char *const attributes[] = { G_MENU_ATTRIBUTE_LABEL, G_MENU_ATTRIBUTE_ACTION,
                                                G_MENU_ATTRIBUTE_TARGET };

      if ((section_a != NULL) != (section_b != NULL) ||
          (section_a != NULL && !is_same_menu (section_a, section_b)))
        return FALSE;
      for (guint j = 0; j < G_N_ELEMENTS (attributes); j++)
        {
          g_autoptr (GVariant) value_a =
              g_menu_model_get_item_attribute_value (a, i, attributes[j], NULL);
          g_autoptr (GVariant) value_b =
              g_menu_model_get_item_attribute_value (b, i, attributes[j], NULL);

          if ((value_a != NULL) != (value_b != NULL) ||
              (value_a != NULL && !g_variant_equal (value_a, value_b)))
            return FALSE;
        }
    }

  return TRUE;
}

/**
 * sanera_flyout_set_menu:
 * @self: a flyout with a menu
 * @menu: (transfer full): what can be done with the record now
 *
 * Sets the entries of the menu. One that is open stays so while they are the same.
 */
void
sanera_flyout_set_menu (SaneraFlyout *self, GMenuModel *menu)
{
  GtkMenuButton *button;
  g_autoptr (GMenuModel) owned = menu;
  GMenuModel *old;

  g_return_if_fail (SANERA_IS_FLYOUT (self));

  button = GTK_MENU_BUTTON (get_priv (self)->menu);
  old = gtk_menu_button_get_menu_model (button);
  if (old == NULL || !is_same_menu (old, menu))
    gtk_menu_button_set_menu_model (button, menu);
}

/**
 * sanera_flyout_add_section:
 * @self: a flyout
 * @title: (nullable): heading of the section, translated
 * @child: what stands in it
 *
 * Adds a section at the end.
 *
 * Returns: (transfer none): the section, to hide it
 */
GtkWidget *
sanera_flyout_add_section (SaneraFlyout *self, const char *title, GtkWidget *child)
{
  GtkWidget *section;

  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  if (title != NULL)
    {
      GtkWidget *label = gtk_label_new (title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), FLYOUT_CHARS);
      gtk_widget_add_css_class (label, "heading");
      gtk_box_append (GTK_BOX (section), label);
    }
  gtk_box_append (GTK_BOX (section), child);
  gtk_box_append (get_priv (self)->content, section);

  return section;
}

/**
 * sanera_flyout_add_text:
 * @self: a flyout
 * @title: heading of the section, translated
 *
 * Adds a section of running text at the end.
 *
 * Returns: (transfer none): its text, for sanera_flyout_set_text(); the section is its parent
 */
GtkLabel *
sanera_flyout_add_text (SaneraFlyout *self, const char *title)
{
  GtkWidget *label;

  g_return_val_if_fail (SANERA_IS_FLYOUT (self), NULL);

  label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), FLYOUT_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  sanera_flyout_add_section (self, title, label);

  return GTK_LABEL (label);
}

/**
 * sanera_flyout_set_text:
 * @label: a label
 * @text: (nullable): its text
 *
 * Sets the text, and only when it is another: what a person has selected in it stays so.
 */
void
sanera_flyout_set_text (GtkLabel *label, const char *text)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  if (text == NULL)
    text = "";
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

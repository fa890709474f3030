/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-button.h"

#include <glib/gi18n.h>

#include "sanera-announce.h"
#include "sanera-connection-words.h"
#include "sanera-language.h"

struct _SaneraConnectionButton
{
  AdwBin parent_instance;

  GtkMenuButton *menu_button;
  GtkImage *icon;
  GtkLabel *name_label;
  GtkLabel *state_label;
  GtkPopover *popover;
  GtkLabel *error_label;
  GtkButton *sign_in_button;
  GtkButton *outbox_button;
  GtkLabel *list_heading;
  GtkListBox *list;

  SaneraConnections *connections;
  GSignalGroup *current_signals;
  GSignalGroup *outbox_signals;
  guint said; /* of the sync, in percent */
};

G_DEFINE_FINAL_TYPE (SaneraConnectionButton, sanera_connection_button, ADW_TYPE_BIN)

/* (nullable): how much of what was done the server does not have; a refusal comes first, because
 * somebody has to decide about it. */
static char *
describe_outbox (SaneraConnection *connection)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (sanera_connection_get_cache (connection));
  g_autoptr (GPtrArray) entries = sanera_outbox_list (outbox, NULL);
  g_autofree char *number = NULL;
  guint refused = 0;

  if (entries == NULL || entries->len == 0)
    return NULL;

  for (guint i = 0; i < entries->len; i++)
    refused +=
        ((SaneraOutboxEntry *)g_ptr_array_index (entries, i))->state == SANERA_OUTBOX_REFUSED;
  number = sanera_language_number (refused > 0 ? refused : entries->len);
  if (refused > 0)
    return g_strdup_printf (
        ngettext ("%s action refused by the server", "%s actions refused by the server", refused),
        number);

  return g_strdup_printf (
      ngettext ("%s action waits to be sent", "%s actions wait to be sent", entries->len), number);
}

/* The last page of a sync tells no progress: what was begun to be said is then complete. */
static void
announce_progress (SaneraConnectionButton *self, SaneraConnection *connection)
{
  double progress = -1;

  if (sanera_connection_get_state (connection) == SANERA_STATE_SYNCING)
    g_object_get (connection, "progress", &progress, NULL);
  else if (sanera_connection_get_state (connection) == SANERA_STATE_ONLINE && self->said > 0)
    progress = 1;
  sanera_announce_progress (GTK_WIDGET (self), &self->said, progress, _ ("Syncing %s"));
}

static void
update_state (SaneraConnectionButton *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  const char *id = sanera_connections_get_current_id (self->connections);
  g_autofree char *name = NULL;
  g_autofree char *state = NULL;
  g_autofree char *error = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *label = NULL;

  if (connection == NULL || id == NULL)
    return;

  name = sanera_connection_words_name (self->connections, id);
  state = sanera_connection_words_state (connection);
  waiting = describe_outbox (connection);
  if (waiting != NULL)
    {
      g_autofree char *alone = g_steal_pointer (&state);

      state = g_strdup_printf ("%s\n%s", alone, waiting);
      gtk_button_set_label (self->outbox_button, waiting);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->outbox_button), waiting != NULL);
  if (sanera_connection_get_state (connection) != SANERA_STATE_ONLINE)
    error = sanera_connection_words_error (connection);

  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->state_label, state);
  gtk_image_set_from_icon_name (self->icon, sanera_connection_words_icon (connection));
  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_button),
                          sanera_connection_get_state (connection) == SANERA_STATE_SIGN_IN);

  /* Translators: name and state of a connection, for screen readers */
  label = g_strdup_printf (_ ("Connection: %s, %s"), name, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  announce_progress (self, connection);
}

static void
add_row (SaneraConnectionButton *self, const char *id)
{
  g_autofree char *name = sanera_connection_words_name (self->connections, id);
  gboolean is_current = g_strcmp0 (id, sanera_connections_get_current_id (self->connections)) == 0;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !is_current);
  g_object_set_data_full (G_OBJECT (row), "connection-id", g_strdup (id), g_free);
  if (is_current)
    {
      GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      /* Translators: said of a connection */ _ ("Shown now"), -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), check);
    }
  gtk_list_box_append (self->list, row);
}

static void
update_list (SaneraConnectionButton *self)
{
  g_autoptr (GPtrArray) entries = sanera_connections_list (self->connections);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);

  add_row (self, SANERA_CONNECTIONS_PRIVATE);
  for (guint i = 0; i < entries->len; i++)
    add_row (self, ((SaneraConnectionEntry *)g_ptr_array_index (entries, i))->id);
  add_row (self, SANERA_CONNECTIONS_SAMPLE);
}

static void
current_changed_cb (SaneraConnectionButton *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  self->said = 0;
  g_signal_group_set_target (self->current_signals, connection);
  g_signal_group_set_target (
      self->outbox_signals, connection != NULL
                                ? sanera_cache_get_outbox (sanera_connection_get_cache (connection))
                                : NULL);
  update_state (self);
  update_list (self);
}

static void
close_cb (SaneraConnectionButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  SaneraConnectionButton *self = SANERA_CONNECTION_BUTTON (user_data);
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "connection-id"));

  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-connection", "s", id);
}

static void
sanera_connection_button_dispose (GObject *object)
{
  SaneraConnectionButton *self = SANERA_CONNECTION_BUTTON (object);

  g_clear_object (&self->current_signals);
  g_clear_object (&self->outbox_signals);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sanera_connection_button_parent_class)->dispose (object);
}

static void
sanera_connection_button_class_init (SaneraConnectionButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_connection_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-connection-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, icon);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, state_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, error_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, outbox_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, list_heading);
  gtk_widget_class_bind_template_child (widget_class, SaneraConnectionButton, list);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sanera_connection_button_init (SaneraConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* GtkMenuButton centres its child by a box of its own. */
  gtk_widget_set_halign (gtk_widget_get_parent (gtk_menu_button_get_child (self->menu_button)),
                         GTK_ALIGN_FILL);

  self->current_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  self->outbox_signals = g_signal_group_new (SANERA_TYPE_OUTBOX);
  g_signal_group_connect_object (self->outbox_signals, "changed", G_CALLBACK (update_state), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_swapped (self->current_signals, "notify", G_CALLBACK (update_state), self);
}

/**
 * sanera_connection_button_new:
 * @connections: the person's connections
 *
 * Returns: (transfer floating): a button that shows the current one
 */
GtkWidget *
sanera_connection_button_new (SaneraConnections *connections)
{
  SaneraConnectionButton *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SANERA_TYPE_CONNECTION_BUTTON, NULL);
  self->connections = g_object_ref (connections);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "list-changed", G_CALLBACK (update_list), self,
                           G_CONNECT_SWAPPED);
  current_changed_cb (self);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-move-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-device-values.h"
#include "sanera-device.h"
#include "sanera-entry-edit.h"
#include "sanera-entry-row.h"
#include "sanera-form-field.h"
#include "sanera-language.h"
#include "sanera-restorable.h"
#include "sanera-undo.h"
#include "sanera-words.h"

#define LIST_HEIGHT 220
#define NAME_MAX_CHARS 256
#define UNASSIGNED "UnassignedGroup"

struct _SaneraDeviceMoveDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *page;
  SaneraConnection *connection;
  GPtrArray *devices; /* of SaneraDevice */
  char *key; /* of the entry of the outbox that is changed, NULL: a new move */
  GCancellable *reading;
  char **groups;
  gboolean choosing; /* the text is set by a choice and not typed */
  gboolean show_all; /* whoever has chosen one may want another */

  GtkEditable *entry;
  GtkListBox *list;
  GtkLabel *outcome;
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraDeviceMoveDialog,
                               sanera_device_move_dialog,
                               ADW_TYPE_MESSAGE_DIALOG,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static const SaneraDeviceData *
get_data (SaneraDeviceMoveDialog *self, guint i)
{
  return sanera_device_get_data (SANERA_DEVICE (g_ptr_array_index (self->devices, i)));
}

/* What is typed as the server takes it: "" for none. */
static char *
get_group (SaneraDeviceMoveDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (g_ascii_strcasecmp (text, UNASSIGNED) == 0 ||
      g_str_equal (text, sanera_words_device_group (UNASSIGNED)))
    return g_strdup ("");

  return g_steal_pointer (&text);
}

static const char *
get_old_group (const SaneraDeviceData *data)
{
  return data->rbac_group_name != NULL && !g_str_equal (data->rbac_group_name, UNASSIGNED)
             ? data->rbac_group_name
             : "";
}

static guint
count_moved (SaneraDeviceMoveDialog *self, const char *group)
{
  guint n = 0;

  for (guint i = 0; i < self->devices->len; i++)
    n += !g_str_equal (get_old_group (get_data (self, i)), group);
  return n;
}

static gboolean
is_new (SaneraDeviceMoveDialog *self, const char *group)
{
  return *group != '\0' && self->groups != NULL &&
         !g_strv_contains ((const char *const *)self->groups, group);
}

static void
update (SaneraDeviceMoveDialog *self)
{
  g_autofree char *group = get_group (self);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  const guint n = count_moved (self, group);
  const gboolean too_long = g_utf8_strlen (group, -1) > NAME_MAX_CHARS;

  number = sanera_language_number (n);
  if (too_long)
    text = g_strdup (_ ("The name of a device group may have at most 256 characters."));
  else if (n == 0)
    text = g_strdup (_ ("Nothing changes: the devices are in this group already."));
  else if (*group == '\0')
    text = g_strdup_printf (ngettext ("%s device will be in no device group.",
                                      "%s devices will be in no device group.", n),
                            number);
  else if (is_new (self, group))
    /* Translators: the first %s is a number, the second the name of a device group */
    text = g_strdup_printf (ngettext ("%s device is moved to the new device group “%s”.",
                                      "%s devices are moved to the new device group “%s”.", n),
                            number, group);
  else
    /* Translators: the first %s is a number, the second the name of a device group */
    text = g_strdup_printf (ngettext ("%s device is moved to the device group “%s”.",
                                      "%s devices are moved to the device group “%s”.", n),
                            number, group);
  gtk_label_set_label (self->outcome, text);
  /* Back in its old group, there is nothing left to be sent. */
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "move",
                                           (n > 0 || self->key != NULL) && !too_long);
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  SaneraDeviceMoveDialog *self = data;
  const char *group = g_object_get_data (G_OBJECT (row), "sanera-group");
  g_autofree char *typed = NULL;
  g_autofree char *folded = NULL;

  if (self->show_all || *gtk_editable_get_text (self->entry) == '\0')
    return TRUE;

  typed = sanera_language_fold (gtk_editable_get_text (self->entry));
  folded = sanera_language_fold (sanera_words_device_group (group));
  return strstr (folded, typed) != NULL;
}

static void
changed_cb (SaneraDeviceMoveDialog *self)
{
  self->show_all = self->choosing;
  gtk_list_box_invalidate_filter (self->list);
  update (self);
}

static void
row_activated_cb (SaneraDeviceMoveDialog *self, GtkListBoxRow *row)
{
  const char *group = g_object_get_data (G_OBJECT (row), "sanera-group");

  self->choosing = TRUE;
  gtk_editable_set_text (self->entry, sanera_words_device_group (group));
  gtk_editable_set_position (self->entry, -1);
  self->choosing = FALSE;
}

static void
add_group (SaneraDeviceMoveDialog *self, const char *group)
{
  GtkWidget *row = gtk_list_box_row_new ();
  const char *name = sanera_words_device_group (group);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "sanera-data");
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_bottom (label, 8);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "sanera-group", g_strdup (group), g_free);
  gtk_list_box_append (self->list, row);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraDeviceMoveDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraDeviceValues) values =
      sanera_device_values_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (values == NULL)
    {
      /* The name can still be typed. */
      g_warning ("The device groups cannot be read: %s", error->message);
      return;
    }

  self->groups = g_steal_pointer (&values->groups);
  for (char **group = self->groups; *group != NULL; group++)
    if (!g_str_equal (*group, UNASSIGNED))
      add_group (self, *group);
  add_group (self, UNASSIGNED);
  update (self);
}

static void
move (SaneraDeviceMoveDialog *self)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_action_unref);
  g_autofree char *group = get_group (self);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->devices->len; i++)
    {
      const SaneraDeviceData *data = get_data (self, i);
      SaneraAction *action;

      if (g_str_equal (get_old_group (data), group))
        continue;
      action = sanera_action_new (SANERA_ACTION_CHANGE_DEVICE, data->id, data->row_version);
      sanera_action_set_text (action, "rbacGroupName", group);
      g_ptr_array_add (actions, action);
    }
  number = sanera_language_number (actions->len);
  words = g_strdup_printf (
      /* Translators: the first %s is a number, the second the name of a device group */
      ngettext ("%s device moved to “%s”", "%s devices moved to “%s”", actions->len), number,
      sanera_words_device_group (*group != '\0' ? group : UNASSIGNED));
  if (self->key == NULL)
    sanera_act_all (self->page, self->connection, actions, words);
  else if (actions->len > 0)
    sanera_entry_edit_act (self->page, self->connection, self->key, g_ptr_array_index (actions, 0),
                           words);
  else
    sanera_entry_edit_drop (self->page, self->connection, self->key);
}

static void
sanera_device_move_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  if (g_str_equal (response, "move"))
    move (SANERA_DEVICE_MOVE_DIALOG (dialog));

  if (ADW_MESSAGE_DIALOG_CLASS (sanera_device_move_dialog_parent_class)->response != NULL)
    ADW_MESSAGE_DIALOG_CLASS (sanera_device_move_dialog_parent_class)->response (dialog, response);
}

/* That there is no group has a name in each language. */
static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraDeviceMoveDialog *self = SANERA_DEVICE_MOVE_DIALOG (restorable);
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *group = get_group (self);

  return g_variant_new_string (*group == '\0' && *text != '\0' ? UNASSIGNED : text);
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraDeviceMoveDialog *self = SANERA_DEVICE_MOVE_DIALOG (restorable);
  const char *text = g_variant_get_string (state, NULL);

  self->choosing = TRUE;
  gtk_editable_set_text (self->entry, *text != '\0' ? sanera_words_device_group (text) : "");
  self->choosing = FALSE;
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_device_move_dialog_dispose (GObject *object)
{
  SaneraDeviceMoveDialog *self = SANERA_DEVICE_MOVE_DIALOG (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->page);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (sanera_device_move_dialog_parent_class)->dispose (object);
}

static void
sanera_device_move_dialog_class_init (SaneraDeviceMoveDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_device_move_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = sanera_device_move_dialog_response;
}

static void
sanera_device_move_dialog_init (SaneraDeviceMoveDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry_list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->entry = GTK_EDITABLE (sanera_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry),
                                 _ ("Device group (choose one or type a new name)"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->entry), TRUE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (entry_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (entry_list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (entry_list), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), entry_list);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Device groups"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN); /* round corners */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), scroller);

  self->outcome = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->outcome, 0);
  gtk_label_set_wrap (self->outcome, TRUE);
  gtk_label_set_max_width_chars (self->outcome, 40);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->outcome));

  adw_message_dialog_set_heading (dialog, _ ("Move to device group"));
  adw_message_dialog_set_body (
      dialog, _ ("Nothing changes on any device. What is counted by device group follows: scores, "
                 "exceptions of a group, and new devices of an activity."));
  adw_message_dialog_set_extra_child (dialog, box);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("Cancel"), "move", C_ ("device", "Move"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "move");
  adw_message_dialog_set_close_response (dialog, "cancel");
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer devices)
{
  sanera_device_move_dialog_present (sanera_again_get_page (parent), connection, devices);
}

/* @group: (nullable): what was typed already; @key: (nullable): of the entry that it is in */
static void
present (GtkWidget *page,
         SaneraConnection *connection,
         GPtrArray *devices,
         const char *group,
         const char *key)
{
  SaneraDeviceMoveDialog *self;
  GtkRoot *root = gtk_widget_get_root (page);

  self = g_object_new (SANERA_TYPE_DEVICE_MOVE_DIALOG, "transient-for",
                       GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, "modal", TRUE, NULL);
  self->page = g_object_ref (page);
  self->connection = g_object_ref (connection);
  self->devices = g_ptr_array_ref (devices);
  self->reading = g_cancellable_new ();
  self->key = g_strdup (key);
  if (key != NULL)
    adw_message_dialog_set_response_label (ADW_MESSAGE_DIALOG (self), "move", _ ("Save"));
  if (devices->len == 1)
    {
      g_autofree char *heading = NULL;

      heading =
          /* Translators: %s is the name of a device */
          g_strdup_printf (_ ("Move %s to a device group"), get_data (self, 0)->computer_dns_name);
      adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
      self->choosing = TRUE;
      gtk_editable_set_text (self->entry,
                             group != NULL ? group : get_old_group (get_data (self, 0)));
      self->choosing = FALSE;
    }
  self->show_all = TRUE;
  update (self);
  sanera_device_values_read_async (sanera_connection_get_cache (connection), self->reading, read_cb,
                                   self);
  if (key != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_again, g_ptr_array_ref (devices),
                      (GDestroyNotify)g_ptr_array_unref);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * sanera_device_move_dialog_present:
 * @page: where the devices are shown
 * @connection: where they are
 * @devices: (element-type SaneraDevice): which ones, at least one
 *
 * Asks for the device group that the devices are to go to, and lets them go there.
 */
void
sanera_device_move_dialog_present (GtkWidget *page,
                                   SaneraConnection *connection,
                                   GPtrArray *devices)
{
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (devices->len > 0);

  present (page, connection, devices, NULL, NULL);
}

/**
 * sanera_device_move_dialog_present_entry:
 * @page: the window it belongs to, or something in it
 * @connection: where the device is
 * @revision: a move of it that waits or was refused
 *
 * Asks again, with the device group that was chosen.
 *
 * Returns: %FALSE when the device is gone
 */
gboolean
sanera_device_move_dialog_present_entry (GtkWidget *page,
                                         SaneraConnection *connection,
                                         const SaneraRevision *revision)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (revision != NULL, FALSE);

  if (revision->before == NULL || !SANERA_IS_DEVICE (revision->before))
    return FALSE;

  g_ptr_array_add (devices, g_object_ref (revision->before));
  present (page, connection, devices,
           revision->mine != NULL
               ? get_old_group (sanera_device_get_data (SANERA_DEVICE (revision->mine)))
               : NULL,
           revision->key);
  return TRUE;
}

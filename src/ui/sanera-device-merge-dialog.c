/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-merge-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-device-columns.h"
#include "sanera-device.h"
#include "sanera-form-field.h"
#include "sanera-language.h"
#include "sanera-records.h"
#include "sanera-restorable.h"
#include "sanera-undo.h"
#include "sanera-words.h"

/* Rows of a search; who wants another one types more. */
#define MAX_FOUND 20

/* Most devices that the server merges at once. */
#define MAX_MERGED 100

/* Of what is said about a device. */
#define MAX_LINES 6

struct _SaneraDeviceMergeDialog
{
  AdwWindow parent_instance;

  GtkWidget *merge_button;
  GtkListBox *chosen_list;
  GtkLabel *outcome;
  GtkEditable *search_entry;
  GtkListBox *found_list;
  GtkLabel *found_note;

  GtkWidget *page;
  SaneraConnection *connection;
  GPtrArray *devices; /* of SaneraDevice: those that are the same one */
  SaneraDevice *stays; /* (unowned) (nullable): one of them */
  GCancellable *searching;
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraDeviceMergeDialog,
                               sanera_device_merge_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static SaneraDevice *
get_device (SaneraDeviceMergeDialog *self, guint i)
{
  return g_ptr_array_index (self->devices, i);
}

static gboolean
is_chosen (SaneraDeviceMergeDialog *self, const char *id)
{
  for (guint i = 0; i < self->devices->len; i++)
    if (g_str_equal (sanera_device_get_data (get_device (self, i))->id, id))
      return TRUE;
  return FALSE;
}

static gboolean
is_retired (SaneraDevice *device)
{
  return sanera_device_get_data (device)->retired_on != SANERA_INT_NULL;
}

/* The one that reported last is the name that lives on, most likely. */
static SaneraDevice *
find_likely (SaneraDeviceMergeDialog *self)
{
  SaneraDevice *likely = NULL;

  for (guint i = 0; i < self->devices->len; i++)
    {
      SaneraDevice *device = get_device (self, i);

      if (!is_retired (device) &&
          (likely == NULL ||
           sanera_device_get_data (device)->last_seen > sanera_device_get_data (likely)->last_seen))
        likely = device;
    }
  return likely;
}

static void
update (SaneraDeviceMergeDialog *self)
{
  g_autofree char *text = NULL;

  if (self->devices->len < 2)
    text = g_strdup (_ ("Add the other device below."));
  else if (self->devices->len > MAX_MERGED)
    text = g_strdup (_ ("At most 100 devices can be merged at once."));
  else if (self->stays == NULL)
    text = g_strdup (_ ("All of them are retired: return the one that stays to use first."));
  else
    {
      g_autofree char *number = sanera_language_number (self->devices->len - 1);

      text =
          /* Translators: the first %s is a number, the second the name of a device */
          g_strdup_printf (ngettext ("%s device is merged into %s and is not listed any more.",
                                     "%s devices are merged into %s and are not listed any more.",
                                     self->devices->len - 1),
                           number, sanera_device_get_data (self->stays)->computer_dns_name);
    }
  gtk_label_set_label (self->outcome, text);
  gtk_widget_set_sensitive (self->merge_button, self->devices->len >= 2 &&
                                                    self->devices->len <= MAX_MERGED &&
                                                    self->stays != NULL);
}

static char *
describe (SaneraDevice *device)
{
  const SaneraDeviceData *data = sanera_device_get_data (device);
  g_autofree char *platform = sanera_device_describe_platform (data);
  g_autofree char *seen = sanera_device_describe_assessment (data, g_get_real_time ());

  if (is_retired (device))
    /* Translators: about a device: device group, platform, when it was last assessed */
    return g_strdup_printf (_ ("%s · %s · %s · retired, so it cannot stay"),
                            sanera_words_device_group (data->rbac_group_name), platform, seen);

  /* Translators: about a device: device group, platform, when it was last assessed */
  return g_strdup_printf (_ ("%s · %s · last assessed: %s"),
                          sanera_words_device_group (data->rbac_group_name), platform, seen);
}

static GtkWidget *
create_row (SaneraDevice *device)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *detail = describe (device);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 sanera_device_get_data (device)->computer_dns_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  /* More than there ever are: with a limit a label may get narrower than its words. Without one
   * GTK 4.8 may give "Red Hat Enterprise Linux · 上次评估" one line, wider than the dialog. */
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), MAX_LINES);
  g_object_set_data_full (G_OBJECT (row), "sanera-device", g_object_ref (device), g_object_unref);
  return row;
}

static void
toggled_cb (GtkCheckButton *check, SaneraDeviceMergeDialog *self)
{
  if (!gtk_check_button_get_active (check))
    return;

  self->stays = g_object_get_data (G_OBJECT (check), "sanera-device");
  update (self);
}

static void show_chosen (SaneraDeviceMergeDialog *self);

static void
remove_clicked_cb (GtkButton *button, SaneraDeviceMergeDialog *self)
{
  SaneraDevice *device = g_object_get_data (G_OBJECT (button), "sanera-device");

  if (self->stays == device)
    self->stays = NULL;
  g_ptr_array_remove (self->devices, device);
  if (self->stays == NULL)
    self->stays = find_likely (self);
  show_chosen (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* Before a row: whether this device is the one that stays. */
static void
add_check (SaneraDeviceMergeDialog *self,
           GtkWidget *row,
           SaneraDevice *device,
           GtkCheckButton **first)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), *first);
  if (*first == NULL)
    *first = GTK_CHECK_BUTTON (check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), device == self->stays);
  gtk_widget_set_sensitive (check, !is_retired (device));
  g_object_set_data (G_OBJECT (check), "sanera-device", device);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
}

static void
add_remove_button (SaneraDeviceMergeDialog *self, GtkWidget *row, SaneraDevice *device)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  const char *name = sanera_device_get_data (device)->computer_dns_name;
  /* Translators: %s is the name of a device */
  g_autofree char *label = g_strdup_printf (_ ("Do not merge %s"), name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "sanera-device", device);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_chosen (SaneraDeviceMergeDialog *self, SaneraDevice *device, GtkCheckButton **first)
{
  GtkWidget *row = create_row (device);

  /* Of one alone nothing has to be decided yet. */
  if (self->devices->len > 1)
    {
      add_check (self, row, device, first);
      add_remove_button (self, row, device);
    }
  gtk_list_box_append (self->chosen_list, row);
}

static void
clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_chosen (SaneraDeviceMergeDialog *self)
{
  GtkCheckButton *first = NULL;

  clear (self->chosen_list);
  for (guint i = 0; i < self->devices->len; i++)
    add_chosen (self, get_device (self, i), &first);
  update (self);
}

/* Others */

static void
show_found (SaneraDeviceMergeDialog *self, GPtrArray *found)
{
  guint shown = 0;

  clear (self->found_list);
  for (guint i = 0; found != NULL && i < MIN (found->len, MAX_FOUND); i++)
    {
      SaneraDevice *device = g_ptr_array_index (found, i);
      GtkWidget *row;

      if (is_chosen (self, sanera_device_get_data (device)->id))
        continue;
      row = create_row (device);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("list-add-symbolic"));
      gtk_list_box_append (self->found_list, row);
      shown++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found_list), shown > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->found_note),
                          found != NULL && (shown == 0 || found->len > MAX_FOUND));
  gtk_label_set_label (self->found_note, shown == 0 ? _ ("No other device is found.")
                                                    : _ ("There are more: type more of the name."));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraDeviceMergeDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = sanera_records_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL)
    g_warning ("Devices cannot be searched: %s", error->message);
  show_found (self, found);
}

static void
search_changed_cb (SaneraDeviceMergeDialog *self)
{
  const char *text = gtk_editable_get_text (self->search_entry);
  g_autoptr (SaneraQuery) all = NULL;
  g_autoptr (SaneraQuery) query = NULL;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (*text == '\0')
    {
      show_found (self, NULL);
      return;
    }

  self->searching = g_cancellable_new ();
  all = sanera_query_new (SANERA_LIST_DEVICES);
  query = sanera_query_with_search (all, text);
  sanera_records_read_async (sanera_connection_get_cache (self->connection), query, MAX_FOUND + 1,
                             self->searching, found_cb, self);
}

static void
found_activated_cb (SaneraDeviceMergeDialog *self, GtkListBoxRow *row)
{
  SaneraDevice *device = g_object_get_data (G_OBJECT (row), "sanera-device");

  g_ptr_array_add (self->devices, g_object_ref (device));
  if (self->stays == NULL)
    self->stays = find_likely (self);
  show_chosen (self);
  gtk_editable_set_text (self->search_entry, "");
  show_found (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
merge_clicked_cb (SaneraDeviceMergeDialog *self)
{
  const SaneraDeviceData *stays = sanera_device_get_data (self->stays);
  g_autoptr (SaneraAction) action =
      sanera_action_new (SANERA_ACTION_MERGE_DEVICES, stays->id, stays->row_version);
  g_autoptr (GStrvBuilder) from = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < self->devices->len; i++)
    if (get_device (self, i) != self->stays)
      g_strv_builder_add (from, sanera_device_get_data (get_device (self, i))->id);
  ids = g_strv_builder_end (from);
  sanera_action_set_texts (action, "from", (const char *const *)ids);
  /* Translators: %s is the name of a device */
  words = g_strdup_printf (_ ("Merged into %s"), stays->computer_dns_name);
  sanera_act (self->page, self->connection, action, words);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

/* By its id: several may be called the same, and among others another one would be the likely one.
 */
static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraDeviceMergeDialog *self = SANERA_DEVICE_MERGE_DIALOG (restorable);

  return g_variant_new_string (self->stays != NULL ? sanera_device_get_data (self->stays)->id : "");
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraDeviceMergeDialog *self = SANERA_DEVICE_MERGE_DIALOG (restorable);
  const char *stays = g_variant_get_string (state, NULL);

  for (guint i = 0; i < self->devices->len; i++)
    if (g_str_equal (sanera_device_get_data (get_device (self, i))->id, stays))
      self->stays = get_device (self, i);
  show_chosen (self);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_device_merge_dialog_dispose (GObject *object)
{
  SaneraDeviceMergeDialog *self = SANERA_DEVICE_MERGE_DIALOG (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->page);
  g_clear_object (&self->connection);
  self->stays = NULL;
  g_clear_pointer (&self->devices, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_device_merge_dialog_parent_class)->dispose (object);
}

static void
sanera_device_merge_dialog_class_init (SaneraDeviceMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_device_merge_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/sanera/Sanera/ui/sanera-device-merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, merge_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, chosen_list);
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, found_list);
  gtk_widget_class_bind_template_child (widget_class, SaneraDeviceMergeDialog, found_note);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, merge_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
sanera_device_merge_dialog_init (SaneraDeviceMergeDialog *self)
{
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  sanera_form_field_leave (GTK_WIDGET (self->chosen_list));
}

/* @devices is that of the dialog, with all that a person has added. */
static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer devices)
{
  sanera_device_merge_dialog_present (sanera_again_get_page (parent), connection, devices);
}

/**
 * sanera_device_merge_dialog_present:
 * @page: where the devices are shown
 * @connection: where they are
 * @devices: (element-type SaneraDevice): those that are known to be the same one, at least one
 *
 * Asks which devices are the same one and which of them stays, and merges them.
 */
void
sanera_device_merge_dialog_present (GtkWidget *page,
                                    SaneraConnection *connection,
                                    GPtrArray *devices)
{
  SaneraDeviceMergeDialog *self;
  GtkRoot *root = gtk_widget_get_root (page);

  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (devices->len > 0);

  self = g_object_new (SANERA_TYPE_DEVICE_MERGE_DIALOG, "transient-for",
                       GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
  self->page = g_object_ref (page);
  self->connection = g_object_ref (connection);
  for (guint i = 0; i < devices->len; i++)
    g_ptr_array_add (self->devices, g_object_ref (g_ptr_array_index (devices, i)));
  self->stays = find_likely (self);
  show_chosen (self);
  sanera_again_set (GTK_WINDOW (self), connection, open_again, g_ptr_array_ref (self->devices),
                    (GDestroyNotify)g_ptr_array_unref);
  gtk_window_present (GTK_WINDOW (self));
  if (devices->len == 1)
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

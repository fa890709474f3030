/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-device-split-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-language.h"
#include "sanera-sources.h"
#include "sanera-undo.h"

/* So much of the list of names is seen at least, as far as there are so many; above the other it
 * scrolls. Pixels. */
#define ROW_HEIGHT 88 /* with what is known under the name in three lines */
#define LIST_MIN_HEIGHT 192
#define LIST_MAX_HEIGHT 320

typedef struct
{
  AdwMessageDialog *dialog; /* (unowned): owns this */
  GtkWidget *page;
  SaneraConnection *connection;
  SaneraDevice *device;
  SaneraDeviceIdentity *identity;
  GPtrArray *checks; /* (element-type GtkCheckButton): one for each name; unowned */
  GtkLabel *outcome;
} Split;

static void
split_free (gpointer data)
{
  Split *self = data;

  g_object_unref (self->page);
  g_object_unref (self->connection);
  g_object_unref (self->device);
  sanera_device_identity_free (self->identity);
  g_ptr_array_unref (self->checks);
  g_free (self);
}

static const char *
get_name (Split *self)
{
  return sanera_device_get_data (self->device)->computer_dns_name;
}

static const SaneraDeviceName *
get_nth (Split *self, guint i)
{
  return g_ptr_array_index (self->identity->names, i);
}

static gboolean
is_chosen (Split *self, guint i)
{
  return gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
}

/**
 * sanera_device_split_dialog_kind:
 * @kind: by what devices are known again: "serial"
 *
 * Returns: (transfer none): what that is called in the interface language
 */
const char *
sanera_device_split_dialog_kind (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } kinds[] = {
    { "id", /* Translators: what two devices have in common */ N_ ("identifier") },
    { "serial", N_ ("serial number") },
    { "fqdn", N_ ("full name") },
    { "name", /* Translators: what two devices have in common */ N_ ("name") },
    { "mac", N_ ("hardware address") },
    { "address", N_ ("IP address") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return gettext (kinds[i].words);
  return kind;
}

/**
 * sanera_device_split_dialog_can:
 * @identity: (nullable): field "identity" of a device
 *
 * Returns: whether reports call it by another name that may be another device
 */
gboolean
sanera_device_split_dialog_can (const char *identity)
{
  g_autoptr (SaneraDeviceIdentity) parsed = sanera_device_identity_parse (identity);

  for (guint i = 0; parsed->names->len > 1 && i < parsed->names->len; i++)
    if (!((const SaneraDeviceName *)g_ptr_array_index (parsed->names, i))->fixed)
      return TRUE;
  return FALSE;
}

/**
 * sanera_device_split_dialog_describe:
 * @name: one of the names of a device
 *
 * Returns: (transfer full): what is known under it: what came with it, which scanners said it, how
 *   many weaknesses they know and of when that is
 */
char *
sanera_device_split_dialog_describe (const SaneraDeviceName *name)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < name->known->len; i++)
    {
      const SaneraKnownBy *known = g_ptr_array_index (name->known, i);

      /* The name stands above. */
      if (g_strcmp0 (known->kind, "name") == 0)
        continue;
      g_string_append (out, out->len > 0 ? " · " : "");
      /* Translators: what a device is known by, and its value: "serial number 4711" */
      g_string_append_printf (out, _ ("%s %s"), sanera_device_split_dialog_kind (known->kind),
                              known->value);
    }
  for (guint i = 0; name->sources != NULL && name->sources[i] != NULL; i++)
    g_string_append_printf (out, out->len > 0 ? " · %s" : "%s",
                            sanera_sources_get_name (name->sources[i]));
  if (name->assessed_on == SANERA_INT_NULL)
    {
      g_string_append (out, out->len > 0 ? " · " : "");
      g_string_append (out, _ ("the latest reports do not use this name"));
    }
  else
    {
      g_autofree char *number = sanera_language_number (name->weaknesses);
      g_autofree char *day = sanera_language_date (name->assessed_on);

      g_string_append (out, out->len > 0 ? " · " : "");
      g_string_append_printf (
          out, ngettext ("%s weakness", "%s weaknesses", (gulong)name->weaknesses), number);
      g_string_append (out, " · ");
      /* Translators: %s is a date */
      g_string_append_printf (out, _ ("last assessed: %s"), day);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What goes where. One name at least stays, or there would be nothing to take it from. */
static void
update (Split *self)
{
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  const char *first = NULL;
  gint64 weaknesses = 0;
  guint chosen = 0;
  gboolean ok;

  for (guint i = 0; i < self->checks->len; i++)
    {
      if (!is_chosen (self, i))
        continue;
      if (first == NULL)
        first = get_nth (self, i)->name;
      weaknesses += get_nth (self, i)->weaknesses;
      chosen++;
    }

  ok = chosen > 0 && chosen < self->checks->len;
  if (chosen == 0)
    text = g_strdup (_ ("Choose the names that are another device."));
  else if (!ok)
    text = g_strdup (_ ("One name at least has to stay with this device."));
  else
    {
      number = sanera_language_number (weaknesses);
      text = g_strdup_printf (
          ngettext (
              /* Translators: the name of the new device, a number, the name of the old device */
              "A new device, %s, gets what reports told under the chosen names: %s weakness "
              "known now, and later reports of these names. The rest stays with %s.",
              "A new device, %s, gets what reports told under the chosen names: %s weaknesses "
              "known now, and later reports of these names. The rest stays with %s.",
              (gulong)weaknesses),
          first, number, get_name (self));
    }
  gtk_label_set_label (self->outcome, text);
  adw_message_dialog_set_response_enabled (self->dialog, "split", ok);
}

static void
response_cb (Split *self, const char *response)
{
  const SaneraDeviceData *data = sanera_device_get_data (self->device);
  g_autoptr (SaneraAction) action = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *words = NULL;

  if (!g_str_equal (response, "split") || gtk_widget_get_root (self->page) == NULL)
    return;

  for (guint i = 0; i < self->checks->len; i++)
    if (is_chosen (self, i))
      g_strv_builder_add (builder, get_nth (self, i)->name);
  names = g_strv_builder_end (builder);
  action = sanera_action_new (SANERA_ACTION_SPLIT_DEVICE, data->id, data->row_version);
  sanera_action_set_texts (action, "names", (const char *const *)names);
  /* Translators: the name of a device that becomes one of its own, and the one it was taken from */
  words = g_strdup_printf (_ ("%s taken from %s"), names[0], get_name (self));
  sanera_act (self->page, self->connection, action, words);
}

static void
add_row (Split *self, GtkListBox *list, const SaneraDeviceName *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *detail = sanera_device_split_dialog_describe (name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name->name);
  if (name->fixed)
    {
      g_autofree char *text =
          g_strdup_printf ("%s · %s", detail, _ ("it is its own name: it stays"));

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
    }
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (check, !name->fixed);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->checks, check);
  gtk_list_box_append (list, row);
}

static GtkWidget *
make_content (Split *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Names that are another device"), -1);
  for (guint i = 0; i < self->identity->names->len; i++)
    add_row (self, GTK_LIST_BOX (list), get_nth (self, i));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_min_content_height (
      GTK_SCROLLED_WINDOW (scroller),
      MIN (ROW_HEIGHT * (int)self->identity->names->len, LIST_MIN_HEIGHT));
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_box_append (GTK_BOX (box), scroller);

  self->outcome = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->outcome, TRUE);
  gtk_label_set_xalign (self->outcome, 0);
  gtk_label_set_max_width_chars (self->outcome, 50);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->outcome));
  return box;
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer device)
{
  sanera_device_split_dialog_present (sanera_again_get_page (parent), connection, device);
}

/**
 * sanera_device_split_dialog_present:
 * @page: where the device is shown
 * @connection: where it is
 * @device: one that reports call by several names
 *
 * Asks which of the names are another device, says what goes there, and takes the two apart. Does
 * nothing when there is nothing to take apart.
 */
void
sanera_device_split_dialog_present (GtkWidget *page,
                                    SaneraConnection *connection,
                                    SaneraDevice *device)
{
  GtkRoot *root = gtk_widget_get_root (page);
  g_autofree char *heading = NULL;
  Split *self;

  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (SANERA_IS_DEVICE (device));

  if (!sanera_device_split_dialog_can (sanera_device_get_data (device)->identity))
    return;

  self = g_new0 (Split, 1);
  self->page = g_object_ref (page);
  self->connection = g_object_ref (connection);
  self->device = g_object_ref (device);
  self->identity = sanera_device_identity_parse (sanera_device_get_data (device)->identity);
  self->checks = g_ptr_array_new ();
  /* Translators: %s is the name of a device */
  heading = g_strdup_printf (_ ("Take %s apart?"), get_name (self));
  self->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading,
      _ ("For reports that were taken for this device, but are about another one. A remediation "
         "activity that covers this device covers both then, and no report makes them one again. "
         "To undo it, merge them.")));
  g_object_set_data_full (G_OBJECT (self->dialog), "sanera-split", self, split_free);
  adw_message_dialog_add_responses (self->dialog, "cancel", _ ("Cancel"), "split",
                                    C_ ("device", "Take apart"), NULL);
  adw_message_dialog_set_response_appearance (self->dialog, "split", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (self->dialog, "split");
  adw_message_dialog_set_close_response (self->dialog, "cancel");
  adw_message_dialog_set_extra_child (self->dialog, make_content (self));
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (response_cb), self);
  update (self);
  sanera_again_set (GTK_WINDOW (self->dialog), connection, open_again, g_object_ref (device),
                    g_object_unref);
  gtk_window_present (GTK_WINDOW (self->dialog));
}

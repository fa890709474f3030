/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-identity-panel.h"

#include <glib/gi18n.h>

#include "sanera-device-identity.h"
#include "sanera-device-split-dialog.h"
#include "sanera-language.h"

struct _SaneraIdentityPanel
{
  AdwBin parent_instance;

  GtkBox *box;
  char *shown; /* what it was made of: id, rights and field "identity" */
};

G_DEFINE_FINAL_TYPE (SaneraIdentityPanel, sanera_identity_panel, ADW_TYPE_BIN)

static void
add_label (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, const char *action, GVariant *target, gboolean may)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_sensitive (button, may);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_names (SaneraIdentityPanel *self,
           const SaneraDeviceData *data,
           const SaneraDeviceIdentity *identity,
           gboolean may)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *number = sanera_language_number (identity->names->len);

  g_string_append_printf (text,
                          ngettext ("Reports call this device by %s name:",
                                    "Reports call this device by %s names:", identity->names->len),
                          number);
  for (guint i = 0; i < identity->names->len; i++)
    {
      const SaneraDeviceName *name = g_ptr_array_index (identity->names, i);
      g_autofree char *detail = sanera_device_split_dialog_describe (name);

      g_string_append_printf (text, "\n• %s: %s", name->name, detail);
    }
  add_label (part, text->str);
  if (sanera_device_split_dialog_can (data->identity))
    add_button (part, _ ("Take apart…"), "device.split", g_variant_new_string (data->id), may);
  gtk_box_append (self->box, part);
}

static void
add_similar (SaneraIdentityPanel *self,
             const SaneraDeviceData *data,
             const SaneraSimilarDevice *similar,
             gboolean may)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *labels[] = { _ ("Merge…"), _ ("Not the same device") };
  const char *actions[] = { "device.merge-with", "device.apart" };
  g_autofree char *text = NULL;

  text =
      /* Translators: the name of a device, then what both devices share: "serial number" */
      g_strdup_printf (_ ("It may be the same device as %s: both have the same %s, but something "
                          "else contradicts it."),
                       similar->name, sanera_device_split_dialog_kind (similar->kind));
  add_label (part, text);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *button = add_button (buttons, labels[i], actions[i],
                                      g_variant_new ("(ss)", data->id, similar->id), may);
      g_autofree char *name = g_strdup_printf ("%s (%s)", labels[i], similar->name);

      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
    }
  gtk_box_append (GTK_BOX (part), buttons);
  gtk_box_append (self->box, part);
}

static void
sanera_identity_panel_finalize (GObject *object)
{
  g_free (SANERA_IDENTITY_PANEL (object)->shown);

  G_OBJECT_CLASS (sanera_identity_panel_parent_class)->finalize (object);
}

static void
sanera_identity_panel_class_init (SaneraIdentityPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_identity_panel_finalize;
}

static void
sanera_identity_panel_init (SaneraIdentityPanel *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

/**
 * sanera_identity_panel_new:
 *
 * Returns: (transfer floating): a panel that shows nothing
 */
SaneraIdentityPanel *
sanera_identity_panel_new (void)
{
  return g_object_new (SANERA_TYPE_IDENTITY_PANEL, NULL);
}

/**
 * sanera_identity_panel_show:
 * @self: a panel
 * @data: a device
 * @may: whether something can be done with it now
 *
 * Shows by what the device is known. What is there already stays, with the focus in it.
 *
 * Returns: whether there is something to show
 */
gboolean
sanera_identity_panel_show (SaneraIdentityPanel *self, const SaneraDeviceData *data, gboolean may)
{
  g_autoptr (SaneraDeviceIdentity) identity = NULL;
  g_autofree char *made_of = NULL;
  GtkWidget *child;

  g_return_val_if_fail (SANERA_IS_IDENTITY_PANEL (self), FALSE);

  identity = sanera_device_identity_parse (data->identity);
  made_of = g_strdup_printf ("%d\n%s\n%s", may, data->id != NULL ? data->id : "",
                             data->identity != NULL ? data->identity : "");
  if (g_strcmp0 (made_of, self->shown) != 0)
    {
      g_free (self->shown);
      self->shown = g_steal_pointer (&made_of);
      while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
        gtk_box_remove (self->box, child);
      if (identity->names->len > 1)
        add_names (self, data, identity, may);
      for (guint i = 0; i < identity->similar->len; i++)
        add_similar (self, data, g_ptr_array_index (identity->similar, i), may);
    }
  return identity->names->len > 1 || identity->similar->len > 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-rule-list.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-language.h"
#include "sanera-record-list.h"
#include "sanera-rule-dialog.h"
#include "sanera-words.h"

struct _SaneraRuleList
{
  AdwBin parent_instance;

  SaneraRecordList *list;

  SaneraConnection *connection;
};

G_DEFINE_FINAL_TYPE (SaneraRuleList, sanera_rule_list, ADW_TYPE_BIN)

static void
fetch (SaneraRecordList *list,
       const char *next,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  SaneraRuleList *self =
      SANERA_RULE_LIST (gtk_widget_get_ancestor (GTK_WIDGET (list), SANERA_TYPE_RULE_LIST));

  sanera_connection_list_device_rules_async (self->connection, cancellable, callback, user_data);
}

static void
bind (SaneraRecordRow *row, SaneraRecord *record, gpointer user_data)
{
  const SaneraDeviceRuleData *data = sanera_device_rule_get_data (SANERA_DEVICE_RULE (record));
  const char *field = sanera_words_label (&sanera_group_field_enum, data->field);
  g_autofree char *place = sanera_language_number (data->position);
  g_autofree char *number = sanera_language_number (data->device_count);
  g_autofree char *devices =
      g_strdup_printf (ngettext ("%s device", "%s devices", (gulong)data->device_count), number);
  g_autofree char *title =
      /* Translators: place of a rule in the order, and the device group it leads to */
      g_strdup_printf (C_ ("group rule", "%s. %s"), place, data->rbac_group_name);
  g_autofree char *text =
      /* Translators: what is compared ("Name", "Tag"), a pattern, and a number of devices */
      g_strdup_printf (_ ("%s: %s · %s"), field, data->pattern, devices);
  /* Translators: %s is a device group */
  g_autofree char *name = g_strdup_printf (_ ("Change the rule for %s"), data->rbac_group_name);

  sanera_record_row_set (row, title, text);
  sanera_record_row_set_button (row, _ ("Change…"), name);
}

static void open_again (GtkWindow *parent, SaneraConnection *connection, gpointer subject);

/* What is opened again. */
typedef struct
{
  SaneraDeviceRule *rule; /* nullable: a new one */
  guint n_rules;
} Subject;

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_clear_object (&subject->rule);
  g_free (subject);
}

/* @rule: (nullable): the one to be changed */
static void
present (SaneraRuleList *self, SaneraDeviceRule *rule, guint n_rules)
{
  GtkWidget *dialog = sanera_rule_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->connection,
      rule != NULL ? sanera_device_rule_get_data (rule) : NULL, n_rules);
  Subject *subject = g_new (Subject, 1);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (sanera_record_list_load), self->list,
                           G_CONNECT_SWAPPED);
  subject->rule = rule != NULL ? g_object_ref (rule) : NULL;
  subject->n_rules = n_rules;
  sanera_again_set (GTK_WINDOW (dialog), NULL, open_again, subject, subject_free);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The new list may not have asked the server yet. */
static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer subject)
{
  GtkWidget *list = sanera_again_find (GTK_WIDGET (parent), SANERA_TYPE_RULE_LIST);

  if (list != NULL)
    present (SANERA_RULE_LIST (list), ((Subject *)subject)->rule, ((Subject *)subject)->n_rules);
}

static guint
count_rules (SaneraRuleList *self)
{
  return g_list_model_get_n_items (sanera_record_list_get_records (self->list));
}

static void
change_cb (SaneraRecord *record, gpointer user_data)
{
  SaneraRuleList *self = SANERA_RULE_LIST (user_data);

  present (self, SANERA_DEVICE_RULE (record), count_rules (self));
}

static void
sanera_rule_list_dispose (GObject *object)
{
  g_clear_object (&SANERA_RULE_LIST (object)->connection);

  G_OBJECT_CLASS (sanera_rule_list_parent_class)->dispose (object);
}

static void
sanera_rule_list_class_init (SaneraRuleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_rule_list_dispose;
}

static void
sanera_rule_list_init (SaneraRuleList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_label_new (_ (
      "The first rule that matches a device puts it into its device group. A device that was put "
      "into a group by hand or with an import stays there."));
  GtkWidget *add = gtk_button_new_with_label (_ ("Add…"));

  self->list = SANERA_RECORD_LIST (
      sanera_record_list_new (_ ("Device group rules"), fetch, bind, change_cb, self));
  sanera_record_list_set_empty (
      self->list, "view-list-symbolic", _ ("No device group rules"),
      _ ("Without rules a device is in the group that somebody put it into, or that its report "
         "names."));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (words, "dim-label");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add device group rule"), -1);
  g_signal_connect_object (add, "clicked", G_CALLBACK (sanera_rule_list_add), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (bar, "sanera-list-toolbar");
  gtk_box_append (GTK_BOX (bar), words);
  gtk_box_append (GTK_BOX (bar), add);

  gtk_widget_set_vexpand (GTK_WIDGET (self->list), TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_rule_list_new:
 * @connection: whose rules
 *
 * Returns: (transfer floating): the list; sanera_rule_list_load() asks the server
 */
GtkWidget *
sanera_rule_list_new (SaneraConnection *connection)
{
  SaneraRuleList *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_RULE_LIST, NULL);
  self->connection = g_object_ref (connection);
  return GTK_WIDGET (self);
}

/**
 * sanera_rule_list_load:
 * @self: the list, in a window
 *
 * Asks the server, when somebody looks.
 */
void
sanera_rule_list_load (SaneraRuleList *self)
{
  g_return_if_fail (SANERA_IS_RULE_LIST (self));

  sanera_record_list_load (self->list);
}

/**
 * sanera_rule_list_add:
 * @self: the list, in a window
 *
 * Asks for a new rule.
 */
void
sanera_rule_list_add (SaneraRuleList *self)
{
  g_return_if_fail (SANERA_IS_RULE_LIST (self));

  present (self, NULL, count_rules (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-rule-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-device-rules.h"
#include "sanera-entry-row.h"
#include "sanera-language.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

/* So long after the last key the server is asked which devices match. */
#define PAUSE_MS 150

struct _SaneraRuleDialog
{
  AdwWindow parent_instance;

  GtkWidget *save_button;
  GtkEditable *group_row;
  AdwComboRow *field_row;
  GtkEditable *pattern_row;
  GtkAdjustment *position;
  GtkWidget *position_button;
  GtkLabel *preview;
  GtkLabel *names;
  GtkLabel *error;
  GtkWidget *remove_button;

  SaneraConnection *connection;
  GCancellable *cancellable;
  GCancellable *asking; /* of the preview */
  guint pause;
  char *id; /* NULL: a new one */
  gint64 version;
  gboolean busy;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraRuleDialog, sanera_rule_dialog, ADW_TYPE_WINDOW)

static char *
get_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
set_error (SaneraRuleDialog *self, const char *words)
{
  gtk_label_set_label (self->error, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), words != NULL);
}

/* What stands in the form; frees its texts with sanera_noun_data_free(). */
static SaneraDeviceRuleData *
read_form (SaneraRuleDialog *self)
{
  SaneraDeviceRuleData *rule = sanera_noun_data_new (&sanera_device_rule_noun);
  const guint selected =
      MIN (adw_combo_row_get_selected (self->field_row), sanera_group_field_enum.n_values - 1);

  rule->id = g_strdup (self->id);
  rule->rbac_group_name = get_text (self->group_row);
  rule->field = g_strdup (sanera_group_field_enum.values[selected].nick);
  rule->pattern = get_text (self->pattern_row);
  rule->position = (gint64)gtk_adjustment_get_value (self->position);
  rule->version = self->version;
  return rule;
}

static gboolean
is_whole (const SaneraDeviceRuleData *rule)
{
  return *rule->rbac_group_name != '\0' && *rule->pattern != '\0';
}

/* Takes a sentence with %s, puts the number in and the line at the end. */
static void
append_line (GString *out, const char *format, gint64 n)
{
  g_autofree char *number = sanera_language_number (n);
  g_auto (GStrv) halves = g_strsplit (format, "%s", 2);

  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, halves[0]);
  if (halves[0] != NULL && halves[1] != NULL)
    g_string_append_printf (out, "%s%s", number, halves[1]);
}

/* Without words it would still be a stop of the Tab key, and one that says nothing. */
static void
set_names (SaneraRuleDialog *self, const char *text)
{
  gtk_label_set_label (self->names, text);
  gtk_widget_set_visible (GTK_WIDGET (self->names), *text != '\0');
}

static void
show_preview (SaneraRuleDialog *self, const SaneraRulePreview *preview)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *names = g_strjoinv (C_ ("names of devices", ", "), preview->names);
  const gint64 more = preview->devices - (gint64)g_strv_length (preview->names);

  append_line (out, ngettext ("%s device matches.", "%s devices match.", (gulong)preview->devices),
               preview->devices);
  if (preview->moved > 0)
    append_line (out,
                 ngettext ("%s device goes to this group.", "%s devices go to this group.",
                           (gulong)preview->moved),
                 preview->moved);
  if (preview->earlier > 0)
    append_line (out,
                 ngettext ("An earlier rule decides about %s device.",
                           "Earlier rules decide about %s devices.", (gulong)preview->earlier),
                 preview->earlier);
  if (preview->chosen > 0)
    append_line (out,
                 ngettext ("%s device stays where somebody put it.",
                           "%s devices stay where somebody put them.", (gulong)preview->chosen),
                 preview->chosen);
  gtk_label_set_label (self->preview, out->str);

  if (more > 0)
    {
      g_autoptr (GString) list = g_string_new (names);

      append_line (list, ngettext ("and %s more", "and %s more", (gulong)more), more);
      set_names (self, list->str);
    }
  else
    set_names (self, names);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRuleDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraRulePreview) preview =
      sanera_connection_preview_device_rule_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_RULE_DIALOG (user_data);
  if (preview != NULL)
    show_preview (self, preview);
  else
    {
      g_autofree char *words = sanera_words_error (error);

      gtk_label_set_label (self->preview, words);
      set_names (self, "");
    }
}

static gboolean
ask_cb (gpointer user_data)
{
  SaneraRuleDialog *self = SANERA_RULE_DIALOG (user_data);
  SaneraDeviceRuleData *rule = read_form (self);

  self->pause = 0;
  sanera_connection_preview_device_rule_async (self->connection, rule, self->asking, previewed_cb,
                                               self);
  sanera_noun_data_free (&sanera_device_rule_noun, rule);
  return G_SOURCE_REMOVE;
}

static void
stop_asking (SaneraRuleDialog *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
update (SaneraRuleDialog *self)
{
  SaneraDeviceRuleData *rule = read_form (self);

  stop_asking (self);
  sanera_again_hold (GTK_WINDOW (self), self->busy);
  gtk_widget_set_sensitive (self->save_button, is_whole (rule) && !self->busy);
  if (*rule->pattern != '\0' && self->connection != NULL)
    {
      self->asking = g_cancellable_new ();
      self->pause = g_timeout_add (PAUSE_MS, ask_cb, self);
    }
  else
    {
      gtk_label_set_label (self->preview, _ ("Type a pattern to see which devices match."));
      set_names (self, "");
    }
  sanera_noun_data_free (&sanera_device_rule_noun, rule);
}

static void
changed_cb (SaneraRuleDialog *self)
{
  set_error (self, NULL);
  update (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraRuleDialog *self = NULL;
  g_autoptr (GError) error = NULL;

  sanera_connection_write_device_rule_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_RULE_DIALOG (user_data);
  self->busy = FALSE;
  if (error == NULL || g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (error == NULL)
    gtk_window_close (GTK_WINDOW (self));
  else if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION))
    {
      set_error (self, _ ("Somebody has changed this rule meanwhile. Close this window and look at "
                          "it again."));
      update (self);
    }
  else
    {
      g_autofree char *words = sanera_words_error (error);

      set_error (self, words);
      update (self);
    }
}

static void
save_cb (SaneraRuleDialog *self)
{
  SaneraDeviceRuleData *rule = read_form (self);

  set_error (self, NULL);
  self->busy = TRUE;
  update (self);
  sanera_connection_save_device_rule_async (self->connection, rule, self->cancellable, written_cb,
                                            self);
  sanera_noun_data_free (&sanera_device_rule_noun, rule);
}

static void
remove_cb (SaneraRuleDialog *self)
{
  set_error (self, NULL);
  self->busy = TRUE;
  update (self);
  sanera_connection_remove_device_rule_async (self->connection, self->id, self->cancellable,
                                              written_cb, self);
}

static void
sanera_rule_dialog_dispose (GObject *object)
{
  SaneraRuleDialog *self = SANERA_RULE_DIALOG (object);

  stop_asking (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_rule_dialog_parent_class)->dispose (object);
}

static void
sanera_rule_dialog_finalize (GObject *object)
{
  g_free (SANERA_RULE_DIALOG (object)->id);

  G_OBJECT_CLASS (sanera_rule_dialog_parent_class)->finalize (object);
}

static void
sanera_rule_dialog_class_init (SaneraRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_rule_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sanera_rule_dialog_finalize;

  /**
   * SaneraRuleDialog::changed:
   * @self: the dialog
   *
   * The rules are not as they were.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-rule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, group_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, field_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, position);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, position_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, names);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, error);
  gtk_widget_class_bind_template_child (widget_class, SaneraRuleDialog, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
sanera_rule_dialog_init (SaneraRuleDialog *self)
{
  g_autoptr (GtkStringList) fields = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < sanera_group_field_enum.n_values; i++)
    gtk_string_list_append (fields, sanera_words_label (&sanera_group_field_enum,
                                                        sanera_group_field_enum.values[i].nick));
  adw_combo_row_set_model (self->field_row, G_LIST_MODEL (fields));
}

static void
fill (SaneraRuleDialog *self, const SaneraDeviceRuleData *rule)
{
  self->id = g_strdup (rule->id);
  self->version = rule->version;
  gtk_editable_set_text (self->group_row, rule->rbac_group_name);
  gtk_editable_set_text (self->pattern_row, rule->pattern);
  for (guint i = 0; i < sanera_group_field_enum.n_values; i++)
    if (g_strcmp0 (sanera_group_field_enum.values[i].nick, rule->field) == 0)
      adw_combo_row_set_selected (self->field_row, i);
  gtk_adjustment_set_value (self->position, (double)rule->position);
}

/**
 * sanera_rule_dialog_new:
 * @parent: the window it belongs to
 * @connection: whose server has the rules
 * @rule: (nullable): the rule to be changed; %NULL: a new one
 * @n_rules: how many rules there are
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_rule_dialog_new (GtkWindow *parent,
                        SaneraConnection *connection,
                        const SaneraDeviceRuleData *rule,
                        guint n_rules)
{
  SaneraRuleDialog *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_RULE_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  gtk_window_set_title (GTK_WINDOW (self), rule != NULL ? _ ("Change device group rule")
                                                        : _ ("Add device group rule"));
  gtk_adjustment_set_upper (self->position, rule != NULL ? n_rules : n_rules + 1);
  gtk_adjustment_set_value (self->position, n_rules + 1);
  gtk_widget_set_visible (self->remove_button, rule != NULL);
  if (rule != NULL)
    fill (self, rule);
  update (self);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-conflict-dialog.h"

#include <glib/gi18n.h>

#include "sanera-action-words.h"
#include "sanera-again.h"
#include "sanera-words-error.h"

/* Columns are at least so wide; a window of 720 pixels holds them, with letters half as large
 * again. */
#define LEAST_CHARS 10
#define LEAST_CHECK_CHARS 7

/* A table of the fields that differ: before, mine, theirs. Of what the person has set they choose
 * field by field; a decision that somebody else has taken stands, and what was written with the own
 * one can be copied. */

typedef struct
{
  SaneraConnection *connection;
  SaneraConflict *conflict;
  GtkWindow *parent; /* (unowned): the dialog is transient for it */
  GPtrArray *keep; /* (element-type GtkCheckButton): one for each of conflict->chosen */
} Dialog;

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_object_unref (self->connection);
  sanera_conflict_free (self->conflict);
  g_ptr_array_unref (self->keep);
  g_free (self);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* What is in the way is told by the row, which stays as it is. */
  if (!sanera_connection_resolve_finish (SANERA_CONNECTION (source), result, &error))
    g_message ("A conflict could not be resolved: %s", error->message);
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error))
    g_message ("A conflict could not be resolved: %s", error->message);
}

static void
resolve (Dialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) keep = NULL;

  for (guint i = 0; i < self->keep->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->keep, i)))
      g_strv_builder_add (builder, self->conflict->chosen[i]);
  keep = g_strv_builder_end (builder);

  if (keep[0] == NULL)
    sanera_connection_withdraw_async (self->connection, self->conflict->key, NULL, dropped_cb,
                                      NULL);
  else
    sanera_connection_resolve_async (self->connection, self->conflict->key,
                                     (const char *const *)keep, NULL, resolved_cb, NULL);
}

static void
response_cb (Dialog *self, const char *response)
{
  if (g_str_equal (response, "apply"))
    resolve (self);
  else if (g_str_equal (response, "drop"))
    sanera_connection_withdraw_async (self->connection, self->conflict->key, NULL, dropped_cb,
                                      NULL);
  else if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->parent)),
                            self->conflict->note);
}

static GtkWidget *
make_label (const char *text, gboolean heading)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* The narrowest that can be read: without it GTK breaks words into letters. */
  gtk_label_set_width_chars (GTK_LABEL (label), LEAST_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_selectable (GTK_LABEL (label), !heading);
  gtk_widget_set_hexpand (label, TRUE);
  if (heading)
    gtk_widget_add_css_class (label, "heading");

  return label;
}

/* Its words wrap: two of them stand side by side. */
static GtkWidget *
make_check (const char *field, const char *words)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (words);
  g_autofree char *name = g_strdup_printf ("%s: %s", field, words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), LEAST_CHECK_CHARS);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return check;
}

/* Mine or theirs, as two radio buttons below the values. */
static void
add_choice (Dialog *self, GtkGrid *grid, const char *name, int row)
{
  const char *field = sanera_action_words_field (name);
  GtkWidget *mine = make_check (
      field, /* Translators: a choice: the value that this person entered */ _ ("Keep mine"));
  GtkWidget *theirs = make_check (
      field, /* Translators: a choice: the value that somebody else entered */ _ ("Use theirs"));

  gtk_check_button_set_group (GTK_CHECK_BUTTON (theirs), GTK_CHECK_BUTTON (mine));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (theirs), TRUE);
  gtk_grid_attach (grid, mine, 2, row, 1, 1);
  gtk_grid_attach (grid, theirs, 3, row, 1, 1);
  g_ptr_array_add (self->keep, mine);
}

static GtkWidget *
make_table (Dialog *self)
{
  const char *heads[] = {
    /* Translators: a column: the name of a field, such as "Due date" */ _ ("Field"),
    /* Translators: a column: the value as it was before both changes */ _ ("Before"),
    /* Translators: a column: the value that this person entered */ _ ("Mine"),
    /* Translators: a column: the value that somebody else entered */ _ ("Theirs")
  };
  const SaneraConflict *conflict = self->conflict;
  SaneraRecord *sides[] = { conflict->before, conflict->mine, conflict->theirs };
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  int row = 1;

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 6);
  for (int i = 0; i < (int)G_N_ELEMENTS (heads); i++)
    gtk_grid_attach (grid, make_label (heads[i], TRUE), i, 0, 1, 1);

  for (guint i = 0; conflict->fields[i] != NULL; i++, row += 2)
    {
      const char *name = conflict->fields[i];

      gtk_grid_attach (grid, make_label (sanera_action_words_field (name), TRUE), 0, row, 1, 1);
      for (int side = 0; side < (int)G_N_ELEMENTS (sides); side++)
        {
          g_autofree char *value = sanera_action_words_value (sides[side], name);

          gtk_grid_attach (grid, make_label (value, FALSE), side + 1, row, 1, 1);
        }
      if (g_strv_contains ((const char *const *)conflict->chosen, name))
        add_choice (self, grid, name, row + 1);
    }

  return GTK_WIDGET (grid);
}

static GtkWidget *
make_content (Dialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (box), make_table (self));
  if (self->conflict->note != NULL && *self->conflict->note != '\0')
    {
      gtk_box_append (GTK_BOX (box), make_label (_ ("Your note"), TRUE));
      gtk_box_append (GTK_BOX (box), make_label (self->conflict->note, FALSE));
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 160);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);

  return scroller;
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer key)
{
  sanera_conflict_dialog_present (parent, connection, key);
}

/**
 * sanera_conflict_dialog_present:
 * @parent: the window it belongs to
 * @connection: a connection
 * @key: of a refused entry of its outbox
 *
 * Shows what the person did and what somebody else has done meanwhile, and lets them choose. Does
 * nothing when there is no conflict any more.
 */
void
sanera_conflict_dialog_present (GtkWindow *parent, SaneraConnection *connection, const char *key)
{
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;
  AdwMessageDialog *dialog;
  SaneraConflict *conflict;
  Dialog *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (key != NULL);

  conflict = sanera_connection_get_conflict (connection, key);
  if (conflict == NULL)
    return;

  self = g_new0 (Dialog, 1);
  self->connection = g_object_ref (connection);
  self->conflict = conflict;
  self->parent = parent;
  self->keep = g_ptr_array_new ();

  title = sanera_action_words_title (conflict->theirs);
  reason = sanera_words_error_refusal (conflict->code, NULL);
  dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _ ("Changed by someone else"), NULL));
  adw_message_dialog_format_body (dialog, "%s\n%s", title != NULL ? title : "", reason);
  adw_message_dialog_set_extra_child (dialog, make_content (self));
  adw_message_dialog_add_response (dialog, "cancel", _ ("Decide later"));
  if (conflict->note != NULL && *conflict->note != '\0')
    adw_message_dialog_add_response (dialog, "copy", _ ("Copy note"));
  if (self->keep->len > 0)
    {
      adw_message_dialog_add_response (
          dialog, "apply", /* Translators: a button: what was chosen for each field */ _ ("Apply"));
      adw_message_dialog_set_response_appearance (dialog, "apply", ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (dialog, "apply");
    }
  else
    {
      adw_message_dialog_add_response (dialog, "drop", _ ("Use theirs"));
      adw_message_dialog_set_default_response (dialog, "drop");
    }
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "conflict", self, dialog_free);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), self);
  sanera_again_set (GTK_WINDOW (dialog), connection, open_again, g_strdup (key), g_free);
  gtk_window_present (GTK_WINDOW (dialog));
}

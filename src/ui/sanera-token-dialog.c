/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-token-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-administration.h"
#include "sanera-again.h"
#include "sanera-entry-row.h"
#include "sanera-restorable.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

struct _SaneraTokenDialog
{
  AdwWindow parent_instance;

  GtkButton *close_button;
  GtkWidget *add_button;
  GtkStack *stack;
  GtkEditable *name_row;
  GtkEditable *email_row;
  AdwComboRow *role_row;
  GtkLabel *role_label;
  GtkLabel *error;
  GtkLabel *made_label;
  GtkLabel *token_label;
  GtkWidget *copy_button;
  GtkLabel *copied_label;

  SaneraConnection *connection;
  GCancellable *cancellable;
  gboolean busy;
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraTokenDialog,
                               sanera_token_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static char *
get_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static const SaneraEnumValue *
get_role (SaneraTokenDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->role_row);

  return &sanera_role_enum.values[MIN (selected, sanera_role_enum.n_values - 1)];
}

static void
set_error (SaneraTokenDialog *self, const char *words)
{
  gtk_label_set_label (self->error, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), words != NULL);
}

/* The server looks closer; this only tells a slip of the finger. */
static gboolean
looks_like_email (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && at[1] != '\0' && strpbrk (text, " \t<>,;") == NULL;
}

static void
update (SaneraTokenDialog *self)
{
  g_autofree char *name = get_text (self->name_row);
  g_autofree char *email = get_text (self->email_row);

  sanera_again_hold (GTK_WINDOW (self), self->busy);
  gtk_widget_set_sensitive (self->add_button,
                            *name != '\0' && looks_like_email (email) && !self->busy);
}

static void
changed_cb (SaneraTokenDialog *self)
{
  set_error (self, NULL);
  update (self);
}

/* What the role may do, in a sentence: whoever hands out a token decides just that. */
static void
role_cb (SaneraTokenDialog *self)
{
  const char *words = "";

  switch ((SaneraRole)get_role (self)->value)
    {
    case SANERA_ROLE_READER:
      words = _ ("Looks at everything and exports.");
      break;
    case SANERA_ROLE_SECURITY_ADMIN:
      words = _ ("Requests remediation, imports scans, makes exceptions for device groups and "
                 "changes settings.");
      break;
    case SANERA_ROLE_IT_ADMIN:
      words = _ ("Approves, rejects and completes security tasks and looks after devices.");
      break;
    case SANERA_ROLE_ADMIN:
      words = _ ("May do everything, also hand out access tokens.");
      break;
    default:
      break;
    }
  gtk_label_set_label (self->role_label, words);
}

static void
show_token (SaneraTokenDialog *self, const char *token)
{
  g_autofree char *name = get_text (self->name_row);
  g_autofree char *email = get_text (self->email_row);
  g_autofree char *words =
      /* Translators: name, e-mail address and role of a person */
      g_strdup_printf (_ ("Access token of %s (%s, %s):"), name, email,
                       sanera_words_label (&sanera_role_enum, get_role (self)->nick));

  gtk_label_set_label (self->made_label, words);
  gtk_label_set_label (self->token_label, token);
  gtk_widget_set_visible (self->add_button, FALSE);
  gtk_button_set_label (self->close_button, _ ("Close"));
  gtk_stack_set_visible_child_name (self->stack, "token");
  gtk_window_set_default_widget (GTK_WINDOW (self), self->copy_button);
  gtk_widget_grab_focus (self->copy_button);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraTokenDialog *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token =
      sanera_connection_add_token_finish (SANERA_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_TOKEN_DIALOG (user_data);
  self->busy = FALSE;
  if (token != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ADDED], 0);
      show_token (self, token);
    }
  else
    {
      g_autofree char *words = sanera_words_error (error);

      set_error (self, words);
      gtk_widget_grab_focus (GTK_WIDGET (self->email_row));
    }
  update (self);
}

static void
add_cb (SaneraTokenDialog *self)
{
  g_autofree char *name = get_text (self->name_row);
  g_autofree char *email = get_text (self->email_row);

  set_error (self, NULL);
  self->busy = TRUE;
  update (self);
  sanera_connection_add_token_async (self->connection, email, name, get_role (self)->nick,
                                     self->cancellable, added_cb, self);
}

static void
copy_cb (SaneraTokenDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->token_label));
  gtk_label_set_label (self->copied_label, _ ("Access token copied"));
}

/* The token is seen once only: it must not be gone because the language changes. */
static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraTokenDialog *self = SANERA_TOKEN_DIALOG (restorable);

  return g_variant_new (
      "(ssus)", gtk_editable_get_text (self->name_row), gtk_editable_get_text (self->email_row),
      adw_combo_row_get_selected (self->role_row), gtk_label_get_label (self->token_label));
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraTokenDialog *self = SANERA_TOKEN_DIALOG (restorable);
  const char *name, *email, *token;
  guint role;

  g_variant_get (state, "(&s&su&s)", &name, &email, &role, &token);
  gtk_editable_set_text (self->name_row, name);
  gtk_editable_set_text (self->email_row, email);
  adw_combo_row_set_selected (self->role_row, role);
  if (*token != '\0')
    show_token (self, token);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_token_dialog_dispose (GObject *object)
{
  SaneraTokenDialog *self = SANERA_TOKEN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_token_dialog_parent_class)->dispose (object);
}

static void
sanera_token_dialog_class_init (SaneraTokenDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_token_dialog_dispose;

  /**
   * SaneraTokenDialog::added:
   * @self: the dialog
   *
   * There is one token more.
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SANERA_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-token-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, role_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, error);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, made_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, token_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraTokenDialog, copied_label);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, role_cb);
}

static void
sanera_token_dialog_init (SaneraTokenDialog *self)
{
  g_autoptr (GtkStringList) roles = gtk_string_list_new (NULL);

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < sanera_role_enum.n_values; i++)
    gtk_string_list_append (
        roles, sanera_words_label (&sanera_role_enum, sanera_role_enum.values[i].nick));
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (roles));
  role_cb (self);
  update (self);
}

/**
 * sanera_token_dialog_new:
 * @parent: the window it belongs to
 * @connection: whose server makes the token
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
GtkWidget *
sanera_token_dialog_new (GtkWindow *parent, SaneraConnection *connection)
{
  SaneraTokenDialog *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_TOKEN_DIALOG, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-outbox-window.h"

#include <glib/gi18n.h>

#include "sanera-action-words.h"
#include "sanera-announce.h"
#include "sanera-conflict-dialog.h"
#include "sanera-entry-edit.h"
#include "sanera-language.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

struct _SaneraOutboxWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *overlay;
  GtkStack *stack;
  GtkListBox *list;
  SaneraConnection *connection;
};

G_DEFINE_FINAL_TYPE (SaneraOutboxWindow, sanera_outbox_window, ADW_TYPE_WINDOW)

static void
fail (SaneraOutboxWindow *self, const GError *error)
{
  g_autofree char *words = sanera_words_error (error);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  sanera_announce_toast (GTK_WIDGET (self->overlay), adw_toast_new (markup));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraOutboxWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error) &&
      self->connection != NULL)
    fail (self, error);
}

static void
resent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraOutboxWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_connection_resolve_finish (SANERA_CONNECTION (source), result, &error) &&
      self->connection != NULL)
    fail (self, error);
}

static const char *
get_key (GtkButton *button)
{
  return g_object_get_data (G_OBJECT (button), "key");
}

static void
withdraw_cb (SaneraOutboxWindow *self, GtkButton *button)
{
  sanera_connection_withdraw_async (self->connection, get_key (button), NULL, withdrawn_cb,
                                    g_object_ref (self));
}

static void
resend_cb (SaneraOutboxWindow *self, GtkButton *button)
{
  sanera_connection_resolve_async (self->connection, get_key (button), NULL, NULL, resent_cb,
                                   g_object_ref (self));
}

static void
compare_cb (SaneraOutboxWindow *self, GtkButton *button)
{
  sanera_conflict_dialog_present (GTK_WINDOW (self), self->connection, get_key (button));
}

static void
edit_cb (SaneraOutboxWindow *self, GtkButton *button)
{
  if (!sanera_entry_edit_present (GTK_WINDOW (self), self->connection, get_key (button)))
    sanera_announce_toast (GTK_WIDGET (self->overlay),
                           adw_toast_new (_ ("It cannot be edited: what it is about is gone.")));
}

static void
add_button (SaneraOutboxWindow *self,
            AdwActionRow *row,
            const char *label,
            const char *key,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_autofree char *name = NULL;

  /* Translators: what a button does, then what it is about, for screen readers */
  name = g_strdup_printf (C_ ("button", "%s: %s"), label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "key", g_strdup (key), g_free);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

/* Why it can neither be edited nor withdrawn, or what became of it. */
static char *
describe_state (SaneraOutboxWindow *self, const SaneraOutboxEntry *entry)
{
  g_autofree char *reason = NULL;

  if (!sanera_connection_is_mine (self->connection, entry))
    /* Translators: %s is an e-mail address */
    return g_strdup_printf (_ ("Made by %s. It is sent when they are signed in."), entry->person);
  if (!sanera_connection_may_edit (self->connection, entry))
    return g_strdup (_ ("It was sent, but the answer of the server has not arrived. It can be "
                        "edited or withdrawn once the server answers."));
  if (entry->state != SANERA_OUTBOX_REFUSED)
    return g_strdup (sanera_words_label (
        &sanera_local_state_enum,
        sanera_enum_to_nick (&sanera_local_state_enum, (SaneraLocalState)entry->state)));

  reason = sanera_words_error_refusal (entry->error_code, entry->error_text);
  /* Translators: one or two sentences that say why the server has refused it */
  return g_strdup_printf (_ ("Refused by the server: %s"), reason);
}

static char *
find_title (SaneraOutboxWindow *self, const SaneraOutboxEntry *entry, SaneraActionKind kind)
{
  g_autoptr (SaneraRecord) record = sanera_cache_lookup (
      sanera_connection_get_cache (self->connection), sanera_action_kind_get_list (kind),
      sanera_outbox_entry_get_target (entry));

  return record != NULL ? sanera_action_words_title (record) : g_strdup (entry->entity);
}

static void
add_entry (SaneraOutboxWindow *self, const SaneraOutboxEntry *entry)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  const gboolean mine = sanera_connection_is_mine (self->connection, entry);
  g_autofree char *state = describe_state (self, entry);
  g_autofree char *title = NULL;
  g_autofree char *made = sanera_language_datetime (entry->made_at);
  g_autofree char *subtitle = NULL;

  if (kind == 0)
    title = g_strdup (entry->action); /* of a newer version of the program */
  else
    {
      g_autofree char *name = find_title (self, entry, kind);

      /* Translators: what is done, then what it is done to: "Approval of a security task: Update
       * Chrome" */
      title = g_strdup_printf (_ ("%s: %s"), sanera_action_words_name (kind), name);
    }
  subtitle = g_strdup_printf ("%s\n%s", made, state);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  if (entry->state == SANERA_OUTBOX_REFUSED && entry->present != NULL && mine)
    add_button (
        self, row,
        /* Translators: a button: shows two changes of the same row side by side */ _ ("Compare…"),
        entry->key, G_CALLBACK (compare_cb));
  else if (entry->state == SANERA_OUTBOX_REFUSED && kind != 0 && mine)
    add_button (self, row,
                /* Translators: a button: of what the server has refused */ _ ("Send again"),
                entry->key, G_CALLBACK (resend_cb));
  if (sanera_connection_may_edit (self->connection, entry))
    {
      if (sanera_entry_edit_is_offered (entry))
        add_button (self, row, _ ("Edit…"), entry->key, G_CALLBACK (edit_cb));
      add_button (self, row,
                  entry->state == SANERA_OUTBOX_REFUSED
                      ? _ ("Discard")
                      : /* Translators: a button: of what waits to be sent */ _ ("Withdraw"),
                  entry->key, G_CALLBACK (withdraw_cb));
    }
  gtk_list_box_append (self->list, GTK_WIDGET (row));
}

static void
update (SaneraOutboxWindow *self)
{
  SaneraOutbox *outbox = sanera_cache_get_outbox (sanera_connection_get_cache (self->connection));
  g_autoptr (GPtrArray) entries = sanera_outbox_list (outbox, NULL);
  gboolean some = entries != NULL && entries->len > 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; some && i < entries->len; i++)
    add_entry (self, g_ptr_array_index (entries, i));
  gtk_stack_set_visible_child_name (self->stack, some ? "list" : "empty");
}

static void
sanera_outbox_window_dispose (GObject *object)
{
  g_clear_object (&SANERA_OUTBOX_WINDOW (object)->connection);

  G_OBJECT_CLASS (sanera_outbox_window_parent_class)->dispose (object);
}

static void
sanera_outbox_window_class_init (SaneraOutboxWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_outbox_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
sanera_outbox_window_init (SaneraOutboxWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *empty = adw_status_page_new ();

  self->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());

  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Waiting to be sent"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "emblem-ok-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("Nothing waits to be sent"));
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_toast_overlay_set_child (self->overlay, box);
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->overlay));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Waiting to be sent"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 480);
}

/**
 * sanera_outbox_window_new:
 * @parent: the window it belongs to
 * @connection: whose outbox is shown
 *
 * Returns: (transfer floating): a window, to be presented: rows of several pages are concerned, so
 *   it lists them all in words
 */
GtkWidget *
sanera_outbox_window_new (GtkWindow *parent, SaneraConnection *connection)
{
  SaneraOutboxWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  self = g_object_new (SANERA_TYPE_OUTBOX_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->connection = g_object_ref (connection);
  g_signal_connect_object (sanera_cache_get_outbox (sanera_connection_get_cache (connection)),
                           "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* Of what is being sent, it says whether the server can be asked. */
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

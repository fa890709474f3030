/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "dialog-support.h"
#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-request-dialog.h"
#include "sanera-request-form.h"
#include "sanera-time.h"
#include "sanera-words.h"

static void
set_up (DialogFixture *f, gint64 exposed, gboolean intune)
{
  dialog_support_set_up (f, SANERA_TYPE_REQUEST_DIALOG, "admin", "all", intune, exposed);
}

static gboolean
groups_are_there (gpointer user_data)
{
  DialogFixture *f = user_data;
  GtkWidget *list = FIND (f, GTK_TYPE_LIST_BOX, "group_list");

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 2) != NULL;
}

static void
open_dialog (DialogFixture *f)
{
  sanera_request_dialog_present (GTK_WINDOW (f->window), f->connection, f->recommendation);
  f->dialog = ui_find_window (SANERA_TYPE_REQUEST_DIALOG);
  g_assert_nonnull (f->dialog);
  g_assert_true (ui_wait_until (groups_are_there, f, UI_LIMIT_MS));
}

static void
choose_option (DialogFixture *f, const char *nick)
{
  GtkCheckButton *check = dialog_support_find_option (f->dialog, nick);

  g_assert_nonnull (check);
  gtk_check_button_set_active (check, TRUE);
}

static GtkEditable *
due_entry (DialogFixture *f)
{
  return GTK_EDITABLE (FIND (f, ADW_TYPE_ENTRY_ROW, "entry"));
}

static const char *
label_text (DialogFixture *f, GType place, const char *id)
{
  GtkWidget *root = ui_find (f->dialog, place, NULL);

  return gtk_label_get_text (GTK_LABEL (ui_find (root, GTK_TYPE_LABEL, id)));
}

static gboolean
label_shown (DialogFixture *f, const char *type_name, const char *id)
{
  GtkWidget *root = ui_find (f->dialog, g_type_from_name (type_name), NULL);

  return gtk_widget_get_visible (ui_find (root, GTK_TYPE_LABEL, id));
}

static GtkTextBuffer *
notes (DialogFixture *f)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (FIND (f, GTK_TYPE_TEXT_VIEW, "notes_view")));
}

static guint
count_entries (DialogFixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = sanera_outbox_list (sanera_cache_get_outbox (f->cache), &error);

  g_assert_no_error (error);
  return entries->len;
}

static gboolean
is_in_view (DialogFixture *f, GtkWidget *widget)
{
  GtkWidget *scrolled = FIND (f, GTK_TYPE_SCROLLED_WINDOW, "scrolled");
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, scrolled, &bounds));
  return bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scrolled);
}

static const char *
outcome_text (DialogFixture *f)
{
  return label_text (f, g_type_from_name ("SaneraRequestForm"), "outcome");
}

/* [125] Remediation options opens the form: what is requested, and what makes sense here, the
 * recommended one first, marked and chosen. */
static void
test_heading (void)
{
  DialogFixture f = { 0 };
  GtkWidget *update, *row, *first;

  set_up (&f, 5, TRUE);
  open_dialog (&f);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (ui_find (FIND (&f, GTK_TYPE_BOX, "content"),
                                                           GTK_TYPE_LABEL, "title_label"))),
                   ==, "Update Google Chrome to 129.0");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (FIND (&f, GTK_TYPE_LABEL, "component_label"))),
                   ==, "Google Chrome");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (FIND (&f, GTK_TYPE_LABEL, "exposed_label"))), ==,
                   "5 of 6 devices exposed");

  update = GTK_WIDGET (dialog_support_find_option (f.dialog, "Update"));
  first = FIND (&f, GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_true (update == first);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (update)));
  row = gtk_widget_get_ancestor (update, ADW_TYPE_ACTION_ROW);
  g_assert_nonnull (ui_find_text (row, GTK_TYPE_LABEL, "Recommended"));
  row = gtk_widget_get_ancestor (GTK_WIDGET (dialog_support_find_option (f.dialog, "Uninstall")),
                                 ADW_TYPE_ACTION_ROW);
  g_assert_null (ui_find_text (row, GTK_TYPE_LABEL, "Recommended"));
  /* It is an update of a program, nothing that is configured. */
  g_assert_null (dialog_support_find_option (f.dialog, "ConfigurationChange"));
  dialog_support_tear_down (&f);
}

static float
get_top (DialogFixture *f, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_compute_bounds (widget, FIND (f, GTK_TYPE_BOX, "content"), &bounds));
  return bounds.origin.y;
}

/* [126] What is requested, device groups, priority, due date and optional notes, from top to
 * bottom, with what is chosen beforehand. */
static void
test_fields (void)
{
  DialogFixture f = { 0 };
  GtkWidget *fields[7];
  AdwComboRow *priority;

  set_up (&f, 5, TRUE);
  open_dialog (&f);
  ui_wait_frame (f.dialog);
  fields[0] = GTK_WIDGET (dialog_support_find_option (f.dialog, "AttentionRequired"));
  fields[1] = FIND (&f, GTK_TYPE_CHECK_BUTTON, "all_check");
  fields[2] = FIND (&f, GTK_TYPE_CHECK_BUTTON, "ticket_check");
  fields[3] = FIND (&f, ADW_TYPE_COMBO_ROW, "priority_row");
  fields[4] = GTK_WIDGET (due_entry (&f));
  fields[5] = FIND (&f, GTK_TYPE_TEXT_VIEW, "notes_view");
  fields[6] = FIND (&f, GTK_TYPE_LABEL, "outcome");
  for (guint i = 1; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpfloat (get_top (&f, fields[i - 1]), <, get_top (&f, fields[i]));

  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (fields[1])));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (fields[2])));
  priority = ADW_COMBO_ROW (fields[3]);
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (priority)), ==,
                   "Medium");
  g_assert_cmpstr (gtk_editable_get_text (due_entry (&f)), ==, "");
  g_assert_cmpstr (label_text (&f, g_type_from_name ("SaneraRequestForm"), "notes_counter"), ==,
                   "0 of 2,000 characters");
  /* Nothing that may be left empty stands in the way. */
  g_assert_true (gtk_widget_is_sensitive (FIND (&f, GTK_TYPE_BUTTON, "submit_button")));
  dialog_support_tear_down (&f);
}

/* [130] The form says before submitting that nothing changes on any device, whatever is chosen. */
static void
test_nothing_changes (void)
{
  static const char *const options[] = { "Uninstall", "AttentionRequired", "Update" };
  DialogFixture f = { 0 };

  set_up (&f, 5, TRUE);
  open_dialog (&f);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      choose_option (&f, options[i]);
      g_assert_cmpstr (
          outcome_text (&f), ==,
          "Creates one remediation activity for 5 devices. Nothing changes on any device.");
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "ticket_check")),
                               TRUE);
  g_assert_cmpstr (outcome_text (&f), ==,
                   "Creates one remediation activity and one security task for 5 devices. Nothing "
                   "changes on any device.");
  g_assert_true (label_shown (&f, "SaneraRequestForm", "outcome"));
  dialog_support_tear_down (&f);
}

/* [127] R1: no due date and no ticket, in visible words; what was typed comes back, and is not
 * sent. */
static void
test_attention_required (void)
{
  DialogFixture f = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const SaneraOutboxEntry *entry;
  GtkWidget *ticket;

  set_up (&f, 5, TRUE);
  open_dialog (&f);
  ticket = FIND (&f, GTK_TYPE_CHECK_BUTTON, "ticket_check");
  gtk_editable_set_text (due_entry (&f), "2099-12-25");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ticket), TRUE);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (due_entry (&f))));

  choose_option (&f, "AttentionRequired");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (due_entry (&f))));
  g_assert_false (gtk_widget_is_sensitive (ticket));
  g_assert_cmpstr (label_text (&f, g_type_from_name ("SaneraDueRow"), "hint"), ==,
                   "No due date: there is no specific action");
  g_assert_cmpstr (gtk_editable_get_text (due_entry (&f)), ==, "2099-12-25");
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "request-attention.png");

  choose_option (&f, "Uninstall");
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (due_entry (&f))));
  g_assert_cmpstr (gtk_editable_get_text (due_entry (&f)), ==, "2099-12-25");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (ticket)));

  choose_option (&f, "AttentionRequired");
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "submit_button"));
  g_assert_true (ui_wait_until (dialog_support_is_closed, &f, UI_LIMIT_MS));
  f.dialog = NULL;
  entries = sanera_outbox_list (sanera_cache_get_outbox (f.cache), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_nonnull (strstr (entry->body, "AttentionRequired"));
  g_assert_null (strstr (entry->body, "2099-12-25"));
  g_assert_null (strstr (entry->body, "\"createTicket\":true"));
  dialog_support_tear_down (&f);
}

/* R2: hidden, not greyed. */
static void
test_no_intune_connection (void)
{
  DialogFixture f = { 0 };

  set_up (&f, 5, FALSE);
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, g_type_from_name ("SaneraTicketField"), NULL)));
  dialog_support_tear_down (&f);

  set_up (&f, 5, TRUE);
  open_dialog (&f);
  g_assert_true (gtk_widget_get_visible (FIND (&f, g_type_from_name ("SaneraTicketField"), NULL)));
  dialog_support_tear_down (&f);
}

/* Errors stand at their fields, the first one gets the focus, nothing is sent. */
static void
test_errors (void)
{
  DialogFixture f = { 0 };
  g_autofree char *long_notes = g_strnfill (SANERA_REQUEST_MAX_NOTES + 1, 'x');
  GtkWidget *submit;

  set_up (&f, 28500, TRUE);
  open_dialog (&f);
  submit = FIND (&f, GTK_TYPE_BUTTON, "submit_button");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "ticket_check")),
                               TRUE);
  gtk_editable_set_text (due_entry (&f), "2020-01-01");
  gtk_text_buffer_set_text (notes (&f), long_notes, -1);
  g_assert_false (label_shown (&f, "SaneraTicketField", "error"));
  ui_wait_frame (f.dialog);

  ui_click (submit);
  g_assert_true (label_shown (&f, "SaneraTicketField", "error"));
  g_assert_true (label_shown (&f, "SaneraDueRow", "error"));
  g_assert_cmpstr (label_text (&f, g_type_from_name ("SaneraDueRow"), "error"), ==,
                   "The due date must not be in the past.");
  g_assert_true (label_shown (&f, "SaneraRequestForm", "notes_error"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f.dialog)) ==
                 FIND (&f, GTK_TYPE_CHECK_BUTTON, "split_all_check"));
  g_assert_cmpuint (count_entries (&f), ==, 0);
  ui_wait_frame (f.dialog);
  ui_wait_frame (f.dialog);
  ui_wait_frame (f.dialog);
  g_assert_true (is_in_view (&f, FIND (&f, GTK_TYPE_CHECK_BUTTON, "split_all_check")));
  g_assert_true (is_in_view (&f, ui_find (FIND (&f, g_type_from_name ("SaneraTicketField"), NULL),
                                          GTK_TYPE_LABEL, "error")));
  ui_save_picture (f.dialog, "request-errors.png");

  /* R3: neither is chosen beforehand. Mended errors go at once. */
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "split_all_check"))));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "split_first_check")), TRUE);
  gtk_editable_set_text (due_entry (&f), "nonsense");
  gtk_text_buffer_set_text (notes (&f), "Please", -1);
  g_assert_false (label_shown (&f, "SaneraTicketField", "error"));
  g_assert_false (label_shown (&f, "SaneraRequestForm", "notes_error"));
  g_assert_cmpstr (label_text (&f, g_type_from_name ("SaneraDueRow"), "error"), ==,
                   "This is not a date that exists.");
  ui_click (submit);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f.dialog)),
                                         GTK_WIDGET (due_entry (&f))));
  g_assert_cmpuint (count_entries (&f), ==, 0);
  dialog_support_tear_down (&f);
}

/* A crash, then a new start: the words are there. */
static void
test_draft (void)
{
  DialogFixture f = { 0 };
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  set_up (&f, 5, FALSE);
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  gtk_text_buffer_set_text (notes (&f), "Restart the till", -1);
  gtk_editable_set_text (due_entry (&f), "25 or so");
  choose_option (&f, "Uninstall");

  /* Nothing is closed in order: the outbox is committed, the rest just ends. */
  sanera_outbox_flush (sanera_cache_get_outbox (f.cache));
  gtk_window_destroy (GTK_WINDOW (f.dialog));
  f.dialog = NULL;
  sanera_connection_close (f.connection);
  g_clear_object (&f.connection);

  dialog_support_open_connection (&f);
  open_dialog (&f);
  g_assert_true (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  gtk_text_buffer_get_bounds (notes (&f), &start, &end);
  text = gtk_text_buffer_get_text (notes (&f), &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "Restart the till");
  g_assert_cmpstr (gtk_editable_get_text (due_entry (&f)), ==, "25 or so");
  g_assert_true (gtk_check_button_get_active (dialog_support_find_option (f.dialog, "Uninstall")));
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "request-draft.png");

  /* Discarding empties the form, and it stays empty. */
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "discard_button"));
  g_assert_cmpint (gtk_text_buffer_get_char_count (notes (&f)), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (due_entry (&f)), ==, "");
  dialog_support_close (&f);
  sanera_outbox_flush (sanera_cache_get_outbox (f.cache));
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  dialog_support_tear_down (&f);
}

static void
toggle_group (DialogFixture *f, int row, gboolean active)
{
  GtkListBox *list = GTK_LIST_BOX (FIND (f, GTK_TYPE_LIST_BOX, "group_list"));
  GtkWidget *check =
      ui_find (GTK_WIDGET (gtk_list_box_get_row_at_index (list, row)), GTK_TYPE_CHECK_BUTTON, NULL);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
}

/* [128] Submit request: a double click sends one; the draft is gone; the row waits. */
static void
test_submit_once (void)
{
  g_autofree char *draft = NULL;
  g_autofree char *key = NULL;
  DialogFixture f = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const SaneraOutboxEntry *entry;
  GtkWidget *submit;

  set_up (&f, 5, FALSE);
  open_dialog (&f);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "chosen_check")),
                               TRUE);
  submit = FIND (&f, GTK_TYPE_BUTTON, "submit_button");
  ui_click (submit);
  g_assert_true (label_shown (&f, "SaneraGroupChooser", "error"));

  /* Those with exposed devices come first. */
  toggle_group (&f, 0, TRUE);
  g_assert_cmpstr (
      label_text (&f, g_type_from_name ("SaneraRequestForm"), "outcome"), ==,
      "Creates one remediation activity for 3 devices. Nothing changes on any device.");
  gtk_text_buffer_set_text (notes (&f), "Restart the till", -1);
  g_signal_emit_by_name (submit, "clicked");
  g_signal_emit_by_name (submit, "clicked");
  g_assert_true (ui_wait_until (dialog_support_is_closed, &f, UI_LIMIT_MS));
  f.dialog = NULL;

  entries = sanera_outbox_list (sanera_cache_get_outbox (f.cache), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->entity, ==, RECOMMENDATION_ID);
  g_assert_nonnull (strstr (entry->body, "\"rbacGroupNames\":[\"Stockholm\"]"));
  g_assert_nonnull (strstr (entry->body, "Restart the till"));

  /* Opened to be changed, it says something else then, and is still one. */
  g_assert_true (sanera_request_dialog_present_entry (GTK_WINDOW (f.window), f.connection,
                                                      f.recommendation, entry->key));
  f.dialog = ui_find_window (SANERA_TYPE_REQUEST_DIALOG);
  g_assert_true (ui_wait_until (groups_are_there, &f, UI_LIMIT_MS));
  g_assert_cmpint (gtk_text_buffer_get_char_count (notes (&f)), ==, 16);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "already_group")));
  toggle_group (&f, 1, TRUE);
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "submit_button"));
  /* In one step: at no time there are two of them, or none. */
  key = g_strdup (entry->key);
  g_assert_true (ui_wait_until (dialog_support_is_closed, &f, UI_LIMIT_MS));
  draft = sanera_outbox_load_draft (sanera_cache_get_outbox (f.cache), "changeRequest", entry->key);
  g_assert_null (draft);
  f.dialog = NULL;
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = sanera_outbox_list (sanera_cache_get_outbox (f.cache), &error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->key, ==, key);
  g_assert_nonnull (strstr (entry->body, "\"rbacGroupNames\":[\"Stockholm\",\"UnassignedGroup\"]"));

  /* Who asks for the same again is told; there is no draft left. */
  open_dialog (&f);
  g_assert_true (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "already_group")));
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "request-again.png");
  dialog_support_tear_down (&f);
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);

  g_test_add_func ("/ui/request-dialog/125-heading", test_heading);
  g_test_add_func ("/ui/request-dialog/126-fields", test_fields);
  g_test_add_func ("/ui/request-dialog/127-r1-attention-required", test_attention_required);
  g_test_add_func ("/ui/request-dialog/r2-no-intune-connection", test_no_intune_connection);
  g_test_add_func ("/ui/request-dialog/errors", test_errors);
  g_test_add_func ("/ui/request-dialog/draft", test_draft);
  g_test_add_func ("/ui/request-dialog/128-submit-once", test_submit_once);
  g_test_add_func ("/ui/request-dialog/130-nothing-changes", test_nothing_changes);

  return g_test_run ();
}

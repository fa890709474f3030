/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits to be sent, in words; both sides of a conflict; undoing. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-change-dialog.h"
#include "sanera-conflict-dialog.h"
#include "sanera-connection.h"
#include "sanera-entry-edit.h"
#include "sanera-exception-dialog.h"
#include "sanera-language.h"
#include "sanera-late.h"
#include "sanera-outbox-window.h"
#include "sanera-recommendation.h"
#include "sanera-undo.h"
#include "screen-assert.h"
#include "ui-support.h"

#define BEFORE                                                                    \
  "{\"id\":\"t\",\"type\":\"Update\",\"status\":\"Active\",\"priority\":\"Low\"," \
  "\"requesterNotes\":\"a\",\"relatedComponent\":\"Chrome\",\"version\":5,\"change\":9}"
#define PRESENT                                                                      \
  "{\"id\":\"t\",\"type\":\"Update\",\"status\":\"Active\",\"priority\":\"Medium\"," \
  "\"requesterNotes\":\"b\",\"relatedComponent\":\"Chrome\",\"version\":8,\"change\":12}"

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraOutbox *outbox;
  GtkWindow *window;
} Fixture;

static gboolean
write_row (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  SaneraActivityData row;
  gboolean ok;

  sanera_noun_data_init (&sanera_activity_noun, &row);
  row.id = g_strdup ("t");
  row.type = g_strdup ("Update");
  row.status = g_strdup ("Active");
  row.priority = g_strdup ("Low");
  row.related_component = g_strdup ("Chrome");
  row.change = 9;
  row.version = 5;
  ok = sanera_cache_put (db, SANERA_LIST_ACTIVITIES, NULL, &row, 1, error);
  sanera_noun_data_clear (&sanera_activity_noun, &row);
  return ok;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *language = g_strcmp0 (data, "Forbidden") != 0 ? data : NULL;
  g_autoptr (GError) error = NULL;
  SaneraCache *cache;

  sanera_language_set (language != NULL ? language : "en");
  f->folder = cache_support_make_folder ();
  f->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                         NULL, TRUE, &error);
  g_assert_no_error (error);
  cache = sanera_connection_get_cache (f->connection);
  f->outbox = sanera_cache_get_outbox (cache);
  g_assert_true (
      sanera_store_write (sanera_cache_get_store (cache), write_row, NULL, NULL, &error));
  f->window = GTK_WINDOW (g_object_ref_sink (g_object_new (GTK_TYPE_APPLICATION_WINDOW, NULL)));
  sanera_undo_add (f->window);
  gtk_window_present (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  g_clear_object (&f->window);
  sanera_connection_close (f->connection);
  g_clear_object (&f->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (f->folder);
  sanera_language_set ("en");
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (sanera_outbox_write_finish (SANERA_OUTBOX (source), result, NULL));
  *(gboolean *)data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *)data;
}

static void
add (Fixture *f, const char *key, SaneraActionKind kind, const char *body, const char *code)
{
  gboolean conflict = g_strcmp0 (code, "PreconditionFailed") == 0;
  SaneraOutboxEntry entry = {
    .key = (char *)key,
    .action = (char *)sanera_action_kind_get_nick (kind),
    .entity = (char *)"t",
    .method = (char *)"POST",
    .path = (char *)"/",
    .body = (char *)body,
    .made_at = 1700000000000000,
    .state = code != NULL ? SANERA_OUTBOX_REFUSED : SANERA_OUTBOX_WAITING,
    .next_try = SANERA_INT_NULL,
    .error_code = (char *)code,
    .version = 5,
    .not_before = SANERA_INT_NULL,
    .before = (char *)(conflict ? BEFORE : NULL),
    .present = (char *)(conflict ? PRESENT : NULL),
  };
  gboolean done = FALSE;

  sanera_outbox_add_async (f->outbox, &entry, NULL, added_cb, &done);
  g_assert_true (ui_wait_until (is_true, &done, UI_LIMIT_MS));
}

static gboolean
has_entry (Fixture *f, const char *key)
{
  g_autoptr (SaneraOutboxEntry) entry = sanera_outbox_get (f->outbox, key, NULL);

  return entry != NULL;
}

static gboolean
is_first_gone (gpointer data)
{
  return !has_entry (data, "first");
}

static void
test_list (Fixture *f, gconstpointer language)
{
  GtkWidget *window;
  g_autofree char *picture = g_strdup_printf ("outbox-%s.png", (const char *)language);

  add (f, "first", SANERA_ACTION_COMPLETE_ACTIVITY, "{}", NULL);
  add (f, "second", SANERA_ACTION_CREATE_TICKET, "{}", "Forbidden");
  add (f, "third", SANERA_ACTION_CHANGE_ACTIVITY, "{\"priority\":\"High\"}", "PreconditionFailed");
  window = sanera_outbox_window_new (f->window, f->connection);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);
  ui_save_picture (window, picture);
  if (!g_str_equal (language, "en"))
    {
      gtk_window_destroy (GTK_WINDOW (window));
      return;
    }

  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Completion of a remediation activity"));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Chrome"));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Waiting to be sent"));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "You may not do this on this server."));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_LABEL, "Someone else changed this meanwhile."));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_BUTTON, "Send again"));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_BUTTON, "Compare…"));

  ui_click (ui_find_words (window, GTK_TYPE_BUTTON, "Withdraw"));
  g_assert_true (ui_wait_until (is_first_gone, f, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_sent_again (gpointer data)
{
  g_autoptr (SaneraOutboxEntry) entry =
      sanera_outbox_get (((Fixture *)data)->outbox, "third", NULL);

  return entry != NULL && entry->state == SANERA_OUTBOX_WAITING;
}

static void
put_recommendation (Fixture *f)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  SaneraRecommendationData *row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 1, 42);

  g_free (row->id);
  row->id = g_strdup ("t");
  cache_support_put (cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 0);
  sanera_noun_data_free (&sanera_recommendation_noun, row);
}

static gboolean
is_revised (gpointer data)
{
  g_autoptr (SaneraOutboxEntry) entry =
      sanera_outbox_get (((Fixture *)data)->outbox, "third", NULL);

  return entry != NULL && strstr (entry->body, "\"notes\":\"d\"") != NULL;
}

/* What waits, or came back, opens the dialog that it came from with all that was typed. */
static void
test_edit (Fixture *f, gconstpointer code)
{
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  GtkWidget *window;
  GtkTextBuffer *buffer;
  GtkWindow *dialog;
  g_autofree char *notes = NULL;

  add (f, "third", SANERA_ACTION_CHANGE_ACTIVITY, "{\"priority\":\"High\",\"notes\":\"c\"}", code);
  window = sanera_outbox_window_new (f->window, f->connection);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (ui_find_words (window, GTK_TYPE_BUTTON, code != NULL ? "Discard" : "Withdraw"));
  ui_click (ui_find_words (window, GTK_TYPE_BUTTON, "Edit…"));
  dialog = GTK_WINDOW (ui_find_window (SANERA_TYPE_CHANGE_DIALOG));
  g_assert_nonnull (dialog);
  buffer = gtk_text_view_get_buffer (
      GTK_TEXT_VIEW (ui_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL)));
  g_object_get (buffer, "text", &notes, NULL);
  g_assert_cmpstr (notes, ==, "c");
  gtk_text_buffer_set_text (buffer, "d", -1);
  ui_click (ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Save"));
  g_assert_true (ui_wait_until (is_revised, f, UI_LIMIT_MS));
  gtk_window_destroy (GTK_WINDOW (window));

  entry = sanera_outbox_get (f->outbox, "third", NULL);
  g_assert_cmpint (entry->state, ==, SANERA_OUTBOX_WAITING);
  g_assert_nonnull (strstr (entry->body, "\"priority\":\"High\""));
}

/* An exception whose last day has gone by while it waited is shown again with the reason, and with
 * all that was said. */
static void
test_passed (Fixture *f, gconstpointer language)
{
  g_autofree char *picture = g_strdup_printf ("passed-%s.png", (const char *)language);
  GtkWindow *dialog;

  add (f, "fourth", SANERA_ACTION_CREATE_EXCEPTION,
       "{\"scope\":\"Global\",\"justification\":\"PlannedRemediation\","
       "\"justificationContext\":\"Until the new line\",\"expiresOn\":\"2024-01-15T00:00:00Z\"}",
       SANERA_CODE_END_PASSED);
  put_recommendation (f);
  g_assert_true (sanera_entry_edit_present (f->window, f->connection, "fourth"));
  dialog = GTK_WINDOW (ui_find_window (SANERA_TYPE_EXCEPTION_DIALOG));
  g_assert_nonnull (dialog);
  ui_wait_frame (GTK_WIDGET (dialog));
  ui_save_picture (GTK_WIDGET (dialog), picture);
  if (g_str_equal (language, "en"))
    {
      g_autofree char *context = NULL;

      g_assert_nonnull (ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_LABEL,
                                       "The last day has passed while this waited to be sent."));
      g_object_get (gtk_text_view_get_buffer (
                        GTK_TEXT_VIEW (ui_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL))),
                    "text", &context, NULL);
      g_assert_cmpstr (context, ==, "Until the new line");
    }
  gtk_window_destroy (dialog);
}

/* Of a change, what the person has set is kept or given up field by field. */
static void
test_conflict (Fixture *f, gconstpointer language)
{
  g_autofree char *picture = g_strdup_printf ("conflict-%s.png", (const char *)language);
  g_autoptr (GPtrArray) entries = NULL;
  const SaneraOutboxEntry *entry;
  GtkWindow *dialog;

  add (f, "third", SANERA_ACTION_CHANGE_ACTIVITY, "{\"priority\":\"High\",\"notes\":\"c\"}",
       "PreconditionFailed");
  sanera_conflict_dialog_present (f->window, f->connection, "third");
  dialog = GTK_WINDOW (ui_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (dialog);
  ui_wait_frame (GTK_WIDGET (dialog));
  ui_save_picture (GTK_WIDGET (dialog), picture);
  if (!g_str_equal (language, "en"))
    {
      screen_assert (GTK_WIDGET (dialog), "large-conflict.png");
      gtk_window_destroy (dialog);
      return;
    }

  /* the priority: before Low, mine High, theirs Medium */
  g_assert_nonnull (ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Low"));
  g_assert_nonnull (ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "High"));
  g_assert_nonnull (ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Medium"));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (gtk_widget_get_ancestor (
          ui_find_words (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Keep mine"), GTK_TYPE_CHECK_BUTTON)),
      TRUE);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "apply");
  g_assert_true (ui_wait_until (is_sent_again, f, UI_LIMIT_MS));
  gtk_window_destroy (dialog);

  entries = sanera_outbox_list (f->outbox, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->state, ==, SANERA_OUTBOX_WAITING);
  g_assert_cmpint (entry->version, ==, 8);
  g_assert_nonnull (strstr (entry->body, "\"priority\":\"High\""));
  g_assert_null (strstr (entry->body, "notes"));
}

static gboolean
can_undo (gpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (((Fixture *)data)->window), "undo");
}

static gboolean
is_empty (gpointer data)
{
  g_autoptr (GPtrArray) entries = sanera_outbox_list (((Fixture *)data)->outbox, NULL);

  return entries->len == 0;
}

/* Two in one go are undone in one go; the delay is that of the toast. */
static void
test_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_action_unref);
  g_autoptr (GPtrArray) entries = NULL;
  const SaneraOutboxEntry *entry;

  g_assert_false (can_undo (f));
  g_ptr_array_add (actions, sanera_action_new (SANERA_ACTION_COMPLETE_ACTIVITY, "t", 5));
  g_ptr_array_add (actions, sanera_action_new (SANERA_ACTION_COMPLETE_ACTIVITY, "u", 1));
  sanera_act_all (GTK_WIDGET (f->window), f->connection, actions, "2 activities completed");
  g_assert_true (ui_wait_until (can_undo, f, UI_LIMIT_MS));

  entries = sanera_outbox_list (f->outbox, NULL);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->not_before - entry->made_at, ==,
                   SANERA_ACTION_UNDO_SECONDS * G_USEC_PER_SEC);

  g_action_group_activate_action (G_ACTION_GROUP (f->window), "undo", NULL);
  g_assert_false (can_undo (f));
  g_assert_true (ui_wait_until (is_empty, f, UI_LIMIT_MS));
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);

  g_test_add ("/ui/outbox/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/ui/outbox/list/en", Fixture, "en", set_up, test_list, tear_down);
  g_test_add ("/ui/outbox/list/sv", Fixture, "sv", set_up, test_list, tear_down);
  g_test_add ("/ui/outbox/list/zh_CN", Fixture, "zh_CN", set_up, test_list, tear_down);
  g_test_add ("/ui/outbox/edit/waiting", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/ui/outbox/edit/refused", Fixture, "Forbidden", set_up, test_edit, tear_down);
  g_test_add ("/ui/outbox/passed/en", Fixture, "en", set_up, test_passed, tear_down);
  g_test_add ("/ui/outbox/passed/sv", Fixture, "sv", set_up, test_passed, tear_down);
  g_test_add ("/ui/outbox/passed/zh_CN", Fixture, "zh_CN", set_up, test_passed, tear_down);
  g_test_add ("/ui/outbox/conflict/en", Fixture, "en", set_up, test_conflict, tear_down);
  g_test_add ("/ui/outbox/conflict/sv", Fixture, "sv", set_up, test_conflict, tear_down);
  g_test_add ("/ui/outbox/conflict/zh_CN", Fixture, "zh_CN", set_up, test_conflict, tear_down);

  return g_test_run ();
}

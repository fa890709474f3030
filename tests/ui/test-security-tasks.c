/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the IT administrators: [131] approving, rejecting and completing, [136], [140]. */

#include "config.h"

#include "list-page-support.h"
#include "sanera-language.h"
#include "sanera-reject-dialog.h"
#include "sanera-row-menu.h"
#include "sanera-security-tasks-page.h"
#include "sanera-task-decision.h"
#include "sanera-time.h"

static void
put_task (ListPage *self, const char *id, const char *status, const char *creator, gint64 due)
{
  SaneraSecurityTaskData *data = sanera_noun_data_new (&sanera_security_task_noun);

  data->id = g_strdup (id);
  data->display_name = g_strdup ("Update Chrome to 129.0 (2 of 3)");
  data->type = g_strdup ("Update");
  data->related_component = g_strdup ("Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->status = g_strdup (status);
  data->priority = g_strdup ("none");
  data->sanera_priority = g_strdup ("Medium");
  data->creator = g_strdup (creator);
  data->creator_notes = g_strdup ("Outside office hours, please.");
  data->remediation_task_id = g_strdup ("activity");
  data->due_date_time = due;
  data->managed_device_count = 10000;
  data->weaknesses = 38;
  data->fixable_weaknesses = 38;
  data->part = 2;
  data->parts = 3;
  data->version = 4;
  data->change = 1;
  cache_support_put (self->cache, SANERA_LIST_SECURITY_TASKS, NULL, data, 1);
  sanera_noun_data_free (&sanera_security_task_noun, data);
}

static void
open_cache (ListPage *self)
{
  list_page_open (self);
  sanera_connection_start (self->connection);
}

static void
show (ListPage *self, guint expected)
{
  list_page_show_rows (self, sanera_security_tasks_page_new (NULL), expected);
}

/* What is on screen */

static GtkWidget *
find_button (ListPage *self, const char *label)
{
  return ui_find_text (GTK_WIDGET (self->priv->flyout), GTK_TYPE_BUTTON, label);
}

static gboolean
shows (ListPage *self, const char *text)
{
  return ui_find_text (GTK_WIDGET (self->priv->flyout), GTK_TYPE_LABEL, text) != NULL;
}

static void
open_task (ListPage *self, const char *id)
{
  g_assert_true (sanera_page_show_record (SANERA_PAGE (self->page), id));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (self->page)));
}

static const SaneraSecurityTaskData *
get_shown (ListPage *self)
{
  return sanera_record_get_data (sanera_flyout_get_record (self->priv->flyout));
}

#define IT "read export decide complete devices"
#define SECURITY "read export request edit complete except import settings"

/* [131] pending first, then what is under way; within each the earliest due first. */
static void
test_order (void)
{
  static const char *const expected[] = { "p1", "p2", "p3", "a1", "c1" };
  ListPage self = { 0 };

  open_cache (&self);
  put_task (&self, "c1", "completed", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "p3", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "bo@example.org", SANERA_TIME_DAY);
  put_task (&self, "p2", "pending", "bo@example.org", 9 * SANERA_TIME_DAY);
  put_task (&self, "p1", "pending", "bo@example.org", 3 * SANERA_TIME_DAY);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SaneraRecord) record = g_list_model_get_item (G_LIST_MODEL (self.priv->model), i);

      g_assert_cmpstr (sanera_record_get_id (record), ==, expected[i]);
    }
  list_page_tear_down (&self);
}

typedef struct
{
  gint64 count;
} Counted;

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  ((Counted *)data)->count = sanera_cache_count_finish (SANERA_CACHE (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_counted (gpointer data)
{
  return ((Counted *)data)->count >= 0;
}

/* The number in the sidebar: pending, and not of the person's own requests. */
static void
test_badge (void)
{
  ListPage self = { 0 };
  g_autoptr (SaneraQuery) query = NULL;
  Counted counted = { -1 };

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "p2", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "own", "pending", "ANNA@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "bo@example.org", SANERA_INT_NULL);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, 4);
  query = sanera_page_class_get_count_query (SANERA_PAGE_GET_CLASS (self.page), self.connection);
  g_assert_nonnull (query);
  sanera_cache_count_async (self.cache, query, NULL, counted_cb, &counted);
  g_assert_true (ui_wait_until (is_counted, &counted, UI_LIMIT_MS));
  g_assert_cmpint (counted.count, ==, 2);
  /* Nothing of it is for a security administrator to do. */
  cache_support_sign_in (self.cache, "securityAdmin", SECURITY, TRUE);
  g_assert_null (
      sanera_page_class_get_count_query (SANERA_PAGE_GET_CLASS (self.page), self.connection));
  list_page_tear_down (&self);
}

/* [131] what stands there; R3: which of several; [133] the requester's words. */
static void
test_flyout (void)
{
  ListPage self = { 0 };
  g_autoptr (GMenuModel) menu = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, 1);
  open_task (&self, "p1");
  g_assert_true (shows (&self, "Update Chrome to 129.0 (2 of 3)"));
  g_assert_true (shows (&self, "Outside office hours, please."));
  g_assert_true (shows (&self, "Sanera starts no deployment: the list is for the tool that deploys "
                               "the package."));
  g_assert_true (shows (&self, "10,000"));
  g_assert_true (shows (&self, "bo@example.org"));
  g_assert_true (shows (&self, "Medium"));
  g_assert_true (gtk_widget_is_sensitive (find_button (&self, "Approve")));
  g_assert_true (gtk_widget_is_sensitive (find_button (&self, "Reject…")));
  g_assert_null (find_button (&self, "Complete task"));
  g_assert_nonnull (find_button (&self, "Export devices to CSV…"));
  g_assert_nonnull (find_button (&self, "View remediation activity"));
  list_page_tear_down (&self);
}

/* What a person may not do is said in text beside it, never in a tooltip only. */
static void
test_may_not (void)
{
  ListPage self = { 0 };

  open_cache (&self);
  put_task (&self, "p1", "pending", "Anna@Example.org", SANERA_INT_NULL);
  put_task (&self, "p2", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "anna@example.org", SANERA_INT_NULL);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, 3);
  open_task (&self, "p1");
  g_assert_false (gtk_widget_is_sensitive (find_button (&self, "Approve")));
  g_assert_false (gtk_widget_is_sensitive (find_button (&self, "Reject…")));
  g_assert_true (shows (&self, "You requested this; somebody else has to approve."));
  open_task (&self, "a1");
  g_assert_false (gtk_widget_is_sensitive (find_button (&self, "Complete task")));
  g_assert_true (shows (&self, "You requested this; somebody else has to complete the task."));
  open_task (&self, "p2");
  g_assert_true (gtk_widget_is_sensitive (find_button (&self, "Approve")));
  g_assert_false (shows (&self, "You requested this; somebody else has to approve."));

  cache_support_sign_in (self.cache, "securityAdmin", SECURITY, TRUE);
  open_task (&self, "p1");
  open_task (&self, "p2");
  g_assert_false (gtk_widget_is_sensitive (find_button (&self, "Approve")));
  g_assert_true (shows (&self, "Only IT administrators and administrators decide on security "
                               "tasks. Your role is: Security administrator."));
  list_page_tear_down (&self);
}

static gboolean
is_waiting (gpointer data)
{
  return get_shown (data)->local_state != NULL;
}

static gboolean
is_taken_back (gpointer data)
{
  return get_shown (data)->local_state == NULL;
}

static gboolean
offers_withdrawal (gpointer data)
{
  return find_button (data, "Withdraw") != NULL;
}

static gboolean
offers_approval (gpointer data)
{
  return find_button (data, "Approve") != NULL && find_button (data, "Withdraw") == NULL;
}

/* [131] approved at once on the screen, in the outbox, and taken back without a trace. */
static void
test_approve (void)
{
  ListPage self = { 0 };
  g_autofree char *key = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, 1);
  open_task (&self, "p1");
  ui_click (find_button (&self, "Approve"));
  g_assert_true (ui_wait_until (is_waiting, &self, UI_LIMIT_MS));
  g_assert_cmpstr (get_shown (&self)->status, ==, "active");
  g_assert_cmpstr (get_shown (&self)->local_state, ==, "waiting");
  g_assert_true (ui_wait_until (offers_withdrawal, &self, UI_LIMIT_MS));
  g_assert_null (find_button (&self, "Approve"));
  g_assert_null (find_button (&self, "Complete task"));
  g_assert_true (shows (&self, "What you did is shown here and waits to be sent."));

  key = sanera_task_decision_find_key (self.connection, "p1");
  g_assert_nonnull (key);
  entry = sanera_outbox_get (sanera_cache_get_outbox (self.cache), key, NULL);
  g_assert_cmpstr (entry->action, ==, "approveTask");
  g_assert_cmpint (entry->version, ==, 4);
  g_assert_cmpint (entry->not_before, !=, SANERA_INT_NULL);

  ui_click (find_button (&self, "Withdraw"));
  g_assert_true (ui_wait_until (is_taken_back, &self, UI_LIMIT_MS));
  g_assert_cmpstr (get_shown (&self)->status, ==, "pending");
  g_assert_true (ui_wait_until (offers_approval, &self, UI_LIMIT_MS));
  list_page_tear_down (&self);
}

static GtkWidget *
find_dialog (void)
{
  return ui_find_window (SANERA_TYPE_REJECT_DIALOG);
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return find_dialog () == NULL;
}

static GtkTextBuffer *
open_reject (ListPage *self)
{
  GtkWidget *view;

  ui_click (find_button (self, "Reject…"));
  g_assert_true (ui_wait_until (has_dialog, self, UI_LIMIT_MS));
  view = ui_find (find_dialog (), GTK_TYPE_TEXT_VIEW, NULL);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
click_in_dialog (const char *label)
{
  ui_click (ui_find_text (find_dialog (), GTK_TYPE_BUTTON, label));
}

static gboolean
dialog_shows (const char *text)
{
  return ui_find_text (find_dialog (), GTK_TYPE_LABEL, text) != NULL;
}

static void
assert_text (GtkTextBuffer *buffer, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

/* [131] a rejection needs a reason; what is typed outlives the dialog. */
static void
test_reject (void)
{
  ListPage self = { 0 };
  GtkTextBuffer *buffer;
  g_autofree char *key = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *long_text = g_strnfill (2001, 'x');
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  show (&self, 1);
  open_task (&self, "p1");

  buffer = open_reject (&self);
  g_assert_true (dialog_shows ("0 of 2,000 characters"));
  g_assert_false (dialog_shows ("Say why: a rejection needs a reason."));
  click_in_dialog ("Reject");
  g_assert_true (dialog_shows ("Say why: a rejection needs a reason."));
  gtk_text_buffer_set_text (buffer, long_text, -1);
  g_assert_true (dialog_shows ("The reason is too long: at most 2,000 characters are sent."));
  gtk_text_buffer_set_text (buffer, "Not this week", -1);
  g_assert_true (dialog_shows ("13 of 2,000 characters"));
  click_in_dialog ("Cancel");
  g_assert_true (ui_wait_until (has_no_dialog, &self, UI_LIMIT_MS));
  g_assert_cmpstr (get_shown (&self)->status, ==, "pending");

  buffer = open_reject (&self);
  assert_text (buffer, "Not this week");
  click_in_dialog ("Reject");
  g_assert_true (ui_wait_until (has_no_dialog, &self, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (is_waiting, &self, UI_LIMIT_MS));
  g_assert_cmpstr (get_shown (&self)->status, ==, "rejected");
  key = sanera_task_decision_find_key (self.connection, "p1");
  entry = sanera_outbox_get (sanera_cache_get_outbox (self.cache), key, NULL);
  g_assert_cmpstr (entry->action, ==, "rejectTask");
  g_assert_nonnull (strstr (entry->body, "\"Not this week\""));
  draft = sanera_outbox_load_draft (sanera_cache_get_outbox (self.cache), "rejectTask", "p1");
  g_assert_null (draft);
  list_page_tear_down (&self);
}

/* R2: the empty page says why it is empty, and who can change that. */
static void
test_empty (void)
{
  ListPage self = { 0 };
  GtkWidget *page;

  open_cache (&self);
  cache_support_sign_in (self.cache, "securityAdmin", SECURITY, FALSE);
  show (&self, 0);
  page = GTK_WIDGET (self.page);
  g_assert_nonnull (ui_find_text (page, GTK_TYPE_BUTTON, "Open Settings"));
  g_assert_nonnull (ui_find_text (page, GTK_TYPE_LABEL,
                                  "The Microsoft Intune connection is off. Turn it on, and "
                                  "remediation requests can ask for a security task."));
  cache_support_sign_in (self.cache, "itAdmin", IT, FALSE);
  g_assert_null (ui_find_text (page, GTK_TYPE_BUTTON, "Open Settings"));
  g_assert_nonnull (ui_find_text (page, GTK_TYPE_LABEL,
                                  "The Microsoft Intune connection is off. Security "
                                  "administrators and administrators can turn it on in the "
                                  "settings."));
  cache_support_sign_in (self.cache, "itAdmin", IT, TRUE);
  g_assert_nonnull (ui_find_text (page, GTK_TYPE_LABEL,
                                  "A remediation request can ask for a security task; it then "
                                  "waits here for approval."));
  list_page_tear_down (&self);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  sanera_language_init ("en", BUILD_LOCALEDIR);

  g_test_add_func ("/security-tasks/order", test_order);
  g_test_add_func ("/security-tasks/badge", test_badge);
  g_test_add_func ("/security-tasks/flyout", test_flyout);
  g_test_add_func ("/security-tasks/may-not", test_may_not);
  g_test_add_func ("/security-tasks/approve", test_approve);
  g_test_add_func ("/security-tasks/reject", test_reject);
  g_test_add_func ("/security-tasks/empty", test_empty);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the IT administrators: [131] approving, rejecting and completing, [136], [140]. */

#include "config.h"

#include "cache-support.h"
#include "sanera-language.h"
#include "sanera-list-page-private.h"
#include "sanera-reject-dialog.h"
#include "sanera-row-menu.h"
#include "sanera-security-tasks-page.h"
#include "sanera-task-decision.h"
#include "sanera-time.h"
#include "ui-support.h"

#define WAIT 20000 /* milliseconds */

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  GtkWidget *window;
  SaneraListPage *page;
  SaneraListPagePrivate *priv;
  guint expected;
} Fixture;

/* The cache */

typedef struct
{
  const char *capabilities;
  const char *role;
  const char *intune;
  gboolean done;
} Person;

static gboolean
write_person (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  const Person *person = data;

  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "anna@example.org", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, person->role, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, person->capabilities, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_INTUNE_CONNECTION, person->intune, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_SYNCED_ON, "1", error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  g_assert_no_error (error);
  ((Person *)data)->done = TRUE;
}

static gboolean
is_written (gpointer data)
{
  return ((Person *)data)->done;
}

static gboolean
knows_role (gpointer data)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (((Fixture *)data)->cache);

  return info != NULL && info->role != NULL;
}

static void
sign_in (Fixture *self, const char *role, const char *capabilities, const char *intune)
{
  Person person = { capabilities, role, intune, FALSE };

  sanera_store_write_async (sanera_cache_get_store (self->cache), write_person, &person, NULL, NULL,
                            written_cb, &person);
  g_assert_true (ui_wait_until (is_written, &person, WAIT));
  sanera_cache_reload_info (self->cache);
  g_assert_true (ui_wait_until (knows_role, self, WAIT));
}

static void
put_task (Fixture *self, const char *id, const char *status, const char *creator, gint64 due)
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
open_cache (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = cache_support_make_folder ();
  self->connection = sanera_connection_new (SANERA_CONNECTION_SERVER, "Test", self->folder,
                                            "http://127.0.0.1:1", NULL, NULL, TRUE, &error);
  g_assert_no_error (error);
  self->cache = sanera_connection_get_cache (self->connection);
  sanera_connection_start (self->connection);
}

static gboolean
is_complete (gpointer data)
{
  Fixture *self = data;
  SaneraQueryModel *model = sanera_list_page_get_model (self->page);

  return sanera_query_model_get_complete (model) &&
         g_list_model_get_n_items (G_LIST_MODEL (model)) == self->expected &&
         sanera_list_page_get_state (self->page) ==
             (self->expected > 0 ? SANERA_LIST_ROWS : SANERA_LIST_EMPTY);
}

static void
show (Fixture *self, guint expected)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  SaneraPage *page = sanera_security_tasks_page_new (NULL);
  GtkWidget *flyout = sanera_page_get_flyout (page);

  self->page = SANERA_LIST_PAGE (page);
  self->priv = sanera_list_page_get_private (self->page);
  self->expected = expected;
  self->window = adw_application_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (page));
  gtk_box_append (GTK_BOX (box), flyout);
  g_object_bind_property (page, "flyout-open", flyout, "visible", G_BINDING_SYNC_CREATE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self->window), box);
  sanera_page_set_connection (page, self->connection);
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (ui_wait_until (is_complete, self, WAIT));
  ui_wait_frame (self->window);
}

static void
tear_down (Fixture *self)
{
  sanera_page_set_connection (SANERA_PAGE (self->page), NULL);
  gtk_window_destroy (GTK_WINDOW (self->window));
  sanera_connection_close (self->connection);
  g_clear_object (&self->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (self->folder);
}

/* What is on screen */

static GtkWidget *
find_labelled (GtkWidget *root, GType type, const char *label)
{
  const char *text = NULL;

  if (!gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_BUTTON (root))
    text = gtk_button_get_label (GTK_BUTTON (root));
  else if (GTK_IS_LABEL (root))
    text = gtk_label_get_text (GTK_LABEL (root));
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && g_strcmp0 (text, label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_button (Fixture *self, const char *label)
{
  return find_labelled (GTK_WIDGET (self->priv->flyout), GTK_TYPE_BUTTON, label);
}

static gboolean
shows (Fixture *self, const char *text)
{
  return find_labelled (GTK_WIDGET (self->priv->flyout), GTK_TYPE_LABEL, text) != NULL;
}

static void
open_task (Fixture *self, const char *id)
{
  g_assert_true (sanera_page_show_record (SANERA_PAGE (self->page), id));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (self->page)));
}

static const SaneraSecurityTaskData *
get_shown (Fixture *self)
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
  Fixture self = { 0 };

  open_cache (&self);
  put_task (&self, "c1", "completed", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "p3", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "bo@example.org", SANERA_TIME_DAY);
  put_task (&self, "p2", "pending", "bo@example.org", 9 * SANERA_TIME_DAY);
  put_task (&self, "p1", "pending", "bo@example.org", 3 * SANERA_TIME_DAY);
  sign_in (&self, "itAdmin", IT, "1");
  show (&self, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (SaneraRecord) record = g_list_model_get_item (G_LIST_MODEL (self.priv->model), i);

      g_assert_cmpstr (sanera_record_get_id (record), ==, expected[i]);
    }
  tear_down (&self);
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
  Fixture self = { 0 };
  g_autoptr (SaneraQuery) query = NULL;
  Counted counted = { -1 };

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "p2", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "own", "pending", "ANNA@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "bo@example.org", SANERA_INT_NULL);
  sign_in (&self, "itAdmin", IT, "1");
  show (&self, 4);
  query = sanera_page_class_get_count_query (SANERA_PAGE_GET_CLASS (self.page), self.connection);
  g_assert_nonnull (query);
  sanera_cache_count_async (self.cache, query, NULL, counted_cb, &counted);
  g_assert_true (ui_wait_until (is_counted, &counted, WAIT));
  g_assert_cmpint (counted.count, ==, 2);
  /* Nothing of it is for a security administrator to do. */
  sign_in (&self, "securityAdmin", SECURITY, "1");
  g_assert_null (
      sanera_page_class_get_count_query (SANERA_PAGE_GET_CLASS (self.page), self.connection));
  tear_down (&self);
}

/* [131] what stands there; R3: which of several; [133] the requester's words. */
static void
test_flyout (void)
{
  Fixture self = { 0 };
  g_autoptr (GMenuModel) menu = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  sign_in (&self, "itAdmin", IT, "1");
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
  tear_down (&self);
}

/* What a person may not do is said in text beside it, never in a tooltip only. */
static void
test_may_not (void)
{
  Fixture self = { 0 };

  open_cache (&self);
  put_task (&self, "p1", "pending", "Anna@Example.org", SANERA_INT_NULL);
  put_task (&self, "p2", "pending", "bo@example.org", SANERA_INT_NULL);
  put_task (&self, "a1", "active", "anna@example.org", SANERA_INT_NULL);
  sign_in (&self, "itAdmin", IT, "1");
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

  sign_in (&self, "securityAdmin", SECURITY, "1");
  open_task (&self, "p1");
  open_task (&self, "p2");
  g_assert_false (gtk_widget_is_sensitive (find_button (&self, "Approve")));
  g_assert_true (shows (&self, "Only IT administrators and administrators decide on security "
                               "tasks. Your role is: Security administrator."));
  tear_down (&self);
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
  Fixture self = { 0 };
  g_autofree char *key = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  sign_in (&self, "itAdmin", IT, "1");
  show (&self, 1);
  open_task (&self, "p1");
  ui_click (find_button (&self, "Approve"));
  g_assert_true (ui_wait_until (is_waiting, &self, WAIT));
  g_assert_cmpstr (get_shown (&self)->status, ==, "active");
  g_assert_cmpstr (get_shown (&self)->local_state, ==, "waiting");
  g_assert_true (ui_wait_until (offers_withdrawal, &self, WAIT));
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
  g_assert_true (ui_wait_until (is_taken_back, &self, WAIT));
  g_assert_cmpstr (get_shown (&self)->status, ==, "pending");
  g_assert_true (ui_wait_until (offers_approval, &self, WAIT));
  tear_down (&self);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (SANERA_IS_REJECT_DIALOG (window))
        return window;
    }
  return NULL;
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
open_reject (Fixture *self)
{
  GtkWidget *view;

  ui_click (find_button (self, "Reject…"));
  g_assert_true (ui_wait_until (has_dialog, self, WAIT));
  view = ui_find (GTK_WIDGET (find_dialog ()), GTK_TYPE_TEXT_VIEW, NULL);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
click_in_dialog (const char *label)
{
  ui_click (find_labelled (GTK_WIDGET (find_dialog ()), GTK_TYPE_BUTTON, label));
}

static gboolean
dialog_shows (const char *text)
{
  return find_labelled (GTK_WIDGET (find_dialog ()), GTK_TYPE_LABEL, text) != NULL;
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
  Fixture self = { 0 };
  GtkTextBuffer *buffer;
  g_autofree char *key = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *long_text = g_strnfill (2001, 'x');
  g_autoptr (SaneraOutboxEntry) entry = NULL;

  open_cache (&self);
  put_task (&self, "p1", "pending", "bo@example.org", SANERA_INT_NULL);
  sign_in (&self, "itAdmin", IT, "1");
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
  g_assert_true (ui_wait_until (has_no_dialog, &self, WAIT));
  g_assert_cmpstr (get_shown (&self)->status, ==, "pending");

  buffer = open_reject (&self);
  assert_text (buffer, "Not this week");
  click_in_dialog ("Reject");
  g_assert_true (ui_wait_until (has_no_dialog, &self, WAIT));
  g_assert_true (ui_wait_until (is_waiting, &self, WAIT));
  g_assert_cmpstr (get_shown (&self)->status, ==, "rejected");
  key = sanera_task_decision_find_key (self.connection, "p1");
  entry = sanera_outbox_get (sanera_cache_get_outbox (self.cache), key, NULL);
  g_assert_cmpstr (entry->action, ==, "rejectTask");
  g_assert_nonnull (strstr (entry->body, "\"Not this week\""));
  draft = sanera_outbox_load_draft (sanera_cache_get_outbox (self.cache), "rejectTask", "p1");
  g_assert_null (draft);
  tear_down (&self);
}

/* R2: the empty page says why it is empty, and who can change that. */
static void
test_empty (void)
{
  Fixture self = { 0 };
  GtkWidget *page;

  open_cache (&self);
  sign_in (&self, "securityAdmin", SECURITY, "0");
  show (&self, 0);
  page = GTK_WIDGET (self.page);
  g_assert_nonnull (find_labelled (page, GTK_TYPE_BUTTON, "Open Settings"));
  g_assert_nonnull (find_labelled (page, GTK_TYPE_LABEL,
                                   "The Microsoft Intune connection is off. Turn it on, and "
                                   "remediation requests can ask for a security task."));
  sign_in (&self, "itAdmin", IT, "0");
  g_assert_null (find_labelled (page, GTK_TYPE_BUTTON, "Open Settings"));
  g_assert_nonnull (find_labelled (page, GTK_TYPE_LABEL,
                                   "The Microsoft Intune connection is off. Security "
                                   "administrators and administrators can turn it on in the "
                                   "settings."));
  sign_in (&self, "itAdmin", IT, "1");
  g_assert_nonnull (find_labelled (page, GTK_TYPE_LABEL,
                                   "A remediation request can ask for a security task; it then "
                                   "waits here for approval."));
  tear_down (&self);
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

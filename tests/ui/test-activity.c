/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flyout of a remediation activity and what is done with it: [138]–[152], R1, R2, R6, R7, R11;
 * and the tabs above its page. */

#include "config.h"

#include "list-page-support.h"
#include "sanera-activity.h"
#include "sanera-change-dialog.h"
#include "sanera-child-list.h"
#include "sanera-event.h"
#include "sanera-exceptions-page.h"
#include "sanera-language.h"
#include "sanera-page-tabs.h"
#include "sanera-remediation-page.h"
#include "sanera-security-task.h"
#include "sanera-time.h"
#include "sanera-wrap-layout.h"

#define READER "reader", "read export"
#define SECURITY "securityAdmin", "read export request edit complete except import settings"

/* In progress; with @ago, completed by hand that many hours ago. */
static void
put_activity (ListPage *self, const char *id, const char *requester, int ago)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup (id);
  data->title = g_strdup ("Update Chrome to 129.0");
  data->type = g_strdup ("Update");
  data->category = g_strdup ("Software");
  data->related_component = g_strdup ("Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->recommendation_reference = g_strdup ("va-_-google-_-chrome");
  data->status = g_strdup (ago > 0 ? "Completed" : "Active");
  data->priority = g_strdup ("Medium");
  data->created_on = 1;
  data->requester_email = g_strdup (requester);
  data->requester_notes = g_strdup ("Outside office hours, please.");
  data->target_devices = 10;
  data->fixed_devices = 4;
  data->exposed_devices = 5;
  data->unknown_devices = 1;
  data->new_devices = 2;
  data->weaknesses = 38;
  data->fixable_weaknesses = 38;
  data->last_assessed_on = 2;
  if (ago > 0)
    {
      data->completion_method = g_strdup ("Manual");
      data->completer_email = g_strdup ("bo@example.org");
      data->completed_on = g_get_real_time () - ago * 3600 * SANERA_TIME_SECOND;
    }
  data->version = 4;
  data->change = 1;
  cache_support_put (self->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
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
  list_page_show_rows (self, sanera_remediation_page_new (NULL), expected);
}

/* What is on screen */

/* All visible texts from top to bottom, one in each line. */
static void
collect_texts (GtkWidget *root, GString *texts)
{
  const char *text = ui_get_text (root);

  if (!gtk_widget_get_visible (root))
    return;
  if (text != NULL)
    g_string_append_printf (texts, "%s\n", text);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_texts (child, texts);
}

static gboolean
shows_in (GtkWidget *root, const char *text)
{
  g_autoptr (GString) texts = g_string_new ("\n");
  g_autofree char *line = g_strdup_printf ("\n%s\n", text);

  collect_texts (root, texts);
  return strstr (texts->str, line) != NULL;
}

static gboolean
shows (ListPage *self, const char *text)
{
  return shows_in (GTK_WIDGET (self->priv->flyout), text);
}

static gboolean
offers (ListPage *self, const char *label)
{
  GtkWidget *button = ui_find_text (GTK_WIDGET (self->priv->flyout), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return gtk_widget_is_sensitive (button);
}

static void
open_activity (ListPage *self, const char *id)
{
  g_assert_true (sanera_page_show_record (SANERA_PAGE (self->page), id));
  g_assert_true (sanera_page_get_flyout_open (SANERA_PAGE (self->page)));
}

static const SaneraActivityData *
get_shown (ListPage *self)
{
  return sanera_record_get_data (sanera_flyout_get_record (self->priv->flyout));
}

/* [138] what stands there, in this order. */
static void
test_sections (void)
{
  static const char *const expected[] = {
    "\nUpdate Chrome to 129.0\n",
    "\nMark as complete\n",
    "\nExport to CSV\n",
    "\nRemediation description\n",
    "\nRemediation steps\n",
    "\nIT service and device management tools\n",
    "\nService\n",
    "\nTicket status\n",
    "\nDevice remediation progress\n",
    "\n2 more devices since the request\n",
    "\nCreated on\n",
    "\nPriority\n",
    "\nMedium\n",
    "\nDevice groups\n",
    "\nCreated by\n",
    "\nanna@example.org\n",
    "\nCompleted by\n",
    "\nNotes\n",
    "\nOutside office hours, please.\n",
    "\nHistory",
    "\nView related recommendation\n",
  };
  ListPage self = { 0 };
  g_autoptr (GString) texts = g_string_new ("\n");
  const char *at;

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 1);
  open_activity (&self, "a");
  collect_texts (GTK_WIDGET (self.priv->flyout), texts);
  at = texts->str;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char *next = strstr (at, expected[i]);

      if (next == NULL)
        g_error ("“%s” does not follow in:\n%s", expected[i], texts->str);
      at = next + strlen (expected[i]) - 1;
    }
  ui_wait_frame (self.window);
  ui_save_picture (self.window, "activity-flyout.png");
  list_page_tear_down (&self);
}

/* What a role may not do is insensitive, and visible text says why. */
static void
test_may_not (void)
{
  ListPage self = { 0 };

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  put_activity (&self, "done", "anna@example.org", 12);
  cache_support_sign_in (self.cache, READER, FALSE);
  show (&self, 2);
  open_activity (&self, "a");
  g_assert_false (offers (&self, "Mark as complete"));
  g_assert_true (shows (&self, "Your role does not allow it"));
  open_activity (&self, "done");
  g_assert_false (offers (&self, "Reopen"));
  g_assert_true (shows (&self, "Your role does not allow it"));

  cache_support_sign_in (self.cache, SECURITY, FALSE);
  open_activity (&self, "a");
  g_assert_true (offers (&self, "Mark as complete"));
  g_assert_false (shows (&self, "Your role does not allow it"));
  open_activity (&self, "done");
  g_assert_true (offers (&self, "Reopen"));
  /* [148] by hand: the e-mail address; R6: and what was left. */
  g_assert_true (shows (&self, "bo@example.org"));
  g_assert_true (shows (&self, "5 devices were still exposed when it was completed"));
  list_page_tear_down (&self);
}

/* [145], [146] R7: it counts down; the last 14 days it speaks of the export. */
static void
test_retention (void)
{
  ListPage self = { 0 };

  open_cache (&self);
  put_activity (&self, "long", "anna@example.org", 100 * 24 + 12);
  put_activity (&self, "short", "anna@example.org", 168 * 24 + 12);
  put_activity (&self, "last", "anna@example.org", 179 * 24 + 12);
  put_activity (&self, "active", "anna@example.org", 0);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 4);
  open_activity (&self, "long");
  g_assert_true (shows (&self, "Removed in 80 days"));
  open_activity (&self, "short");
  g_assert_true (shows (&self, "Removed in 12 days. Export it to CSV to keep it."));
  g_assert_true (offers (&self, "Export to CSV"));
  open_activity (&self, "last");
  g_assert_true (shows (&self, "Removed in 1 day. Export it to CSV to keep it."));
  open_activity (&self, "active");
  g_assert_false (shows (&self, "Removed in 1 day. Export it to CSV to keep it."));
  list_page_tear_down (&self);
}

static void
put_ticket (ListPage *self, gint64 part, const char *status, const char *note)
{
  SaneraSecurityTaskData *data = sanera_noun_data_new (&sanera_security_task_noun);

  data->id = g_strdup_printf ("ticket-%d", (int)part);
  data->display_name = g_strdup ("Update Chrome to 129.0");
  data->status = g_strdup (status);
  data->creator = g_strdup ("anna@example.org");
  data->decided_by = g_strdup (note != NULL ? "it@example.org" : NULL);
  data->note = g_strdup (note);
  data->remediation_task_id = g_strdup ("a");
  data->managed_device_count = 10000;
  data->part = part;
  data->parts = 2;
  data->version = 1;
  data->change = 1;
  cache_support_put (self->cache, SANERA_LIST_SECURITY_TASKS, NULL, data, 1);
  sanera_noun_data_free (&sanera_security_task_noun, data);
}

static gboolean
shows_tickets (gpointer data)
{
  return shows (data, "1 of 2 · Rejected · 10,000 devices") &&
         shows (data, "2 of 2 · Pending approval · 10,000 devices");
}

/* R3: each of several with its own state, and what IT wrote. */
static void
test_tickets (void)
{
  ListPage self = { 0 };

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  put_ticket (&self, 1, "rejected", "Not this week");
  put_ticket (&self, 2, "pending", NULL);
  cache_support_sign_in (self.cache, SECURITY, TRUE);
  show (&self, 1);
  open_activity (&self, "a");
  g_assert_true (ui_wait_until (shows_tickets, &self, UI_LIMIT_MS));
  g_assert_true (shows (&self, "it@example.org: Not this week"));
  g_assert_true (offers (&self, "Show ticket"));
  list_page_tear_down (&self);
}

/* R9: the reason in the person's language, never the server's code for it. */
static void
test_refused (void)
{
  ListPage self = { 0 };
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  open_cache (&self);
  data->id = g_strdup ("unsent");
  data->type = g_strdup ("Update");
  data->related_component = g_strdup ("Chrome");
  data->status = g_strdup ("Active");
  data->local_state = g_strdup ("refused");
  data->local_error = g_strdup ("NoDevices");
  cache_support_put (self.cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 1);
  open_activity (&self, "unsent");
  g_assert_true (shows (&self, "Refused by the server: No device is exposed in the chosen device "
                               "groups."));
  list_page_tear_down (&self);
}

#define CREATE_TICKET "Create an Intune security task"

/* [136] R2: without the connection there is no trace of a ticket to be made. */
static void
test_create_ticket (void)
{
  ListPage self = { 0 };

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  put_activity (&self, "b", "bo@example.org", 0);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 2);
  open_activity (&self, "a");
  g_assert_false (shows (&self, CREATE_TICKET));
  list_page_tear_down (&self);

  self = (ListPage){ 0 };
  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  put_activity (&self, "b", "bo@example.org", 0);
  put_activity (&self, "done", "anna@example.org", 12);
  cache_support_sign_in (self.cache, SECURITY, TRUE);
  show (&self, 3);
  open_activity (&self, "a");
  g_assert_true (offers (&self, CREATE_TICKET));
  open_activity (&self, "b");
  g_assert_false (offers (&self, CREATE_TICKET));
  g_assert_true (shows (&self, "Only its requester can create one"));
  open_activity (&self, "done");
  g_assert_false (shows (&self, CREATE_TICKET));
  list_page_tear_down (&self);
}

static void
put_event (ListPage *self,
           const char *id,
           const char *event,
           const char *person,
           const char *details)
{
  SaneraEventData *data = sanera_noun_data_new (&sanera_event_noun);

  data->id = g_strdup (id);
  data->at = SANERA_TIME_DAY;
  data->event = g_strdup (event);
  data->person = g_strdup (person);
  data->entity_type = g_strdup ("remediationTask");
  data->entity_id = g_strdup ("a");
  data->details = g_strdup (details);
  cache_support_put (self->cache, SANERA_LIST_ACTIVITY_EVENTS, "a", data, 1);
  sanera_noun_data_free (&sanera_event_noun, data);
}

/* The list behind the expander of this title. */
static SaneraChildList *
find_children (GtkWidget *root, const char *title)
{
  if (SANERA_IS_CHILD_LIST (root) &&
      g_str_has_prefix (
          gtk_expander_get_label (sanera_child_list_get_expander (SANERA_CHILD_LIST (root))),
          title))
    return SANERA_CHILD_LIST (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      SaneraChildList *found = find_children (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows_history (gpointer data)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  collect_texts (GTK_WIDGET (((ListPage *)data)->priv->flyout), texts);
  return strstr (texts->str, "\nRemediation requested\n") != NULL &&
         strstr (texts->str, "\nRequest changed\n") != NULL &&
         strstr (texts->str, "Priority: High → Low") != NULL &&
         strstr (texts->str, "\nRemediation activity completed\n") != NULL &&
         strstr (texts->str, "bo@example.org") != NULL;
}

/* R11: who did what, old → new. */
static void
test_history (void)
{
  ListPage self = { 0 };
  SaneraChildList *history;

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  put_event (&self, "1", "requested", "anna@example.org", "{}");
  put_event (&self, "2", "changed", "bo@example.org",
             "{\"priority\":{\"old\":\"High\",\"new\":\"Low\"}}");
  put_event (&self, "3", "completed", "", "{\"completionMethod\":\"Automatic\"}");
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 1);
  open_activity (&self, "a");
  history = find_children (GTK_WIDGET (self.priv->flyout), "History");
  g_assert_nonnull (history);
  gtk_expander_set_expanded (sanera_child_list_get_expander (history), TRUE);
  g_assert_true (ui_wait_until (shows_history, &self, UI_LIMIT_MS));
  list_page_tear_down (&self);
}

/* The change dialog */

static GtkWindow *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (SANERA_IS_CHANGE_DIALOG (window))
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

static GtkWidget *
open_change (ListPage *self)
{
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (self->priv->flyout), "row.change", "s", "a"));
  g_assert_true (ui_wait_until (has_dialog, NULL, UI_LIMIT_MS));
  ui_wait_frame (GTK_WIDGET (find_dialog ()));
  return GTK_WIDGET (find_dialog ());
}

static void
click_in (GtkWidget *dialog, const char *label)
{
  ui_click (ui_find_text (dialog, GTK_TYPE_BUTTON, label));
}

static GtkTextBuffer *
get_notes (GtkWidget *dialog)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
}

static void
assert_notes (GtkWidget *dialog, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (get_notes (dialog), "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static gboolean
is_changed (gpointer data)
{
  return get_shown (data)->local_state != NULL;
}

static gboolean
shows_new_notes (gpointer data)
{
  return shows (data, "At night");
}

#define DRAFT "What you typed earlier is here again."

/* What is typed outlives the dialog, until it is sent or discarded. */
static void
test_change_draft (void)
{
  ListPage self = { 0 };
  GtkWidget *dialog;
  g_autofree char *draft = NULL;

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 1);
  open_activity (&self, "a");

  dialog = open_change (&self);
  g_assert_true (shows_in (dialog, "Update Chrome to 129.0"));
  g_assert_false (shows_in (dialog, DRAFT));
  assert_notes (dialog, "Outside office hours, please.");
  gtk_text_buffer_set_text (get_notes (dialog), "At night", -1);
  click_in (dialog, "Cancel");
  g_assert_true (ui_wait_until (has_no_dialog, NULL, UI_LIMIT_MS));
  g_assert_null (get_shown (&self)->local_state);

  dialog = open_change (&self);
  g_assert_true (shows_in (dialog, DRAFT));
  assert_notes (dialog, "At night");
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "activity-change.png");
  click_in (dialog, "Discard");
  assert_notes (dialog, "Outside office hours, please.");
  click_in (dialog, "Cancel");
  g_assert_true (ui_wait_until (has_no_dialog, NULL, UI_LIMIT_MS));
  draft = sanera_outbox_load_draft (sanera_cache_get_outbox (self.cache), "changeActivity", "a");
  g_assert_null (draft);
  list_page_tear_down (&self);
}

/* [139] what is wrong is said at its field, and only what is another is sent. */
static void
test_change_errors (void)
{
  ListPage self = { 0 };
  GtkWidget *dialog, *entry;
  g_autofree char *long_text = g_strnfill (2001, 'x');
  g_autoptr (GPtrArray) entries = NULL;
  SaneraOutboxEntry *sent;

  open_cache (&self);
  put_activity (&self, "a", "anna@example.org", 0);
  cache_support_sign_in (self.cache, SECURITY, FALSE);
  show (&self, 1);
  open_activity (&self, "a");

  dialog = open_change (&self);
  entry = ui_find (dialog, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "2020-01-01");
  gtk_text_buffer_set_text (get_notes (dialog), long_text, -1);
  click_in (dialog, "Save");
  g_assert_true (shows_in (dialog, "The due date must not be in the past."));
  g_assert_true (shows_in (dialog, "The notes are too long: at most 2,000 characters are sent."));
  g_assert_nonnull (find_dialog ());
  gtk_editable_set_text (GTK_EDITABLE (entry), "2020-02-31");
  g_assert_true (shows_in (dialog, "This is not a date that exists."));
  ui_wait_frame (dialog);
  ui_save_picture (dialog, "activity-change-errors.png");

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_text_buffer_set_text (get_notes (dialog), "At night", -1);
  g_assert_false (shows_in (dialog, "This is not a date that exists."));
  click_in (dialog, "Save");
  g_assert_true (ui_wait_until (has_no_dialog, NULL, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (is_changed, &self, UI_LIMIT_MS));
  g_assert_cmpstr (get_shown (&self)->requester_notes, ==, "At night");
  g_assert_true (ui_wait_until (shows_new_notes, &self, UI_LIMIT_MS));

  entries = sanera_outbox_list (sanera_cache_get_outbox (self.cache), NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  sent = entries->pdata[0];
  g_assert_cmpstr (sent->action, ==, "changeActivity");
  g_assert_cmpint (sent->version, ==, 4);
  g_assert_nonnull (strstr (sent->body, "\"At night\""));
  g_assert_null (strstr (sent->body, "dueOn"));
  g_assert_null (strstr (sent->body, "priority"));
  list_page_tear_down (&self);
}

/* The tabs */

static void
show_tab_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  char **shown = data;

  g_free (*shown);
  *shown = g_variant_dup_string (parameter, NULL);
}

/* Activities and Exceptions share a place; each tab is called what it leads to. */
static void
test_tabs (void)
{
  static const GActionEntry actions[] = { { "show-tab", show_tab_cb, "s", NULL, NULL, { 0 } } };
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_type_class_unref);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autofree char *shown = NULL;
  GtkWidget *window = adw_application_window_new (NULL);
  GtkWidget *tabs, *activities, *exceptions;

  g_ptr_array_add (classes, g_type_class_ref (SANERA_TYPE_REMEDIATION_PAGE));
  g_ptr_array_add (classes, g_type_class_ref (SANERA_TYPE_EXCEPTIONS_PAGE));
  tabs = sanera_page_tabs_new (classes->pdata[0], classes);
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), &shown);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), tabs);
  gtk_window_present (GTK_WINDOW (window));
  ui_wait_frame (window);

  activities = ui_find_text (tabs, GTK_TYPE_BUTTON, "Activities");
  exceptions = ui_find_text (tabs, GTK_TYPE_BUTTON, "Exceptions");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (activities)));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (exceptions)));
  ui_click (activities);
  g_assert_null (shown);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (activities)));
  ui_click (exceptions);
  g_assert_cmpstr (shown, ==, "exceptions");
  /* The page that comes has tabs of its own. */
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (activities)));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (exceptions)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The menu of a flyout comes after its buttons, in as many lines as they need. */
static void
test_menu_not_alone (void)
{
  GtkWidget *box = g_object_ref_sink (sanera_wrap_box_new (6));
  GtkWidget *buttons[4];
  int width = 0, height;

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      int natural;

      buttons[i] = gtk_button_new_with_label ("Mark as complete");
      gtk_box_append (GTK_BOX (box), buttons[i]);
      gtk_widget_measure (buttons[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      width = 3 * natural + 2 * 6;
    }
  /* One that is hidden is in no line. */
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Edit…"));
  gtk_widget_hide (gtk_widget_get_last_child (box));

  for (guint keep = 0; keep <= 1; keep++)
    {
      graphene_rect_t places[G_N_ELEMENTS (buttons)];

      if (keep)
        sanera_wrap_box_keep_last (box);
      gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      gtk_widget_allocate (box, width, height, -1, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
        g_assert_true (gtk_widget_compute_bounds (buttons[i], box, &places[i]));
      g_assert_cmpfloat (places[1].origin.y, ==, places[0].origin.y);
      g_assert_cmpint (places[2].origin.y > places[0].origin.y, ==, keep);
      g_assert_cmpfloat (places[3].origin.y, >, places[0].origin.y);
      g_assert_cmpfloat (places[3].origin.y + places[3].size.height, <=, height);
    }
  g_object_unref (box);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  sanera_language_init ("en", BUILD_LOCALEDIR);

  g_test_add_func ("/activity/sections", test_sections);
  g_test_add_func ("/activity/may-not", test_may_not);
  g_test_add_func ("/activity/retention", test_retention);
  g_test_add_func ("/activity/tickets", test_tickets);
  g_test_add_func ("/activity/refused", test_refused);
  g_test_add_func ("/activity/create-ticket", test_create_ticket);
  g_test_add_func ("/activity/history", test_history);
  g_test_add_func ("/activity/change-draft", test_change_draft);
  g_test_add_func ("/activity/change-errors", test_change_errors);
  g_test_add_func ("/activity/tabs", test_tabs);
  g_test_add_func ("/activity/menu-not-alone", test_menu_not_alone);

  return g_test_run ();
}

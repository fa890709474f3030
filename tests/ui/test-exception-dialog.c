/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "cache-support.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-exception-dialog.h"
#include "sanera-exception-flyout.h"
#include "sanera-exception-rules.h"
#include "sanera-exception-words.h"
#include "sanera-expiry-row.h"
#include "sanera-language.h"
#include "sanera-proposal-panel.h"
#include "sanera-remediation-exception.h"
#include "sanera-time.h"
#include "ui-support.h"

/* Nothing here takes longer, on any machine. */
#define PATIENCE_MS 20000

#define ID "va-_-google-_-chrome"

typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  SaneraRecommendation *recommendation;
  GtkWidget *window;
  GtkWidget *dialog;
  const char *role;
} Fixture;

static gboolean
write_meta (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  Fixture *f = data;

  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "anna@example.org", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, f->role, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES,
                                g_str_equal (f->role, "admin")           ? "all"
                                : g_str_equal (f->role, "securityAdmin") ? "read except"
                                                                         : "read",
                                error);
}

static void
fill_groups (Fixture *f)
{
  static const struct
  {
    const char *name;
    gint64 devices;
    guint exposed;
  } groups[] = { { "Göteborg", 4, 0 }, { "Stockholm", 12, 3 }, { "UnassignedGroup", 7, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      SaneraDeviceGroupData group;

      sanera_noun_data_init (&sanera_device_group_noun, &group);
      group.name = g_strdup (groups[i].name);
      group.device_count = groups[i].devices;
      cache_support_put (f->cache, SANERA_LIST_DEVICE_GROUPS, NULL, &group, 1);
      sanera_noun_data_clear (&sanera_device_group_noun, &group);

      for (guint n = 0; n < groups[i].exposed; n++)
        {
          SaneraDeviceData device;

          sanera_noun_data_init (&sanera_device_noun, &device);
          device.id = g_strdup_printf ("device-%u-%u", i, n);
          device.computer_dns_name = g_strdup (device.id);
          device.rbac_group_name = g_strdup (groups[i].name);
          device.state = g_strdup ("exposed");
          cache_support_put (f->cache, SANERA_LIST_RECOMMENDATION_DEVICES, ID, &device, 1);
          sanera_noun_data_clear (&sanera_device_noun, &device);
        }
    }
}

static void
open_connection (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                         NULL, TRUE, &error);
  g_assert_no_error (error);
  f->cache = sanera_connection_get_cache (f->connection);
}

static void
set_up (Fixture *f, const char *role)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);
  g_autoptr (GError) error = NULL;

  f->folder = cache_support_make_folder ();
  f->role = role;
  open_connection (f);
  g_assert_true (
      sanera_store_write (sanera_cache_get_store (f->cache), write_meta, f, NULL, &error));
  g_assert_no_error (error);
  sanera_cache_reload_info (f->cache);

  data->id = g_strdup (ID);
  data->related_component = g_strdup ("Google Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->remediation_type = g_strdup ("Update");
  data->recommendation_category = g_strdup ("Application");
  data->weaknesses = data->fixable_weaknesses = 38;
  data->exposed_machines_count = 5;
  data->total_machine_count = 6;
  cache_support_put (f->cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);
  f->recommendation = SANERA_RECOMMENDATION (sanera_record_new (SANERA_TYPE_RECOMMENDATION, data));
  fill_groups (f);

  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1000, 700);
  gtk_window_present (GTK_WINDOW (f->window));
}

/* An exception of the group "Göteborg", or a global one. */
static SaneraRemediationException *
put_exception (Fixture *f, const char *id, const char *scope, const char *status)
{
  SaneraRemediationExceptionData *data = sanera_noun_data_new (&sanera_remediation_exception_noun);
  const char *const groups[] = { "Göteborg", "Stockholm", NULL };
  const gboolean global = g_str_equal (scope, "Global");

  data->id = g_strdup (id);
  data->recommendation_reference = g_strdup (ID);
  data->related_component = g_strdup ("Google Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->type = g_strdup ("Update");
  data->scope = g_strdup (scope);
  data->status = g_strdup (status);
  data->justification = g_strdup ("RiskAccepted");
  data->justification_context = g_strdup ("because");
  data->expires_on = sanera_exception_last_day (g_get_real_time (), 20);
  data->created_on = g_get_real_time ();
  data->version = 3;
  if (!global)
    {
      data->rbac_group_names = g_strdupv ((char **)groups);
      data->groups = g_strdup ("[{\"name\":\"Göteborg\",\"status\":\"InEffect\"},"
                               "{\"name\":\"Stockholm\",\"status\":\"InEffect\"}]");
    }
  cache_support_put (f->cache, SANERA_LIST_EXCEPTIONS, NULL, data, 1);
  return SANERA_REMEDIATION_EXCEPTION (sanera_record_new (SANERA_TYPE_REMEDIATION_EXCEPTION, data));
}

static GtkWidget *
find_dialog (Fixture *f)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (SANERA_IS_EXCEPTION_DIALOG (l->data))
      return l->data;

  return NULL;
}

#define FIND(f, Type, id) ui_find ((f)->dialog, Type, id)

static gboolean
groups_are_there (gpointer user_data)
{
  Fixture *f = user_data;
  GtkWidget *list = FIND (f, GTK_TYPE_LIST_BOX, "group_list");

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) != NULL;
}

static void
open_dialog (Fixture *f)
{
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new ();

  g_ptr_array_add (recommendations, f->recommendation);
  sanera_exception_dialog_present (GTK_WINDOW (f->window), f->connection, recommendations);
  f->dialog = find_dialog (f);
  g_assert_nonnull (f->dialog);
  g_assert_true (ui_wait_until (groups_are_there, f, PATIENCE_MS));
}

static gboolean
no_dialog (gpointer user_data)
{
  return find_dialog (user_data) == NULL;
}

static void
close_dialog (Fixture *f)
{
  gtk_window_close (GTK_WINDOW (f->dialog));
  g_assert_true (ui_wait_until (no_dialog, f, PATIENCE_MS));
  f->dialog = NULL;
}

static void
tear_down (Fixture *f)
{
  if (f->dialog != NULL && find_dialog (f) != NULL)
    close_dialog (f);
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_clear_object (&f->recommendation);
  sanera_connection_close (f->connection);
  g_clear_object (&f->connection);
  cache_support_remove_folder (f->folder);
}

static GtkCheckButton *
find_option (GtkWidget *root, const char *nick)
{
  if (GTK_IS_CHECK_BUTTON (root) &&
      g_strcmp0 (g_object_get_data (G_OBJECT (root), "nick"), nick) == 0)
    return GTK_CHECK_BUTTON (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *found = find_option (child, nick);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
label_text (Fixture *f, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (FIND (f, GTK_TYPE_LABEL, id)));
}

static gboolean
label_shown (Fixture *f, const char *id)
{
  return gtk_widget_get_visible (FIND (f, GTK_TYPE_LABEL, id));
}

static GtkTextBuffer *
context (Fixture *f)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (FIND (f, GTK_TYPE_TEXT_VIEW, "context_view")));
}

static GPtrArray *
list_entries (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = sanera_outbox_list (sanera_cache_get_outbox (f->cache), &error);

  g_assert_no_error (error);
  return entries;
}

static gboolean
one_entry (gpointer user_data)
{
  g_autoptr (GPtrArray) entries = list_entries (user_data);

  return entries->len == 1;
}

/* Each justification says what it does, and the last line what will happen. */
static void
test_effect (void)
{
  Fixture f = { 0 };

  set_up (&f, "admin");
  open_dialog (&f);
  gtk_check_button_set_active (find_option (f.dialog, "RiskAccepted"), TRUE);
  g_assert_cmpstr (label_text (&f, "outcome"), ==,
                   "5 devices stay exposed; the exposure score does not change. Remediation "
                   "activities in progress are not touched.");
  gtk_check_button_set_active (find_option (f.dialog, "ThirdPartyControl"), TRUE);
  g_assert_cmpstr (label_text (&f, "outcome"), ==,
                   "5 exposed devices leave the exposure score until then. Remediation activities "
                   "in progress are not touched.");
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "exception-options.png");
  tear_down (&f);
}

/* Errors stand at their fields, nothing is sent. */
static void
test_errors (void)
{
  Fixture f = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  SaneraExpiryRow *expiry;

  set_up (&f, "admin");
  open_dialog (&f);
  expiry = SANERA_EXPIRY_ROW (FIND (&f, SANERA_TYPE_EXPIRY_ROW, "expiry"));
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (label_shown (&f, "justification_error"));
  g_assert_false (label_shown (&f, "context_error"));

  gtk_check_button_set_active (find_option (f.dialog, "RiskAccepted"), TRUE);
  g_assert_false (label_shown (&f, "justification_error"));
  g_assert_true (label_shown (&f, "context_error"));
  gtk_text_buffer_set_text (context (&f), "läs 险", -1);
  g_assert_false (label_shown (&f, "context_error"));

  sanera_expiry_row_set (expiry, 0, SANERA_INT_NULL, "2020-01-01");
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  entries = list_entries (&f);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_nonnull (find_dialog (&f));
  tear_down (&f);
}

/* What is sent names the groups of today that have no exception: all of them that were seen. */
static void
test_groups_left (void)
{
  Fixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const SaneraOutboxEntry *entry;

  set_up (&f, "securityAdmin");
  exception = put_exception (&f, "exception-1", "DeviceGroups", "InEffect");
  open_dialog (&f);
  g_assert_nonnull (strstr (label_text (&f, "covered_label"), "Göteborg, Stockholm"));
  g_assert_false (gtk_widget_is_sensitive (FIND (&f, ADW_TYPE_ACTION_ROW, "global_row")));
  g_assert_cmpstr (label_text (&f, "global_reason"), ==,
                   "Only an administrator can make, change or cancel a global exception.");

  gtk_check_button_set_active (find_option (f.dialog, "PlannedRemediation"), TRUE);
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (one_entry, &f, PATIENCE_MS));
  g_assert_true (ui_wait_until (no_dialog, &f, PATIENCE_MS));
  f.dialog = NULL;
  entries = list_entries (&f);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->action, ==, "createException");
  g_assert_cmpstr (entry->entity, ==, ID);
  g_assert_nonnull (strstr (entry->body, "\"rbacGroupNames\":[\"UnassignedGroup\"]"));
  g_assert_nonnull (strstr (entry->body, "\"scope\":\"DeviceGroups\""));
  tear_down (&f);
}

/* Kept from the first letter, whatever closes the dialog. */
static void
test_draft (void)
{
  Fixture f = { 0 };
  g_autofree char *text = NULL;

  set_up (&f, "admin");
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  gtk_text_buffer_set_text (context (&f), "w", -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check")),
                               TRUE);
  close_dialog (&f);

  open_dialog (&f);
  g_assert_true (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  g_object_get (context (&f), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "w");
  g_assert_true (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check"))));

  ui_click (FIND (&f, GTK_TYPE_BUTTON, "discard_button"));
  close_dialog (&f);
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  tear_down (&f);
}

/* A document says that the one weakness does not matter. */
static void
propose (Fixture *f)
{
  static const char proposed[] =
      "{\"id\":\"p\",\"count\":1,\"weaknesses\":[\"CVE-2024-0001\"],\"reason\":"
      "\"protected_by_mitigating_control: a proxy\",\"scope\":\"DeviceGroups\",\"groups\":"
      "[\"Stockholm\"],\"sources\":[\"cyclonedx\"]}";
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

  sanera_noun_data_copy (&sanera_recommendation_noun, data,
                         sanera_recommendation_get_data (f->recommendation));
  data->proposed_exception = g_strdup (proposed);
  cache_support_put (f->cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);
  g_object_unref (f->recommendation);
  f->recommendation = SANERA_RECOMMENDATION (sanera_record_new (SANERA_TYPE_RECOMMENDATION, data));
}

/* What documents propose is where the form begins; it is nobody's draft. */
static void
test_proposal (void)
{
  Fixture f = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  set_up (&f, "admin");
  propose (&f);
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  g_object_get (context (&f), "text", &text, NULL);
  g_assert_cmpstr (text, ==,
                   "According to a CycloneDX document: CVE-2024-0001\n"
                   "protected_by_mitigating_control: a proxy");
  g_assert_true (gtk_check_button_get_active (find_option (f.dialog, "AlternateMitigation")));
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check"))));
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "exception-proposed.png");

  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (one_entry, &f, PATIENCE_MS));
  entries = list_entries (&f);
  g_assert_nonnull (strstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->body,
                            "\"rbacGroupNames\":[\"Stockholm\"]"));
  tear_down (&f);
}

static gboolean
no_entry (gpointer user_data)
{
  g_autoptr (GPtrArray) entries = list_entries (user_data);

  return entries->len == 0;
}

/* Shows the recommendation as the cache has it by now. */
static gboolean
show_proposal (Fixture *f, SaneraProposalPanel *panel)
{
  g_autoptr (SaneraRecord) record = sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, ID);

  return sanera_proposal_panel_show (
      panel, f->connection, sanera_recommendation_get_data (SANERA_RECOMMENDATION (record)));
}

typedef struct
{
  Fixture *f;
  SaneraProposalPanel *panel;
  GtkWidget *button;
} Offered;

/* The row follows the outbox a moment later. */
static gboolean
is_offered (gpointer user_data)
{
  Offered *offered = user_data;

  return show_proposal (offered->f, offered->panel) && gtk_widget_get_visible (offered->button);
}

static gboolean
has_text (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_visible (root) &&
      strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;

  return FALSE;
}

/* A proposal that nobody wants is dismissed through the outbox, and can be had back until it is
 * sent. */
static void
test_dismiss (void)
{
  Fixture f = { 0 };
  SaneraProposalPanel *panel;
  GtkWidget *dismiss, *accept, *withdraw;
  g_autoptr (GPtrArray) entries = NULL;

  set_up (&f, "admin");
  propose (&f);
  panel = sanera_proposal_panel_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (panel));
  g_assert_true (show_proposal (&f, panel));
  dismiss = find_button (GTK_WIDGET (panel), "Dismiss proposal");
  accept = find_button (GTK_WIDGET (panel), "Make an exception…");
  withdraw = find_button (GTK_WIDGET (panel), "Withdraw change");
  g_assert_true (gtk_widget_get_visible (accept));
  g_assert_false (gtk_widget_get_visible (withdraw));
  g_assert_true (has_text (GTK_WIDGET (panel), "CVE-2024-0001"));
  g_assert_true (has_text (GTK_WIDGET (panel), "a proxy"));
  ui_wait_frame (f.window);
  ui_save_picture (f.window, "proposal.png");

  ui_click (dismiss);
  g_assert_true (ui_wait_until (one_entry, &f, PATIENCE_MS));
  entries = list_entries (&f);
  g_assert_cmpstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->action, ==,
                   sanera_action_kind_get_nick (SANERA_ACTION_DISMISS_PROPOSAL));
  g_assert_cmpstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->entity, ==, ID);
  g_assert_nonnull (
      strstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->body, "\"proposal\":\"p\""));
  g_assert_true (ui_wait_until (is_offered, &(Offered){ &f, panel, withdraw }, PATIENCE_MS));
  g_assert_false (gtk_widget_get_visible (dismiss));
  g_assert_false (gtk_widget_get_visible (accept));
  g_assert_true (gtk_widget_get_visible (withdraw));
  g_assert_true (has_text (GTK_WIDGET (panel), "Proposed exception dismissed"));
  g_assert_true (has_text (GTK_WIDGET (panel), "Waiting to be sent"));
  ui_wait_frame (f.window);
  ui_save_picture (f.window, "proposal-dismissed.png");

  ui_click (withdraw);
  g_assert_true (ui_wait_until (no_entry, &f, PATIENCE_MS));
  g_assert_true (ui_wait_until (is_offered, &(Offered){ &f, panel, dismiss }, PATIENCE_MS));
  g_assert_false (gtk_widget_get_visible (withdraw));
  g_assert_true (has_text (GTK_WIDGET (panel), "CVE-2024-0001"));
  tear_down (&f);
}

/* Who may not make exceptions may not dismiss them, and reads why. */
static void
test_dismiss_not_allowed (void)
{
  Fixture f = { 0 };
  SaneraProposalPanel *panel;
  g_autofree char *reason = NULL;

  set_up (&f, "reader");
  propose (&f);
  panel = sanera_proposal_panel_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (panel));
  g_assert_true (show_proposal (&f, panel));
  g_assert_false (gtk_widget_is_sensitive (find_button (GTK_WIDGET (panel), "Dismiss proposal")));
  g_assert_false (gtk_widget_is_sensitive (find_button (GTK_WIDGET (panel), "Make an exception…")));
  reason = g_strdup (sanera_exception_words_may_not (f.connection, FALSE));
  g_assert_nonnull (reason);
  g_assert_true (has_text (GTK_WIDGET (panel), reason));
  tear_down (&f);
}

static gboolean
two_entries (gpointer user_data)
{
  g_autoptr (GPtrArray) entries = list_entries (user_data);

  return entries->len == 2;
}

/* Several at once: each without the groups that it has an exception for; one that has none left is
 * named, and the rest is made. */
static void
test_several (void)
{
  Fixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) entries = NULL;

  set_up (&f, "admin");
  exception = put_exception (&f, "exception-1", "Global", "InEffect");
  g_ptr_array_add (recommendations, g_object_ref (f.recommendation));
  for (guint i = 0; i < 2; i++)
    {
      SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

      data->id = g_strdup_printf ("va-_-acme-_-tool%u", i);
      data->related_component = g_strdup_printf ("Tool %u", i);
      data->remediation_type = g_strdup ("Update");
      g_ptr_array_add (recommendations, sanera_record_new (SANERA_TYPE_RECOMMENDATION, data));
    }
  sanera_exception_dialog_present (GTK_WINDOW (f.window), f.connection, recommendations);
  f.dialog = find_dialog (&f);
  g_assert_true (ui_wait_until (groups_are_there, &f, PATIENCE_MS));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check")),
                               TRUE);
  gtk_check_button_set_active (find_option (f.dialog, "AlternateMitigation"), TRUE);
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (two_entries, &f, PATIENCE_MS));

  g_assert_nonnull (find_dialog (&f));
  g_assert_nonnull (strstr (label_text (&f, "error_label"), "Google Chrome"));
  entries = list_entries (&f);
  for (guint i = 0; i < entries->len; i++)
    g_assert_true (
        g_str_has_prefix (((SaneraOutboxEntry *)entries->pdata[i])->entity, "va-_-acme-_-tool"));
  tear_down (&f);
}

/* Cancelling goes to the outbox with the version that was seen, and can be undone until it is sent.
 */
static void
test_cancel (void)
{
  Fixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const SaneraOutboxEntry *entry;
  SaneraFlyout *flyout;

  set_up (&f, "securityAdmin");
  exception = put_exception (&f, "exception-1", "DeviceGroups", "InEffect");
  flyout = sanera_exception_flyout_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (flyout));
  sanera_flyout_set_connection (flyout, f.connection);
  sanera_flyout_set_record (flyout, SANERA_RECORD (exception));
  ui_wait_frame (f.window);
  ui_save_picture (f.window, "exception-flyout.png");

  g_assert_true (gtk_widget_is_sensitive (find_button (GTK_WIDGET (flyout), "Cancel exception")));
  ui_click (find_button (GTK_WIDGET (flyout), "Cancel exception"));
  g_assert_true (ui_wait_until (one_entry, &f, PATIENCE_MS));
  entries = list_entries (&f);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->action, ==, "cancelException");
  g_assert_cmpstr (entry->entity, ==, "exception-1");
  g_assert_cmpint (entry->version, ==, 3);
  g_assert_cmpint (entry->not_before, !=, SANERA_INT_NULL);
  tear_down (&f);
}

/* What a role may not do is insensitive, with the reason as text. */
static void
test_not_allowed (void)
{
  Fixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  SaneraFlyout *flyout;

  set_up (&f, "securityAdmin");
  exception = put_exception (&f, "exception-1", "Global", "InEffect");
  flyout = sanera_exception_flyout_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (flyout));
  sanera_flyout_set_connection (flyout, f.connection);
  sanera_flyout_set_record (flyout, SANERA_RECORD (exception));
  g_assert_false (gtk_widget_is_sensitive (find_button (GTK_WIDGET (flyout), "Cancel exception")));
  g_assert_false (gtk_widget_is_sensitive (find_button (GTK_WIDGET (flyout), "Renew…")));
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);

  g_test_add_func ("/ui/exception-dialog/effect", test_effect);
  g_test_add_func ("/ui/exception-dialog/errors", test_errors);
  g_test_add_func ("/ui/exception-dialog/groups-left", test_groups_left);
  g_test_add_func ("/ui/exception-dialog/draft", test_draft);
  g_test_add_func ("/ui/exception-dialog/proposal", test_proposal);
  g_test_add_func ("/ui/exception-dialog/dismiss", test_dismiss);
  g_test_add_func ("/ui/exception-dialog/dismiss-not-allowed", test_dismiss_not_allowed);
  g_test_add_func ("/ui/exception-dialog/several", test_several);
  g_test_add_func ("/ui/exception-dialog/cancel", test_cancel);
  g_test_add_func ("/ui/exception-dialog/not-allowed", test_not_allowed);

  return g_test_run ();
}

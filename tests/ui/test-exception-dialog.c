/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "dialog-support.h"
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
#include "screen-assert.h"

static void
set_up (DialogFixture *f, const char *role)
{
  dialog_support_set_up (f, SANERA_TYPE_EXCEPTION_DIALOG, role,
                         g_str_equal (role, "admin")           ? "all"
                         : g_str_equal (role, "securityAdmin") ? "read except"
                                                               : "read",
                         FALSE, 5);
}

/* An exception of the group "Göteborg", or a global one. */
static SaneraRemediationException *
put_exception (DialogFixture *f, const char *id, const char *scope, const char *status)
{
  SaneraRemediationExceptionData *data = sanera_noun_data_new (&sanera_remediation_exception_noun);
  const char *const groups[] = { "Göteborg", "Stockholm", NULL };
  const gboolean global = g_str_equal (scope, "Global");

  data->id = g_strdup (id);
  data->recommendation_reference = g_strdup (RECOMMENDATION_ID);
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

static gboolean
groups_are_there (gpointer user_data)
{
  DialogFixture *f = user_data;
  GtkWidget *list = FIND (f, GTK_TYPE_LIST_BOX, "group_list");

  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) != NULL;
}

static void
open_dialog (DialogFixture *f)
{
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new ();

  g_ptr_array_add (recommendations, f->recommendation);
  sanera_exception_dialog_present (GTK_WINDOW (f->window), f->connection, recommendations);
  f->dialog = ui_find_window (SANERA_TYPE_EXCEPTION_DIALOG);
  g_assert_nonnull (f->dialog);
  g_assert_true (ui_wait_until (groups_are_there, f, UI_LIMIT_MS));
}

static const char *
label_text (DialogFixture *f, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (FIND (f, GTK_TYPE_LABEL, id)));
}

static gboolean
label_shown (DialogFixture *f, const char *id)
{
  return gtk_widget_get_visible (FIND (f, GTK_TYPE_LABEL, id));
}

static GtkTextBuffer *
context (DialogFixture *f)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (FIND (f, GTK_TYPE_TEXT_VIEW, "context_view")));
}

static GPtrArray *
list_entries (DialogFixture *f)
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
  DialogFixture f = { 0 };

  set_up (&f, "admin");
  open_dialog (&f);
  gtk_check_button_set_active (dialog_support_find_option (f.dialog, "RiskAccepted"), TRUE);
  g_assert_cmpstr (label_text (&f, "outcome"), ==,
                   "5 devices stay exposed; the exposure score does not change. Remediation "
                   "activities in progress are not touched.");
  gtk_check_button_set_active (dialog_support_find_option (f.dialog, "ThirdPartyControl"), TRUE);
  g_assert_cmpstr (label_text (&f, "outcome"), ==,
                   "5 exposed devices leave the exposure score until then. Remediation activities "
                   "in progress are not touched.");
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "exception-options.png");
  dialog_support_tear_down (&f);
}

/* Errors stand at their fields, nothing is sent. */
static void
test_errors (void)
{
  DialogFixture f = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  SaneraExpiryRow *expiry;

  set_up (&f, "admin");
  open_dialog (&f);
  expiry = SANERA_EXPIRY_ROW (FIND (&f, SANERA_TYPE_EXPIRY_ROW, "expiry"));
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (label_shown (&f, "justification_error"));
  g_assert_false (label_shown (&f, "context_error"));

  gtk_check_button_set_active (dialog_support_find_option (f.dialog, "RiskAccepted"), TRUE);
  g_assert_false (label_shown (&f, "justification_error"));
  g_assert_true (label_shown (&f, "context_error"));
  gtk_text_buffer_set_text (context (&f), "läs 险", -1);
  g_assert_false (label_shown (&f, "context_error"));

  sanera_expiry_row_set (expiry, 0, SANERA_INT_NULL, "2020-01-01");
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  entries = list_entries (&f);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_nonnull (ui_find_window (SANERA_TYPE_EXCEPTION_DIALOG));
  dialog_support_tear_down (&f);
}

/* What is sent names the groups of today that have no exception: all of them that were seen. */
static void
test_groups_left (void)
{
  DialogFixture f = { 0 };
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

  gtk_check_button_set_active (dialog_support_find_option (f.dialog, "PlannedRemediation"), TRUE);
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (one_entry, &f, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (dialog_support_is_closed, &f, UI_LIMIT_MS));
  f.dialog = NULL;
  entries = list_entries (&f);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->action, ==, "createException");
  g_assert_cmpstr (entry->entity, ==, RECOMMENDATION_ID);
  g_assert_nonnull (strstr (entry->body, "\"rbacGroupNames\":[\"UnassignedGroup\"]"));
  g_assert_nonnull (strstr (entry->body, "\"scope\":\"DeviceGroups\""));
  dialog_support_tear_down (&f);
}

/* Kept from the first letter, whatever closes the dialog. */
static void
test_draft (void)
{
  DialogFixture f = { 0 };
  g_autofree char *text = NULL;

  set_up (&f, "admin");
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  gtk_text_buffer_set_text (context (&f), "w", -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check")),
                               TRUE);
  dialog_support_close (&f);

  open_dialog (&f);
  g_assert_true (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  g_object_get (context (&f), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "w");
  g_assert_true (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check"))));

  ui_click (FIND (&f, GTK_TYPE_BUTTON, "discard_button"));
  dialog_support_close (&f);
  open_dialog (&f);
  g_assert_false (gtk_widget_get_visible (FIND (&f, ADW_TYPE_PREFERENCES_GROUP, "draft_group")));
  dialog_support_tear_down (&f);
}

/* A document says that the one weakness does not matter. */
static void
propose (DialogFixture *f)
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
  DialogFixture f = { 0 };
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
  g_assert_true (
      gtk_check_button_get_active (dialog_support_find_option (f.dialog, "AlternateMitigation")));
  g_assert_false (gtk_check_button_get_active (
      GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check"))));
  ui_wait_frame (f.dialog);
  ui_save_picture (f.dialog, "exception-proposed.png");

  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (one_entry, &f, UI_LIMIT_MS));
  entries = list_entries (&f);
  g_assert_nonnull (strstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->body,
                            "\"rbacGroupNames\":[\"Stockholm\"]"));
  dialog_support_tear_down (&f);
}

static gboolean
no_entry (gpointer user_data)
{
  g_autoptr (GPtrArray) entries = list_entries (user_data);

  return entries->len == 0;
}

#define DISMISS "Dismiss proposal"
#define MAKE "Make an exception…"
#define WITHDRAW "Withdraw change"

/* Shows the recommendation as the cache has it by now. */
static gboolean
show_proposal (DialogFixture *f, SaneraProposalPanel *panel)
{
  g_autoptr (SaneraRecord) record =
      sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, RECOMMENDATION_ID);

  return sanera_proposal_panel_show (
      panel, f->connection, sanera_recommendation_get_data (SANERA_RECOMMENDATION (record)));
}

typedef struct
{
  DialogFixture *f;
  SaneraProposalPanel *panel;
  const char *label;
} Offered;

static GtkWidget *
find_button (SaneraProposalPanel *panel, const char *label)
{
  return ui_find_text (GTK_WIDGET (panel), GTK_TYPE_BUTTON, label);
}

static gboolean
says (SaneraProposalPanel *panel, const char *words)
{
  return ui_find_words (GTK_WIDGET (panel), GTK_TYPE_LABEL, words) != NULL;
}

/* The row follows the outbox a moment later. */
static gboolean
is_offered (gpointer user_data)
{
  Offered *offered = user_data;

  return show_proposal (offered->f, offered->panel) &&
         find_button (offered->panel, offered->label) != NULL;
}

/* A proposal that nobody wants is dismissed through the outbox, and can be had back until it is
 * sent. */
static void
test_dismiss (void)
{
  DialogFixture f = { 0 };
  SaneraProposalPanel *panel;
  g_autoptr (GPtrArray) entries = NULL;

  set_up (&f, "admin");
  propose (&f);
  panel = sanera_proposal_panel_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (panel));
  g_assert_true (show_proposal (&f, panel));
  g_assert_nonnull (find_button (panel, MAKE));
  g_assert_null (find_button (panel, WITHDRAW));
  g_assert_true (says (panel, "CVE-2024-0001"));
  g_assert_true (says (panel, "a proxy"));
  ui_wait_frame (f.window);
  ui_save_picture (f.window, "proposal.png");

  ui_click (find_button (panel, DISMISS));
  g_assert_true (ui_wait_until (one_entry, &f, UI_LIMIT_MS));
  entries = list_entries (&f);
  g_assert_cmpstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->action, ==,
                   sanera_action_kind_get_nick (SANERA_ACTION_DISMISS_PROPOSAL));
  g_assert_cmpstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->entity, ==,
                   RECOMMENDATION_ID);
  g_assert_nonnull (
      strstr (((SaneraOutboxEntry *)g_ptr_array_index (entries, 0))->body, "\"proposal\":\"p\""));
  g_assert_true (ui_wait_until (is_offered, &(Offered){ &f, panel, WITHDRAW }, UI_LIMIT_MS));
  g_assert_null (find_button (panel, DISMISS));
  g_assert_null (find_button (panel, MAKE));
  g_assert_true (says (panel, "Proposed exception dismissed"));
  g_assert_true (says (panel, "Waiting to be sent"));
  ui_wait_frame (f.window);
  ui_save_picture (f.window, "proposal-dismissed.png");

  ui_click (find_button (panel, WITHDRAW));
  g_assert_true (ui_wait_until (no_entry, &f, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (is_offered, &(Offered){ &f, panel, DISMISS }, UI_LIMIT_MS));
  g_assert_null (find_button (panel, WITHDRAW));
  g_assert_true (says (panel, "CVE-2024-0001"));
  dialog_support_tear_down (&f);
}

/* Who may not make exceptions may not dismiss them, and reads why. */
static void
test_dismiss_not_allowed (void)
{
  DialogFixture f = { 0 };
  SaneraProposalPanel *panel;
  g_autofree char *reason = NULL;

  set_up (&f, "reader");
  propose (&f);
  panel = sanera_proposal_panel_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (panel));
  g_assert_true (show_proposal (&f, panel));
  g_assert_false (gtk_widget_is_sensitive (find_button (panel, DISMISS)));
  g_assert_false (gtk_widget_is_sensitive (find_button (panel, MAKE)));
  reason = g_strdup (sanera_exception_words_may_not (f.connection, FALSE));
  g_assert_nonnull (reason);
  g_assert_true (says (panel, reason));
  dialog_support_tear_down (&f);
}

static gboolean
two_entries (gpointer user_data)
{
  g_autoptr (GPtrArray) entries = list_entries (user_data);

  return entries->len == 2;
}

static gboolean
shows_left_out (gpointer user_data)
{
  return label_shown (user_data, "error_label");
}

/* Several at once: each without the groups that it has an exception for; one that has none left is
 * named, and the rest is made. */
static void
test_several (void)
{
  DialogFixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) entries = NULL;

  sanera_language_set ("sv");
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
  f.dialog = ui_find_window (SANERA_TYPE_EXCEPTION_DIALOG);
  g_assert_true (ui_wait_until (groups_are_there, &f, UI_LIMIT_MS));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (FIND (&f, GTK_TYPE_CHECK_BUTTON, "global_check")),
                               TRUE);
  gtk_check_button_set_active (dialog_support_find_option (f.dialog, "AlternateMitigation"), TRUE);
  ui_click (FIND (&f, GTK_TYPE_BUTTON, "create_button"));
  g_assert_true (ui_wait_until (two_entries, &f, UI_LIMIT_MS));

  g_assert_nonnull (ui_find_window (SANERA_TYPE_EXCEPTION_DIALOG));
  g_assert_nonnull (strstr (label_text (&f, "error_label"), "Google Chrome"));
  screen_assert (GTK_WIDGET (f.dialog), "large-left-out.png");
  entries = list_entries (&f);
  for (guint i = 0; i < entries->len; i++)
    g_assert_true (
        g_str_has_prefix (((SaneraOutboxEntry *)entries->pdata[i])->entity, "va-_-acme-_-tool"));

  f.dialog = dialog_support_speak (GTK_WINDOW (f.window), SANERA_TYPE_EXCEPTION_DIALOG, "sv");
  g_assert_true (ui_wait_until (shows_left_out, &f, UI_LIMIT_MS));
  g_assert_cmpstr (label_text (&f, "error_label"), ==,
                   "För dessa skapades inget: de har redan ett undantag.\n"
                   "• Uppdatera Google Chrome till 129.0");
  g_assert_false (gtk_widget_get_visible (FIND (&f, GTK_TYPE_BUTTON, "create_button")));
  g_assert_nonnull (ui_find_text (f.dialog, GTK_TYPE_BUTTON, "Stäng"));
  dialog_support_tear_down (&f);
  sanera_language_set ("en");
}

/* Cancelling goes to the outbox with the version that was seen, and can be undone until it is sent.
 */
static void
test_cancel (void)
{
  DialogFixture f = { 0 };
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

  g_assert_true (gtk_widget_is_sensitive (
      ui_find_text (GTK_WIDGET (flyout), GTK_TYPE_BUTTON, "Cancel exception")));
  ui_click (ui_find_text (GTK_WIDGET (flyout), GTK_TYPE_BUTTON, "Cancel exception"));
  g_assert_true (ui_wait_until (one_entry, &f, UI_LIMIT_MS));
  entries = list_entries (&f);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->action, ==, "cancelException");
  g_assert_cmpstr (entry->entity, ==, "exception-1");
  g_assert_cmpint (entry->version, ==, 3);
  g_assert_cmpint (entry->not_before, !=, SANERA_INT_NULL);
  dialog_support_tear_down (&f);
}

/* What a role may not do is insensitive, with the reason as text. */
static void
test_not_allowed (void)
{
  DialogFixture f = { 0 };
  g_autoptr (SaneraRemediationException) exception = NULL;
  SaneraFlyout *flyout;

  set_up (&f, "securityAdmin");
  exception = put_exception (&f, "exception-1", "Global", "InEffect");
  flyout = sanera_exception_flyout_new ();
  gtk_window_set_child (GTK_WINDOW (f.window), GTK_WIDGET (flyout));
  sanera_flyout_set_connection (flyout, f.connection);
  sanera_flyout_set_record (flyout, SANERA_RECORD (exception));
  g_assert_false (gtk_widget_is_sensitive (
      ui_find_text (GTK_WIDGET (flyout), GTK_TYPE_BUTTON, "Cancel exception")));
  g_assert_false (
      gtk_widget_is_sensitive (ui_find_text (GTK_WIDGET (flyout), GTK_TYPE_BUTTON, "Renew…")));
  dialog_support_tear_down (&f);
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

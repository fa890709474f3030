/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-row-menu.h"

#include <glib/gi18n.h>

#include "sanera-activity-offer.h"
#include "sanera-device-actions.h"
#include "sanera-device-split-dialog.h"
#include "sanera-device.h"
#include "sanera-entry-edit.h"
#include "sanera-exception-change.h"
#include "sanera-exception-words.h"
#include "sanera-recommendation.h"
#include "sanera-security-task.h"
#include "sanera-task-decision.h"

/**
 * sanera_row_menu_may_request:
 * @connection: (nullable): where the recommendation is
 *
 * Returns: whether the person may request a remediation there. Before the first sync nothing is
 *   known of what a person may do; the server decides.
 */
gboolean
sanera_row_menu_may_request (SaneraConnection *connection)
{
  const SaneraCacheInfo *info = NULL;

  if (connection != NULL)
    info = sanera_cache_get_info (sanera_connection_get_cache (connection));

  return info == NULL || info->capabilities == NULL || info->capabilities[0] == NULL ||
         sanera_cache_info_can (info, "request");
}

/**
 * sanera_row_menu_may_change:
 * @connection: (nullable): where the activity is
 * @data: an activity
 *
 * Returns: whether it is still in the outbox and can be edited or withdrawn there: once a try has
 *   begun whose outcome is unknown, only the server can say what became of it
 */
gboolean
sanera_row_menu_may_change (SaneraConnection *connection, const SaneraActivityData *data)
{
  gboolean sending;
  gboolean online;

  g_return_val_if_fail (data != NULL, FALSE);

  if (!sanera_activity_data_is_unsent (data))
    return FALSE;

  sending = sanera_enum_from_nick (&sanera_local_state_enum, data->local_state) ==
            SANERA_LOCAL_STATE_SENDING;
  online = connection != NULL && (sanera_connection_get_state (connection) == SANERA_STATE_ONLINE ||
                                  sanera_connection_get_state (connection) == SANERA_STATE_SYNCING);
  return !sending || online;
}

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* What cannot be done stands there all the same, insensitive, and says why. */
static void
append_offer (GMenu *menu,
              SaneraConnection *connection,
              const SaneraActivityData *data,
              SaneraActionKind kind,
              const char *label,
              const char *action)
{
  SaneraActivityOffer offer = sanera_activity_offer (connection, data, kind);
  g_autofree char *text = NULL;

  if (!offer.shown)
    return;
  if (offer.reason == NULL)
    {
      append (menu, label, action, data->id);
      return;
    }
  /* Translators: an entry of a menu, and why it cannot be chosen */
  text = g_strdup_printf (C_ ("menu", "%s (%s)"), label, offer.reason);
  append (menu, text, "row.not-possible", data->id);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
append_exception (GMenu *first,
                  GMenu *second,
                  GMenu *third,
                  SaneraConnection *connection,
                  SaneraRecord *record,
                  gboolean gone)
{
  const SaneraRemediationExceptionData *data =
      sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record));
  const gboolean global = sanera_enum_from_nick (&sanera_exception_scope_enum, data->scope) ==
                          SANERA_EXCEPTION_SCOPE_GLOBAL;

  if (data->recommendation_reference != NULL && *data->recommendation_reference != '\0')
    append (second, _ ("View related recommendation"), "row.related", data->id);
  if (gone || !sanera_exception_is_live (data))
    return;

  if (sanera_exception_can_change (record) &&
      sanera_exception_words_may_not (connection, global) == NULL)
    {
      append (first, _ ("Renew…"), "row.renew-exception", data->id);
      append (first, _ ("Change justification context…"), "row.change-context", data->id);
      append (third, _ ("Cancel exception"), "row.cancel-exception", data->id);
    }
  /* What was never sent has no version yet, and its id is the key of its entry. */
  else if (data->local_state != NULL && data->version <= 0)
    append (third, _ ("Withdraw"), "row.withdraw", data->id);
}

/* Of several rows, all of them: the actions leave out what a device is already. */
static void
append_device (GMenu *menu,
               SaneraConnection *connection,
               const SaneraDeviceData *data,
               guint64 selected)
{
  const char *id = selected > 1 ? "" : data->id;
  const gboolean retired = data->retired_on != SANERA_INT_NULL;

  if (!sanera_device_actions_may (connection) || data->local_state != NULL)
    return;

  append (menu, _ ("Move to device group…"), "device.move", id);
  if (selected > 1 || !retired)
    append (menu, _ ("Retire…"), "device.retire", id);
  if (retired)
    append (menu, _ ("Return to use"), "device.return", id);
  append (menu, _ ("Merge…"), "device.merge", id);
  if (selected <= 1 && sanera_device_split_dialog_can (data->identity))
    append (menu, _ ("Take apart…"), "device.split", id);
}

/* Something about a row of the server was refused: a person has to decide. */
static gboolean
is_refused (SaneraRecord *record)
{
  const SaneraNoun *noun = sanera_record_get_noun (record);
  const SaneraField *state = sanera_noun_find (noun, "localState");
  const SaneraField *change = sanera_noun_find (noun, "change");
  gconstpointer data = sanera_record_get_data (record);

  return state != NULL && change != NULL && sanera_field_get_int (change, data) > 0 &&
         sanera_enum_from_nick (&sanera_local_state_enum, sanera_field_get_text (state, data)) ==
             SANERA_LOCAL_STATE_REFUSED;
}

/* A request that the server does not have has entries of its own. */
static gboolean
waits (SaneraRecord *record)
{
  const SaneraField *state = sanera_noun_find (sanera_record_get_noun (record), "localState");

  return state != NULL && sanera_field_get_text (state, sanera_record_get_data (record)) != NULL &&
         !is_refused (record) &&
         !(SANERA_IS_ACTIVITY (record) &&
           sanera_activity_data_is_unsent (sanera_activity_get_data (SANERA_ACTIVITY (record))));
}

static void
append_waiting (GMenu *menu, SaneraConnection *connection, const char *id)
{
  g_autofree char *key = sanera_entry_edit_find_key (connection, id);

  if (key != NULL)
    append (menu, _ ("Edit what waits…"), "row.edit-waiting", id);
  g_menu_append (menu, _ ("Show what waits…"), "win.show-outbox");
}

/* What a person may not do is not in the menu; why not stands in the flyout. */
static void
append_decisions (GMenu *menu, SaneraConnection *connection, const SaneraSecurityTaskData *data)
{
  static const struct
  {
    SaneraActionKind kind;
    const char *label;
    const char *action;
  } decisions[] = {
    { SANERA_ACTION_APPROVE_TASK,
      /* Translators: the IT administrator approves a security task */ N_ ("Approve"),
      "row.approve" },
    { SANERA_ACTION_COMPLETE_TASK, N_ ("Complete task"), "row.complete-task" },
    /* Translators: a verb: decide against a security task; a dialog asks why */
    { SANERA_ACTION_REJECT_TASK, N_ ("Reject…"), "row.reject" },
  };
  g_autofree char *obstacle = sanera_task_decision_find_obstacle (connection, data);

  for (gsize i = 0; obstacle == NULL && i < G_N_ELEMENTS (decisions); i++)
    if (sanera_task_decision_is_offered (data, decisions[i].kind))
      append (menu, gettext (decisions[i].label), decisions[i].action, data->id);
  if (data->local_state != NULL)
    append (menu, _ ("Withdraw"), "row.withdraw-decision", data->id);
}

/**
 * sanera_row_menu_new:
 * @connection: (nullable): where the record is
 * @record: a recommendation, an activity, an exception, a device or a security task
 * @selected: for a row of the list, how many rows are selected, this one among them; 0 for the
 *   flyout, which is open already
 *
 * What can be done with one row. The actions are those of #SaneraRowActions, "row.…".
 *
 * Returns: (transfer full): a menu; without an entry while the record is only a placeholder
 */
GMenuModel *
sanera_row_menu_new (SaneraConnection *connection, SaneraRecord *record, guint64 selected)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) second = g_menu_new ();
  g_autoptr (GMenu) third = g_menu_new ();
  const char *id;
  gboolean gone;

  g_return_val_if_fail (SANERA_IS_RECORD (record), NULL);

  id = sanera_record_get_id (record);
  gone = sanera_record_get_gone (record);
  if (id == NULL)
    return G_MENU_MODEL (g_steal_pointer (&menu));

  if (SANERA_IS_RECOMMENDATION (record) && !gone && sanera_row_menu_may_request (connection))
    append (first, _ ("Remediation options…"), "row.request", id);
  if (SANERA_IS_RECOMMENDATION (record) && !gone &&
      sanera_exception_words_may_not (connection, FALSE) == NULL)
    append (first, _ ("Exception options…"), "row.except", id);
  if (selected > 0)
    append (second, /* Translators: shows the row in the flyout */ _ ("Open"), "row.open", id);
  if (SANERA_IS_REMEDIATION_EXCEPTION (record))
    append_exception (first, second, third, connection, record, gone);
  if (SANERA_IS_SECURITY_TASK (record))
    {
      const SaneraSecurityTaskData *data =
          sanera_security_task_get_data (SANERA_SECURITY_TASK (record));

      if (!gone)
        append_decisions (first, connection, data);
      if (data->remediation_task_id != NULL)
        append (second, _ ("View remediation activity"), "row.activity", id);
      append (third, _ ("Export devices to CSV…"), "row.export-devices", id);
    }
  if (SANERA_IS_ACTIVITY (record))
    {
      const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));

      if (data->recommendation_reference != NULL && *data->recommendation_reference != '\0')
        append (second, _ ("View related recommendation"), "row.related", id);
      /* Of what the server does not have, or what is done, there is nothing to tell. */
      if (!sanera_activity_data_is_unsent (data) && !gone &&
          sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
              SANERA_ACTIVITY_STATUS_COMPLETED)
        append (first, _ ("Notify IT administrator…"), "row.notify", id);
      if (!gone)
        {
          append_offer (first, connection, data, SANERA_ACTION_COMPLETE_ACTIVITY,
                        _ ("Mark as complete"), "row.complete");
          append_offer (first, connection, data, SANERA_ACTION_CREATE_TICKET,
                        _ ("Create security task"), "row.create-ticket");
          append_offer (third, connection, data, SANERA_ACTION_CHANGE_ACTIVITY,
                        _ ("Change due date, priority, notes…"), "row.change");
          append_offer (
              third, connection, data, SANERA_ACTION_REOPEN_ACTIVITY,
              /* Translators: makes a completed activity one in progress again */ _ ("Reopen"),
              "row.reopen");
          append_offer (third, connection, data, SANERA_ACTION_REQUEST, _ ("Request again…"),
                        "row.request-again");
          append_offer (third, connection, data, SANERA_ACTION_WITHDRAW_ACTIVITY,
                        _ ("Withdraw request"), "row.withdraw-activity");
        }
      if (!gone && sanera_row_menu_may_change (connection, data))
        {
          append (third, _ ("Edit…"), "row.edit", id);
          append (third, _ ("Withdraw"), "row.withdraw", id);
        }
    }
  if (SANERA_IS_DEVICE (record) && !gone)
    append_device (first, connection, sanera_device_get_data (SANERA_DEVICE (record)), selected);
  if (selected > 1)
    {
      g_menu_append (second, _ ("Copy selected rows"), "list.copy");
      g_menu_append (second, _ ("Export selected rows…"), "win.export");
    }
  else
    {
      append (second, /* Translators: copies the row to the clipboard */ _ ("Copy"), "row.copy",
              id);
      if (SANERA_IS_ACTIVITY (record) && selected > 0)
        append (second, _ ("Export to CSV…"), "row.export", id);
      if (SANERA_IS_ACTIVITY (record) && !gone)
        /* Translators: a verb; a dialog follows */
        append (second, _ ("Print…"), "row.print", id);
    }

  if (!gone && connection != NULL && waits (record))
    append_waiting (third, connection, id);
  if (!gone && is_refused (record))
    append (first, _ ("Show what was refused…"), "win.show-refused", id);
  append_section (menu, first);
  append_section (menu, second);
  append_section (menu, third);
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

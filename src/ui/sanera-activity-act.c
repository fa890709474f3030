/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-act.h"

#include <glib/gi18n.h>

#include "sanera-activity-offer.h"
#include "sanera-again.h"
#include "sanera-change-dialog.h"
#include "sanera-language.h"
#include "sanera-remediation-request.h"
#include "sanera-request-dialog.h"
#include "sanera-undo.h"

/* What is done with an activity, from wherever: the button of the flyout, a menu, the dashboard. */

static const char *
describe (SaneraActionKind kind)
{
  switch (kind)
    {
    case SANERA_ACTION_COMPLETE_ACTIVITY:
      return _ ("Remediation activity completed");
    case SANERA_ACTION_REOPEN_ACTIVITY:
      return _ ("Remediation activity reopened");
    case SANERA_ACTION_WITHDRAW_ACTIVITY:
      return _ ("Request withdrawn");
    case SANERA_ACTION_CREATE_TICKET:
      return _ ("Security task created");
    default:
      return "";
    }
}

static SaneraAction *
create_action (SaneraActivity *activity, SaneraActionKind kind)
{
  const SaneraActivityData *data = sanera_activity_get_data (activity);

  return sanera_action_new (kind, data->id, data->version);
}

/* Rule R3 */

typedef struct
{
  GtkWidget *window; /* where the toast goes */
  SaneraConnection *connection;
  SaneraActivity *activity;
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->window);
  g_object_unref (choice->connection);
  g_object_unref (choice->activity);
  g_free (choice);
}

static void
chosen_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Choice *choice = data;
  g_autoptr (SaneraAction) action = NULL;

  if (!g_str_equal (response, "split") && !g_str_equal (response, "first"))
    return;
  action = create_action (choice->activity, SANERA_ACTION_CREATE_TICKET);
  sanera_action_set_bool (action, "splitTickets", g_str_equal (response, "split"));
  sanera_act (choice->window, choice->connection, action, describe (SANERA_ACTION_CREATE_TICKET));
}

static void open_split_again (GtkWindow *parent, SaneraConnection *connection, gpointer activity);

/* None of the two is preselected. */
static void
ask_how_to_split (GtkWidget *widget,
                  SaneraConnection *connection,
                  SaneraActivity *activity,
                  gint64 devices)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("More than one security task?"), NULL);
  g_autofree char *number = sanera_language_number (devices);
  g_autofree char *most = sanera_language_number (SANERA_TICKET_MAX_DEVICES);
  g_autofree char *rest = sanera_language_number (devices - SANERA_TICKET_MAX_DEVICES);
  guint tickets = sanera_ticket_count (devices);
  g_autofree char *parts = sanera_language_number (tickets);
  g_autofree char *split = g_strdup_printf (
      /* Translators: what to do with more devices than one security task takes */
      ngettext ("Split into %s security task", "Split into %s security tasks", tickets), parts);
  g_autofree char *body = NULL;
  Choice *choice = g_new0 (Choice, 1);

  /* Translators: a number of devices; 10,000; how many devices stay without a ticket */
  body = g_strdup_printf (_ ("The activity covers %s devices that are not fixed, and a security "
                             "task takes %s at most. With only one, for the most exposed of them, "
                             "%s devices stay without a ticket."),
                          number, most, rest);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "first",
                                    _ ("Only the most exposed"), "split", split, NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  choice->window = GTK_WIDGET (g_object_ref (window));
  choice->connection = g_object_ref (connection);
  choice->activity = g_object_ref (activity);
  g_signal_connect_data (dialog, "response", G_CALLBACK (chosen_cb), choice, choice_free, 0);
  sanera_again_set (GTK_WINDOW (dialog), connection, open_split_again, g_object_ref (activity),
                    g_object_unref);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
create_ticket (GtkWidget *widget, SaneraConnection *connection, SaneraActivity *activity);

static void
open_split_again (GtkWindow *parent, SaneraConnection *connection, gpointer activity)
{
  create_ticket (GTK_WIDGET (parent), connection, activity);
}

static void
create_ticket (GtkWidget *widget, SaneraConnection *connection, SaneraActivity *activity)
{
  const SaneraActivityData *data = sanera_activity_get_data (activity);
  gint64 devices = data->target_devices - MAX (data->fixed_devices, 0);
  g_autoptr (SaneraAction) action = NULL;

  if (devices > SANERA_TICKET_MAX_DEVICES)
    {
      ask_how_to_split (widget, connection, activity, devices);
      return;
    }
  action = create_action (activity, SANERA_ACTION_CREATE_TICKET);
  sanera_act (widget, connection, action, describe (SANERA_ACTION_CREATE_TICKET));
}

static void
request_again (GtkWidget *widget, SaneraConnection *connection, SaneraActivity *activity)
{
  const char *id = sanera_activity_get_data (activity)->recommendation_reference;
  g_autoptr (SaneraRecord) recommendation = NULL;

  if (id != NULL)
    recommendation = sanera_cache_lookup (sanera_connection_get_cache (connection),
                                          SANERA_LIST_RECOMMENDATIONS, id);
  if (recommendation != NULL)
    sanera_request_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), connection,
                                   SANERA_RECOMMENDATION (recommendation));
}

/**
 * sanera_activity_act:
 * @widget: in the window that shows what follows
 * @connection: where the activity is
 * @activity: an activity, as the person saw it
 * @kind: what to do; %SANERA_ACTION_REQUEST: request the same again
 *
 * Does it, or opens the dialog that asks for the rest. What the rules forbid is not done: see
 * sanera_activity_offer().
 */
void
sanera_activity_act (GtkWidget *widget,
                     SaneraConnection *connection,
                     SaneraActivity *activity,
                     SaneraActionKind kind)
{
  SaneraActivityOffer offer;
  g_autoptr (SaneraAction) action = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (SANERA_IS_ACTIVITY (activity));

  offer = sanera_activity_offer (connection, sanera_activity_get_data (activity), kind);
  if (!offer.shown || offer.reason != NULL || !GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    return;

  switch (kind)
    {
    case SANERA_ACTION_CHANGE_ACTIVITY:
      sanera_change_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), connection,
                                    activity);
      break;
    case SANERA_ACTION_REQUEST:
      request_again (widget, connection, activity);
      break;
    case SANERA_ACTION_CREATE_TICKET:
      create_ticket (widget, connection, activity);
      break;
    default:
      action = create_action (activity, kind);
      sanera_act (widget, connection, action, describe (kind));
      break;
    }
}

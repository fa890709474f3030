/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-tickets.h"

#include <glib/gi18n.h>

#include "sanera-activity-offer.h"
#include "sanera-facts.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-query-model.h"
#include "sanera-security-task.h"
#include "sanera-words.h"

/* A fleet of a million devices has a hundred tickets; more rows than these help nobody. */
#define MAX_ROWS 20

struct _SaneraActivityTickets
{
  AdwBin parent_instance;

  SaneraFacts *facts;
  GtkBox *rows;
  GtkLabel *rest;
  GtkWidget *create;
  GtkLabel *reason;

  SaneraConnection *connection;
  SaneraQueryModel *model;
};

typedef enum
{
  FACT_SERVICE,
  FACT_STATUS,
} Fact;

G_DEFINE_FINAL_TYPE (SaneraActivityTickets, sanera_activity_tickets, ADW_TYPE_BIN)

static GtkLabel *
create_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  return GTK_LABEL (label);
}

/**
 * sanera_activity_tickets_describe:
 * @data: a security task
 *
 * Returns: (transfer full): its status and the number of its devices; of several, which one it is
 */
char *
sanera_activity_tickets_describe (const SaneraSecurityTaskData *data)
{
  g_autofree char *devices = sanera_language_number (data->managed_device_count);
  g_autofree char *count = g_strdup_printf (
      ngettext ("%s device", "%s devices", (gulong)data->managed_device_count), devices);
  const char *status = sanera_words_label (&sanera_ticket_status_enum, data->status);
  g_autofree char *number = sanera_language_number (data->part);
  g_autofree char *of = sanera_language_number (data->parts);
  g_autofree char *part = NULL;

  if (data->parts <= 1)
    return g_strdup_printf ("%s · %s", status, count);
  /* Translators: one of several tickets: "2 of 3" */
  part = g_strdup_printf (C_ ("ticket", "%s of %s"), number, of);
  return g_strdup_printf ("%s · %s · %s", part, status, count);
}

/**
 * sanera_activity_tickets_describe_note:
 * @data: a security task
 *
 * Returns: (transfer full) (nullable): what IT wrote, or why the system has ended it; %NULL:
 * nothing
 */
char *
sanera_activity_tickets_describe_note (const SaneraSecurityTaskData *data)
{
  if (g_strcmp0 (data->system_note, "completed") == 0)
    return g_strdup (_ ("Ended because the activity was completed"));
  if (g_strcmp0 (data->system_note, "withdrawn") == 0)
    return g_strdup (_ ("Ended because the request was withdrawn"));
  if (g_strcmp0 (data->system_note, "removed") == 0)
    return g_strdup (_ ("Ended because the activity was removed"));
  if (data->note == NULL || *data->note == '\0')
    return NULL;
  if (data->decided_by != NULL && *data->decided_by != '\0')
    /* Translators: a person, and the note that they wrote */
    return g_strdup_printf (C_ ("note", "%s: %s"), data->decided_by, data->note);
  /* Translators: what the IT administrator wrote */
  return g_strdup_printf (_ ("Note from IT: %s"), data->note);
}

static void
show_clicked_cb (GtkButton *button, SaneraActivityTickets *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "security-tasks",
                              gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
add_row (SaneraActivityTickets *self, const SaneraSecurityTaskData *data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_with_label (_ ("Show ticket"));
  g_autofree char *text = sanera_activity_tickets_describe (data);
  g_autofree char *note = sanera_activity_tickets_describe_note (data);
  g_autofree char *name = NULL;
  GtkLabel *label = create_label (text);

  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_label_set_max_width_chars (label, 24);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (label));
  gtk_widget_set_name (button, data->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  /* Translators: the label of a button, and which ticket it shows */
  name = g_strdup_printf (C_ ("button", "%s: %s"), _ ("Show ticket"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (show_clicked_cb), self);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (box), line);
  if (note != NULL)
    {
      GtkLabel *note_label = create_label (note);

      gtk_label_set_selectable (note_label, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (note_label), "dim-label");
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (note_label));
    }
  gtk_box_append (self->rows, box);
}

static void
fill_rows (SaneraActivityTickets *self)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autoptr (SaneraRecord) record = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (sanera_record_get_id (record) != NULL)
        add_row (self, sanera_security_task_get_data (SANERA_SECURITY_TASK (record)));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->rest), n > MAX_ROWS);
  if (n > MAX_ROWS)
    {
      g_autofree char *number = sanera_language_number (n - MAX_ROWS);
      g_autofree char *text =
          g_strdup_printf (ngettext ("and %s more", "and %s more", n - MAX_ROWS), number);

      gtk_label_set_text (self->rest, text);
    }
}

static void
forget (SaneraActivityTickets *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->connection);
}

static void
sanera_activity_tickets_dispose (GObject *object)
{
  forget (SANERA_ACTIVITY_TICKETS (object));

  G_OBJECT_CLASS (sanera_activity_tickets_parent_class)->dispose (object);
}

static void
sanera_activity_tickets_class_init (SaneraActivityTicketsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_activity_tickets_dispose;
}

static void
sanera_activity_tickets_init (SaneraActivityTickets *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->facts = sanera_facts_new ();
  sanera_facts_add (
      self->facts,
      /* Translators: the service that holds a ticket, such as "Microsoft Intune" */ _ ("Service"));
  sanera_facts_add (self->facts, _ ("Ticket status"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->facts));
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  self->rest = create_label (NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rest));
  self->create = gtk_button_new_with_label (_ ("Create an Intune security task"));
  gtk_widget_set_halign (self->create, GTK_ALIGN_START);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->create), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->create), "row.create-ticket");
  gtk_box_append (GTK_BOX (box), self->create);
  self->reason = create_label (NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->reason), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_activity_tickets_new:
 *
 * Returns: (transfer floating): the section, of no activity
 */
SaneraActivityTickets *
sanera_activity_tickets_new (void)
{
  return g_object_new (SANERA_TYPE_ACTIVITY_TICKETS, NULL);
}

/**
 * sanera_activity_tickets_show:
 * @self: the section
 * @connection: (nullable): where the activity is
 * @id: (nullable): which one
 *
 * Says whose tickets are shown, and follows their changes.
 */
void
sanera_activity_tickets_show (SaneraActivityTickets *self,
                              SaneraConnection *connection,
                              const char *id)
{
  g_return_if_fail (SANERA_IS_ACTIVITY_TICKETS (self));

  forget (self);
  if (connection != NULL && id != NULL)
    {
      g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_SECURITY_TASKS);
      g_autoptr (SaneraQuery) of_activity =
          sanera_query_with_filter (all, "remediationTaskId", (const char *const[]){ id, NULL });

      self->connection = g_object_ref (connection);
      self->model = sanera_query_model_new (sanera_connection_get_cache (connection), of_activity);
      g_signal_connect_swapped (self->model, "notify", G_CALLBACK (fill_rows), self);
      g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (fill_rows), self);
    }
  fill_rows (self);
}

/**
 * sanera_activity_tickets_update:
 * @self: the section
 * @data: the activity as it is now
 *
 * Shows service and ticket status, and offers a ticket where there is none or all were rejected.
 */
void
sanera_activity_tickets_update (SaneraActivityTickets *self, const SaneraActivityData *data)
{
  SaneraActivityOffer offer;
  g_autofree char *status = NULL;

  g_return_if_fail (SANERA_IS_ACTIVITY_TICKETS (self));
  g_return_if_fail (data != NULL);

  offer = sanera_activity_offer (self->connection, data, SANERA_ACTION_CREATE_TICKET);
  status = sanera_words_ticket_status (data);
  sanera_facts_set (
      self->facts, FACT_SERVICE,
      data->ticket_service != NULL && *data->ticket_service != '\0' ? data->ticket_service : "–");
  sanera_facts_set (self->facts, FACT_STATUS, status);

  gtk_widget_set_visible (self->create, offer.shown);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->create), "s", data->id);
  sanera_names_allow (self->create, offer.reason == NULL, self->reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), offer.shown && offer.reason != NULL);
  gtk_label_set_text (self->reason, offer.reason != NULL ? offer.reason : "");
  fill_rows (self);
}

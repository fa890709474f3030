/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-flyout.h"

#include <glib/gi18n.h>

#include "sanera-exception-change.h"
#include "sanera-exception-rules.h"
#include "sanera-exception-words.h"
#include "sanera-facts.h"
#include "sanera-json-exception.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-row-menu.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

typedef enum
{
  FACT_STATUS,
  FACT_SCOPE,
  FACT_JUSTIFICATION,
  FACT_EFFECT,
  FACT_EXPIRES,
  FACT_DEVICES,
  FACT_TYPE,
  FACT_CREATED_ON,
  FACT_CREATED_BY,
  FACT_RENEWED_ON,
  FACT_ENDED_ON,
  FACT_ENDED_BY,
  N_FACTS,
} Fact;

struct _SaneraExceptionFlyout
{
  SaneraFlyout parent_instance;

  GtkWidget *cancel;
  GtkWidget *renew;
  GtkLabel *reason;
  SaneraFacts *facts;
  GtkLabel *context;
  GtkWidget *group_section;
  GtkLabel *group_title;
  GtkListBox *group_list;
  char *shown_groups; /* what the rows were made from */
  GtkWidget *related;
};

G_DEFINE_FINAL_TYPE (SaneraExceptionFlyout, sanera_exception_flyout, SANERA_TYPE_FLYOUT)

static const char *const fact_names[N_FACTS] = {
  [FACT_STATUS] = N_ ("Status"),
  [FACT_SCOPE] = N_ ("Scope"),
  [FACT_JUSTIFICATION] = N_ ("Justification"),
  [FACT_EFFECT] = N_ ("Exposure score"),
  [FACT_EXPIRES] = N_ ("Expires"),
  [FACT_DEVICES] = /* Translators: a fact about an exception, "24 exposed devices" follows */
  N_ ("Covers"),
  [FACT_TYPE] = N_ ("Remediation type"),
  [FACT_CREATED_ON] = N_ ("Created on"),
  [FACT_CREATED_BY] = N_ ("Created by"),
  [FACT_RENEWED_ON] = N_ ("Renewed on"),
  [FACT_ENDED_ON] = N_ ("Ended on"),
  [FACT_ENDED_BY] = /* Translators: a fact: who ended an exception */ N_ ("Ended by"),
};

static const SaneraRemediationExceptionData *
get_data (SaneraExceptionFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  return record != NULL
             ? sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record))
             : NULL;
}

static gboolean
is_global (const SaneraRemediationExceptionData *data)
{
  return sanera_enum_from_nick (&sanera_exception_scope_enum, data->scope) ==
         SANERA_EXCEPTION_SCOPE_GLOBAL;
}

static char *
describe_local_state (const SaneraRemediationExceptionData *data)
{
  g_autofree char *reason = NULL;

  switch ((SaneraLocalState)sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
      return g_strdup (_ ("Waiting to be sent: the server does not know of this yet. It is sent as "
                          "soon as the server can be reached."));
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("This was sent, but the answer of the server has not arrived."));
    case SANERA_LOCAL_STATE_REFUSED:
      if (data->local_error == NULL || *data->local_error == '\0')
        return g_strdup (_ ("Refused by the server."));
      reason = sanera_words_error_refusal (data->local_error, NULL);
      /* Translators: %s is one or two sentences that say why */
      return g_strdup_printf (_ ("Refused by the server: %s"), reason);
    default:
      return NULL;
    }
}

static char *
describe_notice (SaneraRecord *record, const SaneraRemediationExceptionData *data)
{
  if (sanera_record_get_gone (record))
    return g_strdup (_ ("This exception does not exist any more."));
  if (data->local_state != NULL)
    return describe_local_state (data);
  if (sanera_enum_from_nick (&sanera_exception_status_enum, data->status) ==
      SANERA_EXCEPTION_STATUS_SUSPENDED)
    return g_strdup (_ ("A global exception is in effect. This one is suspended meanwhile, and "
                        "its end stays as it is."));

  return NULL;
}

/* Device groups */

static void
cancel_group_cb (SaneraExceptionFlyout *self, GtkWidget *button)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));
  const char *group = g_object_get_data (G_OBJECT (button), "group");

  if (record != NULL)
    sanera_exception_cancel (GTK_WIDGET (self), sanera_flyout_get_connection (SANERA_FLYOUT (self)),
                             SANERA_REMEDIATION_EXCEPTION (record), group);
}

static char *
describe_group (const SaneraExceptionGroup *group)
{
  const char *status = sanera_words_label (&sanera_exception_status_enum, group->status);
  g_autofree char *date = NULL;

  if (group->ended_on == SANERA_INT_NULL)
    return g_strdup (status);

  date = sanera_language_date (group->ended_on);
  if (group->ended_by == NULL || *group->ended_by == '\0')
    return g_strdup_printf ("%s · %s", status, date);

  return g_strdup_printf ("%s · %s · %s", status, date, group->ended_by);
}

static void
add_group (SaneraExceptionFlyout *self, const SaneraExceptionGroup *group, gboolean cancelable)
{
  const char *name = sanera_words_device_group (group->name);
  g_autofree char *detail = describe_group (group);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  if (cancelable && group->ended_on == SANERA_INT_NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_ ("Cancel exception"));
      /* Translators: for screen readers; %s is the name of a device group */
      g_autofree char *label = g_strdup_printf (_ ("Cancel exception for %s"), name);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      -1);
      g_object_set_data_full (G_OBJECT (button), "group", g_strdup (group->name), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (cancel_group_cb), self,
                               G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->group_list, row);
}

static void
update_groups (SaneraExceptionFlyout *self,
               const SaneraRemediationExceptionData *data,
               gboolean cancelable)
{
  g_autoptr (GPtrArray) groups = sanera_json_read_exception_groups (data->groups);
  g_autofree char *shown = g_strdup_printf ("%s %s %d", data->id, data->groups, cancelable);
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;
  GtkListBoxRow *row;

  gtk_widget_set_visible (self->group_section, groups->len > 0);
  /* The focus may be on one of the rows. */
  if (g_strcmp0 (shown, self->shown_groups) == 0)
    return;

  g_free (self->shown_groups);
  self->shown_groups = g_steal_pointer (&shown);
  while ((row = gtk_list_box_get_row_at_index (self->group_list, 0)) != NULL)
    gtk_list_box_remove (self->group_list, GTK_WIDGET (row));
  for (guint i = 0; i < groups->len; i++)
    add_group (self, g_ptr_array_index (groups, i), cancelable && groups->len > 1);
  number = sanera_language_number (groups->len);
  /* Translators: the title of a list and how many are in it: "Device groups (3)" */
  title = g_strdup_printf (C_ ("flyout", "%s (%s)"), _ ("Device groups"), number);
  gtk_label_set_label (self->group_title, title);
}

/* The record */

static void
cancel_cb (SaneraExceptionFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  if (record != NULL)
    sanera_exception_cancel (GTK_WIDGET (self), sanera_flyout_get_connection (SANERA_FLYOUT (self)),
                             SANERA_REMEDIATION_EXCEPTION (record), NULL);
}

static void
renew_cb (SaneraExceptionFlyout *self)
{
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (self));

  if (record != NULL)
    sanera_exception_renew_present (GTK_WIDGET (self),
                                    sanera_flyout_get_connection (SANERA_FLYOUT (self)),
                                    SANERA_REMEDIATION_EXCEPTION (record));
}

static void
related_cb (SaneraExceptionFlyout *self)
{
  const SaneraRemediationExceptionData *data = get_data (self);

  if (data != NULL && data->recommendation_reference != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", "recommendations",
                                data->recommendation_reference);
}

/* What a role may not do is insensitive, with the reason beside it. */
static void
update_actions (SaneraExceptionFlyout *self, SaneraRecord *record)
{
  const SaneraRemediationExceptionData *data = get_data (self);
  SaneraConnection *connection = sanera_flyout_get_connection (SANERA_FLYOUT (self));
  gboolean live = !sanera_record_get_gone (record) && sanera_exception_is_live (data) &&
                  sanera_exception_can_change (record);
  const char *reason = live ? sanera_exception_words_may_not (connection, is_global (data)) : NULL;

  gtk_widget_set_visible (self->cancel, live);
  gtk_widget_set_visible (self->renew, live);
  sanera_names_allow (self->cancel, reason == NULL, self->reason);
  sanera_names_allow (self->renew, reason == NULL, self->reason);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->reason)), reason != NULL);
  sanera_flyout_set_menu (SANERA_FLYOUT (self), sanera_row_menu_new (connection, record, 0));
  update_groups (self, data, live && reason == NULL);
}

static void
update_facts (SaneraExceptionFlyout *self, const SaneraRemediationExceptionData *data)
{
  SaneraJustification justification =
      (SaneraJustification)sanera_enum_from_nick (&sanera_justification_enum, data->justification);
  g_autofree char *status = sanera_exception_words_status (data);
  g_autofree char *scope = sanera_exception_words_scope (data);
  g_autofree char *expires = sanera_exception_words_expires (data, g_get_real_time ());
  g_autofree char *number = sanera_language_number (data->covered_devices);
  g_autofree char *devices = g_strdup_printf (
      ngettext ("%s exposed device", "%s exposed devices", (gulong)MAX (data->covered_devices, 0)),
      number);
  g_autofree char *created_on = sanera_language_datetime (data->created_on);
  g_autofree char *renewed_on =
      data->renewed_on != SANERA_INT_NULL ? sanera_language_datetime (data->renewed_on) : NULL;
  g_autofree char *ended_on =
      data->ended_on != SANERA_INT_NULL ? sanera_language_datetime (data->ended_on) : NULL;

  sanera_facts_set (self->facts, FACT_STATUS, status);
  sanera_facts_set (self->facts, FACT_SCOPE, scope);
  sanera_facts_set (self->facts, FACT_JUSTIFICATION,
                    sanera_words_label (&sanera_justification_enum, data->justification));
  sanera_facts_set (self->facts, FACT_EFFECT, sanera_exception_words_effect (justification));
  sanera_facts_set (self->facts, FACT_EXPIRES, expires);
  sanera_facts_set (self->facts, FACT_DEVICES, devices);
  sanera_facts_set (self->facts, FACT_TYPE,
                    sanera_words_label (&sanera_remediation_type_enum, data->type));
  sanera_facts_set (self->facts, FACT_CREATED_ON, created_on);
  sanera_facts_set (self->facts, FACT_CREATED_BY, data->created_by);
  sanera_facts_set (self->facts, FACT_RENEWED_ON, renewed_on);
  sanera_facts_set (self->facts, FACT_ENDED_ON, ended_on);
  sanera_facts_set (self->facts, FACT_ENDED_BY, ended_on != NULL ? data->ended_by : NULL);
}

static void
sanera_exception_flyout_update (SaneraFlyout *flyout, SaneraRecord *record)
{
  SaneraExceptionFlyout *self = SANERA_EXCEPTION_FLYOUT (flyout);
  const SaneraRemediationExceptionData *data =
      sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record));
  g_autofree char *title = sanera_words_exception_title (data, FALSE);
  g_autofree char *notice = describe_notice (record, data);
  g_autofree char *status = sanera_exception_words_status (data);
  const char *tags[] = { status, NULL };

  sanera_flyout_set_title (flyout, title);
  sanera_flyout_set_tags (flyout, tags);
  sanera_flyout_set_notice (flyout, notice);
  update_facts (self, data);
  update_actions (self, record);
  sanera_flyout_set_text (self->context, data->justification_context);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->context)),
                          data->justification_context != NULL &&
                              *data->justification_context != '\0');
  gtk_widget_set_visible (self->related, data->recommendation_reference != NULL &&
                                             *data->recommendation_reference != '\0');
}

static void
sanera_exception_flyout_finalize (GObject *object)
{
  g_clear_pointer (&SANERA_EXCEPTION_FLYOUT (object)->shown_groups, g_free);

  G_OBJECT_CLASS (sanera_exception_flyout_parent_class)->finalize (object);
}

static void
sanera_exception_flyout_class_init (SaneraExceptionFlyoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_exception_flyout_finalize;
  SANERA_FLYOUT_CLASS (klass)->update = sanera_exception_flyout_update;
}

static GtkWidget *
add_button (SaneraExceptionFlyout *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (sanera_flyout_get_actions (SANERA_FLYOUT (self)), button);
  return button;
}

static GtkWidget *
create_groups (SaneraExceptionFlyout *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->group_title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->group_title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->group_title), "heading");
  self->group_list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->group_list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->group_list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->group_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Device groups"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group_title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group_list));
  return box;
}

static void
sanera_exception_flyout_init (SaneraExceptionFlyout *self)
{
  SaneraFlyout *flyout = SANERA_FLYOUT (self);

  self->cancel = add_button (self, _ ("Cancel exception"), G_CALLBACK (cancel_cb));
  self->renew = add_button (
      self, /* Translators: a button: gives an exception a later last day */ _ ("Renew…"),
      G_CALLBACK (renew_cb));
  sanera_flyout_add_menu (flyout);

  self->reason = sanera_flyout_add_text (flyout, NULL);
  self->facts = sanera_facts_new ();
  for (guint i = 0; i < N_FACTS; i++)
    sanera_facts_add (self->facts, gettext (fact_names[i]));
  sanera_flyout_add_section (flyout, NULL, GTK_WIDGET (self->facts));
  self->context = sanera_flyout_add_text (flyout, _ ("Justification context"));
  self->group_section = sanera_flyout_add_section (flyout, NULL, create_groups (self));

  self->related = gtk_button_new_with_label (_ ("View related recommendation"));
  gtk_widget_set_halign (self->related, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->related, "flat");
  g_signal_connect_object (self->related, "clicked", G_CALLBACK (related_cb), self,
                           G_CONNECT_SWAPPED);
  sanera_flyout_add_section (flyout, NULL, self->related);
}

/**
 * sanera_exception_flyout_new:
 *
 * Returns: (transfer floating): a flyout without a record
 */
SaneraFlyout *
sanera_exception_flyout_new (void)
{
  return g_object_new (SANERA_TYPE_EXCEPTION_FLYOUT, NULL);
}

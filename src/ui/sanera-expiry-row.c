/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-expiry-row.h"

#include <glib/gi18n.h>

#include "sanera-calendar.h"
#include "sanera-entry-row.h"
#include "sanera-field-error.h"
#include "sanera-language.h"
#include "sanera-restorable.h"
#include "sanera-time.h"

struct _SaneraExpiryRow
{
  AdwBin parent_instance;

  AdwComboRow *days_row;
  AdwEntryRow *entry;
  GtkPopover *popover;
  SaneraCalendar *calendar;
  GtkLabel *hint;
  GtkLabel *error;

  gint64 now;
  gint64 date; /* the day that was typed or chosen */
  gboolean changing;
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraExpiryRow,
                               sanera_expiry_row,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

static const int choices[] = { 30, 60, 90 };

#define CHOSEN_DAY G_N_ELEMENTS (choices)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
hint_text (SaneraExpiryRow *self)
{
  gint64 expires_on = sanera_expiry_row_get_expires_on (self);
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  gint64 days;

  if (expires_on == SANERA_INT_NULL)
    {
      text = sanera_language_date_numeric (sanera_exception_last_day (self->now, 30));
      /* Translators: how a date may be typed; %s is an example in the form of the language. */
      return g_strdup_printf (_ ("For example %s"), text);
    }

  text = sanera_language_date (expires_on);
  days = sanera_exception_days_left (expires_on, self->now);
  if (days <= 0)
    /* Translators: %s is a date; an exception ends at midnight UTC after it. */
    return g_strdup_printf (_ ("In effect until the end of %s (UTC)."), text);

  number = sanera_language_number (days);
  /* Translators: a date and how far away it is; an exception ends at midnight UTC after it. */
  return g_strdup_printf (ngettext ("In effect until the end of %s (UTC), in %s day.",
                                    "In effect until the end of %s (UTC), in %s days.",
                                    (gulong)days),
                          text, number);
}

static void
update (SaneraExpiryRow *self)
{
  g_autofree char *hint = hint_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self->entry), sanera_expiry_row_get_days (self) == 0);
  gtk_label_set_text (self->hint, hint);
}

static void
emit_changed (SaneraExpiryRow *self)
{
  update (self);
  if (!self->changing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
entry_changed_cb (SaneraExpiryRow *self)
{
  g_autofree char *typed =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (self->changing)
    return;

  self->date = *typed != '\0'
                   ? sanera_language_parse_date (typed, sanera_time_floor_day (self->now))
                   : SANERA_INT_NULL;
  emit_changed (self);
}

static void
show_date (SaneraExpiryRow *self, const char *text)
{
  g_autofree char *numeric =
      self->date != SANERA_INT_NULL ? sanera_language_date_numeric (self->date) : NULL;
  gboolean was_changing = self->changing;

  self->changing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL      ? text
                                                     : numeric != NULL ? numeric
                                                                       : "");
  self->changing = was_changing;
}

static void
popover_show_cb (SaneraExpiryRow *self)
{
  sanera_calendar_show_date (self->calendar, self->date);
}

static void
day_selected_cb (SaneraExpiryRow *self, gint64 date)
{
  self->date = date;
  show_date (self, NULL);
  gtk_popover_popdown (self->popover);
  emit_changed (self);
}

/* A day is written in the language; what is no day yet stays as it was typed. */
static GVariant *
save (SaneraRestorable *restorable)
{
  SaneraExpiryRow *self = SANERA_EXPIRY_ROW (restorable);

  return g_variant_new (
      "(xxs)", sanera_expiry_row_get_days (self), self->date,
      self->date == SANERA_INT_NULL ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "");
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  SaneraExpiryRow *self = SANERA_EXPIRY_ROW (restorable);
  gint64 days, date;
  const char *text;

  g_variant_get (state, "(xx&s)", &days, &date, &text);
  sanera_expiry_row_set (self, days, date, *text != '\0' ? text : NULL);
  emit_changed (self);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

static void
sanera_expiry_row_class_init (SaneraExpiryRowClass *klass)
{
  /**
   * SaneraExpiryRow::changed:
   * @self: the field
   *
   * A person chose another last day.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SANERA_TYPE_EXPIRY_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_calendar_button (SaneraExpiryRow *self)
{
  GtkWidget *button = gtk_menu_button_new ();

  self->calendar =
      g_object_new (SANERA_TYPE_CALENDAR, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Last day"), -1);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self,
                           G_CONNECT_SWAPPED);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->calendar));
  g_signal_connect_object (self->popover, "show", G_CALLBACK (popover_show_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->popover));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Choose a date"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Choose a date"), -1);
  return button;
}

static GtkLabel *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GListModel *
create_choices (void)
{
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *number = sanera_language_number (choices[i]);
      g_autofree char *label =
          /* Translators: how long an exception lasts */
          g_strdup_printf (ngettext ("%s day", "%s days", (gulong)choices[i]), number);

      gtk_string_list_append (labels, label);
    }
  gtk_string_list_append (labels, _ ("Until a chosen day"));
  return G_LIST_MODEL (labels);
}

static void
sanera_expiry_row_init (SaneraExpiryRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GListModel) model = create_choices ();

  self->date = SANERA_INT_NULL;
  self->days_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->days_row), _ ("Exception duration"));
  adw_combo_row_set_model (self->days_row, model);
  self->entry = ADW_ENTRY_ROW (sanera_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Last day"));
  adw_entry_row_add_suffix (self->entry, create_calendar_button (self));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->days_row));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), list);
  self->hint = create_label ("caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->hint));
  self->error = create_label ("error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  adw_bin_set_child (ADW_BIN (self), box);

  g_signal_connect_object (self->days_row, "notify::selected", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sanera_expiry_row_new:
 *
 * Returns: (transfer floating): the field, at 30 days
 */
GtkWidget *
sanera_expiry_row_new (void)
{
  return g_object_new (SANERA_TYPE_EXPIRY_ROW, NULL);
}

/**
 * sanera_expiry_row_set_now:
 * @self: the field
 * @now: the time, microseconds: days are counted from its UTC day
 */
void
sanera_expiry_row_set_now (SaneraExpiryRow *self, gint64 now)
{
  g_return_if_fail (SANERA_IS_EXPIRY_ROW (self));

  self->now = now;
  sanera_calendar_set_first (self->calendar, sanera_time_floor_day (now));
  update (self);
}

/**
 * sanera_expiry_row_set:
 * @self: the field
 * @days: 30, 60 or 90; anything else: until @date
 * @date: a day, or %SANERA_INT_NULL
 * @text: (nullable): that day as it was typed
 *
 * Shows a duration, without a signal.
 */
void
sanera_expiry_row_set (SaneraExpiryRow *self, gint64 days, gint64 date, const char *text)
{
  guint selected = CHOSEN_DAY;

  g_return_if_fail (SANERA_IS_EXPIRY_ROW (self));

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (choices[i] == days)
      selected = i;
  self->changing = TRUE;
  self->date = date;
  show_date (self, text);
  adw_combo_row_set_selected (self->days_row, selected);
  self->changing = FALSE;
  update (self);
}

/**
 * sanera_expiry_row_get_expires_on:
 * @self: the field
 *
 * Returns: the last day, a midnight UTC; %SANERA_INT_NULL while it is none
 */
gint64
sanera_expiry_row_get_expires_on (SaneraExpiryRow *self)
{
  gint64 days;

  g_return_val_if_fail (SANERA_IS_EXPIRY_ROW (self), SANERA_INT_NULL);

  days = sanera_expiry_row_get_days (self);
  return days > 0 ? sanera_exception_last_day (self->now, (guint)days) : self->date;
}

/**
 * sanera_expiry_row_get_days:
 * @self: the field
 *
 * Returns: for how many days, 0: until a day that is chosen
 */
gint64
sanera_expiry_row_get_days (SaneraExpiryRow *self)
{
  guint selected;

  g_return_val_if_fail (SANERA_IS_EXPIRY_ROW (self), 0);

  selected = adw_combo_row_get_selected (self->days_row);
  return selected < G_N_ELEMENTS (choices) ? choices[selected] : 0;
}

/**
 * sanera_expiry_row_get_date:
 * @self: the field
 *
 * Returns: the day that was typed or chosen, also while a number of days counts
 */
gint64
sanera_expiry_row_get_date (SaneraExpiryRow *self)
{
  g_return_val_if_fail (SANERA_IS_EXPIRY_ROW (self), SANERA_INT_NULL);

  return self->date;
}

/**
 * sanera_expiry_row_get_text:
 * @self: the field
 *
 * Returns: (transfer none): what stands in the entry
 */
const char *
sanera_expiry_row_get_text (SaneraExpiryRow *self)
{
  g_return_val_if_fail (SANERA_IS_EXPIRY_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * sanera_expiry_row_is_invalid:
 * @self: the field
 *
 * Returns: whether something was typed that is no date
 */
gboolean
sanera_expiry_row_is_invalid (SaneraExpiryRow *self)
{
  g_return_val_if_fail (SANERA_IS_EXPIRY_ROW (self), FALSE);

  return sanera_expiry_row_get_expires_on (self) == SANERA_INT_NULL &&
         *sanera_expiry_row_get_text (self) != '\0';
}

/**
 * sanera_expiry_row_show_problems:
 * @self: the field
 * @problems: what sanera_exception_judge_end() found
 *
 * Shows those of @problems that are of this field, in text.
 */
void
sanera_expiry_row_show_problems (SaneraExpiryRow *self, SaneraExceptionProblem problems)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SANERA_IS_EXPIRY_ROW (self));

  if (problems & SANERA_EXCEPTION_NO_END)
    text = g_strdup (sanera_expiry_row_is_invalid (self)
                         ? _ ("This is not a date that exists.")
                         : _ ("Choose the last day: an exception is never endless."));
  else if (problems & SANERA_EXCEPTION_END_PAST)
    text = g_strdup (_ ("The last day must not be in the past."));
  else if (problems & SANERA_EXCEPTION_END_TOO_LATE)
    {
      g_autofree char *latest = sanera_language_date (sanera_exception_latest_day (self->now));
      g_autofree char *most = sanera_language_number (SANERA_EXCEPTION_MAX_DAYS);

      /* Translators: the first %s is 366, the second a date. */
      text = g_strdup_printf (ngettext ("An exception lasts at most %s day, until %s.",
                                        "An exception lasts at most %s days, until %s.",
                                        SANERA_EXCEPTION_MAX_DAYS),
                              most, latest);
    }
  sanera_field_error_show (self->error, GTK_WIDGET (self->entry), text);
}

/**
 * sanera_expiry_row_focus:
 * @self: the field
 *
 * Gives the keyboard focus to where the choice is made.
 */
void
sanera_expiry_row_focus (SaneraExpiryRow *self)
{
  g_return_if_fail (SANERA_IS_EXPIRY_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (gtk_widget_get_visible (GTK_WIDGET (self->entry))
                                         ? GTK_WIDGET (self->entry)
                                         : GTK_WIDGET (self->days_row)));
}

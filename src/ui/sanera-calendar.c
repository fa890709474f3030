/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-calendar.h"

#include <glib/gi18n.h>

#include "sanera-field.h"
#include "sanera-language.h"
#include "sanera-time.h"

/* Six weeks show any month whole. */
#define N_DAYS 42

struct _SaneraCalendar
{
  AdwBin parent_instance;

  GtkLabel *month_label;
  GtkWidget *previous_button;
  GtkWidget *days[N_DAYS];

  gint64 first; /* the first day that may be chosen */
  gint64 chosen; /* SANERA_INT_NULL: none */
  gint64 month; /* the first day of the month that is shown */
  gint64 start; /* the day in the upper corner */
};

typedef enum
{
  SIGNAL_DAY_SELECTED,
  N_SIGNALS,
} SaneraCalendarSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraCalendar, sanera_calendar, ADW_TYPE_BIN)

static gint64
first_of_month (gint64 date, int months)
{
  int year, month, day;

  if (!sanera_date_get (date, &year, &month, &day))
    return SANERA_INT_NULL;

  month += months;
  return sanera_date_new (year + (month - 1) / 12 - (month < 1), (month + 11) % 12 + 1, 1);
}

/* 1 Monday … 7 Sunday; 1 January 1970 was a Thursday. */
static int
weekday_of (gint64 date)
{
  return (int)(((date / SANERA_TIME_DAY + 3) % 7 + 7) % 7) + 1;
}

static void
show_day (SaneraCalendar *self, guint i)
{
  gint64 date = self->start + (gint64)i * SANERA_TIME_DAY;
  GtkWidget *button = self->days[i];
  g_autofree char *name = sanera_language_date (date);
  g_autofree char *label = NULL;
  int year, month, day;

  sanera_date_get (date, &year, &month, &day);
  label = g_strdup_printf ("%d", day);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (button, date >= self->first);
  /* A flat button has no ground for the light letters of a suggested one. */
  if (date == self->chosen)
    {
      gtk_widget_add_css_class (button, "suggested-action");
      gtk_widget_remove_css_class (button, "flat");
    }
  else
    {
      gtk_widget_remove_css_class (button, "suggested-action");
      gtk_widget_add_css_class (button, "flat");
    }
  if (first_of_month (date, 0) == self->month || date == self->chosen)
    gtk_widget_remove_css_class (button, "dim-label");
  else
    gtk_widget_add_css_class (button, "dim-label");
}

static void
show_month (SaneraCalendar *self, gint64 month)
{
  g_autofree char *name = sanera_language_month (month);
  int before = (weekday_of (month) - sanera_language_first_weekday () + 7) % 7;

  self->month = month;
  self->start = month - before * SANERA_TIME_DAY;
  gtk_label_set_text (self->month_label, name);
  gtk_widget_set_sensitive (self->previous_button, month > self->first);
  for (guint i = 0; i < N_DAYS; i++)
    show_day (self, i);
}

static void
previous_cb (SaneraCalendar *self)
{
  show_month (self, first_of_month (self->month, -1));
}

static void
next_cb (SaneraCalendar *self)
{
  gint64 month = first_of_month (self->month, 1);

  if (month != SANERA_INT_NULL)
    show_month (self, month);
}

static void
day_clicked_cb (SaneraCalendar *self, GtkButton *button)
{
  for (guint i = 0; i < N_DAYS; i++)
    if (self->days[i] == GTK_WIDGET (button))
      {
        self->chosen = self->start + (gint64)i * SANERA_TIME_DAY;
        show_month (self, self->month);
        g_signal_emit (self, signals[SIGNAL_DAY_SELECTED], 0, self->chosen);
        return;
      }
}

static void
sanera_calendar_class_init (SaneraCalendarClass *klass)
{
  /**
   * SaneraCalendar::day-selected:
   * @self: a calendar
   * @date: the day that was chosen, a midnight UTC
   *
   * A person chose a day.
   */
  signals[SIGNAL_DAY_SELECTED] =
      g_signal_new ("day-selected", SANERA_TYPE_CALENDAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_INT64);
}

static GtkWidget *
make_arrow (SaneraCalendar *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_weekdays (GtkGrid *grid)
{
  for (int column = 0; column < 7; column++)
    {
      g_autofree char *name =
          sanera_language_weekday ((sanera_language_first_weekday () - 1 + column) % 7 + 1);
      GtkWidget *label = gtk_label_new (name);

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (grid, label, column, 0, 1, 1);
    }
}

static void
sanera_calendar_init (SaneraCalendar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_center_box_new ();
  GtkWidget *grid = gtk_grid_new ();

  self->first = self->chosen = SANERA_INT_NULL;
  self->month_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->month_label), "heading");
  self->previous_button =
      make_arrow (self, "go-previous-symbolic", _ ("Previous month"), G_CALLBACK (previous_cb));
  gtk_center_box_set_start_widget (GTK_CENTER_BOX (head), self->previous_button);
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (head), GTK_WIDGET (self->month_label));
  gtk_center_box_set_end_widget (
      GTK_CENTER_BOX (head),
      make_arrow (self, "go-next-symbolic", _ ("Next month"), G_CALLBACK (next_cb)));

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 2);
  add_weekdays (GTK_GRID (grid));
  for (int i = 0; i < N_DAYS; i++)
    {
      self->days[i] = gtk_button_new ();
      gtk_widget_add_css_class (self->days[i], "flat");
      gtk_widget_add_css_class (self->days[i], "circular");
      gtk_widget_add_css_class (self->days[i], "numeric");
      g_signal_connect_object (self->days[i], "clicked", G_CALLBACK (day_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_grid_attach (GTK_GRID (grid), self->days[i], i % 7, i / 7 + 1, 1, 1);
    }

  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), grid);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_calendar_set_first:
 * @self: a calendar
 * @first: the first day that may be chosen
 */
void
sanera_calendar_set_first (SaneraCalendar *self, gint64 first)
{
  g_return_if_fail (SANERA_IS_CALENDAR (self));

  self->first = first;
}

/**
 * sanera_calendar_show_date:
 * @self: a calendar
 * @date: the chosen day, or %SANERA_INT_NULL: shows the month of the first one that may be chosen
 *
 * Shows the month of @date.
 */
void
sanera_calendar_show_date (SaneraCalendar *self, gint64 date)
{
  gint64 month;

  g_return_if_fail (SANERA_IS_CALENDAR (self));

  self->chosen = date;
  month = first_of_month (date != SANERA_INT_NULL && date >= self->first ? date : self->first, 0);
  if (month != SANERA_INT_NULL)
    show_month (self, month);
}

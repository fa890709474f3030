/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-visit-line.h"

#include <glib/gi18n.h>

#include "sanera-dashboard-queries.h"
#include "sanera-field.h"
#include "sanera-language.h"
#include "sanera-wrap-layout.h"

struct _SaneraVisitLine
{
  AdwBin parent_instance;

  gint64 since;
  GtkLabel *heading;
  GtkWidget *links[SANERA_VISIT_N_COUNTS];
  gint64 counts[SANERA_VISIT_N_COUNTS]; /* -1: not known yet */
  GtkLabel *nothing;
};

G_DEFINE_FINAL_TYPE (SaneraVisitLine, sanera_visit_line, ADW_TYPE_BIN)

static void
sanera_visit_line_class_init (SaneraVisitLineClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sanera_visit_line_init (SaneraVisitLine *self)
{
  GtkWidget *box = sanera_wrap_box_new (6);

  self->since = SANERA_INT_NULL;
  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_label_set_wrap (self->heading, TRUE);
  gtk_label_set_xalign (self->heading, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  for (guint i = 0; i < SANERA_VISIT_N_COUNTS; i++)
    {
      self->counts[i] = -1;
      self->links[i] = gtk_button_new_with_label ("");
      gtk_widget_add_css_class (self->links[i], "flat");
      gtk_widget_add_css_class (self->links[i], "sanera-visit-link");
      gtk_widget_set_visible (self->links[i], FALSE);
      gtk_box_append (GTK_BOX (box), self->links[i]);
    }
  self->nothing = GTK_LABEL (gtk_label_new (_ ("Nothing has changed")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->nothing));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Since your last visit"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static char *
describe (SaneraVisitCount count, gint64 n)
{
  g_autofree char *number = sanera_language_number (n);
  gulong plural = (gulong)n;

  switch (count)
    {
    case SANERA_VISIT_NEW:
      return g_strdup_printf (ngettext ("%s new recommendation", "%s new recommendations", plural),
                              number);
    case SANERA_VISIT_COMPLETED:
      return g_strdup_printf (ngettext ("%s activity completed", "%s activities completed", plural),
                              number);
    case SANERA_VISIT_REOPENED:
      return g_strdup_printf (ngettext ("%s activity reopened", "%s activities reopened", plural),
                              number);
    case SANERA_VISIT_OVERDUE:
    case SANERA_VISIT_N_COUNTS:
    default:
      return g_strdup_printf (
          ngettext ("%s activity became overdue", "%s activities became overdue", plural), number);
    }
}

static void
update_nothing (SaneraVisitLine *self)
{
  gboolean nothing = TRUE;

  for (guint i = 0; i < SANERA_VISIT_N_COUNTS; i++)
    nothing = nothing && self->counts[i] == 0;
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), nothing);
}

/**
 * sanera_visit_line_new:
 *
 * Returns: (transfer floating): the line, not visible before there is a last visit
 */
GtkWidget *
sanera_visit_line_new (void)
{
  return g_object_new (SANERA_TYPE_VISIT_LINE, NULL);
}

/**
 * sanera_visit_line_set_visit:
 * @self: the line
 * @since: until when the last visit knew the fleet, %SANERA_INT_NULL: this is the first
 */
void
sanera_visit_line_set_visit (SaneraVisitLine *self, gint64 since)
{
  g_autofree char *moment = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SANERA_IS_VISIT_LINE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), since != SANERA_INT_NULL);
  if (self->since == since)
    return;

  self->since = since;
  moment = sanera_language_datetime (since);
  /* Translators: %s is a date and time; what has changed follows */
  text = g_strdup_printf (_ ("Since your last visit (%s)"), moment);
  gtk_label_set_label (self->heading, text);
  for (guint i = 0; i < SANERA_VISIT_N_COUNTS; i++)
    {
      self->counts[i] = -1;
      gtk_widget_set_visible (self->links[i], FALSE);
    }
  update_nothing (self);
}

/**
 * sanera_visit_line_set_count:
 * @self: the line
 * @count: what is counted
 * @n: how many there are
 * @now: the time, microseconds
 *
 * Shows a count, as a link to just those rows; what is none is not shown.
 */
void
sanera_visit_line_set_count (SaneraVisitLine *self, SaneraVisitCount count, gint64 n, gint64 now)
{
  g_autoptr (SaneraQuery) query = sanera_visit_line_create_query (count, self->since, now);
  g_autofree char *text = sanera_query_to_string (query);
  g_autofree char *label = describe (count, n);
  GtkWidget *link;

  g_return_if_fail (SANERA_IS_VISIT_LINE (self));
  g_return_if_fail (count < SANERA_VISIT_N_COUNTS);

  link = self->links[count];
  self->counts[count] = n;
  gtk_button_set_label (GTK_BUTTON (link), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (link), "(ss)",
                                    count == SANERA_VISIT_NEW ? "recommendations" : "remediation",
                                    text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (link), "win.show-query");
  gtk_widget_set_visible (link, n > 0);
  update_nothing (self);
}

/**
 * sanera_visit_line_create_query:
 * @count: what is counted
 * @since: until when the last visit knew the fleet
 * @now: the time, microseconds
 *
 * Returns: (transfer full): the rows that are counted, and that the link opens
 */
SaneraQuery *
sanera_visit_line_create_query (SaneraVisitCount count, gint64 since, gint64 now)
{
  switch (count)
    {
    case SANERA_VISIT_NEW:
      return sanera_dashboard_query_new_recommendations (since);
    case SANERA_VISIT_COMPLETED:
      return sanera_dashboard_query_changed ("completed", since);
    case SANERA_VISIT_REOPENED:
      return sanera_dashboard_query_changed ("reopened", since);
    case SANERA_VISIT_OVERDUE:
    case SANERA_VISIT_N_COUNTS:
    default:
      return sanera_dashboard_query_overdue_since (since, now);
    }
}

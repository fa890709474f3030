/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-top-card.h"

#include <glib/gi18n.h>

#include "sanera-card.h"
#include "sanera-dashboard-queries.h"
#include "sanera-language.h"
#include "sanera-top-row.h"

struct _SaneraTopCard
{
  AdwBin parent_instance;

  const char *page_id;
  SaneraList list;
  SaneraCard *card;
  GtkListBox *rows;
  GtkWidget *empty;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (SaneraTopCard, sanera_top_card, ADW_TYPE_BIN)

/* Document sentence [156]: an entry leads to its page, with its flyout open. */
static void
row_activated_cb (GtkListBox *rows, GtkListBoxRow *row, gpointer user_data)
{
  SaneraTopCard *self = SANERA_TOP_CARD (user_data);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "(ss)", self->page_id,
                              sanera_top_row_get_id (GTK_WIDGET (row)));
}

static void
more_clicked_cb (GtkButton *button, gpointer user_data)
{
  SaneraTopCard *self = SANERA_TOP_CARD (user_data);
  g_autoptr (SaneraQuery) query = NULL;
  g_autofree char *text = NULL;

  if (self->list == SANERA_LIST_RECOMMENDATIONS)
    query = sanera_dashboard_query_recommendations ();
  else
    {
      g_autoptr (SaneraQuery) urgent = sanera_dashboard_query_activities (g_get_real_time ());

      /* The page's own order begins with what is overdue too, and its heads can name it. */
      query = sanera_query_with_order (urgent, NULL, FALSE);
    }
  text = sanera_query_to_string (query);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-query", "(ss)", self->page_id, text);
}

static void
sanera_top_card_class_init (SaneraTopCardClass *klass)
{
}

static void
sanera_top_card_init (SaneraTopCard *self)
{
}

/**
 * sanera_top_card_new:
 * @list: %SANERA_LIST_RECOMMENDATIONS or %SANERA_LIST_ACTIVITIES
 *
 * Returns: (transfer floating): the card, without rows
 */
GtkWidget *
sanera_top_card_new (SaneraList list)
{
  SaneraTopCard *self = g_object_new (SANERA_TYPE_TOP_CARD, NULL);
  gboolean activities = list == SANERA_LIST_ACTIVITIES;
  const char *title =
      activities ? _ ("Top remediation activities") : _ ("Top security recommendations");

  self->list = list;
  self->page_id = activities ? "remediation" : "recommendations";
  self->card = SANERA_CARD (sanera_card_new (title));
  if (activities)
    gtk_label_set_label (GTK_LABEL (sanera_card_append_text (self->card, "sanera-facts")),
                         _ ("Activities generated from security recommendations"));
  self->empty = sanera_card_append_text (self->card, NULL);
  gtk_label_set_label (GTK_LABEL (self->empty),
                       activities ? _ ("No remediation activity is in progress.")
                                  : _ ("No device is exposed to anything that is known."));
  gtk_widget_set_visible (self->empty, FALSE);
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_list_box_set_show_separators (self->rows, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "sanera-top-rows");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_signal_connect (self->rows, "row-activated", G_CALLBACK (row_activated_cb), self);
  sanera_card_append (self->card, GTK_WIDGET (self->rows));
  self->more = sanera_card_add_button (self->card, _ ("Show more"));
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));

  return GTK_WIDGET (self);
}

/* The place of the row that has the focus, -1: none. */
static int
find_focus (SaneraTopCard *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->rows));

  return GTK_IS_LIST_BOX_ROW (focus) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
}

/**
 * sanera_top_card_set_rows:
 * @self: a card
 * @records: (element-type SaneraRecord): the rows to show
 * @total: how many there are
 * @context: what their words depend on
 *
 * Shows other rows. The focus stays at its place.
 */
void
sanera_top_card_set_rows (SaneraTopCard *self,
                          GPtrArray *records,
                          gint64 total,
                          const SaneraCellContext *context)
{
  int focus;
  GtkWidget *child;
  g_autofree char *shown = sanera_language_number (records->len);
  g_autofree char *all = sanera_language_number (total);
  g_autofree char *note = g_strdup_printf ("%s / %s", shown, all);
  /* Translators: beside a list of the first few: "5 of 403 shown" */
  g_autofree char *spoken = g_strdup_printf (_ ("%s of %s shown"), shown, all);

  g_return_if_fail (SANERA_IS_TOP_CARD (self));

  focus = find_focus (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; i < records->len; i++)
    gtk_list_box_append (self->rows, sanera_top_row_new (records->pdata[i], context));
  if (focus >= 0 && records->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (
        gtk_list_box_get_row_at_index (self->rows, MIN (focus, (int)records->len - 1))));

  gtk_widget_set_visible (GTK_WIDGET (self->rows), records->len > 0);
  gtk_widget_set_visible (self->empty, records->len == 0);
  gtk_widget_set_visible (self->more, records->len > 0);
  sanera_card_set_note (self->card, records->len > 0 ? note : NULL,
                        records->len > 0 ? spoken : NULL);
}

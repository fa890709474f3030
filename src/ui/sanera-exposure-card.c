/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exposure-card.h"

#include <glib/gi18n.h>

#include "sanera-card.h"
#include "sanera-chart.h"
#include "sanera-gauge.h"
#include "sanera-line-chart.h"
#include "sanera-score-words.h"
#include "sanera-time.h"

struct _SaneraExposureCard
{
  AdwBin parent_instance;

  GtkWidget *gauge;
  GtkLabel *number;
  GtkLabel *level;
  GtkLabel *basis;
  GtkWidget *chart;
  GtkLabel *change;
  GtkWidget *help; /* how our own server calculates it */
};

G_DEFINE_FINAL_TYPE (SaneraExposureCard, sanera_exposure_card, ADW_TYPE_BIN)

static void
sanera_exposure_card_class_init (SaneraExposureCardClass *klass)
{
}

/* The number and its level stand inside the half ring. */
static GtkWidget *
create_gauge (SaneraExposureCard *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->gauge = sanera_gauge_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->gauge);
  self->number = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "title-1");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  self->level = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->number));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->level));
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), box);
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (overlay), box, TRUE);

  return overlay;
}

static void
sanera_exposure_card_init (SaneraExposureCard *self)
{
  SaneraCard *card = SANERA_CARD (sanera_card_new (_ ("Exposure score")));
  GtkWidget *caption;

  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (card));
  sanera_card_append (card, create_gauge (self));
  self->basis = GTK_LABEL (sanera_card_append_text (card, NULL));
  gtk_label_set_xalign (self->basis, 0.5f);
  gtk_label_set_justify (self->basis, GTK_JUSTIFY_CENTER);
  caption = sanera_card_append_text (card, "caption-heading");
  gtk_label_set_label (GTK_LABEL (caption), _ ("Last 30 days"));
  self->chart = sanera_line_chart_new ();
  sanera_card_append (card, self->chart);
  self->change = GTK_LABEL (sanera_card_append_text (card, NULL));
  self->help = sanera_card_add_help (
      card, _ ("How is this calculated?"),
      _ ("Each open recommendation weighs on a device by the worst of its weaknesses there: the "
         "CVSS "
         "score divided by 10, and half of that as long as no exploit is public. With s as the sum "
         "of these weights the device is exposed by s / (s + 10).\n\n"
         "The exposure score is 100 times the mean of all devices that were assessed in the last "
         "30 "
         "days. 0 to 29 is low, 30 to 69 medium, 70 to 100 high. Without such a device there is no "
         "data, which is not the same as 0.\n\n"
         "An exception lowers the score only when its justification is third party control or "
         "alternate mitigation."));
}

/**
 * sanera_exposure_card_new:
 *
 * Returns: (transfer floating): the card, without figures
 */
GtkWidget *
sanera_exposure_card_new (void)
{
  return g_object_new (SANERA_TYPE_EXPOSURE_CARD, NULL);
}

/**
 * sanera_exposure_card_set_info:
 * @self: the card
 * @info: what is known of the fleet
 * @now: the time, microseconds
 */
void
sanera_exposure_card_set_info (SaneraExposureCard *self, const SaneraCacheInfo *info, gint64 now)
{
  SaneraExposureLevel level = sanera_exposure_level (info->exposure_score);
  g_autofree char *number = sanera_score_words_number (info->exposure_score);
  g_autofree char *spoken = sanera_score_words_exposure (info);
  g_autofree char *basis = sanera_score_words_basis (info, now);
  g_autofree char *change = sanera_score_words_change (info);
  g_autofree char *line = NULL;

  g_return_if_fail (SANERA_IS_EXPOSURE_CARD (self));

  gtk_widget_set_visible (self->help, !info->tenant);

  sanera_gauge_set_score (SANERA_GAUGE (self->gauge), info->exposure_score);
  sanera_chart_set_text (self->gauge, spoken);
  gtk_label_set_label (self->number, number);
  gtk_widget_set_visible (GTK_WIDGET (self->number), level != SANERA_EXPOSURE_LEVEL_NONE);
  gtk_label_set_label (self->level, sanera_score_words_level (level));
  gtk_label_set_label (self->basis, basis);

  sanera_line_chart_set_days (SANERA_LINE_CHART (self->chart), info->history,
                              sanera_time_floor_day (now));
  /* Translators: the text for a line chart; %s says how the score has changed: "2.3 points lower
     than on 24 Oct 2026" */
  line = g_strdup_printf (_ ("Exposure score over time: %s"), change);
  sanera_chart_set_text (self->chart, line);
  gtk_label_set_label (self->change, change);
}

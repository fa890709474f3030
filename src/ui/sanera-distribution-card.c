/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-distribution-card.h"

#include <glib/gi18n.h>

#include "sanera-card.h"
#include "sanera-chart.h"
#include "sanera-language.h"
#include "sanera-ring.h"
#include "sanera-score-words.h"
#include "sanera-swatch.h"

struct _SaneraDistributionCard
{
  AdwBin parent_instance;

  GtkWidget *ring;
  GtkWidget *buttons[SANERA_EXPOSURE_LEVEL_HIGH + 1]; /* by level */
  GtkLabel *counts[SANERA_EXPOSURE_LEVEL_HIGH + 1];
};

G_DEFINE_FINAL_TYPE (SaneraDistributionCard, sanera_distribution_card, ADW_TYPE_BIN)

static void
sanera_distribution_card_class_init (SaneraDistributionCardClass *klass)
{
}

/* The devices of one level. */
static char *
create_query (SaneraExposureLevel level)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_DEVICES);
  g_autoptr (SaneraQuery) chosen = sanera_query_with_filter (
      all, "exposureLevel", (const char *const[]){ sanera_exposure_level_nick (level), NULL });

  return sanera_query_to_string (chosen);
}

static GtkWidget *
create_legend_row (SaneraDistributionCard *self, SaneraExposureLevel level)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (sanera_score_words_level (level));
  GtkWidget *count = gtk_label_new (NULL);
  g_autofree char *query = create_query (level);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (line), sanera_swatch_new (level));
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), count);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sanera-card-row");
  gtk_widget_set_tooltip_text (button, _ ("Show these devices"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", "devices", query);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-query");
  self->buttons[level] = button;
  self->counts[level] = GTK_LABEL (count);

  return button;
}

static void
sanera_distribution_card_init (SaneraDistributionCard *self)
{
  SaneraCard *card = SANERA_CARD (sanera_card_new (_ ("Device exposure distribution")));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  guint n_levels;
  const SaneraExposureLevel *levels = sanera_ring_get_order (&n_levels);

  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (card));
  self->ring = sanera_ring_new ();
  gtk_widget_set_valign (self->ring, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->ring);
  for (guint i = 0; i < n_levels; i++)
    gtk_box_append (GTK_BOX (legend), create_legend_row (self, levels[i]));
  gtk_widget_set_hexpand (legend, TRUE);
  gtk_widget_set_valign (legend, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), legend);
  gtk_widget_set_vexpand (box, TRUE);
  sanera_card_append (card, box);
}

/**
 * sanera_distribution_card_new:
 *
 * Returns: (transfer floating): the card, without figures
 */
GtkWidget *
sanera_distribution_card_new (void)
{
  return g_object_new (SANERA_TYPE_DISTRIBUTION_CARD, NULL);
}

/**
 * sanera_distribution_card_set_info:
 * @self: the card
 * @info: what is known of the fleet
 */
void
sanera_distribution_card_set_info (SaneraDistributionCard *self, const SaneraCacheInfo *info)
{
  g_autofree char *text = sanera_score_words_distribution (info);

  g_return_if_fail (SANERA_IS_DISTRIBUTION_CARD (self));

  sanera_ring_set_levels (SANERA_RING (self->ring), info->exposure_levels);
  sanera_chart_set_text (self->ring, text);
  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    {
      gint64 count = info->exposure_levels[i];
      g_autofree char *number = sanera_language_number (count);
      g_autofree char *spoken =
          /* Translators: a level of exposure and how many devices have it: "High: 12 devices" */
          g_strdup_printf (ngettext ("%s: %s device", "%s: %s devices", (gulong)count),
                           sanera_score_words_level ((SaneraExposureLevel)i), number);

      gtk_label_set_label (self->counts[i], number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    }
}

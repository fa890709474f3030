/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-configuration-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sanera-card.h"
#include "sanera-enums.h"
#include "sanera-language.h"
#include "sanera-progress-bar.h"
#include "sanera-score-words.h"
#include "sanera-words.h"

/* Bars count in whole numbers. */
#define PARTS 100.0

struct _SaneraConfigurationCard
{
  AdwBin parent_instance;

  GtkLabel *share;
  GtkLabel *points;
  GtkBox *categories;
  GtkLabel *empty;
  GtkWidget *help; /* how our own server calculates it */
};

G_DEFINE_FINAL_TYPE (SaneraConfigurationCard, sanera_configuration_card, ADW_TYPE_BIN)

static void
sanera_configuration_card_class_init (SaneraConfigurationCardClass *klass)
{
}

static void
sanera_configuration_card_init (SaneraConfigurationCard *self)
{
  SaneraCard *card = SANERA_CARD (sanera_card_new (_ ("Configuration score")));

  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (card));
  self->share = GTK_LABEL (sanera_card_append_text (card, "title-1"));
  gtk_widget_add_css_class (GTK_WIDGET (self->share), "numeric");
  self->points = GTK_LABEL (sanera_card_append_text (card, NULL));
  self->empty = GTK_LABEL (sanera_card_append_text (card, NULL));
  gtk_label_set_label (self->empty, _ ("There is no recommendation to change a configuration."));
  self->categories = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  sanera_card_append (card, GTK_WIDGET (self->categories));
  self->help = sanera_card_add_help (
      card, _ ("How is this calculated?"),
      _ ("Each recommendation to change a configuration is worth up to 10 points, by its severity. "
         "They are reached for the share of its devices on which it has been carried out. The "
         "score is the points reached of all points possible: the higher, the better."));
}

/* The recommendations of a category that are still to be carried out. */
static char *
create_query (const char *category)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) open = sanera_query_with_filter (
      all, "status", (const char *const[]){ "Active", "PartialException", NULL });
  g_autoptr (SaneraQuery) exposed =
      sanera_query_with_filter (open, "exposed", (const char *const[]){ "yes", NULL });
  g_autoptr (SaneraQuery) changes = sanera_query_with_filter (
      exposed, "remediationType", (const char *const[]){ "ConfigurationChange", NULL });
  g_autoptr (SaneraQuery) chosen = sanera_query_with_filter (
      changes, "recommendationCategory", (const char *const[]){ category, NULL });
  g_autoptr (SaneraQuery) ordered = sanera_query_with_order (chosen, "configScoreImpact", TRUE);

  return sanera_query_to_string (ordered);
}

static GtkWidget *
create_category (const SaneraCategoryScore *score)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *title =
      *score->category != '\0'
          ? sanera_words_label (&sanera_recommendation_category_enum, score->category)
          : C_ ("category", "Other");
  g_autofree char *points = sanera_score_words_points (score->points, score->possible);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", title, points);
  g_autofree char *query = create_query (score->category);
  GtkWidget *name = gtk_label_new (title);
  GtkWidget *numbers = gtk_label_new (points);
  GtkWidget *bar = sanera_progress_bar_new ();

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (numbers, "numeric");
  gtk_label_set_wrap (GTK_LABEL (numbers), TRUE);
  gtk_label_set_xalign (GTK_LABEL (numbers), 1);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), numbers);
  sanera_progress_bar_set_progress (SANERA_PROGRESS_BAR (bar),
                                    (gint64)round (score->points * PARTS),
                                    (gint64)round ((score->possible - score->points) * PARTS), 0);
  sanera_progress_bar_set_text (SANERA_PROGRESS_BAR (bar), spoken);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), bar);

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sanera-card-row");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", "recommendations", query);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-query");
  gtk_widget_set_tooltip_text (button, _ ("Show these recommendations"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return button;
}

/**
 * sanera_configuration_card_new:
 *
 * Returns: (transfer floating): the card, without figures
 */
GtkWidget *
sanera_configuration_card_new (void)
{
  return g_object_new (SANERA_TYPE_CONFIGURATION_CARD, NULL);
}

/**
 * sanera_configuration_card_set_info:
 * @self: the card
 * @info: what is known of the fleet
 */
void
sanera_configuration_card_set_info (SaneraConfigurationCard *self, const SaneraCacheInfo *info)
{
  const gboolean tenant = info->tenant && info->categories->len > 0;
  gboolean any = tenant || info->configuration_possible > 0;
  g_autofree char *share = NULL;
  g_autofree char *points = NULL;
  GtkWidget *child;

  g_return_if_fail (SANERA_IS_CONFIGURATION_CARD (self));

  gtk_widget_set_visible (self->help, !info->tenant);

  if (tenant)
    {
      share = sanera_language_decimal (info->configuration_points, 0);
      points = g_strdup (_ ("Points, as Microsoft Defender counts them. Of how many is not told."));
    }
  else if (any)
    {
      share = sanera_language_percent (info->configuration_points / info->configuration_possible);
      points = sanera_score_words_points (info->configuration_points, info->configuration_possible);
    }
  gtk_label_set_label (self->share, any ? share : _ ("No data"));
  gtk_label_set_label (self->points, any ? points : "");
  gtk_widget_set_visible (GTK_WIDGET (self->points), any);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), !any && !info->tenant);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->categories))) != NULL)
    gtk_box_remove (self->categories, child);
  for (guint i = 0; !tenant && i < info->categories->len; i++)
    gtk_box_append (self->categories, create_category (g_ptr_array_index (info->categories, i)));
}

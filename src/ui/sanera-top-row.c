/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-top-row.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-language.h"
#include "sanera-progress-bar.h"
#include "sanera-recommendation.h"
#include "sanera-words.h"

#define ID_DATA "sanera-id"
#define BAR_WIDTH 96

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
create_row (SaneraRecord *record, GtkWidget *content, const char *spoken)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), ID_DATA, g_strdup (sanera_record_get_id (record)),
                          g_free);
  return row;
}

static GtkWidget *
create_recommendation (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRecommendationData *data =
      sanera_recommendation_get_data (SANERA_RECOMMENDATION (record));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *title = sanera_words_recommendation_title (data, FALSE);
  g_autofree char *exposed = sanera_language_number_short (data->exposed_machines_count);
  g_autofree char *total = sanera_language_number_short (data->total_machine_count);
  g_autofree char *devices =
      /* Translators: exposed devices and all that have the component: "7 of 37 devices exposed" */
      g_strdup_printf (ngettext ("%s of %s device exposed", "%s of %s devices exposed",
                                 (gulong)data->total_machine_count),
                       exposed, total);
  g_autofree char *impact =
      sanera_words_impact (data->exposure_sum, context->device_count, data->config_score_impact);
  /* Translators: how far the exposure score falls: "Impact ▼7.67" */
  g_autofree char *impact_words = g_strdup_printf (_ ("Impact %s"), impact);
  const char *type = sanera_words_label (&sanera_remediation_type_enum, data->remediation_type);
  g_autofree char *facts = g_strdup_printf ("%s · %s · %s", devices, impact_words, type);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, facts);

  gtk_box_append (GTK_BOX (box), create_label (title, NULL));
  gtk_box_append (GTK_BOX (box), create_label (facts, "sanera-facts"));
  return create_row (record, box, spoken);
}

/* By words and a sign, not by colour alone. */
static GtkWidget *
create_overdue (const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_widget_add_css_class (box, "error");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), create_label (words, "sanera-facts"));
  return box;
}

static GtkWidget *
create_activity (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = sanera_activity_get_data (SANERA_ACTIVITY (record));
  gboolean overdue = sanera_words_is_overdue (data, context->now);
  gboolean shown = sanera_activity_has_progress (data) && sanera_words_is_assessed (data);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *numbers;
  g_autofree char *title = sanera_words_activity_title (data, FALSE);
  g_autofree char *progress = data->local_state != NULL ? sanera_activity_describe_state (data)
                                                        : sanera_words_progress (data);
  g_autofree char *full = sanera_activity_describe_progress (data);
  g_autofree char *remaining = overdue ? sanera_words_remaining (data, context->now) : NULL;
  g_autofree char *spoken = g_strdup_printf ("%s. %s%s%s", title, overdue ? remaining : "",
                                             overdue ? ". " : "", shown ? full : progress);

  gtk_box_append (GTK_BOX (box), create_label (title, NULL));
  if (overdue)
    gtk_box_append (GTK_BOX (line), create_overdue (remaining));
  numbers = create_label (progress, "sanera-facts");
  gtk_widget_add_css_class (numbers, "numeric");
  /* Beside the bar in every row, so that they can be compared. */
  gtk_label_set_xalign (GTK_LABEL (numbers), shown || overdue ? 1.f : 0.f);
  gtk_widget_set_hexpand (numbers, TRUE);
  gtk_box_append (GTK_BOX (line), numbers);
  if (shown)
    {
      GtkWidget *bar = sanera_progress_bar_new ();

      gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
      gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
      sanera_progress_bar_set_progress (SANERA_PROGRESS_BAR (bar), data->fixed_devices,
                                        sanera_activity_get_exposed (data), data->unknown_devices);
      sanera_progress_bar_set_text (SANERA_PROGRESS_BAR (bar), full);
      gtk_box_append (GTK_BOX (line), bar);
    }
  gtk_box_append (GTK_BOX (box), line);
  return create_row (record, box, spoken);
}

/**
 * sanera_top_row_new:
 * @record: a recommendation or an activity
 * @context: what its words depend on
 *
 * A row of a card of the dashboard. Of a recommendation: title, exposed devices, impact, type; of
 * an activity: title, how long it is overdue, progress in numbers and as a bar [155].
 *
 * Returns: (transfer floating): a GtkListBoxRow
 */
GtkWidget *
sanera_top_row_new (SaneraRecord *record, const SaneraCellContext *context)
{
  g_return_val_if_fail (SANERA_IS_RECORD (record), NULL);

  return SANERA_IS_ACTIVITY (record) ? create_activity (record, context)
                                     : create_recommendation (record, context);
}

/**
 * sanera_top_row_get_id:
 * @row: a row
 *
 * Returns: (transfer none): the id of its record
 */
const char *
sanera_top_row_get_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), ID_DATA);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-progress.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-activity-rules.h"
#include "sanera-child-list.h"
#include "sanera-device.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-progress-bar.h"
#include "sanera-sources.h"
#include "sanera-words.h"

/* Why devices are not fixed, and those that are. */
typedef enum
{
  GROUP_EXPOSED,
  GROUP_FAILED,
  GROUP_NOT_SEEN,
  GROUP_FIXED,
  N_GROUPS,
} Group;

struct _SaneraActivityProgress
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkLabel *state;
  GtkWidget *bar;
  GtkLabel *legend;
  GtkLabel *left; /* how many were still exposed when somebody completed it */
  GtkLabel *new_devices;
  SaneraChildList *groups[N_GROUPS];
};

G_DEFINE_FINAL_TYPE (SaneraActivityProgress, sanera_activity_progress, ADW_TYPE_BIN)

static const char *const failed_reasons[] = { "assessmentFailed", NULL };
static const char *const not_seen_reasons[] = { "notInLatestReport", "notAssessedFor30Days",
                                                "neverAssessed", NULL };

static const struct
{
  const char *title;
  const char *state;
  const char *const *reasons; /* NULL: whatever the reason */
} groups[N_GROUPS] = {
  [GROUP_EXPOSED] = { N_ ("Still exposed"), "exposed", NULL },
  [GROUP_FAILED] = { N_ ("Assessment failed"), "unknown", failed_reasons },
  [GROUP_NOT_SEEN] = { N_ ("Not seen since"), "unknown", not_seen_reasons },
  [GROUP_FIXED] = { NC_ ("devices", "Fixed"), "fixed", NULL },
};

static void
describe_device (SaneraRecord *record, SaneraChildRow *row)
{
  const SaneraDeviceData *data = sanera_device_get_data (SANERA_DEVICE (record));
  g_autoptr (GString) detail = g_string_new (sanera_words_device_group (data->rbac_group_name));
  g_autofree char *sources = sanera_sources_describe (data->sources);

  row->title = g_strdup (data->computer_dns_name);
  row->uri = g_strconcat ("sanera:", data->id, NULL);
  if (g_strcmp0 (data->state_reason, "notInLatestReport") == 0)
    g_string_append_printf (detail, " · %s", _ ("The latest report leaves it out"));
  else if (g_strcmp0 (data->state_reason, "neverAssessed") == 0)
    g_string_append_printf (detail, " · %s", _ ("Never assessed"));
  if (data->last_assessed_on != SANERA_INT_NULL)
    {
      g_autofree char *age = sanera_language_relative (data->last_assessed_on, g_get_real_time ());

      g_string_append (detail, " · ");
      /* Translators: %s is a time: "2 hours ago" */
      g_string_append_printf (detail, _ ("last assessed %s"), age);
    }
  if (sources != NULL)
    g_string_append_printf (detail, "\n%s", sources);
  row->detail = g_string_free (g_steal_pointer (&detail), FALSE);
}

static void
open_device_cb (SaneraChildList *list, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (list), "win.show-record", "(ss)", "devices", id);
}

static GtkLabel *
append_label (SaneraActivityProgress *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (self->box, label);
  return GTK_LABEL (label);
}

static void
sanera_activity_progress_class_init (SaneraActivityProgressClass *klass)
{
}

static void
sanera_activity_progress_init (SaneraActivityProgress *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->state = append_label (self);
  self->bar = sanera_progress_bar_new ();
  gtk_box_append (self->box, self->bar);
  self->legend = append_label (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->legend), "caption");
  self->left = append_label (self);
  self->new_devices = append_label (self);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      const char *title = i == GROUP_FIXED ? C_ ("devices", "Fixed") : gettext (groups[i].title);

      self->groups[i] = sanera_child_list_new (title, describe_device);
      sanera_child_list_set_copy (self->groups[i], _ ("Copy device names"), "computerDnsName");
      g_signal_connect (self->groups[i], "open", G_CALLBACK (open_device_cb), NULL);
      gtk_box_append (self->box, GTK_WIDGET (self->groups[i]));
    }
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

/**
 * sanera_activity_progress_new:
 *
 * Returns: (transfer floating): the section, of no activity
 */
SaneraActivityProgress *
sanera_activity_progress_new (void)
{
  return g_object_new (SANERA_TYPE_ACTIVITY_PROGRESS, NULL);
}

/**
 * sanera_activity_progress_show:
 * @self: the section
 * @connection: (nullable): where the activity is
 * @id: (nullable): which one
 *
 * Says whose devices are listed. They are fetched when somebody opens a list.
 */
void
sanera_activity_progress_show (SaneraActivityProgress *self,
                               SaneraConnection *connection,
                               const char *id)
{
  g_return_if_fail (SANERA_IS_ACTIVITY_PROGRESS (self));

  for (guint i = 0; i < N_GROUPS; i++)
    {
      g_autoptr (SaneraQuery) query = NULL;

      if (id != NULL)
        {
          g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITY_DEVICES);
          g_autoptr (SaneraQuery) of_activity = sanera_query_with_parent (all, id);

          query = sanera_query_with_filter (of_activity, "state",
                                            (const char *const[]){ groups[i].state, NULL });
          if (groups[i].reasons != NULL)
            {
              g_autoptr (SaneraQuery) of_state = g_steal_pointer (&query);

              query = sanera_query_with_filter (of_state, "stateReason", groups[i].reasons);
            }
        }
      sanera_child_list_show (self->groups[i], connection, query);
    }
}

/* Whether the server says which devices are fixed, exposed and unknown: a tenant tells how many are
 * fixed, and which ones are exposed. */
static gboolean
is_told (const SaneraActivityData *data)
{
  return data->unknown_devices != SANERA_INT_NULL || data->exposed_devices != SANERA_INT_NULL;
}

static void
update_legend (SaneraActivityProgress *self, const SaneraActivityData *data)
{
  g_autofree char *fixed = sanera_language_number (data->fixed_devices);
  g_autofree char *exposed = sanera_language_number (sanera_activity_get_exposed (data));
  g_autofree char *unknown = sanera_language_number (MAX (data->unknown_devices, 0));
  /* Translators: legend of a bar; of devices */
  g_autofree char *fixed_text = g_strdup_printf (_ ("Fixed: %s"), fixed);
  /* Translators: legend of a bar; of devices */
  g_autofree char *exposed_text = g_strdup_printf (_ ("Exposed: %s"), exposed);
  /* Translators: legend of a bar; of devices */
  g_autofree char *unknown_text = g_strdup_printf (_ ("Unknown: %s"), unknown);
  g_autofree char *legend =
      is_told (data)
          ? g_strdup_printf ("■ %s   ▨ %s   □ %s", fixed_text, unknown_text, exposed_text)
          : g_strdup_printf ("■ %s   □ %s", fixed_text, exposed_text);

  sanera_flyout_set_text (self->legend, legend);
}

/* Rule R6: one completed by hand stays so, and says what was left. */
static void
update_left (SaneraActivityProgress *self, const SaneraActivityData *data)
{
  gint64 left = sanera_activity_get_exposed (data);
  gboolean shown = sanera_activity_data_get_completed_by (data) == SANERA_COMPLETED_BY_PERSON &&
                   !sanera_activity_is_withdrawn (data) && left > 0;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->left), shown);
  if (!shown)
    return;
  number = sanera_language_number (left);
  text = g_strdup_printf (ngettext ("%s device was still exposed when it was completed",
                                    "%s devices were still exposed when it was completed",
                                    (gulong)left),
                          number);
  sanera_flyout_set_text (self->left, text);
}

static void
update_new_devices (SaneraActivityProgress *self, const SaneraActivityData *data)
{
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->new_devices), data->new_devices > 0);
  if (data->new_devices <= 0)
    return;
  number = sanera_language_number (data->new_devices);
  text = g_strdup_printf (ngettext ("%s more device since the request",
                                    "%s more devices since the request", (gulong)data->new_devices),
                          number);
  sanera_flyout_set_text (self->new_devices, text);
}

static void
update_groups (SaneraActivityProgress *self, const SaneraActivityData *data, gboolean shown)
{
  gboolean unknown = shown && data->unknown_devices > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->groups[GROUP_EXPOSED]), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[GROUP_FAILED]), unknown);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[GROUP_NOT_SEEN]), unknown);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[GROUP_FIXED]),
                          shown && is_told (data) && data->fixed_devices > 0);
  if (!shown)
    return;
  /* How the unknown ones divide is known with their list. */
  sanera_child_list_set_count (self->groups[GROUP_EXPOSED], sanera_activity_get_exposed (data));
  sanera_child_list_set_count (self->groups[GROUP_FAILED], -1);
  sanera_child_list_set_count (self->groups[GROUP_NOT_SEEN], -1);
  sanera_child_list_set_count (self->groups[GROUP_FIXED], data->fixed_devices);
}

/**
 * sanera_activity_progress_update:
 * @self: the section
 * @data: the activity as it is now
 *
 * Shows its numbers. By R1 there is no bar and no 0 where nothing can be watched, but "–".
 */
void
sanera_activity_progress_update (SaneraActivityProgress *self, const SaneraActivityData *data)
{
  gboolean shown;
  g_autofree char *progress = NULL;
  g_autofree char *state = NULL;
  g_autofree char *status = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (SANERA_IS_ACTIVITY_PROGRESS (self));
  g_return_if_fail (data != NULL);

  shown = sanera_activity_has_progress (data);
  progress = sanera_words_progress (data);
  words = sanera_activity_describe_progress (data);
  status = sanera_activity_describe_state (data);
  if (sanera_activity_data_is_unsent (data))
    state = g_steal_pointer (&status);
  else
    /* Translators: the state of an activity and its progress: "In progress, 488 / 28.5k" */
    state = g_strdup_printf (C_ ("progress", "%s, %s"), status, progress);
  sanera_flyout_set_text (self->state, state);

  gtk_widget_set_visible (self->bar, shown);
  sanera_progress_bar_set_progress (SANERA_PROGRESS_BAR (self->bar), data->fixed_devices,
                                    sanera_activity_get_exposed (data), data->unknown_devices);
  sanera_progress_bar_set_text (SANERA_PROGRESS_BAR (self->bar), words);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), shown);
  if (shown)
    update_legend (self, data);
  update_left (self, data);
  update_new_devices (self, data);
  update_groups (self, data, shown);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-export.h"

#include <glib/gi18n.h>

#include "sanera-activity-columns.h"
#include "sanera-device.h"
#include "sanera-words.h"

/* A line of the file is one device; what is said of the activity stands on each of them, so that a
 * table can be filtered and several files be put together. */

typedef struct
{
  const char *title; /* marked */
  const char *context; /* of the title, NULL: none */
  void (*write) (SaneraCsv *csv, const SaneraActivityData *data);
} ActivityCell;

typedef struct
{
  const char *title; /* marked */
  const char *context; /* of the title, NULL: none */
  void (*write) (SaneraCsv *csv, const SaneraDeviceData *data);
} DeviceCell;

typedef struct
{
  const ActivityCell *cell;
  SaneraActivity *activity;
} BoundCell;

static void
add_label (SaneraCsv *csv, const SaneraEnum *values, const char *nick)
{
  sanera_csv_add_words (csv, g_strdup (sanera_words_label (values, nick)));
}

/* R1: of *attention required* there is nothing to be watched, and no date. */
static gboolean
is_attention (const SaneraActivityData *data)
{
  return sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) ==
         SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

static void
write_title (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_words (csv, sanera_words_activity_title (data, FALSE));
}

static void
write_type (SaneraCsv *csv, const SaneraActivityData *data)
{
  add_label (csv, &sanera_remediation_type_enum, data->type);
}

static void
write_component (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add (csv, data->related_component);
}

static void
write_state (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_words (csv, sanera_activity_describe_state (data));
}

static void
write_priority (SaneraCsv *csv, const SaneraActivityData *data)
{
  add_label (csv, &sanera_priority_enum, data->priority);
}

static void
write_target (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_int (csv, data->target_devices);
}

/* R1, R6: no numbers of what nobody watches, not even 0. */
static void
add_progress (SaneraCsv *csv, const SaneraActivityData *data, gint64 devices)
{
  gboolean shown = sanera_activity_has_progress (data) && sanera_words_is_assessed (data);

  sanera_csv_add_int (csv, shown ? devices : SANERA_INT_NULL);
}

static void
write_fixed (SaneraCsv *csv, const SaneraActivityData *data)
{
  add_progress (csv, data, data->fixed_devices);
}

static void
write_exposed (SaneraCsv *csv, const SaneraActivityData *data)
{
  add_progress (csv, data, sanera_activity_get_exposed (data));
}

static void
write_unknown (SaneraCsv *csv, const SaneraActivityData *data)
{
  add_progress (csv, data, data->unknown_devices);
}

static void
write_ticket (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_words (csv, sanera_words_ticket_status (data));
}

static void
write_due (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_date (csv, is_attention (data) ? SANERA_INT_NULL : data->due_on);
}

static void
write_created_on (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_time (csv, data->created_on);
}

static void
write_created_by (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add (csv, data->requester_email);
}

static void
write_completed_on (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_time (csv, data->completed_on);
}

static void
write_completed_by (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add_words (csv, sanera_words_completed_by (data));
}

static void
write_groups (SaneraCsv *csv, const SaneraActivityData *data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; data->rbac_group_names != NULL && data->rbac_group_names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list separator", ", ") : "",
                            sanera_words_device_group (data->rbac_group_names[i]));
  sanera_csv_add (csv, text->str);
}

static void
write_notes (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add (csv, data->requester_notes);
}

static void
write_id (SaneraCsv *csv, const SaneraActivityData *data)
{
  sanera_csv_add (csv, data->id);
}

static const ActivityCell activity_cells[] = {
  { N_ ("Remediation activity"), NULL, write_title },
  { N_ ("Remediation type"), NULL, write_type },
  { N_ ("Related component"), NULL, write_component },
  { N_ ("Status"), NULL, write_state },
  { N_ ("Priority"), NULL, write_priority },
  { N_ ("Devices"), NULL, write_target },
  { NC_ ("devices", "Fixed"), "devices", write_fixed },
  { NC_ ("devices", "Exposed"), "devices", write_exposed },
  { NC_ ("devices", "Unknown"), "devices", write_unknown },
  { N_ ("Ticket status"), NULL, write_ticket },
  { N_ ("Due date"), NULL, write_due },
  { N_ ("Created on"), NULL, write_created_on },
  { N_ ("Created by"), NULL, write_created_by },
  { N_ ("Completed on"), NULL, write_completed_on },
  { N_ ("Completed by"), NULL, write_completed_by },
  { N_ ("Device groups"), NULL, write_groups },
  { N_ ("Notes"), NULL, write_notes },
  { "ID", NULL, write_id },
};

static void
write_device_name (SaneraCsv *csv, const SaneraDeviceData *data)
{
  sanera_csv_add (csv, data->computer_dns_name);
}

static void
write_device_group (SaneraCsv *csv, const SaneraDeviceData *data)
{
  sanera_csv_add (csv, sanera_words_device_group (data->rbac_group_name));
}

static void
write_device_platform (SaneraCsv *csv, const SaneraDeviceData *data)
{
  sanera_csv_add_words (csv, g_strdup (sanera_words_os_platform (data->os_platform)));
}

static void
write_device_state (SaneraCsv *csv, const SaneraDeviceData *data)
{
  add_label (csv, &sanera_target_state_enum, data->state);
}

static void
write_device_version (SaneraCsv *csv, const SaneraDeviceData *data)
{
  sanera_csv_add (csv, data->installed_version);
}

static void
write_device_assessed (SaneraCsv *csv, const SaneraDeviceData *data)
{
  sanera_csv_add_time (csv, data->last_assessed_on);
}

static void
write_device_result (SaneraCsv *csv, const SaneraDeviceData *data)
{
  add_label (csv, &sanera_assessment_result_enum, data->last_assessment_result);
}

static const DeviceCell device_cells[] = {
  { N_ ("Device"), NULL, write_device_name },
  { N_ ("Device group"), NULL, write_device_group },
  { N_ ("OS platform"), NULL, write_device_platform },
  { N_ ("State of the device"), NULL, write_device_state },
  { N_ ("Installed version"), NULL, write_device_version },
  { N_ ("Last assessed"), NULL, write_device_assessed },
  { N_ ("Result of the assessment"), NULL, write_device_result },
};

static void
write_activity_cell (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  const BoundCell *bound = data;

  bound->cell->write (csv, sanera_activity_get_data (bound->activity));
}

static void
write_device_cell (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  const DeviceCell *cell = data;

  if (record != NULL)
    cell->write (csv, sanera_device_get_data (SANERA_DEVICE (record)));
  else
    sanera_csv_add (csv, NULL);
}

static void
bound_cell_free (gpointer data)
{
  BoundCell *bound = data;

  g_object_unref (bound->activity);
  g_free (bound);
}

static const char *
get_title (const char *title, const char *context)
{
  return context != NULL ? g_dpgettext2 (NULL, context, title) : gettext (title);
}

/**
 * sanera_activity_export_add_cells:
 * @export: an export of the devices of an activity
 * @activity: the activity, as it is now
 *
 * Adds what a spreadsheet gets of an activity and of each of its devices, document sentence [143].
 */
void
sanera_activity_export_add_cells (SaneraExport *export, SaneraActivity *activity)
{
  gpointer copy = sanera_noun_data_new (&sanera_activity_noun);
  g_autoptr (SaneraActivity) frozen = NULL;

  /* The activity of the list changes on the main thread; the file is written on another one. */
  sanera_noun_data_copy (&sanera_activity_noun, copy, sanera_activity_get_data (activity));
  frozen = SANERA_ACTIVITY (sanera_record_new (SANERA_TYPE_ACTIVITY, copy));
  for (guint i = 0; i < G_N_ELEMENTS (activity_cells); i++)
    {
      BoundCell *bound = g_new (BoundCell, 1);

      bound->cell = &activity_cells[i];
      bound->activity = g_object_ref (frozen);
      sanera_export_add_cell (export,
                              get_title (activity_cells[i].title, activity_cells[i].context),
                              write_activity_cell, bound, bound_cell_free);
    }
  sanera_activity_export_add_device_cells (export);
}

/**
 * sanera_activity_export_add_device_cells:
 * @export: an export of devices that have something to be fixed
 *
 * Adds what a spreadsheet gets of each of the devices.
 */
void
sanera_activity_export_add_device_cells (SaneraExport *export)
{
  for (guint i = 0; i < G_N_ELEMENTS (device_cells); i++)
    sanera_export_add_cell (export, get_title (device_cells[i].title, device_cells[i].context),
                            write_device_cell, (gpointer)&device_cells[i], NULL);
}

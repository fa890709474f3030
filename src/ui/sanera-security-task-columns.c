/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-security-task-columns.h"

#include <glib/gi18n.h>

#include "sanera-column-fit.h"
#include "sanera-language.h"
#include "sanera-marked-title.h"
#include "sanera-words.h"

static const SaneraSecurityTaskData *
get_data (SaneraRecord *record)
{
  return sanera_security_task_get_data (SANERA_SECURITY_TASK (record));
}

/**
 * sanera_security_task_describe_status:
 * @data: a security task
 *
 * Returns: (transfer full): its status in words, as the person has made it, and what that waits for
 *   on this computer, or that the server has refused it
 */
char *
sanera_security_task_describe_status (const SaneraSecurityTaskData *data)
{
  return sanera_words_status (sanera_words_label (&sanera_security_task_status_enum, data->status),
                              data->local_state, data->local_error, data->change);
}

/**
 * sanera_security_task_describe_priority:
 * @data: a security task
 *
 * Microsoft Graph knows no medium; where the server has nothing of its own, *none* is "–".
 *
 * Returns: (transfer none): its priority in words
 */
const char *
sanera_security_task_describe_priority (const SaneraSecurityTaskData *data)
{
  if (data->sanera_priority != NULL)
    return sanera_words_label (&sanera_priority_enum, data->sanera_priority);
  if (g_strcmp0 (data->priority, "high") == 0)
    return sanera_words_label (&sanera_priority_enum, "High");
  if (g_strcmp0 (data->priority, "low") == 0)
    return sanera_words_label (&sanera_priority_enum, "Low");

  return "–";
}

static char *
type_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_label (&sanera_remediation_type_enum, get_data (record)->type));
}

static char *
priority_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_security_task_describe_priority (get_data (record)));
}

static char *
devices_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number_short (get_data (record)->managed_device_count);
}

static char *
devices_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number (get_data (record)->managed_device_count);
}

static char *
due_text (SaneraRecord *record, const SaneraCellContext *context)
{
  /* What is overdue says by how much; the day stands in the flyout. */
  if (sanera_words_security_task_is_overdue (get_data (record), context->now))
    return sanera_words_security_task_remaining (get_data (record), context->now);

  return sanera_words_security_task_due (get_data (record), context->now);
}

static char *
due_full (SaneraRecord *record, const SaneraCellContext *context)
{
  g_autofree char *due = sanera_words_security_task_due (get_data (record), context->now);
  g_autofree char *remaining =
      sanera_words_security_task_remaining (get_data (record), context->now);

  if (g_str_equal (remaining, "–"))
    return g_steal_pointer (&due);

  return g_strdup_printf (C_ ("due date", "%s, %s"), due, remaining);
}

static void
due_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_date (csv, get_data (record)->due_date_time);
}

static const SaneraColumnCell due_cells[] = {
  { NULL, NULL, due_write },
  { NULL, NULL, NULL },
};

static char *
dup_or_none (const char *text)
{
  return g_strdup (text != NULL && *text != '\0' ? text : "–");
}

static char *
creator_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return dup_or_none (get_data (record)->creator);
}

static char *
status_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (
      sanera_words_label (&sanera_security_task_status_enum, get_data (record)->status));
}

static char *
status_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_security_task_describe_status (get_data (record));
}

static char *
version_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return dup_or_none (get_data (record)->recommended_version);
}

static char *
created_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->created_date_time);
}

static char *
created_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_data (record)->created_date_time);
}

static char *
decided_by_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return dup_or_none (get_data (record)->decided_by);
}

#define SHOWN SANERA_COLUMN_VISIBLE
#define DATA SANERA_COLUMN_DATA
#define KEY SANERA_COLUMN_KEY

/* Columns of the page of security tasks (ui.md, *Security tasks*); what one decides by stands
 * first, where it is in view in a narrow window and beside a flyout. */
const SaneraColumn sanera_security_task_columns[] = {
  { "title", /* Translators: a column: what is to be done */ N_ ("Task"), "title", 30,
    SHOWN | DATA | SANERA_COLUMN_EXPAND, sanera_marked_title_text, sanera_marked_title_full,
    sanera_marked_title_draw, NULL, sanera_marked_title_cells, 20 },
  { "status", N_ ("Status"), "status", 0, SHOWN | KEY, status_text, status_full, NULL, NULL,
    .words = &sanera_security_task_status_enum },
  { "dueDateTime", N_ ("Due date"), "dueDateTime", 0, SHOWN | KEY, due_text, due_full, NULL, NULL,
    due_cells, .fit = sanera_column_fit_due },
  { "saneraPriority", N_ ("Priority"), "saneraPriority", 0, SHOWN, priority_text, NULL, NULL, NULL,
    .words = &sanera_priority_enum },
  { "managedDeviceCount", N_ ("Devices"), "managedDeviceCount", 0,
    SHOWN | SANERA_COLUMN_NUMERIC | SANERA_COLUMN_DESCENDING, devices_text, devices_full, NULL,
    NULL },
  { "type", N_ ("Remediation type"), "type", 0, SHOWN, type_text, NULL, NULL, NULL,
    .words = &sanera_remediation_type_enum },
  { "creator", N_ ("Requested by"), "creator", 21, SHOWN | DATA, creator_text, NULL, NULL, NULL,
    .least = 12 },
  { "recommendedVersion", N_ ("Target version"), "recommendedVersion", 15, DATA, version_text, NULL,
    NULL, NULL, .least = 10 },
  { "createdDateTime", N_ ("Created on"), "createdDateTime", 0, SANERA_COLUMN_DESCENDING,
    created_text, created_full, NULL, NULL, .fit = sanera_column_fit_date },
  { "decidedBy", N_ ("Decided by"), "decidedBy", 21, DATA, decided_by_text, NULL, NULL, NULL,
    .least = 12 },
};

const guint sanera_n_security_task_columns = G_N_ELEMENTS (sanera_security_task_columns);

static const SaneraEnumValue due_values[] = {
  { 1, "overdue", N_ ("Overdue"), NULL },
  { 2, "week", N_ ("This week"), NULL },
};

static const SaneraEnum due_enum = { "due", due_values, G_N_ELEMENTS (due_values) };

const SaneraFilter sanera_security_task_filters[] = {
  { "status", N_ ("Status"), &sanera_security_task_status_enum, SANERA_FILTER_NONE },
  { "type", N_ ("Remediation type"), &sanera_remediation_type_enum, SANERA_FILTER_NONE },
  { "saneraPriority", N_ ("Priority"), &sanera_priority_enum, SANERA_FILTER_NONE },
  { "due", N_ ("Due date"), &due_enum, SANERA_FILTER_NONE },
  { "localState", N_ ("Not sent yet"), &sanera_local_state_enum, SANERA_FILTER_NONE },
  { "remediationTaskId", N_ ("Of one activity"), NULL, SANERA_FILTER_LINK },
};

const guint sanera_n_security_task_filters = G_N_ELEMENTS (sanera_security_task_filters);

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-activity-columns.h"

#include <glib/gi18n.h>

#include "sanera-column-fit.h"
#include "sanera-device-values.h"
#include "sanera-language.h"
#include "sanera-words.h"

#define BAR_WIDTH 64
#define GAP 8

static const SaneraActivityData *
get_data (SaneraRecord *record)
{
  return sanera_activity_get_data (SANERA_ACTIVITY (record));
}

static const char *
get_status (const SaneraActivityData *data)
{
  if (g_strcmp0 (data->outcome, "withdrawn") == 0)
    return C_ ("activity", "Withdrawn");

  return sanera_words_label (&sanera_activity_status_enum, data->status);
}

/**
 * sanera_activity_describe_state:
 * @data: an activity
 *
 * Returns: (transfer full): its status in words, as the person has made it, and what that waits for
 *   on this computer, or that the server has refused it; of what the server does not have the
 *   latter alone
 */
char *
sanera_activity_describe_state (const SaneraActivityData *data)
{
  return sanera_words_status (get_status (data), data->local_state, data->local_error,
                              data->change);
}

/**
 * sanera_activity_has_progress:
 * @data: an activity
 *
 * Rule R1: nothing can be watched of an activity of type *attention required*. Of one that the
 * server does not know yet there is nothing to be said either.
 *
 * Returns: whether there are numbers of devices to show
 */
gboolean
sanera_activity_has_progress (const SaneraActivityData *data)
{
  return sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) !=
             SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED &&
         !sanera_activity_data_is_unsent (data) && data->target_devices > 0 &&
         data->fixed_devices != SANERA_INT_NULL;
}

/**
 * sanera_activity_get_exposed:
 * @data: an activity that has progress
 *
 * Returns: how many of its devices are still exposed; where the server does not say, all that are
 *   not fixed
 */
gint64
sanera_activity_get_exposed (const SaneraActivityData *data)
{
  if (data->exposed_devices != SANERA_INT_NULL)
    return data->exposed_devices;

  return MAX (data->target_devices - MAX (data->fixed_devices, 0), 0);
}

/**
 * sanera_activity_describe_progress:
 * @data: an activity
 *
 * Returns: (transfer full): "Fixed: 3. Exposed: 2. Unknown: 1." with full numbers; without the last
 *   where the server does not tell it; "–" by R1
 */
char *
sanera_activity_describe_progress (const SaneraActivityData *data)
{
  g_autofree char *fixed = NULL;
  g_autofree char *exposed = NULL;
  g_autofree char *unknown = NULL;

  if (!sanera_activity_has_progress (data))
    return g_strdup ("–");

  fixed = sanera_language_number (data->fixed_devices);
  exposed = sanera_language_number (sanera_activity_get_exposed (data));
  /* R6: a number that nobody tells is not said to be 0. */
  if (data->unknown_devices == SANERA_INT_NULL && data->exposed_devices == SANERA_INT_NULL)
    /* Translators: two numbers of devices; keep the words of "Fixed: %s" */
    return g_strdup_printf (_ ("Fixed: %s. Exposed: %s."), fixed, exposed);
  unknown = sanera_language_number (MAX (data->unknown_devices, 0));
  /* Translators: three numbers of devices; keep the words of "Fixed: %s" */
  return g_strdup_printf (_ ("Fixed: %s. Exposed: %s. Unknown: %s."), fixed, exposed, unknown);
}

static char *
title_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_words_activity_title (get_data (record), FALSE);
}

static char *
priority_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_label (&sanera_priority_enum, get_data (record)->priority));
}

/* R1: of these the column says "–", once; what is not sent yet says so. */
static gboolean
is_unwatched (const SaneraActivityData *data)
{
  return sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) ==
             SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED &&
         !sanera_activity_data_is_unsent (data);
}

static char *
progress_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);
  g_autofree char *progress = sanera_words_progress (data);
  g_autofree char *state = sanera_activity_describe_state (data);

  if (is_unwatched (data) && data->local_state == NULL)
    return g_strdup ("–");
  if (is_unwatched (data) || sanera_activity_data_is_unsent (data))
    return g_steal_pointer (&state);

  /* Translators: the state of an activity and its progress: "In progress, 488 / 28.5k" */
  return g_strdup_printf (C_ ("progress", "%s, %s"), state, progress);
}

static char *
progress_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);
  g_autofree char *progress = sanera_words_progress (data);
  g_autofree char *devices = sanera_activity_describe_progress (data);
  g_autofree char *state = sanera_activity_describe_state (data);

  if (is_unwatched (data) || sanera_activity_data_is_unsent (data))
    return progress_text (record, context);
  if (!sanera_activity_has_progress (data))
    return g_strdup_printf (C_ ("progress", "%s, %s"), state, progress);

  /* Translators: the state of an activity, then its numbers of devices: "In progress. Fixed: 3.
     Exposed: 2. Unknown: 1." */
  return g_strdup_printf (C_ ("progress", "%s. %s"), state, devices);
}

/* The state and the numbers before the bar. What waits for the server says so in whole; its numbers
 * stand in the flyout, where there is no room for both. */
static void
progress_draw (SaneraPen *pen, SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);
  g_autofree char *progress = sanera_words_progress (data);
  g_autofree char *words = sanera_activity_describe_state (data);
  SaneraPenStyle numbers = SANERA_PEN_END | SANERA_PEN_NUMERIC;
  gboolean waits = data->local_state != NULL;
  gboolean shown = sanera_activity_has_progress (data) && sanera_words_is_assessed (data);
  const char *state = is_unwatched (data) && !waits ? "–" : words;
  int room = sanera_pen_get_width (pen);

  /* R1, and what was not assessed (R6): no bar at all, not an empty one. What waits needs its room
   * for the words that say so. */
  if (shown && !waits)
    {
      room -= BAR_WIDTH;
      sanera_pen_draw_progress (pen, room, BAR_WIDTH, data->fixed_devices,
                                sanera_activity_get_exposed (data), data->unknown_devices);
      room -= GAP;
    }
  if (!is_unwatched (data) && (shown || !waits))
    {
      int width = sanera_pen_measure (pen, progress, numbers);
      int left = room - GAP - sanera_pen_measure (pen, state, SANERA_PEN_PLAIN);

      /* A few words that are whole say more than half a sentence; that stands in the tooltip. */
      if (!shown && !waits && width > left)
        {
          g_free (progress);
          /* Translators: instead of "Not assessed since the request", where there is little room */
          progress = g_strdup (C_ ("progress", "Not assessed"));
          width = sanera_pen_measure (pen, progress, numbers);
        }
      /* Only where the person has made the column so narrow. */
      if (width > left)
        width = waits ? 0 : MIN (width, (room - GAP) / 2);
      if (width > 0)
        {
          room -= width;
          sanera_pen_write (pen, progress, room, width, numbers);
          room -= GAP;
        }
    }
  sanera_pen_write (pen, state, 0, room, SANERA_PEN_PLAIN);
}

static char *
say_progress (gint64 devices)
{
  SaneraActivityData data;

  sanera_noun_data_init (&sanera_activity_noun, &data);
  data.fixed_devices = data.target_devices = devices;
  return sanera_words_progress (&data);
}

/* What a status and what waits need together; see sanera_activity_describe_state(). */
static int
fit_waiting (SaneraPen *pen, const char *status)
{
  int widest = 0;

  for (guint i = 0; i < sanera_local_state_enum.n_values; i++)
    {
      static const char *const errors[] = { NULL, "PreconditionFailed" };
      const char *nick = sanera_local_state_enum.values[i].nick;

      for (guint e = 0; e < G_N_ELEMENTS (errors); e++)
        {
          g_autofree char *text = sanera_words_status (status, nick, errors[e], 1);

          widest = MAX (widest, sanera_column_fit_text (pen, text));
        }
    }

  return widest;
}

static int
progress_fit (SaneraPen *pen)
{
  g_autofree char *unknown = say_progress (SANERA_INT_NULL);
  int share = sanera_column_fit_numbers (pen, say_progress);
  int unassessed = sanera_column_fit_text (pen, unknown);
  const char *withdrawn = C_ ("activity", "Withdrawn");
  int state = MAX (sanera_column_fit_words (pen, &sanera_activity_status_enum),
                   sanera_column_fit_text (pen, withdrawn));
  int widest = state + GAP + MAX (share + GAP + BAR_WIDTH, unassessed);

  for (guint i = 0; i < sanera_activity_status_enum.n_values; i++)
    widest = MAX (
        widest, fit_waiting (pen, sanera_words_label (&sanera_activity_status_enum,
                                                      sanera_activity_status_enum.values[i].nick)));

  return MAX (widest, fit_waiting (pen, withdrawn));
}

static char *
ticket_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_words_ticket_status (get_data (record));
}

/* In the service whose name is the longer one. */
static char *
say_ticket (char *status)
{
  static char service[] = "Sanera";
  SaneraActivityData data;

  sanera_noun_data_init (&sanera_activity_noun, &data);
  data.ticket_status = status;
  data.ticket_service = service;
  return sanera_words_ticket_status (&data);
}

static int
ticket_fit (SaneraPen *pen)
{
  return sanera_column_fit_values (pen, &sanera_ticket_status_enum, say_ticket);
}

static char *
due_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);

  /* What is overdue says by how much; the day stands in the flyout. */
  if (sanera_words_is_overdue (data, context->now))
    return sanera_words_remaining (data, context->now);

  return sanera_words_due (data, context->now);
}

static char *
due_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);
  g_autofree char *due = sanera_words_due (data, context->now);
  g_autofree char *remaining = NULL;

  if (data->due_on == SANERA_INT_NULL ||
      sanera_enum_from_nick (&sanera_activity_status_enum, data->status) !=
          SANERA_ACTIVITY_STATUS_ACTIVE)
    return g_steal_pointer (&due);

  remaining = sanera_words_remaining (data, context->now);
  /* Translators: a due date and how far away it is: "25 Dec 2026, 3 days overdue" */
  return g_strdup_printf (C_ ("due date", "%s, %s"), due, remaining);
}

static char *
created_by_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const char *email = get_data (record)->requester_email;

  return g_strdup (email != NULL && *email != '\0' ? email : "–");
}

static char *
created_on_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->created_on);
}

static char *
created_on_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_data (record)->created_on);
}

static char *
completed_by_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_words_completed_by (get_data (record));
}

/* What it says of nobody. */
static int
completed_by_fit (SaneraPen *pen)
{
  return MAX (sanera_column_fit_text (pen, _ ("System confirmation")),
              sanera_column_fit_text (pen, C_ ("completed by", "N/A")));
}

static char *
completed_by_full (SaneraRecord *record, const SaneraCellContext *context)
{
  if (sanera_activity_data_get_completed_by (get_data (record)) == SANERA_COMPLETED_BY_UNKNOWN)
    return g_strdup (_ ("It is not known how this older activity was completed"));

  return sanera_words_completed_by (get_data (record));
}

static char *
type_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_label (&sanera_remediation_type_enum, get_data (record)->type));
}

static char *
completed_on_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->completed_on);
}

static char *
completed_on_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_data (record)->completed_on);
}

/* In an exported file */

static void
state_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_words (csv, sanera_activity_describe_state (get_data (record)));
}

static void
target_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_int (csv, get_data (record)->target_devices);
}

/* R1, R6: no numbers of what nobody watches, not even 0. */
static void
write_progress (SaneraCsv *csv, const SaneraActivityData *data, gint64 devices)
{
  gboolean shown = sanera_activity_has_progress (data) && sanera_words_is_assessed (data);

  sanera_csv_add_int (csv, shown ? devices : SANERA_INT_NULL);
}

static void
fixed_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_progress (csv, get_data (record), get_data (record)->fixed_devices);
}

static void
exposed_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_progress (csv, get_data (record), sanera_activity_get_exposed (get_data (record)));
}

static void
unknown_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  write_progress (csv, get_data (record), get_data (record)->unknown_devices);
}

static const SaneraColumnCell progress_cells[] = {
  /* Translators: a column: whether it is in progress, completed… */
  { N_ ("Status"), NULL, state_write },
  /* Translators: how many devices an activity is about */
  { N_ ("Devices"), NULL, target_write },
  { NC_ ("devices", "Fixed"), "devices", fixed_write },
  { NC_ ("devices", "Exposed"), "devices", exposed_write },
  { NC_ ("devices", "Unknown"), "devices", unknown_write },
  { NULL, NULL, NULL },
};

static void
due_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraActivityData *data = get_data (record);
  gboolean attention = sanera_enum_from_nick (&sanera_remediation_type_enum, data->type) ==
                       SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;

  sanera_csv_add_date (csv, attention ? SANERA_INT_NULL : data->due_on);
}

static const SaneraColumnCell due_cells[] = {
  { NULL, NULL, due_write },
  { NULL, NULL, NULL },
};

static void
completed_by_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_words (csv, sanera_words_completed_by (get_data (record)));
}

static const SaneraColumnCell completed_by_cells[] = {
  { NULL, NULL, completed_by_write },
  { NULL, NULL, NULL },
};

#define SHOWN SANERA_COLUMN_VISIBLE
#define DATA SANERA_COLUMN_DATA
#define KEY SANERA_COLUMN_KEY

/* Columns of the page of activities, document sentences [141] and [148]; what one decides by stands
 * first, where it is in view in a narrow window and beside a flyout. */
const SaneraColumn sanera_activity_columns[] = {
  { "title", N_ ("Remediation activity"), "title", 38, SHOWN | DATA | SANERA_COLUMN_EXPAND,
    title_text, NULL, NULL, NULL, .least = 16 },
  { "progress", N_ ("Device remediation progress"), "fixedDevices", 0,
    SHOWN | KEY | SANERA_COLUMN_DESCENDING, progress_text, progress_full, progress_draw, NULL,
    progress_cells, .fit = progress_fit },
  { "dueOn", N_ ("Due date"), "dueOn", 0, SHOWN | KEY, due_text, due_full, NULL, NULL, due_cells,
    .fit = sanera_column_fit_due },
  /* Translators: how urgent a remediation activity is: High, Medium, Low */
  { "priority", N_ ("Priority"), "priority", 0, SHOWN, priority_text, NULL, NULL, NULL,
    .words = &sanera_priority_enum },
  { "ticketStatus", N_ ("Ticket status"), "ticketStatus", 0, SHOWN | KEY, ticket_text, NULL, NULL,
    NULL, .fit = ticket_fit },
  { "createdBy", N_ ("Created by"), "requesterEmail", 21, SHOWN | DATA, created_by_text, NULL, NULL,
    NULL, .least = 12 },
  { "createdOn", N_ ("Created on"), "createdOn", 0, SHOWN | SANERA_COLUMN_DESCENDING,
    created_on_text, created_on_full, NULL, NULL, .fit = sanera_column_fit_date },
  { "completedBy", N_ ("Completed by"), "completerEmail", 21, SHOWN | DATA, completed_by_text,
    completed_by_full, NULL, NULL, completed_by_cells, 12, .fit = completed_by_fit },
  { "type", N_ ("Remediation type"), "type", 0, SANERA_COLUMN_NONE, type_text, NULL, NULL, NULL,
    .words = &sanera_remediation_type_enum },
  { "completedOn", N_ ("Completed on"), "completedOn", 0, SANERA_COLUMN_DESCENDING,
    completed_on_text, completed_on_full, NULL, NULL, .fit = sanera_column_fit_date },
};

const guint sanera_n_activity_columns = G_N_ELEMENTS (sanera_activity_columns);

static const SaneraEnumValue due_values[] = {
  { 1, "overdue", /* Translators: a filter: activities past their due date */ N_ ("Overdue"),
    NULL },
  { 2, "week", /* Translators: a filter: activities due within seven days */ N_ ("This week"),
    NULL },
};

static const SaneraEnum due_enum = { "due", due_values, G_N_ELEMENTS (due_values) };

static const SaneraEnumValue completed_by_values[] = {
  { 1, "person", NC_ ("completed by", "A person"), "completed by" },
  { 2, "system", N_ ("System confirmation"), NULL },
  /* Translators: not available: it is not known who completed the activity */
  { 3, "unknown", N_ ("N/A"), NULL },
};

static const SaneraEnum completed_by_enum = { "completedBy", completed_by_values,
                                              G_N_ELEMENTS (completed_by_values) };

static const SaneraEnumValue change_values[] = {
  { 1, "completed", NC_ ("activity", "Completed"), "activity" },
  { 2, "reopened", NC_ ("activity", "Reopened"), "activity" },
};

static const SaneraEnum change_enum = { "change", change_values, G_N_ELEMENTS (change_values) };

const SaneraFilter sanera_activity_filters[] = {
  { "status", N_ ("Status"), &sanera_activity_status_enum, SANERA_FILTER_NONE },
  { "type", N_ ("Remediation type"), &sanera_remediation_type_enum, SANERA_FILTER_NONE },
  { "priority", N_ ("Priority"), &sanera_priority_enum, SANERA_FILTER_NONE },
  { "due", N_ ("Due date"), &due_enum, SANERA_FILTER_NONE },
  { "ticketStatus", N_ ("Ticket status"), &sanera_ticket_status_enum, SANERA_FILTER_NONE },
  { "completedBy", N_ ("Completed by"), &completed_by_enum, SANERA_FILTER_NONE },
  { "rbacGroupNames", N_ ("Device groups"), NULL, SANERA_FILTER_NONE, sanera_words_device_group },
  { "relatedComponent", N_ ("Related component"), NULL, SANERA_FILTER_NONE,
    sanera_device_values_get_component_label },
  { "createdBy", N_ ("Created by me"), NULL, SANERA_FILTER_PERSON },
  { "change", /* Translators: a filter: what was changed since the last visit */ N_ ("Change"),
    &change_enum, SANERA_FILTER_NONE },
  { "changedSince", N_ ("Changed since my last visit"), NULL, SANERA_FILTER_VISIT },
  { "localState", N_ ("Not sent yet"), &sanera_local_state_enum, SANERA_FILTER_NONE },
  { "recommendationReference", N_ ("Of one recommendation"), NULL, SANERA_FILTER_LINK },
};

const guint sanera_n_activity_filters = G_N_ELEMENTS (sanera_activity_filters);

/**
 * sanera_activity_describe_groups:
 * @data: an activity
 *
 * Returns: (transfer full): its device groups one behind the other, or that it is for all of them
 */
char *
sanera_activity_describe_groups (const SaneraActivityData *data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (data->rbac_group_names == NULL || data->rbac_group_names[0] == NULL)
    return g_strdup (_ ("All device groups"));
  for (guint i = 0; data->rbac_group_names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list separator", ", ") : "",
                            sanera_words_device_group (data->rbac_group_names[i]));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-columns.h"

#include <glib/gi18n.h>

#include "sanera-column-fit.h"
#include "sanera-exception-rules.h"
#include "sanera-exception-words.h"
#include "sanera-language.h"
#include "sanera-marked-title.h"
#include "sanera-time.h"
#include "sanera-words.h"

static const SaneraRemediationExceptionData *
get_data (SaneraRecord *record)
{
  return sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record));
}

static char *
scope_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_exception_words_scope (get_data (record));
}

static char *
scope_full (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRemediationExceptionData *data = get_data (record);

  if (sanera_enum_from_nick (&sanera_exception_scope_enum, data->scope) !=
      SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS)
    return sanera_exception_words_scope (data);

  return sanera_exception_words_groups ((const char *const *)data->rbac_group_names);
}

/* "Global exception", "88 device groups"; the name of a single group is data. */
static int
scope_fit (SaneraPen *pen)
{
  static char *groups[89];
  static char name[] = "";
  SaneraRemediationExceptionData data;
  g_autofree char *scope = g_strdup (
      sanera_enum_to_nick (&sanera_exception_scope_enum, SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS));
  g_autofree char *text = NULL;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (groups); i++)
    groups[i] = name;
  sanera_noun_data_init (&sanera_remediation_exception_noun, &data);
  data.scope = scope;
  data.rbac_group_names = groups;
  text = sanera_exception_words_scope (&data);
  return MAX (sanera_column_fit_text (pen, text),
              sanera_column_fit_text (
                  pen, sanera_words_label (&sanera_exception_scope_enum,
                                           sanera_enum_to_nick (&sanera_exception_scope_enum,
                                                                SANERA_EXCEPTION_SCOPE_GLOBAL))));
}

static char *
justification_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (
      sanera_words_label (&sanera_justification_enum, get_data (record)->justification));
}

static char *
type_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return g_strdup (sanera_words_label (&sanera_remediation_type_enum, get_data (record)->type));
}

static char *
status_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRemediationExceptionData *data = get_data (record);

  if (data->change == 0)
    return g_strdup ("–");

  return g_strdup (sanera_words_label (&sanera_exception_status_enum, data->status));
}

static char *
status_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_exception_words_status (get_data (record));
}

static char *
expires_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const SaneraRemediationExceptionData *data = get_data (record);

  /* What ends soon says how soon; of the others the day is enough. */
  if (data->expires_on != SANERA_INT_NULL &&
      sanera_exception_days_left (data->expires_on, context->now) <= SANERA_EXCEPTION_SOON_DAYS)
    return sanera_exception_words_expires (data, context->now);

  return sanera_language_date (data->expires_on);
}

static char *
expires_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_exception_words_expires (get_data (record), context->now);
}

/* An exception that ends soon, on a day. */
static char *
say_expires (gint64 day)
{
  SaneraRemediationExceptionData data;

  sanera_noun_data_init (&sanera_remediation_exception_noun, &data);
  data.expires_on = day;
  return sanera_exception_words_expires (&data, day - SANERA_EXCEPTION_SOON_DAYS * SANERA_TIME_DAY);
}

static int
expires_fit (SaneraPen *pen)
{
  return sanera_column_fit_dates (pen, say_expires);
}

static char *
covered_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number_short (get_data (record)->covered_devices);
}

static char *
covered_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_number (get_data (record)->covered_devices);
}

static char *
created_by_text (SaneraRecord *record, const SaneraCellContext *context)
{
  const char *email = get_data (record)->created_by;

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
ended_on_text (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_date (get_data (record)->ended_on);
}

static char *
ended_on_full (SaneraRecord *record, const SaneraCellContext *context)
{
  return sanera_language_datetime (get_data (record)->ended_on);
}

static void
expires_write (SaneraCsv *csv, SaneraRecord *record, const SaneraCellContext *context)
{
  sanera_csv_add_date (csv, get_data (record)->expires_on);
}

static const SaneraColumnCell expires_cells[] = {
  { NULL, NULL, expires_write },
  { NULL, NULL, NULL },
};

#define SHOWN SANERA_COLUMN_VISIBLE
#define DATA SANERA_COLUMN_DATA
#define KEY SANERA_COLUMN_KEY

/* Columns of the page of exceptions (portal.md 6.6); what one decides by stands first. */
const SaneraColumn sanera_exception_columns[] = {
  /* Translators: a column: the recommendation that is set aside */
  { "title", N_ ("Exception"), "title", 25, SHOWN | DATA | SANERA_COLUMN_EXPAND,
    sanera_marked_title_text, sanera_marked_title_full, sanera_marked_title_draw, NULL,
    sanera_marked_title_cells, 16 },
  { "status", N_ ("Status"), "status", 0, SHOWN | KEY, status_text, status_full, NULL, NULL,
    .words = &sanera_exception_status_enum },
  { "expiresOn", /* Translators: a column: the last day of an exception */ N_ ("Expires"),
    "expiresOn", 0, SHOWN | KEY, expires_text, expires_full, NULL, NULL, expires_cells,
    .fit = expires_fit },
  /* Translators: why there is an exception; one of four */
  { "justification", N_ ("Justification"), "justification", 0, SHOWN, justification_text, NULL,
    NULL, NULL, .words = &sanera_justification_enum },
  { "scope", /* Translators: a column: global, or which device groups */ N_ ("Scope"), "scope", 16,
    SHOWN | DATA, scope_text, scope_full, NULL, NULL, .least = 12, .fit = scope_fit },
  { "type", /* Translators: a column: the remediation type of the recommendation */ N_ ("Type"),
    "type", 0, SHOWN, type_text, NULL, NULL, NULL, .words = &sanera_remediation_type_enum },
  { "coveredDevices", N_ ("Devices"), "coveredDevices", 0,
    SANERA_COLUMN_NUMERIC | SANERA_COLUMN_DESCENDING, covered_text, covered_full, NULL, NULL },
  { "createdBy", N_ ("Created by"), "createdBy", 21, DATA, created_by_text, NULL, NULL, NULL,
    .least = 12 },
  { "createdOn", N_ ("Created on"), "createdOn", 0, SANERA_COLUMN_DESCENDING, created_on_text,
    created_on_full, NULL, NULL, .fit = sanera_column_fit_date },
  { "endedOn", N_ ("Ended on"), "endedOn", 0, SANERA_COLUMN_DESCENDING, ended_on_text,
    ended_on_full, NULL, NULL, .fit = sanera_column_fit_date },
};

const guint sanera_n_exception_columns = G_N_ELEMENTS (sanera_exception_columns);

static const SaneraEnumValue expires_values[] = {
  { 1, "soon", N_ ("Within 14 days"), NULL },
};

static const SaneraEnum expires_enum = { "expires", expires_values, G_N_ELEMENTS (expires_values) };

const SaneraFilter sanera_exception_filters[] = {
  { "status", N_ ("Status"), &sanera_exception_status_enum, SANERA_FILTER_NONE },
  { "justification", N_ ("Justification"), &sanera_justification_enum, SANERA_FILTER_NONE },
  { "type", N_ ("Remediation type"), &sanera_remediation_type_enum, SANERA_FILTER_NONE },
  { "scope", N_ ("Exception scope"), &sanera_exception_scope_enum, SANERA_FILTER_NONE },
  { "expires", N_ ("Expires"), &expires_enum, SANERA_FILTER_NONE },
  { "localState", N_ ("Not sent yet"), &sanera_local_state_enum, SANERA_FILTER_NONE },
  { "recommendationReference", N_ ("Of one recommendation"), NULL, SANERA_FILTER_LINK },
};

const guint sanera_n_exception_filters = G_N_ELEMENTS (sanera_exception_filters);

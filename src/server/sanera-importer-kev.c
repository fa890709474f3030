/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Known Exploited Vulnerabilities Catalog of CISA as JSON: which weaknesses are exploited, and
 * since when that is known. https://www.cisa.gov/known-exploited-vulnerabilities-catalog */

#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-importer.h"
#include "sanera-time.h"

typedef struct
{
  const SaneraImportSink *sink;
  gpointer data;
  char *released;
} Reading;

static gboolean
survey_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  const SaneraReportText members[] = { { "dateReleased", &self->released } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

typedef struct
{
  char *cve;
  char *added;
} Entry;

static gboolean
read_entry_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Entry *entry = data;
  const SaneraReportText members[] = { { "cveID", &entry->cve }, { "dateAdded", &entry->added } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_entry (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  Entry entry = { NULL };
  SaneraFact fact = { .probability = (double)NAN };
  gboolean ok = sanera_report_each_member (json, read_entry_member, &entry, error);

  fact.weakness = entry.cve;
  fact.known_on = sanera_time_parse (entry.added);
  if (ok && (entry.cve == NULL || fact.known_on == SANERA_INT_NULL))
    ok = sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL,
                                  "an entry without cveID and dateAdded");
  ok = ok && self->sink->fact (&fact, self->data, error);
  g_free (entry.cve);
  g_free (entry.added);
  return ok;
}

static gboolean
read_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "vulnerabilities")
             ? sanera_report_each_element (json, read_entry, data, error)
             : sanera_json_stream_skip (json, error);
}

static gboolean
kev_read (const SaneraReport *report, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  Reading self = { .sink = sink, .data = data };
  gint64 released;
  char first;
  gboolean ok;

  ok = json != NULL && sanera_json_stream_peek (json, &first, error) &&
       sanera_report_each_member (json, survey_member, &self, error);
  released = sanera_report_assessed_on (report, self.released);
  g_free (self.released);
  if (!ok)
    return FALSE;
  sanera_json_stream_free (json);
  json = sanera_report_open_json (report, error);
  return json != NULL && sink->catalogue (SANERA_CATALOGUE_EXPLOITED, released, data, error) &&
         sanera_json_stream_peek (json, &first, error) &&
         sanera_report_each_member (json, read_member, &self, error);
}

static gboolean
kev_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_JSON_OBJECT &&
         (sanera_report_head_has (head, "vulnerabilities[].cveID") ||
          (sanera_report_head_has (head, "catalogVersion") &&
           sanera_report_head_has (head, "dateReleased")));
}

const SaneraImporter sanera_importer_kev = {
  .format = "cisa-kev",
  .label = "CISA KEV",
  .recognise = kev_recognise,
  .read = kev_read,
};

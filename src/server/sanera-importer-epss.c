/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The daily table of the Exploit Prediction Scoring System: a line of comment with the date, then
 * `cve,epss,percentile`. https://www.first.org/epss/data_stats */

#include <string.h>

#include "sanera-csv-stream.h"
#include "sanera-field.h"
#include "sanera-importer.h"
#include "sanera-time.h"

static const char *const cve_names[] = { "cve", NULL };
static const char *const epss_names[] = { "epss", NULL };

/* "#model_version:v2025.03.14,score_date:2025-03-15T00:00:00+0000" */
static gint64
find_date (const char *text, const SaneraReport *report)
{
  static const char label[] = "score_date:";
  const char *found = *text == '#' ? strstr (text, label) : NULL;
  g_autofree char *date = NULL;

  if (found == NULL)
    return report->received_on;
  date = g_strndup (found + strlen (label), strlen ("2025-03-15"));
  return sanera_report_assessed_on (report, date);
}

static gboolean
read_date (const SaneraReport *report, gint64 *date, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (report->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  char bytes[256] = "";
  gsize length;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, sizeof bytes - 1,
                                                  &length, NULL, error))
    {
      g_prefix_error (error, "%s: ", report->name);
      return FALSE;
    }
  bytes[strcspn (bytes, "\r\n")] = '\0';
  *date = find_date (g_str_has_prefix (bytes, "\xEF\xBB\xBF") ? bytes + 3 : bytes, report);
  return TRUE;
}

static gboolean
epss_read (const SaneraReport *report, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_autoptr (SaneraCsvStream) csv = sanera_csv_stream_new (report, error);
  guint cve, epss;
  gint64 date;
  gboolean has;

  if (csv == NULL || !read_date (report, &date, error))
    return FALSE;
  cve = sanera_csv_stream_find (csv, cve_names);
  epss = sanera_csv_stream_find (csv, epss_names);
  if (cve == G_MAXUINT || epss == G_MAXUINT)
    return sanera_csv_stream_fail (csv, error, "no columns cve and epss");
  if (!sink->catalogue (SANERA_CATALOGUE_PROBABILITY, date, data, error))
    return FALSE;
  for (;;)
    {
      SaneraFact fact = { .known_on = SANERA_INT_NULL };
      const char *text;
      char *end;

      if (!sanera_csv_stream_next (csv, &has, error))
        return FALSE;
      if (!has)
        return TRUE;
      fact.weakness = sanera_csv_stream_get (csv, cve);
      text = sanera_csv_stream_get (csv, epss);
      fact.probability = g_ascii_strtod (text, &end);
      if (*fact.weakness == '\0' || end == text || !(fact.probability >= 0.0) ||
          fact.probability > 1.0)
        return sanera_csv_stream_fail (csv, error, "no weakness with a probability of 0 to 1");
      if (!sink->fact (&fact, data, error))
        return FALSE;
    }
}

static gboolean
epss_recognise (const SaneraReportHead *head)
{
  const char *line = head->text;

  if (head->kind != SANERA_REPORT_TEXT || line == NULL)
    return FALSE;
  if (g_str_has_prefix (line, "\xEF\xBB\xBF"))
    line += 3;
  while (*line == '#')
    {
      line += strcspn (line, "\n");
      line += *line == '\n';
    }
  return g_str_has_prefix (line, "cve,epss");
}

const SaneraImporter sanera_importer_epss = {
  .format = "epss",
  .label = "EPSS",
  .recognise = epss_recognise,
  .read = epss_read,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables of Nessus, Tenable Vulnerability Management (Tenable.io) and Tenable Security Center as
 * CSV: a row for each plugin, host and, in some, weakness. What a column is called differs; that is
 * all that tells them apart. Rows of one host do not stand together, so they are spooled. */

#include <string.h>

#include "sanera-csv-stream.h"
#include "sanera-field.h"
#include "sanera-nessus-plugin.h"

typedef enum
{
  COLUMN_PLUGIN,
  COLUMN_NAME,
  COLUMN_FAMILY,
  COLUMN_TYPE,
  COLUMN_RISK,
  COLUMN_SEVERITY,
  COLUMN_CVE,
  COLUMN_VECTOR3,
  COLUMN_VECTOR4,
  COLUMN_VECTOR2,
  COLUMN_SCORE3,
  COLUMN_CPE,
  COLUMN_SYNOPSIS,
  COLUMN_DESCRIPTION,
  COLUMN_SOLUTION,
  COLUMN_OUTPUT,
  COLUMN_EXPLOIT,
  COLUMN_STATE,
  COLUMN_HOST,
  COLUMN_FQDN,
  COLUMN_NETBIOS,
  COLUMN_MAC,
  COLUMN_ADDRESS,
  COLUMN_OS,
  COLUMN_TIME,
  N_COLUMNS,
} Column;

static const char *const names[N_COLUMNS][6] = {
  [COLUMN_PLUGIN] = { "Plugin ID", "Plugin", "definition.id" },
  [COLUMN_NAME] = { "Name", "Plugin Name", "definition.name" },
  [COLUMN_FAMILY] = { "Plugin Family", "Family", "definition.family" },
  [COLUMN_TYPE] = { "Plugin Type", "definition.type" },
  [COLUMN_RISK] = { "Risk", "Severity", "severity" },
  [COLUMN_SEVERITY] = { "Severity", "Risk Factor", "Risk" },
  [COLUMN_CVE] = { "CVE", "CVEs", "definition.cve" },
  [COLUMN_VECTOR3] = { "CVSS3 Vector", "CVSS V3 Vector", "CVSS v3.0 Vector",
                       "definition.cvss3.base_vector" },
  [COLUMN_VECTOR4] = { "CVSS4 Vector", "CVSS V4 Vector", "definition.cvss4.base_vector" },
  [COLUMN_VECTOR2] = { "CVSS Vector", "CVSS V2 Vector", "definition.cvss2.base_vector" },
  [COLUMN_SCORE3] = { "CVSS3 Base Score", "CVSS V3 Base Score", "CVSS v3.0 Base Score",
                      "definition.cvss3.base_score" },
  [COLUMN_CPE] = { "CPE", "definition.cpe" },
  [COLUMN_SYNOPSIS] = { "Synopsis", "definition.synopsis" },
  [COLUMN_DESCRIPTION] = { "Description", "definition.description" },
  [COLUMN_SOLUTION] = { "Solution", "Steps to Remediate", "definition.solution" },
  [COLUMN_OUTPUT] = { "Plugin Output", "Plugin Text", "output" },
  [COLUMN_EXPLOIT] = { "Exploit Available", "Exploit?", "definition.exploitability" },
  [COLUMN_STATE] = { "Vulnerability State", "state" },
  [COLUMN_HOST] = { "Host", "IP Address", "DNS Name", "asset.display_ipv4_address", "asset.name" },
  [COLUMN_FQDN] = { "FQDN", "DNS Name", "asset.display_fqdn", "asset.name" },
  [COLUMN_NETBIOS] = { "NetBios", "NetBIOS Name", "asset.netbios_name" },
  [COLUMN_MAC] = { "MAC Address", "MAC Addresses", "asset.mac_addresses" },
  [COLUMN_ADDRESS] = { "IP Address", "IP", "asset.display_ipv4_address" },
  [COLUMN_OS] = { "OS", "Operating System", "asset.operating_system" },
  [COLUMN_TIME] = { "Host End", "Last Observed", "Last Found", "Last Seen", "last_observed" },
};

typedef struct
{
  SaneraCsvStream *csv;
  guint columns[N_COLUMNS];
  SaneraImportSpool *spool;
  const SaneraReport *report;
} Reading;

static const char *
get (const Reading *self, Column column)
{
  return sanera_csv_stream_get (self->csv, self->columns[column]);
}

static gboolean
is_true (const char *text)
{
  return g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0;
}

/* A name where there is one, without the domain of Windows; else what tells the hosts apart. */
static void
describe_host (const Reading *self, guint device)
{
  const char *host = get (self, COLUMN_HOST), *fqdn = get (self, COLUMN_FQDN);
  const char *netbios = get (self, COLUMN_NETBIOS);
  const char *address = get (self, COLUMN_ADDRESS);
  const gint64 time = sanera_nessus_time (get (self, COLUMN_TIME));
  SaneraReportDevice description = { .os_version = get (self, COLUMN_OS),
                                     .assessed_on = MIN (time, self->report->received_on),
                                     .fqdn = fqdn,
                                     .mac = get (self, COLUMN_MAC),
                                     .address = *address != '\0' ? address : NULL };

  if (description.address == NULL && sanera_nessus_is_address (host))
    description.address = host;

  if (sanera_nessus_is_address (host))
    description.name = *fqdn != '\0' && !sanera_nessus_is_address (fqdn)
                           ? fqdn
                           : sanera_nessus_bare_name (netbios);
  sanera_import_spool_describe (self->spool, device, &description);
}

static gboolean
read_row (const Reading *self, GError **error)
{
  SaneraNessusPlugin plugin = {
    .id = get (self, COLUMN_PLUGIN),
    .name = get (self, COLUMN_NAME),
    .family = get (self, COLUMN_FAMILY),
    .type = get (self, COLUMN_TYPE),
    .severity = get (self, COLUMN_RISK),
    .cves = get (self, COLUMN_CVE),
    .vector3 = get (self, COLUMN_VECTOR3),
    .vector4 = get (self, COLUMN_VECTOR4),
    .vector2 = get (self, COLUMN_VECTOR2),
    .score3 = get (self, COLUMN_SCORE3),
    .cpe = get (self, COLUMN_CPE),
    .synopsis = get (self, COLUMN_SYNOPSIS),
    .description = get (self, COLUMN_DESCRIPTION),
    .solution = get (self, COLUMN_SOLUTION),
    .output = get (self, COLUMN_OUTPUT),
    .exploit = is_true (get (self, COLUMN_EXPLOIT)),
  };
  const char *host = get (self, COLUMN_HOST);
  guint device;

  if (*plugin.id == '\0' || *host == '\0')
    return sanera_csv_stream_fail (self->csv, error, "a row without plugin and host");
  if (*plugin.severity == '\0')
    plugin.severity = get (self, COLUMN_SEVERITY);
  device = sanera_import_spool_device (self->spool, host);
  describe_host (self, device);
  /* What was fixed is told for some time: the host was assessed, and it is not there. */
  if (g_ascii_strcasecmp (get (self, COLUMN_STATE), "fixed") == 0)
    plugin.severity = "0";
  return sanera_nessus_spool (self->spool, device, &plugin, error);
}

static gboolean
tenable_read (const SaneraReport *report,
              const SaneraImportSink *sink,
              gpointer data,
              GError **error)
{
  g_autoptr (SaneraCsvStream) csv = sanera_csv_stream_new (report, error);
  g_autoptr (SaneraImportSpool) spool = NULL;
  Reading self = { .csv = csv, .report = report };
  gboolean has;

  if (csv == NULL || (spool = sanera_import_spool_new (report->name, error)) == NULL)
    return FALSE;
  self.spool = spool;
  for (guint i = 0; i < N_COLUMNS; i++)
    self.columns[i] = sanera_csv_stream_find (csv, names[i]);
  if (self.columns[COLUMN_PLUGIN] == G_MAXUINT || self.columns[COLUMN_HOST] == G_MAXUINT ||
      self.columns[COLUMN_RISK] == G_MAXUINT)
    return sanera_csv_stream_fail (csv, error, "no columns for plugin, host and severity");
  for (;;)
    {
      if (!sanera_csv_stream_next (csv, &has, error))
        return FALSE;
      if (!has)
        break;
      if (!read_row (&self, error))
        return FALSE;
    }
  return sanera_import_spool_tell (spool, report->received_on, sink, data, error);
}

/* The header of a table: a column for the plugin, and one more that others do not have. */
static gboolean
tenable_recognise (const SaneraReportHead *head)
{
  static const char *const marks[][2] = { { "Plugin ID", "Risk" },
                                          { "Plugin ID", "Severity" },
                                          { "Plugin", "Plugin Name" },
                                          { "definition.id", "definition.name" } };
  g_autofree char *line = NULL;

  if (head->kind != SANERA_REPORT_TEXT || head->text == NULL)
    return FALSE;
  line = g_strndup (head->text, strcspn (head->text, "\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (strstr (line, marks[i][0]) != NULL && strstr (line, marks[i][1]) != NULL)
        return TRUE;
    }
  return FALSE;
}

const SaneraImporter sanera_importer_tenable = {
  .format = "tenable",
  .label = "Tenable CSV",
  .recognise = tenable_recognise,
  .read = tenable_read,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The .nessus file, version 2: an element for each host, with what is known of it before what was
 * found. https://docs.tenable.com/quick-reference/nessus-file-format/Nessus-File-Format.pdf */

#include <string.h>

#include "sanera-field.h"
#include "sanera-nessus-plugin.h"
#include "sanera-xml-stream.h"

/* The texts of one item; attributes first. */
typedef enum
{
  ITEM_ID,
  ITEM_NAME,
  ITEM_FAMILY,
  ITEM_SEVERITY,
  ITEM_TYPE,
  ITEM_CVES,
  ITEM_VECTOR3,
  ITEM_VECTOR4,
  ITEM_VECTOR2,
  ITEM_SCORE3,
  ITEM_CPE,
  ITEM_SYNOPSIS,
  ITEM_DESCRIPTION,
  ITEM_SOLUTION,
  ITEM_OUTPUT,
  ITEM_EXPLOIT,
  N_ITEMS,
} Item;

static const char *const names[N_ITEMS] = {
  [ITEM_ID] = "pluginID",
  [ITEM_NAME] = "pluginName",
  [ITEM_FAMILY] = "pluginFamily",
  [ITEM_SEVERITY] = "severity",
  [ITEM_TYPE] = "plugin_type",
  [ITEM_CVES] = "cve",
  [ITEM_VECTOR3] = "cvss3_vector",
  [ITEM_VECTOR4] = "cvss4_vector",
  [ITEM_VECTOR2] = "cvss_vector",
  [ITEM_SCORE3] = "cvss3_base_score",
  [ITEM_CPE] = "cpe",
  [ITEM_SYNOPSIS] = "synopsis",
  [ITEM_DESCRIPTION] = "description",
  [ITEM_SOLUTION] = "solution",
  [ITEM_OUTPUT] = "plugin_output",
  [ITEM_EXPLOIT] = "exploit_available",
};

typedef struct
{
  const SaneraReport *report;
  SaneraImportSpool *spool;
  char *host; /* its name in the scan */
  guint device;
  char *tag;
  GString *items[N_ITEMS];
  gboolean has_fqdn;
  gboolean any;
} Reading;

static void
take_tag (Reading *self, const char *text)
{
  SaneraReportDevice description = { .assessed_on = SANERA_INT_NULL };
  const char *tag = self->tag != NULL ? self->tag : "";
  g_autofree char *id = NULL;

  if (g_str_equal (tag, "host-fqdn"))
    {
      self->has_fqdn = TRUE;
      description.fqdn = text;
      description.name = sanera_nessus_is_address (self->host) ? text : NULL;
    }
  else if (g_str_equal (tag, "netbios-name"))
    description.name = sanera_nessus_is_address (self->host) && !self->has_fqdn
                           ? sanera_nessus_bare_name (text)
                           : NULL;
  else if (g_str_equal (tag, "host-ip"))
    description.address = text;
  else if (g_str_equal (tag, "mac-address"))
    description.mac = text;
  else if (g_str_equal (tag, "host-uuid"))
    {
      id = *text != '\0' ? g_strconcat ("nessus:", text, NULL) : NULL;
      description.machine_id = id;
    }
  else if (g_str_equal (tag, "system-serial-number") || g_str_equal (tag, "bios-serial-number"))
    description.serial = text;
  else if (g_str_equal (tag, "operating-system"))
    description.os_version = text;
  else if (g_str_equal (tag, "HOST_END") || g_str_equal (tag, "HOST_END_TIMESTAMP"))
    description.assessed_on = MIN (sanera_nessus_time (text), self->report->received_on);
  else if (g_str_equal (tag, "Credentialed_Scan") && g_str_equal (text, "true"))
    sanera_import_spool_part (self->spool, self->device, SANERA_NESSUS_LOCAL);
  sanera_import_spool_describe (self->spool, self->device, &description);
}

static gboolean
start_cb (SaneraXmlStream *xml,
          const char *name,
          const char **attributes,
          const char **values,
          gpointer data,
          GError **error)
{
  Reading *self = data;

  if (g_str_equal (name, "ReportHost"))
    {
      g_free (self->host);
      self->host = g_strdup (sanera_xml_stream_attribute (attributes, values, "name"));
      if (self->host == NULL || *self->host == '\0')
        return sanera_xml_stream_fail (xml, error, "a host without name");
      self->device = sanera_import_spool_device (self->spool, self->host);
      self->has_fqdn = FALSE;
      self->any = TRUE;
    }
  else if (g_str_equal (name, "tag"))
    {
      g_free (self->tag);
      self->tag = g_strdup (sanera_xml_stream_attribute (attributes, values, "name"));
    }
  else if (g_str_equal (name, "ReportItem"))
    {
      for (guint i = 0; i < N_ITEMS; i++)
        {
          const char *value = sanera_xml_stream_attribute (attributes, values, names[i]);

          g_string_assign (self->items[i], value != NULL ? value : "");
        }
    }
  return TRUE;
}

static gboolean
end_item (Reading *self, SaneraXmlStream *xml, GError **error)
{
  const SaneraNessusPlugin plugin = {
    .id = self->items[ITEM_ID]->str,
    .name = self->items[ITEM_NAME]->str,
    .family = self->items[ITEM_FAMILY]->str,
    .type = self->items[ITEM_TYPE]->str,
    .severity = self->items[ITEM_SEVERITY]->str,
    .cves = self->items[ITEM_CVES]->str,
    .vector3 = self->items[ITEM_VECTOR3]->str,
    .vector4 = self->items[ITEM_VECTOR4]->str,
    .vector2 = self->items[ITEM_VECTOR2]->str,
    .score3 = self->items[ITEM_SCORE3]->str,
    .cpe = self->items[ITEM_CPE]->str,
    .synopsis = self->items[ITEM_SYNOPSIS]->str,
    .description = self->items[ITEM_DESCRIPTION]->str,
    .solution = self->items[ITEM_SOLUTION]->str,
    .output = self->items[ITEM_OUTPUT]->str,
    .exploit = g_str_equal (self->items[ITEM_EXPLOIT]->str, "true"),
  };

  if (*plugin.id == '\0')
    return sanera_xml_stream_fail (xml, error, "an item without pluginID");
  return sanera_nessus_spool (self->spool, self->device, &plugin, error);
}

static gboolean
end_cb (SaneraXmlStream *xml, const char *name, const char *text, gpointer data, GError **error)
{
  Reading *self = data;

  if (sanera_xml_stream_is_in (xml, "ReportHost/ReportItem"))
    {
      for (guint i = 0; i < N_ITEMS; i++)
        {
          if (!g_str_equal (names[i], name))
            continue;
          /* An item may have several weaknesses and products. */
          if (self->items[i]->len > 0)
            g_string_append_c (self->items[i], '\n');
          if (self->items[i]->len + strlen (text) > SANERA_JSON_STREAM_MAX_TEXT)
            return sanera_xml_stream_fail (xml, error, "a text longer than 1 MiB");
          g_string_append (self->items[i], text);
        }
    }
  else if (g_str_equal (name, "ReportItem") && sanera_xml_stream_is_in (xml, "ReportHost"))
    return end_item (self, xml, error);
  else if (g_str_equal (name, "tag") && sanera_xml_stream_is_in (xml, "ReportHost/HostProperties"))
    take_tag (self, text);
  else if (g_str_equal (name, "ReportHost"))
    sanera_import_spool_part (self->spool, self->device, SANERA_NESSUS_NETWORK);
  return TRUE;
}

static gboolean
nessus_read (const SaneraReport *report,
             const SaneraImportSink *sink,
             gpointer data,
             GError **error)
{
  static const SaneraXmlHandler handler = { start_cb, end_cb };
  g_autoptr (SaneraImportSpool) spool = sanera_import_spool_new (report->name, error);
  Reading self = { .report = report, .spool = spool };
  gboolean ok;

  if (spool == NULL)
    return FALSE;
  for (guint i = 0; i < N_ITEMS; i++)
    self.items[i] = g_string_new (NULL);
  ok = sanera_xml_stream_read (report, &handler, &self, error);
  for (guint i = 0; i < N_ITEMS; i++)
    g_string_free (self.items[i], TRUE);
  g_free (self.host);
  g_free (self.tag);
  return ok && sanera_import_spool_tell (spool, report->received_on, sink, data, error);
}

static gboolean
nessus_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_XML && sanera_report_head_has (head, "NessusClientData_v2");
}

const SaneraImporter sanera_importer_nessus = {
  .format = "nessus",
  .label = "Nessus",
  .recognise = nessus_recognise,
  .read = nessus_read,
};

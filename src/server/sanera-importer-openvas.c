/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reports of OpenVAS and Greenbone as XML: of 2014 (OMP: `cve` and `tags` hold everything, times in
 * `host_start`), of GMP 9 (`refs`, `hostname`) and of GMP 22 (`solution`, `severities`), alone or
 * inside the answer to get_reports. https://docs.greenbone.net/API/GMP/gmp-22.4.html#type_report
 *
 * Results come sorted by severity and what is known of a host stands behind them, so they are
 * spooled.
 *
 * What a host answers over the network is one part, what needs a log-in is another: it counts as
 * assessed where somebody could log in. So a failed log-in leaves it unknown and fixes nothing. */

#include <math.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-import-spool.h"
#include "sanera-openvas-text.h"
#include "sanera-rating.h"
#include "sanera-time.h"
#include "sanera-version.h"
#include "sanera-xml-stream.h"

/* The texts of one result, by the place they stand in; [0] is the element, [1] what is around it.
 */
typedef enum
{
  TEXT_HOST,
  TEXT_HOSTNAME,
  TEXT_NAME,
  TEXT_NVT_NAME,
  TEXT_FAMILY,
  TEXT_CVE,
  TEXT_TAGS,
  TEXT_SOLUTION,
  TEXT_VECTOR,
  TEXT_THREAT,
  TEXT_SEVERITY,
  TEXT_QOD_TYPE,
  TEXT_DESCRIPTION,
  N_TEXTS,
} Text;

static const char *const places[N_TEXTS][2] = {
  [TEXT_HOST] = { "host", "results/result" },
  [TEXT_HOSTNAME] = { "hostname", "results/result/host" },
  [TEXT_NAME] = { "name", "results/result" },
  [TEXT_NVT_NAME] = { "name", "results/result/nvt" },
  [TEXT_FAMILY] = { "family", "results/result/nvt" },
  [TEXT_CVE] = { "cve", "results/result/nvt" },
  [TEXT_TAGS] = { "tags", "results/result/nvt" },
  [TEXT_SOLUTION] = { "solution", "results/result/nvt" },
  [TEXT_VECTOR] = { "value", "results/result/nvt/severities/severity" },
  [TEXT_THREAT] = { "threat", "results/result" },
  [TEXT_SEVERITY] = { "severity", "results/result" },
  [TEXT_QOD_TYPE] = { "type", "results/result/qod" },
  [TEXT_DESCRIPTION] = { "description", "results/result" },
};

typedef struct
{
  const SaneraReport *report;
  SaneraImportSpool *spool;
  char *levels; /* when only some levels are in the report */
  gint64 scan_end;
  gboolean any;

  /* the present result */
  char *texts[N_TEXTS];
  char *oid;
  char *product; /* a CPE */
  GPtrArray *cves;
  char *detail_name;

  /* the present host */
  char *ip;
  char *hostname;
  char *os;
  char *mac;
  gint64 host_end;
  gboolean logged_in;
  gboolean refused; /* a log-in was tried and failed */
} Reading;

static void
forget_result (Reading *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->oid, g_free);
  g_clear_pointer (&self->product, g_free);
  g_ptr_array_set_size (self->cves, 0);
}

static void
forget_host (Reading *self)
{
  g_clear_pointer (&self->ip, g_free);
  g_clear_pointer (&self->hostname, g_free);
  g_clear_pointer (&self->os, g_free);
  g_clear_pointer (&self->mac, g_free);
  self->host_end = SANERA_INT_NULL;
  self->logged_in = FALSE;
  self->refused = FALSE;
}

/* A report of the high ones only says nothing of the others: its parts are parts of their own. */
static char *
name_part (const Reading *self, const char *kind)
{
  return self->levels != NULL ? g_strconcat (kind, "/", self->levels, NULL) : g_strdup (kind);
}

static void
read_filter (Reading *self, const char *term)
{
  const char *levels = strstr (term, "levels=");
  g_autofree char *value = NULL;

  if (levels == NULL)
    return;
  levels += strlen ("levels=");
  value = g_strndup (levels, strspn (levels, "hmlgdfc"));
  if (strchr (value, 'h') == NULL || strchr (value, 'm') == NULL || strchr (value, 'l') == NULL)
    {
      g_free (self->levels);
      self->levels = g_steal_pointer (&value);
    }
}

/* Results. */

static gboolean
is_local (const Reading *self)
{
  static const char *const types[] = { "package",
                                       "package_unreliable",
                                       "registry",
                                       "executable_version",
                                       "executable_version_unreliable",
                                       NULL };
  const char *type = self->texts[TEXT_QOD_TYPE], *family = self->texts[TEXT_FAMILY];

  if (type != NULL && *type != '\0')
    return g_strv_contains (types, type);
  return family != NULL && (g_str_has_suffix (family, "Local Security Checks") ||
                            g_str_equal (family, "Windows : Microsoft Bulletins"));
}

/* Log messages, notes on the scan itself and what somebody judged to be a false positive. */
static gboolean
is_weakness (const Reading *self)
{
  static const char *const words[] = { "Log", "Debug", "Error", "False Positive", "None", NULL };
  const char *threat = self->texts[TEXT_THREAT], *severity = self->texts[TEXT_SEVERITY];

  if (threat != NULL && g_strv_contains (words, threat))
    return FALSE;
  return severity == NULL || *severity == '\0' || g_ascii_strtod (severity, NULL) > 0.0;
}

static void
rate (const Reading *self, SaneraRating *rating, SaneraFinding *finding)
{
  g_autofree char *old = sanera_openvas_tag (self->texts[TEXT_TAGS], "cvss_base_vector");
  const char *severity = self->texts[TEXT_SEVERITY];

  sanera_rating_offer (rating, self->texts[TEXT_VECTOR], (double)NAN, 0);
  sanera_rating_offer (rating, old, (double)NAN, 0);
  finding->severity = sanera_importer_severity (self->texts[TEXT_THREAT]);
  if (finding->severity == NULL && severity != NULL)
    finding->severity = sanera_cvss_severity (g_ascii_strtod (severity, NULL),
                                              rating->version != SANERA_CVSS_NONE ? rating->version
                                                                                  : SANERA_CVSS_2);
  sanera_rating_apply (rating, finding);
}

/* What local checks found is named package by package. */
static gboolean
spool_packages (Reading *self,
                guint device,
                const char *part,
                SaneraFinding *finding,
                GError **error)
{
  g_autofree char *vendor = sanera_openvas_distribution (self->texts[TEXT_FAMILY]);
  g_autoptr (GPtrArray) packages =
      vendor != NULL ? sanera_openvas_packages (self->texts[TEXT_DESCRIPTION]) : NULL;

  for (guint i = 0; packages != NULL && i < packages->len; i++)
    {
      const SaneraOpenvasPackage *package = g_ptr_array_index (packages, i);
      g_autofree char *component = sanera_importer_component_id (vendor, package->name);
      g_autofree char *fix =
          sanera_version_pick_fix (sanera_version_scheme_for (vendor), package->fixed);

      finding->component = component;
      finding->vendor = vendor;
      finding->product = package->name;
      finding->installed_version = package->installed;
      finding->fixed_version = fix;
      finding->end_of_support = FALSE;
      if (!sanera_import_spool_weaknesses (self->spool, device, part, finding, self->cves, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
spool_product (Reading *self,
               guint device,
               const char *part,
               SaneraFinding *finding,
               GError **error)
{
  g_auto (SaneraComponentName) name = { NULL };
  g_autofree char *component = NULL, *fixed = NULL, *fix = NULL, *installed = NULL;

  if (sanera_component_name_parse (self->product, &name))
    component = sanera_importer_component_id (name.vendor, name.product);
  else
    {
      /* Nothing says which product it is in: the test stands for it. */
      name.vendor = g_strdup ("greenbone");
      name.product = g_strdup (finding->title);
      component = sanera_importer_component_id (name.vendor, self->oid);
    }
  installed = sanera_openvas_line (self->texts[TEXT_DESCRIPTION], "Installed version:");
  fixed = sanera_openvas_line (self->texts[TEXT_DESCRIPTION], "Fixed version:");
  fix = sanera_version_pick_fix (SANERA_VERSION_GENERIC, fixed);
  finding->component = component;
  finding->vendor = name.vendor;
  finding->product = name.product;
  finding->installed_version = installed != NULL ? installed : name.version;
  finding->fixed_version = fix;
  finding->end_of_support = fix == NULL && strstr (finding->title, "End of Life") != NULL;
  return sanera_import_spool_weaknesses (self->spool, device, part, finding, self->cves, error);
}

static gboolean
end_result (Reading *self, SaneraXmlStream *xml, GError **error)
{
  g_auto (SaneraRating) rating = SANERA_RATING_INIT;
  g_autofree char *title = NULL, *summary = NULL, *solution = NULL, *part = NULL;
  SaneraReportDevice description = { .name = self->texts[TEXT_HOSTNAME],
                                     .assessed_on = SANERA_INT_NULL,
                                     .fqdn = self->texts[TEXT_HOSTNAME],
                                     .address = self->texts[TEXT_HOST] };
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY,
                            .published_on = SANERA_INT_NULL,
                            .updated_on = SANERA_INT_NULL };
  const char *host = self->texts[TEXT_HOST];
  gboolean packaged = FALSE;
  guint device;

  if (host == NULL || *host == '\0' || self->oid == NULL || *self->oid == '\0')
    return sanera_xml_stream_fail (xml, error, "a result without host and nvt");
  device = sanera_import_spool_device (self->spool, host);
  sanera_import_spool_describe (self->spool, device, &description);
  part = name_part (self, "network");
  sanera_import_spool_part (self->spool, device, part);
  if (!is_weakness (self))
    return TRUE;

  if (is_local (self))
    {
      g_free (part);
      part = name_part (self, "local");
    }
  sanera_openvas_collect_cves (self->texts[TEXT_CVE], self->cves);
  title = sanera_openvas_collapse (self->texts[TEXT_NVT_NAME] != NULL ? self->texts[TEXT_NVT_NAME]
                                   : self->texts[TEXT_NAME] != NULL   ? self->texts[TEXT_NAME]
                                                                      : self->oid);
  summary = sanera_openvas_tag (self->texts[TEXT_TAGS], "summary");
  solution = sanera_openvas_tag (self->texts[TEXT_TAGS], "solution");
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.weakness = self->oid;
  finding.title = title;
  finding.description = summary != NULL ? summary : self->texts[TEXT_DESCRIPTION];
  finding.remediation = self->texts[TEXT_SOLUTION] != NULL && *self->texts[TEXT_SOLUTION] != '\0'
                            ? self->texts[TEXT_SOLUTION]
                            : solution;
  rate (self, &rating, &finding);

  if (!spool_packages (self, device, part, &finding, error))
    return FALSE;
  packaged = finding.continued;
  return packaged || spool_product (self, device, part, &finding, error);
}

/* Hosts. */

static void
end_host (Reading *self)
{
  SaneraReportDevice description = { .name = self->hostname,
                                     .os_version = self->os,
                                     .assessed_on = self->host_end,
                                     .failed = self->refused && !self->logged_in,
                                     .fqdn = self->hostname,
                                     .mac = self->mac,
                                     .address = self->ip };
  g_autofree char *network = NULL, *local = NULL;
  guint device;

  if (self->ip == NULL || *self->ip == '\0')
    return;
  device = sanera_import_spool_device (self->spool, self->ip);
  sanera_import_spool_describe (self->spool, device, &description);
  network = name_part (self, "network");
  local = name_part (self, "local");
  sanera_import_spool_part (self->spool, device, network);
  if (self->logged_in)
    sanera_import_spool_part (self->spool, device, local);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

static void
take_host_detail (Reading *self, const char *value)
{
  const char *name = self->detail_name != NULL ? self->detail_name : "";

  if (g_str_equal (name, "hostname"))
    replace (&self->hostname, value);
  else if (g_str_equal (name, "best_os_txt"))
    replace (&self->os, value);
  else if (g_str_equal (name, "MAC"))
    replace (&self->mac, value);
  else if (g_str_has_prefix (name, "Auth-") && g_str_has_suffix (name, "-Success"))
    self->logged_in = TRUE;
  else if (g_str_has_prefix (name, "Auth-") && g_str_has_suffix (name, "-Failure"))
    self->refused = TRUE;
}

static gint64
read_time (const Reading *self, const char *text)
{
  return *text != '\0' ? sanera_report_assessed_on (self->report, text) : SANERA_INT_NULL;
}

/* The document. */

static gboolean
start_cb (SaneraXmlStream *xml,
          const char *name,
          const char **attributes,
          const char **values,
          gpointer data,
          GError **error)
{
  Reading *self = data;

  if (g_str_equal (name, "result") && sanera_xml_stream_is_in (xml, "results"))
    forget_result (self);
  else if (g_str_equal (name, "nvt") && sanera_xml_stream_is_in (xml, "results/result"))
    replace (&self->oid, sanera_xml_stream_attribute (attributes, values, "oid"));
  else if (g_str_equal (name, "ref") && sanera_xml_stream_is_in (xml, "result/nvt/refs") &&
           g_strcmp0 (sanera_xml_stream_attribute (attributes, values, "type"), "cve") == 0)
    sanera_openvas_collect_cves (sanera_xml_stream_attribute (attributes, values, "id"),
                                 self->cves);
  else if (g_str_equal (name, "host") && sanera_xml_stream_is_in (xml, "report"))
    forget_host (self);
  else if (g_str_equal (name, "results") && sanera_xml_stream_is_in (xml, "report"))
    self->any = TRUE;
  return TRUE;
}

static gboolean
end_of_result_text (Reading *self, SaneraXmlStream *xml, const char *name, const char *text)
{
  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (!g_str_equal (places[i][0], name) || !sanera_xml_stream_is_in (xml, places[i][1]))
        continue;
      /* Of several vectors the first is the newest version's. */
      if (i != TEXT_VECTOR || self->texts[i] == NULL)
        replace (&self->texts[i], text);
      return TRUE;
    }
  return FALSE;
}

static gboolean
end_cb (SaneraXmlStream *xml, const char *name, const char *text, gpointer data, GError **error)
{
  Reading *self = data;

  if (end_of_result_text (self, xml, name, text))
    return TRUE;
  if (g_str_equal (name, "result") && sanera_xml_stream_is_in (xml, "results"))
    return end_result (self, xml, error);

  if (g_str_equal (name, "name") && sanera_xml_stream_is_in (xml, "detail"))
    replace (&self->detail_name, text);
  else if (g_str_equal (name, "value") && sanera_xml_stream_is_in (xml, "report/host/detail"))
    take_host_detail (self, text);
  else if (g_str_equal (name, "value") && sanera_xml_stream_is_in (xml, "details/detail"))
    {
      if (g_strcmp0 (self->detail_name, "product") == 0)
        replace (&self->product, text);
    }
  else if (g_str_equal (name, "ip") && sanera_xml_stream_is_in (xml, "report/host"))
    replace (&self->ip, text);
  else if (g_str_equal (name, "end") && sanera_xml_stream_is_in (xml, "report/host"))
    self->host_end = read_time (self, text);
  else if (g_str_equal (name, "host") && sanera_xml_stream_is_in (xml, "report"))
    end_host (self);
  else if (g_str_equal (name, "host") && sanera_xml_stream_is_in (xml, "report/host_end"))
    replace (&self->ip, text);
  else if (g_str_equal (name, "host_end") && sanera_xml_stream_is_in (xml, "report"))
    {
      self->host_end = read_time (self, text);
      end_host (self);
      forget_host (self);
    }
  else if (g_str_equal (name, "scan_end") && sanera_xml_stream_is_in (xml, "report"))
    self->scan_end = MAX (self->scan_end, read_time (self, text));
  else if (g_str_equal (name, "creation_time") && sanera_xml_stream_is_in (xml, "report"))
    self->scan_end = MAX (self->scan_end, read_time (self, text));
  else if (g_str_equal (name, "term") && sanera_xml_stream_is_in (xml, "report/filters"))
    read_filter (self, text);
  return TRUE;
}

static gboolean
openvas_read (const SaneraReport *report,
              const SaneraImportSink *sink,
              gpointer data,
              GError **error)
{
  static const SaneraXmlHandler handler = { start_cb, end_cb };
  g_autoptr (SaneraImportSpool) spool = sanera_import_spool_new (report->name, error);
  Reading self = {
    .report = report, .spool = spool, .scan_end = SANERA_INT_NULL, .host_end = SANERA_INT_NULL
  };
  gboolean ok;

  if (spool == NULL)
    return FALSE;
  self.cves = g_ptr_array_new_with_free_func (g_free);
  ok = sanera_xml_stream_read (report, &handler, &self, error);
  if (ok && !self.any)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   "%s: line 1: a report of OpenVAS or Greenbone without results", report->name);
      ok = FALSE;
    }
  forget_result (&self);
  forget_host (&self);
  g_ptr_array_unref (self.cves);
  g_free (self.detail_name);
  g_free (self.levels);
  return ok && sanera_import_spool_tell (
                   spool, self.scan_end != SANERA_INT_NULL ? self.scan_end : report->received_on,
                   sink, data, error);
}

static gboolean
openvas_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_XML && (sanera_report_head_has (head, "report") ||
                                             sanera_report_head_has (head, "get_reports_response"));
}

const SaneraImporter sanera_importer_openvas = {
  .format = "openvas",
  .label = "Greenbone",
  .recognise = openvas_recognise,
  .read = openvas_read,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trivy's JSON report, schema 2 (container image, filesystem, rootfs, vm, repository), that of a
 * Kubernetes cluster, whole or as a summary, and the bare array of results of the first versions.
 * https://trivy.dev/latest/docs/configuration/reporting/
 *
 * The members of an object may come in any order, and what one of them says (Type) is needed to
 * understand another (Packages). So a report is read twice: a survey takes the few words that stand
 * around the lists, then the lists go to the sink one entry at a time. */

#include <math.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-import-spool.h"
#include "sanera-time.h"
#include "sanera-trivy-names.h"
#include "sanera-trivy-survey.h"
#include "sanera-version.h"

typedef struct
{
  const SaneraReport *report;
  SaneraJsonStream *json;
  const SaneraImportSink *sink;
  gpointer data;
  const SaneraTrivyHead *head;
  const SaneraTrivyResult *result;
  const char *vendor;
  SaneraVersionScheme scheme;
} Reading;

/* The lists. */

static gboolean
read_packages (Reading *self, GError **error)
{
  gboolean has, entered;

  if (!sanera_json_stream_enter_array (self->json, &has, error))
    return FALSE;
  while (has)
    {
      g_autofree char *package = NULL, *version = NULL, *release = NULL, *id = NULL;
      const SaneraReportText members[] = { { "Name", &package },
                                           { "Version", &version },
                                           { "Release", &release } };
      const char *name;

      if (!sanera_json_stream_next_element (self->json, &has, error))
        return FALSE;
      if (!has)
        break;
      if (!sanera_json_stream_enter_object (self->json, &entered, error))
        return FALSE;
      while (entered)
        {
          if (!sanera_json_stream_next_member (self->json, &name, error))
            return FALSE;
          if (name == NULL)
            break;
          if (!sanera_report_read_text (self->json, name, members, G_N_ELEMENTS (members), error))
            return FALSE;
        }
      if (package == NULL || *package == '\0')
        continue;
      if (version != NULL && release != NULL && *release != '\0')
        {
          char *full = g_strconcat (version, "-", release, NULL);

          g_free (version);
          version = full;
        }
      id = sanera_importer_component_id (self->vendor, package);
      if (!self->sink->installed (id, version, self->data, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  double score; /* NAN: none */
  char *vector;
} Cvss;

/* One source's scores: version 3 before 4, and 2 not at all, because its scale is another one. */
static gboolean
read_cvss_source (SaneraJsonStream *json, Cvss *cvss, GError **error)
{
  g_autofree char *v3_vector = NULL, *v4_vector = NULL;
  const SaneraReportText members[] = { { "V3Vector", &v3_vector }, { "V40Vector", &v4_vector } };
  double v3 = (double)NAN, v4 = (double)NAN;
  const char *name;
  gboolean entered;

  if (!sanera_json_stream_enter_object (json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (g_str_equal (name, "V3Score") || g_str_equal (name, "V40Score"))
        {
          double *score = name[1] == '3' ? &v3 : &v4;

          if (!sanera_json_stream_read_double (json, score, error))
            return FALSE;
          if (!isnan (*score) && (*score < 0.0 || *score > 10.0))
            return sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL,
                                            "a CVSS score outside 0 to 10");
        }
      else if (!sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error))
        return FALSE;
    }
  cvss->score = isnan (v3) ? v4 : v3;
  cvss->vector = isnan (v3) ? g_steal_pointer (&v4_vector) : g_steal_pointer (&v3_vector);
  return TRUE;
}

/* Several sources score the same weakness: the NVD's word first, then GitHub's, Red Hat's, and of
 * the others the highest. */
static gboolean
read_cvss (SaneraJsonStream *json, Cvss *best, GError **error)
{
  static const char *const order[] = { "redhat", "ghsa", "nvd" };
  int best_rank = -1;
  const char *name;
  gboolean entered;

  if (!sanera_json_stream_enter_object (json, &entered, error))
    return FALSE;
  while (entered)
    {
      Cvss cvss = { .score = (double)NAN };
      int rank = 0;

      if (!sanera_json_stream_next_member (json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      for (int i = 0; i < (int)G_N_ELEMENTS (order); i++)
        rank = g_str_equal (order[i], name) ? i + 1 : rank;
      if (!read_cvss_source (json, &cvss, error))
        return FALSE;
      if (isnan (cvss.score) || rank < best_rank ||
          (rank == best_rank && cvss.score <= best->score))
        {
          g_free (cvss.vector);
          continue;
        }
      g_free (best->vector);
      *best = cvss;
      best_rank = rank;
    }
  return TRUE;
}

/* Of VendorIDs only those count that name this very weakness: an RHSA or DSA covers many. */
static char **
keep_aliases (char **ids, char **aliases)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **id = ids; id != NULL && *id != NULL; id++)
    {
      if (g_str_has_prefix (*id, "GHSA-") || g_str_has_prefix (*id, "CVE-") ||
          g_str_has_prefix (*id, "NSWG-"))
        g_strv_builder_add (builder, *id);
    }
  for (char **id = aliases; id != NULL && *id != NULL; id++)
    {
      if (**id != '\0')
        g_strv_builder_add (builder, *id);
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_vulnerability (Reading *self, GError **error)
{
  g_autofree char *id = NULL, *package = NULL, *installed = NULL, *fixed = NULL, *status = NULL;
  g_autofree char *url = NULL, *title = NULL, *description = NULL, *severity = NULL;
  g_autofree char *published = NULL, *updated = NULL, *component = NULL, *fix = NULL;
  g_autofree char *vector = NULL;
  g_auto (GStrv) vendor_ids = NULL, given_aliases = NULL, aliases = NULL;
  const SaneraReportText members[] = {
    { "VulnerabilityID", &id },
    { "PkgName", &package },
    { "InstalledVersion", &installed },
    { "FixedVersion", &fixed },
    { "Status", &status },
    { "PrimaryURL", &url },
    { "Title", &title },
    { "Description", &description },
    { "Severity", &severity },
    { "PublishedDate", &published },
    { "LastModifiedDate", &updated },
  };
  Cvss cvss = { .score = (double)NAN };
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY };
  const char *name;
  gboolean entered, ok;

  if (!sanera_json_stream_enter_object (self->json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (self->json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (g_str_equal (name, "CVSS"))
        {
          ok = read_cvss (self->json, &cvss, error);
          g_free (vector);
          vector = g_steal_pointer (&cvss.vector);
          if (!ok)
            return FALSE;
          continue;
        }
      if (g_str_equal (name, "VendorIDs"))
        ok = sanera_json_stream_read_strv (self->json, &vendor_ids, error);
      else if (g_str_equal (name, "Aliases"))
        ok = sanera_json_stream_read_strv (self->json, &given_aliases, error);
      else
        ok = sanera_report_read_text (self->json, name, members, G_N_ELEMENTS (members), error);
      if (!ok)
        return FALSE;
    }
  if (!entered)
    return TRUE;
  if (id == NULL || *id == '\0' || package == NULL || *package == '\0')
    return sanera_json_stream_fail (self->json, error, SANERA_ERROR_PROTOCOL,
                                    "a vulnerability without VulnerabilityID and PkgName");
  if (g_strcmp0 (status, "not_affected") == 0)
    return TRUE;

  component = sanera_importer_component_id (self->vendor, package);
  fix = sanera_version_pick_fix (self->scheme, fixed);
  aliases = keep_aliases (vendor_ids, given_aliases);
  finding.component = component;
  finding.vendor = self->vendor;
  finding.product = package;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.weakness = id;
  finding.aliases = (const char *const *)aliases;
  finding.title = title;
  finding.description = description;
  finding.severity = sanera_importer_severity (severity);
  finding.cvss = cvss.score;
  finding.cvss_vector = vector;
  finding.published_on = sanera_time_parse (published);
  finding.updated_on = sanera_time_parse (updated);
  finding.url = url;
  finding.installed_version = installed;
  finding.fixed_version = fix;
  finding.end_of_support = fix == NULL && g_strcmp0 (status, "end_of_life") == 0;

  return self->sink->finding (&finding, self->data, error);
}

/* A failed check or a secret. What a secret is (Match, Code) is not even read. */
static gboolean
read_check (Reading *self, SaneraFindingKind kind, GError **error)
{
  g_autofree char *id = NULL, *rule = NULL, *type = NULL, *title = NULL, *description = NULL;
  g_autofree char *resolution = NULL, *severity = NULL, *status = NULL, *url = NULL;
  g_autofree char *category = NULL, *component = NULL;
  const SaneraReportText members[] = {
    { "ID", &id },
    { "RuleID", &rule },
    { "Type", &type },
    { "Title", &title },
    { "Description", &description },
    { "Resolution", &resolution },
    { "Severity", &severity },
    { "Status", &status },
    { "PrimaryURL", &url },
    { "Category", &category },
  };
  const gboolean secret = kind == SANERA_FINDING_SECRET;
  SaneraFinding finding = { .kind = kind };
  const char *name;
  gboolean entered;

  if (!sanera_json_stream_enter_object (self->json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (self->json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (!sanera_report_read_text (self->json, name, members, G_N_ELEMENTS (members), error))
        return FALSE;
    }
  if (!entered)
    return TRUE;
  if (secret)
    {
      g_free (id);
      id = g_steal_pointer (&rule);
    }
  if (id == NULL || *id == '\0')
    return sanera_json_stream_fail (self->json, error, SANERA_ERROR_PROTOCOL, "a %s without %s",
                                    secret ? "secret" : "misconfiguration",
                                    secret ? "RuleID" : "ID");

  component = sanera_importer_check_id (id);
  if (!self->sink->installed (component, NULL, self->data, error))
    return FALSE;
  /* PASS and EXCEPTION: the check was made, and there is nothing to do. */
  if (!secret && status != NULL && g_ascii_strcasecmp (status, "FAIL") != 0)
    return TRUE;

  finding.component = component;
  finding.vendor = secret ? "secrets" : self->vendor;
  finding.product = title != NULL ? title : id;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_SECURITY_CONTROLS);
  finding.sub_category = secret ? category : type;
  finding.weakness = id;
  finding.title = title;
  finding.description = description;
  finding.severity = sanera_importer_severity (severity);
  finding.cvss = (double)NAN;
  finding.published_on = SANERA_INT_NULL;
  finding.updated_on = SANERA_INT_NULL;
  finding.url = url;
  finding.remediation = resolution;
  return self->sink->finding (&finding, self->data, error);
}

static gboolean
read_list (Reading *self, const char *member, GError **error)
{
  const gboolean vulnerabilities = g_str_equal (member, "Vulnerabilities");
  const SaneraFindingKind kind =
      g_str_equal (member, "Secrets") ? SANERA_FINDING_SECRET : SANERA_FINDING_CHECK;
  gboolean has;

  if (!sanera_json_stream_enter_array (self->json, &has, error))
    return FALSE;
  while (has)
    {
      if (!sanera_json_stream_next_element (self->json, &has, error))
        return FALSE;
      if (has &&
          !(vulnerabilities ? read_vulnerability (self, error) : read_check (self, kind, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_result (Reading *self, GError **error)
{
  g_autofree char *part = NULL;
  const char *name;
  gboolean entered;
  const char *type = self->result->type != NULL ? self->result->type : "";
  const char *class = self->result->class;

  if (class == NULL)
    class = sanera_trivy_is_os (type) ? "os-pkgs" : "lang-pkgs";
  self->vendor = sanera_component_vendor (type);
  self->scheme = sanera_version_scheme_for (self->vendor);
  if (*self->vendor == '\0')
    self->vendor = class;
  part = g_strconcat (class, "/", type, NULL);
  if (!self->sink->part (part, self->data, error) ||
      !sanera_json_stream_enter_object (self->json, &entered, error))
    return FALSE;

  while (entered)
    {
      gboolean ok;

      if (!sanera_json_stream_next_member (self->json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (g_str_equal (name, "Packages"))
        ok = read_packages (self, error);
      else if (g_str_equal (name, "Vulnerabilities") || g_str_equal (name, "Misconfigurations") ||
               g_str_equal (name, "Secrets"))
        {
          g_autofree char *member = g_strdup (name);

          ok = read_list (self, member, error);
        }
      else
        ok = sanera_json_stream_skip (self->json, error);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_results (Reading *self, GError **error)
{
  gboolean has;

  if (!sanera_json_stream_enter_array (self->json, &has, error))
    return FALSE;
  for (guint i = 0; has; i++)
    {
      if (!sanera_json_stream_next_element (self->json, &has, error))
        return FALSE;
      if (!has)
        break;
      if (i >= self->head->results->len)
        return sanera_json_stream_fail (self->json, error, SANERA_ERROR_PROTOCOL,
                                        "the file changed while it was read");
      self->result = &g_array_index (self->head->results, SaneraTrivyResult, i);
      if (!read_result (self, error))
        return FALSE;
    }
  return TRUE;
}

/* What the operating system says of itself is a part of its own: with the next report of a
 * supported release the end of support is over. */
static gboolean
report_os (Reading *self, GError **error)
{
  const SaneraTrivyHead *head = self->head;
  g_autofree char *part = NULL, *product = NULL, *component = NULL, *weakness = NULL, *title = NULL;
  const char *platform = sanera_trivy_os_platform (head->os_family);
  SaneraFinding finding = { .kind = SANERA_FINDING_END_OF_SUPPORT };

  if (head->os_family == NULL || *head->os_family == '\0')
    return TRUE;
  part = g_strconcat ("os/", head->os_family, NULL);
  product = g_strconcat (head->os_family, "_os", NULL);
  component = sanera_importer_component_id (head->os_family, product);
  if (!self->sink->part (part, self->data, error) ||
      !self->sink->installed (component, head->os_name, self->data, error))
    return FALSE;
  if (!head->os_eos)
    return TRUE;

  weakness = g_strdup_printf ("EOS-%s-%s", head->os_family,
                              head->os_name != NULL ? head->os_name : "unknown");
  title = g_strdup_printf ("%s %s is past its end of support", platform,
                           head->os_name != NULL ? head->os_name : "");
  finding.component = component;
  finding.vendor = head->os_family;
  finding.product = platform;
  finding.category =
      sanera_enum_to_nick (&sanera_recommendation_category_enum, SANERA_RECOMMENDATION_CATEGORY_OS);
  finding.weakness = weakness;
  finding.title = title;
  finding.cvss = (double)NAN;
  finding.published_on = SANERA_INT_NULL;
  finding.updated_on = SANERA_INT_NULL;
  finding.installed_version = head->os_name;
  finding.end_of_support = TRUE;
  return self->sink->finding (&finding, self->data, error);
}

/* The name of the device: the artifact without its digest; in the legacy format, which has no
 * artifact, the target without the "(debian 12.11)" behind it. */
static char *
device_name (const SaneraReport *report, const SaneraTrivyHead *head)
{
  g_autofree char *name = g_strdup (head->artifact);
  char *end;

  for (guint i = 0; name == NULL && i < head->results->len; i++)
    {
      const SaneraTrivyResult *result = &g_array_index (head->results, SaneraTrivyResult, i);

      if (result->target != NULL && g_str_has_suffix (result->target, ")"))
        name = g_strdup (result->target);
    }
  if (name == NULL && head->results->len > 0)
    name = g_strdup (g_array_index (head->results, SaneraTrivyResult, 0).target);
  if (name != NULL && head->legacy && (end = strstr (name, " (")) != NULL)
    *end = '\0';
  return sanera_report_device_name (report, name);
}

static gboolean
read_members (Reading *self, GError **error)
{
  const char *name;
  gboolean entered;

  if (!sanera_json_stream_enter_object (self->json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (self->json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (g_str_equal (name, "Results") ? !read_results (self, error)
                                        : !sanera_json_stream_skip (self->json, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_artifact (Reading *self, GError **error)
{
  const SaneraTrivyHead *head = self->head;
  g_autofree char *device = device_name (self->report, head);
  SaneraReportDevice out = { .name = device };

  out.os_platform = sanera_trivy_os_platform (head->os_family);
  out.os_version = head->os_name;
  out.assessed_on = sanera_report_assessed_on (self->report, head->created_at);
  return self->sink->device (&out, self->data, error) && report_os (self, error) &&
         (head->legacy ? read_results (self, error) : read_members (self, error));
}

/* A cluster. The first versions list a resource twice, for what is weak and for what is wrong in
 * it, so what belongs to one is brought together first. */

typedef struct
{
  SaneraImportSpool *spool;
  guint device;
  char *part;
} Gathering;

static gboolean
gather_device (const SaneraReportDevice *device, gpointer data, GError **error)
{
  Gathering *self = data;

  self->device = sanera_import_spool_device (self->spool, device->name);
  sanera_import_spool_describe (self->spool, self->device, device);
  return TRUE;
}

static gboolean
gather_part (const char *part, gpointer data, GError **error)
{
  Gathering *self = data;

  g_free (self->part);
  self->part = g_strdup (part);
  sanera_import_spool_part (self->spool, self->device, part);
  return TRUE;
}

static gboolean
gather_installed (const char *component, const char *version, gpointer data, GError **error)
{
  Gathering *self = data;

  return sanera_import_spool_installed (self->spool, self->device, self->part, component, version,
                                        error);
}

static gboolean
gather_finding (const SaneraFinding *finding, gpointer data, GError **error)
{
  Gathering *self = data;

  return sanera_import_spool_finding (self->spool, self->device, self->part, finding, error);
}

static gboolean
read_resource (Reading *self, const SaneraTrivyHead *resource, GError **error)
{
  const SaneraReportDevice failed = { .name = resource->artifact,
                                      .assessed_on = self->report->received_on,
                                      .failed = TRUE };

  self->head = resource;
  if (resource->error == NULL || *resource->error == '\0' || resource->results->len > 0)
    return read_artifact (self, error);
  /* What could not be scanned was not assessed: nothing is known of it. */
  return self->sink->device (&failed, self->data, error) &&
         sanera_json_stream_skip (self->json, error);
}

static gboolean
read_resources (Reading *self, const SaneraTrivyHead *cluster, guint *index, GError **error)
{
  gboolean has;

  if (!sanera_json_stream_enter_array (self->json, &has, error))
    return FALSE;
  while (has)
    {
      if (!sanera_json_stream_next_element (self->json, &has, error))
        return FALSE;
      if (!has)
        break;
      if (*index >= cluster->resources->len)
        return sanera_json_stream_fail (self->json, error, SANERA_ERROR_PROTOCOL,
                                        "the file changed while it was read");
      if (!read_resource (self, g_ptr_array_index (cluster->resources, (*index)++), error))
        return FALSE;
    }
  return TRUE;
}

/* The same names stand in every cluster, so they are told with its own, where it has one. */
static void
name_resources (const SaneraTrivyHead *cluster)
{
  for (guint i = 0; i < cluster->resources->len; i++)
    {
      SaneraTrivyHead *resource = g_ptr_array_index (cluster->resources, i);
      g_autofree char *own = resource->artifact;

      resource->artifact = cluster->cluster != NULL && *cluster->cluster != '\0'
                               ? g_strconcat (cluster->cluster, "/", own, NULL)
                               : g_steal_pointer (&own);
    }
}

static gboolean
read_cluster (Reading *self, GError **error)
{
  static const SaneraImportSink gather = { gather_device, gather_part, gather_installed,
                                           gather_finding };
  const SaneraTrivyHead *cluster = self->head;
  g_autoptr (SaneraImportSpool) spool = sanera_import_spool_new (self->report->name, error);
  Gathering gathering = { .spool = spool };
  const SaneraImportSink *sink = self->sink;
  gpointer data = self->data;
  guint index = 0;
  const char *name;
  gboolean entered, ok;

  if (spool == NULL || !sanera_json_stream_enter_object (self->json, &entered, error))
    return FALSE;
  name_resources (cluster);
  self->sink = &gather;
  self->data = &gathering;
  for (ok = TRUE; ok && entered;)
    {
      ok = sanera_json_stream_next_member (self->json, &name, error);
      if (!ok || name == NULL)
        break;
      ok = sanera_trivy_is_resources (name) ? read_resources (self, cluster, &index, error)
                                            : sanera_json_stream_skip (self->json, error);
    }
  g_free (gathering.part);
  self->sink = sink;
  self->data = data;
  return ok &&
         sanera_import_spool_tell (spool, self->report->received_on, self->sink, self->data, error);
}

static gboolean
trivy_read (const SaneraReport *report, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) heads = sanera_trivy_survey (report, error);
  g_autoptr (SaneraJsonStream) json = NULL;
  Reading reading = { .report = report, .sink = sink, .data = data };

  if (heads == NULL)
    return FALSE;
  json = sanera_report_open_json (report, error);
  if (json == NULL)
    return FALSE;
  reading.json = json;
  for (guint i = 0; i < heads->len; i++)
    {
      char first;

      reading.head = g_ptr_array_index (heads, i);
      if (!sanera_json_stream_peek (json, &first, error) ||
          !(reading.head->resources != NULL ? read_cluster (&reading, error)
                                            : read_artifact (&reading, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
trivy_recognise (const SaneraReportHead *head)
{
  if (head->kind == SANERA_REPORT_JSON_ARRAY)
    return sanera_report_head_has (head, "[].Target");
  return sanera_report_head_has (head, "SchemaVersion") ||
         sanera_report_head_has (head, "ArtifactName") ||
         (sanera_report_head_has (head, "ClusterName") &&
          (sanera_report_head_has (head, "Resources[].Kind") ||
           sanera_report_head_has (head, "Findings[].Kind") ||
           sanera_report_head_has (head, "Vulnerabilities[].Kind") ||
           sanera_report_head_has (head, "Misconfigurations[].Kind") || head->complete)) ||
         sanera_report_head_has (head, "ArtifactType");
}

const SaneraImporter sanera_importer_trivy = {
  .format = "trivy",
  .label = "Trivy",
  .recognise = trivy_recognise,
  .read = trivy_read,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the API of Microsoft Defender for Endpoint answers, kept as files: SoftwareVulnerabilities-
 * ByMachine and machinesVulnerabilities (which weakness is on which machine), machines (what the
 * machines are called), recommendations and remediationTasks (which version to go to). Pages with
 * `value` and `@odata.nextLink`, bare arrays, or one object a line, as exports to files are.
 * https://learn.microsoft.com/defender-endpoint/api/get-assessment-software-vulnerabilities
 *
 * Each of them says a part of it, so all files of an import are joined: machines by id, products by
 * vendor and name. What an activity of Defender is about stays there; only its version is taken. */

#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-import-spool.h"
#include "sanera-time.h"
#include "sanera-version.h"

#define PART "software"

/* The texts of a row; what two tables call differently is one here. */
typedef enum
{
  TEXT_ID,
  TEXT_MACHINE,
  TEXT_MACHINE_NAME,
  TEXT_GROUP,
  TEXT_OS_PLATFORM,
  TEXT_OS_VERSION,
  TEXT_SEEN,
  TEXT_ADDRESS,
  TEXT_VENDOR,
  TEXT_PRODUCT,
  TEXT_VERSION,
  TEXT_CVE,
  TEXT_SEVERITY,
  TEXT_UPDATE,
  TEXT_UPDATE_ID,
  TEXT_UPDATE_URL,
  TEXT_EXPLOIT,
  TEXT_EVENT_TIME,
  TEXT_RECOMMENDED,
  TEXT_COMPONENT,
  TEXT_TYPE,
  TEXT_CATEGORY,
  N_TEXTS,
} Text;

static const char *const names[N_TEXTS][4] = {
  [TEXT_ID] = { "id" },
  [TEXT_MACHINE] = { "deviceId", "machineId" },
  [TEXT_MACHINE_NAME] = { "deviceName", "computerDnsName" },
  [TEXT_GROUP] = { "rbacGroupName" },
  [TEXT_OS_PLATFORM] = { "osPlatform" },
  [TEXT_OS_VERSION] = { "osVersion", "version" },
  [TEXT_SEEN] = { "lastSeenTimestamp", "lastSeen" },
  [TEXT_ADDRESS] = { "lastIpAddress" },
  [TEXT_VENDOR] = { "softwareVendor", "productVendor", "vendor", "vendorId" },
  [TEXT_PRODUCT] = { "softwareName", "productName", "nameId" },
  [TEXT_VERSION] = { "softwareVersion", "productVersion" },
  [TEXT_CVE] = { "cveId" },
  [TEXT_SEVERITY] = { "vulnerabilitySeverityLevel", "severity" },
  [TEXT_UPDATE] = { "recommendedSecurityUpdate" },
  [TEXT_UPDATE_ID] = { "recommendedSecurityUpdateId", "fixingKbId" },
  [TEXT_UPDATE_URL] = { "recommendedSecurityUpdateUrl" },
  [TEXT_EXPLOIT] = { "exploitabilityLevel" },
  [TEXT_EVENT_TIME] = { "eventTimestamp" },
  [TEXT_RECOMMENDED] = { "recommendedVersion" },
  [TEXT_COMPONENT] = { "relatedComponent" },
  [TEXT_TYPE] = { "remediationType", "type" },
  [TEXT_CATEGORY] = { "recommendationCategory" },
};

typedef struct
{
  char *texts[N_TEXTS];
  char **tags;
  double cvss;
  gboolean update_available;
  gboolean is_machine; /* has a name for it, perhaps null */
} Row;

/* What recommendations and activities know of a product. */
typedef struct
{
  char *version; /* to go to, NULL: not said */
  char *component; /* its name for people */
  char *category;
  gboolean update; /* there is one */
} Product;

typedef struct
{
  gint64 received_on;
  SaneraImportSpool *spool;
  GHashTable *machines; /* set of device + 1: those that a list of machines names */
  GHashTable *products; /* id of the recommendation → Product */
  gboolean any; /* of the tables of weaknesses */
  gboolean whole; /* a page of them was the last */
} Join;

typedef struct
{
  Join *join;
  gboolean any; /* a row says which weakness is where */
  gboolean goes_on; /* there is a next page */
} Document;

static void
row_clear (Row *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  g_strfreev (self->tags);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
product_free (gpointer data)
{
  Product *self = data;

  g_free (self->version);
  g_free (self->component);
  g_free (self->category);
  g_free (self);
}

static const char *
get (const Row *row, Text text)
{
  return row->texts[text] != NULL ? row->texts[text] : "";
}

/* Rows. */

/* The documentation says text, the API a number. */
static gboolean
read_score (SaneraJsonStream *json, double *score, GError **error)
{
  g_autofree char *text = NULL;
  char first;

  if (!sanera_json_stream_peek (json, &first, error))
    return FALSE;
  if (first != '"')
    return sanera_json_stream_read_double (json, score, error);
  if (!sanera_json_stream_read_text (json, &text, error))
    return FALSE;
  *score = text != NULL && g_ascii_isdigit (*text) ? g_ascii_strtod (text, NULL) : (double)NAN;
  return TRUE;
}

/* Exports to files write the names with a capital. */
static gboolean
read_row_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Row *row = data;

  for (guint i = 0; i < N_TEXTS; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (names[i]) && names[i][k] != NULL; k++)
        {
          if (g_ascii_strcasecmp (names[i][k], name) != 0)
            continue;
          row->is_machine |= g_str_equal (names[i][k], "computerDnsName");
          /* "version" stands beside "osVersion", which may be null. */
          return row->texts[i] != NULL ? sanera_json_stream_skip (json, error)
                                       : sanera_json_stream_read_text (json, &row->texts[i], error);
        }
    }
  if (g_ascii_strcasecmp (name, "cvssScore") == 0)
    return read_score (json, &row->cvss, error);
  if (g_ascii_strcasecmp (name, "securityUpdateAvailable") == 0)
    return sanera_json_stream_read_bool (json, &row->update_available, error);
  if (g_ascii_strcasecmp (name, "machineTags") == 0)
    return sanera_json_stream_read_strv (json, &row->tags, error);
  return sanera_json_stream_skip (json, error);
}

static guint
find_device (Join *self, const char *machine)
{
  return sanera_import_spool_device (self->spool, machine);
}

static void
describe_machine (Join *self, const Row *row, const char *machine, guint device)
{
  static const char *const none[] = { "UnassignedGroup", "Unassigned", "None", "", NULL };
  g_autofree char *id = g_strconcat ("defender:", machine, NULL);
  const gint64 seen = sanera_time_parse (row->texts[TEXT_SEEN]);
  /* The list of machines knows best. */
  const gboolean listed = g_hash_table_contains (self->machines, GUINT_TO_POINTER (device + 1));
  const SaneraReportDevice description = {
    .name = row->texts[TEXT_MACHINE_NAME],
    .os_platform = row->texts[TEXT_OS_PLATFORM],
    .os_version = listed && !row->is_machine ? NULL : row->texts[TEXT_OS_VERSION],
    .group = g_strv_contains (none, get (row, TEXT_GROUP)) ? NULL : get (row, TEXT_GROUP),
    .assessed_on = MIN (seen, self->received_on), /* no time is the least number */
    .machine_id = id,
    .address = row->texts[TEXT_ADDRESS],
    .tags = (const char *const *)row->tags,
  };

  sanera_import_spool_describe (self->spool, device, &description);
}

/* "KB4565351": what to look for, where no version is named. */
static char *
name_update (const Row *row)
{
  const char *id = get (row, TEXT_UPDATE_ID);

  if (g_ascii_isdigit (*id))
    return g_strconcat ("KB", id, NULL);
  if (*id != '\0')
    return g_strdup (id);
  return row->update_available || *get (row, TEXT_UPDATE) != '\0' ? g_strdup ("") : NULL;
}

static gboolean
take_weakness (Join *self, SaneraJsonStream *json, const Row *row, GError **error)
{
  const char *vendor = get (row, TEXT_VENDOR), *product = get (row, TEXT_PRODUCT);
  const char *exploit = get (row, TEXT_EXPLOIT);
  const guint device = find_device (self, get (row, TEXT_MACHINE));
  g_autofree char *component = NULL, *fix = NULL;
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY,
                            .published_on = SANERA_INT_NULL,
                            .updated_on = SANERA_INT_NULL };

  if (*get (row, TEXT_EVENT_TIME) != '\0')
    return sanera_json_stream_fail (json, error, SANERA_ERROR_UNSUPPORTED,
                                    "only changes are in it; the whole assessment is needed");
  describe_machine (self, row, get (row, TEXT_MACHINE), device);
  sanera_import_spool_part (self->spool, device, PART);
  if (*product == '\0')
    return *get (row, TEXT_CVE) == '\0' ||
           sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL,
                                    "a weakness without a product");
  component = sanera_importer_component_id (*vendor != '\0' ? vendor : "generic", product);
  /* A product in which nothing is wrong. */
  if (*get (row, TEXT_CVE) == '\0')
    return sanera_import_spool_installed (self->spool, device, PART, component,
                                          row->texts[TEXT_VERSION], error);

  fix = name_update (row);
  finding.component = component;
  finding.vendor = vendor;
  finding.product = product;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.weakness = row->texts[TEXT_CVE];
  finding.severity = sanera_importer_severity (row->texts[TEXT_SEVERITY]);
  finding.cvss = row->cvss >= 0.0 && row->cvss <= 10.0 ? row->cvss : (double)NAN;
  finding.url = row->texts[TEXT_UPDATE_URL];
  finding.public_exploit = *exploit != '\0' && g_ascii_strcasecmp (exploit, "NoExploit") != 0;
  finding.installed_version = row->texts[TEXT_VERSION];
  finding.fixed_version = fix;
  finding.remediation = row->texts[TEXT_UPDATE];
  return sanera_import_spool_finding (self->spool, device, PART, &finding, error);
}

static void
take_product (Join *self, const Row *row)
{
  g_autofree char *component =
      sanera_importer_component_id (get (row, TEXT_VENDOR), get (row, TEXT_PRODUCT));
  const char *version = get (row, TEXT_RECOMMENDED), *type = get (row, TEXT_TYPE);
  Product *product = g_hash_table_lookup (self->products, component);

  if (product == NULL)
    {
      product = g_new0 (Product, 1);
      g_hash_table_insert (self->products, g_steal_pointer (&component), product);
    }
  product->update |= g_str_equal (type, "Update") || *version != '\0';
  if (*version != '\0' &&
      (product->version == NULL ||
       sanera_version_compare (SANERA_VERSION_GENERIC, version, product->version) > 0))
    {
      g_free (product->version);
      product->version = g_strdup (version);
    }
  if (product->component == NULL && *get (row, TEXT_COMPONENT) != '\0')
    product->component = g_strdup (get (row, TEXT_COMPONENT));
  if (product->category == NULL && *get (row, TEXT_CATEGORY) != '\0')
    product->category = g_strdup (get (row, TEXT_CATEGORY));
}

static gboolean
read_row (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Document *document = data;
  Join *self = document->join;
  g_auto (Row) row = { .cvss = (double)NAN };

  if (!sanera_report_each_member (json, read_row_member, &row, error))
    return FALSE;
  if (*get (&row, TEXT_MACHINE) != '\0')
    {
      document->any = TRUE;
      return take_weakness (self, json, &row, error);
    }
  if (row.is_machine && *get (&row, TEXT_ID) != '\0')
    {
      const guint device = find_device (self, get (&row, TEXT_ID));

      describe_machine (self, &row, get (&row, TEXT_ID), device);
      g_hash_table_add (self->machines, GUINT_TO_POINTER (device + 1));
    }
  else if (*get (&row, TEXT_VENDOR) != '\0' && *get (&row, TEXT_PRODUCT) != '\0')
    take_product (self, &row);
  /* The rest are configuration checks, which name no machine. */
  return TRUE;
}

/* Documents. */

/* A page has a list of rows, a line of an export is a row. */
typedef struct
{
  Document *document;
  Row row;
  gboolean is_page;
} Object;

static gboolean
read_object_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Object *object = data;
  g_autofree char *link = NULL, *context = NULL;
  char first;

  if (g_str_equal (name, "@odata.context"))
    {
      if (!sanera_json_stream_read_text (json, &context, error))
        return FALSE;
      /* Also where no machine has a weakness, and so no row says it. */
      object->document->any |= context != NULL && strstr (context, "AssetVulnerability") != NULL;
      return TRUE;
    }
  if (g_str_equal (name, "value"))
    {
      if (!sanera_json_stream_peek (json, &first, error))
        return FALSE;
      object->is_page |= first == '[';
      return first == '[' ? sanera_report_each_element (json, read_row, object->document, error)
                          : sanera_json_stream_skip (json, error);
    }
  if (g_str_equal (name, "@odata.nextLink"))
    {
      if (!sanera_json_stream_read_text (json, &link, error))
        return FALSE;
      object->document->goes_on = link != NULL && *link != '\0';
      return TRUE;
    }
  return read_row_member (json, name, &object->row, error);
}

static gboolean
read_document (Join *self, SaneraJsonStream *json, char first, GError **error)
{
  Document document = { .join = self };
  Object object = { .document = &document, .row.cvss = (double)NAN };
  gboolean ok;

  if (first == '[')
    ok = sanera_report_each_element (json, read_row, &document, error);
  else
    {
      ok = sanera_report_each_member (json, read_object_member, &object, error);
      if (ok && !object.is_page && *get (&object.row, TEXT_MACHINE) != '\0')
        {
          document.any = TRUE;
          ok = take_weakness (self, json, &object.row, error);
        }
      row_clear (&object.row);
    }
  self->any |= document.any;
  self->whole |= document.any && !document.goes_on;
  return ok;
}

static gboolean
defender_join_read (gpointer data, const SaneraReport *report, GError **error)
{
  Join *self = data;
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  char first;

  if (json == NULL)
    return FALSE;
  for (gboolean begun = FALSE;; begun = TRUE)
    {
      if (!sanera_json_stream_peek (json, &first, error))
        return FALSE;
      if (begun && first == '\0')
        return TRUE;
      if (!read_document (self, json, first, error))
        return FALSE;
    }
}

/* What is known of products goes to what was found, whichever came first. */

typedef struct
{
  Join *join;
  const SaneraImportSink *sink;
  gpointer data;
} Telling;

static gboolean
tell_device (const SaneraReportDevice *device, gpointer data, GError **error)
{
  const Telling *self = data;

  return self->sink->device (device, self->data, error);
}

static gboolean
tell_part (const char *part, gpointer data, GError **error)
{
  const Telling *self = data;

  return self->sink->part (part, self->data, error);
}

static gboolean
tell_installed (const char *component, const char *version, gpointer data, GError **error)
{
  const Telling *self = data;

  return self->sink->installed (component, version, self->data, error);
}

static gboolean
tell_finding (const SaneraFinding *finding, gpointer data, GError **error)
{
  const Telling *self = data;
  const Product *product = g_hash_table_lookup (self->join->products, finding->component);
  g_autofree char *words = NULL;
  SaneraFinding out = *finding;

  if (product != NULL && product->version != NULL)
    out.fixed_version = product->version;
  else if (product != NULL && product->update && out.fixed_version == NULL)
    out.fixed_version = "";
  if (product != NULL && product->category != NULL &&
      sanera_enum_from_nick (&sanera_recommendation_category_enum, product->category) != 0)
    out.category = product->category;
  words = product != NULL && product->component != NULL
              ? g_strdup (product->component)
              : g_strdelimit (g_strdup (out.product), "_", ' ');
  out.product = words;
  return self->sink->finding (&out, self->data, error);
}

static gboolean
defender_join_goes_on (gpointer data)
{
  const Join *self = data;

  return self->any && !self->whole;
}

static gboolean
defender_join_tell (gpointer data, const SaneraImportSink *sink, gpointer sink_data, GError **error)
{
  static const SaneraImportSink fill = { tell_device, tell_part, tell_installed, tell_finding };
  Join *self = data;
  Telling telling = { self, sink, sink_data };
  GHashTableIter iter;
  gpointer key;

  /* What machines are called, and which version to go to, changes nothing by itself. */
  if (!self->any)
    return TRUE;
  /* A machine that is listed and has no row was assessed too, unless its rows may be elsewhere. */
  g_hash_table_iter_init (&iter, self->machines);
  while (self->whole && g_hash_table_iter_next (&iter, &key, NULL))
    sanera_import_spool_part (self->spool, GPOINTER_TO_UINT (key) - 1, PART);
  return sanera_import_spool_tell (self->spool, self->received_on, &fill, &telling, error);
}

static gpointer
defender_join_create (const SaneraReport *report, GError **error)
{
  SaneraImportSpool *spool = sanera_import_spool_new (report->name, error);
  Join *self;

  if (spool == NULL)
    return NULL;
  self = g_new0 (Join, 1);
  self->received_on = report->received_on;
  self->spool = spool;
  self->machines = g_hash_table_new (NULL, NULL);
  self->products = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, product_free);
  return self;
}

static void
defender_join_free (gpointer data)
{
  Join *self = data;

  sanera_import_spool_free (self->spool);
  g_hash_table_unref (self->machines);
  g_hash_table_unref (self->products);
  g_free (self);
}

static gboolean
head_has_row (const SaneraReportHead *head, const char *list)
{
  static const char *const marks[][2] = { { "deviceId", "cveId" },
                                          { "DeviceId", "CveId" },
                                          { "machineId", "cveId" },
                                          { "id", "computerDnsName" },
                                          { "recommendationName", "recommendationCategory" },
                                          { "requesterEmail", "recommendedVersion" } };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *first = g_strconcat (list, marks[i][0], NULL);
      g_autofree char *second = g_strconcat (list, marks[i][1], NULL);

      if (sanera_report_head_has (head, first) && sanera_report_head_has (head, second))
        return TRUE;
    }
  return FALSE;
}

/* A table without rows is told by its context. */
static gboolean
defender_recognise (const SaneraReportHead *head)
{
  if (head->kind == SANERA_REPORT_JSON_ARRAY)
    return head_has_row (head, "[].");
  return head->kind == SANERA_REPORT_JSON_OBJECT &&
         (head_has_row (head, "") || head_has_row (head, "value[].") ||
          (head->complete && sanera_report_head_has (head, "@odata.context") &&
           sanera_report_head_has (head, "value")));
}

static const SaneraImportJoin defender_join = {
  .create = defender_join_create,
  .read = defender_join_read,
  .goes_on = defender_join_goes_on,
  .tell = defender_join_tell,
  .free = defender_join_free,
};

const SaneraImporter sanera_importer_defender = {
  .format = "defender",
  .label = "Microsoft Defender",
  .recognise = defender_recognise,
  .join = &defender_join,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CycloneDX 1.x as JSON: bills of materials with vulnerabilities (since 1.4), and VEX documents,
 * which say what is so of them. https://cyclonedx.org/docs/1.7/json/
 *
 * Vulnerabilities name components by reference, so a document is read twice: first for what there
 * is. It tells everything in one thing: one device, one part. That somebody writes "not affected"
 * is passed on, but does not make it so. */

#include <math.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-importer.h"
#include "sanera-rating.h"
#include "sanera-time.h"
#include "sanera-trivy-names.h"
#include "sanera-version.h"

#define MAX_COMPONENTS 500000

typedef struct
{
  char *ref;
  char *type;
  char *group;
  char *name;
  char *version;
  char *purl;
  char *cpe;
} Component;

typedef struct
{
  const SaneraImportSink *sink;
  gpointer data;
  GPtrArray *list; /* of Component */
  GHashTable *components; /* ref → Component of list */
  Component *subject; /* what the document is about */
  char *spec_version;
  char *timestamp;
  char *os_name;
  char *os_version;
  gboolean has_analysis;
  gint64 said_on;
} Reading;

typedef struct
{
  char *ref;
  GString *fixed; /* versions that are not affected */
} Affected;

typedef struct
{
  char *id;
  char *source;
  char *description;
  char *recommendation;
  char *published;
  char *updated;
  char *url;
  char *state;
  char *justification;
  char *detail;
  SaneraRating rating;
  char *severity;
  int severity_rank;
  GPtrArray *aliases;
  GPtrArray *affects; /* of Affected */
} Vulnerability;

static void
component_free (Component *self)
{
  if (self == NULL)
    return;

  g_free (self->ref);
  g_free (self->type);
  g_free (self->group);
  g_free (self->name);
  g_free (self->version);
  g_free (self->purl);
  g_free (self->cpe);
  g_free (self);
}

static void
affected_free (Affected *self)
{
  g_free (self->ref);
  g_string_free (self->fixed, TRUE);
  g_free (self);
}

static void
vulnerability_clear (Vulnerability *self)
{
  g_free (self->id);
  g_free (self->source);
  g_free (self->description);
  g_free (self->recommendation);
  g_free (self->published);
  g_free (self->updated);
  g_free (self->url);
  g_free (self->state);
  g_free (self->justification);
  g_free (self->detail);
  sanera_rating_clear (&self->rating);
  g_free (self->severity);
  g_ptr_array_unref (self->aliases);
  g_ptr_array_unref (self->affects);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Vulnerability, vulnerability_clear)

/* What there is. */

typedef struct
{
  Reading *reading;
  Component *component;
} Surveying;

static gboolean
survey_component (SaneraJsonStream *json, const char *name, gpointer data, GError **error);

/* Components may hold components. */
static gboolean
survey_component_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Surveying *surveying = data;
  Component *component = surveying->component;
  const SaneraReportText members[] = {
    { "bom-ref", &component->ref }, { "type", &component->type },
    { "group", &component->group }, { "name", &component->name },
    { "purl", &component->purl },   { "version", &component->version },
    { "cpe", &component->cpe },
  };

  return g_str_equal (name, "components")
             ? sanera_report_each_element (json, survey_component, surveying->reading, error)
             : sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static void
note_os (Reading *self, const Component *component)
{
  if (g_strcmp0 (component->type, "operating-system") != 0 || self->os_name != NULL)
    return;
  self->os_name = g_strdup (component->name);
  self->os_version = g_strdup (component->version);
}

static gboolean
survey_component (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  Component *component = g_new0 (Component, 1);
  Surveying surveying = { self, component };

  if (!sanera_report_each_member (json, survey_component_member, &surveying, error))
    {
      component_free (component);
      return FALSE;
    }
  note_os (self, component);
  if (component->ref == NULL)
    component->ref = g_strdup (component->purl);
  if (component->ref == NULL || component->name == NULL)
    {
      component_free (component);
      return TRUE;
    }
  g_ptr_array_add (self->list, component);
  g_hash_table_replace (self->components, component->ref, component);
  if (self->list->len > MAX_COMPONENTS)
    return sanera_json_stream_fail (json, error, SANERA_ERROR_UNSUPPORTED,
                                    "more than 500,000 components");
  return TRUE;
}

static gboolean
survey_metadata (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  const SaneraReportText members[] = { { "timestamp", &self->timestamp } };

  if (g_str_equal (name, "component"))
    {
      Surveying surveying = { self, self->subject };

      return sanera_report_each_member (json, survey_component_member, &surveying, error);
    }
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
survey_vulnerability_member (SaneraJsonStream *json,
                             const char *name,
                             gpointer data,
                             GError **error)
{
  Reading *self = data;

  self->has_analysis |= g_str_equal (name, "analysis");
  return sanera_json_stream_skip (json, error);
}

static gboolean
survey_vulnerability (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return sanera_report_each_member (json, survey_vulnerability_member, data, error);
}

static gboolean
survey_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  const SaneraReportText members[] = { { "specVersion", &self->spec_version } };

  if (g_str_equal (name, "vulnerabilities"))
    return sanera_report_each_element (json, survey_vulnerability, self, error);

  if (g_str_equal (name, "metadata"))
    return sanera_report_each_member (json, survey_metadata, self, error);
  if (g_str_equal (name, "components"))
    return sanera_report_each_element (json, survey_component, self, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

/* A package URL says most, a CPE where there is none, else the name must do. */
static void
name_component (const Component *component, SaneraComponentName *name)
{
  if (sanera_component_name_parse (component->purl, name) ||
      sanera_component_name_parse (component->cpe, name))
    return;
  name->vendor = g_strdup (component->group != NULL && *component->group != '\0' ? component->group
                                                                                 : "generic");
  name->product = g_strdup (component->name);
}

static gboolean
tell_components (Reading *self, GError **error)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const Component *component = g_ptr_array_index (self->list, i);
      g_auto (SaneraComponentName) name = { NULL };
      g_autofree char *id = NULL;

      if (component->purl == NULL || !sanera_component_name_parse (component->purl, &name))
        continue;
      id = sanera_importer_component_id (name.vendor, name.product);
      if (!self->sink->installed (id,
                                  component->version != NULL ? component->version : name.version,
                                  self->data, error))
        return FALSE;
    }
  return TRUE;
}

/* Vulnerabilities. */

static gboolean
read_source_name (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char **source = data;
  const SaneraReportText members[] = { { "name", source } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_reference (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char **id = data;
  const SaneraReportText members[] = { { "id", id } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_references (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Vulnerability *vulnerability = data;
  char *id = NULL;
  const gboolean ok = sanera_report_each_member (json, read_reference, &id, error);

  if (ok && id != NULL && *id != '\0')
    g_ptr_array_add (vulnerability->aliases, id);
  else
    g_free (id);
  return ok;
}

typedef struct
{
  char *source;
  char *severity;
  char *method;
  char *vector;
  double score;
} Rating;

static gboolean
read_rating_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Rating *rating = data;
  const SaneraReportText members[] = { { "severity", &rating->severity },
                                       { "method", &rating->method },
                                       { "vector", &rating->vector } };

  if (g_str_equal (name, "source"))
    return sanera_report_each_member (json, read_source_name, &rating->source, error);
  if (g_str_equal (name, "score"))
    return sanera_json_stream_read_double (json, &rating->score, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

/* Of several words that of whoever reported it counts, then as with scores; those made of version 2
 * of CVSS last. */
static void
offer_severity (Vulnerability *vulnerability, const Rating *rating, int rank)
{
  if (sanera_importer_severity (rating->severity) == NULL)
    return;
  if (rating->source != NULL && vulnerability->source != NULL &&
      g_ascii_strcasecmp (rating->source, vulnerability->source) == 0)
    rank += 10;
  if (g_strcmp0 (rating->method, "CVSSv2") == 0)
    rank -= 20;
  if (vulnerability->severity != NULL && rank <= vulnerability->severity_rank)
    return;
  g_free (vulnerability->severity);
  vulnerability->severity = g_strdup (rating->severity);
  vulnerability->severity_rank = rank;
}

static gboolean
read_rating (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Vulnerability *vulnerability = data;
  Rating rating = { .score = (double)NAN };
  const gboolean ok = sanera_report_each_member (json, read_rating_member, &rating, error);
  const int rank = sanera_rating_rank_source (rating.source);
  const gboolean of_cvss = rating.method != NULL && g_str_has_prefix (rating.method, "CVSS") &&
                           !g_str_equal (rating.method, "CVSSv2");

  if (ok)
    {
      /* Other methods have other scales; without a vector it is not known which one it was. */
      if (rating.vector != NULL || of_cvss)
        sanera_rating_offer (&vulnerability->rating, rating.vector, rating.score, rank);
      offer_severity (vulnerability, &rating, rank);
    }
  g_free (rating.source);
  g_free (rating.severity);
  g_free (rating.method);
  g_free (rating.vector);
  return ok;
}

typedef struct
{
  char *version;
  char *status;
} Version;

static gboolean
read_version_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Version *version = data;
  const SaneraReportText members[] = { { "version", &version->version },
                                       { "status", &version->status } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_version (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Affected *affected = data;
  Version version = { NULL };
  const gboolean ok = sanera_report_each_member (json, read_version_member, &version, error);

  if (version.version != NULL && g_strcmp0 (version.status, "unaffected") == 0)
    g_string_append_printf (affected->fixed, "%s%s", affected->fixed->len > 0 ? ", " : "",
                            version.version);
  g_free (version.version);
  g_free (version.status);
  return ok;
}

static gboolean
read_affected_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Affected *affected = data;
  const SaneraReportText members[] = { { "ref", &affected->ref } };

  return g_str_equal (name, "versions")
             ? sanera_report_each_element (json, read_version, affected, error)
             : sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_affected (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Vulnerability *vulnerability = data;
  Affected *affected = g_new0 (Affected, 1);

  affected->fixed = g_string_new (NULL);
  g_ptr_array_add (vulnerability->affects, affected);
  return sanera_report_each_member (json, read_affected_member, affected, error);
}

static gboolean
read_analysis (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Vulnerability *vulnerability = data;
  const SaneraReportText members[] = { { "state", &vulnerability->state },
                                       { "justification", &vulnerability->justification },
                                       { "detail", &vulnerability->detail } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_advisory (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char **url = data;
  const SaneraReportText members[] = { { "url", url } };

  return *url != NULL
             ? sanera_json_stream_skip (json, error)
             : sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_advisories (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return sanera_report_each_member (json, read_advisory, data, error);
}

static gboolean
read_vulnerability_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Vulnerability *self = data;
  const SaneraReportText members[] = {
    { "id", &self->id },
    { "description", &self->description },
    { "recommendation", &self->recommendation },
    { "published", &self->published },
    { "updated", &self->updated },
  };

  if (g_str_equal (name, "source"))
    return sanera_report_each_member (json, read_source_name, &self->source, error);
  if (g_str_equal (name, "references"))
    return sanera_report_each_element (json, read_references, self, error);
  if (g_str_equal (name, "ratings"))
    return sanera_report_each_element (json, read_rating, self, error);
  if (g_str_equal (name, "affects"))
    return sanera_report_each_element (json, read_affected, self, error);
  if (g_str_equal (name, "analysis"))
    return sanera_report_each_member (json, read_analysis, self, error);
  if (g_str_equal (name, "advisories"))
    return sanera_report_each_element (json, read_advisories, &self->url, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

/* A reference is that of a component, one into another document ("urn:cdx:…#ref"), or a package URL
 * that stands for itself. */
static const Component *
find_component (const Reading *self, const char *ref)
{
  const char *hash = strchr (ref, '#');
  const Component *component = g_hash_table_lookup (self->components, ref);

  if (component == NULL && hash != NULL)
    {
      g_autofree char *inner = g_uri_unescape_string (hash + 1, NULL);

      component = inner != NULL ? g_hash_table_lookup (self->components, inner) : NULL;
    }
  if (component == NULL && g_strcmp0 (self->subject->ref, ref) == 0 && self->subject->name != NULL)
    component = self->subject;
  return component;
}

static void
name_reference (const char *ref, SaneraComponentName *name)
{
  const char *hash = strchr (ref, '#');
  g_autofree char *inner = hash != NULL ? g_uri_unescape_string (hash + 1, NULL) : NULL;

  if (sanera_component_name_parse (ref, name) || sanera_component_name_parse (inner, name))
    return;
  name->vendor = g_strdup ("generic");
  name->product = g_strdup (ref);
}

/* "Upgrade libc6 to version 2.36; Upgrade …", as Trivy recommends. */
static char *
find_recommended (const char *recommendation, const char *product)
{
  g_autofree char *words = g_strdup_printf ("Upgrade %s to version ", product);
  const char *found = recommendation != NULL ? strstr (recommendation, words) : NULL;

  if (found == NULL)
    return NULL;
  found += strlen (words);
  return g_strndup (found, strcspn (found, ";\n"));
}

/* A document that lists no components is about no device: it says something of components wherever
 * they are (VEX). */
static gboolean
is_statement (const Reading *self)
{
  return self->list->len == 0 && self->has_analysis;
}

/* "code_not_reachable: …", as it was written. */
static char *
join_reason (const Vulnerability *vulnerability)
{
  const char *justification = vulnerability->justification, *detail = vulnerability->detail;

  if (justification == NULL || *justification == '\0')
    return g_strdup (detail);
  if (detail == NULL || *detail == '\0')
    return g_strdup (justification);
  return g_strconcat (justification, ": ", detail, NULL);
}

static gboolean
tell_affected (const Reading *self,
               const Vulnerability *vulnerability,
               const Affected *affected,
               SaneraFinding *finding,
               GError **error)
{
  const char *ref = affected != NULL && affected->ref != NULL ? affected->ref : "";
  const Component *component = *ref == '\0' ? self->subject : find_component (self, ref);
  g_auto (SaneraComponentName) name = { NULL };
  g_autofree char *id = NULL, *recommended = NULL, *fix = NULL;
  SaneraVersionScheme scheme;

  if (component != NULL && component->name != NULL)
    name_component (component, &name);
  else
    name_reference (*ref != '\0' ? ref : "unknown", &name);
  id = sanera_importer_component_id (name.vendor, name.product);
  scheme = sanera_version_scheme_for (name.vendor);
  recommended = find_recommended (vulnerability->recommendation, name.product);
  fix = sanera_version_pick_fix (scheme, affected != NULL ? affected->fixed->str : NULL);
  if (fix == NULL)
    fix = sanera_version_pick_fix (scheme, recommended);
  finding->component = id;
  finding->vendor = name.vendor;
  finding->product = name.product;
  finding->installed_version =
      component != NULL && component->version != NULL ? component->version : name.version;
  finding->fixed_version = fix;
  if (!(is_statement (self) ? self->sink->statement (finding, self->data, error)
                            : self->sink->finding (finding, self->data, error)))
    return FALSE;
  finding->continued = TRUE;
  return TRUE;
}

static gboolean
tell_vulnerability (const Reading *self, const Vulnerability *vulnerability, GError **error)
{
  static const char *const doubted[] = { "not_affected", "false_positive", NULL };
  const char *state = vulnerability->state != NULL ? vulnerability->state : "";
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY };
  g_autofree char *reason = NULL;

  if (g_str_has_prefix (state, "resolved") && !is_statement (self))
    return TRUE;
  finding.weakness = vulnerability->id;
  finding.aliases = (const char *const *)vulnerability->aliases->pdata;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.description = vulnerability->description;
  finding.severity = sanera_importer_severity (vulnerability->severity);
  sanera_rating_apply (&vulnerability->rating, &finding);
  finding.published_on = sanera_time_parse (vulnerability->published);
  finding.updated_on = sanera_time_parse (vulnerability->updated);
  finding.url = vulnerability->url;
  finding.remediation = vulnerability->recommendation;
  finding.said_not_affected = g_strv_contains (doubted, state);
  finding.reason = reason = finding.said_not_affected ? join_reason (vulnerability) : NULL;
  /* Of a statement it is when it was made. */
  if (is_statement (self))
    finding.updated_on = self->said_on;
  if (vulnerability->affects->len == 0)
    return tell_affected (self, vulnerability, NULL, &finding, error);
  for (guint i = 0; i < vulnerability->affects->len; i++)
    {
      if (!tell_affected (self, vulnerability, g_ptr_array_index (vulnerability->affects, i),
                          &finding, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_vulnerability (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  g_auto (Vulnerability) vulnerability = { .rating = SANERA_RATING_INIT };

  vulnerability.aliases = g_ptr_array_new_with_free_func (g_free);
  vulnerability.affects = g_ptr_array_new_with_free_func ((GDestroyNotify)affected_free);
  if (!sanera_report_each_member (json, read_vulnerability_member, &vulnerability, error))
    return FALSE;
  g_ptr_array_add (vulnerability.aliases, NULL);
  if (vulnerability.id == NULL || *vulnerability.id == '\0')
    return sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL,
                                    "a vulnerability without id");
  return tell_vulnerability (data, &vulnerability, error);
}

static gboolean
read_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "vulnerabilities")
             ? sanera_report_each_element (json, read_vulnerability, data, error)
             : sanera_json_stream_skip (json, error);
}

static gboolean
survey (Reading *self, const SaneraReport *report, GError **error)
{
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  char first;

  if (json == NULL || !sanera_json_stream_peek (json, &first, error) ||
      !sanera_report_each_member (json, survey_document, self, error))
    return FALSE;
  note_os (self, self->subject);
  if (self->spec_version != NULL && !g_str_has_prefix (self->spec_version, "1."))
    return sanera_json_stream_fail (json, error, SANERA_ERROR_UNSUPPORTED,
                                    "only version 1 of CycloneDX is known");
  return TRUE;
}

static gboolean
tell_device (Reading *self, const SaneraReport *report, GError **error)
{
  g_autofree char *name = sanera_report_device_name (report, self->subject->name);
  const SaneraReportDevice device = {
    .name = name,
    .os_platform = sanera_trivy_os_platform (sanera_component_vendor (self->os_name)),
    .os_version = self->os_version,
    .assessed_on = sanera_report_assessed_on (report, self->timestamp),
  };

  return self->sink->device (&device, self->data, error) &&
         self->sink->part ("components", self->data, error) && tell_components (self, error);
}

static gboolean
tell (Reading *self, const SaneraReport *report, GError **error)
{
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  char first;

  self->said_on = sanera_report_assessed_on (report, self->timestamp);
  return json != NULL && (is_statement (self) || tell_device (self, report, error)) &&
         sanera_json_stream_peek (json, &first, error) &&
         sanera_report_each_member (json, read_document, self, error);
}

static gboolean
cyclonedx_read (const SaneraReport *report,
                const SaneraImportSink *sink,
                gpointer data,
                GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)component_free);
  g_autoptr (GHashTable) components = g_hash_table_new (g_str_hash, g_str_equal);
  Reading self = { .sink = sink, .data = data, .list = list, .components = components };
  gboolean ok;

  self.subject = g_new0 (Component, 1);
  ok = survey (&self, report, error) && tell (&self, report, error);
  component_free (self.subject);
  g_free (self.spec_version);
  g_free (self.timestamp);
  g_free (self.os_name);
  g_free (self.os_version);
  return ok;
}

static gboolean
cyclonedx_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_JSON_OBJECT && sanera_report_head_has (head, "bomFormat");
}

const SaneraImporter sanera_importer_cyclonedx = {
  .format = "cyclonedx",
  .label = "CycloneDX",
  .recognise = cyclonedx_recognise,
  .read = cyclonedx_read,
};

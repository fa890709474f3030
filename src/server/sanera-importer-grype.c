/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Grype's JSON: the present dialect (vulnerability.fix, .cvss, relatedVulnerabilities) and that of
 * the versions before 0.10 (vulnerability.fixedInVersion, .cvssV2, .cvssV3).
 * https://github.com/anchore/grype, grype/presenter/models
 *
 * What was scanned stands behind the matches, so a report is read twice: first for that. A scan
 * looks at everything in its image or folder, and only matches are told: it has one part. */

#include <math.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-importer.h"
#include "sanera-rating.h"
#include "sanera-trivy-names.h"
#include "sanera-version.h"

typedef struct
{
  char *target;
  char *distro;
  char *distro_version;
  char *timestamp;
} Survey;

static void
survey_clear (Survey *self)
{
  g_free (self->target);
  g_free (self->distro);
  g_free (self->distro_version);
  g_free (self->timestamp);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Survey, survey_clear)

typedef struct
{
  char *id;
  char *severity;
  char *description;
  char *url;
  char *fixed;
  char *fix_state;
  SaneraRating rating;
  gboolean exploited;
  GPtrArray *related; /* ids of the same weakness elsewhere */

  char *package;
  char *version;
  char *type;
  char *purl;
} Match;

static void
match_clear (Match *self)
{
  g_free (self->id);
  g_free (self->severity);
  g_free (self->description);
  g_free (self->url);
  g_free (self->fixed);
  g_free (self->fix_state);
  sanera_rating_clear (&self->rating);
  g_ptr_array_unref (self->related);
  g_free (self->package);
  g_free (self->version);
  g_free (self->type);
  g_free (self->purl);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Match, match_clear)

typedef struct
{
  const SaneraImportSink *sink;
  gpointer data;
  const Survey *survey;
} Reading;

/* What was scanned. */

static gboolean
survey_target (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Survey *self = data;
  const SaneraReportText members[] = { { "userInput", &self->target } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
survey_source (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Survey *self = data;
  char first;

  if (!g_str_equal (name, "target"))
    return sanera_json_stream_skip (json, error);
  if (!sanera_json_stream_peek (json, &first, error))
    return FALSE;
  /* An image is an object, a folder or a file is its path. */
  return first == '{' ? sanera_report_each_member (json, survey_target, self, error)
                      : sanera_json_stream_read_text (json, &self->target, error);
}

static gboolean
survey_distro (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Survey *self = data;
  const SaneraReportText members[] = { { "name", &self->distro },
                                       { "version", &self->distro_version } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
survey_descriptor (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Survey *self = data;
  const SaneraReportText members[] = { { "timestamp", &self->timestamp } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
survey_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  if (g_str_equal (name, "source"))
    return sanera_report_each_member (json, survey_source, data, error);
  if (g_str_equal (name, "distro"))
    return sanera_report_each_member (json, survey_distro, data, error);
  if (g_str_equal (name, "descriptor"))
    return sanera_report_each_member (json, survey_descriptor, data, error);
  return sanera_json_stream_skip (json, error);
}

/* The matches. */

typedef struct
{
  char *vector;
  char *source;
  double score;
} Score;

static gboolean
read_metrics (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Score *score = data;

  return g_str_equal (name, "baseScore")
             ? sanera_json_stream_read_double (json, &score->score, error)
             : sanera_json_stream_skip (json, error);
}

/* The old dialect has the score beside the vector, the new one in "metrics". */
static gboolean
read_score_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Score *score = data;
  const SaneraReportText members[] = { { "vector", &score->vector }, { "source", &score->source } };

  if (g_str_equal (name, "metrics"))
    return sanera_report_each_member (json, read_metrics, score, error);
  if (g_str_equal (name, "baseScore"))
    return sanera_json_stream_read_double (json, &score->score, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_score (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;
  Score score = { .score = (double)NAN };
  const gboolean ok = sanera_report_each_member (json, read_score_member, &score, error);

  if (ok)
    sanera_rating_offer (&match->rating, score.vector, score.score,
                         sanera_rating_rank_source (score.source));
  g_free (score.vector);
  g_free (score.source);
  return ok;
}

static gboolean
read_fix (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;
  const SaneraReportText members[] = { { "state", &match->fix_state } };
  g_auto (GStrv) versions = NULL;

  if (!g_str_equal (name, "versions"))
    return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
  if (!sanera_json_stream_read_strv (json, &versions, error))
    return FALSE;
  g_free (match->fixed);
  match->fixed = versions != NULL ? g_strjoinv (", ", versions) : NULL;
  return TRUE;
}

static gboolean
note_exploit (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;

  match->exploited = TRUE;
  return sanera_json_stream_skip (json, error);
}

static gboolean
read_vulnerability (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;
  const SaneraReportText members[] = { { "id", &match->id },
                                       { "severity", &match->severity },
                                       { "description", &match->description },
                                       { "dataSource", &match->url },
                                       { "fixedInVersion", &match->fixed } };

  if (g_str_equal (name, "cvss"))
    return sanera_report_each_element (json, read_score, match, error);
  if (g_str_equal (name, "cvssV2") || g_str_equal (name, "cvssV3"))
    return read_score (json, NULL, match, error);
  if (g_str_equal (name, "fix"))
    return sanera_report_each_member (json, read_fix, match, error);
  if (g_str_equal (name, "knownExploited"))
    return sanera_report_each_element (json, note_exploit, match, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

typedef struct
{
  Match *match;
  char *id;
  char *description;
} Related;

static gboolean
read_related_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Related *related = data;
  const SaneraReportText members[] = { { "id", &related->id },
                                       { "description", &related->description } };

  if (g_str_equal (name, "cvss"))
    return sanera_report_each_element (json, read_score, related->match, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_related (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;
  Related related = { .match = match };
  const gboolean ok = sanera_report_each_member (json, read_related_member, &related, error);

  if (related.id != NULL && *related.id != '\0')
    g_ptr_array_add (match->related, g_steal_pointer (&related.id));
  if (match->description == NULL)
    match->description = g_steal_pointer (&related.description);
  g_free (related.id);
  g_free (related.description);
  return ok;
}

static gboolean
read_artifact (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Match *match = data;
  const SaneraReportText members[] = { { "name", &match->package },
                                       { "version", &match->version },
                                       { "type", &match->type },
                                       { "purl", &match->purl } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_match_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  if (g_str_equal (name, "vulnerability"))
    return sanera_report_each_member (json, read_vulnerability, data, error);
  if (g_str_equal (name, "relatedVulnerabilities"))
    return sanera_report_each_element (json, read_related, data, error);
  if (g_str_equal (name, "artifact"))
    return sanera_report_each_member (json, read_artifact, data, error);
  return sanera_json_stream_skip (json, error);
}

/* Where there is no package URL: packages of the distribution belong to it. */
static void
name_component (const Reading *self, const Match *match, SaneraComponentName *name)
{
  const char *type = match->type != NULL ? match->type : "";
  const gboolean of_distribution = g_str_equal (type, "deb") || g_str_equal (type, "rpm") ||
                                   g_str_equal (type, "apk") || g_str_equal (type, "alpm");

  if (sanera_component_name_parse (match->purl, name))
    return;
  name->vendor = g_strdup (sanera_component_vendor (of_distribution && self->survey->distro != NULL
                                                        ? self->survey->distro
                                                    : *type != '\0' ? type
                                                                    : "generic"));
  name->product = g_strdup (match->package);
}

static gboolean
tell_match (const Reading *self, const Match *match, GError **error)
{
  g_auto (SaneraComponentName) name = { NULL };
  g_autofree char *component = NULL, *fix = NULL;
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY };

  name_component (self, match, &name);
  component = sanera_importer_component_id (name.vendor, name.product);
  if (g_strcmp0 (match->fix_state, "not-fixed") != 0 &&
      g_strcmp0 (match->fix_state, "wont-fix") != 0)
    fix = sanera_version_pick_fix (sanera_version_scheme_for (name.vendor), match->fixed);
  finding.component = component;
  finding.vendor = name.vendor;
  finding.product = name.product;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.weakness = match->id;
  /* An advisory of a distribution covers several weaknesses; GitHub's is about one. */
  if (g_str_has_prefix (match->id, "GHSA-"))
    finding.aliases = (const char *const *)match->related->pdata;
  finding.description = match->description;
  finding.severity = sanera_importer_severity (match->severity);
  sanera_rating_apply (&match->rating, &finding);
  finding.published_on = SANERA_INT_NULL;
  finding.updated_on = SANERA_INT_NULL;
  finding.url = match->url;
  finding.public_exploit = match->exploited;
  finding.installed_version = match->version;
  finding.fixed_version = fix;
  return self->sink->finding (&finding, self->data, error);
}

static gboolean
read_match (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  g_auto (Match) match = { .rating = SANERA_RATING_INIT };

  match.related = g_ptr_array_new_with_free_func (g_free);
  if (!sanera_report_each_member (json, read_match_member, &match, error))
    return FALSE;
  g_ptr_array_add (match.related, NULL);
  if (match.id == NULL || *match.id == '\0' || match.package == NULL || *match.package == '\0')
    return sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL,
                                    "a match without vulnerability.id and artifact.name");
  return tell_match (data, &match, error);
}

static gboolean
read_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "matches") ? sanera_report_each_element (json, read_match, data, error)
                                       : sanera_json_stream_skip (json, error);
}

static gboolean
grype_read (const SaneraReport *report, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_auto (Survey) survey = { NULL };
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  Reading self = { .sink = sink, .data = data, .survey = &survey };
  SaneraReportDevice device = { NULL };
  g_autofree char *name = NULL;
  char first;

  if (json == NULL || !sanera_json_stream_peek (json, &first, error) ||
      !sanera_report_each_member (json, survey_document, &survey, error))
    return FALSE;
  sanera_json_stream_free (json);
  json = sanera_report_open_json (report, error);
  if (json == NULL)
    return FALSE;

  name = sanera_report_device_name (report, survey.target);
  device.name = name;
  device.os_platform = sanera_trivy_os_platform (sanera_component_vendor (survey.distro));
  device.os_version = survey.distro_version;
  device.assessed_on = sanera_report_assessed_on (report, survey.timestamp);
  return sink->device (&device, data, error) && sink->part ("packages", data, error) &&
         sanera_json_stream_peek (json, &first, error) &&
         sanera_report_each_member (json, read_document, &self, error);
}

static gboolean
grype_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_JSON_OBJECT && sanera_report_head_has (head, "matches") &&
         (sanera_report_head_has (head, "matches[].vulnerability") ||
          sanera_report_head_has (head, "descriptor") || sanera_report_head_has (head, "source"));
}

const SaneraImporter sanera_importer_grype = {
  .format = "grype",
  .label = "Grype",
  .recognise = grype_recognise,
  .read = grype_read,
};

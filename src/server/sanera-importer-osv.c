/* SPDX-License-Identifier: GPL-3.0-or-later */

/* OSV-Scanner's JSON. https://google.github.io/osv-scanner/output/, records as in
 * https://ossf.github.io/osv-schema/
 *
 * The same weakness comes as several records, one of each database; the groups of a package say
 * which of them are one, so a group is one finding. The records of one package are kept in memory,
 * no more.
 *
 * A report names no machine: the file does. Only what has a weakness is told, so there is one part.
 */

#include <math.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-importer.h"
#include "sanera-rating.h"
#include "sanera-time.h"
#include "sanera-version.h"

typedef struct
{
  char *name;
  char *fixed; /* "1.2, 2.0" */
} Affected;

typedef struct
{
  char *id;
  char **aliases;
  char *summary;
  char *details;
  char *published;
  char *modified;
  char *severity;
  SaneraRating rating;
  GPtrArray *affected; /* of Affected */
} Record;

typedef struct
{
  char **ids;
  char **aliases;
} Group;

typedef struct
{
  char *name;
  char *version;
  char *ecosystem;
  GPtrArray *records; /* of Record */
  GPtrArray *groups; /* of Group */
} Package;

typedef struct
{
  const SaneraImportSink *sink;
  gpointer data;
  GPtrArray *sources; /* path of each result */
  guint result;
} Reading;

static void
affected_free (Affected *self)
{
  g_free (self->name);
  g_free (self->fixed);
  g_free (self);
}

static void
record_free (Record *self)
{
  g_free (self->id);
  g_strfreev (self->aliases);
  g_free (self->summary);
  g_free (self->details);
  g_free (self->published);
  g_free (self->modified);
  g_free (self->severity);
  sanera_rating_clear (&self->rating);
  g_ptr_array_unref (self->affected);
  g_free (self);
}

static void
group_free (Group *self)
{
  g_strfreev (self->ids);
  g_strfreev (self->aliases);
  g_free (self);
}

static void
package_clear (Package *self)
{
  g_free (self->name);
  g_free (self->version);
  g_free (self->ecosystem);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->groups);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Package, package_clear)

/* Records. */

static gboolean
read_event (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  GString *fixed = data;
  g_autofree char *version = NULL;

  if (!g_str_equal (name, "fixed"))
    return sanera_json_stream_skip (json, error);
  if (!sanera_json_stream_read_text (json, &version, error))
    return FALSE;
  if (version != NULL)
    g_string_append_printf (fixed, "%s%s", fixed->len > 0 ? ", " : "", version);
  return TRUE;
}

static gboolean
read_events (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return sanera_report_each_member (json, read_event, data, error);
}

typedef struct
{
  char *type;
  GString *fixed;
} Range;

static gboolean
read_range_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Range *range = data;
  const SaneraReportText members[] = { { "type", &range->type } };

  return g_str_equal (name, "events")
             ? sanera_report_each_element (json, read_events, range->fixed, error)
             : sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

/* What is fixed in a range of commits is no version to go to. */
static gboolean
read_range (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  GString *all = data;
  Range range = { .fixed = g_string_new (NULL) };
  const gboolean ok = sanera_report_each_member (json, read_range_member, &range, error);

  if (g_strcmp0 (range.type, "GIT") != 0 && range.fixed->len > 0)
    g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", range.fixed->str);
  g_free (range.type);
  g_string_free (range.fixed, TRUE);
  return ok;
}

static gboolean
read_affected_package (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Affected *affected = data;
  const SaneraReportText members[] = { { "name", &affected->name } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_affected_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Affected *affected = data;
  g_autoptr (GString) fixed = NULL;

  if (g_str_equal (name, "package"))
    return sanera_report_each_member (json, read_affected_package, affected, error);
  if (!g_str_equal (name, "ranges"))
    return sanera_json_stream_skip (json, error);
  fixed = g_string_new (NULL);
  if (!sanera_report_each_element (json, read_range, fixed, error))
    return FALSE;
  g_free (affected->fixed);
  affected->fixed = g_string_free (g_steal_pointer (&fixed), FALSE);
  return TRUE;
}

static gboolean
read_affected (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Record *record = data;
  Affected *affected = g_new0 (Affected, 1);

  g_ptr_array_add (record->affected, affected);
  return sanera_report_each_member (json, read_affected_member, affected, error);
}

static gboolean
read_score_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char **vector = data;
  const SaneraReportText members[] = { { "score", vector } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_score (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Record *record = data;
  g_autofree char *vector = NULL;

  if (!sanera_report_each_member (json, read_score_member, &vector, error))
    return FALSE;
  sanera_rating_offer (&record->rating, vector, (double)NAN, 0);
  return TRUE;
}

static gboolean
read_database_specific (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Record *record = data;
  char first;

  /* A database may put anything here, also under this name. */
  if (!sanera_json_stream_peek (json, &first, error))
    return FALSE;
  return g_str_equal (name, "severity") && first == '"'
             ? sanera_json_stream_read_text (json, &record->severity, error)
             : sanera_json_stream_skip (json, error);
}

static gboolean
read_record_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Record *record = data;
  const SaneraReportText members[] = {
    { "id", &record->id },
    { "summary", &record->summary },
    { "details", &record->details },
    { "published", &record->published },
    { "modified", &record->modified },
  };

  if (g_str_equal (name, "aliases"))
    return sanera_json_stream_read_strv (json, &record->aliases, error);
  if (g_str_equal (name, "affected"))
    return sanera_report_each_element (json, read_affected, record, error);
  if (g_str_equal (name, "severity"))
    return sanera_report_each_element (json, read_score, record, error);
  if (g_str_equal (name, "database_specific"))
    return sanera_report_each_member (json, read_database_specific, record, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_record (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Package *package = data;
  Record *record = g_new0 (Record, 1);

  record->rating = (SaneraRating)SANERA_RATING_INIT;
  record->affected = g_ptr_array_new_with_free_func ((GDestroyNotify)affected_free);
  g_ptr_array_add (package->records, record);
  if (!sanera_report_each_member (json, read_record_member, record, error))
    return FALSE;
  return (record->id != NULL && *record->id != '\0') ||
         sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL, "a vulnerability without id");
}

/* Packages. */

static gboolean
read_group_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Group *group = data;

  if (g_str_equal (name, "ids"))
    return sanera_json_stream_read_strv (json, &group->ids, error);
  if (g_str_equal (name, "aliases"))
    return sanera_json_stream_read_strv (json, &group->aliases, error);
  return sanera_json_stream_skip (json, error);
}

static gboolean
read_group (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Package *package = data;
  Group *group = g_new0 (Group, 1);

  g_ptr_array_add (package->groups, group);
  return sanera_report_each_member (json, read_group_member, group, error);
}

static gboolean
read_package_name (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Package *package = data;
  const SaneraReportText members[] = { { "name", &package->name },
                                       { "version", &package->version },
                                       { "ecosystem", &package->ecosystem } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
read_package_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Package *package = data;

  if (g_str_equal (name, "package"))
    return sanera_report_each_member (json, read_package_name, package, error);
  if (g_str_equal (name, "vulnerabilities"))
    return sanera_report_each_element (json, read_record, package, error);
  if (g_str_equal (name, "groups"))
    return sanera_report_each_element (json, read_group, package, error);
  return sanera_json_stream_skip (json, error);
}

static gboolean
has_text (char **list, const char *text)
{
  return list != NULL && g_strv_contains ((const char *const *)list, text);
}

/* The versions of this package that a record says are fixed. */
static void
append_fixed (GString *out, const Record *record, const Package *package)
{
  for (guint i = 0; i < record->affected->len; i++)
    {
      const Affected *affected = g_ptr_array_index (record->affected, i);

      if (affected->fixed != NULL && *affected->fixed != '\0' && affected->name != NULL &&
          g_ascii_strcasecmp (affected->name, package->name) == 0)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", affected->fixed);
    }
}

static gboolean
tell_group (const Reading *self,
            const Package *package,
            const char *vendor,
            const Group *group,
            GError **error)
{
  g_autofree char *component = sanera_importer_component_id (vendor, package->name);
  g_autoptr (GString) fixed = g_string_new (NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) aliases = NULL;
  g_auto (SaneraRating) rating = SANERA_RATING_INIT;
  g_autofree char *fix = NULL, *url = NULL;
  const char *severity = NULL;
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY,
                            .published_on = SANERA_INT_NULL,
                            .updated_on = SANERA_INT_NULL };

  for (guint i = 0; i < package->records->len; i++)
    {
      const Record *record = g_ptr_array_index (package->records, i);
      const gint64 published = sanera_time_parse (record->published);
      const gint64 modified = sanera_time_parse (record->modified);

      if (!has_text (group->ids, record->id))
        continue;
      if (record->aliases != NULL)
        g_strv_builder_addv (builder, (const char **)record->aliases);
      append_fixed (fixed, record, package);
      sanera_rating_offer (&rating, record->rating.vector, record->rating.score, 0);
      if (finding.title == NULL)
        finding.title = record->summary;
      if (finding.description == NULL)
        finding.description = record->details;
      if (severity == NULL)
        severity = sanera_importer_severity (record->severity);
      if (published != SANERA_INT_NULL &&
          (finding.published_on == SANERA_INT_NULL || published < finding.published_on))
        finding.published_on = published;
      if (modified != SANERA_INT_NULL &&
          (finding.updated_on == SANERA_INT_NULL || modified > finding.updated_on))
        finding.updated_on = modified;
    }
  g_strv_builder_addv (builder, (const char **)group->ids);
  if (group->aliases != NULL)
    g_strv_builder_addv (builder, (const char **)group->aliases);
  aliases = g_strv_builder_end (builder);

  fix = sanera_version_pick_fix (sanera_version_scheme_for (vendor), fixed->str);
  url = g_strconcat ("https://osv.dev/", group->ids[0], NULL);
  finding.component = component;
  finding.vendor = vendor;
  finding.product = package->name;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.weakness = group->ids[0];
  finding.aliases = (const char *const *)aliases;
  sanera_rating_apply (&rating, &finding);
  if (finding.severity == NULL)
    finding.severity = severity;
  finding.url = url;
  finding.installed_version = package->version;
  finding.fixed_version = fix;
  return self->sink->finding (&finding, self->data, error);
}

/* A record that no group names is a group of its own; a report of a version without groups has only
 * such. */
static void
add_missing_groups (Package *package)
{
  for (guint i = 0; i < package->records->len; i++)
    {
      const Record *record = g_ptr_array_index (package->records, i);
      gboolean known = FALSE;

      for (guint k = 0; k < package->groups->len && !known; k++)
        known = has_text (((Group *)g_ptr_array_index (package->groups, k))->ids, record->id);
      if (!known)
        {
          Group *group = g_new0 (Group, 1);

          group->ids = g_strdupv ((char *[]){ record->id, NULL });
          g_ptr_array_add (package->groups, group);
        }
    }
}

/* A checkout has no name and no ecosystem: its folder names it. */
static void
name_checkout (const Reading *self, Package *package)
{
  const char *path =
      self->result < self->sources->len ? g_ptr_array_index (self->sources, self->result) : NULL;

  if (package->name != NULL && *package->name != '\0')
    return;
  g_free (package->name);
  package->name = g_path_get_basename (path != NULL && *path != '\0' ? path : "unknown");
}

static gboolean
read_package (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  const Reading *self = data;
  g_auto (Package) package = { NULL };
  g_autofree char *vendor = NULL;

  package.records = g_ptr_array_new_with_free_func ((GDestroyNotify)record_free);
  package.groups = g_ptr_array_new_with_free_func ((GDestroyNotify)group_free);
  if (!sanera_report_each_member (json, read_package_member, &package, error))
    return FALSE;

  vendor = sanera_component_vendor_of_ecosystem (package.ecosystem);
  if (*vendor == '\0')
    {
      g_free (vendor);
      vendor = g_strdup ("git");
    }
  name_checkout (self, &package);
  add_missing_groups (&package);
  for (guint i = 0; i < package.groups->len; i++)
    {
      const Group *group = g_ptr_array_index (package.groups, i);

      if (group->ids != NULL && group->ids[0] != NULL && *group->ids[0] != '\0' &&
          !tell_group (self, &package, vendor, group, error))
        return FALSE;
    }
  return TRUE;
}

/* The document, read twice: a source may stand behind its packages. */

static gboolean
survey_source (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char **path = data;
  const SaneraReportText members[] = { { "path", path } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
survey_result_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "source") ? sanera_report_each_member (json, survey_source, data, error)
                                      : sanera_json_stream_skip (json, error);
}

static gboolean
survey_result (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  char *path = NULL;
  const gboolean ok = sanera_report_each_member (json, survey_result_member, &path, error);

  g_ptr_array_add (data, path);
  return ok;
}

static gboolean
survey_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "results")
             ? sanera_report_each_element (json, survey_result, data, error)
             : sanera_json_stream_skip (json, error);
}

static gboolean
read_result_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "packages")
             ? sanera_report_each_element (json, read_package, data, error)
             : sanera_json_stream_skip (json, error);
}

static gboolean
read_result (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Reading *self = data;
  const gboolean ok = sanera_report_each_member (json, read_result_member, self, error);

  self->result++;
  return ok;
}

static gboolean
read_document (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "results") ? sanera_report_each_element (json, read_result, data, error)
                                       : sanera_json_stream_skip (json, error);
}

static gboolean
osv_read (const SaneraReport *report, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  g_autofree char *name = sanera_report_device_name (report, NULL);
  const SaneraReportDevice device = { .name = name, .assessed_on = report->received_on };
  Reading self = { .sink = sink, .data = data, .sources = sources };
  char first;

  if (json == NULL || !sanera_json_stream_peek (json, &first, error) ||
      !sanera_report_each_member (json, survey_document, sources, error))
    return FALSE;
  sanera_json_stream_free (json);
  json = sanera_report_open_json (report, error);
  return json != NULL && sink->device (&device, data, error) &&
         sink->part ("packages", data, error) && sanera_json_stream_peek (json, &first, error) &&
         sanera_report_each_member (json, read_document, &self, error);
}

/* A clean report has nothing but an empty list of results. */
static gboolean
osv_recognise (const SaneraReportHead *head)
{
  return head->kind == SANERA_REPORT_JSON_OBJECT && sanera_report_head_has (head, "results") &&
         (sanera_report_head_has (head, "results[].packages") ||
          sanera_report_head_has (head, "experimental_config"));
}

const SaneraImporter sanera_importer_osv = {
  .format = "osv-scanner",
  .label = "OSV-Scanner",
  .recognise = osv_recognise,
  .read = osv_read,
};

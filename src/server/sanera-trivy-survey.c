/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-trivy-survey.h"

#include <math.h>

static void
result_clear (SaneraTrivyResult *head)
{
  g_free (head->target);
  g_free (head->class);
  g_free (head->type);
}

static void
head_free (SaneraTrivyHead *head)
{
  g_free (head->artifact);
  g_free (head->artifact_type);
  g_free (head->created_at);
  g_free (head->os_family);
  g_free (head->os_name);
  g_free (head->cluster);
  g_free (head->error);
  g_clear_pointer (&head->resources, g_ptr_array_unref);
  g_array_unref (head->results);
  g_free (head);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraTrivyHead, head_free)

static SaneraTrivyHead *
head_new (void)
{
  SaneraTrivyHead *head = g_new0 (SaneraTrivyHead, 1);

  head->schema = (double)NAN;
  head->results = g_array_new (FALSE, TRUE, sizeof (SaneraTrivyResult));
  g_array_set_clear_func (head->results, (GDestroyNotify)result_clear);
  return head;
}

/* The survey. */

static gboolean
take_result_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  SaneraTrivyResult *result = data;
  const SaneraReportText members[] = { { "Target", &result->target },
                                       { "Class", &result->class },
                                       { "Type", &result->type } };

  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
take_result (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  SaneraTrivyHead *head = data;
  SaneraTrivyResult result = { NULL };

  if (!sanera_report_each_member (json, take_result_member, &result, error))
    {
      result_clear (&result);
      return FALSE;
    }
  g_array_append_val (head->results, result);
  return TRUE;
}

static gboolean
survey_results (SaneraJsonStream *json, SaneraTrivyHead *head, GError **error)
{
  return sanera_report_each_element (json, take_result, head, error);
}

static gboolean
take_os_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  SaneraTrivyHead *head = data;
  const SaneraReportText members[] = { { "Family", &head->os_family }, { "Name", &head->os_name } };

  if (g_str_equal (name, "EOSL"))
    return sanera_json_stream_read_bool (json, &head->os_eos, error);
  return sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
}

static gboolean
take_metadata_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  return g_str_equal (name, "OS") ? sanera_report_each_member (json, take_os_member, data, error)
                                  : sanera_json_stream_skip (json, error);
}

static gboolean
survey_metadata (SaneraJsonStream *json, SaneraTrivyHead *head, GError **error)
{
  return sanera_report_each_member (json, take_metadata_member, head, error);
}

/* Of a resource with several containers each has metadata: one past its end of support is told. */
static gboolean
survey_any_metadata (SaneraJsonStream *json, SaneraTrivyHead *head, GError **error)
{
  char first;
  gboolean has;

  if (!sanera_json_stream_peek (json, &first, error))
    return FALSE;
  if (first != '[')
    return survey_metadata (json, head, error);
  if (!sanera_json_stream_enter_array (json, &has, error))
    return FALSE;
  while (has)
    {
      g_autoptr (SaneraTrivyHead) one = head_new ();

      if (!sanera_json_stream_next_element (json, &has, error) ||
          (has && !survey_metadata (json, one, error)))
        return FALSE;
      if (one->os_family == NULL || (head->os_family != NULL && !(one->os_eos && !head->os_eos)))
        continue;
      g_free (head->os_family);
      g_free (head->os_name);
      head->os_family = g_steal_pointer (&one->os_family);
      head->os_name = g_steal_pointer (&one->os_name);
      head->os_eos = one->os_eos;
    }
  return TRUE;
}

/* A resource of the cluster is told as an artifact: its name is where it is. */
static gboolean
survey_resource (SaneraJsonStream *json, SaneraTrivyHead *head, GError **error)
{
  g_autofree char *namespace = NULL, *kind = NULL, *resource = NULL;
  const SaneraReportText members[] = {
    { "Namespace", &namespace }, { "Kind", &kind }, { "Name", &resource }, { "Error", &head->error }
  };
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  const char *name;
  gboolean entered, ok;

  if (!sanera_json_stream_enter_object (json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (g_str_equal (name, "Metadata"))
        ok = survey_any_metadata (json, head, error);
      else if (g_str_equal (name, "Results"))
        ok = survey_results (json, head, error);
      else
        ok = sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error);
      if (!ok)
        return FALSE;
    }
  if (resource == NULL || *resource == '\0')
    return sanera_json_stream_fail (json, error, SANERA_ERROR_PROTOCOL, "a resource without Name");
  if (namespace != NULL && *namespace != '\0')
    g_ptr_array_add (path, namespace);
  if (kind != NULL && *kind != '\0')
    g_ptr_array_add (path, kind);
  g_ptr_array_add (path, resource);
  g_ptr_array_add (path, NULL);
  head->artifact = g_strjoinv ("/", (char **)path->pdata);
  return TRUE;
}

static gboolean
survey_resources (SaneraJsonStream *json, SaneraTrivyHead *cluster, GError **error)
{
  gboolean has;

  if (!sanera_json_stream_enter_array (json, &has, error))
    return FALSE;
  if (cluster->resources == NULL)
    cluster->resources = g_ptr_array_new_with_free_func ((GDestroyNotify)head_free);
  while (has)
    {
      g_autoptr (SaneraTrivyHead) head = head_new ();

      if (!sanera_json_stream_next_element (json, &has, error) ||
          (has && !survey_resource (json, head, error)))
        return FALSE;
      if (has)
        g_ptr_array_add (cluster->resources, g_steal_pointer (&head));
    }
  return TRUE;
}

/**
 * sanera_trivy_is_resources:
 * @member: name of a member of a Kubernetes report
 *
 * Returns: whether it is a list of resources: "Resources" with --report all, "Findings" in a
 *   summary, two lists in the summaries of the first versions
 */
gboolean
sanera_trivy_is_resources (const char *member)
{
  static const char *const members[] = { "Resources", "Findings", "Vulnerabilities",
                                         "Misconfigurations", NULL };

  return g_strv_contains (members, member);
}

static gboolean
survey_object (SaneraJsonStream *json, SaneraTrivyHead *head, GError **error)
{
  const SaneraReportText members[] = { { "ArtifactName", &head->artifact },
                                       { "ArtifactType", &head->artifact_type },
                                       { "ClusterName", &head->cluster },
                                       { "CreatedAt", &head->created_at } };
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
      if (g_str_equal (name, "SchemaVersion"))
        {
          if (!sanera_json_stream_read_double (json, &head->schema, error))
            return FALSE;
          /* A Kubernetes report says 0 or nothing. */
          if (head->schema != 2.0 && head->schema != 0.0)
            return sanera_json_stream_fail (json, error, SANERA_ERROR_UNSUPPORTED,
                                            "only version 2 is known");
        }
      else if (g_str_equal (name, "Metadata"))
        {
          if (!survey_metadata (json, head, error))
            return FALSE;
        }
      else if (g_str_equal (name, "Results"))
        {
          if (!survey_results (json, head, error))
            return FALSE;
        }
      else if (sanera_trivy_is_resources (name))
        {
          if (!survey_resources (json, head, error))
            return FALSE;
        }
      else if (!sanera_report_read_text (json, name, members, G_N_ELEMENTS (members), error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sanera_trivy_survey:
 * @report: a report
 * @error: %SANERA_ERROR_PROTOCOL or %SANERA_ERROR_UNSUPPORTED naming the place
 *
 * Reads the whole file once, for what stands around the lists. There may be one document after the
 * other: `trivy … >> all.json` is a common way to collect.
 *
 * Returns: (transfer full) (element-type SaneraTrivyHead) (nullable): a head for each document
 */
GPtrArray *
sanera_trivy_survey (const SaneraReport *report, GError **error)
{
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func ((GDestroyNotify)head_free);
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);

  if (json == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (SaneraTrivyHead) head = head_new ();
      char first;

      if (!sanera_json_stream_peek (json, &first, error))
        return NULL;
      if (first == '\0' && heads->len > 0)
        return g_steal_pointer (&heads);
      head->legacy = first == '[';
      if (head->legacy ? !survey_results (json, head, error) : !survey_object (json, head, error))
        return NULL;
      /* A cluster without a finding has no list. */
      if (head->cluster != NULL && head->artifact == NULL && head->resources == NULL)
        head->resources = g_ptr_array_new ();
      if (!head->legacy && head->artifact == NULL && head->resources == NULL && head->schema != 2.0)
        {
          sanera_json_stream_fail (json, error, SANERA_ERROR_UNSUPPORTED,
                                   "an object without SchemaVersion and ArtifactName");
          return NULL;
        }
      g_ptr_array_add (heads, g_steal_pointer (&head));
    }
}

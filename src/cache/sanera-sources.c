/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-sources.h"

#include <glib/gi18n-lib.h>

#include "sanera-field.h"
#include "sanera-json.h"
#include "sanera-language.h"

/* What one of them says. */
typedef struct
{
  const char *source;
  const char *says;
  gint64 on;
} Source;

/* (nullable): the array that @json is */
static JsonNode *
parse_array (const char *json)
{
  g_autoptr (JsonNode) node = NULL;

  if (json != NULL)
    node = sanera_json_parse (json, -1, SANERA_JSON_MAX_DEPTH, NULL);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
read_source (JsonNode *node, guint i, Source *source)
{
  JsonNode *element = json_array_get_element (json_node_get_array (node), i);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

  *source = (Source){ .on = SANERA_INT_NULL };
  return object != NULL &&
         sanera_json_get_text (object, "source", "sources", &source->source, NULL) &&
         sanera_json_get_text (object, "says", "sources", &source->says, NULL) &&
         sanera_json_get_time (object, "on", "sources", &source->on, NULL) &&
         source->source != NULL && source->says != NULL;
}

/**
 * sanera_sources_get_name:
 * @format: a format of reports: "trivy", or "sample"
 *
 * Returns: (transfer none): what its maker calls the scanner; @format where it is not known
 */
const char *
sanera_sources_get_name (const char *format)
{
  static const struct
  {
    const char *format;
    const char *name;
  } names[] = {
    { "cyclonedx", "CycloneDX" }, { "defender", "Microsoft Defender" },
    { "grype", "Grype" },         { "nessus", "Nessus" },
    { "openvas", "Greenbone" },   { "osv-scanner", "OSV-Scanner" },
    { "tenable", "Tenable" },     { "trivy", "Trivy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].format, format) == 0)
      return names[i].name;
  return g_strcmp0 (format, "sample") == 0 ? _ ("Sample data") : format;
}

/**
 * sanera_sources_disagree:
 * @json: (nullable): field "sources"
 *
 * Returns: whether one scanner says exposed, and another one that could look does not
 */
gboolean
sanera_sources_disagree (const char *json)
{
  g_autoptr (JsonNode) node = parse_array (json);
  gboolean exposed = FALSE, not_exposed = FALSE;

  for (guint i = 0; node != NULL && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      Source source;

      if (!read_source (node, i, &source))
        continue;
      exposed = exposed || g_str_equal (source.says, "exposed");
      not_exposed = not_exposed || g_str_equal (source.says, "fixed") ||
                    g_str_equal (source.says, "notFound");
    }
  return exposed && not_exposed;
}

static char *
describe (const Source *source)
{
  const char *name = sanera_sources_get_name (source->source);
  g_autofree char *day =
      source->on != SANERA_INT_NULL ? sanera_language_date (source->on) : g_strdup ("–");

  if (g_str_equal (source->says, "exposed"))
    /* Translators: what a scanner says, and when: "Trivy: exposed (22 November 2026)" */
    return g_strdup_printf (_ ("%s: exposed (%s)"), name, day);
  if (g_str_equal (source->says, "fixed"))
    /* Translators: what a scanner says, and when: "Nessus: fixed (22 November 2026)" */
    return g_strdup_printf (_ ("%s: fixed (%s)"), name, day);
  if (g_str_equal (source->says, "notFound"))
    /* Translators: what a scanner says, and when: "Nessus: nothing found (22 November 2026)" */
    return g_strdup_printf (_ ("%s: nothing found (%s)"), name, day);
  if (g_str_equal (source->says, "unknown"))
    /* Translators: what a scanner says, and when */
    return g_strdup_printf (_ ("%s: assessment failed (%s)"), name, day);
  return g_strdup_printf ("%s: %s (%s)", name, source->says, day);
}

/**
 * sanera_sources_describe:
 * @json: (nullable): field "sources"
 *
 * Returns: (transfer full) (nullable): what each scanner says and since when, in the interface
 *   language, and that they disagree where they do; %NULL when none is known
 */
char *
sanera_sources_describe (const char *json)
{
  g_autoptr (JsonNode) node = parse_array (json);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; node != NULL && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      g_autofree char *words = NULL;
      Source source;

      if (!read_source (node, i, &source))
        continue;
      words = describe (&source);
      g_string_append_printf (out, out->len > 0 ? " · %s" : "%s", words);
    }
  if (out->len == 0)
    return NULL;
  if (!sanera_sources_disagree (json))
    return g_string_free (g_steal_pointer (&out), FALSE);

  /* Translators: %s is what each of several scanners says: "Trivy: exposed (22 November 2026) ·
   * Nessus: nothing found (21 November 2026)"; the first of them counts */
  return g_strdup_printf (_ ("Scanners disagree, exposed counts: %s"), out->str);
}

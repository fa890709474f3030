/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-importer.h"

#include <glib/gi18n.h>

#include "sanera-component-name.h"

static const SaneraImporter *const importers[] = {
  &sanera_importer_trivy,     &sanera_importer_grype,    &sanera_importer_osv,
  &sanera_importer_cyclonedx, &sanera_importer_openvas,  &sanera_importer_nessus,
  &sanera_importer_tenable,   &sanera_importer_defender, &sanera_importer_kev,
  &sanera_importer_epss,
};

static gboolean
check_size (const SaneraReport *report, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (report->path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) local_error = NULL;
  goffset size;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, &local_error);
  if (info == NULL)
    {
      g_set_error (error, SANERA_ERROR,
                   g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                       ? SANERA_ERROR_NOT_FOUND
                       : SANERA_ERROR_INVALID,
                   _ ("%s: cannot be read: %s"), report->name, local_error->message);
      return FALSE;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   _ ("%s: is a folder, not a report"), report->name);
      return FALSE;
    }
  size = g_file_info_get_size (info);
  if (size == 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, _ ("%s: byte 0: the file is empty"),
                   report->name);
      return FALSE;
    }
  if (size > SANERA_REPORT_MAX_SIZE)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   "%s: %" G_GOFFSET_FORMAT
                   " bytes are more than a report may have (%" G_GINT64_FORMAT ")",
                   report->name, size, SANERA_REPORT_MAX_SIZE);
      return FALSE;
    }
  return TRUE;
}

static gboolean
find_cb (const SaneraReportHead *head, gpointer data)
{
  const SaneraImporter **found = data;

  for (gsize i = 0; *found == NULL && i < G_N_ELEMENTS (importers); i++)
    {
      if (importers[i]->recognise (head))
        *found = importers[i];
    }
  return *found != NULL;
}

/**
 * sanera_importer_detect:
 * @report: a report
 * @error: %SANERA_ERROR_NOT_FOUND, %SANERA_ERROR_PROTOCOL when it is empty or breaks off before its
 *   format can be told, %SANERA_ERROR_UNSUPPORTED when it is too large or no format that is known
 *
 * Tells the format by the content; names of files are not looked at.
 *
 * Returns: (transfer none) (nullable): who can read it
 */
const SaneraImporter *
sanera_importer_detect (const SaneraReport *report, GError **error)
{
  const SaneraImporter *found = NULL;

  if (!check_size (report, error))
    return NULL;

  if (!sanera_report_read_head (report, find_cb, &found, error))
    return NULL;
  if (found == NULL)
    {
      g_autoptr (GString) labels = g_string_new (NULL);

      for (gsize i = 0; i < G_N_ELEMENTS (importers); i++)
        g_string_append_printf (labels, "%s%s", i > 0 ? ", " : "", importers[i]->label);
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                   _ ("%s: byte 0: not a report in a known format (%s)"), report->name,
                   labels->str);
    }
  return found;
}

static void
append_slug (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      /* A slash would end a path segment. Neither npm nor Go allow a colon in a name, so no two
       * names meet. */
      if (c == '/')
        g_string_append_c (out, ':');
      else if (g_unichar_isalnum (c) || (c < 0x80 && g_utf8_strchr ("-._~@+:", -1, c) != NULL))
        g_string_append_unichar (out, c);
      else
        g_string_append_c (out, '_');
    }
}

/**
 * sanera_importer_component_id:
 * @vendor: who makes it, or the ecosystem
 * @product: its name
 *
 * Returns: (transfer full): `va-_-<vendor>-_-<product>`, the id of the recommendation about it
 */
char *
sanera_importer_component_id (const char *vendor, const char *product)
{
  g_autoptr (GString) id = g_string_new ("va-_-");
  g_autofree char *name = sanera_component_normalise (vendor, product);

  append_slug (id, vendor);
  g_string_append (id, "-_-");
  append_slug (id, name);
  return g_string_free (g_steal_pointer (&id), FALSE);
}

/**
 * sanera_importer_check_id:
 * @check: id of a configuration check
 *
 * Returns: (transfer full): `sca-_-<check>`, the id of the recommendation about it
 */
char *
sanera_importer_check_id (const char *check)
{
  g_autoptr (GString) id = g_string_new ("sca-_-");

  append_slug (id, check);
  return g_string_free (g_steal_pointer (&id), FALSE);
}

/**
 * sanera_importer_severity:
 * @word: (nullable): a scanner's word, in any case
 *
 * Returns: (transfer none) (nullable): nick of #sanera_severity_enum, %NULL when it is unknown or
 * none
 */
const char *
sanera_importer_severity (const char *word)
{
  static const struct
  {
    const char *word;
    SaneraSeverity severity;
  } words[] = {
    { "critical", SANERA_SEVERITY_CRITICAL }, { "high", SANERA_SEVERITY_HIGH },
    { "important", SANERA_SEVERITY_HIGH },    { "medium", SANERA_SEVERITY_MEDIUM },
    { "moderate", SANERA_SEVERITY_MEDIUM },   { "low", SANERA_SEVERITY_LOW },
    { "negligible", SANERA_SEVERITY_LOW },
  };

  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (words[i].word, word) == 0)
        return sanera_enum_to_nick (&sanera_severity_enum, (int)words[i].severity);
    }
  return NULL;
}

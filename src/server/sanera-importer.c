/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-importer.h"

static const SaneraImporter *const importers[] = {
  &sanera_importer_trivy,
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
                   "%s: cannot be read: %s", report->name, local_error->message);
      return FALSE;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED, "%s: is a folder, not a report",
                   report->name);
      return FALSE;
    }
  size = g_file_info_get_size (info);
  if (size == 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: byte 0: the file is empty",
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
  if (!check_size (report, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (importers); i++)
    {
      gboolean yes = FALSE;

      if (!importers[i]->recognise (report, &yes, error))
        return NULL;
      if (yes)
        return importers[i];
    }

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
               "%s: byte 0: not a report in a known format (Trivy JSON)", report->name);
  return NULL;
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

  append_slug (id, vendor);
  g_string_append (id, "-_-");
  append_slug (id, product);
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

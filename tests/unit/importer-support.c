/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "importer-support.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-import-set.h"

static gboolean
device_cb (const SaneraReportDevice *device, gpointer data, GError **error)
{
  char buffer[SANERA_TIME_BUFFER];

  g_string_append_printf (data, "device %s|%s|%s|%s\n", device->name,
                          device->os_platform != NULL ? device->os_platform : "-",
                          device->os_version != NULL ? device->os_version : "-",
                          sanera_time_format (device->assessed_on, buffer));
  return TRUE;
}

static gboolean
part_cb (const char *part, gpointer data, GError **error)
{
  g_string_append_printf (data, "part %s\n", part);
  return TRUE;
}

static gboolean
installed_cb (const char *component, const char *version, gpointer data, GError **error)
{
  g_string_append_printf (data, "installed %s %s\n", component, version != NULL ? version : "-");
  return TRUE;
}

static gboolean
finding_cb (const SaneraFinding *finding, gpointer data, GError **error)
{
  char score[16] = "-";
  g_autofree char *aliases =
      finding->aliases != NULL ? g_strjoinv (",", (char **)finding->aliases) : g_strdup ("");

  if (!isnan (finding->cvss))
    g_ascii_formatd (score, sizeof score, "%.1f", finding->cvss);
  g_string_append_printf (data, "finding %s %s%s%s %s>%s %s %s%s\n", finding->component,
                          finding->weakness, *aliases != '\0' ? "=" : "", aliases,
                          finding->installed_version != NULL ? finding->installed_version : "-",
                          finding->fixed_version != NULL ? finding->fixed_version : "-",
                          finding->severity != NULL ? finding->severity : "-", score,
                          finding->end_of_support      ? " EOS"
                          : finding->said_not_affected ? " not affected?"
                                                       : "");
  /* A report may hold secrets; none may come through. */
  g_assert_null (finding->description != NULL ? strstr (finding->description, "hunter2") : NULL);
  return TRUE;
}

static gboolean
statement_cb (const SaneraFinding *statement, gpointer data, GError **error)
{
  g_string_append_printf (data, "statement %s %s %s %s %s\n", statement->component,
                          statement->weakness,
                          statement->installed_version != NULL ? statement->installed_version : "-",
                          statement->said_not_affected ? "not affected" : "affected",
                          statement->reason != NULL ? statement->reason : "-");
  return TRUE;
}

static gboolean
catalogue_cb (SaneraCatalogueKind kind, gint64 published_on, gpointer data, GError **error)
{
  char buffer[SANERA_TIME_BUFFER];

  g_string_append_printf (data, "catalogue %d %s\n", (int)kind,
                          sanera_time_format (published_on, buffer));
  return TRUE;
}

static gboolean
fact_cb (const SaneraFact *fact, gpointer data, GError **error)
{
  char buffer[SANERA_TIME_BUFFER] = "-";
  char probability[16] = "-";

  if (fact->known_on != SANERA_INT_NULL)
    sanera_time_format (fact->known_on, buffer);
  if (!isnan (fact->probability))
    g_ascii_formatd (probability, sizeof probability, "%.5f", fact->probability);
  g_string_append_printf (data, "fact %s %s %s\n", fact->weakness, buffer, probability);
  return TRUE;
}

static const SaneraImportSink sink = { device_cb,    part_cb,      installed_cb, finding_cb,
                                       statement_cb, catalogue_cb, fact_cb };

static gboolean
read_report (SaneraImportSet *set,
             const char *name,
             const char *text,
             gssize length,
             GString *out,
             GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("sanera-report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *copy = g_memdup2 (text, length < 0 ? strlen (text) + 1 : (gsize)length + 1);
  SaneraReport report = { .path = path, .name = name, .received_on = IMPORTER_RECEIVED };
  const SaneraImporter *importer;
  gboolean ok;

  if (length < 0)
    g_strdelimit (copy, "'", '"');
  g_assert_true (g_file_set_contents (path, copy, length, NULL));
  importer = sanera_importer_detect (&report, error);
  ok = importer != NULL && sanera_import_set_read (set, importer, &report, &sink, out, error);
  g_unlink (path);
  g_rmdir (folder);
  return ok;
}

static char *
finish (GString *out, const GError *error, int *code)
{
  *code = -1;
  if (error != NULL)
    {
      g_assert_true (error->domain == SANERA_ERROR);
      *code = error->code;
      g_string_assign (out, error->message);
    }
  return g_string_free (out, FALSE);
}

char *
importer_read (const char *name, const char *text, gssize length, int *code)
{
  g_autoptr (SaneraImportSet) set = sanera_import_set_new ();
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  const gboolean ok = read_report (set, name, text, length, out, &error) &&
                      sanera_import_set_end (set, &sink, out, &error);

  g_assert_true (ok == (error == NULL));
  return finish (out, error, code);
}

char *
importer_read_several (const char *const *texts, int *code)
{
  g_autoptr (SaneraImportSet) set = sanera_import_set_new ();
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  gboolean ok = TRUE;

  for (guint i = 0; ok && texts[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.json", i + 1);

      ok = read_report (set, name, texts[i], -1, out, &error);
    }
  if (ok && sanera_import_set_goes_on (set))
    g_string_append (out, "goes on\n");
  ok = ok && sanera_import_set_end (set, &sink, out, &error);
  g_assert_true (ok == (error == NULL));
  return finish (out, error, code);
}

void
importer_assert (const char *name, const char *json, const char *expected)
{
  int code;
  g_autofree char *out = importer_read (name, json, -1, &code);

  g_assert_cmpstr (out, ==, expected);
  g_assert_cmpint (code, ==, -1);
}

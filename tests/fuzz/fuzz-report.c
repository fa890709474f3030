/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "sanera-import-set.h"

static gboolean
device_cb (const SaneraReportDevice *device, gpointer data, GError **error)
{
  g_assert_true (g_utf8_validate (device->name, -1, NULL));
  return TRUE;
}

static gboolean
part_cb (const char *part, gpointer data, GError **error)
{
  g_assert_true (g_utf8_validate (part, -1, NULL));
  return TRUE;
}

static gboolean
installed_cb (const char *component, const char *version, gpointer data, GError **error)
{
  g_assert_true (g_utf8_validate (component, -1, NULL));
  return TRUE;
}

static gboolean
finding_cb (const SaneraFinding *finding, gpointer data, GError **error)
{
  g_assert_nonnull (finding->component);
  g_assert_nonnull (finding->weakness);
  g_assert_nonnull (finding->product);
  return TRUE;
}

static gboolean
catalogue_cb (SaneraCatalogueKind kind, gint64 published_on, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
fact_cb (const SaneraFact *fact, gpointer data, GError **error)
{
  g_assert_true (g_utf8_validate (fact->weakness, -1, NULL));
  return TRUE;
}

static void
check_error (GError **error)
{
  g_assert_nonnull (*error);
  g_assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  g_assert_null (strchr ((*error)->message, '\n'));
  g_clear_error (error);
}

static void
read_report (const SaneraImporter *importer, const SaneraReport *report)
{
  static const SaneraImportSink sink = { device_cb,  part_cb,      installed_cb, finding_cb,
                                         finding_cb, catalogue_cb, fact_cb };
  g_autoptr (SaneraImportSet) set = sanera_import_set_new ();
  g_autoptr (GError) error = NULL;

  if (!sanera_import_set_read (set, importer, report, &sink, NULL, &error) ||
      !sanera_import_set_end (set, &sink, NULL, &error))
    check_error (&error);
}

int
fuzz_report (const SaneraImporter *importer, const uint8_t *data, size_t size)
{
  static char *path = NULL;
  SaneraReport report = { .name = "fuzz.json", .received_on = 1 };
  g_autoptr (GError) error = NULL;
  const SaneraImporter *detected;

  if (path == NULL)
    {
      path = g_strdup_printf ("%s/sanera-fuzz-%d.json", g_get_tmp_dir (), (int)getpid ());
      fuzz_remove_at_exit (path);
    }
  report.path = path;
  g_assert_true (g_file_set_contents_full (path, (const char *)data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  detected = sanera_importer_detect (&report, &error);
  if (detected == NULL)
    check_error (&error);
  /* Also what is not recognised any more, so that few mutations are wasted. */
  read_report (importer, &report);
  if (detected != NULL && detected != importer)
    read_report (detected, &report);
  return 0;
}

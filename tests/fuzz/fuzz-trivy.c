/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <stdint.h>
#include <unistd.h>

#include "fuzz-driver.h"
#include "sanera-importer.h"

/* Any bytes as a report: an answer or one sentence, never a crash, and texts are UTF-8. */

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

static const SaneraImportSink sink = { device_cb, part_cb, installed_cb, finding_cb };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static char *path = NULL;
  SaneraReport report = { .name = "fuzz.json", .received_on = 1 };
  g_autoptr (GError) error = NULL;
  const SaneraImporter *importer;

  if (path == NULL)
    {
      path = g_strdup_printf ("%s/sanera-fuzz-%d.json", g_get_tmp_dir (), (int)getpid ());
      fuzz_remove_at_exit (path);
    }
  report.path = path;
  g_assert_true (g_file_set_contents_full (path, (const char *)data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  importer = sanera_importer_detect (&report, &error);
  if (importer == NULL || !importer->read (&report, &sink, NULL, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}

const char *const fuzz_seeds[] = {
  "{\"SchemaVersion\":2,\"CreatedAt\":\"2025-12-01T10:00:00+02:00\",\"ArtifactName\":\"a:1\","
  "\"Metadata\":{\"OS\":{\"Family\":\"alpine\",\"Name\":\"3.10\",\"EOSL\":true}},\"Results\":["
  "{\"Target\":\"a (alpine 3.10)\",\"Class\":\"os-pkgs\",\"Type\":\"alpine\",\"Packages\":["
  "{\"Name\":\"musl\",\"Version\":\"1.1\",\"Release\":\"r0\"}],\"Vulnerabilities\":["
  "{\"VulnerabilityID\":\"CVE-2019-1\",\"VendorIDs\":[\"GHSA-1\"],\"PkgName\":\"musl\","
  "\"InstalledVersion\":\"1.1-r0\",\"FixedVersion\":\"1.1-r1, >=2.0\",\"Severity\":\"HIGH\","
  "\"Title\":\"a\\u00e9\\ud83d\\ude00\",\"CVSS\":{\"nvd\":{\"V3Score\":9.8,\"V3Vector\":\"x\"}}}]},"
  "{\"Class\":\"secret\",\"Secrets\":[{\"RuleID\":\"k\",\"Severity\":\"LOW\",\"Match\":\"***\"}]},"
  "{\"Class\":\"config\",\"Type\":\"dockerfile\",\"Misconfigurations\":[{\"ID\":\"DS002\","
  "\"Status\":\"FAIL\"}]}]}",
  "[{\"Target\":\"a (debian "
  "9)\",\"Type\":\"debian\",\"Vulnerabilities\":[{\"VulnerabilityID\":\"C\","
  "\"PkgName\":\"p\",\"FixedVersion\":\"1:2.0-1~deb9u1\"}]},{\"Target\":\"b\",\"Type\":\"npm\"}]",
  NULL,
};

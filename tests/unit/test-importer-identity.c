/* SPDX-License-Identifier: GPL-3.0-or-later */

/* By what the reports of each scanner let a device be known again. */

#include <glib/gstdio.h>

#include "sanera-importer.h"
#include "sanera-time.h"

static gboolean
device_cb (const SaneraReportDevice *device, gpointer data, GError **error)
{
  const struct
  {
    const char *name;
    const char *value;
  } texts[] = {
    { "id", device->machine_id }, { "serial", device->serial },   { "fqdn", device->fqdn },
    { "mac", device->mac },       { "address", device->address },
  };

  g_string_append (data, device->name);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].value != NULL && *texts[i].value != '\0')
      g_string_append_printf (data, " %s=%s", texts[i].name, texts[i].value);
  g_string_append (data, device->failed ? " failed\n" : "\n");
  return TRUE;
}

static gboolean
text_cb (const char *text, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
installed_cb (const char *component, const char *version, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
finding_cb (const SaneraFinding *finding, gpointer data, GError **error)
{
  return TRUE;
}

typedef struct
{
  const char *name;
  const SaneraImporter *importer;
  const char *report;
  const char *expected;
} Case;

#define HOST(name, tags)                                                                    \
  "<NessusClientData_v2><Report name='r'><ReportHost name='" name "'><HostProperties>" tags \
  "</HostProperties></ReportHost></Report></NessusClientData_v2>"
#define TAG(name, value) "<tag name='" name "'>" value "</tag>"
#define GREENBONE(details)                                                           \
  "<report id='1'><report id='2'><gmp><version>22.4</version></gmp><results/><host>" \
  "<ip>10.0.0.1</ip><end>2025-12-01T11:00:00Z</end>" details "</host></report></report>"
#define DETAIL(name, value) "<detail><name>" name "</name><value>" value "</value></detail>"
#define TABLE(columns, values) "Plugin ID,Risk,Host," columns "\n1,High," values "\n"

static const Case cases[] = {
  { "nessus-all", &sanera_importer_nessus,
    HOST ("10.0.0.1",
          TAG ("host-ip", "10.0.0.1") TAG ("host-fqdn", "web.example.com")
              TAG ("netbios-name", "WEB") TAG ("mac-address", "AC:DE:48:00:11:22")
                  TAG ("host-uuid", "3f2a") TAG ("system-serial-number", "SN-7")),
    "web.example.com id=nessus:3f2a serial=SN-7 fqdn=web.example.com mac=AC:DE:48:00:11:22 "
    "address=10.0.0.1\n" },
  { "nessus-netbios", &sanera_importer_nessus, HOST ("10.0.0.1", TAG ("netbios-name", "CORP\\WEB")),
    "WEB\n" },
  { "nessus-netbios-first", &sanera_importer_nessus,
    HOST ("10.0.0.1", TAG ("netbios-name", "WEB") TAG ("host-fqdn", "web.example.com")),
    "web.example.com fqdn=web.example.com\n" },
  { "nessus-named", &sanera_importer_nessus,
    HOST ("web-01", TAG ("netbios-name", "OTHER") TAG ("host-uuid", "")), "web-01\n" },
  { "greenbone-all", &sanera_importer_openvas,
    GREENBONE (DETAIL ("hostname", "web.example.com") DETAIL ("MAC", "AC:DE:48:00:11:22")
                   DETAIL ("Auth-SSH-Success", "ok")),
    "web.example.com fqdn=web.example.com mac=AC:DE:48:00:11:22 address=10.0.0.1\n" },
  { "greenbone-refused", &sanera_importer_openvas, GREENBONE (DETAIL ("Auth-SSH-Failure", "no")),
    "10.0.0.1 address=10.0.0.1 failed\n" },
  { "greenbone-one-of-two", &sanera_importer_openvas,
    GREENBONE (DETAIL ("Auth-SMB-Failure", "no") DETAIL ("Auth-SSH-Success", "ok")),
    "10.0.0.1 address=10.0.0.1\n" },
  { "tenable-address", &sanera_importer_tenable,
    TABLE ("FQDN,NetBios,MAC Address", "10.0.0.1,web.example.com,CORP\\WEB,AC:DE:48:00:11:22"),
    "web.example.com fqdn=web.example.com mac=AC:DE:48:00:11:22 address=10.0.0.1\n" },
  { "tenable-netbios", &sanera_importer_tenable, TABLE ("FQDN,NetBios", "10.0.0.1,,CORP\\WEB"),
    "WEB address=10.0.0.1\n" },
  { "tenable-named", &sanera_importer_tenable,
    TABLE ("IP Address,DNS Name", "web-01,10.0.0.9,web-01.example.com"),
    "web-01 fqdn=web-01.example.com address=10.0.0.9\n" },
};

static void
test_case (gconstpointer data)
{
  static const SaneraImportSink sink = {
    .device = device_cb, .part = text_cb, .installed = installed_cb, .finding = finding_cb
  };
  const Case *one = data;
  g_autofree char *folder = g_dir_make_tmp ("sanera-identity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report", NULL);
  const SaneraReport report = { .path = path,
                                .name = "report",
                                .received_on =
                                    G_GINT64_CONSTANT (1767312000) * SANERA_TIME_SECOND };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, one->report, -1, NULL));
  g_assert_true (sanera_importer_detect (&report, &error) == one->importer);
  g_assert_true (one->importer->read (&report, &sink, out, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (out->str, ==, one->expected);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/importer/identity/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}

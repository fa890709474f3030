/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

/* Apostrophes of the texts below become quotation marks, as in the other tests. */

/* GMP 22. Two hosts; six results: a product with a fix, a package check of two packages with two
 * weaknesses, one without CVE, a log message, a false positive, one whose level only the number
 * tells. A third host is clean, and nobody could log in there. */
static const char gmp22[] =
    "<report id='a' format_id='b'><report id='c'><gmp><version>22.4</version></gmp>"
    "<filters><term>apply_overrides=0 levels=hml rows=-1</term></filters>"
    "<scan_end>2025-12-01T12:00:00Z</scan_end><results max='100' start='1'>"
    "<result id='1'><name>nginx</name><host>10.0.0.1<asset asset_id='x'/><hostname>web.example.com"
    "</hostname></host><port>443/tcp</port><nvt oid='1.3.6.1'><type>nvt</type>"
    "<name>nginx &lt; 1.25.3\n      DoS</name><family>Web Servers</family>"
    "<tags>summary=It falls over.|insight=NOINSIGHT</tags>"
    "<solution type='VendorFix'>Update to 1.25.3.</solution>"
    "<severities><severity type='cvss_base_v3'><score>7.5</score>"
    "<value>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H</value></severity></severities>"
    "<refs><ref type='cve' id='CVE-2023-0001'/><ref type='url' id='https://x'/></refs></nvt>"
    "<threat>High</threat><severity>7.5</severity><qod><value>80</value><type>remote_banner</type>"
    "</qod><description>Installed version: 1.25.1\nFixed version:     1.25.3\n</description>"
    "<detection><result id='y'><details><detail><name>product</name>"
    "<value>cpe:/a:nginx:nginx:1.25.1</value></detail></details></result></detection></result>"
    "<result id='2'><host>10.0.0.2</host><nvt oid='1.3.6.2'><name>Debian: Security Advisory</name>"
    "<family>Debian Local Security Checks</family><refs><ref type='cve' id='CVE-2023-2'/>"
    "<ref type='cve' id='CVE-2023-3'/></refs></nvt><threat>Medium</threat><severity>5.0</severity>"
    "<qod><value>97</value><type>package</type></qod><description>Vulnerable package:   libc6\n"
    "Installed version:    libc6-2.36-9\nFixed version:      >=libc6-2.36-10\n"
    "Vulnerable package:   libc-bin\nInstalled version:    libc-bin-2.36-9\n"
    "Fixed version:      >=libc-bin-2.36-10</description></result>"
    "<result id='3'><host>10.0.0.1</host><nvt oid='1.3.6.3'><name>Cleartext login</name>"
    "<cve>NOCVE</cve></nvt><threat>Low</threat><severity>2.6</severity></result>"
    "<result id='4'><host>10.0.0.1</host><nvt oid='1.3.6.4'/><threat>Log</threat>"
    "<severity>0.0</severity></result>"
    "<result id='5'><host>10.0.0.1</host><nvt oid='1.3.6.5'/><threat>False Positive</threat>"
    "<severity>-1.0</severity></result>"
    "<result id='6'><host>10.0.0.2</host><nvt oid='1.3.6.6'><name>Weak keys</name></nvt><threat/>"
    "<severity>4.0</severity></result></results>"
    "<host><ip>10.0.0.1</ip><end>2025-12-01T11:00:00Z</end><detail><name>best_os_txt</name>"
    "<value>Debian 12</value></detail><detail><name>Auth-SSH-Success</name><value>ok</value>"
    "</detail></host>"
    "<host><ip>10.0.0.3</ip><detail><name>hostname</name><value>db.example.com</value></detail>"
    "<detail><name>Auth-SSH-Failure</name><value>no</value></detail></host>"
    "</report></report>";

static void
test_gmp22 (void)
{
  importer_assert ("a.xml", gmp22,
                   "device web.example.com|-|Debian 12|2025-12-01T11:00:00Z\n"
                   "part network\n"
                   "finding va-_-nginx-_-nginx CVE-2023-0001 1.25.1>1.25.3 High 7.5\n"
                   "finding va-_-greenbone-_-1.3.6.3 1.3.6.3 ->- Low -\n"
                   "part local\n"
                   "device 10.0.0.2|-|-|2025-12-01T12:00:00Z\n"
                   "part network\n"
                   "finding va-_-greenbone-_-1.3.6.6 1.3.6.6 ->- Medium -\n"
                   "part local\n"
                   "finding va-_-debian-_-libc6 CVE-2023-2 2.36-9>2.36-10 Medium -\n"
                   "finding va-_-debian-_-libc6 CVE-2023-3 2.36-9>2.36-10 Medium -\n"
                   "finding va-_-debian-_-libc-bin CVE-2023-2 2.36-9>2.36-10 Medium -\n"
                   "finding va-_-debian-_-libc-bin CVE-2023-3 2.36-9>2.36-10 Medium -\n"
                   "device db.example.com|-|-|2025-12-01T12:00:00Z\n"
                   "part network\n");
}

/* GMP 9, inside the answer it came in: the solution is in the tags, the level is no word, and only
 * the high ones were asked for. */
static void
test_gmp9 (void)
{
  importer_assert (
      "a.xml",
      "<?xml version='1.0' encoding='UTF-8'?><!-- x <y> --><get_reports_response status='200'>"
      "<report><report><gmp><version>9.0</version></gmp><filters><term>levels=h</term></filters>"
      "<creation_time>2023-09-29T11:36:37Z</creation_time><results><result><host>192.168.1.1001"
      "<asset/><hostname/></host><nvt oid='1.2.3'><name>rexec End of Life</name>"
      "<cvss_base>10.0</cvss_base><tags>cvss_base_vector=AV:N/AC:L/Au:N/C:C/I:C/A:C|summary=s|"
      "solution=Disable it.</tags><refs><ref id='CVE-1999-0618' type='cve'/></refs></nvt>"
      "<threat/><severity>10.0</severity></result></results></report></report>"
      "</get_reports_response>",
      "device 192.168.1.1001|-|-|2023-09-29T11:36:37Z\n"
      "part network/h\n"
      "finding va-_-greenbone-_-1.2.3 CVE-1999-0618 ->- High - EOS\n");
}

/* 2014: the time of a host stands beside it, in text mixed with elements. */
static void
test_2014 (void)
{
  importer_assert (
      "a.xml",
      "<report extension='xml'><report><omp><version>5.0</version></omp>"
      "<host_start><host>10.1.1.1</host>2014-03-01T10:00:00Z</host_start>"
      "<results><result id='1'><subnet>10.1.1.1</subnet><host>10.1.1.1</host><nvt oid='9'>"
      "<name>OpenSSH</name><family>Ubuntu Local Security Checks</family><cvss_base>7.5</cvss_base>"
      "<risk_factor>High</risk_factor><cve>CVE-2014-1, CVE-2014-2</cve><bid>NOBID</bid>"
      "<tags>cvss_base_vector=AV:N/AC:L/Au:N/C:P/I:P/A:P|solution=Please Install the Updated "
      "Packages.</tags></nvt><threat>High</threat><severity>7.5</severity>"
      "<description>no packages named</description></result></results>"
      "<host_end><host>10.1.1.1</host>2014-03-01T11:00:00Z</host_end></report></report>",
      "device 10.1.1.1|-|-|2014-03-01T11:00:00Z\n"
      "part network\n"
      "part local\n"
      "finding va-_-greenbone-_-9 CVE-2014-1 ->- High -\n"
      "finding va-_-greenbone-_-9 CVE-2014-2 ->- High -\n");
}

static void
test_bad (void)
{
  static const struct
  {
    const char *xml;
    int code;
    const char *words;
  } reports[] = {
    { "<report>", SANERA_ERROR_PROTOCOL, "b.xml: report, line 1: " },
    { "<report/>", SANERA_ERROR_UNSUPPORTED, "b.xml: line 1: a report of OpenVAS" },
    { "<testsuite/>", SANERA_ERROR_UNSUPPORTED, "not a report in a known format" },
    { "<report><results><result/></results></report>", SANERA_ERROR_PROTOCOL,
      "b.xml: report/results, line 1: a result without host and nvt" },
    { "<!DOCTYPE r [<!ENTITY x 'y'>]><report><results>&x;</results></report>",
      SANERA_ERROR_PROTOCOL, "b.xml: report/results, line 1: " },
    { "<report>\n<a>\n</b></report>", SANERA_ERROR_PROTOCOL, "line 3" },
    { "<report>\xff</report>", SANERA_ERROR_PROTOCOL, "UTF-8" },
  };
  g_autoptr (GString) deep = g_string_new ("<report>");
  g_autofree char *out = NULL;
  int code;

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *words = importer_read ("b.xml", reports[i].xml, -1, &code);

      g_test_message ("%s", words);
      g_assert_cmpint (code, ==, reports[i].code);
      g_assert_nonnull (strstr (words, reports[i].words));
    }
  for (guint i = 0; i < 100; i++)
    g_string_append (deep, "<a>");
  out = importer_read ("b.xml", deep->str, -1, &code);
  g_assert_nonnull (strstr (out, "nested deeper than 64 levels"));
}

/* One text, one tag, one comment that never end. */
static void
test_endless (void)
{
  static const char *const starts[] = { "<report><results>", "<report a='", "<report><!--" };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *fill = g_strnfill (3 << 20, 'x');
      g_autofree char *xml = g_strconcat (starts[i], fill, NULL);
      int code;
      g_autofree char *out = importer_read ("b.xml", xml, -1, &code);

      g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
      g_assert_nonnull (strstr (out, "a text longer than 1 MiB"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/openvas/gmp22", test_gmp22);
  g_test_add_func ("/importer/openvas/gmp9", test_gmp9);
  g_test_add_func ("/importer/openvas/2014", test_2014);
  g_test_add_func ("/importer/openvas/bad", test_bad);
  g_test_add_func ("/importer/openvas/endless", test_endless);
  return g_test_run ();
}

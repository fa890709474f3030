/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

/* Three machines: two with weaknesses, one without, and one nobody lists. Five rows of weaknesses
 * on two pages; one row of a product in which nothing is wrong. Chrome's version is in the
 * recommendations, and the newer one in an activity; of Windows only the number of an update is
 * known; of Zoom that there is one; of 7-Zip nothing. */
static const char page1[] =
    "{'@odata.context':'https://api.security.microsoft.com/api/$metadata#Collection(microsoft."
    "windowsDefenderATP.api.AssetVulnerability)','value':["
    "{'id':'m1_1','deviceId':'m1','rbacGroupName':'Servers','deviceName':'dc1.contoso.com',"
    "'osPlatform':'WindowsServer2019','osVersion':'10.0.17763.1637','osArchitecture':'x64',"
    "'softwareVendor':'google','softwareName':'chrome','softwareVersion':'81.0.4044.138',"
    "'cveId':'CVE-2020-15992','vulnerabilitySeverityLevel':'High','cvssScore':8.8,"
    "'recommendedSecurityUpdate':null,'recommendedSecurityUpdateId':null,'diskPaths':["
    "'C:\\\\Program Files\\\\chrome.exe'],'registryPaths':[],'securityUpdateAvailable':true,"
    "'lastSeenTimestamp':'2025-12-30 14:17:26','firstSeenTimestamp':'2025-01-30 11:07:15',"
    "'exploitabilityLevel':'ExploitIsInKit','recommendationReference':'va-_-google-_-chrome'},"
    "{'id':'m1_2','deviceId':'m1','softwareVendor':'microsoft','softwareName':"
    "'windows_server_2019','softwareVersion':'10.0.17763.1637','cveId':'CVE-2021-1234',"
    "'vulnerabilitySeverityLevel':'Critical','cvssScore':'9.8','exploitabilityLevel':'NoExploit',"
    "'recommendedSecurityUpdate':'January 2021 Security Updates','recommendedSecurityUpdateId':"
    "'4598230','recommendedSecurityUpdateUrl':'https://example.org/4598230',"
    "'lastSeenTimestamp':'2025-12-31 02:00:00'}],"
    "'@odata.nextLink':'https://api.security.microsoft.com/api/x?$skiptoken=2'}";

static const char page2[] =
    "{'value':["
    "{'deviceId':'m2','deviceName':'pc2.contoso.com','osPlatform':'Windows11','rbacGroupName':"
    "'UnassignedGroup','softwareVendor':'zoom','softwareName':'zoom','softwareVersion':'5.1',"
    "'cveId':'CVE-2022-1','vulnerabilitySeverityLevel':'Medium','cvssScore':null,"
    "'securityUpdateAvailable':true,'exploitabilityLevel':'ExploitIsPublic'},"
    "{'deviceId':'m2','softwareVendor':'7-zip','softwareName':'7-zip','softwareVersion':'18.05',"
    "'cveId':'CVE-2023-1','vulnerabilitySeverityLevel':'Low','securityUpdateAvailable':false},"
    "{'deviceId':'m2','softwareVendor':'google','softwareName':'chrome','softwareVersion':'80.0',"
    "'cveId':'CVE-2020-15992','vulnerabilitySeverityLevel':'High'},"
    "{'deviceId':'m2','softwareVendor':'mozilla','softwareName':'firefox','softwareVersion':'140',"
    "'cveId':null}]}";

static const char machines[] =
    "{'@odata.context':'https://api.security.microsoft.com/api/$metadata#Machines','value':["
    "{'id':'m1','computerDnsName':'dc1.contoso.com','lastSeen':'2025-12-31T04:00:00.1234567Z',"
    "'osPlatform':'WindowsServer2019','osVersion':null,'version':'1809','lastIpAddress':'10.0.0.1',"
    "'rbacGroupId':140,'rbacGroupName':'Servers','machineTags':['tier 0'],'isAadJoined':true,"
    "'ipAddresses':[{'ipAddress':'10.0.0.1'}]},"
    "{'id':'m3','computerDnsName':'pc3.contoso.com','lastSeen':'2025-12-29T00:00:00Z',"
    "'osPlatform':'Windows10','rbacGroupName':'PCs'}]}";

static const char recommendations[] =
    "{'value':[{'id':'va-_-google-_-chrome','productName':'chrome','recommendationName':"
    "'Update Chrome','weaknesses':1,'vendor':'google','recommendedVersion':'129.0',"
    "'recommendationCategory':'Application','remediationType':'Update','relatedComponent':'Chrome',"
    "'publicExploit':true},{'id':'va-_-microsoft-_-windows_server_2019','productName':"
    "'windows_server_2019','recommendationName':'Update Windows Server 2019','vendor':'microsoft',"
    "'recommendedVersion':'','recommendationCategory':'OS','remediationType':'Update',"
    "'relatedComponent':'Windows Server 2019'},{'id':'sca-_-scid-1','productName':'',"
    "'recommendationName':'Block "
    "macros','recommendationCategory':'SecurityControls','vendor':''}]}";

static const char tasks[] =
    "{'value':[{'id':'t','title':'Update "
    "Chrome','requesterEmail':'a@example.org','status':'Active',"
    "'targetDevices':2,'fixedDevices':0,'type':'Update','productId':'google-_-chrome','vendorId':"
    "'google','nameId':'chrome','relatedComponent':'Chrome','recommendedVersion':'131.0'}]}";

#define TOLD_1                                                                                     \
  "device dc1.contoso.com|WindowsServer2019|1809|2025-12-31T04:00:00.123456Z\n"                    \
  "part software\n"                                                                                \
  "finding va-_-google-_-chrome CVE-2020-15992 81.0.4044.138>131.0 High 8.8\n"                     \
  "finding va-_-microsoft-_-windows_server_2019 CVE-2021-1234 10.0.17763.1637>KB4598230 Critical " \
  "9.8\n"
#define TOLD_2                                                      \
  "device pc2.contoso.com|Windows11|-|2026-01-02T00:00:00Z\n"       \
  "part software\n"                                                 \
  "finding va-_-zoom-_-zoom CVE-2022-1 5.1> Medium -\n"             \
  "finding va-_-7-zip-_-7-zip CVE-2023-1 18.05>- Low -\n"           \
  "finding va-_-google-_-chrome CVE-2020-15992 80.0>131.0 High -\n" \
  "installed va-_-mozilla-_-firefox 140\n"
#define TOLD_3                                                \
  "device pc3.contoso.com|Windows10|-|2025-12-29T00:00:00Z\n" \
  "part software\n"

/* Whatever the order of the files, the same is told; only the machines come in the order in which
 * they were first named. */
static void
test_tables (void)
{
  const char *const one[] = { page1, page2, machines, recommendations, tasks, NULL };
  const char *const two[] = { tasks, recommendations, machines, page2, page1, NULL };
  int code;
  g_autofree char *out = importer_read_several (one, &code);
  g_autofree char *other = importer_read_several (two, &code);

  g_assert_cmpstr (out, ==, TOLD_1 TOLD_2 TOLD_3);
  g_assert_cmpstr (other, ==, TOLD_1 TOLD_3 TOLD_2);
}

/* The other table of weaknesses, alone: machines are known by their ids. */
static void
test_machines_vulnerabilities (void)
{
  importer_assert (
      "a.json",
      "{'@odata.context':'https://x/$metadata#Collection(PublicAssetVulnerabilityDto)',"
      "'value':[{'id':'0e23-_-CVE-2022-2-_-notepad++-_-notepad++-_-7.6.0.0-_-','cveId':"
      "'CVE-2022-2','machineId':'0e23','fixingKbId':null,'productName':'notepad++',"
      "'productVendor':'notepad++','productVersion':'7.6.0.0','severity':'Medium'},"
      "{'id':'x','cveId':'CVE-2022-3','machineId':'0e23','fixingKbId':'4540673',"
      "'productName':'windows_10','productVendor':'microsoft','productVersion':"
      "'10.0','severity':'Critical'}]}",
      "device 0e23|-|-|2026-01-02T00:00:00Z\n"
      "part software\n"
      "finding va-_-notepad++-_-notepad++ CVE-2022-2 7.6.0.0>- Medium -\n"
      "finding va-_-microsoft-_-windows_10 CVE-2022-3 10.0>KB4540673 Critical -\n");
}

/* Exports to files: one row a line, names with a capital. */
static void
test_lines (void)
{
  importer_assert (
      "export.json",
      "{'Id':'1','DeviceId':'m1','DeviceName':'pc1','OSPlatform':'Windows10','SoftwareVendor':'a',"
      "'SoftwareName':'b','SoftwareVersion':'1','CveId':'CVE-1','VulnerabilitySeverityLevel':'Low',"
      "'CvssScore':3.1,'SecurityUpdateAvailable':true}\n"
      "{'Id':'2','DeviceId':'m1','SoftwareVendor':'a','SoftwareName':'b','SoftwareVersion':'1',"
      "'CveId':'CVE-2','VulnerabilitySeverityLevel':'Low','RecommendedSecurityUpdate':'New one'}\n",
      "device pc1|Windows10|-|2026-01-02T00:00:00Z\n"
      "part software\n"
      "finding va-_-a-_-b CVE-1 1> Low 3.1\n"
      "finding va-_-a-_-b CVE-2 1> Low -\n");
}

/* No machine has a weakness: the ones that are listed are clean. */
static void
test_clean (void)
{
  const char *const texts[] = {
    "{'@odata.context':'https://x/$metadata#Collection(a.AssetVulnerability)','value':[]}",
    machines, NULL
  };
  int code;
  g_autofree char *out = importer_read_several (texts, &code);
  g_autofree char *alone = NULL;

  g_assert_cmpstr (out, ==,
                   "device dc1.contoso.com|WindowsServer2019|1809|2025-12-31T04:00:00.123456Z\n"
                   "part software\n" TOLD_3);
  /* The list alone does not say so. */
  alone = importer_read_several (texts + 1, &code);
  g_assert_cmpstr (alone, ==, "");
}

/* A page of several, without the last one: what is on it, and that it is not all. A machine that is
 * listed only may be on a page that is missing. */
static void
test_page_alone (void)
{
  const char *const texts[] = { machines, page1, NULL };
  int code;
  g_autofree char *out = importer_read_several (texts, &code);

  g_assert_cmpint (code, ==, -1);
  g_assert_true (g_str_has_prefix (out, "goes on\ndevice dc1.contoso.com|"));
  g_assert_nonnull (strstr (out, "CVE-2020-15992"));
  g_assert_null (strstr (out, "pc3.contoso.com"));
}

static void
test_refused (void)
{
  const char *const reports[][3] = {
    { "{'value':[{'deviceId':'m','cveId':'CVE-1','softwareName':'a','status':'Fixed',"
      "'eventTimestamp':'2021-01-11T11:06:08Z'}]}",
      NULL, "only changes are in it" },
    { "{'value':[{'deviceId':'m','cveId':'CVE-1'}]}", NULL, "a weakness without a product" },
    { "{'value':[{'deviceId':7,'cveId':'CVE-1'}]}", NULL,
      "1.json: value[0].deviceId, byte 22: a text expected, not a number" },
    { page2, "{'value':[{'deviceId':'m','cveId':'C','softwareName':'a'}", "2.json: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const char *const texts[] = { reports[i][0], reports[i][1], NULL };
      int code;
      g_autofree char *out = importer_read_several (texts, &code);

      g_test_message ("%s", out);
      g_assert_cmpint (code, !=, -1);
      g_assert_nonnull (strstr (out, reports[i][2]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/defender/tables", test_tables);
  g_test_add_func ("/importer/defender/machines-vulnerabilities", test_machines_vulnerabilities);
  g_test_add_func ("/importer/defender/lines", test_lines);
  g_test_add_func ("/importer/defender/clean", test_clean);
  g_test_add_func ("/importer/defender/page-alone", test_page_alone);
  g_test_add_func ("/importer/defender/refused", test_refused);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

/* The present dialect. Six matches: one advisory of GitHub's with a CVE behind it and two fixes,
 * one of Red Hat's that covers two CVEs, one without a severity but with a vector, one not to be
 * fixed, one whose fix has not been told, and one package that only its kind places. */
static const char present[] =
    "{'matches':["
    "{'vulnerability':{'id':'GHSA-aaaa-bbbb-cccc','dataSource':'https://github.com/advisories/x',"
    "'severity':'High','cvss':[{'version':'3.1',"
    "'vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N','metrics':{'baseScore':6.1}}],"
    "'knownExploited':[{'cve':'CVE-2024-0001'}],"
    "'fix':{'versions':['2.9.0','2.10.1'],'state':'fixed'}},"
    "'relatedVulnerabilities':[{'id':'CVE-2024-0001','cvss':[{'source':'nvd@nist.gov',"
    "'version':'3.1','vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',"
    "'metrics':{'baseScore':9.8}}]}],"
    "'matchDetails':[{'type':'exact-direct-match'}],"
    "'artifact':{'name':'Jinja2','version':'2.8','type':'python','purl':'pkg:pypi/jinja2@2.8'}},"
    "{'vulnerability':{'id':'RHSA-2024:1','severity':'Medium','fix':{'versions':['0:1.2-3.el8'],"
    "'state':'fixed'}},'relatedVulnerabilities':[{'id':'CVE-2024-2'},{'id':'CVE-2024-3'}],"
    "'artifact':{'name':'bash','version':'0:1.2-1.el8','type':'rpm'}},"
    "{'vulnerability':{'id':'CVE-2024-0004','severity':'Unknown','cvss':[{'version':'2.0',"
    "'vector':'AV:N/AC:L/Au:N/C:C/I:C/A:C','metrics':{'baseScore':10}},{'version':'3.1',"
    "'vector':'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N','metrics':{}}],"
    "'fix':{'versions':[],'state':'unknown'}},"
    "'artifact':{'name':'zlib','version':'1.2','type':'rpm','purl':'pkg:rpm/rhel/zlib@1.2'}},"
    "{'vulnerability':{'id':'CVE-2024-0005','severity':'Negligible',"
    "'fix':{'versions':['9.9'],'state':'wont-fix'}},"
    "'artifact':{'name':'zlib','version':'1.2','type':'rpm','purl':'pkg:rpm/rhel/zlib@1.2'}},"
    "{'vulnerability':{'id':'CVE-2024-0006','fix':null},"
    "'artifact':{'name':'tool','version':'3','type':'binary'}},"
    "{'vulnerability':{'id':'CVE-2024-0007'},'artifact':{'name':'thing'}}],"
    "'source':{'type':'image','target':{'userInput':'shop/web:1.4@sha256:0123','tags':[]}},"
    "'distro':{'name':'rhel','version':'8.9','idLike':['fedora']},"
    "'descriptor':{'name':'grype','version':'0.80.0','timestamp':'2025-12-01T10:00:00+02:00'}}";

static void
test_present (void)
{
  importer_assert (
      "a.json", present,
      "device shop/web:1.4|RedHatEnterpriseLinux|8.9|2025-12-01T08:00:00Z\n"
      "part packages\n"
      "finding va-_-pypi-_-jinja2 GHSA-aaaa-bbbb-cccc=CVE-2024-0001 2.8>2.10.1 High 9.8\n"
      "finding va-_-redhat-_-bash RHSA-2024:1 0:1.2-1.el8>0:1.2-3.el8 Medium -\n"
      "finding va-_-redhat-_-zlib CVE-2024-0004 1.2>- Medium 5.5\n"
      "finding va-_-redhat-_-zlib CVE-2024-0005 1.2>- Low -\n"
      "finding va-_-binary-_-tool CVE-2024-0006 3>- - -\n"
      "finding va-_-generic-_-thing CVE-2024-0007 ->- - -\n");
}

/* The dialect of the first versions, of a folder, with its members in the order of the alphabet. */
static void
test_old (void)
{
  importer_assert (
      "web-01.json",
      "{'distro':{'name':'debian','version':'10'},'matches':["
      "{'artifact':{'name':'libldap','purl':'pkg:deb/debian/libldap@2.4.47-3?arch=amd64',"
      "'type':'deb','version':'2.4.47-3'},'vulnerability':{'cvssV2':{'baseScore':5,"
      "'vector':'AV:N/AC:L/Au:N/C:N/I:N/A:P'},'fixedInVersion':'2.4.47-10','id':'CVE-2020-36221',"
      "'severity':'Medium'}},"
      "{'artifact':{'name':'libldap','type':'deb','version':'2.4.47-3'},'vulnerability':"
      "{'cvssV3':{'baseScore':7.5,'vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'},"
      "'id':'CVE-2020-36222'}}],"
      "'source':{'target':'/','type':'directory'}}",
      "device web-01|Debian|10|2026-01-02T00:00:00Z\n"
      "part packages\n"
      "finding va-_-debian-_-libldap CVE-2020-36221 2.4.47-3>2.4.47-10 Medium -\n"
      "finding va-_-debian-_-libldap CVE-2020-36222 2.4.47-3>- High 7.5\n");
}

static void
test_clean (void)
{
  importer_assert ("a.json",
                   "{'matches':[],'source':{'type':'image','target':{'userInput':'a:1'}},"
                   "'distro':{},'descriptor':{'name':'grype'}}",
                   "device a:1|-|-|2026-01-02T00:00:00Z\npart packages\n");
}

static void
test_bad (void)
{
  int code;
  g_autofree char *nameless =
      importer_read ("b.json", "{'matches':[{'vulnerability':{'id':'x'}}],'source':{}}", -1, &code);
  g_autofree char *wrong = NULL;

  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (nameless, "b.json: matches[0], byte"));
  wrong =
      importer_read ("b.json", "{'matches':[{'vulnerability':{'id':7}}],'source':{}}", -1, &code);
  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (wrong, "matches[0].vulnerability.id, byte 35: a text expected"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/grype/present", test_present);
  g_test_add_func ("/importer/grype/old", test_old);
  g_test_add_func ("/importer/grype/clean", test_clean);
  g_test_add_func ("/importer/grype/bad", test_bad);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

#define PY(fixed)                                                                                 \
  "'affected':[{'package':{'ecosystem':'PyPI','name':'Some_Lib'},'ranges':[{'type':'ECOSYSTEM',"  \
  "'events':[{'introduced':'0'},{'fixed':'" fixed "'}]},{'type':'GIT','events':[{'introduced':"   \
  "'0'},{'fixed':'fe09d8'}]}]},{'package':{'ecosystem':'PyPI','name':'other'},'ranges':[{'type':" \
  "'ECOSYSTEM','events':[{'fixed':'99.0'}]}]}]"

/* Five records that are three weaknesses, in two lock files, and a checkout. */
static void
test_groups (void)
{
  importer_assert (
      "shop.json",
      "{'results':["
      "{'source':{'path':'/src/poetry.lock','type':'lockfile'},'packages':[{"
      "'package':{'name':'some_lib','version':'1.0','ecosystem':'PyPI'},'vulnerabilities':["
      "{'id':'GHSA-aaaa','aliases':['CVE-2024-0001'],'summary':'s','severity':[{'type':'CVSS_V3',"
      "'score':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'}]," PY (
          "1.9") "},"
                 "{'id':'PYSEC-2024-1','aliases':['CVE-2024-0001','GHSA-aaaa']," PY (
                     "1.10") "},"
                             "{'id':'GHSA-bbbb','aliases':[],'database_specific':{'severity':'"
                             "MODERATE'}," PY (
                                 "1.2") "}],"
                                        "'groups':[{'ids':['GHSA-aaaa','PYSEC-2024-1'],'aliases':['"
                                        "CVE-2024-0001','GHSA-aaaa'],"
                                        "'max_severity':'7.5'},{'ids':['GHSA-bbbb']}]}]},"
                                        "{'source':{'path':'/src/"
                                        "composer.lock','type':'lockfile'},'packages':[{"
                                        "'package':{'name':'guzzle/"
                                        "psr7','version':'1.6.1','ecosystem':'Packagist'},"
                                        "'vulnerabilities':[{'id':'GHSA-cccc','aliases':['CVE-2023-"
                                        "2'],'severity':[{'type':'CVSS_V4',"
                                        "'score':'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/"
                                        "SC:N/SI:N/SA:N'}]}]}]},"
                                        "{'source':{'path':'/src/engine/"
                                        "','type':'git'},'packages':[{'package':{'name':'',"
                                        "'version':'','ecosystem':'','commit':'f5f3'},'"
                                        "vulnerabilities':[{'id':'CVE-2023-3'}],"
                                        "'groups':[{'ids':['CVE-2023-3']}]}]}],'experimental_"
                                        "config':{}}",
      "device shop|-|-|2026-01-02T00:00:00Z\n"
      "part packages\n"
      "finding va-_-pypi-_-some-lib "
      "GHSA-aaaa=CVE-2024-0001,CVE-2024-0001,GHSA-aaaa,GHSA-aaaa,PYSEC-2024-1,CVE-2024-0001,"
      "GHSA-aaaa 1.0>1.10 High 7.5\n"
      "finding va-_-pypi-_-some-lib GHSA-bbbb=GHSA-bbbb 1.0>1.2 Medium -\n"
      "finding va-_-composer-_-guzzle:psr7 GHSA-cccc=CVE-2023-2,GHSA-cccc 1.6.1>- Critical 9.3\n"
      "finding va-_-git-_-engine CVE-2023-3=CVE-2023-3 >- - -\n");
}

/* The same words in the order of the alphabet, and a clean report. */
static void
test_any_order_of_members (void)
{
  importer_assert ("a.json",
                   "{'results':[{'packages':[{'groups':[{'ids':['X-1']}],'package':{'ecosystem':"
                   "'Debian:12','name':'bash','version':'5.2'},'vulnerabilities':[{'id':'X-1',"
                   "'withdrawn':null}]},{'package':{'name':''},'vulnerabilities':[{'id':'X-2'}]}],"
                   "'source':{'path':'/b/repo','type':'git'}}]}",
                   "device a|-|-|2026-01-02T00:00:00Z\n"
                   "part packages\n"
                   "finding va-_-debian-_-bash X-1=X-1 5.2>- - -\n"
                   "finding va-_-git-_-repo X-2=X-2 ->- - -\n");
  importer_assert ("a.json", "{'results':[],'experimental_config':{}}",
                   "device a|-|-|2026-01-02T00:00:00Z\npart packages\n");
}

static void
test_bad (void)
{
  int code;
  g_autofree char *out = importer_read (
      "b.json", "{'results':[{'packages':[{'vulnerabilities':[{'aliases':[]}]}]}]}", -1, &code);

  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (out, "results[0].packages[0].vulnerabilities[0], byte"));
  g_assert_nonnull (strstr (out, "a vulnerability without id"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/osv/groups", test_groups);
  g_test_add_func ("/importer/osv/any-order-of-members", test_any_order_of_members);
  g_test_add_func ("/importer/osv/bad", test_bad);
  return g_test_run ();
}

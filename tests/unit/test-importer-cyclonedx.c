/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

/* A bill of materials with components in components. Four vulnerabilities: one of two components
 * with ratings of three sources, one whose fix a version tells, one that somebody says does not
 * matter, one that is over. */
static const char bom[] =
    "{'bomFormat':'CycloneDX','specVersion':'1.5','metadata':{'timestamp':"
    "'2024-01-04T15:25:30+00:00','component':{'bom-ref':'me','type':'container',"
    "'name':'ubuntu:latest@sha256:00'}},'components':["
    "{'bom-ref':'os','type':'operating-system','name':'ubuntu','version':'22.04','components':["
    "{'bom-ref':'libc','type':'library','name':'libc6','version':'2.35-1',"
    "'purl':'pkg:deb/ubuntu/libc6@2.35-1?distro=ubuntu-22.04'}]},"
    "{'bom-ref':'b','type':'library','name':'bash','version':'5.1',"
    "'purl':'pkg:deb/ubuntu/bash@5.1'},"
    "{'bom-ref':'t','type':'application','group':'acme','name':'tool','version':'7'}],"
    "'vulnerabilities':["
    "{'id':'CVE-2024-0001','source':{'name':'ubuntu'},'ratings':["
    "{'source':{'name':'nvd'},'score':9.3,'severity':'info','method':'CVSSv2',"
    "'vector':'AV:N/AC:M/Au:N/C:C/I:C/A:C'},"
    "{'source':{'name':'redhat'},'score':8.6,'severity':'high','method':'CVSSv31',"
    "'vector':'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H'},"
    "{'source':{'name':'nvd'},'score':7.5,'severity':'high','method':'CVSSv31',"
    "'vector':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'},"
    "{'source':{'name':'ubuntu'},'severity':'low'}],"
    "'recommendation':'Upgrade libc6 to version 2.35-2; Upgrade bash to version 5.2',"
    "'references':[{'id':'GHSA-1','source':{'name':'github'}}],"
    "'affects':[{'ref':'libc'},{'ref':'urn:cdx:3e67/1#b'}]},"
    "{'id':'CVE-2024-0002','ratings':[{'method':'CVSSv4',"
    "'vector':'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'}],"
    "'affects':[{'ref':'t','versions':[{'version':'7','status':'affected'},"
    "{'version':'8','status':'unaffected'}]}]},"
    "{'id':'CVE-2024-0003','ratings':[{'severity':'medium','method':'OWASP','score':3}],"
    "'analysis':{'state':'not_affected','justification':'code_not_reachable'},"
    "'affects':[{'ref':'pkg:npm/%40a/b@1.0'}]},"
    "{'id':'CVE-2024-0004','analysis':{'state':'resolved'},'affects':[{'ref':'t'}]}]}";

static void
test_bom (void)
{
  importer_assert ("a.json", bom,
                   "device ubuntu:latest|Ubuntu|22.04|2024-01-04T15:25:30Z\n"
                   "part components\n"
                   "installed va-_-ubuntu-_-libc6 2.35-1\n"
                   "installed va-_-ubuntu-_-bash 5.1\n"
                   "finding va-_-ubuntu-_-libc6 CVE-2024-0001=GHSA-1 2.35-1>2.35-2 Low 7.5\n"
                   "finding va-_-ubuntu-_-bash CVE-2024-0001=GHSA-1 5.1>5.2 Low 7.5\n"
                   "finding va-_-acme-_-tool CVE-2024-0002 7>8 Critical 9.3\n"
                   "finding va-_-npm-_-@a:b CVE-2024-0003 1.0>- Medium - not affected?\n");
}

/* A VEX document of its own: no components, members in the order of the alphabet. It is about no
 * device, and says both what does and what does not matter. */
static void
test_vex (void)
{
  importer_assert (
      "shop.vex.json",
      "{'bomFormat':'CycloneDX','specVersion':'1.4','version':1,'vulnerabilities':["
      "{'affects':[{'ref':'urn:cdx:3e67/1#pkg:maven/com.acme/jar@1.2'}],"
      "'analysis':{'state':'exploitable'},'id':'CVE-2024-0001'},"
      "{'affects':[{'ref':'pkg:npm/a@1.0'},{'ref':'pkg:npm/b@2.0'}],'analysis':{'state':"
      "'not_affected','justification':'code_not_reachable','detail':'Never called.'},"
      "'id':'CVE-2024-0002'},"
      "{'affects':[{'ref':'pkg:npm/a@1.0'}],'analysis':{'state':'false_positive'},'id':"
      "'CVE-2024-0003'},"
      "{'affects':[{'ref':'pkg:npm/"
      "a@1.0'}],'analysis':{'state':'resolved'},'id':'CVE-2024-0004'}]}",
      "statement va-_-maven-_-com.acme:jar CVE-2024-0001 1.2 affected -\n"
      "statement va-_-npm-_-a CVE-2024-0002 1.0 not affected code_not_reachable: Never called.\n"
      "statement va-_-npm-_-b CVE-2024-0002 2.0 not affected code_not_reachable: Never called.\n"
      "statement va-_-npm-_-a CVE-2024-0003 1.0 not affected -\n"
      "statement va-_-npm-_-a CVE-2024-0004 1.0 affected -\n");
}

/* Every version of the format that knows vulnerabilities is read alike, also with what came later.
 */
static void
test_versions (void)
{
  for (guint minor = 4; minor <= 7; minor++)
    {
      g_autofree char *json = g_strdup_printf (
          "{'$schema':'http://cyclonedx.org/schema/bom-1.%u.schema.json','bomFormat':'CycloneDX',"
          "'specVersion':'1.%u','serialNumber':'urn:uuid:3e67','version':1,'metadata':{'timestamp':"
          "'2025-01-01T00:00:00Z','tools':%s,'component':{'type':'device','name':'pc-1'}},"
          "'components':[{'type':'library','name':'a','version':'1','bom-ref':'r','purl':"
          "'pkg:npm/a@1'}],'annotations':[],'vulnerabilities':[{'bom-ref':'v','id':'CVE-1',"
          "'ratings':[{'source':{'name':'NVD'},'score':9.8,'severity':'critical','method':"
          "'CVSSv31'}],'cwes':[79],'affects':[{'ref':'r'}]}]}",
          minor, minor, minor == 4 ? "[]" : "{'components':[{'type':'application','name':'t'}]}");

      importer_assert ("a.json", json,
                       "device pc-1|-|-|2025-01-01T00:00:00Z\n"
                       "part components\n"
                       "installed va-_-npm-_-a 1\n"
                       "finding va-_-npm-_-a CVE-1 1>- Critical 9.8\n");
    }
}

static void
test_bad (void)
{
  int code;
  g_autofree char *out =
      importer_read ("b.json", "{'bomFormat':'CycloneDX','specVersion':'2.0'}", -1, &code);
  g_autofree char *nameless = NULL;

  g_assert_cmpint (code, ==, SANERA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (out, "only version 1 of CycloneDX is known"));
  nameless =
      importer_read ("b.json", "{'bomFormat':'CycloneDX','vulnerabilities':[{}]}", -1, &code);
  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (nameless, "b.json: vulnerabilities[0], byte"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/cyclonedx/bom", test_bom);
  g_test_add_func ("/importer/cyclonedx/vex", test_vex);
  g_test_add_func ("/importer/cyclonedx/versions", test_versions);
  g_test_add_func ("/importer/cyclonedx/bad", test_bad);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "importer-support.h"

static const char image[] =
    "{'SchemaVersion':2,'CreatedAt':'2025-12-01T10:00:00+02:00',"
    "'ArtifactName':'shop/web:1.4@sha256:0123','ArtifactType':'container_image',"
    "'Metadata':{'Size':1,'OS':{'Family':'debian','Name':'12.11'}},"
    "'Results':["
    "{'Target':'shop/web:1.4 (debian 12.11)','Class':'os-pkgs','Type':'debian','Packages':["
    "{'Name':'libc6','Version':'2.36','Release':'9+deb12u10','Licenses':['GPL']},"
    "{'Name':'zlib1g','Version':'1.2.13'}],'Vulnerabilities':["
    "{'VulnerabilityID':'CVE-2025-0001','PkgName':'libc6','InstalledVersion':'2.36-9+deb12u10',"
    "'FixedVersion':'2.36-9+deb12u11','Status':'fixed','Severity':'HIGH','CVSS':{"
    "'redhat':{'V3Score':7.0},'nvd':{'V2Score':5.0,'V3Score':7.8,'V3Vector':'CVSS:3.1/AV:L'},"
    "'ghsa':{'V3Score':9.9}}},"
    "{'VulnerabilityID':'CVE-2010-0002','PkgName':'libc6','InstalledVersion':'2.36-9+deb12u10',"
    "'Status':'affected','Severity':'LOW','CVSS':{'nvd':{'V2Score':4.0}}},"
    "{'VulnerabilityID':'CVE-2010-0003','PkgName':'python2.7','InstalledVersion':'2.7.18',"
    "'Status':'end_of_life','Severity':'UNKNOWN'},"
    "{'VulnerabilityID':'CVE-2010-0004','PkgName':'zlib1g','Status':'not_affected'}]},"
    "{'Target':'Node.js','Class':'lang-pkgs','Type':'node-pkg','Vulnerabilities':["
    "{'VulnerabilityID':'GHSA-aaaa-bbbb-cccc','VendorIDs':['CVE-2024-0005','RHSA-2024:1'],"
    "'PkgName':'@scope/got','InstalledVersion':'8.3.2','FixedVersion':'12.1.0, 11.8.5',"
    "'Severity':'MEDIUM','CVSS':null},"
    "{'VulnerabilityID':'NSWG-ECO-17','PkgName':'jws','InstalledVersion':'0.2.6',"
    "'FixedVersion':'>=3.0.0','Severity':'CRITICAL'}]}]}";

static void
test_image (void)
{
  importer_assert (
      "a.json", image,
      "device shop/web:1.4|Debian|12.11|2025-12-01T08:00:00Z\n"
      "part os/debian\n"
      "installed va-_-debian-_-debian_os 12.11\n"
      "part os-pkgs/debian\n"
      "installed va-_-debian-_-libc6 2.36-9+deb12u10\n"
      "installed va-_-debian-_-zlib1g 1.2.13\n"
      "finding va-_-debian-_-libc6 CVE-2025-0001 2.36-9+deb12u10>2.36-9+deb12u11 High "
      "7.8\n"
      "finding va-_-debian-_-libc6 CVE-2010-0002 2.36-9+deb12u10>- Low -\n"
      "finding va-_-debian-_-python2.7 CVE-2010-0003 2.7.18>- - - EOS\n"
      "part lang-pkgs/node-pkg\n"
      "finding va-_-npm-_-@scope:got GHSA-aaaa-bbbb-cccc=CVE-2024-0005 8.3.2>12.1.0 Medium -\n"
      "finding va-_-npm-_-jws NSWG-ECO-17 0.2.6>3.0.0 Critical -\n");
}

/* The members of a report in the order of the alphabet, as `jq -S` writes them. */
static void
test_any_order_of_members (void)
{
  importer_assert ("a.json",
                   "{'Results':[{'Packages':[{'Version':'1.0','Name':'a'}],"
                   "'Vulnerabilities':[{'PkgName':'a','VulnerabilityID':'CVE-1'}],"
                   "'Type':'pip','Class':'lang-pkgs','Target':'r.txt'}],"
                   "'Metadata':{'OS':{'EOSL':true,'Name':'3.10','Family':'alpine'}},"
                   "'ArtifactName':'x','CreatedAt':'2025-01-01T00:00:00Z','SchemaVersion':2}",
                   "device x|Alpine|3.10|2025-01-01T00:00:00Z\n"
                   "part os/alpine\n"
                   "installed va-_-alpine-_-alpine_os 3.10\n"
                   "finding va-_-alpine-_-alpine_os EOS-alpine-3.10 3.10>- - - EOS\n"
                   "part lang-pkgs/pip\n"
                   "installed va-_-pypi-_-a 1.0\n"
                   "finding va-_-pypi-_-a CVE-1 ->- - -\n");
}

static void
test_checks_and_secrets (void)
{
  importer_assert (
      "a.json",
      "{'SchemaVersion':2,'ArtifactName':'repo','ArtifactType':'repository','Results':["
      "{'Target':'Dockerfile','Class':'config','Type':'dockerfile','Misconfigurations':["
      "{'ID':'DS002','Type':'Dockerfile Security Check','Title':'Image user is root',"
      "'Severity':'HIGH','Status':'FAIL','Resolution':'Add USER'},"
      "{'ID':'DS026','Title':'No HEALTHCHECK','Severity':'LOW','Status':'PASS'}]},"
      "{'Target':'k','Class':'secret','Secrets':[{'RuleID':'aws-key','Category':'AWS',"
      "'Severity':'CRITICAL','Title':'AWS key','Match':'hunter2',"
      "'Code':{'Lines':[{'Content':'hunter2'}]}}]},"
      "{'Target':'l','Class':'license','Licenses':[{'Name':'GPL'}]}]}",
      "device repo|-|-|2026-01-02T00:00:00Z\n"
      "part config/dockerfile\n"
      "installed sca-_-ds002 -\n"
      "finding sca-_-ds002 DS002 ->- High -\n"
      "installed sca-_-ds026 -\n"
      "part secret/\n"
      "installed sca-_-aws-key -\n"
      "finding sca-_-aws-key aws-key ->- Critical -\n"
      "part license/\n");
}

static void
test_legacy (void)
{
  importer_assert (
      "a.json",
      "\xEF\xBB\xBF[{'Target':'app/package-lock.json','Type':'npm','Vulnerabilities':null},"
      "{'Target':'alpine:3.9 (alpine 3.9.4)','Type':'alpine','Vulnerabilities':["
      "{'VulnerabilityID':'CVE-2019-1','PkgName':'musl','InstalledVersion':'1.1-r0',"
      "'FixedVersion':'1.1-r1','Severity':'HIGH'}]}]",
      "device alpine:3.9|-|-|2026-01-02T00:00:00Z\n"
      "part lang-pkgs/npm\n"
      "part os-pkgs/alpine\n"
      "finding va-_-alpine-_-musl CVE-2019-1 1.1-r0>1.1-r1 High -\n");
}

/* Every status there is, and what they are worth: only what does not affect is left out; a fix that
 * is named is one, whatever the status; without a status the fixed version decides. */
static void
test_statuses (void)
{
  importer_assert (
      "a.json",
      "{'SchemaVersion':2,'ArtifactName':'vm-1','ArtifactType':'vm','CreatedAt':"
      "'2025-12-01T08:00:00.123456789Z','Results':[{'Target':'vm-1 (redhat 9.4)','Class':'os-pkgs',"
      "'Type':'redhat','Vulnerabilities':["
      "{'VulnerabilityID':'CVE-1','PkgName':'a','InstalledVersion':'1','FixedVersion':'2',"
      "'Status':'fixed','Severity':'LOW'},"
      "{'VulnerabilityID':'CVE-2','PkgName':'a','InstalledVersion':'1','Status':'affected'},"
      "{'VulnerabilityID':'CVE-3','PkgName':'a','InstalledVersion':'1','Status':'not_affected'},"
      "{'VulnerabilityID':'CVE-4','PkgName':'a','InstalledVersion':'1','Status':"
      "'under_investigation'},"
      "{'VulnerabilityID':'CVE-5','PkgName':'a','InstalledVersion':'1','Status':'will_not_fix'},"
      "{'VulnerabilityID':'CVE-6','PkgName':'a','InstalledVersion':'1','Status':'fix_deferred'},"
      "{'VulnerabilityID':'CVE-7','PkgName':'a','InstalledVersion':'1','Status':'end_of_life'},"
      "{'VulnerabilityID':'CVE-8','PkgName':'a','InstalledVersion':'1','Status':'unknown'},"
      "{'VulnerabilityID':'CVE-9','PkgName':'a','InstalledVersion':'1','FixedVersion':'0:3-4.el9'},"
      "{'VulnerabilityID':'CVE-10','PkgName':'a','InstalledVersion':'1','FixedVersion':'2, 10, 9',"
      "'Status':'affected'},"
      "{'VulnerabilityID':'CVE-11','PkgName':'a','Status':'to_be_invented'}]}]}",
      "device vm-1|-|-|2025-12-01T08:00:00.123456Z\n"
      "part os-pkgs/redhat\n"
      "finding va-_-redhat-_-a CVE-1 1>2 Low -\n"
      "finding va-_-redhat-_-a CVE-2 1>- - -\n"
      "finding va-_-redhat-_-a CVE-4 1>- - -\n"
      "finding va-_-redhat-_-a CVE-5 1>- - -\n"
      "finding va-_-redhat-_-a CVE-6 1>- - -\n"
      "finding va-_-redhat-_-a CVE-7 1>- - - EOS\n"
      "finding va-_-redhat-_-a CVE-8 1>- - -\n"
      "finding va-_-redhat-_-a CVE-9 1>0:3-4.el9 - -\n"
      "finding va-_-redhat-_-a CVE-10 1>10 - -\n"
      "finding va-_-redhat-_-a CVE-11 ->- - -\n");
}

/* Each kind of artifact is a device of its own name; what says only where it began takes the name
 * of the file. */
static void
test_artifacts (void)
{
  static const struct
  {
    const char *name;
    const char *type;
    const char *device;
  } artifacts[] = {
    { "alpine:3.10", "container_image", "alpine:3.10" },
    { "ghcr.io/a/b@sha256:00", "container_image", "ghcr.io/a/b" },
    { "/", "rootfs", "host-7" },
    { ".", "filesystem", "host-7" },
    { "src/app", "filesystem", "src/app" },
    { "ami:ami-0123", "vm", "ami:ami-0123" },
    { "disk.vmdk", "vm", "disk.vmdk" },
    { "https://example.org/a.git", "repository", "https://example.org/a.git" },
    { "bom.json", "cyclonedx", "bom.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (artifacts); i++)
    {
      g_autofree char *json =
          g_strdup_printf ("{'SchemaVersion':2,'ArtifactName':'%s','ArtifactType':'%s','CreatedAt':"
                           "'2025-01-01T00:00:00Z'}",
                           artifacts[i].name, artifacts[i].type);
      g_autofree char *expected =
          g_strdup_printf ("device %s|-|-|2025-01-01T00:00:00Z\n", artifacts[i].device);

      importer_assert ("host-7.json", json, expected);
    }
}

/* The whole report of a cluster, its summary, and that of the first versions, which lists a
 * resource twice. A resource is a device; one that could not be scanned is none, and what its
 * containers run on is told when it is past its end of support. */
static void
test_cluster (void)
{
#define WEB                                                                                   \
  "'Namespace':'shop','Kind':'Deployment','Name':'web','Metadata':[{'OS':{'Family':'debian'," \
  "'Name':'12'}},{'OS':{'Family':'alpine','Name':'3.9','EOSL':true}}],'Results':["
#define WEAK                                                                                    \
  "{'Target':'web:1 (debian 12)','Class':'os-pkgs','Type':'debian','Packages':[{'Name':'bash'," \
  "'Version':'5.1'}],'Vulnerabilities':[{'VulnerabilityID':'CVE-1','PkgName':'bash',"           \
  "'InstalledVersion':'5.1','FixedVersion':'5.2','Severity':'HIGH'}]}"
#define WRONG                                                                             \
  "{'Target':'Deployment/web','Class':'config','Type':'kubernetes','Misconfigurations':[" \
  "{'ID':'KSV001','Title':'Can elevate','Severity':'MEDIUM','Status':'FAIL'}]}"
#define NODE "{'Kind':'Node','Name':'node-1','Error':'no image','Results':[]}"
#define FAILED "device prod/Node/node-1|-|-|2026-01-02T00:00:00Z\n"
#define TOLD(name)                                                 \
  "device " name "|Alpine|3.9|2026-01-02T00:00:00Z\n"              \
  "part os/alpine\n"                                               \
  "installed va-_-alpine-_-alpine_os 3.9\n"                        \
  "finding va-_-alpine-_-alpine_os EOS-alpine-3.9 3.9>- - - EOS\n" \
  "part os-pkgs/debian\n"                                          \
  "installed va-_-debian-_-bash 5.1\n"                             \
  "finding va-_-debian-_-bash CVE-1 5.1>5.2 High -\n"              \
  "part config/kubernetes\n"                                       \
  "installed sca-_-ksv001 -\n"                                     \
  "finding sca-_-ksv001 KSV001 ->- Medium -\n"

  importer_assert ("a.json",
                   "{'ClusterName':'prod','Resources':[{" WEB WEAK "," WRONG "]}," NODE "]}",
                   TOLD ("prod/shop/Deployment/web") FAILED);
  importer_assert ("a.json",
                   "{'SchemaVersion':0,'ClusterName':'prod','Findings':[" NODE ",{" WEB WEAK
                   "," WRONG "]}]}",
                   FAILED TOLD ("prod/shop/Deployment/web"));
  importer_assert ("a.json",
                   "{'ClusterName':'','Vulnerabilities':[{" WEB WEAK "]}],'Misconfigurations':[{"
                   "'Namespace':'shop','Kind':'Deployment','Name':'web','Results':[" WRONG "]}]}",
                   TOLD ("shop/Deployment/web"));
  importer_assert ("a.json", "{'ClusterName':'prod'}", "");
#undef WEB
#undef WEAK
#undef WRONG
#undef NODE
#undef FAILED
#undef TOLD
}

/* Several reports in one file; one from the future; one that names only the place it scanned. */
static void
test_several_documents (void)
{
  importer_assert ("web-01.json",
                   "{'SchemaVersion':2,'ArtifactName':'a','CreatedAt':'2099-01-01T00:00:00Z'}\n"
                   "{'SchemaVersion':2,'ArtifactName':'/','ArtifactType':'rootfs',"
                   "'CreatedAt':'2025-01-01T00:00:00Z','Results':[]}\n",
                   "device a|-|-|2026-01-02T00:00:00Z\n"
                   "device web-01|-|-|2025-01-01T00:00:00Z\n");
}

static void
test_bad_reports (void)
{
  static const struct
  {
    const char *json;
    int code;
    const char *words;
  } reports[] = {
    { "rubbish", SANERA_ERROR_UNSUPPORTED, "b.json: byte 0: not a report in a known format" },
    { "<xml/>", SANERA_ERROR_UNSUPPORTED, "not a report in a known format" },
    { "{'rows':[],'source':{}}", SANERA_ERROR_UNSUPPORTED, "not a report in a known format" },
    { "{'SchemaVersion':3}", SANERA_ERROR_UNSUPPORTED, "SchemaVersion, byte 18: only version 2" },
    { "{'SchemaVersion':0}", SANERA_ERROR_UNSUPPORTED, "without SchemaVersion and ArtifactName" },
    { "{'ClusterName':'c','Findings':[{'Kind':'Pod'}]}", SANERA_ERROR_PROTOCOL,
      "b.json: Findings[0], byte 45: a resource without Name" },
    { "{'SchemaVersion':'2'}", SANERA_ERROR_PROTOCOL, "a number expected, not a text" },
    { "{'ArtifactName':'x','Results':[{'Target':'t'},{'Vulnerabilities':[{'VulnerabilityID':7}]}]}",
      SANERA_ERROR_PROTOCOL,
      "b.json: Results[1].Vulnerabilities[0].VulnerabilityID, byte 85: a text expected, not a "
      "number" },
    { "{'ArtifactName':'x','Results':[{'Vulnerabilities':[{'PkgName':'x'}]}]}",
      SANERA_ERROR_PROTOCOL, "Results[0].Vulnerabilities[0]" },
    { "{'ArtifactName':'x','Results':[{'Vulnerabilities':[{'VulnerabilityID':'a','PkgName':'b',"
      "'CVSS':{'nvd':{'V3Score':11}}}]}]}",
      SANERA_ERROR_PROTOCOL, "CVSS.nvd.V3Score" },
    { "{'ArtifactName':'x','Results':[", SANERA_ERROR_PROTOCOL, "not the end of the document" },
    { "{'ArtifactName':'x','Results':[{'Target':'t", SANERA_ERROR_PROTOCOL, "middle of a text" },
    { "{'ArtifactName':'x'}trailing", SANERA_ERROR_PROTOCOL, "an object expected" },
    { "{'ArtifactName':'\\ud800x\\udc00\\u0000'}", -1,
      "device \xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "{'ArtifactName':'\xff'}", SANERA_ERROR_PROTOCOL, "not UTF-8" },
    { "{'ArtifactName':'x','Skip':[{]}}", SANERA_ERROR_PROTOCOL, "brackets" },
  };
  int code;

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *out = importer_read ("b.json", reports[i].json, -1, &code);

      g_test_message ("%s", out);
      g_assert_cmpint (code, ==, reports[i].code);
      g_assert_nonnull (strstr (out, reports[i].words));
    }
}

static void
test_deep_and_empty (void)
{
  g_autoptr (GString) deep = g_string_new ("{'ArtifactName':'x','Deep':");
  int code;
  g_autofree char *empty = importer_read ("e.json", "", -1, &code);
  g_autofree char *out = NULL;

  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_cmpstr (empty, ==, "e.json: byte 0: the file is empty");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  out = importer_read ("d.json", deep->str, -1, &code);
  g_assert_cmpint (code, ==, SANERA_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (out, "nested deeper than 64 levels"));
}

/* 64 levels are read, one more is not. */
static void
test_depth_limit (void)
{
  for (guint n = 63; n <= 64; n++)
    {
      g_autofree char *open = g_strnfill (n, '[');
      g_autofree char *close = g_strnfill (n, ']');
      g_autofree char *json = g_strdup_printf ("{'ArtifactName':'x','Deep':%s%s}", open, close);
      g_autofree char *out = NULL;
      int code;

      out = importer_read ("d.json", json, -1, &code);
      g_assert_cmpint (code, ==, n == 63 ? -1 : (int)SANERA_ERROR_PROTOCOL);
    }
}

/* A file that only pretends to be large is refused by its size, unread. */
static void
test_too_large (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("sanera-large-XXXXXX", &path, NULL);
  SaneraReport report = { .path = path, .name = "large.json" };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ftruncate (fd, 300 << 20), ==, 0);
  g_assert_null (sanera_importer_detect (&report, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "large.json"));
  close (fd);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/trivy/image", test_image);
  g_test_add_func ("/importer/trivy/any-order-of-members", test_any_order_of_members);
  g_test_add_func ("/importer/trivy/checks-and-secrets", test_checks_and_secrets);
  g_test_add_func ("/importer/trivy/legacy", test_legacy);
  g_test_add_func ("/importer/trivy/statuses", test_statuses);
  g_test_add_func ("/importer/trivy/artifacts", test_artifacts);
  g_test_add_func ("/importer/trivy/cluster", test_cluster);
  g_test_add_func ("/importer/trivy/several-documents", test_several_documents);
  g_test_add_func ("/importer/trivy/bad-reports", test_bad_reports);
  g_test_add_func ("/importer/trivy/deep-and-empty", test_deep_and_empty);
  g_test_add_func ("/importer/trivy/depth-limit", test_depth_limit);
  g_test_add_func ("/importer/trivy/too-large", test_too_large);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_trivy, data, size);
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
  "{\"ClusterName\":\"c\",\"Findings\":[{\"Namespace\":\"n\",\"Kind\":\"Pod\",\"Name\":\"p\","
  "\"Metadata\":[{\"OS\":{\"Family\":\"debian\",\"Name\":\"9\",\"EOSL\":true}}],\"Results\":[{"
  "\"Class\":\"os-pkgs\",\"Type\":\"debian\",\"Packages\":[{\"Name\":\"a\",\"Version\":\"1\"}],"
  "\"Vulnerabilities\":[{\"VulnerabilityID\":\"C\",\"PkgName\":\"a\",\"Status\":\"fixed\"}]}]},"
  "{\"Kind\":\"Node\",\"Name\":\"q\",\"Error\":\"no\"}],\"Misconfigurations\":[{\"Kind\":\"Pod\","
  "\"Name\":\"p\",\"Results\":[{\"Class\":\"config\",\"Misconfigurations\":[{\"ID\":\"K\"}]}]}]}",
  NULL,
};

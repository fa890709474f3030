/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_cyclonedx, data, size);
}

const char *const fuzz_seeds[] = {
  "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"metadata\":{\"timestamp\":\"2024-01-"
  "04T15:25:30+00:00\",\"component\":{\"bom-ref\":\"me\",\"type\":\"container\",\"name\":\"ubuntu:"
  "latest@sha256:00\"}},\"components\":[{\"bom-ref\":\"os\",\"type\":\"operating-system\",\"name\":"
  "\"ubuntu\",\"version\":\"22.04\",\"components\":[{\"bom-ref\":\"libc\",\"type\":\"library\","
  "\"name\":\"libc6\",\"version\":\"2.35-1\",\"purl\":\"pkg:deb/ubuntu/"
  "libc6@2.35-1?distro=ubuntu-22.04\"}]},{\"bom-ref\":\"b\",\"type\":\"library\",\"name\":\"bash\","
  "\"version\":\"5.1\",\"purl\":\"pkg:deb/ubuntu/"
  "bash@5.1\"},{\"bom-ref\":\"t\",\"type\":\"application\",\"group\":\"acme\",\"name\":\"tool\","
  "\"version\":\"7\"}],\"vulnerabilities\":[{\"id\":\"CVE-2024-0001\",\"source\":{\"name\":"
  "\"ubuntu\"},\"ratings\":[{\"source\":{\"name\":\"nvd\"},\"score\":9.3,\"severity\":\"info\","
  "\"method\":\"CVSSv2\",\"vector\":\"AV:N/AC:M/Au:N/C:C/I:C/"
  "A:C\"},{\"source\":{\"name\":\"redhat\"},\"score\":8.6,\"severity\":\"high\",\"method\":"
  "\"CVSSv31\",\"vector\":\"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/"
  "A:H\"},{\"source\":{\"name\":\"nvd\"},\"score\":7.5,\"severity\":\"high\",\"method\":"
  "\"CVSSv31\",\"vector\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/"
  "A:N\"},{\"source\":{\"name\":\"ubuntu\"},\"severity\":\"low\"}],\"recommendation\":\"Upgrade "
  "libc6 to version 2.35-2; Upgrade bash to version "
  "5.2\",\"references\":[{\"id\":\"GHSA-1\",\"source\":{\"name\":\"github\"}}],\"affects\":[{"
  "\"ref\":\"libc\"},{\"ref\":\"urn:cdx:3e67/"
  "1#b\"}]},{\"id\":\"CVE-2024-0002\",\"ratings\":[{\"method\":\"CVSSv4\",\"vector\":\"CVSS:4.0/"
  "AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/"
  "SA:N\"}],\"affects\":[{\"ref\":\"t\",\"versions\":[{\"version\":\"7\",\"status\":\"affected\"},{"
  "\"version\":\"8\",\"status\":\"unaffected\"}]}]},{\"id\":\"CVE-2024-0003\",\"ratings\":[{"
  "\"severity\":\"medium\",\"method\":\"OWASP\",\"score\":3}],\"analysis\":{\"state\":\"not_"
  "affected\",\"justification\":\"code_not_reachable\"},\"affects\":[{\"ref\":\"pkg:npm/%40a/"
  "b@1.0\"}]},{\"id\":\"CVE-2024-0004\",\"analysis\":{\"state\":\"resolved\"},\"affects\":[{"
  "\"ref\":\"t\"}]}]}",
  NULL,
};

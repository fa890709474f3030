/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_grype, data, size);
}

const char *const fuzz_seeds[] = {
  "{\"matches\":[{\"vulnerability\":{\"id\":\"GHSA-1\",\"dataSource\":\"https://"
  "x\",\"severity\":\"High\",\"cvss\":[{\"source\":\"nvd@nist.gov\",\"version\":\"3.1\",\"vector\":"
  "\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/"
  "A:H\",\"metrics\":{\"baseScore\":9.8}}],\"knownExploited\":[{\"cve\":\"CVE-1\"}],\"fix\":{"
  "\"versions\":[\"1.2\",\"2.0\"],\"state\":\"fixed\"}},\"relatedVulnerabilities\":[{\"id\":\"CVE-"
  "1\",\"description\":\"d\"}],\"artifact\":{\"name\":\"a\",\"version\":\"1.0\",\"type\":\"deb\","
  "\"purl\":\"pkg:deb/debian/"
  "a%2Bb@1.0?arch=amd64&distro=debian-12\"}}],\"source\":{\"type\":\"image\",\"target\":{"
  "\"userInput\":\"a:1@sha256:00\"}},\"distro\":{\"name\":\"debian\",\"version\":\"12\"},"
  "\"descriptor\":{\"name\":\"grype\",\"timestamp\":\"2025-01-01T00:00:00Z\"}}",
  "{\"matches\":[{\"vulnerability\":{\"id\":\"CVE-2\",\"severity\":\"Negligible\","
  "\"fixedInVersion\":\"1:2.0~a\",\"cvssV2\":{\"baseScore\":4.3,\"vector\":\"AV:N/AC:M/Au:N/C:P/"
  "I:P/"
  "A:N\"}},\"artifact\":{\"name\":\"b\",\"version\":\"1\",\"type\":\"rpm\"}}],\"source\":{\"type\":"
  "\"directory\",\"target\":\"/\"},\"distro\":{\"name\":\"rhel\"}}",
  NULL,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_osv, data, size);
}

const char *const fuzz_seeds[] = {
  "{\"results\":[{\"source\":{\"path\":\"/a/"
  "poetry.lock\",\"type\":\"lockfile\"},\"packages\":[{\"package\":{\"name\":\"A_b\",\"version\":"
  "\"1.0\",\"ecosystem\":\"PyPI\"},\"vulnerabilities\":[{\"id\":\"GHSA-1\",\"aliases\":[\"CVE-1\"],"
  "\"summary\":\"s\",\"details\":\"d\",\"published\":\"2024-01-01T00:00:00Z\",\"modified\":\"2024-"
  "01-02T00:00:00Z\",\"affected\":[{\"package\":{\"name\":\"a_b\",\"ecosystem\":\"PyPI\"},"
  "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.2\"}]},{"
  "\"type\":\"GIT\",\"events\":[{\"fixed\":\"abc\"}]}]}],\"severity\":[{\"type\":\"CVSS_V4\","
  "\"score\":\"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:N/SC:L/SI:L/"
  "SA:N\"}],\"database_specific\":{\"severity\":\"MODERATE\"}},{\"id\":\"PYSEC-1\"}],\"groups\":[{"
  "\"ids\":[\"GHSA-1\",\"PYSEC-1\"],\"aliases\":[\"CVE-1\",\"GHSA-1\"],\"max_severity\":\"5.1\"}]}]"
  "}],\"experimental_config\":{}}",
  NULL,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_kev, data, size);
}

const char *const fuzz_seeds[] = {
  "{\"title\":\"CISA\",\"catalogVersion\":\"2025.01.02\",\"dateReleased\":\"2025-01-02T10:00:00."
  "1Z\","
  "\"count\":2,\"vulnerabilities\":[{\"cveID\":\"CVE-2021-27104\",\"dateAdded\":\"2021-11-03\","
  "\"knownRansomwareCampaignUse\":\"Known\"},{\"cveID\":\"CVE-2021-1\",\"dateAdded\":"
  "\"2024-02-29\",\"cwes\":[\"CWE-1\"]}]}",
  NULL,
};

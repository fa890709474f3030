/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_defender, data, size);
}

const char *const fuzz_seeds[] = {
  "{\"@odata.context\":\"$metadata#Collection(AssetVulnerability)\",\"value\":[{\"deviceId\":"
  "\"m1\","
  "\"rbacGroupName\":\"g\",\"deviceName\":\"dc1\",\"osPlatform\":\"Windows10\",\"osVersion\":"
  "\"10\","
  "\"softwareVendor\":\"google\",\"softwareName\":\"chrome\",\"softwareVersion\":\"81\",\"cveId\":"
  "\"CVE-2020-15992\",\"vulnerabilitySeverityLevel\":\"High\",\"cvssScore\":8.8,"
  "\"recommendedSecurityUpdateId\":\"4598230\",\"lastSeenTimestamp\":\"2025-12-30 14:17:26\","
  "\"exploitabilityLevel\":\"ExploitIsInKit\",\"securityUpdateAvailable\":true},{\"machineId\":"
  "\"m2\",\"productVendor\":\"a\",\"productName\":\"b_c\",\"cveId\":\"CVE-1\",\"cvssScore\":"
  "\"6.2\"}],\"@odata.nextLink\":\"\"}"
  "{\"value\":[{\"id\":\"m1\",\"computerDnsName\":\"dc1\",\"lastSeen\":\"2025-12-31T04:00:00Z\","
  "\"machineTags\":[\"a\",\"b\"]},{\"vendor\":\"google\",\"productName\":\"chrome\","
  "\"recommendedVersion\":\"129\",\"recommendationCategory\":\"OS\",\"remediationType\":\"Update\"}"
  ","
  "{\"vendorId\":\"google\",\"nameId\":\"chrome\",\"recommendedVersion\":\"131\"}]}",
  "{\"DeviceId\":\"m1\",\"CveId\":\"C\",\"SoftwareName\":\"a\",\"CvssScore\":1}\n"
  "{\"DeviceId\":\"m2\",\"CveId\":\"D\",\"SoftwareName\":\"a\"}",
  "[{\"machineId\":\"m\",\"cveId\":\"C\",\"productName\":\"p\"}]",
  NULL,
};

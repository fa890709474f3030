/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_nessus, data, size);
}

const char *const fuzz_seeds[] = {
  "<NessusClientData_v2><Report name='r'><ReportHost name='10.0.0.1'><HostProperties><tag "
  "name='host-fqdn'>web</tag><tag name='HOST_END'>Thu Jun  8 01:58:56 2023</tag><tag "
  "name='Credentialed_Scan'>true</tag></HostProperties><ReportItem port='0' severity='3' "
  "pluginID='1' pluginName='RHEL 8 : bash' pluginFamily='Red Hat Local Security "
  "Checks'><cve>CVE-2020-1</cve><cve>CVE-2020-2</cve><cvss3_vector>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/"
  "S:U/C:H/I:H/A:H</cvss3_vector><cpe>cpe:/a:x:y:1</cpe><plugin_output>Remote package installed : "
  "bash-4.4-1.el8\nShould be                : "
  "bash-4.4-2.el8</plugin_output><exploit_available>true</exploit_available></"
  "ReportItem><ReportItem severity='0' pluginID='19506'><plugin_output>Credentialed checks : "
  "yes</plugin_output></ReportItem></ReportHost></Report></NessusClientData_v2>",
  NULL,
};

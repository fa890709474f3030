/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_openvas, data, size);
}

const char *const fuzz_seeds[] = {
  "<report id='1' format_id='2'><report "
  "id='3'><gmp><version>22.4</version></gmp><filters><term>levels=hm</term></"
  "filters><scan_end>2025-01-01T00:00:00Z</scan_end><results><result "
  "id='4'><name>n</name><host>10.0.0.1<asset "
  "asset_id='a'/><hostname>web</hostname></host><port>443/tcp</port><nvt "
  "oid='1.3.6'><name>N</name><family>Debian Local Security Checks</family><cve>CVE-2020-1, "
  "CVE-2020-2</cve><tags>cvss_base_vector=AV:N/AC:L/Au:N/C:P/I:P/A:P|summary=s|solution=fix</"
  "tags><severities><severity "
  "type='cvss_base_v3'><value>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</value></severity></"
  "severities><solution type='VendorFix'>Update</solution><refs><ref type='cve' "
  "id='CVE-2020-3'/></refs></nvt><threat>High</threat><severity>9.8</severity><qod><value>97</"
  "value><type>package</type></qod><description>Vulnerable package: libc6&#10;Installed version: "
  "libc6-2.1&#10;Fixed version: "
  "&gt;=libc6-2.2</description></result></results><host><ip>10.0.0.1</"
  "ip><end>2025-01-01T01:00:00Z</end><detail><name>Auth-SSH-Success</name><value>x</value></"
  "detail><detail><name>hostname</name><value>web</value></detail></host></report></report>",
  "<report><host_end><host>10.0.0.2</host>2014-01-01T00:00:00Z</"
  "host_end><results><result><host>10.0.0.2</host><nvt "
  "oid='1'><cve>NOCVE</cve></nvt><threat>Log</threat></result><result><host>10.0.0.2</host><nvt "
  "oid='2'/><severity>5.0</severity><detection><result><details><detail><name>product</"
  "name><value>cpe:/a:x:y:1</value></detail></details></result></detection></result></results></"
  "report>",
  NULL,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_tenable, data, size);
}

const char *const fuzz_seeds[] = {
  "Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin "
  "Output\n\"1\",\"CVE-2020-1\",\"7.5\",\"High\",\"10.0.0.1\",\"tcp\",\"22\",\"Debian DSA-1 : a "
  "\"\"b\"\"\",\"s\",\"d\",\"Update\nnow\",\"\",\"Remote package installed : libc6_2.1-1\nShould "
  "be : libc6_2.1-2\"\n\n\"2\",,,None,10.0.0.1,,,,,,,,\n",
  "Plugin;Plugin Name;Family;Severity;IP Address;DNS Name;NetBIOS Name;Plugin Text;CVE;CPE;CVSS V3 "
  "Vector;Last Observed\n3;n;Web;Critical;10.0.0.2;x.y;D\\X;Installed version : "
  "1;CVE-1,CVE-2;cpe:/a:b:c;AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H;1700000000\n",
  NULL,
};

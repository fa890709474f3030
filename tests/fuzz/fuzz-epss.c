/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-report.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return fuzz_report (&sanera_importer_epss, data, size);
}

const char *const fuzz_seeds[] = {
  "#model_version:v2025.03.14,score_date:2025-03-15T00:00:00+0000\ncve,epss,percentile\n"
  "CVE-1999-0001,0.01297,0.78493\nCVE-2021-44228,0.94358,0.99958\n",
  "cve,epss\r\nCVE-1,1e-5\r\n\"CVE-2\",\"0.5\"\r\n",
  NULL,
};

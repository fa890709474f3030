/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"

static void
test_kev (void)
{
  importer_assert (
      "kev.json",
      "{'title':'CISA Catalog','catalogVersion':'2025.01.02','dateReleased':"
      "'2025-01-02T10:00:00.1234Z','count':2,'vulnerabilities':[{'cveID':'CVE-2021-27104',"
      "'vendorProject':'Accellion','product':'FTA','vulnerabilityName':'x','dateAdded':"
      "'2021-11-03','shortDescription':'y','requiredAction':'Apply updates.','dueDate':"
      "'2021-11-17','knownRansomwareCampaignUse':'Known','notes':'','cwes':['CWE-78']},"
      "{'cveID':'CVE-2024-3094','dateAdded':'2024-04-01'}]}",
      "catalogue 0 2025-01-02T10:00:00.123400Z\n"
      "fact CVE-2021-27104 2021-11-03T00:00:00Z -\n"
      "fact CVE-2024-3094 2024-04-01T00:00:00Z -\n");
  /* Members in the order of the alphabet; nothing in it; from the future. */
  importer_assert ("kev.json",
                   "{'catalogVersion':'1','count':0,'dateReleased':'2099-01-01T00:00:00Z',"
                   "'vulnerabilities':[]}",
                   "catalogue 0 2026-01-02T00:00:00Z\n");
}

static void
test_epss (void)
{
  importer_assert ("epss.csv",
                   "#model_version:v2025.03.14,score_date:2025-03-15T00:00:00+0000\n"
                   "cve,epss,percentile\n"
                   "CVE-1999-0001,0.01297,0.78493\n"
                   "CVE-2021-44228,0.94358,0.99958\n",
                   "catalogue 1 2025-03-15T00:00:00Z\n"
                   "fact CVE-1999-0001 - 0.01297\n"
                   "fact CVE-2021-44228 - 0.94358\n");
  /* Two lines of comment with the lines of another system; none at all. */
  importer_assert ("epss.csv",
                   "\xEF\xBB\xBF#model_version:v2023.03.01\r\n#score_date:2023-03-07\r\n"
                   "cve,epss,percentile\r\nCVE-1,1,0.9\r\n\r\n",
                   "catalogue 1 2026-01-02T00:00:00Z\n"
                   "fact CVE-1 - 1.00000\n");
  importer_assert ("epss.csv", "cve,epss\nCVE-2,0\n",
                   "catalogue 1 2026-01-02T00:00:00Z\nfact CVE-2 - 0.00000\n");
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } reports[] = {
    { "{'catalogVersion':'1','dateReleased':'x','vulnerabilities':[{'cveID':'CVE-1'}]}",
      "b: vulnerabilities[0], byte 77: an entry without cveID and dateAdded" },
    { "cve,epss\nCVE-1,1.5\n", "b: line 2: no weakness with a probability of 0 to 1" },
    { "cve,epss\nCVE-1,nan\n", "b: line 2: no weakness" },
    { "#a\ncve,epss\n,0.5\n", "b: line 3: no weakness" },
    { "cve,epssx\nCVE-1,0.5\n", "b: line 1: no columns cve and epss" },
    { "#cve,epss", "not a report in a known format" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      int code;
      g_autofree char *out = importer_read ("b", reports[i].text, -1, &code);

      g_test_message ("%s", out);
      g_assert_cmpint (code, !=, -1);
      g_assert_nonnull (strstr (out, reports[i].words));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/catalogues/kev", test_kev);
  g_test_add_func ("/importer/catalogues/epss", test_epss);
  g_test_add_func ("/importer/catalogues/bad", test_bad);
  return g_test_run ();
}

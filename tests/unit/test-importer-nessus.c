/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "importer-support.h"
#include "sanera-nessus-plugin.h"

/* Nessus' own table: a row for each weakness, rows of two hosts mixed, line breaks in cells, a
 * blank row, nothing that says which plugins are local. Apostrophes become quotation marks. */
static void
test_nessus_table (void)
{
  importer_assert (
      "a.csv",
      "\xEF\xBB\xBFPlugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,"
      "Description,Solution,See Also,Plugin Output,CVSS v3.0 Base Score\r\n"
      "'1001','CVE-2023-0001','7.2','High','web-01','tcp','0','Debian DSA-1 : bash - update','s',"
      "'d','Upgrade\nnow.','','\nRemote package installed : bash_5.2-1\nShould be                : "
      "bash_5.2-2\n\nRemote package installed : bash-doc_5.2-1\nShould be                : "
      "bash-doc_5.2-2\n','7.8'\r\n"
      "'1002','CVE-2023-2','5.0','Medium','10.0.0.2','tcp','443','nginx < 1.25.3','s','d','Upgrade'"
      ",'','\n  Installed version : 1.25.1\n  Fixed version     : 1.25.3\n',''\r\n"
      "'1001','CVE-2023-0003','7.2','High','web-01','tcp','0','Debian DSA-1 : bash - update','s',"
      "'d','Upgrade','','\nRemote package installed : bash_5.2-1\nShould be                : "
      "bash_5.2-2\n','7.8'\r\n"
      ",,,,,,,,,,,,,\r\n"
      "'10180','','','None','10.0.0.2','tcp','0','Ping','s','d','n/a','','The host is up',''\r\n"
      "'19506','','','None','10.0.0.2','tcp','0','Nessus Scan Information','s','d','n/a','',"
      "'Credentialed checks : no',''\r\n"
      "'19506','','','None','db-01','tcp','0','Nessus Scan Information','s','d','n/a','',"
      "'Credentialed checks : yes, as root',''\r\n"
      "'1003','','','Low','10.0.0.2','tcp','22','Weak \"\"keys\"\"','s','d','n/a','','',''\r\n",
      "device web-01|-|-|2026-01-02T00:00:00Z\n"
      "part network\n"
      "part local\n"
      "finding va-_-debian-_-bash CVE-2023-0001 5.2-1>5.2-2 High 7.8\n"
      "finding va-_-debian-_-bash-doc CVE-2023-0001 5.2-1>5.2-2 High 7.8\n"
      "finding va-_-debian-_-bash CVE-2023-0003 5.2-1>5.2-2 High 7.8\n"
      "device 10.0.0.2|-|-|2026-01-02T00:00:00Z\n"
      "part network\n"
      "finding va-_-tenable-_-1002 CVE-2023-2 1.25.1>1.25.3 Medium -\n"
      "finding va-_-tenable-_-1003 NESSUS-1003 ->- Low -\n"
      "device db-01|-|-|2026-01-02T00:00:00Z\n"
      "part network\n"
      "part local\n");
}

/* Tenable.io: names and times, a column without a name, one that was fixed. */
static void
test_io_table (void)
{
  importer_assert (
      "a.csv",
      "Plugin ID,CVE,CVSS,Risk,Host,Name,Plugin Output,,Vulnerability State,FQDN,OS,Plugin Family,"
      "CVSS Vector,CVSS3 Vector,Host End,Plugin Type,Exploit Available\n"
      "7,CVE-2023-1,6.8,High,10.0.0.9,Amazon Linux 2 : kernel (ALAS-1),'\nRemote package installed "
      ": kernel-tools-4.14.314-237.533.amzn2\nShould be                : "
      "kernel-tools-4.14.314-238.539.amzn2\n',,Active,web.example.com,Linux,"
      "Amazon Linux Local Security Checks,AV:L/AC:L/Au:S/C:C/I:C/A:C,"
      "AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H,2023-06-08T01:58:56.166Z,local,TRUE\n"
      "8,CVE-2023-2,6.8,High,10.0.0.9,Old,,,Fixed,web.example.com,Linux,Misc,,,,remote,FALSE\n",
      "device web.example.com|-|Linux|2023-06-08T01:58:56.166000Z\n"
      "part network\n"
      "part local\n"
      "finding va-_-amazon-_-kernel-tools CVE-2023-1 "
      "4.14.314-237.533.amzn2>4.14.314-238.539.amzn2 High 7.8\n");
}

/* Security Center, with semicolons: several weaknesses in a cell, products named. */
static void
test_sc_table (void)
{
  importer_assert (
      "a.csv",
      "Plugin;Plugin Name;Family;Severity;IP Address;DNS Name;NetBIOS Name;Plugin Output;CVE;CPE;"
      "CVSS V3 Vector;Last Observed;Exploit?\n"
      "12;Apache 2.4.x < 2.4.58;Web Servers;Critical;10.1.1.1;;CORP\\WEB7;'Installed version : "
      "2.4.50\nFixed version : 2.4.58';'CVE-2023-1,CVE-2023-2';cpe:/a:apache:http_server;"
      "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H;Jun 8, 2023 01:58:56 UTC;Yes\n"
      "13;Windows Unsupported Version;Windows;High;10.1.1.1;;CORP\\WEB7;x;;"
      "cpe:/o:microsoft:windows;;;No\n",
      "device WEB7|-|-|2023-06-08T01:58:56Z\n"
      "part network\n"
      "finding va-_-apache-_-http_server CVE-2023-1 2.4.50>2.4.58 Critical "
      "9.8\n"
      "finding va-_-apache-_-http_server CVE-2023-2 2.4.50>2.4.58 Critical "
      "9.8\n"
      "finding va-_-tenable-_-13 NESSUS-13 ->- High - EOS\n");
}

static void
test_file (void)
{
  importer_assert (
      "a.nessus",
      "<?xml version='1.0' ?>\n<NessusClientData_v2><Policy><policyName>x</policyName></Policy>"
      "<Report name='r'><ReportHost name='10.0.0.1'><HostProperties>"
      "<tag name='HOST_END'>Thu Jun  8 01:58:56 2023</tag>"
      "<tag name='host-fqdn'>web.example.com</tag><tag name='operating-system'>Linux</tag>"
      "<tag name='Credentialed_Scan'>true</tag></HostProperties>"
      "<ReportItem port='0' severity='4' pluginID='5' pluginName='RHEL 8 : bash (RHSA-1)' "
      "pluginFamily='Red Hat Local Security Checks'><cve>CVE-2023-1</cve><cve>CVE-2023-2</cve>"
      "<cvss3_vector>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</cvss3_vector>"
      "<plugin_output>\nRemote package installed : bash-4.4-1.el8\nShould be                : "
      "bash-4.4-2.el8\n</plugin_output></ReportItem>"
      "<ReportItem severity='2' pluginID='6' pluginName='Apache'><cpe>cpe:/a:apache:tomcat</cpe>"
      "<cvss_vector>CVSS2#AV:N/AC:L/Au:N/C:P/I:N/A:N</cvss_vector></ReportItem>"
      "<ReportItem severity='3' pluginID='7' pluginFamily='Policy Compliance'/>"
      "<ReportItem severity='0' pluginID='8'/></ReportHost>"
      "<ReportHost name='clean-01'><HostProperties><tag name='Credentialed_Scan'>false</tag>"
      "</HostProperties></ReportHost></Report></NessusClientData_v2>",
      "device web.example.com|-|Linux|2023-06-08T01:58:56Z\n"
      "part local\n"
      "finding va-_-redhat-_-bash CVE-2023-1 4.4-1.el8>4.4-2.el8 Critical 9.8\n"
      "finding va-_-redhat-_-bash CVE-2023-2 4.4-1.el8>4.4-2.el8 Critical 9.8\n"
      "part network\n"
      "finding va-_-apache-_-tomcat NESSUS-6 ->- Medium -\n"
      "device clean-01|-|-|2026-01-02T00:00:00Z\n"
      "part network\n");
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *words;
  } reports[] = {
    { "a,b,c\n1,2,3\n", SANERA_ERROR_UNSUPPORTED, "not a report in a known format" },
    { "Plugin ID,Name,Severity\n1,2,3\n", SANERA_ERROR_PROTOCOL, "b: line 1: no columns" },
    { "Plugin ID,Risk,Host\n1,High,a\n,High,a\n", SANERA_ERROR_PROTOCOL,
      "b: line 3: a row without plugin and host" },
    { "Plugin ID,Risk,Host\n1,High,'a\n", SANERA_ERROR_PROTOCOL,
      "b: line 2: the file ends in the middle of a cell" },
    { "Plugin ID,Risk,Host\n1,High,\xff\n", SANERA_ERROR_PROTOCOL,
      "b: line 2: a cell that is not" },
    { "<NessusClientData_v2><Report><ReportHost/></Report></NessusClientData_v2>",
      SANERA_ERROR_PROTOCOL, "a host without name" },
    { "<NessusClientData_v2><Report><ReportHost name='a'><ReportItem/></ReportHost></Report>"
      "</NessusClientData_v2>",
      SANERA_ERROR_PROTOCOL, "an item without pluginID" },
  };
  g_autofree char *fill = g_strnfill (2 << 20, 'x');
  g_autofree char *text = g_strconcat ("Plugin ID,Risk,Host\n1,High,'", fill, "'\n", NULL);
  g_autofree char *out = NULL;
  int code;

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *words = importer_read ("b", reports[i].text, -1, &code);

      g_test_message ("%s", words);
      g_assert_nonnull (strstr (words, reports[i].words));
      g_assert_cmpint (code, ==, reports[i].code);
    }
  out = importer_read ("b", text, -1, &code);
  g_assert_nonnull (strstr (out, "b: line 2: a cell longer than 1 MiB"));
}

static void
test_times (void)
{
  g_assert_cmpint (sanera_nessus_time ("Thu Jun  8 01:58:56 2023"), ==,
                   sanera_time_parse ("2023-06-08T01:58:56Z"));
  g_assert_cmpint (sanera_nessus_time ("1686189536"), ==,
                   sanera_time_parse ("2023-06-08T01:58:56Z"));
  g_assert_cmpint (sanera_nessus_time ("Jun 8, 2023 01:58:56 UTC"), ==,
                   sanera_time_parse ("2023-06-08T01:58:56Z"));
  g_assert_cmpint (sanera_nessus_time ("Thu Foo  8 01:58:56 2023"), ==, sanera_nessus_time (NULL));
  g_assert_cmpint (sanera_nessus_time ("yesterday"), ==, sanera_nessus_time (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/nessus/nessus-table", test_nessus_table);
  g_test_add_func ("/importer/nessus/io-table", test_io_table);
  g_test_add_func ("/importer/nessus/sc-table", test_sc_table);
  g_test_add_func ("/importer/nessus/file", test_file);
  g_test_add_func ("/importer/nessus/bad", test_bad);
  g_test_add_func ("/importer/nessus/times", test_times);
  return g_test_run ();
}

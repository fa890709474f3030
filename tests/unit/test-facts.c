/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What catalogues and documents say of weaknesses, beside what scanners find. */

#include <glib/gstdio.h>
#include <string.h>

#include "import-support.h"
#include "store-claims.h"
#include "store-derive.h"

#define FACTS                                                                                 \
  "SELECT id, public_exploit, exploit_verified, known_exploited_on / 86400000000, epss FROM " \
  "vulnerabilities ORDER BY id"
#define RECOMMENDATIONS                                                                           \
  "SELECT id, public_exploit, exploit_probability, round (exposure_sum, 4) FROM recommendations " \
  "ORDER BY id"
#define PROPOSALS                                                                             \
  "SELECT id, json_extract (proposed_exception, '$.count'), json_extract "                    \
  "(proposed_exception, '$.weaknesses'), json_extract (proposed_exception, '$.reason') FROM " \
  "recommendations WHERE proposed_exception IS NOT NULL ORDER BY id"

static SaneraImportResult
import_text (ImportFixture *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *copy = g_strdelimit (g_strdup (text), "'", '"');
  SaneraImportResult result;

  g_assert_true (g_file_set_contents (path, copy, -1, NULL));
  result = import_file (self, path, SANERA_IMPORT_REMEMBERED, NOW);
  g_unlink (path);
  return result;
}

static SaneraImportResult
import_kev (ImportFixture *self, int day, const char *cves)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) list = g_strsplit (cves, " ", -1);
  char buffer[SANERA_TIME_BUFFER];

  g_string_printf (text, "{'catalogVersion':'1','dateReleased':'%s','vulnerabilities':[",
                   sanera_time_format (DAY (day), buffer));
  for (char **cve = list; *cve != NULL; cve++)
    g_string_append_printf (text, "%s{'cveID':'%s','dateAdded':'2025-12-25'}",
                            cve == list ? "" : ",", *cve);
  g_string_append (text, "]}");
  return import_text (self, "kev.json", text->str);
}

/* An exploit that is known counts for what is there and for what comes; the list can take it back,
 * what a scanner says stays. 20447: 25 December 2025. */
static void
test_exploited (ImportFixture *self, gconstpointer data)
{
  SaneraImportResult result;
  g_autofree char *feed = NULL;

  import_report (self, "web", 1, "debian=libx:CVE-2025-1:2 liby:CVE-2025-2:2");
  import_assert_query (self, RECOMMENDATIONS,
                       "va-_-debian-_-libx|0|-|0.0356\nva-_-debian-_-liby|0|-|0.0356\n");
  result = import_kev (self, 3, "CVE-2025-1 CVE-2025-3 CVE-1999-9");
  g_assert_cmpint (result.counts.devices, ==, 0);
  g_assert_cmpint (result.counts.rows, ==, 3);
  g_assert_cmpint (result.counts.facts, ==, 1);
  g_assert_cmpint (result.derived.changed, ==, 2);
  import_assert_query (self, FACTS, "CVE-2025-1|1|1|20447|-\nCVE-2025-2|0|0|-|-\n");
  /* Twice the weight: e = 1.2 / 11.2, without it 0.4 / 10.4 and 0.8 / 10.8. */
  import_assert_query (self, RECOMMENDATIONS,
                       "va-_-debian-_-libx|1|-|0.0687\nva-_-debian-_-liby|0|-|0.0331\n");

  /* The same again, and an older one, change nothing. */
  feed = import_query (self, "SELECT change FROM feed");
  result = import_kev (self, 3, "CVE-2025-1 CVE-2025-3 CVE-1999-9");
  g_assert_cmpint (result.counts.facts, ==, 0);
  result = import_kev (self, 2, "CVE-2025-2");
  g_assert_cmpint (result.counts.facts, ==, 0);
  import_assert_query (self, "SELECT change FROM feed", feed);

  /* What is found tomorrow is known already. */
  import_report (self, "web", 4, "debian=libx:CVE-2025-1:2 liby:CVE-2025-2:2 libz:CVE-2025-3:2");
  import_assert_query (self, FACTS,
                       "CVE-2025-1|1|1|20447|-\nCVE-2025-2|0|0|-|-\nCVE-2025-3|1|1|20447|-\n");
  import_assert_query (self, "SELECT public_exploit FROM recommendations WHERE id LIKE '%libz'",
                       "1\n");

  result = import_kev (self, 5, "CVE-2025-3");
  g_assert_cmpint (result.counts.facts, ==, 1);
  import_assert_query (self, FACTS,
                       "CVE-2025-1|0|0|-|-\nCVE-2025-2|0|0|-|-\nCVE-2025-3|1|1|20447|-\n");
}

/* A scanner's own word outlives the list's. */
static void
test_scanner_knows (ImportFixture *self, gconstpointer data)
{
  import_kev (self, 3, "CVE-2025-1");
  import_text (
      self, "grype.json",
      "{'matches':[{'vulnerability':{'id':'CVE-2025-1','severity':'High','knownExploited':["
      "{'cve':'CVE-2025-1'}]},'artifact':{'name':'a','version':'1','purl':'pkg:npm/a@1'}}],"
      "'source':{'target':'/'},'descriptor':{'timestamp':'2026-01-02T00:00:00Z'}}");
  import_kev (self, 4, "CVE-1999-9");
  import_assert_query (self, FACTS, "CVE-2025-1|1|0|-|-\n");
}

static void
test_probability (ImportFixture *self, gconstpointer data)
{
  SaneraImportResult result;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  import_report (self, "web", 1, "debian=libx:CVE-2025-1:2 libx:CVE-2025-2:2 liby:CVE-2025-3:2");
  result = import_text (self, "epss.csv",
                        "#model_version:v1,score_date:2026-01-03T00:00:00+0000\n"
                        "cve,epss,percentile\nCVE-2025-1,0.25,0.9\nCVE-2025-2,0.75,0.9\n"
                        "CVE-2025-9,0.5,0.9\n");
  g_assert_cmpint (result.counts.rows, ==, 3);
  g_assert_cmpint (result.counts.facts, ==, 2);
  import_assert_query (self, FACTS,
                       "CVE-2025-1|0|0|-|0.25\nCVE-2025-2|0|0|-|0.75\nCVE-2025-3|0|0|-|-\n");
  import_assert_query (self, "SELECT id, exploit_probability FROM recommendations ORDER BY id",
                       "va-_-debian-_-libx|0.75\nva-_-debian-_-liby|-\n");

  /* Also where the highest stays: who shows the weaknesses has to be told. */
  before = import_query (self, "SELECT change FROM recommendations WHERE id LIKE '%libx'");
  import_text (self, "epss.csv",
               "#score_date:2026-01-04\ncve,epss\nCVE-2025-1,0.3\nCVE-2025-2,0.75\n");
  after = import_query (self, "SELECT change FROM recommendations WHERE id LIKE '%libx'");
  g_assert_cmpint (g_ascii_strtoll (after, NULL, 10), >, g_ascii_strtoll (before, NULL, 10));
  import_report (self, "app", 5, "debian=libx:CVE-2025-9:2 libx:CVE-2025-1:2");
  import_assert_query (self, FACTS,
                       "CVE-2025-1|0|0|-|0.3\nCVE-2025-2|0|0|-|0.75\nCVE-2025-3|0|0|-|-\n"
                       "CVE-2025-9|0|0|-|-\n");
}

static void
import_vex (ImportFixture *self, int day, const char *state, const char *reason)
{
  char buffer[SANERA_TIME_BUFFER];
  g_autofree char *text = g_strdup_printf (
      "{'bomFormat':'CycloneDX','specVersion':'1.6','metadata':{'timestamp':'%s'},"
      "'vulnerabilities':[{'id':'GHSA-1','references':[{'id':'CVE-2025-1'}],'analysis':{'state':"
      "'%s','justification':'%s'},'affects':[{'ref':'pkg:npm/a@1.0'}]}]}",
      sanera_time_format (DAY (day), buffer), state, reason);

  import_text (self, "a.vex.json", text);
}

/* Which weakness a document speaks of may be said by another name; which version, it says itself.
 */
static void
test_statement (ImportFixture *self, gconstpointer data)
{
  static const char open[] = "app|va-_-npm-_-a|CVE-2025-1\nweb|va-_-npm-_-a|CVE-2025-1\n"
                             "web|va-_-npm-_-a|CVE-2025-2\n";

  /* Before anything is found. */
  import_vex (self, 3, "not_affected", "code_not_reachable");
  import_assert_query (self, "SELECT count (*) FROM machines", "0\n");
  import_report (self, "web", 1, "npm=a:CVE-2025-1:2:GHSA-1 a:CVE-2025-2:2");
  import_report (self, "app", 1, "npm=a:CVE-2025-1:2");
  import_assert_query (self, PROPOSALS, "va-_-npm-_-a|1|[\"GHSA-1\"]|code_not_reachable\n");
  /* A proposal, nothing more. */
  import_assert_query (self, IMPORT_OPEN, open);
  import_assert_query (self,
                       "SELECT weaknesses, exposed_machines_count, status FROM "
                       "recommendations",
                       "2|2|Active\n");
  import_assert_query (self, "SELECT count (*) FROM exceptions", "0\n");

  /* The later statement counts, whichever comes first. */
  import_vex (self, 5, "exploitable", "");
  import_assert_query (self, PROPOSALS, "");
  import_vex (self, 6, "not_affected", "requires_configuration");
  import_assert_query (self, PROPOSALS, "va-_-npm-_-a|1|[\"GHSA-1\"]|requires_configuration\n");
  import_vex (self, 4, "not_affected", "code_not_present");
  import_assert_query (self, PROPOSALS, "va-_-npm-_-a|1|[\"GHSA-1\"]|requires_configuration\n");
  import_assert_query (self, IMPORT_OPEN, open);

  /* Fixed: there is nothing to except. */
  import_report (self, "web", 7, "npm=a:CVE-2025-2:2");
  import_report (self, "app", 7, "npm=b:CVE-2025-2:2");
  import_assert_query (self, PROPOSALS, "");
}

static void
import_bom (ImportFixture *self, const char *device, int day, const char *state)
{
  char buffer[SANERA_TIME_BUFFER];
  g_autofree char *text = g_strdup_printf (
      "{'bomFormat':'CycloneDX','specVersion':'1.5','metadata':{'timestamp':'%s','component':{"
      "'type':'device','name':'%s'}},'components':[{'type':'library','name':'a','version':'1.0',"
      "'bom-ref':'r','purl':'pkg:npm/a@1.0'}],'vulnerabilities':[{'id':'CVE-2025-1','analysis':{"
      "'state':'%s','justification':'protected_at_runtime','detail':'A filter is before it.'},"
      "'affects':[{'ref':'r'}]}]}",
      sanera_time_format (DAY (day), buffer), device, state);

  import_text (self, "a.cdx.json", text);
}

/* What a bill of materials says of one device is over with the next one. */
static void
test_claim_of_device (ImportFixture *self, gconstpointer data)
{
  import_bom (self, "web", 1, "not_affected");
  import_assert_query (self, PROPOSALS,
                       "va-_-npm-_-a|1|[\"CVE-2025-1\"]|protected_at_runtime: A filter is before "
                       "it.\n");
  import_assert_query (self, IMPORT_OPEN, "web|va-_-npm-_-a|CVE-2025-1\n");
  import_bom (self, "app", 1, "exploitable");
  import_bom (self, "web", 2, "in_triage");
  import_assert_query (self, PROPOSALS, "");
  import_bom (self, "web", 1, "not_affected");
  import_assert_query (self, PROPOSALS, "");
}

/* Dismissed: until something else is said. */
static void
test_dismiss (ImportFixture *self, gconstpointer data)
{
  g_autofree char *proposal = NULL, *fingerprint = NULL;
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  SaneraDerived derived;
  gint64 row;

  import_bom (self, "web", 1, "not_affected");
  g_assert_true (
      sanera_db_query_int (self->db, &row, NULL, "SELECT row_id FROM recommendations", ""));
  g_assert_true (sanera_claims_propose (self->db, row, &proposal, &fingerprint, NULL));
  g_assert_true (sanera_db_begin (self->db, NULL));
  g_assert_true (sanera_claims_dismiss (self->db, row, "va-_-npm-_-a", fingerprint, "a@example.org",
                                        NOW, NULL));
  sanera_dirty_add (dirty->recommendations, row);
  g_assert_true (sanera_derive (self->db, dirty, NOW, &derived, NULL));
  g_assert_true (sanera_db_commit (self->db, NULL));
  import_assert_query (self, PROPOSALS, "");
  import_assert_query (self, "SELECT person, event, entity_id FROM audit ORDER BY id DESC LIMIT 1",
                       "a@example.org|proposalDismissed|va-_-npm-_-a\n");

  import_bom (self, "web", 2, "not_affected");
  import_assert_query (self, PROPOSALS, "");
  import_vex (self, 3, "not_affected", "code_not_present");
  import_report (self, "app", 3, "npm=a:GHSA-1:2");
  import_assert_query (self,
                       "SELECT count (*) FROM recommendations WHERE proposed_exception IS NOT "
                       "NULL",
                       "1\n");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (ImportFixture *self, gconstpointer data);
  } tests[] = {
    { "/facts/exploited", test_exploited },
    { "/facts/scanner-knows", test_scanner_knows },
    { "/facts/probability", test_probability },
    { "/facts/statement", test_statement },
    { "/facts/claim-of-device", test_claim_of_device },
    { "/facts/dismiss", test_dismiss },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, ImportFixture, NULL, import_set_up, tests[i].func, import_tear_down);
  return g_test_run ();
}

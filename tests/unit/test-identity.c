/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "import-support.h"
#include "store-findings.h"
#include "store-identity.h"

/* Tells of a device as an importer does, with one open weakness in the part "all" of @source. */
static void
tell (ImportFixture *self,
      const char *source,
      int day,
      const SaneraReportDevice *what,
      const char *weakness)
{
  g_autoptr (SaneraFindingStore) store = sanera_finding_store_new (self->db);
  g_autofree char *content = g_uuid_string_random ();
  const SaneraImportScope scope = {
    .source = source, .import_id = "i", .content = content, .now = NOW
  };
  SaneraReportDevice device = *what;
  const SaneraFinding finding = { .component = "va-_-acme-_-tool",
                                  .vendor = "acme",
                                  .product = "tool",
                                  .category = "Application",
                                  .weakness = weakness,
                                  .severity = "High",
                                  .published_on = SANERA_INT_NULL,
                                  .updated_on = SANERA_INT_NULL,
                                  .installed_version = "1",
                                  .fixed_version = "2" };
  SaneraDerived derived;
  gboolean complete;
  g_autoptr (GError) error = NULL;

  device.assessed_on = DAY (day);
  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_finding_store_begin (store, &scope);
  g_assert_true (sanera_finding_store_sink.device (&device, store, &error));
  g_assert_true (sanera_finding_store_sink.part ("all", store, &error));
  if (weakness != NULL)
    g_assert_true (sanera_finding_store_sink.finding (&finding, store, &error));
  g_assert_true (sanera_finding_store_end (store, &complete, &error));
  g_assert_true (
      sanera_derive (self->db, sanera_finding_store_get_dirty (store), NOW, &derived, &error));
  g_assert_true (sanera_db_commit (self->db, &error));
  g_assert_no_error (error);
}

#define TELL(source, day, weakness, ...) \
  tell (self, source, day, &(const SaneraReportDevice){ __VA_ARGS__ }, weakness)
#define DEVICES                                                                          \
  "SELECT computer_dns_name, (SELECT group_concat (id) FROM (SELECT DISTINCT v.id FROM " \
  "findings f JOIN vulnerabilities v ON v.row_id = f.vulnerability WHERE f.machine = "   \
  "m.row_id AND f.open = 1 ORDER BY v.id)) FROM machines m ORDER BY computer_dns_name, row_id"
#define DOUBTS "SELECT kind, count (*) FROM machine_doubts GROUP BY kind ORDER BY kind"

/* The rules of store-identity.h, one after the other. */
static void
test_rules (ImportFixture *self, gconstpointer data)
{
  /* The same name in other letters. */
  TELL ("trivy", 1, "CVE-1", .name = "web");
  TELL ("trivy", 2, "CVE-2", .name = "WEB");
  import_assert_query (self, DEVICES, "web|CVE-2\n");
  /* A full name and a serial number come to it; then each finds it alone. */
  TELL ("nessus", 3, "CVE-3", .name = "web", .fqdn = "web.example.com.", .serial = " SN-77 ");
  TELL ("grype", 4, "CVE-4", .name = "web.example.com");
  TELL ("openvas", 5, "CVE-5", .name = "renamed", .serial = "sn-77");
  import_assert_query (self, DEVICES, "web|CVE-2,CVE-3,CVE-4,CVE-5\n");
  import_assert_query (self, DOUBTS, "");
  /* A placeholder is no number, an address no name. */
  TELL ("nessus", 3, "CVE-6", .name = "app", .serial = "To be filled by O.E.M.");
  TELL ("nessus", 3, "CVE-7", .name = "db", .serial = "To Be Filled By O.E.M.");
  TELL ("nessus", 3, "CVE-8", .name = "till", .address = "10.0.0.8");
  TELL ("nessus", 4, "CVE-9", .name = "till2", .address = "10.0.0.8");
  import_assert_query (self, DEVICES,
                       "app|CVE-6\ndb|CVE-7\ntill|CVE-8\ntill2|CVE-9\nweb|CVE-2,CVE-3,CVE-4,"
                       "CVE-5\n");
}

/* What contradicts itself is left apart, and noted. */
static void
test_ambiguous (ImportFixture *self, gconstpointer data)
{
  TELL ("nessus", 1, "CVE-1", .name = "pc", .serial = "AAAA1");
  TELL ("nessus", 1, "CVE-2", .name = "pc", .serial = "BBBB2");
  import_assert_query (self, DEVICES, "pc|CVE-1\npc|CVE-2\n");
  import_assert_query (self, DOUBTS, "name|1\n");
  /* Each is found again by its number. */
  TELL ("nessus", 2, "CVE-3", .name = "pc", .serial = "bbbb2");
  import_assert_query (self, DEVICES, "pc|CVE-1\npc|CVE-3\n");

  TELL ("nessus", 1, "CVE-4", .name = "web", .fqdn = "web.a.example");
  TELL ("nessus", 1, "CVE-5", .name = "web", .fqdn = "web.b.example");
  import_assert_query (self, DOUBTS, "name|2\n");
  /* A dock that two laptops use. */
  TELL ("nessus", 1, "CVE-6", .name = "lap1", .mac = "00:11:22:33:44:55");
  TELL ("nessus", 1, "CVE-7", .name = "lap2", .mac = "00-11-22-33-44-55");
  import_assert_query (self, DOUBTS, "mac|1\nname|2\n");
  /* One that was known by its address only, and shows its card. */
  TELL ("openvas", 1, "CVE-8", .name = "10.0.0.9", .mac = "00:11:22:33:44:66");
  TELL ("nessus", 2, "CVE-9", .name = "printer", .mac = "001122334466");
  import_assert_query (self,
                       "SELECT count (*) FROM machines WHERE computer_dns_name IN ('printer', "
                       "'10.0.0.9')",
                       "1\n");
}

/* Two that a third report shows to be one; what somebody keeps apart stays so. */
static void
test_link (ImportFixture *self, gconstpointer data)
{
  TELL ("trivy", 1, "CVE-1", .name = "web");
  TELL ("nessus", 1, "CVE-2", .name = "10.0.0.1", .serial = "SN-1");
  import_assert_query (self, DEVICES, "10.0.0.1|CVE-2\nweb|CVE-1\n");
  TELL ("grype", 2, "CVE-3", .name = "web", .serial = "SN-1");
  import_assert_query (self, "SELECT count (*) FROM machines", "1\n");
  import_assert_query (self,
                       "SELECT count (*) FROM findings WHERE open = 1 AND machine = (SELECT row_id "
                       "FROM machines)",
                       "3\n");
  import_assert_query (self, "SELECT event, person FROM audit", "devicesMerged|\n");
  import_assert_query (self, "SELECT * FROM pragma_foreign_key_check", "");
}

/* What belongs to another device goes back to it, and stays there. */
static void
test_split (ImportFixture *self, gconstpointer data)
{
  static const char *const nobody[] = { "nobody", NULL }, *const own[] = { "web", NULL };
  static const char *const names[] = { "till", NULL };
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  g_auto (SaneraDeviceRow) device = { 0 };
  g_autofree char *web = sanera_identity_name_id ("web");
  g_autofree char *made = NULL;
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;
  gboolean found;

  TELL ("trivy", 1, "CVE-1", .name = "web", .serial = "SN-1");
  TELL ("nessus", 1, "CVE-2", .name = "till", .serial = "SN-1");
  import_assert_query (self, DEVICES, "web|CVE-1,CVE-2\n");
  import_request (self, "va-_-acme-_-tool", "Update");
  /* What goes where is known before: a name that stays, and one that can go. */
  import_assert_query (self,
                       "SELECT json_extract (value, '$.name'), json_extract (value, '$.fixed'), "
                       "json_extract (value, '$.sources'), json_extract (value, '$.weaknesses'), "
                       "similar_devices FROM machines, json_each (identity, '$.names')",
                       "till|0|[\"nessus\"]|1|0\nweb|1|[\"trivy\"]|1|0\n");

  g_assert_true (sanera_device_find (self->db, web, FALSE, &device, &found, &error));
  g_assert_true (sanera_device_split (self->db, &device, nobody, "a", NOW, dirty, &made, &error));
  g_assert_null (made);
  g_assert_true (sanera_device_split (self->db, &device, own, "a", NOW, dirty, &made, &error));
  g_assert_null (made);
  g_assert_true (sanera_device_split (self->db, &device, names, "a", NOW, dirty, &made, &error));
  g_assert_no_error (error);
  g_assert_nonnull (made);
  g_assert_true (sanera_derive (self->db, dirty, NOW, &derived, &error));
  import_assert_query (self, DEVICES, "till|CVE-2\nweb|CVE-1\n");
  import_assert_query (self, "SELECT target_devices, exposed_devices FROM remediation_tasks",
                       "2|2\n");
  import_assert_query (self, "SELECT * FROM pragma_foreign_key_check", "");
  import_assert_query (self, "SELECT DISTINCT event, person FROM audit ORDER BY id",
                       "deviceSplit|a\n");
  import_assert_query (self, "SELECT count (identity), sum (similar_devices) FROM machines",
                       "0|0\n");
  /* The number that had misled does so no more; a later report of either finds it. */
  TELL ("nessus", 2, "CVE-3", .name = "till", .serial = "SN-1");
  import_assert_query (self, "SELECT count (*) FROM machines", "2\n");
  TELL ("openvas", 2, "CVE-4", .name = "till");
  import_assert_query (self, "SELECT count (*) FROM machines", "2\n");
}

/* Two that contradict each other are told of each other until somebody says that they are two. */
static void
test_apart (ImportFixture *self, gconstpointer data)
{
  static const char sql[] =
      "SELECT computer_dns_name, similar_devices, json_extract (identity, '$.similar[0].name'), "
      "json_extract (identity, '$.similar[0].kind') FROM machines ORDER BY 1";
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  g_autoptr (GError) error = NULL;
  SaneraDerived derived;

  TELL ("trivy", 1, "CVE-1", .name = "web", .serial = "SN-1");
  TELL ("nessus", 1, "CVE-2", .name = "web", .serial = "SN-2");
  import_assert_query (self, sql, "web|1|web|name\nweb|1|web|name\n");
  /* The same again tells nobody anything. */
  g_assert_true (sanera_db_exec (self->db, "UPDATE machines SET change = 7", &error));
  TELL ("nessus", 1, "CVE-2", .name = "web", .serial = "SN-2");
  import_assert_query (self, "SELECT count (*) FROM machines WHERE change = 7", "2\n");

  g_assert_true (sanera_identity_set_apart (self->db, 1, 2, dirty, &error));
  g_assert_true (sanera_derive (self->db, dirty, NOW, &derived, &error));
  g_assert_no_error (error);
  import_assert_query (self, sql, "web|0|-|-\nweb|0|-|-\n");
}

/* A failed log-in makes unknown what it leaves out, and fixes nothing. */
static void
test_failed (ImportFixture *self, gconstpointer data)
{
  TELL ("openvas", 1, "CVE-1", .name = "web");
  import_request (self, "va-_-acme-_-tool", "Update");
  {
    g_autoptr (SaneraFindingStore) store = sanera_finding_store_new (self->db);
    const SaneraImportScope scope = { .source = "openvas",
                                      .import_id = "i",
                                      .content = "failed",
                                      .now = NOW,
                                      .mark = SANERA_IMPORT_COMPLETE };
    const SaneraReportDevice device = { .name = "web", .assessed_on = DAY (2), .failed = TRUE };
    SaneraDerived derived;
    gboolean complete;

    sanera_finding_store_begin (store, &scope);
    g_assert_true (sanera_finding_store_sink.device (&device, store, NULL));
    g_assert_true (sanera_finding_store_sink.part ("network", store, NULL));
    g_assert_true (sanera_finding_store_end (store, &complete, NULL));
    g_assert_true (
        sanera_derive (self->db, sanera_finding_store_get_dirty (store), NOW, &derived, NULL));
    g_assert_cmpint (sanera_finding_store_get_counts (store)->not_seen, ==, 1);
  }
  import_assert_query (self, "SELECT state, reason FROM task_machines",
                       "unknown|assessmentFailed\n");
  import_assert_query (self, "SELECT last_assessment_result FROM machines", "Failed\n");
  import_assert_query (self, DEVICES, "web|CVE-1\n");
  /* Another scanner still finds it: exposed, whatever this one could not see. */
  TELL ("trivy", 2, "CVE-1", .name = "web");
  import_assert_query (self, "SELECT state, reason FROM task_machines", "exposed|-\n");
  TELL ("openvas", 3, NULL, .name = "web");
  TELL ("trivy", 4, NULL, .name = "web");
  import_assert_query (self, "SELECT state, reason FROM task_machines", "fixed|-\n");
  import_assert_query (self, "SELECT last_assessment_result FROM machines", "Succeeded\n");
}

/* Any order of reports ends with the same devices and the same open findings. */
static void
test_any_order (gconstpointer data)
{
  static const char sql[] =
      "SELECT (SELECT group_concat (x) FROM (SELECT DISTINCT kind || '=' || value AS x FROM "
      "machine_identities WHERE machine = m.row_id ORDER BY 1)) AS k, (SELECT group_concat (id) "
      "FROM (SELECT v.id || f.open || a.source AS id FROM findings f JOIN vulnerabilities v ON "
      "v.row_id = f.vulnerability JOIN assessments a ON a.row_id = f.assessment WHERE f.machine = "
      "m.row_id AND f.open = 1 ORDER BY 1)), last_assessed_on, last_assessment_result FROM "
      "machines "
      "m ORDER BY k";
  GRand *rand = g_rand_new_with_seed (71);

  for (guint round = 0; round < 20; round++)
    {
      struct
      {
        char *name, *fqdn, *serial, *weakness;
        const char *source;
        int day;
      } reports[10];
      g_autofree char *expected = NULL;

      /* What a scanner sees of a device: a name, and more or less beside it. */
      for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
        {
          const int device = g_rand_int_range (rand, 0, 3);
          const int view = g_rand_int_range (rand, 0, 4);

          reports[i].name = view == 2 ? g_strdup_printf ("10.0.0.%d", device)
                                      : g_strdup_printf ("host%d", device);
          reports[i].fqdn = view == 1 ? g_strdup_printf ("host%d.example.com", device) : NULL;
          reports[i].serial = view >= 2 ? g_strdup_printf ("SN-%d", device) : NULL;
          reports[i].weakness = g_rand_boolean (rand)
                                    ? g_strdup_printf ("CVE-%d", g_rand_int_range (rand, 0, 3))
                                    : NULL;
          reports[i].source = g_rand_boolean (rand) ? "trivy" : "nessus";
          reports[i].day = 1 + (int)i;
        }
      for (guint order = 0; order < 4; order++)
        {
          ImportFixture fixture = { NULL };
          ImportFixture *self = &fixture;
          guint at[G_N_ELEMENTS (reports)];
          g_autofree char *result = NULL;

          import_set_up (&fixture, NULL);
          for (guint i = 0; i < G_N_ELEMENTS (at); i++)
            at[i] = i;
          for (guint i = G_N_ELEMENTS (at) - 1; order > 0 && i > 0; i--)
            {
              guint k = (guint)g_rand_int_range (rand, 0, (gint32)i + 1), held = at[i];

              at[i] = at[k];
              at[k] = held;
            }
          for (guint i = 0; i < G_N_ELEMENTS (at); i++)
            TELL (reports[at[i]].source, reports[at[i]].day, reports[at[i]].weakness,
                  .name = reports[at[i]].name, .fqdn = reports[at[i]].fqdn,
                  .serial = reports[at[i]].serial);
          result = import_query (&fixture, sql);
          if (order == 0)
            expected = g_steal_pointer (&result);
          else
            g_assert_cmpstr (result, ==, expected);
          import_assert_query (&fixture, "SELECT * FROM pragma_foreign_key_check", "");
          import_tear_down (&fixture, NULL);
        }
      for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
        {
          g_free (reports[i].name);
          g_free (reports[i].fqdn);
          g_free (reports[i].serial);
          g_free (reports[i].weakness);
        }
    }
  g_rand_free (rand);
}

#define ADD(path, func) \
  g_test_add (path, ImportFixture, NULL, import_set_up, func, import_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/identity/rules", test_rules);
  ADD ("/identity/ambiguous", test_ambiguous);
  ADD ("/identity/link", test_link);
  ADD ("/identity/split", test_split);
  ADD ("/identity/apart", test_apart);
  ADD ("/identity/failed", test_failed);
  g_test_add_data_func ("/identity/any-order", NULL, test_any_order);
  return g_test_run ();
}

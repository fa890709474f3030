/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "sanera-remediation-request.h"
#include "sanera-server.h"
#include "sanera-ticket-rules.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-tickets.h"
#include "store-upkeep.h"

/* Tickets: the rules that both programs use, and what the server's database does with them. */

#define DAY(n) ((G_GINT64_CONSTANT (20454) + (n)) * SANERA_TIME_DAY) /* day 0: 2026-01-01 */
#define NOW DAY (20)

#define PENDING SANERA_SECURITY_TASK_STATUS_PENDING
#define ACTIVE SANERA_SECURITY_TASK_STATUS_ACTIVE
#define COMPLETED SANERA_SECURITY_TASK_STATUS_COMPLETED
#define REJECTED SANERA_SECURITY_TASK_STATUS_REJECTED

/* [131] the IT administrator approves or rejects, then completes: every pair of states. */
static void
test_transitions (void)
{
  static const SaneraSecurityTaskStatus all[] = { PENDING, ACTIVE, COMPLETED, REJECTED };
  static const gboolean allowed[4][4] = {
    /* to:      pending active completed rejected */
    /* pending   */ { FALSE, TRUE, FALSE, TRUE },
    /* active    */ { FALSE, FALSE, TRUE, TRUE },
    /* completed */ { FALSE, FALSE, FALSE, FALSE },
    /* rejected  */ { FALSE, FALSE, FALSE, FALSE },
  };

  for (guint from = 0; from < 4; from++)
    for (guint to = 0; to < 4; to++)
      g_assert_cmpint (sanera_ticket_may_become (all[from], all[to]), ==, allowed[from][to]);
  g_assert_false (sanera_ticket_may_become (0, ACTIVE));
}

/* Two people, always; except where there is only one. */
static void
test_judge (void)
{
  static const struct
  {
    SaneraSecurityTaskStatus from, to;
    const char *person;
    gboolean may_decide, single;
    SaneraTicketRefusal refusal;
  } rows[] = {
    { PENDING, ACTIVE, "it@example.org", TRUE, FALSE, SANERA_TICKET_OK },
    { PENDING, ACTIVE, "it@example.org", FALSE, FALSE, SANERA_TICKET_ROLE },
    { PENDING, ACTIVE, "ANNA@Example.ORG", TRUE, FALSE, SANERA_TICKET_OWN_REQUEST },
    { PENDING, REJECTED, "anna@example.org", TRUE, FALSE, SANERA_TICKET_OWN_REQUEST },
    { ACTIVE, COMPLETED, "anna@example.org", TRUE, FALSE, SANERA_TICKET_OWN_REQUEST },
    { PENDING, ACTIVE, "anna@example.org", TRUE, TRUE, SANERA_TICKET_OK },
    { PENDING, ACTIVE, "anna@example.org", FALSE, TRUE, SANERA_TICKET_ROLE },
    { REJECTED, ACTIVE, "it@example.org", TRUE, FALSE, SANERA_TICKET_TRANSITION },
    { PENDING, COMPLETED, "it@example.org", TRUE, FALSE, SANERA_TICKET_TRANSITION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sanera_ticket_judge (rows[i].from, rows[i].to, "Anna@example.org",
                                          rows[i].person, rows[i].may_decide, rows[i].single),
                     ==, rows[i].refusal);
  /* Of a ticket without a requester nobody is the requester. */
  g_assert_cmpint (sanera_ticket_judge (PENDING, ACTIVE, NULL, NULL, TRUE, FALSE), ==,
                   SANERA_TICKET_OK);
}

/* [136] what the activity shows: the least advanced of those not rejected. */
static void
test_least_advanced (void)
{
  static const struct
  {
    SaneraSecurityTaskStatus statuses[3];
    guint n;
    SaneraTicketStatus status;
  } rows[] = {
    { { 0 }, 0, 0 },
    { { PENDING }, 1, SANERA_TICKET_STATUS_PENDING },
    { { ACTIVE }, 1, SANERA_TICKET_STATUS_ACTIVE },
    { { COMPLETED }, 1, SANERA_TICKET_STATUS_COMPLETED },
    { { REJECTED }, 1, SANERA_TICKET_STATUS_REJECTED },
    { { ACTIVE, PENDING, COMPLETED }, 3, SANERA_TICKET_STATUS_PENDING },
    { { COMPLETED, ACTIVE, COMPLETED }, 3, SANERA_TICKET_STATUS_ACTIVE },
    { { REJECTED, COMPLETED, REJECTED }, 3, SANERA_TICKET_STATUS_COMPLETED },
    { { REJECTED, REJECTED, PENDING }, 3, SANERA_TICKET_STATUS_PENDING },
    { { REJECTED, REJECTED }, 2, SANERA_TICKET_STATUS_REJECTED },
    { { ACTIVE, 0 }, 2, SANERA_TICKET_STATUS_UNKNOWN_STATE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sanera_ticket_least_advanced (rows[i].statuses, rows[i].n), ==,
                     rows[i].status);
}

static void
test_graph_words (void)
{
  g_assert_cmpstr (sanera_ticket_graph_priority (SANERA_PRIORITY_HIGH), ==, "high");
  g_assert_cmpstr (sanera_ticket_graph_priority (SANERA_PRIORITY_MEDIUM), ==, "none");
  g_assert_cmpstr (sanera_ticket_graph_priority (SANERA_PRIORITY_LOW), ==, "low");
  g_assert_cmpstr (sanera_ticket_graph_mitigation (SANERA_REMEDIATION_TYPE_UPGRADE), ==, "update");
  g_assert_cmpstr (sanera_ticket_graph_mitigation (SANERA_REMEDIATION_TYPE_UNINSTALL), ==,
                   "uninstall");
  g_assert_cmpstr (sanera_ticket_graph_mitigation (SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE),
                   ==, "securityConfiguration");
}

typedef struct
{
  char *folder;
  char *path;
  SaneraDb *db;
} Fixture;

static void
run (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  sanera_db_exec (self->db, sql, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraStore) store = NULL;

  self->folder = g_dir_make_tmp ("sanera-tickets-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "server.db", NULL);
  store = sanera_server_open_store (self->path, &error);
  g_assert_no_error (error);
  sanera_store_close (store);
  self->db = sanera_db_open (self->path, SANERA_DB_DEFAULT, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  sanera_db_close (self->db);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

/* All rows of @sql, columns by |, rows by lines. */
static char *
query (Fixture *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_cmpint (sqlite3_prepare_v2 (sanera_db_get_handle (self->db), sql, -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      if (out->len > 0)
        g_string_append_c (out, '\n');
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_string_append_printf (out, "%s%s", i > 0 ? "|" : "",
                                sqlite3_column_text (statement, i) != NULL
                                    ? (const char *)sqlite3_column_text (statement, i)
                                    : "NULL");
    }
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_query (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *rows = query (self, sql);

  g_assert_cmpstr (rows, ==, expected);
}

/* An activity with so many devices; device k has the exposure k % 100, so many share one. */
static void
make_activity (Fixture *self, guint devices)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < %u)"
      " INSERT INTO machines (row_id, id, computer_dns_name, exposure)"
      " SELECT k, printf ('m%%06d', k), printf ('host%%06d', %u - k), k %% 100 FROM n;"
      "INSERT INTO remediation_tasks (row_id, id, title, type, status, priority, requester_email,"
      " requester_notes, due_on, related_component, recommendation_reference, target_devices,"
      " weaknesses, fixable_weaknesses, change, version) VALUES (1, 'a', 'Update Chrome to 2',"
      " 'Update', 'Active', 'Medium', 'anna@example.org', 'please', 5, 'Chrome', 'va', %u, 3, 2, 1,"
      " 1);"
      "INSERT INTO task_machines (task, machine, state) SELECT 1, row_id, 'exposed' FROM machines;",
      devices, devices, devices);

  run (self, sql);
}

static void
create (Fixture *self, gboolean split)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_tickets_create (self->db, "a", split, "anna@example.org", NOW, &error);
  g_assert_no_error (error);
  sanera_tickets_derive (self->db, "a", FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
}

static void
decide (Fixture *self, int part, SaneraSecurityTaskStatus status, const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM security_tasks WHERE part = %d ORDER BY row_id DESC LIMIT 1", part);
  g_autofree char *id = query (self, sql);
  SaneraSecurityTaskData ticket;
  gboolean found;

  sanera_noun_data_init (&sanera_security_task_noun, &ticket);
  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_db_find_noun (self->db, &sanera_security_task_noun, id, &ticket, NULL,
                                      &found, &error));
  g_assert_true (found);
  sanera_ticket_decide (self->db, &ticket, status, note, "it@example.org", NOW, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
  sanera_noun_data_clear (&sanera_security_task_noun, &ticket);
}

#define ORDER "exposure DESC, computer_dns_name, id"

/* [134] at most 10,000 devices to one ticket, by exposure, then name. */
static void
test_split (Fixture *self, gconstpointer data)
{
  make_activity (self, 2 * SANERA_TICKET_MAX_DEVICES + 1);
  create (self, TRUE);

  assert_query (self,
                "SELECT part, parts, managed_device_count, display_name, status, service, priority,"
                " sanera_priority, creator, creator_notes, due_date_time, mitigation_type"
                " FROM security_tasks ORDER BY row_id",
                "1|3|10000|Update Chrome to 2 (1 of 3)|pending|Sanera|none|Medium|anna@example.org|"
                "please|5|update\n"
                "2|3|10000|Update Chrome to 2 (2 of 3)|pending|Sanera|none|Medium|anna@example.org|"
                "please|5|update\n"
                "3|3|1|Update Chrome to 2 (3 of 3)|pending|Sanera|none|Medium|anna@example.org|"
                "please|5|update");
  /* Every device once, and in the order that *Show which* has. */
  assert_query (self,
                "SELECT count (*), sum (s.part = 1 + (n - 1) / 10000) FROM"
                " (SELECT row_id, row_number () OVER (ORDER BY " ORDER ") AS n FROM machines) d"
                " JOIN security_task_machines m ON m.machine = d.row_id"
                " JOIN security_tasks s ON s.row_id = m.task",
                "20001|20001");
  assert_query (self,
                "SELECT ticket_status, ticket_service, json_array_length (tickets),"
                " json_extract (tickets, '$[2].deviceCount'), version FROM remediation_tasks",
                "pending|Sanera|3|1|1");
}

/* [134] without splitting: one ticket with the most exposed; the rest stay without. */
static void
test_first (Fixture *self, gconstpointer data)
{
  make_activity (self, SANERA_TICKET_MAX_DEVICES + 150);
  create (self, FALSE);

  assert_query (self, "SELECT part, parts, managed_device_count, display_name FROM security_tasks",
                "1|1|10000|Update Chrome to 2");
  assert_query (self,
                "SELECT count (*), max (n) FROM"
                " (SELECT row_id, row_number () OVER (ORDER BY " ORDER ") AS n FROM machines) d"
                " JOIN security_task_machines m ON m.machine = d.row_id",
                "10000|10000");
}

static void
test_life (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_activity (self, SANERA_TICKET_MAX_DEVICES + 1);
  create (self, TRUE);
  decide (self, 1, ACTIVE, NULL);
  assert_query (self, "SELECT ticket_status, status, version FROM remediation_tasks",
                "pending|Active|2");
  decide (self, 2, REJECTED, "no such device");
  assert_query (self,
                "SELECT ticket_status, json_extract (tickets, '$[1].note') FROM "
                "remediation_tasks",
                "active|no such device");
  /* R6: completing the task completes the ticket alone. */
  decide (self, 1, COMPLETED, "done");
  assert_query (self, "SELECT ticket_status, status FROM remediation_tasks", "completed|Active");
  assert_query (self, "SELECT status, note, decided_by, assigned_to, version FROM security_tasks",
                "completed|done|it@example.org|it@example.org|3\n"
                "rejected|no such device|it@example.org|it@example.org|2");
  assert_query (self,
                "SELECT event, person, json_extract (details, '$.ticket'),"
                " json_extract (details, '$.note') FROM audit WHERE entity_id = 'a'",
                "ticketCreated|anna@example.org|1/2|NULL\nticketCreated|anna@example.org|2/2|NULL\n"
                "ticketApproved|it@example.org|1/2|NULL\n"
                "ticketRejected|it@example.org|2/2|no such device\n"
                "ticketCompleted|it@example.org|1/2|done");
  g_assert_true (sanera_audit_check (self->db, NULL, &error));
  /* Every shown row has a position of its own in the feed. */
  assert_query (self,
                "SELECT count (*) = count (DISTINCT change), max (change) = (SELECT change FROM "
                "feed) FROM (SELECT change FROM security_tasks UNION ALL SELECT change FROM "
                "remediation_tasks)",
                "1|1");
}

static void
end (Fixture *self, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_db_begin (self->db, &error));
  sanera_tickets_end (self->db, "a", reason, NOW, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_commit (self->db, &error));
}

/* Completing the activity ends what is open, and nothing else. */
static void
test_end (Fixture *self, gconstpointer data)
{
  make_activity (self, 2 * SANERA_TICKET_MAX_DEVICES + 1);
  create (self, TRUE);
  decide (self, 1, ACTIVE, "ok");
  decide (self, 2, REJECTED, "no");
  end (self, "completed");

  assert_query (self,
                "SELECT status, note, system_note, decided_by, decided_on IS NULL, version FROM "
                "security_tasks",
                "rejected|ok|completed|NULL|0|3\nrejected|no|NULL|it@example.org|0|2\n"
                "rejected|NULL|completed|NULL|0|2");
  assert_query (self,
                "SELECT ticket_status, json_extract (tickets, '$[0].systemNote'), version FROM "
                "remediation_tasks",
                "rejected|completed|4");
  assert_query (self,
                "SELECT count (*) FROM audit WHERE event = 'ticketEnded' AND person = ''"
                " AND json_extract (details, '$.reason') = 'completed'",
                "2");

  /* Once more, nothing is open and nothing changes. */
  end (self, "withdrawn");
  assert_query (self, "SELECT version FROM remediation_tasks", "4");
}

/* The tickets say what is asked for now; decided ones keep what they said. */
static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_activity (self, SANERA_TICKET_MAX_DEVICES + 1);
  create (self, TRUE);
  decide (self, 2, REJECTED, "no");
  run (self, "UPDATE remediation_tasks SET priority = 'High', due_on = 9, requester_notes = NULL");
  g_assert_true (sanera_tickets_refresh (self->db, "a", &error));
  g_assert_true (sanera_tickets_refresh (self->db, "a", &error));
  assert_query (self,
                "SELECT priority, sanera_priority, due_date_time, creator_notes, version FROM "
                "security_tasks",
                "high|High|9|NULL|2\nnone|Medium|5|please|2");
}

static void
test_devices_leave (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_activity (self, 3);
  create (self, FALSE);
  g_assert_true (sanera_tickets_move_device (self->db, 1, SANERA_INT_NULL, &error));
  assert_query (
      self,
      "SELECT managed_device_count, s.version, json_extract (t.tickets, '$[0].deviceCount')"
      " FROM security_tasks s, remediation_tasks t",
      "2|1|2");
  /* Two that turn out to be one are one. */
  g_assert_true (sanera_tickets_move_device (self->db, 2, 3, &error));
  assert_query (self,
                "SELECT managed_device_count, machine FROM security_tasks,"
                " security_task_machines",
                "1|3");
}

/* R7: with the activity that they belong to. */
static void
test_expired (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gint64 later = NOW + SANERA_RETENTION_DAYS * SANERA_TIME_DAY;

  make_activity (self, 3);
  create (self, FALSE);
  end (self, "completed");
  g_assert_true (sanera_tickets_remove_expired (self->db, later, later, &error));
  assert_query (self, "SELECT count (*) FROM security_tasks", "1");

  run (self, "UPDATE remediation_tasks SET status = 'Completed', completed_on = 0");
  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_upkeep (self->db, NOW, &error));
  g_assert_true (sanera_db_commit (self->db, &error));
  assert_query (self,
                "SELECT (SELECT count (*) FROM security_tasks),"
                " (SELECT count (*) FROM remediation_tasks)",
                "1|0");
  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_upkeep (self->db, later, &error));
  g_assert_true (sanera_db_commit (self->db, &error));
  assert_query (self, "SELECT count (*) FROM security_tasks", "0");
  assert_query (self, "SELECT type FROM tombstones ORDER BY change",
                "remediationTask\nsecurityTask");
}

/* R7: an activity takes what is open of it along, and a recommendation that only it speaks of. */
static void
test_expired_open (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_activity (self, 3);
  run (self, "INSERT INTO recommendations (id, change, version, tags) VALUES ('va', 5, 1, '[]'),"
             " ('vb', 6, 1, '[]')");
  create (self, FALSE);
  run (self, "UPDATE remediation_tasks SET status = 'Completed', completed_on = 0");
  g_assert_true (sanera_db_begin (self->db, &error));
  g_assert_true (sanera_upkeep (self->db, NOW, &error));
  g_assert_true (sanera_db_commit (self->db, &error));
  assert_query (self, "SELECT status, system_note FROM security_tasks", "rejected|removed");
  assert_query (self, "SELECT id FROM recommendations", "vb");
  assert_query (self, "SELECT type, id FROM tombstones ORDER BY type",
                "recommendation|va\nremediationTask|a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tickets/transitions", test_transitions);
  g_test_add_func ("/tickets/judge", test_judge);
  g_test_add_func ("/tickets/least-advanced", test_least_advanced);
  g_test_add_func ("/tickets/graph-words", test_graph_words);
  g_test_add ("/tickets/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add ("/tickets/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/tickets/life", Fixture, NULL, set_up, test_life, tear_down);
  g_test_add ("/tickets/end", Fixture, NULL, set_up, test_end, tear_down);
  g_test_add ("/tickets/refresh", Fixture, NULL, set_up, test_refresh, tear_down);
  g_test_add ("/tickets/devices-leave", Fixture, NULL, set_up, test_devices_leave, tear_down);
  g_test_add ("/tickets/expired", Fixture, NULL, set_up, test_expired, tear_down);
  g_test_add ("/tickets/expired-open", Fixture, NULL, set_up, test_expired_open, tear_down);

  return g_test_run ();
}

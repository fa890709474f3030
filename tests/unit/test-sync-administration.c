/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tokens, people, imports and the audit log, asked of the real server in a process of its own. */

#include "sync-support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "sanera-administration.h"
#include "sanera-connection-private.h"
#include "sanera-time.h"

typedef struct
{
  char *folder;
  SaneraConnection *connection;
} Fixture;

static void
open_connection (Fixture *f)
{
  GError *error = NULL;

  f->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                         NULL, FALSE, &error);
  g_assert_no_error (error);
  sanera_connection_set_person (f->connection, "Anna", "anna@example.org");
  sanera_connection_start (f->connection);
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == SANERA_STATE_ONLINE);
}

static void
close_connection (Fixture *f)
{
  g_autofree char *process = sanera_private_server_get_process (f->connection->server);
  int pid = process != NULL ? atoi (process) : 0;

  sanera_connection_close (f->connection);
  WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
  g_clear_object (&f->connection);
  if (pid != 0)
    WAIT_UNTIL (kill (pid, 0) != 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  open_connection (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_connection (f);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
}

static char *
add_token (Fixture *f, const char *email, const char *role, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_connection_add_token_async (f->connection, email, "Somebody", role, NULL,
                                     sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  return sanera_connection_add_token_finish (f->connection, result, error);
}

static SaneraRecordPage *
list_tokens (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  SaneraRecordPage *page;

  sanera_connection_list_tokens_async (f->connection, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  page = sanera_connection_list_finish (f->connection, result, &error);
  g_assert_no_error (error);
  return page;
}

static SaneraRecordPage *
list_audit (Fixture *f, const SaneraAuditFilter *filter)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;
  SaneraRecordPage *page;

  sanera_connection_list_audit_async (f->connection, filter, NULL, NULL, sync_support_take_result,
                                      &result);
  WAIT_UNTIL (result != NULL);
  page = sanera_connection_list_finish (f->connection, result, &error);
  g_assert_no_error (error);
  return page;
}

static void
test_tokens (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraRecordPage) page = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *token = NULL;
  const SaneraTokenData *listed;
  GError *error = NULL;

  token = add_token (f, "bo@example.org", "itAdmin", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (token, "sanera_"));

  page = list_tokens (f);
  g_assert_cmpuint (page->records->len, ==, 1);
  g_assert_null (page->next);
  listed = sanera_token_get_data (page->records->pdata[0]);
  g_assert_cmpstr (listed->email, ==, "bo@example.org");
  g_assert_cmpstr (listed->name, ==, "Somebody");
  g_assert_cmpstr (listed->role, ==, "itAdmin");

  sanera_connection_remove_token_async (f->connection, listed->id, NULL, sync_support_take_result,
                                        &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_remove_token_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_clear_pointer (&page, sanera_record_page_free);
  page = list_tokens (f);
  g_assert_cmpuint (page->records->len, ==, 0);

  g_free (token);
  token = add_token (f, "nobody", "itAdmin", &error);
  g_assert_null (token);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
  g_clear_error (&error);
}

/* [131] The addresses come from the server, and stay when it is gone. */
static void
test_it_administrators (Fixture *f, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (f->connection);
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  g_free (add_token (f, "bo@example.org", "itAdmin", NULL));
  g_free (add_token (f, "cy@example.org", "itAdmin", NULL));
  g_free (add_token (f, "rae@example.org", "reader", NULL));
  g_assert_cmpuint (g_strv_length (sanera_cache_get_info (cache)->it_administrators), ==, 0);

  sanera_connection_fetch_it_administrators_async (f->connection, NULL, sync_support_take_result,
                                                   &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (sanera_connection_fetch_it_administrators_finish (f->connection, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (sanera_cache_get_info (cache)->it_administrators), ==, 2);
  g_assert_cmpstr (sanera_cache_get_info (cache)->it_administrators[1], ==, "cy@example.org");

  g_clear_object (&result); /* it holds the connection */
  close_connection (f);
  open_connection (f);
  cache = sanera_connection_get_cache (f->connection);
  g_assert_cmpstr (sanera_cache_get_info (cache)->it_administrators[0], ==, "bo@example.org");
}

static void
test_audit (Fixture *f, gconstpointer data)
{
  SaneraAuditFilter filter = { .from = SANERA_INT_NULL, .to = SANERA_INT_NULL };
  g_autoptr (SaneraRecordPage) page = NULL;
  const SaneraEventData *line;

  g_free (add_token (f, "bo@example.org", "itAdmin", NULL));
  g_free (add_token (f, "cy@example.org", "reader", NULL));
  page = list_audit (f, &filter);
  g_assert_cmpuint (page->records->len, ==, 2);
  line = sanera_event_get_data (page->records->pdata[0]);
  g_assert_cmpstr (line->event, ==, "tokenAdded");
  g_assert_cmpstr (line->person, ==, "anna@example.org");
  g_assert_nonnull (strstr (line->details, "cy@example.org"));
  g_clear_pointer (&page, sanera_record_page_free);

  filter.event = "imported";
  page = list_audit (f, &filter);
  g_assert_cmpuint (page->records->len, ==, 0);
  g_clear_pointer (&page, sanera_record_page_free);

  filter.event = "";
  filter.person = "ANNA@example.org";
  filter.from = sanera_date_new (2020, 1, 1);
  filter.to = sanera_date_new (2020, 12, 31);
  page = list_audit (f, &filter);
  g_assert_cmpuint (page->records->len, ==, 0);
  g_clear_pointer (&page, sanera_record_page_free);
  filter.to = SANERA_INT_NULL;
  page = list_audit (f, &filter);
  g_assert_cmpuint (page->records->len, ==, 2);
}

static void
test_imports (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (TEST_REPORT);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) committed = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (SaneraImportPreview) preview = NULL;
  g_autoptr (SaneraRecordPage) page = NULL;
  const SaneraImportData *import;

  sanera_connection_import_preview_async (f->connection, file, NULL, FALSE, NULL, NULL, NULL,
                                          sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  preview = sanera_connection_import_preview_finish (f->connection, result, NULL);
  sanera_connection_import_commit_async (f->connection, preview, NULL, sync_support_take_result,
                                         &committed);
  WAIT_UNTIL (committed != NULL);
  g_assert_true (sanera_connection_import_commit_finish (f->connection, committed, NULL));

  sanera_connection_list_imports_async (f->connection, NULL, NULL, sync_support_take_result,
                                        &listed);
  WAIT_UNTIL (listed != NULL);
  page = sanera_connection_list_finish (f->connection, listed, NULL);
  g_assert_cmpuint (page->records->len, ==, 1);
  import = sanera_import_get_data (page->records->pdata[0]);
  g_assert_cmpstr (import->file_name, ==, "trivy-web-01.json");
  g_assert_cmpstr (import->person, ==, "anna@example.org");
  g_assert_nonnull (strstr (import->preview, "newFindings"));
}

/* R11: the client keeps the last head, and names a log that is another one. */
static void
test_chain (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaneraAuditHead head = { 0 };
  gboolean broken = TRUE;

  g_free (add_token (f, "bo@example.org", "itAdmin", NULL));
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (sanera_connection_get_audit_line (f->connection) == 1);
  g_free (add_token (f, "cy@example.org", "reader", NULL));
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (sanera_connection_get_audit_line (f->connection) == 2);
  g_assert_false (sanera_connection_get_audit_broken (f->connection));
  close_connection (f);

  /* Longer, and still the same. */
  sanera_audit_head_load (&head, f->folder, &broken);
  g_assert_cmpint (head.line, ==, 2);
  g_assert_false (broken);
  open_connection (f);
  g_assert_false (sanera_connection_get_audit_broken (f->connection));
  close_connection (f);

  /* Another one: as if line 1 had been another. */
  sanera_audit_head_set (&head, 1, "0000");
  g_assert_true (sanera_audit_head_save (&head, f->folder, FALSE, &error));
  open_connection (f);
  WAIT_UNTIL (sanera_connection_get_audit_broken (f->connection));
  g_assert_cmpint (sanera_connection_get_audit_line (f->connection), ==, 1);
  close_connection (f);
  open_connection (f);
  g_assert_true (sanera_connection_get_audit_broken (f->connection));
  sanera_connection_accept_audit (f->connection);
  g_assert_false (sanera_connection_get_audit_broken (f->connection));
  g_assert_cmpint (sanera_connection_get_audit_line (f->connection), ==, 2);
  close_connection (f);

  /* Cut off: there were more lines once. */
  sanera_audit_head_set (&head, 7, "0000");
  g_assert_true (sanera_audit_head_save (&head, f->folder, FALSE, &error));
  open_connection (f);
  WAIT_UNTIL (sanera_connection_get_audit_broken (f->connection));
  sanera_audit_head_clear (&head);
}

int
main (int argc, char **argv)
{
  g_autofree char *run_time = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_RUNTIME_DIR", run_time, TRUE);
  g_setenv ("SANERA_SERVER", TEST_SERVER, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sync/administration/tokens", Fixture, NULL, set_up, test_tokens, tear_down);
  g_test_add ("/sync/administration/it-administrators", Fixture, NULL, set_up,
              test_it_administrators, tear_down);
  g_test_add ("/sync/administration/audit", Fixture, NULL, set_up, test_audit, tear_down);
  g_test_add ("/sync/administration/imports", Fixture, NULL, set_up, test_imports, tear_down);
  g_test_add ("/sync/administration/chain", Fixture, NULL, set_up, test_chain, tear_down);

  status = g_test_run ();
  sync_support_remove_folder (run_time);
  return status;
}

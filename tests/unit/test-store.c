/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "sanera-activity.h"
#include "sanera-store.h"
#include "test-store-resources.h"

#define MIGRATIONS "/org/sanera/test/sql"

typedef struct
{
  char *folder;
  char *path;
  SaneraStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sanera-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->store = sanera_store_open (fixture->path, SANERA_DB_DURABLE, MIGRATIONS, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm", "copy.db" };

  g_clear_object (&fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
store_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
insert_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_db_run_sql (db, error, "INSERT INTO things (name) VALUES (?)", "t", data);
}

static gboolean
insert_then_fail_func (SaneraDb *db,
                       gpointer data,
                       gpointer *result,
                       GDestroyNotify *result_free,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!insert_func (db, data, result, result_free, cancellable, error))
    return FALSE;

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_INVALID, "changed my mind");
  return FALSE;
}

static gboolean
count_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  gint64 count;

  if (!sanera_db_query_int (db, &count, error, "SELECT count (*) FROM things", ""))
    return FALSE;
  *result = GINT_TO_POINTER ((int)count);
  return TRUE;
}

static int
count_things (SaneraStore *store)
{
  g_autoptr (GError) error = NULL;
  gpointer result = NULL;

  g_assert_true (sanera_store_read (store, count_func, NULL, &result, &error));
  g_assert_no_error (error);
  return GPOINTER_TO_INT (result);
}

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_store_write (fixture->store, insert_func, (gpointer) "one", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_things (fixture->store), ==, 1);

  g_assert_false (
      sanera_store_write (fixture->store, insert_then_fail_func, (gpointer) "two", NULL, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
  g_assert_cmpint (count_things (fixture->store), ==, 1);
}

/* What was queued is carried out before a close ends, and told. */
static void
test_async_before_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sanera_store_write_async (fixture->store, insert_func, g_strdup ("one"), g_free, NULL,
                            store_result_cb, &result);
  sanera_store_close (fixture->store);
  sanera_store_run_finish (fixture->store, wait_for (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->store);

  fixture->store = sanera_store_open (fixture->path, SANERA_DB_DURABLE, MIGRATIONS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_things (fixture->store), ==, 1);
}

static gboolean
endless_func (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  gint64 count;

  g_atomic_int_set ((int *)data, 1);
  return sanera_db_query_int (db, &count, error,
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                              "SELECT count (*) FROM n",
                              "");
}

/* Cancelled just before or while the query runs: it would run for ever. */
static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int started = 0;

  sanera_store_read_async (fixture->store, endless_func, &started, NULL, cancellable,
                           store_result_cb, &result);
  while (!g_atomic_int_get (&started))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  wait_for (&result);
  sanera_store_run_finish (fixture->store, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The connection is as good as before. */
  g_assert_cmpint (count_things (fixture->store), ==, 0);
}

static gboolean
noun_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *columns = sanera_db_noun_columns (&sanera_activity_noun, NULL);
  g_autofree char *create =
      g_strdup_printf ("CREATE TABLE remediation_tasks (%s, UNIQUE (id))", columns);
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM remediation_tasks", columns);
  SaneraActivityData *read = sanera_noun_data_new (&sanera_activity_noun);
  sqlite3_stmt *statement;
  gboolean has_row;

  g_assert_true (sanera_db_exec (db, create, error));
  g_assert_true (sanera_db_upsert (db, &sanera_activity_noun, data, error));
  g_assert_true (sanera_db_upsert (db, &sanera_activity_noun, data, error));
  statement = sanera_db_prepare (db, select, error);
  g_assert_nonnull (statement);
  g_assert_true (sanera_db_step (db, statement, &has_row, error));
  g_assert_true (has_row);
  sanera_db_read_noun (statement, 0, &sanera_activity_noun, read);
  g_assert_true (sanera_noun_data_equal (&sanera_activity_noun, data, read));
  g_assert_true (sanera_db_step (db, statement, &has_row, error));
  g_assert_false (has_row);
  sanera_noun_data_free (&sanera_activity_noun, read);
  return TRUE;
}

/* A row comes back as it went, with everything unset and with everything set. */
static void
test_noun_round_trip (Fixture *fixture, gconstpointer data)
{
  const char *groups[] = { "Windows \"Servers\"", "back\\slash", "line\nbreak", "组", "", NULL };
  const SaneraNoun *noun = &sanera_activity_noun;
  SaneraActivityData *activity = sanera_noun_data_new (noun);
  g_autoptr (GError) error = NULL;

  activity->id = g_strdup ("097d9735-5479-4899-b1b7-77398899df92");
  if (GPOINTER_TO_INT (data))
    {
      for (guint i = 1; i < noun->n_fields; i++)
        {
          const SaneraField *field = &noun->fields[i];

          if (sanera_field_is_string (field))
            *SANERA_FIELD_PTR (char *, activity, field) = g_strdup_printf ("text %u å 漏洞 '\"", i);
          else if (field->type == SANERA_FIELD_STRV)
            *SANERA_FIELD_PTR (char **, activity, field) = g_strdupv ((char **)groups);
          else if (field->type == SANERA_FIELD_DOUBLE)
            *SANERA_FIELD_PTR (double, activity, field) = i + 0.1;
          else if (field->type == SANERA_FIELD_BOOL)
            *SANERA_FIELD_PTR (gboolean, activity, field) = TRUE;
          else
            *SANERA_FIELD_PTR (gint64, activity, field) = -(gint64)i;
        }
    }
  g_assert_true (sanera_store_write (fixture->store, noun_func, activity, NULL, &error));
  g_assert_no_error (error);
  sanera_noun_data_free (noun, activity);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rubbish = g_strnfill (8192, 'x');

  g_clear_object (&fixture->store);
  g_assert_true (g_file_set_contents (fixture->path, rubbish, 8192, NULL));
  fixture->store = sanera_store_open (fixture->path, SANERA_DB_DURABLE, MIGRATIONS, &error);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED);
  g_assert_null (fixture->store);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaneraDb *db;

  g_clear_object (&fixture->store);
  db = sanera_db_open (fixture->path, SANERA_DB_DURABLE, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_exec (db, "PRAGMA user_version = 99", &error));
  sanera_db_close (db);
  fixture->store = sanera_store_open (fixture->path, SANERA_DB_DURABLE, MIGRATIONS, &error);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_UNSUPPORTED);
}

static void
test_files_are_private (Fixture *fixture, gconstpointer data)
{
  struct stat info;

  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (SaneraDb) db = NULL;
  g_autoptr (SaneraDb) read = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count;

  g_assert_true (sanera_store_write (fixture->store, insert_func, (gpointer) "one", NULL, &error));
  db = sanera_db_open (fixture->path, SANERA_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_backup (db, copy, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (sanera_db_backup (db, copy, NULL, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_INVALID);
  g_clear_error (&error);

  read = sanera_db_open (copy, SANERA_DB_DURABLE, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_check (read, &error));
  g_assert_true (sanera_db_query_int (read, &count, &error, "SELECT count (*) FROM things", ""));
  g_assert_cmpint (count, ==, 1);
}

static void
test_check_finds_orphans (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraDb) db = NULL;
  g_autoptr (GError) error = NULL;

  db = sanera_db_open (fixture->path, SANERA_DB_DURABLE, &error);
  g_assert_no_error (error);
  g_assert_true (sanera_db_check (db, &error));
  g_assert_true (sanera_db_exec (
      db, "PRAGMA foreign_keys = OFF; INSERT INTO parts (thing) VALUES (7)", &error));
  g_assert_false (sanera_db_check (db, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_DAMAGED);
}

/* More texts than are kept: the oldest are forgotten, all of them work. */
static void
test_many_statements (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraDb) db = NULL;
  g_autoptr (GError) error = NULL;

  db = sanera_db_open (fixture->path, SANERA_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 1000; i++)
      {
        g_autofree char *sql = g_strdup_printf ("SELECT %d", i);
        gint64 value;

        g_assert_true (sanera_db_query_int (db, &value, &error, sql, ""));
        g_assert_cmpint (value, ==, i);
      }
}

/* By the rules of the ecosystem, not letter by letter. */
static void
test_highest_version (Fixture *self, gconstpointer data)
{
  g_autoptr (SaneraDb) db = sanera_db_open (self->path, SANERA_DB_DEFAULT, NULL);
  static const struct
  {
    const char *vendor;
    const char *rows;
    const char *highest;
  } groups[] = {
    { "npm", "('9.0'), ('10.0'), (NULL), ('10.0-rc1')", "10.0" },
    { "debian", "('2.36-9+deb12u9'), ('2.36-9+deb12u10'), ('1:0.1')", "1:0.1" },
    { "whatever", "('9'), ('10')", "10" },
    { "npm", "(NULL), ('')", "" },
    { "npm", "(NULL)", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT highest_version ('%s', column1) FROM (VALUES %s)",
                           groups[i].vendor, groups[i].rows);
      sqlite3_stmt *statement = sanera_db_prepare (db, sql, NULL);
      gboolean has_row;

      g_assert_true (sanera_db_step (db, statement, &has_row, NULL));
      g_assert_true (has_row);
      g_assert_cmpstr (sanera_db_column_text (statement, 0), ==, groups[i].highest);
      sanera_db_reset (statement);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_resources_register (test_store_get_resource ());
#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/store/transactions", NULL, test_transactions);
  ADD ("/store/async-before-close", NULL, test_async_before_close);
  ADD ("/store/interrupt", NULL, test_interrupt);
  ADD ("/store/noun/unset", GINT_TO_POINTER (0), test_noun_round_trip);
  ADD ("/store/noun/set", GINT_TO_POINTER (1), test_noun_round_trip);
  ADD ("/store/damaged", NULL, test_damaged);
  ADD ("/store/newer", NULL, test_newer);
  ADD ("/store/private-files", NULL, test_files_are_private);
  ADD ("/store/backup", NULL, test_backup);
  ADD ("/store/check/orphans", NULL, test_check_finds_orphans);
  ADD ("/store/many-statements", NULL, test_many_statements);
  ADD ("/store/highest-version", NULL, test_highest_version);
  return g_test_run ();
}

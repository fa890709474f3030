/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache-support.h"
#include "sanera-error.h"
#include "sanera-field.h"
#include "sanera-outbox.h"

typedef struct
{
  char *folder;
  char *path;
  SaneraOutbox *outbox;
  guint changes;
} Fixture;

static SaneraOutbox *
open_outbox (const char *path)
{
  g_autoptr (GError) error = NULL;
  SaneraOutbox *outbox = sanera_outbox_open (path, &error);

  g_assert_no_error (error);
  return outbox;
}

static void
changed_cb (SaneraOutbox *outbox, Fixture *fixture)
{
  fixture->changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = cache_support_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "outbox.db", NULL);
  fixture->outbox = open_outbox (fixture->path);
  fixture->changes = 0;
  g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sanera_outbox_close (fixture->outbox);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->outbox);
  g_free (fixture->path);
  cache_support_remove_folder (fixture->folder);
}

static void
reopen (Fixture *fixture)
{
  sanera_outbox_close (fixture->outbox);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->outbox);
  fixture->outbox = open_outbox (fixture->path);
  g_signal_connect (fixture->outbox, "changed", G_CALLBACK (changed_cb), fixture);
}

typedef struct
{
  gboolean done;
  GError *error;
} Answer;

static gboolean
is_done (gpointer data)
{
  return ((Answer *)data)->done;
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  sanera_outbox_write_finish (SANERA_OUTBOX (source), result, &answer->error);
  answer->done = TRUE;
}

static void
state_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  sanera_outbox_write_finish (SANERA_OUTBOX (source), result, &answer->error);
  answer->done = TRUE;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  sanera_outbox_write_finish (SANERA_OUTBOX (source), result, &answer->error);
  answer->done = TRUE;
}

static void
add (SaneraOutbox *outbox, const char *key, GError **error)
{
  const SaneraOutboxEntry entry = {
    .key = (char *)key,
    .action = (char *)"requestRemediation",
    .entity = (char *)"va-_-google-_-chrome",
    .method = (char *)"POST",
    .path = (char *)"/sanera/v1/remediationTasks",
    .body = (char *)"{\"notes\":\"漏洞\"}",
    .person = NULL,
    .made_at = 1234567,
    .state = SANERA_OUTBOX_WAITING,
    .next_try = SANERA_INT_NULL,
  };
  Answer answer = { 0 };

  sanera_outbox_add_async (outbox, &entry, NULL, added_cb, &answer);
  cache_support_wait (is_done, &answer);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);
}

static GError *
set_state (SaneraOutbox *outbox, const char *key, SaneraOutboxState state)
{
  Answer answer = { 0 };

  sanera_outbox_set_state_async (outbox, key, state, 99, "NoDevices", "There is no device", NULL,
                                 state_cb, &answer);
  cache_support_wait (is_done, &answer);

  return answer.error;
}

static void
test_entries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  Answer answer = { 0 };
  SaneraOutboxEntry *first;

  add (fixture->outbox, "key-b", &error);
  g_assert_no_error (error);
  add (fixture->outbox, "key-a", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->changes, ==, 2);
  reopen (fixture);
  entries = sanera_outbox_list (fixture->outbox, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  first = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (first->key, ==, "key-b");
  g_assert_cmpstr (first->action, ==, "requestRemediation");
  g_assert_cmpstr (first->body, ==, "{\"notes\":\"漏洞\"}");
  g_assert_null (first->person);
  g_assert_cmpint (first->made_at, ==, 1234567);
  g_assert_cmpint (first->next_try, ==, SANERA_INT_NULL);
  g_assert_cmpint (first->tries, ==, 0);

  g_assert_null (set_state (fixture->outbox, "key-a", SANERA_OUTBOX_SENDING));
  g_assert_null (set_state (fixture->outbox, "key-a", SANERA_OUTBOX_REFUSED));
  entry = sanera_outbox_get (fixture->outbox, "key-a", &error);
  g_assert_no_error (error);
  g_assert_cmpint (entry->state, ==, SANERA_OUTBOX_REFUSED);
  g_assert_cmpint (entry->tries, ==, 1);
  g_assert_cmpint (entry->next_try, ==, 99);
  g_assert_cmpstr (entry->error_code, ==, "NoDevices");
  g_assert_cmpstr (entry->error_text, ==, "There is no device");
  missing = set_state (fixture->outbox, "key-c", SANERA_OUTBOX_SENDING);
  g_assert_error (missing, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);

  sanera_outbox_remove_async (fixture->outbox, "key-a", NULL, removed_cb, &answer);
  cache_support_wait (is_done, &answer);
  g_assert_no_error (answer.error);
  g_assert_null (sanera_outbox_get (fixture->outbox, "key-a", &error));
  g_assert_no_error (error);
}

/* The same key twice would be two submissions of one thing. */
static void
test_same_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture->outbox, "key", &error);
  g_assert_no_error (error);
  add (fixture->outbox, "key", &error);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_CACHE);
  g_assert_cmpuint (fixture->changes, ==, 1);
}

static void
test_drafts (Fixture *fixture, gconstpointer data)
{
  const char *action = "requestRemediation";
  const char *entity = "va-_-google-_-chrome";
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *other = NULL;

  g_assert_null (sanera_outbox_load_draft (fixture->outbox, action, entity));
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"notes\":\"%u\"}", i);

      sanera_outbox_save_draft (fixture->outbox, action, entity, json);
      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  sanera_outbox_save_draft (fixture->outbox, action, "other", "{}");
  draft = sanera_outbox_load_draft (fixture->outbox, action, entity);
  g_assert_cmpstr (draft, ==, "{\"notes\":\"499\"}");
  reopen (fixture);
  g_free (draft);
  draft = sanera_outbox_load_draft (fixture->outbox, action, entity);
  g_assert_cmpstr (draft, ==, "{\"notes\":\"499\"}");

  /* Submitting takes the draft away, even one whose last letter is not written yet. */
  sanera_outbox_save_draft (fixture->outbox, action, entity, "{\"notes\":\"last\"}");
  sanera_outbox_save_draft (fixture->outbox, action, entity, "{\"notes\":\"very last\"}");
  add (fixture->outbox, "key", &error);
  g_assert_no_error (error);
  g_assert_null (sanera_outbox_load_draft (fixture->outbox, action, entity));
  other = sanera_outbox_load_draft (fixture->outbox, action, "other");
  g_assert_cmpstr (other, ==, "{}");

  sanera_outbox_save_draft (fixture->outbox, action, "other", "{\"a\":1}");
  sanera_outbox_discard_draft (fixture->outbox, action, "other");
  g_assert_null (sanera_outbox_load_draft (fixture->outbox, action, "other"));

  /* The connection was left while a submission was being written: nothing to forget any more. */
  sanera_outbox_close (fixture->outbox);
  sanera_outbox_discard_draft (fixture->outbox, "a", "x");
}

/* The child adds, says so on its standard output as soon as the callback came, and waits to be
 * killed. */
static void
child (const char *path, const char *key)
{
  g_autoptr (GError) error = NULL;
  SaneraOutbox *outbox = open_outbox (path);

  add (outbox, key, &error);
  g_assert_no_error (error);
  g_assert_cmpint (write (STDOUT_FILENO, "!", 1), ==, 1);
  for (;;)
    pause ();
}

/* What the callback has said outlives a SIGKILL, time after time. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const guint n = 8;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      const char *argv[] = { "/proc/self/exe", "--child", fixture->path, key, NULL };
      GPid pid;
      int output;
      int status;
      char answer = 0;

      g_assert_true (g_spawn_async_with_pipes (NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                               NULL, NULL, &pid, NULL, &output, NULL, &error));
      g_assert_cmpint (read (output, &answer, 1), ==, 1);
      g_assert_cmpint (answer, ==, '!');
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      close (output);
    }
  reopen (fixture);
  entries = sanera_outbox_list (fixture->outbox, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, n);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    {
      child (argv[2], argv[3]);
      return EXIT_FAILURE;
    }

  g_test_init (&argc, &argv, NULL);
  ADD ("/outbox/entries", test_entries);
  ADD ("/outbox/same-key", test_same_key);
  ADD ("/outbox/drafts", test_drafts);
  ADD ("/outbox/killed", test_killed);

  return g_test_run ();
}

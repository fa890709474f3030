/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access tokens in a real Secret Service; see the script keyring. */
#include <gio/gio.h>

#include "sanera-token-store.h"

/* The service takes a moment to come up; libsecret starts none by itself here. */
#define LIMIT_US (60 * G_USEC_PER_SEC)

static void
got_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_service (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gint64 end = g_get_monotonic_time () + LIMIT_US;
  guint tick = g_timeout_add (50, tick_cb, NULL);

  g_assert_nonnull (bus);
  while (TRUE)
    {
      g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
          bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
          "NameHasOwner", g_variant_new ("(s)", "org.freedesktop.secrets"), G_VARIANT_TYPE ("(b)"),
          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
      gboolean there = FALSE;

      if (answer != NULL)
        g_variant_get (answer, "(b)", &there);
      if (there)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static char *
load (SaneraTokenStore *store, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *token;

  sanera_token_store_load_async (store, id, NULL, got_result_cb, &result);
  wait_for (&result);
  token = sanera_token_store_load_finish (store, result, &error);
  g_assert_no_error (error);
  return token;
}

/* A busy service may take longer than the end of the program waits for it. */
static void
wait_until_gone (SaneraTokenStore *store, const char *id)
{
  const gint64 end = g_get_monotonic_time () + LIMIT_US;

  while (TRUE)
    {
      g_autofree char *token = load (store, id);

      if (token == NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
}

/* Kept beyond the program: another store, which remembers nothing itself, finds the token. */
static void
test_kept (void)
{
  g_autoptr (SaneraTokenStore) store = sanera_token_store_new ();
  g_autoptr (SaneraTokenStore) later = sanera_token_store_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  wait_for_service ();
  sanera_token_store_save_async (store, "a", "Sanera: a", "secret", NULL, got_result_cb, &saved);
  wait_for (&saved);
  g_assert_true (sanera_token_store_save_finish (store, saved, &error));
  g_assert_no_error (error);

  token = load (later, "a");
  g_assert_cmpstr (token, ==, "secret");
  g_assert_null (load (later, "b"));

  sanera_token_store_forget (store, "a");
  sanera_token_store_settle (store);
  wait_until_gone (later, "a");
}

/* Removed before it has got there: the program ends only when nothing is left of it. */
static void
test_forgotten (void)
{
  g_autoptr (SaneraTokenStore) store = sanera_token_store_new ();
  g_autoptr (SaneraTokenStore) later = sanera_token_store_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;

  wait_for_service ();
  sanera_token_store_save_async (store, "c", "Sanera: c", "secret", NULL, got_result_cb, &saved);
  sanera_token_store_forget (store, "c");
  sanera_token_store_settle (store);
  wait_for (&saved);
  sanera_token_store_save_finish (store, saved, &error);
  g_assert_no_error (error);
  wait_until_gone (later, "c");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/token-store/key-ring", test_kept);
  g_test_add_func ("/ui/token-store/forgotten", test_forgotten);
  return g_test_run ();
}

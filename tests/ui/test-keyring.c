/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access tokens in a real Secret Service; see the script keyring. */
#include <gio/gio.h>

#include "sanera-token-store.h"

/* The service takes a moment to come up; libsecret starts none by itself here. */
#define LIMIT_US (30 * G_USEC_PER_SEC)

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

/* Kept beyond the program: another store, which remembers nothing itself, finds the token. */
static void
test_kept (void)
{
  g_autoptr (SaneraTokenStore) store = sanera_token_store_new ();
  g_autoptr (SaneraTokenStore) later = sanera_token_store_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  char *gone = NULL;
  gint64 end = g_get_monotonic_time () + LIMIT_US;

  wait_for_service ();
  sanera_token_store_save_async (store, "a", "Sanera: a", "secret", NULL, got_result_cb, &saved);
  wait_for (&saved);
  g_assert_true (sanera_token_store_save_finish (store, saved, &error));
  g_assert_no_error (error);

  token = load (later, "a");
  g_assert_cmpstr (token, ==, "secret");
  g_assert_null (load (later, "b"));

  /* Forgetting is not waited for; it has happened once nobody finds the token. */
  sanera_token_store_forget (store, "a");
  while ((gone = load (later, "a")) != NULL)
    {
      g_free (gone);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/token-store/key-ring", test_kept);
  return g_test_run ();
}

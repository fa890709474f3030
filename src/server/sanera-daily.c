/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-daily.h"

#include "store-derive.h"
#include "store-imports.h"

/* Often enough for what counts in days. */
#define INTERVAL_SECONDS 3600

static gboolean
daily_work (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  gint64 now = g_get_real_time ();
  SaneraDerived derived;

  return sanera_derive_daily (db, now, &derived, error) && sanera_imports_purge (db, now, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  sanera_store_run_finish (SANERA_STORE (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Cannot do what the day asks for: %s", error->message);
}

static gboolean
run_cb (gpointer user_data)
{
  sanera_store_write_async (user_data, daily_work, NULL, NULL, NULL, done_cb, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * sanera_daily_start:
 * @store: the server's database
 *
 * Does now and every hour what time alone asks for: devices that were not assessed for 30 days
 * become unknown and leave the score, uploads that nobody committed vanish.
 *
 * Returns: id of the source; remove it before @store is closed
 */
guint
sanera_daily_start (SaneraStore *store)
{
  g_return_val_if_fail (SANERA_IS_STORE (store), 0);

  run_cb (store);
  return g_timeout_add_seconds_full (G_PRIORITY_LOW, INTERVAL_SECONDS, run_cb, g_object_ref (store),
                                     g_object_unref);
}

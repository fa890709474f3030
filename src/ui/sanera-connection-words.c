/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-connection-words.h"

#include <glib/gi18n.h>

#include "sanera-age-words.h"
#include "sanera-language.h"
#include "sanera-tenant-words.h"
#include "sanera-time.h"
#include "sanera-words-error.h"

/* Data older than this are said to be old. */
#define OLD_DATA (7 * SANERA_TIME_DAY)

/**
 * sanera_connection_words_name:
 * @connections: the person's connections
 * @id: of one of them
 *
 * Returns: (transfer full): what people call it
 */
char *
sanera_connection_words_name (SaneraConnections *connections, const char *id)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (g_str_equal (id, SANERA_CONNECTIONS_SAMPLE))
    return g_strdup (_ ("Sample data"));
  if (g_str_equal (id, SANERA_CONNECTIONS_PRIVATE))
    return g_strdup (_ ("This computer"));

  entries = sanera_connections_list (connections);
  for (guint i = 0; i < entries->len; i++)
    {
      SaneraConnectionEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        return g_strdup (entry->name);
    }
  return g_strdup (id);
}

/**
 * sanera_connection_words_state:
 * @connection: a connection
 *
 * Returns: (transfer full): its state: "Online", "Syncing 40 %", "Offline since 14:05"
 */
char *
sanera_connection_words_state (SaneraConnection *connection)
{
  double progress = -1;
  gint64 since = SANERA_INT_NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  switch (sanera_connection_get_state (connection))
    {
    case SANERA_STATE_STARTING:
      return g_strdup (sanera_connection_get_kind (connection) == SANERA_CONNECTION_SERVER ||
                               sanera_connection_get_kind (connection) == SANERA_CONNECTION_TENANT
                           /* Translators: the state of a connection to a server */
                           ? _ ("Connecting…")
                           : _ ("Starting…"));
    case SANERA_STATE_SYNCING:
      g_object_get (connection, "progress", &progress, NULL);
      if (progress >= 0)
        {
          g_autofree char *percent = sanera_language_percent (progress);

          /* Translators: %s is a percentage */
          return g_strdup_printf (_ ("Syncing %s"), percent);
        }
      /* Translators: the state of a connection: rows are on their way */
      return g_strdup (_ ("Syncing"));
    case SANERA_STATE_ONLINE:
      /* Translators: the state of a connection to a server */
      return g_strdup (_ ("Online"));
    case SANERA_STATE_OFFLINE:
      since = sanera_connection_get_offline_since (connection);
      if (since != SANERA_INT_NULL)
        {
          gboolean today =
              sanera_time_floor_day (since) == sanera_time_floor_day (g_get_real_time ());
          g_autofree char *time =
              today ? sanera_language_time (since) : sanera_language_datetime (since);

          /* Translators: %s is a time, or a date and time */
          return g_strdup_printf (_ ("Offline since %s"), time);
        }
      /* Translators: the state of a connection to a server */
      return g_strdup (_ ("Offline"));
    case SANERA_STATE_SIGN_IN:
      return g_strdup (_ ("Sign-in needed"));
    case SANERA_STATE_REFUSED:
      return g_strdup (_ ("The server answers with errors"));
    case SANERA_STATE_NOT_KEPT:
      return g_strdup (_ ("Nothing can be stored"));
    default:
      return g_strdup ("");
    }
}

/**
 * sanera_connection_words_icon:
 * @connection: a connection
 *
 * Returns: (transfer none): the symbolic icon of its state; never without the words
 */
const char *
sanera_connection_words_icon (SaneraConnection *connection)
{
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  switch (sanera_connection_get_state (connection))
    {
    case SANERA_STATE_STARTING:
    case SANERA_STATE_SYNCING:
      return "sanera-syncing-symbolic";
    case SANERA_STATE_ONLINE:
      return "sanera-online-symbolic";
    case SANERA_STATE_OFFLINE:
      return "sanera-offline-symbolic";
    case SANERA_STATE_SIGN_IN:
      return "dialog-password-symbolic";
    default:
      return "dialog-warning-symbolic";
    }
}

/**
 * sanera_connection_words_error:
 * @connection: a connection
 *
 * Returns: (transfer full) (nullable): the last error in words; %NULL when there was none
 */
char *
sanera_connection_words_error (SaneraConnection *connection)
{
  const GError *error = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  error = sanera_connection_get_error (connection);
  return error != NULL ? sanera_words_error (error) : NULL;
}

/**
 * sanera_connection_words_offline:
 * @connection: a connection
 * @now: µs since 1970
 *
 * What the quiet bar says when people look at data that are not of now.
 *
 * Returns: (transfer full) (nullable): a sentence with the age of the data; %NULL when there is
 *   nothing to say
 */
char *
sanera_connection_words_offline (SaneraConnection *connection, gint64 now)
{
  const SaneraCacheInfo *info = NULL;
  SaneraConnectionState state = SANERA_STATE_STARTING;
  g_autofree char *time = NULL;
  g_autofree char *age = NULL;
  g_autofree char *error = NULL;
  gboolean old = FALSE;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  state = sanera_connection_get_state (connection);
  info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  if (info == NULL)
    return NULL;
  /* That is nobody's fault but this computer's, so it is said even before there are data; as is why
   * a damaged copy does not come back. */
  if (info->synced_on == SANERA_INT_NULL &&
      (state == SANERA_STATE_NOT_KEPT ||
       (state == SANERA_STATE_REFUSED &&
        sanera_cache_get_repair (sanera_connection_get_cache (connection), SANERA_REPAIR_CACHE) !=
            NULL)))
    return sanera_connection_words_error (connection);
  if (info->synced_on == SANERA_INT_NULL)
    return NULL;
  old = now - info->synced_on > OLD_DATA;
  if (state != SANERA_STATE_OFFLINE && state != SANERA_STATE_SIGN_IN &&
      state != SANERA_STATE_REFUSED && state != SANERA_STATE_NOT_KEPT && !old)
    return sanera_tenant_words_missing (info);

  time = sanera_age_words_moment (info->synced_on, now);
  age = sanera_age_words (info->synced_on, now);
  switch (state)
    {
    case SANERA_STATE_OFFLINE:
      /* Translators: a time, and how long ago that is */
      return g_strdup_printf (_ ("Offline. Data as of %s, %s."), time, age);
    case SANERA_STATE_SIGN_IN:
      return g_strdup_printf (_ ("Sign-in needed. Data as of %s, %s."), time, age);
    case SANERA_STATE_REFUSED:
    case SANERA_STATE_NOT_KEPT:
      error = sanera_connection_words_error (connection);
      /* Translators: an error as a sentence, a time, and how long ago that is */
      return g_strdup_printf (_ ("%s Data as of %s, %s."), error != NULL ? error : "", time, age);
    default:
      return g_strdup_printf (_ ("Data as of %s, %s."), time, age);
    }
}

/**
 * sanera_connection_words_repair:
 * @connection: a connection
 *
 * What was damaged on this computer, what has become of it, and where the damaged file is.
 *
 * Returns: (transfer full) (nullable): sentences; %NULL when there is nothing to say, or the person
 *   has read it
 */
char *
sanera_connection_words_repair (SaneraConnection *connection)
{
  const SaneraRepair *cache_repair = NULL;
  const SaneraRepair *outbox_repair = NULL;
  g_autofree char *cache_words = NULL;
  g_autofree char *outbox_words = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  SaneraCache *cache = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);

  cache = sanera_connection_get_cache (connection);
  cache_repair = sanera_cache_get_repair (cache, SANERA_REPAIR_CACHE);
  outbox_repair = sanera_cache_get_repair (cache, SANERA_REPAIR_OUTBOX);
  if (cache_repair != NULL)
    {
      name = g_filename_display_name (cache_repair->path);
      cache_words = g_strdup_printf (
          /* Translators: %s is the path of a file */
          _ ("The copy of the data on this computer was damaged and is fetched anew from the "
             "server. Nothing that waits to be sent is lost. The damaged file is kept: %s"),
          name);
      g_clear_pointer (&name, g_free);
    }
  if (outbox_repair != NULL)
    {
      name = g_filename_display_name (outbox_repair->path);
      number = sanera_language_number (outbox_repair->rescued);
      outbox_words = g_strdup_printf (
          outbox_repair->whole
              /* Translators: a number, and the path of a file */
              ? ngettext ("The file with what waits to be sent was damaged. All of it could be "
                          "read: %s entry. The damaged file is kept: %s",
                          "The file with what waits to be sent was damaged. All of it could be "
                          "read: %s entries. The damaged file is kept: %s",
                          (gulong)outbox_repair->rescued)
              /* Translators: a number, and the path of a file */
              : ngettext ("The file with what waits to be sent was damaged. Only %s entry could be "
                          "read; check whether something is missing. The damaged file is kept: %s",
                          "The file with what waits to be sent was damaged. Only %s entries could "
                          "be read; check whether something is missing. The damaged file is kept: "
                          "%s",
                          (gulong)outbox_repair->rescued),
          number, name);
    }

  if (cache_words != NULL && outbox_words != NULL)
    return g_strjoin ("\n", outbox_words, cache_words, NULL);
  return outbox_words != NULL ? g_steal_pointer (&outbox_words) : g_steal_pointer (&cache_words);
}

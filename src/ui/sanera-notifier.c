/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-notifier.h"

#include <glib/gi18n.h>

#include "sanera-news-words.h"

/* A sync writes many pages; the news are looked for once it is quiet. */
#define QUIET_SECONDS 2

/* Due dates and last days come near without anybody doing anything. */
#define LOOK_SECONDS (15 * 60)

/* More of one kind at once become one notification that opens the list. */
#define MAX_SINGLE 3

struct _SaneraNotifier
{
  GObject parent_instance;

  SaneraConnections *connections;
  GSettings *settings;
  GSignalGroup *cache_signals;
  GCancellable *looking;
  guint quiet_source;
  guint look_source;
};

static guint notification_signal;

G_DEFINE_FINAL_TYPE (SaneraNotifier, sanera_notifier, G_TYPE_OBJECT)

/**
 * sanera_notifier_get_page:
 * @list: the list of a piece of news
 *
 * Returns: (transfer none): the page that a notification of it opens
 */
const char *
sanera_notifier_get_page (SaneraList list)
{
  switch ((int)list)
    {
    case SANERA_LIST_SECURITY_TASKS:
      return "security-tasks";
    case SANERA_LIST_EXCEPTIONS:
      return "exceptions";
    default:
      return "remediation";
    }
}

static void
emit (SaneraNotifier *self, const char *id, GNotification *notification)
{
  g_autoptr (GIcon) icon = g_themed_icon_new (APPLICATION_ID);

  g_notification_set_icon (notification, icon);
  g_signal_emit (self, notification_signal, 0, id, notification);
}

static void
tell_single (SaneraNotifier *self, const char *connection, const SaneraNews *news, gint64 now)
{
  g_autofree char *title = sanera_news_words_title (news, now);
  g_autofree char *body = sanera_news_words_body (news);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-record", "(sss)",
                                                connection, sanera_notifier_get_page (news->list),
                                                news->id);
  emit (self, news->key, notification);
}

static void
tell_several (SaneraNotifier *self, const char *connection, const SaneraNews *first, guint n)
{
  g_autofree char *title = sanera_news_words_several (first->kind, n);
  g_autofree char *id = g_strdup_printf ("several-%u", (guint)first->kind);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_default_action_and_target (notification, "app.show-page", "(ss)", connection,
                                                sanera_notifier_get_page (first->list));
  emit (self, id, notification);
}

static void
tell (SaneraNotifier *self, const char *connection, GPtrArray *news, gint64 now)
{
  guint n[SANERA_N_NEWS] = { 0 };
  const SaneraNews *first[SANERA_N_NEWS] = { NULL };

  for (guint i = 0; i < news->len; i++)
    {
      const SaneraNews *item = g_ptr_array_index (news, i);

      n[item->kind]++;
      first[item->kind] = item;
    }
  for (guint i = 0; i < news->len; i++)
    {
      const SaneraNews *item = g_ptr_array_index (news, i);

      if (n[item->kind] <= MAX_SINGLE)
        tell_single (self, connection, item, now);
    }
  for (guint kind = 0; kind < SANERA_N_NEWS; kind++)
    if (n[kind] > MAX_SINGLE)
      tell_several (self, connection, first[kind], n[kind]);
}

typedef struct
{
  SaneraNotifier *notifier;
  char *connection; /* where the news are from: another one may be shown when they have come */
  GCancellable *looking;
  gint64 now;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->notifier);
  g_object_unref (check->looking);
  g_free (check->connection);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Check) check = user_data;
  SaneraNotifier *self = check->notifier;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) news = sanera_news_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->looking == check->looking)
    g_clear_object (&self->looking);
  if (error != NULL)
    g_debug ("Looking for news failed: %s", error->message);
  else if (g_settings_get_boolean (self->settings, "notifications"))
    tell (self, check->connection, news, check->now);
}

static gboolean
quiet_cb (gpointer user_data)
{
  SaneraNotifier *self = SANERA_NOTIFIER (user_data);

  self->quiet_source = 0;
  sanera_notifier_check (self, g_get_real_time ());
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer user_data)
{
  sanera_notifier_check (SANERA_NOTIFIER (user_data), g_get_real_time ());
  return G_SOURCE_CONTINUE;
}

static void
wait_for_quiet (SaneraNotifier *self)
{
  if (self->quiet_source == 0)
    self->quiet_source = g_timeout_add_seconds (QUIET_SECONDS, quiet_cb, self);
}

static void
cache_changed_cb (SaneraNotifier *self, guint lists)
{
  if ((lists & (1u << SANERA_LIST_ACTIVITIES | 1u << SANERA_LIST_SECURITY_TASKS |
                1u << SANERA_LIST_EXCEPTIONS)) != 0)
    wait_for_quiet (self);
}

static void
current_changed_cb (SaneraNotifier *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  /* What is being looked for may be written down as told already: it is not cancelled, or nobody
   * would ever hear of it. */
  g_clear_object (&self->looking);
  g_signal_group_set_target (self->cache_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  if (connection != NULL)
    wait_for_quiet (self);
}

static void
sanera_notifier_dispose (GObject *object)
{
  SaneraNotifier *self = SANERA_NOTIFIER (object);

  g_clear_handle_id (&self->quiet_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->cache_signals);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_notifier_parent_class)->dispose (object);
}

static void
sanera_notifier_class_init (SaneraNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_notifier_dispose;

  /**
   * SaneraNotifier::notification:
   * @self: the notifier
   * @id: a later one of the same id takes its place
   * @notification: what to send
   */
  notification_signal =
      g_signal_new ("notification", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_NOTIFICATION);
}

static void
sanera_notifier_init (SaneraNotifier *self)
{
  self->cache_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->cache_signals, "changed", G_CALLBACK (cache_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->cache_signals, "info-changed", G_CALLBACK (wait_for_quiet),
                                  self);
}

/**
 * sanera_notifier_new:
 * @connections: the person's connections
 * @settings: the settings of the application
 *
 * Returns: (transfer full): a notifier that looks after each sync, and every quarter of an hour
 */
SaneraNotifier *
sanera_notifier_new (SaneraConnections *connections, GSettings *settings)
{
  SaneraNotifier *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SANERA_TYPE_NOTIFIER, NULL);
  self->connections = g_object_ref (connections);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->look_source = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  current_changed_cb (self);
  return self;
}

/**
 * sanera_notifier_is_looking:
 * @self: a notifier
 *
 * Returns: whether a check is under way
 */
gboolean
sanera_notifier_is_looking (SaneraNotifier *self)
{
  g_return_val_if_fail (SANERA_IS_NOTIFIER (self), FALSE);

  return self->looking != NULL;
}

/**
 * sanera_notifier_check:
 * @self: a notifier
 * @now: the time, microseconds
 *
 * Looks for news, unless the connection has never been in step with its server or is just getting
 * there. With notifications switched off what is found counts as told: switching them on does not
 * bring up the past.
 */
void
sanera_notifier_check (SaneraNotifier *self, gint64 now)
{
  SaneraConnection *connection = NULL;
  SaneraCache *cache = NULL;
  const SaneraCacheInfo *info = NULL;
  Check *check = NULL;

  g_return_if_fail (SANERA_IS_NOTIFIER (self));

  connection = sanera_connections_get_current (self->connections);
  if (connection == NULL)
    return;
  cache = sanera_connection_get_cache (connection);
  info = sanera_cache_get_info (cache);
  if (info == NULL || info->synced_on == SANERA_INT_NULL)
    return;
  if (self->looking != NULL || sanera_connection_get_state (connection) == SANERA_STATE_SYNCING)
    {
      wait_for_quiet (self);
      return;
    }

  check = g_new (Check, 1);
  self->looking = g_cancellable_new ();
  check->notifier = g_object_ref (self);
  check->connection = g_strdup (sanera_connections_get_current_id (self->connections));
  check->looking = g_object_ref (self->looking);
  check->now = now;
  sanera_news_read_async (cache, now, self->looking, read_cb, check);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-search-provider.h"

#include <string.h>

#include "sanera-connection-words.h"
#include "sanera-records.h"
#include "sanera-words.h"

/*  "<connection>:<page>:<record>"  is what a result is called. */

/* Results of each list; the desktop shows about five in all. */
#define MAX_RESULTS 5

/* https://gitlab.gnome.org/GNOME/gnome-shell, data/dbus-interfaces */
static const char interface_xml[] =
    "<node><interface name='org.gnome.Shell.SearchProvider2'>"
    "<method name='GetInitialResultSet'><arg type='as' direction='in'/>"
    "<arg type='as' direction='out'/></method>"
    "<method name='GetSubsearchResultSet'><arg type='as' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
    "<method name='GetResultMetas'><arg type='as' direction='in'/>"
    "<arg type='aa{sv}' direction='out'/></method>"
    "<method name='ActivateResult'><arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='u' direction='in'/></method>"
    "<method name='LaunchSearch'><arg type='as' direction='in'/>"
    "<arg type='u' direction='in'/></method>"
    "</interface></node>";

static const struct
{
  SaneraList list;
  const char *page;
} lists[] = {
  { SANERA_LIST_RECOMMENDATIONS, "recommendations" },
  { SANERA_LIST_ACTIVITIES, "remediation" },
};

struct _SaneraSearchProvider
{
  GObject parent_instance;

  SaneraConnections *connections;
  GSettings *settings;
  GActionGroup *actions;
  GDBusConnection *bus;
  guint registration;

  SaneraCache *own; /* of own_id, opened for the search alone, while no connection is open */
  char *own_id;
  GCancellable *cancellable;
};

/* One search: list after list. */
typedef struct
{
  SaneraSearchProvider *provider;
  GDBusMethodInvocation *invocation;
  char *text;
  char *connection_id;
  SaneraCache *cache;
  guint next;
  GVariantBuilder found;
} Search;

static guint searching_signal;

G_DEFINE_FINAL_TYPE (SaneraSearchProvider, sanera_search_provider, G_TYPE_OBJECT)

static void
search_free (Search *search)
{
  g_clear_object (&search->provider);
  g_clear_object (&search->invocation);
  g_clear_object (&search->cache);
  g_free (search->text);
  g_free (search->connection_id);
  g_variant_builder_clear (&search->found);
  g_free (search);
}

static void
close_own (SaneraSearchProvider *self)
{
  if (self->own != NULL)
    sanera_cache_close (self->own);
  g_clear_object (&self->own);
  g_clear_pointer (&self->own_id, g_free);
}

/* (nullable): the cache that is searched, of the connection that is shown or was shown last */
static SaneraCache *
get_cache (SaneraSearchProvider *self, const char **id)
{
  SaneraConnection *connection = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GError) error = NULL;

  if (self->connections == NULL)
    return NULL;
  connection = sanera_connections_get_current (self->connections);
  if (connection != NULL)
    {
      *id = sanera_connections_get_current_id (self->connections);
      return sanera_connection_get_cache (connection);
    }

  last = g_settings_get_string (self->settings, "connection");
  if (self->own == NULL || !g_str_equal (self->own_id, last))
    {
      close_own (self);
      if (*last == '\0' || !sanera_connections_has_data (self->connections, last))
        return NULL;
      self->own = sanera_connections_open_cache (self->connections, last, &error);
      if (self->own == NULL)
        {
          g_message ("The cache cannot be searched: %s", error->message);
          return NULL;
        }
      self->own_id = g_steal_pointer (&last);
    }
  *id = self->own_id;
  return self->own;
}

static void
answer (Search *search)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&search->invocation),
                                         g_variant_new ("(as)", &search->found));
  g_variant_builder_init (&search->found, G_VARIANT_TYPE ("as"));
  search_free (search);
}

static const char *
get_id (SaneraRecord *record, SaneraList list)
{
  return list == SANERA_LIST_ACTIVITIES
             ? sanera_activity_get_data (SANERA_ACTIVITY (record))->id
             : sanera_recommendation_get_data (SANERA_RECOMMENDATION (record))->id;
}

static void search_next (Search *search);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Search *search = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
      sanera_records_read_finish (SANERA_CACHE (source), result, &error);

  if (error != NULL)
    g_debug ("Searching failed: %s", error->message);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("%s:%s:%s", search->connection_id, lists[search->next].page,
                           get_id (records->pdata[i], lists[search->next].list));

      g_variant_builder_add (&search->found, "s", name);
    }
  search->next++;
  search_next (search);
}

static void
search_next (Search *search)
{
  g_autoptr (SaneraQuery) all = NULL;
  g_autoptr (SaneraQuery) query = NULL;

  if (search->next == G_N_ELEMENTS (lists))
    {
      answer (search);
      return;
    }
  all = sanera_query_new (lists[search->next].list);
  query = sanera_query_with_search (all, search->text);
  sanera_records_read_async (search->cache, query, MAX_RESULTS, search->provider->cancellable,
                             read_cb, search);
}

static void
start_search (SaneraSearchProvider *self, char **terms, GDBusMethodInvocation *invocation)
{
  const char *id = NULL;
  SaneraCache *cache = get_cache (self, &id);
  Search *search = NULL;

  /* A newer question is the only one that counts. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  search = g_new0 (Search, 1);
  search->provider = g_object_ref (self);
  search->invocation = g_object_ref (invocation);
  search->text = g_strjoinv (" ", terms);
  g_variant_builder_init (&search->found, G_VARIANT_TYPE ("as"));
  if (cache == NULL || *g_strstrip (search->text) == '\0')
    {
      answer (search);
      return;
    }
  search->connection_id = g_strdup (id);
  search->cache = g_object_ref (cache);
  search_next (search);
}

/* Splits what a result is called. */
static gboolean
parse (const char *result, GStrv *parts)
{
  *parts = g_strsplit (result, ":", 3);
  if (g_strv_length (*parts) == 3)
    return TRUE;
  g_clear_pointer (parts, g_strfreev);
  return FALSE;
}

static void
add_meta (SaneraSearchProvider *self, const char *result, GVariantBuilder *metas)
{
  g_auto (GStrv) parts = NULL;
  const char *id = NULL;
  SaneraCache *cache = get_cache (self, &id);
  g_autoptr (SaneraRecord) record = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (cache == NULL || !parse (result, &parts) || !g_str_equal (parts[0], id))
    return;
  if (g_str_equal (parts[1], lists[0].page))
    {
      record = sanera_cache_lookup (cache, SANERA_LIST_RECOMMENDATIONS, parts[2]);
      if (record == NULL)
        return;
      title = sanera_words_recommendation_title (
          sanera_recommendation_get_data (SANERA_RECOMMENDATION (record)), FALSE);
      text = sanera_connection_words_name (self->connections, id);
    }
  else
    {
      const SaneraActivityData *data = NULL;

      record = sanera_cache_lookup (cache, SANERA_LIST_ACTIVITIES, parts[2]);
      if (record == NULL)
        return;
      data = sanera_activity_get_data (SANERA_ACTIVITY (record));
      title = sanera_words_activity_title (data, FALSE);
      text = g_strdup_printf ("%s · %s",
                              sanera_words_label (&sanera_activity_status_enum, data->status),
                              data->requester_email != NULL ? data->requester_email : "–");
    }
  g_variant_builder_open (metas, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (result));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (title));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (text));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (APPLICATION_ID));
  g_variant_builder_close (metas);
}

static void
activate_result (SaneraSearchProvider *self, const char *result)
{
  g_auto (GStrv) parts = NULL;

  if (parse (result, &parts))
    g_action_group_activate_action (self->actions, "show-record",
                                    g_variant_new ("(sss)", parts[0], parts[1], parts[2]));
}

static void
launch_search (SaneraSearchProvider *self, char **terms)
{
  g_autofree char *text = g_strjoinv (" ", terms);
  g_autoptr (SaneraQuery) all = sanera_query_new (lists[0].list);
  g_autoptr (SaneraQuery) query = sanera_query_with_search (all, text);
  g_autofree char *kept = sanera_query_to_string (query);
  const char *id = NULL;

  if (get_cache (self, &id) != NULL)
    g_action_group_activate_action (self->actions, "show-query",
                                    g_variant_new ("(sss)", id, lists[0].page, kept));
}

static void
method_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  g_autoptr (SaneraSearchProvider) self = g_object_ref (SANERA_SEARCH_PROVIDER (user_data));
  g_auto (GStrv) words = NULL;

  g_signal_emit (self, searching_signal, 0);
  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^as)", &words);
      start_search (self, words, invocation);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      /* The first hits of more words need not be among those of fewer. */
      g_variant_get (parameters, "(as^as)", NULL, &words);
      start_search (self, words, invocation);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_auto (GVariantBuilder) metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

      g_variant_get (parameters, "(^as)", &words);
      for (guint i = 0; words[i] != NULL; i++)
        add_meta (self, words[i], &metas);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &metas));
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      const char *result = NULL;

      g_variant_get (parameters, "(&s^asu)", &result, &words, NULL);
      activate_result (self, result);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else
    {
      g_variant_get (parameters, "(^asu)", &words, NULL);
      launch_search (self, words);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static const GDBusInterfaceVTable vtable = { .method_call = method_cb };

static void
sanera_search_provider_dispose (GObject *object)
{
  SaneraSearchProvider *self = SANERA_SEARCH_PROVIDER (object);

  sanera_search_provider_unexport (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  close_own (self);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_search_provider_parent_class)->dispose (object);
}

static void
sanera_search_provider_class_init (SaneraSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_search_provider_dispose;

  /**
   * SaneraSearchProvider::searching:
   * @self: the provider
   *
   * Somebody asks something; more questions are likely to follow.
   */
  searching_signal = g_signal_new ("searching", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_search_provider_init (SaneraSearchProvider *self)
{
}

/**
 * sanera_search_provider_new:
 * @actions: the application, which owns the provider, with "show-record" and "show-query" (sss)
 *
 * Returns: (transfer full): a provider, not on the bus yet
 */
SaneraSearchProvider *
sanera_search_provider_new (GActionGroup *actions)
{
  SaneraSearchProvider *self = NULL;

  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_object_new (SANERA_TYPE_SEARCH_PROVIDER, NULL);
  self->actions = actions;
  return self;
}

/**
 * sanera_search_provider_start:
 * @self: a provider
 * @connections: the person's connections
 * @settings: the settings of the application
 *
 * Says what is searched. The provider has to be on the bus before: whoever starts the program by
 * asking it does not wait.
 */
void
sanera_search_provider_start (SaneraSearchProvider *self,
                              SaneraConnections *connections,
                              GSettings *settings)
{
  g_return_if_fail (SANERA_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (SANERA_IS_CONNECTIONS (connections));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->connections == NULL);

  self->connections = g_object_ref (connections);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (close_own), self,
                           G_CONNECT_SWAPPED);
}

/**
 * sanera_search_provider_export:
 * @self: a provider
 * @bus: the session bus
 * @path: object path, as the desktop knows it
 * @error: set when something else is there
 *
 * Returns: whether it can be asked there
 */
gboolean
sanera_search_provider_export (SaneraSearchProvider *self,
                               GDBusConnection *bus,
                               const char *path,
                               GError **error)
{
  g_autoptr (GDBusNodeInfo) node = NULL;

  g_return_val_if_fail (SANERA_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  node = g_dbus_node_info_new_for_xml (interface_xml, error);
  if (node == NULL)
    return FALSE;
  self->registration = g_dbus_connection_register_object (bus, path, node->interfaces[0], &vtable,
                                                          self, NULL, error);
  if (self->registration == 0)
    return FALSE;
  self->bus = g_object_ref (bus);
  return TRUE;
}

/**
 * sanera_search_provider_unexport:
 * @self: a provider
 *
 * Takes it off the bus, if it is there.
 */
void
sanera_search_provider_unexport (SaneraSearchProvider *self)
{
  g_return_if_fail (SANERA_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration);
  self->registration = 0;
  g_clear_object (&self->bus);
}

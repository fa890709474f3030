/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-settings-window.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-announce.h"
#include "sanera-cache-row.h"
#include "sanera-keep-row.h"
#include "sanera-server-row.h"
#include "sanera-tenant-words.h"
#include "sanera-words-error.h"

struct _SaneraSettingsWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *language_row;
  GtkSwitch *terms_switch;
  AdwActionRow *intune_row;
  GtkSwitch *intune_switch;
  GtkSwitch *notifications_switch;
  GtkSwitch *background_switch;
  AdwPreferencesGroup *servers_group;
  AdwPreferencesGroup *cache_group;

  SaneraConnections *connections;
  GSettings *settings;
  GCancellable *cancellable;
  GPtrArray *server_rows;
  GPtrArray *cache_rows; /* of each connection that keeps something */
  GSignalGroup *state_signals; /* of the current connection */
  GSignalGroup *info_signals; /* of its cache */
  gboolean updating;
  gboolean changing; /* the server is being asked to change the setting */
};

G_DEFINE_FINAL_TYPE (SaneraSettingsWindow, sanera_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the row. Languages are named in themselves; only the first is translated. */
static const char *const languages[] = { "", "en", "sv", "zh_CN" };
static const char *const language_names[] = {
  /* Translators: a choice: the language of the desktop */ N_ ("System language"), "English",
  "Svenska", "简体中文"
};

static void
language_changed_cb (SaneraSettingsWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->language_row);

  if (self->updating || selected >= G_N_ELEMENTS (languages))
    return;
  /* This makes the window anew, and this one with it. */
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                              "app.language", "s", languages[selected]);
}

static void
update_intune (SaneraSettingsWindow *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  const SaneraCacheInfo *info = NULL;
  gboolean may = FALSE;
  const char *words = NULL;

  if (connection != NULL)
    info = sanera_cache_get_info (sanera_connection_get_cache (connection));
  may = info != NULL && sanera_cache_info_can (info, "settings");

  if (connection == NULL)
    words = _ ("A setting of each connection: open one first.");
  else if (info != NULL && info->tenant)
    words = sanera_tenant_words_read_only (info);
  else if (info->email == NULL || sanera_connection_get_state (connection) == SANERA_STATE_OFFLINE)
    words = _ ("Can be changed when the server can be reached.");
  else if (!may)
    words = _ ("You may not change this on this server.");
  else
    words = _ ("Adds to remediation requests the choice to create a security task for the IT "
               "administrator.");

  /* What the person has just chosen stays until the server has answered. */
  if (self->changing)
    return;
  self->updating = TRUE;
  gtk_switch_set_active (self->intune_switch, info != NULL && info->intune_connection);
  gtk_switch_set_state (self->intune_switch, info != NULL && info->intune_connection);
  self->updating = FALSE;
  adw_action_row_set_subtitle (self->intune_row, words);
  gtk_widget_set_sensitive (GTK_WIDGET (self->intune_row),
                            may &&
                                sanera_connection_get_state (connection) != SANERA_STATE_OFFLINE);
}

static void
intune_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraSettingsWindow *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  sanera_connection_set_intune_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SANERA_SETTINGS_WINDOW (user_data);
  self->changing = FALSE;
  if (error == NULL)
    {
      gtk_switch_set_state (self->intune_switch, gtk_switch_get_active (self->intune_switch));
      return;
    }
  words = sanera_words_error (error);
  sanera_announce_toast (GTK_WIDGET (self), adw_toast_new (words));
  update_intune (self);
}

static gboolean
intune_set_cb (GtkSwitch *widget, gboolean active, gpointer user_data)
{
  SaneraSettingsWindow *self = SANERA_SETTINGS_WINDOW (user_data);
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  if (!self->updating && connection != NULL)
    {
      self->changing = TRUE;
      sanera_connection_set_intune_async (connection, active, self->cancellable, intune_changed_cb,
                                          self);
    }
  /* The state follows when the server has it. */
  return TRUE;
}

static void
update_cache (SaneraSettingsWindow *self)
{
  for (guint i = 0; i < self->cache_rows->len; i++)
    sanera_cache_row_update (g_ptr_array_index (self->cache_rows, i));
}

/* The setting is that of the connection that is shown, as it is now. */
static void
info_cb (SaneraSettingsWindow *self)
{
  update_intune (self);
  update_cache (self);
}

static void
current_cb (SaneraSettingsWindow *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  g_signal_group_set_target (self->state_signals, connection);
  g_signal_group_set_target (self->info_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  info_cb (self);
}

static void
cleared_cb (SaneraSettingsWindow *self, const char *problem, SaneraCacheRow *row)
{
  gboolean fetched = !sanera_connections_get_offline (self->connections) &&
                     g_strcmp0 (sanera_cache_row_get_id (row),
                                sanera_connections_get_current_id (self->connections)) == 0;

  const char *words =
      fetched ? _ ("Cache cleared; everything is fetched anew") : _ ("Cache cleared");

  sanera_announce_toast (GTK_WIDGET (self), adw_toast_new (problem != NULL ? problem : words));
}

static void
add_cache_row (SaneraSettingsWindow *self, const char *id)
{
  GtkWidget *row = NULL;

  if (!sanera_connections_has_data (self->connections, id))
    return;
  row = sanera_cache_row_new (self->connections, id);
  g_signal_connect_object (row, "cleared", G_CALLBACK (cleared_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->cache_group, row);
  g_ptr_array_add (self->cache_rows, row);
}

/* Each connection has its own. */
static void
list_caches (SaneraSettingsWindow *self)
{
  g_autoptr (GPtrArray) entries = sanera_connections_list (self->connections);

  for (guint i = 0; i < self->cache_rows->len; i++)
    adw_preferences_group_remove (self->cache_group, g_ptr_array_index (self->cache_rows, i));
  g_ptr_array_set_size (self->cache_rows, 0);
  add_cache_row (self, SANERA_CONNECTIONS_PRIVATE);
  for (guint i = 0; i < entries->len; i++)
    add_cache_row (self, ((SaneraConnectionEntry *)g_ptr_array_index (entries, i))->id);
  add_cache_row (self, SANERA_CONNECTIONS_SAMPLE);
}

static void
connect_cb (SaneraSettingsWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.connect", NULL);
}

static void
update_servers (SaneraSettingsWindow *self)
{
  g_autoptr (GPtrArray) entries = sanera_connections_list (self->connections);

  for (guint i = 0; i < self->server_rows->len; i++)
    adw_preferences_group_remove (self->servers_group, g_ptr_array_index (self->server_rows, i));
  g_ptr_array_set_size (self->server_rows, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      GtkWidget *row = sanera_server_row_new (self->connections, g_ptr_array_index (entries, i));

      adw_preferences_group_add (self->servers_group, row);
      g_ptr_array_add (self->server_rows, row);
    }
  adw_preferences_group_set_description (self->servers_group,
                                         entries->len == 0 ? _ ("No server yet.") : NULL);
  list_caches (self);
}

static void
sanera_settings_window_dispose (GObject *object)
{
  SaneraSettingsWindow *self = SANERA_SETTINGS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->state_signals);
  g_clear_object (&self->info_signals);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_settings_window_parent_class)->dispose (object);
}

static void
sanera_settings_window_finalize (GObject *object)
{
  g_ptr_array_unref (SANERA_SETTINGS_WINDOW (object)->server_rows);
  g_ptr_array_unref (SANERA_SETTINGS_WINDOW (object)->cache_rows);

  G_OBJECT_CLASS (sanera_settings_window_parent_class)->finalize (object);
}

static void
sanera_settings_window_class_init (SaneraSettingsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_settings_window_dispose;
  object_class->finalize = sanera_settings_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, language_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, terms_switch);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, intune_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, intune_switch);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, notifications_switch);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, background_switch);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, servers_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraSettingsWindow, cache_group);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, intune_set_cb);
}

static void
sanera_settings_window_init (SaneraSettingsWindow *self)
{
  self->server_rows = g_ptr_array_new ();
  self->cache_rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_languages (SaneraSettingsWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *now = g_settings_get_string (self->settings, "language");

  gtk_string_list_append (names, gettext (language_names[0]));
  for (guint i = 1; i < G_N_ELEMENTS (language_names); i++)
    gtk_string_list_append (names, language_names[i]);
  self->updating = TRUE;
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (names));
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (g_str_equal (languages[i], now))
        adw_combo_row_set_selected (self->language_row, i);
    }
  self->updating = FALSE;
  g_signal_connect_object (self->language_row, "notify::selected", G_CALLBACK (language_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * sanera_settings_window_new:
 * @parent: the window it belongs to
 *
 * Returns: (transfer floating): the settings of @parent's application, to be presented
 */
GtkWidget *
sanera_settings_window_new (SaneraWindow *parent)
{
  SaneraSettingsWindow *self = NULL;

  g_return_val_if_fail (SANERA_IS_WINDOW (parent), NULL);

  self = g_object_new (SANERA_TYPE_SETTINGS_WINDOW, "transient-for", parent, NULL);
  self->connections = g_object_ref (sanera_window_get_connections (parent));
  self->settings = g_object_ref (sanera_window_get_settings (parent));
  g_settings_bind (self->settings, "notifications", self->notifications_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "background", self->background_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  fill_languages (self);
  g_settings_bind (self->settings, "english-terms", self->terms_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (self->cache_group,
                             sanera_keep_row_new (self->connections, self->settings));
  g_signal_connect_object (self->connections, "list-changed", G_CALLBACK (update_servers), self,
                           G_CONNECT_SWAPPED);
  self->state_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->state_signals, "notify::state", G_CALLBACK (update_intune),
                                  self);
  self->info_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->info_signals, "info-changed", G_CALLBACK (info_cb), self);
  g_signal_connect_object (self->connections, "notify::current", G_CALLBACK (current_cb), self,
                           G_CONNECT_SWAPPED);
  update_servers (self);
  current_cb (self);
  sanera_again_set_action (GTK_WINDOW (self), "win.settings", NULL);
  return GTK_WIDGET (self);
}

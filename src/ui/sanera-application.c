/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-application-actions.h"
#include "sanera-background.h"
#include "sanera-exports.h"
#include "sanera-form-state.h"
#include "sanera-help.h"
#include "sanera-language.h"
#include "sanera-link.h"
#include "sanera-motion.h"
#include "sanera-notification-service.h"
#include "sanera-notifier.h"
#include "sanera-screenshots.h"
#include "sanera-search-provider.h"
#include "sanera-settings.h"
#include "sanera-shortcuts.h"
#include "sanera-terms.h"
#include "sanera-window-connect.h"

/* How long after it the windows are looked at again when they could not be made anew. */
#define BUSY_MS 200
/* How long the program waits for the next letter of a search. */
#define SEARCH_LINGER_MS (20 * 1000)

struct _SaneraApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  SaneraConnections *connections;
  SaneraTerms *terms;
  SaneraNotifier *notifier;
  SaneraBackground *background; /* nullable: not while pictures are taken */
  SaneraNotificationService *notifications;
  SaneraSearchProvider *search; /* nullable: of the one instance on the bus */
  gboolean offline;
  guint term_id;
  guint int_id;
  guint rebuild_id;
  char *pictures; /* folder for screenshots; NULL: none wanted */
  int status;
};

G_DEFINE_FINAL_TYPE (SaneraApplication, sanera_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and quit"), NULL },
  { "offline", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show what is cached; contact no server"), NULL },
  { "background", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Start without a window, if notifications are wanted then"), NULL },
  { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the sample data"), NULL },
  { "import", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL,
    N_ ("Import a scan report (may be given several times)"),
    /* Translators: stands for a value in the output of --help */ N_ ("FILE") },
  { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Connect to a server"),
    /* Translators: stands for a value in the output of --help */ N_ ("URL") },
  { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Save pictures of the main screens and quit"),
    /* Translators: stands for a value in the output of --help */ N_ ("FOLDER") },
  { "import-scan", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Choose a scan report to import"), NULL },
  { "new-request", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Choose what to request remediation for"),
    NULL },
  /* Translators: stands for values in the output of --help */
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE…]") },
  { NULL },
};

/* Options that are actions of the application: the entries of its icon's menu. */
static const char *const actions[] = { "import-scan", "new-request" };

static SaneraWindow *
get_window (SaneraApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (SANERA_IS_WINDOW (l->data))
        return l->data;
    }
  return NULL;
}

static SaneraWindow *
make_window (SaneraApplication *self)
{
  return sanera_window_new (GTK_APPLICATION (self), self->connections, self->settings);
}

/* With no connection open yet the one is opened that was shown last. */
static void
open_last (SaneraApplication *self)
{
  if (sanera_connections_get_current_id (self->connections) == NULL)
    {
      g_autofree char *last = g_settings_get_string (self->settings, "connection");

      if (*last)
        sanera_connections_open (self->connections, last);
    }
}

static gboolean
terminate_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
sanera_application_activate (GApplication *application)
{
  sanera_application_present (SANERA_APPLICATION (application));
}

static void
pictures_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraApplication *self = SANERA_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!sanera_screenshots_take_finish (SANERA_WINDOW (source), result, &error))
    {
      g_printerr ("sanera: %s\n", error->message);
      self->status = 1;
    }
  g_application_quit (G_APPLICATION (self));
}

/* The reports named on the command line, by --import or without. */
static GListModel *
get_files (GApplicationCommandLine *command_line, GVariantDict *dict)
{
  static const char *const keys[] = { "import", G_OPTION_REMAINING };
  GListStore *files = g_list_store_new (G_TYPE_FILE);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char **names = NULL;

      if (!g_variant_dict_lookup (dict, keys[i], "^a&ay", &names))
        continue;
      for (guint j = 0; names[j] != NULL; j++)
        {
          if (sanera_link_is (names[j]))
            continue;
          g_autoptr (GFile) file =
              g_application_command_line_create_file_for_arg (command_line, names[j]);

          g_list_store_append (files, file);
        }
    }
  return G_LIST_MODEL (files);
}

/* The desktop hands a link over as an argument like a file (x-scheme-handler/sanera). */
static void
open_links (SaneraApplication *self, GVariantDict *dict)
{
  g_autofree char **names = NULL;

  if (!g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    if (sanera_link_is (names[i]))
      sanera_link_open (get_window (self), names[i]);
}

/* Files and links that come over D-Bus: double-clicked, or dropped on the icon. */
static void
sanera_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  SaneraWindow *window = sanera_application_present (SANERA_APPLICATION (application));
  g_autoptr (GListStore) reports = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      if (sanera_link_is (uri))
        sanera_link_open (window, uri);
      else
        g_list_store_append (reports, files[i]);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (reports)) > 0)
    sanera_window_import (window, G_LIST_MODEL (reports));
}

static int
sanera_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  SaneraApplication *self = SANERA_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autoptr (GListModel) files = get_files (command_line, dict);
  const char *address = NULL;
  g_autoptr (GPtrArray) entries_known = sanera_connections_list (self->connections);

  g_variant_dict_lookup (dict, "server", "&s", &address);
  for (guint i = 0; address != NULL && i < entries_known->len; i++)
    {
      SaneraConnectionEntry *entry = g_ptr_array_index (entries_known, i);

      if (g_str_equal (entry->address, address))
        {
          sanera_connections_open (self->connections, entry->id);
          address = NULL;
        }
    }
  if (g_variant_dict_contains (dict, "sample"))
    sanera_connections_open (self->connections, SANERA_CONNECTIONS_SAMPLE);

  if (g_variant_dict_contains (dict, "background"))
    {
      if (get_window (self) == NULL)
        sanera_connections_set_visible (self->connections, self, FALSE);
      if (self->background != NULL && sanera_background_is_wanted (self->background))
        open_last (self);
      return 0;
    }
  g_application_activate (application);
  if (address != NULL)
    sanera_window_connect_show (get_window (self), address);
  if (g_list_model_get_n_items (files) > 0)
    sanera_window_import (get_window (self), files);
  else if (g_strcmp0 (sanera_connections_get_current_id (self->connections),
                      SANERA_CONNECTIONS_PRIVATE) == 0)
    {
      /* The program may have ended before it was said who the person is. */
      g_action_group_activate_action (G_ACTION_GROUP (get_window (self)), "open-connection",
                                      g_variant_new_string (SANERA_CONNECTIONS_PRIVATE));
    }
  open_links (self, dict);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_variant_dict_contains (dict, actions[i]))
      g_action_group_activate_action (G_ACTION_GROUP (self), actions[i], NULL);
  if (self->pictures != NULL)
    {
      sanera_screenshots_take_async (get_window (self), self->pictures, NULL, pictures_cb,
                                     application);
    }
  else if (g_getenv ("SANERA_BENCH_FIRST_FRAME") != NULL)
    sanera_screenshots_mark_first_frame (get_window (self));
  return 0;
}

static int
sanera_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  SaneraApplication *self = SANERA_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("sanera %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _ ("Sanera needs a display: none could be opened."));
      return 1;
    }
  self->offline = g_variant_dict_contains (dict, "offline");
  /* Pictures are of this run: one that is open already keeps its window to itself. */
  if (g_variant_dict_lookup (dict, "screenshot", "^ay", &self->pictures))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

/* Started for a search alone, the program stays for the next letters, and then goes. */
static void
searching_cb (SaneraApplication *self)
{
  if (get_window (self) != NULL)
    return;
  g_application_hold (G_APPLICATION (self));
  g_application_set_inactivity_timeout (G_APPLICATION (self), SEARCH_LINGER_MS);
  g_application_release (G_APPLICATION (self));
}

/* The name on the bus comes only after this. */
static gboolean
sanera_application_dbus_register (GApplication *application,
                                  GDBusConnection *bus,
                                  const char *path,
                                  GError **error)
{
  SaneraApplication *self = SANERA_APPLICATION (application);
  g_autofree char *search_path = g_strconcat (path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (sanera_application_parent_class)
           ->dbus_register (application, bus, path, error))
    return FALSE;

  self->search = sanera_search_provider_new (G_ACTION_GROUP (self));
  g_signal_connect_object (self->search, "searching", G_CALLBACK (searching_cb), self,
                           G_CONNECT_SWAPPED);
  return sanera_search_provider_export (self->search, bus, search_path, error);
}

static void
sanera_application_dbus_unregister (GApplication *application,
                                    GDBusConnection *bus,
                                    const char *path)
{
  SaneraApplication *self = SANERA_APPLICATION (application);

  if (self->search != NULL)
    sanera_search_provider_unexport (self->search);
  G_APPLICATION_CLASS (sanera_application_parent_class)->dbus_unregister (application, bus, path);
}

static void
sanera_application_startup (GApplication *application)
{
  SaneraApplication *self = SANERA_APPLICATION (application);
  g_autofree char *language = NULL;
  g_autofree char *data_dir = NULL;

  self->settings = sanera_settings_new ();
  language = g_settings_get_string (self->settings, "language");
  if (*language)
    sanera_language_set (language);

  G_APPLICATION_CLASS (sanera_application_parent_class)->startup (application);

  data_dir = g_build_filename (g_get_user_data_dir (), "sanera", NULL);
  self->connections = sanera_connections_new (self->settings, data_dir, self->offline);

  sanera_application_actions_add (self);
  if (self->pictures == NULL)
    {
      self->notifications = sanera_notification_service_new (application);
      self->notifier = sanera_notifier_new (self->connections, self->settings);
      g_signal_connect_object (self->notifier, "notification",
                               G_CALLBACK (sanera_notification_service_send), self->notifications,
                               G_CONNECT_SWAPPED);
      self->background = sanera_background_new (application, self->settings);
    }
  if (self->search != NULL)
    sanera_search_provider_start (self->search, self->connections, self->settings);
  sanera_shortcuts_set_accels (GTK_APPLICATION (self));
  sanera_help_add_keys (G_OBJECT (self));
  self->terms = sanera_terms_new (self->settings);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  sanera_motion_follow (gdk_display_get_default ());
  self->term_id = g_unix_signal_add (SIGTERM, terminate_cb, self);
  self->int_id = g_unix_signal_add (SIGINT, terminate_cb, self);
}

static void
sanera_application_shutdown (GApplication *application)
{
  SaneraApplication *self = SANERA_APPLICATION (application);
  SaneraWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  g_clear_handle_id (&self->term_id, g_source_remove);
  g_clear_handle_id (&self->int_id, g_source_remove);
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_object (&self->background);
  g_clear_object (&self->notifier);
  g_clear_object (&self->notifications);
  g_clear_object (&self->search);
  sanera_connections_close (self->connections);

  G_APPLICATION_CLASS (sanera_application_parent_class)->shutdown (application);
}

static void
sanera_application_dispose (GObject *object)
{
  SaneraApplication *self = SANERA_APPLICATION (object);

  g_clear_object (&self->background);
  g_clear_object (&self->notifier);
  g_clear_object (&self->notifications);
  g_clear_object (&self->search);
  g_clear_object (&self->connections);
  g_clear_object (&self->terms);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->pictures, g_free);

  G_OBJECT_CLASS (sanera_application_parent_class)->dispose (object);
}

static void
sanera_application_class_init (SaneraApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sanera_application_dispose;
  application_class->activate = sanera_application_activate;
  application_class->command_line = sanera_application_command_line;
  application_class->open = sanera_application_open;
  application_class->handle_local_options = sanera_application_handle_local_options;
  application_class->dbus_register = sanera_application_dbus_register;
  application_class->dbus_unregister = sanera_application_dbus_unregister;
  application_class->startup = sanera_application_startup;
  application_class->shutdown = sanera_application_shutdown;
}

static void
sanera_application_init (SaneraApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * sanera_application_new:
 *
 * Returns: (transfer full): the application, to be run
 */
SaneraApplication *
sanera_application_new (void)
{
  return g_object_new (SANERA_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/sanera/Sanera", NULL);
}

/**
 * sanera_application_present:
 * @self: the application, started
 *
 * Shows the window, made now if there is none. With no connection open yet the one is opened that
 * was shown last.
 *
 * Returns: (transfer none): the window
 */
SaneraWindow *
sanera_application_present (SaneraApplication *self)
{
  SaneraWindow *window = NULL;

  g_return_val_if_fail (SANERA_IS_APPLICATION (self), NULL);

  open_last (self);
  window = get_window (self);
  if (window == NULL)
    {
      /* From now on it ends with its window. */
      g_application_set_inactivity_timeout (G_APPLICATION (self), 0);
      window = make_window (self);
    }
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/**
 * sanera_application_get_window:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its window, if there is one
 */
SaneraWindow *
sanera_application_get_window (SaneraApplication *self)
{
  g_return_val_if_fail (SANERA_IS_APPLICATION (self), NULL);

  return get_window (self);
}

static void
language_applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The rows keep the words of the language before until they are synced again. */
  if (!sanera_cache_set_language_finish (SANERA_CACHE (source), result, &error))
    g_message ("Rewriting the cache in another language failed: %s", error->message);
}

static gboolean rebuild_cb (gpointer user_data);

static void
plan_rebuild (SaneraApplication *self)
{
  if (self->rebuild_id == 0)
    self->rebuild_id = g_idle_add (rebuild_cb, self);
}

/* Whether something goes on in the window or over it that would be lost with it. */
static gboolean
is_busy (SaneraWindow *window)
{
  return sanera_again_find_obstacle (GTK_WINDOW (window)) != NULL ||
         sanera_exports_get_running (sanera_exports_get (GTK_WINDOW (window))) > 0;
}

static void
take_size (GtkWindow *window, GtkWindow *old)
{
  int width, height;

  gtk_window_get_default_size (old, &width, &height);
  gtk_window_set_default_size (window, width, height);
  if (gtk_window_is_maximized (old))
    gtk_window_maximize (window);
}

/* Made anew outside of the settings window's own signal, which ends with it. */
static gboolean
rebuild_cb (gpointer user_data)
{
  SaneraApplication *self = SANERA_APPLICATION (user_data);
  SaneraWindow *old = get_window (self);
  SaneraWindow *window = NULL;
  g_autoptr (SaneraViewState) state = NULL;
  g_autoptr (GPtrArray) dialogs = NULL;
  SaneraFormState *view = NULL;

  self->rebuild_id = 0;
  if (old == NULL)
    return G_SOURCE_REMOVE;
  if (is_busy (old))
    {
      self->rebuild_id = g_timeout_add (BUSY_MS, rebuild_cb, self);
      return G_SOURCE_REMOVE;
    }

  dialogs = sanera_again_close (GTK_WINDOW (old));
  view = sanera_form_state_new_view (GTK_WIDGET (old));
  state = sanera_window_save_state (old);
  window = make_window (self);
  take_size (GTK_WINDOW (window), GTK_WINDOW (old));
  sanera_window_restore_state (window, state);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (old));
  sanera_form_state_restore (view, GTK_WIDGET (window));
  sanera_again_open (dialogs, GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

/**
 * sanera_application_get_exit_status:
 * @self: the application, after it has run
 *
 * Returns: 1 when what was asked for on the command line failed after the start, else 0
 */
int
sanera_application_get_exit_status (SaneraApplication *self)
{
  g_return_val_if_fail (SANERA_IS_APPLICATION (self), 1);

  return self->status;
}

/**
 * sanera_application_set_language:
 * @self: the application
 * @language: "" for the language of the system, "en", "sv" or "zh_CN"
 *
 * Keeps the choice and applies it at once: the window is made anew from its state, and the dialogs
 * over it with what was done in them. While something is on its way in one, or a file is being
 * chosen or written, that waits for its end.
 */
void
sanera_application_set_language (SaneraApplication *self, const char *language)
{
  g_autofree char *now = NULL;
  SaneraConnection *connection = NULL;

  g_return_if_fail (SANERA_IS_APPLICATION (self));
  g_return_if_fail (language != NULL);

  now = g_settings_get_string (self->settings, "language");
  if (g_str_equal (now, language))
    return;

  g_settings_set_string (self->settings, "language", language);
  sanera_language_set (language);
  connection = sanera_connections_get_current (self->connections);
  if (connection != NULL)
    sanera_cache_set_language_async (sanera_connection_get_cache (connection), NULL,
                                     language_applied_cb, NULL);
  plan_rebuild (self);
}

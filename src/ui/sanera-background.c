/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-background.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Exists inside a Flatpak only: there the desktop is asked to start the program, as what is written
 * inside is not seen outside. */
#define SANDBOX_INFO "/.flatpak-info"

struct _SaneraBackground
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns this */
  GSettings *settings;
  gboolean holding;
};

G_DEFINE_FINAL_TYPE (SaneraBackground, sanera_background, G_TYPE_OBJECT)

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    g_debug ("The desktop was not asked to start Sanera at log-in: %s", error->message);
}

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html */
static void
ask_desktop (SaneraBackground *self, gboolean wanted)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  static const char *const command[] = { "sanera", "--background", NULL };
  GVariantBuilder options;

  if (bus == NULL)
    return;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (
      &options, "{sv}", "reason",
      g_variant_new_string (_ ("To tell you what has happened, also while its window is closed")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (wanted));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                          "org.freedesktop.portal.Background", "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, asked_cb, NULL);
}

/* As the Desktop Entry Specification wants it: in quotation marks, these characters escaped, and a
 * backslash once more as in every string of such a file; a percent sign stands doubled. */
static char *
quote (const char *path)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = path; *c; c++)
    {
      if (*c == '\\')
        g_string_append (quoted, "\\\\\\\\");
      else if (strchr ("\"`$", *c) != NULL)
        g_string_append_printf (quoted, "\\\\%c", *c);
      else if (*c == '%')
        g_string_append (quoted, "%%");
      else
        g_string_append_c (quoted, *c);
    }
  return g_string_free (g_string_append_c (quoted, '"'), FALSE);
}

/* The program that runs: by its name where that leads to it, so that an update finds it. */
static char *
find_program (void)
{
  g_autofree char *running = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *installed = g_find_program_in_path ("sanera");
  g_autofree char *real = installed != NULL ? g_canonicalize_filename (installed, "/") : NULL;

  return running != NULL && g_strcmp0 (real, running) != 0 ? quote (running) : g_strdup ("sanera");
}

static gboolean
write_entry (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *program = find_program ();
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\n"
                                           "Type=Application\n"
                                           "Name=Sanera\n"
                                           "Icon=" APPLICATION_ID "\n"
                                           "Exec=%s --background\n"
                                           "X-GNOME-UsesNotifications=true\n",
                                           program);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, (int)g_io_error_from_errno (errno),
                           g_strerror (errno));
      return FALSE;
    }
  return g_file_set_contents (path, text, -1, error);
}

static void
start_at_login (SaneraBackground *self, gboolean wanted)
{
  g_autofree char *path =
      g_build_filename (g_get_user_config_dir (), "autostart", APPLICATION_ID ".desktop", NULL);
  g_autoptr (GError) error = NULL;

  if (g_file_test (SANDBOX_INFO, G_FILE_TEST_EXISTS))
    ask_desktop (self, wanted);
  else if (!wanted)
    g_unlink (path);
  else if (!write_entry (path, &error))
    g_warning ("Sanera will not be started at log-in: %s: %s", path, error->message);
}

static void
hold (SaneraBackground *self)
{
  gboolean wanted = sanera_background_is_wanted (self);

  if (wanted == self->holding)
    return;

  self->holding = wanted;
  if (wanted)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

/* Only what the person changes here touches the entry: who removed it with the desktop's own means
 * has decided. */
static void
changed_cb (SaneraBackground *self)
{
  if (sanera_background_is_wanted (self) != self->holding)
    start_at_login (self, sanera_background_is_wanted (self));
  hold (self);
}

static void
sanera_background_dispose (GObject *object)
{
  SaneraBackground *self = SANERA_BACKGROUND (object);

  if (self->holding)
    g_application_release (self->application);
  self->holding = FALSE;
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_background_parent_class)->dispose (object);
}

static void
sanera_background_class_init (SaneraBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_background_dispose;
}

static void
sanera_background_init (SaneraBackground *self)
{
}

/**
 * sanera_background_new:
 * @application: the application, started; it must outlive the result
 * @settings: its settings
 *
 * From now on @application runs without a window while "background" and "notifications" are on.
 * Switching them writes or removes the entry of the desktop that starts it at log-in, in
 * `$XDG_CONFIG_HOME/autostart` (Desktop Application Autostart Specification); inside a Flatpak the
 * desktop is asked through its portal.
 *
 * Returns: (transfer full): what keeps it
 */
SaneraBackground *
sanera_background_new (GApplication *application, GSettings *settings)
{
  SaneraBackground *self = NULL;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SANERA_TYPE_BACKGROUND, NULL);
  self->application = application;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::background", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::notifications", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  hold (self);
  return self;
}

/**
 * sanera_background_is_wanted:
 * @self: what keeps the application
 *
 * Returns: whether the person wants to be told of news also while no window is open
 */
gboolean
sanera_background_is_wanted (SaneraBackground *self)
{
  g_return_val_if_fail (SANERA_IS_BACKGROUND (self), FALSE);

  return g_settings_get_boolean (self->settings, "background") &&
         g_settings_get_boolean (self->settings, "notifications");
}

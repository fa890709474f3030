/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "sanera-help-topics.h"
#include "sanera-language.h"
#include "sanera-place.h"

/* The folders of Mallard documents know no "en": the original is "C". */
static const char *
get_folder (const char *language, SaneraHelpForm form)
{
  return form == SANERA_HELP_MALLARD && g_str_equal (language, "en") ? "C" : language;
}

/* Returns: (transfer full): where a page is, or would be, in the folder the program is installed
 * to, or in one of the build. */
static char *
get_path (const char *built, const char *topic, const char *language, SaneraHelpForm form)
{
  const char *folder = get_folder (language, form);
  g_autofree char *name =
      g_strconcat (topic, form == SANERA_HELP_MALLARD ? ".page" : ".html", NULL);
  g_autofree char *installed = NULL;

  if (built != NULL)
    return g_build_filename (built, form == SANERA_HELP_MALLARD ? "" : "html", folder, name, NULL);
  installed = sanera_place_find (form == SANERA_HELP_MALLARD ? HELPDIR : WEBHELPDIR);
  if (form == SANERA_HELP_MALLARD)
    return g_build_filename (installed, folder, "sanera", name, NULL);
  return g_build_filename (installed, folder, name, NULL);
}

/**
 * sanera_help_find_page:
 * @topic: name of a page: "request"
 * @language: language of the interface: "en", "sv", "zh_CN"
 * @form: which form of it is wanted
 *
 * Looks a page of the user guide up among what is installed; where SANERA_HELPDIR is set, in its
 * folders (separated by colons) instead. The page itself is named and not its "help:" address: Yelp
 * would look for that in the language of the desktop, which need not be the one of the interface.
 *
 * Returns: (transfer full) (nullable): its URI, in English where @language has none; %NULL when it
 *   is not installed
 */
char *
sanera_help_find_page (const char *topic, const char *language, SaneraHelpForm form)
{
  const char *const languages[] = { language, "en" };
  const char *search = g_getenv ("SANERA_HELPDIR");
  g_auto (GStrv) folders = NULL;

  g_return_val_if_fail (topic != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  folders = search != NULL ? g_strsplit (search, G_SEARCHPATH_SEPARATOR_S, -1) : g_new0 (char *, 1);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      guint j = 0;

      do
        {
          g_autofree char *path = get_path (folders[j], topic, languages[i], form);

          if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
            return g_filename_to_uri (path, NULL, NULL);
        }
      while (folders[j] != NULL && folders[++j] != NULL);
    }
  return NULL;
}

/* Any program may claim the "help" scheme; of those, Yelp reads Mallard. */
static GAppInfo *
find_yelp (void)
{
  g_autolist (GAppInfo) all = g_app_info_get_all_for_type ("x-scheme-handler/help");

  for (GList *l = all; l != NULL; l = l->next)
    {
      g_autofree char *program = g_path_get_basename (g_app_info_get_executable (l->data));

      if (g_str_equal (program, "yelp"))
        return g_object_ref (l->data);
    }
  return NULL;
}

static void
tell (GtkWindow *window, const char *words)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("The help cannot be shown"), words);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (GtkWindow) window = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;

  g_weak_ref_clear (weak);
  g_free (weak);
  if (g_app_info_launch_default_for_uri_finish (result, &error))
    return;
  g_debug ("no web browser: %s", error->message);
  if (window != NULL && gtk_widget_get_mapped (GTK_WIDGET (window)))
    tell (window, _ ("Neither Yelp nor a web browser could be opened. Install one of them."));
}

/* A browser may take its time; the window need not wait for it. */
static void
launch_browser (GtkWindow *window, const char *uri, GdkAppLaunchContext *context)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, window);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           weak);
}

/**
 * sanera_help_show:
 * @window: a window on screen
 *
 * Opens the user guide at the page that belongs to what the window shows: with Yelp, else in the
 * web browser, else says in words why not.
 */
void
sanera_help_show (GtkWindow *window)
{
  GdkDisplay *display;
  const char *topic;
  g_autofree char *page = NULL;
  g_autofree char *web = NULL;
  g_autoptr (GAppInfo) yelp = NULL;
  g_autoptr (GdkAppLaunchContext) context = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));

  display = gtk_widget_get_display (GTK_WIDGET (window));
  context = gdk_display_get_app_launch_context (display);
  topic = sanera_help_topics_find (window);
  page = sanera_help_find_page (topic, sanera_language_get (), SANERA_HELP_MALLARD);
  yelp = page != NULL ? find_yelp () : NULL;
  if (yelp != NULL)
    {
      GList uris = { page, NULL, NULL };
      g_autoptr (GError) error = NULL;

      if (g_app_info_launch_uris (yelp, &uris, G_APP_LAUNCH_CONTEXT (context), &error))
        return;
      g_debug ("Yelp does not start: %s", error->message);
    }

  web = sanera_help_find_page (topic, sanera_language_get (), SANERA_HELP_WEB);
  if (web != NULL)
    launch_browser (window, web, context);
  else if (page != NULL)
    tell (window, _ ("Yelp, which shows it, is not installed on this computer."));
  else
    tell (window, _ ("The user guide is not installed on this computer."));
}

static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  sanera_help_show (GTK_WINDOW (widget));
  return TRUE;
}

/* The keys of the application's actions do not reach dialogs. */
static void
add_key (GtkWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                        gtk_callback_action_new (key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

static void
toplevels_changed_cb (GListModel *toplevels,
                      guint position,
                      guint removed,
                      guint added,
                      gpointer user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      add_key (window);
    }
}

/**
 * sanera_help_add_keys:
 * @owner: lives as long as there are windows
 *
 * Lets F1 open the user guide from each window and dialog that is made from now on.
 */
void
sanera_help_add_keys (GObject *owner)
{
  g_return_if_fail (G_IS_OBJECT (owner));

  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed",
                           G_CALLBACK (toplevels_changed_cb), owner, 0);
}

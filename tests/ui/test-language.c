/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings › Language while something is open: every page, flyout and dialog speaks the new
 * language at once, and nothing is lost that was typed, chosen or open. Settings › Show English
 * terms: each term of the glossary that is seen there has its English one. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "application-support.h"
#include "sanera-flyout.h"
#include "sanera-import-dialog.h"
#include "sanera-language.h"
#include "sanera-list-page.h"
#include "sanera-person-dialog.h"
#include "sanera-screens.h"
#include "sanera-settings.h"
#include "sanera-settings-window.h"
#include "screen-assert.h"
#include "switch-check.h"
#include "ui-support.h"

/* The private server starts and makes the sample fleet, on a loaded machine. */
#define LIMIT_MS (240 * 1000)
/* A window is made anew, under sanitizers. */
#define SWITCH_MS (60 * 1000)

static SaneraApplication *application;
static SwitchWords *words;
static GSettings *settings;
static SaneraTerms *terms;
static guint n_switches;

static SaneraWindow *
get_window (void)
{
  return application_support_get_window (application);
}

/* What lies over all others. */
static GtkWidget *
get_top (void)
{
  GtkWidget *top = GTK_WIDGET (get_window ());

  for (GtkWidget *above = top; above != NULL;)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();

      top = above;
      above = NULL;
      for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
        {
          g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

          if (gtk_widget_get_mapped (GTK_WIDGET (window)) &&
              gtk_window_get_transient_for (window) == GTK_WINDOW (top))
            above = GTK_WIDGET (window);
        }
    }
  return top;
}

/* The id of the record in the flyout, or NULL. */
static const char *
get_flyout_id (void)
{
  SaneraPage *page = sanera_window_get_page (get_window ());
  GtkWidget *flyout = page != NULL ? sanera_page_get_flyout (page) : NULL;
  SaneraRecord *record =
      SANERA_IS_FLYOUT (flyout) ? sanera_flyout_get_record (SANERA_FLYOUT (flyout)) : NULL;

  return record != NULL && sanera_page_get_flyout_open (page) ? sanera_record_get_id (record)
                                                              : NULL;
}

/* What is to be the same afterwards. */
typedef struct
{
  GType type;
  char *page;
  char *flyout;
  char *fields;
  GHashTable *labels;
  SaneraWindow *window;
  const char *language;
  char *problem; /* of the last look */
} Before;

static const char *
get_page_id (void)
{
  SaneraPage *page = sanera_window_get_page (get_window ());

  return page != NULL ? sanera_page_get_id (page) : NULL;
}

/* The main window has marks of rows and a search that is part of its query; the settings are as
 * they are set. */
static char *
describe_fields (GtkWidget *top)
{
  return SANERA_IS_WINDOW (top) || SANERA_IS_SETTINGS_WINDOW (top) ? g_strdup ("")
                                                                   : switch_check_describe (top);
}

static gboolean
is_same (gpointer data)
{
  Before *before = data;
  GtkWidget *top = get_top ();
  g_autofree char *fields = NULL;

  g_clear_pointer (&before->problem, g_free);
  if (get_window () == NULL || get_window () == before->window)
    before->problem = g_strdup ("the window is still the old one");
  else if (G_OBJECT_TYPE (top) != before->type)
    before->problem = g_strdup_printf ("there is a %s in its place", G_OBJECT_TYPE_NAME (top));
  else if (g_strcmp0 (get_page_id (), before->page) != 0)
    before->problem = g_strdup_printf ("the page is %s", get_page_id ());
  else if (g_strcmp0 (get_flyout_id (), before->flyout) != 0)
    before->problem = g_strdup_printf ("the flyout shows %s", get_flyout_id ());
  else
    {
      fields = describe_fields (top);
      if (!g_str_equal (fields, before->fields))
        before->problem = g_strdup_printf ("%s became %s", before->fields, fields);
      else
        before->problem = switch_words_find_left (words, before->labels, top, before->language,
                                                  sanera_language_get ());
      if (before->problem == NULL && g_settings_get_boolean (settings, "english-terms"))
        before->problem = switch_words_find_silent (words, terms, top, sanera_language_get ());
    }
  return before->problem == NULL;
}

/* Speaks @language while the top window is open; @name is for what goes wrong. */
static void
switch_to (const char *language, const char *name)
{
  GtkWidget *top = get_top ();
  Before before = { 0 };

  before.type = G_OBJECT_TYPE (top);
  before.page = g_strdup (get_page_id ());
  before.flyout = g_strdup (get_flyout_id ());
  before.fields = describe_fields (top);
  before.labels = switch_check_labels (top);
  before.window = get_window ();
  before.language = sanera_language_get ();
  g_action_group_activate_action (G_ACTION_GROUP (application), "language",
                                  g_variant_new_string (language));
  g_assert_cmpstr (sanera_language_get (), ==, language);
  if (!ui_wait_until (is_same, &before, SWITCH_MS))
    g_test_message ("%s, %s to %s: %s", name, before.language, language, before.problem);
  g_assert_cmpstr (before.problem, ==, NULL);
  g_free (before.page);
  g_free (before.flyout);
  g_free (before.fields);
  g_hash_table_unref (before.labels);
}

/* There and back, twice in a row without a pause, with the English terms coming and going. Which
 * languages: each in its turn. */
static void
switch_twice (const char *name)
{
  static const char *const languages[] = { "zh_CN", "sv", "en" };
  const char *first = languages[n_switches % 3];
  const char *second = languages[(n_switches + 1) % 3];

  n_switches += 2;
  if (g_str_equal (first, sanera_language_get ()))
    n_switches++, first = second, second = languages[(n_switches - 1) % 3];
  switch_to (first, name);
  g_settings_set_boolean (settings, "english-terms",
                          !g_settings_get_boolean (settings, "english-terms"));
  switch_to (second, name);
}

static gboolean
has_top (gpointer window)
{
  return get_top () != window;
}

/* A dialog with something in every field; the settings would be set. */
static void
check_dialog (const char *name)
{
  GtkWidget *top = get_top ();

  ui_wait_frame (top);
  if (!SANERA_IS_WINDOW (top) && !SANERA_IS_SETTINGS_WINDOW (top))
    switch_check_fill (top);
  switch_twice (name);
}

static void
close_all (void)
{
  for (GtkWidget *top = get_top (); !SANERA_IS_WINDOW (top); top = get_top ())
    gtk_window_destroy (GTK_WINDOW (top));
}

static gboolean
has_button (gpointer label)
{
  GtkWidget *button = ui_find_text (get_top (), GTK_TYPE_BUTTON, label);

  return button != NULL && gtk_widget_is_sensitive (button);
}

/* Which opens a dialog over a window that is one itself. */
static void
press (const char *label)
{
  GtkWidget *top = get_top ();

  g_assert_true (ui_wait_until (has_button, (gpointer)label, LIMIT_MS));
  ui_click (ui_find_text (top, GTK_TYPE_BUTTON, label));
  g_assert_true (ui_wait_until (has_top, top, LIMIT_MS));
  check_dialog (label);
}

static void
check_screen (const SaneraScreen *screen)
{
  GtkWidget *subject;

  /* Steps on the way to a picture, which change something. */
  if (*screen->file_name == '\0' ||
      (screen->kind > SANERA_SCREEN_ACTION && screen->kind != SANERA_SCREEN_TAB))
    return;
  if (screen->kind != SANERA_SCREEN_TAB)
    close_all ();
  subject = sanera_screen_prepare (screen, get_window (), NULL);
  if (subject == NULL || GTK_IS_POPOVER (subject))
    return;
  if (screen->late && subject == GTK_WIDGET (get_window ()))
    g_assert_true (ui_wait_until (has_top, get_window (), LIMIT_MS));
  if (screen->kind == SANERA_SCREEN_PAGE &&
      SANERA_IS_LIST_PAGE (sanera_window_get_page (get_window ())))
    ui_wait_until (application_support_has_rows, application, SWITCH_MS);
  g_test_message ("%s", screen->file_name);
  check_dialog (screen->file_name);
}

static void
open_sample (void)
{
  sanera_connections_open (sanera_window_get_connections (get_window ()),
                           SANERA_CONNECTIONS_SAMPLE);
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
}

/* All that there are pictures of. */
static void
test_screens (void)
{
  const SaneraScreen *screens = sanera_screens_get (sanera_window_get_connections (get_window ()));

  open_sample ();
  for (guint i = 0; screens[i].file_name != NULL && screens[i].kind != SANERA_SCREEN_DARK; i++)
    check_screen (&screens[i]);
  close_all ();
}

/* Over windows that lie over the main window themselves. */
static void
test_above (void)
{
  static const SaneraScreen administration = { "administration", SANERA_SCREEN_ACTION,
                                               "win.administration", FALSE };
  static const SaneraScreen rules = { "rules", SANERA_SCREEN_TAB, "rules", FALSE };
  GtkWidget *subject;

  open_sample ();
  g_action_group_activate_action (G_ACTION_GROUP (application), "language",
                                  g_variant_new_string ("en"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
  subject = sanera_screen_prepare (&administration, get_window (), NULL);
  g_assert_nonnull (subject);
  ui_wait_frame (subject);
  press ("Add…");
  close_all ();

  g_action_group_activate_action (G_ACTION_GROUP (application), "language",
                                  g_variant_new_string ("en"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
  subject = sanera_screen_prepare (&administration, get_window (), NULL);
  g_assert_nonnull (sanera_screen_prepare (&rules, get_window (), subject));
  ui_wait_frame (subject);
  press ("Add…");
  close_all ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_window ()), "app.about", NULL));
  switch_twice ("about");
  close_all ();
}

static gboolean
has_import (gpointer data)
{
  GtkWidget *top = get_top ();
  GtkWidget *button =
      SANERA_IS_IMPORT_DIALOG (top) ? ui_find (top, GTK_TYPE_BUTTON, "import_button") : NULL;

  return button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button);
}

static gboolean
is_person_asked (gpointer data)
{
  return SANERA_IS_PERSON_DIALOG (get_top ());
}

/* From the file to its preview: the questions on the way, and what is typed in them. */
static void
test_import (void)
{
  g_autoptr (GFile) file = g_file_new_for_path (TEST_REPORT);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GtkWidget *question;

  open_sample ();
  g_list_store_append (files, file);
  sanera_window_import (get_window (), G_LIST_MODEL (files));
  g_assert_true (ADW_IS_MESSAGE_DIALOG (get_top ()));
  check_dialog ("leave the sample data");
  question = get_top ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "leave");
  gtk_window_destroy (GTK_WINDOW (question));
  g_assert_true (ui_wait_until (is_person_asked, NULL, LIMIT_MS));
  check_dialog ("who are you");
  question = get_top ();
  gtk_editable_set_text (GTK_EDITABLE (ui_find (question, ADW_TYPE_ENTRY_ROW, NULL)), "Åsa");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "continue");
  gtk_window_destroy (GTK_WINDOW (question));
  g_assert_true (ui_wait_until (has_import, NULL, LIMIT_MS));
  /* Dropped on the main window meanwhile: it comes after this one, in whatever language. */
  sanera_window_import (get_window (), G_LIST_MODEL (files));
  check_dialog ("import");
  g_assert_true (ui_wait_until (has_import, NULL, LIMIT_MS));
  screen_assert (get_top (), "large-import.png");
  gtk_window_close (GTK_WINDOW (get_top ()));
  g_assert_true (ui_wait_until (has_import, NULL, LIMIT_MS));
  close_all ();
}

int
main (int argc, char *argv[])
{
  int status;

  sanera_language_init ("en", BUILD_LOCALEDIR);
  g_setenv ("SANERA_SERVER", TEST_SERVER, TRUE);
  ui_init (&argc, &argv);
  words = switch_words_new ();
  settings = sanera_settings_new ();
  application = sanera_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_activate (G_APPLICATION (application));
  terms = sanera_terms_new (settings); /* beside those of the application */
  g_test_add_func ("/language/screens", test_screens);
  g_test_add_func ("/language/above", test_above);
  g_test_add_func ("/language/import", test_import);
  status = g_test_run ();
  gtk_window_close (GTK_WINDOW (get_window ()));
  g_object_unref (terms);
  g_object_unref (settings);
  g_object_unref (application);
  switch_words_free (words);
  return status;
}

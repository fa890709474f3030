/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every screen of the program in every language and size: nothing cut off, nothing without a name,
 * no letter of a mnemonic twice, nothing too pale. */
#include "config.h"

#include <adwaita.h>

#include "application-support.h"
#include "sanera-first-start.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-screens.h"
#include "sanera-settings.h"
#include "screen-check.h"
#include "screen-tabs.h"
#include "ui-support.h"

/* The private server starts and makes the sample fleet, on a loaded machine. */
#define LIMIT_MS (240 * 1000)
/* A dialog that opens late: it reads first. */
#define DIALOG_MS (20 * 1000)
#define OPENINGS 4
/* Nothing has been painted for so long: all is there. A spinner never rests. */
#define REST_US (40 * G_TIME_SPAN_MILLISECOND)
#define REST_LIMIT_MS 2000
/* So often a window is looked at again before what is wrong with it is said, and so long while
 * there is patience: a loaded machine may fold the sidebar, fill a list or read a dialog only now.
 */
#define LEAST_LOOKS 25
#define LOOK_US (20 * G_TIME_SPAN_SECOND)
/* Of all windows together: where something is wrong everywhere, the end is to come all the same. */
#define PATIENCE_US (60 * G_TIME_SPAN_SECOND)
/* WCAG 2.1, 1.4.3 (AA). */
#define LEAST_CONTRAST 4.5

typedef struct
{
  int width;
  int height;
  int percent; /* scale of text */
} Size;

/* What a run of all screens goes through. Another size of letters lays every row out anew, so that
 * each has a run of its own. Colours are the same in every language, so that one run sees those of
 * high contrast, in light and in dark. */
typedef struct
{
  const char *language;
  const Size *sizes; /* two */
  gboolean high_contrast;
  gboolean small; /* what opens from a screen too: menus, small dialogs */
} Run;

static const Size usual_sizes[] = { { 1280, 800, 100 }, { 720, 540, 100 } };
static const Size large_sizes[] = { { 720, 540, 150 }, { 1280, 800, 150 } };

static const Run runs[] = {
  { "en", usual_sizes, TRUE, FALSE },     { "en", large_sizes, FALSE, FALSE },
  { "sv", usual_sizes, FALSE, TRUE },     { "sv", large_sizes, FALSE, TRUE },
  { "zh_CN", usual_sizes, FALSE, FALSE }, { "zh_CN", large_sizes, FALSE, TRUE },
};

/* Sanitizers see the same code in each: the first two are enough for them. */
#ifdef __SANITIZE_ADDRESS__
#define N_RUNS 2
#else
#define N_RUNS G_N_ELEMENTS (runs)
#endif

/* What the desktop says comes over a portal, which there is none of here. libadwaita exports these
 * for its inspector, in no header. */
gpointer adw_settings_get_default (void);
void adw_settings_start_override (gpointer settings);
void adw_settings_end_override (gpointer settings);
void adw_settings_override_high_contrast (gpointer settings, gboolean high_contrast);

static SaneraApplication *application;
static GPtrArray *found; /* what is wrong anywhere */
static gint64 patience = PATIENCE_US; /* what is left of it, in microseconds */

static SaneraWindow *
get_window (void)
{
  return application_support_get_window (application);
}

typedef struct
{
  gint64 painted;
} Rest;

static void
painted_cb (GdkFrameClock *clock, Rest *rest)
{
  rest->painted = g_get_monotonic_time ();
}

static gboolean
is_at_rest (gpointer data)
{
  return g_get_monotonic_time () - ((Rest *)data)->painted >= REST_US;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets a window come to rest: what is read has come, what is laid out is drawn. */
static void
settle (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  Rest rest = { 0 };
  gulong handler;
  guint tick;

  ui_wait_frame (widget);
  rest.painted = g_get_monotonic_time ();
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &rest);
  tick = g_timeout_add (10, tick_cb, NULL);
  ui_wait_until (is_at_rest, &rest, REST_LIMIT_MS);
  g_source_remove (tick);
  g_signal_handler_disconnect (clock, handler);
}

static int
keep_number (GtkWidget *root, const char *key, int number)
{
  int kept = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (root), key));

  if (kept == 0)
    g_object_set_data (G_OBJECT (root), key, GINT_TO_POINTER (kept = number));
  return kept;
}

/* Returns FALSE when it had that size already. */
static gboolean
set_size (GtkWidget *root, const Size *size)
{
  int width, height, wanted_width = size->width, wanted_height = size->height;

  if (!GTK_IS_WINDOW (root))
    return FALSE;
  gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  /* Not laid out yet. */
  if (gtk_widget_get_width (root) == 0)
    settle (root);
  if (!SANERA_IS_WINDOW (root))
    {
      /* A dialog is as large as it asks, and no larger than the screen. */
      width = width > 0 ? width : gtk_widget_get_width (root);
      height = height > 0 ? height : gtk_widget_get_height (root);
      wanted_width = MIN (wanted_width, keep_number (root, "test-width", width));
      wanted_height = MIN (wanted_height, keep_number (root, "test-height", height));
    }
  if (wanted_width == width && wanted_height == height)
    return FALSE;
  gtk_window_set_default_size (GTK_WINDOW (root), wanted_width, wanted_height);
  return TRUE;
}

static void
report (const char *file_name, const char *how, GPtrArray *problems, GtkWidget *root)
{
  g_autofree char *picture = NULL;

  if (problems->len == 0)
    return;
  for (guint i = 0; i < problems->len; i++)
    {
      char *line = g_strdup_printf ("%s %s: %s", file_name, how, (char *)problems->pdata[i]);

      g_test_message ("%s", line);
      g_ptr_array_add (found, line);
    }
  picture = g_strdup_printf ("wrong-%s-%s", how, file_name);
  ui_save_picture (root, picture);
}

/* What is wrong with a window of one size, and stays wrong. */
static void
look (GtkWidget *root, const char *file_name, const Size *size, gboolean closely)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *how = g_strdup_printf ("%s-%dx%d-%d", sanera_language_get (), size->width,
                                          size->height, size->percent);
  ScreenCheck check = { root, size->width, size->height, size->percent, problems };
  gint64 started = g_get_monotonic_time ();
  gint64 longest = MIN (patience, LOOK_US);
  guint looks = 0;

  do
    {
      g_ptr_array_set_size (problems, 0);
      settle (root);
      screen_check_layout (&check);
      if (closely)
        {
          screen_check_names (&check);
          screen_check_mnemonics (&check);
          /* Tab goes the same way in every language. */
          if (g_str_equal (sanera_language_get (), "en"))
            screen_tabs_check (&check);
          screen_check_contrast (&check, LEAST_CONTRAST);
        }
      looks++;
    }
  while (problems->len > 0 && (looks < LEAST_LOOKS || g_get_monotonic_time () - started < longest));
  if (problems->len > 0)
    patience = MAX (0, patience - (g_get_monotonic_time () - started));
  report (file_name, how, problems, root);
}

static void
check_screen (GtkWidget *root, const char *file_name, const Size *sizes)
{
  for (guint i = 0; i < 2; i++)
    if (set_size (root, &sizes[i]) || i == 0)
      look (root, file_name, &sizes[i], i == 0 && sizes[i].percent == 100);
}

static void
report_missing (const char *file_name)
{
  char *line = g_strdup_printf ("%s: there is no such screen", file_name);

  g_test_message ("%s", line);
  g_ptr_array_add (found, line);
}

/* What the sample fleet has not, which no document or second scanner tells of; and the sidebar,
 * which in a wide window is part of every other screen. */
static gboolean
may_be_missing (const SaneraScreen *screen)
{
  static const char *const names[] = { "exception-proposed.png", "device-split.png", NULL };

  return screen->kind == SANERA_SCREEN_RECORD || screen->kind == SANERA_SCREEN_SIDEBAR ||
         g_strv_contains (names, screen->file_name);
}

/* What opens from a screen: in every run it would cost more than it tells. */
static gboolean
is_small (const SaneraScreen *screen)
{
  static const char *const names[] = { "about.png", NULL };

  switch (screen->kind)
    {
    case SANERA_SCREEN_FOCUS:
    case SANERA_SCREEN_MENU:
    case SANERA_SCREEN_FILL:
    case SANERA_SCREEN_CHOOSE:
    case SANERA_SCREEN_OVER:
    case SANERA_SCREEN_SELECTED:
      return TRUE;
    default:
      return g_strv_contains (names, screen->file_name);
    }
}

/* What it submits would be there already in the language that follows. */
static gboolean
does_submit (const SaneraScreen *screen)
{
  static const char *const names[] = { "bulk-result.png", "token-made.png", NULL };

  return g_strv_contains (names, screen->file_name);
}

/* A slow machine looks at it for longer than it can be undone: where no other run comes after. */
static gboolean
may_stay (const SaneraScreen *screen, const Run *run)
{
  return g_str_equal (screen->file_name, "exception-canceled.png") && run != &runs[N_RUNS - 1];
}

static gboolean
is_open (gpointer data)
{
  GtkWindow *dialog = sanera_screens_find_dialog (get_window ());

  return dialog != NULL && gtk_widget_get_mapped (GTK_WIDGET (dialog));
}

typedef struct
{
  const SaneraScreen *screen;
  GtkWidget *subject;
} Preparation;

static gboolean
is_prepared (gpointer data)
{
  Preparation *preparation = data;
  SaneraScreenKind kind = preparation->screen->kind;

  /* Not twice. */
  if ((kind == SANERA_SCREEN_BUTTON || kind == SANERA_SCREEN_ACTION ||
       kind == SANERA_SCREEN_ROW_ACTION || kind == SANERA_SCREEN_SELECTED) &&
      is_open (NULL))
    preparation->subject = GTK_WIDGET (sanera_screens_find_dialog (get_window ()));
  else
    preparation->subject = sanera_screen_prepare (preparation->screen, get_window (), NULL);
  return preparation->subject != NULL;
}

/* It opens late, and what it is opened from may not have been there. */
static gboolean
opens (const SaneraScreen *screen)
{
  for (guint i = 0; i < OPENINGS; i++)
    {
      if (ui_wait_until (is_open, NULL, DIALOG_MS / OPENINGS))
        return TRUE;
      sanera_screen_prepare (screen, get_window (), NULL);
    }
  return FALSE;
}

/* Returns: (nullable): the screen; %NULL: there is none. What it is opened from may come late. */
static GtkWidget *
prepare (const SaneraScreen *screen, GtkWidget *before)
{
  Preparation preparation = { screen, sanera_screen_prepare (screen, get_window (), before) };

  if (preparation.subject == NULL && screen->kind == SANERA_SCREEN_POPOVER)
    {
      /* Folded away in the narrow window that the screen before it was last looked at in. */
      sanera_window_set_sidebar (get_window (), TRUE);
      settle (GTK_WIDGET (get_window ()));
    }
  if (preparation.subject == NULL && !may_be_missing (screen))
    {
      guint tick = g_timeout_add (50, tick_cb, NULL);

      ui_wait_until (is_prepared, &preparation, DIALOG_MS);
      g_source_remove (tick);
      if (preparation.subject == NULL)
        report_missing (screen->file_name);
    }
  return preparation.subject;
}

static void
check_screens (const Run *run)
{
  const SaneraScreen *screens = sanera_screens_get (sanera_window_get_connections (get_window ()));
  GtkWidget *subject = NULL;

  for (guint i = 0; screens[i].file_name != NULL; i++)
    {
      if (does_submit (&screens[i]) || may_stay (&screens[i], run) ||
          (!run->small && is_small (&screens[i])))
        continue;
      /* Dark is the same layout again. */
      if (screens[i].kind == SANERA_SCREEN_DARK && run->sizes[0].percent != 100)
        break;
      subject = prepare (&screens[i], subject);
      if (subject == NULL)
        continue;
      /* What follows may be about its first row. */
      if ((screens[i].kind == SANERA_SCREEN_PAGE || screens[i].kind == SANERA_SCREEN_DARK) &&
          sanera_screens_has_list (get_window ()))
        ui_wait_until (application_support_has_rows, application, DIALOG_MS);
      if (screens[i].late && subject == GTK_WIDGET (get_window ()))
        {
          if (!opens (&screens[i]))
            {
              report_missing (screens[i].file_name);
              continue;
            }
          subject = GTK_WIDGET (sanera_screens_find_dialog (get_window ()));
        }
      check_screen (subject, screens[i].file_name, run->sizes);
    }
  for (GtkWindow *dialog = sanera_screens_find_dialog (get_window ()); dialog != NULL;
       dialog = sanera_screens_find_dialog (get_window ()))
    gtk_window_destroy (dialog);
}

static void
set_high_contrast (gboolean wanted)
{
  gpointer settings = adw_settings_get_default ();

  if (wanted)
    {
      adw_settings_start_override (settings);
      adw_settings_override_high_contrast (settings, TRUE);
    }
  else if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    {
      adw_settings_override_high_contrast (settings, FALSE);
      adw_settings_end_override (settings);
    }
  g_assert_true (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) == wanted);
}

static void
test_screens (gconstpointer data)
{
  const Run *run = data;
  g_autoptr (GSettings) settings = sanera_settings_new ();

  found = g_ptr_array_new_with_free_func (g_free);
  g_action_group_activate_action (G_ACTION_GROUP (application), "language",
                                  g_variant_new_string (run->language));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  set_high_contrast (run->high_contrast);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * run->sizes[0].percent / 100,
                NULL);
  /* An overlay around each window: the longest words stay whole with it too. */
  g_settings_set_boolean (settings, "english-terms", g_str_equal (run->language, "sv"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (sanera_language_get (), ==, run->language);
  sanera_window_show_page (get_window (), "recommendations");
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
  check_screens (run);
  if (found->len > 0)
    g_test_fail ();
  g_ptr_array_unref (found);
}

static SaneraFlyout *
get_flyout (void)
{
  GtkWidget *flyout = sanera_page_get_flyout (sanera_window_get_page (get_window ()));

  return SANERA_IS_FLYOUT (flyout) ? SANERA_FLYOUT (flyout) : NULL;
}

static gboolean
has_flyout (gpointer data)
{
  SaneraRecord *record = get_flyout () != NULL ? sanera_flyout_get_record (get_flyout ()) : NULL;

  return record != NULL && g_strcmp0 (sanera_record_get_id (record), data) == 0 &&
         sanera_page_get_flyout_open (sanera_window_get_page (get_window ()));
}

static gboolean
is_other_window (gpointer old)
{
  return get_window () != old && application_support_has_rows (application);
}

static void
switch_language (const char *language)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "language",
                                  g_variant_new_string (language));
}

/* What is typed into the only field of @dialog that has several lines. */
static GtkTextBuffer *
find_notes (GtkWindow *dialog)
{
  GtkWidget *view = ui_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);

  g_assert_nonnull (view);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

/* Where the choice was made. */
static gboolean
has_row_focus (gpointer dialog)
{
  GtkWidget *focus = gtk_window_get_focus (dialog);

  return focus != NULL && gtk_widget_get_ancestor (focus, ADW_TYPE_COMBO_ROW) != NULL;
}

/* Settings › Language: what is open stays open. */
static void
test_switch (void)
{
  SaneraWindow *old = get_window ();
  GtkWidget *subject = NULL;
  GtkWindow *dialog = NULL;
  g_autofree char *id = NULL;
  const SaneraScreen page = { "page", SANERA_SCREEN_PAGE, "recommendations", FALSE };
  const SaneraScreen flyout = { "flyout", SANERA_SCREEN_FLYOUT, NULL, FALSE };
  const SaneraScreen settings = { "settings", SANERA_SCREEN_ACTION, "win.settings", FALSE };
  const SaneraScreen request = { "request", SANERA_SCREEN_ROW_ACTION, "row.request", TRUE };

  subject = sanera_screen_prepare (&page, old, NULL);
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
  sanera_page_set_search (sanera_window_get_page (old), "update");
  settle (subject);
  g_assert_true (ui_wait_until (application_support_has_rows, application, LIMIT_MS));
  g_assert_nonnull (sanera_screen_prepare (&flyout, old, NULL));
  id = g_strdup (sanera_record_get_id (sanera_flyout_get_record (get_flyout ())));
  subject = sanera_screen_prepare (&settings, old, NULL);
  settle (subject);
  gtk_widget_grab_focus (ui_find (subject, ADW_TYPE_COMBO_ROW, NULL));

  switch_language ("sv");
  g_assert_true (ui_wait_until (is_other_window, old, LIMIT_MS));
  g_assert_true (ui_wait_until (has_flyout, id, DIALOG_MS));
  {
    g_autoptr (SaneraQuery) query = sanera_page_get_query (sanera_window_get_page (get_window ()));

    g_assert_cmpstr (sanera_query_get_search (query), ==, "update");
  }
  dialog = sanera_screens_find_dialog (get_window ());
  g_assert_nonnull (dialog);
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Inställningar");
  g_assert_true (ui_wait_until (has_row_focus, dialog, DIALOG_MS));
  gtk_window_destroy (dialog);

  /* Words in a dialog: it is made anew as well, and says them again. */
  old = get_window ();
  g_assert_nonnull (sanera_screen_prepare (&request, old, NULL));
  g_assert_true (ui_wait_until (is_open, NULL, DIALOG_MS));
  dialog = sanera_screens_find_dialog (old);
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Åtgärdsbegäran");
  gtk_text_buffer_set_text (find_notes (dialog), "Åh, före helgen", -1);
  switch_language ("en");
  g_assert_true (ui_wait_until (is_other_window, old, LIMIT_MS));
  g_assert_true (ui_wait_until (is_open, NULL, DIALOG_MS));
  dialog = sanera_screens_find_dialog (get_window ());
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Remediation request");
  {
    g_autofree char *typed = NULL;

    g_object_get (find_notes (dialog), "text", &typed, NULL);
    g_assert_cmpstr (typed, ==, "Åh, före helgen");
  }
  gtk_text_buffer_set_text (find_notes (dialog), "", -1);
  gtk_window_destroy (dialog);
  g_assert_true (ui_wait_until (has_flyout, id, DIALOG_MS));

  sanera_page_set_search (sanera_window_get_page (get_window ()), "");
}

/* Whoever sees two doors does not look for a third. */
static void
check_doors (GtkWidget *window)
{
  GtkWidget *scroller =
      ui_find (ui_find (window, SANERA_TYPE_FIRST_START, NULL), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                96 * 1024 * large_sizes[0].percent / 100, NULL);
  check_screen (window, "first-start.png", large_sizes);
  gtk_window_set_default_size (GTK_WINDOW (window), large_sizes[0].width, large_sizes[0].height);
  settle (window);
  g_assert_cmpfloat (gtk_adjustment_get_upper (down), <=, gtk_adjustment_get_page_size (down));
}

static void
test_first_start (void)
{
  found = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_activate (G_APPLICATION (application));
  settle (GTK_WIDGET (get_window ()));
  check_screen (GTK_WIDGET (get_window ()), "first-start.png", usual_sizes);
  check_doors (GTK_WIDGET (get_window ()));
  if (found->len > 0)
    g_test_fail ();
  g_ptr_array_unref (found);
  sanera_connections_open (sanera_window_get_connections (get_window ()),
                           SANERA_CONNECTIONS_SAMPLE);
}

int
main (int argc, char *argv[])
{
  int status;

  sanera_language_init ("en", BUILD_LOCALEDIR);
  g_setenv ("SANERA_SERVER", TEST_SERVER, TRUE);
  ui_init (&argc, &argv);
  application = sanera_application_new ();
  g_test_add_func ("/screens/first-start", test_first_start);
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/screens/%s/%d%s", runs[i].language, runs[i].sizes[0].percent,
                           runs[i].high_contrast ? "-high-contrast" : "");

      g_test_add_data_func (path, &runs[i], test_screens);
    }
  g_test_add_func ("/screens/switch", test_switch);
  status = g_test_run ();
  gtk_window_close (GTK_WINDOW (get_window ()));
  g_object_unref (application);
  return status;
}

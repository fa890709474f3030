/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window says about the connection, in every state, language and size: whole words, inside
 * the window. Pictures of all of it go to the build folder. */

#include "config.h"

#include <adwaita.h>

#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-connection-button.h"
#include "sanera-connection-private.h"
#include "sanera-error.h"
#include "sanera-language.h"
#include "sanera-live-count.h"
#include "sanera-notice-bar.h"
#include "sanera-settings.h"
#include "sanera-table-cell.h"
#include "sanera-text-scale.h"
#include "sanera-time.h"
#include "sanera-window.h"
#include "sanera-words-error.h"
#include "sanera-words.h"
#include "ui-support.h"

#define ROWS 40

typedef struct
{
  const char *name;
  const char *language;
  gboolean dark;
  int width;
  int height;
  int dpi;
} Look;

static const Look looks[] = {
  { "small-en", "en", FALSE, 720, 540, 96 },      { "small-sv", "sv", FALSE, 720, 540, 96 },
  { "small-zh", "zh_CN", FALSE, 720, 540, 96 },   { "wide-en", "en", FALSE, 1280, 800, 96 },
  { "wide-sv", "sv", FALSE, 1280, 800, 96 },      { "wide-zh", "zh_CN", FALSE, 1280, 800, 96 },
  { "large-en", "en", FALSE, 1280, 800, 144 },    { "large-sv", "sv", FALSE, 1280, 800, 144 },
  { "large-zh", "zh_CN", FALSE, 1280, 800, 144 }, { "dark-en", "en", TRUE, 1280, 800, 96 },
  { "dark-sv", "sv", TRUE, 1280, 800, 96 },       { "dark-zh", "zh_CN", TRUE, 1280, 800, 96 },
  { "least-sv", "sv", TRUE, 720, 540, 144 },
};

/* The code that runs is the same in all of them: sanitizers see it in the first two languages. */
#ifdef __SANITIZE_ADDRESS__
#define N_LOOKS 2
#else
#define N_LOOKS G_N_ELEMENTS (looks)
#endif

typedef struct
{
  const char *name;
  SaneraConnectionState state;
  double progress;
  SaneraError error; /* SANERA_ERROR_OFFLINE of OFFLINE */
  gint64 age; /* of the data, in microseconds; -1: never synced */
  gboolean bar;
} State;

static const State states[] = {
  { "online", SANERA_STATE_ONLINE, -1, 0, 0, FALSE },
  { "syncing", SANERA_STATE_SYNCING, 0.4, 0, 0, FALSE },
  { "offline", SANERA_STATE_OFFLINE, -1, SANERA_ERROR_OFFLINE, SANERA_TIME_DAY / 8, TRUE },
  { "sign-in", SANERA_STATE_SIGN_IN, -1, SANERA_ERROR_UNAUTHORIZED, SANERA_TIME_DAY / 8, TRUE },
  { "refused", SANERA_STATE_REFUSED, -1, SANERA_ERROR_SERVER, SANERA_TIME_DAY * 2, TRUE },
  { "old", SANERA_STATE_OFFLINE, -1, SANERA_ERROR_TIMEOUT, SANERA_TIME_DAY * 9, TRUE },
  { "just-gone", SANERA_STATE_OFFLINE, -1, SANERA_ERROR_OFFLINE, 0, TRUE },
  /* The clock was set back since. */
  { "ahead", SANERA_STATE_OFFLINE, -1, SANERA_ERROR_OFFLINE, -SANERA_TIME_DAY / 8, TRUE },
  { "not-kept", SANERA_STATE_NOT_KEPT, -1, SANERA_ERROR_FULL, SANERA_TIME_DAY / 8, TRUE },
};

/* The same, of which nothing was ever fetched. */
static const State empty_states[] = {
  { "never-refused", SANERA_STATE_REFUSED, -1, SANERA_ERROR_PROTOCOL, -1, FALSE },
  { "never-sign-in", SANERA_STATE_SIGN_IN, -1, SANERA_ERROR_UNAUTHORIZED, -1, FALSE },
  { "never-not-kept", SANERA_STATE_NOT_KEPT, -1, SANERA_ERROR_FULL, -1, TRUE },
};

typedef struct
{
  const Look *look;
  char *folder;
  GSettings *settings;
  SaneraConnections *connections;
  SaneraConnection *connection;
  SaneraWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->look = data;
  sanera_language_set (self->look->language);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      self->look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                       : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", self->look->dpi * 1024, NULL);
  self->folder = cache_support_make_folder ();
  self->settings = sanera_settings_new ();
  g_settings_reset (self->settings, "connection");
  g_settings_reset (self->settings, "connections");
  g_settings_set_string (self->settings, "page", "recommendations");
  self->connections = sanera_connections_new (self->settings, self->folder, TRUE);
  g_assert_true (sanera_connections_open (self->connections, SANERA_CONNECTIONS_PRIVATE));
  self->connection = sanera_connections_get_current (self->connections);
}

static void
open_window (Fixture *self)
{
  self->window = sanera_window_new (NULL, self->connections, self->settings);
  gtk_window_set_default_size (GTK_WINDOW (self->window), self->look->width, self->look->height);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_wait_frame (GTK_WIDGET (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  sanera_connections_close (self->connections);
  g_clear_object (&self->connections);
  g_settings_reset (self->settings, "page");
  g_clear_object (&self->settings);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  cache_support_remove_folder (self->folder);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  sanera_language_set ("en");
}

static gboolean
write_synced (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, *(gint64 *)data);

  return sanera_cache_set_meta (db, SANERA_CACHE_META_SYNCED_ON, value, error);
}

typedef struct
{
  SaneraCache *cache;
  gint64 synced_on;
} Synced;

static gboolean
is_synced (gpointer data)
{
  Synced *synced = data;
  const SaneraCacheInfo *info = sanera_cache_get_info (synced->cache);

  return info != NULL && info->synced_on == synced->synced_on;
}

static void
set_age (Fixture *self, gint64 age)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);
  Synced synced = { cache, g_get_real_time () - age };
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_store_write (sanera_cache_get_store (cache), write_synced,
                                     &synced.synced_on, NULL, &error));
  g_assert_no_error (error);
  sanera_cache_reload_info (cache);
  g_assert_true (ui_wait_until (is_synced, &synced, UI_LIMIT_MS));
}

static void
set_state (Fixture *self, const State *state)
{
  g_autoptr (GError) error = NULL;

  if (state->error != 0)
    error = g_error_new_literal (SANERA_ERROR, (int)state->error, "for the log");
  sanera_connection_set_error (self->connection, error);
  sanera_connection_set_progress (self->connection, state->progress);
  sanera_connection_set_state (self->connection, state->state);
}

/* A list has heads and cells that are cut on purpose; it can be moved sideways. */
static gboolean
is_list (GtkWidget *widget)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

/* Every word of every label, and none of it beyond the edge of the window. */
static void
check_whole (GtkWidget *widget, GtkWidget *top)
{
  if (!gtk_widget_get_mapped (widget) || is_list (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) != '\0')
    {
      double x = 0, y = 0;

      if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
        g_error ("“%s” is cut", gtk_label_get_label (GTK_LABEL (widget)));
      g_assert_true (gtk_widget_translate_coordinates (widget, top, 0, 0, &x, &y));
      if (x < 0 || x + gtk_widget_get_width (widget) > gtk_widget_get_width (top))
        g_error ("“%s” leaves the window", gtk_label_get_label (GTK_LABEL (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_whole (child, top);
}

/* What has been invalidated and is not painted yet has no picture. */
static gboolean
is_drawn (gpointer data)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (data);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, 100, 100);
  node = gtk_snapshot_free_to_node (snapshot);
  return node != NULL && gtk_widget_get_mapped (data);
}

static void
take (Fixture *self, GtkWidget *widget, const char *state, const char *part)
{
  g_autofree char *name = g_strdup_printf ("state-%s-%s%s.png", self->look->name, state, part);

  g_assert_true (ui_wait_until (is_drawn, widget, UI_LIMIT_MS));
  ui_save_picture (widget, name);
  check_whole (widget, widget);
}

static gboolean
is_bar_shown (gpointer data)
{
  Fixture *self = data;
  GtkWidget *first = ui_find (GTK_WIDGET (self->window), SANERA_TYPE_NOTICE_BAR, NULL);

  /* Of the sample, of the age, of the audit log. */
  return gtk_widget_get_visible (gtk_widget_get_next_sibling (first));
}

static gboolean
is_bar_hidden (gpointer data)
{
  return !is_bar_shown (data);
}

/* The button at the foot of the sidebar, which a narrow window folds away. */
static void
take_popover (Fixture *self, const State *state)
{
  GtkWidget *place = ui_find (GTK_WIDGET (self->window), SANERA_TYPE_CONNECTION_BUTTON, NULL);
  GtkWidget *button = ui_find (place, GTK_TYPE_MENU_BUTTON, NULL);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));

  sanera_window_set_sidebar (self->window, TRUE);
  ui_wait_frame (GTK_WIDGET (self->window));
  take (self, GTK_WIDGET (self->window), state->name, "-sidebar");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  g_assert_true (ui_wait_until (is_drawn, popover, UI_LIMIT_MS));
  take (self, popover, state->name, "-popover");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  if (self->look->width <
      sanera_text_scale_pixels (GTK_WIDGET (self->window), SANERA_WINDOW_NARROW))
    sanera_window_set_sidebar (self->window, FALSE);
}

static gboolean
has_mapped (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_mapped (child, type))
      return TRUE;

  return FALSE;
}

static gboolean
is_status_shown (gpointer data)
{
  return has_mapped (GTK_WIDGET (((Fixture *)data)->window), ADW_TYPE_STATUS_PAGE);
}

/* Never synced, and nobody to ask. */
static void
test_never (Fixture *self, gconstpointer data)
{
  open_window (self);
  g_assert_true (ui_wait_until (is_status_shown, self, UI_LIMIT_MS));
  take (self, GTK_WIDGET (self->window), "never", "");
}

static gboolean
has_words (GtkWidget *widget, const char *words)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child, words))
      return TRUE;

  return FALSE;
}

static gboolean
says_why_refused (gpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (SANERA_ERROR, SANERA_ERROR_PROTOCOL, "for the log");
  g_autofree char *words = sanera_words_error (error);

  return has_words (GTK_WIDGET (((Fixture *)data)->window), words);
}

/* Of a connection that was never synced it is said what is wrong with it, not that nobody answers.
 */
static void
test_empty_states (Fixture *self, gconstpointer data)
{
  open_window (self);
  g_assert_true (ui_wait_until (is_status_shown, self, UI_LIMIT_MS));
  for (guint i = 0; i < G_N_ELEMENTS (empty_states); i++)
    {
      set_state (self, &empty_states[i]);
      g_assert_true (
          ui_wait_until (empty_states[i].bar ? is_bar_shown : is_bar_hidden, self, UI_LIMIT_MS));
      if (empty_states[i].state == SANERA_STATE_REFUSED)
        g_assert_true (ui_wait_until (says_why_refused, self, UI_LIMIT_MS));
      ui_wait_frame (GTK_WIDGET (self->window));
      take (self, GTK_WIDGET (self->window), empty_states[i].name, "");
    }
}

static void
test_states (Fixture *self, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);

  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, ROWS, 7);
  open_window (self);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      set_age (self, states[i].age);
      set_state (self, &states[i]);
      g_assert_true (
          ui_wait_until (states[i].bar ? is_bar_shown : is_bar_hidden, self, UI_LIMIT_MS));
      ui_wait_frame (GTK_WIDGET (self->window));
      take (self, GTK_WIDGET (self->window), states[i].name, "");
      take_popover (self, &states[i]);
    }
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (sanera_outbox_write_finish (SANERA_OUTBOX (source), result, NULL));
  ++*(guint *)data;
}

static gboolean
is_positive (gpointer data)
{
  return *(guint *)data > 0;
}

/* Something that was done to row @number of @list. */
static void
add_entry (Fixture *self,
           SaneraList list,
           guint number,
           SaneraActionKind kind,
           const char *body,
           SaneraOutboxState state,
           const char *code)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);
  gpointer row = cache_support_make_row (list, number, 7);
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autofree char *key = g_uuid_string_random ();
  guint added = 0;
  const SaneraOutboxEntry entry = {
    .key = key,
    .action = (char *)sanera_action_kind_get_nick (kind),
    .entity = (char *)sanera_field_get_text (&noun->fields[0], row),
    .method = (char *)"POST",
    .path = (char *)"/",
    .body = (char *)body,
    .person = (char *)"anna@example.org",
    .made_at = g_get_real_time (),
    .state = state,
    .next_try = SANERA_INT_NULL,
    .error_code = (char *)code,
    .version = 5,
    .not_before = SANERA_INT_NULL,
  };

  sanera_outbox_add_async (sanera_cache_get_outbox (cache), &entry, NULL, added_cb, &added);
  g_assert_true (ui_wait_until (is_positive, &added, UI_LIMIT_MS));
  sanera_noun_data_free (noun, row);
}

static gint64
count_marked (Fixture *self)
{
  SaneraDb *db = sanera_cache_get_main_db (sanera_connection_get_cache (self->connection));
  gint64 n = 0;

  sanera_db_query_int (db, &n, NULL,
                       "SELECT (SELECT count (*) FROM remediation_tasks WHERE local_state IS NOT "
                       "NULL) + (SELECT count (*) FROM exceptions WHERE local_state IS NOT NULL)",
                       "");
  return n;
}

#define MARKED 7

static gboolean
are_all_marked (gpointer data)
{
  return count_marked (data) == MARKED;
}

/* Cells draw themselves: what they say is what their column makes of the record. */
static gboolean
says (SaneraTableCell *cell, const char *words)
{
  const SaneraTableColumn *info = sanera_table_cell_get_column (cell);
  SaneraRecord *record = gtk_list_item_get_item (sanera_table_cell_get_item (cell));
  g_autofree char *full = NULL;

  if (record == NULL)
    return FALSE;

  full = sanera_column_get_full_text (&info->table->columns[info->index], record,
                                      sanera_table_get_context (info->table));
  return full != NULL && strstr (full, words) != NULL;
}

/* The names of the cells, for those that are on screen. */
static gboolean
has_cell (GtkWidget *widget, const char *words)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (SANERA_IS_TABLE_CELL (widget) && says (SANERA_TABLE_CELL (widget), words))
    return TRUE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_cell (child, words))
      return TRUE;

  return FALSE;
}

typedef struct
{
  Fixture *fixture;
  const char *words;
} Sought;

static gboolean
is_cell_shown (gpointer data)
{
  const Sought *sought = data;

  return has_cell (GTK_WIDGET (sought->fixture->window), sought->words);
}

static void
wait_for_words (Fixture *self, const char *words)
{
  Sought sought = { self, words };

  if (!ui_wait_until (is_cell_shown, &sought, UI_LIMIT_MS))
    g_error ("“%s” is nowhere", sought.words);
}

static void
wait_for_cell (Fixture *self, const char *local_state, const char *local_error)
{
  wait_for_words (self, sanera_words_local_state (local_state, local_error));
}

/* A recommendation says what about it waits. */
static void
wait_for_recommendation (Fixture *self, const char *local_state, SaneraActionKind kind)
{
  char *actions[] = { (char *)sanera_action_kind_get_nick (kind), NULL };
  const SaneraRecommendationData data = { .local_state = (char *)local_state,
                                          .local_actions = actions };

  wait_for_words (self, sanera_words_recommendation_local (&data));
}

/* Every row that something waits for says so in words; what was refused before the window was
 * opened is told by it. */
static void
test_waiting (Fixture *self, gconstpointer data)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);

  cache_support_fill (cache, SANERA_LIST_ACTIVITIES, 0, 12, 7);
  cache_support_fill (cache, SANERA_LIST_EXCEPTIONS, 0, 6, 7);
  cache_support_fill (cache, SANERA_LIST_RECOMMENDATIONS, 0, 3, 7);
  add_entry (self, SANERA_LIST_ACTIVITIES, 0, SANERA_ACTION_COMPLETE_ACTIVITY, "{}",
             SANERA_OUTBOX_WAITING, NULL);
  add_entry (self, SANERA_LIST_ACTIVITIES, 1, SANERA_ACTION_CHANGE_ACTIVITY,
             "{\"priority\":\"High\"}", SANERA_OUTBOX_SENDING, NULL);
  add_entry (self, SANERA_LIST_ACTIVITIES, 2, SANERA_ACTION_WITHDRAW_ACTIVITY, "{}",
             SANERA_OUTBOX_REFUSED, "DevicesFixed");
  add_entry (self, SANERA_LIST_ACTIVITIES, 3, SANERA_ACTION_CHANGE_ACTIVITY, "{\"notes\":\"x\"}",
             SANERA_OUTBOX_REFUSED, "PreconditionFailed");
  add_entry (self, SANERA_LIST_RECOMMENDATIONS, 0, SANERA_ACTION_REQUEST,
             "{\"recommendationId\":\"r\",\"type\":\"Update\",\"priority\":\"High\"}",
             SANERA_OUTBOX_WAITING, NULL);
  add_entry (self, SANERA_LIST_RECOMMENDATIONS, 1, SANERA_ACTION_CREATE_EXCEPTION,
             "{\"scope\":\"Global\",\"justification\":\"PlannedRemediation\"}",
             SANERA_OUTBOX_REFUSED, "EndPassed");
  add_entry (self, SANERA_LIST_EXCEPTIONS, 0, SANERA_ACTION_CANCEL_EXCEPTION, "{}",
             SANERA_OUTBOX_WAITING, NULL);
  set_age (self, SANERA_TIME_DAY / 8);
  sanera_sender_show_all (self->connection->sender);
  g_assert_true (ui_wait_until (are_all_marked, self, UI_LIMIT_MS));

  open_window (self);
  set_state (self, &states[2]);
  sanera_window_show_page (self->window, "remediation");
  wait_for_cell (self, "waiting", NULL);
  wait_for_cell (self, "sending", NULL);
  wait_for_cell (self, "refused", NULL);
  wait_for_cell (self, "refused", "PreconditionFailed");
  ui_wait_frame (GTK_WIDGET (self->window));
  take (self, GTK_WIDGET (self->window), "waiting", "-activities");
  sanera_window_show_page (self->window, "exceptions");
  wait_for_cell (self, "waiting", NULL);
  ui_wait_frame (GTK_WIDGET (self->window));
  take (self, GTK_WIDGET (self->window), "waiting", "-exceptions");
  sanera_window_show_page (self->window, "recommendations");
  wait_for_recommendation (self, "waiting", SANERA_ACTION_REQUEST);
  wait_for_recommendation (self, "refused", SANERA_ACTION_CREATE_EXCEPTION);
  ui_wait_frame (GTK_WIDGET (self->window));
  take (self, GTK_WIDGET (self->window), "waiting", "-recommendations");
  if (g_str_equal (self->look->language, "en"))
    g_assert_true (has_words (GTK_WIDGET (self->window),
                              "3 actions were refused by the server and wait for you."));
}

/* What an AdwApplication does by itself. */
static void
dress (void)
{
  GtkCssProvider *provider = gtk_css_provider_new ();
  GdkDisplay *display = gdk_display_get_default ();

  gtk_css_provider_load_from_resource (provider, "/org/sanera/Sanera/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/sanera/Sanera/icons");
  g_object_unref (provider);
}

static void
counted_cb (gint64 count, gpointer data)
{
  *(gint64 *)data = count;
}

static gboolean
is_told (gpointer data)
{
  return *(gint64 *)data != G_MININT64;
}

/* Before everything has come once, to find nothing says nothing. */
static void
test_count (Fixture *self, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_EXCEPTIONS);
  g_autoptr (SaneraLiveCount) count = NULL;
  gint64 told = G_MININT64;

  open_window (self);
  count = sanera_live_count_new (sanera_connection_get_cache (self->connection), query, counted_cb,
                                 &told);
  g_assert_true (ui_wait_until (is_told, &told, UI_LIMIT_MS));
  g_assert_cmpint (told, ==, -1);
  told = G_MININT64;
  set_age (self, 0);
  g_assert_true (ui_wait_until (is_told, &told, UI_LIMIT_MS));
  g_assert_cmpint (told, ==, 0);
}

int
main (int argc, char *argv[])
{
  gtk_disable_setlocale ();
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
  dress ();

  for (guint i = 0; i < N_LOOKS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/states/%s", looks[i].name);
      g_autofree char *never = g_strdup_printf ("/ui/states/never/%s", looks[i].name);
      g_autofree char *waiting = g_strdup_printf ("/ui/states/waiting/%s", looks[i].name);
      g_autofree char *empty = g_strdup_printf ("/ui/states/empty/%s", looks[i].name);

      g_test_add (path, Fixture, &looks[i], set_up, test_states, tear_down);
      g_test_add (never, Fixture, &looks[i], set_up, test_never, tear_down);
      g_test_add (waiting, Fixture, &looks[i], set_up, test_waiting, tear_down);
      g_test_add (empty, Fixture, &looks[i], set_up, test_empty_states, tear_down);
    }

  g_test_add ("/ui/states/count", Fixture, &looks[0], set_up, test_count, tear_down);
  return g_test_run ();
}

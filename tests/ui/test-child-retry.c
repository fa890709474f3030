/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs to a row and was refused is asked for again by itself: ever more seldom, and only
 * while somebody can see it. The server says word for word what the test tells it, so each call is
 * counted. */

#include "config.h"

#include <adwaita.h>

#include "cache-support.h"
#include "canned-server.h"
#include "sanera-child-list.h"
#include "sanera-connection-private.h"
#include "ui-support.h"

#define FIRST 20
#define LONGEST 50
#define LOOKS 10

typedef struct
{
  CannedServer *server;
  char *folder;
  SaneraConnection *connection;
  GtkWidget *window;
  SaneraChildList *list;
  guint expected; /* requests */
  guint looks;
} Fixture;

static void
describe (SaneraRecord *record, SaneraChildRow *row)
{
  row->title = g_strdup (sanera_record_get_id (record));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  SaneraRecommendationData *parent = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 1, 1);
  g_autofree char *address = NULL;
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATION_DEVICES);
  g_autoptr (SaneraQuery) query = sanera_query_with_parent (all, parent->id);
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->folder = cache_support_make_folder ();
  f->connection = sanera_connection_new (SANERA_CONNECTION_PRIVATE, NULL, f->folder, NULL, NULL,
                                         NULL, TRUE, &error);
  g_assert_no_error (error);
  parent->change = 5;
  cache_support_put (sanera_connection_get_cache (f->connection), SANERA_LIST_RECOMMENDATIONS, NULL,
                     parent, 1);
  sanera_noun_data_free (&sanera_recommendation_noun, parent);
  /* Nothing is synced: only the list asks. */
  address = canned_server_get_address (f->server);
  f->connection->session = sanera_session_new (address, NULL, NULL, &error);
  g_assert_no_error (error);
  sanera_connection_set_state (f->connection, SANERA_STATE_ONLINE);

  f->list = sanera_child_list_new ("Exposed devices", describe);
  sanera_child_list_set_retry (f->list, FIRST, LONGEST);
  sanera_child_list_show (f->list, f->connection, query);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->list));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_wait_frame (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  sanera_connection_close (f->connection);
  g_clear_object (&f->connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  canned_server_free (f->server);
  cache_support_remove_folder (f->folder);
}

static void
refuse (Fixture *f)
{
  canned_server_push_json (f->server, 404, "", "{\"error\":{\"code\":\"ResourceNotFound\"}}");
}

static void
answer (Fixture *f)
{
  canned_server_push_json (f->server, 200, "",
                           "{\"value\":[{\"id\":\"1\",\"computerDnsName\":\"pc1\"},"
                           "{\"id\":\"2\",\"computerDnsName\":\"pc2\"}]}");
}

static void
set_open (Fixture *f, gboolean open)
{
  gtk_expander_set_expanded (sanera_child_list_get_expander (f->list), open);
}

static gboolean
has_asked (gpointer data)
{
  Fixture *f = data;

  return canned_server_get_n_requests (f->server) >= f->expected;
}

static void
wait_asked (Fixture *f, guint expected)
{
  f->expected = expected;
  g_assert_true (ui_wait_until (has_asked, f, UI_LIMIT_MS));
}

static gboolean
says_why (gpointer data)
{
  return *sanera_child_list_get_message (data) != '\0';
}

static gboolean
has_rows (gpointer data)
{
  SaneraQueryModel *model = sanera_child_list_get_model (data);

  return model != NULL && g_list_model_get_n_items (G_LIST_MODEL (model)) == 2 &&
         *sanera_child_list_get_message (data) == '\0';
}

static gboolean
look_cb (gpointer data)
{
  ((Fixture *)data)->looks++;
  return G_SOURCE_CONTINUE;
}

static gboolean
has_looked_often (gpointer data)
{
  return ((Fixture *)data)->looks >= LOOKS;
}

/* As long as several tries would take: their clock is the same as that of the looks. */
static void
let_tries_pass (Fixture *f)
{
  guint id = g_timeout_add (LONGEST, look_cb, f);

  f->looks = 0;
  g_assert_true (ui_wait_until (has_looked_often, f, UI_LIMIT_MS));
  g_source_remove (id);
}

static void
test_again (Fixture *f, gconstpointer data)
{
  refuse (f);
  set_open (f, TRUE);
  g_assert_true (ui_wait_until (says_why, f->list, UI_LIMIT_MS));
  g_assert_cmpuint (sanera_child_list_get_retry (f->list), ==, 2 * FIRST);
  refuse (f);
  refuse (f);
  answer (f);
  g_assert_true (ui_wait_until (has_rows, f->list, UI_LIMIT_MS));
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 4);
  /* It is over, and the next time begins anew. */
  g_assert_cmpuint (sanera_child_list_get_retry (f->list), ==, FIRST);
  let_tries_pass (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 4);
}

static gboolean
waits_longest (gpointer data)
{
  return sanera_child_list_get_retry (data) == LONGEST;
}

/* Twice as long each time, but never longer than the longest. */
static void
test_ever_more_seldom (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 100; i++)
    refuse (f);
  g_assert_cmpuint (sanera_child_list_get_retry (f->list), ==, FIRST);
  set_open (f, TRUE);
  g_assert_true (ui_wait_until (waits_longest, f->list, UI_LIMIT_MS));
  wait_asked (f, 5);
  g_assert_cmpuint (sanera_child_list_get_retry (f->list), ==, LONGEST);
}

/* Closed, or without a server, nobody is asked; then at once, or when the next try comes. */
static void
test_out_of_sight (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 4; i++) /* more than are asked before it is closed */
    refuse (f);
  set_open (f, TRUE);
  g_assert_true (ui_wait_until (says_why, f->list, UI_LIMIT_MS));
  set_open (f, FALSE);
  /* A try that was begun before is none of those that come. */
  let_tries_pass (f);
  f->expected = canned_server_get_n_requests (f->server);
  let_tries_pass (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, f->expected);

  set_open (f, TRUE);
  sanera_connection_set_state (f->connection, SANERA_STATE_OFFLINE);
  let_tries_pass (f);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, f->expected);
  answer (f);
  sanera_connection_set_state (f->connection, SANERA_STATE_ONLINE);
  g_assert_true (ui_wait_until (has_rows, f->list, UI_LIMIT_MS));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/ui/child-retry/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("again", test_again);
  ADD ("ever-more-seldom", test_ever_more_seldom);
  ADD ("out-of-sight", test_out_of_sight);

  return g_test_run ();
}

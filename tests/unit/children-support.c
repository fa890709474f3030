/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "children-support.h"

#include <string.h>

#include "cache-support.h"

static SaneraSession *
get_session (SaneraList list, gpointer user_data)
{
  return ((ChildrenFixture *)user_data)->session;
}

void
children_open_cache (ChildrenFixture *f)
{
  GError *error = NULL;

  f->cache = sanera_cache_open (f->folder, &error);
  g_assert_no_error (error);
  f->fetcher = sanera_child_fetcher_new (f->cache, get_session, f);
}

void
children_close_cache (ChildrenFixture *f)
{
  if (f->prefetch != NULL)
    {
      sanera_prefetch_close (f->prefetch);
      WAIT_UNTIL (G_OBJECT (f->prefetch)->ref_count == 1);
      g_clear_object (&f->prefetch);
    }
  sanera_child_fetcher_close (f->fetcher);
  WAIT_UNTIL (G_OBJECT (f->fetcher)->ref_count == 1);
  g_clear_object (&f->fetcher);
  sanera_cache_close (f->cache);
  WAIT_UNTIL (G_OBJECT (f->cache)->ref_count == 1);
  g_clear_object (&f->cache);
}

void
children_set_up (ChildrenFixture *f, gconstpointer data)
{
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  f->address = canned_server_get_address (f->server);
  f->session = sanera_session_new (f->address, NULL, NULL, &error);
  g_assert_no_error (error);
  children_open_cache (f);
}

void
children_tear_down (ChildrenFixture *f, gconstpointer data)
{
  children_close_cache (f);
  g_clear_object (&f->session);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->address);
  g_free (f->folder);
}

void
children_put_row (ChildrenFixture *f, SaneraList list, const char *id, gint64 change)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  gpointer data = cache_support_make_row (list, 1, 1);
  const SaneraField *id_field = &noun->fields[0];
  const SaneraField *change_field = sanera_noun_find (noun, "change");

  g_free (G_STRUCT_MEMBER (char *, data, id_field->offset));
  G_STRUCT_MEMBER (char *, data, id_field->offset) = g_strdup (id);
  G_STRUCT_MEMBER (gint64, data, change_field->offset) = change;
  cache_support_put (f->cache, list, NULL, data, 1);
  sanera_noun_data_free (noun, data);
}

void
children_put_activity (ChildrenFixture *f,
                       const char *id,
                       const char *mail,
                       const char *recommendation)
{
  SaneraActivityData *data = cache_support_make_row (SANERA_LIST_ACTIVITIES, 1, 1);

  g_free (data->id);
  data->id = g_strdup (id);
  g_free (data->requester_email);
  data->requester_email = g_strdup (mail);
  g_free (data->recommendation_reference);
  data->recommendation_reference = g_strdup (recommendation);
  data->change = 5;
  cache_support_put (f->cache, SANERA_LIST_ACTIVITIES, NULL, data, 1);
  sanera_noun_data_free (&sanera_activity_noun, data);
}

static gboolean
write_sql_func (SaneraDb *db,
                gpointer data,
                gpointer *result,
                GDestroyNotify *result_free,
                GCancellable *cancellable,
                GError **error)
{
  return sanera_db_exec (db, data, error);
}

void
children_run_sql (ChildrenFixture *f, const char *sql)
{
  GError *error = NULL;

  sanera_store_write (sanera_cache_get_store (f->cache), write_sql_func, (gpointer)sql, NULL,
                      &error);
  g_assert_no_error (error);
}

void
children_note_opened (ChildrenFixture *f, SaneraList list, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  sanera_cache_note_opened_async (f->cache, list, id, g_get_real_time (), sync_support_take_result,
                                  &result);
  WAIT_UNTIL (result != NULL);
  sanera_cache_run_finish (f->cache, result, &error);
  g_assert_no_error (error);
}

void
children_sign_in (ChildrenFixture *f, const char *capabilities)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO meta VALUES ('email', 'Anna@example.org'), "
                                          "('capabilities', '%s')",
                                          capabilities);

  children_run_sql (f, sql);
  sanera_cache_reload_info (f->cache);
}

void
children_push_page (ChildrenFixture *f, guint from, guint n, const char *next)
{
  g_autoptr (GString) body = g_string_new ("{\"value\":[");

  for (guint i = from; i < from + n; i++)
    g_string_append_printf (body, "%s{\"id\":\"%u\",\"computerDnsName\":\"pc%u\"}",
                            i > from ? "," : "", i, i);
  g_string_append_c (body, ']');
  if (next != NULL)
    g_string_append_printf (body, ",\"@odata.nextLink\":\"%s%s\"", f->address, next);
  g_string_append_c (body, '}');
  canned_server_push_json (f->server, 200, "", body->str);
}

gboolean
children_fetch (ChildrenFixture *f,
                SaneraList list,
                const char *id,
                SaneraChildUse use,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_child_fetcher_fetch_async (f->fetcher, list, id, use, NULL, sync_support_take_result,
                                    &result);
  WAIT_UNTIL (result != NULL);
  return sanera_child_fetcher_fetch_finish (f->fetcher, result, error);
}

void
children_fetch_well (ChildrenFixture *f)
{
  GError *error = NULL;

  g_assert_true (children_fetch (f, DEVICES, RECOMMENDATION, SANERA_CHILD_USE_PERSON, &error));
  g_assert_no_error (error);
}

gint64
children_count_devices (ChildrenFixture *f)
{
  return sync_support_query_int (f->cache, "SELECT count (*) FROM recommendation_machines");
}

void
children_assert_request (ChildrenFixture *f, guint i, const char *path)
{
  g_autofree char *request = canned_server_get_request (f->server, i);
  g_autofree char *line = g_strdup_printf ("GET %s HTTP/1.1", path);

  g_assert_true (g_str_has_prefix (request, line));
}

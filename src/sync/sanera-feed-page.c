/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-feed-page.h"

#include "sanera-activity.h"
#include "sanera-children.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-feed-fleet.h"
#include "sanera-json.h"
#include "sanera-pending.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"

#include <string.h>

/* One page of `GET /sanera/v1/changes`, from its text into the cache. All of it, the new cursor
 * included, is one transaction on the writer's thread: after a crash the next sync goes on where
 * the last page ended. The page is never a tree: one object at a time is read into a data struct.
 */

/* Rows carry the number of the sync that saw them; the one that is running has this number. */
#define META_GENERATION "generation"
/* "1": the sync under way sees everything, and deletes at its end what it did not see. */
#define META_FULL "fullSync"

typedef struct
{
  GBytes *page;
  char *from;
  gint64 now;
} WriteJob;

typedef struct
{
  SaneraDb *db;
  gint64 generation;
  gboolean pending; /* something waits in the outbox, and is shown over what comes */
  char *cursor;
  gboolean has_more;
  SaneraFeedPageResult result;
  GCancellable *cancellable;
} Writing;

static const struct
{
  const char *member;
  const char *type; /* in `deleted` */
  SaneraList list;
  const SaneraNoun *noun;
} kinds[] = {
  { "deviceGroups", "deviceGroup", SANERA_LIST_DEVICE_GROUPS, &sanera_device_group_noun },
  { "recommendations", "recommendation", SANERA_LIST_RECOMMENDATIONS, &sanera_recommendation_noun },
  { "remediationTasks", "remediationTask", SANERA_LIST_ACTIVITIES, &sanera_activity_noun },
  { "exceptions", "exception", SANERA_LIST_EXCEPTIONS, &sanera_remediation_exception_noun },
  { "securityTasks", "securityTask", SANERA_LIST_SECURITY_TASKS, &sanera_security_task_noun },
  { "machines", "machine", SANERA_LIST_DEVICES, &sanera_device_noun },
};

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  g_bytes_unref (job->page);
  g_free (job->from);
  g_free (job);
}

static JsonNode *
parse_small (const SaneraJsonSlice *value, JsonNodeType type, const char *name, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = sanera_json_parse (value->text, (gssize)value->length, SANERA_JSON_MAX_DEPTH, error);
  if (node == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (json_node_get_node_type (node) != type)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: not what it should be", name);
      return NULL;
    }

  return g_steal_pointer (&node);
}

static char *
read_text (const SaneraJsonSlice *value, const char *name, GError **error)
{
  g_autoptr (JsonNode) node = parse_small (value, JSON_NODE_VALUE, name, error);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: expected a string", name);
      return NULL;
    }

  return json_node_dup_string (node);
}

static gboolean
read_bool (const SaneraJsonSlice *value)
{
  return value->length == 4 && memcmp (value->text, "true", 4) == 0;
}

static gint64
read_count (const SaneraJsonSlice *value)
{
  char digits[20];

  if (value->length >= sizeof digits)
    return -1;

  memcpy (digits, value->text, value->length);
  digits[value->length] = '\0';
  return g_ascii_isdigit (digits[0]) ? g_ascii_strtoll (digits, NULL, 10) : -1;
}

/**
 * sanera_feed_page_peek:
 * @page: text of a page
 * @cursor: (out) (transfer full): where the next page starts
 * @has_more: (out): whether there is a next page already
 * @remaining: (out): how many rows follow, -1 when the server does not say
 * @error: return location
 *
 * Looks only for where to go on: the next page can be fetched while this one is written.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no page
 */
gboolean
sanera_feed_page_peek (GBytes *page,
                       char **cursor,
                       gboolean *has_more,
                       gint64 *remaining,
                       GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (page, &length);
  g_autofree char *found = NULL;
  SaneraJsonSplit split;

  *has_more = FALSE;
  *remaining = -1;
  if (!sanera_json_split_object (&split, text, length, error))
    return FALSE;

  for (;;)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;
      gboolean done;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (done)
        break;

      if (g_str_equal (name, "cursor"))
        {
          g_free (found);
          found = read_text (&value, name, error);
          if (found == NULL)
            return FALSE;
        }
      else if (g_str_equal (name, "hasMore"))
        *has_more = read_bool (&value);
      else if (g_str_equal (name, "remaining"))
        *remaining = read_count (&value);
    }

  if (found == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "cursor: missing");
      return FALSE;
    }

  *cursor = g_steal_pointer (&found);
  return TRUE;
}

/**
 * sanera_feed_page_get_generation:
 * @db: the writer's connection
 * @error: return location
 *
 * Returns: the number that rows of the running sync carry, 0 with @error set when it cannot be read
 */
gint64
sanera_feed_page_get_generation (SaneraDb *db, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = sanera_cache_get_meta (db, META_GENERATION, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return 0;
    }

  return text != NULL ? MAX (g_ascii_strtoll (text, NULL, 10), 1) : 1;
}

static gboolean
set_meta_int (SaneraDb *db, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = NULL;

  if (value != SANERA_INT_NULL)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return sanera_cache_set_meta (db, key, text, error);
}

static gboolean
write_me (Writing *self, const SaneraJsonSlice *value, GError **error)
{
  g_autoptr (JsonNode) node = parse_small (value, JSON_NODE_OBJECT, "me", error);
  g_auto (GStrv) capabilities = NULL;
  g_autofree char *joined = NULL;
  const char *email = NULL, *name = NULL, *role = NULL;
  JsonObject *me;

  if (node == NULL)
    return FALSE;

  me = json_node_get_object (node);
  if (!sanera_json_get_text (me, "email", "me", &email, error) ||
      !sanera_json_get_text (me, "name", "me", &name, error) ||
      !sanera_json_get_text (me, "role", "me", &role, error) ||
      !sanera_json_get_strv (me, "capabilities", "me", &capabilities, error))
    return FALSE;

  joined = capabilities != NULL ? g_strjoinv (" ", capabilities) : g_strdup ("");
  return sanera_cache_set_meta (self->db, SANERA_CACHE_META_EMAIL, email, error) &&
         sanera_cache_set_meta (self->db, SANERA_CACHE_META_NAME, name, error) &&
         sanera_cache_set_meta (self->db, SANERA_CACHE_META_ROLE, role, error) &&
         sanera_cache_set_meta (self->db, SANERA_CACHE_META_CAPABILITIES, joined, error);
}

static gboolean
write_settings (Writing *self, const SaneraJsonSlice *value, GError **error)
{
  g_autoptr (JsonNode) node = parse_small (value, JSON_NODE_OBJECT, "settings", error);
  gboolean intune = FALSE;

  return node != NULL &&
         sanera_json_get_bool (json_node_get_object (node), "intuneConnection", "settings", &intune,
                               error) &&
         sanera_cache_set_meta (self->db, SANERA_CACHE_META_INTUNE_CONNECTION, intune ? "1" : "0",
                                error);
}

static gboolean
write_fleet (Writing *self, const SaneraJsonSlice *value, GError **error)
{
  g_autoptr (JsonNode) node = parse_small (value, JSON_NODE_OBJECT, "fleet", error);

  return node != NULL && sanera_feed_fleet_write (self->db, json_node_get_object (node), error);
}

static gboolean
put_row (Writing *self, SaneraList list, gconstpointer data, GError **error)
{
  return self->pending ? sanera_pending_put (self->db, list, data, self->generation, error)
                       : sanera_cache_put (self->db, list, NULL, data, self->generation, error);
}

static gboolean
write_rows (Writing *self, guint kind, const SaneraJsonSlice *value, GError **error)
{
  const SaneraNoun *noun = kinds[kind].noun;
  gpointer data = sanera_noun_data_new (noun);
  gboolean ok = FALSE;
  gboolean done = FALSE;
  SaneraJsonSplit split;
  guint n = 0;

  if (!sanera_json_split_array (&split, value->text, value->length, error))
    g_prefix_error (error, "%s: ", kinds[kind].member);
  else
    while (!done)
      {
        SaneraJsonSlice element;
        char path[64];

        g_snprintf (path, sizeof path, "%s[%u]", kinds[kind].member, n);
        ok = sanera_json_split_next_element (&split, &element, &done, error);
        if (!ok)
          g_prefix_error (error, "%s: ", path);
        else if (!done)
          ok = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
               sanera_json_parse_noun (noun, element.text, element.length, path, data, error) &&
               put_row (self, kinds[kind].list, data, error);
        if (!ok)
          break;
        n += !done;
      }

  sanera_noun_data_free (noun, data);
  if (n > 0)
    self->result.lists |= 1u << kinds[kind].list;
  self->result.rows += n;

  return ok;
}

static gboolean
delete_row (Writing *self, JsonNode *node, guint i, GError **error)
{
  g_autofree char *path = g_strdup_printf ("deleted[%u]", i);
  const char *type = NULL, *id = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: expected an object", path);
      return FALSE;
    }
  if (!sanera_json_get_text (json_node_get_object (node), "type", path, &type, error) ||
      !sanera_json_get_text (json_node_get_object (node), "id", path, &id, error))
    return FALSE;

  for (guint k = 0; id != NULL && k < G_N_ELEMENTS (kinds); k++)
    if (g_strcmp0 (type, kinds[k].type) == 0 || g_strcmp0 (type, kinds[k].member) == 0)
      {
        self->result.lists |= 1u << kinds[k].list;
        self->result.rows++;
        return self->pending ? sanera_pending_delete (self->db, kinds[k].list, id, error)
                             : sanera_cache_delete (self->db, kinds[k].list, id, error);
      }

  return TRUE; /* of a kind that this version does not keep */
}

static gboolean
write_deleted (Writing *self, const SaneraJsonSlice *value, GError **error)
{
  g_autoptr (JsonNode) node = parse_small (value, JSON_NODE_ARRAY, "deleted", error);

  if (node == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    if (!delete_row (self, json_array_get_element (json_node_get_array (node), i), i, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_member (Writing *self, const char *name, const SaneraJsonSlice *value, GError **error)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (g_str_equal (name, kinds[k].member))
      return write_rows (self, k, value, error);

  if (g_str_equal (name, "me"))
    return write_me (self, value, error);
  if (g_str_equal (name, "settings"))
    return write_settings (self, value, error);
  if (g_str_equal (name, "fleet"))
    return write_fleet (self, value, error);
  if (g_str_equal (name, "deleted"))
    return write_deleted (self, value, error);
  if (g_str_equal (name, "hasMore"))
    self->has_more = read_bool (value);
  else if (g_str_equal (name, "cursor"))
    {
      g_free (self->cursor);
      self->cursor = read_text (value, name, error);
      return self->cursor != NULL;
    }

  return TRUE;
}

/* The last page: what a full sync did not see is gone on the server. */
static gboolean
finish_sync (Writing *self, gboolean full, gint64 now, GError **error)
{
  if (full)
    {
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          if (!sanera_cache_sweep (self->db, kinds[k].list, NULL, self->generation, error) ||
              !sanera_pending_sweep (self->db, kinds[k].list, self->generation, error))
            return FALSE;
          self->result.lists |= 1u << kinds[k].list;
        }
      if (!sanera_cache_set_meta (self->db, META_FULL, NULL, error))
        return FALSE;
    }

  return set_meta_int (self->db, SANERA_CACHE_META_SYNCED_ON, now, error);
}

static gboolean
write_page (Writing *self, const WriteJob *job, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (job->page, &length);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *full = NULL;
  gboolean done = FALSE;
  SaneraJsonSplit split;

  self->generation = sanera_feed_page_get_generation (self->db, &local_error);
  if (local_error == NULL)
    before = sanera_cache_get_meta (self->db, SANERA_CACHE_META_CURSOR, &local_error);
  if (local_error == NULL)
    full = sanera_cache_get_meta (self->db, META_FULL, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* Written behind a gap, the cursor would say that what is missing is there. */
  if (g_strcmp0 (before, job->from) != 0)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION,
                   "the page begins at %s, the cache is at %s", job->from, before);
      return FALSE;
    }

  if (!sanera_pending_any (self->db, &self->pending, error))
    return FALSE;

  /* The very first sync sees everything too. */
  if (before == NULL && full == NULL)
    {
      full = g_strdup ("1");
      if (!sanera_cache_set_meta (self->db, META_FULL, full, error))
        return FALSE;
    }

  if (!sanera_json_split_object (&split, text, length, error))
    return FALSE;
  while (!done)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error) ||
          (!done && !write_member (self, name, &value, error)))
        return FALSE;
    }

  return sanera_cache_set_meta (self->db, SANERA_CACHE_META_CURSOR, self->cursor, error) &&
         (self->has_more || finish_sync (self, full != NULL, job->now, error));
}

static gboolean
write_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  Writing writing = { .db = db, .cancellable = cancellable };
  gboolean ok = write_page (&writing, data, error);

  g_free (writing.cursor);
  if (!ok)
    return FALSE;

  *result = g_memdup2 (&writing.result, sizeof writing.result);
  *result_free = g_free;
  return TRUE;
}

/**
 * sanera_feed_page_write_async:
 * @cache: a cache
 * @page: text of a page that sanera_feed_page_peek() has accepted
 * @from: (nullable): the cursor it was asked for with; %NULL: it is the first of all
 * @now: microseconds since 1970: becomes the time of the last sync when this is the last page
 * @cancellable: (nullable): a cancellable
 * @callback: called after the commit
 * @user_data: for @callback
 *
 * Writes a page in one transaction. Nobody is told: see sanera_cache_emit_changed().
 */
void
sanera_feed_page_write_async (SaneraCache *cache,
                              GBytes *page,
                              const char *from,
                              gint64 now,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  WriteJob *job = g_new (WriteJob, 1);

  job->page = g_bytes_ref (page);
  job->from = g_strdup (from);
  job->now = now;
  sanera_store_write_async (sanera_cache_get_store (cache), write_func, job, write_job_free,
                            cancellable, callback, user_data);
}

/**
 * sanera_feed_page_write_finish:
 * @cache: a cache
 * @result: from the callback
 * @page_result: (out): what it brought
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming the place in the page, with
 *   %SANERA_ERROR_PRECONDITION when the cache is not where the page begins (it was begun anew), or
 *   with what the database says; nothing of the page is written then
 */
gboolean
sanera_feed_page_write_finish (SaneraCache *cache,
                               GAsyncResult *result,
                               SaneraFeedPageResult *page_result,
                               GError **error)
{
  g_autofree SaneraFeedPageResult *got = sanera_cache_run_finish (cache, result, error);

  if (got == NULL)
    return FALSE;

  *page_result = *got;
  return TRUE;
}

static gboolean
start_over_func (SaneraDb *db,
                 gpointer data,
                 gpointer *result,
                 GDestroyNotify *result_free,
                 GCancellable *cancellable,
                 GError **error)
{
  gint64 generation = sanera_feed_page_get_generation (db, error);

  *result = GINT_TO_POINTER (1);
  return generation > 0 && set_meta_int (db, META_GENERATION, generation + 1, error) &&
         sanera_cache_set_meta (db, META_FULL, "1", error) &&
         sanera_children_forget_basis (db, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CURSOR, NULL, error);
}

/**
 * sanera_feed_page_start_over_async:
 * @cache: a cache
 * @cancellable: (nullable): a cancellable
 * @callback: called after the commit
 * @user_data: for @callback
 *
 * The server does not know the cursor any more: everything is asked for again, and what is not seen
 * then is deleted at the end. Until then the old rows stay readable.
 */
void
sanera_feed_page_start_over_async (SaneraCache *cache,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  sanera_store_write_async (sanera_cache_get_store (cache), start_over_func, NULL, NULL,
                            cancellable, callback, user_data);
}

/**
 * sanera_feed_page_start_over_finish:
 * @cache: a cache
 * @result: from the callback
 * @error: return location
 *
 * Returns: whether it is written
 */
gboolean
sanera_feed_page_start_over_finish (SaneraCache *cache, GAsyncResult *result, GError **error)
{
  return sanera_cache_run_finish (cache, result, error) != NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include <string.h>

#include "sanera-json.h"
#include "store-submissions.h"
#include "store-views.h"

/* Several remediation requests at once. Each is carried out, or refused, as if it had come alone:
 * with its own key (rule R9), in a savepoint of its own; all that are carried out are committed
 * together. */

#define MAX_ITEMS 500

/* An item of the body: `{"key":UUID,"body":{…}}`; the body is word for word what a request alone
 * would carry, so that a repeat may come alone as well. */
typedef struct
{
  char *key;
  GBytes *body;
} Item;

static void
item_clear (gpointer data)
{
  Item *self = data;

  g_free (self->key);
  g_bytes_unref (self->body);
}

static gboolean
read_item (const SaneraJsonSlice *slice, Item *item, GError **error)
{
  g_autoptr (JsonNode) node =
      sanera_json_parse (slice->text, (gssize)slice->length, SANERA_JSON_MAX_DEPTH, error);
  SaneraJsonSplit split;
  const char *key = NULL;
  gboolean done = FALSE;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "requests: objects are expected");
      return FALSE;
    }
  if (!sanera_json_get_text (json_node_get_object (node), "key", "requests", &key, error) ||
      !sanera_json_split_object (&split, slice->text, slice->length, error))
    return FALSE;

  item->key = g_strdup (key);
  while (!done)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (!done && g_strcmp0 (name, "body") == 0)
        {
          g_clear_pointer (&item->body, g_bytes_unref);
          item->body = g_bytes_new (value.text, value.length);
        }
    }
  if (item->body == NULL)
    item->body = g_bytes_new_static ("null", 4);
  return TRUE;
}

/* The member `requests` of the body, which has been parsed as a whole before. */
static gboolean
find_requests (GBytes *body, SaneraJsonSlice *requests, GError **error)
{
  SaneraJsonSplit split;
  gboolean done = FALSE;
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  *requests = (SaneraJsonSlice){ 0 };
  if (!sanera_json_split_object (&split, text, size, error))
    return FALSE;
  while (!done)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (!done && g_strcmp0 (name, "requests") == 0)
        *requests = value;
    }
  if (requests->text == NULL)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "requests is missing");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_items (GBytes *body, GArray *items, GError **error)
{
  SaneraJsonSlice requests;
  SaneraJsonSplit split;
  gboolean done = FALSE;

  if (!find_requests (body, &requests, error) ||
      !sanera_json_split_array (&split, requests.text, requests.length, error))
    return FALSE;

  while (!done)
    {
      Item item = { 0 };
      SaneraJsonSlice value;

      if (!sanera_json_split_next_element (&split, &value, &done, error))
        return FALSE;
      if (done)
        break;
      if (items->len == MAX_ITEMS)
        {
          g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                       "requests: at most %d are taken at once", MAX_ITEMS);
          return FALSE;
        }
      if (!read_item (&value, &item, error))
        {
          g_free (item.key);
          return FALSE;
        }
      g_array_append_val (items, item);
    }
  return TRUE;
}

static void
begin_result (GString *out, const Item *item, guint status)
{
  g_string_append (out, "{\"key\":");
  sanera_json_append_string (out, item->key);
  g_string_append_printf (out, ",\"status\":%u,", status);
}

static gboolean
carry_out (SaneraDb *db, SaneraExchange *exchange, const Item *item, GString *out, GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (GString) entity = g_string_new (NULL);
  gboolean found;

  if (!sanera_submit_request (db, exchange, item->key, item->body, &submission, error) ||
      !sanera_append_entity (db, &sanera_format_own_task, submission.entity_id, entity, NULL,
                             &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, submission.entity_id, error);

  begin_result (out, item, submission.replayed ? 200 : 201);
  if (submission.replayed)
    g_string_append (out, "\"replayed\":true,");
  g_string_append_printf (out, "\"entity\":%s}", entity->str);
  return TRUE;
}

static gboolean
run_item (SaneraDb *db, SaneraExchange *exchange, const Item *item, GString *out, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GString) refusal = NULL;
  guint status;

  if (!sanera_db_exec (db, "SAVEPOINT item", error))
    return FALSE;
  if (carry_out (db, exchange, item, out, &problem))
    return sanera_db_exec (db, "RELEASE item", error);

  refusal = sanera_exchange_steal_refusal (exchange, &status);
  if (refusal == NULL)
    {
      /* No refusal but a database that does not work: nothing of all is kept. */
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  begin_result (out, item, status);
  g_string_append (out, refusal->str + 1); /* behind its brace */
  return sanera_db_exec (db, "ROLLBACK TO item; RELEASE item", error);
}

/**
 * sanera_route_post_tasks:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal of the whole, or when it cannot be written
 *
 * `POST /sanera/v1/remediationTasks:batch`: at most 500 requests, `{"requests":[{"key","body"}]}` →
 * `{"results":[{"key","status","entity"|"error"}]}` in the same order.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_tasks (SaneraDb *db,
                         SaneraExchange *exchange,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_autoptr (GString) out = g_string_new ("{\"results\":[");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;

  g_array_set_clear_func (items, item_clear);
  if (sanera_exchange_parse_body (exchange, &node, error) == NULL)
    return FALSE;
  if (!read_items (sanera_exchange_get_body (exchange), items, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);

  for (guint i = 0; i < items->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!run_item (db, exchange, &g_array_index (items, Item, i), out, error))
        return FALSE;
    }
  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

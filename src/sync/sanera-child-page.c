/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-child-page.h"

#include "sanera-children.h"
#include "sanera-json.h"
#include "sanera-list.h"
#include "sanera-odata.h"
#include "sanera-tenant-page.h"

/* A page of what belongs to one row: its rows and how far the fetch has come are one commit, so
 * that a fetch goes on where it was after whatever has interrupted it. */

typedef struct
{
  char *next;
  guint rows;
} Written;

static void
written_free (gpointer data)
{
  Written *written = data;

  g_free (written->next);
  g_free (written);
}

/**
 * sanera_child_page_free:
 * @self: (transfer full): a page
 */
void
sanera_child_page_free (SaneraChildPage *self)
{
  sanera_children_ref_free (self->ref);
  g_free (self->cursor);
  g_bytes_unref (self->body);
  g_free (self->tenant_path);
  g_free (self);
}

/* Microsoft documents 8,000 rows as the most of one answer for vulnerabilities, 10,000 for the
 * rest, and that a full one may come without a link. Who does not know $skip sends the same rows
 * again, of which nothing is new: that is the end. */
static gboolean
add_missing_link (SaneraDb *db, const SaneraChildPage *page, Written *written, GError **error)
{
  const guint full = page->ref->list == SANERA_LIST_RECOMMENDATION_VULNERABILITIES ? 8000 : 10000;
  gint64 seen = 0;

  if (page->tenant_path == NULL || written->next != NULL || written->rows < full)
    return TRUE;

  if (!sanera_children_count_seen (db, page->ref->list, page->ref->parent_id, page->generation,
                                   &seen, error))
    return FALSE;
  if (seen > (gint64)page->skip)
    written->next = g_strdup_printf ("%s?$skip=%u", page->tenant_path, page->skip + written->rows);
  return TRUE;
}

static gboolean
write_page (SaneraDb *db, const SaneraChildPage *page, Written *written, GError **error)
{
  const SaneraNoun *noun = sanera_list_get_info (page->ref->list)->noun;
  gboolean done = FALSE, ok = TRUE;
  SaneraJsonSplit rows;
  gpointer data;

  if (!sanera_odata_split (page->body, &rows, &written->next, error))
    return FALSE;

  data = sanera_noun_data_new (noun);
  while (ok && !done)
    {
      SaneraJsonSlice element;
      char path[32];

      g_snprintf (path, sizeof path, "value[%u]", written->rows);
      ok = sanera_json_split_next_element (&rows, &element, &done, error) &&
           (done ||
            (sanera_json_parse_noun (noun, element.text, element.length, path, data, error) &&
             (page->tenant_path == NULL ||
              sanera_tenant_page_adapt_child (page->ref->list, data, element.text, element.length,
                                              error)) &&
             sanera_cache_put (db, page->ref->list, page->ref->parent_id, data, page->generation,
                               error)));
      if (ok && !done)
        written->rows++;
    }
  sanera_noun_data_free (noun, data);

  return ok && add_missing_link (db, page, written, error);
}

static gboolean
write_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  const SaneraChildPage *page = data;
  const SaneraChildrenRef *ref = page->ref;
  const gint64 now = g_get_real_time ();
  Written *written = g_new0 (Written, 1);

  if ((page->first && !sanera_children_begin (db, ref->list, ref->parent_id, page->generation,
                                              page->basis, page->cursor, now, error)) ||
      !write_page (db, page, written, error) ||
      !sanera_children_note_page (db, ref->list, ref->parent_id, written->rows,
                                  g_bytes_get_size (page->body), written->next, now, error) ||
      (written->next == NULL &&
       !sanera_cache_sweep (db, ref->list, ref->parent_id, page->generation, error)))
    {
      written_free (written);
      return FALSE;
    }

  *result = written;
  *result_free = written_free;
  return TRUE;
}

/**
 * sanera_child_page_write_async:
 * @cache: a cache
 * @page: (transfer full): a page
 * @cancellable: (nullable): a cancellable
 * @callback: called after the commit
 * @user_data: for @callback
 *
 * Writes a page. After the last one, what the fetch has not seen is deleted.
 */
void
sanera_child_page_write_async (SaneraCache *cache,
                               SaneraChildPage *page,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (SANERA_IS_CACHE (cache));

  sanera_store_write_async (sanera_cache_get_store (cache), write_func, page,
                            (GDestroyNotify)sanera_child_page_free, cancellable, callback,
                            user_data);
}

/**
 * sanera_child_page_write_finish:
 * @cache: a cache
 * @result: from the callback
 * @next: (out) (transfer full) (nullable): address of the next page; %NULL: there is none
 * @rows: (out): how many the page had
 * @error: return location
 *
 * Returns: whether it is written
 */
gboolean
sanera_child_page_write_finish (SaneraCache *cache,
                                GAsyncResult *result,
                                char **next,
                                guint *rows,
                                GError **error)
{
  Written *written = sanera_cache_run_finish (cache, result, error);

  if (written == NULL)
    return FALSE;
  *next = g_steal_pointer (&written->next);
  *rows = written->rows;
  written_free (written);

  return TRUE;
}

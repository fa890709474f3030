/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-child-fetcher.h"

#include "sanera-change-teller.h"
#include "sanera-child-page.h"
#include "sanera-list.h"
#include "sanera-tenant-page.h"

/* One fetch:
 *
 *   books ──► fresh: done, nobody is asked
 *     │
 *     ├── was interrupted, and its row is as it was: from the page that comes next
 *     └── else from the first page
 *           ──► page ──► commit of rows and books ──► page … ──► last page: sweep
 *
 * It ends early when nobody waits for it any more; what is committed stays. */

struct _SaneraChildFetcher
{
  GObject parent_instance;

  SaneraCache *cache;
  SaneraChildSessionFunc get_session;
  gpointer session_data;
  SaneraChildPathFunc get_path;
  gboolean tenant; /* the answers are those of Microsoft's interface */
  GHashTable *jobs; /* of Job, by its ref: those that somebody waits for */
  gboolean pause;
  gboolean closed;
};

typedef struct
{
  SaneraChildFetcher *fetcher;
  SaneraChildrenRef *ref;
  GPtrArray *waiters; /* of GTask */
  GCancellable *cancellable;
  gboolean background; /* nobody but the background waits */
  gint64 generation;
  gint64 basis;
  char *cursor;
  gboolean resumed; /* goes on from where another fetch was interrupted */
  gboolean first; /* the next page is the first */
  gboolean anew; /* has begun anew because what was here was removed meanwhile */
  guint64 page_bytes; /* of the page that is being written */
  guint rows; /* of the fetch so far */
  SaneraChangeTeller changes;
} Job;

/* Of a waiting GTask. */
typedef struct
{
  Job *job; /* NULL: it is not waiting any more */
  gboolean background;
  gulong cancelled_id;
} Wait;

enum
{
  SIGNAL_PAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraChildFetcher, sanera_child_fetcher, G_TYPE_OBJECT)

static void ask (Job *job, const char *path);
static void begin_anew (Job *job);

static void
job_free (Job *job)
{
  g_assert (job->waiters->len == 0);
  g_ptr_array_unref (job->waiters);
  sanera_children_ref_free (job->ref);
  g_clear_object (&job->cancellable);
  g_free (job->cursor);
  g_object_unref (job->fetcher);
  g_free (job);
}

static gboolean
is_background (Job *job)
{
  for (guint i = 0; i < job->waiters->len; i++)
    if (!((Wait *)g_task_get_task_data (g_ptr_array_index (job->waiters, i)))->background)
      return FALSE;

  return TRUE;
}

/* Takes the last reference that the job has on a waiting task. */
static GTask *
stop_waiting (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  guint at;

  if (wait->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, wait->cancelled_id);
  wait->cancelled_id = 0;
  if (g_ptr_array_find (wait->job->waiters, task, &at))
    g_ptr_array_steal_index (wait->job->waiters, at);
  /* Where a person has left and only the background still waits, it is one of the background. */
  wait->job->background = is_background (wait->job);
  wait->job = NULL;

  return task;
}

/* From now on, who asks for the same begins a fetch of their own. */
static void
forget_job (Job *job)
{
  if (g_hash_table_lookup (job->fetcher->jobs, job->ref) == job)
    g_hash_table_remove (job->fetcher->jobs, job->ref);
}

static void
end_job (Job *job, const GError *error)
{
  forget_job (job);
  while (job->waiters->len > 0)
    {
      g_autoptr (GTask) task = stop_waiting (g_ptr_array_index (job->waiters, 0));

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
  job_free (job);
}

static void
cancelled_cb (GCancellable *cancellable, GTask *waiting)
{
  Job *job = ((Wait *)g_task_get_task_data (waiting))->job;
  g_autoptr (GTask) task = stop_waiting (waiting);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody waits for it");
  if (job->waiters->len > 0)
    return;
  forget_job (job);
  g_cancellable_cancel (job->cancellable);
}

/* The call */

static char *
get_server_path (SaneraList list, const char *parent_id)
{
  g_autofree char *id = g_uri_escape_string (parent_id, NULL, FALSE);

  switch (list)
    {
    case SANERA_LIST_RECOMMENDATION_DEVICES:
      return g_strdup_printf ("/sanera/v1/recommendations/%s/machineReferences?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_INSTALLED_DEVICES:
      return g_strdup_printf ("/sanera/v1/recommendations/%s/installedDevices?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      return g_strdup_printf ("/sanera/v1/recommendations/%s/vulnerabilities?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_ACTIVITY_DEVICES:
      return g_strdup_printf ("/sanera/v1/remediationTasks/%s/devices?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_ACTIVITY_EVENTS:
      return g_strdup_printf ("/sanera/v1/remediationTasks/%s/history", id);
    case SANERA_LIST_SECURITY_TASK_DEVICES:
      return g_strdup_printf ("/sanera/v1/securityTasks/%s/devices?$top=%d", id, SANERA_CHILD_PAGE);
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      return g_strdup_printf ("/sanera/v1/machines/%s/recommendations?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_DEVICE_ACTIVITIES:
      return g_strdup_printf ("/sanera/v1/machines/%s/remediationTasks?$top=%d", id,
                              SANERA_CHILD_PAGE);
    case SANERA_LIST_RECOMMENDATIONS:
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_GROUPS:
    case SANERA_LIST_EXCEPTIONS:
    case SANERA_LIST_SECURITY_TASKS:
    case SANERA_LIST_DEVICES:
    case SANERA_N_LISTS:
    default:
      return NULL;
    }
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;
  guint rows = 0;

  if (!sanera_child_page_write_finish (job->fetcher->cache, result, &next, &rows, &error))
    {
      g_autofree char *code = sanera_error_get_code (error);

      /* What was here was removed between two pages: all of it is wanted again, once. */
      if (g_strcmp0 (code, SANERA_CODE_BOOKS_GONE) == 0 && !job->anew && !job->fetcher->closed)
        {
          job->anew = TRUE;
          begin_anew (job);
        }
      else
        end_job (job, error);
      return;
    }

  job->changes.lists |= 1u << job->ref->list;
  sanera_change_teller_tell (&job->changes, job->fetcher->cache, job->first || next == NULL);
  job->first = FALSE;
  job->rows += rows;
  if (job->background)
    g_signal_emit (job->fetcher, signals[SIGNAL_PAGE], 0, rows, job->page_bytes);
  if (next == NULL)
    {
      end_job (job, NULL);
      return;
    }
  if (job->background && job->fetcher->pause)
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PENDING, "Goes on later");
      sanera_change_teller_tell (&job->changes, job->fetcher->cache, TRUE);
      end_job (job, error);
      return;
    }
  ask (job, next);
}

static SaneraChildPage *
make_page (Job *job, GBytes *body)
{
  SaneraChildPage *page = g_new0 (SaneraChildPage, 1);

  page->ref = sanera_children_ref_new (job->ref->list, job->ref->parent_id);
  page->first = job->first;
  page->generation = job->generation;
  page->basis = job->basis;
  page->cursor = g_strdup (job->cursor);
  page->body = g_bytes_ref (body);
  if (job->fetcher->tenant)
    page->tenant_path = job->fetcher->get_path (job->ref->list, job->ref->parent_id);
  page->skip = job->rows;

  return page;
}

static void
begin_anew (Job *job)
{
  g_autofree char *path = job->fetcher->get_path (job->ref->list, job->ref->parent_id);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      error = g_error_new_literal (SANERA_ERROR, SANERA_ERROR_UNSUPPORTED,
                                   SANERA_CODE_NOT_TOLD ": the interface has no call for it");
      end_job (job, error);
      return;
    }
  job->resumed = FALSE;
  job->first = TRUE;
  job->rows = 0;
  job->generation = g_get_real_time (); /* different each time, which is all it has to be */
  ask (job, path);
}

/* An address of yesterday may not be one of today: another port, another token of the list. */
static gboolean
is_about_address (const GError *error)
{
  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_INVALID) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND);
}

/* A tenant only says no. */
static void
name_permission (Job *job, GError **error)
{
  GError *named = NULL;

  if (job->fetcher->tenant && g_error_matches (*error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN))
    named = sanera_tenant_children_refuse (job->ref->list);
  if (named == NULL)
    return;
  g_error_free (*error);
  *error = named;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (response == NULL && job->resumed && is_about_address (error) && !job->fetcher->closed)
    {
      begin_anew (job);
      return;
    }
  if (response != NULL && response->body == NULL)
    error = g_error_new_literal (SANERA_ERROR, SANERA_ERROR_PROTOCOL, "value: missing");
  else if (job->fetcher->closed)
    {
      g_clear_error (&error);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The connection was left");
    }
  if (error != NULL)
    {
      name_permission (job, &error);
      end_job (job, error);
      return;
    }

  job->resumed = FALSE;
  job->page_bytes = g_bytes_get_size (response->body);
  sanera_child_page_write_async (job->fetcher->cache, make_page (job, response->body),
                                 job->cancellable, written_cb, job);
}

static void
ask (Job *job, const char *path)
{
  /* Who fetches in the background decides itself when to try again; and a tenant may ask for an
   * hour, which the list says and waits for. */
  const SaneraRequestOptions options = { .no_retry = job->background || job->fetcher->tenant };
  SaneraSession *session =
      job->fetcher->closed ? NULL
                           : job->fetcher->get_session (job->ref->list, job->fetcher->session_data);
  g_autoptr (GError) error = NULL;

  if (session != NULL)
    {
      sanera_session_send_async (session, "GET", path, NULL, &options, job->cancellable,
                                 answered_cb, job);
      return;
    }
  error = g_error_new_literal (SANERA_ERROR, SANERA_ERROR_OFFLINE,
                               SANERA_CODE_NOT_SENT ": there is no server to ask");
  end_job (job, error);
}

static void
start_job (Job *job, const SaneraChildren *children)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (job->fetcher->cache);

  job->basis = children->parent_change;
  job->cursor = info != NULL ? g_strdup (info->cursor) : NULL;
  job->resumed = children->next != NULL && children->next_basis != SANERA_INT_NULL &&
                 children->next_basis == children->parent_change;
  if (!job->resumed)
    {
      begin_anew (job);
      return;
    }
  job->generation = children->generation;
  job->rows = (guint)MAX (children->row_count, 0);
  ask (job, children->next);
}

static void
sanera_child_fetcher_dispose (GObject *object)
{
  sanera_child_fetcher_close (SANERA_CHILD_FETCHER (object));
  g_clear_object (&SANERA_CHILD_FETCHER (object)->cache);

  G_OBJECT_CLASS (sanera_child_fetcher_parent_class)->dispose (object);
}

static void
sanera_child_fetcher_finalize (GObject *object)
{
  g_hash_table_unref (SANERA_CHILD_FETCHER (object)->jobs);

  G_OBJECT_CLASS (sanera_child_fetcher_parent_class)->finalize (object);
}

static void
sanera_child_fetcher_class_init (SaneraChildFetcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_child_fetcher_dispose;
  object_class->finalize = sanera_child_fetcher_finalize;

  /**
   * SaneraChildFetcher::page:
   * @self: a fetcher
   * @rows: how many it has
   * @bytes: how long it was
   *
   * A page of a fetch in the background is in the cache.
   */
  signals[SIGNAL_PAGE] =
      g_signal_new ("page", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT64);
}

static void
sanera_child_fetcher_init (SaneraChildFetcher *self)
{
  self->jobs = g_hash_table_new (sanera_children_ref_hash, sanera_children_ref_equal);
}

/**
 * sanera_child_fetcher_new:
 * @cache: where the rows go
 * @get_session: tells whom to ask
 * @user_data: for @get_session
 *
 * Returns: (transfer full): a fetcher
 */
SaneraChildFetcher *
sanera_child_fetcher_new (SaneraCache *cache,
                          SaneraChildSessionFunc get_session,
                          gpointer user_data)
{
  SaneraChildFetcher *self;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);

  self = g_object_new (SANERA_TYPE_CHILD_FETCHER, NULL);
  self->cache = g_object_ref (cache);
  self->get_session = get_session;
  self->session_data = user_data;
  self->get_path = get_server_path;

  return self;
}

/**
 * sanera_child_fetcher_set_tenant:
 * @self: a fetcher that has not fetched anything
 * @get_path: where what is asked for
 *
 * From now on it asks a Microsoft Defender tenant.
 */
void
sanera_child_fetcher_set_tenant (SaneraChildFetcher *self, SaneraChildPathFunc get_path)
{
  g_return_if_fail (SANERA_IS_CHILD_FETCHER (self));

  self->tenant = TRUE;
  self->get_path = get_path;
}

/**
 * sanera_child_fetcher_set_pause:
 * @self: a fetcher
 * @pause: whether fetches that only the background waits for end after their next page, with
 *   %G_IO_ERROR_PENDING; another one goes on from there
 */
void
sanera_child_fetcher_set_pause (SaneraChildFetcher *self, gboolean pause)
{
  g_return_if_fail (SANERA_IS_CHILD_FETCHER (self));

  self->pause = pause;
}

/**
 * sanera_child_fetcher_is_busy:
 * @self: a fetcher
 *
 * Returns: whether a person waits for something
 */
gboolean
sanera_child_fetcher_is_busy (SaneraChildFetcher *self)
{
  GHashTableIter iter;
  gpointer job;

  g_return_val_if_fail (SANERA_IS_CHILD_FETCHER (self), FALSE);

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    if (!((Job *)job)->background)
      return TRUE;

  return FALSE;
}

/**
 * sanera_child_fetcher_close:
 * @self: a fetcher
 *
 * Gives up what is under way; who waits for it is told so.
 */
void
sanera_child_fetcher_close (SaneraChildFetcher *self)
{
  g_autoptr (GList) jobs = NULL;

  g_return_if_fail (SANERA_IS_CHILD_FETCHER (self));

  self->closed = TRUE;
  jobs = g_hash_table_get_values (self->jobs);
  for (GList *l = jobs; l != NULL; l = l->next)
    g_cancellable_cancel (((Job *)l->data)->cancellable);
}

static void
wait_free (gpointer data)
{
  g_free (data);
}

static void
join (Job *job, GTask *task, gboolean background)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);

  wait->job = job;
  wait->background = background;
  g_task_set_task_data (task, wait, wait_free);
  g_ptr_array_add (job->waiters, task);
  if (cancellable != NULL)
    wait->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
  job->background = is_background (job);
}

/**
 * sanera_child_fetcher_fetch_async:
 * @self: a fetcher
 * @list: a list with parents
 * @parent_id: id of the row they belong to
 * @use: what for
 * @cancellable: (nullable): a cancellable, cancelled on the main thread; what is committed stays
 * @callback: called when all of them are in the cache
 * @user_data: for @callback
 *
 * Brings into the cache what is not there as it is on the server, as far as the change feed knows.
 * The list is told as pages come in.
 */
void
sanera_child_fetcher_fetch_async (SaneraChildFetcher *self,
                                  SaneraList list,
                                  const char *parent_id,
                                  SaneraChildUse use,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SaneraChildren) children = NULL;
  const SaneraCacheInfo *info;
  const gboolean background = use == SANERA_CHILD_USE_BACKGROUND;
  const SaneraChildrenRef key = { list, (char *)parent_id };
  Job *job;

  g_return_if_fail (SANERA_IS_CHILD_FETCHER (self));
  g_return_if_fail (parent_id != NULL);
  g_return_if_fail (sanera_list_get_info (list)->has_parent);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_child_fetcher_fetch_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  children = self->closed ? NULL : sanera_cache_lookup_children (self->cache, list, parent_id);
  if (children == NULL)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_CACHE, "The cache is closed");
      return;
    }
  if (children->parent_known && children->parent_change == SANERA_INT_NULL)
    {
      g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_NOT_FOUND,
                               SANERA_CODE_NOT_SENT ": the server does not have it yet");
      return;
    }
  info = sanera_cache_get_info (self->cache);
  if (background ? sanera_children_is_current (children)
                 : sanera_children_is_fresh (children, list, info != NULL ? info->cursor : NULL,
                                             g_get_real_time ()))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  job = g_hash_table_lookup (self->jobs, &key);
  if (job != NULL)
    {
      join (job, g_steal_pointer (&task), background);
      return;
    }
  job = g_new0 (Job, 1);
  job->fetcher = g_object_ref (self);
  job->ref = sanera_children_ref_new (list, parent_id);
  job->waiters = g_ptr_array_new ();
  job->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->jobs, job->ref, job);
  join (job, g_steal_pointer (&task), background);
  start_job (job, children);
}

/**
 * sanera_child_fetcher_fetch_finish:
 * @self: a fetcher
 * @result: from the callback
 * @error: %SANERA_ERROR_OFFLINE with %SANERA_CODE_NOT_SENT when there is nobody to ask,
 *   %SANERA_ERROR_NOT_FOUND with it when the server does not have the row yet,
 *   %G_IO_ERROR_PENDING in the background, else what the server has said
 *
 * Returns: whether all of them are in the cache
 */
gboolean
sanera_child_fetcher_fetch_finish (SaneraChildFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

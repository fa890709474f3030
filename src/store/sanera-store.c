/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-store.h"

/**
 * SaneraStore:
 *
 * One database file with two threads: the writer runs transactions one after the other, the reader
 * runs long queries beside it (WAL: neither waits for the other). Jobs of one thread are carried
 * out in the order in which they came.
 */

/* Steps of SQLite's virtual machine between two looks at the cancellable: about 50 µs. */
#define PROGRESS_STEPS 2000

/* A change of files: the reader lets go of the old one, the writer does the rest.
 *
 *   reader: ── close ── parked ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ done ── goes on with @reader
 *   writer: ┄┄┄┄┄┄┄┄┄┄┄┄ parked ── close, before, open, after ── done ── goes on
 */
typedef struct
{
  SaneraStoreReplaceFunc before;
  SaneraStoreFunc after;
  gpointer data;
  GDestroyNotify data_free;
  char *path;
  SaneraDbFlags flags;
  char *migrations;

  GMutex mutex;
  GCond cond;
  gboolean parked;
  gboolean done;
  SaneraDb *reader;
} Replacement;

typedef struct
{
  SaneraStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GCancellable *cancellable;
  gboolean write;
  Replacement *replacement; /* in place of func */

  GTask *task; /* asynchronous: the result goes here */

  /* synchronous: the caller waits for @done */
  gboolean *done;
  gboolean *ok;
  gpointer *result;
  GError **error;
} Job;

typedef struct
{
  GThread *thread;
  GAsyncQueue *queue; /* of Job; a job that does nothing ends the thread */
  SaneraDb *db; /* NULL: could not be opened again */
  GMutex mutex; /* for the callers that wait */
  GCond cond;
} Worker;

struct _SaneraStore
{
  GObject parent_instance;

  char *path;
  SaneraDbFlags flags;
  char *migrations;
  Worker *writer;
  Worker *reader;
};

static guint damaged_signal;

G_DEFINE_FINAL_TYPE (SaneraStore, sanera_store, G_TYPE_OBJECT)

static void
replacement_clear (gpointer data)
{
  Replacement *replacement = data;

  if (replacement->data_free != NULL)
    replacement->data_free (replacement->data);
  g_free (replacement->path);
  g_free (replacement->migrations);
  sanera_db_close (replacement->reader);
  g_mutex_clear (&replacement->mutex);
  g_cond_clear (&replacement->cond);
}

static void
job_free (Job *job)
{
  if (job->replacement != NULL)
    g_atomic_rc_box_release_full (job->replacement, replacement_clear);
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_free (job);
}

/* Asked by SQLite every few thousand steps. Unlike sqlite3_interrupt() from another thread it can
 * neither come too early, before the statement runs, nor too late, into the next one. */
static int
progress_cb (gpointer user_data)
{
  return g_cancellable_is_cancelled (user_data) ? 1 : 0;
}

static gboolean
call (Worker *worker, Job *job, gpointer *result, GDestroyNotify *result_free, GError **error)
{
  return job->func (worker->db, job->data, result, result_free, job->cancellable, error);
}

static gboolean
call_in_transaction (Worker *worker,
                     Job *job,
                     gpointer *result,
                     GDestroyNotify *result_free,
                     GError **error)
{
  if (!sanera_db_begin (worker->db, error))
    return FALSE;
  if (!call (worker, job, result, result_free, error))
    {
      sanera_db_rollback (worker->db);
      return FALSE;
    }
  if (sanera_db_commit (worker->db, error))
    return TRUE;

  if (*result_free != NULL && *result != NULL)
    (*result_free) (*result);
  *result = NULL;
  return FALSE;
}

static gboolean
run (Worker *worker, Job *job, gpointer *result, GDestroyNotify *result_free, GError **error)
{
  gboolean ok;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  if (worker->db == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE,
                           "the database could not be opened again");
      return FALSE;
    }

  if (job->cancellable != NULL)
    sqlite3_progress_handler (sanera_db_get_handle (worker->db), PROGRESS_STEPS, progress_cb,
                              job->cancellable);
  ok = job->write ? call_in_transaction (worker, job, result, result_free, error)
                  : call (worker, job, result, result_free, error);
  sqlite3_progress_handler (sanera_db_get_handle (worker->db), 0, NULL, NULL);

  return ok;
}

typedef struct
{
  SaneraStore *store;
  GError *error;
} Damage;

static void
damage_free (gpointer data)
{
  Damage *damage = data;

  g_object_unref (damage->store);
  g_error_free (damage->error);
  g_free (damage);
}

static gboolean
damage_cb (gpointer user_data)
{
  Damage *damage = user_data;

  g_signal_emit (damage->store, damaged_signal, 0, damage->error);

  return G_SOURCE_REMOVE;
}

/* Whoever asked gets its error; here it is told once more to who repairs. */
static void
tell_damage (GTask *task, const GError *error)
{
  g_autoptr (GSource) source = NULL;
  Damage *damage;

  if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_DAMAGED))
    return;

  damage = g_new (Damage, 1);
  damage->store = g_object_ref (g_task_get_source_object (task));
  damage->error = g_error_copy (error);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, damage_cb, damage, damage_free);
  g_source_attach (source, g_task_get_context (task));
}

static void
park (Worker *worker, Replacement *replacement)
{
  g_clear_pointer (&worker->db, sanera_db_close);
  g_mutex_lock (&replacement->mutex);
  replacement->parked = TRUE;
  g_cond_broadcast (&replacement->cond);
  while (!replacement->done)
    g_cond_wait (&replacement->cond, &replacement->mutex);
  worker->db = g_steal_pointer (&replacement->reader);
  g_mutex_unlock (&replacement->mutex);
}

static gboolean
open_again (Worker *worker, Replacement *replacement, GError **error)
{
  g_autoptr (SaneraDb) writer = sanera_db_open (replacement->path, replacement->flags, error);
  g_autoptr (SaneraDb) reader = NULL;

  if (writer == NULL || !sanera_db_migrate (writer, replacement->migrations, error))
    return FALSE;
  reader = sanera_db_open (replacement->path, SANERA_DB_READ_ONLY, error);
  if (reader == NULL)
    return FALSE;

  worker->db = g_steal_pointer (&writer);
  replacement->reader = g_steal_pointer (&reader);
  return TRUE;
}

static gboolean
replace (Worker *worker, Job *job, GError **error)
{
  Replacement *replacement = job->replacement;
  GDestroyNotify result_free = NULL;
  gpointer result = NULL;
  Job after = { .func = replacement->after, .data = replacement->data, .write = TRUE };
  gboolean ok;

  g_mutex_lock (&replacement->mutex);
  while (!replacement->parked)
    g_cond_wait (&replacement->cond, &replacement->mutex);
  g_mutex_unlock (&replacement->mutex);

  g_clear_pointer (&worker->db, sanera_db_close);
  ok = replacement->before (replacement->path, replacement->data, error) &&
       open_again (worker, replacement, error) &&
       (after.func == NULL || run (worker, &after, &result, &result_free, error));
  if (result_free != NULL && result != NULL)
    result_free (result);

  g_mutex_lock (&replacement->mutex);
  replacement->done = TRUE;
  g_cond_broadcast (&replacement->cond);
  g_mutex_unlock (&replacement->mutex);

  return ok;
}

static void
carry_out_replacement (Worker *worker, Job *job)
{
  GError *error = NULL;

  if (!job->write)
    park (worker, job->replacement);
  else if (replace (worker, job, &error))
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, error);
  job_free (job);
}

static void
carry_out (Worker *worker, Job *job)
{
  g_autoptr (GError) error = NULL;
  GDestroyNotify result_free = NULL;
  gpointer result = NULL;
  gboolean ok = run (worker, job, &result, &result_free, &error);

  if (job->task != NULL)
    {
      if (ok)
        g_task_return_pointer (job->task, result, result_free);
      else
        {
          tell_damage (job->task, error);
          g_task_return_error (job->task, g_steal_pointer (&error));
        }
      job_free (job);
      return;
    }

  g_mutex_lock (&worker->mutex);
  *job->ok = ok;
  if (ok && job->result != NULL)
    *job->result = result;
  else if (ok && result_free != NULL && result != NULL)
    result_free (result);
  if (!ok)
    g_propagate_error (job->error, g_steal_pointer (&error));
  *job->done = TRUE;
  g_cond_broadcast (&worker->cond);
  g_mutex_unlock (&worker->mutex);
  job_free (job);
}

static void
worker_free (Worker *worker)
{
  g_async_queue_unref (worker->queue);
  sanera_db_close (worker->db);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
  g_free (worker);
}

static gpointer
worker_thread (gpointer user_data)
{
  Worker *worker = user_data;
  Job *job;

  while ((job = g_async_queue_pop (worker->queue)), job->func != NULL || job->replacement != NULL)
    if (job->replacement != NULL)
      carry_out_replacement (worker, job);
    else
      carry_out (worker, job);
  job_free (job);
  worker_free (worker);

  return NULL;
}

static Worker *
worker_new (const char *name, SaneraDb *db)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->queue = g_async_queue_new ();
  worker->db = db;
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  worker->thread = g_thread_new (name, worker_thread, worker);

  return worker;
}

/* The thread finishes what is queued and frees the worker. The last reference to a store can be
 * dropped by a task that ends in the worker itself, which cannot wait for itself. */
static void
worker_end (Worker *worker)
{
  GThread *thread = worker->thread;

  g_async_queue_push (worker->queue, g_new0 (Job, 1));
  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}

static void
sanera_store_dispose (GObject *object)
{
  sanera_store_close (SANERA_STORE (object));

  G_OBJECT_CLASS (sanera_store_parent_class)->dispose (object);
}

static void
sanera_store_finalize (GObject *object)
{
  SaneraStore *self = SANERA_STORE (object);

  g_free (self->path);
  g_free (self->migrations);

  G_OBJECT_CLASS (sanera_store_parent_class)->finalize (object);
}

static void
sanera_store_class_init (SaneraStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_store_dispose;
  object_class->finalize = sanera_store_finalize;

  /**
   * SaneraStore::damaged:
   * @self: a store
   * @error: a %SANERA_ERROR_DAMAGED
   *
   * An asynchronous job has found the file damaged. Emitted in the main context of who asked for
   * it; once for each such job.
   */
  damaged_signal = g_signal_new ("damaged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sanera_store_init (SaneraStore *self)
{
}

/**
 * sanera_store_open:
 * @path: the database file; created when it does not exist
 * @flags: of the writer: %SANERA_DB_DURABLE or %SANERA_DB_DEFAULT
 * @migrations: GResource folder for sanera_db_migrate()
 * @error: as sanera_db_open() and sanera_db_migrate()
 *
 * Opens the database, brings its schema up to date, and starts its two threads.
 *
 * Returns: (transfer full) (nullable): the store
 */
SaneraStore *
sanera_store_open (const char *path, SaneraDbFlags flags, const char *migrations, GError **error)
{
  g_autoptr (SaneraDb) writer = NULL;
  g_autoptr (SaneraDb) reader = NULL;
  SaneraStore *self;

  g_return_val_if_fail (path != NULL, NULL);

  writer = sanera_db_open (path, flags, error);
  if (writer == NULL || !sanera_db_migrate (writer, migrations, error))
    return NULL;
  reader = sanera_db_open (path, SANERA_DB_READ_ONLY, error);
  if (reader == NULL)
    return NULL;

  self = g_object_new (SANERA_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->flags = flags;
  self->migrations = g_strdup (migrations);
  self->writer = worker_new ("sanera-writer", g_steal_pointer (&writer));
  self->reader = worker_new ("sanera-reader", g_steal_pointer (&reader));

  return self;
}

/**
 * sanera_store_close:
 * @self: a store
 *
 * Waits until everything that was asked for is done, then ends the threads and closes the file.
 * Does nothing the second time. Nothing may be asked of @self afterwards.
 */
void
sanera_store_close (SaneraStore *self)
{
  g_return_if_fail (SANERA_IS_STORE (self));

  g_clear_pointer (&self->reader, worker_end);
  g_clear_pointer (&self->writer, worker_end);
}

/**
 * sanera_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none): its file
 */
const char *
sanera_store_get_path (SaneraStore *self)
{
  g_return_val_if_fail (SANERA_IS_STORE (self), NULL);

  return self->path;
}

static void
push_async (SaneraStore *self,
            gboolean write,
            SaneraStoreFunc func,
            gpointer data,
            GDestroyNotify data_free,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Worker *worker = write ? self->writer : self->reader;
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->write = write;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, push_async);
  /* What was committed is told even when the caller has changed its mind meanwhile. */
  g_task_set_check_cancellable (job->task, !write);
  if (worker == NULL)
    {
      g_task_return_new_error (job->task, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: is closed",
                               self->path);
      job_free (job);
      return;
    }
  g_async_queue_push (worker->queue, job);
}

/**
 * sanera_store_write_async:
 * @self: a store
 * @func: what to do, in a transaction
 * @data: (nullable): for @func
 * @data_free: (nullable): frees @data, on the writer thread, when @func is done
 * @cancellable: (nullable): rolls back when cancelled before the end of @func
 * @callback: called on this thread's main context, after the commit
 * @user_data: for @callback
 *
 * Queues a transaction.
 */
void
sanera_store_write_async (SaneraStore *self,
                          SaneraStoreFunc func,
                          gpointer data,
                          GDestroyNotify data_free,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (SANERA_IS_STORE (self));

  push_async (self, TRUE, func, data, data_free, cancellable, callback, user_data);
}

/**
 * sanera_store_read_async:
 * @self: a store
 * @func: what to do; must not write
 * @data: (nullable): for @func
 * @data_free: (nullable): frees @data, on the reader thread, when @func is done
 * @cancellable: (nullable): interrupts @func
 * @callback: called on this thread's main context
 * @user_data: for @callback
 *
 * Queues a read.
 */
void
sanera_store_read_async (SaneraStore *self,
                         SaneraStoreFunc func,
                         gpointer data,
                         GDestroyNotify data_free,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SANERA_IS_STORE (self));

  push_async (self, FALSE, func, data, data_free, cancellable, callback, user_data);
}

/**
 * sanera_store_run_finish:
 * @self: a store
 * @result: what the callback got
 * @error: what the function set, or why the transaction could not be committed
 *
 * Returns: (transfer full) (nullable): the function's result; %NULL is no failure unless @error is
 *   set
 */
gpointer
sanera_store_run_finish (SaneraStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sanera_store_replace_async:
 * @self: a store
 * @before: called when nobody has the file open any more
 * @after: (nullable): called with the database opened again, in a transaction, before any other job
 * @data: (nullable): for both
 * @data_free: (nullable): frees @data
 * @callback: called on this thread's main context when jobs run again
 * @user_data: for @callback
 *
 * Puts another file in place of the one that is open. What was asked for before is done with the
 * old file, what is asked for from now on with the new one. When that cannot be opened all jobs
 * fail with %SANERA_ERROR_CACHE, until this has been done once more.
 */
void
sanera_store_replace_async (SaneraStore *self,
                            SaneraStoreReplaceFunc before,
                            SaneraStoreFunc after,
                            gpointer data,
                            GDestroyNotify data_free,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Replacement *replacement;

  g_return_if_fail (SANERA_IS_STORE (self));
  g_return_if_fail (before != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, sanera_store_replace_async);
  replacement = g_atomic_rc_box_new0 (Replacement);
  replacement->before = before;
  replacement->after = after;
  replacement->data = data;
  replacement->data_free = data_free;
  replacement->path = g_strdup (self->path);
  replacement->flags = self->flags;
  replacement->migrations = g_strdup (self->migrations);
  g_mutex_init (&replacement->mutex);
  g_cond_init (&replacement->cond);

  if (self->writer == NULL)
    g_task_return_new_error (task, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: is closed", self->path);
  else
    for (guint i = 0; i < 2; i++)
      {
        Job *job = g_new0 (Job, 1);

        job->replacement = g_atomic_rc_box_acquire (replacement);
        job->write = i == 1;
        job->task = job->write ? g_object_ref (task) : NULL;
        g_async_queue_push (job->write ? self->writer->queue : self->reader->queue, job);
      }
  g_atomic_rc_box_release_full (replacement, replacement_clear);
}

/**
 * sanera_store_replace_finish:
 * @self: a store
 * @result: what the callback got
 * @error: what the functions set, or why the file cannot be opened again
 *
 * Returns: whether jobs run on the new file
 */
gboolean
sanera_store_replace_finish (SaneraStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
push_and_wait (SaneraStore *self,
               gboolean write,
               SaneraStoreFunc func,
               gpointer data,
               gpointer *result,
               GError **error)
{
  Worker *worker = write ? self->writer : self->reader;
  gboolean done = FALSE;
  gboolean ok = FALSE;
  Job *job;

  g_return_val_if_fail (worker != NULL, FALSE);
  g_return_val_if_fail (worker->thread != g_thread_self (), FALSE);

  job = g_new0 (Job, 1);
  job->func = func;
  job->data = data;
  job->write = write;
  job->done = &done;
  job->ok = &ok;
  job->result = result;
  job->error = error;
  g_async_queue_push (worker->queue, job);

  g_mutex_lock (&worker->mutex);
  while (!done)
    g_cond_wait (&worker->cond, &worker->mutex);
  g_mutex_unlock (&worker->mutex);

  return ok;
}

/**
 * sanera_store_write:
 * @self: a store
 * @func: what to do, in a transaction
 * @data: (nullable): for @func
 * @result: (out) (optional): its result
 * @error: what the function set, or why the transaction could not be committed
 *
 * Like sanera_store_write_async(), and waits. For command-line tools, tests and closing down; never
 * for the main thread of something that people look at.
 *
 * Returns: whether it was committed
 */
gboolean
sanera_store_write (SaneraStore *self,
                    SaneraStoreFunc func,
                    gpointer data,
                    gpointer *result,
                    GError **error)
{
  g_return_val_if_fail (SANERA_IS_STORE (self), FALSE);

  return push_and_wait (self, TRUE, func, data, result, error);
}

/**
 * sanera_store_read:
 * @self: a store
 * @func: what to do; must not write
 * @data: (nullable): for @func
 * @result: (out) (optional): its result
 * @error: what the function set
 *
 * Like sanera_store_read_async(), and waits.
 *
 * Returns: whether it went well
 */
gboolean
sanera_store_read (SaneraStore *self,
                   SaneraStoreFunc func,
                   gpointer data,
                   gpointer *result,
                   GError **error)
{
  g_return_val_if_fail (SANERA_IS_STORE (self), FALSE);

  return push_and_wait (self, FALSE, func, data, result, error);
}

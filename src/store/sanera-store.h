/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

#define SANERA_TYPE_STORE (sanera_store_get_type ())

/* Signal "damaged" (const GError *error): a job has found the file damaged; on the main context of
 * whoever asked for the job, after its callback was queued. */
G_DECLARE_FINAL_TYPE (SaneraStore, sanera_store, SANERA, STORE, GObject)

/**
 * SaneraStoreFunc:
 * @db: the connection of the thread it runs on
 * @data: what was given with it
 * @result_free: (out): how to free the result, when there is one and nobody takes it; may be left
 *   alone for a static or absent result
 * @cancellable: (nullable): cancelled when nobody wants the result any more; SQLite is interrupted
 * @error: set together with a %FALSE return
 *
 * Work on a database. In a write it runs inside one transaction (`BEGIN IMMEDIATE`), committed when
 * it returns %TRUE and rolled back when it returns %FALSE.
 *
 * Returns: whether it succeeded; the result goes to *@result
 */
typedef gboolean (*SaneraStoreFunc) (SaneraDb *db,
                                     gpointer data,
                                     gpointer *result,
                                     GDestroyNotify *result_free,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * SaneraStoreReplaceFunc:
 * @path: the database file, which nobody has open now
 * @data: what was given with it
 * @error: set together with a %FALSE return
 *
 * Moves a file out of the way, or repairs it. Runs on the writer's thread.
 *
 * Returns: whether @path may be opened, or begun, again
 */
typedef gboolean (*SaneraStoreReplaceFunc) (const char *path, gpointer data, GError **error);

SaneraStore *
sanera_store_open (const char *path, SaneraDbFlags flags, const char *migrations, GError **error);
void sanera_store_close (SaneraStore *self);
const char *sanera_store_get_path (SaneraStore *self);

void sanera_store_write_async (SaneraStore *self,
                               SaneraStoreFunc func,
                               gpointer data,
                               GDestroyNotify data_free,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void sanera_store_read_async (SaneraStore *self,
                              SaneraStoreFunc func,
                              gpointer data,
                              GDestroyNotify data_free,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gpointer sanera_store_run_finish (SaneraStore *self, GAsyncResult *result, GError **error);

void sanera_store_replace_async (SaneraStore *self,
                                 SaneraStoreReplaceFunc before,
                                 SaneraStoreFunc after,
                                 gpointer data,
                                 GDestroyNotify data_free,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean sanera_store_replace_finish (SaneraStore *self, GAsyncResult *result, GError **error);

gboolean sanera_store_write (SaneraStore *self,
                             SaneraStoreFunc func,
                             gpointer data,
                             gpointer *result,
                             GError **error);
gboolean sanera_store_read (SaneraStore *self,
                            SaneraStoreFunc func,
                            gpointer data,
                            gpointer *result,
                            GError **error);

G_END_DECLS

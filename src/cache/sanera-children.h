/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

/* What a server sends again and again, it may send once a day although nobody said that it has
 * changed: the name or the last contact of a device moves without what it belongs to. */
#define SANERA_CHILDREN_MAX_AGE (G_TIME_SPAN_DAY)

/* How long what was looked at is kept, and how much of all of it, in bytes from the server. */
#define SANERA_CHILDREN_KEPT_DAYS 90
#define SANERA_CHILDREN_MAX_BYTES (G_GINT64_CONSTANT (256) * 1024 * 1024)

/* In front of the message of an error: what a page of a fetch belongs to was removed meanwhile. */
#define SANERA_CODE_BOOKS_GONE "BooksGone"

/**
 * SaneraKeep:
 * @SANERA_KEEP_OPENED: what the person has opened
 * @SANERA_KEEP_MINE: and their activities, and what waits for their decision
 * @SANERA_KEEP_ACTIVITIES: and all activities, with their recommendations
 *
 * Of which rows the devices, vulnerabilities and histories are kept for offline use.
 */
typedef enum
{
  SANERA_KEEP_OPENED,
  SANERA_KEEP_MINE,
  SANERA_KEEP_ACTIVITIES,
} SaneraKeep;

/**
 * SaneraChildren:
 * @parent_known: whether the cache has the row they belong to
 * @parent_change: its place in the feed; %SANERA_INT_NULL: the server does not have it
 * @generation: of the fetch under way, or of the last
 * @fetched_on: when all of them were here; %SANERA_INT_NULL: never
 * @basis: @parent_change then
 * @cursor: (nullable): the feed's then
 * @next: (nullable): address of the page that comes next; %NULL: no fetch was begun, or it ended
 * @next_basis: as @basis, of the fetch that was begun
 * @row_count: rows of the fetch that was begun, or of the last
 * @retry_on: the server refused them: not before then; %SANERA_INT_NULL
 *
 * How much of what belongs to one row is in the cache.
 */
typedef struct
{
  gboolean parent_known;
  gint64 parent_change;
  gint64 generation;
  gint64 fetched_on;
  gint64 basis;
  char *cursor;
  char *next;
  gint64 next_basis;
  gint64 row_count;
  gint64 retry_on;
} SaneraChildren;

/**
 * SaneraChildrenRef:
 *
 * Names what belongs to one row.
 */
typedef struct
{
  SaneraList list;
  char *parent_id;
} SaneraChildrenRef;

void sanera_children_free (SaneraChildren *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraChildren, sanera_children_free)
gboolean sanera_children_is_complete (const SaneraChildren *self);
gboolean sanera_children_is_current (const SaneraChildren *self);
gboolean sanera_children_is_fresh (const SaneraChildren *self,
                                   SaneraList list,
                                   const char *cursor,
                                   gint64 now);

SaneraChildrenRef *sanera_children_ref_new (SaneraList list, const char *parent_id);
void sanera_children_ref_free (SaneraChildrenRef *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraChildrenRef, sanera_children_ref_free)
guint sanera_children_ref_hash (gconstpointer ref);
gboolean sanera_children_ref_equal (gconstpointer a, gconstpointer b);

/* On the main thread: look-ups by primary key. */
SaneraChildren *
sanera_cache_lookup_children (SaneraCache *self, SaneraList list, const char *parent_id);
void sanera_cache_note_opened_async (SaneraCache *self,
                                     SaneraList list,
                                     const char *id,
                                     gint64 now,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/* On a thread of the store. */
SaneraChildren *
sanera_children_read (SaneraDb *db, SaneraList list, const char *parent_id, GError **error);
gboolean sanera_children_begin (SaneraDb *db,
                                SaneraList list,
                                const char *parent_id,
                                gint64 generation,
                                gint64 basis,
                                const char *cursor,
                                gint64 now,
                                GError **error);
gboolean sanera_children_note_page (SaneraDb *db,
                                    SaneraList list,
                                    const char *parent_id,
                                    guint rows,
                                    gsize bytes,
                                    const char *next,
                                    gint64 now,
                                    GError **error);
gboolean sanera_children_note_refusal (SaneraDb *db,
                                       SaneraList list,
                                       const char *parent_id,
                                       gint64 now,
                                       gint64 retry_on,
                                       GError **error);
gboolean sanera_children_count_seen (SaneraDb *db,
                                     SaneraList list,
                                     const char *parent_id,
                                     gint64 generation,
                                     gint64 *count,
                                     GError **error);
gboolean sanera_children_forget_basis (SaneraDb *db, GError **error);
gboolean
sanera_children_remove (SaneraDb *db, SaneraList parent_list, const char *id, GError **error);

G_END_DECLS

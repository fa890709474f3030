/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "canned-server.h"
#include "sanera-child-fetcher.h"
#include "sanera-list.h"
#include "sanera-prefetch.h"
#include "sync-support.h"

G_BEGIN_DECLS

/* A cache, and what brings into it what belongs to one row. The server says word for word what the
 * test tells it, so each call is counted. */

#define DEVICES SANERA_LIST_RECOMMENDATION_DEVICES
#define RECOMMENDATION "va-_-v-_-p"
#define MAIL "anna@example.org"

typedef struct
{
  CannedServer *server;
  char *folder;
  char *address;
  SaneraSession *session;
  SaneraCache *cache;
  SaneraChildFetcher *fetcher;
  SaneraPrefetch *prefetch;
} ChildrenFixture;

void children_open_cache (ChildrenFixture *f);
void children_close_cache (ChildrenFixture *f);
void children_set_up (ChildrenFixture *f, gconstpointer data);
void children_tear_down (ChildrenFixture *f, gconstpointer data);
void children_put_row (ChildrenFixture *f, SaneraList list, const char *id, gint64 change);
void children_put_activity (ChildrenFixture *f,
                            const char *id,
                            const char *mail,
                            const char *recommendation);
void children_run_sql (ChildrenFixture *f, const char *sql);
void children_note_opened (ChildrenFixture *f, SaneraList list, const char *id);
void children_sign_in (ChildrenFixture *f, const char *capabilities);
void children_push_page (ChildrenFixture *f, guint from, guint n, const char *next);
gboolean children_fetch (ChildrenFixture *f,
                         SaneraList list,
                         const char *id,
                         SaneraChildUse use,
                         GError **error);
void children_fetch_well (ChildrenFixture *f);
gint64 children_count_devices (ChildrenFixture *f);
void children_assert_request (ChildrenFixture *f, guint i, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cache-support.h"
#include "sanera-list-page-private.h"
#include "ui-support.h"

G_BEGIN_DECLS

/* A page with a list, in a window of its own, over a cache filled directly: no server. */
typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  GtkWidget *window;
  SaneraListPage *page;
  GtkWidget *flyout;
  SaneraListPagePrivate *priv;
  guint n_rows;
} ListPage;

gboolean list_page_is_complete (gpointer data);
void list_page_wait (ListPage *fixture);
guint list_page_get_n_rows (ListPage *fixture);
SaneraRecord *list_page_get_row (ListPage *fixture, guint position);
const char *list_page_get_flyout_id (ListPage *fixture);
void list_page_open (ListPage *fixture);
void list_page_show (ListPage *fixture, SaneraPage *page);
void list_page_show_rows (ListPage *fixture, SaneraPage *page, guint n_rows);
void
list_page_set_up (ListPage *fixture, SaneraPage *page, guint n_recommendations, guint n_activities);
void list_page_tear_down (ListPage *fixture);

G_END_DECLS

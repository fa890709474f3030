/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-administration.h"
#include "sanera-record-row.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RECORD_LIST (sanera_record_list_get_type ())

/* What the server lists page by page and the cache does not keep: it says when it is loading, empty
 * or refused, and offers to load more. Signal "loaded". */
G_DECLARE_FINAL_TYPE (SaneraRecordList, sanera_record_list, SANERA, RECORD_LIST, AdwBin)

/* Asks for a page: sanera_connection_list_tokens_async() or the like, with @callback and @list. */
typedef void (*SaneraRecordListFetch) (SaneraRecordList *list,
                                       const char *next,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
typedef void (*SaneraRecordListBind) (SaneraRecordRow *row,
                                      SaneraRecord *record,
                                      gpointer user_data);
typedef void (*SaneraRecordListButton) (SaneraRecord *record, gpointer user_data);

GtkWidget *sanera_record_list_new (const char *label,
                                   SaneraRecordListFetch fetch,
                                   SaneraRecordListBind bind,
                                   SaneraRecordListButton button,
                                   gpointer user_data);
void sanera_record_list_set_empty (SaneraRecordList *self,
                                   const char *icon_name,
                                   const char *title,
                                   const char *description);
void sanera_record_list_set_empty_child (SaneraRecordList *self, GtkWidget *child);
void sanera_record_list_load (SaneraRecordList *self);
GListModel *sanera_record_list_get_records (SaneraRecordList *self);
gboolean sanera_record_list_get_loading (SaneraRecordList *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

/**
 * SaneraListState:
 * @SANERA_LIST_ROWS: there are rows
 * @SANERA_LIST_LOADING: not known yet
 * @SANERA_LIST_EMPTY: the connection has no rows of this kind at all
 * @SANERA_LIST_FILTERED: there are rows, but none that passes the filters
 * @SANERA_LIST_OFFLINE: nothing was ever fetched, and nobody answers
 * @SANERA_LIST_KEPT_OFFLINE: nothing was ever fetched, and nobody is to be asked
 * @SANERA_LIST_REFUSED: nothing was ever fetched, because the server, or what stands before it,
 *   refuses
 * @SANERA_LIST_SIGN_IN: nothing was ever fetched, and the server wants a token
 * @SANERA_LIST_DAMAGED: what was fetched was damaged, and nobody answers
 * @SANERA_LIST_NOT_KEPT: nothing was ever fetched, because nothing can be written
 * @SANERA_LIST_ERROR: the cache could not be read
 *
 * What the place of a list shows.
 */
typedef enum
{
  SANERA_LIST_ROWS = 1,
  SANERA_LIST_LOADING,
  SANERA_LIST_EMPTY,
  SANERA_LIST_FILTERED,
  SANERA_LIST_OFFLINE,
  SANERA_LIST_KEPT_OFFLINE,
  SANERA_LIST_REFUSED,
  SANERA_LIST_SIGN_IN,
  SANERA_LIST_DAMAGED,
  SANERA_LIST_NOT_KEPT,
  SANERA_LIST_ERROR,
} SaneraListState;

#define SANERA_TYPE_LIST_STATUS (sanera_list_status_get_type ())

/* A list, or the page that says why there is none. */
G_DECLARE_FINAL_TYPE (SaneraListStatus, sanera_list_status, SANERA, LIST_STATUS, AdwBin)

SaneraListStatus *sanera_list_status_new (GtkWidget *list);
void sanera_list_status_set_empty (SaneraListStatus *self,
                                   const char *title,
                                   const char *text,
                                   const char *button,
                                   const char *action,
                                   GVariant *target);
void sanera_list_status_set_state (SaneraListStatus *self, SaneraListState state);
/* What a connection shows of which nothing was ever fetched. */
SaneraListState sanera_list_status_find_unfetched (SaneraConnection *connection);
void sanera_list_status_set_reason (SaneraListStatus *self, SaneraConnection *connection);
SaneraListState sanera_list_status_get_state (SaneraListStatus *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-filter.h"
#include "sanera-flyout.h"
#include "sanera-list-status.h"
#include "sanera-page.h"
#include "sanera-selection-pane.h"
#include "sanera-selection.h"
#include "sanera-table.h"

G_BEGIN_DECLS

#define SANERA_TYPE_LIST_PAGE (sanera_list_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (SaneraListPage, sanera_list_page, SANERA, LIST_PAGE, SaneraPage)

/**
 * SaneraListPageClass:
 * @list: which rows
 * @columns: static table of columns, the title first
 * @n_columns: its length
 * @filters: static table of filters
 * @n_filters: its length
 * @default_order_words: (nullable): the order "default" in words, marked with N_()
 * @create_query: (transfer full): the page's own query: default filters and order
 * @create_flyout: (transfer floating): what shows one record
 * @set_empty: sets the words for a connection without such rows
 * @describe_count: (transfer full): "2,114 recommendations"
 * @add_bulk: (nullable): adds what can be done with several rows at once
 *
 * A page with one list: chips, table, foot, flyout.
 */
struct _SaneraListPageClass
{
  SaneraPageClass parent_class;

  SaneraList list;
  const SaneraColumn *columns;
  guint n_columns;
  const SaneraFilter *filters;
  guint n_filters;
  const char *default_order_words;

  SaneraQuery *(*create_query) (void);
  SaneraFlyout *(*create_flyout) (SaneraListPage *self);
  void (*set_empty) (SaneraListPage *self, SaneraListStatus *status);
  char *(*describe_count) (guint n);
  void (*add_bulk) (SaneraListPage *self, SaneraSelectionPane *pane);

  gpointer padding[3];
};

SaneraQueryModel *sanera_list_page_get_model (SaneraListPage *self);
SaneraSelection *sanera_list_page_get_selection (SaneraListPage *self);
SaneraTable *sanera_list_page_get_table (SaneraListPage *self);
SaneraListState sanera_list_page_get_state (SaneraListPage *self);
void sanera_list_page_set_heading (SaneraListPage *self, GtkWidget *heading);
void sanera_list_page_apply (SaneraListPage *self, SaneraQuery *query);
void sanera_list_page_open (SaneraListPage *self, guint position, gboolean focus_flyout);

G_END_DECLS

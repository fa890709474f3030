/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column-chooser.h"
#include "sanera-filter-bar.h"
#include "sanera-frame-wait.h"
#include "sanera-list-page.h"
#include "sanera-row-actions.h"

G_BEGIN_DECLS

/* Between sanera-list-page.c (the page as the window sees it), sanera-list-page-selection.c (what
 * the flyout shows while several rows are marked), sanera-list-page-flyout.c
 * (which row the flyout shows), sanera-list-page-menu.c (what is done with a row),
 * sanera-list-page-query.c (filters and order) and
 * sanera-list-page-state.c (what stands in the place of the list, and the foot). */

typedef struct
{
  SaneraQuery *query;
  SaneraQueryModel *model;
  SaneraSelection *selection;
  SaneraCache *cache;
  SaneraConnection *connection;
  GCancellable *counting;
  GCancellable *choosing; /* what filters offer is being read */
  gboolean has_rows; /* without filters; known while counted */
  gboolean counted;
  gboolean loaded; /* the model has had all ids at least once */

  guint tell_id; /* until the number of rows is said */
  gboolean telling; /* as soon as it is known */

  SaneraFrameWait *held; /* the model is, until the first frame is painted */

  /* What is shown again once the rows are there. */
  GArray *pending_selection;
  gboolean pending_everything;
  gboolean pending_marked;
  gint64 pending_anchor;

  SaneraFlyout *flyout; /* NULL until it is first needed */
  gint64 flyout_row_id;
  gboolean moving; /* the selection is being changed by the page */
  SaneraSelectionPane *pane; /* in the flyout while several rows are marked */
  gboolean several; /* they were at the last look */

  GSimpleActionGroup *actions;
  SaneraRowActions *row_actions;
  GMenu *sort_menu;
  GtkBox *box;
  SaneraFilterBar *filter_bar;
  SaneraTable *table;
  SaneraListStatus *status;
  GtkMenuButton *columns_button;
  SaneraColumnChooser *chooser;
  GtkLabel *foot;
  GtkLabel *selected;
  GtkWidget *show_button;
  GtkWidget *clear_button;
} SaneraListPagePrivate;

SaneraListPagePrivate *sanera_list_page_get_private (SaneraListPage *self);
guint sanera_list_page_get_n_rows (SaneraListPage *self);

void sanera_list_page_update_state (SaneraListPage *self);
void sanera_list_page_update_foot (SaneraListPage *self);
void sanera_list_page_plan_telling (SaneraListPage *self);
void sanera_list_page_forget_count (SaneraListPage *self);

void sanera_list_page_hold (SaneraListPage *self);

SaneraFlyout *sanera_list_page_ensure_flyout (SaneraListPage *self);
void sanera_list_page_add_flyout_actions (SaneraListPage *self);
guint sanera_list_page_find_flyout_row (SaneraListPage *self);
void sanera_list_page_update_movable (SaneraListPage *self);
void sanera_list_page_move (SaneraListPage *self, int by);
void sanera_list_page_selection_changed (SaneraListPage *self);
void sanera_list_page_refresh_flyout (SaneraListPage *self);

gboolean sanera_list_page_has_several (SaneraListPage *self);
void sanera_list_page_show_selection (SaneraListPage *self);
void sanera_list_page_update_pane (SaneraListPage *self);
void sanera_list_page_add_pane (SaneraListPage *self);

void sanera_list_page_read_choices (SaneraListPage *self);
void sanera_list_page_stop_choices (SaneraListPage *self);

void sanera_list_page_add_menu (SaneraListPage *self);
void sanera_list_page_remove_menu (SaneraListPage *self);

SaneraQuery *sanera_list_page_load_query (SaneraListPage *self);
void sanera_list_page_sort (SaneraListPage *self, const char *order, gboolean descending);
void sanera_list_page_filter (SaneraListPage *self, const char *name, char **values);
void sanera_list_page_clear_filters (SaneraListPage *self);
void sanera_list_page_add_sort_action (SaneraListPage *self);

G_END_DECLS

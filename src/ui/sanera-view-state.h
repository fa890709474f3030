/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraPageState:
 * @query: (nullable): what is shown, as sanera_query_to_string() writes it
 * @anchor: id of the row at the top of the list, 0: none
 * @selection: (element-type gint64) (nullable): ids of the selected rows; with @everything those
 *   that are not selected
 * @everything: whether all rows of the query are selected except @selection
 * @marked: whether they were chosen for something, and not only looked at
 * @flyout: (nullable): id of the record in the flyout; %NULL when it is closed
 *
 * What one page needs to be shown again as it was.
 */
typedef struct
{
  char *query;
  gint64 anchor;
  GArray *selection;
  gboolean everything;
  gboolean marked;
  char *flyout;
} SaneraPageState;

/**
 * SaneraViewState:
 *
 * Everything that a rebuilt window needs: the page, and the state of each page. A change of
 * language makes the window anew from it.
 */
typedef struct _SaneraViewState SaneraViewState;

SaneraViewState *sanera_view_state_new (void);
void sanera_view_state_free (SaneraViewState *self);
const char *sanera_view_state_get_page (SaneraViewState *self);
void sanera_view_state_set_page (SaneraViewState *self, const char *page_id);
gboolean sanera_view_state_has_page_state (SaneraViewState *self, const char *page_id);
SaneraPageState *sanera_view_state_get_page_state (SaneraViewState *self, const char *page_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraViewState, sanera_view_state_free)

G_END_DECLS

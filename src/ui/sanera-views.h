/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Most characters of the name of a view. */
#define SANERA_VIEW_MAX_NAME 60

/**
 * SaneraView:
 * @name: what the person calls it; no two of one connection have the same
 * @page: id of the page whose list it is
 * @query: filters, search and order, as sanera_query_to_string() writes them
 *
 * A list as the person wants to find it again.
 */
typedef struct
{
  char *name;
  char *page;
  char *query;
} SaneraView;

void sanera_view_free (SaneraView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraView, sanera_view_free)

/* Saved views are kept in the settings ("views"), for each connection its own; "changed::views"
 * tells when there are others. */
GPtrArray *sanera_views_list (GSettings *settings, const char *connection_id);
SaneraView *sanera_views_dup (GSettings *settings, const char *connection_id, const char *name);
gboolean sanera_views_insert (GSettings *settings,
                              const char *connection_id,
                              int position,
                              const SaneraView *view);
gboolean sanera_views_rename (GSettings *settings,
                              const char *connection_id,
                              const char *name,
                              const char *new_name);
int sanera_views_remove (GSettings *settings, const char *connection_id, const char *name);
void sanera_views_forget (GSettings *settings, const char *connection_id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-filter.h"
#include "sanera-query.h"

G_BEGIN_DECLS

#define SANERA_TYPE_FILTER_BAR (sanera_filter_bar_get_type ())

/* The filters of a list as chips, and the menu that adds more. Signal "filter-changed" (const char
 * *name, char **values): a person changed a filter; no values: took it away. */
G_DECLARE_FINAL_TYPE (SaneraFilterBar, sanera_filter_bar, SANERA, FILTER_BAR, AdwBin)

SaneraFilterBar *sanera_filter_bar_new (const SaneraFilter *filters, guint n_filters);
void sanera_filter_bar_set_query (SaneraFilterBar *self, SaneraQuery *query);
void sanera_filter_bar_set_person (SaneraFilterBar *self, const char *email);
void
sanera_filter_bar_set_choices (SaneraFilterBar *self, const char *name, const char *const *choices);
void sanera_filter_bar_set_visit (SaneraFilterBar *self, gint64 visit);

G_END_DECLS

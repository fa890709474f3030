/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-query-model.h"

G_BEGIN_DECLS

/**
 * SaneraChildRow:
 * @title: what the row is, (transfer full)
 * @detail: (nullable): more about it, (transfer full)
 * @uri: (nullable): where @title leads: https, http, or "sanera:" and an id for the handler of the
 *   signal "open"; (transfer full)
 *
 * One line of a child list.
 */
typedef struct
{
  char *title;
  char *detail;
  char *uri;
} SaneraChildRow;

typedef void (*SaneraChildRowFunc) (SaneraRecord *record, SaneraChildRow *row);

#define SANERA_TYPE_CHILD_LIST (sanera_child_list_get_type ())

/* What belongs to the record in a flyout, behind an expander with its number. Signal "open" (const
 * char *id): a person chose a row whose uri is "sanera:id". */
G_DECLARE_FINAL_TYPE (SaneraChildList, sanera_child_list, SANERA, CHILD_LIST, AdwBin)

SaneraChildList *sanera_child_list_new (const char *title, SaneraChildRowFunc describe);
void sanera_child_list_set_copy (SaneraChildList *self, const char *label, const char *key);
void
sanera_child_list_show (SaneraChildList *self, SaneraConnection *connection, SaneraQuery *query);
void sanera_child_list_set_retry (SaneraChildList *self, guint first_ms, guint longest_ms);
guint sanera_child_list_get_retry (SaneraChildList *self);
void sanera_child_list_set_count (SaneraChildList *self, gint64 count);
SaneraQuery *sanera_child_list_get_query (SaneraChildList *self);
SaneraQueryModel *sanera_child_list_get_model (SaneraChildList *self);
GtkExpander *sanera_child_list_get_expander (SaneraChildList *self);
const char *sanera_child_list_get_message (SaneraChildList *self);

G_END_DECLS

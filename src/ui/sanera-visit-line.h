/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-query.h"

G_BEGIN_DECLS

/**
 * SaneraVisitCount:
 * @SANERA_VISIT_NEW: recommendations that are new
 * @SANERA_VISIT_COMPLETED: activities that were completed
 * @SANERA_VISIT_REOPENED: activities that are in progress again
 * @SANERA_VISIT_OVERDUE: activities that have become overdue
 *
 * What is counted since the last visit.
 */
typedef enum
{
  SANERA_VISIT_NEW,
  SANERA_VISIT_COMPLETED,
  SANERA_VISIT_REOPENED,
  SANERA_VISIT_OVERDUE,
  SANERA_VISIT_N_COUNTS,
} SaneraVisitCount;

#define SANERA_TYPE_VISIT_LINE (sanera_visit_line_get_type ())

/* The first line of the dashboard: what has changed since the last visit, as links. */
G_DECLARE_FINAL_TYPE (SaneraVisitLine, sanera_visit_line, SANERA, VISIT_LINE, AdwBin)

GtkWidget *sanera_visit_line_new (void);
void sanera_visit_line_set_visit (SaneraVisitLine *self, gint64 since);
void
sanera_visit_line_set_count (SaneraVisitLine *self, SaneraVisitCount count, gint64 n, gint64 now);
SaneraQuery *sanera_visit_line_create_query (SaneraVisitCount count, gint64 since, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SaneraList:
 *
 * The lists of the cache. Each is one SQL table with the columns of one noun; those named after two
 * nouns hold what belongs to one parent row (see sanera_query_with_parent()). The numbers are kept
 * in settings: new lists go to the end.
 */
typedef enum
{
  SANERA_LIST_RECOMMENDATIONS,
  SANERA_LIST_ACTIVITIES,
  SANERA_LIST_DEVICE_GROUPS,
  SANERA_LIST_RECOMMENDATION_DEVICES,
  SANERA_LIST_RECOMMENDATION_VULNERABILITIES,
  SANERA_LIST_ACTIVITY_DEVICES,
  SANERA_LIST_EXCEPTIONS,
  SANERA_LIST_SECURITY_TASKS,
  SANERA_LIST_DEVICES,
  SANERA_LIST_SECURITY_TASK_DEVICES,
  SANERA_LIST_DEVICE_RECOMMENDATIONS,
  SANERA_LIST_ACTIVITY_EVENTS,
  SANERA_LIST_DEVICE_ACTIVITIES,
  SANERA_LIST_INSTALLED_DEVICES, /* of the software of a recommendation */
  SANERA_N_LISTS,
} SaneraList;

/**
 * SaneraQuery:
 *
 * What a list shows: table, search text, filters, order. Immutable and reference counted; the
 * `with` functions return a changed copy.
 *
 * Filters have the name of the chip: for recommendations "status", "remediationType", "threats"
 * (values "exploit", "alert"), "fix" ("yes", "no"), "activity" ("none"), "exposed" ("yes"),
 * "osPlatform", "relatedComponent", "tag", "recommendationCategory", "newSince" (a moment, decimal
 * microseconds: created since then), "recommendationReference"; for activities "status",
 * "type", "priority", "due" ("overdue", "week"), "ticketStatus", "completedBy" ("system", "person",
 * "unknown"), "createdBy" (an e-mail), "rbacGroupNames" (an activity without any is of all of
 * them), "changedSince" (a moment: requested, completed, reopened, withdrawn or overdue since
 * then), "change" ("completed", "reopened"), "recommendationReference", "localState"; for
 * exceptions "expires" ("soon"); for security tasks "due" and "decidableBy" (the e-mail of somebody
 * who did not request it); for devices "rbacGroupName" ("UnassignedGroup": none), "osPlatform",
 * "exposureLevel", "assessment" ("failed", "old": not for 30 days), "retired"
 * ("yes", "no"); for the others, and besides, the JSON keys of their nouns. Several values of one
 * filter are alternatives, several filters all hold.
 *
 * Orders are JSON keys of the noun, or "title" (by component, then version: R12), or "default" (the
 * page's own order); of activities in progress "urgency" (overdue first, then by exposure impact).
 */
typedef struct _SaneraQuery SaneraQuery;

#define SANERA_TYPE_QUERY (sanera_query_get_type ())

GType sanera_query_get_type (void);
SaneraQuery *sanera_query_new (SaneraList list);
SaneraQuery *sanera_query_ref (SaneraQuery *self);
void sanera_query_unref (SaneraQuery *self);
SaneraQuery *sanera_query_with_parent (SaneraQuery *self, const char *parent_id);
SaneraQuery *sanera_query_with_search (SaneraQuery *self, const char *text);
SaneraQuery *
sanera_query_with_filter (SaneraQuery *self, const char *name, const char *const *values);
SaneraQuery *sanera_query_with_order (SaneraQuery *self, const char *key, gboolean descending);
/* @row_ids (element-type gint64): only these rows, or all but these */
SaneraQuery *sanera_query_with_rows (SaneraQuery *self, GArray *row_ids, gboolean except);
SaneraQuery *sanera_query_with_now (SaneraQuery *self, gint64 now); /* for "overdue" and "week" */
SaneraQuery *sanera_query_with_zone (SaneraQuery *self, GTimeZone *zone);

SaneraList sanera_query_get_list (SaneraQuery *self);
const char *sanera_query_get_parent (SaneraQuery *self);
const char *sanera_query_get_search (SaneraQuery *self);
const char *const *sanera_query_get_filter (SaneraQuery *self,
                                            const char *name); /* NULL: not filtered */
const char *sanera_query_get_order (SaneraQuery *self, gboolean *descending);
gboolean sanera_query_is_filtered (SaneraQuery *self);
gboolean sanera_query_equal (SaneraQuery *a, SaneraQuery *b);
char *sanera_query_to_string (SaneraQuery *self); /* for GSettings and view state */
SaneraQuery *sanera_query_from_string (const char *text); /* NULL when it is not one */
GType sanera_list_get_record_type (SaneraList list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraQuery, sanera_query_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-exception-rules.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"

G_BEGIN_DECLS

/**
 * SaneraExceptionState:
 * @cover: what is in force
 * @last_ended_on: when the last exception, or group of one, ended; %SANERA_INT_NULL when none did
 *   lately
 *
 * The exceptions of one recommendation.
 */
typedef struct
{
  SaneraExceptionCover *cover;
  gint64 last_ended_on;
} SaneraExceptionState;

GHashTable *sanera_exceptions_load_states (SaneraDb *db, gint64 now, GError **error);
gboolean sanera_exceptions_write_covered (SaneraDb *db,
                                          const char *recommendation,
                                          const SaneraExceptionState *state,
                                          GHashTable *exposed,
                                          GError **error);

/**
 * SaneraExceptionWork:
 * @recommendation: id of the recommendation
 * @row: its row
 * @before: what its exceptions did
 * @now: the time, microseconds
 *
 * A change to the exceptions of one recommendation.
 */
typedef struct
{
  char *recommendation;
  gint64 row;
  SaneraExceptionCover *before;
  gint64 now;
} SaneraExceptionWork;

gboolean sanera_exceptions_begin (SaneraDb *db,
                                  const char *recommendation,
                                  gint64 now,
                                  SaneraExceptionWork *work,
                                  GError **error);
gboolean sanera_exceptions_finish (SaneraDb *db, SaneraExceptionWork *work, GError **error);
void sanera_exception_work_clear (SaneraExceptionWork *work);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraExceptionWork, sanera_exception_work_clear)

gboolean sanera_exceptions_find (SaneraDb *db,
                                 const char *id,
                                 SaneraRemediationExceptionData *data,
                                 gint64 *row,
                                 GError **error);
gboolean sanera_exceptions_find_live (SaneraDb *db,
                                      const char *recommendation,
                                      const char *group,
                                      char **id,
                                      GError **error);
gboolean sanera_exceptions_find_group (SaneraDb *db,
                                       gint64 row,
                                       const char *group,
                                       gboolean *found,
                                       gboolean *live,
                                       GError **error);
char **
sanera_exceptions_find_free_groups (SaneraDb *db, const char *recommendation, GError **error);

gboolean sanera_exceptions_create (SaneraDb *db,
                                   const char *id,
                                   const SaneraRecommendationData *recommendation,
                                   const SaneraExceptionForm *form,
                                   const char *person,
                                   gint64 now,
                                   GError **error);
gboolean sanera_exceptions_cancel (SaneraDb *db,
                                   const SaneraRemediationExceptionData *data,
                                   gint64 row,
                                   const char *const *groups,
                                   const char *person,
                                   gint64 now,
                                   GError **error);
gboolean sanera_exceptions_renew (SaneraDb *db,
                                  const SaneraRemediationExceptionData *data,
                                  gint64 row,
                                  gint64 expires_on,
                                  const char *person,
                                  gint64 now,
                                  GError **error);
gboolean sanera_exceptions_change (SaneraDb *db,
                                   const SaneraRemediationExceptionData *data,
                                   gint64 row,
                                   const char *justification,
                                   const char *context,
                                   const char *person,
                                   gint64 now,
                                   GError **error);

/* For the files that change rows, between begin and finish. */
char **sanera_exceptions_read_texts (SaneraDb *db, sqlite3_stmt *statement, GError **error);
gboolean sanera_exceptions_write_row (SaneraDb *db, gint64 row, const char *status, GError **error);
gboolean sanera_exceptions_end_row (SaneraDb *db,
                                    gint64 row,
                                    const char *status,
                                    gint64 ended_on,
                                    const char *person,
                                    GError **error);

gboolean sanera_exceptions_upkeep (SaneraDb *db, gint64 now, GError **error);

G_END_DECLS

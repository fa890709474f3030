/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-field.h"

G_BEGIN_DECLS

/* An exception ends at most so many days after it was made or renewed: a leap year. */
#define SANERA_EXCEPTION_MAX_DAYS 366

/* So many days before its end an exception is said to end soon. */
#define SANERA_EXCEPTION_SOON_DAYS 14

/* So many days after its end a recommendation carries the tag. */
#define SANERA_EXCEPTION_TAG_DAYS 14
#define SANERA_TAG_EXCEPTION_ENDED "ExceptionEnded"
/* Of a recommendation about which somebody says that some of it does not matter. */
#define SANERA_TAG_PROPOSED_EXCEPTION "ProposedException"

/* Most characters of a justification context. */
#define SANERA_EXCEPTION_MAX_CONTEXT 2000

/* The group of the devices that are in none. */
#define SANERA_GROUP_UNGROUPED "UnassignedGroup"

/**
 * SaneraExceptionForm:
 * @scope: nick of a #SaneraExceptionScope
 * @groups: (nullable): the device groups that it names; %NULL or none: all of today's
 * @all_groups: whether *All* was chosen, so that naming none is right
 * @justification: nick of a #SaneraJustification
 * @context: (nullable): what a person writes about it
 * @expires_on: the last day it is in force, a midnight UTC
 *
 * What a person says of a new exception.
 */
typedef struct
{
  const char *scope;
  const char *const *groups;
  gboolean all_groups;
  const char *justification;
  const char *context;
  gint64 expires_on;
} SaneraExceptionForm;

/**
 * SaneraExceptionProblem:
 * @SANERA_EXCEPTION_NO_SCOPE: neither global nor per device group
 * @SANERA_EXCEPTION_NO_GROUP: per device group, and no group is chosen
 * @SANERA_EXCEPTION_GROUPS_NOT_ALLOWED: a global exception names groups
 * @SANERA_EXCEPTION_NO_JUSTIFICATION: none of the four
 * @SANERA_EXCEPTION_NO_CONTEXT: who accepts a risk says why
 * @SANERA_EXCEPTION_CONTEXT_TOO_LONG: more than %SANERA_EXCEPTION_MAX_CONTEXT characters
 * @SANERA_EXCEPTION_NO_END: there is no last day: an exception is never endless
 * @SANERA_EXCEPTION_END_INVALID: the last day is not a whole UTC day
 * @SANERA_EXCEPTION_END_PAST: the last day is in the past
 * @SANERA_EXCEPTION_END_TOO_LATE: later than %SANERA_EXCEPTION_MAX_DAYS days from now
 *
 * What stands in the way of an exception.
 */
typedef enum
{
  SANERA_EXCEPTION_OK = 0,
  SANERA_EXCEPTION_NO_SCOPE = 1 << 0,
  SANERA_EXCEPTION_NO_GROUP = 1 << 1,
  SANERA_EXCEPTION_GROUPS_NOT_ALLOWED = 1 << 2,
  SANERA_EXCEPTION_NO_JUSTIFICATION = 1 << 3,
  SANERA_EXCEPTION_NO_CONTEXT = 1 << 4,
  SANERA_EXCEPTION_CONTEXT_TOO_LONG = 1 << 5,
  SANERA_EXCEPTION_NO_END = 1 << 6,
  SANERA_EXCEPTION_END_INVALID = 1 << 7,
  SANERA_EXCEPTION_END_PAST = 1 << 8,
  SANERA_EXCEPTION_END_TOO_LATE = 1 << 9,
} SaneraExceptionProblem;

gboolean sanera_justification_lowers_exposure (SaneraJustification justification);

gint64 sanera_exception_last_day (gint64 made_at, guint days);
gint64 sanera_exception_latest_day (gint64 made_at);
gint64 sanera_exception_end (gint64 expires_on);
gboolean sanera_exception_is_over (gint64 expires_on, gint64 now);
gint64 sanera_exception_days_left (gint64 expires_on, gint64 now);
SaneraExceptionStatus sanera_exception_status (SaneraExceptionScope scope,
                                               gboolean canceled,
                                               gint64 expires_on,
                                               gboolean global_in_force,
                                               gint64 now);
gboolean sanera_exception_is_tagged (gint64 ended_on, gint64 now);

SaneraExceptionProblem sanera_exception_judge_end (gint64 expires_on, gint64 made_at);
SaneraExceptionProblem sanera_exception_judge_text (const char *justification, const char *context);
SaneraExceptionProblem sanera_exception_judge (const SaneraExceptionForm *form, gint64 made_at);

/**
 * SaneraCover:
 * @SANERA_COVER_NONE: no exception in force
 * @SANERA_COVER_EXPOSED: one in force that leaves the devices in the exposure
 * @SANERA_COVER_LOWERED: one in force that takes them out of it
 *
 * What the exceptions of a recommendation do to one device group.
 */
typedef enum
{
  SANERA_COVER_NONE,
  SANERA_COVER_EXPOSED,
  SANERA_COVER_LOWERED,
} SaneraCover;

/**
 * SaneraExceptionCover:
 *
 * The exceptions of one recommendation that are in force: a live global one, else the live ones of
 * device groups.
 */
typedef struct _SaneraExceptionCover SaneraExceptionCover;

SaneraExceptionCover *sanera_exception_cover_new (gint64 now);
void sanera_exception_cover_free (SaneraExceptionCover *self);
void sanera_exception_cover_add (SaneraExceptionCover *self,
                                 SaneraExceptionScope scope,
                                 const char *group,
                                 SaneraJustification justification,
                                 gint64 expires_on);
gboolean sanera_exception_cover_is_global (const SaneraExceptionCover *self);
gboolean sanera_exception_cover_lowers (const SaneraExceptionCover *self);
SaneraCover sanera_exception_cover_get (const SaneraExceptionCover *self, const char *group);
SaneraRecommendationStatus sanera_exception_cover_status (const SaneraExceptionCover *self,
                                                          const char *const *exposed_groups);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraExceptionCover, sanera_exception_cover_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rule R8 of product.md; the exception itself is in sanera-remediation-exception.h. */

#include "sanera-exception-rules.h"

#include "sanera-time.h"

/**
 * sanera_justification_lowers_exposure:
 * @justification: why a recommendation is set aside; 0 for one that this version does not know
 *
 * Something else already protects the devices, so they leave the exposure; who accepts the risk or
 * has planned to act later stays exposed.
 *
 * Returns: whether covered devices leave the exposure
 */
gboolean
sanera_justification_lowers_exposure (SaneraJustification justification)
{
  return justification == SANERA_JUSTIFICATION_THIRD_PARTY_CONTROL ||
         justification == SANERA_JUSTIFICATION_ALTERNATE_MITIGATION;
}

/**
 * sanera_exception_last_day:
 * @made_at: when it is made or renewed, microseconds
 * @days: for how many days
 *
 * Days are whole UTC days; the day it is made on is not counted, so one day lasts until the end of
 * tomorrow.
 *
 * Returns: the last day, a midnight UTC
 */
gint64
sanera_exception_last_day (gint64 made_at, guint days)
{
  return sanera_time_floor_day (made_at) + (gint64)days * SANERA_TIME_DAY;
}

/**
 * sanera_exception_latest_day:
 * @made_at: when it is made or renewed, microseconds
 *
 * Returns: the latest day that may be its last one
 */
gint64
sanera_exception_latest_day (gint64 made_at)
{
  return sanera_exception_last_day (made_at, SANERA_EXCEPTION_MAX_DAYS);
}

/**
 * sanera_exception_end:
 * @expires_on: its last day
 *
 * Returns: the moment at which it is over: the midnight UTC after its last day
 */
gint64
sanera_exception_end (gint64 expires_on)
{
  return sanera_time_floor_day (expires_on) + SANERA_TIME_DAY;
}

/**
 * sanera_exception_is_over:
 * @expires_on: its last day, %SANERA_INT_NULL when it has none, which never ends by itself
 * @now: the time, microseconds
 *
 * Returns: whether its last day is over
 */
gboolean
sanera_exception_is_over (gint64 expires_on, gint64 now)
{
  return expires_on != SANERA_INT_NULL && now >= sanera_exception_end (expires_on);
}

/**
 * sanera_exception_days_left:
 * @expires_on: its last day
 * @now: the time, microseconds
 *
 * Returns: days until its last day, 0 on that day, negative once it is over
 */
gint64
sanera_exception_days_left (gint64 expires_on, gint64 now)
{
  return (sanera_time_floor_day (expires_on) - sanera_time_floor_day (now)) / SANERA_TIME_DAY;
}

/**
 * sanera_exception_status:
 * @scope: global or of device groups
 * @canceled: whether somebody has cancelled it
 * @expires_on: its last day
 * @global_in_force: whether the recommendation has a live global exception
 * @now: the time, microseconds
 *
 * An exception, or one group of it. One of groups is suspended under a global one; its end runs on
 * meanwhile, and it comes back when the global one is over first.
 *
 * Returns: its status
 */
SaneraExceptionStatus
sanera_exception_status (SaneraExceptionScope scope,
                         gboolean canceled,
                         gint64 expires_on,
                         gboolean global_in_force,
                         gint64 now)
{
  if (canceled)
    return SANERA_EXCEPTION_STATUS_CANCELED;
  if (sanera_exception_is_over (expires_on, now))
    return SANERA_EXCEPTION_STATUS_EXPIRED;
  if (scope != SANERA_EXCEPTION_SCOPE_GLOBAL && global_in_force)
    return SANERA_EXCEPTION_STATUS_SUSPENDED;

  return SANERA_EXCEPTION_STATUS_IN_EFFECT;
}

/**
 * sanera_exception_is_tagged:
 * @ended_on: when the last exception, or group of one, of a recommendation ended, %SANERA_INT_NULL
 *   when none did
 * @now: the time, microseconds
 *
 * Returns: whether the recommendation carries %SANERA_TAG_EXCEPTION_ENDED
 */
gboolean
sanera_exception_is_tagged (gint64 ended_on, gint64 now)
{
  return ended_on != SANERA_INT_NULL &&
         now < ended_on + SANERA_EXCEPTION_TAG_DAYS * SANERA_TIME_DAY;
}

/**
 * sanera_exception_judge_end:
 * @expires_on: the last day that somebody chose, %SANERA_INT_NULL for none
 * @made_at: when they did, microseconds: an exception that waited to be sent is judged by the time
 *   it was made (R9)
 *
 * Returns: what is wrong with it
 */
SaneraExceptionProblem
sanera_exception_judge_end (gint64 expires_on, gint64 made_at)
{
  if (expires_on == SANERA_INT_NULL)
    return SANERA_EXCEPTION_NO_END;
  if (expires_on != sanera_time_floor_day (expires_on))
    return SANERA_EXCEPTION_END_INVALID;
  if (expires_on < sanera_time_floor_day (made_at))
    return SANERA_EXCEPTION_END_PAST;
  if (expires_on > sanera_exception_latest_day (made_at))
    return SANERA_EXCEPTION_END_TOO_LATE;

  return SANERA_EXCEPTION_OK;
}

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/**
 * sanera_exception_judge_text:
 * @justification: (nullable): nick of a #SaneraJustification
 * @context: (nullable): what a person writes about it, valid UTF-8
 *
 * Returns: what is wrong with them
 */
SaneraExceptionProblem
sanera_exception_judge_text (const char *justification, const char *context)
{
  int value = sanera_enum_from_nick (&sanera_justification_enum, justification);
  SaneraExceptionProblem problems = SANERA_EXCEPTION_OK;

  if (value == 0)
    problems |= SANERA_EXCEPTION_NO_JUSTIFICATION;
  if (value == SANERA_JUSTIFICATION_RISK_ACCEPTED && is_blank (context))
    problems |= SANERA_EXCEPTION_NO_CONTEXT;
  if (context != NULL && g_utf8_strlen (context, -1) > SANERA_EXCEPTION_MAX_CONTEXT)
    problems |= SANERA_EXCEPTION_CONTEXT_TOO_LONG;

  return problems;
}

/**
 * sanera_exception_judge:
 * @form: what a person says of a new exception
 * @made_at: when, microseconds
 *
 * Returns: what is wrong with it; whether its groups exist, and have no exception yet, is for those
 *   to say who know the others
 */
SaneraExceptionProblem
sanera_exception_judge (const SaneraExceptionForm *form, gint64 made_at)
{
  const gboolean names_groups = form->groups != NULL && form->groups[0] != NULL;
  SaneraExceptionProblem problems =
      sanera_exception_judge_text (form->justification, form->context) |
      sanera_exception_judge_end (form->expires_on, made_at);

  switch (sanera_enum_from_nick (&sanera_exception_scope_enum, form->scope))
    {
    case SANERA_EXCEPTION_SCOPE_GLOBAL:
      if (names_groups)
        problems |= SANERA_EXCEPTION_GROUPS_NOT_ALLOWED;
      break;
    case SANERA_EXCEPTION_SCOPE_DEVICE_GROUPS:
      if (!names_groups && !form->all_groups)
        problems |= SANERA_EXCEPTION_NO_GROUP;
      break;
    default:
      problems |= SANERA_EXCEPTION_NO_SCOPE;
      break;
    }

  return problems;
}

struct _SaneraExceptionCover
{
  gint64 now;
  SaneraCover global; /* NONE: there is no global one */
  GHashTable *groups; /* name → SaneraCover */
};

/**
 * sanera_exception_cover_new:
 * @now: the time, microseconds
 *
 * Returns: (transfer full): what no exception does
 */
SaneraExceptionCover *
sanera_exception_cover_new (gint64 now)
{
  SaneraExceptionCover *self = g_new0 (SaneraExceptionCover, 1);

  self->now = now;
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * sanera_exception_cover_free:
 * @self: (transfer full) (nullable): a cover
 */
void
sanera_exception_cover_free (SaneraExceptionCover *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->groups);
  g_free (self);
}

/**
 * sanera_exception_cover_add:
 * @self: a cover
 * @scope: of an exception that nobody has cancelled
 * @group: (nullable): a group that it covers and that nobody has cancelled; "" stands for the
 *   devices in no group; not looked at when it is global
 * @justification: why
 * @expires_on: its last day; one that is over covers nothing
 */
void
sanera_exception_cover_add (SaneraExceptionCover *self,
                            SaneraExceptionScope scope,
                            const char *group,
                            SaneraJustification justification,
                            gint64 expires_on)
{
  SaneraCover cover = sanera_justification_lowers_exposure (justification) ? SANERA_COVER_LOWERED
                                                                           : SANERA_COVER_EXPOSED;
  SaneraCover before;

  g_return_if_fail (self != NULL);

  if (sanera_exception_is_over (expires_on, self->now))
    return;
  if (scope == SANERA_EXCEPTION_SCOPE_GLOBAL)
    {
      self->global = MAX (self->global, cover);
      return;
    }
  if (group == NULL || *group == '\0')
    group = SANERA_GROUP_UNGROUPED;
  before = (SaneraCover)GPOINTER_TO_INT (g_hash_table_lookup (self->groups, group));
  g_hash_table_insert (self->groups, g_strdup (group), GINT_TO_POINTER (MAX (cover, before)));
}

/**
 * sanera_exception_cover_is_global:
 * @self: a cover
 *
 * Returns: whether a global exception is in force, so that those of groups are suspended
 */
gboolean
sanera_exception_cover_is_global (const SaneraExceptionCover *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->global != SANERA_COVER_NONE;
}

/**
 * sanera_exception_cover_lowers:
 * @self: a cover
 *
 * Returns: whether it takes any group out of the exposure
 */
gboolean
sanera_exception_cover_lowers (const SaneraExceptionCover *self)
{
  GHashTableIter iter;
  gpointer cover;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->global != SANERA_COVER_NONE)
    return self->global == SANERA_COVER_LOWERED;
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &cover))
    if (GPOINTER_TO_INT (cover) == SANERA_COVER_LOWERED)
      return TRUE;

  return FALSE;
}

/**
 * sanera_exception_cover_get:
 * @self: a cover
 * @group: (nullable): a device's group; %NULL and "" when it is in none
 *
 * Returns: what is done to devices of the group, also of one that came later: a global exception
 *   covers it, one of groups does not
 */
SaneraCover
sanera_exception_cover_get (const SaneraExceptionCover *self, const char *group)
{
  g_return_val_if_fail (self != NULL, SANERA_COVER_NONE);

  if (self->global != SANERA_COVER_NONE)
    return self->global;
  if (group == NULL || *group == '\0')
    group = SANERA_GROUP_UNGROUPED;
  return (SaneraCover)GPOINTER_TO_INT (g_hash_table_lookup (self->groups, group));
}

/**
 * sanera_exception_cover_status:
 * @self: a cover
 * @exposed_groups: the groups with an exposed device; %NULL-terminated
 *
 * Returns: *Exception* when every one of them is covered (also when nothing is exposed any more),
 *   *Partial exception* when some are, else *Active*
 */
SaneraRecommendationStatus
sanera_exception_cover_status (const SaneraExceptionCover *self, const char *const *exposed_groups)
{
  guint covered = 0, exposed = 0;

  g_return_val_if_fail (self != NULL, SANERA_RECOMMENDATION_STATUS_ACTIVE);

  if (self->global == SANERA_COVER_NONE && g_hash_table_size (self->groups) == 0)
    return SANERA_RECOMMENDATION_STATUS_ACTIVE;

  for (; exposed_groups[exposed] != NULL; exposed++)
    covered += sanera_exception_cover_get (self, exposed_groups[exposed]) != SANERA_COVER_NONE;
  if (covered == exposed)
    return SANERA_RECOMMENDATION_STATUS_EXCEPTION;

  return covered > 0 ? SANERA_RECOMMENDATION_STATUS_PARTIAL_EXCEPTION
                     : SANERA_RECOMMENDATION_STATUS_ACTIVE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"

G_BEGIN_DECLS

/* What was not assessed for so long is unknown (rule R6). */
#define SANERA_PROGRESS_DAYS 30

/**
 * SaneraProgressDevice:
 * @open: whether the latest assessments report one of the stored weaknesses
 * @assessed_on: the latest assessment in scope, microseconds since 1970, %SANERA_INT_NULL for none
 * @failed: whether that assessment failed
 * @left_out: whether a later report of the same source left the part out that it stood in
 *
 * What is known of one device of an activity.
 */
typedef struct
{
  gboolean open;
  gint64 assessed_on;
  gboolean failed;
  gboolean left_out;
} SaneraProgressDevice;

/**
 * SaneraProgressStep:
 * @SANERA_PROGRESS_STAY: nothing happens to the activity
 * @SANERA_PROGRESS_COMPLETE: it completes automatically
 * @SANERA_PROGRESS_REOPEN: it is in progress again
 */
typedef enum
{
  SANERA_PROGRESS_STAY,
  SANERA_PROGRESS_COMPLETE,
  SANERA_PROGRESS_REOPEN,
} SaneraProgressStep;

SaneraTargetState
sanera_progress_device (const SaneraProgressDevice *device, gint64 now, const char **reason);
gboolean sanera_progress_is_frozen (SaneraActivityStatus status, SaneraCompletionMethod method);
SaneraProgressStep sanera_progress_step (SaneraRemediationType type,
                                         SaneraActivityStatus status,
                                         SaneraCompletionMethod method,
                                         gint64 targets,
                                         gint64 fixed,
                                         gint64 came_back);

G_END_DECLS

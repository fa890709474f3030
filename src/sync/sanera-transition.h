/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"

G_BEGIN_DECLS

/**
 * SaneraSyncEvent:
 * @SANERA_EVENT_KEPT_OFFLINE: no server is ever to be asked
 * @SANERA_EVENT_CONNECT: there is a way to the server, new or with another token
 * @SANERA_EVENT_NO_WAY: there cannot be one: the settings, or the program, are not right
 * @SANERA_EVENT_SERVER_ENDED: the person's own server is gone; it is started again
 * @SANERA_EVENT_ASKED: the person wants to know now (F5)
 * @SANERA_EVENT_PROGRESS: a page has come in, and more follow
 * @SANERA_EVENT_IN_STEP: the last page has come in
 * @SANERA_EVENT_NOBODY: nobody answers, or a captive portal does
 * @SANERA_EVENT_UNAUTHORIZED: the server does not take the token
 * @SANERA_EVENT_BUSY: the server says: later
 * @SANERA_EVENT_REFUSED: the server, or who stands before it, answers with an error
 * @SANERA_EVENT_NOT_KEPT: what came could not be written on this computer
 * @SANERA_EVENT_BEHIND: what came does not fit to what is in the cache, which was begun anew
 * @SANERA_EVENT_GIVEN_UP: we have given the call up ourselves
 *
 * What happens to a connection.
 */
typedef enum
{
  SANERA_EVENT_KEPT_OFFLINE,
  SANERA_EVENT_CONNECT,
  SANERA_EVENT_NO_WAY,
  SANERA_EVENT_SERVER_ENDED,
  SANERA_EVENT_ASKED,
  SANERA_EVENT_PROGRESS,
  SANERA_EVENT_IN_STEP,
  SANERA_EVENT_NOBODY,
  SANERA_EVENT_UNAUTHORIZED,
  SANERA_EVENT_BUSY,
  SANERA_EVENT_REFUSED,
  SANERA_EVENT_NOT_KEPT,
  SANERA_EVENT_BEHIND,
  SANERA_EVENT_GIVEN_UP,
  SANERA_N_EVENTS,
} SaneraSyncEvent;

/**
 * SaneraSyncStep:
 * @SANERA_STEP_NONE: nothing by itself
 * @SANERA_STEP_NOW: ask at once
 * @SANERA_STEP_HOLD: ask for what comes next, and let the server hold the call
 * @SANERA_STEP_BACK_OFF: ask again after 1, 2, 4 … seconds
 * @SANERA_STEP_LATER: ask again when somebody may have repaired something
 *
 * What follows.
 */
typedef enum
{
  SANERA_STEP_NONE,
  SANERA_STEP_NOW,
  SANERA_STEP_HOLD,
  SANERA_STEP_BACK_OFF,
  SANERA_STEP_LATER,
} SaneraSyncStep;

typedef struct
{
  SaneraConnectionState state;
  SaneraSyncStep step;
} SaneraTransition;

SaneraTransition
sanera_transition_find (SaneraConnectionState state, SaneraSyncEvent event, guint failures);
SaneraSyncEvent sanera_sync_event_from_error (const GError *error, gboolean behind_portal);
guint sanera_sync_step_get_delay (SaneraSyncStep step, guint failures);

G_END_DECLS

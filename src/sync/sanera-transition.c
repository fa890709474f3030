/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-transition.h"

#include "sanera-session.h"

/* All that a connection can become, in one table:
 *
 *              ┌───────── CONNECT, ASKED ───────────────────────────┐
 *              ▼                                                    │
 *   (new) ► STARTING ──PROGRESS──► SYNCING ──IN_STEP──► ONLINE ◄┐   │
 *              │                   ▲      ▲               │  │  │   │
 *              │                   │      └─PROGRESS,ASKED┘  └──┘   │
 *              │                   │                       IN_STEP  │
 *              └─────────────── any of them ────────────────────────┤
 *                                  │                                │
 *     NOBODY, SERVER_ENDED ───► OFFLINE   (again after 1, 2, 4 … s) ┤
 *     UNAUTHORIZED ───────────► SIGN_IN   (until there is a token)  ┤
 *     REFUSED, NO_WAY ────────► REFUSED   (again after 30 s)        ┤
 *     NOT_KEPT ───────────────► NOT_KEPT  (again after 30 s) ───────┘
 *
 * One failure of a server that was there a moment ago is no news: it was started anew, or a
 * connection was cut. It is asked again at once and nobody hears of it. */

#define LONGEST_BACK_OFF 60 /* seconds */
#define LATER 30 /* seconds */

#define STARTING SANERA_STATE_STARTING
#define SYNCING SANERA_STATE_SYNCING
#define ONLINE SANERA_STATE_ONLINE
#define OFFLINE SANERA_STATE_OFFLINE
#define SIGN_IN SANERA_STATE_SIGN_IN
#define REFUSED SANERA_STATE_REFUSED
#define NOT_KEPT SANERA_STATE_NOT_KEPT

typedef struct
{
  /* What each state becomes, in the order of the enumeration. */
  SaneraConnectionState states[SANERA_STATE_NOT_KEPT];
  SaneraSyncStep step;
} Row;

/* clang-format off */
static const Row table[SANERA_N_EVENTS] = {
  /* from                           STARTING  SYNCING   ONLINE    OFFLINE   SIGN_IN   REFUSED   NOT_KEPT */
  [SANERA_EVENT_KEPT_OFFLINE] = { { OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE },
                                  SANERA_STEP_NONE },
  [SANERA_EVENT_CONNECT] =      { { STARTING, STARTING, STARTING, OFFLINE,  STARTING, STARTING, STARTING },
                                  SANERA_STEP_NOW },
  [SANERA_EVENT_NO_WAY] =       { { REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED },
                                  SANERA_STEP_NONE },
  [SANERA_EVENT_SERVER_ENDED] = { { OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE },
                                  SANERA_STEP_NONE },
  [SANERA_EVENT_ASKED] =        { { STARTING, SYNCING,  SYNCING,  STARTING, STARTING, STARTING, STARTING },
                                  SANERA_STEP_NOW },
  [SANERA_EVENT_PROGRESS] =     { { SYNCING,  SYNCING,  SYNCING,  SYNCING,  SYNCING,  SYNCING,  SYNCING },
                                  SANERA_STEP_NONE },
  [SANERA_EVENT_IN_STEP] =      { { ONLINE,   ONLINE,   ONLINE,   ONLINE,   ONLINE,   ONLINE,   ONLINE },
                                  SANERA_STEP_HOLD },
  [SANERA_EVENT_NOBODY] =       { { OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE,  OFFLINE },
                                  SANERA_STEP_BACK_OFF },
  [SANERA_EVENT_UNAUTHORIZED] = { { SIGN_IN,  SIGN_IN,  SIGN_IN,  SIGN_IN,  SIGN_IN,  SIGN_IN,  SIGN_IN },
                                  SANERA_STEP_NONE },
  [SANERA_EVENT_BUSY] =         { { REFUSED,  REFUSED,  ONLINE,   REFUSED,  REFUSED,  REFUSED,  REFUSED },
                                  SANERA_STEP_LATER },
  [SANERA_EVENT_REFUSED] =      { { REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED,  REFUSED },
                                  SANERA_STEP_LATER },
  [SANERA_EVENT_NOT_KEPT] =     { { NOT_KEPT, NOT_KEPT, NOT_KEPT, NOT_KEPT, NOT_KEPT, NOT_KEPT, NOT_KEPT },
                                  SANERA_STEP_LATER },
  [SANERA_EVENT_BEHIND] =       { { STARTING, SYNCING,  ONLINE,   OFFLINE,  SIGN_IN,  REFUSED,  NOT_KEPT },
                                  SANERA_STEP_LATER },
  [SANERA_EVENT_GIVEN_UP] =     { { STARTING, SYNCING,  ONLINE,   OFFLINE,  SIGN_IN,  REFUSED,  NOT_KEPT },
                                  SANERA_STEP_NONE },
};
/* clang-format on */

/**
 * sanera_transition_find:
 * @state: how it is with the server
 * @event: what has happened
 * @failures: how often in a row something like it has happened before
 *
 * Returns: what becomes of it, and what follows
 */
SaneraTransition
sanera_transition_find (SaneraConnectionState state, SaneraSyncEvent event, guint failures)
{
  SaneraTransition next = { .step = table[event].step };

  g_return_val_if_fail (state >= STARTING && state <= NOT_KEPT, next);

  next.state = table[event].states[state - STARTING];
  if (failures == 0 &&
      (event == SANERA_EVENT_BEHIND || (event == SANERA_EVENT_NOBODY && state == ONLINE)))
    {
      next.state = state;
      next.step = SANERA_STEP_NOW;
    }

  return next;
}

/* A page of a portal, its certificate, or a way to it: nobody of ours. */
static gboolean
is_stranger (const GError *error)
{
  g_autofree char *code = sanera_error_get_code (error);

  return g_strcmp0 (code, SANERA_CODE_NOT_JSON) == 0 ||
         g_strcmp0 (code, SANERA_CODE_REDIRECT) == 0 ||
         g_strcmp0 (code, SANERA_CODE_CERTIFICATE) == 0 ||
         (code != NULL && g_str_has_prefix (code, "HTTP"));
}

/**
 * sanera_sync_event_from_error:
 * @error: why a pull has failed
 * @behind_portal: whether the network is known to ask for a sign-in of its own
 *
 * Returns: what that is for the connection
 */
SaneraSyncEvent
sanera_sync_event_from_error (const GError *error, gboolean behind_portal)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return SANERA_EVENT_GIVEN_UP;
  if (error->domain != SANERA_ERROR)
    return SANERA_EVENT_REFUSED;
  if (behind_portal && is_stranger (error))
    return SANERA_EVENT_NOBODY;

  switch ((SaneraError)error->code)
    {
    case SANERA_ERROR_OFFLINE:
    case SANERA_ERROR_TIMEOUT:
      return SANERA_EVENT_NOBODY;
    case SANERA_ERROR_UNAUTHORIZED:
      return SANERA_EVENT_UNAUTHORIZED;
    case SANERA_ERROR_RATE_LIMITED:
      return SANERA_EVENT_BUSY;
    case SANERA_ERROR_CACHE:
    case SANERA_ERROR_BUSY:
    case SANERA_ERROR_DAMAGED:
    case SANERA_ERROR_FULL:
      return SANERA_EVENT_NOT_KEPT;
    case SANERA_ERROR_PRECONDITION:
      return SANERA_EVENT_BEHIND;
    default:
      return SANERA_EVENT_REFUSED;
    }
}

/**
 * sanera_sync_step_get_delay:
 * @step: what follows
 * @failures: how often in a row it has failed before
 *
 * Returns: after how many seconds, 0: at once
 */
guint
sanera_sync_step_get_delay (SaneraSyncStep step, guint failures)
{
  switch (step)
    {
    case SANERA_STEP_BACK_OFF:
      return MIN (1u << MIN (failures, 6), LONGEST_BACK_OFF);
    case SANERA_STEP_LATER:
      return LATER;
    case SANERA_STEP_NONE:
    case SANERA_STEP_NOW:
    case SANERA_STEP_HOLD:
    default:
      return 0;
    }
}

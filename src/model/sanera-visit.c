/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-visit.h"

#include "sanera-field.h"
#include "sanera-time.h"

#define PAUSE (60 * 60 * SANERA_TIME_SECOND)

/**
 * sanera_visit_init:
 * @self: (out): nobody has ever looked
 */
void
sanera_visit_init (SaneraVisit *self)
{
  self->previous = self->seen = self->known = SANERA_INT_NULL;
}

/**
 * sanera_visit_begin:
 * @self: the visits so far
 * @now: the time, microseconds
 * @synced_on: time of the last sync, or %SANERA_INT_NULL
 *
 * The window is taken up: shown, or made the active one. After a long pause this is a new visit.
 */
void
sanera_visit_begin (SaneraVisit *self, gint64 now, gint64 synced_on)
{
  /* A clock that was set back is no pause. */
  if (self->seen != SANERA_INT_NULL && now - self->seen >= PAUSE)
    self->previous = self->known;

  sanera_visit_go_on (self, now, synced_on);
}

/**
 * sanera_visit_go_on:
 * @self: the visits so far
 * @now: the time, microseconds
 * @synced_on: time of the last sync, or %SANERA_INT_NULL
 *
 * The window was in use until now: it is put aside, or closed.
 */
void
sanera_visit_go_on (SaneraVisit *self, gint64 now, gint64 synced_on)
{
  self->seen = now;
  if (synced_on != SANERA_INT_NULL)
    self->known = synced_on;
}

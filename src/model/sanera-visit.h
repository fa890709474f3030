/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraVisit:
 * @previous: until when the visit before this one knew the fleet, %SANERA_INT_NULL: there was none
 * @seen: when the window was last in use
 * @known: until when this visit knows the fleet: the time of the last sync
 *
 * When a person last looked at a connection. A visit lasts as long as its window is in use, pauses
 * of less than an hour included. What "since your last visit" counts from is not the end of the
 * last visit but the last sync in it: what the server learned later was not on screen.
 */
typedef struct
{
  gint64 previous;
  gint64 seen;
  gint64 known;
} SaneraVisit;

void sanera_visit_init (SaneraVisit *self);
void sanera_visit_begin (SaneraVisit *self, gint64 now, gint64 synced_on);
void sanera_visit_go_on (SaneraVisit *self, gint64 now, gint64 synced_on);

G_END_DECLS

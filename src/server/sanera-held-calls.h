/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-server.h"

G_BEGIN_DECLS

typedef struct _SaneraHeldCalls SaneraHeldCalls;

SaneraHeldCalls *sanera_held_calls_new (void);
void sanera_held_calls_free (SaneraHeldCalls *self);
void sanera_held_calls_add (SaneraHeldCalls *self,
                            const char *id,
                            guint seconds,
                            SaneraWake wake,
                            gpointer data);
void sanera_held_calls_wake_all (SaneraHeldCalls *self);
void sanera_held_calls_close (SaneraHeldCalls *self);

G_END_DECLS

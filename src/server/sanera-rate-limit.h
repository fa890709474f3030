/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SaneraRateLimit SaneraRateLimit;

SaneraRateLimit *sanera_rate_limit_new (guint per_minute);
void sanera_rate_limit_free (SaneraRateLimit *self);
guint sanera_rate_limit_take (SaneraRateLimit *self, const char *id, gint64 now);
gboolean sanera_rate_limit_enter (SaneraRateLimit *self, const char *id, guint limit);
void sanera_rate_limit_leave (SaneraRateLimit *self, const char *id);

G_END_DECLS

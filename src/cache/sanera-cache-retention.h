/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-cache.h"

G_BEGIN_DECLS

void sanera_cache_remove_expired (SaneraCache *self, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-store.h"

G_BEGIN_DECLS

guint sanera_daily_start (SaneraStore *store);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-filter.h"

G_BEGIN_DECLS

extern const SaneraColumn sanera_exception_columns[];
extern const guint sanera_n_exception_columns;
extern const SaneraFilter sanera_exception_filters[];
extern const guint sanera_n_exception_filters;

G_END_DECLS

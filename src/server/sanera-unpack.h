/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-report.h"

G_BEGIN_DECLS

/* Most files in one archive. */
#define SANERA_UNPACK_MAX_ENTRIES 10000
/* Beyond the first megabytes no report is so many times larger than what it was packed into. */
#define SANERA_UNPACK_MAX_RATIO 250

/* The reports in a file: itself, or what was packed into it with gzip, xz or zip. */
typedef struct _SaneraUnpack SaneraUnpack;

SaneraUnpack *sanera_unpack_new (const SaneraReport *report, GError **error);
void sanera_unpack_free (SaneraUnpack *self);
gboolean sanera_unpack_next (SaneraUnpack *self, const SaneraReport **report, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraUnpack, sanera_unpack_free)

G_END_DECLS

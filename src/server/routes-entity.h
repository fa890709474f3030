/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"
#include "store-row.h"

G_BEGIN_DECLS

gboolean sanera_append_entity (SaneraDb *db,
                               const SaneraRowFormat *format,
                               const char *id,
                               GString *out,
                               gint64 *version,
                               gboolean *found,
                               GError **error);
gboolean sanera_answer_entity (SaneraDb *db,
                               SaneraExchange *exchange,
                               const SaneraRowFormat *format,
                               guint status,
                               const char *id,
                               GError **error);
gboolean sanera_refuse_missing (SaneraExchange *exchange, const char *id, GError **error);

G_END_DECLS

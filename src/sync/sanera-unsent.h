/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"

G_BEGIN_DECLS

/**
 * SaneraUnsent:
 * @entries: (element-type SaneraOutboxEntry): what waits to be sent, oldest first
 * @drafts: (element-type SaneraOutboxDraft): what was typed and not submitted
 *
 * What is lost with a connection that is removed.
 */
typedef struct
{
  GPtrArray *entries;
  GPtrArray *drafts;
} SaneraUnsent;

SaneraUnsent *sanera_unsent_load (const char *folder, SaneraConnection *connection, GError **error);
void sanera_unsent_free (SaneraUnsent *self);
gboolean sanera_unsent_is_empty (const SaneraUnsent *self);
GBytes *sanera_unsent_to_json (const SaneraUnsent *self, const char *name, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraUnsent, sanera_unsent_free)

G_END_DECLS

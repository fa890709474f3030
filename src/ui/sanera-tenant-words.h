/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-list-status.h"

G_BEGIN_DECLS

/* What people read where they look at a Microsoft Defender tenant, which is read only. */

const char *sanera_tenant_words_read_only (const SaneraCacheInfo *info);
const char *sanera_tenant_words_read_only_at (SaneraConnection *connection);
char *sanera_tenant_words_missing (const SaneraCacheInfo *info);
char *sanera_tenant_words_empty (SaneraConnection *connection, const char *permission);
gboolean sanera_tenant_words_set_empty (SaneraConnection *connection,
                                        SaneraListStatus *status,
                                        const char *title,
                                        const char *permission);
char *sanera_tenant_words_tested (const SaneraCacheInfo *info);

G_END_DECLS

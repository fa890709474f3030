/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-importer.h"
#include "store-dirty.h"

G_BEGIN_DECLS

/* Claims: what somebody says does not matter. They close nothing; they propose an exception. */
gboolean sanera_claims_renew (SaneraDb *db,
                              gint64 machine,
                              const char *source,
                              gint64 assessed_on,
                              SaneraDirty *dirty,
                              GError **error);
gboolean sanera_claims_add (SaneraDb *db,
                            const SaneraFinding *finding,
                            gint64 machine,
                            const char *source,
                            gint64 said_on,
                            SaneraDirty *dirty,
                            GError **error);
gboolean
sanera_claims_find_recommendation (SaneraDb *db, const char *id, gint64 *row, GError **error);
gboolean sanera_claims_propose (SaneraDb *db,
                                gint64 recommendation,
                                char **proposal,
                                char **fingerprint,
                                GError **error);
gboolean sanera_claims_dismiss (SaneraDb *db,
                                gint64 recommendation,
                                const char *id,
                                const char *fingerprint,
                                const char *person,
                                gint64 now,
                                GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-importer.h"
#include "store-dirty.h"

G_BEGIN_DECLS

/* What catalogues say of weaknesses (KEV, EPSS). They are kept whole, so that a weakness that is
 * found tomorrow is known too. */
typedef struct _SaneraFacts SaneraFacts;

SaneraFacts *sanera_facts_new (SaneraDb *db);
void sanera_facts_free (SaneraFacts *self);
gboolean sanera_facts_begin (SaneraFacts *self,
                             SaneraCatalogueKind kind,
                             gint64 published_on,
                             GError **error);
void sanera_facts_add (SaneraFacts *self, const SaneraFact *fact);
gboolean sanera_facts_end (SaneraFacts *self, SaneraDirty *dirty, gint64 *changed, GError **error);
gboolean sanera_facts_describe (SaneraFacts *self,
                                gint64 vulnerability,
                                const char *id,
                                gboolean *exploited,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraFacts, sanera_facts_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-facts.h"

G_BEGIN_DECLS

/* Row ids of what findings refer to, created where they are missing and remembered meanwhile. */
typedef struct _SaneraComponents SaneraComponents;

SaneraComponents *sanera_components_new (SaneraDb *db, SaneraDirty *dirty, SaneraFacts *facts);
void sanera_components_free (SaneraComponents *self);
gboolean sanera_components_get_recommendation (SaneraComponents *self,
                                               const SaneraFinding *finding,
                                               gint64 now,
                                               gint64 *row,
                                               GError **error);
gboolean sanera_components_get_vulnerability (SaneraComponents *self,
                                              const SaneraFinding *finding,
                                              gint64 *row,
                                              GError **error);
gint64 sanera_components_resolve (SaneraComponents *self, gint64 vulnerability);
gboolean sanera_components_get_component (SaneraComponents *self,
                                          const char *component,
                                          gint64 *row,
                                          GError **error);
gboolean sanera_components_mark_dirty (SaneraComponents *self, gint64 component, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraComponents, sanera_components_free)

G_END_DECLS

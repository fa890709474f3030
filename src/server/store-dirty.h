/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/**
 * SaneraDirty:
 * @machines: row ids of devices whose findings or assessments changed
 * @recommendations: row ids of recommendations with a changed finding or installation
 * @vulnerabilities: row ids of vulnerabilities with a changed finding
 * @advanced: row ids of assessments that a later report renewed
 *
 * What has to be derived anew; sets of `gint64 *`.
 */
typedef struct
{
  GHashTable *machines;
  GHashTable *recommendations;
  GHashTable *vulnerabilities;
  GHashTable *advanced;
  GHashTable *identities;
} SaneraDirty;

SaneraDirty *sanera_dirty_new (void);
void sanera_dirty_free (SaneraDirty *self);
void sanera_dirty_add (GHashTable *set, gint64 row);
gboolean
sanera_dirty_add_rows (SaneraDb *db, GHashTable *set, GError **error, const char *sql, ...);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDirty, sanera_dirty_free)

G_END_DECLS

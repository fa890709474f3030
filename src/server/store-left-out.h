/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-findings.h"

G_BEGIN_DECLS

/**
 * SaneraPresentReport:
 * @assessed_on: when it assessed the device
 * @failed: whether the scanner could not log in
 *
 * The report that is being read, as far as it is about one device.
 */
typedef struct
{
  gint64 assessed_on;
  gboolean failed;
} SaneraPresentReport;

gboolean sanera_left_out_settle (SaneraDb *db,
                                 gint64 machine,
                                 const char *source,
                                 const SaneraPresentReport *present,
                                 SaneraDirty *dirty,
                                 SaneraImportCounts *counts,
                                 GError **error);
gboolean
sanera_left_out_settle_all (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error);
gboolean sanera_left_out_reveal (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error);
gboolean sanera_left_out_keep (SaneraDb *db, gint64 recommendation, GError **error);
gboolean sanera_left_out_forget (SaneraDb *db, gint64 machine, gint64 assessment, GError **error);

G_END_DECLS

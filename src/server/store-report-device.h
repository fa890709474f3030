/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-findings.h"

G_BEGIN_DECLS

/* The row of a device that a report is about. */
gboolean sanera_report_device_take (SaneraDb *db,
                                    const SaneraImportScope *scope,
                                    const SaneraReportDevice *device,
                                    SaneraDirty *dirty,
                                    SaneraImportCounts *counts,
                                    gint64 *machine,
                                    GError **error);
gboolean sanera_report_device_end (SaneraDb *db,
                                   const SaneraImportScope *scope,
                                   gint64 machine,
                                   gint64 assessed_on,
                                   gboolean failed,
                                   GError **error);

G_END_DECLS

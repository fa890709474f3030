/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraCvssVersion:
 * @SANERA_CVSS_NONE: not a vector
 * @SANERA_CVSS_2: "AV:N/AC:L/Au:N/C:P/I:P/A:P"
 * @SANERA_CVSS_3: "CVSS:3.0/…" or "CVSS:3.1/…"
 * @SANERA_CVSS_4: "CVSS:4.0/…"
 */
typedef enum
{
  SANERA_CVSS_NONE = 0,
  SANERA_CVSS_2 = 2,
  SANERA_CVSS_3 = 3,
  SANERA_CVSS_4 = 4,
} SaneraCvssVersion;

double sanera_cvss_base_score (const char *vector, SaneraCvssVersion *version);
const char *sanera_cvss_severity (double score, SaneraCvssVersion version);

G_END_DECLS

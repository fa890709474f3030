/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraOpenvasPackage:
 * @name: its name
 * @installed: (nullable): the version found
 * @fixed: (nullable): the version to go to, as it stands: ">=1.2"
 *
 * A package that a local check names.
 */
typedef struct
{
  char *name;
  char *installed;
  char *fixed;
} SaneraOpenvasPackage;

char *sanera_openvas_tag (const char *tags, const char *key);
char *sanera_openvas_line (const char *text, const char *label);
char *sanera_openvas_collapse (const char *text);
void sanera_openvas_collect_cves (const char *text, GPtrArray *cves);
char *sanera_openvas_distribution (const char *family);
GPtrArray *sanera_openvas_packages (const char *description);

G_END_DECLS

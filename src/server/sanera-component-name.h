/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraComponentName:
 * @vendor: the registry or distribution it comes from ("npm", "debian"), or who makes it
 * @product: its name there: "@scope/name", "group:artifact", "libc6"
 * @version: (nullable): which one
 *
 * What scanners write as a package URL, a CPE, or a name beside a kind of package. The same
 * component has the same vendor and product, whichever of them it was.
 */
typedef struct
{
  char *vendor;
  char *product;
  char *version;
} SaneraComponentName;

void sanera_component_name_clear (SaneraComponentName *self);
gboolean sanera_component_name_parse (const char *text, SaneraComponentName *name);
const char *sanera_component_vendor (const char *word);
char *sanera_component_vendor_of_ecosystem (const char *ecosystem);
char *sanera_component_normalise (const char *vendor, const char *product);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraComponentName, sanera_component_name_clear)

G_END_DECLS

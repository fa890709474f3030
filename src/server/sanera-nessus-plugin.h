/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-import-spool.h"

G_BEGIN_DECLS

/**
 * SaneraNessusPlugin:
 * @id: number of the plugin
 * @name: (nullable): its name
 * @family: (nullable): its family
 * @type: (nullable): "local", "remote", "combined"
 * @severity: (nullable): a word, or 0 (none) to 4 (critical)
 * @cves: (nullable): "CVE-1,CVE-2"
 * @vector3: (nullable): vector of CVSS 3, with or without its prefix
 * @vector4: (nullable): vector of CVSS 4
 * @vector2: (nullable): vector of CVSS 2
 * @score3: (nullable): base score of CVSS 3, where there is no vector
 * @cpe: (nullable): names of products, one a line
 * @synopsis: (nullable): one sentence
 * @description: (nullable): more
 * @solution: (nullable): what to do
 * @output: (nullable): what the plugin saw
 * @exploit: whether an exploit is known
 *
 * What a plugin of Nessus says of a host, whichever file it stands in; texts belong to the reader.
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *family;
  const char *type;
  const char *severity;
  const char *cves;
  const char *vector3;
  const char *vector4;
  const char *vector2;
  const char *score3;
  const char *cpe;
  const char *synopsis;
  const char *description;
  const char *solution;
  const char *output;
  gboolean exploit;
} SaneraNessusPlugin;

/* The parts of a host: what it answers over the network, and what needs a log-in. */
#define SANERA_NESSUS_NETWORK "network"
#define SANERA_NESSUS_LOCAL "local"

gboolean sanera_nessus_spool (SaneraImportSpool *spool,
                              guint device,
                              const SaneraNessusPlugin *plugin,
                              GError **error);
gint64 sanera_nessus_time (const char *text);
const char *sanera_nessus_bare_name (const char *netbios);
gboolean sanera_nessus_is_address (const char *text);

G_END_DECLS

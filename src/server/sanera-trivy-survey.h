/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-report.h"

G_BEGIN_DECLS

/**
 * SaneraTrivyResult:
 * @target: (nullable): what was scanned
 * @class: (nullable): os-pkgs, lang-pkgs, config, secret; %NULL in the legacy format
 * @type: (nullable): family of the operating system, or kind of package
 *
 * The words around the lists of one result.
 */
typedef struct
{
  char *target;
  char *class;
  char *type;
} SaneraTrivyResult;

/**
 * SaneraTrivyHead:
 * @legacy: a bare array of results
 * @cluster: (nullable): ClusterName; of a Kubernetes report only
 * @resources: (nullable): of #SaneraTrivyHead: the resources of a cluster, as they come
 * @error: why a resource could not be scanned
 * @schema: SchemaVersion, NAN when there is none
 * @artifact: (nullable): ArtifactName
 * @artifact_type: (nullable): ArtifactType
 * @created_at: (nullable): CreatedAt
 * @os_family: (nullable): Metadata.OS.Family
 * @os_name: (nullable): Metadata.OS.Name
 * @os_eos: Metadata.OS.EOSL
 * @results: of #SaneraTrivyResult
 *
 * The words around the results of one report.
 */
typedef struct
{
  gboolean legacy;
  char *cluster;
  GPtrArray *resources;
  char *error;
  double schema;
  char *artifact;
  char *artifact_type;
  char *created_at;
  char *os_family;
  char *os_name;
  gboolean os_eos;
  GArray *results;
} SaneraTrivyHead;

gboolean sanera_trivy_is_resources (const char *member);
GPtrArray *sanera_trivy_survey (const SaneraReport *report, GError **error);

G_END_DECLS

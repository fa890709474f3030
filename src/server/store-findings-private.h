/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-findings.h"

#include "store-components.h"
#include "store-facts.h"

G_BEGIN_DECLS

/* Between store-findings.c (a report and its devices) and store-findings-part.c (the parts of a
 * device). */

/* A weakness of a component, in one part of a device. */
typedef struct
{
  gint64 recommendation;
  gint64 vulnerability;
  char *installed_version;
  char *fixed_version;
  gboolean end_of_support;
  gboolean known; /* the database has it already */
  gboolean open; /* there */
  gint64 last_seen;
} SaneraFound;

/* A part of the present device, and what the report says of it. */
typedef struct
{
  char *name;
  gint64 assessment; /* SANERA_INT_NULL: to be created */
  gint64 named_on; /* in the latest report that names it, or SANERA_INT_NULL */
  gboolean outdated; /* that report is a later one */
  gboolean hidden; /* a later complete report leaves it out: what is found is closed */
  gboolean has_packages;
  GHashTable *found; /* set of SaneraFound */
  GHashTable *installed; /* gint64 * row id of the component → version or "" */
} SaneraFindingPart;

struct _SaneraFindingStore
{
  SaneraDb *db;
  SaneraImportScope scope;
  SaneraFacts *facts;
  SaneraComponents *components;
  SaneraDirty *dirty;
  SaneraImportCounts counts;
  GHashTable *seen_components; /* row ids of recommendations with a finding */
  GHashTable *seen_weaknesses; /* row ids of vulnerabilities */

  char *content; /* of the present file, and which report of it: an archive holds several */
  guint nth;
  gint64 report; /* row id, SANERA_INT_NULL before its first device */
  gint64 reported_on;
  GPtrArray *group_rules; /* NULL: not read yet */
  GHashTable *devices; /* of the report: gint64 * row id → SaneraPresentReport */

  gint64 machine; /* the present device, SANERA_INT_NULL before the first */
  gint64 assessed_on;
  gboolean failed;
  char *origin; /* what the report calls it */
  gint64 complete_on; /* of this source, before this report */
  GHashTable *parts; /* name → SaneraFindingPart */
  SaneraFindingPart *part;
};

void sanera_found_free (gpointer data);
void sanera_finding_part_free (gpointer data);
gboolean sanera_finding_part_begin (SaneraFindingStore *self, const char *name, GError **error);
gboolean
sanera_finding_part_end (SaneraFindingStore *self, SaneraFindingPart *part, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "sanera-importer.h"
#include "store-dirty.h"
#include "store-reports.h"

G_BEGIN_DECLS

/**
 * SaneraImportCounts:
 * @devices: devices in the reports
 * @rows: entries that were read: vulnerabilities, failed checks, secrets
 * @new_findings: (component, weakness) pairs of a device seen for the first time
 * @still_there: pairs that were open before
 * @reopened: pairs that had been fixed
 * @fixed: pairs that the reports do not have any more
 * @not_seen: open pairs in parts that the reports leave out, or that may be in what is missing of
 *   them: unknown, not fixed
 * @would_fix_if_complete: how many of @not_seen an import that says *complete* fixes
 * @said_not_affected: how many entries somebody wrote *not affected* to; they are open all the same
 * @facts: weaknesses of which a catalogue says something else than before
 * @outdated: pairs in parts for which a later report is known already; left alone
 * @new_devices: devices that were not known
 * @merged_devices: devices that turned out to be another one
 * @doubtful_devices: devices that may be another one too; a person decides
 * @components: distinct components with a finding in the reports
 * @weaknesses: distinct vulnerabilities in the reports
 *
 * What an import does.
 */
typedef struct
{
  gint64 devices;
  gint64 rows;
  gint64 new_findings;
  gint64 still_there;
  gint64 reopened;
  gint64 fixed;
  gint64 not_seen;
  gint64 would_fix_if_complete;
  gint64 said_not_affected;
  gint64 facts;
  gint64 outdated;
  gint64 new_devices;
  gint64 merged_devices;
  gint64 doubtful_devices;
  gint64 components;
  gint64 weaknesses;
} SaneraImportCounts;

/**
 * SaneraImportScope:
 * @source: the scanner: format of the importer
 * @import_id: id of the import
 * @content: stands for what the report says: the same bytes, the same text
 * @group: (nullable): the device group that the devices go to; %NULL leaves them where they are
 * @mark: whether somebody says that a part that the report leaves out is clean or unknown
 * @goes_on: whether some of it is missing: nothing is closed then, in no part
 * @now: when it came in
 *
 * How reports are to be taken.
 */
typedef struct
{
  const char *source;
  const char *import_id;
  const char *content;
  const char *group;
  SaneraImportComplete mark;
  gboolean goes_on;
  gint64 now;
} SaneraImportScope;

/* Takes what importers tell into the database: open and closed findings, nothing derived. */
typedef struct _SaneraFindingStore SaneraFindingStore;

extern const SaneraImportSink sanera_finding_store_sink;

SaneraFindingStore *sanera_finding_store_new (SaneraDb *db);
void sanera_finding_store_free (SaneraFindingStore *self);
void sanera_finding_store_begin (SaneraFindingStore *self, const SaneraImportScope *scope);
gboolean sanera_finding_store_end (SaneraFindingStore *self, gboolean *complete, GError **error);
const SaneraImportCounts *sanera_finding_store_get_counts (SaneraFindingStore *self);
SaneraDirty *sanera_finding_store_get_dirty (SaneraFindingStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraFindingStore, sanera_finding_store_free)

G_END_DECLS

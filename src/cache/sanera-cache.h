/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-activity.h"
#include "sanera-outbox.h"
#include "sanera-query.h"
#include "sanera-repair.h"
#include "sanera-score.h"
#include "sanera-store.h"
#include "sanera-visit.h"

G_BEGIN_DECLS

/**
 * SaneraCacheInfo:
 *
 * What the cache knows about its connection as a whole; from the last feed page.
 */
typedef struct
{
  char *email; /* of the signed-in person; NULL before the first sync */
  char *name;
  char *role; /* nick of sanera_role_enum */
  char **capabilities; /* "read", "request", …, or "all" */
  gboolean intune_connection;
  gint64 device_count;
  gint64 assessed_device_count;
  double exposure_score; /* NAN: no data */
  gint64 exposure_levels[SANERA_EXPOSURE_LEVEL_HIGH + 1]; /* devices, by SaneraExposureLevel */
  double configuration_points;
  double configuration_possible;
  GPtrArray *categories; /* of SaneraCategoryScore: the configuration score of each */
  GArray *history; /* of SaneraScoreDay, the oldest first; days without a server are missing */
  gint64 last_assessed_on;
  SaneraVisit visit; /* of this person on this desktop */
  gint64 synced_on; /* time of the last complete sync, SANERA_INT_NULL: never */
  char *cursor; /* of the change feed, NULL: never synced */
  gint64
      audit_line; /* number of the last line of the audit log (R11); SANERA_INT_NULL: not known */
  char *audit_head; /* its hash */
  char **it_administrators; /* addresses, as they were last time; never NULL */
  gboolean tenant; /* a Microsoft Defender tenant: read only, and some figures are not told */
  char *
      *missing; /* permissions of a tenant's application that it lacks; never NULL but in a test */
} SaneraCacheInfo;

void sanera_cache_info_free (SaneraCacheInfo *self);
gint64 sanera_cache_info_get_impact_base (const SaneraCacheInfo *self);
gboolean sanera_cache_info_can (const SaneraCacheInfo *self, const char *capability);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraCacheInfo, sanera_cache_info_free)

/* Keys of sanera_cache_set_meta(), which sync writes and SaneraCacheInfo is read from. Numbers are
 * decimal, times in microseconds, doubles as g_ascii_dtostr() writes them. */
#define SANERA_CACHE_META_EMAIL "email"
#define SANERA_CACHE_META_NAME "name"
#define SANERA_CACHE_META_ROLE "role"
#define SANERA_CACHE_META_CAPABILITIES "capabilities" /* separated by spaces */
#define SANERA_CACHE_META_INTUNE_CONNECTION "intuneConnection" /* "1" or "0" */
#define SANERA_CACHE_META_DEVICE_COUNT "deviceCount"
#define SANERA_CACHE_META_ASSESSED_DEVICE_COUNT "assessedDeviceCount"
#define SANERA_CACHE_META_EXPOSURE_SCORE "exposureScore" /* absent: no data */
#define SANERA_CACHE_META_LAST_ASSESSED_ON "lastAssessedOn"
/* The next ones as sanera-score-text.h writes them. */
#define SANERA_CACHE_META_EXPOSURE_LEVELS "exposureLevels"
#define SANERA_CACHE_META_CONFIGURATION_SCORE "configurationScore"
#define SANERA_CACHE_META_HISTORY "history"
#define SANERA_CACHE_META_VISIT "visit"
#define SANERA_CACHE_META_SYNCED_ON "syncedOn"
#define SANERA_CACHE_META_CURSOR "cursor"
#define SANERA_CACHE_META_AUDIT_LINE "auditLine"
#define SANERA_CACHE_META_AUDIT_HEAD "auditHead"
#define SANERA_CACHE_META_IT_ADMINISTRATORS "itAdministrators" /* separated by spaces */
#define SANERA_CACHE_META_TENANT "tenant" /* "1": a Microsoft Defender tenant */
#define SANERA_CACHE_META_MISSING "missingPermissions" /* separated by spaces */

#define SANERA_TYPE_CACHE (sanera_cache_get_type ())

/* One connection's database on this desktop: cache.db (rebuildable) and outbox.db (not) in a folder
 * of its own, 0700. Signals: "changed" (guint lists: bit mask of 1 << SaneraList), emitted on the
 * main thread after a commit; "info-changed"; "rebuilt". */
G_DECLARE_FINAL_TYPE (SaneraCache, sanera_cache, SANERA, CACHE, GObject)

SaneraCache *sanera_cache_open (const char *folder, GError **error);
gint64 sanera_cache_measure (const char *folder, gint64 *synced_on); /* bytes; open or not */
void sanera_cache_remove (const char *folder); /* not open; the outbox stays */
void sanera_cache_close (SaneraCache *self);
SaneraStore *sanera_cache_get_store (SaneraCache *self);
SaneraOutbox *sanera_cache_get_outbox (SaneraCache *self);
const SaneraCacheInfo *sanera_cache_get_info (SaneraCache *self);
void sanera_cache_reload_info (SaneraCache *self);
void sanera_cache_emit_changed (SaneraCache *self, guint lists);
void sanera_cache_note_visit (SaneraCache *self, gint64 now, gboolean begins);
void sanera_cache_note_error (SaneraCache *self, const GError *error);
const SaneraRepair *sanera_cache_get_repair (SaneraCache *self, SaneraRepairKind kind);
void sanera_cache_hurry_repair (SaneraCache *self);
void sanera_cache_forget_repairs (SaneraCache *self);
gpointer sanera_cache_run_finish (SaneraCache *self, GAsyncResult *result, GError **error);

/* One row by its id through the main thread's read-only connection: a primary-key look-up. */
SaneraRecord *sanera_cache_lookup (SaneraCache *self, SaneraList list, const char *id);

void sanera_cache_count_async (SaneraCache *self,
                               SaneraQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gint64 sanera_cache_count_finish (SaneraCache *self,
                                  GAsyncResult *result,
                                  GError **error); /* -1 on error */

void sanera_cache_top_async (SaneraCache *self,
                             SaneraQuery *query,
                             guint limit,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *
sanera_cache_top_finish (SaneraCache *self, GAsyncResult *result, gint64 *total, GError **error);

/* Writes used by sync, inside a SaneraStoreFunc on the writer thread. They fill the derived columns
 * too (folded search text, sort keys, FTS). */
gboolean sanera_cache_put (SaneraDb *db,
                           SaneraList list,
                           const char *parent_id,
                           gconstpointer data,
                           gint64 generation,
                           GError **error);
gboolean sanera_cache_delete (SaneraDb *db, SaneraList list, const char *id, GError **error);
gboolean sanera_cache_sweep (SaneraDb *db,
                             SaneraList list,
                             const char *parent_id,
                             gint64 generation,
                             GError **error);
gboolean sanera_cache_set_meta (SaneraDb *db, const char *key, const char *value, GError **error);
char *sanera_cache_get_meta (SaneraDb *db, const char *key, GError **error);

/* Rewrites titles, folded texts and sort keys in the language of sanera_language_get(). */
void sanera_cache_set_language_async (SaneraCache *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean sanera_cache_set_language_finish (SaneraCache *self, GAsyncResult *result, GError **error);

G_END_DECLS

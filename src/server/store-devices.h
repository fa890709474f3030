/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"
#include "store-findings.h"

G_BEGIN_DECLS

/* How devices without a group are called where groups are listed; no group can have this name. */
#define SANERA_UNASSIGNED_GROUP "UnassignedGroup"

/* Longest name of a device group, characters. */
#define SANERA_GROUP_NAME_MAX 256

/* Most devices that go into another one at once. */
#define SANERA_MERGE_MAX 100

/**
 * SaneraDeviceRow:
 * @row: its row id
 * @id: its id
 * @name: its DNS name
 * @group: its group, "" for none
 * @retired_on: when it was retired, or %SANERA_INT_NULL
 * @version: of the row, for If-Match
 *
 * What has to be known of a device to change it.
 */
typedef struct
{
  gint64 row;
  char *id;
  char *name;
  char *group;
  gint64 retired_on;
  gint64 version;
} SaneraDeviceRow;

void sanera_device_row_clear (SaneraDeviceRow *device);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraDeviceRow, sanera_device_row_clear)

gboolean sanera_device_find (SaneraDb *db,
                             const char *id,
                             gboolean aliases,
                             SaneraDeviceRow *device,
                             gboolean *found,
                             GError **error);
gboolean sanera_device_mark (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error);
gboolean sanera_device_move (SaneraDb *db,
                             const SaneraDeviceRow *device,
                             const char *group,
                             const char *person,
                             gint64 now,
                             SaneraDirty *dirty,
                             GError **error);
gboolean sanera_device_retire (SaneraDb *db,
                               const SaneraDeviceRow *device,
                               const char *person,
                               gint64 now,
                               SaneraDirty *dirty,
                               GError **error);
gboolean sanera_device_return (SaneraDb *db,
                               const SaneraDeviceRow *device,
                               const char *person,
                               const char *import_id,
                               gint64 now,
                               SaneraDirty *dirty,
                               GError **error);
gboolean sanera_device_write_down_in_activities (SaneraDb *db,
                                                 const SaneraDeviceRow *device,
                                                 const char *event,
                                                 const SaneraDeviceRow *into,
                                                 const char *person,
                                                 gint64 now,
                                                 GError **error);
gboolean sanera_devices_merge (SaneraDb *db,
                               const SaneraDeviceRow *into,
                               const SaneraDeviceRow *from,
                               guint n_from,
                               const char *person,
                               gint64 now,
                               SaneraDirty *dirty,
                               GError **error);
gboolean sanera_device_split (SaneraDb *db,
                              const SaneraDeviceRow *device,
                              const char *const *names,
                              const char *person,
                              gint64 now,
                              SaneraDirty *dirty,
                              char **id,
                              GError **error);
gboolean sanera_devices_place (SaneraDb *db, GError **error);

G_END_DECLS

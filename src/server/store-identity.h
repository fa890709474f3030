/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-devices.h"

G_BEGIN_DECLS

/* Which device a report is about.
 *
 * What a report tells of a device is compared in this order: the id that its management gave it,
 * the serial number, the full name in the DNS, the name, the hardware address. Placeholders ("To be
 * filled by O.E.M.", 00:00:00:00:00:00 …) count as nothing, letters are folded.
 *
 * 1. A report is about the known device that shares one of these with it, unless they contradict
 *    each other: another id of the same management, another serial number, or, where neither id nor
 *    serial number agrees, another full name.
 * 2. A hardware address alone connects only where one side is known by an address instead of a
 *    name: docks and adapters go from hand to hand. A network address never connects.
 * 3. A report that shares something with two known devices that do not contradict each other shows
 *    that they are one: they are merged, and the audit log says so.
 * 4. Whatever contradicts itself is left apart and noted as a doubt: a person merges, or does not.
 *    So is what somebody has split off or declared to be another device.
 *
 * None of this depends on the order in which reports come in, as long as nothing is contradicted.
 */

gboolean sanera_identity_take (SaneraDb *db,
                               const SaneraReportDevice *device,
                               gint64 now,
                               SaneraDirty *dirty,
                               SaneraDeviceRow *known,
                               gboolean *found,
                               guint *merged,
                               guint *doubts,
                               GError **error);
gboolean sanera_identity_note (SaneraDb *db,
                               gint64 machine,
                               const SaneraReportDevice *device,
                               SaneraDirty *dirty,
                               GError **error);
char *sanera_identity_new_id (SaneraDb *db, const SaneraReportDevice *device, GError **error);
gboolean sanera_identity_merge (SaneraDb *db, gint64 into, gint64 from, GError **error);
gboolean sanera_identity_set_apart (SaneraDb *db,
                                    gint64 machine,
                                    gint64 other,
                                    SaneraDirty *dirty,
                                    GError **error);
gboolean sanera_identity_mark (SaneraDb *db, gint64 machine, SaneraDirty *dirty, GError **error);
gboolean sanera_identity_derive (SaneraDb *db, gint64 machine, GError **error);
gboolean sanera_identity_append_json (SaneraDb *db, gint64 machine, GString *out, GError **error);
char *sanera_identity_name_id (const char *name);

G_END_DECLS

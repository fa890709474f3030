/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaneraRepairKind:
 * @SANERA_REPAIR_CACHE: cache.db, which is fetched anew
 * @SANERA_REPAIR_OUTBOX: outbox.db, of which what could be read was taken over
 */
typedef enum
{
  SANERA_REPAIR_CACHE,
  SANERA_REPAIR_OUTBOX,
  SANERA_N_REPAIRS,
} SaneraRepairKind;

/**
 * SaneraRepair:
 *
 * What was found damaged on this computer, until the person has read it.
 */
typedef struct
{
  char *path; /* where the damaged file is kept; NULL: nothing was damaged */
  gint64 found_on; /* microseconds since 1970 */
  gint64 rescued; /* of the outbox: actions and drafts that could be read */
  gboolean whole; /* of the outbox: everything could be read */
} SaneraRepair;

void sanera_repair_clear (SaneraRepair *self);
void sanera_repair_load (SaneraRepair *self, const char *folder, SaneraRepairKind kind);
gboolean sanera_repair_save (const SaneraRepair *self,
                             const char *folder,
                             SaneraRepairKind kind,
                             GError **error);
void sanera_repair_forget (const char *folder);
char *sanera_repair_set_aside (const char *path, GError **error);
gboolean sanera_repair_put_back (const char *aside, const char *path, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraRepair, sanera_repair_clear)

G_END_DECLS

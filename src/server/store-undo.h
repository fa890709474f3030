/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/**
 * SaneraUndoState:
 * @SANERA_UNDO_POSSIBLE: it can be taken back
 * @SANERA_UNDO_DONE: it was taken back already
 * @SANERA_UNDO_NOT_LAST: something was imported after it, or it was carried out by a version that
 *   could not take back
 * @SANERA_UNDO_ACTED_ON: what it brought or changed has been changed since
 *
 * Whether an import can be taken back.
 */
typedef enum
{
  SANERA_UNDO_POSSIBLE,
  SANERA_UNDO_DONE,
  SANERA_UNDO_NOT_LAST,
  SANERA_UNDO_ACTED_ON,
} SaneraUndoState;

/**
 * SaneraUndoReason:
 * @state: whether it can be taken back
 * @person: (nullable): who acted on what it brought: an e-mail address, "" for the system
 * @event: (nullable): what they did: a code of the audit log
 * @at: when, %SANERA_INT_NULL when that is not known
 *
 * Why not, where it cannot.
 */
typedef struct
{
  SaneraUndoState state;
  char *person;
  char *event;
  gint64 at;
} SaneraUndoReason;

void sanera_undo_reason_clear (SaneraUndoReason *reason);
const char *sanera_undo_state_code (SaneraUndoState state);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraUndoReason, sanera_undo_reason_clear)

gboolean sanera_undo_begin (SaneraDb *db, GError **error);
gboolean sanera_undo_end (SaneraDb *db, const char *const *imports, GError **error);
gboolean sanera_undo_check (SaneraDb *db, const char *id, SaneraUndoReason *reason, GError **error);
gboolean sanera_undo_find_last (SaneraDb *db, char **id, GError **error);
gboolean sanera_undo_run (SaneraDb *db,
                          const char *id,
                          const char *person,
                          gint64 now,
                          SaneraUndoReason *reason,
                          GStrv *imports,
                          GError **error);

G_END_DECLS

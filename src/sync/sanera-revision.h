/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SaneraRevision:
 * @key: of an entry of the outbox that waits or was refused
 * @kind: what was done
 * @entity: what it was done to; of what makes something new, the recommendation
 * @before: (nullable): the row without it: as the server has it, else as the person saw it; %NULL
 *   of what makes something new
 * @mine: (nullable): the row as the person wants it; %NULL as @before
 * @body: JSON, what was typed
 * @refused: whether the server has said no
 * @code: (nullable): what it called that
 *
 * What a dialog starts from that changes what was done.
 */
typedef struct
{
  char *key;
  SaneraActionKind kind;
  char *entity;
  SaneraRecord *before;
  SaneraRecord *mine;
  char *body;
  gboolean refused;
  char *code;
} SaneraRevision;

void sanera_revision_free (SaneraRevision *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraRevision, sanera_revision_free)

G_END_DECLS

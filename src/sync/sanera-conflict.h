/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SaneraConflict:
 * @key: of the refused entry of the outbox
 * @kind: what the person wanted to do
 * @code: (nullable): what the server called its refusal
 * @before: (nullable): the row as the person saw it
 * @mine: the row as the person wanted it
 * @theirs: the row as the server has it
 * @fields: (array zero-terminated=1): JSON names of the fields in which they differ
 * @chosen: (array zero-terminated=1): those of @fields that the person has set, and between which
 *   they can choose; none for a decision that somebody else has taken meanwhile
 * @note: (nullable): what the person wrote with a decision: nobody has to write it twice
 *
 * What the person has done and what somebody else has done meanwhile (rule R10).
 */
typedef struct
{
  char *key;
  SaneraActionKind kind;
  char *code;
  SaneraRecord *before;
  SaneraRecord *mine;
  SaneraRecord *theirs;
  char **fields;
  char **chosen;
  char *note;
} SaneraConflict;

void sanera_conflict_free (SaneraConflict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraConflict, sanera_conflict_free)

G_END_DECLS

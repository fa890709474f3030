/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-children.h"

G_BEGIN_DECLS

/**
 * SaneraChildSituation:
 * @list: of what
 * @children: (nullable): how much of it is here; %NULL: it was put here by nobody knows whom
 * @rows: how many rows are shown
 * @expected: how many there are as far as the record knows; -1: not known
 * @fetching: whether they are being fetched
 * @error: (nullable): why they were not
 * @now: the time, microseconds since 1970
 *
 * What a child list says about its rows follows from this.
 */
typedef struct
{
  SaneraList list;
  const SaneraChildren *children;
  guint rows;
  gint64 expected;
  gboolean fetching;
  const GError *error;
  gint64 now;
} SaneraChildSituation;

char *sanera_child_words_describe (const SaneraChildSituation *situation);
char *sanera_child_words_progress (const SaneraChildSituation *situation);
const char *sanera_child_words_never_loaded (SaneraList list);

G_END_DECLS

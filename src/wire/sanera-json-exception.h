/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-error.h"
#include "sanera-exception-rules.h"

G_BEGIN_DECLS

/**
 * SaneraExceptionGroup:
 * @name: `rbacGroupName`
 * @status: nick of a #SaneraExceptionStatus
 * @ended_on: when it ended for this group, %SANERA_INT_NULL while it has not
 * @ended_by: (nullable): e-mail of who ended it; %NULL: the time
 *
 * What became of an exception in one device group.
 */
typedef struct
{
  char *name;
  char *status;
  gint64 ended_on;
  char *ended_by;
} SaneraExceptionGroup;

void sanera_exception_group_free (SaneraExceptionGroup *self);
GPtrArray *sanera_json_read_exception_groups (const char *text);

/**
 * SaneraExceptionDraft:
 * @scope: (nullable): nick of a #SaneraExceptionScope
 * @all_groups: whether all groups without an exception are chosen
 * @groups: (nullable): the chosen groups, else
 * @justification: (nullable): nick of a #SaneraJustification
 * @context: (nullable): what was written about it
 * @days: for how many days; 0: until a day that was chosen
 * @expires_on: that day, %SANERA_INT_NULL while it is none
 * @expires_text: (nullable): as it was typed
 *
 * What the form of an exception has to remember.
 */
typedef struct
{
  char *scope;
  gboolean all_groups;
  char **groups;
  char *justification;
  char *context;
  gint64 days;
  gint64 expires_on;
  char *expires_text;
} SaneraExceptionDraft;

void sanera_exception_draft_clear (SaneraExceptionDraft *self);
char *sanera_json_write_exception_draft (const SaneraExceptionDraft *draft);
gboolean
sanera_json_read_exception_draft (const char *text, SaneraExceptionDraft *draft, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraExceptionDraft, sanera_exception_draft_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-query.h"

G_BEGIN_DECLS

/**
 * SaneraActionKind:
 * @SANERA_ACTION_REQUEST: a remediation request; made by sanera_connection_submit_async()
 * @SANERA_ACTION_CHANGE_ACTIVITY: `dueOn` (date), `priority`, `notes` (texts); what is not set
 * stays
 * @SANERA_ACTION_COMPLETE_ACTIVITY: by hand
 * @SANERA_ACTION_REOPEN_ACTIVITY: what was completed by hand
 * @SANERA_ACTION_WITHDRAW_ACTIVITY: by its requester, while nothing is fixed or approved
 * @SANERA_ACTION_CREATE_TICKET: later, or again after a rejection; `splitTickets` (bool; rule R3)
 * @SANERA_ACTION_APPROVE_TASK: `note` (text)
 * @SANERA_ACTION_REJECT_TASK: `note` (text, required)
 * @SANERA_ACTION_COMPLETE_TASK: `note` (text)
 * @SANERA_ACTION_CREATE_EXCEPTION: the entity is the recommendation; `scope`, `justification`,
 *   `justificationContext` (texts), `rbacGroupNames` (texts), `expiresOn` (date)
 * @SANERA_ACTION_CHANGE_EXCEPTION: `justification`, `justificationContext`
 * @SANERA_ACTION_CANCEL_EXCEPTION: `rbacGroupNames` (texts; not set: all of it)
 * @SANERA_ACTION_RENEW_EXCEPTION: `expiresOn` (date)
 * @SANERA_ACTION_CHANGE_DEVICE: `rbacGroupName` (text), `retired` (bool)
 * @SANERA_ACTION_MERGE_DEVICES: the entity is the device that stays; `from` (texts): ids of the
 * rest
 * @SANERA_ACTION_SPLIT_DEVICE: `names` (texts): what reports called that which is another device
 * @SANERA_ACTION_KEEP_APART: `other` (text): id of a device that is not this one
 * @SANERA_ACTION_DISMISS_PROPOSAL: of a recommendation; `proposal` (text): id of what is proposed
 *
 * What a person can do to an entity. Each has a stable name in the outbox, a call of the server
 * (api.md) and the list its entity is in.
 */
typedef enum
{
  SANERA_ACTION_REQUEST = 1,
  SANERA_ACTION_CHANGE_ACTIVITY,
  SANERA_ACTION_COMPLETE_ACTIVITY,
  SANERA_ACTION_REOPEN_ACTIVITY,
  SANERA_ACTION_WITHDRAW_ACTIVITY,
  SANERA_ACTION_CREATE_TICKET,
  SANERA_ACTION_APPROVE_TASK,
  SANERA_ACTION_REJECT_TASK,
  SANERA_ACTION_COMPLETE_TASK,
  SANERA_ACTION_CREATE_EXCEPTION,
  SANERA_ACTION_CHANGE_EXCEPTION,
  SANERA_ACTION_CANCEL_EXCEPTION,
  SANERA_ACTION_RENEW_EXCEPTION,
  SANERA_ACTION_CHANGE_DEVICE,
  SANERA_ACTION_MERGE_DEVICES,
  SANERA_ACTION_SPLIT_DEVICE,
  SANERA_ACTION_KEEP_APART,
  SANERA_ACTION_DISMISS_PROPOSAL,
  SANERA_N_ACTIONS,
} SaneraActionKind;

/* An action undoes without a trace for so long: seconds (ui.md, *Mark as complete*). */
#define SANERA_ACTION_UNDO_SECONDS 10

/**
 * SaneraAction:
 *
 * One action before it is in the outbox: kind, entity, the version of it that the person saw, and
 * what they set. Reference counted.
 */
typedef struct _SaneraAction SaneraAction;

#define SANERA_TYPE_ACTION (sanera_action_get_type ())

GType sanera_action_get_type (void);
/* @version: of the row the person saw (its field "version", or "rowVersion" of a device), for
 * If-Match (R10); SANERA_INT_NULL for what makes something new */
SaneraAction *sanera_action_new (SaneraActionKind kind, const char *entity, gint64 version);
SaneraAction *sanera_action_ref (SaneraAction *self);
void sanera_action_unref (SaneraAction *self);

/* Members of the body, by their JSON names. %NULL and SANERA_INT_NULL are written as null. */
void sanera_action_set_text (SaneraAction *self, const char *name, const char *text);
void sanera_action_set_date (SaneraAction *self, const char *name, gint64 date);
void sanera_action_set_texts (SaneraAction *self, const char *name, const char *const *texts);
void sanera_action_set_bool (SaneraAction *self, const char *name, gboolean value);
/* Not sent before so many seconds have passed: until then withdrawing leaves no trace. */
void sanera_action_set_delay (SaneraAction *self, guint seconds);

gboolean sanera_action_has (SaneraAction *self, const char *name);
SaneraActionKind sanera_action_get_kind (SaneraAction *self);
const char *sanera_action_get_entity (SaneraAction *self);
gint64 sanera_action_get_version (SaneraAction *self);
guint sanera_action_get_delay (SaneraAction *self);
char *sanera_action_dup_body (SaneraAction *self, gint64 made_at);

const char *sanera_action_kind_get_nick (SaneraActionKind kind); /* "completeActivity" */
SaneraActionKind sanera_action_kind_from_nick (const char *nick); /* 0: none */
SaneraList sanera_action_kind_get_list (SaneraActionKind kind);
gboolean sanera_action_kind_creates (SaneraActionKind kind); /* its key is the id of a new entity */
const char *sanera_action_kind_get_method (SaneraActionKind kind);
char *sanera_action_kind_dup_path (SaneraActionKind kind, const char *entity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraAction, sanera_action_unref)

G_END_DECLS

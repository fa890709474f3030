/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaneraOutboxState:
 * @SANERA_OUTBOX_WAITING: not sent yet
 * @SANERA_OUTBOX_SENDING: a try has begun whose outcome is not known
 * @SANERA_OUTBOX_REFUSED: the server said no; kept with the reason until the person decides
 */
typedef enum
{
  SANERA_OUTBOX_WAITING = 1,
  SANERA_OUTBOX_SENDING,
  SANERA_OUTBOX_REFUSED,
} SaneraOutboxState;

/**
 * SaneraOutboxEntry:
 *
 * One action of a person, kept until the server has it.
 */
typedef struct
{
  char *key; /* UUID: Idempotency-Key, and the id of what it creates */
  char *action; /* nick of a SaneraActionKind: "requestRemediation" */
  char *entity; /* what it touches; of what makes something new, id of the recommendation */
  char *method;
  char *path;
  char *body; /* JSON */
  char *person; /* e-mail of who made it, NULL before the first sync */
  gint64 made_at;
  SaneraOutboxState state;
  gint64 tries;
  gint64 next_try; /* SANERA_INT_NULL: at once */
  char *error_code; /* of the server */
  char *error_text;
  gint64 version; /* of the entity, as the person saw it, for If-Match; SANERA_INT_NULL: none */
  gint64 not_before; /* can be undone until then; SANERA_INT_NULL: may be sent at once */
  char *predecessor; /* key of the entry on the same entity whose answer tells the version; NULL */
  char *before; /* JSON of the entity as the person saw it; NULL: of what is new */
  char *present; /* JSON of the entity as the refusing server has it; NULL: it did not say */
} SaneraOutboxEntry;

void sanera_outbox_entry_free (SaneraOutboxEntry *self);
SaneraOutboxEntry *sanera_outbox_entry_copy (const SaneraOutboxEntry *self);
const char *sanera_outbox_entry_get_target (const SaneraOutboxEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraOutboxEntry, sanera_outbox_entry_free)

/**
 * SaneraOutboxDraft:
 *
 * What was typed and not submitted.
 */
typedef struct
{
  char *action; /* what it is going to be: as of an entry */
  char *entity;
  char *json;
  gint64 changed_at;
} SaneraOutboxDraft;

void sanera_outbox_draft_free (SaneraOutboxDraft *self);

#define SANERA_TYPE_OUTBOX (sanera_outbox_get_type ())

/* outbox.db: actions not yet sent, and drafts. synchronous=FULL; touched neither by clearing nor by
 * rebuilding the cache. Signal "changed" on the main thread. */
G_DECLARE_FINAL_TYPE (SaneraOutbox, sanera_outbox, SANERA, OUTBOX, GObject)

SaneraOutbox *sanera_outbox_open (const char *path, GError **error);
void sanera_outbox_close (SaneraOutbox *self);
void sanera_outbox_hurry_repair (SaneraOutbox *self);

/* The callback comes after the commit: only then may anybody say "waiting to be sent". Adding also
 * deletes the draft of the same action and entity, in the same transaction. */
void sanera_outbox_add_async (SaneraOutbox *self,
                              const SaneraOutboxEntry *entry,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* In one transaction: @entry takes the place of the action with @key, in the order too; it may have
 * the same key. What follows follows it. */
void sanera_outbox_revise_async (SaneraOutbox *self,
                                 const char *key,
                                 const SaneraOutboxEntry *entry,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* What the server has refused for its version alone: it waits again, on the present one. */
void sanera_outbox_rebase_async (SaneraOutbox *self,
                                 const char *key,
                                 gint64 version,
                                 const char *before,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Of each of the writes above and below. */
gboolean sanera_outbox_write_finish (SaneraOutbox *self, GAsyncResult *result, GError **error);
GPtrArray *sanera_outbox_list (SaneraOutbox *self,
                               GError **error); /* (element-type SaneraOutboxEntry), oldest first */
SaneraOutboxEntry *sanera_outbox_get (SaneraOutbox *self, const char *key, GError **error);
void sanera_outbox_set_state_async (SaneraOutbox *self,
                                    const char *key,
                                    SaneraOutboxState state,
                                    gint64 next_try,
                                    const char *error_code,
                                    const char *error_text,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void sanera_outbox_refuse_async (SaneraOutbox *self,
                                 const char *key,
                                 const char *error_code,
                                 const char *error_text,
                                 const char *present,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void sanera_outbox_settle_async (SaneraOutbox *self,
                                 const char *key,
                                 gint64 version,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void sanera_outbox_remove_async (SaneraOutbox *self,
                                 const char *key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Drafts: what was typed and not submitted, kept from the first letter. Writes are queued to the
 * outbox's thread and coalesced per draft; flush waits until all are committed. */
void sanera_outbox_save_draft (SaneraOutbox *self,
                               const char *action,
                               const char *entity,
                               const char *json);
void sanera_outbox_discard_draft (SaneraOutbox *self, const char *action, const char *entity);
GPtrArray *sanera_outbox_list_drafts (SaneraOutbox *self,
                                      GError **error); /* (element-type SaneraOutboxDraft) */
char *sanera_outbox_load_draft (SaneraOutbox *self, const char *action, const char *entity);
void sanera_outbox_flush (SaneraOutbox *self);

G_END_DECLS

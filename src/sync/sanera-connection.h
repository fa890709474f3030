/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-action.h"
#include "sanera-cache.h"
#include "sanera-children.h"
#include "sanera-conflict.h"
#include "sanera-remediation-request.h"
#include "sanera-revision.h"

G_BEGIN_DECLS

/**
 * SaneraConnectionKind:
 * @SANERA_CONNECTION_PRIVATE: the person's own sanera-server, started by the application
 * @SANERA_CONNECTION_SAMPLE: the same with the sample fleet, in a database of its own
 * @SANERA_CONNECTION_SERVER: a shared sanera-server
 * @SANERA_CONNECTION_TENANT: a Microsoft Defender tenant, which is read only
 */
typedef enum
{
  SANERA_CONNECTION_PRIVATE = 1,
  SANERA_CONNECTION_SAMPLE,
  SANERA_CONNECTION_SERVER,
  SANERA_CONNECTION_TENANT,
} SaneraConnectionKind;

/**
 * SaneraConnectionState:
 * @SANERA_STATE_STARTING: own server is being started, or the first contact is under way
 * @SANERA_STATE_SYNCING: changes are coming in; see the property "progress" (0–1, or -1: not known)
 * @SANERA_STATE_ONLINE: in step with the server
 * @SANERA_STATE_OFFLINE: nobody answers, or --offline; see "offline-since"
 * @SANERA_STATE_SIGN_IN: the server wants (another) token
 * @SANERA_STATE_REFUSED: the server answers with errors; see sanera_connection_get_error()
 * @SANERA_STATE_NOT_KEPT: the server is there, but what it says cannot be written on this computer;
 *   see sanera_connection_get_error()
 */
typedef enum
{
  SANERA_STATE_STARTING = 1,
  SANERA_STATE_SYNCING,
  SANERA_STATE_ONLINE,
  SANERA_STATE_OFFLINE,
  SANERA_STATE_SIGN_IN,
  SANERA_STATE_REFUSED,
  SANERA_STATE_NOT_KEPT,
} SaneraConnectionState;

/* In front of the message of an error: a network that asks for a sign-in of its own answers in the
 * place of the server. */
#define SANERA_CODE_PORTAL "CaptivePortal"

#define SANERA_TYPE_CONNECTION (sanera_connection_get_type ())

/* One connection: its cache, its server (started if private), the pull of the change feed, the
 * sending of the outbox, and the state shown in the header. Properties (notify): "state",
 * "progress", "offline-since", "last-error-message". Signals: "activity-created" (char *id, gint64
 * target_devices): the server took a request of this outbox; "refused" (char *key): the server
 * refused an outbox entry. */
G_DECLARE_FINAL_TYPE (SaneraConnection, sanera_connection, SANERA, CONNECTION, GObject)

/* @name: (nullable): shown name of a SERVER or TENANT; @folder: where cache, outbox and (private,
 * sample) the server's database live;
 * @address, @token, @ca_file: for SERVER; of a TENANT the address as
 * sanera_tenant_address_to_string() writes it, and the secret of its application. @offline: never
 * start or contact a server. */
SaneraConnection *sanera_connection_new (SaneraConnectionKind kind,
                                         const char *name,
                                         const char *folder,
                                         const char *address,
                                         const char *token,
                                         const char *ca_file,
                                         gboolean offline,
                                         GError **error);
void sanera_connection_start (SaneraConnection *self);
void sanera_connection_close (SaneraConnection *self);
SaneraConnectionKind sanera_connection_get_kind (SaneraConnection *self);
const char *sanera_connection_get_name (SaneraConnection *self);
SaneraCache *sanera_connection_get_cache (SaneraConnection *self);
SaneraConnectionState sanera_connection_get_state (SaneraConnection *self);
const GError *sanera_connection_get_error (SaneraConnection *self);
gint64 sanera_connection_get_offline_since (SaneraConnection *self);
gboolean sanera_connection_get_kept_offline (SaneraConnection *self);
void sanera_connection_set_token (SaneraConnection *self, const char *token);
void sanera_connection_sync (SaneraConnection *self); /* F5: at once */
void sanera_connection_set_visible (SaneraConnection *self, gboolean visible);

/* Whether the audit log of the server is the one that was seen last, and longer (R11). Property
 * "audit-broken". It stays so, over restarts too, until the person accepts the log as it is now. */
gboolean sanera_connection_get_audit_broken (SaneraConnection *self);
void sanera_connection_accept_audit (SaneraConnection *self);
gint64
sanera_connection_get_audit_line (SaneraConnection *self); /* the last that fitted; 0: none */

/* Who the person is, for a private server: asked once, at the first start. */
gboolean sanera_connection_needs_person (SaneraConnection *self);
void sanera_connection_set_person (SaneraConnection *self, const char *name, const char *email);

/* Submitting: validated, written to the outbox (the callback comes after that commit: "waiting to
 * be sent"), shown in the list at once, sent. Returns the key, which is the id of the activity. */
void sanera_connection_submit_async (SaneraConnection *self,
                                     SaneraRemediationRequest *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *
sanera_connection_submit_finish (SaneraConnection *self, GAsyncResult *result, GError **error);
/* Takes a waiting or refused entry back. With a try of unknown outcome the server is asked first.
 */
void sanera_connection_withdraw_async (SaneraConnection *self,
                                       const char *key,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
sanera_connection_withdraw_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/* Everything else a person does (SaneraAction): written to the outbox, shown at once in the row
 * concerned (fields "localState" and "localError", and what the person set), sent when its delay is
 * over. Returns the key: sanera_connection_withdraw_async() with it is *Undo*. Signal
 * "action-accepted" (char *key, guint kind, char *entity, gboolean already): the server has taken
 * it; already: it was so before (completing what is complete), the row says by whom. A refusal is
 * the signal "refused" (key); the entry stays in the outbox with its code. */
void sanera_connection_act_async (SaneraConnection *self,
                                  SaneraAction *action,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *sanera_connection_act_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/* Changing what waits or was refused: it keeps its place in the order. Returns the key that it has
 * then. */
gboolean sanera_connection_is_mine (SaneraConnection *self, const SaneraOutboxEntry *entry);
gboolean sanera_connection_may_edit (SaneraConnection *self, const SaneraOutboxEntry *entry);
SaneraRevision *sanera_connection_get_revision (SaneraConnection *self, const char *key);
void sanera_connection_revise_async (SaneraConnection *self,
                                     const char *key,
                                     SaneraAction *action,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void sanera_connection_revise_request_async (SaneraConnection *self,
                                             const char *key,
                                             SaneraRemediationRequest *request,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
char *
sanera_connection_revise_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/* What the server has refused, until the person decides: a conflict with what somebody else has
 * done meanwhile (rule R10), or another reason. Resolving sends it again on the present version, of
 * a change only the fields in @keep (NULL: all); withdrawing drops it. */
char *sanera_connection_find_refused (SaneraConnection *self, const char *entity);
SaneraConflict *sanera_connection_get_conflict (SaneraConnection *self, const char *key);
void sanera_connection_resolve_async (SaneraConnection *self,
                                      const char *key,
                                      const char *const *keep,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
sanera_connection_resolve_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/* What belongs to one row (lists with a parent), fetched into the cache unless it is there as it is
 * on the server; and what of it is kept for offline use. */
void sanera_connection_set_keep (SaneraConnection *self, SaneraKeep keep);
void sanera_connection_note_person (SaneraConnection *self);
void sanera_connection_note_opened (SaneraConnection *self, SaneraList list, const char *id);
gboolean
sanera_connection_children_fresh (SaneraConnection *self, SaneraList list, const char *parent_id);
void sanera_connection_fetch_children_async (SaneraConnection *self,
                                             SaneraList list,
                                             const char *parent_id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean sanera_connection_fetch_children_finish (SaneraConnection *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void sanera_connection_set_intune_async (SaneraConnection *self,
                                         gboolean enabled,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean
sanera_connection_set_intune_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/**
 * SaneraImportPreview:
 *
 * What an import would change.
 */
typedef struct
{
  char *id;
  char *basis;
  char *format; /* "Trivy" */
  char **ids; /* of several that are previewed together; NULL */
  gint64 devices;
  gint64 new_devices;
  gint64 merged_devices;
  gint64 doubtful_devices;
  gint64 findings;
  gint64 new_findings;
  gint64 still_there;
  gint64 fixed;
  gint64 reopened;
  gint64 not_seen;
  gint64 recommendations;
  gint64 completed_activities;
  gint64 reopened_activities;
  gint64 would_fix_if_complete;
  gint64 facts; /* weaknesses of which a catalogue (KEV, EPSS) says something else than before */
  gint64 said_not_affected; /* entries that somebody (VEX) says do not matter */
  gboolean goes_on; /* some of it is in files that are not there: nothing counts as fixed */
  char *already_imported; /* time of the first import of the same bytes; NULL */
  char **completes; /* ids of activities that complete by it, the first of them; NULL: none */
  char **completes_titles; /* their titles in English, in the same order */
} SaneraImportPreview;

SaneraImportPreview *sanera_import_preview_copy (const SaneraImportPreview *self);
void sanera_import_preview_free (SaneraImportPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraImportPreview, sanera_import_preview_free)

/* @progress: (nullable): called on the main thread with bytes sent and total */
void sanera_connection_import_preview_async (SaneraConnection *self,
                                             GFile *file,
                                             const char *group,
                                             gboolean complete,
                                             GFileProgressCallback progress,
                                             gpointer progress_data,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
SaneraImportPreview *sanera_connection_import_preview_finish (SaneraConnection *self,
                                                              GAsyncResult *result,
                                                              GError **error);
void sanera_connection_import_commit_async (SaneraConnection *self,
                                            const SaneraImportPreview *preview,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean sanera_connection_import_commit_finish (SaneraConnection *self,
                                                 GAsyncResult *result,
                                                 GError **error);

/* Several reports that were uploaded: what they would change together; the commit takes all. */
void sanera_connection_import_preview_all_async (SaneraConnection *self,
                                                 const char *const *ids,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
void sanera_connection_import_undo_async (SaneraConnection *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
sanera_connection_import_undo_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

/* "Test connection": who am I there? (transfer full) name of the role's person, for the words. */
void sanera_connection_test_async (const char *address,
                                   const char *token,
                                   const char *ca_file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SaneraCacheInfo *sanera_connection_test_finish (GAsyncResult *result, GError **error);

G_END_DECLS

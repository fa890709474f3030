/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-audit-head.h"
#include "sanera-child-fetcher.h"
#include "sanera-connection.h"
#include "sanera-prefetch.h"
#include "sanera-private-server.h"
#include "sanera-sender.h"
#include "sanera-session.h"
#include "sanera-tenant-address.h"
#include "sanera-transition.h"

G_BEGIN_DECLS

/* What the files of the connection share. */

struct _SaneraConnection
{
  GObject parent_instance;

  SaneraConnectionKind kind;
  char *name;
  char *folder;
  char *address;
  char *token;
  char *ca_file;
  gboolean offline; /* never start or contact a server */
  int lock; /* of the folder; -1: the private server has it */

  SaneraCache *cache;
  SaneraSender *sender;
  SaneraChildFetcher *fetcher;
  SaneraPrefetch *prefetch;
  SaneraPrivateServer *server; /* of PRIVATE and SAMPLE */
  SaneraSession *session; /* NULL: there is no server to ask */
  SaneraSession *graph; /* of TENANT: Microsoft Graph, where its security tasks are */
  SaneraTenantAddress *tenant; /* of TENANT */
  char *person_name;
  char *person_email;

  SaneraConnectionState state;
  double progress;
  gint64 offline_since;
  GError *error;

  gint64 contact; /* when the server was last there; SANERA_INT_NULL: not known */

  gboolean started;
  gboolean closed;
  gboolean hidden; /* nobody looks */
  GCancellable *pulling;
  SaneraSession *asked; /* by the pull under way */
  gboolean holding; /* the pull under way waits for something to happen */
  gboolean again; /* another pull, at once, when this one has ended */
  gint64 asked_again_at; /* monotonic: when a failure was last met by asking once more */
  gint64 pulled_at; /* monotonic: when the pull under way began */
  guint retry_id;
  guint failures; /* in a row */
  guint retention_id;
  GNetworkMonitor *monitor; /* of SERVER */
  gboolean network_available;
  guint network_id; /* it has changed just now */

  SaneraAuditHead audit_head; /* of the audit log, the last that fitted (R11) */
  gboolean audit_broken;
  GCancellable *audit_check; /* under way */
};

/* sanera-connection.c */
void sanera_connection_set_state (SaneraConnection *self, SaneraConnectionState state);
void sanera_connection_set_progress (SaneraConnection *self, double progress);
void sanera_connection_set_error (SaneraConnection *self, const GError *error);
gboolean sanera_connection_check_session (SaneraConnection *self, GTask *task);
void sanera_connection_carried_out_cb (GObject *object, GAsyncResult *result, gpointer user_data);

/* sanera-connection-tenant.c */
gboolean sanera_connection_open_tenant (const SaneraTenantAddress *address,
                                        const char *secret,
                                        SaneraSession **session,
                                        SaneraSession **graph,
                                        GError **error);
void sanera_connection_test_tenant (GTask *task, const char *address, const char *secret);
char *sanera_connection_get_tenant_path (SaneraList list, const char *parent_id);

/* sanera-connection-children.c */
void sanera_connection_make_children (SaneraConnection *self);
void sanera_connection_trim_children (SaneraConnection *self);

/* sanera-connection-audit.c */
void sanera_connection_load_audit (SaneraConnection *self);
void sanera_connection_check_audit (SaneraConnection *self);
void sanera_connection_set_audit_broken (SaneraConnection *self, gboolean broken);

/* sanera-connection-act.c */
SaneraOutboxEntry *sanera_connection_new_entry (SaneraConnection *self,
                                                SaneraActionKind kind,
                                                const char *entity,
                                                gint64 made_at);
void sanera_connection_add_entry (SaneraConnection *self,
                                  GTask *task,
                                  SaneraOutboxEntry *entry,
                                  gint64 target_devices);

/* sanera-connection-submit.c */
gboolean sanera_connection_check_request (SaneraConnection *self,
                                          SaneraRemediationRequest *request,
                                          GTask *task);

/* sanera-conflict.c */
void sanera_connection_renew_entry (SaneraConnection *self, SaneraOutboxEntry *entry);

/* sanera-connection-sync.c */
void sanera_connection_connect (SaneraConnection *self);
void sanera_connection_disconnect (SaneraConnection *self);
void sanera_connection_watch_cache (SaneraConnection *self);
void sanera_connection_set_monitor (SaneraConnection *self, GNetworkMonitor *monitor);

/* sanera-person.c */
void sanera_person_load (const char *folder, char **name, char **email);
gboolean
sanera_person_save (const char *folder, const char *name, const char *email, GError **error);

G_END_DECLS

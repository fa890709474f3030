/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-device-rule.h"
#include "sanera-event.h"
#include "sanera-import.h"
#include "sanera-token.h"

G_BEGIN_DECLS

/* What is asked of the server at once, not kept in the cache: tokens, the audit log, imports. */

/**
 * SaneraRecordPage:
 * @records: (element-type SaneraRecord): what came
 * @next: (nullable): what to ask for more with; %NULL: that was all
 *
 * A page of a list.
 */
typedef struct
{
  GPtrArray *records;
  char *next;
} SaneraRecordPage;

void sanera_record_page_free (SaneraRecordPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraRecordPage, sanera_record_page_free)

/**
 * SaneraAuditFilter:
 * @from: first day, SANERA_INT_NULL: from the beginning
 * @to: last day, SANERA_INT_NULL: until now
 * @person: (nullable): e-mail address of who did it; "" for everybody
 * @event: (nullable): only this event code; "" for all
 *
 * Which lines of the audit log.
 */
typedef struct
{
  gint64 from;
  gint64 to;
  const char *person;
  const char *event;
} SaneraAuditFilter;

void sanera_connection_list_tokens_async (SaneraConnection *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void sanera_connection_list_device_rules_async (SaneraConnection *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
void sanera_connection_list_imports_async (SaneraConnection *self,
                                           const char *next,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
void sanera_connection_list_audit_async (SaneraConnection *self,
                                         const SaneraAuditFilter *filter,
                                         const char *next,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
SaneraRecordPage *
sanera_connection_list_finish (SaneraConnection *self, GAsyncResult *result, GError **error);

void sanera_connection_add_token_async (SaneraConnection *self,
                                        const char *email,
                                        const char *name,
                                        const char *role,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
char *
sanera_connection_add_token_finish (SaneraConnection *self, GAsyncResult *result, GError **error);
void sanera_connection_remove_token_async (SaneraConnection *self,
                                           const char *id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean sanera_connection_remove_token_finish (SaneraConnection *self,
                                                GAsyncResult *result,
                                                GError **error);

/* The addresses of the IT administrators [131]; they are in SaneraCacheInfo afterwards too. */
void sanera_connection_fetch_it_administrators_async (SaneraConnection *self,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
gboolean sanera_connection_fetch_it_administrators_finish (SaneraConnection *self,
                                                           GAsyncResult *result,
                                                           GError **error);

G_END_DECLS

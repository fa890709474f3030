/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SANERA_TYPE_TOKEN_STORE (sanera_token_store_get_type ())

/* Access tokens of servers, by the id of the connection: in the Secret Service, and where none runs
 * in memory until the program ends. */
G_DECLARE_FINAL_TYPE (SaneraTokenStore, sanera_token_store, SANERA, TOKEN_STORE, GObject)

SaneraTokenStore *sanera_token_store_new (void);
void sanera_token_store_save_async (SaneraTokenStore *self,
                                    const char *connection_id,
                                    const char *label,
                                    const char *token,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
sanera_token_store_save_finish (SaneraTokenStore *self, GAsyncResult *result, GError **error);
void sanera_token_store_load_async (SaneraTokenStore *self,
                                    const char *connection_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *sanera_token_store_load_finish (SaneraTokenStore *self, GAsyncResult *result, GError **error);
void sanera_token_store_forget (SaneraTokenStore *self, const char *connection_id);
void sanera_token_store_settle (SaneraTokenStore *self);

G_END_DECLS

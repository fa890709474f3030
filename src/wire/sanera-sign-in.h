/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-error.h"

G_BEGIN_DECLS

/* In front of the message of an error: why an application is not let in. */
#define SANERA_CODE_WRONG_SECRET "WrongSecret"
#define SANERA_CODE_SECRET_EXPIRED "SecretExpired"
#define SANERA_CODE_UNKNOWN_APPLICATION "UnknownApplication"
#define SANERA_CODE_UNKNOWN_TENANT "UnknownTenant"
#define SANERA_CODE_SIGN_IN_BLOCKED "SignInBlocked"
#define SANERA_CODE_SIGN_IN_REFUSED "SignInRefused"
#define SANERA_CODE_NO_SECRET "NoSecret"

#define SANERA_TYPE_SIGN_IN (sanera_sign_in_get_type ())

/* An application that signs in at Microsoft's identity platform with its secret (client credentials
 * flow of OAuth 2.0). The token lives in memory only. */
G_DECLARE_FINAL_TYPE (SaneraSignIn, sanera_sign_in, SANERA, SIGN_IN, GObject)

SaneraSignIn *sanera_sign_in_new (const char *address,
                                  const char *directory,
                                  const char *client,
                                  const char *secret,
                                  const char *resource,
                                  GError **error);
void sanera_sign_in_get_token_async (SaneraSignIn *self,
                                     const char *refused,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *sanera_sign_in_get_token_finish (SaneraSignIn *self, GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-error.h"
#include "sanera-sign-in.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SESSION (sanera_session_get_type ())

G_DECLARE_FINAL_TYPE (SaneraSession, sanera_session, SANERA, SESSION, GObject)

/**
 * SaneraResponse:
 * @status: HTTP status: 2xx, 304, or one of those the caller accepts
 * @body: (nullable): the body
 * @etag: (nullable): the ETag without quotes
 * @replay: whether the server says that it had this submission already (`Idempotent-Replay`)
 *
 * An answer that was not an error.
 */
typedef struct
{
  guint status;
  GBytes *body;
  char *etag;
  gboolean replay;
} SaneraResponse;

void sanera_response_free (SaneraResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraResponse, sanera_response_free)

/**
 * SaneraRequestOptions:
 * @idempotency_key: (nullable): UUID of this submission (rule R9)
 * @if_match: (nullable): the version that was seen, without quotes (rule R10)
 * @if_none_match: (nullable): ETag of what is known already; 304 then is no error
 * @content_type: (nullable): of the body; "application/json" when %NULL
 * @timeout: seconds without any progress after which the call has failed, 0 for the default of 60
 * @no_retry: fail at the first error: for interactive calls and for calls that are retried by the
 *   caller
 * @body_file: (nullable): send this file, streamed, instead of a body in memory
 * @progress: (nullable) (scope async): called with the bytes of the body sent so far and the total,
 *   the latter -1 when it is not known
 * @progress_data: for @progress
 * @accept: error statuses which the caller takes as an answer with a body, for example 409; 0 ends
 */
typedef struct
{
  const char *idempotency_key;
  const char *if_match;
  const char *if_none_match;
  const char *content_type;
  guint timeout;
  gboolean no_retry;
  GFile *body_file;
  GFileProgressCallback progress;
  gpointer progress_data;
  guint accept[3];
} SaneraRequestOptions;

SaneraSession *
sanera_session_new (const char *address, const char *token, const char *ca_file, GError **error);
SaneraSession *sanera_session_new_private (const char *socket_path);
void sanera_session_set_sign_in (SaneraSession *self, SaneraSignIn *sign_in);
const char *sanera_session_get_address (SaneraSession *self);

/* All on the main context of the thread that made the session.
 * @path: below the server's root, with query, for example "/sanera/v1/changes?limit=2000", or a
 * nextLink of the same origin, followed verbatim. */
void sanera_session_send_async (SaneraSession *self,
                                const char *method,
                                const char *path,
                                GBytes *body,
                                const SaneraRequestOptions *options,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
SaneraResponse *
sanera_session_send_finish (SaneraSession *self, GAsyncResult *result, GError **error);

/* The server's own code of an error answer ("InvalidInput", "NoDevices", "KeyReused") stands in
 * front of the GError's message, as "CODE: message"; sanera_error_get_code() takes it apart. Codes
 * of ours stand there too: */
#define SANERA_CODE_NOT_SENT "NotSent" /* the server has certainly not seen the request */
#define SANERA_CODE_CERTIFICATE "CertificateRefused"
#define SANERA_CODE_REDIRECT "RedirectRefused"
#define SANERA_CODE_NOT_JSON "NotJson"
#define SANERA_CODE_TOO_LARGE "TooLarge"

char *sanera_error_get_code (const GError *error);
GError *sanera_error_from_response (const SaneraResponse *response);

G_END_DECLS

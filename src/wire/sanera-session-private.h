/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "sanera-session.h"

G_BEGIN_DECLS

/* What the files of the session share. Private to `wire`. */

/* an answer larger than this is refused */
#define SANERA_SESSION_MAX_ANSWER (64 * 1024 * 1024)

/* sanera-session-error.c */
void sanera_session_set_error (GError **error,
                               SaneraError code,
                               const char *word,
                               const char *format,
                               ...) G_GNUC_PRINTF (4, 5);
GError *sanera_session_error_from_transport (const GError *cause, gboolean sent);
GError *sanera_session_error_from_answer (SoupMessage *message, GByteArray *body);
gboolean sanera_session_is_json (SoupMessage *message);

/* sanera-session.c */
gboolean sanera_session_is_loopback (const char *host);
GUri *sanera_session_parse_address (const char *text, GError **error);

/* sanera-session-retry.c */
gboolean sanera_session_may_repeat (const char *method, const SaneraRequestOptions *options);
gboolean sanera_session_retry_delay (const GError *error,
                                     SoupMessage *message,
                                     guint tries,
                                     guint base_delay,
                                     guint longest_wait,
                                     guint *delay);

/* sanera-session-call.c */
typedef struct
{
  SoupSession *soup; /* (unowned) */
  const char *token; /* (unowned) (nullable) */
  const GUri *base; /* (unowned) */
  guint max_tries;
  guint retry_delay; /* milliseconds */
  guint longest_wait; /* seconds */
} SaneraSessionSettings;

void sanera_session_call (GTask *task,
                          const SaneraSessionSettings *settings,
                          const char *method,
                          GUri *uri,
                          GBytes *body,
                          const SaneraRequestOptions *options);
/* sanera-session-signed.c */
void sanera_session_call_signed (GTask *task,
                                 const SaneraSessionSettings *settings,
                                 SaneraSignIn *sign_in,
                                 GUri *uri,
                                 const SaneraRequestOptions *options);

/* sanera-session-call.c */
gboolean sanera_session_same_origin (const GUri *a, const GUri *b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server that says word for word what a test tells it, right or wrong. Each connection gets
 * one answer and is closed. It answers from threads of its own. */
typedef struct _CannedServer CannedServer;

/* What to do instead of closing after the answer. */
typedef enum
{
  CANNED_CLOSE,
  CANNED_HANG, /* until the client goes away */
  CANNED_ENDLESS, /* goes on sending spaces until the client goes away */
} CannedEnd;

CannedServer *canned_server_new (GTlsCertificate *certificate, const char *socket_path);
void canned_server_free (CannedServer *self);
guint canned_server_get_port (CannedServer *self);
char *canned_server_get_address (CannedServer *self);
void canned_server_push (CannedServer *self, const char *answer, CannedEnd end);
void
canned_server_push_json (CannedServer *self, guint status, const char *headers, const char *body);
guint canned_server_get_n_requests (CannedServer *self);
char *canned_server_get_request (CannedServer *self, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CannedServer, canned_server_free)

G_END_DECLS

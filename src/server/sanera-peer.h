/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * SaneraPeerState:
 * @SANERA_PEER_HANDSHAKE: TLS is being set up; 10 s
 * @SANERA_PEER_HEADERS: the headers of a request are awaited or coming in; 10 s
 * @SANERA_PEER_BODY: a body is coming in; 30 s without progress
 * @SANERA_PEER_SERVED: it is our turn; no limit
 * @SANERA_PEER_WRITING: the answer is going out; 30 s without progress
 * @SANERA_PEER_IDLE: between two requests; 30 s
 * @SANERA_PEER_LINGERING: answered before its body was read: what still comes is thrown away; 5 s
 */
typedef enum
{
  SANERA_PEER_HANDSHAKE,
  SANERA_PEER_HEADERS,
  SANERA_PEER_BODY,
  SANERA_PEER_SERVED,
  SANERA_PEER_WRITING,
  SANERA_PEER_IDLE,
  SANERA_PEER_LINGERING,
} SaneraPeerState;

typedef struct _SaneraPeer SaneraPeer;
typedef struct _SaneraPeers SaneraPeers;

/* There is a request to be read from @stream: hand it to libsoup with sanera_peer_make_address().
 */
typedef void (*SaneraPeerServe) (SaneraPeer *peer, GIOStream *stream, gpointer data);

SaneraPeers *sanera_peers_new (guint limit, SaneraPeerServe serve, gpointer data);
void sanera_peers_free (SaneraPeers *self);
void sanera_peers_stop (SaneraPeers *self);

SaneraPeer *sanera_peers_add (SaneraPeers *self, GSocket *socket);
SaneraPeer *sanera_peer_of_message (SoupServerMessage *message);
GSocketAddress *sanera_peer_make_address (SaneraPeer *self);
SaneraPeer *sanera_peer_ref (SaneraPeer *self);
void sanera_peer_begin (SaneraPeer *self);
void sanera_peer_set_reusable (SaneraPeer *self);
gboolean sanera_peer_has_tls (SaneraPeer *self);
void sanera_peer_set_state (SaneraPeer *self, SaneraPeerState state);
SaneraPeerState sanera_peer_get_state (SaneraPeer *self);
void sanera_peer_progress (SaneraPeer *self);
void sanera_peer_shutdown (SaneraPeer *self);
void sanera_peer_answer_raw (SaneraPeer *self, const char *answer);
void sanera_peer_set_stream (SaneraPeer *self, GIOStream *stream);
void sanera_peer_unref (SaneraPeer *self);

G_END_DECLS

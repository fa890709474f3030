/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-exchange.h"

G_BEGIN_DECLS

/* The inside of an exchange, for the three files that it is spread over: what was asked
 * (sanera-exchange.c), its body (sanera-exchange-body.c), the answer (sanera-exchange-answer.c). */

typedef struct
{
  char *name;
  char *value;
} SaneraExchangeHeader;

struct _SaneraExchange
{
  GObject parent_instance;

  SaneraServer *server;
  SoupServerMessage *message; /* until the answer is sent or the client has gone */
  GCancellable *cancellable;

  /* what was asked */
  const SaneraRoute *route;
  SaneraPerson *person;
  char **params;
  char *path;
  char *base;
  char *request_id;
  GHashTable *query;
  GHashTable *headers; /* lower-case name → value */
  GByteArray *body;
  GBytes *body_bytes;
  char *body_path;
  int body_fd;
  gint64 body_size;

  /* the answer */
  guint status;
  GString *answer;
  const char *content_type;
  GPtrArray *answer_headers; /* of SaneraExchangeHeader */
  char *etag;

  gpointer work_data;
  GDestroyNotify work_data_free;
  gboolean dispatched;
  gboolean in_changes;
};

void sanera_exchange_close_body_file (SaneraExchange *self);

G_END_DECLS

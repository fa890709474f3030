/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-capability.h"
#include "sanera-db.h"

G_BEGIN_DECLS

typedef struct _SaneraExchange SaneraExchange;

/* Longest bodies, bytes. */
#define SANERA_BODY_MAX (G_GINT64_CONSTANT (1) << 20)
#define SANERA_BODY_FILE_MAX (G_GINT64_CONSTANT (256) << 20)

/**
 * SaneraBodyKind:
 * @SANERA_BODY_NONE: the call has no body; one that comes all the same is refused
 * @SANERA_BODY_JSON: in memory, at most %SANERA_BODY_MAX: sanera_exchange_get_body()
 * @SANERA_BODY_FILE: streamed to a temporary file, at most %SANERA_BODY_FILE_MAX:
 *   sanera_exchange_get_body_path()
 */
typedef enum
{
  SANERA_BODY_NONE,
  SANERA_BODY_JSON,
  SANERA_BODY_FILE,
} SaneraBodyKind;

/**
 * SaneraRun:
 * @SANERA_RUN_HANDLER: #SaneraRoute.handler is called on the main thread
 * @SANERA_RUN_READ: #SaneraRoute.work runs on the reader thread, in one snapshot of the database
 * @SANERA_RUN_WRITE: #SaneraRoute.work runs on the writer thread, inside one transaction
 */
typedef enum
{
  SANERA_RUN_HANDLER,
  SANERA_RUN_READ,
  SANERA_RUN_WRITE,
} SaneraRun;

/**
 * SaneraHandler:
 * @exchange: the call, its body complete
 *
 * Answers a call, now or later, with sanera_exchange_run() or sanera_exchange_send(); whoever keeps
 * @exchange takes a reference. Runs on the main thread and must not block it.
 */
typedef void (*SaneraHandler) (SaneraExchange *exchange);

/**
 * SaneraWork:
 * @db: the connection of the thread it runs on
 * @exchange: the call; only its getters, sanera_exchange_set_*() and sanera_exchange_refuse()
 * @cancellable: cancelled when the client has gone (reads only)
 * @error: set together with a %FALSE return
 *
 * Prepares the answer of a call with sanera_exchange_set_json() or the like. In a write, %FALSE
 * rolls everything back.
 *
 * Returns: %FALSE with @error set; sanera_exchange_refuse() does both
 */
typedef gboolean (*SaneraWork) (SaneraDb *db,
                                SaneraExchange *exchange,
                                GCancellable *cancellable,
                                GError **error);

/**
 * SaneraRoute:
 * @method: "GET", "POST", …
 * @path: pattern; a segment `{name}` takes any one segment. Compared without regard to case, and
 *   `/api/v1.0` is the same as `/api`
 * @capability: what the role must be able to do
 * @body: what body it takes
 * @run: how it is answered
 * @work: for %SANERA_RUN_READ and %SANERA_RUN_WRITE
 * @handler: for %SANERA_RUN_HANDLER
 * @data: for the use of @work and @handler
 *
 * One call of the interface.
 */
typedef struct
{
  const char *method;
  const char *path;
  SaneraCapability capability;
  SaneraBodyKind body;
  SaneraRun run;
  SaneraWork work;
  SaneraHandler handler;
  gconstpointer data;
} SaneraRoute;

/* The one table of calls, in sanera-routes.c: the test of roles × calls reads it too. */
extern const SaneraRoute sanera_routes[];
extern const guint sanera_n_routes;

const SaneraRoute *
sanera_router_match (const char *method, const char *path, char ***params, char **allowed);

G_END_DECLS

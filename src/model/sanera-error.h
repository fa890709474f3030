/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraError:
 * @SANERA_ERROR_OFFLINE: nobody answered: no network, no server, connection refused or broken
 * @SANERA_ERROR_TIMEOUT: the answer did not come in time
 * @SANERA_ERROR_UNAUTHORIZED: HTTP 401: no token, or one that is not valid any more
 * @SANERA_ERROR_FORBIDDEN: HTTP 403: this person may not do this
 * @SANERA_ERROR_NOT_FOUND: HTTP 404, or a row that does not exist
 * @SANERA_ERROR_CONFLICT: HTTP 409: the state of the entity does not allow it
 * @SANERA_ERROR_PRECONDITION: HTTP 412 or 428: somebody changed it meanwhile
 * @SANERA_ERROR_RATE_LIMITED: HTTP 429
 * @SANERA_ERROR_SERVER: HTTP 5xx
 * @SANERA_ERROR_PROTOCOL: an answer or a document that is not what it should be; the message names
 *   the place
 * @SANERA_ERROR_INVALID: HTTP 400 or 422: what was asked is not valid
 * @SANERA_ERROR_CACHE: a database of ours failed: unreadable, not writable, misused
 * @SANERA_ERROR_BUSY: a database, lock or address is in use by somebody else
 * @SANERA_ERROR_DAMAGED: a database of ours is not (any more) what SQLite can read
 * @SANERA_ERROR_FULL: no space left
 * @SANERA_ERROR_UNSUPPORTED: written by a newer version, or a format we do not know
 *
 * The one error domain. The codes are what programs act on; the message is for the log, the words
 * for people are made in `ui/`.
 */
typedef enum
{
  SANERA_ERROR_OFFLINE,
  SANERA_ERROR_TIMEOUT,
  SANERA_ERROR_UNAUTHORIZED,
  SANERA_ERROR_FORBIDDEN,
  SANERA_ERROR_NOT_FOUND,
  SANERA_ERROR_CONFLICT,
  SANERA_ERROR_PRECONDITION,
  SANERA_ERROR_RATE_LIMITED,
  SANERA_ERROR_SERVER,
  SANERA_ERROR_PROTOCOL,
  SANERA_ERROR_INVALID,
  SANERA_ERROR_CACHE,
  SANERA_ERROR_BUSY,
  SANERA_ERROR_DAMAGED,
  SANERA_ERROR_FULL,
  SANERA_ERROR_UNSUPPORTED,
} SaneraError;

#define SANERA_ERROR (sanera_error_quark ())

GQuark sanera_error_quark (void);

G_END_DECLS

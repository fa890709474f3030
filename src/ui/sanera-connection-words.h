/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"
#include "sanera-connections.h"

G_BEGIN_DECLS

/* What people read about a connection. Strings are (transfer full) unless said otherwise. */

char *sanera_connection_words_name (SaneraConnections *connections, const char *id);
char *sanera_connection_words_state (SaneraConnection *connection);
const char *sanera_connection_words_icon (SaneraConnection *connection);
char *sanera_connection_words_error (SaneraConnection *connection);
char *sanera_connection_words_offline (SaneraConnection *connection, gint64 now);
char *sanera_connection_words_repair (SaneraConnection *connection);

G_END_DECLS

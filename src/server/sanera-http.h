/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "sanera-server.h"

G_BEGIN_DECLS

SoupServer *sanera_http_new (SaneraServer *server);

G_END_DECLS

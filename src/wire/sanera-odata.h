/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-json.h"

G_BEGIN_DECLS

/* An answer of OData: {"value":[…],"@odata.nextLink":"…"} */
gboolean sanera_odata_split (GBytes *body, SaneraJsonSplit *rows, char **next, GError **error);

G_END_DECLS

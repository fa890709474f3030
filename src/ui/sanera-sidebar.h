/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"
#include "sanera-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SIDEBAR (sanera_sidebar_get_type ())

/* The pages with their numbers of rows, the saved views, and at the foot the connection. Signals:
 * "page-selected" (id of the page), "page-activated": chosen by hand, not only passed over. */
G_DECLARE_FINAL_TYPE (SaneraSidebar, sanera_sidebar, SANERA, SIDEBAR, AdwBin)

void sanera_sidebar_set_connections (SaneraSidebar *self,
                                     SaneraConnections *connections,
                                     GSettings *settings);
void sanera_sidebar_add_page (SaneraSidebar *self, SaneraPageClass *klass);
gboolean sanera_sidebar_select (SaneraSidebar *self, guint position);

G_END_DECLS

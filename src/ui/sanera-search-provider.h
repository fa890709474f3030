/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SEARCH_PROVIDER (sanera_search_provider_get_type ())

/* Recommendations and activities for the search of the desktop (org.gnome.Shell.SearchProvider2).
 * Reads the cache and starts nothing; what is chosen are actions of the application. Signal
 * "searching": somebody asks. */
G_DECLARE_FINAL_TYPE (SaneraSearchProvider,
                      sanera_search_provider,
                      SANERA,
                      SEARCH_PROVIDER,
                      GObject)

SaneraSearchProvider *sanera_search_provider_new (GActionGroup *actions);
void sanera_search_provider_start (SaneraSearchProvider *self,
                                   SaneraConnections *connections,
                                   GSettings *settings);
gboolean sanera_search_provider_export (SaneraSearchProvider *self,
                                        GDBusConnection *bus,
                                        const char *path,
                                        GError **error);
void sanera_search_provider_unexport (SaneraSearchProvider *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#define READ(path, capability, work)                                                            \
  {                                                                                             \
    "GET", path, SANERA_CAPABILITY_##capability, SANERA_BODY_NONE, SANERA_RUN_READ, work, NULL, \
        NULL                                                                                    \
  }

/* Every call that there is, and what the role must be able to do for it. */
const SaneraRoute sanera_routes[] = {
  READ ("/healthz", NONE, sanera_route_healthz),
  READ ("/sanera/v1/me", READ, sanera_route_me),
  { "POST", "/sanera/v1/imports", SANERA_CAPABILITY_IMPORT, SANERA_BODY_FILE, SANERA_RUN_WRITE,
    sanera_route_post_import, NULL, NULL },
  { "POST", "/sanera/v1/imports/{id}/commit", SANERA_CAPABILITY_IMPORT, SANERA_BODY_JSON,
    SANERA_RUN_WRITE, sanera_route_commit_import, NULL, NULL },
};

const guint sanera_n_routes = G_N_ELEMENTS (sanera_routes);

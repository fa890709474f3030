/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"
#include "sanera-recommendation.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PROPOSAL_PANEL (sanera_proposal_panel_get_type ())

/* What documents say does not matter, in the flyout of a recommendation: read, and dismissed. It is
 * taken up with "Exception options". */
G_DECLARE_FINAL_TYPE (SaneraProposalPanel, sanera_proposal_panel, SANERA, PROPOSAL_PANEL, AdwBin)

SaneraProposalPanel *sanera_proposal_panel_new (void);
gboolean sanera_proposal_panel_show (SaneraProposalPanel *self,
                                     SaneraConnection *connection,
                                     const SaneraRecommendationData *data);

G_END_DECLS

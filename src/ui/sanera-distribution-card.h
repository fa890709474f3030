/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-cache.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DISTRIBUTION_CARD (sanera_distribution_card_get_type ())

/* How the devices divide into the levels of exposure. */
G_DECLARE_FINAL_TYPE (SaneraDistributionCard,
                      sanera_distribution_card,
                      SANERA,
                      DISTRIBUTION_CARD,
                      AdwBin)

GtkWidget *sanera_distribution_card_new (void);
void sanera_distribution_card_set_info (SaneraDistributionCard *self, const SaneraCacheInfo *info);

G_END_DECLS

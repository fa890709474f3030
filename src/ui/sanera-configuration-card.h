/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-cache.h"

G_BEGIN_DECLS

#define SANERA_TYPE_CONFIGURATION_CARD (sanera_configuration_card_get_type ())

/* The configuration score, as a whole and by category. */
G_DECLARE_FINAL_TYPE (SaneraConfigurationCard,
                      sanera_configuration_card,
                      SANERA,
                      CONFIGURATION_CARD,
                      AdwBin)

GtkWidget *sanera_configuration_card_new (void);
void sanera_configuration_card_set_info (SaneraConfigurationCard *self,
                                         const SaneraCacheInfo *info);

G_END_DECLS

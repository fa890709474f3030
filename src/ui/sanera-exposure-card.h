/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-cache.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXPOSURE_CARD (sanera_exposure_card_get_type ())

/* The exposure score: gauge, what it is made from, and its line of 30 days. */
G_DECLARE_FINAL_TYPE (SaneraExposureCard, sanera_exposure_card, SANERA, EXPOSURE_CARD, AdwBin)

GtkWidget *sanera_exposure_card_new (void);
void
sanera_exposure_card_set_info (SaneraExposureCard *self, const SaneraCacheInfo *info, gint64 now);

G_END_DECLS

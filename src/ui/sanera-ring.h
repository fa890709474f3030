/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-exposure.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RING (sanera_ring_get_type ())

/* How the devices divide into the levels of exposure. */
G_DECLARE_FINAL_TYPE (SaneraRing, sanera_ring, SANERA, RING, GtkWidget)

GtkWidget *sanera_ring_new (void);
void sanera_ring_set_levels (SaneraRing *self, const gint64 *levels);
const SaneraExposureLevel *sanera_ring_get_order (guint *n_levels);

G_END_DECLS

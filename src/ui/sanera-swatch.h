/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "sanera-exposure.h"

G_BEGIN_DECLS

#define SANERA_TYPE_SWATCH (sanera_swatch_get_type ())

/* The sign of one level of exposure in a legend. */
G_DECLARE_FINAL_TYPE (SaneraSwatch, sanera_swatch, SANERA, SWATCH, GtkWidget)

GtkWidget *sanera_swatch_new (SaneraExposureLevel level);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_FIRST_START (sanera_first_start_get_type ())

/* The first page: three doors, each an action of the window. */
G_DECLARE_FINAL_TYPE (SaneraFirstStart, sanera_first_start, SANERA, FIRST_START, AdwBin)

GtkWidget *sanera_first_start_new (void);

G_END_DECLS

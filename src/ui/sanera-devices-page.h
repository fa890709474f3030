/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-list-page.h"

G_BEGIN_DECLS

#define SANERA_TYPE_DEVICES_PAGE (sanera_devices_page_get_type ())

/* The page "Devices". */
G_DECLARE_FINAL_TYPE (SaneraDevicesPage, sanera_devices_page, SANERA, DEVICES_PAGE, SaneraListPage)

SaneraPage *sanera_devices_page_new (GSettings *settings);

G_END_DECLS

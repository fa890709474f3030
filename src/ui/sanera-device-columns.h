/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-column.h"
#include "sanera-device.h"
#include "sanera-filter.h"

G_BEGIN_DECLS

extern const SaneraColumn sanera_device_columns[];
extern const guint sanera_n_device_columns;
extern const SaneraFilter sanera_device_filters[];
extern const guint sanera_n_device_filters;

char *sanera_device_describe_state (const SaneraDeviceData *data);
char *sanera_device_describe_exposure (const SaneraDeviceData *data);
char *sanera_device_describe_assessment (const SaneraDeviceData *data, gint64 now);
char *sanera_device_describe_platform (const SaneraDeviceData *data);

G_END_DECLS

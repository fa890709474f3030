/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean sanera_trivy_is_os (const char *type);
const char *sanera_trivy_vendor (const char *type);
const char *sanera_trivy_os_platform (const char *family);
const char *sanera_trivy_severity (const char *severity);

G_END_DECLS

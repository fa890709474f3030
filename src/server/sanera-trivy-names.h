/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean sanera_trivy_is_os (const char *type);
const char *sanera_trivy_os_platform (const char *family);

G_END_DECLS

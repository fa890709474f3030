/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What each scanner says: the field "sources" of a device, a weakness or a recommendation, where it
 * stands below another row. Where they disagree, exposed wins (rule R6), and all are named. */

const char *sanera_sources_get_name (const char *format);
gboolean sanera_sources_disagree (const char *json);
char *sanera_sources_describe (const char *json);

G_END_DECLS

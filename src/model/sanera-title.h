/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"

G_BEGIN_DECLS

char *sanera_title_recommendation (SaneraRemediationType type,
                                   const char *component,
                                   const char *version);
char *
sanera_title_activity (SaneraRemediationType type, const char *component, const char *version);
char *sanera_title_activity_description (SaneraRemediationType type,
                                         const char *component,
                                         const char *version,
                                         gint64 weaknesses,
                                         gint64 fixable_weaknesses);

G_END_DECLS

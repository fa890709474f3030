/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

gboolean sanera_meta_get (SaneraDb *db, const char *key, char **value, GError **error);
gboolean sanera_meta_set (SaneraDb *db, const char *key, const char *value, GError **error);
gboolean sanera_meta_get_data_version (SaneraDb *db, gint64 *version, GError **error);
gboolean sanera_meta_ensure_uuid (SaneraDb *db, GError **error);
gboolean sanera_meta_renew_uuid (SaneraDb *db, GError **error);
gboolean sanera_meta_get_uuid (SaneraDb *db, char **uuid, GError **error);

gboolean sanera_settings_get (SaneraDb *db, const char *key, char **value, GError **error);
gboolean sanera_settings_get_intune (SaneraDb *db, gboolean *enabled, GError **error);
gboolean sanera_settings_set_intune (SaneraDb *db,
                                     gboolean enabled,
                                     const char *person,
                                     gint64 now,
                                     GError **error);
gboolean sanera_settings_append_json (SaneraDb *db, GString *out, gint64 *version, GError **error);

G_END_DECLS

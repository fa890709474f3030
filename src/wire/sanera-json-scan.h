/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-json.h"

G_BEGIN_DECLS

/**
 * SaneraJsonScan:
 * @start: where positions in messages are counted from
 * @at: the next byte
 * @end: behind the last byte
 *
 * A place in a JSON text (RFC 8259, strict). Private to `wire`.
 */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
} SaneraJsonScan;

gboolean sanera_json_scan_fail (const SaneraJsonScan *self, const char *what, GError **error);
void sanera_json_scan_space (SaneraJsonScan *self);
gboolean sanera_json_scan_char (SaneraJsonScan *self, char c, GError **error);
gboolean sanera_json_scan_string (SaneraJsonScan *self,
                                  SaneraJsonSlice *raw,
                                  gboolean *plain,
                                  GError **error);
gboolean sanera_json_scan_number (SaneraJsonScan *self,
                                  SaneraJsonSlice *raw,
                                  gboolean *integral,
                                  GError **error);
gboolean sanera_json_scan_word (SaneraJsonScan *self, const char *word);
gboolean sanera_json_scan_scalar (SaneraJsonScan *self, GError **error);
gboolean sanera_json_scan_check (SaneraJsonScan *self, guint max_depth, GError **error);
gboolean sanera_json_scan_skip (SaneraJsonScan *self, guint max_depth, GError **error);
gboolean sanera_json_scan_end (SaneraJsonScan *self, GError **error);
char *sanera_json_unescape (const SaneraJsonSlice *raw);
gboolean sanera_json_whole_number (double number, gint64 *value);
gboolean sanera_json_check_required (const SaneraNoun *noun,
                                     gconstpointer data,
                                     const char *path,
                                     GError **error);

G_END_DECLS

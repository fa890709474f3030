/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "sanera-error.h"

G_BEGIN_DECLS

/* Longest single text taken from a report, bytes. */
#define SANERA_JSON_STREAM_MAX_TEXT (1 << 20)

/**
 * SaneraJsonStream:
 *
 * Pulls JSON from a stream, value by value, with memory that depends neither on the length of the
 * document nor on that of the values skipped. Values are taken in the order in which they come:
 *
 * |[
 * if (!sanera_json_stream_enter_object (json, &entered, error))
 *   return FALSE;
 * while (entered)
 *   {
 *     if (!sanera_json_stream_next_member (json, &name, error))
 *       return FALSE;
 *     if (name == NULL)
 *       break;
 *     if (g_str_equal (name, "Target") ? !sanera_json_stream_read_text (json, &target, error)
 *                                      : !sanera_json_stream_skip (json, error))
 *       return FALSE;
 *   }
 * ]|
 *
 * Errors are %SANERA_ERROR_PROTOCOL and name the document and the place in it.
 */
typedef struct _SaneraJsonStream SaneraJsonStream;

SaneraJsonStream *
sanera_json_stream_new (GInputStream *stream, const char *document, guint max_depth);
void sanera_json_stream_free (SaneraJsonStream *self);

gboolean sanera_json_stream_peek (SaneraJsonStream *self, char *first, GError **error);
gboolean
sanera_json_stream_enter_object (SaneraJsonStream *self, gboolean *entered, GError **error);
gboolean sanera_json_stream_next_member (SaneraJsonStream *self, const char **name, GError **error);
gboolean sanera_json_stream_enter_array (SaneraJsonStream *self, gboolean *entered, GError **error);
gboolean sanera_json_stream_next_element (SaneraJsonStream *self, gboolean *has, GError **error);
gboolean sanera_json_stream_read_text (SaneraJsonStream *self, char **value, GError **error);
gboolean sanera_json_stream_read_double (SaneraJsonStream *self, double *value, GError **error);
gboolean sanera_json_stream_read_bool (SaneraJsonStream *self, gboolean *value, GError **error);
gboolean sanera_json_stream_read_strv (SaneraJsonStream *self, char ***value, GError **error);
gboolean sanera_json_stream_skip (SaneraJsonStream *self, GError **error);

char *sanera_json_stream_dup_path (SaneraJsonStream *self);
gboolean sanera_json_stream_fail (SaneraJsonStream *self,
                                  GError **error,
                                  SaneraError code,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (4, 5);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraJsonStream, sanera_json_stream_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

/* Most rows of a page, and how many when nothing is said. */
#define SANERA_CHANGES_MAX 2000

/**
 * SaneraCursor:
 * @uuid: (nullable): of the database
 * @change: the last position that was seen
 * @base: the position at which the first reading began, while it lasts: what was deleted before is
 *   nothing that this client has
 *
 * Where a client stands in the feed. On the wire it is one opaque text.
 */
typedef struct
{
  char *uuid;
  gint64 change;
  gint64 base;
} SaneraCursor;

gboolean sanera_cursor_parse (const char *text, SaneraCursor *cursor);
char *sanera_cursor_format (const SaneraCursor *cursor);
void sanera_cursor_clear (SaneraCursor *cursor);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaneraCursor, sanera_cursor_clear)

gboolean
sanera_changes_is_gone (SaneraDb *db, const SaneraCursor *cursor, gboolean *gone, GError **error);
gboolean sanera_changes_append_page (SaneraDb *db,
                                     SaneraCursor *cursor,
                                     gint64 limit,
                                     GString *out,
                                     gboolean *has_more,
                                     GError **error);

G_END_DECLS

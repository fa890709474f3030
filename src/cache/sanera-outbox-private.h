/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-outbox.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* What the files of the outbox share. */

#define SANERA_OUTBOX_MIGRATIONS "/org/sanera/outbox/sql"

struct _SaneraOutbox
{
  GObject parent_instance;

  char *path;
  SaneraStore *store; /* NULL: damaged, and nothing could be put in its place yet */
  SaneraDb *main_db;
  GHashTable *pending; /* "action\nentity" → draft: the newest text of each, not yet written */
  GHashTable *writing; /* those of the job that is under way; NULL: none is */
  guint drafts_source; /* some could not be written */
  guint repair_source; /* damage was found; repaired when nobody is in the middle of something */
  gulong damaged_id; /* of the store */
};

void sanera_outbox_emit_changed (SaneraOutbox *self);
void sanera_outbox_note_error (SaneraOutbox *self, const GError *error);

/* sanera-outbox-rescue.c */
gboolean sanera_outbox_rescue (const char *path, GError **error);

/* sanera-outbox-drafts.c */
GHashTable *sanera_outbox_drafts_new (void);
void sanera_outbox_drafts_forget (SaneraOutbox *self, const char *action, const char *entity);

G_END_DECLS

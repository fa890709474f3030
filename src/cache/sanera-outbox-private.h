/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-outbox.h"
#include "sanera-store.h"

G_BEGIN_DECLS

/* What the files of the outbox share. */

struct _SaneraOutbox
{
  GObject parent_instance;

  SaneraStore *store;
  SaneraDb *main_db;
  GHashTable *pending; /* "action\nentity" → draft: the newest text of each, not yet written */
  gboolean writing; /* a job with drafts is under way */
};

void sanera_outbox_emit_changed (SaneraOutbox *self);

/* sanera-outbox-drafts.c */
GHashTable *sanera_outbox_drafts_new (void);
void sanera_outbox_drafts_forget (SaneraOutbox *self, const char *action, const char *entity);

G_END_DECLS

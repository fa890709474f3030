/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-outbox.h"

G_BEGIN_DECLS

/**
 * SaneraDraft:
 *
 * What was typed into a dialog and is not submitted, kept from the first letter: no closed window
 * and no crash costs a word. Saved only while it says something else than the untouched form.
 */
typedef struct _SaneraDraft SaneraDraft;

SaneraDraft *sanera_draft_new (SaneraOutbox *outbox,
                               const char *action,
                               const char *entity,
                               const char *untouched);
void sanera_draft_free (SaneraDraft *self);
const char *sanera_draft_load (SaneraDraft *self);
const char *sanera_draft_get_untouched (const SaneraDraft *self);
void sanera_draft_update (SaneraDraft *self, const char *text);
void sanera_draft_discard (SaneraDraft *self);
void sanera_draft_end (SaneraDraft *self);
void sanera_draft_hand_over (SaneraDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraDraft, sanera_draft_free)

G_END_DECLS

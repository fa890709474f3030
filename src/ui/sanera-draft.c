/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-draft.h"

struct _SaneraDraft
{
  SaneraOutbox *outbox;
  char *action;
  char *entity;
  char *untouched;
  char *saved; /* as it was last given to the outbox, NULL: none */
  gboolean ended;
};

/**
 * sanera_draft_new:
 * @outbox: where it is kept
 * @action: what it is going to be: as of an entry of the outbox
 * @entity: what it is about
 * @untouched: the form before anything was typed
 *
 * Returns: (transfer full): a draft; what was kept before is read by sanera_draft_load()
 */
SaneraDraft *
sanera_draft_new (SaneraOutbox *outbox,
                  const char *action,
                  const char *entity,
                  const char *untouched)
{
  SaneraDraft *self;

  g_return_val_if_fail (SANERA_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (action != NULL && entity != NULL && untouched != NULL, NULL);

  self = g_new0 (SaneraDraft, 1);
  self->outbox = g_object_ref (outbox);
  self->action = g_strdup (action);
  self->entity = g_strdup (entity);
  self->untouched = g_strdup (untouched);

  return self;
}

/**
 * sanera_draft_free:
 * @self: (transfer full) (nullable): a draft; what it has saved stays
 */
void
sanera_draft_free (SaneraDraft *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->outbox);
  g_free (self->action);
  g_free (self->entity);
  g_free (self->untouched);
  g_free (self->saved);
  g_free (self);
}

/**
 * sanera_draft_load:
 * @self: a draft
 *
 * Returns: (transfer none) (nullable): what was typed last time; %NULL: nothing
 */
const char *
sanera_draft_load (SaneraDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_free (self->saved);
  self->saved = sanera_outbox_load_draft (self->outbox, self->action, self->entity);

  return self->saved;
}

/**
 * sanera_draft_get_untouched:
 * @self: a draft
 *
 * Returns: (transfer none): the form before anything was typed
 */
const char *
sanera_draft_get_untouched (const SaneraDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->untouched;
}

/**
 * sanera_draft_update:
 * @self: a draft
 * @text: what the form says now
 *
 * Keeps it; forgets it when it says what the untouched form says.
 */
void
sanera_draft_update (SaneraDraft *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (self->ended)
    return;
  if (g_str_equal (text, self->untouched))
    {
      if (self->saved != NULL)
        sanera_draft_discard (self);
    }
  else if (g_strcmp0 (text, self->saved) != 0)
    {
      sanera_outbox_save_draft (self->outbox, self->action, self->entity, text);
      g_free (self->saved);
      self->saved = g_strdup (text);
    }
}

/**
 * sanera_draft_discard:
 * @self: a draft
 *
 * Forgets what was typed.
 */
void
sanera_draft_discard (SaneraDraft *self)
{
  g_return_if_fail (self != NULL);

  sanera_outbox_discard_draft (self->outbox, self->action, self->entity);
  g_clear_pointer (&self->saved, g_free);
}

/**
 * sanera_draft_end:
 * @self: a draft
 *
 * It was submitted: nothing is a draft any more.
 */
void
sanera_draft_end (SaneraDraft *self)
{
  g_return_if_fail (self != NULL);

  sanera_draft_discard (self);
  self->ended = TRUE;
}

/**
 * sanera_draft_hand_over:
 * @self: a draft
 *
 * It is being submitted: what is typed from now on is none of it. What was kept goes with the
 * commit of the entry that it becomes, and stays when there is none.
 */
void
sanera_draft_hand_over (SaneraDraft *self)
{
  g_return_if_fail (self != NULL);

  self->ended = TRUE;
}

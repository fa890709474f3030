/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-restorable.h"

G_DEFINE_INTERFACE (SaneraRestorable, sanera_restorable, GTK_TYPE_WIDGET)

static void
sanera_restorable_default_init (SaneraRestorableInterface *iface)
{
}

/**
 * sanera_restorable_save:
 * @self: a field or a window
 *
 * Returns: (transfer full) (nullable): what is to be kept of it; %NULL: nothing, or somebody else
 *   keeps it
 */
GVariant *
sanera_restorable_save (SaneraRestorable *self)
{
  SaneraRestorableInterface *iface;
  GVariant *state;

  g_return_val_if_fail (SANERA_IS_RESTORABLE (self), NULL);

  iface = SANERA_RESTORABLE_GET_IFACE (self);
  state = iface->save != NULL ? iface->save (self) : NULL;
  return state != NULL ? g_variant_ref_sink (state) : NULL;
}

/**
 * sanera_restorable_restore:
 * @self: a field or a window
 * @state: what sanera_restorable_save() returned of another one of its kind
 *
 * Becomes like that one.
 */
void
sanera_restorable_restore (SaneraRestorable *self, GVariant *state)
{
  SaneraRestorableInterface *iface;

  g_return_if_fail (SANERA_IS_RESTORABLE (self));
  g_return_if_fail (state != NULL);

  iface = SANERA_RESTORABLE_GET_IFACE (self);
  if (iface->restore != NULL)
    iface->restore (self, state);
}

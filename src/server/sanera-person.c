/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-person.h"

/**
 * sanera_person_new:
 * @id: what rate limits and held calls are counted by
 * @email: the person's address
 * @name: the person's name
 * @role: the person's role
 *
 * Returns: (transfer full): a person
 */
SaneraPerson *
sanera_person_new (const char *id, const char *email, const char *name, SaneraRole role)
{
  SaneraPerson *self = g_new0 (SaneraPerson, 1);

  self->id = g_strdup (id);
  self->email = g_strdup (email);
  self->key = g_utf8_casefold (email, -1);
  self->name = g_strdup (name);
  self->role = role;

  return self;
}

/**
 * sanera_person_copy:
 * @self: (nullable): a person
 *
 * Returns: (nullable) (transfer full): a copy
 */
SaneraPerson *
sanera_person_copy (const SaneraPerson *self)
{
  if (self == NULL)
    return NULL;

  return sanera_person_new (self->id, self->email, self->name, self->role);
}

/**
 * sanera_person_free:
 * @self: (nullable) (transfer full): a person
 */
void
sanera_person_free (SaneraPerson *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->email);
  g_free (self->key);
  g_free (self->name);
  g_free (self);
}

/**
 * sanera_person_can:
 * @self: a person
 * @capability: one or several; all of them are needed
 *
 * Returns: whether the person's role has @capability
 */
gboolean
sanera_person_can (const SaneraPerson *self, SaneraCapability capability)
{
  return (sanera_role_get_capabilities (self->role) & capability) == capability;
}

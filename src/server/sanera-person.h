/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-capability.h"

G_BEGIN_DECLS

/* SaneraPerson.id of the one person of a private server, who has no token. */
#define SANERA_PERSON_PRIVATE "private"

/**
 * SaneraPerson:
 * @id: of the token that was shown, %SANERA_PERSON_PRIVATE on the private socket; what rate limits
 * and held calls are counted by
 * @email: as it was written
 * @key: the e-mail case-folded: persons are compared by it, never by token
 * @name: for people
 * @role: what the person is
 *
 * Who makes a call.
 */
typedef struct
{
  char *id;
  char *email;
  char *key;
  char *name;
  SaneraRole role;
} SaneraPerson;

SaneraPerson *
sanera_person_new (const char *id, const char *email, const char *name, SaneraRole role);
SaneraPerson *sanera_person_copy (const SaneraPerson *self);
void sanera_person_free (SaneraPerson *self);
gboolean sanera_person_can (const SaneraPerson *self, SaneraCapability capability);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraPerson, sanera_person_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-capability.h"

static const struct
{
  SaneraCapability capability;
  const char *nick;
} nicks[] = {
  { SANERA_CAPABILITY_READ, "read" },         { SANERA_CAPABILITY_EXPORT, "export" },
  { SANERA_CAPABILITY_REQUEST, "request" },   { SANERA_CAPABILITY_EDIT, "edit" },
  { SANERA_CAPABILITY_COMPLETE, "complete" }, { SANERA_CAPABILITY_EXCEPT, "except" },
  { SANERA_CAPABILITY_IMPORT, "import" },     { SANERA_CAPABILITY_SETTINGS, "settings" },
  { SANERA_CAPABILITY_DECIDE, "decide" },     { SANERA_CAPABILITY_DEVICES, "devices" },
};

/**
 * sanera_role_get_capabilities:
 * @role: a role, 0 for one that this version does not know
 *
 * Returns: what it may do; nothing for an unknown role
 */
SaneraCapability
sanera_role_get_capabilities (SaneraRole role)
{
  switch (role)
    {
    case SANERA_ROLE_READER:
      return SANERA_CAPABILITY_READ | SANERA_CAPABILITY_EXPORT;
    case SANERA_ROLE_SECURITY_ADMIN:
      return SANERA_CAPABILITY_READ | SANERA_CAPABILITY_EXPORT | SANERA_CAPABILITY_REQUEST |
             SANERA_CAPABILITY_EDIT | SANERA_CAPABILITY_COMPLETE | SANERA_CAPABILITY_EXCEPT |
             SANERA_CAPABILITY_IMPORT | SANERA_CAPABILITY_SETTINGS | SANERA_CAPABILITY_WRITE;
    case SANERA_ROLE_IT_ADMIN:
      return SANERA_CAPABILITY_READ | SANERA_CAPABILITY_EXPORT | SANERA_CAPABILITY_DECIDE |
             SANERA_CAPABILITY_COMPLETE | SANERA_CAPABILITY_DEVICES | SANERA_CAPABILITY_WRITE;
    case SANERA_ROLE_ADMIN:
      return SANERA_CAPABILITY_ALL;
    default:
      return SANERA_CAPABILITY_NONE;
    }
}

/**
 * sanera_role_dup_capability_nicks:
 * @role: a role
 *
 * Returns: (transfer full): the words of `me.capabilities`; just "all" for an administrator, so
 *   that a client need not know every one
 */
char **
sanera_role_dup_capability_nicks (SaneraRole role)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  SaneraCapability capabilities = sanera_role_get_capabilities (role);

  if (capabilities == SANERA_CAPABILITY_ALL)
    g_strv_builder_add (builder, "all");
  else
    for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
      if (capabilities & nicks[i].capability)
        g_strv_builder_add (builder, nicks[i].nick);

  return g_strv_builder_end (builder);
}

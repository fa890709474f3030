/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"

G_BEGIN_DECLS

/**
 * SaneraCapability:
 *
 * What a role may do. There is no inheritance: every role has its own set (api.md, Capabilities).
 */
typedef enum
{
  SANERA_CAPABILITY_NONE = 0, /* no sign-in needed: /healthz only */
  SANERA_CAPABILITY_READ = 1 << 0,
  SANERA_CAPABILITY_EXPORT = 1 << 1,
  SANERA_CAPABILITY_REQUEST = 1 << 2,
  SANERA_CAPABILITY_EDIT = 1 << 3,
  SANERA_CAPABILITY_COMPLETE = 1 << 4,
  SANERA_CAPABILITY_EXCEPT = 1 << 5,
  SANERA_CAPABILITY_IMPORT = 1 << 6,
  SANERA_CAPABILITY_SETTINGS = 1 << 7,
  SANERA_CAPABILITY_DECIDE = 1 << 8,
  SANERA_CAPABILITY_DEVICES = 1 << 9,
  SANERA_CAPABILITY_ADMINISTER = 1 << 10, /* tokens and the audit log */
  SANERA_CAPABILITY_WRITE = 1 << 11, /* any write, and so a key to take back; not on the wire */
} SaneraCapability;

#define SANERA_CAPABILITY_ALL ((SaneraCapability)((1 << 12) - 1))

SaneraCapability sanera_role_get_capabilities (SaneraRole role);
char **sanera_role_dup_capability_nicks (SaneraRole role);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enums.h"
#include "sanera-record.h"

G_BEGIN_DECLS

/**
 * SANERA_TOKEN_FIELDS:
 *
 * An access token as a list shows it: whose it is, never the token itself. People are listed the
 * same way, without the first and the last field.
 */
#define SANERA_TOKEN_FIELDS(F)                                 \
  F (TEXT, id, "id", SANERA_FIELD_REQUIRED, NULL)              \
  F (TEXT, email, "email", SANERA_FIELD_REQUIRED, NULL)        \
  F (TEXT, name, "name", SANERA_FIELD_NULLABLE, NULL)          \
  F (ENUM, role, "role", SANERA_FIELD_NONE, &sanera_role_enum) \
  F (TIME, created_on, "createdOn", SANERA_FIELD_NULLABLE, NULL)

/**
 * SaneraTokenData:
 *
 * The fields as a plain struct; see %SANERA_TOKEN_FIELDS.
 */
typedef struct
{
  SANERA_TOKEN_FIELDS (SANERA_MEMBER)
} SaneraTokenData;

#define SANERA_TYPE_TOKEN (sanera_token_get_type ())

SANERA_DECLARE_NOUN (SaneraToken, sanera_token, TOKEN)

G_END_DECLS

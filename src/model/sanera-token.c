/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-token.h"

#define LINE(type, member, key, flags, values) \
  SANERA_FIELD_LINE (SaneraTokenData, type, member, key, flags, values)

static const SaneraField fields[] = { SANERA_TOKEN_FIELDS (LINE) };

SANERA_DEFINE_NOUN (SaneraToken, sanera_token, "token", "tokens", fields)

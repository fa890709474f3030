/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_TOKEN_LIST (sanera_token_list_get_type ())

/* Access tokens of a server: who has one; add, remove. */
G_DECLARE_FINAL_TYPE (SaneraTokenList, sanera_token_list, SANERA, TOKEN_LIST, AdwBin)

GtkWidget *sanera_token_list_new (SaneraConnection *connection);
void sanera_token_list_add (SaneraTokenList *self);

G_END_DECLS

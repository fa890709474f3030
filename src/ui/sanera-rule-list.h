/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RULE_LIST (sanera_rule_list_get_type ())

/* The rules of a server that put devices into groups: add, change, remove. */
G_DECLARE_FINAL_TYPE (SaneraRuleList, sanera_rule_list, SANERA, RULE_LIST, AdwBin)

GtkWidget *sanera_rule_list_new (SaneraConnection *connection);
void sanera_rule_list_load (SaneraRuleList *self);
void sanera_rule_list_add (SaneraRuleList *self);

G_END_DECLS

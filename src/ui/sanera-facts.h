/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SANERA_TYPE_FACTS (sanera_facts_get_type ())

/* Names and values, one beside the other, as in "Created on   12 Dec 2026". */
G_DECLARE_FINAL_TYPE (SaneraFacts, sanera_facts, SANERA, FACTS, AdwBin)

SaneraFacts *sanera_facts_new (void);
guint sanera_facts_add (SaneraFacts *self, const char *name);
void sanera_facts_set (SaneraFacts *self, guint fact, const char *value);

G_END_DECLS

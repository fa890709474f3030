/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as programs read them, the same in every language: what JSON and CSV are full of. */

void sanera_number_append_int (GString *out, gint64 number);
void sanera_number_append_double (GString *out, double number);

G_END_DECLS

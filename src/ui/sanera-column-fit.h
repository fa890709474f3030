/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-enum.h"
#include "sanera-pen.h"

G_BEGIN_DECLS

/**
 * SaneraColumnSay:
 * @value: a number, or a time in microseconds
 *
 * Returns: (transfer full): what a cell says of it
 */
typedef char *(*SaneraColumnSay) (gint64 value);

/**
 * SaneraColumnSayValue:
 * @nick: a value as records have it; a record of the function's own may borrow it
 *
 * Returns: (transfer full): what a cell says of it
 */
typedef char *(*SaneraColumnSayValue) (char *nick);

/* What the widest thing that a column may show needs, in the language and the font on screen: for
 * `fit` of SaneraColumn. */
int sanera_column_fit_text (SaneraPen *pen, const char *text);
int sanera_column_fit_words (SaneraPen *pen, const SaneraEnum *words);
int sanera_column_fit_values (SaneraPen *pen, const SaneraEnum *values, SaneraColumnSayValue say);
int sanera_column_fit_numbers (SaneraPen *pen, SaneraColumnSay say);
int sanera_column_fit_number (SaneraPen *pen);
int sanera_column_fit_dates (SaneraPen *pen, SaneraColumnSay say);
int sanera_column_fit_date (SaneraPen *pen);
int sanera_column_fit_ages (SaneraPen *pen, SaneraColumnSay say);
int sanera_column_fit_due (SaneraPen *pen);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ureldatefmt.h>

#include "sanera-language.h"

G_BEGIN_DECLS

/* Shown for what is not known. */
#define SANERA_LANGUAGE_NULL "–"

/**
 * SaneraLocale:
 * @locale: the ICU name, for example "sv_SE"
 * @mutex: held while one of the formatters is made or used; the collator, once made, is only read
 *
 * The ICU objects of one language, each made when first asked for. A switch of language replaces
 * the whole; who still works with the old one holds a reference.
 */
typedef struct
{
  gatomicrefcount references;
  char *locale;
  GMutex mutex;
  UCollator *collator;
  UNumberFormat *number;
  UNumberFormat *decimal;
  UNumberFormat *percent;
  UNumberFormatter *compact;
  URelativeDateTimeFormatter *relative;
  UDateFormat *date;
  UDateFormat *date_numeric;
  UDateFormat *time;
  UDateFormat *datetime;
} SaneraLocale;

SaneraLocale *sanera_locale_get (void);
SaneraLocale *sanera_locale_new_for (const char *language);
SaneraLocale *sanera_voice_get_locale (void);
void sanera_locale_unref (SaneraLocale *self);
URelativeDateTimeFormatter *sanera_locale_get_relative (SaneraLocale *self);
gint64 sanera_locale_parse_day (SaneraLocale *self, const char *text, gint64 today);
UChar *sanera_locale_to_utf16 (const char *text, int32_t *length);
char *sanera_locale_to_utf8 (const UChar *text, int32_t length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraLocale, sanera_locale_unref)

G_END_DECLS

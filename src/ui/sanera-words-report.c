/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-words-report.h"

#include <glib/gi18n.h>
#include <string.h>

/* What who read a report says of it, in English and with the place, by a piece of its sentence; the
 * first that fits counts. src/server/sanera-report.c, the streams and importers beside it. */
static const struct
{
  const char *piece;
  const char *words;
} reasons[] = {
  { "not a report in a known format", N_ ("It is not a report in a format that Sanera knows.") },
  { "is a folder", N_ ("It is a folder, not a report.") },
  { "the file is empty", N_ ("It is empty.") },
  { "the file changed while it was read",
    N_ ("It changed while it was read. Wait until it is complete and try again.") },
  { "cannot be read", N_ ("It cannot be read.") },
  { "only changes are in it",
    N_ ("Only changes are in it. Export the whole assessment and import that.") },
  { "@odata.nextLink", N_ ("It is one page of several. Import all pages together.") },
  { "is known", N_ ("It is in a version of its format that Sanera does not know.") },
  { "without results", N_ ("There are no results in it.") },
  { "no columns", N_ ("It lacks columns that a report of its kind has.") },
  { "not UTF-8", N_ ("There is text in it that is not UTF-8.") },
  { "null byte", N_ ("There is text in it that is not UTF-8.") },
  { "longer than", N_ ("Something in it is larger than Sanera reads.") },
  { "deeper than", N_ ("Something in it is larger than Sanera reads.") },
  { "more than", N_ ("Something in it is larger than Sanera reads.") },
  { "outside 0 to 10", N_ ("A value in it is outside of what is possible.") },
  { "probability", N_ ("A value in it is outside of what is possible.") },
  { "without", N_ ("Something is missing in it that a report of its kind has.") },
  { "the file ends", N_ ("It ends too early. Perhaps it was not copied completely.") },
  { "the document ends", N_ ("It ends too early. Perhaps it was not copied completely.") },
  { "the end of the document", N_ ("It ends too early. Perhaps it was not copied completely.") },
  { "larger than a report", N_ ("Something in it is larger than Sanera reads.") },
  { "password", N_ ("It is locked with a password.") },
  { "not JSON", N_ ("It is damaged, or another program has changed it.") },
  { "unknown escape", N_ ("It is damaged, or another program has changed it.") },
  { "do not fit", N_ ("It is damaged, or another program has changed it.") },
};

/**
 * sanera_words_report:
 * @reason: why a report cannot be imported, as who read it says
 *
 * Returns: (transfer none): the same in a sentence of the interface language, without the place
 */
const char *
sanera_words_report (const char *reason)
{
  g_return_val_if_fail (reason != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strstr (reason, reasons[i].piece) != NULL)
      return gettext (reasons[i].words);

  return _ ("Something in it is not as a report of its kind has it.");
}

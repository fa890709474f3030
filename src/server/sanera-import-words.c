/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-import-words.h"

#include <glib/gi18n.h>

#include "sanera-json.h"

/* So many activities are named; of the rest the number. */
#define NAMED_MAX 10

static char *
number (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* @words: what ngettext() has chosen for @value */
static char *
with_number (const char *words, gint64 value)
{
  g_auto (GStrv) halves = g_strsplit (words, "%s", 2);
  g_autofree char *digits = number (value);

  return g_strjoinv (digits, halves);
}

/**
 * sanera_import_words_counts:
 * @counts: what a report does to the findings
 *
 * Returns: (transfer full): one line, without its end
 */
char *
sanera_import_words_counts (const SaneraImportCounts *counts)
{
  g_autofree char *devices =
      with_number (ngettext ("%s device", "%s devices", (gulong)counts->devices), counts->devices);
  g_autofree char *entries =
      with_number (ngettext ("%s entry", "%s entries", (gulong)counts->rows), counts->rows);
  g_autofree char *found = number (counts->new_findings);
  g_autofree char *still_there = number (counts->still_there);
  g_autofree char *fixed = number (counts->fixed);
  g_autofree char *reopened = number (counts->reopened);
  g_autofree char *not_seen = number (counts->not_seen);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (
      out,
      /* Translators: numbers of devices and of entries with their nouns, then five numbers */
      _ ("%s, %s: %s new, %s still there, %s fixed, %s reopened, %s not seen"), devices, entries,
      found, still_there, fixed, reopened, not_seen);
  if (counts->outdated > 0)
    {
      g_autofree char *outdated = number (counts->outdated);

      g_string_append_printf (out, _ (", %s left alone because a later report is known"), outdated);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The activities that complete, a line each. */
static void
append_completed (GString *out, const SaneraImportResult *total)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;
  guint n;

  if (total->completes != NULL)
    node = sanera_json_parse (total->completes, -1, SANERA_JSON_MAX_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  array = json_node_get_array (node);
  n = MIN (json_array_get_length (array), NAMED_MAX);
  for (guint i = 0; i < n; i++)
    {
      const char *title = NULL;

      if (sanera_json_get_text (json_array_get_object_element (array, i), "title", "completes",
                                &title, NULL) &&
          title != NULL)
        g_string_append_printf (out, _ ("  completed: %s\n"), title);
    }
  if (total->derived.completed > n)
    {
      g_autofree char *more = number (total->derived.completed - n);

      g_string_append_printf (out, _ ("  and %s more\n"), more);
    }
}

/* Nothing when there are none. */
static void
append_sentence (GString *out, const char *words, gint64 value)
{
  g_autofree char *sentence = with_number (words, value);

  if (value > 0)
    g_string_append (out, sentence);
}

/**
 * sanera_import_words_total:
 * @total: what reports do together
 * @n_reports: how many they are
 * @dry_run: whether it has not been done
 *
 * Returns: (transfer full): lines, each with its end
 */
char *
sanera_import_words_total (const SaneraImportResult *total, guint n_reports, gboolean dry_run)
{
  const SaneraImportCounts *counts = &total->counts;
  g_autofree char *line = sanera_import_words_counts (counts);
  g_autofree char *reports = number (n_reports);
  g_autofree char *recommendations =
      with_number (ngettext ("%s recommendation", "%s recommendations", (gulong)counts->components),
                   counts->components);
  g_autofree char *weaknesses = with_number (
      ngettext ("%s weakness", "%s weaknesses", (gulong)counts->weaknesses), counts->weaknesses);
  g_autofree char *completed =
      with_number (ngettext ("%s activity completed", "%s activities completed",
                             (gulong)total->derived.completed),
                   total->derived.completed);
  g_autofree char *reopened = number (total->derived.reopened);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (
      out,
      dry_run ? /* Translators: a number, then what was found in all of them */
          ngettext ("Would import %s report: %s\n", "Would import %s reports: %s\n", n_reports)
              : ngettext ("Imported %s report: %s\n", "Imported %s reports: %s\n", n_reports),
      reports, line);
  /* Translators: numbers with their nouns: recommendations, weaknesses, "3 activities completed"; a
   * number */
  g_string_append_printf (out, _ ("Findings in %s, %s. %s, %s reopened.\n"), recommendations,
                          weaknesses, completed, reopened);
  append_completed (out, total);
  append_sentence (
      out,
      ngettext ("%s weakness of which a catalogue says something else: what is known to be "
                "exploited, or how probable that is.\n",
                "%s weaknesses of which a catalogue says something else: what is known to be "
                "exploited, or how probable that is.\n",
                (gulong)counts->facts),
      counts->facts);
  append_sentence (out,
                   ngettext ("%s entry is said not to affect what has them; they count as exposed "
                             "until somebody makes an exception.\n",
                             "%s entries are said not to affect what has them; they count as "
                             "exposed until somebody makes an exception.\n",
                             (gulong)counts->said_not_affected),
                   counts->said_not_affected);
  if (counts->not_seen > 0)
    {
      g_autofree char *would =
          with_number (ngettext ("%s finding in parts that the reports leave out would count as "
                                 "fixed with --complete.\n",
                                 "%s findings in parts that the reports leave out would count as "
                                 "fixed with --complete.\n",
                                 (gulong)counts->would_fix_if_complete),
                       counts->would_fix_if_complete);

      g_string_append (out, would);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

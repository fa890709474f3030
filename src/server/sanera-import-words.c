/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-words.h"

#include "sanera-json.h"

/* So many activities are named; of the rest the number. */
#define NAMED_MAX 10

static void
append_number (GString *out, gint64 number, const char *one, const char *many)
{
  g_string_append_printf (out, "%" G_GINT64_FORMAT " %s", number, number == 1 ? one : many);
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
  g_autoptr (GString) out = g_string_new (NULL);

  append_number (out, counts->devices, "device", "devices");
  g_string_append (out, ", ");
  append_number (out, counts->rows, "entry", "entries");
  g_string_append_printf (
      out,
      ": %" G_GINT64_FORMAT " new, %" G_GINT64_FORMAT " still there, %" G_GINT64_FORMAT
      " fixed, %" G_GINT64_FORMAT " reopened, %" G_GINT64_FORMAT " not seen",
      counts->new_findings, counts->still_there, counts->fixed, counts->reopened, counts->not_seen);
  if (counts->outdated > 0)
    g_string_append_printf (
        out, ", %" G_GINT64_FORMAT " left alone because a later report is known", counts->outdated);
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
        g_string_append_printf (out, "  completed: %s\n", title);
    }
  if (total->derived.completed > n)
    g_string_append_printf (out, "  and %" G_GINT64_FORMAT " more\n", total->derived.completed - n);
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
  g_autoptr (GString) out = g_string_new (dry_run ? "Would import " : "Imported ");

  append_number (out, n_reports, "report", "reports");
  g_string_append_printf (out, ": %s\nFindings in ", line);
  append_number (out, counts->components, "recommendation", "recommendations");
  g_string_append (out, ", ");
  append_number (out, counts->weaknesses, "weakness", "weaknesses");
  g_string_append (out, ". ");
  append_number (out, total->derived.completed, "activity", "activities");
  g_string_append_printf (out, " completed, %" G_GINT64_FORMAT " reopened.\n",
                          total->derived.reopened);
  append_completed (out, total);
  if (counts->facts > 0)
    {
      append_number (out, counts->facts, "weakness", "weaknesses");
      g_string_append (out, " of which a catalogue says something else: what is known to be "
                            "exploited, or how probable that is.\n");
    }
  if (counts->said_not_affected > 0)
    {
      append_number (out, counts->said_not_affected, "entry is", "entries are");
      g_string_append (out, " said not to affect what has them; they count as exposed until "
                            "somebody makes an exception.\n");
    }
  if (counts->not_seen > 0)
    {
      append_number (out, counts->would_fix_if_complete, "finding", "findings");
      g_string_append (out, " in parts that the reports leave out would count as fixed with "
                            "--complete.\n");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

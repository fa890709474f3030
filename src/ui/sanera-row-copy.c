/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-row-copy.h"

#include <glib/gi18n.h>

/* A tab or a line end inside a cell would be taken for the next cell or row. */
static void
append_plain (GString *out, const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    g_string_append_c (out, *p == '\t' || *p == '\n' || *p == '\r' ? ' ' : *p);
}

static void
append_html (GString *out, const char *element, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append_printf (out, "<%s>%s</%s>", element, escaped, element);
}

/* One cell after the other; without a record the heads. */
static void
append_row (GString *out,
            const SaneraColumn *columns,
            GArray *states,
            SaneraRecord *record,
            const SaneraCellContext *context,
            gboolean html)
{
  gboolean first = TRUE;

  if (html)
    g_string_append (out, "<tr>");
  for (guint i = 0; i < states->len; i++)
    {
      const SaneraColumnState *state = &g_array_index (states, SaneraColumnState, i);
      const SaneraColumn *column = &columns[state->column];
      g_autofree char *text = NULL;

      if (!state->visible)
        continue;
      text = record != NULL ? sanera_column_get_full_text (column, record, context)
                            : g_strdup (gettext (column->title));
      if (html)
        append_html (out, record != NULL ? "td" : "th", text);
      else
        {
          if (!first)
            g_string_append_c (out, '\t');
          append_plain (out, text);
        }
      first = FALSE;
    }
  g_string_append (out, html ? "</tr>\n" : "\n");
}

/**
 * sanera_row_copy_to_text:
 * @columns: the table of columns
 * @states: (element-type SaneraColumnState): which of them are shown, in which order
 * @records: (element-type SaneraRecord): rows
 * @context: what cells depend on beside their records
 *
 * Returns: (transfer full): the rows with a line of heads, cells separated by tabs
 */
char *
sanera_row_copy_to_text (const SaneraColumn *columns,
                         GArray *states,
                         GPtrArray *records,
                         const SaneraCellContext *context)
{
  GString *out = g_string_new (NULL);

  append_row (out, columns, states, NULL, context, FALSE);
  for (guint i = 0; i < records->len; i++)
    append_row (out, columns, states, g_ptr_array_index (records, i), context, FALSE);

  return g_string_free (out, FALSE);
}

/**
 * sanera_row_copy_to_html:
 * @columns: the table of columns
 * @states: (element-type SaneraColumnState): which of them are shown, in which order
 * @records: (element-type SaneraRecord): rows
 * @context: what cells depend on beside their records
 *
 * Returns: (transfer full): the rows with a row of heads as a table
 */
char *
sanera_row_copy_to_html (const SaneraColumn *columns,
                         GArray *states,
                         GPtrArray *records,
                         const SaneraCellContext *context)
{
  GString *out = g_string_new ("<meta charset=\"utf-8\"><table>\n");

  append_row (out, columns, states, NULL, context, TRUE);
  for (guint i = 0; i < records->len; i++)
    append_row (out, columns, states, g_ptr_array_index (records, i), context, TRUE);
  g_string_append (out, "</table>\n");

  return g_string_free (out, FALSE);
}

/**
 * sanera_row_copy:
 * @clipboard: where to
 * @columns: the table of columns
 * @states: (element-type SaneraColumnState): which of them are shown, in which order
 * @records: (element-type SaneraRecord): rows
 * @context: what cells depend on beside their records
 *
 * Copies rows as a table: HTML for those who can paste it, and text.
 */
void
sanera_row_copy (GdkClipboard *clipboard,
                 const SaneraColumn *columns,
                 GArray *states,
                 GPtrArray *records,
                 const SaneraCellContext *context)
{
  char *text = sanera_row_copy_to_text (columns, states, records, context);
  char *html = sanera_row_copy_to_html (columns, states, records, context);
  g_autoptr (GBytes) html_bytes = g_bytes_new_take (html, strlen (html));
  g_autoptr (GdkContentProvider) provider = NULL;
  GdkContentProvider *providers[2];

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  providers[0] = gdk_content_provider_new_for_bytes ("text/html", html_bytes);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  provider = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (clipboard, provider);
  g_free (text);
}

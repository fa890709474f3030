/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-csv-stream.h"

#include <string.h>

#define BLOCK 65536
#define MAX_COLUMNS 1000

struct _SaneraCsvStream
{
  char *document;
  GInputStream *stream;
  char *buffer;
  gsize at;
  gsize length;
  gboolean end;
  char separator;
  guint64 line; /* the row began on */
  guint64 next_line;
  GString *row; /* the cells, each with its end */
  GArray *cells; /* gsize: where each begins in row */
  GPtrArray *header;
};

/**
 * sanera_csv_stream_fail:
 * @self: a table
 * @error: (out) (optional): where to put it
 * @reason: what is wrong
 *
 * Sets an error of one sentence: document, line, reason.
 *
 * Returns: %FALSE
 */
gboolean
sanera_csv_stream_fail (SaneraCsvStream *self, GError **error, const char *reason)
{
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: line %" G_GUINT64_FORMAT ": %s",
               self->document, self->line, reason);
  return FALSE;
}

/* The next byte, or -1 at the end. */
static gboolean
peek (SaneraCsvStream *self, int *byte, GError **error)
{
  if (self->at == self->length && !self->end)
    {
      gssize n = g_input_stream_read (self->stream, self->buffer, BLOCK, NULL, error);

      if (n < 0)
        {
          g_prefix_error (error, "%s: ", self->document);
          return FALSE;
        }
      self->at = 0;
      self->length = (gsize)n;
      self->end = n == 0;
    }
  *byte = self->end ? -1 : (guchar)self->buffer[self->at];
  return TRUE;
}

static gboolean
end_cell (SaneraCsvStream *self, gsize start, GError **error)
{
  if (self->cells->len == MAX_COLUMNS)
    return sanera_csv_stream_fail (self, error, "more than 1,000 cells in a row");
  if (!g_utf8_validate (self->row->str + start, (gssize)(self->row->len - start), NULL))
    return sanera_csv_stream_fail (self, error, "a cell that is not UTF-8");
  g_array_append_val (self->cells, start);
  g_string_append_c (self->row, '\0');
  return TRUE;
}

/* One cell; *@last when the row ends with it. */
static gboolean
read_cell (SaneraCsvStream *self, gboolean *last, GError **error)
{
  const gsize start = self->row->len;
  gboolean quoted = FALSE, inside = FALSE;
  int byte;

  for (;;)
    {
      if (!peek (self, &byte, error))
        return FALSE;
      if (byte < 0)
        {
          *last = TRUE;
          if (inside)
            return sanera_csv_stream_fail (self, error, "the file ends in the middle of a cell");
          return end_cell (self, start, error);
        }
      self->at++;
      if (byte == '\n')
        self->next_line++;
      if (byte == '"' && (inside || (!quoted && self->row->len == start)))
        {
          int next;

          if (!inside)
            {
              quoted = inside = TRUE;
              continue;
            }
          if (!peek (self, &next, error))
            return FALSE;
          inside = next == '"';
          if (!inside)
            continue;
          self->at++;
        }
      else if (!inside && (byte == self->separator || byte == '\n'))
        {
          *last = byte == '\n';
          if (*last && self->row->len > start && self->row->str[self->row->len - 1] == '\r')
            g_string_truncate (self->row, self->row->len - 1);
          return end_cell (self, start, error);
        }
      if (self->row->len - start >= SANERA_JSON_STREAM_MAX_TEXT)
        return sanera_csv_stream_fail (self, error, "a cell longer than 1 MiB");
      g_string_append_c (self->row, (char)byte);
    }
}

static gboolean
read_row (SaneraCsvStream *self, gboolean *has, GError **error)
{
  gboolean last = FALSE;
  int byte;

  self->line = self->next_line;
  g_string_truncate (self->row, 0);
  g_array_set_size (self->cells, 0);
  if (!peek (self, &byte, error))
    return FALSE;
  *has = byte >= 0;
  while (*has && !last)
    {
      if (!read_cell (self, &last, error))
        return FALSE;
      if (self->row->len > 8 * SANERA_JSON_STREAM_MAX_TEXT)
        return sanera_csv_stream_fail (self, error, "a row longer than 8 MiB");
    }
  return TRUE;
}

/* Lines before the header that begin with a number sign say something about the table. */
static gboolean
skip_comments (SaneraCsvStream *self, GError **error)
{
  int byte;

  if (!peek (self, &byte, error))
    return FALSE;
  if (self->length >= 3 && memcmp (self->buffer, "\xEF\xBB\xBF", 3) == 0)
    self->at = 3;
  for (;;)
    {
      if (!peek (self, &byte, error))
        return FALSE;
      if (byte != '#')
        return TRUE;
      do
        {
          if (!peek (self, &byte, error))
            return FALSE;
          self->at += byte >= 0;
        }
      while (byte >= 0 && byte != '\n');
      self->next_line++;
    }
}

/* What separates the cells: of the three what the first line has most of. */
static gboolean
choose_separator (SaneraCsvStream *self, GError **error)
{
  static const char separators[] = ",;\t";
  guint counts[3] = { 0 };
  int byte;

  if (!peek (self, &byte, error))
    return FALSE;
  for (gsize i = self->at; i < self->length && self->buffer[i] != '\n'; i++)
    {
      const char *found = self->buffer[i] != '\0' ? strchr (separators, self->buffer[i]) : NULL;

      if (found != NULL)
        counts[found - separators]++;
    }
  self->separator = ',';
  for (guint i = 1; i < 3; i++)
    {
      if (counts[i] > counts[0] && counts[i] >= counts[3 - i])
        self->separator = separators[i];
    }
  return TRUE;
}

/**
 * sanera_csv_stream_new:
 * @report: a report
 * @error: when it cannot be read
 *
 * Returns: (transfer full) (nullable): the table, its header read
 */
SaneraCsvStream *
sanera_csv_stream_new (const SaneraReport *report, GError **error)
{
  g_autoptr (SaneraCsvStream) self = g_new0 (SaneraCsvStream, 1);
  g_autoptr (GFile) file = g_file_new_for_path (report->path);
  gboolean has;

  self->document = g_strdup (report->name);
  self->row = g_string_new (NULL);
  self->cells = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->header = g_ptr_array_new_with_free_func (g_free);
  self->buffer = g_malloc (BLOCK);
  self->next_line = 1;
  self->stream = (GInputStream *)g_file_read (file, NULL, error);
  if (self->stream == NULL)
    {
      g_prefix_error (error, "%s: ", report->name);
      return NULL;
    }
  if (!skip_comments (self, error) || !choose_separator (self, error) ||
      !read_row (self, &has, error))
    return NULL;
  for (guint i = 0; i < self->cells->len; i++)
    g_ptr_array_add (self->header, g_strstrip (g_strdup (sanera_csv_stream_get (self, i))));
  return g_steal_pointer (&self);
}

/**
 * sanera_csv_stream_free:
 * @self: (transfer full) (nullable): a table
 */
void
sanera_csv_stream_free (SaneraCsvStream *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->stream);
  g_free (self->document);
  g_free (self->buffer);
  g_string_free (self->row, TRUE);
  g_array_unref (self->cells);
  g_ptr_array_unref (self->header);
  g_free (self);
}

/**
 * sanera_csv_stream_find:
 * @self: a table
 * @names: (array zero-terminated=1): what a column may be called, in any case
 *
 * Returns: the number of the first such column, %G_MAXUINT when there is none
 */
guint
sanera_csv_stream_find (SaneraCsvStream *self, const char *const *names)
{
  for (; *names != NULL; names++)
    {
      for (guint i = 0; i < self->header->len; i++)
        {
          if (g_ascii_strcasecmp (g_ptr_array_index (self->header, i), *names) == 0)
            return i;
        }
    }
  return G_MAXUINT;
}

/**
 * sanera_csv_stream_next:
 * @self: a table
 * @has: (out): whether there is a row
 * @error: %SANERA_ERROR_PROTOCOL naming the line
 *
 * Goes to the next row that is not blank.
 *
 * Returns: whether it went well
 */
gboolean
sanera_csv_stream_next (SaneraCsvStream *self, gboolean *has, GError **error)
{
  for (;;)
    {
      if (!read_row (self, has, error))
        return FALSE;
      if (!*has)
        return TRUE;
      for (guint i = 0; i < self->cells->len; i++)
        {
          if (*sanera_csv_stream_get (self, i) != '\0')
            return TRUE;
        }
    }
}

/**
 * sanera_csv_stream_get:
 * @self: a table at a row
 * @column: number of a column
 *
 * Returns: (transfer none): the cell, valid until the next row; "" where there is none
 */
const char *
sanera_csv_stream_get (SaneraCsvStream *self, guint column)
{
  return column < self->cells->len ? self->row->str + g_array_index (self->cells, gsize, column)
                                   : "";
}

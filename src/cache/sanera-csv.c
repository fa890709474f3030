/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-csv.h"

#include <math.h>
#include <string.h>

#include "sanera-field.h"
#include "sanera-number.h"
#include "sanera-time.h"

struct _SaneraCsv
{
  GString *out;
  SaneraCsvKind kind;
  char separator;
  char decimal_sign;
  gboolean in_row;
};

/**
 * sanera_csv_new:
 * @kind: for whom
 * @decimal_comma: whether the language writes 1,5: its spreadsheets separate by semicolons
 *
 * Returns: (transfer full): an empty file
 */
SaneraCsv *
sanera_csv_new (SaneraCsvKind kind, gboolean decimal_comma)
{
  SaneraCsv *self = g_new0 (SaneraCsv, 1);

  self->out = g_string_new (kind == SANERA_CSV_SPREADSHEET ? "\xef\xbb\xbf" : NULL);
  self->kind = kind;
  self->decimal_sign = kind == SANERA_CSV_SPREADSHEET && decimal_comma ? ',' : '.';
  self->separator = kind == SANERA_CSV_SPREADSHEET && decimal_comma ? ';' : ',';
  return self;
}

/**
 * sanera_csv_free:
 * @self: (transfer full): a file
 */
void
sanera_csv_free (SaneraCsv *self)
{
  g_string_free (self->out, TRUE);
  g_free (self);
}

/**
 * sanera_csv_get_kind:
 * @self: a file
 *
 * Returns: for whom it is
 */
SaneraCsvKind
sanera_csv_get_kind (SaneraCsv *self)
{
  g_return_val_if_fail (self != NULL, SANERA_CSV_MACHINE);

  return self->kind;
}

/* What a spreadsheet would calculate instead of show; the full-width forms too, which some of them
 * take for the plain ones. */
static gboolean
is_formula (const char *text)
{
  gunichar first = g_utf8_get_char_validated (text, -1);

  switch (first)
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
begin_cell (SaneraCsv *self)
{
  if (self->in_row)
    g_string_append_c (self->out, self->separator);
  self->in_row = TRUE;
}

/**
 * sanera_csv_add:
 * @self: a file
 * @text: (nullable): what stands in the next cell; %NULL: nothing
 *
 * Adds a cell. One that a spreadsheet would take for a formula gets an apostrophe in front.
 */
void
sanera_csv_add (SaneraCsv *self, const char *text)
{
  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (text == NULL || *text == '\0')
    return;

  g_string_append_c (self->out, '"');
  if (is_formula (text))
    g_string_append_c (self->out, '\'');
  for (const char *quote; (quote = strchr (text, '"')) != NULL; text = quote + 1)
    {
      g_string_append_len (self->out, text, quote - text);
      g_string_append_len (self->out, "\"\"", 2);
    }
  g_string_append (self->out, text);
  g_string_append_c (self->out, '"');
}

/**
 * sanera_csv_add_words:
 * @self: a file
 * @words: (transfer full) (nullable): what stands in a list
 *
 * Adds a cell with words for people. "–" is for the eye; in a file what does not apply is empty.
 */
void
sanera_csv_add_words (SaneraCsv *self, char *words)
{
  g_return_if_fail (self != NULL);

  sanera_csv_add (self, g_strcmp0 (words, "–") == 0 ? NULL : words);
  g_free (words);
}

/**
 * sanera_csv_add_int:
 * @self: a file
 * @number: the number, %SANERA_INT_NULL: nothing
 *
 * Adds a cell with a number in full.
 */
void
sanera_csv_add_int (SaneraCsv *self, gint64 number)
{
  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (number != SANERA_INT_NULL)
    sanera_number_append_int (self->out, number);
}

/**
 * sanera_csv_add_double:
 * @self: a file
 * @number: the number; what is not finite: nothing
 *
 * Adds a cell with a number in full: the shortest one that is read back as the same. For a
 * spreadsheet its decimal sign is that of the language, or it would be taken for text.
 */
void
sanera_csv_add_double (SaneraCsv *self, double number)
{
  gsize start;
  char *point;

  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (!isfinite (number))
    return;

  start = self->out->len;
  sanera_number_append_double (self->out, number);
  point = strchr (self->out->str + start, '.');
  if (point != NULL)
    *point = self->decimal_sign;
}

/**
 * sanera_csv_add_bool:
 * @self: a file
 * @value: the value
 *
 * Adds a cell that programs read: `true` or `false`.
 */
void
sanera_csv_add_bool (SaneraCsv *self, gboolean value)
{
  g_return_if_fail (self != NULL);

  begin_cell (self);
  g_string_append (self->out, value ? "true" : "false");
}

/**
 * sanera_csv_add_date:
 * @self: a file
 * @date: midnight UTC of a day in microseconds since 1970, %SANERA_INT_NULL: nothing
 *
 * Adds a cell with a date: 2026-12-25.
 */
void
sanera_csv_add_date (SaneraCsv *self, gint64 date)
{
  char buffer[SANERA_TIME_BUFFER];

  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (date != SANERA_INT_NULL)
    g_string_append_len (self->out, sanera_time_format (date, buffer), strlen ("2026-12-25"));
}

/* The moment in the time zone of this desktop. */
static gboolean
append_local (GString *out, gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / SANERA_TIME_SECOND);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : NULL;

  if (text == NULL)
    return FALSE;

  g_string_append (out, text);
  return TRUE;
}

/**
 * sanera_csv_add_time:
 * @self: a file
 * @time: microseconds since 1970, %SANERA_INT_NULL: nothing
 *
 * Adds a cell with a moment, to the second; see #SaneraCsvKind.
 */
void
sanera_csv_add_time (SaneraCsv *self, gint64 time)
{
  char buffer[SANERA_TIME_BUFFER];

  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (time == SANERA_INT_NULL)
    return;
  if (self->kind == SANERA_CSV_SPREADSHEET && append_local (self->out, time))
    return;

  g_string_append (self->out, sanera_time_format (time - time % SANERA_TIME_SECOND, buffer));
}

/**
 * sanera_csv_end_row:
 * @self: a file
 *
 * Ends the row.
 */
void
sanera_csv_end_row (SaneraCsv *self)
{
  g_return_if_fail (self != NULL);

  g_string_append (self->out, "\r\n");
  self->in_row = FALSE;
}

/**
 * sanera_csv_to_bytes:
 * @self: a file
 *
 * Returns: (transfer full): what was written so far, UTF-8
 */
GBytes *
sanera_csv_to_bytes (SaneraCsv *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_new (self->out->str, self->out->len);
}

/**
 * sanera_csv_get_length:
 * @self: a file
 *
 * Returns: how many bytes were not written out yet
 */
gsize
sanera_csv_get_length (SaneraCsv *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->out->len;
}

/**
 * sanera_csv_write_out:
 * @self: a file
 * @stream: where to
 * @cancellable: (nullable): a cancellable
 * @error: set when it fails
 *
 * Writes out what there is, and forgets it.
 *
 * Returns: whether all of it was written
 */
gboolean
sanera_csv_write_out (SaneraCsv *self,
                      GOutputStream *stream,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_output_stream_write_all (stream, self->out->str, self->out->len, NULL, cancellable, error))
    return FALSE;

  g_string_truncate (self->out, 0);
  return TRUE;
}

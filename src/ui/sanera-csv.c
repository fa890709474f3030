/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-csv.h"

#include <string.h>

#include "sanera-field.h"
#include "sanera-time.h"

struct _SaneraCsv
{
  GString *out;
  char separator;
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
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (self->out, '"');
      g_string_append_c (self->out, *p);
    }
  g_string_append_c (self->out, '"');
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
    g_string_append_printf (self->out, "%" G_GINT64_FORMAT, number);
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
  int year, month, day;

  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (date != SANERA_INT_NULL && sanera_date_get (date, &year, &month, &day))
    g_string_append_printf (self->out, "%04d-%02d-%02d", year, month, day);
}

/**
 * sanera_csv_add_time:
 * @self: a file
 * @time: microseconds since 1970, %SANERA_INT_NULL: nothing
 *
 * Adds a cell with a moment in UTC, to the second: 2026-12-25T14:05:00Z.
 */
void
sanera_csv_add_time (SaneraCsv *self, gint64 time)
{
  char buffer[SANERA_TIME_BUFFER];

  g_return_if_fail (self != NULL);

  begin_cell (self);
  if (time != SANERA_INT_NULL)
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

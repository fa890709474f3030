/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-scan.h"

#include <string.h>

/* A strict scanner. json-glib 1.6 takes comments and other things that are not JSON, has no limit
 * of depth, and aborts the process at a lone surrogate ("\ud800"): nothing from outside reaches it
 * that has not passed sanera_json_scan_check(). */

/**
 * sanera_json_scan_fail:
 * @self: a place
 * @what: what is wrong there, in English
 * @error: return location
 *
 * Sets %SANERA_ERROR_PROTOCOL naming line, column (in bytes) and offset.
 *
 * Returns: %FALSE
 */
gboolean
sanera_json_scan_fail (const SaneraJsonScan *self, const char *what, GError **error)
{
  guint line = 1;
  const char *line_start = self->start;

  for (const char *p = self->start; p < self->at; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }

  g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
               "line %u, column %" G_GSIZE_FORMAT " (byte %" G_GSIZE_FORMAT "): %s", line,
               (gsize)(self->at - line_start) + 1, (gsize)(self->at - self->start), what);
  return FALSE;
}

/**
 * sanera_json_scan_space:
 * @self: a place
 *
 * Moves over white space.
 */
void
sanera_json_scan_space (SaneraJsonScan *self)
{
  const char *p = self->at;

  while (p < self->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
    p++;
  self->at = p;
}

/**
 * sanera_json_scan_char:
 * @self: a place
 * @c: the character that must stand here
 * @error: return location
 *
 * Returns: whether it did; @self is behind it then
 */
gboolean
sanera_json_scan_char (SaneraJsonScan *self, char c, GError **error)
{
  char what[] = "expected \"?\"";

  if (self->at < self->end && *self->at == c)
    {
      self->at++;
      return TRUE;
    }

  if (self->at >= self->end)
    return sanera_json_scan_fail (self, "the text ends too early", error);

  *strchr (what, '?') = c;
  return sanera_json_scan_fail (self, what, error);
}

static int
read_hex4 (const char *p, const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;

  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/* @self stands on the backslash. A NUL cannot be held in a C string, and half a surrogate pair is
 * no character: both are refused. */
static gboolean
scan_escape (SaneraJsonScan *self, GError **error)
{
  int unit;

  if (self->end - self->at < 2)
    {
      self->at = self->end;
      return sanera_json_scan_fail (self, "the text ends inside a string", error);
    }

  if (self->at[1] != 'u')
    {
      if (strchr ("\"\\/bfnrt", self->at[1]) == NULL || self->at[1] == '\0')
        return sanera_json_scan_fail (self, "unknown escape in a string", error);
      self->at += 2;
      return TRUE;
    }

  unit = read_hex4 (self->at + 2, self->end);
  if (unit < 0)
    return sanera_json_scan_fail (self, "\\u without four hexadecimal digits", error);
  if (unit == 0)
    return sanera_json_scan_fail (self, "a string holds a NUL", error);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return sanera_json_scan_fail (self, "half a surrogate pair in a string", error);
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      int low = -1;

      if (self->end - self->at >= 12 && self->at[6] == '\\' && self->at[7] == 'u')
        low = read_hex4 (self->at + 8, self->end);
      if (low < 0xdc00 || low > 0xdfff)
        return sanera_json_scan_fail (self, "half a surrogate pair in a string", error);
      self->at += 6;
    }
  self->at += 6;

  return TRUE;
}

/**
 * sanera_json_scan_string:
 * @self: a place, on the opening quote
 * @raw: (out): what stands between the quotes, still escaped
 * @plain: (out): whether it can be copied as it is, without sanera_json_unescape()
 * @error: return location
 *
 * Returns: whether a well-formed string in UTF-8 stood here
 */
gboolean
sanera_json_scan_string (SaneraJsonScan *self,
                         SaneraJsonSlice *raw,
                         gboolean *plain,
                         GError **error)
{
  gboolean ascii = TRUE;

  if (self->at >= self->end || *self->at != '"')
    return sanera_json_scan_fail (
        self, self->at >= self->end ? "the text ends too early" : "expected a string", error);

  self->at++;
  raw->text = self->at;
  *plain = TRUE;
  for (;;)
    {
      const char *p = self->at;

      while (p < self->end && (guchar)*p >= 0x20 && (guchar)*p < 0x80 && *p != '"' && *p != '\\')
        p++;
      self->at = p;
      if (p >= self->end)
        return sanera_json_scan_fail (self, "the text ends inside a string", error);

      if (*p == '"')
        break;
      if (*p == '\\')
        {
          *plain = FALSE;
          if (!scan_escape (self, error))
            return FALSE;
        }
      else if ((guchar)*p < 0x20)
        return sanera_json_scan_fail (self, "a control character in a string", error);
      else
        {
          ascii = FALSE;
          self->at++;
        }
    }

  raw->length = (gsize)(self->at - raw->text);
  if (!ascii)
    {
      const char *bad;

      if (!g_utf8_validate_len (raw->text, raw->length, &bad))
        {
          self->at = bad;
          return sanera_json_scan_fail (self, "not UTF-8", error);
        }
    }
  self->at++;

  return TRUE;
}

static gboolean
scan_digits (SaneraJsonScan *self)
{
  const char *p = self->at;

  while (p < self->end && g_ascii_isdigit (*p))
    p++;
  if (p == self->at)
    return FALSE;

  self->at = p;
  return TRUE;
}

/**
 * sanera_json_scan_number:
 * @self: a place
 * @raw: (out): the digits
 * @integral: (out): whether there is neither a fraction nor an exponent
 * @error: return location
 *
 * Returns: whether a number stood here
 */
gboolean
sanera_json_scan_number (SaneraJsonScan *self,
                         SaneraJsonSlice *raw,
                         gboolean *integral,
                         GError **error)
{
  raw->text = self->at;
  *integral = TRUE;

  if (self->at < self->end && *self->at == '-')
    self->at++;
  if (self->at + 1 < self->end && self->at[0] == '0' && g_ascii_isdigit (self->at[1]))
    return sanera_json_scan_fail (self, "a number starts with 0", error);
  if (!scan_digits (self))
    return sanera_json_scan_fail (self, "expected a digit", error);

  if (self->at < self->end && *self->at == '.')
    {
      *integral = FALSE;
      self->at++;
      if (!scan_digits (self))
        return sanera_json_scan_fail (self, "expected a digit", error);
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      *integral = FALSE;
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!scan_digits (self))
        return sanera_json_scan_fail (self, "expected a digit", error);
    }
  raw->length = (gsize)(self->at - raw->text);

  return TRUE;
}

/**
 * sanera_json_scan_word:
 * @self: a place
 * @word: `true`, `false` or `null`
 *
 * Returns: whether @word stood here; @self is behind it then
 */
gboolean
sanera_json_scan_word (SaneraJsonScan *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;

  self->at += length;
  return TRUE;
}

/**
 * sanera_json_scan_scalar:
 * @self: a place
 * @error: return location
 *
 * Returns: whether a string, number, `true`, `false` or `null` stood here
 */
gboolean
sanera_json_scan_scalar (SaneraJsonScan *self, GError **error)
{
  SaneraJsonSlice raw;
  gboolean flag;

  if (self->at >= self->end)
    return sanera_json_scan_fail (self, "the text ends too early", error);
  if (*self->at == '"')
    return sanera_json_scan_string (self, &raw, &flag, error);
  if (*self->at == '-' || g_ascii_isdigit (*self->at))
    return sanera_json_scan_number (self, &raw, &flag, error);
  if (sanera_json_scan_word (self, "true") || sanera_json_scan_word (self, "false") ||
      sanera_json_scan_word (self, "null"))
    return TRUE;

  return sanera_json_scan_fail (self, "expected a value", error);
}

/**
 * sanera_json_scan_end:
 * @self: a place
 * @error: return location
 *
 * Returns: whether nothing but white space follows
 */
gboolean
sanera_json_scan_end (SaneraJsonScan *self, GError **error)
{
  sanera_json_scan_space (self);
  if (self->at < self->end)
    return sanera_json_scan_fail (self, "something follows the end", error);

  return TRUE;
}

/**
 * sanera_json_unescape:
 * @raw: the inside of a string that passed sanera_json_scan_string()
 *
 * Returns: (transfer full): the text it stands for, UTF-8
 */
char *
sanera_json_unescape (const SaneraJsonSlice *raw)
{
  char *out = g_malloc (raw->length + 1); /* an escape is never shorter than what it stands for */
  char *to = out;
  const char *end = raw->text + raw->length;

  for (const char *p = raw->text; p < end;)
    {
      gunichar c;

      if (*p != '\\')
        {
          *to++ = *p++;
          continue;
        }

      switch (p[1])
        {
        case 'b':
          *to++ = '\b';
          break;
        case 'f':
          *to++ = '\f';
          break;
        case 'n':
          *to++ = '\n';
          break;
        case 'r':
          *to++ = '\r';
          break;
        case 't':
          *to++ = '\t';
          break;
        case 'u':
          c = (gunichar)read_hex4 (p + 2, end);
          if (c >= 0xd800 && c <= 0xdbff)
            {
              c = 0x10000 + ((c - 0xd800) << 10) + ((gunichar)read_hex4 (p + 8, end) - 0xdc00);
              p += 6;
            }
          to += g_unichar_to_utf8 (c, to);
          p += 4;
          break;
        default:
          *to++ = p[1];
        }
      p += 2;
    }
  *to = '\0';

  return out;
}

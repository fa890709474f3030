/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-stream.h"

#include <math.h>
#include <string.h>

#define BUFFER_SIZE (256 * 1024)
#define MAX_FRAMES 128

/* One object or array that is open, for commas and for the path in messages. */
typedef struct
{
  gboolean object;
  gint64 index; /* of the present element or member, -1 before the first */
  char name[48]; /* of the present member, cut for messages */
} Frame;

struct _SaneraJsonStream
{
  GInputStream *stream;
  char *document;
  guint max_depth;

  guchar *buffer;
  gsize at;
  gsize length;
  guint64 base; /* offset of the buffer in the document */

  guint depth;
  Frame frames[MAX_FRAMES];
  GString *text;
};

/**
 * sanera_json_stream_new:
 * @stream: what to read; kept
 * @document: what messages call it, a file name
 * @max_depth: deepest nesting accepted, at most 128
 *
 * Returns: (transfer full): a stream before its first value
 */
SaneraJsonStream *
sanera_json_stream_new (GInputStream *stream, const char *document, guint max_depth)
{
  SaneraJsonStream *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (max_depth <= MAX_FRAMES, NULL);

  self = g_new0 (SaneraJsonStream, 1);
  self->stream = g_object_ref (stream);
  self->document = g_strdup (document);
  self->max_depth = max_depth;
  self->buffer = g_malloc (BUFFER_SIZE);
  self->text = g_string_new (NULL);

  return self;
}

/**
 * sanera_json_stream_free:
 * @self: (transfer full) (nullable): a stream
 */
void
sanera_json_stream_free (SaneraJsonStream *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->stream);
  g_string_free (self->text, TRUE);
  g_free (self->buffer);
  g_free (self->document);
  g_free (self);
}

/**
 * sanera_json_stream_dup_path:
 * @self: a stream
 *
 * Returns: (transfer full): the place that was read last,
 * `Results[3].Vulnerabilities[12].Severity`;
 *   "" at the top
 */
char *
sanera_json_stream_dup_path (SaneraJsonStream *self)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < self->depth; i++)
    {
      const Frame *frame = &self->frames[i];

      if (frame->index < 0)
        continue;
      if (!frame->object)
        g_string_append_printf (path, "[%" G_GINT64_FORMAT "]", frame->index);
      else
        g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", frame->name);
    }
  /* A name may be anything; a message stays one line. */
  for (char *p = path->str; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        *p = '?';
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

/**
 * sanera_json_stream_fail:
 * @self: a stream
 * @error: (out) (optional): where to put it
 * @code: of the error
 * @format: what is wrong, with its arguments
 * @...: arguments
 *
 * Sets an error of one sentence: document, place, reason.
 *
 * Returns: %FALSE
 */
gboolean
sanera_json_stream_fail (SaneraJsonStream *self,
                         GError **error,
                         SaneraError code,
                         const char *format,
                         ...)
{
  g_autofree char *path = sanera_json_stream_dup_path (self);
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, SANERA_ERROR, (int)code, "%s: %s%sbyte %" G_GUINT64_FORMAT ": %s",
               self->document, path, *path != '\0' ? ", " : "", self->base + self->at, reason);
  return FALSE;
}

static gboolean
fail (SaneraJsonStream *self, GError **error, const char *reason)
{
  return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL, "%s", reason);
}

/* Makes sure that there is a byte at self->at; *@end when the document is over. */
static gboolean
fill (SaneraJsonStream *self, gboolean *end, GError **error)
{
  gssize n;

  *end = FALSE;
  if (self->at < self->length)
    return TRUE;

  self->base += self->length;
  self->at = self->length = 0;
  n = g_input_stream_read (self->stream, self->buffer, BUFFER_SIZE, NULL, error);
  if (n < 0)
    {
      g_prefix_error (error, "%s: ", self->document);
      return FALSE;
    }
  self->length = (gsize)n;
  *end = n == 0;
  return TRUE;
}

static gboolean
next_byte (SaneraJsonStream *self, guchar *byte, GError **error)
{
  gboolean end;

  if (!fill (self, &end, error))
    return FALSE;
  if (end)
    return fail (self, error, "the document ends in the middle");
  *byte = self->buffer[self->at++];
  return TRUE;
}

/* The first byte of what follows, not taken; 0 at the end of the document. */
static gboolean
peek (SaneraJsonStream *self, guchar *byte, GError **error)
{
  *byte = 0;
  for (;;)
    {
      gboolean end;

      if (!fill (self, &end, error))
        return FALSE;
      if (end)
        {
          *byte = 0;
          return TRUE;
        }
      *byte = self->buffer[self->at];
      if (*byte != ' ' && *byte != '\n' && *byte != '\r' && *byte != '\t')
        return TRUE;
      self->at++;
    }
}

/**
 * sanera_json_stream_peek:
 * @self: a stream at a value, or at the end of one
 * @first: (out): its first character: `{`, `[`, `"`, a digit, `-`, t, f, n; NUL at the end of the
 *   document
 * @error: when it cannot be read
 *
 * Looks without taking. A byte order mark at the start is passed over.
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_peek (SaneraJsonStream *self, char *first, GError **error)
{
  guchar byte = 0;

  if (!peek (self, &byte, error))
    return FALSE;
  if (byte == 0xEF && self->base + self->at == 0)
    {
      static const guchar mark[] = { 0xEF, 0xBB, 0xBF };

      for (gsize i = 0; i < sizeof mark; i++)
        {
          if (!next_byte (self, &byte, error))
            return FALSE;
          if (byte != mark[i])
            return fail (self, error, "not JSON");
        }
      if (!peek (self, &byte, error))
        return FALSE;
    }
  *first = (char)byte;
  return TRUE;
}

static const char *
kind_of (guchar byte)
{
  switch (byte)
    {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a text";
    case 't':
    case 'f':
      return "true or false";
    case 'n':
      return "null";
    case 0:
      return "the end of the document";
    default:
      return g_ascii_isdigit (byte) || byte == '-' ? "a number" : "something that is not JSON";
    }
}

static gboolean
wrong_kind (SaneraJsonStream *self, const char *expected, guchar byte, GError **error)
{
  return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL, "%s expected, not %s",
                                  expected, kind_of (byte));
}

static gboolean
take_word (SaneraJsonStream *self, const char *word, GError **error)
{
  for (const char *p = word; *p != '\0'; p++)
    {
      guchar byte = 0;

      if (!next_byte (self, &byte, error))
        return FALSE;
      if (byte != (guchar)*p)
        {
          self->at--;
          return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL, "\"%s\" expected",
                                          word);
        }
    }
  return TRUE;
}

static gboolean
enter (SaneraJsonStream *self, gboolean object, gboolean *entered, GError **error)
{
  guchar byte = 0;

  *entered = FALSE;
  if (!peek (self, &byte, error))
    return FALSE;
  if (byte == 'n')
    return take_word (self, "null", error);
  if (byte != (object ? '{' : '['))
    return wrong_kind (self, object ? "an object" : "an array", byte, error);
  if (self->depth >= self->max_depth)
    return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL,
                                    "nested deeper than %u levels", self->max_depth);
  self->at++;
  self->frames[self->depth].object = object;
  self->frames[self->depth].index = -1;
  self->frames[self->depth].name[0] = '\0';
  self->depth++;
  *entered = TRUE;
  return TRUE;
}

/**
 * sanera_json_stream_enter_object:
 * @self: a stream at a value
 * @entered: (out): %FALSE when it is null, which then is taken
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but an object or null
 *
 * Go on with sanera_json_stream_next_member() until that gives %NULL.
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_enter_object (SaneraJsonStream *self, gboolean *entered, GError **error)
{
  return enter (self, TRUE, entered, error);
}

/**
 * sanera_json_stream_enter_array:
 * @self: a stream at a value
 * @entered: (out): %FALSE when it is null, which then is taken
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but an array or null
 *
 * Go on with sanera_json_stream_next_element() until there is none.
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_enter_array (SaneraJsonStream *self, gboolean *entered, GError **error)
{
  return enter (self, FALSE, entered, error);
}

/* Takes the comma before the next member or element, or the bracket after the last. */
static gboolean
advance (SaneraJsonStream *self, gboolean *has, GError **error)
{
  Frame *frame = &self->frames[self->depth - 1];
  guchar byte = 0;

  if (!peek (self, &byte, error))
    return FALSE;
  *has = byte != (frame->object ? '}' : ']');
  if (!*has)
    {
      self->at++;
      self->depth--;
      return TRUE;
    }
  if (frame->index >= 0)
    {
      if (byte != ',')
        return byte == 0 ? fail (self, error, "the document ends in the middle")
                         : fail (self, error, "a comma expected");
      self->at++;
    }
  frame->index++;
  return TRUE;
}

static gboolean
append_escape (SaneraJsonStream *self, GError **error)
{
  static const char plain[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  gunichar high = 0;

  for (;;)
    {
      gunichar unit = 0;
      guchar byte = 0;
      const char *found;

      if (!next_byte (self, &byte, error))
        return FALSE;
      found = byte != 0 ? strchr (plain, byte) : NULL;
      if (found != NULL)
        {
          if (high != 0)
            g_string_append_unichar (self->text, 0xFFFD);
          g_string_append_c (self->text, values[found - plain]);
          return TRUE;
        }
      if (byte != 'u')
        return fail (self, error, "an unknown escape in a text");
      for (int i = 0; i < 4; i++)
        {
          if (!next_byte (self, &byte, error))
            return FALSE;
          if (!g_ascii_isxdigit (byte))
            return fail (self, error, "an unknown escape in a text");
          unit = unit * 16 + (gunichar)g_ascii_xdigit_value ((char)byte);
        }
      if (high != 0 && unit >= 0xDC00 && unit <= 0xDFFF)
        {
          g_string_append_unichar (self->text, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
          return TRUE;
        }
      if (high != 0)
        g_string_append_unichar (self->text, 0xFFFD);
      if (unit >= 0xD800 && unit <= 0xDBFF)
        {
          gboolean end;

          if (!fill (self, &end, error))
            return FALSE;
          high = unit;
          if (!end && self->buffer[self->at] == '\\')
            {
              self->at++;
              continue;
            }
          unit = 0xFFFD;
        }
      /* Half a pair and NUL are no characters that a text can hold. */
      if (unit == 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        unit = 0xFFFD;
      g_string_append_unichar (self->text, unit);
      return TRUE;
    }
}

/* Takes a text into self->text. */
static gboolean
take_text (SaneraJsonStream *self, GError **error)
{
  g_string_truncate (self->text, 0);
  self->at++;
  for (;;)
    {
      gboolean end;
      gsize start;
      guchar byte = 0;

      if (!fill (self, &end, error))
        return FALSE;
      if (end)
        return fail (self, error, "the document ends in the middle of a text");
      start = self->at;
      while (self->at < self->length && self->buffer[self->at] != '"' &&
             self->buffer[self->at] != '\\' && self->buffer[self->at] >= 0x20)
        self->at++;
      g_string_append_len (self->text, (const char *)self->buffer + start,
                           (gssize)(self->at - start));
      if (self->text->len > SANERA_JSON_STREAM_MAX_TEXT)
        return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL,
                                        "a text longer than %d bytes", SANERA_JSON_STREAM_MAX_TEXT);
      if (self->at == self->length)
        continue;
      byte = self->buffer[self->at];
      if (byte < 0x20)
        return fail (self, error, "a control character in a text");
      self->at++;
      if (byte == '"')
        break;
      if (!append_escape (self, error))
        return FALSE;
    }
  if (!g_utf8_validate_len (self->text->str, self->text->len, NULL))
    return fail (self, error, "a text that is not UTF-8");
  return TRUE;
}

/**
 * sanera_json_stream_next_member:
 * @self: a stream in an object, its last value taken
 * @name: (out) (transfer none) (nullable): name of the next member, valid until the next call;
 * %NULL after the last one, and the object is left
 * @error: %SANERA_ERROR_PROTOCOL
 *
 * Take its value before calling this again.
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_next_member (SaneraJsonStream *self, const char **name, GError **error)
{
  Frame *frame = &self->frames[self->depth - 1];
  gboolean has;
  guchar byte = 0;

  *name = NULL;
  if (!advance (self, &has, error) || (has && !peek (self, &byte, error)))
    return FALSE;
  if (!has)
    return TRUE;
  if (byte != '"')
    return wrong_kind (self, "the name of a member", byte, error);
  if (!take_text (self, error))
    return FALSE;
  g_utf8_strncpy (frame->name, self->text->str,
                  MIN ((gssize)g_utf8_strlen (self->text->str, 64), 11));
  if (self->text->len < sizeof frame->name)
    g_strlcpy (frame->name, self->text->str, sizeof frame->name);
  if (!peek (self, &byte, error))
    return FALSE;
  if (byte != ':')
    return wrong_kind (self, "a colon", byte, error);
  self->at++;
  *name = self->text->str;
  return TRUE;
}

/**
 * sanera_json_stream_next_element:
 * @self: a stream in an array, its last value taken
 * @has: (out): whether there is a next element; when not, the array is left
 * @error: %SANERA_ERROR_PROTOCOL
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_next_element (SaneraJsonStream *self, gboolean *has, GError **error)
{
  return advance (self, has, error);
}

/**
 * sanera_json_stream_read_text:
 * @self: a stream at a value
 * @value: (out) (transfer full) (nullable): the text, %NULL for null; what it held is freed
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but a text or null
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_read_text (SaneraJsonStream *self, char **value, GError **error)
{
  guchar byte = 0;

  g_clear_pointer (value, g_free);
  if (!peek (self, &byte, error))
    return FALSE;
  if (byte == 'n')
    return take_word (self, "null", error);
  if (byte != '"')
    return wrong_kind (self, "a text", byte, error);
  if (!take_text (self, error))
    return FALSE;
  *value = g_strndup (self->text->str, self->text->len);
  return TRUE;
}

/**
 * sanera_json_stream_read_double:
 * @self: a stream at a value
 * @value: (out): the number, NAN for null
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but a number or null
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_read_double (SaneraJsonStream *self, double *value, GError **error)
{
  char digits[64];
  gsize n = 0;
  guchar byte = 0;
  char *rest;

  *value = (double)NAN;
  if (!peek (self, &byte, error))
    return FALSE;
  if (byte == 'n')
    return take_word (self, "null", error);
  if (byte != '-' && !g_ascii_isdigit (byte))
    return wrong_kind (self, "a number", byte, error);
  for (;;)
    {
      gboolean end;

      if (!fill (self, &end, error))
        return FALSE;
      byte = end ? 0 : self->buffer[self->at];
      if (!g_ascii_isdigit (byte) && (byte == 0 || strchr ("+-.eE", byte) == NULL))
        break;
      if (n == sizeof digits - 1)
        return fail (self, error, "a number with too many digits");
      digits[n++] = (char)byte;
      self->at++;
    }
  digits[n] = '\0';
  *value = g_ascii_strtod (digits, &rest);
  if (*rest != '\0' || !isfinite (*value))
    return fail (self, error, "a number that cannot be read");
  return TRUE;
}

/**
 * sanera_json_stream_read_bool:
 * @self: a stream at a value
 * @value: (out): the value, %FALSE for null
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but true, false or null
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_read_bool (SaneraJsonStream *self, gboolean *value, GError **error)
{
  guchar byte = 0;

  *value = FALSE;
  if (!peek (self, &byte, error))
    return FALSE;
  if (byte != 't' && byte != 'f' && byte != 'n')
    return wrong_kind (self, "true or false", byte, error);
  *value = byte == 't';
  return take_word (self, byte == 't' ? "true" : byte == 'f' ? "false" : "null", error);
}

/**
 * sanera_json_stream_read_strv:
 * @self: a stream at a value
 * @value: (out) (transfer full) (nullable): the texts of an array, %NULL for null; what it held is
 *   freed
 * @error: %SANERA_ERROR_PROTOCOL when it is anything but an array of texts or null
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_read_strv (SaneraJsonStream *self, char ***value, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has;

  g_clear_pointer (value, g_strfreev);
  if (!sanera_json_stream_enter_array (self, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  for (;;)
    {
      g_autofree char *text = NULL;

      if (!sanera_json_stream_next_element (self, &has, error))
        return FALSE;
      if (!has)
        break;
      if (!sanera_json_stream_read_text (self, &text, error))
        return FALSE;
      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  *value = g_strv_builder_end (builder);
  return TRUE;
}

static inline gboolean
is_bracket_or_quote (guchar byte)
{
  return byte == '"' || byte == '{' || byte == '}' || byte == '[' || byte == ']';
}

/* Runs past a text whose opening quote was taken. */
static gboolean
skip_text (SaneraJsonStream *self, GError **error)
{
  gboolean escaped = FALSE;

  for (;;)
    {
      gboolean end;

      if (!fill (self, &end, error))
        return FALSE;
      if (end)
        return fail (self, error, "the document ends in the middle of a text");
      while (self->at < self->length)
        {
          guchar byte = self->buffer[self->at++];

          if (escaped)
            escaped = FALSE;
          else if (byte == '"')
            return TRUE;
          else
            escaped = byte == '\\';
        }
    }
}

/**
 * sanera_json_stream_skip:
 * @self: a stream at a value
 * @error: %SANERA_ERROR_PROTOCOL when it ends in the middle, is nested too deeply or its brackets
 * do not fit
 *
 * Passes over one value of any kind. What is inside is not otherwise checked.
 *
 * Returns: whether it went well
 */
gboolean
sanera_json_stream_skip (SaneraJsonStream *self, GError **error)
{
  char stack[MAX_FRAMES];
  guint n = 0;
  guchar byte = 0;

  if (!peek (self, &byte, error))
    return FALSE;
  if (byte != '{' && byte != '[' && byte != '"')
    {
      double number;
      gboolean truth;

      if (byte == 't' || byte == 'f' || byte == 'n')
        return sanera_json_stream_read_bool (self, &truth, error);
      if (byte == '-' || g_ascii_isdigit (byte))
        return sanera_json_stream_read_double (self, &number, error);
      return wrong_kind (self, "a value", byte, error);
    }
  do
    {
      /* Most bytes between texts are digits, commas and spaces. */
      while (self->at < self->length && !is_bracket_or_quote (self->buffer[self->at]))
        self->at++;
      if (!next_byte (self, &byte, error))
        return FALSE;
      switch (byte)
        {
        case '"':
          if (!skip_text (self, error))
            return FALSE;
          break;
        case '{':
        case '[':
          if (self->depth + n >= self->max_depth)
            return sanera_json_stream_fail (self, error, SANERA_ERROR_PROTOCOL,
                                            "nested deeper than %u levels", self->max_depth);
          stack[n++] = byte == '{' ? '}' : ']';
          break;
        case '}':
        case ']':
          if (stack[n - 1] != (char)byte)
            return fail (self, error, "brackets that do not fit");
          n--;
          break;
        default:
          break;
        }
    }
  while (n > 0);
  return TRUE;
}

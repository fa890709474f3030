/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-scan.h"

/* `depth` of a walker: how far it has come. */
enum
{
  SPLIT_FIRST = 1, /* behind the opening brace */
  SPLIT_NEXT, /* behind a value */
  SPLIT_DONE,
};

static gboolean
split_open (SaneraJsonSplit *self, const char *text, gsize length, char open, GError **error)
{
  SaneraJsonScan scan = { text, text, text + length };

  sanera_json_scan_space (&scan);
  if (!sanera_json_scan_char (&scan, open, error))
    return FALSE;

  self->start = text;
  self->at = scan.at;
  self->end = scan.end;
  self->depth = SPLIT_FIRST;

  return TRUE;
}

/* Moves to where the next value (or member name) starts; behind the last one to the end, where
 * nothing may follow. */
static gboolean
split_advance (SaneraJsonSplit *self,
               SaneraJsonScan *scan,
               char close,
               gboolean *done,
               GError **error)
{
  *done = self->depth == SPLIT_DONE;
  if (*done)
    return TRUE;

  sanera_json_scan_space (scan);
  if (scan->at < scan->end && *scan->at == close)
    {
      scan->at++;
      *done = TRUE;
      self->depth = SPLIT_DONE;
      return sanera_json_scan_end (scan, error);
    }

  if (self->depth == SPLIT_NEXT)
    {
      if (!sanera_json_scan_char (scan, ',', error))
        return FALSE;
      sanera_json_scan_space (scan);
    }
  self->depth = SPLIT_NEXT;

  return TRUE;
}

static gboolean
split_value (SaneraJsonSplit *self, SaneraJsonScan *scan, SaneraJsonSlice *value, GError **error)
{
  value->text = scan->at;
  if (!sanera_json_scan_skip (scan, SANERA_JSON_MAX_DEPTH, error))
    return FALSE;

  value->length = (gsize)(scan->at - value->text);
  self->at = scan->at;

  return TRUE;
}

/**
 * sanera_json_split_object:
 * @self: a walker, not initialised; it holds nothing that must be freed
 * @text: JSON text of one object, not necessarily terminated; must outlive the walk
 * @length: its length in bytes
 * @error: return location
 *
 * Starts a walk over the members of an object.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no object
 */
gboolean
sanera_json_split_object (SaneraJsonSplit *self, const char *text, gsize length, GError **error)
{
  return split_open (self, text, length, '{', error);
}

/**
 * sanera_json_split_next_member:
 * @self: a walker over an object
 * @name: (out) (transfer full): the member's name; not set at the end
 * @value: (out): its value as a slice of the text; whole and balanced, its inside not yet checked
 * @done: (out): whether the object has ended; nothing follows it then
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming the position
 */
gboolean
sanera_json_split_next_member (SaneraJsonSplit *self,
                               char **name,
                               SaneraJsonSlice *value,
                               gboolean *done,
                               GError **error)
{
  SaneraJsonScan scan = { self->start, self->at, self->end };
  SaneraJsonSlice raw;
  gboolean plain;

  if (!split_advance (self, &scan, '}', done, error))
    return FALSE;
  if (*done)
    return TRUE;

  if (!sanera_json_scan_string (&scan, &raw, &plain, error))
    return FALSE;
  sanera_json_scan_space (&scan);
  if (!sanera_json_scan_char (&scan, ':', error))
    return FALSE;
  sanera_json_scan_space (&scan);
  if (!split_value (self, &scan, value, error))
    return FALSE;

  *name = plain ? g_strndup (raw.text, raw.length) : sanera_json_unescape (&raw);
  return TRUE;
}

/**
 * sanera_json_split_array:
 * @self: a walker, not initialised; it holds nothing that must be freed
 * @text: JSON text of one array, not necessarily terminated; must outlive the walk
 * @length: its length in bytes
 * @error: return location
 *
 * Starts a walk over the elements of an array.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no array
 */
gboolean
sanera_json_split_array (SaneraJsonSplit *self, const char *text, gsize length, GError **error)
{
  return split_open (self, text, length, '[', error);
}

/**
 * sanera_json_split_next_element:
 * @self: a walker over an array
 * @value: (out): the element as a slice of the text; whole and balanced, its inside not yet checked
 * @done: (out): whether the array has ended; nothing follows it then
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL naming the position
 */
gboolean
sanera_json_split_next_element (SaneraJsonSplit *self,
                                SaneraJsonSlice *value,
                                gboolean *done,
                                GError **error)
{
  SaneraJsonScan scan = { self->start, self->at, self->end };

  if (!split_advance (self, &scan, ']', done, error))
    return FALSE;
  if (*done)
    return TRUE;

  return split_value (self, &scan, value, error);
}

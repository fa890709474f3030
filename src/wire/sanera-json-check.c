/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-json-scan.h"

#include <string.h>

/* one bit for each open container, set for an object */
#define MAX_STACK 64

static gboolean
scan_key (SaneraJsonScan *self, GError **error)
{
  SaneraJsonSlice raw;
  gboolean plain;

  sanera_json_scan_space (self);
  if (!sanera_json_scan_string (self, &raw, &plain, error))
    return FALSE;
  sanera_json_scan_space (self);

  return sanera_json_scan_char (self, ':', error);
}

/**
 * sanera_json_scan_check:
 * @self: a place
 * @max_depth: how many containers may stand inside each other, at most 64
 * @error: return location
 *
 * Moves over one value of any kind and checks every byte of it.
 *
 * Returns: whether it is well-formed
 */
gboolean
sanera_json_scan_check (SaneraJsonScan *self, guint max_depth, GError **error)
{
  guint64 objects = 0;
  guint depth = 0;
  gboolean want_value = TRUE;

  max_depth = MIN (max_depth, MAX_STACK);
  do
    {
      gboolean in_object;
      char c;

      sanera_json_scan_space (self);
      c = self->at < self->end ? *self->at : '\0';

      if (want_value)
        {
          if (c != '{' && c != '[')
            {
              if (!sanera_json_scan_scalar (self, error))
                return FALSE;
              want_value = FALSE;
              continue;
            }

          if (depth == max_depth)
            return sanera_json_scan_fail (self, "nested too deeply", error);
          objects = c == '{' ? objects | (G_GUINT64_CONSTANT (1) << depth)
                             : objects & ~(G_GUINT64_CONSTANT (1) << depth);
          depth++;
          self->at++;
          sanera_json_scan_space (self);
          if (self->at < self->end && *self->at == (c == '{' ? '}' : ']'))
            want_value = FALSE; /* empty; closed below */
          else if (c == '{' && !scan_key (self, error))
            return FALSE;
          continue;
        }

      in_object = (objects >> (depth - 1)) & 1;
      if (c == ',')
        {
          self->at++;
          if (in_object && !scan_key (self, error))
            return FALSE;
          want_value = TRUE;
        }
      else if (c == (in_object ? '}' : ']') && self->at < self->end)
        {
          self->at++;
          depth--;
        }
      else if (self->at >= self->end)
        return sanera_json_scan_fail (self, "the text ends too early", error);
      else
        return sanera_json_scan_fail (
            self, in_object ? "expected \",\" or \"}\"" : "expected \",\" or \"]\"", error);
    }
  while (depth > 0);

  return TRUE;
}

/* To the closing quote, without looking at what is inside. */
static gboolean
skip_string (SaneraJsonScan *self, GError **error)
{
  const char *from = self->at + 1;

  for (;;)
    {
      const char *quote = memchr (from, '"', (gsize)(self->end - from));
      const char *p = quote;

      if (quote == NULL)
        {
          self->at = self->end;
          return sanera_json_scan_fail (self, "the text ends inside a string", error);
        }

      while (p > self->at + 1 && p[-1] == '\\')
        p--;
      if ((quote - p) % 2 == 0)
        {
          self->at = quote + 1;
          return TRUE;
        }
      from = quote + 1;
    }
}

/**
 * sanera_json_scan_skip:
 * @self: a place
 * @max_depth: how many containers may stand inside each other, at most 64
 * @error: return location
 *
 * Moves over one value. Of a container only the braces, brackets and quotes are looked at: its
 * contents are checked by whoever reads them.
 *
 * Returns: %FALSE when the text ends, the braces do not match or are too deep
 */
gboolean
sanera_json_scan_skip (SaneraJsonScan *self, guint max_depth, GError **error)
{
  guint64 objects = 0;
  guint depth = 0;

  if (self->at >= self->end || (*self->at != '{' && *self->at != '['))
    return sanera_json_scan_scalar (self, error);

  max_depth = MIN (max_depth, MAX_STACK);
  do
    {
      switch (self->at < self->end ? *self->at : '\0')
        {
        case '{':
        case '[':
          if (depth == max_depth)
            return sanera_json_scan_fail (self, "nested too deeply", error);
          objects = *self->at == '{' ? objects | (G_GUINT64_CONSTANT (1) << depth)
                                     : objects & ~(G_GUINT64_CONSTANT (1) << depth);
          depth++;
          self->at++;
          break;
        case '}':
        case ']':
          if (((objects >> (depth - 1)) & 1) != (*self->at == '}'))
            return sanera_json_scan_fail (self, "a brace closes a bracket", error);
          depth--;
          self->at++;
          break;
        case '"':
          if (!skip_string (self, error))
            return FALSE;
          break;
        default:
          if (self->at >= self->end)
            return sanera_json_scan_fail (self, "the text ends too early", error);
          self->at++;
        }
    }
  while (depth > 0);

  return TRUE;
}

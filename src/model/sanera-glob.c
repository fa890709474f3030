/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-glob.h"

/**
 * sanera_glob_fold:
 * @text: a pattern, or what is compared with one
 *
 * Returns: (transfer full): the same in the form that sanera_glob_match() compares, in which upper
 *   and lower case are the same
 */
char *
sanera_glob_fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

/**
 * sanera_glob_match:
 * @pattern: with * and ?, folded
 * @text: folded
 *
 * Compares the whole text. Takes at most length × length steps, whatever the pattern: after a
 * mismatch only the last * is tried further on (GPatternSpec goes back to all of them).
 *
 * Returns: whether the text is of the pattern
 */
gboolean
sanera_glob_match (const char *pattern, const char *text)
{
  const char *star = NULL; /* after the last * */
  const char *tried = NULL; /* where the text after it begins */

  g_return_val_if_fail (pattern != NULL && text != NULL, FALSE);

  while (*text != '\0')
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          tried = text;
        }
      else if (*pattern != '\0' &&
               (*pattern == '?' || g_utf8_get_char (pattern) == g_utf8_get_char (text)))
        {
          pattern = g_utf8_next_char (pattern);
          text = g_utf8_next_char (text);
        }
      else if (star != NULL)
        {
          pattern = star;
          tried = text = g_utf8_next_char (tried);
        }
      else
        return FALSE;
    }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}

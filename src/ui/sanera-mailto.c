/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-mailto.h"

#include <string.h>

/* Good enough to tell a slip of the finger; whether there is such an address, the mail shows. */
static gboolean
looks_like_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (text, "<>()\"\\") == NULL;
}

/**
 * sanera_mailto_split:
 * @text: what a person typed: e-mail addresses between commas, semicolons or spaces; those of
 *   Chinese text too
 * @wrong: (out) (optional) (nullable) (transfer none): the first that is no address, in the
 *   returned list; %NULL when all are
 *
 * Returns: (transfer full): the addresses, each once, in their order
 */
GStrv
sanera_mailto_split (const char *text, const char **wrong)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (wrong != NULL)
    *wrong = NULL;
  parts = g_regex_split_simple ("[\\s,;，；、]+", text, 0, 0);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0' ||
          g_ptr_array_find_with_equal_func (addresses, parts[i], g_str_equal, NULL))
        continue;
      g_ptr_array_add (addresses, g_strdup (parts[i]));
      if (wrong != NULL && *wrong == NULL && !looks_like_address (parts[i]))
        *wrong = g_ptr_array_index (addresses, addresses->len - 1);
    }
  g_ptr_array_add (addresses, NULL);

  return (GStrv)g_ptr_array_free (g_steal_pointer (&addresses), FALSE);
}

/* Line ends are CRLF (RFC 6068, section 5). */
static char *
escape_body (const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);

  return g_uri_escape_string (text, NULL, FALSE);
}

/**
 * sanera_mailto_build:
 * @addresses: whom to write to; none: the mail program asks
 * @subject: one line; a line end in it becomes a space, or it could bring further headers
 * @body: the text, lines ended by "\n"
 *
 * Returns: (transfer full): a mailto: address (RFC 6068)
 */
char *
sanera_mailto_build (const char *const *addresses, const char *subject, const char *body)
{
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autofree char *line = NULL;
  g_autofree char *escaped_subject = NULL;
  g_autofree char *escaped_body = NULL;

  g_return_val_if_fail (addresses != NULL && subject != NULL && body != NULL, NULL);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autofree char *address = g_uri_escape_string (addresses[i], "@+", FALSE);

      g_string_append_printf (uri, "%s%s", i > 0 ? "," : "", address);
    }
  line = g_strdelimit (g_strdup (subject), "\r\n\t", ' ');
  escaped_subject = g_uri_escape_string (line, NULL, FALSE);
  escaped_body = escape_body (body);
  g_string_append_printf (uri, "?subject=%s&body=%s", escaped_subject, escaped_body);

  return g_string_free (g_steal_pointer (&uri), FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-english.h"

#include <libintl.h>
#include <string.h>

#include "sanera-catalogue.h"

/* Two English terms may be one word in another language; more than these say nothing any more. */
#define MOST_TERMS 3

struct _SaneraEnglish
{
  GHashTable *terms; /* words on screen → GPtrArray of their English */
};

/* Words as they stand on screen: without the mark of a mnemonic, with its letter behind in Chinese,
 * and without the dots of a button that opens a dialog. */
static char *
plain (const char *message)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = message; *at != '\0'; at++)
    {
      if (at[0] == '(' && at[1] == '_' && at[2] != '\0' && at[3] == ')')
        at += 3;
      else if (*at != '_')
        g_string_append_c (text, *at);
    }
  if (g_str_has_suffix (text->str, "…"))
    g_string_truncate (text, text->len - strlen ("…"));

  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}

static gboolean
has_values (const char *message)
{
  for (const char *at = strchr (message, '%'); at != NULL; at = strchr (at + 1, '%'))
    if (at[1] != ' ' && at[1] != '\0')
      return TRUE;

  return FALSE;
}

static void
add_cb (const char *message, const char *translation, gpointer user_data)
{
  SaneraEnglish *self = user_data;
  g_autofree char *words = NULL;
  g_autofree char *english = NULL;
  GPtrArray *terms;

  if (has_values (message) || *translation == '\0')
    return;
  words = plain (translation);
  english = plain (message);
  if (g_str_equal (words, english))
    return;

  terms = g_hash_table_lookup (self->terms, words);
  if (terms == NULL)
    {
      terms = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->terms, g_steal_pointer (&words), terms);
    }
  for (guint i = 0; i < terms->len; i++)
    if (g_ascii_strcasecmp (terms->pdata[i], english) == 0)
      {
        /* The desktop entry has capitals inside titles; the later one in the order has fewer. */
        g_free (terms->pdata[i]);
        terms->pdata[i] = g_steal_pointer (&english);
        return;
      }
  g_ptr_array_add (terms, g_steal_pointer (&english));
}

/**
 * sanera_english_new:
 * @language: "sv" or "zh_CN"
 *
 * Returns: (transfer full) (nullable): the terms of that language; %NULL for English, and where
 *   there is no catalogue
 */
SaneraEnglish *
sanera_english_new (const char *language)
{
  g_autofree char *path = NULL;
  g_autoptr (SaneraCatalogue) catalogue = NULL;
  SaneraEnglish *self;

  g_return_val_if_fail (language != NULL, NULL);

  path = g_build_filename (bindtextdomain (GETTEXT_PACKAGE, NULL), language, "LC_MESSAGES",
                           GETTEXT_PACKAGE ".mo", NULL);
  catalogue = sanera_catalogue_new (path, NULL);
  if (catalogue == NULL)
    return NULL;

  self = g_new0 (SaneraEnglish, 1);
  self->terms =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  sanera_catalogue_foreach (catalogue, add_cb, self);
  return self;
}

/**
 * sanera_english_free:
 * @self: (nullable) (transfer full): terms
 */
void
sanera_english_free (SaneraEnglish *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->terms);
  g_free (self);
}

static char *
find_whole (SaneraEnglish *self, const char *words)
{
  g_autofree char *key = plain (words);
  GPtrArray *terms = g_hash_table_lookup (self->terms, key);
  g_autoptr (GString) text = g_string_new (NULL);

  if (terms == NULL)
    return NULL;
  for (guint i = 0; i < MIN (terms->len, MOST_TERMS); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " / " : "", (char *)terms->pdata[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sanera_english_find:
 * @self: terms
 * @words: what stands on screen
 *
 * Finds the English of a label, a column head or a button. Of "Exponerade enheter (5)" and
 * "Status: Aktiv" it is that of what comes before the number or the value.
 *
 * Returns: (transfer full) (nullable): the term, or several with " / " between them
 */
char *
sanera_english_find (SaneraEnglish *self, const char *words)
{
  static const char *const ends[] = { " (", "（", ":", "：" };
  char *found;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  found = find_whole (self, words);
  for (guint i = 0; i < G_N_ELEMENTS (ends) && found == NULL; i++)
    {
      const char *end = strstr (words, ends[i]);

      if (end != NULL && end > words)
        {
          g_autofree char *begin = g_strndup (words, (gsize)(end - words));

          found = find_whole (self, begin);
        }
    }

  return found;
}

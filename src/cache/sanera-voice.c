/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-voice.h"

#include <libintl.h>

#include "sanera-catalogue.h"
#include "sanera-language-private.h"

typedef struct
{
  SaneraLocale *locale;
  SaneraCatalogue *catalogue; /* NULL: the language of the sources */
  gboolean one_form; /* like Chinese: no plural */
} Voice;

static void
voice_free (gpointer data)
{
  Voice *self = data;

  g_clear_pointer (&self->locale, sanera_locale_unref);
  g_clear_pointer (&self->catalogue, sanera_catalogue_free);
  g_free (self);
}

static GPrivate current = G_PRIVATE_INIT (voice_free);

/**
 * sanera_voice_begin:
 * @language: "en", "sv" or "zh_CN"
 *
 * Begins to speak another language on this thread. Where its catalogue cannot be read the words are
 * English, as they are in the interface then. Not to be nested; what it returned is copied before
 * sanera_voice_end().
 */
void
sanera_voice_begin (const char *language)
{
  Voice *self;

  g_return_if_fail (language != NULL);
  g_return_if_fail (g_private_get (&current) == NULL);

  self = g_new0 (Voice, 1);
  self->locale = sanera_locale_new_for (language);
  self->one_form = g_str_has_prefix (language, "zh");
  if (!g_str_equal (language, "en"))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (bindtextdomain (GETTEXT_PACKAGE, NULL), language,
                                                "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

      self->catalogue = sanera_catalogue_new (path, &error);
      if (self->catalogue == NULL)
        g_message ("No words in %s: %s", language, error->message);
    }
  g_private_set (&current, self);
}

/**
 * sanera_voice_end:
 *
 * Speaks the language of the interface again.
 */
void
sanera_voice_end (void)
{
  g_private_replace (&current, NULL);
}

/**
 * sanera_voice_is_on:
 *
 * Returns: whether this thread speaks a language of its own
 */
gboolean
sanera_voice_is_on (void)
{
  return g_private_get (&current) != NULL;
}

/**
 * sanera_voice_get_locale:
 *
 * Returns: (transfer full) (nullable): the ICU objects of the language this thread speaks
 */
SaneraLocale *
sanera_voice_get_locale (void)
{
  Voice *self = g_private_get (&current);

  if (self == NULL)
    return NULL;

  g_atomic_ref_count_inc (&self->locale->references);
  return self->locale;
}

/**
 * sanera_voice_get:
 * @context: (nullable): of the message
 * @message: a message marked for translation
 *
 * To be called while sanera_voice_is_on().
 *
 * Returns: (transfer none): the translation
 */
const char *
sanera_voice_get (const char *context, const char *message)
{
  Voice *self = g_private_get (&current);

  g_return_val_if_fail (self != NULL, message);

  return self->catalogue != NULL ? sanera_catalogue_get (self->catalogue, context, message)
                                 : message;
}

/**
 * sanera_voice_get_plural:
 * @one: a message for one
 * @many: the message for other numbers
 * @count: the number
 *
 * To be called while sanera_voice_is_on().
 *
 * Returns: (transfer none): the translation
 */
const char *
sanera_voice_get_plural (const char *one, const char *many, gulong count)
{
  Voice *self = g_private_get (&current);
  const char *found = NULL;

  g_return_val_if_fail (self != NULL, many);

  if (self->catalogue != NULL)
    found =
        sanera_catalogue_get_plural (self->catalogue, one, self->one_form || count == 1 ? 0 : 1);
  if (found != NULL)
    return found;

  return count == 1 ? one : many;
}

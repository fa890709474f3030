/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "sanera-command.h"
#include "sanera-place.h"

/* (nullable): what the environment says the locale of messages is */
static const char *
get_wanted (void)
{
  static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

static gboolean
is_plain (const char *locale)
{
  return g_str_equal (locale, "C") || g_str_equal (locale, "POSIX");
}

/* A server has few locales installed, and gettext says nothing in another language in the locale
 * "C", which stands in for one that is not there. The language is in its name all the same. */
static void
stand_in (const char *wanted)
{
  g_autofree char *language = NULL;

  if (wanted != NULL && is_plain (wanted))
    return; /* English is what was asked for */
  if (wanted != NULL && (g_getenv ("LANGUAGE") == NULL || *g_getenv ("LANGUAGE") == '\0'))
    {
      language = g_strndup (wanted, strcspn (wanted, ".@"));
      g_setenv ("LANGUAGE", language, TRUE);
    }
  setlocale (LC_MESSAGES, "C.UTF-8");
}

/**
 * sanera_command_language_init:
 *
 * Speaks the language of the environment: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, as gettext reads
 * them. To be called once, before the first thread.
 */
void
sanera_command_language_init (void)
{
  const gboolean installed = setlocale (LC_ALL, "") != NULL;
  const char *messages = installed ? setlocale (LC_MESSAGES, NULL) : "C";
  const char *encoding = installed ? setlocale (LC_CTYPE, NULL) : "C";
  const char *folder = g_getenv ("SANERA_LOCALEDIR");
  g_autofree char *catalogues = sanera_place_find (LOCALEDIR);
  const gboolean plain_messages = is_plain (messages);

  /* GLib reads the arguments in the encoding of the locale: in that of "C", which is also the one
   * of a locale that is not installed, no name with an å would do. */
  if (is_plain (encoding))
    setlocale (LC_CTYPE, "C.UTF-8");
  if (plain_messages)
    stand_in (get_wanted ());

  if (folder == NULL)
    folder = sanera_place_in_build_tree () ? BUILD_LOCALEDIR : catalogues;
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * sanera_command_speak_english:
 *
 * What goes to a log, to a client or to another program is English from now on, whatever the
 * language of the environment: it is searched for, and compared between machines.
 */
void
sanera_command_speak_english (void)
{
  setlocale (LC_MESSAGES, "C");
}

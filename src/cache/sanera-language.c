/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-language-private.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#ifdef __GLIBC__
/* gettext's own counter: raising it makes it look at LANGUAGE again. */
extern int _nl_msg_cat_cntr;
#endif

/* The languages there are words in. The region of plain English is Britain: its dates cannot be
 * taken for those of another order, 25/12 is no date in a country that writes 12/25. */
static const struct
{
  const char *name;
  const char *language;
  const char *locale;
} languages[] = {
  { "en", "en", "en_GB" },
  { "sv", "sv", "sv_SE" },
  { "zh_CN", "zh", "zh_CN" },
};

static GMutex mutex;
static const char *effective; /* static string */
static SaneraLocale *current;
static char *system_names; /* the person's own preference when the program began, "sv_SE:en" */

static void
locale_free (SaneraLocale *self)
{
  g_clear_pointer (&self->collator, ucol_close);
  g_clear_pointer (&self->number, unum_close);
  g_clear_pointer (&self->decimal, unum_close);
  g_clear_pointer (&self->percent, unum_close);
  g_clear_pointer (&self->compact, unumf_close);
  g_clear_pointer (&self->relative, ureldatefmt_close);
  g_clear_pointer (&self->date, udat_close);
  g_clear_pointer (&self->date_numeric, udat_close);
  g_clear_pointer (&self->time, udat_close);
  g_clear_pointer (&self->datetime, udat_close);
  g_mutex_clear (&self->mutex);
  g_free (self->locale);
  g_free (self);
}

/**
 * sanera_locale_unref:
 * @self: (transfer full): the ICU objects of one language
 */
void
sanera_locale_unref (SaneraLocale *self)
{
  if (g_atomic_ref_count_dec (&self->references))
    locale_free (self);
}

/* The first of @names ("sv_SE.UTF-8:en") that there are words in, as an index; and its region. */
static guint
choose (const char *names, char **locale)
{
  g_auto (GStrv) list = g_strsplit (names, ":", -1);

  for (guint n = 0; list[n] != NULL; n++)
    {
      g_autofree char *name = g_strndup (list[n], strcspn (list[n], ".@"));

      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        {
          const char *language = languages[i].language;
          gsize length = strlen (language);

          if (g_str_has_prefix (name, language) && (name[length] == '\0' || name[length] == '_'))
            {
              /* What is written in Taiwan and Hong Kong is another Chinese. */
              if (i == 2 && name[length] != '\0' && !g_str_equal (name, "zh_CN") &&
                  !g_str_equal (name, "zh_SG") && !g_str_equal (name, "zh_Hans"))
                continue;

              *locale = g_strdup (name[length] == '_' && i != 2 ? name : languages[i].locale);
              return i;
            }
        }
    }

  *locale = g_strdup (languages[0].locale);
  return 0;
}

/* What the environment asks for. LANGUAGE counts even where the locale is "C" (gettext ignores it
 * there): who sets it means it. */
static char *
read_environment (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
  g_autoptr (GString) names = g_string_new (g_getenv ("LANGUAGE"));

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value != NULL && *value != '\0')
        {
          if (names->len > 0)
            g_string_append_c (names, ':');
          g_string_append (names, value);
          break;
        }
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* The same Chinese character has another form in Japan. Which one Pango takes where the locale does
 * not say (an interface in Chinese under another locale, the Chinese name of a device in a Swedish
 * one) it reads here, when it first meets one: the language shown, what the person prefers, and the
 * Chinese there are words in. */
static void
set_glyphs (const char *name)
{
  /* Fontconfig reads the same once more: in the locale "C" Pango names no language to it, and a
   * colon stands in the middle of its square, as in Japan, not beside the word before it. */
  static const char *const variables[] = { "PANGO_LANGUAGE", "FC_LANG" };
  static gboolean is_ours[G_N_ELEMENTS (variables)];
  g_autofree char *names = g_strconcat (name, ":", system_names, ":zh_CN", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (is_ours[i] || g_getenv (variables[i]) == NULL)
      {
        is_ours[i] = TRUE;
        g_setenv (variables[i], names, TRUE);
      }
}

/* A setting without a region takes that of the system where the language is the same. */
static void
apply (const char *setting)
{
  g_autofree char *locale = NULL;
  g_autofree char *system_locale = NULL;
  gboolean is_set = setting != NULL && *setting != '\0';
  guint chosen = choose (is_set ? setting : system_names, &locale);
  guint system_choice = choose (system_names, &system_locale);
  SaneraLocale *fresh = g_new0 (SaneraLocale, 1);
  SaneraLocale *old;

  g_atomic_ref_count_init (&fresh->references);
  g_mutex_init (&fresh->mutex);
  if (is_set && strchr (setting, '_') == NULL && chosen == system_choice)
    fresh->locale = g_steal_pointer (&system_locale);
  else
    fresh->locale = g_steal_pointer (&locale);

  g_setenv ("LANGUAGE", languages[chosen].name, TRUE);
  set_glyphs (languages[chosen].name);
  g_mutex_lock (&mutex);
  effective = languages[chosen].name;
  old = g_steal_pointer (&current);
  current = fresh;
  g_mutex_unlock (&mutex);
  if (old != NULL)
    sanera_locale_unref (old);
}

/**
 * sanera_language_init:
 * @setting: (nullable): "en", "sv", "zh_CN", or "" for the language of the system
 * @locale_dir: folder of the message catalogues; SANERA_LOCALEDIR in the environment goes before it
 *
 * Chooses the language and makes gettext speak it. To be called once, before the first thread, and
 * by a GTK program after gtk_disable_setlocale(): otherwise GTK sets the locale of the environment
 * again, and where that is "C" no message is translated.
 */
void
sanera_language_init (const char *setting, const char *locale_dir)
{
  const char *messages;
  const char *folder = g_getenv ("SANERA_LOCALEDIR");

  g_clear_pointer (&system_names, g_free);
  system_names = read_environment ();
  apply (setting);

  /* In the locale "C" gettext ignores LANGUAGE, and so it does when the locale is not installed. */
  messages = setlocale (LC_ALL, "") != NULL ? setlocale (LC_MESSAGES, NULL) : NULL;
  if (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");

  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* GLib decides at its first message, once for the life of the process, that nothing is translated
   * when the program's own domain has no catalogue for the language of that moment: a start in
   * English would keep GTK's and our words English for good. Asked before there is such a domain,
   * it decides for translating. */
  (void)g_dgettext (GETTEXT_PACKAGE, "");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * sanera_language_set:
 * @setting: (nullable): "en", "sv", "zh_CN", or "" for the language of the system
 *
 * Switches the language at run time. What was made before stays as it was: the caller builds its
 * window again and has the cache's titles rewritten (sanera_cache_set_language_async()).
 */
void
sanera_language_set (const char *setting)
{
  if (system_names == NULL)
    system_names = read_environment ();
  apply (setting);
#ifdef __GLIBC__
  ++_nl_msg_cat_cntr;
#endif
}

/**
 * sanera_language_get:
 *
 * Returns: (transfer none): the language in effect: "en", "sv" or "zh_CN"
 */
const char *
sanera_language_get (void)
{
  const char *name;

  g_mutex_lock (&mutex);
  name = effective;
  g_mutex_unlock (&mutex);

  return name != NULL ? name : languages[0].name;
}

static SaneraLocale *
locale_new (char *name)
{
  SaneraLocale *self = g_new0 (SaneraLocale, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->locale = name;
  return self;
}

/**
 * sanera_locale_new_for:
 * @language: "en", "sv" or "zh_CN"
 *
 * Returns: (transfer full): ICU objects of that language, whatever the one in effect
 */
SaneraLocale *
sanera_locale_new_for (const char *language)
{
  char *name = NULL;

  choose (language, &name);
  return locale_new (name);
}

/**
 * sanera_locale_get:
 *
 * Returns: (transfer full): the ICU objects of the language in effect, or of the one this thread
 *   speaks for a while (sanera-voice)
 */
SaneraLocale *
sanera_locale_get (void)
{
  SaneraLocale *locale = sanera_voice_get_locale ();

  if (locale != NULL)
    return locale;

  g_mutex_lock (&mutex);
  if (current == NULL)
    {
      effective = languages[0].name;
      current = locale_new (g_strdup (languages[0].locale));
    }
  locale = current;
  g_atomic_ref_count_inc (&locale->references);
  g_mutex_unlock (&mutex);

  return locale;
}

/**
 * sanera_locale_to_utf16:
 * @text: UTF-8; what is no UTF-8 becomes U+FFFD
 * @length: (out): of the result
 *
 * Returns: (transfer full): the same for ICU
 */
UChar *
sanera_locale_to_utf16 (const char *text, int32_t *length)
{
  gsize bytes = strlen (text);
  UErrorCode code = U_ZERO_ERROR;
  UChar *out = g_new (UChar, bytes + 1);

  g_assert (bytes < G_MAXINT32);
  u_strFromUTF8WithSub (out, (int32_t)bytes + 1, length, text, (int32_t)bytes, 0xfffd, NULL, &code);
  return out;
}

/**
 * sanera_locale_to_utf8:
 * @text: text of ICU
 * @length: its length
 *
 * Returns: (transfer full): the same as UTF-8
 */
char *
sanera_locale_to_utf8 (const UChar *text, int32_t length)
{
  UErrorCode code = U_ZERO_ERROR;
  int32_t capacity = length * 3 + 1;
  char *out = g_malloc (capacity);

  u_strToUTF8WithSub (out, capacity, NULL, text, length, 0xfffd, NULL, &code);
  return out;
}

/* Most of what is searched is ASCII, where NFKC_Casefold is just lower case. */
static char *
fold_ascii (const char *text)
{
  gsize length = strlen (text);
  char *out = g_malloc (length + 1);

  for (gsize i = 0; i <= length; i++)
    {
      if ((guchar)text[i] >= 0x80)
        {
          g_free (out);
          return NULL;
        }
      out[i] = g_ascii_tolower (text[i]);
    }

  return out;
}

/**
 * sanera_language_fold:
 * @text: UTF-8
 *
 * What search compares: NFKC_Casefold, so that case, width (ＡＢＣ) and the two ways of writing å
 * do not matter. It is the same in every language.
 *
 * Returns: (transfer full): the folded text
 */
char *
sanera_language_fold (const char *text)
{
  g_autofree UChar *source = NULL;
  g_autofree UChar *folded = NULL;
  const UNormalizer2 *normalizer;
  UErrorCode code = U_ZERO_ERROR;
  int32_t length, capacity, n;
  char *ascii;

  g_return_val_if_fail (text != NULL, NULL);

  ascii = fold_ascii (text);
  if (ascii != NULL)
    return ascii;

  normalizer = unorm2_getNFKCCasefoldInstance (&code);
  source = sanera_locale_to_utf16 (text, &length);
  if (U_FAILURE (code))
    return g_utf8_casefold (text, -1);

  capacity = length + length / 2 + 16;
  folded = g_new (UChar, capacity);
  n = unorm2_normalize (normalizer, source, length, folded, capacity, &code);
  if (code == U_BUFFER_OVERFLOW_ERROR)
    {
      code = U_ZERO_ERROR;
      g_free (folded);
      folded = g_new (UChar, n + 1);
      n = unorm2_normalize (normalizer, source, length, folded, n + 1, &code);
    }
  if (U_FAILURE (code))
    return g_utf8_casefold (text, -1);

  return sanera_locale_to_utf8 (folded, n);
}

static const UCollator *
get_collator (SaneraLocale *self)
{
  const UCollator *collator;

  g_mutex_lock (&self->mutex);
  if (self->collator == NULL)
    {
      UErrorCode code = U_ZERO_ERROR;

      self->collator = ucol_open (self->locale, &code);
      /* 10.2 is a later version than 9.1. */
      if (U_SUCCESS (code))
        ucol_setAttribute (self->collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &code);
      if (U_FAILURE (code))
        {
          g_warning ("No collation for %s: %s", self->locale, u_errorName (code));
          g_clear_pointer (&self->collator, ucol_close);
        }
    }
  collator = self->collator;
  g_mutex_unlock (&self->mutex);

  return collator;
}

/**
 * sanera_language_sort_key:
 * @text: UTF-8; parts separated by U+FFFE are compared one after the other
 *
 * Returns: (transfer full): bytes whose order is the order of the language in effect, with numbers
 *   inside compared as numbers
 */
GBytes *
sanera_language_sort_key (const char *text)
{
  g_autoptr (SaneraLocale) locale = sanera_locale_get ();
  const UCollator *collator = get_collator (locale);
  g_autofree UChar *source = NULL;
  g_autofree guint8 *key = NULL;
  int32_t length, capacity, n;

  g_return_val_if_fail (text != NULL, NULL);

  if (collator == NULL)
    return g_bytes_new (text, strlen (text));

  source = sanera_locale_to_utf16 (text, &length);
  capacity = length * 3 + 32;
  key = g_malloc (capacity);
  n = ucol_getSortKey (collator, source, length, key, capacity);
  if (n > capacity)
    {
      key = g_realloc (key, n);
      n = ucol_getSortKey (collator, source, length, key, n);
    }

  /* The NUL at the end decides nothing. */
  return g_bytes_new_take (g_steal_pointer (&key), n > 0 ? n - 1 : 0);
}

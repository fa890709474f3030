/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Versions of the packages of programming languages: SemVer, PEP 440, Maven. */

#include <string.h>

#include "sanera-version-private.h"

#define SIGN(x) (((x) > 0) - ((x) < 0))

/* One identifier of a pre-release: numbers below words, numbers by value, words by ASCII. */
static int
compare_identifiers (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gboolean a_number = sanera_version_span_digits (a) >= a_length;
  gboolean b_number = sanera_version_span_digits (b) >= b_length;
  int order;

  if (a_number != b_number)
    return a_number ? -1 : 1;
  if (a_number)
    return sanera_version_compare_digits (a, a_length, b, b_length);
  order = SIGN (memcmp (a, b, MIN (a_length, b_length)));
  return order != 0 ? order : SIGN ((gssize)a_length - (gssize)b_length);
}

static int
compare_prereleases (const char *a, const char *b)
{
  while (*a != '\0' && *b != '\0' && *a != '+' && *b != '+')
    {
      gsize a_length = strcspn (a, ".+"), b_length = strcspn (b, ".+");
      int order = compare_identifiers (a, a_length, b, b_length);

      if (order != 0)
        return order;
      a += a_length + (a[a_length] == '.');
      b += b_length + (b[b_length] == '.');
    }
  return (*a != '\0' && *a != '+') - (*b != '\0' && *b != '+');
}

int
sanera_version_compare_semver (const char *a, const char *b)
{
  a += strspn (a, "v=");
  b += strspn (b, "v=");
  for (;;)
    {
      gsize a_length = sanera_version_span_digits (a), b_length = sanera_version_span_digits (b);
      int order = sanera_version_compare_digits (a, a_length, b, b_length);

      if (order != 0)
        return order;
      a += a_length;
      b += b_length;
      if (*a != '.' && *b != '.')
        break;
      a += *a == '.';
      b += *b == '.';
    }
  if (*a == '-' && *b == '-')
    return compare_prereleases (a + 1, b + 1);
  if (*a == '-' || *b == '-')
    return *a == '-' ? -1 : 1;
  /* Build metadata does not count; anything else is not SemVer but must still be put in order. */
  if (*a == '+' || *b == '+' || *a == *b)
    return *a == *b && *a != '+' && *a != '\0' ? SIGN (strcmp (a, b)) : 0;
  return *a == '\0' ? -1 : *b == '\0' ? 1 : SIGN (strcmp (a, b));
}

#define MAX_RELEASE 32

typedef struct
{
  gint64 epoch;
  gint64 release[MAX_RELEASE];
  guint n_release;
  int pre_kind; /* 0 dev only, 1 alpha, 2 beta, 3 rc, 4 none */
  gint64 pre;
  gint64 post; /* -1: none */
  gint64 dev; /* G_MAXINT64: none */
  const char *local;
} Pep440;

static gboolean
read_number (const char **p, gint64 *value)
{
  if (!g_ascii_isdigit (**p))
    return FALSE;
  for (*value = 0; g_ascii_isdigit (**p); (*p)++)
    {
      if (*value > G_MAXINT64 / 10 - 10)
        return FALSE;
      *value = *value * 10 + (**p - '0');
    }
  return TRUE;
}

/* Eats one of @words, with a separator before it and before its number, which defaults to 0. */
static int
read_tag (const char **p, const char *const *words, gint64 *number)
{
  const char *at = *p;

  if (*at != '\0' && strchr (".-_", *at) != NULL)
    at++;
  for (int i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);

      if (g_ascii_strncasecmp (at, words[i], length) != 0 || g_ascii_isalpha (at[length]))
        continue;
      at += length;
      if (*at != '\0' && strchr (".-_", *at) != NULL && g_ascii_isdigit (at[1]))
        at++;
      *number = 0;
      if (g_ascii_isdigit (*at) && !read_number (&at, number))
        return -1;
      *p = at;
      return i;
    }
  return -1;
}

static gboolean
parse_pep440 (const char *p, Pep440 *out)
{
  static const char *const pre[] = { "alpha", "a", "beta", "b", "preview", "pre", "rc", "c", NULL };
  static const int pre_kinds[] = { 1, 1, 2, 2, 3, 3, 3, 3 };
  static const char *const post[] = { "post", "rev", "r", NULL };
  static const char *const dev[] = { "dev", NULL };
  int tag;

  *out = (Pep440){ .pre_kind = 4, .post = -1, .dev = G_MAXINT64 };
  p += g_ascii_tolower (*p) == 'v';
  if (!read_number (&p, &out->release[0]))
    return FALSE;
  if (*p == '!')
    {
      p++;
      out->epoch = out->release[0];
      if (!read_number (&p, &out->release[0]))
        return FALSE;
    }
  out->n_release = 1;
  while (*p == '.' && g_ascii_isdigit (p[1]))
    {
      p++;
      if (out->n_release == MAX_RELEASE || !read_number (&p, &out->release[out->n_release]))
        return FALSE;
      out->n_release++;
    }
  while (out->n_release > 1 && out->release[out->n_release - 1] == 0)
    out->n_release--;

  tag = read_tag (&p, pre, &out->pre);
  if (tag >= 0)
    out->pre_kind = pre_kinds[tag];
  if (*p == '-' && g_ascii_isdigit (p[1]))
    {
      p++;
      if (!read_number (&p, &out->post))
        return FALSE;
    }
  else
    read_tag (&p, post, &out->post);
  read_tag (&p, dev, &out->dev);
  if (out->pre_kind == 4 && out->post < 0 && out->dev != G_MAXINT64)
    out->pre_kind = 0;
  if (*p == '+')
    {
      out->local = p + 1;
      return TRUE;
    }
  return *p == '\0';
}

/* Words by their letters, whatever their case. */
static int
compare_local_identifiers (const char *a, gsize a_length, const char *b, gsize b_length)
{
  g_autofree char *a_lower = g_ascii_strdown (a, (gssize)a_length);
  g_autofree char *b_lower = g_ascii_strdown (b, (gssize)b_length);

  return compare_identifiers (a_lower, a_length, b_lower, b_length);
}

/* PEP 440: no local version is below any; numbers above words. */
static int
compare_locals (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  while (*a != '\0' && *b != '\0')
    {
      gsize a_length = strcspn (a, ".-_"), b_length = strcspn (b, ".-_");
      gboolean a_number = sanera_version_span_digits (a) == a_length;
      gboolean b_number = sanera_version_span_digits (b) == b_length;
      int order;

      if (a_number != b_number)
        return a_number ? 1 : -1;
      order = compare_local_identifiers (a, a_length, b, b_length);
      if (order != 0)
        return order;
      a += a_length + (a[a_length] != '\0');
      b += b_length + (b[b_length] != '\0');
    }
  return (*a != '\0') - (*b != '\0');
}

#define COMPARE(x, y) (((x) > (y)) - ((x) < (y)))

gboolean
sanera_version_compare_pep440 (const char *a_text, const char *b_text, int *order)
{
  Pep440 a, b;

  if (!parse_pep440 (a_text, &a) || !parse_pep440 (b_text, &b))
    return FALSE;

  *order = COMPARE (a.epoch, b.epoch);
  for (guint i = 0; *order == 0 && i < MAX (a.n_release, b.n_release); i++)
    *order = COMPARE (i < a.n_release ? a.release[i] : 0, i < b.n_release ? b.release[i] : 0);
  if (*order == 0)
    *order = COMPARE (a.pre_kind, b.pre_kind);
  if (*order == 0)
    *order = COMPARE (a.pre, b.pre);
  if (*order == 0)
    *order = COMPARE (a.post, b.post);
  if (*order == 0)
    *order = COMPARE (a.dev, b.dev);
  if (*order == 0)
    *order = compare_locals (a.local, b.local);
  return TRUE;
}

/* Maven: a token with the separator before it ('-' also between digits and letters). */
typedef struct
{
  char separator;
  gboolean number;
  const char *text;
  gsize length;
} MavenToken;

static int
maven_rank (const MavenToken *token, const MavenToken *next)
{
  static const struct
  {
    const char *word;
    int rank;
  } words[] = { { "alpha", -5 }, { "beta", -4 },     { "milestone", -3 }, { "rc", -2 },
                { "cr", -2 },    { "snapshot", -1 }, { "", 0 },           { "final", 0 },
                { "ga", 0 },     { "release", 0 },   { "sp", 1 } };
  static const char *const letters = "abm";

  if (token->length == 1 && next != NULL && next->number && next->text == token->text + 1)
    {
      const char *letter = strchr (letters, g_ascii_tolower (*token->text));

      if (letter != NULL)
        return -5 + (int)(letter - letters);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strlen (words[i].word) == token->length &&
          g_ascii_strncasecmp (words[i].word, token->text, token->length) == 0)
        return words[i].rank;
    }
  return 2;
}

static gboolean
maven_is_null (const MavenToken *token, const MavenToken *next)
{
  if (token->number)
    return sanera_version_compare_digits (token->text, token->length, "", 0) == 0;
  return maven_rank (token, next) == 0;
}

static GArray *
maven_tokens (const char *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (MavenToken));
  char separator = '-';
  const char *p = text;

  for (;;)
    {
      MavenToken token = { .separator = separator, .text = p };

      token.number = g_ascii_isdigit (*p);
      while (*p != '\0' && strchr (".-_", *p) == NULL && g_ascii_isdigit (*p) == token.number)
        p++;
      token.length = (gsize)(p - token.text);
      if (token.length == 0)
        token.number = TRUE; /* an empty token is 0 */
      if (!token.number)
        token.separator = '-'; /* "1.0.rc" is "1.0-rc" (MNG-7644) */
      g_array_append_val (tokens, token);
      if (*p == '\0')
        break;
      if (strchr (".-_", *p) != NULL)
        separator = *p++ == '.' ? '.' : '-';
      else
        separator = '-';
    }

  /* Null values at the end, and before each remaining hyphen, do not count. */
  for (guint end = tokens->len; end > 0;)
    {
      guint at = end;

      while (at > 1 && maven_is_null (&g_array_index (tokens, MavenToken, at - 1), NULL))
        g_array_remove_index (tokens, --at);
      while (at > 0 && g_array_index (tokens, MavenToken, at - 1).separator != '-')
        at--;
      end = at > 0 ? at - 1 : 0;
    }
  return tokens;
}

/* Order of the kinds: words, then a number after a hyphen, then a number after a dot. */
static int
maven_kind (const MavenToken *token)
{
  return !token->number ? 0 : token->separator == '-' ? 1 : 2;
}

static int
maven_compare_tokens (const MavenToken *a,
                      const MavenToken *a_next,
                      const MavenToken *b,
                      const MavenToken *b_next)
{
  int order;

  if (maven_kind (a) != maven_kind (b))
    return SIGN (maven_kind (a) - maven_kind (b));
  if (a->number)
    return sanera_version_compare_digits (a->text, a->length, b->text, b->length);
  order = SIGN (maven_rank (a, a_next) - maven_rank (b, b_next));
  if (order == 0 && maven_rank (a, a_next) == 2)
    {
      order = SIGN (g_ascii_strncasecmp (a->text, b->text, MIN (a->length, b->length)));
      if (order == 0)
        order = SIGN ((gssize)a->length - (gssize)b->length);
    }
  return order;
}

int
sanera_version_compare_maven (const char *a, const char *b)
{
  g_autoptr (GArray) a_tokens = maven_tokens (a);
  g_autoptr (GArray) b_tokens = maven_tokens (b);

  for (guint i = 0; i < MAX (a_tokens->len, b_tokens->len); i++)
    {
      const MavenToken *at = i < a_tokens->len ? &g_array_index (a_tokens, MavenToken, i) : NULL;
      const MavenToken *bt = i < b_tokens->len ? &g_array_index (b_tokens, MavenToken, i) : NULL;
      const MavenToken *a_next = i + 1 < a_tokens->len ? at + 1 : NULL;
      const MavenToken *b_next = i + 1 < b_tokens->len ? bt + 1 : NULL;
      /* The shorter one is filled with nulls of the other's kind. */
      MavenToken filler = { .text = "", .length = 0 };
      int order;

      if (at == NULL || bt == NULL)
        {
          const MavenToken *other = at != NULL ? at : bt;

          filler.separator = other->separator;
          filler.number = other->number;
        }
      order = maven_compare_tokens (at != NULL ? at : &filler, at != NULL ? a_next : NULL,
                                    bt != NULL ? bt : &filler, bt != NULL ? b_next : NULL);
      if (order != 0)
        return order;
    }
  return 0;
}

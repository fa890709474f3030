/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Package URLs (https://github.com/package-url/purl-spec) and the names of the Common Platform
 * Enumeration (NISTIR 7695: 2.3 formatted strings, and the URIs of 2.2). */

#include "sanera-component-name.h"

#include <string.h>

#define MAX_LENGTH 2048

/* What scanners call a source of packages → the word of package URLs, or Trivy's for distributions.
 * A package has one recommendation however it was found. */
static const struct
{
  const char *from;
  const char *to;
} vendors[] = {
  { "alma linux", "alma" },
  { "almalinux", "alma" },
  { "alpaquita", "alpaquita" },
  { "amazon linux", "amazon" },
  { "amzn", "amazon" },
  { "azure linux", "azurelinux" },
  { "bun", "npm" },
  { "bundler", "gem" },
  { "composer-vendor", "composer" },
  { "conda-environment", "conda" },
  { "conda-pkg", "conda" },
  { "crates.io", "cargo" },
  { "dart-pub", "pub" },
  { "dotnet", "nuget" },
  { "dotnet-core", "nuget" },
  { "gemspec", "gem" },
  { "go", "golang" },
  { "go-module", "golang" },
  { "gobinary", "golang" },
  { "gomod", "golang" },
  { "gradle", "maven" },
  { "graalvm-native-image", "maven" },
  { "jar", "maven" },
  { "java-archive", "maven" },
  { "jenkins-plugin", "maven" },
  { "mariner", "cbl-mariner" },
  { "node-pkg", "npm" },
  { "ol", "oracle" },
  { "oracle linux", "oracle" },
  { "packages-props", "nuget" },
  { "packagist", "composer" },
  { "php-composer", "composer" },
  { "pip", "pypi" },
  { "pipenv", "pypi" },
  { "pnpm", "npm" },
  { "pod", "cocoapods" },
  { "poetry", "pypi" },
  { "pom", "maven" },
  { "python", "pypi" },
  { "python-pkg", "pypi" },
  { "red hat", "redhat" },
  { "rhel", "redhat" },
  { "rocky linux", "rocky" },
  { "rubygems", "gem" },
  { "rust-crate", "cargo" },
  { "rustbinary", "cargo" },
  { "sbt", "maven" },
  { "swifturl", "swift" },
  { "uv", "pypi" },
  { "yarn", "npm" },
};

/**
 * sanera_component_name_clear:
 * @self: a name
 *
 * Frees what it holds.
 */
void
sanera_component_name_clear (SaneraComponentName *self)
{
  g_clear_pointer (&self->vendor, g_free);
  g_clear_pointer (&self->product, g_free);
  g_clear_pointer (&self->version, g_free);
}

/**
 * sanera_component_vendor:
 * @word: (nullable): what a scanner calls a registry, a distribution or a kind of package
 *
 * Returns: (transfer none) (nullable): the one word for it, @word itself when it is a new one
 */
const char *
sanera_component_vendor (const char *word)
{
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (vendors); i++)
    {
      if (g_ascii_strcasecmp (vendors[i].from, word) == 0)
        return vendors[i].to;
    }
  return word;
}

/**
 * sanera_component_vendor_of_ecosystem:
 * @ecosystem: (nullable): an ecosystem of OSV: "PyPI", "Debian:12", "Rocky Linux:9"
 *
 * Returns: (transfer full): the word for it, without the release; "" when there is none
 */
char *
sanera_component_vendor_of_ecosystem (const char *ecosystem)
{
  g_autofree char *name = NULL;

  if (ecosystem == NULL)
    return g_strdup ("");
  name = g_ascii_strdown (ecosystem, (gssize)strcspn (ecosystem, ":"));
  return g_strdup (sanera_component_vendor (name));
}

/**
 * sanera_component_normalise:
 * @vendor: a registry
 * @product: a name in it
 *
 * Returns: (transfer full): the name as the registry itself compares it: for PyPI that is PEP 503;
 *   elsewhere only case, if anything, makes no difference, and ids do not have it
 */
char *
sanera_component_normalise (const char *vendor, const char *product)
{
  g_autoptr (GString) out = NULL;

  if (g_strcmp0 (vendor, "pypi") != 0)
    return g_strdup (product);

  out = g_string_new (NULL);
  for (const char *p = product; *p != '\0'; p++)
    {
      if (strchr ("-_.", *p) == NULL)
        g_string_append_c (out, g_ascii_tolower (*p));
      else if (p == product || strchr ("-_.", p[-1]) == NULL)
        g_string_append_c (out, '-');
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Decodes one component; NULL when it is not text. */
static char *
decode (const char *start, const char *end)
{
  char *text = g_uri_unescape_segment (start, end, NULL);

  if (text != NULL && (*text == '\0' || !g_utf8_validate (text, -1, NULL)))
    g_clear_pointer (&text, g_free);
  return text;
}

/* The value of a qualifier. */
static char *
get_qualifier (const char *qualifiers, const char *key)
{
  g_auto (GStrv) pairs = g_strsplit (qualifiers, "&", 32);
  const gsize length = strlen (key);

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      if (g_ascii_strncasecmp (*pair, key, length) == 0 && (*pair)[length] == '=')
        return decode (*pair + length + 1, NULL);
    }
  return NULL;
}

/* Packages of a distribution: its name is the namespace, or stands in "distro=debian-12". */
static char *
choose_distribution (const char *type, const char *namespace, const char *qualifiers)
{
  g_autofree char *distro = get_qualifier (qualifiers, "distro");
  g_autofree char *lower = NULL;

  if (namespace != NULL)
    lower = g_ascii_strdown (namespace, -1);
  else if (distro != NULL)
    lower = g_ascii_strdown (distro, (gssize)strcspn (distro, "-"));
  return g_strdup (sanera_component_vendor (lower != NULL ? lower : type));
}

static gboolean
parse_purl (const char *text, SaneraComponentName *name)
{
  const char *rest = text + strlen ("pkg:");
  const gsize length = strcspn (rest, "?#");
  g_autofree char *main = NULL, *type = NULL, *namespace = NULL, *product = NULL;
  g_autofree char *qualifiers = NULL;
  const char *end = rest + length, *slash, *at;

  qualifiers = *end == '?' ? g_strndup (end + 1, strcspn (end + 1, "#")) : g_strdup ("");
  while (*rest == '/')
    rest++;
  if (end <= rest)
    return FALSE;
  main = g_strndup (rest, (gsize)(end - rest));
  g_strchomp (main);
  while (g_str_has_suffix (main, "/"))
    main[strlen (main) - 1] = '\0';
  slash = strchr (main, '/');
  if (slash == NULL || slash == main)
    return FALSE;
  type = g_ascii_strdown (main, slash - main);

  /* The scope of npm should be "%40scope", but some write "@scope". */
  at = strrchr (slash, '@');
  if (at != NULL && at[-1] == '/' && strchr (at, '/') != NULL)
    at = NULL;
  end = at != NULL ? at : main + strlen (main);
  rest = slash + 1;
  slash = g_strrstr_len (rest, end - rest, "/");
  product = decode (slash != NULL ? slash + 1 : rest, end);
  if (product == NULL)
    return FALSE;
  if (slash != NULL)
    {
      namespace = decode (rest, slash);
      if (namespace == NULL)
        return FALSE;
    }
  if (at != NULL)
    name->version = decode (at + 1, NULL);

  if (g_str_equal (type, "deb") || g_str_equal (type, "rpm") || g_str_equal (type, "apk") ||
      g_str_equal (type, "alpm"))
    {
      name->vendor = choose_distribution (type, namespace, qualifiers);
      name->product = g_steal_pointer (&product);
    }
  else
    {
      name->vendor = g_strdup (sanera_component_vendor (type));
      name->product =
          namespace == NULL
              ? g_steal_pointer (&product)
              : g_strconcat (namespace, g_str_equal (type, "maven") ? ":" : "/", product, NULL);
    }
  return TRUE;
}

/* One component of a CPE: up to a colon that no backslash stands before. */
static char *
take_cpe_part (const char **p, gboolean uri)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (; **p != '\0' && **p != ':'; (*p)++)
    {
      if (!uri && **p == '\\' && (*p)[1] != '\0')
        (*p)++;
      g_string_append_c (out, **p);
    }
  if (**p == ':')
    (*p)++;
  if (uri)
    return decode (out->str, NULL);
  return out->len > 0 && g_utf8_validate (out->str, (gssize)out->len, NULL)
             ? g_string_free (g_steal_pointer (&out), FALSE)
             : NULL;
}

static gboolean
parse_cpe (const char *text, SaneraComponentName *name)
{
  const gboolean uri = g_str_has_prefix (text, "cpe:/");
  const char *p = text + strlen (uri ? "cpe:/" : "cpe:2.3:");
  g_autofree char *part = take_cpe_part (&p, uri);

  name->vendor = take_cpe_part (&p, uri);
  name->product = take_cpe_part (&p, uri);
  name->version = take_cpe_part (&p, uri);
  if (part == NULL || strlen (part) != 1 || name->vendor == NULL || name->product == NULL ||
      g_str_equal (name->product, "*") || g_str_equal (name->vendor, "*"))
    {
      sanera_component_name_clear (name);
      return FALSE;
    }
  if (name->version != NULL &&
      (g_str_equal (name->version, "*") || g_str_equal (name->version, "-")))
    g_clear_pointer (&name->version, g_free);
  return TRUE;
}

/**
 * sanera_component_name_parse:
 * @text: (nullable): a package URL, a CPE 2.3 formatted string or a CPE 2.2 URI
 * @name: (out caller-allocates): its parts, to be cleared; empty when it is none of these
 *
 * Returns: whether it is one
 */
gboolean
sanera_component_name_parse (const char *text, SaneraComponentName *name)
{
  *name = (SaneraComponentName){ NULL };
  if (text == NULL || strlen (text) > MAX_LENGTH)
    return FALSE;
  if (g_ascii_strncasecmp (text, "pkg:", 4) == 0)
    return parse_purl (text, name);
  if (g_str_has_prefix (text, "cpe:2.3:") || g_str_has_prefix (text, "cpe:/"))
    return parse_cpe (text, name);
  return FALSE;
}

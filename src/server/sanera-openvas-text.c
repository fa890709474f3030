/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-openvas-text.h"

#include <string.h>

#include "sanera-component-name.h"

/* An entry of a report names a handful of packages; a made-up one shall not fill the memory. */
#define MAX_PACKAGES 1000
#define MAX_CVES 1000

/**
 * sanera_openvas_tag:
 * @tags: (nullable): "summary=…|insight=…|solution=…"
 * @key: one of them
 *
 * Returns: (transfer full) (nullable): its value, %NULL when it is missing, empty or "NOSUMMARY"
 */
char *
sanera_openvas_tag (const char *tags, const char *key)
{
  const gsize length = strlen (key);

  while (tags != NULL && *tags != '\0')
    {
      const gsize end = strcspn (tags, "|");

      if (end > length && strncmp (tags, key, length) == 0 && tags[length] == '=')
        {
          g_autofree char *value = g_strstrip (g_strndup (tags + length + 1, end - length - 1));

          return *value != '\0' && !g_str_has_prefix (value, "NO") ? g_steal_pointer (&value)
                                                                   : NULL;
        }
      tags += end;
      tags += *tags == '|';
    }
  return NULL;
}

/**
 * sanera_openvas_line:
 * @text: (nullable): words of a result
 * @label: "Fixed version:"
 *
 * Returns: (transfer full) (nullable): what stands behind it on its line
 */
char *
sanera_openvas_line (const char *text, const char *label)
{
  const char *found = text != NULL ? strstr (text, label) : NULL;
  g_autofree char *value = NULL;

  if (found == NULL)
    return NULL;
  found += strlen (label);
  value = g_strstrip (g_strndup (found, strcspn (found, "\r\n")));
  return *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/**
 * sanera_openvas_collapse:
 * @text: a name that was broken into lines
 *
 * Returns: (transfer full): on one line
 */
char *
sanera_openvas_collapse (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isspace (*p))
        g_string_append_c (out, *p);
      else if (out->len > 0 && !g_ascii_isspace (p[1]) && p[1] != '\0')
        g_string_append_c (out, ' ');
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * sanera_openvas_collect_cves:
 * @text: (nullable): "CVE-2010-1, CVE-2010-2" or "NOCVE"
 * @cves: (element-type utf8): takes those it does not have yet
 */
void
sanera_openvas_collect_cves (const char *text, GPtrArray *cves)
{
  g_auto (GStrv) words = text != NULL ? g_strsplit_set (text, ", \t\r\n", MAX_CVES) : NULL;

  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      if (g_str_has_prefix (*word, "CVE-") && cves->len < MAX_CVES &&
          !g_ptr_array_find_with_equal_func (cves, *word, g_str_equal, NULL))
        g_ptr_array_add (cves, g_strdup (*word));
    }
}

/**
 * sanera_openvas_distribution:
 * @family: (nullable): "Debian Local Security Checks"
 *
 * Returns: (transfer full) (nullable): the word for the distribution whose packages are checked
 */
char *
sanera_openvas_distribution (const char *family)
{
  static const char suffix[] = " Local Security Checks";
  g_autofree char *name = NULL;

  if (family == NULL || !g_str_has_suffix (family, suffix))
    return NULL;
  name = g_ascii_strdown (family, (gssize)(strlen (family) - strlen (suffix)));
  return g_strdup (sanera_component_vendor (name));
}

static void
package_free (SaneraOpenvasPackage *package)
{
  g_free (package->name);
  g_free (package->installed);
  g_free (package->fixed);
  g_free (package);
}

/* Versions are written with the name before them: ">=libc6-2.36-9", "libc6_2.36". */
static char *
cut_name (const char *text, const char *name)
{
  const gsize sign = strspn (text, "<>= ");
  const gsize length = strlen (name);

  if (strncmp (text + sign, name, length) == 0 &&
      (text[sign + length] == '-' || text[sign + length] == '_'))
    return g_strdup (text + sign + length + 1);
  return g_strdup (text + sign);
}

/**
 * sanera_openvas_packages:
 * @description: (nullable): the result of a local check: lines of "Vulnerable package:", "Installed
 *   version:" and "Fixed version:", as often as there are packages
 *
 * Returns: (transfer full) (element-type SaneraOpenvasPackage): the packages
 */
GPtrArray *
sanera_openvas_packages (const char *description)
{
  static const char label[] = "Vulnerable package:";
  GPtrArray *packages = g_ptr_array_new_with_free_func ((GDestroyNotify)package_free);
  const char *start = description != NULL ? strstr (description, label) : NULL;

  while (start != NULL && packages->len < MAX_PACKAGES)
    {
      const char *next = strstr (start + strlen (label), label);
      g_autofree char *block =
          next != NULL ? g_strndup (start, (gsize)(next - start)) : g_strdup (start);
      g_autofree char *name = sanera_openvas_line (block, label);
      g_autofree char *installed = sanera_openvas_line (block, "Installed version:");
      g_autofree char *fixed = sanera_openvas_line (block, "Fixed version:");

      if (name != NULL)
        {
          SaneraOpenvasPackage *package = g_new0 (SaneraOpenvasPackage, 1);

          package->installed = installed != NULL ? cut_name (installed, name) : NULL;
          package->fixed = fixed != NULL ? cut_name (fixed, name) : NULL;
          package->name = g_steal_pointer (&name);
          g_ptr_array_add (packages, package);
        }
      start = next;
    }
  return packages;
}

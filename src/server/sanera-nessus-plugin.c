/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plugins of Nessus, the same in each product of Tenable. https://docs.tenable.com/ */

#include "sanera-nessus-plugin.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sanera-component-name.h"
#include "sanera-field.h"
#include "sanera-openvas-text.h"
#include "sanera-rating.h"
#include "sanera-time.h"
#include "sanera-version.h"

/* "Nessus Scan Information": how the host was scanned. */
#define PLUGIN_SCAN_INFORMATION "19506"
#define MAX_PACKAGES 1000

/* The beginning of the name of a plugin that compares packages → where they come from. */
static const struct
{
  const char *name;
  const char *vendor;
} distributions[] = {
  { "AlmaLinux ", "alma" },      { "Alpine ", "alpine" },    { "Amazon Linux ", "amazon" },
  { "CentOS ", "centos" },       { "Debian ", "debian" },    { "Fedora ", "fedora" },
  { "Oracle Linux ", "oracle" }, { "Photon OS ", "photon" }, { "RHEL ", "redhat" },
  { "Rocky Linux ", "rocky" },   { "SUSE ", "sles" },        { "Ubuntu ", "ubuntu" },
  { "openSUSE ", "opensuse" },
};

static const char *
find_distribution (const SaneraNessusPlugin *plugin)
{
  for (gsize i = 0; plugin->name != NULL && i < G_N_ELEMENTS (distributions); i++)
    {
      if (g_str_has_prefix (plugin->name, distributions[i].name))
        return distributions[i].vendor;
    }
  return NULL;
}

static gboolean
is_local (const SaneraNessusPlugin *plugin)
{
  if (plugin->type != NULL && *plugin->type != '\0')
    return g_ascii_strcasecmp (plugin->type, "local") == 0;
  if (plugin->family != NULL && *plugin->family != '\0')
    return g_str_has_suffix (plugin->family, "Local Security Checks") ||
           g_str_equal (plugin->family, "Windows : Microsoft Bulletins");
  /* Nessus' own table has neither. */
  return find_distribution (plugin) != NULL ||
         (plugin->output != NULL && strstr (plugin->output, "  Path  ") != NULL);
}

/* Which words and numbers are no weakness: none, information. */
static gboolean
read_severity (const char *word, const char **severity)
{
  static const char *const numbers[] = { "0", "1", "2", "3", "4" };
  static const char *const words[] = { NULL, "low", "medium", "high", "critical" };

  *severity = sanera_importer_severity (word);
  for (gsize i = 1; *severity == NULL && word != NULL && i < G_N_ELEMENTS (numbers); i++)
    {
      if (g_str_equal (word, numbers[i]))
        *severity = sanera_importer_severity (words[i]);
    }
  return *severity != NULL;
}

static void
rate (const SaneraNessusPlugin *plugin, SaneraRating *rating)
{
  const char *vector = plugin->vector3;
  g_autofree char *whole = NULL;

  /* Tables leave "CVSS:3.1/" out. Between 3.0 and 3.1 no base score differs by more than rounding.
   */
  if (vector != NULL && *vector != '\0' && !g_str_has_prefix (vector, "CVSS:"))
    vector = whole = g_strconcat ("CVSS:3.0/", vector, NULL);
  sanera_rating_offer (rating, vector, (double)NAN, 0);
  if (isnan (rating->score) && plugin->score3 != NULL && g_ascii_isdigit (*plugin->score3))
    sanera_rating_offer (rating, NULL, g_ascii_strtod (plugin->score3, NULL), 0);
  sanera_rating_offer (rating, plugin->vector4, (double)NAN, 0);
  sanera_rating_offer (rating, plugin->vector2, (double)NAN, 0);
}

/* "libc6_2.36-9" of Debian and "kernel-tools-4.14-238.amzn2" of RPM → name and version. */
static gboolean
split_package (const char *text, char **name, char **version)
{
  const char *cut = strchr (text, '_');

  if (cut == NULL || !g_ascii_isdigit (cut[1]))
    {
      cut = strrchr (text, '-');
      while (cut != NULL && cut > text && cut[-1] != '-')
        cut--;
      cut = cut != NULL && cut > text ? cut - 1 : NULL;
    }
  if (cut == NULL || cut == text || cut[1] == '\0')
    return FALSE;
  *name = g_strndup (text, (gsize)(cut - text));
  *version = g_strdup (cut + 1);
  return TRUE;
}

/* What stands behind "LABEL   : " on the first such line from *@p on; *@p goes behind it. */
static char *
take_line (const char **p, const char *label)
{
  const char *found = *p != NULL ? strstr (*p, label) : NULL;
  g_autofree char *value = NULL;

  *p = found;
  if (found == NULL)
    return NULL;
  *p = found += strlen (label);
  found += strspn (found, " ");
  if (*found != ':')
    return NULL;
  value = g_strstrip (g_strndup (found + 1, strcspn (found + 1, "\r\n")));
  return *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static gboolean
spool_packages (SaneraImportSpool *spool,
                guint device,
                const char *vendor,
                const SaneraNessusPlugin *plugin,
                SaneraFinding *finding,
                GPtrArray *cves,
                GError **error)
{
  const char *p = plugin->output;

  for (guint i = 0; i < MAX_PACKAGES; i++)
    {
      g_autofree char *installed = take_line (&p, "Remote package installed");
      g_autofree char *fixed = NULL, *name = NULL, *version = NULL, *component = NULL;
      g_autofree char *fixed_name = NULL, *fixed_version = NULL;
      const char *should = p;

      if (p == NULL)
        return TRUE;
      fixed = take_line (&should, "Should be");
      if (installed == NULL || !split_package (installed, &name, &version))
        continue;
      if (fixed != NULL && !split_package (fixed, &fixed_name, &fixed_version))
        fixed_version = NULL;
      component = sanera_importer_component_id (vendor, name);
      finding->component = component;
      finding->vendor = vendor;
      finding->product = name;
      finding->installed_version = version;
      finding->fixed_version = fixed_version;
      if (!sanera_import_spool_weaknesses (spool, device, SANERA_NESSUS_LOCAL, finding, cves,
                                           error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
spool_product (SaneraImportSpool *spool,
               guint device,
               const SaneraNessusPlugin *plugin,
               SaneraFinding *finding,
               GPtrArray *cves,
               GError **error)
{
  g_auto (SaneraComponentName) name = { NULL };
  g_autofree char *component = NULL, *cpe = NULL, *installed = NULL, *fixed = NULL, *fix = NULL;
  const char *p = plugin->output, *q = plugin->output;

  /* Only one product, and no operating system: else it does not say what is to be updated. */
  if (plugin->cpe != NULL)
    cpe = g_strstrip (g_strdup (plugin->cpe));
  if (cpe != NULL && strpbrk (cpe, "\n, ") == NULL && g_str_has_prefix (cpe, "cpe:/a:") &&
      sanera_component_name_parse (cpe, &name))
    component = sanera_importer_component_id (name.vendor, name.product);
  else
    {
      sanera_component_name_clear (&name);
      name.vendor = g_strdup ("tenable");
      name.product = g_strdup (finding->title);
      component = sanera_importer_component_id (name.vendor, plugin->id);
    }
  installed = take_line (&p, "Installed version");
  fixed = take_line (&q, "Fixed version");
  fix = sanera_version_pick_fix (SANERA_VERSION_GENERIC, fixed);
  finding->component = component;
  finding->vendor = name.vendor;
  finding->product = name.product;
  finding->installed_version = installed != NULL ? installed : name.version;
  finding->fixed_version = fix;
  finding->end_of_support =
      fix == NULL && (strstr (finding->title, "Unsupported Version") != NULL ||
                      strstr (finding->title, " SEoL ") != NULL);
  return sanera_import_spool_weaknesses (
      spool, device, is_local (plugin) ? SANERA_NESSUS_LOCAL : SANERA_NESSUS_NETWORK, finding, cves,
      error);
}

/**
 * sanera_nessus_spool:
 * @spool: takes it
 * @device: number of the host in it
 * @plugin: what a plugin says
 * @error: %SANERA_ERROR_FULL when the temporary file cannot be written
 *
 * Spools what a plugin found, if it is a weakness, and which parts of the host were assessed.
 * Audits of a policy are left out.
 *
 * Returns: whether it went well
 */
gboolean
sanera_nessus_spool (SaneraImportSpool *spool,
                     guint device,
                     const SaneraNessusPlugin *plugin,
                     GError **error)
{
  g_auto (SaneraRating) rating = SANERA_RATING_INIT;
  g_autoptr (GPtrArray) cves = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *weakness = NULL;
  const char *vendor = find_distribution (plugin), *p = plugin->output;
  SaneraFinding finding = { .kind = SANERA_FINDING_VULNERABILITY,
                            .published_on = SANERA_INT_NULL,
                            .updated_on = SANERA_INT_NULL };

  sanera_import_spool_part (spool, device, SANERA_NESSUS_NETWORK);
  if (g_str_equal (plugin->id, PLUGIN_SCAN_INFORMATION))
    {
      g_autofree char *checks = take_line (&p, "Credentialed checks");

      if (checks != NULL && g_str_has_prefix (checks, "yes"))
        sanera_import_spool_part (spool, device, SANERA_NESSUS_LOCAL);
      return TRUE;
    }
  if (g_strcmp0 (plugin->family, "Policy Compliance") == 0 ||
      !read_severity (plugin->severity, &finding.severity))
    return TRUE;

  sanera_openvas_collect_cves (plugin->cves, cves);
  weakness = g_strconcat ("NESSUS-", plugin->id, NULL);
  rate (plugin, &rating);
  finding.weakness = weakness;
  finding.title = plugin->name != NULL && *plugin->name != '\0' ? plugin->name : weakness;
  finding.category = sanera_enum_to_nick (&sanera_recommendation_category_enum,
                                          SANERA_RECOMMENDATION_CATEGORY_APPLICATION);
  finding.description = plugin->description != NULL && *plugin->description != '\0'
                            ? plugin->description
                            : plugin->synopsis;
  finding.remediation = plugin->solution;
  finding.public_exploit = plugin->exploit;
  sanera_rating_apply (&rating, &finding);
  if (vendor != NULL && !spool_packages (spool, device, vendor, plugin, &finding, cves, error))
    return FALSE;
  return finding.continued || spool_product (spool, device, plugin, &finding, cves, error);
}

/**
 * sanera_nessus_time:
 * @text: (nullable): a time: ISO 8601, seconds since 1970, "Thu Jun  8 01:58:56 2023", or "Jun 8,
 *   2023 01:58:56 UTC" as Security Center writes it
 *
 * Returns: it, microseconds, UTC where it names no zone; %SANERA_INT_NULL when it is none of these
 */
gint64
sanera_nessus_time (const char *text)
{
  static const char *const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char month[4] = "";
  int day, hour, minute, second, year;
  gint64 time = sanera_time_parse (text);
  char *end;

  if (time != SANERA_INT_NULL || text == NULL || *text == '\0')
    return time;
  if (sscanf (text, "%*3s %3s %2d %2d:%2d:%2d %4d", month, &day, &hour, &minute, &second, &year) ==
          6 ||
      sscanf (text, "%3s %2d, %4d %2d:%2d:%2d", month, &day, &year, &hour, &minute, &second) == 6)
    {
      const char *found = strlen (month) == 3 ? strstr (months, month) : NULL;
      g_autofree char *iso = NULL;

      if (found == NULL || (found - months) % 3 != 0)
        return SANERA_INT_NULL;
      iso = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", year, (int)(found - months) / 3 + 1,
                             day, hour, minute, second);
      return sanera_time_parse (iso);
    }
  time = g_ascii_strtoll (text, &end, 10);
  return *end == '\0' && time > 0 && time < G_GINT64_CONSTANT (253402300800)
             ? time * SANERA_TIME_SECOND
             : SANERA_INT_NULL;
}

/**
 * sanera_nessus_is_address:
 * @text: name or address of a host
 *
 * Returns: whether it is an address, so that a name would be better
 */
gboolean
sanera_nessus_is_address (const char *text)
{
  return *text == '\0' || text[strspn (text, "0123456789.")] == '\0' || strchr (text, ':') != NULL;
}

/**
 * sanera_nessus_bare_name:
 * @netbios: "DOMAIN\\NAME" or "NAME"
 *
 * Returns: (transfer none): the name, without the domain of Windows
 */
const char *
sanera_nessus_bare_name (const char *netbios)
{
  const char *backslash = strrchr (netbios, '\\');

  return backslash != NULL ? backslash + 1 : netbios;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-trivy-names.h"

#include "sanera-enums.h"

typedef struct
{
  const char *from;
  const char *to;
} Name;

/* Families of operating systems, as Trivy spells them, and as a device's osPlatform. */
static const Name platforms[] = {
  { "alma", "AlmaLinux" },
  { "alpine", "Alpine" },
  { "amazon", "AmazonLinux" },
  { "azurelinux", "AzureLinux" },
  { "bottlerocket", "Bottlerocket" },
  { "cbl-mariner", "CBLMariner" },
  { "centos", "CentOS" },
  { "chainguard", "Chainguard" },
  { "debian", "Debian" },
  { "echo", "Echo" },
  { "fedora", "Fedora" },
  { "minimos", "MinimOS" },
  { "opensuse", "openSUSE" },
  { "opensuse-leap", "openSUSE" },
  { "opensuse-tumbleweed", "openSUSE" },
  { "opensuse.leap", "openSUSE" },
  { "opensuse.tumbleweed", "openSUSE" },
  { "oracle", "OracleLinux" },
  { "photon", "Photon" },
  { "redhat", "RedHatEnterpriseLinux" },
  { "rocky", "RockyLinux" },
  { "slem", "SLEMicro" },
  { "sles", "SUSELinuxEnterprise" },
  { "suse linux enterprise micro", "SLEMicro" },
  { "suse linux enterprise server", "SUSELinuxEnterprise" },
  { "ubuntu", "Ubuntu" },
  { "windows", "Windows" },
  { "wolfi", "Wolfi" },
};

/* Trivy names the file a package was found in; the vendor is the registry it comes from, so that a
 * package has one recommendation however it was found. The words are those of package URLs. */
static const Name registries[] = {
  { "bun", "npm" },           { "bundler", "gem" },
  { "cargo", "cargo" },       { "cocoapods", "cocoapods" },
  { "composer", "composer" }, { "composer-vendor", "composer" },
  { "conan", "conan" },       { "conda-environment", "conda" },
  { "conda-pkg", "conda" },   { "dotnet-core", "nuget" },
  { "gemspec", "gem" },       { "gobinary", "golang" },
  { "gomod", "golang" },      { "gradle", "maven" },
  { "hex", "hex" },           { "jar", "maven" },
  { "node-pkg", "npm" },      { "npm", "npm" },
  { "nuget", "nuget" },       { "packages-props", "nuget" },
  { "pip", "pypi" },          { "pipenv", "pypi" },
  { "pnpm", "npm" },          { "poetry", "pypi" },
  { "pom", "maven" },         { "python-pkg", "pypi" },
  { "rustbinary", "cargo" },  { "sbt", "maven" },
  { "uv", "pypi" },           { "yarn", "npm" },
};

static const char *
lookup (const Name *names, gsize n_names, const char *from)
{
  for (gsize i = 0; from != NULL && i < n_names; i++)
    {
      if (g_ascii_strcasecmp (names[i].from, from) == 0)
        return names[i].to;
    }
  return NULL;
}

/**
 * sanera_trivy_is_os:
 * @type: Type of a result
 *
 * Returns: whether it is the family of an operating system
 */
gboolean
sanera_trivy_is_os (const char *type)
{
  return lookup (platforms, G_N_ELEMENTS (platforms), type) != NULL;
}

/**
 * sanera_trivy_vendor:
 * @type: Type of a result
 *
 * Returns: (transfer none): where its packages come from: a registry ("npm") or @type itself
 */
const char *
sanera_trivy_vendor (const char *type)
{
  const char *registry = lookup (registries, G_N_ELEMENTS (registries), type);

  return registry != NULL ? registry : type;
}

/**
 * sanera_trivy_os_platform:
 * @family: (nullable): Metadata.OS.Family
 *
 * Returns: (transfer none) (nullable): the device's osPlatform, @family itself when it is a new one
 */
const char *
sanera_trivy_os_platform (const char *family)
{
  const char *platform = lookup (platforms, G_N_ELEMENTS (platforms), family);

  return platform != NULL ? platform : family;
}

/**
 * sanera_trivy_severity:
 * @severity: (nullable): Trivy's word: CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN
 *
 * Returns: (transfer none) (nullable): nick of #sanera_severity_enum, %NULL when it is unknown
 */
const char *
sanera_trivy_severity (const char *severity)
{
  for (guint i = 0; severity != NULL && i < sanera_severity_enum.n_values; i++)
    {
      if (g_ascii_strcasecmp (sanera_severity_enum.values[i].nick, severity) == 0)
        return sanera_severity_enum.values[i].nick;
    }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-trivy-names.h"

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

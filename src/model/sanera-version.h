/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraVersionScheme:
 * @SANERA_VERSION_GENERIC: numbers and words, the words of pre-releases before the release
 * @SANERA_VERSION_DEBIAN: `[epoch:]upstream[-revision]`, deb-version(7)
 * @SANERA_VERSION_RPM: `[epoch:]version[-release]`, rpmvercmp with `~` and `^`
 * @SANERA_VERSION_APK: Alpine's `1.1.1c_rc2-r0`
 * @SANERA_VERSION_SEMVER: semver.org 2.0.0, any number of numbers, a leading `v` allowed
 * @SANERA_VERSION_PEP440: Python
 * @SANERA_VERSION_MAVEN: Maven's ComparableVersion
 *
 * The rules by which two versions of one component are put in order.
 */
typedef enum
{
  SANERA_VERSION_GENERIC,
  SANERA_VERSION_DEBIAN,
  SANERA_VERSION_RPM,
  SANERA_VERSION_APK,
  SANERA_VERSION_SEMVER,
  SANERA_VERSION_PEP440,
  SANERA_VERSION_MAVEN,
} SaneraVersionScheme;

SaneraVersionScheme sanera_version_scheme_for (const char *ecosystem);
int sanera_version_compare (SaneraVersionScheme scheme, const char *a, const char *b);
char *sanera_version_pick_fix (SaneraVersionScheme scheme, const char *field);

G_END_DECLS

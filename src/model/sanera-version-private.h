/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-version.h"

G_BEGIN_DECLS

int sanera_version_compare_digits (const char *a, gsize a_length, const char *b, gsize b_length);
gsize sanera_version_span_digits (const char *p);
gsize sanera_version_span_alpha (const char *p);

int sanera_version_compare_debian (const char *a, const char *b);
int sanera_version_compare_rpm (const char *a, const char *b);
int sanera_version_compare_apk (const char *a, const char *b);
int sanera_version_compare_semver (const char *a, const char *b);
gboolean sanera_version_compare_pep440 (const char *a, const char *b, int *order);
int sanera_version_compare_maven (const char *a, const char *b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

/* A target has this function, as libFuzzer wants it, and NULL-terminated seeds. It can be linked
 * with -fsanitize=fuzzer instead of the driver. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
extern const char *const fuzz_seeds[];

void fuzz_remove_at_exit (const char *path);

G_END_DECLS

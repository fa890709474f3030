/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Clocks, rest and the lines that tests/bench/run reads: shared by the programs of the bench. */
double bench_support_elapsed_ms (gint64 since);
double bench_support_cpu_ms (void);
void bench_support_wait_rest (void);
void bench_support_sort (double *values, guint n);
void bench_support_print (const char *name,
                          const char *what,
                          double goal,
                          const char *unit,
                          double ours,
                          double other);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-support.h"

#include <stdlib.h>
#include <time.h>

#define REST_US 60000

/**
 * bench_support_elapsed_ms:
 * @since: microseconds of the monotonic clock
 *
 * Returns: milliseconds from then to now
 */
double
bench_support_elapsed_ms (gint64 since)
{
  return (double)(g_get_monotonic_time () - since) / 1000.0;
}

/**
 * bench_support_cpu_ms:
 *
 * Returns: milliseconds that the processor has given to this thread: what a shared machine
 * stretches least
 */
double
bench_support_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/**
 * bench_support_wait_rest:
 *
 * Runs the main loop until nothing has happened for a while: the next measure begins from rest.
 */
void
bench_support_wait_rest (void)
{
  gint64 quiet = g_get_monotonic_time ();

  while (g_get_monotonic_time () - quiet < REST_US)
    if (g_main_context_iteration (NULL, FALSE))
      quiet = g_get_monotonic_time ();
    else
      g_usleep (500);
}

static int
compare_double (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/**
 * bench_support_sort:
 * @values: figures
 * @n: how many
 *
 * Sorts them, the smallest first: the median stands in the middle.
 */
void
bench_support_sort (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_double);
}

/**
 * bench_support_print:
 * @name: of the measure: "B4"
 * @what: what was measured
 * @goal: the most it should be: of the ratio, where there is a reference; 0: it is for information
 * @unit: of both figures
 * @ours: our figure
 * @other: that of the reference, 0: there is none
 *
 * Prints one line for tests/bench/run.
 */
void
bench_support_print (const char *name,
                     const char *what,
                     double goal,
                     const char *unit,
                     double ours,
                     double other)
{
  char numbers[3][G_ASCII_DTOSTR_BUF_SIZE];

  g_print ("%s|%s|%s|%s|%s|%s\n", name, what,
           goal > 0 ? g_ascii_formatd (numbers[0], sizeof numbers[0], "%g", goal) : "-", unit,
           g_ascii_formatd (numbers[1], sizeof numbers[1], "%.3f", ours),
           other > 0 ? g_ascii_formatd (numbers[2], sizeof numbers[2], "%.3f", other) : "-");
}

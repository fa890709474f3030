/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz-driver.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A small mutating driver, so that fuzzing needs no more than gcc and its sanitizers:
 * fuzz-NAME [-n RUNS] [-s SEED] runs mutations of the seeds, fuzz-NAME FILE… runs files. The
 * same seed gives the same inputs. Speaks TAP. */

#define MAX_SIZE 8192

static char *leftover;

static void
remove_leftover (void)
{
  if (leftover != NULL)
    g_unlink (leftover);
}

void
fuzz_remove_at_exit (const char *path)
{
  leftover = g_strdup (path);
  atexit (remove_leftover);
}

static gsize
mutate (GRand *rand, guint8 *data, gsize size)
{
  static const char *const words[] = { "{",        "}",
                                       "[",        "]",
                                       "\"",       ",",
                                       ":",        "null",
                                       "true",     "-1e999",
                                       "\\u0000",  "\\ud800",
                                       "\xff",     "\xef\xbb\xbf",
                                       "[[[[[[[[", "\"Results\":",
                                       "1:2~3-4",  "<=>",
                                       "\\",       " ",
                                       "<result>", "</",
                                       "&lt;",     "&x;",
                                       "]]>",      "<![CDATA[",
                                       "\"\"",     "\n" };
  guint rounds = 1 + (guint)g_rand_int_range (rand, 0, 6);

  for (guint i = 0; i < rounds; i++)
    {
      gsize at = size > 0 ? (gsize)g_rand_int_range (rand, 0, (gint32)size) : 0;
      gsize length = size > at ? (gsize)g_rand_int_range (rand, 0, (gint32)(size - at)) : 0;
      const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0: /* another byte */
          if (size > 0)
            data[at] = (guint8)g_rand_int_range (rand, 0, 256);
          break;
        case 1: /* cut off */
          size = at;
          break;
        case 2: /* leave a piece out */
          memmove (data + at, data + at + length, size - at - length);
          size -= length;
          break;
        case 3: /* say a piece twice */
          length = MIN (length, MAX_SIZE - size);
          memmove (data + at + length, data + at, size - at);
          size += length;
          break;
        case 4: /* put a word in */
          length = MIN (strlen (word), MAX_SIZE - size);
          memmove (data + at + length, data + at, size - at);
          memcpy (data + at, word, length);
          size += length;
          break;
        default: /* write a word over */
          length = MIN (strlen (word), size - at);
          memcpy (data + at, word, length);
          break;
        }
    }
  return size;
}

static void
run_mutations (guint runs, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  g_autofree guint8 *data = g_malloc (MAX_SIZE);
  guint n_seeds = 0;

  while (fuzz_seeds[n_seeds] != NULL)
    n_seeds++;
  for (guint i = 0; i < runs; i++)
    {
      const char *text = fuzz_seeds[i % n_seeds];
      gsize size = MIN (strlen (text), MAX_SIZE);
      guint8 *exact;

      memcpy (data, text, size);
      if (i >= n_seeds)
        size = mutate (rand, data, size);
      /* Memory of just this size, so that the sanitizer sees the first byte read past it. */
      exact = g_memdup2 (data, size);
      LLVMFuzzerTestOneInput (exact, size);
      g_free (exact);
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  gint64 runs = g_getenv ("SANERA_LONG") != NULL ? 1000000 : 4000, seed = 1;
  const GOptionEntry entries[] = {
    { "runs", 'n', 0, G_OPTION_ARG_INT64, &runs, "How many mutations", "N" },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, "Where to begin", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[FILE…]");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_get_contents (argv[i], &text, &length, NULL))
        LLVMFuzzerTestOneInput ((const guint8 *)text, length);
    }
  if (argc == 1)
    run_mutations ((guint)runs, (guint32)seed);
  puts ("1..1\nok 1");
  return 0;
}

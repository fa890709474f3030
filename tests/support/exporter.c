/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export of a list without its window: for the bench, and for a test that reads the file with
 * another program.
 *
 * exporter FOLDER fill N: writes so many activities into the cache in FOLDER, search index and all
 * exporter FOLDER recommendations|activities FILE: writes all fields of the list to FILE, in the
 *   order of its page; says "exported US ROWS KIB": microseconds, rows, memory at its largest
 */
#include <stdlib.h>
#include <string.h>

#include "cache-support.h"
#include "sanera-export.h"
#include "sanera-language.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* A cache that is at rest: what it would do in the background when it is opened is done. */
static gboolean
fill (SaneraCache *cache, guint n, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cache_support_fill (cache, SANERA_LIST_ACTIVITIES, 0, n, 1);
  sanera_cache_set_language_async (cache, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  cache_support_index (cache);
  return sanera_cache_set_language_finish (cache, result, error);
}

/* KiB at its largest. Not what getrusage() says: that counts what the program was before exec(). */
static long
largest_memory (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    line = strstr (text, "VmHWM:");

  return line != NULL ? strtol (line + strlen ("VmHWM:"), NULL, 10) : 0;
}

static int
export_list (SaneraCache *cache, SaneraList list, const char *path)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (list);
  g_autoptr (SaneraExport) export = sanera_export_new (cache, query, SANERA_CSV_MACHINE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();

  sanera_export_write_async (export, file, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!sanera_export_write_finish (export, result, &error))
    {
      g_printerr ("exporter: %s\n", error->message);
      return 1;
    }
  g_print ("exported %" G_GINT64_FORMAT " %u %ld\n", g_get_monotonic_time () - started,
           sanera_export_get_done (export), largest_memory ());
  return 0;
}

int
main (int argc, char *argv[])
{
  g_autoptr (SaneraCache) cache = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  sanera_language_init ("en", NULL);
  if (argc != 4)
    {
      g_printerr ("exporter FOLDER fill N | FOLDER recommendations|activities FILE\n");
      return 2;
    }
  cache = sanera_cache_open (argv[1], &error);
  if (cache == NULL)
    {
      g_printerr ("exporter: %s\n", error->message);
      return 1;
    }
  if (g_str_equal (argv[2], "fill"))
    {
      if (!fill (cache, (guint)atoi (argv[3]), &error))
        {
          g_printerr ("exporter: %s\n", error->message);
          status = 1;
        }
    }
  else
    status = export_list (cache,
                          g_str_equal (argv[2], "activities") ? SANERA_LIST_ACTIVITIES
                                                              : SANERA_LIST_RECOMMENDATIONS,
                          argv[3]);
  sanera_cache_close (cache);
  return status;
}

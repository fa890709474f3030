/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exports: what stands in the file, in which order, and that there is a whole one or none. */
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cache-support.h"
#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-export.h"
#include "sanera-recommendation.h"
#include "sanera-selection.h"
#include "sanera-time.h"

#define N_ROWS 300

typedef struct
{
  char *folder;
  char *target_folder;
  SaneraCache *cache;
  GFile *file;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->target_folder = cache_support_make_folder ();
  fixture->cache = sanera_cache_open (fixture->folder, &error);
  g_assert_no_error (error);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 3);
  cache_support_fill (fixture->cache, SANERA_LIST_ACTIVITIES, 0, N_ROWS, 3);
  path = g_build_filename (fixture->target_folder, "export.csv", NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->file);
  sanera_cache_close (fixture->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->cache);
  cache_support_remove_folder (fixture->folder);
  cache_support_remove_folder (fixture->target_folder);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Fixture *)data)->result = g_object_ref (result);
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *)data)->result != NULL;
}

static gboolean
is_complete (gpointer data)
{
  return sanera_query_model_get_complete (data);
}

static void
write_to_file (Fixture *fixture, SaneraExport *export, GCancellable *cancellable, GError **error)
{
  g_clear_object (&fixture->result);
  sanera_export_write_async (export, fixture->file, cancellable, done_cb, fixture);
  cache_support_wait (is_done, fixture);
  sanera_export_write_finish (export, fixture->result, error);
}

/* The records of a file, each a GPtrArray of cells: RFC 4180 read by the letter. */
static GPtrArray *
parse (const char *text, char separator)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);

  while (*text != '\0')
    {
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
      gboolean more = TRUE;

      while (more)
        {
          g_autoptr (GString) cell = g_string_new (NULL);

          if (*text == '"')
            {
              for (text++; *text != '"' || text[1] == '"'; text++)
                {
                  g_assert_cmpint (*text, !=, '\0');
                  text += *text == '"';
                  g_string_append_c (cell, *text);
                }
              text++;
            }
          else
            for (; *text != separator && *text != '\r'; text++)
              {
                g_assert_nonnull (strchr ("-.0123456789:TZaeflrstu", *text));
                g_string_append_c (cell, *text);
              }
          g_ptr_array_add (cells, g_string_free (g_steal_pointer (&cell), FALSE));
          more = *text == separator;
          if (more)
            text++;
        }
      g_assert_true (g_str_has_prefix (text, "\r\n"));
      text += 2;
      g_ptr_array_add (records, cells);
    }

  return records;
}

static GPtrArray *
read_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_file_load_contents (fixture->file, NULL, &text, &length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, strlen (text));
  return parse (text, ',');
}

static GPtrArray *
export_query (Fixture *fixture, SaneraQuery *query)
{
  g_autoptr (SaneraExport) export = sanera_export_new (fixture->cache, query, SANERA_CSV_MACHINE);
  g_autoptr (GError) error = NULL;
  GPtrArray *records;

  write_to_file (fixture, export, NULL, &error);
  g_assert_no_error (error);
  records = read_file (fixture);
  g_assert_cmpuint (sanera_export_get_done (export), ==, records->len - 1);
  g_assert_cmpuint (sanera_export_get_total (export), ==, records->len - 1);
  return records;
}

static const char *
get_cell (GPtrArray *records, guint row, const char *head)
{
  GPtrArray *heads = g_ptr_array_index (records, 0);
  GPtrArray *cells = g_ptr_array_index (records, row);
  guint column;

  g_assert_cmpuint (cells->len, ==, heads->len);
  g_assert_true (g_ptr_array_find_with_equal_func (heads, head, g_str_equal, &column));
  return g_ptr_array_index (cells, column);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->target_folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The order on the screen, search and filters and all. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) open = sanera_query_with_filter (
      all, "status", (const char *const[]){ "Active", "PartialException", NULL });
  g_autoptr (SaneraQuery) searched = sanera_query_with_search (open, "chrome");
  SaneraQuery *bases[] = { all, open, searched };
  const char *const orders[] = { "default", "weaknesses", "title", "remediationType" };

  for (guint i = 0; i < G_N_ELEMENTS (bases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (orders); j++)
      {
        g_autoptr (SaneraQuery) query = sanera_query_with_order (bases[i], orders[j], j % 2 == 0);
        g_autoptr (SaneraQueryModel) model = sanera_query_model_new (fixture->cache, query);
        g_autoptr (GPtrArray) records = export_query (fixture, query);

        cache_support_wait (is_complete, model);
        g_assert_cmpuint (records->len, >, 1);
        g_assert_cmpuint (records->len - 1, ==, g_list_model_get_n_items (G_LIST_MODEL (model)));
        for (guint k = 1; k < records->len; k++)
          g_assert_cmpuint (sanera_query_model_find_id (model, get_cell (records, k, "id")), ==,
                            k - 1);
      }
}

/* All fields of the noun, by their keys; what is not known is empty, and impact is worked out. */
static void
test_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraQuery) one = sanera_query_with_filter (
      all, "recommendationReference", (const char *const[]){ "va-_-v1-_-nasty", NULL });
  g_autoptr (GPtrArray) records = NULL;
  SaneraRecommendationData *row = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, 1000, 1);
  const SaneraNoun *noun = &sanera_recommendation_noun;
  GPtrArray *heads;

  g_free (row->id);
  g_free (row->recommendation_name);
  g_free (row->related_component);
  g_clear_pointer (&row->tags, g_strfreev);
  g_clear_pointer (&row->os_platforms, g_strfreev);
  row->id = g_strdup ("va-_-v1-_-nasty");
  row->recommendation_name = g_strdup ("=cmd|'/c calc'!A1, \"and\"\r\nmore, åäö 漏洞");
  row->related_component = g_strdup ("＝1");
  row->os_platforms = g_strsplit ("Windows10 Linux,x", " ", -1);
  row->config_score_impact = 0.1;
  row->public_exploit = TRUE;
  row->first_assessed_on = sanera_date_new (2026, 11, 22) + 300 * SANERA_TIME_SECOND;
  cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, row, 1);

  records = export_query (fixture, one);
  heads = g_ptr_array_index (records, 0);
  g_assert_cmpuint (heads->len, ==, noun->n_fields);
  for (guint i = 0; i < noun->n_fields; i++)
    g_assert_cmpstr (g_ptr_array_index (heads, i), ==, noun->fields[i].key);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (get_cell (records, 1, "recommendationName"), ==,
                   "'=cmd|'/c calc'!A1, \"and\"\r\nmore, åäö 漏洞");
  g_assert_cmpstr (get_cell (records, 1, "relatedComponent"), ==, "'＝1");
  g_assert_cmpstr (get_cell (records, 1, "osPlatforms"), ==, "[\"Windows10\",\"Linux,x\"]");
  g_assert_cmpstr (get_cell (records, 1, "tags"), ==, "");
  g_assert_cmpstr (get_cell (records, 1, "configScoreImpact"), ==, "0.1");
  g_assert_cmpstr (get_cell (records, 1, "publicExploit"), ==, "true");
  g_assert_cmpstr (get_cell (records, 1, "firstAssessedOn"), ==, "2026-11-22T00:05:00Z");
  g_assert_cmpstr (get_cell (records, 1, "createdOn"), ==, "");
  /* No device is known: an impact would be a guess. */
  g_assert_cmpstr (get_cell (records, 1, "exposureImpact"), ==, "");
  sanera_noun_data_free (noun, row);
}

/* [127] R1: of what cannot be watched there are no numbers, no due date and no ticket: not even 0.
 */
static void
test_attention (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (GPtrArray) records = export_query (fixture, query);
  guint n_attention = 0;
  guint n_due = 0;

  for (guint i = 1; i < records->len; i++)
    {
      gboolean attention = g_str_equal (get_cell (records, i, "type"), "AttentionRequired");

      n_attention += attention;
      n_due += *get_cell (records, i, "dueOn") != '\0';
      if (!attention)
        continue;
      g_assert_cmpstr (get_cell (records, i, "fixedDevices"), ==, "");
      g_assert_cmpstr (get_cell (records, i, "exposedDevices"), ==, "");
      g_assert_cmpstr (get_cell (records, i, "unknownDevices"), ==, "");
      g_assert_cmpstr (get_cell (records, i, "dueOn"), ==, "");
      g_assert_cmpstr (get_cell (records, i, "ticketStatus"), ==, "");
    }
  g_assert_cmpuint (n_attention, >, 0);
  g_assert_cmpuint (n_due, >, 0);
}

/* A set of rows, and everything but some: as queries, in the order of the list. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) active =
      sanera_query_with_filter (all, "status", (const char *const[]){ "Active", NULL });
  g_autoptr (SaneraQuery) query = sanera_query_with_order (active, "priority", FALSE);
  g_autoptr (SaneraQueryModel) model = sanera_query_model_new (fixture->cache, query);
  g_autoptr (SaneraSelection) selection = sanera_selection_new (model);
  g_autoptr (SaneraQuery) some = NULL;
  g_autoptr (SaneraQuery) rest = NULL;
  g_autoptr (GPtrArray) some_records = NULL;
  g_autoptr (GPtrArray) rest_records = NULL;
  guint64 calls;
  guint n;

  cache_support_wait (is_complete, model);
  n = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_assert_cmpuint (n, >, 30);
  calls = sanera_query_model_get_item_calls (model);

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 20, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 3, FALSE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 11, FALSE);
  some = sanera_selection_get_query (selection);
  some_records = export_query (fixture, some);
  g_assert_cmpuint (some_records->len, ==, 1 + 3);
  g_assert_cmpuint (sanera_query_model_find_id (model, get_cell (some_records, 1, "id")), ==, 3);
  g_assert_cmpuint (sanera_query_model_find_id (model, get_cell (some_records, 2, "id")), ==, 11);
  g_assert_cmpuint (sanera_query_model_find_id (model, get_cell (some_records, 3, "id")), ==, 20);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (selection), 3);
  rest = sanera_selection_get_query (selection);
  rest_records = export_query (fixture, rest);
  g_assert_cmpuint (rest_records->len, ==, 1 + n - 1);
  for (guint i = 1; i < rest_records->len; i++)
    g_assert_cmpuint (sanera_query_model_find_id (model, get_cell (rest_records, i, "id")), ==,
                      i <= 3 ? i - 1 : i);
  g_assert_cmpuint (sanera_query_model_get_item_calls (model), ==, calls);
}

/* A row that the filters hide at the moment is still selected. */
static void
test_hidden_selection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) none =
      sanera_query_with_filter (all, "status", (const char *const[]){ "Nothing", NULL });
  g_autoptr (SaneraQueryModel) model = sanera_query_model_new (fixture->cache, all);
  g_autoptr (SaneraSelection) selection = sanera_selection_new (model);
  g_autoptr (SaneraQuery) query = NULL;
  g_autoptr (GPtrArray) records = NULL;

  cache_support_wait (is_complete, model);
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (selection), 4, 7, TRUE);
  sanera_query_model_set_query (model, none);
  cache_support_wait (is_complete, model);
  query = sanera_selection_get_query (selection);
  records = export_query (fixture, query);
  g_assert_cmpuint (records->len, ==, 1 + 7);
}

/* An activity with its devices: a line for each of them, and one when there are none. */
static void
test_parent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITY_DEVICES);

  for (guint i = 0; i < 3; i++)
    {
      gpointer row = cache_support_make_row (SANERA_LIST_ACTIVITY_DEVICES, i, 1);

      cache_support_put (fixture->cache, SANERA_LIST_ACTIVITY_DEVICES, "task-7", row, 1);
      sanera_noun_data_free (&sanera_device_noun, row);
    }
  for (guint i = 7; i < 9; i++)
    {
      g_autofree char *id = g_strdup_printf ("task-%u", i);
      g_autoptr (SaneraQuery) query = sanera_query_with_parent (all, id);
      g_autoptr (SaneraExport) export =
          sanera_export_new (fixture->cache, query, SANERA_CSV_MACHINE);
      g_autoptr (GPtrArray) records = NULL;
      g_autoptr (GError) error = NULL;

      sanera_export_set_parent (export, SANERA_LIST_ACTIVITIES, id);
      write_to_file (fixture, export, NULL, &error);
      g_assert_no_error (error);
      records = read_file (fixture);
      g_assert_cmpuint (records->len, ==, i == 7 ? 4 : 2);
      for (guint j = 1; j < records->len; j++)
        {
          g_assert_cmpstr (get_cell (records, j, "id"), ==, id);
          if (i == 7)
            g_assert_true (g_str_has_prefix (get_cell (records, j, "machine.id"), "device-"));
          else
            g_assert_cmpstr (get_cell (records, j, "machine.id"), ==, "");
        }
    }
}

static void
write_words (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add (csv, sanera_record_get_id (record));
}

static void
write_number (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add_int (csv, sanera_activity_get_data (SANERA_ACTIVITY (record))->target_devices);
}

/* Cells of one's own: for a spreadsheet. */
static void
test_cells (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraExport) export =
      sanera_export_new (fixture->cache, query, SANERA_CSV_SPREADSHEET);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) records = NULL;

  sanera_export_add_cell (export, "Ärende", write_words, NULL, NULL);
  sanera_export_add_cell (export, "设备", write_number, NULL, NULL);
  write_to_file (fixture, export, NULL, &error);
  g_assert_no_error (error);
  g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "\357\273\277\"Ärende\",\"设备\"\r\n\"task-"));
  records = parse (text + 3, ',');
  g_assert_cmpuint (records->len, ==, 1 + N_ROWS);
}

/* Those of a device group: an activity that names none is of all of them. */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  static const char *const groups[] = { "Europe", "Europe,Asia", "Asia", "" };
  g_autoptr (SaneraQuery) all = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraQuery) query =
      sanera_query_with_filter (all, "rbacGroupNames", (const char *const[]){ "Europe", NULL });
  g_autoptr (GPtrArray) before = export_query (fixture, query);
  g_autoptr (GPtrArray) after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      SaneraActivityData *row = cache_support_make_row (SANERA_LIST_ACTIVITIES, 2000 + i, 1);

      row->rbac_group_names = g_strsplit (groups[i], ",", -1);
      cache_support_put (fixture->cache, SANERA_LIST_ACTIVITIES, NULL, row, 1);
      sanera_noun_data_free (&sanera_activity_noun, row);
    }
  after = export_query (fixture, query);
  g_assert_cmpuint (before->len, ==, 1 + N_ROWS);
  g_assert_cmpuint (after->len, ==, before->len + 3);
}

typedef struct
{
  guint rows;
  GCancellable *cancellable;
} Stop;

static void
stop_in_the_middle (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  Stop *stop = data;

  sanera_csv_add (csv, sanera_record_get_id (record));
  if (++stop->rows == N_ROWS / 2)
    g_cancellable_cancel (stop->cancellable);
}

/* Stopped in the middle: the older file stays as it was, and no other is there. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SaneraExport) export =
      sanera_export_new (fixture->cache, query, SANERA_CSV_SPREADSHEET);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Stop stop = { 0, cancellable };

  g_file_replace_contents (fixture->file, "older", 5, NULL, FALSE, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  sanera_export_add_cell (export, "id", stop_in_the_middle, &stop, NULL);
  write_to_file (fixture, export, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (stop.rows, ==, N_ROWS / 2);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_assert_true (g_file_load_contents (fixture->file, NULL, &text, NULL, NULL, NULL));
  g_assert_cmpstr (text, ==, "older");
}

/* A disk that is full is said in the first place where it shows; nothing is left. The limit on the
 * size of a file stands for the end of the disk. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraExport) export = sanera_export_new (fixture->cache, query, SANERA_CSV_MACHINE);
  g_autoptr (GError) error = NULL;
  struct rlimit before, limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  write_to_file (fixture, export, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (error);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

/* No right to write, a folder, a device: said, and nothing is replaced. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    int code;
  } cases[] = {
    { "/dev/full", G_IO_ERROR_NOT_REGULAR_FILE },
    { "/proc/sanera.csv", -1 },
    { "/nonexistent/sanera.csv", G_IO_ERROR_NOT_FOUND },
    { "/tmp", G_IO_ERROR_IS_DIRECTORY },
  };
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaneraExport) export =
          sanera_export_new (fixture->cache, query, SANERA_CSV_MACHINE);
      g_autoptr (GError) error = NULL;

      g_clear_object (&fixture->file);
      fixture->file = g_file_new_for_path (cases[i].path);
      write_to_file (fixture, export, NULL, &error);
      g_assert_nonnull (error);
      g_assert_true (cases[i].code < 0 || g_error_matches (error, G_IO_ERROR, cases[i].code));
    }
}

/* The folder of another person, or a read-only one. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (SaneraExport) export = sanera_export_new (fixture->cache, query, SANERA_CSV_MACHINE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (chmod (fixture->target_folder, 0500), ==, 0);
  write_to_file (fixture, export, NULL, &error);
  g_assert_cmpint (chmod (fixture->target_folder, 0700), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

/* A link stays one, and the file it leads to keeps its mode. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_ACTIVITIES);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *real = g_build_filename (fixture->target_folder, "real.csv", NULL);
  struct stat info;

  g_assert_true (g_file_set_contents (real, "", 0, NULL));
  g_assert_cmpint (chmod (real, 0640), ==, 0);
  g_assert_cmpint (symlink ("real.csv", g_file_peek_path (fixture->file)), ==, 0);
  records = export_query (fixture, query);
  g_assert_cmpuint (records->len, ==, 1 + N_ROWS);
  g_assert_cmpint (lstat (g_file_peek_path (fixture->file), &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (stat (real, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_files (fixture), ==, 2);
}

#define ADD(name, func) g_test_add ("/export/" name, Fixture, NULL, set_up, func, tear_down)

/* Root may write everywhere, by a capability; without it the modes of files count for root, too.
 * Before there are threads, because each has capabilities of its own. */
static void
obey_modes (void)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

  g_assert_cmpint (syscall (SYS_capget, &header, sets), ==, 0);
  sets[0].effective &= ~(1u << CAP_DAC_OVERRIDE);
  g_assert_cmpint (syscall (SYS_capset, &header, sets), ==, 0);
}

int
main (int argc, char *argv[])
{
  obey_modes ();
  g_test_init (&argc, &argv, NULL);
  ADD ("order", test_order);
  ADD ("fields", test_fields);
  ADD ("attention", test_attention);
  ADD ("selection", test_selection);
  ADD ("hidden-selection", test_hidden_selection);
  ADD ("parent", test_parent);
  ADD ("groups", test_groups);
  ADD ("cells", test_cells);
  ADD ("cancel", test_cancel);
  ADD ("full", test_full);
  ADD ("refused", test_refused);
  ADD ("read-only", test_read_only);
  ADD ("link", test_link);
  return g_test_run ();
}

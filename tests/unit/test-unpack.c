/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sanera-unpack.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("sanera-unpack-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "reports", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

/* An archive of @entries ("name=content"; without = a folder); one without a name when @filter is
 * said. @fill bytes of x are added to each. */
static void
pack (Fixture *self, int filter, const char *const *entries, gsize fill)
{
  struct archive *archive = archive_write_new ();
  g_autofree char *padding = g_strnfill (65536, 'x');

  if (filter != 0)
    {
      archive_write_set_format_raw (archive);
      archive_write_add_filter (archive, filter);
    }
  else
    archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, self->path), ==, ARCHIVE_OK);
  for (; *entries != NULL; entries++)
    {
      struct archive_entry *entry = archive_entry_new ();
      const char *equals = strchr (*entries, '=');
      g_autofree char *name = g_strndup (*entries, strcspn (*entries, "="));

      archive_entry_set_pathname (entry, name);
      archive_entry_set_filetype (entry, equals != NULL ? AE_IFREG : AE_IFDIR);
      archive_entry_set_perm (entry, 0600);
      if (equals != NULL && filter == 0)
        archive_entry_set_size (entry, (la_int64_t)(strlen (equals + 1) + fill));
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      if (equals != NULL)
        {
          archive_write_data (archive, equals + 1, strlen (equals + 1));
          for (gsize done = 0; done < fill; done += 65536)
            archive_write_data (archive, padding, MIN (65536, fill - done));
        }
      archive_entry_free (entry);
    }
  archive_write_free (archive);
}

/* All reports in the file as "name=content" lines, or the message; temporary files are gone. */
static char *
unpack (Fixture *self, const char *name, int *code)
{
  const SaneraReport file = { .path = self->path, .name = name, .received_on = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraUnpack) reports = sanera_unpack_new (&file, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *last = NULL;
  const SaneraReport *report = NULL;

  *code = -1;
  while (reports != NULL && sanera_unpack_next (reports, &report, &error) && report != NULL)
    {
      g_autofree char *content = NULL;

      g_assert_true (g_file_get_contents (report->path, &content, NULL, NULL));
      g_string_append_printf (out, "%s=%s\n", report->name, content);
      if (last != NULL && !g_str_equal (last, self->path))
        g_assert_false (g_file_test (last, G_FILE_TEST_EXISTS));
      g_free (last);
      last = g_strdup (report->path);
    }
  g_clear_pointer (&reports, sanera_unpack_free);
  if (last != NULL && !g_str_equal (last, self->path))
    g_assert_false (g_file_test (last, G_FILE_TEST_EXISTS));
  if (error != NULL)
    {
      g_assert_true (error->domain == SANERA_ERROR);
      g_assert_null (strchr (error->message, '\n'));
      *code = error->code;
      g_string_assign (out, error->message);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_unpacks (Fixture *self, const char *name, const char *expected)
{
  int code;
  g_autofree char *out = unpack (self, name, &code);

  g_assert_cmpstr (out, ==, expected);
  g_assert_cmpint (code, ==, -1);
}

static void
assert_refuses (Fixture *self, const char *name, SaneraError code, const char *words)
{
  int given;
  g_autofree char *out = unpack (self, name, &given);

  g_test_message ("%s", out);
  g_assert_nonnull (strstr (out, words));
  g_assert_cmpint (given, ==, code);
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  g_assert_true (g_file_set_contents (self->path, "{}", 2, NULL));
  assert_unpacks (self, "a.json", "a.json={}\n");
  g_assert_true (g_file_set_contents (self->path, "", 0, NULL));
  assert_unpacks (self, "a.json", "a.json=\n");
}

static void
test_single (Fixture *self, gconstpointer data)
{
  const char *const entries[] = { "=content", NULL };

  pack (self, ARCHIVE_FILTER_GZIP, entries, 0);
  assert_unpacks (self, "web-01.json.gz", "web-01.json=content\n");
  pack (self, ARCHIVE_FILTER_XZ, entries, 0);
  assert_unpacks (self, "web-01.json.xz", "web-01.json=content\n");
}

static void
test_zip (Fixture *self, gconstpointer data)
{
  const char *const entries[] = {
    "reports/",
    "reports/web-01.json=one",
    "reports/web-02.json=two",
    "__MACOSX/x=no",
    ".hidden=no",
    "../../etc/passwd=three",
    NULL,
  };
  const char *const none[] = { NULL };

  pack (self, 0, entries, 0);
  assert_unpacks (self, "all.zip",
                  "all.zip/reports/web-01.json=one\nall.zip/reports/web-02.json=two\n"
                  "all.zip/../../etc/passwd=three\n");
  pack (self, 0, none, 0);
  assert_refuses (self, "all.zip", SANERA_ERROR_PROTOCOL, "all.zip: there is nothing in it");
}

static void
test_utf16 (Fixture *self, gconstpointer data)
{
  static const char little[] = "\377\376P\0\345\0\n\0", big[] = "\376\377\0P\0\345\0\n";
  static const char broken[] = "\377\376\0\334A\0";

  g_assert_true (g_file_set_contents (self->path, little, 8, NULL));
  assert_unpacks (self, "a.csv", "a.csv=\xEF\xBB\xBFP\xC3\xA5\n\n");
  g_assert_true (g_file_set_contents (self->path, big, 8, NULL));
  assert_unpacks (self, "a.csv", "a.csv=\xEF\xBB\xBFP\xC3\xA5\n\n");
  g_assert_true (g_file_set_contents (self->path, broken, 6, NULL));
  assert_refuses (self, "a.csv", SANERA_ERROR_PROTOCOL, "a.csv: it is not the UTF-16 it begins as");
}

static void
test_bombs (Fixture *self, gconstpointer data)
{
  const char *const big[] = { "=x", NULL };
  const char *const nested[] = { "a.gz=\037\213\010...", NULL };
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_free);

  pack (self, ARCHIVE_FILTER_GZIP, big, 20 << 20);
  assert_refuses (self, "a.gz", SANERA_ERROR_UNSUPPORTED, "a: it grows more than 250 times");
  pack (self, 0, nested, 0);
  assert_refuses (self, "a.zip", SANERA_ERROR_UNSUPPORTED, "a.zip/a.gz: it is an archive in an");
  for (guint i = 0; i <= SANERA_UNPACK_MAX_ENTRIES; i++)
    g_ptr_array_add (many, g_strdup_printf (".%u=", i));
  g_ptr_array_add (many, NULL);
  pack (self, 0, (const char *const *)many->pdata, 0);
  assert_refuses (self, "a.zip", SANERA_ERROR_UNSUPPORTED, "more than 10,000 files");
}

/* A head that says 300 MiB. */
static void
test_too_large (Fixture *self, gconstpointer data)
{
  static const char header[] =
      "PK\003\004\024\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\300\022\0\0\300\022\001\0\0\0axxxx";

  g_assert_true (g_file_set_contents (self->path, header, sizeof header - 1, NULL));
  assert_refuses (self, "a.zip", SANERA_ERROR_UNSUPPORTED, "a.zip/a: unpacked it is larger than");
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  const char *const entries[] = { "=content", NULL };
  g_autofree char *bytes = NULL;
  gsize length;

  pack (self, ARCHIVE_FILTER_GZIP, entries, 100000);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (self->path, bytes, (gssize)length / 2, NULL));
  assert_refuses (self, "a.json.gz", SANERA_ERROR_PROTOCOL, ": cannot be unpacked: ");
  g_assert_true (g_file_set_contents (self->path, "PK\003\004rubbish", 11, NULL));
  assert_refuses (self, "a.zip", SANERA_ERROR_PROTOCOL, "a.zip: cannot be unpacked: ");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/unpack/plain", test_plain },   { "/unpack/single", test_single },
    { "/unpack/zip", test_zip },       { "/unpack/utf16", test_utf16 },
    { "/unpack/bombs", test_bombs },   { "/unpack/too-large", test_too_large },
    { "/unpack/broken", test_broken },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from outside may be made to hurt: the size of everything together, how many times
 * larger it gets, the number of files and their nesting are bounded. Each file is written to a
 * temporary one when its turn comes and removed after it, so one at a time is on the disk; names in
 * the archive are for messages only, never paths. Text in UTF-16, as spreadsheets save it, becomes
 * UTF-8 on the way. */

#include "sanera-unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536
/* Small files may be as empty as they like. */
#define RATIO_FREE (G_GINT64_CONSTANT (4) << 20)

struct _SaneraUnpack
{
  SaneraReport file;
  gint64 size; /* of the file, bytes */
  struct archive *archive; /* NULL: it is no archive */
  gboolean single; /* gzip or xz, which have no names */
  gboolean plain_done;
  guint entries;
  gint64 unpacked; /* bytes */

  char *temporary;
  char *name;
  SaneraReport report;
};

static gboolean
fail (const SaneraUnpack *self, GError **error, SaneraError code, const char *reason)
{
  g_set_error (error, SANERA_ERROR, (int)code, "%s: %s",
               self->name != NULL ? self->name : self->file.name, reason);
  return FALSE;
}

/* libarchive's own words may have several lines. */
static gboolean
fail_archive (const SaneraUnpack *self, GError **error)
{
  const char *words = archive_error_string (self->archive);
  g_autofree char *valid = g_utf8_make_valid (words != NULL ? words : "unknown error", -1);
  g_autofree char *reason = NULL;

  g_strdelimit (valid, "\n\r\t", ' ');
  reason = g_strconcat ("cannot be unpacked: ", valid, NULL);
  return fail (self, error, SANERA_ERROR_PROTOCOL, reason);
}

/* The first bytes of a file. */
static gboolean
read_magic (const char *path, const char *name, guchar magic[6], gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);

  memset (magic, 0, 6);
  *length = 0;
  if (stream != NULL &&
      g_input_stream_read_all (G_INPUT_STREAM (stream), magic, 6, length, NULL, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

static gboolean
is_zip (const guchar magic[6])
{
  return memcmp (magic, "PK\003\004", 4) == 0 || memcmp (magic, "PK\005\006", 4) == 0;
}

static gboolean
is_compressed (const guchar magic[6])
{
  return memcmp (magic, "\037\213", 2) == 0 || memcmp (magic, "\3757zXZ", 6) == 0;
}

/**
 * sanera_unpack_new:
 * @report: a file; its texts must live as long as the result
 * @error: when it cannot be opened
 *
 * Returns: (transfer full) (nullable): the reports in it
 */
SaneraUnpack *
sanera_unpack_new (const SaneraReport *report, GError **error)
{
  g_autoptr (SaneraUnpack) self = g_new0 (SaneraUnpack, 1);
  guchar magic[6];
  gsize length;
  GStatBuf stat_buffer;

  self->file = *report;
  /* What is no file is left to those who would read it: they say so. */
  if (g_stat (report->path, &stat_buffer) != 0 || !S_ISREG (stat_buffer.st_mode))
    return g_steal_pointer (&self);
  self->size = stat_buffer.st_size;
  if (!read_magic (report->path, report->name, magic, &length, error))
    return NULL;
  self->single = is_compressed (magic);
  if (!self->single && !is_zip (magic))
    return g_steal_pointer (&self);

  self->archive = archive_read_new ();
  if (self->single)
    {
      archive_read_support_format_raw (self->archive);
      archive_read_support_filter_gzip (self->archive);
      archive_read_support_filter_xz (self->archive);
    }
  else
    archive_read_support_format_zip (self->archive);
  if (archive_read_open_filename (self->archive, report->path, BLOCK) != ARCHIVE_OK)
    {
      fail_archive (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static void
remove_temporary (SaneraUnpack *self)
{
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_pointer (&self->temporary, g_free);
}

/**
 * sanera_unpack_free:
 * @self: (transfer full) (nullable): reports
 *
 * Removes what was written.
 */
void
sanera_unpack_free (SaneraUnpack *self)
{
  if (self == NULL)
    return;

  remove_temporary (self);
  if (self->archive != NULL)
    archive_read_free (self->archive);
  g_free (self->name);
  g_free (self);
}

/* A temporary file that only this person can read. */
static GFileIOStream *
make_temporary (const SaneraUnpack *self, char **path, GError **error)
{
  GFileIOStream *io = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("sanera-report-XXXXXX", &io, error);

  if (file == NULL)
    {
      g_prefix_error (error, "%s: ", self->file.name);
      return NULL;
    }
  *path = g_file_get_path (file);
  return io;
}

static gboolean
fail_size (const SaneraUnpack *self, GError **error)
{
  return fail (self, error, SANERA_ERROR_UNSUPPORTED,
               "unpacked it is larger than a report may be (256 MiB)");
}

static gboolean
check_bounds (const SaneraUnpack *self, GError **error)
{
  if (self->unpacked > SANERA_REPORT_MAX_SIZE)
    return fail_size (self, error);
  if (self->unpacked > RATIO_FREE && self->unpacked / MAX (self->size, 1) > SANERA_UNPACK_MAX_RATIO)
    return fail (self, error, SANERA_ERROR_UNSUPPORTED,
                 "it grows more than 250 times when it is unpacked, as no report does");
  return TRUE;
}

static gboolean
write_entry (SaneraUnpack *self, GError **error)
{
  g_autoptr (GFileIOStream) io = make_temporary (self, &self->temporary, error);
  g_autofree guchar *buffer = g_malloc (BLOCK);
  GOutputStream *out;

  if (io == NULL)
    return FALSE;
  out = g_io_stream_get_output_stream (G_IO_STREAM (io));
  for (;;)
    {
      la_ssize_t n = archive_read_data (self->archive, buffer, BLOCK);

      if (n < 0)
        return fail_archive (self, error);
      if (n == 0)
        return g_io_stream_close (G_IO_STREAM (io), NULL, error);
      self->unpacked += n;
      if (!check_bounds (self, error) ||
          !g_output_stream_write_all (out, buffer, (gsize)n, NULL, NULL, error))
        return FALSE;
    }
}

/* The name of the one file that gzip or xz packed: without the ending. */
static char *
name_single (const char *name)
{
  static const char *const endings[] = { ".gz", ".xz" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (name, endings[i]))
        return g_strndup (name, strlen (name) - strlen (endings[i]));
    }
  return g_strdup (name);
}

/* Folders, and what file managers add for themselves, are no reports. */
static gboolean
is_report (struct archive_entry *entry, const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return archive_entry_filetype (entry) == AE_IFREG && *base != '.' &&
         !g_str_has_prefix (path, "__MACOSX/");
}

/* Finds the next file in the archive and names it; *@found is %FALSE at the end. */
static gboolean
find_entry (SaneraUnpack *self, gboolean *found, GError **error)
{
  *found = FALSE;
  for (;;)
    {
      struct archive_entry *entry;
      const char *path;
      int status = archive_read_next_header (self->archive, &entry);

      if (status == ARCHIVE_EOF)
        return TRUE;
      if (status < ARCHIVE_WARN)
        return fail_archive (self, error);
      if (++self->entries > SANERA_UNPACK_MAX_ENTRIES)
        return fail (self, error, SANERA_ERROR_UNSUPPORTED,
                     "there are more than 10,000 files in it");
      g_clear_pointer (&self->name, g_free);
      if (self->single)
        {
          self->name = name_single (self->file.name);
          *found = TRUE;
          return TRUE;
        }
      path = archive_entry_pathname (entry);
      if (path == NULL || !is_report (entry, path))
        continue;
      {
        g_autofree char *valid = g_utf8_make_valid (path, -1);

        g_strdelimit (valid, "\n\r\t", ' ');
        self->name = g_strconcat (self->file.name, "/", valid, NULL);
      }
      if (archive_entry_is_encrypted (entry))
        return fail (self, error, SANERA_ERROR_UNSUPPORTED, "it is locked with a password");
      /* Said in the head, it need not be unpacked to be known; a head that lies is found out later.
       */
      if (archive_entry_size_is_set (entry) &&
          archive_entry_size (entry) > SANERA_REPORT_MAX_SIZE - self->unpacked)
        return fail_size (self, error);
      *found = TRUE;
      return TRUE;
    }
}

/* Text in UTF-16 is rewritten; anything else is left as it is. */
static gboolean
decode_text (SaneraUnpack *self, const char **path, const guchar magic[6], GError **error)
{
  const gboolean little = memcmp (magic, "\377\376", 2) == 0;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) in = NULL;
  g_autoptr (GFileIOStream) io = NULL;
  g_autoptr (GOutputStream) decoder = NULL;
  g_autoptr (GCharsetConverter) converter = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *decoded = NULL;

  if (!little && memcmp (magic, "\376\377", 2) != 0)
    return TRUE;

  file = g_file_new_for_path (*path);
  in = g_file_read (file, NULL, error);
  converter = g_charset_converter_new ("UTF-8", little ? "UTF-16LE" : "UTF-16BE", error);
  if (in == NULL || converter == NULL || (io = make_temporary (self, &decoded, error)) == NULL)
    return FALSE;
  decoder = g_converter_output_stream_new (g_io_stream_get_output_stream (G_IO_STREAM (io)),
                                           G_CONVERTER (converter));
  if (g_output_stream_splice (decoder, G_INPUT_STREAM (in), G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                              NULL, &local_error) < 0)
    {
      g_unlink (decoded);
      return fail (self, error, SANERA_ERROR_PROTOCOL, "it is not the UTF-16 it begins as");
    }
  remove_temporary (self);
  self->temporary = g_steal_pointer (&decoded);
  *path = self->temporary;
  return TRUE;
}

/**
 * sanera_unpack_next:
 * @self: reports
 * @report: (out) (transfer none) (nullable): the next one, valid until the next call; %NULL when
 * there is none
 * @error: %SANERA_ERROR_PROTOCOL when it cannot be unpacked, %SANERA_ERROR_UNSUPPORTED when it is
 * too large, too many, locked or an archive in an archive
 *
 * Returns: whether it went well
 */
gboolean
sanera_unpack_next (SaneraUnpack *self, const SaneraReport **report, GError **error)
{
  const char *path = self->file.path;
  gboolean found = !self->plain_done;
  guchar magic[6];
  gsize length;

  *report = NULL;
  remove_temporary (self);
  self->plain_done = TRUE;
  if (self->archive != NULL)
    {
      if (!find_entry (self, &found, error))
        return FALSE;
      if (!found)
        return self->entries > 0 ||
               fail (self, error, SANERA_ERROR_PROTOCOL, "there is nothing in it");
      if (!write_entry (self, error))
        return FALSE;
      path = self->temporary;
    }
  if (!found)
    return TRUE;

  self->report = self->file;
  if (self->archive != NULL || self->size > 0)
    {
      if (!read_magic (path, self->file.name, magic, &length, error))
        return FALSE;
      if (self->archive != NULL && (is_zip (magic) || is_compressed (magic)))
        return fail (self, error, SANERA_ERROR_UNSUPPORTED, "it is an archive in an archive");
      if (!decode_text (self, &path, magic, error))
        return FALSE;
    }
  self->report.path = path;
  self->report.name = self->name != NULL ? self->name : self->file.name;
  *report = &self->report;
  return TRUE;
}

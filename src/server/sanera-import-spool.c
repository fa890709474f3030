/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-spool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sanera-field.h"

/* No record: the part was assessed, nothing more. */
#define NO_RECORD G_MAXUINT64

typedef struct
{
  char *key;
  SaneraReportDevice is; /* the texts that device_texts names are ours */
  char **tags;
} Device;

typedef struct
{
  guint32 device;
  guint32 part : 31;
  guint32 installed : 1; /* the record is of a component, not of a finding */
  guint64 offset;
} Entry;

struct _SaneraImportSpool
{
  char *document;
  FILE *file;
  guint64 length; /* of the file */
  GPtrArray *devices; /* of Device */
  GHashTable *by_key; /* folded key → index + 1 */
  GPtrArray *parts; /* of char * */
  GHashTable *by_part; /* part → index + 1 */
  GArray *entries; /* of Entry */
};

/* The texts of a finding, in the order they are stored. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (SaneraFinding, component),
  G_STRUCT_OFFSET (SaneraFinding, vendor),
  G_STRUCT_OFFSET (SaneraFinding, product),
  G_STRUCT_OFFSET (SaneraFinding, category),
  G_STRUCT_OFFSET (SaneraFinding, sub_category),
  G_STRUCT_OFFSET (SaneraFinding, weakness),
  G_STRUCT_OFFSET (SaneraFinding, title),
  G_STRUCT_OFFSET (SaneraFinding, description),
  G_STRUCT_OFFSET (SaneraFinding, severity),
  G_STRUCT_OFFSET (SaneraFinding, cvss_vector),
  G_STRUCT_OFFSET (SaneraFinding, url),
  G_STRUCT_OFFSET (SaneraFinding, installed_version),
  G_STRUCT_OFFSET (SaneraFinding, fixed_version),
  G_STRUCT_OFFSET (SaneraFinding, remediation),
  G_STRUCT_OFFSET (SaneraFinding, reason),
};

/* The texts of a device. */
static const gsize device_texts[] = {
  G_STRUCT_OFFSET (SaneraReportDevice, name),
  G_STRUCT_OFFSET (SaneraReportDevice, os_platform),
  G_STRUCT_OFFSET (SaneraReportDevice, os_version),
  G_STRUCT_OFFSET (SaneraReportDevice, group),
  G_STRUCT_OFFSET (SaneraReportDevice, fqdn),
  G_STRUCT_OFFSET (SaneraReportDevice, machine_id),
  G_STRUCT_OFFSET (SaneraReportDevice, serial),
  G_STRUCT_OFFSET (SaneraReportDevice, mac),
  G_STRUCT_OFFSET (SaneraReportDevice, address),
};

static void
device_free (Device *device)
{
  for (gsize i = 0; i < G_N_ELEMENTS (device_texts); i++)
    g_free (G_STRUCT_MEMBER (char *, &device->is, device_texts[i]));
  g_strfreev (device->tags);
  g_free (device->key);
  g_free (device);
}

/**
 * sanera_import_spool_new:
 * @document: what messages call the report
 * @error: %SANERA_ERROR_FULL when there is no place for a temporary file
 *
 * Returns: (transfer full) (nullable): an empty spool
 */
SaneraImportSpool *
sanera_import_spool_new (const char *document, GError **error)
{
  SaneraImportSpool *self;
  FILE *file = tmpfile ();

  if (file == NULL)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_FULL, "%s: no temporary file: %s", document,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (SaneraImportSpool, 1);
  self->document = g_strdup (document);
  self->file = file;
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)device_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->parts = g_ptr_array_new_with_free_func (g_free);
  self->by_part = g_hash_table_new (g_str_hash, g_str_equal);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

/**
 * sanera_import_spool_free:
 * @self: (transfer full) (nullable): a spool
 */
void
sanera_import_spool_free (SaneraImportSpool *self)
{
  if (self == NULL)
    return;

  fclose (self->file);
  g_free (self->document);
  g_ptr_array_unref (self->devices);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->by_part);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->entries);
  g_free (self);
}

/**
 * sanera_import_spool_device:
 * @self: a spool
 * @key: what the report tells its devices apart by, an address or a name
 *
 * Returns: the number of the device, a new one if it is new
 */
guint
sanera_import_spool_device (SaneraImportSpool *self, const char *key)
{
  g_autofree char *folded = g_utf8_casefold (key, -1);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, folded));
  Device *device;

  if (index > 0)
    return index - 1;

  device = g_new0 (Device, 1);
  device->key = g_strdup (key);
  device->is.assessed_on = SANERA_INT_NULL;
  g_ptr_array_add (self->devices, device);
  g_hash_table_insert (self->by_key, g_steal_pointer (&folded),
                       GUINT_TO_POINTER (self->devices->len));
  return self->devices->len - 1;
}

static void
replace_text (char **text, const char *with)
{
  if (with == NULL || *with == '\0')
    return;
  g_free (*text);
  *text = g_strdup (with);
}

/**
 * sanera_import_spool_describe:
 * @self: a spool
 * @device: its number
 * @description: what is known of it; what is %NULL, "" or %SANERA_INT_NULL stays as it was, the
 * later time of several is kept, and that a log-in failed
 */
void
sanera_import_spool_describe (SaneraImportSpool *self,
                              guint device,
                              const SaneraReportDevice *description)
{
  Device *known = g_ptr_array_index (self->devices, device);

  for (gsize i = 0; i < G_N_ELEMENTS (device_texts); i++)
    replace_text (&G_STRUCT_MEMBER (char *, &known->is, device_texts[i]),
                  G_STRUCT_MEMBER (const char *, description, device_texts[i]));
  if (description->tags != NULL)
    {
      g_strfreev (known->tags);
      known->tags = g_strdupv ((char **)description->tags);
    }
  known->is.failed = known->is.failed || description->failed;
  /* The least number stands for none. */
  known->is.assessed_on = MAX (known->is.assessed_on, description->assessed_on);
}

static void
add_entry (SaneraImportSpool *self,
           guint device,
           const char *part,
           gboolean installed,
           guint64 offset)
{
  Entry entry = { .device = device, .installed = installed != FALSE, .offset = offset };
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_part, part));

  if (index == 0)
    {
      char *copy = g_strdup (part);

      g_ptr_array_add (self->parts, copy);
      index = self->parts->len;
      g_hash_table_insert (self->by_part, copy, GUINT_TO_POINTER (index));
    }
  entry.part = (index - 1) & G_MAXINT32;
  g_array_append_val (self->entries, entry);
}

/**
 * sanera_import_spool_part:
 * @self: a spool
 * @device: number of a device
 * @part: a part of it that was assessed
 */
void
sanera_import_spool_part (SaneraImportSpool *self, guint device, const char *part)
{
  add_entry (self, device, part, FALSE, NO_RECORD);
}

/* Lengths are stored one too high: 0 is NULL. */
static void
append_text (GString *out, const char *text)
{
  const guint32 length = text != NULL ? (guint32)strlen (text) + 1 : 0;

  g_string_append_len (out, (const char *)&length, sizeof length);
  if (text != NULL)
    g_string_append_len (out, text, length); /* with its end */
}

static const char *
take_text (const char **p)
{
  guint32 length;
  const char *text;

  memcpy (&length, *p, sizeof length);
  *p += sizeof length;
  text = length > 0 ? *p : NULL;
  *p += length;
  return text;
}

static gboolean
write_record (SaneraImportSpool *self, const GString *record, GError **error)
{
  const guint32 size = (guint32)record->len;

  if (fwrite (&size, sizeof size, 1, self->file) != 1 ||
      fwrite (record->str, record->len, 1, self->file) != 1)
    {
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_FULL, "%s: the temporary file: %s",
                   self->document, g_strerror (errno));
      return FALSE;
    }
  self->length += sizeof size + record->len;
  return TRUE;
}

/**
 * sanera_import_spool_installed:
 * @self: a spool
 * @device: number of a device
 * @part: the part it is installed in
 * @component: id of the recommendation about it
 * @version: (nullable): which one
 * @error: %SANERA_ERROR_FULL when the temporary file cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_spool_installed (SaneraImportSpool *self,
                               guint device,
                               const char *part,
                               const char *component,
                               const char *version,
                               GError **error)
{
  g_autoptr (GString) record = g_string_new (NULL);

  add_entry (self, device, part, TRUE, self->length);
  append_text (record, component);
  append_text (record, version);
  return write_record (self, record, error);
}

/**
 * sanera_import_spool_finding:
 * @self: a spool
 * @device: number of a device
 * @part: the part it was found in
 * @finding: what was found
 * @error: %SANERA_ERROR_FULL when the temporary file cannot be written
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_spool_finding (SaneraImportSpool *self,
                             guint device,
                             const char *part,
                             const SaneraFinding *finding,
                             GError **error)
{
  g_autoptr (GString) record = g_string_new (NULL);
  guint32 n_aliases = 0;

  add_entry (self, device, part, FALSE, self->length);
  g_string_append_len (record, (const char *)finding, sizeof *finding);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    append_text (record, G_STRUCT_MEMBER (const char *, finding, texts[i]));
  while (finding->aliases != NULL && finding->aliases[n_aliases] != NULL)
    n_aliases++;
  g_string_append_len (record, (const char *)&n_aliases, sizeof n_aliases);
  for (guint i = 0; i < n_aliases; i++)
    append_text (record, finding->aliases[i]);
  return write_record (self, record, error);
}

/**
 * sanera_import_spool_weaknesses:
 * @self: a spool
 * @device: number of a device
 * @part: the part it was found in
 * @finding: what was found; its weakness is the one to take when there is no other, and is put back
 * @weaknesses: (element-type utf8): the weaknesses that this one entry of the report is about
 * @error: %SANERA_ERROR_FULL when the temporary file cannot be written
 *
 * Spools a finding for each weakness. All of them, and all that follow with the same @finding,
 * count as one entry of the report.
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_spool_weaknesses (SaneraImportSpool *self,
                                guint device,
                                const char *part,
                                SaneraFinding *finding,
                                GPtrArray *weaknesses,
                                GError **error)
{
  const char *own = finding->weakness;

  for (guint i = 0; i < MAX (weaknesses->len, 1); i++)
    {
      finding->weakness = weaknesses->len > 0 ? g_ptr_array_index (weaknesses, i) : own;
      if (!sanera_import_spool_finding (self, device, part, finding, error))
        return FALSE;
      finding->continued = TRUE;
    }
  finding->weakness = own;
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->device != y->device)
    return x->device < y->device ? -1 : 1;
  if (x->part != y->part)
    return x->part < y->part ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static gboolean
read_record (SaneraImportSpool *self, guint64 offset, GByteArray *buffer, GError **error)
{
  guint32 size;

  if (fseeko (self->file, (off_t)offset, SEEK_SET) == 0 &&
      fread (&size, sizeof size, 1, self->file) == 1 &&
      (g_byte_array_set_size (buffer, size), fread (buffer->data, size, 1, self->file)) == 1)
    return TRUE;
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_FULL, "%s: the temporary file cannot be read back",
               self->document);
  return FALSE;
}

static gboolean
tell_installed (const GByteArray *buffer,
                const SaneraImportSink *sink,
                gpointer data,
                GError **error)
{
  const char *p = (const char *)buffer->data;
  const char *component = take_text (&p);

  return sink->installed (component, take_text (&p), data, error);
}

static gboolean
tell_finding (const GByteArray *buffer, const SaneraImportSink *sink, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) aliases = g_ptr_array_new ();
  const char *p = (const char *)buffer->data;
  SaneraFinding finding;
  guint32 n_aliases;

  memcpy (&finding, p, sizeof finding);
  p += sizeof finding;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (const char *, &finding, texts[i]) = take_text (&p);
  memcpy (&n_aliases, p, sizeof n_aliases);
  p += sizeof n_aliases;
  for (guint i = 0; i < n_aliases; i++)
    g_ptr_array_add (aliases, (gpointer)take_text (&p));
  g_ptr_array_add (aliases, NULL);
  finding.aliases = (const char *const *)aliases->pdata;
  return sink->finding (&finding, data, error);
}

/* Two devices of one report are two, also where both have the same name. */
static gboolean
tell_device (const Device *device,
             gint64 assessed_on,
             GHashTable *names,
             const SaneraImportSink *sink,
             gpointer data,
             GError **error)
{
  SaneraReportDevice out = device->is;
  g_autofree char *folded = NULL;

  out.tags = (const char *const *)device->tags;
  if (out.name == NULL)
    out.name = device->key;
  folded = g_utf8_casefold (out.name, -1);
  if (out.assessed_on == SANERA_INT_NULL)
    out.assessed_on = assessed_on;
  if (!g_hash_table_add (names, g_steal_pointer (&folded)))
    out.name = device->key;
  return sink->device (&out, data, error);
}

static gboolean
tell_entry (SaneraImportSpool *self,
            const Entry *entry,
            const Entry *last,
            GByteArray *buffer,
            const SaneraImportSink *sink,
            gpointer data,
            GError **error)
{
  if ((last == NULL || last->part != entry->part) &&
      !sink->part (g_ptr_array_index (self->parts, entry->part), data, error))
    return FALSE;
  if (entry->offset == NO_RECORD)
    return TRUE;
  return read_record (self, entry->offset, buffer, error) &&
         (entry->installed ? tell_installed (buffer, sink, data, error)
                           : tell_finding (buffer, sink, data, error));
}

/**
 * sanera_import_spool_tell:
 * @self: a spool
 * @assessed_on: when devices were assessed of which nothing else is known; also the latest time
 * that is believed
 * @sink: who takes it
 * @data: for @sink
 * @error: of @sink
 *
 * Tells everything, one device after the other. Of devices with no part that was assessed only
 * those are told that could not be.
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_spool_tell (SaneraImportSpool *self,
                          gint64 assessed_on,
                          const SaneraImportSink *sink,
                          gpointer data,
                          GError **error)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i = 0;

  g_array_sort (self->entries, compare_entries);
  for (guint d = 0; d < self->devices->len; d++)
    {
      const Device *device = g_ptr_array_index (self->devices, d);
      const Entry *last = NULL;
      const gboolean any =
          i < self->entries->len && g_array_index (self->entries, Entry, i).device == d;

      if ((any || device->is.failed) &&
          !tell_device (device, assessed_on, names, sink, data, error))
        return FALSE;
      for (; i < self->entries->len && g_array_index (self->entries, Entry, i).device == d; i++)
        {
          const Entry *entry = &g_array_index (self->entries, Entry, i);

          if (!tell_entry (self, entry, last, buffer, sink, data, error))
            return FALSE;
          last = entry;
        }
    }
  return TRUE;
}

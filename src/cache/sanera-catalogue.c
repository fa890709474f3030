/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-catalogue.h"

#include <string.h>

/* The format is that of GNU gettext's manual, "The Format of GNU MO Files". */
#define MAGIC 0x950412deU
#define MAGIC_SWAPPED 0xde120495U
#define HEADER_SIZE 20

struct _SaneraCatalogue
{
  GMappedFile *file;
  const char *data;
  gsize size;
  gboolean swapped;
  guint32 count;
  guint32 originals; /* offset of a table of lengths and offsets */
  guint32 translations;
};

static guint32
read_number (SaneraCatalogue *self, gsize offset)
{
  guint32 number;

  memcpy (&number, self->data + offset, sizeof number);
  return self->swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* A string of a table; NULL where the file is damaged. */
static const char *
read_string (SaneraCatalogue *self, guint32 table, guint32 index, gsize *length)
{
  gsize entry = (gsize)table + (gsize)index * 8;
  guint32 size = read_number (self, entry);
  guint32 offset = read_number (self, entry + 4);

  if ((gsize)offset + size >= self->size || self->data[(gsize)offset + size] != '\0')
    return NULL;

  *length = size;
  return self->data + offset;
}

static gboolean
fits (SaneraCatalogue *self, guint32 table)
{
  return (gsize)table + (gsize)self->count * 8 <= self->size;
}

/**
 * sanera_catalogue_new:
 * @path: a compiled catalogue, `<folder>/sv/LC_MESSAGES/sanera.mo`
 * @error: return location
 *
 * Errors: those of the file; %G_FILE_ERROR_INVAL when it is no catalogue.
 *
 * Returns: (transfer full) (nullable): its messages, or %NULL with @error
 */
SaneraCatalogue *
sanera_catalogue_new (const char *path, GError **error)
{
  g_autoptr (SaneraCatalogue) self = NULL;
  guint32 magic = 0;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (SaneraCatalogue, 1);
  self->file = g_mapped_file_new (path, FALSE, error);
  if (self->file == NULL)
    return NULL;

  self->data = g_mapped_file_get_contents (self->file);
  self->size = g_mapped_file_get_length (self->file);
  if (self->size >= HEADER_SIZE)
    magic = read_number (self, 0);
  self->swapped = magic == MAGIC_SWAPPED;
  if (magic == MAGIC || magic == MAGIC_SWAPPED)
    {
      self->count = read_number (self, 8);
      self->originals = read_number (self, 12);
      self->translations = read_number (self, 16);
    }
  if (self->count == 0 || !fits (self, self->originals) || !fits (self, self->translations))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not a message catalogue", path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * sanera_catalogue_free:
 * @self: (nullable) (transfer full): a catalogue
 */
void
sanera_catalogue_free (SaneraCatalogue *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

/* The messages are sorted. One with a plural is followed by it, behind a NUL, so comparing up to
 * the first NUL finds both kinds. */
static const char *
find (SaneraCatalogue *self, const char *key, gsize *length)
{
  guint32 low = 0;
  guint32 high = self->count;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const char *original = read_string (self, self->originals, middle, length);
      int order;

      if (original == NULL)
        return NULL;
      order = strcmp (key, original);
      if (order == 0)
        return read_string (self, self->translations, middle, length);
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }

  return NULL;
}

/**
 * sanera_catalogue_get:
 * @self: a catalogue
 * @context: (nullable): of the message
 * @message: a message as it stands in the source
 *
 * Returns: (transfer none): its translation, as long as @self lives; @message without one
 */
const char *
sanera_catalogue_get (SaneraCatalogue *self, const char *context, const char *message)
{
  g_autofree char *key = NULL;
  const char *found;
  gsize length;

  g_return_val_if_fail (self != NULL, message);

  if (context != NULL)
    key = g_strconcat (context, "\004", message, NULL);
  found = find (self, key != NULL ? key : message, &length);

  return found != NULL ? found : message;
}

/**
 * sanera_catalogue_get_plural:
 * @self: a catalogue
 * @message: the message for one
 * @form: which of the forms of the language, from 0
 *
 * Returns: (transfer none) (nullable): the translation, as long as @self lives
 */
const char *
sanera_catalogue_get_plural (SaneraCatalogue *self, const char *message, guint form)
{
  const char *found;
  const char *end;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  found = find (self, message, &length);
  if (found == NULL)
    return NULL;
  end = found + length;
  for (; form > 0; form--)
    {
      found += strlen (found) + 1;
      if (found > end)
        return NULL;
    }

  return found;
}

/**
 * sanera_catalogue_foreach:
 * @self: a catalogue
 * @function: called with each message, of a plural with its first form
 * @user_data: given to @function
 *
 * Goes through all messages, in the order of the catalogue.
 */
void
sanera_catalogue_foreach (SaneraCatalogue *self, SaneraCatalogueFunc function, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (function != NULL);

  for (guint32 i = 0; i < self->count; i++)
    {
      gsize length;
      const char *original = read_string (self, self->originals, i, &length);
      const char *translation = read_string (self, self->translations, i, &length);
      const char *context_end = original != NULL ? strchr (original, '\004') : NULL;

      if (original != NULL && translation != NULL && *original != '\0')
        function (context_end != NULL ? context_end + 1 : original, translation, user_data);
    }
}

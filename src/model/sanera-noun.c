/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-noun.h"

#include <string.h>

/* "exposedMachinesCount" with a separator of '_' is the SQL column, with '-' the property name.
 * A run of capitals counts as one word ("osPlatform", "cvssV3" → "cvss_v3"). */
static const char *
split_camel (const char *key, char separator)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (key) + 8);
  char *interned;

  for (const char *p = key; *p != '\0'; p++)
    {
      if (g_ascii_isupper (*p))
        {
          if (p != key && !g_ascii_isupper (p[-1]))
            g_string_append_c (out, separator);
          g_string_append_c (out, g_ascii_tolower (*p));
        }
      else
        g_string_append_c (out, *p);
    }

  interned = (char *)g_intern_string (out->str);
  return interned;
}

typedef struct
{
  const char **columns;
  const char **properties;
} NounNames;

/* The names are made once per noun and kept for the life of the process. */
static const NounNames *
get_names (const SaneraNoun *self)
{
  static GMutex mutex;
  static GHashTable *table;
  NounNames *names;

  g_mutex_lock (&mutex);
  if (table == NULL)
    table = g_hash_table_new (NULL, NULL);
  names = g_hash_table_lookup (table, self);
  if (names == NULL)
    {
      names = g_new (NounNames, 1);
      names->columns = g_new (const char *, self->n_fields);
      names->properties = g_new (const char *, self->n_fields);
      for (guint i = 0; i < self->n_fields; i++)
        {
          names->columns[i] = split_camel (self->fields[i].key, '_');
          names->properties[i] = split_camel (self->fields[i].key, '-');
        }
      g_hash_table_insert (table, (gpointer)self, names);
    }
  g_mutex_unlock (&mutex);

  return names;
}

/**
 * sanera_noun_get_column:
 * @self: a noun
 * @i: index of a field
 *
 * Returns: (transfer none): its SQL column, snake_case, interned
 */
const char *
sanera_noun_get_column (const SaneraNoun *self, guint i)
{
  g_return_val_if_fail (i < self->n_fields, NULL);

  return get_names (self)->columns[i];
}

/**
 * sanera_noun_get_property_name:
 * @self: a noun
 * @i: index of a field
 *
 * Returns: (transfer none): its GObject property, kebab-case, interned
 */
const char *
sanera_noun_get_property_name (const SaneraNoun *self, guint i)
{
  g_return_val_if_fail (i < self->n_fields, NULL);

  return get_names (self)->properties[i];
}

/**
 * sanera_noun_find:
 * @self: a noun
 * @key: a JSON key
 *
 * Returns: (nullable) (transfer none): the field with that key
 */
const SaneraField *
sanera_noun_find (const SaneraNoun *self, const char *key)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (g_str_equal (self->fields[i].key, key))
      return &self->fields[i];

  return NULL;
}

/**
 * sanera_noun_find_column:
 * @self: a noun
 * @column: an SQL column
 *
 * Returns: (nullable) (transfer none): the field with that column
 */
const SaneraField *
sanera_noun_find_column (const SaneraNoun *self, const char *column)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (g_str_equal (sanera_noun_get_column (self, i), column))
      return &self->fields[i];

  return NULL;
}

/**
 * sanera_noun_data_init:
 * @self: a noun
 * @data: memory of @self's size, not initialised or cleared
 *
 * Sets every field to its default.
 */
void
sanera_noun_data_init (const SaneraNoun *self, gpointer data)
{
  memset (data, 0, self->size);
  for (guint i = 0; i < self->n_fields; i++)
    sanera_field_reset (&self->fields[i], data);
}

/**
 * sanera_noun_data_clear:
 * @self: a noun
 * @data: initialised data
 *
 * Frees what the fields hold and sets every one to its default: @data can be filled again.
 */
void
sanera_noun_data_clear (const SaneraNoun *self, gpointer data)
{
  for (guint i = 0; i < self->n_fields; i++)
    sanera_field_reset (&self->fields[i], data);
}

/**
 * sanera_noun_data_new:
 * @self: a noun
 *
 * Returns: (transfer full): initialised data; free it with sanera_noun_data_free()
 */
gpointer
sanera_noun_data_new (const SaneraNoun *self)
{
  gpointer data = g_malloc (self->size);

  sanera_noun_data_init (self, data);
  return data;
}

/**
 * sanera_noun_data_free:
 * @self: a noun
 * @data: (nullable) (transfer full): data made by sanera_noun_data_new()
 */
void
sanera_noun_data_free (const SaneraNoun *self, gpointer data)
{
  if (data == NULL)
    return;

  sanera_noun_data_clear (self, data);
  g_free (data);
}

/**
 * sanera_noun_data_copy:
 * @self: a noun
 * @to: initialised data
 * @from: initialised data
 *
 * Copies every field, deeply.
 */
void
sanera_noun_data_copy (const SaneraNoun *self, gpointer to, gconstpointer from)
{
  for (guint i = 0; i < self->n_fields; i++)
    sanera_field_copy (&self->fields[i], to, from);
}

/**
 * sanera_noun_data_equal:
 * @self: a noun
 * @a: initialised data
 * @b: initialised data
 *
 * Returns: whether every field is equal
 */
gboolean
sanera_noun_data_equal (const SaneraNoun *self, gconstpointer a, gconstpointer b)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (!sanera_field_equal (&self->fields[i], a, b))
      return FALSE;

  return TRUE;
}

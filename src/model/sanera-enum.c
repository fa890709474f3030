/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-enum.h"

/**
 * sanera_enum_lookup:
 * @self: an enumeration
 * @nick: (nullable): a word from the wire
 *
 * Returns: (nullable) (transfer none): the value with that nick, %NULL when this version does not
 *   know it
 */
const SaneraEnumValue *
sanera_enum_lookup (const SaneraEnum *self, const char *nick)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (nick == NULL)
    return NULL;

  for (guint i = 0; i < self->n_values; i++)
    if (g_str_equal (self->values[i].nick, nick))
      return &self->values[i];

  return NULL;
}

/**
 * sanera_enum_from_nick:
 * @self: an enumeration
 * @nick: (nullable): a word from the wire
 *
 * Returns: the C value, 0 when @nick is %NULL or unknown
 */
int
sanera_enum_from_nick (const SaneraEnum *self, const char *nick)
{
  const SaneraEnumValue *value = sanera_enum_lookup (self, nick);

  return value != NULL ? value->value : 0;
}

/**
 * sanera_enum_to_nick:
 * @self: an enumeration
 * @value: a C value
 *
 * Returns: (nullable) (transfer none): the word on the wire, %NULL when @value is not one of @self
 */
const char *
sanera_enum_to_nick (const SaneraEnum *self, int value)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n_values; i++)
    if (self->values[i].value == value)
      return self->values[i].nick;

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaneraEnumValue:
 * @value: the C value, from 1; 0 always means "a value this version does not know"
 * @nick: the word on the wire and in the database, never translated
 * @label: the English label, marked for translation
 * @context: (nullable): gettext context of @label
 *
 * One value of an enumeration of the wire format.
 */
typedef struct
{
  int value;
  const char *nick;
  const char *label;
  const char *context;
} SaneraEnumValue;

/**
 * SaneraEnum:
 * @name: name for messages, for example "remediationType"
 * @values: the values, in the order in which they are shown and sorted
 * @n_values: how many
 *
 * An enumeration. A record keeps the nick as text, so a value that a newer server invents survives
 * a round trip and is shown as it is.
 */
typedef struct
{
  const char *name;
  const SaneraEnumValue *values;
  guint n_values;
} SaneraEnum;

int sanera_enum_from_nick (const SaneraEnum *self, const char *nick);
const char *sanera_enum_to_nick (const SaneraEnum *self, int value);
const SaneraEnumValue *sanera_enum_lookup (const SaneraEnum *self, const char *nick);

G_END_DECLS

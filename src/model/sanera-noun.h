/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-field.h"

G_BEGIN_DECLS

/**
 * SaneraNoun:
 * @name: what messages call it, for example "recommendation"
 * @table: its SQL table, on the server and in the cache alike
 * @size: size of the data struct
 * @fields: the field table; the first field is always the id
 * @n_fields: how many
 *
 * Describes one noun of the product: a plain data struct and the one table of its fields, from
 * which GObject properties, JSON keys, SQL columns and CSV columns are made.
 *
 * The data struct can be used without a GObject (`sanera_noun_data_init()`), which is how thousands
 * of rows go from the wire into the database.
 */
typedef struct
{
  const char *name;
  const char *table;
  gsize size;
  const SaneraField *fields;
  guint n_fields;
} SaneraNoun;

/* The building blocks of a field list: see SANERA_RECOMMENDATION_FIELDS for how they are used. */
#define SANERA_MEMBER(type, member, key, flags, values) SANERA_MEMBER_##type (member)
#define SANERA_MEMBER_TEXT(member) char *member;
#define SANERA_MEMBER_ENUM(member) char *member;
#define SANERA_MEMBER_JSON(member) char *member;
#define SANERA_MEMBER_INT(member) gint64 member;
#define SANERA_MEMBER_TIME(member) gint64 member;
#define SANERA_MEMBER_DATE(member) gint64 member;
#define SANERA_MEMBER_DOUBLE(member) double member;
#define SANERA_MEMBER_BOOL(member) gboolean member;
#define SANERA_MEMBER_STRV(member) char **member;

#define SANERA_FIELD_LINE(Data, type, member, key, flags, values) \
  { key, SANERA_FIELD_##type, G_STRUCT_OFFSET (Data, member), (SaneraFieldFlags)(flags), values },

const char *sanera_noun_get_column (const SaneraNoun *self, guint i);
const char *sanera_noun_get_property_name (const SaneraNoun *self, guint i);
const SaneraField *sanera_noun_find (const SaneraNoun *self, const char *key);
const SaneraField *sanera_noun_find_column (const SaneraNoun *self, const char *column);

gpointer sanera_noun_data_new (const SaneraNoun *self);
void sanera_noun_data_init (const SaneraNoun *self, gpointer data);
void sanera_noun_data_clear (const SaneraNoun *self, gpointer data);
void sanera_noun_data_free (const SaneraNoun *self, gpointer data);
void sanera_noun_data_copy (const SaneraNoun *self, gpointer to, gconstpointer from);
gboolean sanera_noun_data_equal (const SaneraNoun *self, gconstpointer a, gconstpointer b);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "sanera-noun.h"

G_BEGIN_DECLS

#define SANERA_TYPE_RECORD (sanera_record_get_type ())

G_DECLARE_DERIVABLE_TYPE (SaneraRecord, sanera_record, SANERA, RECORD, GObject)

struct _SaneraRecordClass
{
  GObjectClass parent_class;

  const SaneraNoun *noun;
  GParamSpec **field_props; /* one for each field, in the order of the table */
};

void sanera_record_class_set_noun (SaneraRecordClass *klass, const SaneraNoun *noun);

SaneraRecord *sanera_record_new (GType type, gpointer data);
const SaneraNoun *sanera_record_get_noun (SaneraRecord *self);
gconstpointer sanera_record_get_data (SaneraRecord *self);
const char *sanera_record_get_id (SaneraRecord *self);
gboolean sanera_record_update (SaneraRecord *self, gconstpointer data);
gboolean sanera_record_get_gone (SaneraRecord *self);
void sanera_record_set_gone (SaneraRecord *self, gboolean gone);
gint64 sanera_record_get_row_id (SaneraRecord *self);
void sanera_record_set_row_id (SaneraRecord *self, gint64 row_id);

/**
 * SANERA_DECLARE_NOUN:
 *
 * What every noun's header declares beside its field list: the final #SaneraRecord subclass, the
 * noun itself, and the typed view of a record's data.
 */
#define SANERA_DECLARE_NOUN(TypeName, type_name, TYPE_NAME)                       \
  G_DECLARE_FINAL_TYPE (TypeName, type_name, SANERA, TYPE_NAME, SaneraRecord)     \
  extern const SaneraNoun type_name##_noun;                                       \
  static inline const TypeName##Data *type_name##_get_data (TypeName *self)       \
  {                                                                               \
    return (const TypeName##Data *)sanera_record_get_data ((SaneraRecord *)self); \
  }

/**
 * SANERA_DEFINE_NOUN:
 *
 * What every noun's source defines: the subclass, and the #SaneraNoun of @fields_ (an array).
 */
#define SANERA_DEFINE_NOUN(TypeName, type_name, name_, table_, fields_)            \
  const SaneraNoun type_name##_noun = { .name = name_,                             \
                                        .table = table_,                           \
                                        .size = sizeof (TypeName##Data),           \
                                        .fields = fields_,                         \
                                        .n_fields = G_N_ELEMENTS (fields_) };      \
  struct _##TypeName                                                               \
  {                                                                                \
    SaneraRecord parent_instance;                                                  \
  };                                                                               \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, SANERA_TYPE_RECORD)                    \
  static void type_name##_class_init (TypeName##Class *klass)                      \
  {                                                                                \
    sanera_record_class_set_noun (SANERA_RECORD_CLASS (klass), &type_name##_noun); \
  }                                                                                \
  static void type_name##_init (TypeName *self) {}

G_END_DECLS

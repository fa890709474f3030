/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-record.h"

/**
 * SaneraRecord:
 *
 * One row of a noun as an object for list views. The fields live in the noun's data struct; the
 * properties are made from its field table. A list model keeps one object for each row that
 * somebody holds, and updates it in place.
 */

typedef struct
{
  gpointer data;
  gint64 row_id;
  gboolean gone;
} SaneraRecordPrivate;

typedef enum
{
  PROP_GONE = 1,
  PROP_FIRST_FIELD, /* the fields of the noun follow */
} SaneraRecordProp;

static GParamSpec *props[PROP_GONE + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SaneraRecord, sanera_record, G_TYPE_OBJECT)

static void
sanera_record_constructed (GObject *object)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (SANERA_RECORD (object));

  G_OBJECT_CLASS (sanera_record_parent_class)->constructed (object);

  priv->data = sanera_noun_data_new (SANERA_RECORD_GET_CLASS (object)->noun);
}

static void
sanera_record_finalize (GObject *object)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (SANERA_RECORD (object));

  sanera_noun_data_free (SANERA_RECORD_GET_CLASS (object)->noun, priv->data);

  G_OBJECT_CLASS (sanera_record_parent_class)->finalize (object);
}

static void
sanera_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SaneraRecord *self = SANERA_RECORD (object);
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);
  const SaneraField *field;

  if (prop_id == PROP_GONE)
    {
      g_value_set_boolean (value, priv->gone);
      return;
    }

  field = &SANERA_RECORD_GET_CLASS (self)->noun->fields[prop_id - PROP_FIRST_FIELD];
  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      g_value_set_string (value, sanera_field_get_text (field, priv->data));
      break;
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      g_value_set_int64 (value, sanera_field_get_int (field, priv->data));
      break;
    case SANERA_FIELD_DOUBLE:
      g_value_set_double (value, sanera_field_get_double (field, priv->data));
      break;
    case SANERA_FIELD_BOOL:
      g_value_set_boolean (value, sanera_field_get_bool (field, priv->data));
      break;
    case SANERA_FIELD_STRV:
      g_value_set_boxed (value, sanera_field_get_strv (field, priv->data));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_record_class_init (SaneraRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sanera_record_constructed;
  object_class->finalize = sanera_record_finalize;
  object_class->get_property = sanera_record_get_property;

  /**
   * SaneraRecord:gone:
   *
   * Whether the row was deleted while somebody held the object.
   */
  props[PROP_GONE] =
      g_param_spec_boolean ("gone", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_property (object_class, PROP_GONE, props[PROP_GONE]);
}

static void
sanera_record_init (SaneraRecord *self)
{
}

static GParamSpec *
make_pspec (const char *name, const SaneraField *field)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (field->type)
    {
    case SANERA_FIELD_TEXT:
    case SANERA_FIELD_ENUM:
    case SANERA_FIELD_JSON:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case SANERA_FIELD_INT:
    case SANERA_FIELD_TIME:
    case SANERA_FIELD_DATE:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case SANERA_FIELD_DOUBLE:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case SANERA_FIELD_BOOL:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case SANERA_FIELD_STRV:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    default:
      g_assert_not_reached ();
    }
}

/**
 * sanera_record_class_set_noun:
 * @klass: the class of a final subclass, in its class_init
 * @noun: static description of the noun
 *
 * Installs one read-only property for each field of @noun.
 */
void
sanera_record_class_set_noun (SaneraRecordClass *klass, const SaneraNoun *noun)
{
  g_return_if_fail (SANERA_IS_RECORD_CLASS (klass));

  /* GObject clears the accessors for each subclass that installs properties of its own. */
  G_OBJECT_CLASS (klass)->get_property = sanera_record_get_property;
  klass->noun = noun;
  klass->field_props = g_new0 (GParamSpec *, noun->n_fields);
  for (guint i = 0; i < noun->n_fields; i++)
    {
      klass->field_props[i] =
          make_pspec (sanera_noun_get_property_name (noun, i), &noun->fields[i]);
      g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_FIRST_FIELD + i,
                                       klass->field_props[i]);
    }
}

/**
 * sanera_record_new:
 * @type: a final subclass of #SaneraRecord
 * @data: (transfer full) (nullable): data of its noun made by sanera_noun_data_new(), or %NULL for
 *   defaults
 *
 * Returns: (transfer full): a record that owns @data
 */
SaneraRecord *
sanera_record_new (GType type, gpointer data)
{
  SaneraRecord *self = g_object_new (type, NULL);
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  if (data != NULL)
    {
      sanera_noun_data_free (SANERA_RECORD_GET_CLASS (self)->noun, priv->data);
      priv->data = data;
    }

  return self;
}

/**
 * sanera_record_get_noun:
 * @self: a record
 *
 * Returns: (transfer none): what kind of thing it is
 */
const SaneraNoun *
sanera_record_get_noun (SaneraRecord *self)
{
  g_return_val_if_fail (SANERA_IS_RECORD (self), NULL);

  return SANERA_RECORD_GET_CLASS (self)->noun;
}

/**
 * sanera_record_get_data:
 * @self: a record
 *
 * Returns: (transfer none): its data struct, valid until the next sanera_record_update()
 */
gconstpointer
sanera_record_get_data (SaneraRecord *self)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_val_if_fail (SANERA_IS_RECORD (self), NULL);

  return priv->data;
}

/**
 * sanera_record_get_id:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): its id, an opaque string
 */
const char *
sanera_record_get_id (SaneraRecord *self)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_val_if_fail (SANERA_IS_RECORD (self), NULL);

  return sanera_field_get_text (&SANERA_RECORD_GET_CLASS (self)->noun->fields[0], priv->data);
}

/**
 * sanera_record_update:
 * @self: a record
 * @data: data of the same noun
 *
 * Takes over what differs and notifies just those properties.
 *
 * Returns: whether anything changed
 */
gboolean
sanera_record_update (SaneraRecord *self, gconstpointer data)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);
  SaneraRecordClass *klass;
  gboolean changed = FALSE;

  g_return_val_if_fail (SANERA_IS_RECORD (self), FALSE);

  klass = SANERA_RECORD_GET_CLASS (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < klass->noun->n_fields; i++)
    {
      const SaneraField *field = &klass->noun->fields[i];

      if (sanera_field_equal (field, priv->data, data))
        continue;
      sanera_field_copy (field, priv->data, data);
      g_object_notify_by_pspec (G_OBJECT (self), klass->field_props[i]);
      changed = TRUE;
    }
  g_object_thaw_notify (G_OBJECT (self));

  return changed;
}

/**
 * sanera_record_get_gone:
 * @self: a record
 *
 * Returns: whether its row does not exist any more
 */
gboolean
sanera_record_get_gone (SaneraRecord *self)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_val_if_fail (SANERA_IS_RECORD (self), FALSE);

  return priv->gone;
}

/**
 * sanera_record_set_gone:
 * @self: a record
 * @gone: whether its row does not exist any more
 *
 * For list models only.
 */
void
sanera_record_set_gone (SaneraRecord *self, gboolean gone)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_if_fail (SANERA_IS_RECORD (self));

  if (priv->gone == gone)
    return;

  priv->gone = gone;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GONE]);
}

/**
 * sanera_record_get_row_id:
 * @self: a record
 *
 * Returns: the SQLite row id it was read from, 0 when it comes from elsewhere
 */
gint64
sanera_record_get_row_id (SaneraRecord *self)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_val_if_fail (SANERA_IS_RECORD (self), 0);

  return priv->row_id;
}

/**
 * sanera_record_set_row_id:
 * @self: a record
 * @row_id: SQLite row id
 *
 * For list models only.
 */
void
sanera_record_set_row_id (SaneraRecord *self, gint64 row_id)
{
  SaneraRecordPrivate *priv = sanera_record_get_instance_private (self);

  g_return_if_fail (SANERA_IS_RECORD (self));

  priv->row_id = row_id;
}

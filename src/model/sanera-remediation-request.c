/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-remediation-request.h"

#include "sanera-time.h"

struct _SaneraRemediationRequest
{
  GObject parent_instance;

  char *recommendation_id;
  char *type;
  gboolean all_groups;
  char **groups;
  char *priority;
  gint64 due_on;
  char *due_text;
  char *notes;
  gboolean create_ticket;
  SaneraTicketSplit split;
  gint64 target_devices;
  gint64 made_at;
  gint64 kept_due_on;
};

typedef enum
{
  PROP_RECOMMENDATION_ID = 1,
  PROP_TYPE,
  PROP_ALL_GROUPS,
  PROP_GROUPS,
  PROP_PRIORITY,
  PROP_DUE_ON,
  PROP_DUE_TEXT,
  PROP_NOTES,
  PROP_CREATE_TICKET,
  PROP_SPLIT,
  PROP_TARGET_DEVICES,
  PROP_MADE_AT,
} SaneraRemediationRequestProp;

static GParamSpec *props[PROP_MADE_AT + 1];

G_DEFINE_FINAL_TYPE (SaneraRemediationRequest, sanera_remediation_request, G_TYPE_OBJECT)

static void
set_text (SaneraRemediationRequest *self,
          char **member,
          const char *value,
          SaneraRemediationRequestProp prop)
{
  if (g_strcmp0 (*member, value) == 0)
    return;

  g_free (*member);
  *member = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_int (SaneraRemediationRequest *self,
         gint64 *member,
         gint64 value,
         SaneraRemediationRequestProp prop)
{
  if (*member == value)
    return;

  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_bool (SaneraRemediationRequest *self,
          gboolean *member,
          gboolean value,
          SaneraRemediationRequestProp prop)
{
  value = !!value;
  if (*member == value)
    return;

  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
sanera_remediation_request_finalize (GObject *object)
{
  SaneraRemediationRequest *self = SANERA_REMEDIATION_REQUEST (object);

  g_clear_pointer (&self->recommendation_id, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->priority, g_free);
  g_clear_pointer (&self->due_text, g_free);
  g_clear_pointer (&self->notes, g_free);

  G_OBJECT_CLASS (sanera_remediation_request_parent_class)->finalize (object);
}

static void
sanera_remediation_request_get_property (GObject *object,
                                         guint prop_id,
                                         GValue *value,
                                         GParamSpec *pspec)
{
  SaneraRemediationRequest *self = SANERA_REMEDIATION_REQUEST (object);

  switch ((SaneraRemediationRequestProp)prop_id)
    {
    case PROP_RECOMMENDATION_ID:
      g_value_set_string (value, self->recommendation_id);
      break;
    case PROP_TYPE:
      g_value_set_string (value, self->type);
      break;
    case PROP_ALL_GROUPS:
      g_value_set_boolean (value, self->all_groups);
      break;
    case PROP_GROUPS:
      g_value_set_boxed (value, self->groups);
      break;
    case PROP_PRIORITY:
      g_value_set_string (value, self->priority);
      break;
    case PROP_DUE_ON:
      g_value_set_int64 (value, self->due_on);
      break;
    case PROP_DUE_TEXT:
      g_value_set_string (value, self->due_text);
      break;
    case PROP_NOTES:
      g_value_set_string (value, self->notes);
      break;
    case PROP_CREATE_TICKET:
      g_value_set_boolean (value, self->create_ticket);
      break;
    case PROP_SPLIT:
      g_value_set_int (value, (int)self->split);
      break;
    case PROP_TARGET_DEVICES:
      g_value_set_int64 (value, self->target_devices);
      break;
    case PROP_MADE_AT:
      g_value_set_int64 (value, self->made_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_remediation_request_set_property (GObject *object,
                                         guint prop_id,
                                         const GValue *value,
                                         GParamSpec *pspec)
{
  SaneraRemediationRequest *self = SANERA_REMEDIATION_REQUEST (object);

  switch ((SaneraRemediationRequestProp)prop_id)
    {
    case PROP_RECOMMENDATION_ID:
      self->recommendation_id = g_value_dup_string (value);
      break;
    case PROP_TYPE:
      sanera_remediation_request_set_remediation_type (self, g_value_get_string (value));
      break;
    case PROP_ALL_GROUPS:
      sanera_remediation_request_set_all_groups (self, g_value_get_boolean (value));
      break;
    case PROP_GROUPS:
      sanera_remediation_request_set_groups (self, g_value_get_boxed (value));
      break;
    case PROP_PRIORITY:
      sanera_remediation_request_set_priority (self, g_value_get_string (value));
      break;
    case PROP_DUE_ON:
      sanera_remediation_request_set_due_on (self, g_value_get_int64 (value));
      break;
    case PROP_DUE_TEXT:
      sanera_remediation_request_set_due_text (self, g_value_get_string (value));
      break;
    case PROP_NOTES:
      sanera_remediation_request_set_notes (self, g_value_get_string (value));
      break;
    case PROP_CREATE_TICKET:
      sanera_remediation_request_set_create_ticket (self, g_value_get_boolean (value));
      break;
    case PROP_SPLIT:
      sanera_remediation_request_set_split (self, (SaneraTicketSplit)g_value_get_int (value));
      break;
    case PROP_TARGET_DEVICES:
      sanera_remediation_request_set_target_devices (self, g_value_get_int64 (value));
      break;
    case PROP_MADE_AT:
      sanera_remediation_request_set_made_at (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sanera_remediation_request_class_init (SaneraRemediationRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = sanera_remediation_request_finalize;
  object_class->get_property = sanera_remediation_request_get_property;
  object_class->set_property = sanera_remediation_request_set_property;

  props[PROP_RECOMMENDATION_ID] =
      g_param_spec_string ("recommendation-id", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_TYPE] = g_param_spec_string ("type", NULL, NULL, NULL, flags);
  props[PROP_ALL_GROUPS] = g_param_spec_boolean ("all-groups", NULL, NULL, TRUE, flags);
  props[PROP_GROUPS] = g_param_spec_boxed ("groups", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_PRIORITY] = g_param_spec_string ("priority", NULL, NULL, "Medium", flags);
  props[PROP_DUE_ON] =
      g_param_spec_int64 ("due-on", NULL, NULL, G_MININT64, G_MAXINT64, SANERA_INT_NULL, flags);
  props[PROP_DUE_TEXT] = g_param_spec_string ("due-text", NULL, NULL, NULL, flags);
  props[PROP_NOTES] = g_param_spec_string ("notes", NULL, NULL, NULL, flags);
  props[PROP_CREATE_TICKET] = g_param_spec_boolean ("create-ticket", NULL, NULL, FALSE, flags);
  props[PROP_SPLIT] = g_param_spec_int ("split", NULL, NULL, SANERA_SPLIT_UNDECIDED,
                                        SANERA_SPLIT_FIRST, SANERA_SPLIT_UNDECIDED, flags);
  props[PROP_TARGET_DEVICES] = g_param_spec_int64 ("target-devices", NULL, NULL, G_MININT64,
                                                   G_MAXINT64, SANERA_INT_NULL, flags);
  props[PROP_MADE_AT] =
      g_param_spec_int64 ("made-at", NULL, NULL, G_MININT64, G_MAXINT64, SANERA_INT_NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
sanera_remediation_request_init (SaneraRemediationRequest *self)
{
  self->all_groups = TRUE;
  self->groups = g_new0 (char *, 1);
  self->priority = g_strdup (sanera_enum_to_nick (&sanera_priority_enum, SANERA_PRIORITY_MEDIUM));
  self->due_on = SANERA_INT_NULL;
  self->target_devices = SANERA_INT_NULL;
  self->made_at = SANERA_INT_NULL;
  self->kept_due_on = SANERA_INT_NULL;
}

/**
 * sanera_remediation_request_new:
 * @recommendation_id: id of the recommendation whose remediation is requested
 *
 * Returns: (transfer full): a request as the empty form shows it: all device groups, priority
 *   Medium, no ticket, no due date, and no remediation option chosen yet
 */
SaneraRemediationRequest *
sanera_remediation_request_new (const char *recommendation_id)
{
  g_return_val_if_fail (recommendation_id != NULL, NULL);

  return g_object_new (SANERA_TYPE_REMEDIATION_REQUEST, "recommendation-id", recommendation_id,
                       NULL);
}

/**
 * sanera_remediation_request_get_recommendation_id:
 * @self: a request
 *
 * Returns: (transfer none): id of the recommendation
 */
const char *
sanera_remediation_request_get_recommendation_id (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return self->recommendation_id;
}

/**
 * sanera_remediation_request_get_remediation_type:
 * @self: a request
 *
 * Returns: (nullable) (transfer none): nick of #sanera_remediation_type_enum, the chosen
 * remediation option
 */
const char *
sanera_remediation_request_get_remediation_type (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return self->type;
}

/**
 * sanera_remediation_request_set_remediation_type:
 * @self: a request
 * @nick: (nullable): nick of #sanera_remediation_type_enum, the chosen remediation option
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_remediation_type (SaneraRemediationRequest *self, const char *nick)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_text (self, &self->type, nick, PROP_TYPE);
}

/**
 * sanera_remediation_request_get_all_groups:
 * @self: a request
 *
 * Returns: whether all device groups of the recommendation are meant, whatever
 *   sanera_remediation_request_get_groups() says
 */
gboolean
sanera_remediation_request_get_all_groups (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), FALSE);

  return self->all_groups;
}

/**
 * sanera_remediation_request_set_all_groups:
 * @self: a request
 * @all: whether all device groups of the recommendation are meant, whatever
 *   sanera_remediation_request_get_groups() says
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_all_groups (SaneraRemediationRequest *self, gboolean all)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_bool (self, &self->all_groups, all, PROP_ALL_GROUPS);
}

/**
 * sanera_remediation_request_get_groups:
 * @self: a request
 *
 * Returns: (transfer none): names of the chosen device groups, never %NULL; kept while all groups
 *   are meant
 */
const char *const *
sanera_remediation_request_get_groups (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return (const char *const *)self->groups;
}

/**
 * sanera_remediation_request_set_groups:
 * @self: a request
 * @groups: (nullable): names of device groups, %NULL for none
 *
 * Sets the chosen device groups.
 */
void
sanera_remediation_request_set_groups (SaneraRemediationRequest *self, const char *const *groups)
{
  static const char *const none[] = { NULL };

  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  if (groups == NULL)
    groups = none;
  if (g_strv_equal ((const char *const *)self->groups, groups))
    return;

  g_strfreev (self->groups);
  self->groups = g_strdupv ((char **)groups);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GROUPS]);
}

/**
 * sanera_remediation_request_get_priority:
 * @self: a request
 *
 * Returns: (nullable) (transfer none): nick of #sanera_priority_enum
 */
const char *
sanera_remediation_request_get_priority (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return self->priority;
}

/**
 * sanera_remediation_request_set_priority:
 * @self: a request
 * @nick: (nullable): nick of #sanera_priority_enum
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_priority (SaneraRemediationRequest *self, const char *nick)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_text (self, &self->priority, nick, PROP_PRIORITY);
}

/**
 * sanera_remediation_request_get_due_on:
 * @self: a request
 *
 * Returns: the due date (a midnight UTC), %SANERA_INT_NULL for none; kept while *attention
 * required* is chosen
 */
gint64
sanera_remediation_request_get_due_on (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_INT_NULL);

  return self->due_on;
}

/**
 * sanera_remediation_request_set_due_on:
 * @self: a request
 * @date: the due date (a midnight UTC), %SANERA_INT_NULL for none; kept while *attention required*
 * is chosen
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_due_on (SaneraRemediationRequest *self, gint64 date)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_int (self, &self->due_on, date, PROP_DUE_ON);
}

/**
 * sanera_remediation_request_get_due_text:
 * @self: a request
 *
 * Returns: (nullable) (transfer none): what was typed as due date, as it was typed; with no due
 * date beside it, it is no date
 */
const char *
sanera_remediation_request_get_due_text (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return self->due_text;
}

/**
 * sanera_remediation_request_set_due_text:
 * @self: a request
 * @text: (nullable): what was typed as due date, as it was typed; with no due date beside it, it is
 *   no date
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_due_text (SaneraRemediationRequest *self, const char *text)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_text (self, &self->due_text, text, PROP_DUE_TEXT);
}

/**
 * sanera_remediation_request_get_notes:
 * @self: a request
 *
 * Returns: (nullable) (transfer none): notes for the IT administrator, at most
 *   %SANERA_REQUEST_MAX_NOTES characters
 */
const char *
sanera_remediation_request_get_notes (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), NULL);

  return self->notes;
}

/**
 * sanera_remediation_request_set_notes:
 * @self: a request
 * @notes: (nullable): notes for the IT administrator, at most %SANERA_REQUEST_MAX_NOTES characters
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_notes (SaneraRemediationRequest *self, const char *notes)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_text (self, &self->notes, notes, PROP_NOTES);
}

/**
 * sanera_remediation_request_get_create_ticket:
 * @self: a request
 *
 * Returns: whether a security task is wanted; kept while *attention required* is chosen
 */
gboolean
sanera_remediation_request_get_create_ticket (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), FALSE);

  return self->create_ticket;
}

/**
 * sanera_remediation_request_set_create_ticket:
 * @self: a request
 * @create: whether a security task is wanted; kept while *attention required* is chosen
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_create_ticket (SaneraRemediationRequest *self, gboolean create)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_bool (self, &self->create_ticket, create, PROP_CREATE_TICKET);
}

/**
 * sanera_remediation_request_get_split:
 * @self: a request
 *
 * Returns: how tickets are made for more than %SANERA_TICKET_MAX_DEVICES devices
 */
SaneraTicketSplit
sanera_remediation_request_get_split (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_SPLIT_UNDECIDED);

  return self->split;
}

/**
 * sanera_remediation_request_set_split:
 * @self: a request
 * @split: how tickets are made for more than %SANERA_TICKET_MAX_DEVICES devices
 *
 * Sets the choice of rule R3.
 */
void
sanera_remediation_request_set_split (SaneraRemediationRequest *self, SaneraTicketSplit split)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  if (self->split == split)
    return;

  self->split = split;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPLIT]);
}

/**
 * sanera_remediation_request_get_target_devices:
 * @self: a request
 *
 * Returns: how many exposed devices the chosen groups have, %SANERA_INT_NULL when that is not known
 */
gint64
sanera_remediation_request_get_target_devices (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_INT_NULL);

  return self->target_devices;
}

/**
 * sanera_remediation_request_set_target_devices:
 * @self: a request
 * @devices: how many exposed devices the chosen groups have, %SANERA_INT_NULL when that is not
 * known
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_target_devices (SaneraRemediationRequest *self, gint64 devices)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_int (self, &self->target_devices, devices, PROP_TARGET_DEVICES);
}

/**
 * sanera_remediation_request_get_made_at:
 * @self: a request
 *
 * Returns: when the person submitted it, %SANERA_INT_NULL while the form is open
 */
gint64
sanera_remediation_request_get_made_at (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_INT_NULL);

  return self->made_at;
}

/**
 * sanera_remediation_request_set_made_at:
 * @self: a request
 * @made_at: when the person submitted it, %SANERA_INT_NULL while the form is open
 *
 * Sets it; does nothing when it is the same already.
 */
void
sanera_remediation_request_set_made_at (SaneraRemediationRequest *self, gint64 made_at)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  set_int (self, &self->made_at, made_at, PROP_MADE_AT);
}

/**
 * sanera_remediation_request_get_kept_due_on:
 * @self: a request
 *
 * Returns: the due date that it had before, %SANERA_INT_NULL for a new one
 */
gint64
sanera_remediation_request_get_kept_due_on (SaneraRemediationRequest *self)
{
  g_return_val_if_fail (SANERA_IS_REMEDIATION_REQUEST (self), SANERA_INT_NULL);

  return self->kept_due_on;
}

/**
 * sanera_remediation_request_set_kept_due_on:
 * @self: a request that is being changed
 * @due_on: the due date that it has: it may stay, although it may be in the past by now
 */
void
sanera_remediation_request_set_kept_due_on (SaneraRemediationRequest *self, gint64 due_on)
{
  g_return_if_fail (SANERA_IS_REMEDIATION_REQUEST (self));

  self->kept_due_on = due_on;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-action.h"

#include "sanera-field.h"
#include "sanera-json.h"

/**
 * SaneraAction:
 *
 * One action before it is in the outbox. All that differs from kind to kind stands in one table:
 * name, list, method, path, and what the body says besides what the person has set.
 */

typedef struct
{
  char *name;
  char *json;
} Member;

struct _SaneraAction
{
  gatomicrefcount count;
  SaneraActionKind kind;
  char *entity;
  gint64 version;
  guint delay; /* seconds */
  GPtrArray *members; /* (element-type Member), in the order in which they were set first */
};

#define TASKS "/sanera/v1/remediationTasks"
#define SECURITY_TASKS "/sanera/v1/securityTasks"
#define EXCEPTIONS "/sanera/v1/exceptions"
#define DEVICES "/sanera/v1/devices"
#define RECOMMENDATIONS "/sanera/v1/recommendations"

/**
 * SaneraActionInfo:
 * @nick: name in the outbox; never changed
 * @list: where its entity is
 * @method: HTTP method
 * @path: of the call, in front of the entity
 * @tail: (nullable): of the call, behind the entity; %NULL: the path names no entity
 * @member: (nullable): member of the body that names the entity
 * @status: (nullable): member "status" of the body
 *
 * How a kind of action is called; the calls are those of api.md.
 */
static const struct
{
  const char *nick;
  SaneraList list;
  const char *method;
  const char *path;
  const char *tail;
  const char *member;
  const char *status;
} kinds[SANERA_N_ACTIONS] = {
  [SANERA_ACTION_REQUEST] = { "requestRemediation", SANERA_LIST_ACTIVITIES, "POST", TASKS, NULL,
                              "recommendationId" },
  [SANERA_ACTION_CHANGE_ACTIVITY] = { "changeActivity", SANERA_LIST_ACTIVITIES, "PATCH", TASKS,
                                      "" },
  [SANERA_ACTION_COMPLETE_ACTIVITY] = { "completeActivity", SANERA_LIST_ACTIVITIES, "POST", TASKS,
                                        "/complete" },
  [SANERA_ACTION_REOPEN_ACTIVITY] = { "reopenActivity", SANERA_LIST_ACTIVITIES, "POST", TASKS,
                                      "/reopen" },
  [SANERA_ACTION_WITHDRAW_ACTIVITY] = { "withdrawActivity", SANERA_LIST_ACTIVITIES, "POST", TASKS,
                                        "/withdraw" },
  [SANERA_ACTION_CREATE_TICKET] = { "createTicket", SANERA_LIST_ACTIVITIES, "POST", TASKS,
                                    "/ticket" },
  [SANERA_ACTION_APPROVE_TASK] = { "approveTask", SANERA_LIST_SECURITY_TASKS, "POST",
                                   SECURITY_TASKS, "/updateStatus", NULL, "active" },
  [SANERA_ACTION_REJECT_TASK] = { "rejectTask", SANERA_LIST_SECURITY_TASKS, "POST", SECURITY_TASKS,
                                  "/updateStatus", NULL, "rejected" },
  [SANERA_ACTION_COMPLETE_TASK] = { "completeTask", SANERA_LIST_SECURITY_TASKS, "POST",
                                    SECURITY_TASKS, "/updateStatus", NULL, "completed" },
  [SANERA_ACTION_CREATE_EXCEPTION] = { "createException", SANERA_LIST_EXCEPTIONS, "POST",
                                       EXCEPTIONS, NULL, "recommendationId" },
  [SANERA_ACTION_CHANGE_EXCEPTION] = { "changeException", SANERA_LIST_EXCEPTIONS, "PATCH",
                                       EXCEPTIONS, "" },
  [SANERA_ACTION_CANCEL_EXCEPTION] = { "cancelException", SANERA_LIST_EXCEPTIONS, "POST",
                                       EXCEPTIONS, "/cancel" },
  [SANERA_ACTION_RENEW_EXCEPTION] = { "renewException", SANERA_LIST_EXCEPTIONS, "POST", EXCEPTIONS,
                                      "/renew" },
  [SANERA_ACTION_CHANGE_DEVICE] = { "changeDevice", SANERA_LIST_DEVICES, "PATCH", DEVICES, "" },
  [SANERA_ACTION_MERGE_DEVICES] = { "mergeDevices", SANERA_LIST_DEVICES, "POST", DEVICES "/merge",
                                    NULL, "into" },
  [SANERA_ACTION_SPLIT_DEVICE] = { "splitDevice", SANERA_LIST_DEVICES, "POST", DEVICES, "/split" },
  [SANERA_ACTION_KEEP_APART] = { "keepApart", SANERA_LIST_DEVICES, "POST", DEVICES, "/apart" },
  [SANERA_ACTION_DISMISS_PROPOSAL] = { "dismissProposal", SANERA_LIST_RECOMMENDATIONS, "POST",
                                       RECOMMENDATIONS, "/dismissProposal" },
};

G_DEFINE_BOXED_TYPE (SaneraAction, sanera_action, sanera_action_ref, sanera_action_unref)

static gboolean
is_kind (SaneraActionKind kind)
{
  return kind >= SANERA_ACTION_REQUEST && kind < SANERA_N_ACTIONS;
}

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_free (member->json);
  g_free (member);
}

/**
 * sanera_action_new:
 * @kind: what is done
 * @entity: id of what it is done to; of what makes something new, the recommendation
 * @version: the version that the person saw, for If-Match (rule R10); %SANERA_INT_NULL for what
 *   makes something new
 *
 * Returns: (transfer full): an action that says nothing yet
 */
SaneraAction *
sanera_action_new (SaneraActionKind kind, const char *entity, gint64 version)
{
  SaneraAction *self;

  g_return_val_if_fail (is_kind (kind), NULL);
  g_return_val_if_fail (entity != NULL, NULL);

  self = g_new0 (SaneraAction, 1);
  g_atomic_ref_count_init (&self->count);
  self->kind = kind;
  self->entity = g_strdup (entity);
  self->version = version;
  self->members = g_ptr_array_new_with_free_func (member_free);

  return self;
}

/**
 * sanera_action_ref:
 * @self: an action
 *
 * Returns: (transfer full): the same
 */
SaneraAction *
sanera_action_ref (SaneraAction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);

  return self;
}

/**
 * sanera_action_unref:
 * @self: (transfer full): an action
 */
void
sanera_action_unref (SaneraAction *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;

  g_ptr_array_unref (self->members);
  g_free (self->entity);
  g_free (self);
}

/* Takes @json. */
static void
set_member (SaneraAction *self, const char *name, GString *json)
{
  char *text = g_string_free (json, FALSE);
  Member *member;

  for (guint i = 0; i < self->members->len; i++)
    {
      member = g_ptr_array_index (self->members, i);
      if (g_str_equal (member->name, name))
        {
          g_free (member->json);
          member->json = text;
          return;
        }
    }

  member = g_new (Member, 1);
  member->name = g_strdup (name);
  member->json = text;
  g_ptr_array_add (self->members, member);
}

/**
 * sanera_action_set_text:
 * @self: an action
 * @name: JSON name of a member of the body
 * @text: (nullable): UTF-8; %NULL is written as null
 *
 * Sets a text.
 */
void
sanera_action_set_text (SaneraAction *self, const char *name, const char *text)
{
  GString *json;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  json = g_string_new (NULL);
  if (text != NULL)
    sanera_json_append_string (json, text);
  else
    g_string_append (json, "null");
  set_member (self, name, json);
}

/**
 * sanera_action_set_date:
 * @self: an action
 * @name: JSON name of a member of the body
 * @date: microseconds since 1970 of a midnight UTC; %SANERA_INT_NULL is written as null
 *
 * Sets a date.
 */
void
sanera_action_set_date (SaneraAction *self, const char *name, gint64 date)
{
  GString *json;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  json = g_string_new (NULL);
  if (date != SANERA_INT_NULL)
    sanera_json_append_time (json, date);
  else
    g_string_append (json, "null");
  set_member (self, name, json);
}

/**
 * sanera_action_set_texts:
 * @self: an action
 * @name: JSON name of a member of the body
 * @texts: (nullable) (array zero-terminated=1): UTF-8; %NULL is an empty array
 *
 * Sets an array of texts.
 */
void
sanera_action_set_texts (SaneraAction *self, const char *name, const char *const *texts)
{
  static const char *const none[] = { NULL };
  GString *json;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  json = g_string_new (NULL);
  sanera_json_append_strv (json, texts != NULL ? texts : none);
  set_member (self, name, json);
}

/**
 * sanera_action_set_bool:
 * @self: an action
 * @name: JSON name of a member of the body
 * @value: true or false
 *
 * Sets a truth value.
 */
void
sanera_action_set_bool (SaneraAction *self, const char *name, gboolean value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  set_member (self, name, g_string_new (value ? "true" : "false"));
}

/**
 * sanera_action_set_delay:
 * @self: an action
 * @seconds: 0: it is sent at once
 *
 * It is not sent before so many seconds have passed: until then withdrawing leaves no trace.
 */
void
sanera_action_set_delay (SaneraAction *self, guint seconds)
{
  g_return_if_fail (self != NULL);

  self->delay = seconds;
}

/**
 * sanera_action_has:
 * @self: an action
 * @name: JSON name of a member of the body
 *
 * Returns: whether the person has set it
 */
gboolean
sanera_action_has (SaneraAction *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < self->members->len; i++)
    if (g_str_equal (((const Member *)g_ptr_array_index (self->members, i))->name, name))
      return TRUE;

  return FALSE;
}

/**
 * sanera_action_get_kind:
 * @self: an action
 *
 * Returns: what is done
 */
SaneraActionKind
sanera_action_get_kind (SaneraAction *self)
{
  g_return_val_if_fail (self != NULL, SANERA_ACTION_REQUEST);

  return self->kind;
}

/**
 * sanera_action_get_entity:
 * @self: an action
 *
 * Returns: (transfer none): id of what it is done to
 */
const char *
sanera_action_get_entity (SaneraAction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->entity;
}

/**
 * sanera_action_get_version:
 * @self: an action
 *
 * Returns: the version that the person saw, or %SANERA_INT_NULL
 */
gint64
sanera_action_get_version (SaneraAction *self)
{
  g_return_val_if_fail (self != NULL, SANERA_INT_NULL);

  return self->version;
}

/**
 * sanera_action_get_delay:
 * @self: an action
 *
 * Returns: how long it can be undone without a trace, seconds
 */
guint
sanera_action_get_delay (SaneraAction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->delay;
}

/**
 * sanera_action_dup_body:
 * @self: an action
 * @made_at: when the person did it, microseconds since 1970 UTC
 *
 * Returns: (transfer full): the body of its call, a JSON object
 */
char *
sanera_action_dup_body (SaneraAction *self, gint64 made_at)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new ("{");
  if (kinds[self->kind].member != NULL)
    {
      g_string_append_printf (out, "\"%s\":", kinds[self->kind].member);
      sanera_json_append_string (out, self->entity);
      g_string_append_c (out, ',');
    }
  if (kinds[self->kind].status != NULL)
    g_string_append_printf (out, "\"status\":\"%s\",", kinds[self->kind].status);
  for (guint i = 0; i < self->members->len; i++)
    {
      const Member *member = g_ptr_array_index (self->members, i);

      sanera_json_append_string (out, member->name);
      g_string_append_printf (out, ":%s,", member->json);
    }
  g_string_append (out, "\"madeAt\":");
  sanera_json_append_time (out, made_at);
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

/**
 * sanera_action_kind_get_nick:
 * @kind: a kind of action
 *
 * Returns: (transfer none): its name in the outbox, "completeActivity"
 */
const char *
sanera_action_kind_get_nick (SaneraActionKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return kinds[kind].nick;
}

/**
 * sanera_action_kind_from_nick:
 * @nick: (nullable): a name in the outbox
 *
 * Returns: the kind of action, 0 when this version knows none of that name
 */
SaneraActionKind
sanera_action_kind_from_nick (const char *nick)
{
  for (guint kind = SANERA_ACTION_REQUEST; kind < SANERA_N_ACTIONS; kind++)
    if (g_strcmp0 (kinds[kind].nick, nick) == 0)
      return (SaneraActionKind)kind;

  return (SaneraActionKind)0;
}

/**
 * sanera_action_kind_get_list:
 * @kind: a kind of action
 *
 * Returns: where what it changes or makes is
 */
SaneraList
sanera_action_kind_get_list (SaneraActionKind kind)
{
  g_return_val_if_fail (is_kind (kind), SANERA_LIST_ACTIVITIES);

  return kinds[kind].list;
}

/**
 * sanera_action_kind_creates:
 * @kind: a kind of action
 *
 * Returns: whether it makes something new, whose id is the key of the entry
 */
gboolean
sanera_action_kind_creates (SaneraActionKind kind)
{
  return kind == SANERA_ACTION_REQUEST || kind == SANERA_ACTION_CREATE_EXCEPTION;
}

/**
 * sanera_action_kind_get_method:
 * @kind: a kind of action
 *
 * Returns: (transfer none): HTTP method of its call
 */
const char *
sanera_action_kind_get_method (SaneraActionKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return kinds[kind].method;
}

/**
 * sanera_action_kind_dup_path:
 * @kind: a kind of action
 * @entity: id of what it is done to
 *
 * Returns: (transfer full): path of its call
 */
char *
sanera_action_kind_dup_path (SaneraActionKind kind, const char *entity)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (is_kind (kind), NULL);
  g_return_val_if_fail (entity != NULL, NULL);

  if (kinds[kind].tail == NULL)
    return g_strdup (kinds[kind].path);

  escaped = g_uri_escape_string (entity, NULL, FALSE);
  return g_strconcat (kinds[kind].path, "/", escaped, kinds[kind].tail, NULL);
}

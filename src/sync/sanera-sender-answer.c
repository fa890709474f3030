/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sender-private.h"

#include "sanera-json.h"
#include "sanera-list.h"

/* What the server says about an entry: the entity as it is now, in the list of the entry's kind. */

/**
 * sanera_answer_clear:
 * @self: an answer
 *
 * Frees what it holds.
 */
void
sanera_answer_clear (SaneraAnswer *self)
{
  if (self->data != NULL)
    sanera_noun_data_free (self->noun, self->data);
  self->data = NULL;
}

/* A row's version; that of a device is not Defender's "version". */
static gint64
get_version (const SaneraNoun *noun, gconstpointer data)
{
  const SaneraField *field = sanera_noun_find (noun, "rowVersion");

  if (field == NULL)
    field = sanera_noun_find (noun, "version");
  g_assert (field != NULL && field->type == SANERA_FIELD_INT);

  return sanera_field_get_int (field, data);
}

/**
 * sanera_answer_parse:
 * @self: what is filled in
 * @entry: the entry it is about
 * @text: (nullable): JSON of the entity
 * @length: of @text
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is not the entry's entity
 */
gboolean
sanera_answer_parse (SaneraAnswer *self,
                     const SaneraOutboxEntry *entry,
                     const char *text,
                     gsize length,
                     GError **error)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);
  const char *id;

  self->list = sanera_action_kind_get_list (kind);
  self->noun = sanera_list_get_info (self->list)->noun;
  self->data = sanera_noun_data_new (self->noun);
  if (sanera_json_parse_noun (self->noun, text != NULL ? text : "", length, self->noun->name,
                              self->data, error))
    {
      id = sanera_field_get_text (&self->noun->fields[0], self->data);
      self->version = get_version (self->noun, self->data);
      /* About a device that was merged into another, the server answers with that one. */
      if (g_strcmp0 (id, sanera_outbox_entry_get_target (entry)) == 0 ||
          self->list == SANERA_LIST_DEVICES)
        return TRUE;
      g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL,
                   "the server answers with another %s: %s", self->noun->name, id);
    }
  sanera_answer_clear (self);

  return FALSE;
}

/**
 * sanera_answer_find_entity:
 * @body: (nullable): `{"error":{…},"entity":{…}}`
 * @entity: (out): the entity's part of @body; of length 0 when it has none
 * @error: return location
 *
 * Finds the present state in a refusal (rule R10).
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when @body is no object
 */
gboolean
sanera_answer_find_entity (GBytes *body, SaneraJsonSlice *entity, GError **error)
{
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";
  SaneraJsonSplit split;

  *entity = (SaneraJsonSlice){ 0 };
  if (!sanera_json_split_object (&split, text, length, error))
    return FALSE;

  for (;;)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;
      gboolean done;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (done)
        return TRUE;
      if (g_str_equal (name, "entity"))
        {
          *entity = value;
          return TRUE;
        }
    }
}

static gboolean
is_person (const char *a, const char *b)
{
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (a == NULL || b == NULL)
    return FALSE;

  folded_a = g_utf8_casefold (a, -1);
  folded_b = g_utf8_casefold (b, -1);
  return g_str_equal (folded_a, folded_b);
}

/**
 * sanera_answer_is_already:
 * @self: what the server has answered to @entry
 * @entry: an entry
 *
 * Completing what is complete is no error (rule R10): the server answers with the entity as it is.
 * Then its version is still the one that was seen, or somebody else has done it.
 *
 * Returns: whether it was so before
 */
gboolean
sanera_answer_is_already (const SaneraAnswer *self, const SaneraOutboxEntry *entry)
{
  const SaneraField *who = NULL;

  if (sanera_action_kind_creates (sanera_action_kind_from_nick (entry->action)))
    return FALSE;
  /* The answer is the device that was made, with a version of its own. */
  if (sanera_action_kind_from_nick (entry->action) == SANERA_ACTION_SPLIT_DEVICE)
    return FALSE;
  if (entry->version != SANERA_INT_NULL && self->version == entry->version)
    return TRUE;

  switch (sanera_action_kind_from_nick (entry->action))
    {
    case SANERA_ACTION_COMPLETE_ACTIVITY:
    case SANERA_ACTION_WITHDRAW_ACTIVITY:
      who = sanera_noun_find (self->noun, "completerEmail");
      break;
    case SANERA_ACTION_APPROVE_TASK:
    case SANERA_ACTION_REJECT_TASK:
    case SANERA_ACTION_COMPLETE_TASK:
      who = sanera_noun_find (self->noun, "decidedBy");
      break;
    case SANERA_ACTION_CANCEL_EXCEPTION:
      /* Of one that lives on, a group less, nobody is said to have ended it. */
      who = sanera_noun_find (self->noun, "endedBy");
      if (sanera_field_is_null (who, self->data))
        return FALSE;
      break;
    case SANERA_ACTION_REQUEST:
    case SANERA_ACTION_CHANGE_ACTIVITY:
    case SANERA_ACTION_REOPEN_ACTIVITY:
    case SANERA_ACTION_CREATE_TICKET:
    case SANERA_ACTION_CREATE_EXCEPTION:
    case SANERA_ACTION_CHANGE_EXCEPTION:
    case SANERA_ACTION_RENEW_EXCEPTION:
    case SANERA_ACTION_CHANGE_DEVICE:
    case SANERA_ACTION_MERGE_DEVICES:
    case SANERA_ACTION_SPLIT_DEVICE:
    case SANERA_ACTION_KEEP_APART:
    case SANERA_ACTION_DISMISS_PROPOSAL:
    case SANERA_N_ACTIONS:
    default:
      return FALSE;
    }

  return entry->person != NULL &&
         !is_person (sanera_field_get_text (who, self->data), entry->person);
}

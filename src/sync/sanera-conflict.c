/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-conflict.h"

#include "sanera-connection-private.h"
#include "sanera-json.h"
#include "sanera-list.h"
#include "sanera-pending-apply.h"
#include "sanera-sender-private.h"

#include <string.h>

/* Conflicts: what became of them is up to the person. An entry stays refused, with the row as the
 * person saw it and the one that the server has, until they choose. */

/* The fields that people change, for each list; the rest follows from them or is counted. */
static const struct
{
  SaneraList list;
  const char *fields[8];
} versioned[] = {
  { SANERA_LIST_ACTIVITIES,
    { "status", "priority", "dueOn", "requesterNotes", "ticketStatus", "completerEmail" } },
  { SANERA_LIST_SECURITY_TASKS, { "status", "note", "decidedBy" } },
  { SANERA_LIST_EXCEPTIONS,
    { "status", "expiresOn", "justification", "justificationContext", "rbacGroupNames",
      "endedBy" } },
  { SANERA_LIST_DEVICES, { "rbacGroupName", "retiredOn" } },
};

/* Members of a body that are not called like their field. */
static const struct
{
  const char *field;
  const char *member;
} renamed[] = {
  { "requesterNotes", "notes" },
  { "retiredOn", "retired" },
};

/**
 * sanera_conflict_free:
 * @self: (transfer full) (nullable): a conflict
 */
void
sanera_conflict_free (SaneraConflict *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->code);
  g_clear_object (&self->before);
  g_clear_object (&self->mine);
  g_clear_object (&self->theirs);
  g_strfreev (self->fields);
  g_strfreev (self->chosen);
  g_free (self->note);
  g_free (self);
}

static const char *
get_member (const char *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (renamed); i++)
    if (g_str_equal (renamed[i].field, field))
      return renamed[i].member;

  return field;
}

/* Only then the fields that were set can be chosen one by one. */
static gboolean
is_change (SaneraActionKind kind)
{
  return kind == SANERA_ACTION_CHANGE_ACTIVITY || kind == SANERA_ACTION_CHANGE_EXCEPTION ||
         kind == SANERA_ACTION_CHANGE_DEVICE || kind == SANERA_ACTION_RENEW_EXCEPTION;
}

/* (nullable) (transfer full): a row from its JSON */
static SaneraRecord *
parse_record (SaneraList list, const char *json)
{
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;
  g_autoptr (GError) error = NULL;
  gpointer data;

  if (json == NULL)
    return NULL;

  data = sanera_noun_data_new (noun);
  if (sanera_json_parse_noun (noun, json, strlen (json), noun->name, data, &error))
    return sanera_record_new (sanera_list_get_record_type (list), data);
  g_warning ("The outbox holds a row that cannot be read: %s", error->message);
  sanera_noun_data_free (noun, data);

  return NULL;
}

static SaneraRecord *
make_mine (SaneraRecord *from, const SaneraOutboxEntry *entry)
{
  const SaneraNoun *noun = sanera_record_get_noun (from);
  gpointer data = sanera_noun_data_new (noun);

  sanera_noun_data_copy (noun, data, sanera_record_get_data (from));
  sanera_pending_apply (entry, data);

  return sanera_record_new (G_OBJECT_TYPE (from), data);
}

static gboolean
differ (const SaneraField *field, SaneraRecord *a, SaneraRecord *b)
{
  return a != NULL &&
         !sanera_field_equal (field, sanera_record_get_data (a), sanera_record_get_data (b));
}

static void
compare (SaneraConflict *self, SaneraList list)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  const SaneraNoun *noun = sanera_list_get_info (list)->noun;

  for (gsize i = 0; i < G_N_ELEMENTS (versioned); i++)
    for (gsize k = 0; versioned[i].list == list && versioned[i].fields[k] != NULL; k++)
      {
        const char *name = versioned[i].fields[k];
        const SaneraField *field = sanera_noun_find (noun, name);
        gboolean set;

        g_assert (field != NULL);
        set = differ (field, self->before != NULL ? self->before : self->theirs, self->mine);
        if (!set && !differ (field, self->before, self->theirs))
          continue;
        g_strv_builder_add (fields, name);
        if (set && is_change (self->kind) && differ (field, self->mine, self->theirs))
          g_strv_builder_add (chosen, name);
      }
  self->fields = g_strv_builder_end (fields);
  self->chosen = g_strv_builder_end (chosen);
}

/* A decision is about all that was seen, whatever it sets itself. */
static gboolean
is_decision (SaneraActionKind kind)
{
  return kind == SANERA_ACTION_APPROVE_TASK || kind == SANERA_ACTION_REJECT_TASK ||
         kind == SANERA_ACTION_COMPLETE_TASK || kind == SANERA_ACTION_MERGE_DEVICES ||
         kind == SANERA_ACTION_SPLIT_DEVICE;
}

static gboolean
overlaps (const SaneraField *field, SaneraRecord *before, SaneraRecord *mine, SaneraRecord *theirs)
{
  return differ (field, before, mine) && differ (field, before, theirs) &&
         differ (field, mine, theirs);
}

static gint64
get_version (SaneraList list, SaneraRecord *record)
{
  const SaneraField *field = sanera_noun_find (
      sanera_list_get_info (list)->noun, list == SANERA_LIST_DEVICES ? "rowVersion" : "version");

  return sanera_field_get_int (field, sanera_record_get_data (record));
}

/**
 * sanera_conflict_can_merge:
 * @entry: an entry that the server has refused because its version is stale
 * @present: JSON of the entity as the server has it
 * @version: (out): of @present
 *
 * Merges by field, three ways: what the person has set and nobody else has touched since they saw
 * it takes nothing away from anybody (rule R10), and can be sent again on @version. A version only
 * grows, so this comes to an end.
 *
 * Returns: whether both sides can have what they wanted
 */
gboolean
sanera_conflict_can_merge (const SaneraOutboxEntry *entry, const char *present, gint64 *version)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);
  g_autoptr (SaneraRecord) before = NULL;
  g_autoptr (SaneraRecord) mine = NULL;
  g_autoptr (SaneraRecord) theirs = NULL;
  SaneraList list;

  if (kind == 0 || is_decision (kind) || sanera_action_kind_creates (kind) ||
      entry->version == SANERA_INT_NULL)
    return FALSE;
  list = sanera_action_kind_get_list (kind);
  before = parse_record (list, entry->before);
  theirs = parse_record (list, present);
  if (before == NULL || theirs == NULL)
    return FALSE;

  *version = get_version (list, theirs);
  mine = make_mine (before, entry);
  for (gsize i = 0; i < G_N_ELEMENTS (versioned); i++)
    for (gsize k = 0; versioned[i].list == list && versioned[i].fields[k] != NULL; k++)
      if (overlaps (sanera_noun_find (sanera_list_get_info (list)->noun, versioned[i].fields[k]),
                    before, mine, theirs))
        return FALSE;

  return *version > entry->version;
}

static char *
read_note (const char *body)
{
  g_autoptr (JsonNode) node = sanera_json_parse (body, -1, SANERA_JSON_MAX_DEPTH, NULL);
  const char *note = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !sanera_json_get_text (json_node_get_object (node), "note", "body", &note, NULL))
    return NULL;

  return g_strdup (note);
}

/**
 * sanera_connection_get_conflict:
 * @self: a connection
 * @key: of a refused entry of its outbox
 *
 * Returns: (transfer full) (nullable): what the person did and what somebody else has done
 *   meanwhile; %NULL when the entry is gone, or the server refused it for another reason
 */
SaneraConflict *
sanera_connection_get_conflict (SaneraConnection *self, const char *key)
{
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (SaneraConflict) conflict = NULL;
  SaneraList list;

  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = sanera_outbox_get (sanera_cache_get_outbox (self->cache), key, NULL);
  if (entry == NULL || entry->state != SANERA_OUTBOX_REFUSED || entry->present == NULL ||
      sanera_action_kind_from_nick (entry->action) == 0)
    return NULL;

  conflict = g_new0 (SaneraConflict, 1);
  conflict->key = g_strdup (key);
  conflict->code = g_strdup (entry->error_code);
  conflict->kind = sanera_action_kind_from_nick (entry->action);
  list = sanera_action_kind_get_list (conflict->kind);
  conflict->theirs = parse_record (list, entry->present);
  if (conflict->theirs == NULL)
    return NULL;
  conflict->before = parse_record (list, entry->before);
  conflict->mine =
      make_mine (conflict->before != NULL ? conflict->before : conflict->theirs, entry);
  conflict->note = read_note (entry->body);
  compare (conflict, list);

  return g_steal_pointer (&conflict);
}

/**
 * sanera_revision_free:
 * @self: (transfer full) (nullable): a revision
 */
void
sanera_revision_free (SaneraRevision *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->entity);
  g_clear_object (&self->before);
  g_clear_object (&self->mine);
  g_free (self->body);
  g_free (self->code);
  g_free (self);
}

/**
 * sanera_connection_get_revision:
 * @self: a connection
 * @key: of an entry of its outbox
 *
 * Returns: (transfer full) (nullable): what was done, for a dialog that changes it; %NULL when the
 *   entry is gone, or nobody knows any more what it was done to
 */
SaneraRevision *
sanera_connection_get_revision (SaneraConnection *self, const char *key)
{
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (SaneraRevision) revision = NULL;
  SaneraList list;

  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  entry = sanera_outbox_get (sanera_cache_get_outbox (self->cache), key, NULL);
  if (entry == NULL || sanera_action_kind_from_nick (entry->action) == 0)
    return NULL;

  revision = g_new0 (SaneraRevision, 1);
  revision->key = g_strdup (key);
  revision->kind = sanera_action_kind_from_nick (entry->action);
  revision->entity = g_strdup (entry->entity);
  revision->body = g_strdup (entry->body);
  revision->refused = entry->state == SANERA_OUTBOX_REFUSED;
  revision->code = g_strdup (entry->error_code);
  if (sanera_action_kind_creates (revision->kind))
    return g_steal_pointer (&revision);

  list = sanera_action_kind_get_list (revision->kind);
  revision->before = parse_record (list, entry->present != NULL ? entry->present : entry->before);
  if (revision->before == NULL)
    revision->before = sanera_cache_lookup (self->cache, list, entry->entity);
  if (revision->before == NULL)
    return NULL;
  revision->mine = make_mine (revision->before, entry);

  return g_steal_pointer (&revision);
}

/**
 * sanera_connection_find_refused:
 * @self: a connection
 * @entity: id of a row
 *
 * Returns: (transfer full) (nullable): key of the oldest entry that the row shows and that the
 * server has refused
 */
char *
sanera_connection_find_refused (SaneraConnection *self, const char *entity)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (entity != NULL, NULL);

  entries = sanera_outbox_list (sanera_cache_get_outbox (self->cache), NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == SANERA_OUTBOX_REFUSED && sanera_pending_concerns (entry, entity))
        return g_strdup (entry->key);
    }

  return NULL;
}

/* The body without the members of @drop, made now. */
static char *
filter_body (const char *body, const char *const *drop, gint64 now)
{
  GString *out = g_string_new ("{\"madeAt\":");
  SaneraJsonSplit split;
  gboolean done = !sanera_json_split_object (&split, body, strlen (body), NULL);

  sanera_json_append_time (out, now);
  while (!done)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, NULL) || done)
        break;
      if (g_str_equal (name, "madeAt") || g_strv_contains (drop, name))
        continue;
      g_string_append_c (out, ',');
      sanera_json_append_string (out, name);
      g_string_append_c (out, ':');
      g_string_append_len (out, value.text, (gssize)value.length);
    }
  g_string_append_c (out, '}');

  return g_string_free (out, FALSE);
}

/**
 * sanera_connection_renew_entry:
 * @self: a connection
 * @entry: a copy of an entry that waits or was refused
 *
 * Makes it new: it waits, made now, for the entity as the server had it when it refused, else as
 * the person saw it.
 */
void
sanera_connection_renew_entry (SaneraConnection *self, SaneraOutboxEntry *entry)
{
  const SaneraList list =
      sanera_action_kind_get_list (sanera_action_kind_from_nick (entry->action));
  g_autoptr (SaneraRecord) theirs = parse_record (list, entry->present);

  /* Only what the refusal has shown the person: what has come since is for the server to hold
   * against it (rule R10). */
  if (entry->state == SANERA_OUTBOX_REFUSED && entry->version != SANERA_INT_NULL && theirs != NULL)
    entry->version = get_version (list, theirs);
  if (entry->present != NULL)
    {
      g_free (entry->before);
      entry->before = g_steal_pointer (&entry->present);
    }
  g_free (entry->key);
  entry->key = g_uuid_string_random ();
  entry->made_at = g_get_real_time ();
  entry->state = SANERA_OUTBOX_WAITING;
  entry->tries = 0;
  entry->next_try = SANERA_INT_NULL;
  entry->not_before = SANERA_INT_NULL;
  g_clear_pointer (&entry->error_code, g_free);
  g_clear_pointer (&entry->error_text, g_free);
}

static SaneraOutboxEntry *
make_successor (SaneraConnection *self,
                const SaneraOutboxEntry *old,
                const SaneraConflict *conflict,
                const char *const *keep)
{
  g_autoptr (GPtrArray) drop = g_ptr_array_new ();
  SaneraOutboxEntry *entry = sanera_outbox_entry_copy (old);

  for (guint i = 0; conflict != NULL && keep != NULL && conflict->chosen[i] != NULL; i++)
    if (!g_strv_contains (keep, conflict->chosen[i]))
      g_ptr_array_add (drop, (gpointer)get_member (conflict->chosen[i]));
  g_ptr_array_add (drop, NULL);

  sanera_connection_renew_entry (self, entry);
  g_free (entry->body);
  entry->body = filter_body (old->body, (const char *const *)drop->pdata, entry->made_at);

  return entry;
}

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *key = NULL;
  GError *error = NULL;

  key = sanera_sender_revise_finish (SANERA_SENDER (object), result, &error);
  if (key == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * sanera_connection_resolve_async:
 * @self: a connection
 * @key: of a refused entry of its outbox
 * @keep: (nullable) (array zero-terminated=1): of a change: JSON names of the fields whose own
 *   value is kept; %NULL: all of it. To keep none, withdraw the entry.
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Sends again what was refused, on the present version: after a conflict what is kept of it, else
 * the same.
 */
void
sanera_connection_resolve_async (SaneraConnection *self,
                                 const char *key,
                                 const char *const *keep,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SaneraOutboxEntry) entry = NULL;
  g_autoptr (SaneraConflict) conflict = NULL;
  g_autoptr (SaneraOutboxEntry) successor = NULL;
  GError *error = NULL;

  g_return_if_fail (SANERA_IS_CONNECTION (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_connection_resolve_async);
  entry = sanera_outbox_get (sanera_cache_get_outbox (self->cache), key, &error);
  if (entry == NULL || entry->state != SANERA_OUTBOX_REFUSED)
    {
      if (error == NULL)
        g_set_error (&error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND, "%s: was not refused", key);
      g_task_return_error (task, error);
      return;
    }

  conflict = sanera_connection_get_conflict (self, key);
  successor = make_successor (self, entry, conflict, keep);
  sanera_sender_revise_async (self->sender, key, successor, SANERA_INT_NULL, cancellable,
                              resolved_cb, g_object_ref (task));
}

/**
 * sanera_connection_resolve_finish:
 * @self: a connection
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_NOT_FOUND when there is no such refused entry, or with what
 *   the database says
 */
gboolean
sanera_connection_resolve_finish (SaneraConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application without its window, for tests that drive it, cut it off and kill it.
 *
 * actor FOLDER [ADDRESS TOKEN]; without an address the private server of that folder. Reads a
 * command a line from stdin, as a shell would split it, answers each with one line, and ends well
 * at the end of its input:
 *
 *   request RECOMMENDATION VALUE…    "kept KEY" once it is safe on the disk
 *   act KIND ENTITY VALUE…           the same, for every other action, by its name in the outbox
 *   revise KEY VALUE…                "kept KEY": what waits or was refused, said differently
 *   resolve KEY [FIELD…]             "ok": what was refused is sent again; of a conflict, those
 * FIELDs withdraw KEY                     "ok", "gone CODE": why not conflict KEY "conflict
 * FIELD…": what both have changed, or "none" row TABLE ID                     "row JSON", as it is
 * shown, or "none" outbox                           "outbox", then " KEY KIND ENTITY STATE [CODE]"
 * for each wait online|offline|idle|sending "ok"; idle: nothing is under way that could still be
 * sent sync                             "ok": asks the server at once
 *
 * A VALUE is NAME=TEXT, NAME:date=2026-12-25, NAME:bool=true or NAME:list=A,B. What happens in
 * between is told in lines that begin with "*": "* accepted KEY KIND new|already", "* refused KEY".
 * Ends with 1 and a line on stderr when something is wrong, with 2 when a wait lasts ten minutes.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "sanera-connection.h"
#include "sanera-json.h"
#include "sanera-list.h"
#include "sanera-outbox.h"
#include "sanera-store.h"
#include "sanera-time.h"

typedef struct
{
  SaneraConnection *connection;
  GQueue *lines; /* commands that were read and not begun */
  gboolean ended; /* of the input */
  gboolean busy; /* a command is under way */
  const char *wait_for; /* state that is waited for; NULL: none */
  guint late_id;
  guint input_id;
  int status;
  GMainLoop *loop;
} Actor;

static void run_next (Actor *self);

static void
finish (Actor *self, int status)
{
  self->status = status;
  g_main_loop_quit (self->loop);
}

static void
fail (Actor *self, const char *message)
{
  g_printerr ("actor: %s\n", message);
  finish (self, 1);
}

static void
answer (Actor *self, const char *word, const char *detail)
{
  printf (detail != NULL ? "%s %s\n" : "%s\n", word, detail);
  fflush (stdout);
  self->busy = FALSE;
  run_next (self);
}

static SaneraCache *
get_cache (Actor *self)
{
  return sanera_connection_get_cache (self->connection);
}

static SaneraOutbox *
get_outbox (Actor *self)
{
  return sanera_cache_get_outbox (get_cache (self));
}

static void
answer_key (Actor *self, char *key, GError *error)
{
  g_autofree char *owned = key;

  if (key != NULL)
    answer (self, "kept", key);
  else
    answer (self, "gone", error->message);
  g_clear_error (&error);
}

/* What a VALUE says. */
typedef struct
{
  char *name;
  const char *type;
  const char *text;
} Value;

static gboolean
split_value (char *word, Value *value)
{
  char *equals = strchr (word, '=');
  char *colon;

  if (equals == NULL)
    return FALSE;
  *equals = '\0';
  colon = strchr (word, ':');
  if (colon != NULL)
    *colon = '\0';
  *value = (Value){ word, colon != NULL ? colon + 1 : "text", equals + 1 };

  return TRUE;
}

static gboolean
set_value (SaneraAction *action, const Value *value)
{
  g_auto (GStrv) list = NULL;

  if (g_str_equal (value->type, "text"))
    sanera_action_set_text (action, value->name, value->text);
  else if (g_str_equal (value->type, "date"))
    sanera_action_set_date (action, value->name, sanera_time_parse (value->text));
  else if (g_str_equal (value->type, "bool"))
    sanera_action_set_bool (action, value->name, g_str_equal (value->text, "true"));
  else if (g_str_equal (value->type, "list"))
    {
      list = g_strsplit (value->text, ",", -1);
      sanera_action_set_texts (action, value->name, (const char *const *)list);
    }
  else
    return FALSE;

  return TRUE;
}

/* The version that a person sees, as the pages of the application take it. */
static gint64
find_version (Actor *self, SaneraActionKind kind, const char *entity)
{
  const SaneraList list = sanera_action_kind_get_list (kind);
  g_autoptr (SaneraRecord) record = NULL;
  const SaneraField *field;

  if (sanera_action_kind_creates (kind))
    return SANERA_INT_NULL;
  record = sanera_cache_lookup (get_cache (self), list, entity);
  if (record == NULL)
    return 0;
  field = sanera_noun_find (sanera_record_get_noun (record),
                            list == SANERA_LIST_DEVICES ? "rowVersion" : "version");

  return sanera_field_get_int (field, sanera_record_get_data (record));
}

/* (nullable): NULL: a word is no value */
static SaneraAction *
make_action (Actor *self, SaneraActionKind kind, const char *entity, char **words)
{
  g_autoptr (SaneraAction) action =
      sanera_action_new (kind, entity, find_version (self, kind, entity));

  for (; *words != NULL; words++)
    {
      Value value;

      if (!split_value (*words, &value) || !set_value (action, &value))
        return NULL;
    }

  return g_steal_pointer (&action);
}

static SaneraRemediationRequest *
make_request (const char *recommendation, char **words)
{
  g_autoptr (SaneraRemediationRequest) request = sanera_remediation_request_new (recommendation);

  sanera_remediation_request_set_remediation_type (request, "Update");
  sanera_remediation_request_set_all_groups (request, TRUE);
  sanera_remediation_request_set_priority (request, "Medium");
  sanera_remediation_request_set_target_devices (request, 1);
  for (; *words != NULL; words++)
    {
      Value value;

      if (!split_value (*words, &value))
        return NULL;
      if (g_str_equal (value.name, "notes"))
        sanera_remediation_request_set_notes (request, value.text);
      else if (g_str_equal (value.name, "priority"))
        sanera_remediation_request_set_priority (request, value.text);
      else if (g_str_equal (value.name, "dueOn"))
        sanera_remediation_request_set_due_on (request, sanera_time_parse (value.text));
      else if (g_str_equal (value.name, "createTicket"))
        sanera_remediation_request_set_create_ticket (request, g_str_equal (value.text, "true"));
      else
        return NULL;
    }

  return g_steal_pointer (&request);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  char *key = sanera_connection_submit_finish (SANERA_CONNECTION (source), result, &error);

  answer_key (user_data, key, error);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  char *key = sanera_connection_act_finish (SANERA_CONNECTION (source), result, &error);

  answer_key (user_data, key, error);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  char *key = sanera_connection_revise_finish (SANERA_CONNECTION (source), result, &error);

  answer_key (user_data, key, error);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error))
    answer (user_data, "ok", NULL);
  else
    answer (user_data, "gone", error->message);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (sanera_connection_resolve_finish (SANERA_CONNECTION (source), result, &error))
    answer (user_data, "ok", NULL);
  else
    answer (user_data, "gone", error->message);
}

static void
request (Actor *self, char **words)
{
  g_autoptr (SaneraRemediationRequest) made = make_request (words[1], words + 2);

  if (made == NULL)
    fail (self, "a word is no value");
  else
    sanera_connection_submit_async (self->connection, made, NULL, submitted_cb, self);
}

static void
act (Actor *self, char **words)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (words[1]);
  g_autoptr (SaneraAction) action = NULL;

  if (kind != 0 && words[2] != NULL)
    action = make_action (self, kind, words[2], words + 3);
  if (action == NULL)
    fail (self, "no such action");
  else
    sanera_connection_act_async (self->connection, action, NULL, acted_cb, self);
}

static void
revise (Actor *self, char **words)
{
  g_autoptr (SaneraOutboxEntry) entry = sanera_outbox_get (get_outbox (self), words[1], NULL);
  g_autoptr (SaneraAction) action = NULL;
  g_autoptr (SaneraRemediationRequest) made = NULL;
  SaneraActionKind kind;

  if (entry == NULL)
    {
      answer (self, "gone", "NotFound");
      return;
    }
  kind = sanera_action_kind_from_nick (entry->action);
  if (kind == SANERA_ACTION_REQUEST)
    made = make_request (entry->entity, words + 2);
  else
    action = make_action (self, kind, entry->entity, words + 2);
  if (made != NULL)
    sanera_connection_revise_request_async (self->connection, words[1], made, NULL, revised_cb,
                                            self);
  else if (action != NULL)
    sanera_connection_revise_async (self->connection, words[1], action, NULL, revised_cb, self);
  else
    fail (self, "a word is no value");
}

static void
show_conflict (Actor *self, const char *key)
{
  g_autoptr (SaneraConflict) conflict = sanera_connection_get_conflict (self->connection, key);
  g_autofree char *fields = NULL;

  if (conflict == NULL)
    {
      answer (self, "none", NULL);
      return;
    }
  fields = g_strjoinv (" ", conflict->chosen);
  answer (self, "conflict", fields);
}

/* What lives on the desktop alone goes over no wire. */
static void
append_local (GString *json, SaneraRecord *record, const char *name)
{
  const SaneraField *field = sanera_noun_find (sanera_record_get_noun (record), name);
  const char *text =
      field != NULL ? sanera_field_get_text (field, sanera_record_get_data (record)) : NULL;

  g_string_append_printf (json, ",\"%s\":", name);
  if (text != NULL)
    sanera_json_append_string (json, text);
  else
    g_string_append (json, "null");
}

static void
show_row (Actor *self, const char *table, const char *id)
{
  g_autoptr (SaneraRecord) record = NULL;
  g_autoptr (GString) json = g_string_new (NULL);

  for (guint list = 0; list < SANERA_N_LISTS && record == NULL; list++)
    if (g_str_equal (sanera_list_get_info ((SaneraList)list)->table, table))
      record = sanera_cache_lookup (get_cache (self), (SaneraList)list, id);
  if (record == NULL)
    {
      answer (self, "none", NULL);
      return;
    }
  sanera_json_append_noun (json, sanera_record_get_noun (record), sanera_record_get_data (record),
                           SANERA_JSON_SANERA);
  g_string_truncate (json, json->len - 1);
  append_local (json, record, "localState");
  append_local (json, record, "localError");
  g_string_append_c (json, '}');
  answer (self, "row", json->str);
}

static void
show_outbox (Actor *self)
{
  static const char *const states[] = { "", "waiting", "sending", "refused" };
  g_autoptr (GPtrArray) entries = sanera_outbox_list (get_outbox (self), NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      printf ("  %s %s %s %s %s\n", entry->key, entry->action,
              sanera_outbox_entry_get_target (entry), states[entry->state],
              entry->error_code != NULL ? entry->error_code : "-");
    }
  answer (self, "outbox", NULL);
}

static guint
count (Actor *self, gboolean sending)
{
  g_autoptr (GPtrArray) entries = sanera_outbox_list (get_outbox (self), NULL);
  guint n = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      n += sending ? entry->state == SANERA_OUTBOX_SENDING
                   : entry->state != SANERA_OUTBOX_REFUSED &&
                         sanera_connection_is_mine (self->connection, entry);
    }
  return n;
}

static gboolean
is_reached (Actor *self)
{
  const SaneraConnectionState state = sanera_connection_get_state (self->connection);

  if (g_str_equal (self->wait_for, "online"))
    return state == SANERA_STATE_ONLINE;
  if (g_str_equal (self->wait_for, "offline"))
    return state == SANERA_STATE_OFFLINE;
  if (g_str_equal (self->wait_for, "sending"))
    return count (self, TRUE) > 0;

  return state == SANERA_STATE_ONLINE && count (self, FALSE) == 0;
}

static gboolean
nothing_func (SaneraDb *db,
              gpointer data,
              gpointer *result,
              GDestroyNotify *result_free,
              GCancellable *cancellable,
              GError **error)
{
  return TRUE;
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  sanera_store_run_finish (SANERA_STORE (source), result, NULL);
  answer (user_data, "ok", NULL);
}

/* What was given to the cache before is shown then. */
static void
look (Actor *self)
{
  if (self->wait_for == NULL || !is_reached (self))
    return;

  self->wait_for = NULL;
  g_clear_handle_id (&self->late_id, g_source_remove);
  sanera_store_write_async (sanera_cache_get_store (get_cache (self)), nothing_func, NULL, NULL,
                            NULL, shown_cb, self);
}

static gboolean
late_cb (gpointer user_data)
{
  Actor *self = user_data;

  g_printerr ("actor: never %s\n", self->wait_for);
  self->late_id = 0;
  finish (self, 2);
  return G_SOURCE_REMOVE;
}

static void
wait (Actor *self, const char *state)
{
  static const char *const states[] = { "online", "offline", "idle", "sending" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i], state))
      self->wait_for = states[i];
  if (self->wait_for == NULL)
    {
      fail (self, "no such state");
      return;
    }
  self->late_id = g_timeout_add_seconds (600, late_cb, self);
  look (self);
}

static void
run (Actor *self, char **words, guint n)
{
  if (n == 1 && g_str_equal (words[0], "outbox"))
    show_outbox (self);
  else if (n == 1 && g_str_equal (words[0], "sync"))
    {
      sanera_connection_sync (self->connection);
      answer (self, "ok", NULL);
    }
  else if (n < 2)
    fail (self, "no such command");
  else if (g_str_equal (words[0], "request"))
    request (self, words);
  else if (g_str_equal (words[0], "act"))
    act (self, words);
  else if (g_str_equal (words[0], "revise"))
    revise (self, words);
  else if (g_str_equal (words[0], "resolve"))
    sanera_connection_resolve_async (self->connection, words[1],
                                     n > 2 ? (const char *const *)words + 2 : NULL, NULL,
                                     resolved_cb, self);
  else if (g_str_equal (words[0], "withdraw"))
    sanera_connection_withdraw_async (self->connection, words[1], NULL, withdrawn_cb, self);
  else if (g_str_equal (words[0], "conflict"))
    show_conflict (self, words[1]);
  else if (g_str_equal (words[0], "row") && n == 3)
    show_row (self, words[1], words[2]);
  else if (g_str_equal (words[0], "wait"))
    wait (self, words[1]);
  else
    fail (self, "no such command");
}

static void
run_next (Actor *self)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  int n;

  if (self->busy)
    return;
  line = g_queue_pop_head (self->lines);
  if (line == NULL)
    {
      if (self->ended)
        finish (self, 0);
      return;
    }
  self->busy = TRUE;
  if (!g_shell_parse_argv (line, &n, &words, &error))
    fail (self, error->message);
  else
    run (self, words, (guint)n);
}

static gboolean
input_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  Actor *self = user_data;
  char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_queue_push_tail (self->lines, line);
      run_next (self);
      return G_SOURCE_CONTINUE;
    }

  self->ended = TRUE;
  self->input_id = 0;
  run_next (self);
  return G_SOURCE_REMOVE;
}

static void
accepted_cb (Actor *self, const char *key, guint kind, const char *entity, gboolean already)
{
  printf ("* accepted %s %s %s\n", key, sanera_action_kind_get_nick ((SaneraActionKind)kind),
          already ? "already" : "new");
  fflush (stdout);
}

static void
refused_cb (Actor *self, const char *key)
{
  printf ("* refused %s\n", key);
  fflush (stdout);
}

static gboolean
open_connection (Actor *self, char **arguments, gboolean is_private)
{
  g_autoptr (GError) error = NULL;

  self->connection = sanera_connection_new (
      is_private ? SANERA_CONNECTION_PRIVATE : SANERA_CONNECTION_SERVER, is_private ? NULL : "Team",
      arguments[0], is_private ? NULL : arguments[1], is_private ? NULL : arguments[2], NULL, FALSE,
      &error);
  if (self->connection == NULL)
    {
      g_printerr ("actor: %s\n", error->message);
      return FALSE;
    }
  if (sanera_connection_needs_person (self->connection))
    sanera_connection_set_person (self->connection, "Anna", "anna@example.org");
  g_signal_connect_swapped (self->connection, "notify::state", G_CALLBACK (look), self);
  g_signal_connect_swapped (self->connection, "action-accepted", G_CALLBACK (accepted_cb), self);
  g_signal_connect_swapped (self->connection, "refused", G_CALLBACK (refused_cb), self);
  g_signal_connect_swapped (get_outbox (self), "changed", G_CALLBACK (look), self);
  sanera_connection_start (self->connection);

  return TRUE;
}

int
main (int argc, char *argv[])
{
  Actor self = { 0 };
  GIOChannel *input;

  setlocale (LC_ALL, "");
  if (argc != 2 && argc != 4)
    {
      g_printerr ("usage: actor FOLDER [ADDRESS TOKEN]\n");
      return 1;
    }
  self.lines = g_queue_new ();
  self.loop = g_main_loop_new (NULL, FALSE);
  if (!open_connection (&self, argv + 1, argc == 2))
    return 1;
  input = g_io_channel_unix_new (0);
  self.input_id = g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_cb, &self);
  g_main_loop_run (self.loop);

  g_clear_handle_id (&self.input_id, g_source_remove);
  g_clear_handle_id (&self.late_id, g_source_remove);
  g_io_channel_unref (input);
  g_signal_handlers_disconnect_by_data (self.connection, &self);
  g_signal_handlers_disconnect_by_data (get_outbox (&self), &self);
  sanera_connection_close (self.connection);
  g_clear_object (&self.connection);
  g_queue_free_full (self.lines, g_free);
  g_main_loop_unref (self.loop);
  return self.status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sender-private.h"

#include "sanera-activity.h"
#include "sanera-late.h"
#include "sanera-local.h"

#include <string.h>

/* Oldest first, one at a time. Before the first byte leaves, the entry is *sending* on the disk:
 * from then on its outcome is unknown until the server has said what became of its key, whatever
 * crashes in between. A server that says no is believed; silence is not. */

#define FIRST_DELAY (2 * G_USEC_PER_SEC)
#define LONGEST_DELAY (300 * G_USEC_PER_SEC)
/* A disk that is full is not written again at once. */
#define WRITE_DELAY (10 * G_USEC_PER_SEC)

typedef enum
{
  SIGNAL_ACCEPTED,
  SIGNAL_CREATED,
  SIGNAL_REFUSED,
  SIGNAL_FAILED,
  N_SIGNALS,
} SaneraSenderSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraSender, sanera_sender, G_TYPE_OBJECT)

/* One try of one entry. */
typedef struct
{
  SaneraSender *self;
  SaneraOutboxEntry *entry;
  SaneraAnswer answer;
  gboolean already;
  GError *error;
  guint shown_all; /* how often all was shown when it began */
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->self);
  sanera_outbox_entry_free (attempt->entry);
  sanera_answer_clear (&attempt->answer);
  g_clear_error (&attempt->error);
  g_free (attempt);
}

static void
sanera_sender_dispose (GObject *object)
{
  SaneraSender *self = SANERA_SENDER (object);

  sanera_sender_close (self);
  g_clear_object (&self->session);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (sanera_sender_parent_class)->dispose (object);
}

static void
sanera_sender_finalize (GObject *object)
{
  SaneraSender *self = SANERA_SENDER (object);

  g_clear_object (&self->closing);
  g_clear_object (&self->trying);
  g_clear_pointer (&self->current, g_free);
  g_clear_pointer (&self->tried, g_hash_table_unref);
  g_clear_pointer (&self->withdrawing, g_hash_table_unref);
  g_clear_pointer (&self->queued, g_queue_free); /* empty: each task holds the sender */
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (sanera_sender_parent_class)->finalize (object);
}

static void
sanera_sender_class_init (SaneraSenderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_sender_dispose;
  object_class->finalize = sanera_sender_finalize;

  /**
   * SaneraSender::accepted:
   * @self: a sender
   * @key: of the entry
   * @kind: a #SaneraActionKind
   * @entity: id of the row that it has changed or made
   * @already: whether it was so before (rule R10)
   *
   * The server has taken an entry; its row is in the cache and the entry is gone.
   */
  signals[SIGNAL_ACCEPTED] =
      g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_BOOLEAN);

  /**
   * SaneraSender::created:
   * @self: a sender
   * @id: of the activity, which is the key of the entry
   * @target_devices: how many devices it covers
   *
   * The server has taken a request; told after "accepted".
   */
  signals[SIGNAL_CREATED] =
      g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);

  /**
   * SaneraSender::refused:
   * @self: a sender
   * @key: of the entry
   *
   * The server has refused an entry; it stays with the reason until the person decides.
   */
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * SaneraSender::failed:
   * @self: a sender
   * @error: why
   *
   * A try has ended without an answer about the entry.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
sanera_sender_init (SaneraSender *self)
{
  self->closing = g_cancellable_new ();
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->withdrawing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->queued = g_queue_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
is_closed (SaneraSender *self)
{
  return g_cancellable_is_cancelled (self->closing);
}

static SaneraOutbox *
get_outbox (SaneraSender *self)
{
  return sanera_cache_get_outbox (self->cache);
}

/**
 * sanera_sender_is_mine:
 * @self: a sender
 * @entry: an entry of its outbox
 *
 * Entries belong to who made them; under another token they wait.
 *
 * Returns: whether the person who is signed in has made it, as far as that is known
 */
gboolean
sanera_sender_is_mine (SaneraSender *self, const SaneraOutboxEntry *entry)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (self->cache);
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (entry->person == NULL || info == NULL || info->email == NULL)
    return TRUE;

  a = g_utf8_casefold (entry->person, -1);
  b = g_utf8_casefold (info->email, -1);
  return g_str_equal (a, b);
}

/* When it may be tried, microseconds since 1970; G_MAXINT64: not by itself. What can still be
 * undone waits for its time whatever happens. */
static gint64
get_due (SaneraSender *self, const SaneraOutboxEntry *entry)
{
  const gint64 *tried = g_hash_table_lookup (self->tried, entry->key);

  if (entry->state == SANERA_OUTBOX_REFUSED || sanera_action_kind_from_nick (entry->action) == 0 ||
      g_hash_table_contains (self->withdrawing, entry->key) || !sanera_sender_is_mine (self, entry))
    return G_MAXINT64;
  if (entry->next_try == SANERA_INT_NULL || tried == NULL || *tried < self->woken_at)
    return entry->not_before != SANERA_INT_NULL ? entry->not_before : 0;

  return entry->next_try;
}

static gboolean
timer_cb (gpointer user_data)
{
  SaneraSender *self = user_data;

  self->timer_id = 0;
  sanera_sender_step (self);

  return G_SOURCE_REMOVE;
}

static void try_entry (SaneraSender *self, SaneraOutboxEntry *entry);

/**
 * sanera_sender_step:
 * @self: a sender
 *
 * Tries the oldest entry that may be tried; when none may yet, comes back in time. An entry that
 * has to wait holds up the younger ones of the same entity (of a request: of the same
 * recommendation), and those that follow it; no others.
 */
void
sanera_sender_step (SaneraSender *self)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GHashTable) blocked = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time ();
  gint64 next = G_MAXINT64;
  gint64 pause = self->paused_until - g_get_monotonic_time ();

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->session == NULL || self->current != NULL || is_closed (self))
    return;
  if (pause > 0)
    {
      self->timer_id = g_timeout_add ((guint)(pause / 1000 + 1), timer_cb, self);
      return;
    }

  entries = sanera_outbox_list (get_outbox (self), &error);
  if (entries == NULL)
    {
      g_warning ("The outbox cannot be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);
      gint64 due = get_due (self, entry);

      g_hash_table_add (keys, entry->key);
      if (g_hash_table_contains (blocked, entry->entity) ||
          (entry->predecessor != NULL && g_hash_table_contains (keys, entry->predecessor)))
        continue;
      if (due <= now)
        {
          try_entry (self, g_ptr_array_steal_index (entries, i));
          return;
        }
      if (entry->state != SANERA_OUTBOX_REFUSED)
        g_hash_table_add (blocked, entry->entity);
      next = MIN (next, due);
    }

  if (next != G_MAXINT64)
    self->timer_id =
        g_timeout_add ((guint)CLAMP ((next - now) / 1000 + 1, 1, 600000), timer_cb, self);
}

static void
end_attempt (Attempt *attempt)
{
  SaneraSender *self = attempt->self;

  g_clear_pointer (&self->current, g_free);
  g_clear_object (&self->trying);
  if (!is_closed (self))
    {
      /* What was shown of it in between was read before the outbox knew what has become of it. */
      if (attempt->shown_all != self->shown_all)
        sanera_sender_show_all (self);
      sanera_sender_withdraw_waiting (self);
      sanera_sender_step (self);
    }
  attempt_free (attempt);
}

/* What is closed under our hands is no failure. */
static void
warn (SaneraSender *self, const char *what, const GError *error)
{
  if (!is_closed (self))
    g_warning ("%s: %s", what, error->message);
}

/* What has become of an entry cannot be written down, so the entry says it may be tried: not at
 * once, over and over. */
static void
pause_sending (SaneraSender *self, const GError *error)
{
  warn (self, "The outbox cannot be written", error);
  self->paused_until = g_get_monotonic_time () + WRITE_DELAY;
}

static void
ignore_shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraSender) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_local_finish (self->cache, result, &error))
    warn (self, "What waits cannot be shown", error);
}

static void
show (Attempt *attempt, SaneraOutboxState state, const char *error_code)
{
  sanera_local_set_async (attempt->self->cache, attempt->entry, state, error_code, SANERA_INT_NULL,
                          ignore_shown_cb, g_object_ref (attempt->self));
}

static void
put_back_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    pause_sending (attempt->self, error);
  if (!is_closed (attempt->self))
    g_signal_emit (attempt->self, signals[SIGNAL_FAILED], 0, attempt->error);
  end_attempt (attempt);
}

/* 2, 4, 8 … 300 s, and up to a half more so that not everybody comes at once. */
static gint64
get_delay (const SaneraOutboxEntry *entry)
{
  gint64 delay = FIRST_DELAY << MIN (entry->tries, 10);

  delay = MIN (delay, LONGEST_DELAY);
  return delay + g_random_int_range (0, (gint32)(delay / 2));
}

/* Nobody has said what became of it. It stays *sending* unless the server has certainly not seen
 * it, in this try and in those before. */
static void
put_back (Attempt *attempt, GError *error)
{
  SaneraOutboxEntry *entry = attempt->entry;
  g_autofree char *code = sanera_error_get_code (error);
  SaneraOutboxState state = entry->state;

  if (state == SANERA_OUTBOX_WAITING &&
      !g_error_matches (error, SANERA_ERROR, SANERA_ERROR_UNAUTHORIZED) &&
      !g_error_matches (error, SANERA_ERROR, SANERA_ERROR_RATE_LIMITED) &&
      g_strcmp0 (code, SANERA_CODE_NOT_SENT) != 0 && g_strcmp0 (code, SANERA_CODE_CERTIFICATE) != 0)
    state = SANERA_OUTBOX_SENDING;

  attempt->error = error;
  if (state == SANERA_OUTBOX_WAITING)
    show (attempt, SANERA_OUTBOX_WAITING, NULL);
  sanera_outbox_set_state_async (get_outbox (attempt->self), entry->key, state,
                                 g_get_real_time () + get_delay (entry), code, error->message, NULL,
                                 put_back_cb, attempt);
}

static void
refused_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    pause_sending (attempt->self, error);
  if (!is_closed (attempt->self))
    g_signal_emit (attempt->self, signals[SIGNAL_REFUSED], 0, attempt->entry->key);
  end_attempt (attempt);
}

/* The server has decided: it says why in its own words. The page of a proxy decides nothing. */
static gboolean
is_refusal (const GError *error)
{
  g_autofree char *code = sanera_error_get_code (error);

  if (code == NULL || g_str_has_prefix (code, "HTTP"))
    return FALSE;

  return g_error_matches (error, SANERA_ERROR, SANERA_ERROR_INVALID) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT) ||
         g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION);
}

/* @present: (nullable): JSON of the entity as the server has it */
static void
refuse (Attempt *attempt, GError *error, const char *present)
{
  g_autofree char *code = sanera_error_get_code (error);

  attempt->error = error;
  show (attempt, SANERA_OUTBOX_REFUSED, code);
  sanera_outbox_refuse_async (get_outbox (attempt->self), attempt->entry->key, code, error->message,
                              present, NULL, refused_cb, attempt);
}

static void
settled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    pause_sending (attempt->self, error);
  g_hash_table_remove (attempt->self->tried, attempt->entry->key);
  if (!is_closed (attempt->self))
    sanera_sender_emit_accepted (attempt->self, attempt->entry, &attempt->answer, attempt->already);
  end_attempt (attempt);
}

static void
put_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  GError *error = NULL;

  /* Sent again later, it is the same action. */
  if (!sanera_local_finish (attempt->self->cache, result, &error))
    put_back (attempt, error);
  else
    sanera_outbox_settle_async (get_outbox (attempt->self), attempt->entry->key,
                                attempt->answer.version, NULL, settled_cb, attempt);
}

static void
rebased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (GError) error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    pause_sending (attempt->self, error);
  end_attempt (attempt);
}

/* Somebody has changed something else meanwhile: nobody has to choose, it is sent again. */
static void
rebase (Attempt *attempt, const char *present, gint64 version)
{
  show (attempt, SANERA_OUTBOX_WAITING, NULL);
  sanera_outbox_rebase_async (get_outbox (attempt->self), attempt->entry->key, version, present,
                              NULL, rebased_cb, attempt);
}

/* 409 and 412 may bring the present state along. */
static void
handle_refusal (Attempt *attempt, const SaneraResponse *response)
{
  GError *error = sanera_error_from_response (response);
  g_autofree char *present = NULL;
  SaneraJsonSlice entity;
  gint64 version;

  if (!is_refusal (error))
    {
      put_back (attempt, error);
      return;
    }
  if (sanera_answer_find_entity (response->body, &entity, NULL) && entity.length > 0)
    present = g_strndup (entity.text, entity.length);
  if (present != NULL && g_error_matches (error, SANERA_ERROR, SANERA_ERROR_PRECONDITION) &&
      sanera_conflict_can_merge (attempt->entry, present, &version))
    {
      g_error_free (error);
      rebase (attempt, present, version);
    }
  else
    refuse (attempt, error, present);
}

static void
handle_answer (Attempt *attempt, const SaneraResponse *response)
{
  gsize length = 0;
  const char *text = response->body != NULL ? g_bytes_get_data (response->body, &length) : NULL;
  GError *error = NULL;

  if (!sanera_answer_parse (&attempt->answer, attempt->entry, text, length, &error))
    {
      put_back (attempt, error);
      return;
    }

  attempt->already =
      !response->replay && sanera_answer_is_already (&attempt->answer, attempt->entry);
  sanera_local_settle_async (attempt->self->cache, attempt->entry->key, attempt->answer.list,
                             attempt->answer.data, put_cb, attempt);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  g_autoptr (SaneraResponse) response = NULL;
  GError *error = NULL;

  response = sanera_session_send_finish (SANERA_SESSION (object), result, &error);
  if (is_closed (attempt->self))
    {
      /* The entry is *sending*: the next start asks again, with the same key. */
      g_clear_error (&error);
      end_attempt (attempt);
    }
  else if (response != NULL && response->status >= 400)
    handle_refusal (attempt, response);
  else if (response != NULL)
    handle_answer (attempt, response);
  else if (is_refusal (error))
    refuse (attempt, error, NULL);
  else
    put_back (attempt, error);
}

static char *
dup_version (const SaneraOutboxEntry *entry)
{
  if (entry->version == SANERA_INT_NULL)
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT, entry->version);
}

static void
sending_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;
  SaneraSender *self = attempt->self;
  const SaneraOutboxEntry *entry = attempt->entry;
  g_autofree char *version = dup_version (entry);
  const SaneraRequestOptions options = {
    .idempotency_key = entry->key,
    .if_match = version,
    .no_retry = TRUE,
    .accept = { 409, 412 },
  };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  if (!sanera_outbox_write_finish (SANERA_OUTBOX (object), result, &error))
    {
      /* Not sent without being written down first. */
      pause_sending (self, error);
      end_attempt (attempt);
      return;
    }

  if (is_closed (self))
    {
      end_attempt (attempt);
      return;
    }
  show (attempt, SANERA_OUTBOX_SENDING, NULL);
  if (self->session == NULL)
    {
      put_back (attempt, g_error_new_literal (SANERA_ERROR, SANERA_ERROR_OFFLINE,
                                              SANERA_CODE_NOT_SENT ": the connection was left"));
      return;
    }

  body = g_bytes_new (entry->body, strlen (entry->body));
  sanera_session_send_async (self->session, entry->method, entry->path, body, &options,
                             self->trying, answered_cb, attempt);
}

/* What the server has certainly not seen comes back as a question when its day has gone by. */
static gboolean
ask_about_day (Attempt *attempt)
{
  const char *code = attempt->entry->state == SANERA_OUTBOX_WAITING
                         ? sanera_late_find (attempt->entry, g_get_real_time ())
                         : NULL;

  if (code == NULL)
    return FALSE;
  refuse (
      attempt,
      g_error_new (SANERA_ERROR, SANERA_ERROR_INVALID, "%s: the day that was chosen is past", code),
      NULL);
  return TRUE;
}

static void
try_entry (SaneraSender *self, SaneraOutboxEntry *entry)
{
  Attempt *attempt = g_new0 (Attempt, 1);
  gint64 *now = g_new (gint64, 1);

  attempt->self = g_object_ref (self);
  attempt->entry = entry;
  attempt->shown_all = self->shown_all;
  self->current = g_strdup (entry->key);
  self->trying = g_cancellable_new ();
  *now = g_get_monotonic_time ();
  g_hash_table_replace (self->tried, g_strdup (entry->key), now);
  if (ask_about_day (attempt))
    return;

  sanera_outbox_set_state_async (get_outbox (self), entry->key, SANERA_OUTBOX_SENDING,
                                 SANERA_INT_NULL, NULL, NULL, NULL, sending_cb, attempt);
}

/**
 * sanera_sender_emit_accepted:
 * @self: a sender
 * @entry: what the server has taken
 * @answer: what it has made of it
 * @already: whether it was so before
 *
 * Tells that the server has it.
 */
void
sanera_sender_emit_accepted (SaneraSender *self,
                             const SaneraOutboxEntry *entry,
                             const SaneraAnswer *answer,
                             gboolean already)
{
  const SaneraActionKind kind = sanera_action_kind_from_nick (entry->action);

  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, entry->key, (guint)kind,
                 sanera_outbox_entry_get_target (entry), already);
  if (kind == SANERA_ACTION_REQUEST)
    g_signal_emit (self, signals[SIGNAL_CREATED], 0, entry->key,
                   ((const SaneraActivityData *)answer->data)->target_devices);
}

/**
 * sanera_sender_show_all:
 * @self: a sender
 *
 * Shows all that waits in a cache that was cleared or rebuilt and does not know of it.
 */
void
sanera_sender_show_all (SaneraSender *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = sanera_outbox_list (get_outbox (self), &error);

  self->shown_all++;
  if (entries == NULL)
    g_warning ("The outbox cannot be read: %s", error->message);
  else
    sanera_local_derive_async (self->cache, entries, ignore_shown_cb, g_object_ref (self));
}

/**
 * sanera_sender_new:
 * @cache: the cache whose outbox it empties
 *
 * Nothing is sent before it has a session.
 *
 * Returns: (transfer full): a sender
 */
SaneraSender *
sanera_sender_new (SaneraCache *cache)
{
  SaneraSender *self;

  g_return_val_if_fail (SANERA_IS_CACHE (cache), NULL);

  self = g_object_new (SANERA_TYPE_SENDER, NULL);
  self->cache = g_object_ref (cache);
  sanera_sender_show_all (self);

  return self;
}

/**
 * sanera_sender_set_session:
 * @self: a sender
 * @session: (nullable): the way to the server; %NULL: there is none, everything waits
 *
 * A try that is under way ends with its own session.
 */
void
sanera_sender_set_session (SaneraSender *self, SaneraSession *session)
{
  g_return_if_fail (SANERA_IS_SENDER (self));

  g_set_object (&self->session, session);
}

/**
 * sanera_sender_wake:
 * @self: a sender
 *
 * There is something new, or the server is there again: everything that waits is tried now.
 */
void
sanera_sender_wake (SaneraSender *self)
{
  g_return_if_fail (SANERA_IS_SENDER (self));

  self->woken_at = g_get_monotonic_time ();
  self->paused_until = 0;
  sanera_outbox_hurry_repair (get_outbox (self));
  sanera_sender_step (self);
}

/**
 * sanera_sender_close:
 * @self: a sender
 *
 * Sends nothing more. A try under way is given up; its entry stays *sending*, and the next start
 * asks again.
 */
void
sanera_sender_close (SaneraSender *self)
{
  g_return_if_fail (SANERA_IS_SENDER (self));

  g_cancellable_cancel (self->closing);
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  sanera_sender_withdraw_waiting (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-held-calls.h"

/* The `changes` calls that wait for something to change, one for each token. */

struct _SaneraHeldCalls
{
  GHashTable *calls; /* id → HeldCall */
  gboolean closed;
};

typedef struct
{
  SaneraHeldCalls *owner;
  char *id;
  guint timeout_id;
  SaneraWake wake;
  gpointer data;
} HeldCall;

/* Takes the call out of the table before it is woken: what is woken may wait again. */
static void
wake (HeldCall *call)
{
  g_hash_table_steal (call->owner->calls, call->id);
  g_clear_handle_id (&call->timeout_id, g_source_remove);
  call->wake (call->data);
  g_free (call->id);
  g_free (call);
}

static gboolean
timeout_cb (gpointer user_data)
{
  HeldCall *call = user_data;

  call->timeout_id = 0;
  wake (call);

  return G_SOURCE_REMOVE;
}

/**
 * sanera_held_calls_new:
 *
 * Returns: (transfer full): no held calls
 */
SaneraHeldCalls *
sanera_held_calls_new (void)
{
  SaneraHeldCalls *self = g_new0 (SaneraHeldCalls, 1);

  self->calls = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * sanera_held_calls_free:
 * @self: (transfer full): held calls, closed
 */
void
sanera_held_calls_free (SaneraHeldCalls *self)
{
  sanera_held_calls_close (self);
  g_hash_table_unref (self->calls);
  g_free (self);
}

/**
 * sanera_held_calls_add:
 * @self: held calls
 * @id: whose call it is; an older one with the same id is woken at once
 * @seconds: how long to hold it at most
 * @wake_func: called once
 * @data: for @wake_func
 */
void
sanera_held_calls_add (SaneraHeldCalls *self,
                       const char *id,
                       guint seconds,
                       SaneraWake wake_func,
                       gpointer data)
{
  HeldCall *call = g_hash_table_lookup (self->calls, id);

  if (call != NULL)
    wake (call);
  if (self->closed)
    {
      wake_func (data);
      return;
    }

  call = g_new0 (HeldCall, 1);
  call->owner = self;
  call->id = g_strdup (id);
  call->wake = wake_func;
  call->data = data;
  call->timeout_id = g_timeout_add_seconds (seconds, timeout_cb, call);
  g_hash_table_insert (self->calls, call->id, call);
}

/**
 * sanera_held_calls_wake_all:
 * @self: held calls
 *
 * Wakes those that are held now.
 */
void
sanera_held_calls_wake_all (SaneraHeldCalls *self)
{
  g_autoptr (GList) calls = g_hash_table_get_values (self->calls);

  for (GList *l = calls; l != NULL; l = l->next)
    wake (l->data);
}

/**
 * sanera_held_calls_close:
 * @self: held calls
 *
 * Wakes all of them, and from now on holds none.
 */
void
sanera_held_calls_close (SaneraHeldCalls *self)
{
  self->closed = TRUE;
  sanera_held_calls_wake_all (self);
}

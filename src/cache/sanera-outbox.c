/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-outbox-private.h"

#include "sanera-cache-resources.h"

/**
 * SaneraOutbox:
 *
 * What a person has done and the server does not have yet, and what was typed and not submitted. In
 * a database of its own beside the cache, written through to the disk: what the callback of a write
 * has said outlives any crash. Entries: sanera-outbox-entries.c; drafts: sanera-outbox-drafts.c.
 */

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SaneraOutbox, sanera_outbox, G_TYPE_OBJECT)

static void
sanera_outbox_dispose (GObject *object)
{
  sanera_outbox_close (SANERA_OUTBOX (object));

  G_OBJECT_CLASS (sanera_outbox_parent_class)->dispose (object);
}

static void
sanera_outbox_finalize (GObject *object)
{
  SaneraOutbox *self = SANERA_OUTBOX (object);

  g_clear_object (&self->store);
  g_hash_table_unref (self->pending);

  G_OBJECT_CLASS (sanera_outbox_parent_class)->finalize (object);
}

static void
sanera_outbox_class_init (SaneraOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_outbox_dispose;
  object_class->finalize = sanera_outbox_finalize;

  /**
   * SaneraOutbox::changed:
   * @self: the outbox
   *
   * Emitted on the main thread when an entry was added, changed or removed, before the callback of
   * who did it. Drafts do not count.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_outbox_init (SaneraOutbox *self)
{
  self->pending = sanera_outbox_drafts_new ();
}

/**
 * sanera_outbox_open:
 * @path: the file; created with mode 0600 when it does not exist
 * @error: %SANERA_ERROR_UNSUPPORTED when a newer version has written it, %SANERA_ERROR_DAMAGED,
 *   %SANERA_ERROR_CACHE: it is never replaced by an empty one
 *
 * Returns: (transfer full) (nullable): the outbox
 */
SaneraOutbox *
sanera_outbox_open (const char *path, GError **error)
{
  g_autoptr (SaneraOutbox) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  g_resources_register (sanera_cache_resources_get_resource ());

  self = g_object_new (SANERA_TYPE_OUTBOX, NULL);
  self->store = sanera_store_open (path, SANERA_DB_DURABLE, "/org/sanera/outbox/sql", error);
  if (self->store == NULL)
    return NULL;
  self->main_db = sanera_db_open (path, SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, error);
  if (self->main_db == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * sanera_outbox_close:
 * @self: an outbox
 *
 * Writes what is pending and closes the file. Does nothing the second time.
 */
void
sanera_outbox_close (SaneraOutbox *self)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));

  if (self->main_db == NULL)
    return;

  sanera_outbox_flush (self);
  g_clear_pointer (&self->main_db, sanera_db_close);
  sanera_store_close (self->store);
}

/**
 * sanera_outbox_emit_changed:
 * @self: an outbox
 *
 * Private to the outbox: entries are not what they were.
 */
void
sanera_outbox_emit_changed (SaneraOutbox *self)
{
  g_signal_emit (self, changed_signal, 0);
}

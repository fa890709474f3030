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

/* A damaged outbox that cannot be repaired (a full disk) is tried again. */
#define RETRY_SECONDS 30

static guint changed_signal;
static guint repaired_signal;

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
  g_free (self->path);
  g_hash_table_unref (self->pending);
  g_clear_pointer (&self->writing, g_hash_table_unref);

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

  /**
   * SaneraOutbox::repaired:
   * @self: the outbox
   *
   * The file was found damaged while it was in use: what could be read is in a new one. Emitted on
   * the main thread, after "changed".
   */
  repaired_signal = g_signal_new ("repaired", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
sanera_outbox_init (SaneraOutbox *self)
{
  self->pending = sanera_outbox_drafts_new ();
}

static void
damaged_cb (SaneraStore *store, const GError *error, SaneraOutbox *self)
{
  sanera_outbox_note_error (self, error);
}

static void
close_files (SaneraOutbox *self)
{
  if (self->store != NULL)
    {
      g_clear_signal_handler (&self->damaged_id, self->store);
      sanera_store_close (self->store);
    }
  g_clear_pointer (&self->main_db, sanera_db_close);
  g_clear_object (&self->store);
}

/* It is small, so all of it is looked at: damage that is met only when something is to be sent
 * would be met too late. */
static gboolean
open_files (SaneraOutbox *self, gboolean check, GError **error)
{
  self->store = sanera_store_open (self->path, SANERA_DB_DURABLE, SANERA_OUTBOX_MIGRATIONS, error);
  if (self->store != NULL)
    self->main_db = sanera_db_open (self->path, SANERA_DB_READ_ONLY | SANERA_DB_NO_WAIT, error);
  if (self->main_db == NULL || (check && !sanera_db_check (self->main_db, error)))
    {
      close_files (self);
      return FALSE;
    }

  self->damaged_id = g_signal_connect (self->store, "damaged", G_CALLBACK (damaged_cb), self);
  return TRUE;
}

static gboolean
open_or_rescue (SaneraOutbox *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (open_files (self, TRUE, &local))
    return TRUE;
  if (g_error_matches (local, SANERA_ERROR, SANERA_ERROR_DAMAGED))
    return sanera_outbox_rescue (self->path, error) && open_files (self, TRUE, error);

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Small enough to be done at once; then nobody ever meets an outbox without a file. */
static gboolean
repair_cb (gpointer user_data)
{
  g_autoptr (SaneraOutbox) self = g_object_ref (SANERA_OUTBOX (user_data));
  g_autoptr (GError) error = NULL;

  self->repair_source = 0;
  close_files (self);
  /* An earlier try may have put a sound one in its place and not been able to open it. */
  if (open_or_rescue (self, &error))
    {
      sanera_outbox_emit_changed (self);
      g_signal_emit (self, repaired_signal, 0);
      return G_SOURCE_REMOVE;
    }

  /* As it was: what can be read of it still can. */
  g_message ("The outbox is damaged and cannot be repaired now: %s", error->message);
  open_files (self, FALSE, NULL);
  self->repair_source = g_timeout_add_seconds (RETRY_SECONDS, repair_cb, self);

  return G_SOURCE_REMOVE;
}

/**
 * sanera_outbox_hurry_repair:
 * @self: an outbox
 *
 * Somebody has asked for something again: a damaged file that could not be repaired is tried now
 * and not only when its time has come.
 */
void
sanera_outbox_hurry_repair (SaneraOutbox *self)
{
  g_return_if_fail (SANERA_IS_OUTBOX (self));

  if (self->repair_source == 0)
    return;

  g_source_remove (self->repair_source);
  self->repair_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, repair_cb, self, NULL);
}

/**
 * sanera_outbox_note_error:
 * @self: an outbox
 * @error: what went wrong with its file
 *
 * Private to the outbox: damage is repaired as soon as the main loop is idle.
 */
void
sanera_outbox_note_error (SaneraOutbox *self, const GError *error)
{
  if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_DAMAGED) || self->main_db == NULL ||
      self->repair_source != 0)
    return;

  g_message ("%s", error->message);
  self->repair_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, repair_cb, self, NULL);
}

/**
 * sanera_outbox_open:
 * @path: the file; created with mode 0600 when it does not exist
 * @error: %SANERA_ERROR_UNSUPPORTED when a newer version has written it, %SANERA_ERROR_CACHE,
 *   %SANERA_ERROR_FULL
 *
 * Opens it. A damaged one is set aside and what can be read of it is taken over, see repair.ini; it
 * is never replaced by an empty one without that.
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
  self->path = g_strdup (path);
  if (!open_or_rescue (self, error))
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

  g_clear_handle_id (&self->repair_source, g_source_remove);
  g_clear_handle_id (&self->drafts_source, g_source_remove);
  if (self->main_db == NULL)
    return;

  g_clear_signal_handler (&self->damaged_id, self->store);
  sanera_outbox_flush (self);
  g_clear_handle_id (&self->drafts_source, g_source_remove);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-again.h"

#include "sanera-entry-edit.h"

#define KEY "sanera-again"

struct _SaneraAgain
{
  SaneraConnection *connection;
  SaneraAgainFunc open;
  gpointer subject;
  GDestroyNotify free_subject;
};

static void
again_free (gpointer data)
{
  SaneraAgain *self = data;

  self->free_subject (self->subject);
  g_object_unref (self->connection);
  g_free (self);
}

/**
 * sanera_again_set:
 * @dialog: a dialog whose words are kept as a draft
 * @connection: what it works on
 * @open: opens the same dialog
 * @subject: (transfer full): given to @open
 * @free_subject: frees @subject
 *
 * To be called when the dialog is presented.
 */
void
sanera_again_set (GtkWindow *dialog,
                  SaneraConnection *connection,
                  SaneraAgainFunc open,
                  gpointer subject,
                  GDestroyNotify free_subject)
{
  SaneraAgain *self;

  g_return_if_fail (GTK_IS_WINDOW (dialog));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (open != NULL && subject != NULL && free_subject != NULL);

  self = g_new (SaneraAgain, 1);
  self->connection = g_object_ref (connection);
  self->open = open;
  self->subject = subject;
  self->free_subject = free_subject;
  g_object_set_data_full (G_OBJECT (dialog), KEY, self, again_free);
}

static void
open_entry (GtkWindow *parent, SaneraConnection *connection, gpointer key)
{
  /* What has been sent in between is not to be changed any more. */
  sanera_entry_edit_present (parent, connection, key);
}

/**
 * sanera_again_set_entry:
 * @dialog: a dialog that changes what waits to be sent
 * @connection: what it works on
 * @key: of the entry of the outbox
 *
 * Like sanera_again_set().
 */
void
sanera_again_set_entry (GtkWindow *dialog, SaneraConnection *connection, const char *key)
{
  g_return_if_fail (key != NULL);

  sanera_again_set (dialog, connection, open_entry, g_strdup (key), g_free);
}

/**
 * sanera_again_forget:
 * @dialog: a dialog whose words are on their way: they are no draft any more
 */
void
sanera_again_forget (GtkWindow *dialog)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  g_object_set_data (G_OBJECT (dialog), KEY, NULL);
}

/**
 * sanera_again_is_set:
 * @dialog: a window
 *
 * Returns: whether it can be closed and opened again without losing a word
 */
gboolean
sanera_again_is_set (GtkWindow *dialog)
{
  g_return_val_if_fail (GTK_IS_WINDOW (dialog), FALSE);

  return g_object_get_data (G_OBJECT (dialog), KEY) != NULL;
}

/**
 * sanera_again_close:
 * @dialog: a dialog of which sanera_again_is_set() is true
 *
 * Closes it.
 *
 * Returns: (transfer full): for sanera_again_open()
 */
SaneraAgain *
sanera_again_close (GtkWindow *dialog)
{
  SaneraAgain *self;

  g_return_val_if_fail (GTK_IS_WINDOW (dialog), NULL);

  self = g_object_steal_data (G_OBJECT (dialog), KEY);
  gtk_window_destroy (dialog);
  return self;
}

/**
 * sanera_again_open:
 * @self: (transfer full): from sanera_again_close()
 * @parent: the window it belongs to now
 *
 * Opens the dialog with what was typed in it.
 */
void
sanera_again_open (SaneraAgain *self, GtkWindow *parent)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (GTK_IS_WINDOW (parent));

  self->open (parent, self->connection, self->subject);
  again_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-again.h"

#include "sanera-entry-edit.h"
#include "sanera-form-state.h"
#include "sanera-window.h"

#define KEY "sanera-again"
#define HELD_KEY "sanera-again-held"
/* On a window: the dialogs over it that are still to come. */
#define EXPECTED_KEY "sanera-again-expected"

typedef struct
{
  SaneraConnection *connection; /* nullable */
  SaneraAgainFunc open;
  gpointer subject;
  GDestroyNotify free_subject;
  SaneraFormState *untouched; /* the dialog as it was presented */

  /* Of one that is closed: */
  GType type;
  SaneraFormState *form;
  int width;
  int height;
  GPtrArray *above; /* of Again: what was open over it */
} Again;

static void
again_free (gpointer data)
{
  Again *self = data;

  if (self->free_subject != NULL)
    self->free_subject (self->subject);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->untouched, sanera_form_state_free);
  g_clear_pointer (&self->form, sanera_form_state_free);
  g_clear_pointer (&self->above, g_ptr_array_unref);
  g_free (self);
}

/* Opening */

static void open_all (GPtrArray *dialogs, GtkWindow *window);

static gboolean
open_above_cb (gpointer data)
{
  GtkWindow *dialog = data;
  g_autoptr (GPtrArray) above = g_object_steal_data (G_OBJECT (dialog), EXPECTED_KEY);

  if (above != NULL && gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    open_all (above, dialog);
  return G_SOURCE_REMOVE;
}

/* Whether @dialog is one that was open before: then it becomes like that one. */
static void
take_over (GtkWindow *dialog, const Again *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (dialog);
  GPtrArray *expected = parent != NULL ? g_object_get_data (G_OBJECT (parent), EXPECTED_KEY) : NULL;

  for (guint i = 0; expected != NULL && i < expected->len; i++)
    {
      Again *before = g_ptr_array_index (expected, i);

      if (before->open != self->open || before->type != G_OBJECT_TYPE (dialog) ||
          before->form == NULL)
        continue;
      gtk_window_set_default_size (dialog, before->width, before->height);
      sanera_form_state_restore (g_steal_pointer (&before->form), GTK_WIDGET (dialog));
      if (before->above->len > 0)
        {
          /* Over a window that is there: the one that opens this has not presented it yet. */
          g_object_set_data_full (G_OBJECT (dialog), EXPECTED_KEY, g_steal_pointer (&before->above),
                                  (GDestroyNotify)g_ptr_array_unref);
          g_idle_add_full (G_PRIORITY_DEFAULT, open_above_cb, g_object_ref (dialog),
                           g_object_unref);
        }
      return;
    }
}

static void
open_all (GPtrArray *dialogs, GtkWindow *window)
{
  g_object_set_data_full (G_OBJECT (window), EXPECTED_KEY, g_ptr_array_ref (dialogs),
                          (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < dialogs->len; i++)
    {
      Again *self = g_ptr_array_index (dialogs, i);

      self->open (window, self->connection, self->subject);
    }
  g_object_set_data (G_OBJECT (window), EXPECTED_KEY, NULL);
}

/**
 * sanera_again_open:
 * @dialogs: (element-type gpointer): from sanera_again_close()
 * @window: the new window, presented
 *
 * Opens the dialogs over it, and what was over them, with all that was done in them.
 */
void
sanera_again_open (GPtrArray *dialogs, GtkWindow *window)
{
  g_return_if_fail (dialogs != NULL);
  g_return_if_fail (GTK_IS_WINDOW (window));

  open_all (dialogs, window);
}

/**
 * sanera_again_set:
 * @dialog: a window over another one
 * @connection: (nullable): what it works on
 * @open: opens the same at once, and calls this for it
 * @subject: (transfer full) (nullable): given to @open
 * @free_subject: (nullable): frees @subject
 *
 * To be called when the dialog is presented: what differs from then on is what a person did.
 */
void
sanera_again_set (GtkWindow *dialog,
                  SaneraConnection *connection,
                  SaneraAgainFunc open,
                  gpointer subject,
                  GDestroyNotify free_subject)
{
  Again *self;

  g_return_if_fail (GTK_IS_WINDOW (dialog));
  g_return_if_fail (connection == NULL || SANERA_IS_CONNECTION (connection));
  g_return_if_fail (open != NULL);

  self = g_new0 (Again, 1);
  self->connection = connection != NULL ? g_object_ref (connection) : NULL;
  self->open = open;
  self->subject = subject;
  self->free_subject = free_subject;
  self->untouched = sanera_form_state_new (GTK_WIDGET (dialog));
  g_object_set_data_full (G_OBJECT (dialog), KEY, self, again_free);
  take_over (dialog, self);
}

static void
open_entry (GtkWindow *parent, SaneraConnection *connection, gpointer key)
{
  /* What has been sent in between is not to be changed any more. */
  sanera_entry_edit_present (parent, connection, key);
}

/* What was sent meanwhile cannot be opened again; its words are still in the dialog. */
static gboolean
can_open (const Again *self)
{
  g_autoptr (SaneraRevision) revision = NULL;

  if (self->open != open_entry)
    return TRUE;

  revision = sanera_connection_get_revision (self->connection, self->subject);
  return revision != NULL;
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

static void
open_action (GtkWindow *parent, SaneraConnection *connection, gpointer subject)
{
  const char *action;
  g_autoptr (GVariant) target = NULL;

  g_variant_get (subject, "(&smv)", &action, &target);
  gtk_widget_activate_action_variant (sanera_again_get_page (parent), action, target);
}

/**
 * sanera_again_set_action:
 * @dialog: a window over another one
 * @action: what opens it over the main window or its page: "win.connect"
 * @target: (nullable): a floating one is consumed
 *
 * Like sanera_again_set().
 */
void
sanera_again_set_action (GtkWindow *dialog, const char *action, GVariant *target)
{
  GVariant *subject;

  g_return_if_fail (action != NULL);

  subject = g_variant_ref_sink (g_variant_new ("(smv)", action, target));
  sanera_again_set (dialog, NULL, open_action, subject, (GDestroyNotify)g_variant_unref);
}

/**
 * sanera_again_hold:
 * @dialog: a dialog
 * @held: whether it is not to be closed now, because what is in it is on its way
 */
void
sanera_again_hold (GtkWindow *dialog, gboolean held)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  g_object_set_data (G_OBJECT (dialog), HELD_KEY, held ? dialog : NULL);
}

/* Closing */

static GPtrArray *
list_above (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GPtrArray *above = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (toplevel) == window &&
          gtk_widget_get_visible (GTK_WIDGET (toplevel)))
        g_ptr_array_add (above, g_steal_pointer (&toplevel));
    }
  return above;
}

/**
 * sanera_again_find_obstacle:
 * @window: a window
 *
 * Returns: (transfer none) (nullable): a window over it, or over that one, that is not to be closed
 *   now; %NULL: all can be opened again
 */
GtkWindow *
sanera_again_find_obstacle (GtkWindow *window)
{
  g_autoptr (GPtrArray) above = NULL;
  GtkWindow *found = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  above = list_above (window);
  for (guint i = 0; i < above->len && found == NULL; i++)
    {
      GtkWindow *dialog = g_ptr_array_index (above, i);
      const Again *again = g_object_get_data (G_OBJECT (dialog), KEY);

      found = again == NULL || g_object_get_data (G_OBJECT (dialog), HELD_KEY) != NULL ||
                      !can_open (again)
                  ? dialog
                  : sanera_again_find_obstacle (dialog);
    }
  return found;
}

static Again *
close_dialog (GtkWindow *dialog)
{
  GPtrArray *above = sanera_again_close (dialog);
  Again *self = g_object_steal_data (G_OBJECT (dialog), KEY);

  self->type = G_OBJECT_TYPE (dialog);
  self->above = above;
  self->form = sanera_form_state_new (GTK_WIDGET (dialog));
  sanera_form_state_leave_out (self->form, self->untouched);
  gtk_window_get_default_size (dialog, &self->width, &self->height);
  gtk_window_destroy (dialog);
  return self;
}

/**
 * sanera_again_close:
 * @window: a window for which sanera_again_find_obstacle() finds nothing
 *
 * Closes all dialogs over it, as if they had never been opened.
 *
 * Returns: (transfer full) (element-type gpointer): for sanera_again_open()
 */
GPtrArray *
sanera_again_close (GtkWindow *window)
{
  GPtrArray *dialogs = NULL;
  g_autoptr (GPtrArray) above = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  /* What is still to come over one that has just been opened again comes once more. */
  dialogs = g_object_steal_data (G_OBJECT (window), EXPECTED_KEY);
  if (dialogs == NULL)
    dialogs = g_ptr_array_new_with_free_func (again_free);
  above = list_above (window);
  for (guint i = 0; i < above->len; i++)
    g_ptr_array_add (dialogs, close_dialog (g_ptr_array_index (above, i)));
  return dialogs;
}

/* For those who open again */

/**
 * sanera_again_get_page:
 * @window: a window
 *
 * Returns: (transfer none): its page that is shown; of a dialog and at the first start itself
 */
GtkWidget *
sanera_again_get_page (GtkWindow *window)
{
  SaneraPage *page;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  page = SANERA_IS_WINDOW (window) ? sanera_window_get_page (SANERA_WINDOW (window)) : NULL;
  return page != NULL ? GTK_WIDGET (page) : GTK_WIDGET (window);
}

/**
 * sanera_again_find:
 * @root: a window
 * @type: of something in it
 *
 * Returns: (transfer none) (nullable): the first of that type, depth first
 */
GtkWidget *
sanera_again_find (GtkWidget *root, GType type)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = sanera_again_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-selection-pane.h"

#include <glib/gi18n.h>

#include "sanera-focus-child.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-records.h"
#include "sanera-tenant-words.h"
#include "sanera-words.h"

/* So many are named; the list beside it has the others. */
#define N_NAMES 5

#define WIDTH_CHARS 40

typedef struct
{
  GtkWidget *button;
  GtkLabel *reason; /* why it cannot be used now */
  const char *capability; /* NULL: it writes nothing */
} Action;

struct _SaneraSelectionPane
{
  AdwBin parent_instance;

  const SaneraColumn *title_column;
  GtkWidget *heading;
  GtkLabel *title;
  GtkBox *names;
  GtkLabel *more;
  GtkBox *buttons;
  GArray *actions; /* of Action */

  guint64 count;
  SaneraQuery *query; /* what the names are of */
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (SaneraSelectionPane, sanera_selection_pane, ADW_TYPE_BIN)

static GtkLabel *
append_label (GtkBox *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

/* Why the person cannot do that with these rows, in words; NULL: they can. */
static char *
find_reason (SaneraSelectionPane *self, const Action *action, const SaneraCacheInfo *info)
{
  if (action->capability == NULL)
    return NULL;
  if (sanera_tenant_words_read_only (info) != NULL)
    return g_strdup (sanera_tenant_words_read_only (info));
  if (info != NULL && info->role != NULL && !sanera_cache_info_can (info, action->capability))
    /* Translators: %s is a role, such as Reader. */
    return g_strdup_printf (_ ("Your role (%s) does not allow this."),
                            sanera_words_label (&sanera_role_enum, info->role));
  if (self->count > SANERA_SELECTION_MAX_WRITTEN)
    {
      g_autofree char *most = sanera_language_number (SANERA_SELECTION_MAX_WRITTEN);
      g_autofree char *selected = sanera_language_number ((gint64)self->count);

      /* Translators: 500, then how many rows are selected */
      return g_strdup_printf (_ ("This can be done with at most %s rows at once; %s are selected."),
                              most, selected);
    }

  return NULL;
}

static void
update_actions (SaneraSelectionPane *self, SaneraConnection *connection)
{
  const SaneraCacheInfo *info = sanera_cache_get_info (sanera_connection_get_cache (connection));

  for (guint i = 0; i < self->actions->len; i++)
    {
      Action *action = &g_array_index (self->actions, Action, i);
      g_autofree char *reason = find_reason (self, action, info);

      sanera_names_allow (action->button, reason == NULL, action->reason);
      gtk_label_set_label (action->reason, reason != NULL ? reason : "");
      gtk_widget_set_visible (GTK_WIDGET (action->reason), reason != NULL);
    }
}

static void
clear_names (SaneraSelectionPane *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->names))) != NULL)
    gtk_box_remove (self->names, child);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraSelectionPane *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
      sanera_records_read_finish (SANERA_CACHE (source), result, &error);
  SaneraCellContext context = { .now = g_get_real_time () };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->reading);
  if (records == NULL)
    {
      g_debug ("The selected rows cannot be read: %s", error->message);
      return;
    }

  clear_names (self);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *name = self->title_column->text (g_ptr_array_index (records, i), &context);
      g_autofree char *line = g_strconcat ("• ", name, NULL);

      append_label (self->names, line);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more), self->count > records->len);
  if (self->count > records->len)
    {
      guint64 rest = self->count - records->len;
      g_autofree char *number = sanera_language_number ((gint64)rest);
      g_autofree char *text =
          g_strdup_printf (ngettext ("and %s more", "and %s more", (gulong)rest), number);

      gtk_label_set_label (self->more, text);
    }
}

static gboolean
sanera_selection_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SANERA_SELECTION_PANE (widget)->heading);
}

static void
sanera_selection_pane_dispose (GObject *object)
{
  SaneraSelectionPane *self = SANERA_SELECTION_PANE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->query, sanera_query_unref);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (sanera_selection_pane_parent_class)->dispose (object);
}

static void
sanera_selection_pane_finalize (GObject *object)
{
  g_array_unref (SANERA_SELECTION_PANE (object)->actions);

  G_OBJECT_CLASS (sanera_selection_pane_parent_class)->finalize (object);
}

static void
sanera_selection_pane_class_init (SaneraSelectionPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_selection_pane_dispose;
  object_class->finalize = sanera_selection_pane_finalize;
  GTK_WIDGET_CLASS (klass)->focus = sanera_focus_child;
  GTK_WIDGET_CLASS (klass)->grab_focus = sanera_selection_pane_grab_focus;
}

static void
sanera_selection_pane_init (SaneraSelectionPane *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  GtkBox *rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->actions = g_array_new (FALSE, FALSE, sizeof (Action));
  gtk_widget_add_css_class (GTK_WIDGET (box), "sanera-flyout-content");
  self->heading = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                "focusable", TRUE, NULL);
  gtk_widget_add_css_class (self->heading, "sanera-heading");
  self->title = append_label (GTK_BOX (self->heading), NULL);
  gtk_label_set_max_width_chars (self->title, WIDTH_CHARS - 10);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "title-2");
  gtk_box_append (box, self->heading);

  self->names = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (rows, GTK_WIDGET (self->names));
  self->more = append_label (rows, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "dim-label");
  gtk_box_append (box, GTK_WIDGET (rows));

  self->buttons = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (box, GTK_WIDGET (self->buttons));

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (box));
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * sanera_selection_pane_new:
 * @title_column: what names a row; its @text
 *
 * Returns: (transfer floating): a pane without actions
 */
GtkWidget *
sanera_selection_pane_new (const SaneraColumn *title_column)
{
  SaneraSelectionPane *self = g_object_new (SANERA_TYPE_SELECTION_PANE, NULL);

  self->title_column = title_column;
  return GTK_WIDGET (self);
}

/**
 * sanera_selection_pane_add_action:
 * @self: a pane
 * @label: words on the button
 * @action: the action it does, without a parameter
 * @capability: (nullable): what a person must be allowed to ("request", "complete", …); static.
 *   %NULL: it writes nothing, and can be done with any number of rows
 *
 * Adds a button. While the action cannot be done, the reason stands below it.
 */
void
sanera_selection_pane_add_action (SaneraSelectionPane *self,
                                  const char *label,
                                  const char *action,
                                  const char *capability)
{
  Action entry = { NULL, NULL, capability };

  g_return_if_fail (SANERA_IS_SELECTION_PANE (self));

  entry.button = gtk_button_new_with_label (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (entry.button), action);
  if (self->actions->len == 0)
    gtk_widget_add_css_class (entry.button, "suggested-action");
  gtk_box_append (self->buttons, entry.button);
  entry.reason = append_label (self->buttons, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (entry.reason), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (entry.reason), FALSE);
  g_array_append_val (self->actions, entry);
}

/**
 * sanera_selection_pane_show:
 * @self: a pane
 * @connection: where the rows are
 * @query: the selected rows
 * @count: how many
 * @words: the same in words: "3 recommendations"
 *
 * Shows a selection.
 */
void
sanera_selection_pane_show (SaneraSelectionPane *self,
                            SaneraConnection *connection,
                            SaneraQuery *query,
                            guint64 count,
                            const char *words)
{
  g_autofree char *title = NULL;

  g_return_if_fail (SANERA_IS_SELECTION_PANE (self));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));

  /* Translators: %s is what is selected: "3 recommendations" */
  title = g_strdup_printf (_ ("Selected: %s"), words);
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->heading), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  self->count = count;
  update_actions (self, connection);

  if (self->query != NULL && sanera_query_equal (self->query, query))
    return;
  g_clear_pointer (&self->query, sanera_query_unref);
  self->query = sanera_query_ref (query);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  sanera_records_read_async (sanera_connection_get_cache (connection), query, N_NAMES,
                             self->reading, read_cb, self);
}

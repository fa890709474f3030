/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-ticket-rest-window.h"

#include <glib/gi18n.h>

#include "sanera-announce.h"
#include "sanera-language.h"
#include "sanera-tab-stop.h"
#include "sanera-ticket-rest.h"
#include "sanera-words-error.h"

struct _SaneraTicketRestWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkLabel *summary;
  GtkLabel *notice;
  GtkSpinner *spinner;
  GtkWidget *copy_button;
  GtkStringList *names;

  SaneraConnection *connection;
  char *recommendation_id;
  GStrv groups; /* NULL: all */
  gint64 target_devices;
  gboolean fetching;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SaneraTicketRestWindow, sanera_ticket_rest_window, ADW_TYPE_WINDOW)

static void
set_notice (SaneraTicketRestWindow *self, const char *text)
{
  gtk_label_set_label (self->notice, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text != NULL);
}

static void
show_rest (SaneraTicketRestWindow *self, SaneraTicketRest *rest)
{
  g_autofree char *number = sanera_language_number (rest->names->len);
  g_autofree char *text = NULL;
  guint old = g_list_model_get_n_items (G_LIST_MODEL (self->names));

  text = g_strdup_printf (ngettext ("%s device stays without a ticket",
                                    "%s devices stay without a ticket", rest->names->len),
                          number);
  gtk_label_set_label (self->summary, text);
  gtk_widget_set_sensitive (self->copy_button, rest->names->len > 0);
  g_ptr_array_add (rest->names, NULL);
  gtk_string_list_splice (self->names, 0, old, (const char *const *)rest->names->pdata);

  /* The list is only right with all devices. */
  if (!self->fetching)
    set_notice (self, rest->devices < self->target_devices
                          ? _ ("Not all devices are on this computer: the list is not complete. "
                               "It is once the server answers.")
                          : NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraTicketRestWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SaneraTicketRest) rest =
      sanera_ticket_rest_read_finish (SANERA_CACHE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (rest != NULL)
    show_rest (self, rest);
  else
    {
      g_autofree char *words = sanera_words_error (error);

      set_notice (self, words);
    }
}

static void
read_rest (SaneraTicketRestWindow *self)
{
  sanera_ticket_rest_read_async (sanera_connection_get_cache (self->connection),
                                 self->recommendation_id, (const char *const *)self->groups,
                                 self->cancellable, read_cb, self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SaneraTicketRestWindow *self = data;
  g_autoptr (GError) error = NULL;

  sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_debug ("Devices of the recommendation: %s", error->message);
  self->fetching = FALSE;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  read_rest (self);
}

static void
copy_cb (SaneraTicketRestWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->names));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *number = sanera_language_number (n);
  g_autofree char *words =
      g_strdup_printf (ngettext ("Copied %s device name", "Copied %s device names", n), number);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, gtk_string_list_get_string (self->names, i));
      g_string_append_c (text, '\n');
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  sanera_announce_toast (GTK_WIDGET (self->toast_overlay), adw_toast_new (words));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "sanera-data");
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *row = gtk_widget_get_parent (label);

  gtk_label_set_label (GTK_LABEL (label), name);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
sanera_ticket_rest_window_dispose (GObject *object)
{
  SaneraTicketRestWindow *self = SANERA_TICKET_REST_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->names);

  G_OBJECT_CLASS (sanera_ticket_rest_window_parent_class)->dispose (object);
}

static void
sanera_ticket_rest_window_finalize (GObject *object)
{
  SaneraTicketRestWindow *self = SANERA_TICKET_REST_WINDOW (object);

  g_free (self->recommendation_id);
  g_strfreev (self->groups);

  G_OBJECT_CLASS (sanera_ticket_rest_window_parent_class)->finalize (object);
}

static void
sanera_ticket_rest_window_class_init (SaneraTicketRestWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_ticket_rest_window_dispose;
  object_class->finalize = sanera_ticket_rest_window_finalize;

  g_type_ensure (SANERA_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/sanera/Sanera/ui/sanera-ticket-rest-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketRestWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketRestWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketRestWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketRestWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SaneraTicketRestWindow, copy_button);
  gtk_widget_class_bind_template_child_full (widget_class, "list_view", TRUE, 0);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
sanera_ticket_rest_window_init (SaneraTicketRestWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListView *view;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->names = gtk_string_list_new (NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = GTK_LIST_VIEW (gtk_widget_get_template_child (
      GTK_WIDGET (self), SANERA_TYPE_TICKET_REST_WINDOW, "list_view"));
  gtk_list_view_set_model (
      view, GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->names)))));
  gtk_list_view_set_factory (view, factory);
  g_object_unref (factory);
}

/**
 * sanera_ticket_rest_window_new:
 * @parent: the window it belongs to
 * @connection: where the recommendation is
 * @recommendation_id: the recommendation that is requested
 * @groups: (nullable): the device groups of the request; %NULL: all
 * @target_devices: how many devices the request covers
 *
 * Shows what the cache knows at once, and what the server says as soon as it has answered.
 *
 * Returns: (transfer floating): the window, to be presented
 */
GtkWidget *
sanera_ticket_rest_window_new (GtkWindow *parent,
                               SaneraConnection *connection,
                               const char *recommendation_id,
                               const char *const *groups,
                               gint64 target_devices)
{
  SaneraTicketRestWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (recommendation_id != NULL, NULL);

  self = g_object_new (SANERA_TYPE_TICKET_REST_WINDOW, "transient-for", parent, NULL);
  self->connection = g_object_ref (connection);
  self->recommendation_id = g_strdup (recommendation_id);
  self->groups = g_strdupv ((GStrv)groups);
  self->target_devices = target_devices;
  self->fetching = TRUE;
  read_rest (self);
  sanera_connection_fetch_children_async (connection, SANERA_LIST_RECOMMENDATION_DEVICES,
                                          recommendation_id, self->cancellable, fetched_cb, self);

  return GTK_WIDGET (self);
}

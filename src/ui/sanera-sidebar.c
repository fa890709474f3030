/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-sidebar.h"

#include "sanera-connection-button.h"
#include "sanera-row-counts.h"
#include "sanera-sidebar-row.h"
#include "sanera-sidebar-views.h"
#include "sanera-tab-stop.h"

struct _SaneraSidebar
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkLabel *heading;
  GtkBox *lists;
  GtkListBox *list;

  GPtrArray *pages; /* SaneraPageClass, by the index of their row */
  SaneraConnections *connections;
  SaneraRowCounts *counts;
};

enum
{
  SIGNAL_PAGE_SELECTED,
  SIGNAL_PAGE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraSidebar, sanera_sidebar, ADW_TYPE_BIN)

static void
counted_cb (gint64 count, gpointer data)
{
  sanera_sidebar_row_set_count (SANERA_SIDEBAR_ROW (data), count);
}

static SaneraQuery *
get_query (guint position, SaneraConnection *connection, gpointer data)
{
  SaneraSidebar *self = SANERA_SIDEBAR (data);

  return sanera_page_class_get_count_query (g_ptr_array_index (self->pages, position), connection);
}

static void
current_changed_cb (SaneraSidebar *self)
{
  /* The numbers of another connection say nothing about this one. */
  for (guint i = 0; i < self->pages->len; i++)
    sanera_sidebar_row_set_count (
        SANERA_SIDEBAR_ROW (gtk_list_box_get_row_at_index (self->list, (int)i)), -1);
  sanera_row_counts_update (self->counts);
}

static const char *
get_page_id (SaneraSidebar *self, GtkListBoxRow *row)
{
  SaneraPageClass *klass = g_ptr_array_index (self->pages, gtk_list_box_row_get_index (row));

  return klass->id;
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  SaneraSidebar *self = SANERA_SIDEBAR (user_data);

  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_PAGE_SELECTED], 0, get_page_id (self, row));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  SaneraSidebar *self = SANERA_SIDEBAR (user_data);

  g_signal_emit (self, signals[SIGNAL_PAGE_ACTIVATED], 0, get_page_id (self, row));
}

static void
sanera_sidebar_dispose (GObject *object)
{
  SaneraSidebar *self = SANERA_SIDEBAR (object);

  g_clear_pointer (&self->counts, sanera_row_counts_free);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sanera_sidebar_parent_class)->dispose (object);
}

static void
sanera_sidebar_finalize (GObject *object)
{
  g_ptr_array_unref (SANERA_SIDEBAR (object)->pages);

  G_OBJECT_CLASS (sanera_sidebar_parent_class)->finalize (object);
}

static void
sanera_sidebar_class_init (SaneraSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_sidebar_dispose;
  object_class->finalize = sanera_sidebar_finalize;

  /**
   * SaneraSidebar::page-selected:
   * @self: the sidebar
   * @page_id: the page to show
   */
  signals[SIGNAL_PAGE_SELECTED] =
      g_signal_new ("page-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * SaneraSidebar::page-activated:
   * @self: the sidebar
   * @page_id: the page, selected already, that gets the focus
   */
  signals[SIGNAL_PAGE_ACTIVATED] =
      g_signal_new ("page-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (SANERA_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, SaneraSidebar, heading);
  gtk_widget_class_bind_template_child (widget_class, SaneraSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, SaneraSidebar, lists);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sanera_sidebar_init (SaneraSidebar *self)
{
  self->pages = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sanera_sidebar_set_connections:
 * @self: the sidebar
 * @connections: the person's connections
 * @settings: the settings of the application, which keep the saved views
 *
 * Sets, once, whose numbers are shown and what the foot offers. The pages are there already.
 */
void
sanera_sidebar_set_connections (SaneraSidebar *self,
                                SaneraConnections *connections,
                                GSettings *settings)
{
  g_return_if_fail (SANERA_IS_SIDEBAR (self));
  g_return_if_fail (SANERA_IS_CONNECTIONS (connections));
  g_return_if_fail (self->connections == NULL);

  self->connections = g_object_ref (connections);
  gtk_box_append (self->box, sanera_connection_button_new (connections));
  gtk_box_append (self->lists, sanera_sidebar_views_new (connections, settings));
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->counts = sanera_row_counts_new (connections, self->list, get_query, counted_cb, self);
  current_changed_cb (self);
}

/**
 * sanera_sidebar_add_page:
 * @self: the sidebar
 * @klass: a kind of page that the window has, or will have once it is shown
 *
 * Adds the page below those that are there.
 */
void
sanera_sidebar_add_page (SaneraSidebar *self, SaneraPageClass *klass)
{
  g_return_if_fail (SANERA_IS_SIDEBAR (self));
  g_return_if_fail (klass != NULL);

  g_ptr_array_add (self->pages, klass);
  gtk_list_box_append (
      self->list, sanera_sidebar_row_new (sanera_page_class_get_title (klass), klass->icon_name));
}

/**
 * sanera_sidebar_select:
 * @self: the sidebar
 * @position: of a page, from 0
 *
 * Selects the page, as if by hand.
 *
 * Returns: whether there is one
 */
gboolean
sanera_sidebar_select (SaneraSidebar *self, guint position)
{
  g_return_val_if_fail (SANERA_IS_SIDEBAR (self), FALSE);

  if (position >= self->pages->len)
    return FALSE;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int)position));
  return TRUE;
}

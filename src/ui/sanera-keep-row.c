/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-keep-row.h"

#include <glib/gi18n.h>

#include "sanera-children-wanted.h"
#include "sanera-keep.h"

/* What is kept grows list by list; adding it up that often would be noticed. */
#define SUM_DELAY_MS 500

struct _SaneraKeepRow
{
  AdwComboRow parent_instance;

  SaneraConnections *connections; /* weak: the lists of a combo row keep it for a while */
  GSettings *settings;
  GSignalGroup *cache_signals;
  GCancellable *cancellable;
  SaneraChildrenSum sum;
  gboolean known; /* @sum is that of the connection that is shown */
  guint sum_source;
};

G_DEFINE_FINAL_TYPE (SaneraKeepRow, sanera_keep_row, ADW_TYPE_COMBO_ROW)

static void
update (SaneraKeepRow *self)
{
  const SaneraKeep keep = sanera_keep_get (self->settings);
  g_autofree char *words =
      sanera_keep_describe (keep, self->known ? self->sum.lists : -1, self->sum.bytes);

  if (adw_combo_row_get_selected (ADW_COMBO_ROW (self)) != (guint)keep)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self), (guint)keep);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
}

static void
sum_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaneraKeepRow *self = user_data;
  SaneraChildrenSum sum;
  g_autoptr (GError) error = NULL;

  if (!sanera_cache_sum_children_finish (SANERA_CACHE (source), result, &sum, &error))
    return; /* cancelled, and @self may be gone; or closed */

  self->sum = sum;
  self->known = TRUE;
  update (self);
}

static gboolean
add_up_cb (gpointer user_data)
{
  SaneraKeepRow *self = user_data;
  SaneraConnection *connection =
      self->connections != NULL ? sanera_connections_get_current (self->connections) : NULL;

  self->sum_source = 0;
  if (connection != NULL)
    sanera_cache_sum_children_async (sanera_connection_get_cache (connection), self->cancellable,
                                     sum_cb, self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (SaneraKeepRow *self)
{
  if (self->sum_source == 0)
    self->sum_source = g_timeout_add (SUM_DELAY_MS, add_up_cb, self);
}

static void
current_cb (SaneraKeepRow *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->known = FALSE;
  g_signal_group_set_target (self->cache_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  update (self);
  g_clear_handle_id (&self->sum_source, g_source_remove);
  add_up_cb (self);
}

static void
selected_cb (SaneraKeepRow *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  /* The list is made before the choice is known. */
  if (selected <= SANERA_KEEP_ACTIVITIES && selected != (guint)sanera_keep_get (self->settings))
    sanera_keep_set (self->settings, (SaneraKeep)selected);
  update (self);
}

static void
sanera_keep_row_dispose (GObject *object)
{
  SaneraKeepRow *self = SANERA_KEEP_ROW (object);

  g_clear_handle_id (&self->sum_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->cache_signals);
  g_clear_weak_pointer (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sanera_keep_row_parent_class)->dispose (object);
}

static void
sanera_keep_row_class_init (SaneraKeepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_keep_row_dispose;
}

/* AdwComboRow's own label ends after 20 letters; a choice has to be read whole. */
static void
setup_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
sanera_keep_row_init (SaneraKeepRow *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i <= SANERA_KEEP_ACTIVITIES; i++)
    gtk_string_list_append (labels, sanera_keep_get_label ((SaneraKeep)i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Keep for offline use"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_label_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_label_cb), NULL);
  adw_combo_row_set_factory (ADW_COMBO_ROW (self), factory);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (labels));
}

/**
 * sanera_keep_row_new:
 * @connections: the person's connections
 * @settings: the settings of the application
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
sanera_keep_row_new (SaneraConnections *connections, GSettings *settings)
{
  SaneraKeepRow *self;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SANERA_TYPE_KEEP_ROW, NULL);
  g_set_weak_pointer (&self->connections, connections);
  self->settings = g_object_ref (settings);
  self->cache_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->cache_signals, "changed", G_CALLBACK (changed_cb), self);
  update (self);
  g_signal_connect_object (self, "notify::selected", G_CALLBACK (selected_cb), self, 0);
  g_signal_connect_object (settings, "changed::keep-offline", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_cb), self,
                           G_CONNECT_SWAPPED);
  current_cb (self);

  return GTK_WIDGET (self);
}

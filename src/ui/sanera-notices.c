/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-notices.h"

#include <glib/gi18n.h>

#include "sanera-connection-words.h"
#include "sanera-notice-bar.h"

/* The bar says how old the data are, in minutes at first. */
#define AGE_INTERVAL_S 60

struct _SaneraNotices
{
  AdwBin parent_instance;

  SaneraNoticeBar *sample_bar;
  SaneraNoticeBar *age_bar;
  SaneraNoticeBar *audit_bar;
  SaneraNoticeBar *repair_bar; /* what was damaged on this computer */
  SaneraConnections *connections;
  GSignalGroup *state_signals; /* of the current connection */
  GSignalGroup *info_signals; /* of its cache */
  guint age_id;
};

G_DEFINE_FINAL_TYPE (SaneraNotices, sanera_notices, ADW_TYPE_BIN)

static void
update (SaneraNotices *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  gboolean is_sample = FALSE;
  gboolean audit_broken = FALSE;
  g_autofree char *words = NULL;
  g_autofree char *repair = NULL;

  if (connection != NULL)
    {
      repair = sanera_connection_words_repair (connection);
      audit_broken = sanera_connection_get_audit_broken (connection);
      words = sanera_connection_words_offline (connection, g_get_real_time ());
      is_sample = sanera_connection_get_kind (connection) == SANERA_CONNECTION_SAMPLE;
    }
  sanera_notice_bar_set_message (self->sample_bar, is_sample ? _ ("Sample data") : NULL);
  sanera_notice_bar_set_message (self->age_bar, words);
  sanera_notice_bar_set_message (self->repair_bar, repair);
  /* R11: stays until somebody says that the reason is known. */
  sanera_notice_bar_set_message (
      self->audit_bar, audit_broken
                           ? _ ("The audit log of this server is not the one that was seen before.")
                           : NULL);
  if (connection != NULL && sanera_connection_get_state (connection) == SANERA_STATE_SIGN_IN)
    sanera_notice_bar_set_action (self->age_bar, _ ("Sign in"), "win.sign-in");
  else if (sanera_connections_get_offline (self->connections))
    sanera_notice_bar_set_action (self->age_bar, NULL, NULL);
  else
    sanera_notice_bar_set_action (self->age_bar, _ ("Try again"), "win.refresh");
}

static void
current_changed_cb (SaneraNotices *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  g_signal_group_set_target (self->state_signals, connection);
  g_signal_group_set_target (self->info_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  update (self);
}

static gboolean
age_cb (gpointer user_data)
{
  update (SANERA_NOTICES (user_data));
  return G_SOURCE_CONTINUE;
}

static void
sanera_notices_dispose (GObject *object)
{
  SaneraNotices *self = SANERA_NOTICES (object);

  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_object (&self->state_signals);
  g_clear_object (&self->info_signals);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sanera_notices_parent_class)->dispose (object);
}

static void
forget_repair (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SaneraConnection *connection =
      sanera_connections_get_current (SANERA_NOTICES (widget)->connections);

  if (connection != NULL)
    sanera_cache_forget_repairs (sanera_connection_get_cache (connection));
}

static void
sanera_notices_class_init (SaneraNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sanera_notices_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "notices.forget-repair", NULL,
                                   forget_repair);
}

static void
sanera_notices_init (SaneraNotices *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->sample_bar = SANERA_NOTICE_BAR (sanera_notice_bar_new ("sanera-sample-symbolic"));
  self->age_bar = SANERA_NOTICE_BAR (sanera_notice_bar_new ("sanera-offline-symbolic"));
  self->audit_bar = SANERA_NOTICE_BAR (sanera_notice_bar_new ("dialog-warning-symbolic"));
  self->repair_bar = SANERA_NOTICE_BAR (sanera_notice_bar_new ("dialog-warning-symbolic"));
  sanera_notice_bar_set_action (self->repair_bar, C_ ("notice", "Understood"),
                                "notices.forget-repair");
  sanera_notice_bar_set_action (self->audit_bar, _ ("Details…"), "win.audit-details");
  sanera_notice_bar_set_action (self->sample_bar, C_ ("sample data", "Leave"), "win.leave");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sample_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->audit_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->repair_bar));
  adw_bin_set_child (ADW_BIN (self), box);

  self->state_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->state_signals, "notify", G_CALLBACK (update), self);
  self->info_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->info_signals, "info-changed", G_CALLBACK (update), self);
  self->age_id = g_timeout_add_seconds (AGE_INTERVAL_S, age_cb, self);
}

/**
 * sanera_notices_new:
 * @connections: the person's connections
 *
 * Returns: (transfer floating): notices about the current one
 */
GtkWidget *
sanera_notices_new (SaneraConnections *connections)
{
  SaneraNotices *self = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SANERA_TYPE_NOTICES, NULL);
  self->connections = g_object_ref (connections);
  g_signal_connect_object (connections, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  current_changed_cb (self);
  return GTK_WIDGET (self);
}

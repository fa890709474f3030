/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-notices.h"

#include <glib/gi18n.h>

#include "sanera-connection-words.h"
#include "sanera-language.h"
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
  SaneraNoticeBar *refused_bar; /* what came back before this window was opened */
  GHashTable *refused; /* keys of those entries */
  SaneraConnections *connections;
  GSignalGroup *state_signals; /* of the current connection */
  GSignalGroup *info_signals; /* of its cache */
  GSignalGroup *outbox_signals;
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
    sanera_notice_bar_set_action (
        self->age_bar, /* Translators: a button: asks for another access token */ _ ("Sign in"),
        "win.sign-in");
  else if (sanera_connections_get_offline (self->connections))
    sanera_notice_bar_set_action (self->age_bar, NULL, NULL);
  else
    sanera_notice_bar_set_action (self->age_bar, _ ("Try again"), "win.refresh");
}

static GPtrArray *
list_refused (SaneraConnection *connection)
{
  g_autoptr (GPtrArray) entries =
      sanera_outbox_list (sanera_cache_get_outbox (sanera_connection_get_cache (connection)), NULL);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == SANERA_OUTBOX_REFUSED && sanera_connection_is_mine (connection, entry))
        g_ptr_array_add (keys, g_strdup (entry->key));
    }

  return keys;
}

/* What is refused while somebody looks is told by a toast and by its row. Of what came back before,
 * nobody may have heard: it is told until each was decided upon, also where the sidebar that counts
 * it is folded away. */
static void
update_refused (SaneraNotices *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);
  g_autoptr (GPtrArray) keys = connection != NULL ? list_refused (connection) : NULL;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;
  guint n = 0;

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    n += g_hash_table_contains (self->refused, g_ptr_array_index (keys, i));
  number = sanera_language_number (n);
  if (n > 0)
    words =
        g_strdup_printf (ngettext ("%s action was refused by the server and waits for you.",
                                   "%s actions were refused by the server and wait for you.", n),
                         number);
  sanera_notice_bar_set_message (self->refused_bar, words);
}

static void
remember_refused (SaneraNotices *self, SaneraConnection *connection)
{
  g_autoptr (GPtrArray) keys = connection != NULL ? list_refused (connection) : NULL;

  g_hash_table_remove_all (self->refused);
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_hash_table_add (self->refused, g_strdup (g_ptr_array_index (keys, i)));
  update_refused (self);
}

static void
current_changed_cb (SaneraNotices *self)
{
  SaneraConnection *connection = sanera_connections_get_current (self->connections);

  g_signal_group_set_target (self->state_signals, connection);
  g_signal_group_set_target (self->info_signals,
                             connection != NULL ? sanera_connection_get_cache (connection) : NULL);
  g_signal_group_set_target (
      self->outbox_signals, connection != NULL
                                ? sanera_cache_get_outbox (sanera_connection_get_cache (connection))
                                : NULL);
  remember_refused (self, connection);
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
  g_clear_object (&self->outbox_signals);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sanera_notices_parent_class)->dispose (object);
}

static void
sanera_notices_finalize (GObject *object)
{
  g_hash_table_unref (SANERA_NOTICES (object)->refused);

  G_OBJECT_CLASS (sanera_notices_parent_class)->finalize (object);
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
  G_OBJECT_CLASS (klass)->finalize = sanera_notices_finalize;
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
  self->refused_bar = SANERA_NOTICE_BAR (sanera_notice_bar_new ("dialog-warning-symbolic"));
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sanera_notice_bar_set_action (self->refused_bar, C_ ("notice", "Show…"), "win.show-outbox");
  sanera_notice_bar_set_action (self->repair_bar, C_ ("notice", "Understood"),
                                "notices.forget-repair");
  sanera_notice_bar_set_action (
      self->audit_bar,
      /* Translators: a button: opens what is known about a problem */ _ ("Details…"),
      "win.audit-details");
  sanera_notice_bar_set_action (self->sample_bar, C_ ("sample data", "Leave"), "win.leave");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sample_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->audit_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->repair_bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->refused_bar));
  adw_bin_set_child (ADW_BIN (self), box);

  self->state_signals = g_signal_group_new (SANERA_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->state_signals, "notify", G_CALLBACK (update), self);
  self->info_signals = g_signal_group_new (SANERA_TYPE_CACHE);
  g_signal_group_connect_swapped (self->info_signals, "info-changed", G_CALLBACK (update), self);
  self->outbox_signals = g_signal_group_new (SANERA_TYPE_OUTBOX);
  g_signal_group_connect_swapped (self->outbox_signals, "changed", G_CALLBACK (update_refused),
                                  self);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-cache-row.h"

#include <glib/gi18n.h>

#include "sanera-age-words.h"
#include "sanera-connection-words.h"
#include "sanera-language.h"
#include "sanera-words-error.h"

struct _SaneraCacheRow
{
  AdwActionRow parent_instance;

  GtkWidget *button;

  SaneraConnections *connections;
  char *id;
};

enum
{
  SIGNAL_CLEARED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaneraCacheRow, sanera_cache_row, ADW_TYPE_ACTION_ROW)

static void
clear_cb (SaneraCacheRow *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  if (!sanera_connections_clear_cache (self->connections, self->id, &error))
    problem = sanera_words_error (error);
  sanera_cache_row_update (self);
  g_signal_emit (self, signals[SIGNAL_CLEARED], 0, problem);
}

static void
sanera_cache_row_dispose (GObject *object)
{
  g_clear_object (&SANERA_CACHE_ROW (object)->connections);

  G_OBJECT_CLASS (sanera_cache_row_parent_class)->dispose (object);
}

static void
sanera_cache_row_finalize (GObject *object)
{
  g_free (SANERA_CACHE_ROW (object)->id);

  G_OBJECT_CLASS (sanera_cache_row_parent_class)->finalize (object);
}

static void
sanera_cache_row_class_init (SaneraCacheRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_cache_row_dispose;
  object_class->finalize = sanera_cache_row_finalize;

  /**
   * SaneraCacheRow::cleared:
   * @self: a row
   * @problem: (nullable): why the cache is still there, in words
   *
   * The person has cleared the cache, or tried to.
   */
  signals[SIGNAL_CLEARED] = g_signal_new ("cleared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sanera_cache_row_init (SaneraCacheRow *self)
{
  self->button = gtk_button_new_with_label (_ ("Clear cache"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}

/**
 * sanera_cache_row_new:
 * @connections: the person's connections
 * @id: of one of them
 *
 * Returns: (transfer floating): a row about what it keeps on this computer
 */
GtkWidget *
sanera_cache_row_new (SaneraConnections *connections, const char *id)
{
  SaneraCacheRow *self = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (SANERA_IS_CONNECTIONS (connections), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SANERA_TYPE_CACHE_ROW, NULL);
  self->connections = g_object_ref (connections);
  self->id = g_strdup (id);
  name = sanera_connection_words_name (connections, id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  /* Translators: %s is the name of a connection */
  label = g_strdup_printf (_ ("Clear the cache of %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  sanera_cache_row_update (self);
  return GTK_WIDGET (self);
}

/**
 * sanera_cache_row_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the connection it is about
 */
const char *
sanera_cache_row_get_id (SaneraCacheRow *self)
{
  g_return_val_if_fail (SANERA_IS_CACHE_ROW (self), NULL);

  return self->id;
}

/**
 * sanera_cache_row_update:
 * @self: a row
 *
 * Says how much it is and how old, as it is now.
 */
void
sanera_cache_row_update (SaneraCacheRow *self)
{
  gint64 synced_on = SANERA_INT_NULL;
  gint64 bytes = 0;
  g_autofree char *size = NULL;
  g_autofree char *age = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (SANERA_IS_CACHE_ROW (self));

  bytes = sanera_connections_measure_cache (self->connections, self->id, &synced_on);
  size = sanera_language_size ((guint64)bytes);
  if (synced_on != SANERA_INT_NULL)
    {
      age = sanera_age_words (synced_on, g_get_real_time ());
      /* Translators: a size, and how long ago */
      words = g_strdup_printf (_ ("%s, synced %s"), size, age);
    }
  else if (bytes > 0)
    /* Translators: %s is a size */
    words = g_strdup_printf (_ ("%s, never synced to the end"), size);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words != NULL ? words : _ ("Nothing kept"));
  gtk_widget_set_sensitive (self->button, bytes > 0);
}

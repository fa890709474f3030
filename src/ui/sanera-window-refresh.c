/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-window-refresh.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-names.h"

/**
 * sanera_window_refresh_show_time:
 * @button: the button that asks for a sync
 * @content: what is in it
 * @info: (nullable): what is known of the connection
 *
 * The button says when the last sync was: so a person knows whether to press it.
 */
void
sanera_window_refresh_show_time (GtkButton *button,
                                 AdwButtonContent *content,
                                 const SaneraCacheInfo *info)
{
  g_autofree char *time = NULL;
  g_autofree char *tooltip = NULL;

  g_return_if_fail (GTK_IS_BUTTON (button));

  if (info != NULL && info->synced_on != SANERA_INT_NULL)
    {
      g_autofree char *moment = sanera_language_datetime (info->synced_on);

      time = sanera_language_time (info->synced_on);
      /* Translators: %s is a date and time */
      tooltip = g_strdup_printf (_ ("Refresh (last synced: %s)"), moment);
    }
  adw_button_content_set_label (content, time != NULL ? time : "");
  /* Translators: a button, a verb: ask the server for what is new */
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), tooltip != NULL ? tooltip : _ ("Refresh"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tooltip != NULL ? tooltip : _ ("Refresh"), -1);
  sanera_names_only (GTK_WIDGET (button));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of the whole application. */
#include "application-support.h"

#include "sanera-screens.h"

/**
 * application_support_get_window:
 * @application: an application
 *
 * Returns: (nullable) (transfer none): its main window
 */
SaneraWindow *
application_support_get_window (SaneraApplication *application)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL;
       l = l->next)
    if (SANERA_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/**
 * application_support_has_rows:
 * @application: a #SaneraApplication with a main window
 *
 * Returns: whether its connection is online and its list shows something
 */
gboolean
application_support_has_rows (gpointer application)
{
  SaneraWindow *window = application_support_get_window (application);
  SaneraConnection *connection =
      sanera_connections_get_current (sanera_window_get_connections (window));

  return connection != NULL && sanera_connection_get_state (connection) == SANERA_STATE_ONLINE &&
         sanera_screens_count_rows (window) > 0;
}

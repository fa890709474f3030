/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gtk/gtk.h>

#include "sanera-application.h"
#include "sanera-language.h"
#include "sanera-place.h"

int
main (int argc, char *argv[])
{
  g_autoptr (SaneraApplication) application = NULL;
  g_autofree char *catalogues = sanera_place_find (LOCALEDIR);
  int status;

  /* GTK would set the locale of the environment again: where that is "C", or is not installed,
   * nothing would be translated any more. */
  gtk_disable_setlocale ();
  /* Before the first thread: it changes the environment. */
  sanera_language_init ("", sanera_place_in_build_tree () ? BUILD_LOCALEDIR : catalogues);
  g_set_prgname ("sanera");

  application = sanera_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : sanera_application_get_exit_status (application);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-application.h"
#include "sanera-language.h"
#include "sanera-settings.h"

int
main (int argc, char *argv[])
{
  g_autoptr (SaneraApplication) application = NULL;
  int status;

  /* Before the first thread: it changes the environment. */
  sanera_language_init ("", sanera_settings_in_build_tree () ? BUILD_LOCALEDIR : LOCALEDIR);
  g_set_prgname ("sanera");

  application = sanera_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : sanera_application_get_exit_status (application);
}

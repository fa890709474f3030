/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-export-incomplete.h"

#include <glib/gi18n.h>

#include "sanera-language.h"
#include "sanera-words-error.h"

static char *
describe (gint64 here, gint64 expected)
{
  g_autofree char *number = sanera_language_number (here);
  g_autofree char *all = sanera_language_number (expected);

  if (here == 0)
    return g_strdup (_ ("The devices have not been loaded on this computer"));
  if (here < expected)
    /* Translators: how many devices are here, and how many there are */
    return g_strdup_printf (_ ("Only %s of %s devices have been loaded on this computer"), number,
                            all);

  return g_strdup (_ ("Perhaps not all devices have been loaded on this computer"));
}

/**
 * sanera_export_incomplete_new:
 * @parent: the window it belongs to
 * @here: how many devices could be written
 * @expected: how many there are as far as is known
 * @error: why the others could not be fetched
 *
 * Asks before a file is written that would be shorter than somebody who reads it thinks. The
 * response is "export" or "cancel".
 *
 * Returns: (transfer floating): the question, to be presented
 */
GtkWidget *
sanera_export_incomplete_new (GtkWindow *parent, gint64 here, gint64 expected, const GError *error)
{
  g_autofree char *heading = describe (here, expected);
  g_autofree char *reason = sanera_words_error (error);
  g_autofree char *body = g_strdup_printf (
      /* Translators: %s is a sentence that says why not */
      _ ("%s The file would not be complete; when the server is back, it can be."), reason);
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "export",
                                    _ ("Export what is here"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);

  return dialog;
}

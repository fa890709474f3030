/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaneraHelpForm:
 * @SANERA_HELP_MALLARD: a page as Yelp shows it
 * @SANERA_HELP_WEB: a page as a web browser shows it
 */
typedef enum
{
  SANERA_HELP_MALLARD,
  SANERA_HELP_WEB,
} SaneraHelpForm;

char *sanera_help_find_page (const char *topic, const char *language, SaneraHelpForm form);
void sanera_help_show (GtkWindow *window);
void sanera_help_add_keys (GObject *owner);

G_END_DECLS

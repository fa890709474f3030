/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-announce.h"

#include <dlfcn.h>

/* Of GtkAccessibleAnnouncementPriority: after what is being said. */
#define PRIORITY_MEDIUM 1

typedef void (*Announce) (GtkAccessible *accessible, const char *message, int priority);

/* GTK has it since 4.14. What we are built against may be older than what we run with. */
static Announce
find (void)
{
  static gsize found;

  if (g_once_init_enter (&found))
    {
      gsize function = (gsize)dlsym (RTLD_DEFAULT, "gtk_accessible_announce");

      /* 1: there is none. */
      g_once_init_leave (&found, function != 0 ? function : 1);
    }
  return found != 1 ? (Announce)found : NULL;
}

/**
 * sanera_announce:
 * @widget: where it has happened
 * @words: what has, in a sentence
 *
 * Has a screen reader say what has changed without the person doing anything. Where GTK cannot
 * (before 4.14) the words are in a widget with the role of a status or an alert, which screen
 * readers watch.
 */
void
sanera_announce (GtkWidget *widget, const char *words)
{
  Announce announce = find ();

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (words != NULL);

  if (announce != NULL && *words != '\0')
    announce (GTK_ACCESSIBLE (widget), words, PRIORITY_MEDIUM);
}

/**
 * sanera_announce_markup:
 * @widget: where it has happened
 * @markup: what has, as Pango writes it: the title of a toast
 *
 * Like sanera_announce().
 */
void
sanera_announce_markup (GtkWidget *widget, const char *markup)
{
  g_autofree char *words = NULL;

  g_return_if_fail (markup != NULL);

  pango_parse_markup (markup, -1, 0, NULL, &words, NULL, NULL);
  sanera_announce (widget, words != NULL ? words : markup);
}

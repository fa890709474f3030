/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-announce.h"

#include <dlfcn.h>

#include "sanera-language.h"
#include "sanera-names.h"

/* Of GtkAccessibleAnnouncementPriority: after what is being said. */
/* Between two times that the words of one label are said. */
#define REST_MS 2000
#define SAID_KEY "sanera-announce-said"
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
  GtkRoot *root = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (words != NULL);

  if (announce == NULL || *words == '\0')
    return;
  /* What is folded away cannot say anything; its window can. */
  root = gtk_widget_get_root (widget);
  announce (root != NULL ? GTK_ACCESSIBLE (root) : GTK_ACCESSIBLE (widget), words, PRIORITY_MEDIUM);
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

/**
 * sanera_announce_toast:
 * @host: an AdwToastOverlay or an AdwPreferencesWindow
 * @toast: (transfer full): what happened
 *
 * Shows a toast and has it said.
 */
void
sanera_announce_toast (GtkWidget *host, AdwToast *toast)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (host) || ADW_IS_PREFERENCES_WINDOW (host));
  g_return_if_fail (ADW_IS_TOAST (toast));

  sanera_announce_markup (host, adw_toast_get_title (toast));
  if (ADW_IS_TOAST_OVERLAY (host))
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (host), toast);
  else
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (host), toast);
  sanera_names_complete (host);
}

/**
 * sanera_announce_progress:
 * @widget: what shows the progress
 * @said: (inout): the percentage that was said last, 0 before anything was
 * @fraction: how much is done, 0–1; negative: nothing is under way, or it is not known how much
 * @format: a translated text with one %s, for the percentage
 *
 * Has a quarter, a half, three quarters and the whole said, each once: more would not let the
 * person hear anything else. Of what is done at once nothing is said: it is over before that.
 */
void
sanera_announce_progress (GtkWidget *widget, guint *said, double fraction, const char *format)
{
  guint before = *said;
  guint percent = 0;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (format != NULL);

  if (fraction >= 0)
    percent = (guint)(MIN (fraction, 1) * 4) * 25;
  /* How much there is may turn out to be more: what was said is not said again. */
  if (fraction >= 0 && percent < before && before < 100)
    return;
  *said = percent;
  if (before == 100 && percent < 100)
    before = 0; /* something new */
  if (percent <= before || (percent == 100 && before == 0))
    return;

  number = sanera_language_percent (percent / 100.0);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  words = g_strdup_printf (format, number);
#pragma GCC diagnostic pop
  sanera_announce (widget, words);
}

static void live_cb (GtkLabel *label);

static gboolean
rested_cb (gpointer data)
{
  g_autofree char *said = g_object_steal_data (G_OBJECT (data), SAID_KEY);

  if (g_strcmp0 (said, gtk_label_get_text (data)) != 0)
    live_cb (data);
  return G_SOURCE_REMOVE;
}

/* What changes all the time is said no more often than every two seconds, with its last words. */
static void
live_cb (GtkLabel *label)
{
  const char *words = gtk_label_get_text (label);

  if (!gtk_widget_get_mapped (GTK_WIDGET (label)) || *words == '\0' ||
      g_object_get_data (G_OBJECT (label), SAID_KEY) != NULL)
    return;

  g_object_set_data_full (G_OBJECT (label), SAID_KEY, g_strdup (words), g_free);
  g_timeout_add_full (G_PRIORITY_DEFAULT, REST_MS, rested_cb, g_object_ref (label), g_object_unref);
  sanera_announce (GTK_WIDGET (label), words);
}

/**
 * sanera_announce_label:
 * @label: a label
 *
 * Has the words of @label said when they change and when they appear, if its role is that of a
 * status or an alert: later versions of GTK leave that to the program. Does nothing the second
 * time.
 */
void
sanera_announce_label (GtkLabel *label)
{
  GtkAccessibleRole role;

  g_return_if_fail (GTK_IS_LABEL (label));

  role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label));
  if ((role != GTK_ACCESSIBLE_ROLE_STATUS && role != GTK_ACCESSIBLE_ROLE_ALERT) ||
      g_signal_handler_find (label, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer)live_cb, NULL) != 0)
    return;
  g_signal_connect (label, "notify::label", G_CALLBACK (live_cb), NULL);
  g_signal_connect (label, "map", G_CALLBACK (live_cb), NULL);
}

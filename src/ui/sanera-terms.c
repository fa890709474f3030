/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-terms.h"

#include <adwaita.h>

#include "sanera-english.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-table-cell.h"

/* Pixels between what has the focus and its English. */
#define GAP 4
/* Marks the overlay around what is in a window. */
#define OVERLAY_KEY "sanera-terms-overlay"
/* A label is at most so deep within what a person points at. */
#define DEPTH 6

struct _SaneraTerms
{
  GObject parent_instance;

  GSettings *settings;
  SaneraEnglish
      *english; /* of @language; NULL: the interface is in English, or the setting is off */
  char *language;
};

G_DEFINE_FINAL_TYPE (SaneraTerms, sanera_terms, G_TYPE_OBJECT)

/* The words of the language that is spoken now. */
static SaneraEnglish *
get_english (SaneraTerms *self)
{
  if (!g_settings_get_boolean (self->settings, "english-terms"))
    return NULL;
  if (g_strcmp0 (self->language, sanera_language_get ()) != 0)
    {
      g_free (self->language);
      self->language = g_strdup (sanera_language_get ());
      g_clear_pointer (&self->english, sanera_english_free);
      if (!g_str_equal (self->language, "en"))
        self->english = sanera_english_new (self->language);
    }

  return self->english;
}

/* What a widget says of itself, without asking what is inside. */
static const char *
get_own_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));

  return NULL;
}

static char *
find_within (SaneraEnglish *english, GtkWidget *widget, guint depth)
{
  const char *words = get_own_words (widget);
  char *found = words != NULL ? sanera_english_find (english, words) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL && depth > 0; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && !GTK_IS_NATIVE (child))
      found = find_within (english, child, depth - 1);

  return found;
}

/**
 * sanera_terms_find:
 * @self: the terms
 * @widget: a label, or a control with words in it or with a tooltip
 *
 * Returns: (transfer full) (nullable): the English of its words; %NULL when there is none, while
 *   the setting is off, and in English
 */
char *
sanera_terms_find (SaneraTerms *self, GtkWidget *widget)
{
  SaneraEnglish *english;
  char *found;

  g_return_val_if_fail (SANERA_IS_TERMS (self), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  english = get_english (self);
  if (english == NULL)
    return NULL;
  found = find_within (english, widget, DEPTH);
  /* A button with an icon has its words in its tooltip. */
  if (found == NULL && gtk_widget_get_tooltip_text (widget) != NULL)
    found = sanera_english_find (english, gtk_widget_get_tooltip_text (widget));

  return found;
}

/* The pointer */

static gboolean
query_tooltip_cb (GtkWidget *widget,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  SaneraTerms *self)
{
  g_autofree char *english = sanera_terms_find (self, widget);
  g_autofree char *text = NULL;
  const char *words = NULL;

  if (english == NULL)
    return FALSE;
  /* What stood there without us is not lost. */
  for (GtkWidget *up = widget; up != NULL && words == NULL; up = gtk_widget_get_parent (up))
    words = gtk_widget_get_tooltip_text (up);
  if (words == NULL)
    words = get_own_words (widget);
  text = words != NULL ? g_strdup_printf ("%s\n%s", words, english) : g_strdup (english);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* Has a widget show its English when the pointer rests on it. Asked anew each time, because its
 * words and the setting may change. */
static void
equip (SaneraTerms *self, GtkWidget *widget)
{
  if (g_object_get_data (G_OBJECT (widget), "sanera-terms") != NULL)
    return;

  g_object_set_data (G_OBJECT (widget), "sanera-terms", self);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect_object (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), self, 0);
}

static void
motion_cb (GtkEventController *controller, double x, double y, SaneraTerms *self)
{
  GtkWidget *root = gtk_event_controller_get_widget (controller);
  GtkWidget *widget;

  if (get_english (self) == NULL)
    return;

  widget = gtk_widget_pick (root, x, y, GTK_PICK_INSENSITIVE);
  for (; widget != NULL && widget != root; widget = gtk_widget_get_parent (widget))
    {
      g_autofree char *english = NULL;

      /* Cells of a table are data, and have a tooltip of their own. */
      if (SANERA_IS_TABLE_CELL (widget))
        return;
      if (get_own_words (widget) == NULL && gtk_widget_get_tooltip_text (widget) == NULL &&
          !GTK_IS_BUTTON (widget))
        continue;
      english = sanera_terms_find (self, widget);
      if (english != NULL)
        {
          equip (self, widget);
          return;
        }
    }
}

/* The keyboard: the English stands below what has the focus, over what is there. */

typedef struct
{
  SaneraTerms *terms;
  GtkWindow *window;
  GtkWidget *overlay;
  GtkWidget *bubble;
} Seat;

static gboolean
place_cb (GtkOverlay *overlay, GtkWidget *bubble, GdkRectangle *place, Seat *seat)
{
  GtkWidget *focus = gtk_window_get_focus (seat->window);
  graphene_rect_t box;
  int width, height, all_width, all_height;

  if (bubble != seat->bubble || focus == NULL ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (overlay), &box))
    return FALSE;

  all_width = gtk_widget_get_width (GTK_WIDGET (overlay));
  all_height = gtk_widget_get_height (GTK_WIDGET (overlay));
  gtk_widget_measure (bubble, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  width = MIN (width, all_width);
  gtk_widget_measure (bubble, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  place->x = CLAMP ((int)box.origin.x, 0, MAX (0, all_width - width));
  place->y = (int)(box.origin.y + box.size.height) + GAP;
  if (place->y + height > all_height)
    place->y = MAX (0, (int)box.origin.y - height - GAP);
  place->width = width;
  place->height = height;
  return TRUE;
}

static void
show_focus (Seat *seat)
{
  GtkWidget *focus = gtk_window_get_focus (seat->window);
  g_autofree char *english = NULL;

  if (seat->overlay == NULL)
    return;
  if (focus != NULL && gtk_window_get_focus_visible (seat->window) && gtk_widget_get_mapped (focus))
    {
      /* The text of an entry has the focus, its row the words. */
      GtkWidget *named =
          GTK_IS_TEXT (focus) ? gtk_widget_get_ancestor (focus, ADW_TYPE_PREFERENCES_ROW) : focus;

      english = named != NULL ? sanera_terms_find (seat->terms, named) : NULL;
    }
  if (english != NULL)
    {
      gtk_label_set_label (GTK_LABEL (seat->bubble), english);
      if (gtk_widget_get_tooltip_text (focus) == NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                        english, -1);
    }
  gtk_widget_set_visible (seat->bubble, english != NULL);
  gtk_widget_queue_allocate (seat->overlay);
}

static void
seat_free (gpointer data)
{
  Seat *seat = data;

  g_object_unref (seat->terms);
  g_free (seat);
}

/* Puts an overlay around what is in a window, for the bubble. */
static void
make_room (Seat *seat)
{
  GtkWidget *content, *focus;

  if (seat->overlay != NULL || get_english (seat->terms) == NULL)
    return;
  if (ADW_IS_APPLICATION_WINDOW (seat->window))
    content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (seat->window));
  else if (ADW_IS_WINDOW (seat->window))
    content = adw_window_get_content (ADW_WINDOW (seat->window));
  else
    return;
  if (content == NULL)
    return;

  focus = gtk_window_get_focus (seat->window);
  g_object_ref (content);
  seat->overlay = gtk_overlay_new ();
  g_object_set_data (G_OBJECT (seat->overlay), OVERLAY_KEY, seat);
  seat->bubble = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (seat->bubble), TRUE);
  gtk_widget_add_css_class (seat->bubble, "sanera-term");
  gtk_widget_set_can_target (seat->bubble, FALSE);
  gtk_widget_set_visible (seat->bubble, FALSE);
  if (ADW_IS_APPLICATION_WINDOW (seat->window))
    {
      adw_application_window_set_content (ADW_APPLICATION_WINDOW (seat->window), NULL);
      adw_application_window_set_content (ADW_APPLICATION_WINDOW (seat->window), seat->overlay);
    }
  else
    {
      adw_window_set_content (ADW_WINDOW (seat->window), NULL);
      adw_window_set_content (ADW_WINDOW (seat->window), seat->overlay);
    }
  gtk_overlay_set_child (GTK_OVERLAY (seat->overlay), content);
  gtk_overlay_add_overlay (GTK_OVERLAY (seat->overlay), seat->bubble);
  g_signal_connect (seat->overlay, "get-child-position", G_CALLBACK (place_cb), seat);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
  g_object_unref (content);
}

static void
focus_cb (Seat *seat)
{
  make_room (seat);
  show_focus (seat);
}

static void
attach (SaneraTerms *self, GtkWindow *window)
{
  GtkEventController *motion;
  Seat *seat;

  if (g_object_get_data (G_OBJECT (window), "sanera-terms") != NULL)
    return;

  seat = g_new0 (Seat, 1);
  seat->terms = g_object_ref (self);
  seat->window = window;
  g_object_set_data_full (G_OBJECT (window), "sanera-terms", seat, seat_free);
  motion = gtk_event_controller_motion_new ();
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), motion);
  g_signal_connect (window, "map", G_CALLBACK (sanera_names_complete), NULL);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_cb), seat);
  g_signal_connect_swapped (window, "notify::focus-visible", G_CALLBACK (focus_cb), seat);
}

static void
windows_cb (GListModel *windows, guint position, guint removed, guint added, SaneraTerms *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      attach (self, window);
    }
}

static void
setting_cb (SaneraTerms *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      Seat *seat = g_object_get_data (G_OBJECT (window), "sanera-terms");

      if (seat != NULL)
        focus_cb (seat);
    }
}

static void
sanera_terms_finalize (GObject *object)
{
  SaneraTerms *self = SANERA_TERMS (object);

  g_object_unref (self->settings);
  sanera_english_free (self->english);
  g_free (self->language);

  G_OBJECT_CLASS (sanera_terms_parent_class)->finalize (object);
}

static void
sanera_terms_class_init (SaneraTermsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_terms_finalize;
}

static void
sanera_terms_init (SaneraTerms *self)
{
}

/**
 * sanera_terms_new:
 * @settings: the settings of the application
 *
 * Watches all windows, those that are still to come too; each keeps it alive.
 *
 * Returns: (transfer full): the terms
 */
SaneraTerms *
sanera_terms_new (GSettings *settings)
{
  GListModel *windows = gtk_window_get_toplevels ();
  SaneraTerms *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (SANERA_TYPE_TERMS, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (windows, "items-changed", G_CALLBACK (windows_cb), self, 0);
  windows_cb (windows, 0, 0, g_list_model_get_n_items (windows), self);
  g_signal_connect_object (settings, "changed::english-terms", G_CALLBACK (setting_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sanera_terms_unwrap:
 * @widget: something in a window
 *
 * Returns: (transfer none): what stands there without the terms: @widget, or what they have put
 *   their overlay around
 */
GtkWidget *
sanera_terms_unwrap (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  if (g_object_get_data (G_OBJECT (widget), OVERLAY_KEY) == NULL)
    return widget;
  return gtk_overlay_get_child (GTK_OVERLAY (widget));
}

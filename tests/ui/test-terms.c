/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings › Show English terms: the pointer and the keyboard find the English of what is shown. */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "sanera-english.h"
#include "sanera-language.h"
#include "sanera-settings.h"
#include "sanera-terms.h"
#include "ui-support.h"

typedef struct
{
  GSettings *settings;
  SaneraTerms *terms;
  GtkWidget *window;
  GtkWidget *button; /* [125] */
  GtkWidget *icon; /* its words are in its tooltip */
  GtkWidget *other; /* no words of ours */
} Fixture;

static void
set_up (Fixture *self, gconstpointer language)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  sanera_language_set (language);
  self->settings = sanera_settings_new ();
  g_settings_set_boolean (self->settings, "english-terms", TRUE);
  self->terms = sanera_terms_new (self->settings);
  self->button = gtk_button_new_with_label (_ ("Remediation options"));
  self->icon = gtk_button_new_from_icon_name ("open-menu-symbolic");
  gtk_widget_set_tooltip_text (self->icon, _ ("Customize columns"));
  self->other = gtk_button_new_with_label ("web-01.example.org");
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->other);
  self->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (self->window), box);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 400, 300);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_wait_frame (self->window);
}

static void
tear_down (Fixture *self, gconstpointer language)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_settings_reset (self->settings, "english-terms");
  g_clear_object (&self->terms);
  g_clear_object (&self->settings);
  sanera_language_set ("en");
}

/* Moves the pointer there, and asks for the tooltip, as GTK does after a while. */
static gboolean
has_english_tooltip (Fixture *self, GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->window);
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  graphene_rect_t box;
  gboolean found = FALSE;

  g_assert_true (gtk_widget_compute_bounds (widget, self->window, &box));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", (double)(box.origin.x + box.size.width / 2),
                               (double)(box.origin.y + box.size.height / 2));
    }
  for (GtkWidget *at = gtk_widget_pick (self->window, box.origin.x + box.size.width / 2,
                                        box.origin.y + box.size.height / 2, GTK_PICK_DEFAULT);
       at != NULL && !found; at = gtk_widget_get_parent (at))
    if (gtk_widget_get_has_tooltip (at) && g_object_get_data (G_OBJECT (at), "sanera-terms"))
      g_signal_emit_by_name (at, "query-tooltip", 1, 1, FALSE, tooltip, &found);

  return found;
}

/* The English below what has the focus, or NULL. */
static const char *
get_bubble (GtkWidget *root)
{
  if (gtk_widget_has_css_class (root, "sanera-term"))
    return gtk_widget_get_visible (root) ? gtk_label_get_label (GTK_LABEL (root)) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *found = get_bubble (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_pointer (Fixture *self, gconstpointer language)
{
  g_autofree char *icon = sanera_terms_find (self->terms, self->icon);
  g_autofree char *button = sanera_terms_find (self->terms, self->button);
  g_autofree char *other = sanera_terms_find (self->terms, self->other);

  g_assert_nonnull (strstr (button, "Remediation option"));
  g_assert_cmpstr (icon, ==, "Customize columns");
  g_assert_null (other);
  g_assert_true (has_english_tooltip (self, self->button));
  g_assert_true (has_english_tooltip (self, self->icon));
  g_assert_false (has_english_tooltip (self, self->other));

  g_settings_set_boolean (self->settings, "english-terms", FALSE);
  g_assert_false (has_english_tooltip (self, self->button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (self->icon), ==, _ ("Customize columns"));
}

static void
test_keyboard (Fixture *self, gconstpointer language)
{
  gtk_widget_grab_focus (self->icon);
  gtk_window_set_focus_visible (GTK_WINDOW (self->window), TRUE);
  g_assert_cmpstr (get_bubble (self->window), ==, "Customize columns");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == self->icon);
  ui_wait_frame (self->window);
  ui_save_picture (self->window, "term.png");
  gtk_widget_grab_focus (self->other);
  g_assert_null (get_bubble (self->window));
  gtk_widget_grab_focus (self->icon);
  g_settings_set_boolean (self->settings, "english-terms", FALSE);
  g_assert_null (get_bubble (self->window));
  /* What follows the pointer only does not come up. */
  g_settings_set_boolean (self->settings, "english-terms", TRUE);
  gtk_window_set_focus_visible (GTK_WINDOW (self->window), FALSE);
  g_assert_null (get_bubble (self->window));
}

static void
test_english (Fixture *self, gconstpointer language)
{
  g_assert_null (sanera_terms_find (self->terms, self->button));
  g_assert_false (has_english_tooltip (self, self->button));
  gtk_widget_grab_focus (self->button);
  gtk_window_set_focus_visible (GTK_WINDOW (self->window), TRUE);
  g_assert_null (get_bubble (self->window));
}

static void
test_forms (void)
{
  static const struct
  {
    const char *language;
    const char *words;
    const char *english;
  } cases[] = {
    { "sv", "Förfallodatum", "Due date" },
    { "sv", "Exponerade enheter (5)", "Exposed devices" },
    { "sv", "Exponerade enheter: Minst en", "Exposed devices" },
    { "sv", "Importera skanningsrapport…", "Import scan" },
    { "zh_CN", "需要注意", "Attention required" },
    { "zh_CN", "设置(_S)", "Settings" },
    { "zh_CN", "暴露的设备（5）", "Exposed devices" },
    { "sv", "Ingen text i programmet", NULL },
    { "sv", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaneraEnglish) english = sanera_english_new (cases[i].language);
      g_autofree char *found = sanera_english_find (english, cases[i].words);

      g_assert_cmpstr (found, ==, cases[i].english);
    }
  g_assert_null (sanera_english_new ("en"));
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
  g_test_add_func ("/terms/forms", test_forms);
#define TEST(name, language, function) \
  g_test_add ("/terms/" name "/" language, Fixture, language, set_up, function, tear_down)
  TEST ("pointer", "sv", test_pointer);
  TEST ("pointer", "zh_CN", test_pointer);
  TEST ("keyboard", "sv", test_keyboard);
  TEST ("english", "en", test_english);
  return g_test_run ();
}

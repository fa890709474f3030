/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "list-page-support.h"
#include "sanera-child-list.h"
#include "sanera-device.h"
#include "sanera-flyout.h"
#include "sanera-form-state.h"
#include "sanera-language.h"
#include "sanera-recommendation.h"
#include "sanera-recommendations-page.h"

/* The list "Installed devices" in the flyout of a recommendation, without a server. */

#define SOFTWARE "va-_-acme-_-tool"
#define CHECK "sca-_-guest-account"
#define UNTOLD "va-_-acme-_-untold"

/* In the order of the page. */
static const struct
{
  const char *id;
  gint64 exposed;
  gint64 total;
} rows[] = { { SOFTWARE, 2, 12 }, { CHECK, 2, 12 }, { UNTOLD, 2, 0 } };

static void
put_recommendations (ListPage *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SaneraRecommendationData *data = cache_support_make_row (SANERA_LIST_RECOMMENDATIONS, i, 7);

      g_free (data->id);
      data->id = g_strdup (rows[i].id);
      g_free (data->status);
      data->status = g_strdup ("Active");
      data->exposure_sum = 1000 - i;
      data->exposed_machines_count = rows[i].exposed;
      data->total_machine_count = rows[i].total;
      cache_support_put (fixture->cache, SANERA_LIST_RECOMMENDATIONS, NULL, data, 1);
      sanera_noun_data_free (&sanera_recommendation_noun, data);
    }
}

/* The first two of twelve are exposed. */
static void
put_devices (ListPage *fixture)
{
  for (guint i = 0; i < 12; i++)
    {
      SaneraDeviceData *data = cache_support_make_row (SANERA_LIST_INSTALLED_DEVICES, i, 1);

      g_free (data->os_platform);
      data->os_platform = g_strdup ("Linux");
      g_clear_pointer (&data->state, g_free);
      if (i < 2)
        data->state = g_strdup ("exposed");
      g_free (data->installed_version);
      data->installed_version = g_strdup (i < 2 ? "1.0" : "2.0");
      cache_support_put (fixture->cache, SANERA_LIST_INSTALLED_DEVICES, SOFTWARE, data, 0);
      sanera_noun_data_free (&sanera_device_noun, data);
    }
  cache_support_note_children (fixture->cache, SANERA_LIST_INSTALLED_DEVICES, SOFTWARE,
                               g_get_real_time () - 3 * G_TIME_SPAN_HOUR, NULL);
}

/* By the words on its expander, also while nobody sees it. */
static SaneraChildList *
find_list (GtkWidget *root)
{
  if (SANERA_IS_CHILD_LIST (root) &&
      g_str_has_prefix (
          gtk_expander_get_label (sanera_child_list_get_expander (SANERA_CHILD_LIST (root))),
          "Installed devices"))
    return SANERA_CHILD_LIST (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      SaneraChildList *found = find_list (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_heading (SaneraChildList *list)
{
  return gtk_expander_get_label (sanera_child_list_get_expander (list));
}

typedef struct
{
  ListPage *fixture;
  const char *id;
} Shown;

static gboolean
is_shown (gpointer data)
{
  const Shown *shown = data;
  SaneraRecord *record = sanera_flyout_get_record (SANERA_FLYOUT (shown->fixture->flyout));

  return record != NULL && g_strcmp0 (sanera_record_get_id (record), shown->id) == 0;
}

static void
open_row (ListPage *fixture, guint position)
{
  Shown shown = { fixture, rows[position].id };

  sanera_list_page_open (fixture->page, position, FALSE);
  g_assert_true (ui_wait_until (is_shown, &shown, UI_LIMIT_MS));
}

static gboolean
is_visible (SaneraChildList *list)
{
  return gtk_widget_get_mapped (GTK_WIDGET (list));
}

static gboolean
says_something (gpointer list)
{
  SaneraQueryModel *model = sanera_child_list_get_model (list);

  return model != NULL && sanera_query_model_get_complete (model) &&
         *sanera_child_list_get_message (list) != '\0';
}

static gboolean
has_exposed_row (gpointer list)
{
  return ui_find_words (list, GTK_TYPE_LABEL, "Exposed · Linux") != NULL &&
         ui_find_words (list, GTK_TYPE_LABEL, "version 2.0") != NULL;
}

static gboolean
is_open (gpointer list)
{
  return gtk_expander_get_expanded (sanera_child_list_get_expander (list));
}

static void
test_installed (void)
{
  ListPage fixture = { 0 };
  SaneraChildList *list;
  SaneraFormState *state;

  list_page_open (&fixture);
  put_recommendations (&fixture);
  list_page_show_rows (&fixture, sanera_recommendations_page_new (NULL), G_N_ELEMENTS (rows));

  /* How many is known before they are. */
  open_row (&fixture, 0);
  list = find_list (fixture.flyout);
  g_assert_nonnull (list);
  g_assert_true (is_visible (list));
  g_assert_cmpstr (get_heading (list), ==, "Installed devices (12)");
  gtk_expander_set_expanded (sanera_child_list_get_expander (list), TRUE);
  g_assert_true (ui_wait_until (says_something, list, UI_LIMIT_MS));
  g_assert_cmpstr (sanera_child_list_get_message (list), ==,
                   "The devices with this software have not been loaded on this computer; they can "
                   "be seen when the server is back.");

  /* Where a configuration is to be changed, nothing is installed. */
  open_row (&fixture, 1);
  g_assert_false (is_visible (list));
  g_assert_null (sanera_child_list_get_query (list));
  /* A number that is not told is none. */
  open_row (&fixture, 2);
  g_assert_true (is_visible (list));
  g_assert_cmpstr (get_heading (list), ==, "Installed devices");

  put_devices (&fixture);
  open_row (&fixture, 0);
  g_assert_true (ui_wait_until (says_something, list, UI_LIMIT_MS));
  g_assert_true (g_str_has_prefix (sanera_child_list_get_message (list), "As of "));
  g_assert_cmpstr (get_heading (list), ==, "Installed devices (12)");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sanera_child_list_get_model (list))),
                    ==, 12);
  g_assert_true (ui_wait_until (has_exposed_row, list, UI_LIMIT_MS));
  g_assert_true (
      gtk_widget_get_visible (ui_find_text (GTK_WIDGET (list), GTK_TYPE_BUTTON, "Export to CSV…")));
  g_assert_nonnull (ui_find_text (GTK_WIDGET (list), GTK_TYPE_BUTTON, "Copy device names"));

  /* A window that is made anew in another language has it open again. */
  state = sanera_form_state_new_view (fixture.window);
  gtk_expander_set_expanded (sanera_child_list_get_expander (list), FALSE);
  sanera_form_state_restore (state, fixture.window);
  g_assert_true (ui_wait_until (is_open, list, UI_LIMIT_MS));
  list_page_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", NULL);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/installed", test_installed);
  return g_test_run ();
}

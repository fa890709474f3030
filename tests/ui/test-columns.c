/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a list: what a person makes of them, and how they share the width. */
#include "config.h"

#include "list-page-support.h"
#include "sanera-activity-columns.h"
#include "sanera-activity.h"
#include "sanera-age-words.h"
#include "sanera-column-fit.h"
#include "sanera-exception-columns.h"
#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-recommendations-page.h"
#include "sanera-remediation-page.h"
#include "sanera-table-private.h"
#include "sanera-time.h"
#include "sanera-words.h"

/* What a person makes of the columns is kept, newer columns come last, nonsense is left out. */
static void
test_columns (void)
{
  ListPage fixture = { 0 };
  g_autoptr (GArray) states = NULL;
  g_autoptr (GArray) again = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) nonsense = NULL;
  g_autoptr (GArray) repaired = NULL;
  SaneraColumnState moved;

  list_page_set_up (&fixture, sanera_recommendations_page_new (NULL), 10, 0);
  sanera_table_set_column_visible (fixture.priv->table, 2, FALSE);
  states = sanera_table_get_column_states (fixture.priv->table);
  g_assert_cmpuint (states->len, ==, sanera_n_recommendation_columns);
  g_assert_false (g_array_index (states, SaneraColumnState, 2).visible);
  moved = g_array_index (states, SaneraColumnState, 5);
  g_array_remove_index (states, 5);
  moved.width = 321;
  g_array_insert_val (states, 1, moved);

  value =
      g_variant_ref_sink (sanera_column_states_serialize (sanera_recommendation_columns, states));
  again = sanera_column_states_parse (sanera_recommendation_columns,
                                      sanera_n_recommendation_columns, value);
  sanera_table_set_column_states (fixture.priv->table, again);
  g_clear_pointer (&again, g_array_unref);
  again = sanera_table_get_column_states (fixture.priv->table);
  g_assert_cmpuint (g_array_index (again, SaneraColumnState, 1).column, ==, 5);
  g_assert_cmpint (g_array_index (again, SaneraColumnState, 1).width, ==, 321);
  g_assert_cmpuint (g_array_index (again, SaneraColumnState, 3).column, ==, 2);
  g_assert_false (g_array_index (again, SaneraColumnState, 3).visible);

  nonsense = g_variant_ref_sink (
      g_variant_new_parsed ("[('nothing', true, 5), ('tags', false, -9), ('tags', true, 1)]"));
  repaired = sanera_column_states_parse (sanera_recommendation_columns,
                                         sanera_n_recommendation_columns, nonsense);
  g_assert_cmpuint (repaired->len, ==, sanera_n_recommendation_columns);
  g_assert_cmpstr (
      sanera_recommendation_columns[g_array_index (repaired, SaneraColumnState, 0).column].id, ==,
      "tags");
  g_assert_false (g_array_index (repaired, SaneraColumnState, 0).visible);
  g_assert_cmpint (g_array_index (repaired, SaneraColumnState, 0).width, ==, -1);
  list_page_tear_down (&fixture);
}

static int
get_width (ListPage *fixture, guint column)
{
  return gtk_column_view_column_get_fixed_width (fixture->priv->table->infos[column].column);
}

/* Progress and due date are on screen as a whole: they end before the list does. */
static gboolean
is_due_on_screen (gpointer data)
{
  ListPage *fixture = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (fixture->priv->table->scroller);
  GtkWidget *head = gtk_widget_get_first_child (
      gtk_widget_get_first_child (GTK_WIDGET (fixture->priv->table->view)));
  int end = head != NULL ? gtk_widget_get_allocated_width (head) : 0;

  for (guint i = 0; i < 3; i++)
    end += get_width (fixture, i);

  return gtk_adjustment_get_page_size (adjustment) < 700 &&
         end <= gtk_adjustment_get_page_size (adjustment);
}

static gboolean
is_title_wide (gpointer data)
{
  ListPage *fixture = data;

  return get_width (fixture, 0) >= fixture->priv->table->own_widths[0];
}

/* Beside an open flyout there is little room: how far an activity is and when it is due come before
 * who made it. Only what comes from the data gives way, and nothing of that is the person's choice.
 */
static void
test_narrow_columns (void)
{
  ListPage fixture = { 0 };
  g_autoptr (GArray) states = NULL;

  list_page_set_up (&fixture, sanera_remediation_page_new (NULL), 0, 10);
  g_assert_cmpstr (sanera_activity_columns[2].id, ==, "dueOn");
  /* What is left of 1280 beside the sidebar. */
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 970, 800);
  sanera_list_page_open (fixture.page, 0, FALSE);
  g_assert_true (ui_wait_until (is_due_on_screen, &fixture, UI_LIMIT_MS));
  g_assert_false (is_title_wide (&fixture));
  for (guint i = 1; i < sanera_n_activity_columns; i++)
    if ((sanera_activity_columns[i].flags & SANERA_COLUMN_DATA) == 0)
      g_assert_cmpint (get_width (&fixture, i), ==, fixture.priv->table->own_widths[i]);
  states = sanera_table_get_column_states (fixture.priv->table);
  for (guint i = 0; i < states->len; i++)
    g_assert_cmpint (g_array_index (states, SaneraColumnState, i).width, ==, -1);

  /* With room again it takes it. */
  sanera_page_close_flyout (SANERA_PAGE (fixture.page));
  for (guint i = 3; i < sanera_n_activity_columns; i++)
    sanera_table_set_column_visible (fixture.priv->table, i, FALSE);
  g_assert_true (ui_wait_until (is_title_wide, &fixture, UI_LIMIT_MS));

  /* A width of the person's own is not taken away. */
  gtk_column_view_column_set_fixed_width (fixture.priv->table->infos[2].column, 555);
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1000, 800);
  ui_wait_frame (fixture.window);
  g_assert_cmpint (get_width (&fixture, 2), ==, 555);
  list_page_tear_down (&fixture);
}

/* A column of few words is as wide as its longest in the language on screen: none is cut, and what
 * is shorter in Chinese leaves room for what cannot be. */
static void
test_word_columns (void)
{
  static const char *const languages[] = { "en", "sv", "zh_CN" };
  int types[G_N_ELEMENTS (languages)];

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_autoptr (SaneraTable) table = NULL;

      sanera_language_set (languages[l]);
      table = g_object_ref_sink (
          sanera_table_new (sanera_exception_columns, sanera_n_exception_columns, "Exceptions"));
      for (guint i = 0; i < sanera_n_exception_columns; i++)
        {
          const SaneraEnum *words = sanera_exception_columns[i].words;

          for (guint w = 0; words != NULL && w < words->n_values; w++)
            {
              const char *word = sanera_words_label (words, words->values[w].nick);
              g_autoptr (PangoLayout) layout =
                  gtk_widget_create_pango_layout (GTK_WIDGET (table), word);
              int width;

              pango_layout_get_pixel_size (layout, &width, NULL);
              g_test_message ("%s: %s", languages[l], word);
              g_assert_cmpint (table->own_widths[i], >=, width + 16 /* the padding of a cell */);
            }
          if (g_str_equal (sanera_exception_columns[i].id, "type"))
            types[l] = table->own_widths[i];
        }
    }
  g_assert_cmpint (types[2], <, types[0]);
  sanera_language_set ("en");
}

static char *
say_age (gint64 moment)
{
  return sanera_age_words (moment, 0);
}

static void
assert_fits (SaneraPen *pen, int room, const char *text)
{
  g_test_message ("%s: %s", sanera_language_get (), text);
  g_assert_cmpint (sanera_column_fit_text (pen, text), <=, room);
}

/* Whatever a number, a date or an age is: it has room. */
static void
test_value_columns (void)
{
  static const char *const languages[] = { "en", "sv", "zh_CN" };
  static const gint64 units[] = { 60 * SANERA_TIME_SECOND, 3600 * SANERA_TIME_SECOND,
                                  SANERA_TIME_DAY, 30 * SANERA_TIME_DAY, 366 * SANERA_TIME_DAY };
  GtkWidget *owner = g_object_ref_sink (gtk_label_new (NULL));
  SaneraPen *pen = sanera_pen_new (owner);

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      int number, date, age, due;
      SaneraActivityData activity = { .due_on = sanera_date_new (2026, 1, 1) };

      sanera_language_set (languages[l]);
      number = sanera_column_fit_number (pen);
      date = sanera_column_fit_date (pen);
      age = sanera_column_fit_ages (pen, say_age);
      due = sanera_column_fit_due (pen);
      for (gint64 n = 7; n < 10 * 1000 * 1000; n = n * 3 + 1)
        {
          g_autofree char *text = sanera_language_number_short (n);

          assert_fits (pen, number, text);
        }
      for (int d = 0; d < 365; d += 3)
        {
          const gint64 day = activity.due_on + d * SANERA_TIME_DAY;
          g_autofree char *text = sanera_language_date (day);
          g_autofree char *overdue = sanera_words_remaining (&activity, day);

          assert_fits (pen, date, text);
          assert_fits (pen, due, overdue);
        }
      for (guint u = 0; u < G_N_ELEMENTS (units); u++)
        for (int n = 1; n < 9; n++)
          {
            g_autofree char *text = say_age (-n * units[u]);

            assert_fits (pen, age, text);
          }
    }
  sanera_language_set ("en");
  sanera_pen_free (pen);
  g_object_unref (owner);
}

/* An order is part of a sentence: its column has no capital letter there, an abbreviation has. */
static void
test_order_words (void)
{
  g_autofree char *impact = sanera_column_describe_order (&sanera_recommendation_columns[3], TRUE);
  g_autofree char *platform =
      sanera_column_describe_order (&sanera_recommendation_columns[5], FALSE);

  g_assert_cmpstr (impact, ==, "by impact, descending");
  g_assert_cmpstr (platform, ==, "by OS platform, ascending");
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", BUILD_LOCALEDIR);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/columns/kept", test_columns);
  g_test_add_func ("/ui/columns/narrow", test_narrow_columns);
  g_test_add_func ("/ui/columns/words", test_word_columns);
  g_test_add_func ("/ui/columns/values", test_value_columns);
  g_test_add_func ("/ui/columns/order-words", test_order_words);
  return g_test_run ();
}

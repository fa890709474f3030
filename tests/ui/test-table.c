/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a table: they draw and name themselves late, and must not stay behind the rows. */
#include "cache-support.h"
#include "sanera-cache-private.h"
#include "sanera-language.h"
#include "sanera-recommendation-columns.h"
#include "sanera-table-cell.h"
#include "ui-support.h"

#define N_ROWS 1000

typedef struct
{
  char *folder;
  SaneraCache *cache;
  SaneraQueryModel *model;
  SaneraTable *table;
  GtkWidget *window;
} Fixture;

static gboolean
is_complete (gpointer data)
{
  return sanera_query_model_get_complete (data);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (SANERA_LIST_RECOMMENDATIONS);
  g_autoptr (SaneraSelection) selection = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = cache_support_make_folder ();
  fixture->cache = sanera_cache_open (fixture->folder, &error);
  g_assert_no_error (error);
  cache_support_fill (fixture->cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 7);
  fixture->model = sanera_query_model_new (fixture->cache, query);
  selection = sanera_selection_new (fixture->model);
  fixture->table =
      sanera_table_new (sanera_recommendation_columns, sanera_n_recommendation_columns, "Rows");
  sanera_table_set_selection (fixture->table, selection);

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_true (ui_wait_until (is_complete, fixture->model, UI_LIMIT_MS));
  ui_wait_frame (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->model);
  sanera_cache_close (fixture->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->cache);
  cache_support_remove_folder (fixture->folder);
}

static gboolean
has_label (GtkWidget *widget, const char *label)
{
  g_autofree char *other = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  return other == NULL;
}

/* Each cell says what its record says, in short and in full. */
static gboolean
row_is_named (Fixture *fixture, GtkWidget *row)
{
  const SaneraCellContext *context = sanera_table_get_context (fixture->table);
  SaneraRecord *record = gtk_list_item_get_item (sanera_table_cells_get_item (row));
  guint n_cells = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);
      const SaneraColumn *column;
      g_autofree char *text = NULL;
      g_autofree char *full = NULL;

      if (!SANERA_IS_TABLE_CELL (child))
        continue;
      column =
          &sanera_recommendation_columns[sanera_table_cell_get_column (SANERA_TABLE_CELL (child))
                                             ->index];
      text = column->text (record, context);
      full = sanera_column_get_full_text (column, record, context);
      n_cells++;
      if (!has_label (child, text) || !has_label (cell, full))
        return FALSE;
      if (column == &sanera_recommendation_columns[0] && !has_label (row, full))
        return FALSE;
    }

  g_assert_cmpuint (n_cells, >, 5);
  return TRUE;
}

/* A screen reader goes into no cell: what stands in them is said of the row, with their heads. */
static gboolean
row_is_described (Fixture *fixture, GtkWidget *row)
{
  const SaneraCellContext *context = sanera_table_get_context (fixture->table);
  SaneraRecord *record = gtk_list_item_get_item (sanera_table_cells_get_item (row));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *expected = NULL;
  g_autofree char *other = NULL;

  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);
      guint index = SANERA_IS_TABLE_CELL (child)
                        ? sanera_table_cell_get_column (SANERA_TABLE_CELL (child))->index
                        : 0;
      const SaneraColumn *column = &sanera_recommendation_columns[index];
      g_autofree char *full = sanera_column_get_full_text (column, record, context);

      if (index > 0 && *full != '\0' && !g_str_equal (full, "–"))
        g_ptr_array_add (parts, g_strdup_printf ("%s: %s", column->title, full));
    }
  g_assert_cmpuint (parts->len, >, 3);
  g_ptr_array_add (parts, NULL);
  expected = g_strjoinv ("; ", (char **)parts->pdata);
  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (row),
                                              GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, expected);

  return other == NULL;
}

static gboolean
all_are_named (gpointer data)
{
  Fixture *fixture = data;

  for (GtkWidget *row = gtk_widget_get_first_child (fixture->table->list_view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (!row_is_named (fixture, row) || !row_is_described (fixture, row))
      return FALSE;

  return TRUE;
}

/* What is in sight is named with the frame that shows it; the others soon after. */
static void
test_names (void)
{
  Fixture fixture = { 0 };
  guint n_seen = 0, n_alive = 0;

  set_up (&fixture);
  for (int i = 0; i < 3; i++)
    {
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (fixture.table->scroller);

      gtk_adjustment_set_value (adjustment, i * gtk_adjustment_get_upper (adjustment) / 3);
      ui_wait_frame (fixture.window);
      for (GtkWidget *row = gtk_widget_get_first_child (fixture.table->list_view); row != NULL;
           row = gtk_widget_get_next_sibling (row))
        {
          n_alive++;
          if (!gtk_widget_get_mapped (row))
            continue;
          n_seen++;
          g_assert_true (row_is_named (&fixture, row));
        }
      g_assert_true (ui_wait_until (all_are_named, &fixture, UI_LIMIT_MS));
    }
  g_assert_cmpuint (n_seen, >, 20);
  g_assert_cmpuint (n_alive, >, n_seen);
  tear_down (&fixture);
}

typedef struct
{
  SaneraRecord *record;
  gboolean notified;
} Change;

static void
notify_cb (SaneraRecord *record, GParamSpec *pspec, Change *change)
{
  change->notified = TRUE;
}

static gboolean
is_notified (gpointer data)
{
  return ((Change *)data)->notified;
}

/* Records that change are named anew. */
static void
test_change (void)
{
  Fixture fixture = { 0 };
  Change change = { 0 };

  set_up (&fixture);
  g_assert_true (ui_wait_until (all_are_named, &fixture, UI_LIMIT_MS));
  change.record = g_list_model_get_item (G_LIST_MODEL (fixture.model), 0);
  g_signal_connect (change.record, "notify", G_CALLBACK (notify_cb), &change);
  cache_support_fill (fixture.cache, SANERA_LIST_RECOMMENDATIONS, 0, N_ROWS, 8);
  sanera_cache_emit_changed (fixture.cache, 1u << SANERA_LIST_RECOMMENDATIONS);
  g_assert_true (ui_wait_until (is_notified, &change, UI_LIMIT_MS));
  g_assert_true (ui_wait_until (all_are_named, &fixture, UI_LIMIT_MS));
  g_signal_handlers_disconnect_by_data (change.record, &change);
  g_object_unref (change.record);
  tear_down (&fixture);
}

static void
count_texts (GskRenderNode *node, guint *n_texts)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        count_texts (gsk_container_node_get_child (node, i), n_texts);
      break;
    case GSK_TRANSFORM_NODE:
      count_texts (gsk_transform_node_get_child (node), n_texts);
      break;
    case GSK_TEXT_NODE:
      (*n_texts)++;
      break;
    default:
      break;
    }
}

static guint
draw (GtkWidget *widget)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint n_texts = 0;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL)
    {
      count_texts (node, &n_texts);
      gsk_render_node_unref (node);
    }
  return n_texts;
}

/* Each cell draws what it says, in both directions of reading. */
static void
test_draw (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  for (int rtl = 0; rtl < 2; rtl++)
    {
      GtkWidget *row = gtk_widget_get_first_child (fixture.table->list_view);

      gtk_widget_set_default_direction (rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      ui_wait_frame (fixture.window);
      for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL;
           cell = gtk_widget_get_next_sibling (cell))
        {
          GtkWidget *child = gtk_widget_get_first_child (cell);
          const SaneraColumn *column;
          g_autofree char *text = NULL;

          if (!SANERA_IS_TABLE_CELL (child))
            continue;
          column = &sanera_recommendation_columns
                       [sanera_table_cell_get_column (SANERA_TABLE_CELL (child))->index];
          /* Icons */
          if (g_str_equal (column->id, "threats"))
            continue;
          text = column->text (gtk_list_item_get_item (sanera_table_cells_get_item (row)),
                               sanera_table_get_context (fixture.table));
          if (*text != '\0')
            g_assert_cmpuint (draw (child), >, 0);
        }
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  sanera_language_init ("en", NULL);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/table/names", test_names);
  g_test_add_func ("/ui/table/change", test_change);
  g_test_add_func ("/ui/table/draw", test_draw);

  return g_test_run ();
}

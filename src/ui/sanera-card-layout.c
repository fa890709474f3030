/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-card-layout.h"

/* Every row is divided into six: a card takes two, three or all of them. */
#define UNITS 6

/* Narrower than this a card is not given, when fewer columns make it wider. */
#define COMFORTABLE_WIDTH 290

/**
 * SaneraCardLayout:
 *
 * With three columns a plain card takes a third of the row and a wide one half of it, with two
 * columns half and all of it; with one column all take all. Which it is follows from what the
 * cards need: long words and large text lead to fewer columns, never to cut text.
 */
struct _SaneraCardLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  GHashTable *wide; /* GtkWidget, not owned, not looked at */
};

G_DEFINE_FINAL_TYPE (SaneraCardLayout, sanera_card_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where one card goes. */
typedef struct
{
  GtkWidget *card;
  int first; /* unit */
  int units;
  int row;
} Place;

static int
get_units (SaneraCardLayout *self, GtkWidget *card, int columns)
{
  gboolean wide = g_hash_table_contains (self->wide, card);

  if (columns == 3)
    return wide ? 3 : 2;
  return columns == 1 || wide ? UNITS : 3;
}

/* Left to right, then the next row; what is left of a row goes to its last card. */
static GArray *
place_cards (SaneraCardLayout *self, GtkWidget *widget, int columns)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  int unit = 0, row = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Place place = { .card = child };

      if (!gtk_widget_should_layout (child))
        continue;
      place.units = get_units (self, child, columns);
      if (unit + place.units > UNITS)
        {
          g_array_index (places, Place, places->len - 1).units += UNITS - unit;
          unit = 0;
          row++;
        }
      place.first = unit;
      place.row = row;
      unit += place.units;
      g_array_append_val (places, place);
    }
  if (places->len > 0)
    g_array_index (places, Place, places->len - 1).units += UNITS - unit;

  return places;
}

/* The edge before a unit, without the spacing. */
static int
get_edge (SaneraCardLayout *self, int unit, int width)
{
  return (int)((gint64)(width + self->spacing) * unit / UNITS);
}

static int
get_width (SaneraCardLayout *self, const Place *place, int width)
{
  return MAX (get_edge (self, place->first + place->units, width) -
                  get_edge (self, place->first, width) - self->spacing,
              0);
}

static gboolean
fits (SaneraCardLayout *self, GArray *places, int width)
{
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      int room = get_width (self, place, width);
      int minimum;

      gtk_widget_measure (place->card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (room < MAX (minimum, COMFORTABLE_WIDTH))
        return FALSE;
    }
  return TRUE;
}

static GArray *
choose_places (SaneraCardLayout *self, GtkWidget *widget, int width)
{
  for (int columns = 3; columns > 1; columns--)
    {
      g_autoptr (GArray) places = place_cards (self, widget, columns);

      if (fits (self, places, width))
        return g_steal_pointer (&places);
    }
  return place_cards (self, widget, 1);
}

/* Heights of the rows for a width; cards of a row have one height. */
static GArray *
measure_rows (SaneraCardLayout *self, GArray *places, int width)
{
  GArray *heights = g_array_new (FALSE, TRUE, sizeof (int));

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      int natural;

      if ((guint)place->row >= heights->len)
        g_array_set_size (heights, (guint)place->row + 1);
      gtk_widget_measure (place->card, GTK_ORIENTATION_VERTICAL, get_width (self, place, width),
                          NULL, &natural, NULL, NULL);
      g_array_index (heights, int, place->row) =
          MAX (g_array_index (heights, int, place->row), natural);
    }
  return heights;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
    }
  *natural = MAX (*minimum, 3 * COMFORTABLE_WIDTH);
}

static void
sanera_card_layout_measure (GtkLayoutManager *manager,
                            GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  SaneraCardLayout *self = SANERA_CARD_LAYOUT (manager);
  g_autoptr (GArray) places = NULL;
  g_autoptr (GArray) heights = NULL;
  int least, most;

  measure_width (widget, &least, &most);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = most;
      return;
    }

  if (for_size < 0)
    for_size = most;
  places = choose_places (self, widget, for_size);
  heights = measure_rows (self, places, for_size);
  *natural = heights->len > 0 ? self->spacing * ((int)heights->len - 1) : 0;
  for (guint i = 0; i < heights->len; i++)
    *natural += g_array_index (heights, int, i);
  *minimum = *natural;
}

static void
sanera_card_layout_allocate (GtkLayoutManager *manager,
                             GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  SaneraCardLayout *self = SANERA_CARD_LAYOUT (manager);
  g_autoptr (GArray) places = choose_places (self, widget, width);
  g_autoptr (GArray) heights = measure_rows (self, places, width);
  gboolean backwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int row = 0, top = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      GtkAllocation room;

      for (; row < place->row; row++)
        top += g_array_index (heights, int, row) + self->spacing;
      room.width = get_width (self, place, width);
      room.height = g_array_index (heights, int, row);
      room.x = get_edge (self, place->first, width);
      if (backwards)
        room.x = width - room.x - room.width;
      room.y = top;
      gtk_widget_size_allocate (place->card, &room, -1);
    }
}

static GtkSizeRequestMode
sanera_card_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sanera_card_layout_finalize (GObject *object)
{
  g_hash_table_unref (SANERA_CARD_LAYOUT (object)->wide);

  G_OBJECT_CLASS (sanera_card_layout_parent_class)->finalize (object);
}

static void
sanera_card_layout_class_init (SaneraCardLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sanera_card_layout_finalize;
  manager_class->measure = sanera_card_layout_measure;
  manager_class->allocate = sanera_card_layout_allocate;
  manager_class->get_request_mode = sanera_card_layout_get_request_mode;
}

static void
sanera_card_layout_init (SaneraCardLayout *self)
{
  self->wide = g_hash_table_new (NULL, NULL);
}

/**
 * sanera_card_layout_new:
 * @spacing: pixels between cards
 *
 * Returns: (transfer full): a layout manager
 */
GtkLayoutManager *
sanera_card_layout_new (int spacing)
{
  SaneraCardLayout *self = g_object_new (SANERA_TYPE_CARD_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}

/**
 * sanera_card_layout_set_wide:
 * @self: a layout
 * @card: a child of the widget that has the layout, for good
 *
 * Gives the card more room than the others.
 */
void
sanera_card_layout_set_wide (SaneraCardLayout *self, GtkWidget *card)
{
  g_return_if_fail (SANERA_IS_CARD_LAYOUT (self));
  g_return_if_fail (GTK_IS_WIDGET (card));

  g_hash_table_add (self->wide, card);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

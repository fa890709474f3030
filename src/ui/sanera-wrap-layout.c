/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-wrap-layout.h"

/**
 * SaneraWrapLayout:
 *
 * GtkFlowBox aligns its children in columns of one width, and AdwWrapBox needs libadwaita 1.7.
 */
struct _SaneraWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  gboolean keep_last; /* never alone in a line */
};

G_DEFINE_FINAL_TYPE (SaneraWrapLayout, sanera_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
sanera_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* (nullable): the next one, or the first, that takes part. */
static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

/* (nullable): the first child that is not in the line any more that begins with @line; at least one
 * is. */
static GtkWidget *
find_end (SaneraWrapLayout *self, GtkWidget *line, int width)
{
  GtkWidget *last = line;
  GtkWidget *end;
  int used = MIN (measure_child (line, GTK_ORIENTATION_HORIZONTAL, -1), width);

  for (end = get_next (line); end != NULL; last = end, end = get_next (end))
    {
      used += self->spacing + MIN (measure_child (end, GTK_ORIENTATION_HORIZONTAL, -1), width);
      if (used > width)
        break;
    }
  /* The one before comes along. */
  if (self->keep_last && end != NULL && get_next (end) == NULL && last != line)
    end = last;
  return end;
}

/* Goes through the children line by line, @width pixels wide; places them if @allocate. Returns the
 * height of all lines. */
static int
flow (SaneraWrapLayout *self, GtkWidget *widget, int width, gboolean allocate)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *line = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (line != NULL)
    {
      GtkWidget *end = find_end (self, line, width);
      int height = 0;
      int x = 0;

      for (GtkWidget *child = line; child != end; child = get_next (child))
        {
          int natural = MIN (measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1), width);

          height = MAX (height, measure_child (child, GTK_ORIENTATION_VERTICAL, natural));
        }
      for (GtkWidget *child = line; allocate && child != end; child = get_next (child))
        {
          int natural = MIN (measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1), width);

          gtk_widget_size_allocate (
              child, &(GtkAllocation){ rtl ? width - x - natural : x, y, natural, height }, -1);
          x += natural + self->spacing;
        }

      if (height > 0)
        y += height + (end != NULL ? self->spacing : 0);
      line = end;
    }

  return y;
}

static void
sanera_wrap_layout_measure (GtkLayoutManager *manager,
                            GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  SaneraWrapLayout *self = SANERA_WRAP_LAYOUT (manager);
  int widest = 0;
  int sum = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      widest = MAX (widest, child_minimum);
      sum += child_natural + (sum > 0 ? self->spacing : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (sum, widest);
    }
  else
    *minimum = *natural = flow (self, widget, for_size >= 0 ? MAX (for_size, widest) : sum, FALSE);
}

static void
sanera_wrap_layout_allocate (GtkLayoutManager *manager,
                             GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  flow (SANERA_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
sanera_wrap_layout_class_init (SaneraWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = sanera_wrap_layout_get_request_mode;
  layout_class->measure = sanera_wrap_layout_measure;
  layout_class->allocate = sanera_wrap_layout_allocate;
}

static void
sanera_wrap_layout_init (SaneraWrapLayout *self)
{
}

/**
 * sanera_wrap_layout_new:
 * @spacing: pixels between children and between lines
 *
 * Returns: (transfer full): a layout manager
 */
GtkLayoutManager *
sanera_wrap_layout_new (int spacing)
{
  SaneraWrapLayout *self = g_object_new (SANERA_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}

/**
 * sanera_wrap_box_new:
 * @spacing: pixels between children and between lines
 *
 * Returns: (transfer floating): a #GtkBox that wraps; its own spacing and orientation mean nothing
 */
GtkWidget *
sanera_wrap_box_new (int spacing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, sanera_wrap_layout_new (spacing));
  return box;
}

/**
 * sanera_wrap_box_keep_last:
 * @box: from sanera_wrap_box_new()
 *
 * Leaves its last child in no line alone: the one before goes down with it.
 */
void
sanera_wrap_box_keep_last (GtkWidget *box)
{
  GtkLayoutManager *layout = NULL;

  g_return_if_fail (GTK_IS_WIDGET (box));

  layout = gtk_widget_get_layout_manager (box);
  g_return_if_fail (SANERA_IS_WRAP_LAYOUT (layout));

  SANERA_WRAP_LAYOUT (layout)->keep_last = TRUE;
  gtk_layout_manager_layout_changed (layout);
}

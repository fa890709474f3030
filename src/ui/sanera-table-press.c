/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-table-private.h"

/* A click on a row: what the person has pressed on is opened, also when the list is drawn anew
 * meanwhile. */

#define LATE_FRAMES 3

static gboolean
open_clicked_cb (gpointer data)
{
  SaneraTable *self = data;
  guint position = GTK_INVALID_LIST_POSITION;

  self->open_source = 0;
  self->pressed = FALSE;
  /* By its id: where it stands may be another place by now. */
  if (self->open_row != 0 && self->selection != NULL)
    position = sanera_query_model_find_row_id (sanera_selection_get_model (self->selection),
                                               self->open_row);
  self->open_row = 0;
  if (position != GTK_INVALID_LIST_POSITION)
    sanera_table_emit_open (self, position, FALSE);

  return G_SOURCE_REMOVE;
}

/* (nullable): the row at a place of the inner list. */
static GtkWidget *
pick_row (SaneraTable *self, double x, double y, GtkWidget **picked)
{
  *picked = gtk_widget_pick (self->list_view, x, y, GTK_PICK_DEFAULT);
  for (GtkWidget *widget = *picked; widget != NULL && widget != self->list_view;
       widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_parent (widget) == self->list_view)
      return sanera_table_cells_get_item (widget) != NULL ? widget : NULL;

  return NULL;
}

static gint64
get_row_id (SaneraTable *self, GtkWidget *row)
{
  guint position = gtk_list_item_get_position (sanera_table_cells_get_item (row));

  if (self->selection == NULL || position == GTK_INVALID_LIST_POSITION)
    return 0;

  return sanera_query_model_get_row_id (sanera_selection_get_model (self->selection), position);
}

/* A check box only selects. */
static gboolean
is_check (SaneraTable *self, GtkWidget *picked)
{
  for (GtkWidget *widget = picked; widget != NULL && widget != self->list_view;
       widget = gtk_widget_get_parent (widget))
    if (GTK_IS_CHECK_BUTTON (widget))
      return TRUE;

  return FALSE;
}

/* The list was being drawn anew, and its rows had no place yet: what the person has clicked on is
 * there again once they have. */
static gboolean
open_late_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SaneraTable *self = SANERA_TABLE (widget);
  GtkWidget *picked;
  GtkWidget *row;

  /* The rows get their places in the frame that has just begun. */
  if (self->late_frames++ == 0)
    return G_SOURCE_CONTINUE;

  row = pick_row (self, self->press_x, self->press_y, &picked);
  if (row == NULL && self->late_frames < LATE_FRAMES)
    return G_SOURCE_CONTINUE;

  self->late_id = 0;
  if (row != NULL && !is_check (self, picked))
    self->open_row = get_row_id (self, row);
  open_clicked_cb (self);

  return G_SOURCE_REMOVE;
}

static void
forget_late (SaneraTable *self)
{
  if (self->late_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->late_id);
  self->late_id = 0;
}

static void
press (SaneraTable *self, double x, double y)
{
  GtkWidget *picked;
  GtkWidget *row = pick_row (self, x, y, &picked);

  self->press_x = x;
  self->press_y = y;
  self->press_row = row != NULL ? get_row_id (self, row) : 0;
  self->press_check = is_check (self, picked);
  forget_late (self);
}

/* The row that was under the pointer when it was pressed counts, also when the list was drawn anew
 * since; no row on a check box, and none where the cell leads elsewhere. */
static void
release (SaneraTable *self, double x, double y)
{
  GtkWidget *picked;
  GtkWidget *row;

  self->open_row = 0;
  if (!self->press_check && !gtk_drag_check_threshold (self->list_view, (int)self->press_x,
                                                       (int)self->press_y, (int)x, (int)y))
    {
      row = pick_row (self, x, y, &picked);
      if (row == NULL && self->press_row == 0 && self->selection != NULL)
        {
          self->late_frames = 0;
          self->late_id =
              gtk_widget_add_tick_callback (GTK_WIDGET (self), open_late_cb, NULL, NULL);
          return;
        }
      if (row == NULL || (self->press_row != 0 && get_row_id (self, row) != self->press_row))
        self->open_row = self->press_row;
      else if (!is_check (self, picked) && !sanera_table_cells_click (picked))
        self->open_row = get_row_id (self, row);
    }
  if (self->open_source == 0)
    self->open_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, open_clicked_cb, self, NULL);
}

/* A plain click opens the row. The gestures of the rows claim the sequence, so a gesture of ours
 * would be cancelled: the events are looked at as they pass, and acted on after the row has
 * selected itself. */
static gboolean
list_event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, SaneraTable *self)
{
  GdkEventType type = gdk_event_get_event_type (event);
  GtkNative *native = gtk_widget_get_native (self->list_view);
  double x, y, native_x, native_y;

  if (type != GDK_BUTTON_PRESS && type != GDK_BUTTON_RELEASE && type != GDK_TOUCH_BEGIN &&
      type != GDK_TOUCH_END)
    return GDK_EVENT_PROPAGATE;

  gdk_event_get_position (event, &x, &y);
  gtk_native_get_surface_transform (native, &native_x, &native_y);
  gtk_widget_translate_coordinates (GTK_WIDGET (native), self->list_view, x - native_x,
                                    y - native_y, &x, &y);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    {
      self->pressed =
          type == GDK_TOUCH_BEGIN || (gdk_button_event_get_button (event) == GDK_BUTTON_PRIMARY &&
                                      (gdk_event_get_modifier_state (event) &
                                       (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) == 0);
      press (self, x, y);
    }
  else if (self->pressed)
    release (self, x, y);

  return GDK_EVENT_PROPAGATE;
}

/**
 * sanera_table_press_init:
 * @self: a table with its inner list
 *
 * Looks at the clicks on its rows from now on.
 */
void
sanera_table_press_init (SaneraTable *self)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (list_event_cb), self);
  gtk_widget_add_controller (self->list_view, controller);
}

/**
 * sanera_table_press_dispose:
 * @self: a table that goes away
 *
 * Opens nothing any more.
 */
void
sanera_table_press_dispose (SaneraTable *self)
{
  g_clear_handle_id (&self->open_source, g_source_remove);
  forget_late (self);
}

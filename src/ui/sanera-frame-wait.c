/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-frame-wait.h"

/* What need not be there in the first frame of something waits for it, so that it does not delay
 * it. */

/* What is not on screen waits so long for its first frame, and no longer. */
#define WAIT_MS 500

struct _SaneraFrameWait
{
  GtkWidget *widget; /* NULL once it is disposed of */
  GdkFrameClock *clock;
  int priority;
  GSourceOnceFunc func;
  gpointer data;
  guint source;
};

static void
stop (SaneraFrameWait *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  /* Widget and clock may have been disposed of, and the handlers with them. */
  if (self->widget != NULL)
    g_signal_handlers_disconnect_by_data (self->widget, self);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

static gboolean
source_cb (gpointer user_data)
{
  SaneraFrameWait *self = user_data;

  self->source = 0;
  stop (self);
  self->func (self->data);

  return G_SOURCE_REMOVE;
}

/* The frame is on its way: what follows does not delay it. */
static void
painted_cb (GdkFrameClock *clock, SaneraFrameWait *self)
{
  if (self->widget == NULL || !gtk_widget_get_mapped (self->widget))
    return;

  stop (self);
  self->source = g_idle_add_full (self->priority, source_cb, self, NULL);
}

static void
watch_clock (SaneraFrameWait *self)
{
  g_signal_handlers_disconnect_by_data (self->widget, self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (self->widget));
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (painted_cb), self);
}

/**
 * sanera_frame_wait_new:
 * @widget: what is about to be seen
 * @priority: of the main loop, behind drawing: the smaller of two comes first
 * @func: called once, after the first frame with @widget, or after half a second when it is not on
 *   screen; it may free the wait
 * @data: for @func
 *
 * Returns: (transfer full): a wait
 */
SaneraFrameWait *
sanera_frame_wait_new (GtkWidget *widget, int priority, GSourceOnceFunc func, gpointer data)
{
  SaneraFrameWait *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (SaneraFrameWait, 1);
  g_set_weak_pointer (&self->widget, widget);
  self->priority = priority;
  self->func = func;
  self->data = data;
  self->source = g_timeout_add (WAIT_MS, source_cb, self);
  if (gtk_widget_get_realized (widget))
    watch_clock (self);
  else
    g_signal_connect_swapped (widget, "realize", G_CALLBACK (watch_clock), self);
  return self;
}

/**
 * sanera_frame_wait_free:
 * @self: (transfer full) (nullable): a wait
 *
 * Waits no longer; what it waited for is not called.
 */
void
sanera_frame_wait_free (SaneraFrameWait *self)
{
  if (self == NULL)
    return;

  stop (self);
  g_clear_weak_pointer (&self->widget);
  g_free (self);
}

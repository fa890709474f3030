/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaneraFormAspect:
 * @SANERA_FORM_CONTENT: what is typed or chosen
 * @SANERA_FORM_OPENED: whether it is unfolded, or which of its pages is turned to
 * @SANERA_FORM_CARET: where in its text a person is
 * @SANERA_FORM_SCROLL: how far it is scrolled
 *
 * What can be kept of a field.
 */
typedef enum
{
  SANERA_FORM_CONTENT,
  SANERA_FORM_OPENED,
  SANERA_FORM_CARET,
  SANERA_FORM_SCROLL,
  SANERA_FORM_N_ASPECTS,
} SaneraFormAspect;

GVariant *sanera_form_field_save (GtkWidget *widget, SaneraFormAspect aspect);
gboolean sanera_form_field_restore (GtkWidget *widget, SaneraFormAspect aspect, GVariant *value);
gboolean sanera_form_field_is_leaf (GtkWidget *widget);
gboolean sanera_form_field_is_kept (GtkWidget *widget);
void sanera_form_field_leave (GtkWidget *widget);

G_END_DECLS

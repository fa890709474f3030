/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-form-field.h"

#include <adwaita.h>

#include "sanera-restorable.h"

#define LEFT_KEY "sanera-form-left"

static gboolean
is_left (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), LEFT_KEY) != NULL;
}

/* Choices from a list: the place, and what is written there: what is not translated is found again
 * where another language orders it differently. */

static const char *
get_words (GListModel *model, guint i)
{
  g_autoptr (GObject) item = model != NULL ? g_list_model_get_item (model, i) : NULL;

  return GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
}

static GVariant *
save_choice (GListModel *model, guint selected)
{
  return g_variant_new ("(us)", selected, get_words (model, selected));
}

/* Returns GTK_INVALID_LIST_POSITION when there is no such choice (yet). */
static guint
find_choice (GListModel *model, GVariant *value)
{
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
  guint selected;
  const char *words;

  g_variant_get (value, "(u&s)", &selected, &words);
  for (guint i = 0; *words != '\0' && i < n; i++)
    if (g_str_equal (get_words (model, i), words))
      return i;
  return selected < n ? selected : GTK_INVALID_LIST_POSITION;
}

/* Text */

static char *
dup_text (GtkTextBuffer *buffer)
{
  char *text;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

static void
set_text (GtkTextBuffer *buffer, const char *text)
{
  g_autofree char *now = dup_text (buffer);

  if (!g_str_equal (now, text))
    gtk_text_buffer_set_text (buffer, text, -1);
}

static GVariant *
save_caret (GtkWidget *widget)
{
  int start = 0;
  int end = 0;

  if (GTK_IS_TEXT (widget))
    {
      if (!gtk_editable_get_selection_bounds (GTK_EDITABLE (widget), &start, &end))
        start = end = gtk_editable_get_position (GTK_EDITABLE (widget));
    }
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter first, last;

      gtk_text_buffer_get_iter_at_mark (buffer, &first, gtk_text_buffer_get_insert (buffer));
      gtk_text_buffer_get_iter_at_mark (buffer, &last,
                                        gtk_text_buffer_get_selection_bound (buffer));
      start = gtk_text_iter_get_offset (&first);
      end = gtk_text_iter_get_offset (&last);
    }
  return g_variant_new ("(ii)", start, end);
}

static void
restore_caret (GtkWidget *widget, GVariant *value)
{
  int start, end;

  g_variant_get (value, "(ii)", &start, &end);
  if (GTK_IS_TEXT (widget))
    gtk_editable_select_region (GTK_EDITABLE (widget), start, end);
  else
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter first, last;

      gtk_text_buffer_get_iter_at_offset (buffer, &first, start);
      gtk_text_buffer_get_iter_at_offset (buffer, &last, end);
      gtk_text_buffer_select_range (buffer, &first, &last);
    }
}

/* Content */

static GVariant *
save_content (GtkWidget *widget)
{
  if (SANERA_IS_RESTORABLE (widget))
    return sanera_restorable_save (SANERA_RESTORABLE (widget));
  if (GTK_IS_TEXT (widget))
    return g_variant_new_string (gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (GTK_IS_TEXT_VIEW (widget) && gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    {
      g_autofree char *text = dup_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)));

      return g_variant_new_string (text);
    }
  if (GTK_IS_SWITCH (widget))
    return g_variant_new_boolean (gtk_switch_get_active (GTK_SWITCH (widget)));
  if (GTK_IS_CHECK_BUTTON (widget))
    return g_variant_new_boolean (gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)));
  if (GTK_IS_SPIN_BUTTON (widget))
    return g_variant_new_double (gtk_spin_button_get_value (GTK_SPIN_BUTTON (widget)));
  if (ADW_IS_COMBO_ROW (widget))
    return save_choice (adw_combo_row_get_model (ADW_COMBO_ROW (widget)),
                        adw_combo_row_get_selected (ADW_COMBO_ROW (widget)));
  if (GTK_IS_DROP_DOWN (widget))
    return save_choice (gtk_drop_down_get_model (GTK_DROP_DOWN (widget)),
                        gtk_drop_down_get_selected (GTK_DROP_DOWN (widget)));
  return NULL;
}

static gboolean
restore_content (GtkWidget *widget, GVariant *value)
{
  guint choice;

  if (SANERA_IS_RESTORABLE (widget))
    sanera_restorable_restore (SANERA_RESTORABLE (widget), value);
  else if (GTK_IS_TEXT (widget))
    {
      const char *text = g_variant_get_string (value, NULL);

      if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (widget)), text))
        gtk_editable_set_text (GTK_EDITABLE (widget), text);
    }
  else if (GTK_IS_TEXT_VIEW (widget))
    set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)),
              g_variant_get_string (value, NULL));
  else if (GTK_IS_SWITCH (widget))
    gtk_switch_set_active (GTK_SWITCH (widget), g_variant_get_boolean (value));
  else if (GTK_IS_CHECK_BUTTON (widget))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), g_variant_get_boolean (value));
  else if (GTK_IS_SPIN_BUTTON (widget))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (widget), g_variant_get_double (value));
  else if (ADW_IS_COMBO_ROW (widget))
    {
      choice = find_choice (adw_combo_row_get_model (ADW_COMBO_ROW (widget)), value);
      if (choice == GTK_INVALID_LIST_POSITION)
        return FALSE;
      adw_combo_row_set_selected (ADW_COMBO_ROW (widget), choice);
    }
  else if (GTK_IS_DROP_DOWN (widget))
    {
      choice = find_choice (gtk_drop_down_get_model (GTK_DROP_DOWN (widget)), value);
      if (choice == GTK_INVALID_LIST_POSITION)
        return FALSE;
      gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), choice);
    }
  return TRUE;
}

/* What is unfolded or turned to */

static guint
get_page (AdwViewStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    if (gtk_selection_model_is_selected (pages, i))
      return i;
  return 0;
}

static GVariant *
save_opened (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    return g_variant_new_uint32 (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (widget)));
  if (GTK_IS_EXPANDER (widget))
    return g_variant_new_uint32 (gtk_expander_get_expanded (GTK_EXPANDER (widget)));
  if (ADW_IS_VIEW_STACK (widget))
    return g_variant_new_uint32 (get_page (ADW_VIEW_STACK (widget)));
  return NULL;
}

static void
restore_opened (GtkWidget *widget, guint opened)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), opened != 0);
  else if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), opened != 0);
  else if (ADW_IS_VIEW_STACK (widget))
    {
      g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (ADW_VIEW_STACK (widget));

      gtk_selection_model_select_item (pages, opened, TRUE);
    }
}

/* How far it is scrolled; a list of many rows finds its place again by the row, not by pixels. */

static GtkAdjustment *
get_scroll (GtkWidget *widget)
{
  GtkWidget *child;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return NULL;
  child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget));
  if (child == NULL || GTK_IS_COLUMN_VIEW (child) || GTK_IS_LIST_BASE (child))
    return NULL;
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
}

static gboolean
restore_scroll (GtkAdjustment *scroll, double value)
{
  double room = gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll);

  gtk_adjustment_set_value (scroll, value);
  return room >= value;
}

/**
 * sanera_form_field_save:
 * @widget: any widget
 * @aspect: what of it
 *
 * Returns: (transfer full) (nullable): what a person did there; %NULL when that widget has no such
 *   thing
 */
GVariant *
sanera_form_field_save (GtkWidget *widget, SaneraFormAspect aspect)
{
  GVariant *value = NULL;
  GtkAdjustment *scroll;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  if (aspect == SANERA_FORM_CONTENT && is_left (widget))
    return NULL;
  switch (aspect)
    {
    case SANERA_FORM_CONTENT:
      value = save_content (widget);
      break;
    case SANERA_FORM_OPENED:
      value = save_opened (widget);
      break;
    case SANERA_FORM_CARET:
      if (GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget))
        value = save_caret (widget);
      break;
    case SANERA_FORM_SCROLL:
      scroll = get_scroll (widget);
      if (scroll != NULL && gtk_adjustment_get_value (scroll) > 0)
        value = g_variant_new_double (gtk_adjustment_get_value (scroll));
      break;
    case SANERA_FORM_N_ASPECTS:
    default:
      break;
    }
  return value != NULL ? g_variant_take_ref (value) : NULL;
}

/**
 * sanera_form_field_restore:
 * @widget: a widget of the same kind as the one that @value was taken from
 * @aspect: what of it
 * @value: what sanera_form_field_save() returned
 *
 * Returns: %FALSE when there is no place for it yet: a list is still empty, or too short
 */
gboolean
sanera_form_field_restore (GtkWidget *widget, SaneraFormAspect aspect, GVariant *value)
{
  GtkAdjustment *scroll;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  switch (aspect)
    {
    case SANERA_FORM_CONTENT:
      return restore_content (widget, value);
    case SANERA_FORM_OPENED:
      restore_opened (widget, g_variant_get_uint32 (value));
      return TRUE;
    case SANERA_FORM_CARET:
      restore_caret (widget, value);
      return TRUE;
    case SANERA_FORM_SCROLL:
      scroll = get_scroll (widget);
      return scroll == NULL || restore_scroll (scroll, g_variant_get_double (value));
    case SANERA_FORM_N_ASPECTS:
    default:
      return TRUE;
    }
}

/**
 * sanera_form_field_is_leaf:
 * @widget: any widget
 *
 * Returns: whether what is inside belongs to it: is kept with it, or comes out of the data
 */
gboolean
sanera_form_field_is_leaf (GtkWidget *widget)
{
  return GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SPIN_BUTTON (widget) || ADW_IS_COMBO_ROW (widget) ||
         GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_COLUMN_VIEW (widget) ||
         GTK_IS_LIST_BASE (widget) || GTK_IS_CALENDAR (widget);
}

/**
 * sanera_form_field_is_kept:
 * @widget: any widget
 *
 * Returns: whether the content of the fields inside is kept in another way: by the widget itself,
 * or by what sanera_form_field_leave() was called for
 */
gboolean
sanera_form_field_is_kept (GtkWidget *widget)
{
  return is_left (widget) || SANERA_IS_RESTORABLE (widget);
}

/**
 * sanera_form_field_leave:
 * @widget: a field whose content something else keeps: a draft, or its window
 *
 * Leaves it out, with all that is inside.
 */
void
sanera_form_field_leave (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data (G_OBJECT (widget), LEFT_KEY, widget);
}

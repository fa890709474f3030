/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to hold of every screen in every language: whole words, names, mnemonics, contrast. */
#include "screen-check.h"

#include <adwaita.h>
#include <math.h>

#include "sanera-table-cell.h"

/* Rounding of a layout, in pixels. */
#define SLACK 1
/* What two labels may share: their boxes are higher than their letters. */
#define SHARED 3

typedef void (*Visit) (ScreenCheck *self, GtkWidget *widget, gpointer data);

/* Everything that is drawn in a window; what is in a popover of it is looked at on its own. */
static void
walk (ScreenCheck *self, GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  visit (self, widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      walk (self, child, visit, data);
}

/**
 * screen_check_add:
 * @self: a look
 * @widget: where something is wrong
 * @format: what, as printf() takes it
 * @...: what belongs into it
 *
 * Adds it to what was found, with the place of the widget.
 */
void
screen_check_add (ScreenCheck *self, GtkWidget *widget, const char *format, ...)
{
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  for (GtkWidget *up = widget; up != NULL; up = gtk_widget_get_parent (up))
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (up));

      if (id != NULL || g_str_has_prefix (G_OBJECT_TYPE_NAME (up), "Sanera"))
        {
          where = g_strdup_printf ("%s %s", G_OBJECT_TYPE_NAME (up), id != NULL ? id : "");
          break;
        }
    }
  g_ptr_array_add (self->found,
                   g_strdup_printf ("%s, in %s: %s", G_OBJECT_TYPE_NAME (widget), where, what));
}

/* Whether the words come from the data, which may be of any length. What the program says itself
 * must be whole, also where a tooltip has it. */
static gboolean
may_be_cut (GtkWidget *label)
{
  return gtk_widget_has_css_class (label, "sanera-data");
}

static gboolean
get_bounds (ScreenCheck *self, GtkWidget *widget, graphene_rect_t *bounds)
{
  return gtk_widget_compute_bounds (widget, self->root, bounds) && bounds->size.width > 0 &&
         bounds->size.height > 0;
}

/* Whether a person can scroll to what is beyond the edge. */
static gboolean
can_scroll (GtkWidget *widget, GtkOrientation orientation)
{
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    {
      GtkPolicyType across, down;

      if (!GTK_IS_SCROLLED_WINDOW (up))
        continue;
      gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (up), &across, &down);
      if ((orientation == GTK_ORIENTATION_HORIZONTAL ? across : down) != GTK_POLICY_NEVER)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) ||
         GTK_IS_SWITCH (widget) || GTK_IS_CHECK_BUTTON (widget);
}

static void
check_within (ScreenCheck *self, GtkWidget *widget)
{
  graphene_rect_t box;
  int width = gtk_widget_get_width (self->root);
  int height = gtk_widget_get_height (self->root);

  if (!get_bounds (self, widget, &box))
    return;
  if ((box.origin.x < -SLACK || box.origin.x + box.size.width > (float)(width + SLACK)) &&
      !can_scroll (widget, GTK_ORIENTATION_HORIZONTAL))
    screen_check_add (self, widget, "is beyond the side of the window (%g + %g of %d)",
                      box.origin.x, box.size.width, width);
  if ((box.origin.y < -SLACK || box.origin.y + box.size.height > (float)(height + SLACK)) &&
      !can_scroll (widget, GTK_ORIENTATION_VERTICAL))
    screen_check_add (self, widget, "is beyond the foot of the window (%g + %g of %d)",
                      box.origin.y, box.size.height, height);
}

static void
check_label (ScreenCheck *self, GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  int width, height;

  if (*text == '\0' || gtk_widget_get_width (GTK_WIDGET (label)) == 0)
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    {
      if (!may_be_cut (GTK_WIDGET (label)))
        screen_check_add (self, GTK_WIDGET (label), "“%s” is cut off", text);
      return;
    }
  if (width > gtk_widget_get_width (GTK_WIDGET (label)) + SLACK)
    screen_check_add (self, GTK_WIDGET (label), "“%s” is wider than its place (%d of %d)", text,
                      width, gtk_widget_get_width (GTK_WIDGET (label)));
  if (height > gtk_widget_get_height (GTK_WIDGET (label)) + SLACK)
    screen_check_add (self, GTK_WIDGET (label), "“%s” is higher than its place (%d of %d)", text,
                      height, gtk_widget_get_height (GTK_WIDGET (label)));
}

typedef struct
{
  ScreenCheck *check;
  GtkWidget *cell;
} CellLook;

static void
written_cb (PangoLayout *layout, SaneraPenStyle style, gpointer data)
{
  CellLook *look = data;

  if (pango_layout_is_ellipsized (layout) && (style & SANERA_PEN_DATA) == 0)
    screen_check_add (look->check, look->cell, "“%s” is cut off", pango_layout_get_text (layout));
}

/* A cell draws itself: what its pen writes is looked at as it is drawn once more. */
static void
check_cell (ScreenCheck *self, SaneraTableCell *cell)
{
  GtkWidget *widget = GTK_WIDGET (cell);
  SaneraPen *pen = sanera_table_cell_get_column (cell)->table->pen;
  CellLook look = { self, widget };
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  graphene_rect_t box;

  if (!get_bounds (self, widget, &box) || box.origin.y + box.size.height < 0 ||
      box.origin.y > (float)self->height)
    return;
  sanera_pen_set_watch (pen, written_cb, &look);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  sanera_pen_set_watch (pen, NULL, NULL);
}

/* What must be in view without moving the list sideways, as far as letters have their usual size.
 */
static gboolean
is_essential (const SaneraColumn *column)
{
  static const char *const ids[] = { "status",    "progress",    "dueOn",    "dueDateTime",
                                     "expiresOn", "exposureSum", "exposure", NULL };

  return (column->flags & SANERA_COLUMN_KEY) != 0 && g_strv_contains (ids, column->id);
}

/* What one decides by is in view; what has no room is wholly out of it. */
static void
check_columns (ScreenCheck *self, SaneraTable *table)
{
  GListModel *columns = gtk_column_view_get_columns (table->view);
  GtkWidget *head =
      gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (table->view)));
  int room =
      (int)gtk_adjustment_get_page_size (gtk_scrolled_window_get_hadjustment (table->scroller));
  int end = head != NULL ? gtk_widget_get_allocated_width (head) : 0;

  for (guint position = 1; position < g_list_model_get_n_items (columns); position++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);
      int start = end;

      if (!gtk_column_view_column_get_visible (column))
        continue;
      end += gtk_column_view_column_get_fixed_width (column);
      for (guint i = 0; i < table->n_columns; i++)
        if (table->infos[i].column == column &&
            (table->columns[i].flags & SANERA_COLUMN_KEY) != 0 && end > room &&
            (start < room || (self->percent == 100 && is_essential (&table->columns[i]))))
          screen_check_add (self, GTK_WIDGET (table),
                            "the column “%s” is beyond the edge (%d to %d of %d)",
                            gtk_column_view_column_get_title (column), start, end, room);
    }
}

static void
check_place (ScreenCheck *self, GtkWidget *widget, gpointer data)
{
  GPtrArray *labels = data;

  if (is_control (widget))
    check_within (self, widget);
  if (SANERA_IS_TABLE_CELL (widget))
    check_cell (self, SANERA_TABLE_CELL (widget));
  if (SANERA_IS_TABLE (widget))
    check_columns (self, SANERA_TABLE (widget));
  if (GTK_IS_LABEL (widget))
    {
      check_label (self, GTK_LABEL (widget));
      if (*gtk_label_get_text (GTK_LABEL (widget)) != '\0')
        g_ptr_array_add (labels, widget);
    }
}

/* What lies over the rest on purpose: a folded flap, a toast. */
static GtkWidget *
get_layer (GtkWidget *widget)
{
  for (GtkWidget *up = widget; up != NULL; up = gtk_widget_get_parent (up))
    {
      GtkWidget *parent = gtk_widget_get_parent (up);

      if (parent != NULL &&
          (ADW_IS_FLAP (parent) || GTK_IS_OVERLAY (parent) || ADW_IS_TOAST_OVERLAY (parent) ||
           GTK_IS_STACK (parent) || GTK_IS_SCROLLED_WINDOW (parent) || GTK_IS_VIEWPORT (parent)))
        return up;
    }
  return NULL;
}

static gboolean
is_same_row (GtkWidget *one, GtkWidget *two)
{
  GtkWidget *row = gtk_widget_get_ancestor (one, ADW_TYPE_ENTRY_ROW);

  return row != NULL && row == gtk_widget_get_ancestor (two, ADW_TYPE_ENTRY_ROW);
}

static void
check_overlaps (ScreenCheck *self, GPtrArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    for (guint j = i + 1; j < labels->len; j++)
      {
        GtkWidget *one = labels->pdata[i], *two = labels->pdata[j];
        graphene_rect_t first, second, both;

        /* The title of an entry moves: it is there twice. */
        if (is_same_row (one, two) || get_layer (one) != get_layer (two) ||
            !get_bounds (self, one, &first) || !get_bounds (self, two, &second) ||
            !graphene_rect_intersection (&first, &second, &both) || both.size.width <= SHARED ||
            both.size.height <= SHARED)
          continue;
        screen_check_add (self, one, "“%s” overlaps “%s”", gtk_label_get_text (GTK_LABEL (one)),
                          gtk_label_get_text (GTK_LABEL (two)));
      }
}

/**
 * screen_check_layout:
 * @self: a look
 *
 * Finds words that are cut off, wider or higher than their place, that overlap or are beyond the
 * edge, and a window that needs more than there is.
 */
void
screen_check_layout (ScreenCheck *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  int least;

  gtk_widget_measure (self->root, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > self->width)
    screen_check_add (self, self->root, "needs %d of %d pixels across", least, self->width);
  gtk_widget_measure (self->root, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (self->root),
                      &least, NULL, NULL, NULL);
  if (least > self->height)
    screen_check_add (self, self->root, "needs %d of %d pixels down", least, self->height);
  walk (self, self->root, check_place, labels);
  check_overlaps (self, labels);
}

/* Names. GTK 4.8 takes no name from what is inside of a widget: without one of these a screen
 * reader says the name of the type. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  /* A button is labelled by its child, whatever that is: "GtkImage". */
  if (GTK_IS_BUTTON (widget) &&
      !gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      GtkWidget *child = gtk_button_get_child (GTK_BUTTON (widget));
      GtkWidget *parent = gtk_widget_get_parent (widget);

      return (GTK_IS_LABEL (child) && *gtk_label_get_text (GTK_LABEL (child)) != '\0') ||
             (ADW_IS_BUTTON_CONTENT (child) &&
              *adw_button_content_get_label (ADW_BUTTON_CONTENT (child)) != '\0') ||
             (GTK_IS_MENU_BUTTON (parent) && has_name (parent));
    }
  if (gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_autofree char *empty =
          gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "");

      return empty != NULL;
    }
  return FALSE;
}

/* Whether something inside takes the focus. */
static gboolean
has_focusable (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_focusable (child) || has_focusable (child))
      return TRUE;

  return FALSE;
}

static gboolean
can_focus (GtkWidget *widget)
{
  for (GtkWidget *up = widget; up != NULL; up = gtk_widget_get_parent (up))
    if (!gtk_widget_get_can_focus (up))
      return FALSE;

  return TRUE;
}

static void
check_name (ScreenCheck *self, GtkWidget *widget, gpointer data)
{
  GtkWidget *named = widget;
  GtkWidget *row;

  if (!gtk_widget_get_focusable (widget) || !can_focus (widget) || GTK_IS_ROOT (widget))
    return;
  /* They give the focus to what is inside. */
  if ((GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_VIEW (widget)) && has_focusable (widget))
    return;
  /* It has the focus to be scrolled; what is read is inside. */
  if (GTK_IS_SCROLLED_WINDOW (widget))
    return;
  /* The text of an entry is spoken with the name of the entry; that of a row has its own. */
  for (guint i = 0; i < 4 && GTK_IS_TEXT (widget) && !has_name (named) &&
                    gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) == NULL;
       i++)
    named = gtk_widget_get_parent (named);
  if (!has_name (named))
    screen_check_add (self, widget, "has no accessible name");
  /* The title of its row is its name: GTK 4.8 has a screen reader say both. */
  row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);
  if (row != NULL && adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) == widget &&
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    screen_check_add (self, widget, "has two accessible names");
}

/**
 * screen_check_names:
 * @self: a look
 *
 * Finds what can have the focus and has no accessible name, or two of them.
 */
void
screen_check_names (ScreenCheck *self)
{
  walk (self, self->root, check_name, NULL);
}

/* Mnemonics */

static void
note_key (ScreenCheck *self, GtkWidget *widget, guint key, const char *text, GHashTable *keys)
{
  gpointer code = GUINT_TO_POINTER (gdk_keyval_to_lower (key));
  const char *other = g_hash_table_lookup (keys, code);

  /* The same button in each of several rows: the letter goes from one to the next. */
  if (other != NULL && !g_str_equal (other, text))
    screen_check_add (self, widget, "“%s” and “%s” have the same letter", other, text);
  else
    g_hash_table_insert (keys, code, g_strdup (text));
}

static void
check_menu (ScreenCheck *self, GtkWidget *widget, GMenuModel *menu, GHashTable *keys)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;
      const char *mark;

      if (section != NULL)
        check_menu (self, widget, section, keys);
      if (submenu != NULL)
        {
          g_autoptr (GHashTable) own = g_hash_table_new_full (NULL, NULL, NULL, g_free);

          check_menu (self, widget, submenu, own);
        }
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        continue;
      mark = strchr (label, '_');
      if (mark != NULL && mark[1] != '_')
        note_key (self, widget, gdk_unicode_to_keyval (g_utf8_get_char (mark + 1)), label, keys);
    }
}

static void
check_mnemonic (ScreenCheck *self, GtkWidget *widget, gpointer data)
{
  GMenuModel *menu = NULL;

  if (GTK_IS_LABEL (widget))
    {
      guint key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));

      if (key != GDK_KEY_VoidSymbol && key != 0)
        note_key (self, widget, key, gtk_label_get_label (GTK_LABEL (widget)), data);
    }
  if (GTK_IS_MENU_BUTTON (widget))
    menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget));
  if (menu != NULL)
    {
      g_autoptr (GHashTable) keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);

      check_menu (self, widget, menu, keys);
    }
}

/**
 * screen_check_mnemonics:
 * @self: a look
 *
 * Finds letters that lead to two places, in the window and in each menu of it.
 */
void
screen_check_mnemonics (ScreenCheck *self)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  walk (self, self->root, check_mnemonic, keys);
}

/* Contrast, from the pixels: what a person sees, whatever style, opacity or drawing it comes from.
 */

typedef struct
{
  guchar *pixels;
  int width;
  int height;
  double least;
} Picture;

/* The relative luminance of WCAG 2.1. */
static double
get_luminance (const guchar *pixel)
{
  /* A downloaded texture is BGRA. */
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    {
      double part = pixel[i] / 255.0;

      sum += weights[i] * (part <= 0.03928 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4));
    }
  return sum;
}

/* What most of a label's place is coloured, and what differs most from it. */
static double
get_contrast (const Picture *picture, const graphene_rect_t *box)
{
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  guint most = 0;
  double ground = 0, best = 1;
  int left = MAX (0, (int)box->origin.x);
  int top = MAX (0, (int)box->origin.y);
  int right = MIN (picture->width, (int)(box->origin.x + box->size.width));
  int bottom = MIN (picture->height, (int)(box->origin.y + box->size.height));

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        const guchar *pixel = picture->pixels + ((gsize)y * (gsize)picture->width + (gsize)x) * 4;
        guint32 color = (guint32)pixel[0] | (guint32)pixel[1] << 8 | (guint32)pixel[2] << 16;
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (colors, GUINT_TO_POINTER (color))) + 1;

        g_hash_table_insert (colors, GUINT_TO_POINTER (color), GUINT_TO_POINTER (count));
        if (count > most)
          {
            most = count;
            ground = get_luminance (pixel);
          }
      }
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        double ink =
            get_luminance (picture->pixels + ((gsize)y * (gsize)picture->width + (gsize)x) * 4);

        best = MAX (best, (MAX (ink, ground) + 0.05) / (MIN (ink, ground) + 0.05));
      }
  return best;
}

static void
check_contrast (ScreenCheck *self, GtkWidget *widget, gpointer data)
{
  const Picture *picture = data;
  graphene_rect_t box, screen, seen;
  g_autofree char *text = NULL;
  double contrast;

  if (GTK_IS_LABEL (widget))
    text = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  else if (SANERA_IS_TABLE_CELL (widget))
    text = sanera_table_cell_get_text (SANERA_TABLE_CELL (widget));
  if (text == NULL || *text == '\0')
    return;
  /* A digit alone is hardly more than the edge of its stroke. */
  if (GTK_IS_LABEL (widget) && strlen (text) < 2)
    return;
  /* What cannot be used is exempt (WCAG 1.4.3). */
  if (!gtk_widget_is_sensitive (widget) || !get_bounds (self, widget, &box))
    return;
  graphene_rect_init (&screen, 0, 0, (float)picture->width, (float)picture->height);
  /* Only what is drawn whole: the edge of a scrolled area fades, and something may lie over it. */
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    {
      graphene_rect_t view;

      if (GTK_IS_SCROLLED_WINDOW (up) && get_bounds (self, up, &view))
        graphene_rect_intersection (&screen, &view, &screen);
    }
  if (!graphene_rect_intersection (&box, &screen, &seen) || !graphene_rect_equal (&box, &seen))
    return;
  if (gtk_widget_pick (self->root, box.origin.x + box.size.width / 2,
                       box.origin.y + box.size.height / 2, GTK_PICK_INSENSITIVE) != widget)
    return;
  contrast = get_contrast (picture, &box);
  if (contrast < picture->least)
    screen_check_add (self, widget, "“%s” has a contrast of %.1f", text, contrast);
}

/**
 * screen_check_contrast:
 * @self: a look
 * @least: what the contrast between letters and ground is at least
 *
 * Finds words that differ too little from what they stand on. Thin letters are drawn lighter than
 * their colour, so that the measure is on the strict side.
 */
void
screen_check_contrast (ScreenCheck *self, double least)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (self->root);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  Picture picture = { .least = least };
  graphene_rect_t view;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (self->root),
                          gtk_widget_get_height (self->root));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return;
  graphene_rect_init (&view, 0, 0, (float)gtk_widget_get_width (self->root),
                      (float)gtk_widget_get_height (self->root));
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->root)), node, &view);
  picture.width = gdk_texture_get_width (texture);
  picture.height = gdk_texture_get_height (texture);
  picture.pixels = g_malloc ((gsize)picture.width * (gsize)picture.height * 4);
  gdk_texture_download (texture, picture.pixels, (gsize)picture.width * 4);
  walk (self, self->root, check_contrast, &picture);
  g_free (picture.pixels);
}

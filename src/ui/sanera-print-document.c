/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-print-document.h"

#include <glib/gi18n.h>

#include "sanera-language.h"

/*  block  ──► one or more pieces (a paragraph: its lines; else all of it) ──► pages
 *
 * Heights are measured once; a page lays out only its own blocks again, so that a long table costs
 * no more memory than its text. */

/* Points. */
#define MARGIN 54.0
#define FOOT 22.0
#define COLUMN_GAP 8.0
#define FONT_SIZE 10

typedef enum
{
  BLOCK_TITLE,
  BLOCK_HEADING,
  BLOCK_TEXT,
  BLOCK_FACT,
  BLOCK_ROW,
} BlockKind;

typedef struct
{
  BlockKind kind;
  char *cells[SANERA_PRINT_COLUMNS];
} Block;

typedef struct
{
  guint block;
  guint line; /* of a paragraph */
  guint page;
  double y; /* from the top of the page */
} Piece;

struct _SaneraPrintDocument
{
  GtkPrintOperation parent_instance;

  char *title;
  GPtrArray *blocks;
  GArray *pieces; /* of Piece, while it is printed */
};

G_DEFINE_FINAL_TYPE (SaneraPrintDocument, sanera_print_document, GTK_TYPE_PRINT_OPERATION)

static const struct
{
  int size; /* points more than usual */
  gboolean bold;
  double above; /* points */
} styles[] = {
  [BLOCK_TITLE] = { 6, TRUE, 0 }, [BLOCK_HEADING] = { 2, TRUE, 12 }, [BLOCK_TEXT] = { 0, FALSE, 2 },
  [BLOCK_FACT] = { 0, FALSE, 2 }, [BLOCK_ROW] = { -1, FALSE, 1 },
};

/* Of the width, for each column of a kind. */
static const double shares[][SANERA_PRINT_COLUMNS] = {
  [BLOCK_TITLE] = { 1, 0, 0 },    [BLOCK_HEADING] = { 1, 0, 0 },      [BLOCK_TEXT] = { 1, 0, 0 },
  [BLOCK_FACT] = { 0.3, 0.7, 0 }, [BLOCK_ROW] = { 0.32, 0.16, 0.52 },
};

static void
block_free (gpointer data)
{
  Block *block = data;

  for (guint i = 0; i < SANERA_PRINT_COLUMNS; i++)
    g_free (block->cells[i]);
  g_free (block);
}

static Block *
add (SaneraPrintDocument *self, BlockKind kind, const char *text)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->cells[0] = g_strdup (text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

static PangoLayout *
lay_out (GtkPrintContext *context, const Block *block, guint column)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  double width = gtk_print_context_get_width (context) - 2 * MARGIN;

  pango_font_description_set_size (font, (FONT_SIZE + styles[block->kind].size) * PANGO_SCALE);
  if (styles[block->kind].bold || (block->kind == BLOCK_FACT && column == 0))
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout,
                          (int)((width * shares[block->kind][column] - COLUMN_GAP) * PANGO_SCALE));
  pango_layout_set_text (layout, block->cells[column], -1);
  return layout;
}

static double
line_height (PangoLayout *layout, guint line)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, (int)line), NULL,
                                 &logical);
  return (double)logical.height / PANGO_SCALE;
}

/* Height of all columns side by side. */
static double
block_height (GtkPrintContext *context, const Block *block)
{
  double height = 0;

  for (guint i = 0; i < SANERA_PRINT_COLUMNS; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;
      int pixels;

      if (block->cells[i] == NULL)
        continue;
      layout = lay_out (context, block, i);
      pango_layout_get_size (layout, NULL, &pixels);
      height = MAX (height, (double)pixels / PANGO_SCALE);
    }
  return height;
}

typedef struct
{
  double y;
  guint page;
  double bottom;
} Place;

/* Puts a piece of @height at the place, on the next page where there is no room for it and for
 * @also, which must not be parted from it. */
static void
put (SaneraPrintDocument *self, Place *place, guint block, guint line, double height, double also)
{
  Piece piece = { .block = block, .line = line };

  if (place->y + height + also > place->bottom && place->y > MARGIN)
    {
      place->page++;
      place->y = MARGIN;
    }
  piece.page = place->page;
  piece.y = place->y;
  place->y += height;
  g_array_append_val (self->pieces, piece);
}

static void
sanera_print_document_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  SaneraPrintDocument *self = SANERA_PRINT_DOCUMENT (operation);
  Place place = { MARGIN, 0, gtk_print_context_get_height (context) - MARGIN - FOOT };

  g_array_set_size (self->pieces, 0);
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = g_ptr_array_index (self->blocks, i);

      if (place.y > MARGIN)
        place.y += styles[block->kind].above;
      if (block->kind == BLOCK_TEXT)
        {
          g_autoptr (PangoLayout) layout = lay_out (context, block, 0);

          for (guint line = 0; line < (guint)pango_layout_get_line_count (layout); line++)
            put (self, &place, i, line, line_height (layout, line), 0);
        }
      else
        put (self, &place, i, 0, block_height (context, block),
             block->kind == BLOCK_HEADING ? 4 * FONT_SIZE : 0);
    }
  gtk_print_operation_set_n_pages (operation, (int)place.page + 1);
}

/* Points from the top to the first line's foot, of the column where it is lowest: another script
 * may have taller letters. */
static double
get_baseline (GtkPrintContext *context, const Block *block)
{
  double lowest = 0;

  for (guint i = 0; i < SANERA_PRINT_COLUMNS; i++)
    if (block->cells[i] != NULL)
      {
        g_autoptr (PangoLayout) layout = lay_out (context, block, i);

        lowest = MAX (lowest, (double)pango_layout_get_baseline (layout) / PANGO_SCALE);
      }
  return lowest;
}

static void
draw_piece (SaneraPrintDocument *self, GtkPrintContext *context, cairo_t *cr, const Piece *piece)
{
  const Block *block = g_ptr_array_index (self->blocks, piece->block);
  double width = gtk_print_context_get_width (context) - 2 * MARGIN;
  double baseline = get_baseline (context, block);
  double x = MARGIN;

  for (guint i = 0; i < SANERA_PRINT_COLUMNS; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;

      if (block->cells[i] == NULL)
        continue;
      layout = lay_out (context, block, i);
      cairo_move_to (cr, x, piece->y);
      if (block->kind == BLOCK_TEXT)
        {
          PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int)piece->line);
          PangoRectangle logical;

          pango_layout_line_get_extents (line, NULL, &logical);
          cairo_rel_move_to (cr, 0, (double)-logical.y / PANGO_SCALE);
          pango_cairo_show_layout_line (cr, line);
        }
      else
        {
          cairo_rel_move_to (cr, 0,
                             baseline - (double)pango_layout_get_baseline (layout) / PANGO_SCALE);
          pango_cairo_show_layout (cr, layout);
        }
      x += width * shares[block->kind][i];
    }
}

/* "Page 2 of 5", and whose page it is. */
static void
draw_foot (SaneraPrintDocument *self, GtkPrintContext *context, cairo_t *cr, int page)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 8");
  g_autofree char *number = sanera_language_number (page + 1);
  g_autofree char *pages = NULL;
  g_autofree char *text = NULL;
  double y = gtk_print_context_get_height (context) - MARGIN;
  int n_pages;
  int width;

  g_object_get (self, "n-pages", &n_pages, NULL);
  pages = sanera_language_number (n_pages);
  /* Translators: at the foot of a printed page: "Page 2 of 5" */
  text = g_strdup_printf (_ ("Page %s of %s"), number, pages);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, &width, NULL);
  cairo_move_to (cr, gtk_print_context_get_width (context) - MARGIN - (double)width / PANGO_SCALE,
                 y);
  pango_cairo_show_layout (cr, layout);

  width = (int)((gtk_print_context_get_width (context) - 2 * MARGIN) * PANGO_SCALE) - width -
          24 * PANGO_SCALE;
  pango_layout_set_width (layout, width);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, self->title, -1);
  cairo_move_to (cr, MARGIN, y);
  pango_cairo_show_layout (cr, layout);
}

static void
sanera_print_document_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  SaneraPrintDocument *self = SANERA_PRINT_DOCUMENT (operation);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);

      if (piece->page == (guint)page)
        draw_piece (self, context, cr, piece);
    }
  draw_foot (self, context, cr, page);
}

static void
sanera_print_document_finalize (GObject *object)
{
  SaneraPrintDocument *self = SANERA_PRINT_DOCUMENT (object);

  g_free (self->title);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->pieces);

  G_OBJECT_CLASS (sanera_print_document_parent_class)->finalize (object);
}

static void
sanera_print_document_class_init (SaneraPrintDocumentClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sanera_print_document_finalize;
  operation_class->begin_print = sanera_print_document_begin_print;
  operation_class->draw_page = sanera_print_document_draw_page;
}

static void
sanera_print_document_init (SaneraPrintDocument *self)
{
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  gtk_print_operation_set_unit (GTK_PRINT_OPERATION (self), GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (GTK_PRINT_OPERATION (self), TRUE);
  gtk_print_operation_set_embed_page_setup (GTK_PRINT_OPERATION (self), TRUE);
}

/**
 * sanera_print_document_new:
 * @title: heading of the first page, and at the foot of each
 *
 * Returns: (transfer full): a document with nothing but its title, to be run like any
 *   #GtkPrintOperation
 */
SaneraPrintDocument *
sanera_print_document_new (const char *title)
{
  SaneraPrintDocument *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (SANERA_TYPE_PRINT_DOCUMENT, "job-name", title, NULL);
  self->title = g_strdup (title);
  add (self, BLOCK_TITLE, title);
  return self;
}

/**
 * sanera_print_document_add_heading:
 * @self: a document
 * @text: of what follows
 */
void
sanera_print_document_add_heading (SaneraPrintDocument *self, const char *text)
{
  g_return_if_fail (SANERA_IS_PRINT_DOCUMENT (self));
  g_return_if_fail (text != NULL);

  add (self, BLOCK_HEADING, text);
}

/**
 * sanera_print_document_add_text:
 * @self: a document
 * @text: (nullable): one or more paragraphs; of nothing there is none
 */
void
sanera_print_document_add_text (SaneraPrintDocument *self, const char *text)
{
  g_return_if_fail (SANERA_IS_PRINT_DOCUMENT (self));

  if (text != NULL && *text != '\0')
    add (self, BLOCK_TEXT, text);
}

/**
 * sanera_print_document_add_fact:
 * @self: a document
 * @name: what it is
 * @value: (nullable): what is so; "–" where there is nothing
 */
void
sanera_print_document_add_fact (SaneraPrintDocument *self, const char *name, const char *value)
{
  g_return_if_fail (SANERA_IS_PRINT_DOCUMENT (self));
  g_return_if_fail (name != NULL);

  add (self, BLOCK_FACT, name)->cells[1] = g_strdup (value != NULL && *value != '\0' ? value : "–");
}

/**
 * sanera_print_document_add_row:
 * @self: a document
 * @cells: (array fixed-size=3): what stands side by side
 */
void
sanera_print_document_add_row (SaneraPrintDocument *self, const char *const *cells)
{
  Block *block = NULL;

  g_return_if_fail (SANERA_IS_PRINT_DOCUMENT (self));
  g_return_if_fail (cells != NULL);

  block = add (self, BLOCK_ROW, cells[0]);
  for (guint i = 1; i < SANERA_PRINT_COLUMNS; i++)
    block->cells[i] = g_strdup (cells[i]);
}

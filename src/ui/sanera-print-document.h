/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Most columns of a table. */
#define SANERA_PRINT_COLUMNS 3

#define SANERA_TYPE_PRINT_DOCUMENT (sanera_print_document_get_type ())

/* Text for paper: headings, facts, paragraphs and rows of tables, laid out over numbered pages. */
G_DECLARE_FINAL_TYPE (SaneraPrintDocument,
                      sanera_print_document,
                      SANERA,
                      PRINT_DOCUMENT,
                      GtkPrintOperation)

SaneraPrintDocument *sanera_print_document_new (const char *title);
void sanera_print_document_add_heading (SaneraPrintDocument *self, const char *text);
void sanera_print_document_add_text (SaneraPrintDocument *self, const char *text);
void
sanera_print_document_add_fact (SaneraPrintDocument *self, const char *name, const char *value);
void sanera_print_document_add_row (SaneraPrintDocument *self, const char *const *cells);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SANERA_TYPE_RESTORABLE (sanera_restorable_get_type ())

/**
 * SaneraRestorable:
 *
 * A field or a window that knows itself how what a person did in it is kept while it is made anew
 * in another language: what its widgets show is not all of it, or is written in the language.
 */
G_DECLARE_INTERFACE (SaneraRestorable, sanera_restorable, SANERA, RESTORABLE, GtkWidget)

/**
 * SaneraRestorableInterface:
 * @save: returns (transfer floating) (nullable) what is to be kept; %NULL: somebody else keeps it
 * @restore: takes over what @save of another one of the same kind returned
 */
struct _SaneraRestorableInterface
{
  GTypeInterface parent_iface;

  GVariant *(*save) (SaneraRestorable *self);
  void (*restore) (SaneraRestorable *self, GVariant *state);
};

GVariant *sanera_restorable_save (SaneraRestorable *self);
void sanera_restorable_restore (SaneraRestorable *self, GVariant *state);

G_END_DECLS

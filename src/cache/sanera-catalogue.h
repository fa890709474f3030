/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The messages of one language beside that of the interface. gettext speaks one language at a time
 * for the whole process; a catalogue is read for itself and may be used on any thread. */
typedef struct _SaneraCatalogue SaneraCatalogue;

/**
 * SaneraCatalogueFunc:
 * @message: as it stands in the source, without its context
 * @translation: what it is in the language
 * @user_data: what was given along
 */
typedef void (*SaneraCatalogueFunc) (const char *message,
                                     const char *translation,
                                     gpointer user_data);

SaneraCatalogue *sanera_catalogue_new (const char *path, GError **error);
void sanera_catalogue_free (SaneraCatalogue *self);
const char *sanera_catalogue_get (SaneraCatalogue *self, const char *context, const char *message);
const char *sanera_catalogue_get_plural (SaneraCatalogue *self, const char *message, guint form);
void
sanera_catalogue_foreach (SaneraCatalogue *self, SaneraCatalogueFunc function, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraCatalogue, sanera_catalogue_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connections.h"

G_BEGIN_DECLS

#define SANERA_TYPE_PERSON_DIALOG (sanera_person_dialog_get_type ())

/* Asks once who the person is, for the private server. The response "continue" comes after
 * sanera_connections_set_person(). */
G_DECLARE_FINAL_TYPE (SaneraPersonDialog,
                      sanera_person_dialog,
                      SANERA,
                      PERSON_DIALOG,
                      AdwMessageDialog)

GtkWidget *sanera_person_dialog_new (GtkWindow *parent, SaneraConnections *connections);

G_END_DECLS

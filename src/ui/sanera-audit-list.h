/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "sanera-connection.h"

G_BEGIN_DECLS

#define SANERA_TYPE_AUDIT_LIST (sanera_audit_list_get_type ())

/* The audit log of a server (rule R11), in words, newest first; filtered, exported. */
G_DECLARE_FINAL_TYPE (SaneraAuditList, sanera_audit_list, SANERA, AUDIT_LIST, AdwBin)

GtkWidget *sanera_audit_list_new (SaneraConnection *connection);
void sanera_audit_list_load (SaneraAuditList *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-db.h"

G_BEGIN_DECLS

int sanera_db_add_functions (sqlite3 *handle);

G_END_DECLS

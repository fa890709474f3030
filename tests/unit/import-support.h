/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-time.h"
#include "store-imports.h"

/* Imports into a database of their own, for the tests of what follows from them. */

#define DAY(n) ((G_GINT64_CONSTANT (20454) + (n)) * SANERA_TIME_DAY) /* day 0: 2026-01-01 */
#define NOW DAY (20)
#define IMPORT_NO_DAY (-1)

#define IMPORT_OPEN                                                                             \
  "SELECT m.computer_dns_name, r.id, v.id FROM findings f JOIN machines m ON m.row_id = "       \
  "f.machine "                                                                                  \
  "JOIN recommendations r ON r.row_id = f.recommendation JOIN vulnerabilities v ON v.row_id = " \
  "f.vulnerability WHERE f.open = 1 ORDER BY 1, 2, 3"

/* A database in a folder of its own. */
typedef struct
{
  char *folder;
  char *path;
  SaneraDb *db;
} ImportFixture;

void import_set_up (ImportFixture *self, gconstpointer data);
void import_tear_down (ImportFixture *self, gconstpointer data);
char *import_write_report (ImportFixture *self, const char *device, int day, const char *parts);
SaneraImportResult
import_file (ImportFixture *self, const char *path, SaneraImportComplete complete, gint64 now);
SaneraImportResult
import_report (ImportFixture *self, const char *device, int day, const char *parts);
char *import_query (ImportFixture *self, const char *sql);
void import_assert_query (ImportFixture *self, const char *sql, const char *expected);
void import_request (ImportFixture *self, const char *id, const char *type);

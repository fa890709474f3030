/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-importer.h"
#include "sanera-time.h"

G_BEGIN_DECLS

/* When the reports of the tests come in: 2026-01-02. */
#define IMPORTER_RECEIVED (G_GINT64_CONSTANT (1767312000) * SANERA_TIME_SECOND)

/* Reads @text as a file called @name and gives what an importer tells, as lines that can be checked
 * by eye, and -1 in @code; or the message and the code of the error. With @length -1 each ' of
 * @text stands for ". */
char *importer_read (const char *name, const char *text, gssize length, int *code);
/* The same of several files that are imported together, called 1.json, 2.json, … */
char *importer_read_several (const char *const *texts, int *code);
void importer_assert (const char *name, const char *text, const char *expected);

G_END_DECLS

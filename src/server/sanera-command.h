/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-store.h"

G_BEGIN_DECLS

/* The commands of sanera-server. Each gets its own name as argv[0] and returns the exit status:
 * results on stdout, one sentence on stderr when it fails. */
int sanera_command_serve (int argc, char **argv);
int sanera_command_token (int argc, char **argv);
int sanera_command_backup (int argc, char **argv);
int sanera_command_check (int argc, char **argv);
int sanera_command_import (int argc, char **argv);
int sanera_command_sample (int argc, char **argv);

/* What they share. */
void sanera_command_language_init (void);
void sanera_command_speak_english (void);
gboolean sanera_command_parse (int *argc,
                               char ***argv,
                               const char *parameters,
                               const char *summary,
                               const GOptionEntry *entries,
                               char **database,
                               int *status);
int sanera_command_fail (const GError *error);
int sanera_command_usage (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
SaneraStore *sanera_command_open_store (const char *database, gboolean must_exist, GError **error);

G_END_DECLS

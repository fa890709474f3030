/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-connection.h"

G_BEGIN_DECLS

/* What the tests of sync share. */

/* Runs the main loop until @condition holds; fails the test when that takes too long. */
#define WAIT_UNTIL(condition)                                                        \
  G_STMT_START                                                                       \
  {                                                                                  \
    gint64 wait_end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;                 \
    guint wait_tick = g_timeout_add (50, sync_support_tick, NULL);                   \
    while (!(condition))                                                             \
      {                                                                              \
        if (g_get_monotonic_time () > wait_end)                                      \
          g_error ("%s:%d: waited too long for %s", __FILE__, __LINE__, #condition); \
        g_main_context_iteration (NULL, TRUE);                                       \
      }                                                                              \
    g_source_remove (wait_tick);                                                     \
  }                                                                                  \
  G_STMT_END

gboolean sync_support_tick (gpointer user_data);
void sync_support_remove_folder (const char *folder);
gint64 sync_support_query_int (SaneraCache *cache, const char *sql);
char *sync_support_query_text (SaneraCache *cache, const char *sql);
void sync_support_take_result (GObject *object, GAsyncResult *result, gpointer user_data);
char *sync_support_submit (SaneraConnection *connection);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "sanera-router.h"
#include "sanera-server.h"

G_BEGIN_DECLS

#define SANERA_TYPE_EXCHANGE (sanera_exchange_get_type ())

/**
 * SaneraExchange:
 *
 * One call: who makes it, what was asked, and the answer that is being prepared.
 *
 * A call that only reads is a function in the table of sanera-routes.c:
 *
 * |[
 * { "GET", "/sanera/v1/deviceGroups/{name}", SANERA_CAPABILITY_READ, SANERA_BODY_NONE,
 *   SANERA_RUN_READ, get_device_group, NULL, NULL },
 *
 * static gboolean
 * get_device_group (SaneraDb *db, SaneraExchange *exchange, GCancellable *cancellable, GError
 * **error)
 * {
 *   GString *out = g_string_new (NULL);
 *   gboolean found;
 *
 *   if (!sanera_store_append_group (db, sanera_exchange_get_param (exchange, 0), out, &found,
 * error)) return FALSE; if (!found) return sanera_exchange_refuse (exchange, error, 404,
 * "ResourceNotFound", "No such group"); sanera_exchange_set_json (exchange, 200, out); return TRUE;
 * }
 * ]|
 *
 * A call that needs more than one step has a handler, called on the main thread when the body is
 * complete. It works in threads of its own, and ends with sanera_exchange_run() or
 * sanera_exchange_send():
 *
 * |[
 * static void
 * post_import (SaneraExchange *exchange)
 * {
 *   GTask *task = g_task_new (exchange, NULL, parsed_cb, NULL); // holds a reference
 *
 *   g_task_set_task_data (task, sanera_exchange_steal_body_path (exchange), remove_and_free);
 *   g_task_run_in_thread (task, parse_report); // then parsed_cb()
 * }
 *
 * static void
 * parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
 * {
 *   SaneraExchange *exchange = SANERA_EXCHANGE (source);
 *   g_autoptr (GError) error = NULL;
 *   Report *report = g_task_propagate_pointer (G_TASK (result), &error);
 *
 *   if (report == NULL)
 *     {
 *       sanera_exchange_send_error (exchange, error); // SANERA_ERROR_INVALID → 400
 *       return;
 *     }
 *   sanera_exchange_set_work_data (exchange, report, (GDestroyNotify)report_free);
 *   sanera_exchange_run (exchange, SANERA_RUN_WRITE, store_preview); // a SaneraWork; sends by
 * itself
 * }
 * ]|
 */
G_DECLARE_FINAL_TYPE (SaneraExchange, sanera_exchange, SANERA, EXCHANGE, GObject)

/* What was asked; any thread. */
SaneraServer *sanera_exchange_get_server (SaneraExchange *self);
const SaneraRoute *sanera_exchange_get_route (SaneraExchange *self);
const SaneraPerson *sanera_exchange_get_person (SaneraExchange *self);
gint64 sanera_exchange_get_now (SaneraExchange *self);
const char *sanera_exchange_get_param (SaneraExchange *self, guint i);
const char *sanera_exchange_get_query (SaneraExchange *self, const char *name);
gboolean sanera_exchange_get_query_int (SaneraExchange *self,
                                        const char *name,
                                        gint64 minimum,
                                        gint64 maximum,
                                        gint64 *value,
                                        GError **error);
gboolean sanera_exchange_get_query_bool (SaneraExchange *self,
                                         const char *name,
                                         gboolean *value,
                                         GError **error);
const char *sanera_exchange_get_header (SaneraExchange *self, const char *name);
const char *sanera_exchange_get_base (SaneraExchange *self);
const char *sanera_exchange_get_path (SaneraExchange *self);
const char *sanera_exchange_get_request_id (SaneraExchange *self);
GBytes *sanera_exchange_get_body (SaneraExchange *self);
JsonObject *sanera_exchange_parse_body (SaneraExchange *self, JsonNode **node, GError **error);
const char *sanera_exchange_get_body_path (SaneraExchange *self);
char *sanera_exchange_steal_body_path (SaneraExchange *self);
gboolean sanera_exchange_check_if_match (SaneraExchange *self,
                                         gint64 version,
                                         GString *present_state,
                                         GError **error);

/* The answer; any one thread at a time. */
void sanera_exchange_set_json (SaneraExchange *self, guint status, GString *json);
void sanera_exchange_set_text (SaneraExchange *self, guint status, const char *text);
void sanera_exchange_set_content_type (SaneraExchange *self, const char *type);
void sanera_exchange_set_empty (SaneraExchange *self, guint status);
void sanera_exchange_set_etag (SaneraExchange *self, gint64 version);
void sanera_exchange_set_header (SaneraExchange *self, const char *name, const char *value);
gboolean sanera_exchange_refuse (SaneraExchange *self,
                                 GError **error,
                                 guint status,
                                 const char *code,
                                 const char *format,
                                 ...) G_GNUC_PRINTF (5, 6);
gboolean sanera_exchange_refuse_with (SaneraExchange *self,
                                      GError **error,
                                      guint status,
                                      const char *code,
                                      const char *message,
                                      const char *member,
                                      GString *json);

GString *sanera_exchange_steal_refusal (SaneraExchange *self, guint *status);

/* Between the steps of a handler. */
gpointer sanera_exchange_get_work_data (SaneraExchange *self);
void sanera_exchange_set_work_data (SaneraExchange *self, gpointer data, GDestroyNotify free_func);

/* The end of a call; main thread, once. */
void sanera_exchange_run (SaneraExchange *self, SaneraRun run, SaneraWork work);
void
sanera_exchange_run_then (SaneraExchange *self, SaneraRun run, SaneraWork work, SaneraHandler then);
void sanera_exchange_send (SaneraExchange *self);
void sanera_exchange_send_error (SaneraExchange *self, const GError *error);

/* For sanera-http.c. */
SaneraExchange *sanera_exchange_new (SaneraServer *server, SoupServerMessage *message);
void sanera_exchange_set_route (SaneraExchange *self,
                                const SaneraRoute *route,
                                char **params,
                                const SaneraPerson *person);
gboolean sanera_exchange_enter_changes (SaneraExchange *self, const SaneraPerson *person);
gboolean sanera_exchange_open_body_file (SaneraExchange *self, GError **error);
gsize sanera_exchange_add_body (SaneraExchange *self, GBytes *chunk);
void sanera_exchange_flush_body_async (SaneraExchange *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
sanera_exchange_flush_body_finish (SaneraExchange *self, GAsyncResult *result, GError **error);
gint64 sanera_exchange_get_body_size (SaneraExchange *self);
void sanera_exchange_dispatch (SaneraExchange *self);
char *sanera_exchange_dup_raw_answer (SaneraExchange *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-audit-export.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-device.h"
#include "sanera-language.h"
#include "sanera-words-event.h"
#include "sanera-words.h"

typedef struct
{
  SaneraConnection *connection;
  GFile *file;
  SaneraCsv *csv;
  SaneraCsvKind kind;
  gint64 lines;
  SaneraAuditExportProgress progress;
  gpointer progress_data;
} Export;

static void
export_free (Export *export)
{
  g_clear_object (&export->connection);
  g_clear_object (&export->file);
  sanera_csv_free (export->csv);
  g_free (export);
}

/**
 * sanera_audit_words_subject:
 * @cache: the cache of the connection
 * @data: a line of its audit log
 *
 * Returns: (transfer full): what the line is about; "" when the event says it all
 */
char *
sanera_audit_words_subject (SaneraCache *cache, const SaneraEventData *data)
{
  g_autoptr (SaneraRecord) record = NULL;
  g_autofree char *title = NULL;

  if (g_strcmp0 (data->entity_type, "remediationTask") == 0 && data->entity_id != NULL)
    {
      record = sanera_cache_lookup (cache, SANERA_LIST_ACTIVITIES, data->entity_id);
      if (record != NULL)
        title = sanera_words_activity_title (sanera_activity_get_data (SANERA_ACTIVITY (record)),
                                             FALSE);
    }
  else if (g_strcmp0 (data->entity_type, "exception") == 0 && data->entity_id != NULL)
    {
      record = sanera_cache_lookup (cache, SANERA_LIST_EXCEPTIONS, data->entity_id);
      if (record != NULL)
        title = sanera_words_exception_title (
            sanera_remediation_exception_get_data (SANERA_REMEDIATION_EXCEPTION (record)), FALSE);
    }
  else if (g_strcmp0 (data->entity_type, "machine") == 0 && data->entity_id != NULL)
    {
      record = sanera_cache_lookup (cache, SANERA_LIST_DEVICES, data->entity_id);
      if (record != NULL)
        title = g_strdup (sanera_device_get_data (SANERA_DEVICE (record))->computer_dns_name);
    }

  return title != NULL ? g_steal_pointer (&title) : g_strdup ("");
}

static void
add_heads (Export *export)
{
  static const struct
  {
    const char *key;
    const char *words;
  } heads[] = {
    { "id", NC_ ("audit log", "Line") },         { "at", NC_ ("audit log", "Time") },
    { "person", NC_ ("audit log", "Person") },   { "event", NC_ ("audit log", "Event") },
    { "entityType", NC_ ("audit log", "Kind") }, { "entityId", NC_ ("audit log", "About") },
    { "details", NC_ ("audit log", "Details") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sanera_csv_add (export->csv, export->kind == SANERA_CSV_MACHINE
                                     ? heads[i].key
                                     : g_dpgettext2 (NULL, "audit log", heads[i].words));
  sanera_csv_end_row (export->csv);
}

static void
add_line (Export *export, const SaneraEventData *data)
{
  SaneraCsv *csv = export->csv;

  sanera_csv_add (csv, data->id);
  sanera_csv_add_time (csv, data->at);
  if (export->kind == SANERA_CSV_MACHINE)
    {
      sanera_csv_add (csv, data->person);
      sanera_csv_add (csv, data->event);
      sanera_csv_add (csv, data->entity_type);
      sanera_csv_add (csv, data->entity_id);
      sanera_csv_add (csv, data->details);
    }
  else
    {
      SaneraCache *cache = sanera_connection_get_cache (export->connection);
      g_autofree char *person = sanera_words_event_person (data);
      g_autofree char *subject = sanera_audit_words_subject (cache, data);
      g_autofree char *details = sanera_words_event_details (data);

      sanera_csv_add (csv, person);
      sanera_csv_add (csv, sanera_words_event_name (data->event, data->entity_type));
      sanera_csv_add (csv, sanera_words_event_entity (data->entity_type));
      sanera_csv_add (csv, *subject != '\0' ? subject : data->entity_id);
      sanera_csv_add (csv, details);
    }
  sanera_csv_end_row (csv);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_pointer (task, g_file_get_parse_name (G_FILE (source)), g_free);
  else
    g_task_return_error (task, error);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  const SaneraAuditFilter filter = { .from = SANERA_INT_NULL, .to = SANERA_INT_NULL };
  g_autoptr (SaneraRecordPage) page = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  page = sanera_connection_list_finish (SANERA_CONNECTION (source), result, &error);
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  for (guint i = 0; i < page->records->len; i++)
    add_line (export, sanera_event_get_data (page->records->pdata[i]));
  export->lines += page->records->len;
  if (page->next != NULL)
    {
      export->progress (export->lines, export->progress_data);
      sanera_connection_list_audit_async (export->connection, &filter, page->next,
                                          g_task_get_cancellable (task), page_cb,
                                          g_object_ref (task));
      return;
    }

  bytes = sanera_csv_to_bytes (export->csv);
  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       g_task_get_cancellable (task), written_cb,
                                       g_object_ref (task));
}

static gboolean
has_decimal_comma (void)
{
  g_autofree char *number = sanera_language_decimal (0.5, 1);

  return strchr (number, ',') != NULL;
}

/**
 * sanera_audit_export_async:
 * @connection: whose audit log
 * @filter: which lines
 * @file: where to; written in one go when all lines are there
 * @kind: for whom: in words and in the interface language, or as the server has it
 * @progress: told after each page
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; the file is then left as it was
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Exports the audit log, newest first, page by page.
 */
void
sanera_audit_export_async (SaneraConnection *connection,
                           const SaneraAuditFilter *filter,
                           GFile *file,
                           SaneraCsvKind kind,
                           SaneraAuditExportProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Export *export;

  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (filter != NULL && progress != NULL);
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sanera_audit_export_async);
  export = g_new0 (Export, 1);
  export->connection = g_object_ref (connection);
  export->file = g_object_ref (file);
  export->kind = kind;
  export->csv = sanera_csv_new (kind, has_decimal_comma ());
  export->progress = progress;
  export->progress_data = progress_data;
  g_task_set_task_data (task, export, (GDestroyNotify)export_free);
  add_heads (export);
  sanera_connection_list_audit_async (connection, filter, NULL, cancellable, page_cb,
                                      g_object_ref (task));
}

/**
 * sanera_audit_export_finish:
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the name of the file, for people
 */
char *
sanera_audit_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

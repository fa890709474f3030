/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-security-task-export.h"

#include <glib/gi18n.h>

#include "sanera-activity-export.h"
#include "sanera-words.h"

/* The devices of a security task, for the tool that deploys the package: a line is one device. What
 * to install stands on each of them, so that several files can be put together. */

static void
write_title (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add_words (
      csv, sanera_words_security_task_title (sanera_security_task_get_data (data), FALSE));
}

static void
write_component (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add (csv, sanera_security_task_get_data (data)->related_component);
}

static void
write_version (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add (csv, sanera_security_task_get_data (data)->recommended_version);
}

static void
write_due (SaneraCsv *csv, SaneraRecord *record, gpointer data)
{
  sanera_csv_add_date (csv, sanera_security_task_get_data (data)->due_date_time);
}

static const struct
{
  const char *title;
  SaneraExportWrite write;
} cells[] = {
  { N_ ("Security task"), write_title },
  { N_ ("Related component"), write_component },
  { N_ ("Target version"), write_version },
  { N_ ("Due date"), write_due },
};

/**
 * sanera_security_task_export_add_cells:
 * @export: an export of the devices of a security task
 * @task: the task, as it is now
 *
 * Adds what a spreadsheet gets of a task and of each of its devices.
 */
void
sanera_security_task_export_add_cells (SaneraExport *export, SaneraSecurityTask *task)
{
  gpointer copy = sanera_noun_data_new (&sanera_security_task_noun);
  g_autoptr (SaneraRecord) frozen = NULL;

  /* The task of the list changes on the main thread; the file is written on another one. */
  sanera_noun_data_copy (&sanera_security_task_noun, copy, sanera_security_task_get_data (task));
  frozen = sanera_record_new (SANERA_TYPE_SECURITY_TASK, copy);
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    sanera_export_add_cell (export, gettext (cells[i].title), cells[i].write, g_object_ref (frozen),
                            g_object_unref);
  sanera_activity_export_add_device_cells (export);
}

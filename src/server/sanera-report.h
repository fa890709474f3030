/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-json-stream.h"

G_BEGIN_DECLS

/* Largest report, bytes; also the largest that comes out of a compressed one. */
#define SANERA_REPORT_MAX_SIZE (G_GINT64_CONSTANT (256) << 20)
/* Deepest nesting of a report. */
#define SANERA_REPORT_MAX_DEPTH 64

/**
 * SaneraReport:
 * @path: the file
 * @name: what messages call it
 * @received_on: when it came in; stands for the time of assessment where the report has none
 *
 * A report that is to be read.
 */
typedef struct
{
  const char *path;
  const char *name;
  gint64 received_on;
} SaneraReport;

/**
 * SaneraReportKind:
 * @SANERA_REPORT_JSON_OBJECT: begins with {
 * @SANERA_REPORT_JSON_ARRAY: begins with [
 * @SANERA_REPORT_XML: begins with <
 * @SANERA_REPORT_TEXT: anything else: CSV, or no report
 */
typedef enum
{
  SANERA_REPORT_JSON_OBJECT,
  SANERA_REPORT_JSON_ARRAY,
  SANERA_REPORT_XML,
  SANERA_REPORT_TEXT,
} SaneraReportKind;

/**
 * SaneraReportHead:
 * @kind: what it is at first sight
 * @members: set of the names of members of the outer object that were read up to now, and, as
 *   "results[].source", of the members of the first element of its lists; "[].Target" where the
 *   outer value is itself a list; of XML the name of the outer element
 * @complete: whether that is all there is
 * @text: (nullable): the first 4 KiB of what is not JSON
 *
 * What formats are told apart by.
 */
typedef struct
{
  SaneraReportKind kind;
  GHashTable *members;
  gboolean complete;
  char *text;
} SaneraReportHead;

/* Asked again whenever more of the head is known; returns %TRUE to stop there. */
typedef gboolean (*SaneraReportHeadFunc) (const SaneraReportHead *head, gpointer data);

gboolean sanera_report_read_head (const SaneraReport *report,
                                  SaneraReportHeadFunc func,
                                  gpointer data,
                                  GError **error);
gboolean sanera_report_head_has (const SaneraReportHead *head, const char *member);

/**
 * SaneraReportText:
 * @name: name of a member
 * @value: where its text goes
 *
 * A member whose text is of interest.
 */
typedef struct
{
  const char *name;
  char **value;
} SaneraReportText;

/* Takes the value of the member @name (valid until then), or an element (@name is %NULL). */
typedef gboolean (*SaneraReportFunc) (SaneraJsonStream *json,
                                      const char *name,
                                      gpointer data,
                                      GError **error);

SaneraJsonStream *sanera_report_open_json (const SaneraReport *report, GError **error);
gboolean sanera_report_each_member (SaneraJsonStream *json,
                                    SaneraReportFunc func,
                                    gpointer data,
                                    GError **error);
gboolean sanera_report_each_element (SaneraJsonStream *json,
                                     SaneraReportFunc func,
                                     gpointer data,
                                     GError **error);
gboolean sanera_report_read_text (SaneraJsonStream *json,
                                  const char *name,
                                  const SaneraReportText *members,
                                  gsize n_members,
                                  GError **error);

char *sanera_report_device_name (const SaneraReport *report, const char *artifact);
gint64 sanera_report_assessed_on (const SaneraReport *report, const char *time);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-report.h"

G_BEGIN_DECLS

/* Reads XML element by element, with memory that depends neither on the length of the document nor
 * on what is not asked for. Only the five entities every document has are known. */
typedef struct _SaneraXmlStream SaneraXmlStream;

/**
 * SaneraXmlHandler:
 * @start: an element begins; attributes are NULL-terminated
 * @end: an element ends; @text is its own text without that of the elements in it, without the
 * white space around it
 *
 * Both return %FALSE with an error to stop.
 */
typedef struct
{
  gboolean (*start) (SaneraXmlStream *xml,
                     const char *name,
                     const char **attributes,
                     const char **values,
                     gpointer data,
                     GError **error);
  gboolean (*end) (SaneraXmlStream *xml,
                   const char *name,
                   const char *text,
                   gpointer data,
                   GError **error);
} SaneraXmlHandler;

gboolean sanera_xml_stream_read (const SaneraReport *report,
                                 const SaneraXmlHandler *handler,
                                 gpointer data,
                                 GError **error);
gboolean sanera_xml_stream_is_in (const SaneraXmlStream *self, const char *path);
const char *
sanera_xml_stream_attribute (const char **attributes, const char **values, const char *name);
gboolean sanera_xml_stream_fail (const SaneraXmlStream *self, GError **error, const char *reason);

G_END_DECLS

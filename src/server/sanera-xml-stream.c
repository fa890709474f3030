/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-xml-stream.h"

#include <string.h>

#define BLOCK 65536
/* GMarkup keeps a tag or a text until it is over, so it is not given one that is larger than this.
 */
#define MAX_RUN (2 * SANERA_JSON_STREAM_MAX_TEXT)

typedef struct
{
  char *name;
  GString *text;
} Frame;

struct _SaneraXmlStream
{
  const SaneraReport *report;
  const SaneraXmlHandler *handler;
  gpointer data;
  GMarkupParseContext *context;
  guint depth;
  Frame frames[SANERA_REPORT_MAX_DEPTH];
};

/**
 * sanera_xml_stream_fail:
 * @self: a stream
 * @error: (out) (optional): where to put it
 * @reason: what is wrong
 *
 * Sets an error of one sentence: document, place, reason.
 *
 * Returns: %FALSE
 */
gboolean
sanera_xml_stream_fail (const SaneraXmlStream *self, GError **error, const char *reason)
{
  g_autoptr (GString) path = g_string_new (NULL);
  int line = 1;

  for (guint i = 0; i < self->depth; i++)
    g_string_append_printf (path, "%s%.48s", i > 0 ? "/" : "", self->frames[i].name);
  if (self->context != NULL)
    g_markup_parse_context_get_position (self->context, &line, NULL);
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "%s: %s%sline %d: %s",
               self->report->name, path->str, path->len > 0 ? ", " : "", line, reason);
  /* A name is cut by bytes. */
  if (error != NULL && !g_utf8_validate ((*error)->message, -1, NULL))
    {
      char *valid = g_utf8_make_valid ((*error)->message, -1);

      g_free ((*error)->message);
      (*error)->message = valid;
    }
  return FALSE;
}

/**
 * sanera_xml_stream_is_in:
 * @self: a stream
 * @path: names of elements, the inner one last: "result/nvt"
 *
 * Returns: whether the present element stands directly in these; in @start and @end the present one
 *   itself does not count
 */
gboolean
sanera_xml_stream_is_in (const SaneraXmlStream *self, const char *path)
{
  const char *end = path + strlen (path);
  guint depth = self->depth;

  while (depth > 0)
    {
      const char *slash = g_strrstr_len (path, end - path, "/");
      const char *name = slash != NULL ? slash + 1 : path;
      const char *own = self->frames[--depth].name;

      if (strlen (own) != (gsize)(end - name) || memcmp (own, name, (gsize)(end - name)) != 0)
        return FALSE;
      if (slash == NULL)
        return TRUE;
      end = slash;
    }
  return FALSE;
}

/**
 * sanera_xml_stream_attribute:
 * @attributes: (array zero-terminated=1): names
 * @values: their values
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
sanera_xml_stream_attribute (const char **attributes, const char **values, const char *name)
{
  for (guint i = 0; attributes[i] != NULL; i++)
    {
      if (g_str_equal (attributes[i], name))
        return values[i];
    }
  return NULL;
}

static void
start_cb (GMarkupParseContext *context,
          const char *name,
          const char **attributes,
          const char **values,
          gpointer data,
          GError **error)
{
  SaneraXmlStream *self = data;
  Frame *frame = &self->frames[self->depth];

  if (self->depth == SANERA_REPORT_MAX_DEPTH)
    {
      sanera_xml_stream_fail (self, error, "nested deeper than 64 levels");
      return;
    }
  if (!self->handler->start (self, name, attributes, values, self->data, error))
    return;
  frame->name = g_strdup (name);
  frame->text = g_string_new (NULL);
  self->depth++;
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  SaneraXmlStream *self = data;
  Frame *frame = &self->frames[--self->depth];

  self->handler->end (self, frame->name, g_strstrip (frame->text->str), self->data, error);
  g_clear_pointer (&frame->name, g_free);
  g_string_free (g_steal_pointer (&frame->text), TRUE);
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer data,
         GError **error)
{
  SaneraXmlStream *self = data;
  Frame *frame;

  if (self->depth == 0)
    return;
  frame = &self->frames[self->depth - 1];
  if (frame->text->len + length > SANERA_JSON_STREAM_MAX_TEXT)
    sanera_xml_stream_fail (self, error, "a text longer than 1 MiB");
  else if (memchr (text, '\0', length) != NULL)
    sanera_xml_stream_fail (self, error, "a text with a null byte");
  else
    g_string_append_len (frame->text, text, (gssize)length);
}

/* GMarkup's own words may have several lines. */
static gboolean
explain (const SaneraXmlStream *self, GError *cause, GError **error)
{
  g_autofree char *words = NULL;

  if (cause->domain == SANERA_ERROR)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  words = g_utf8_make_valid (cause->message, -1);
  g_strdelimit (words, "\n\r\t", ' ');
  if (g_utf8_strlen (words, -1) > 200)
    *g_utf8_offset_to_pointer (words, 200) = '\0';
  sanera_xml_stream_fail (self, error, words);
  g_error_free (cause);
  return FALSE;
}

static gboolean
feed (SaneraXmlStream *self, GInputStream *stream, GError **error)
{
  g_autofree char *buffer = g_malloc (BLOCK);
  gsize run = 0;
  gboolean first = TRUE;

  for (;;)
    {
      GError *cause = NULL;
      gssize n = g_input_stream_read (stream, buffer, BLOCK, NULL, error);
      const char *start = buffer;

      if (n < 0)
        {
          g_prefix_error (error, "%s: ", self->report->name);
          return FALSE;
        }
      if (n == 0)
        return g_markup_parse_context_end_parse (self->context, &cause) ||
               explain (self, cause, error);
      if (first && n >= 3 && memcmp (buffer, "\xEF\xBB\xBF", 3) == 0)
        start += 3;
      first = FALSE;
      for (const char *p = start; p < buffer + n; p++)
        {
          run = *p == '<' ? 0 : run + 1;
          if (run > MAX_RUN)
            return sanera_xml_stream_fail (self, error, "a text longer than 1 MiB");
        }
      if (!g_markup_parse_context_parse (self->context, start, buffer + n - start, &cause))
        return explain (self, cause, error);
    }
}

/**
 * sanera_xml_stream_read:
 * @report: a report
 * @handler: what takes its elements
 * @data: for @handler
 * @error: of @handler, or %SANERA_ERROR_PROTOCOL naming the place
 *
 * Returns: whether it went well
 */
gboolean
sanera_xml_stream_read (const SaneraReport *report,
                        const SaneraXmlHandler *handler,
                        gpointer data,
                        GError **error)
{
  static const GMarkupParser parser = { .start_element = start_cb,
                                        .end_element = end_cb,
                                        .text = text_cb };
  g_autoptr (GFile) file = g_file_new_for_path (report->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree SaneraXmlStream *self = g_new0 (SaneraXmlStream, 1);
  gboolean ok;

  if (stream == NULL)
    {
      g_prefix_error (error, "%s: ", report->name);
      return FALSE;
    }
  self->report = report;
  self->handler = handler;
  self->data = data;
  self->context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, self, NULL);
  ok = feed (self, G_INPUT_STREAM (stream), error);
  g_markup_parse_context_free (self->context);
  while (self->depth > 0)
    {
      Frame *frame = &self->frames[--self->depth];

      g_free (frame->name);
      g_string_free (frame->text, TRUE);
    }
  return ok;
}

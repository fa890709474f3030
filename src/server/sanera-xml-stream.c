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
  GError *failure; /* of the handler or ours; GMarkup goes on after some, and would say another */
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
  Frame *frame;

  if (self->failure != NULL)
    return;
  if (self->depth == SANERA_REPORT_MAX_DEPTH)
    {
      sanera_xml_stream_fail (self, &self->failure, "nested deeper than 64 levels");
      return;
    }
  if (!self->handler->start (self, name, attributes, values, self->data, &self->failure))
    return;
  frame = &self->frames[self->depth];
  frame->name = g_strdup (name);
  frame->text = g_string_new (NULL);
  self->depth++;
}

static void
end_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  SaneraXmlStream *self = data;
  Frame *frame;

  if (self->failure != NULL)
    return;
  frame = &self->frames[--self->depth];
  self->handler->end (self, frame->name, g_strstrip (frame->text->str), self->data, &self->failure);
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

  if (self->depth == 0 || self->failure != NULL)
    return;
  frame = &self->frames[self->depth - 1];
  if (frame->text->len + length > SANERA_JSON_STREAM_MAX_TEXT)
    sanera_xml_stream_fail (self, &self->failure, "a text longer than 1 MiB");
  else
    g_string_append_len (frame->text, text, (gssize)length);
}

/* What stopped it: our own failure, or what GMarkup says, whose words may have several lines. */
static gboolean
explain (SaneraXmlStream *self, GError *cause, GError **error)
{
  g_autofree char *words = NULL;

  if (self->failure != NULL)
    {
      g_clear_error (&cause);
      g_propagate_error (error, g_steal_pointer (&self->failure));
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

/* Looks through what comes before GMarkup does: it keeps a tag or a text until it is over, and goes
 * on after bytes that are not UTF-8, only to set a second error over the first. *@run counts since
 * the last "<"; *@length loses the beginning of a character that ends in the next block. */
static gboolean
check_block (SaneraXmlStream *self, const char *block, gsize *length, gsize *run, GError **error)
{
  const char *end;

  if (!g_utf8_validate_len (block, *length, &end))
    {
      const gsize left = (gsize)(block + *length - end);

      if (*end == '\0' && left > 0)
        return sanera_xml_stream_fail (self, error, "a null byte");
      if (left >= 4 || g_utf8_get_char_validated (end, (gssize)left) != (gunichar)-2)
        return sanera_xml_stream_fail (self, error, "text that is not UTF-8");
      *length -= left;
    }
  for (gsize i = 0; i < *length; i++)
    {
      *run = block[i] == '<' ? 0 : *run + 1;
      if (*run > MAX_RUN)
        return sanera_xml_stream_fail (self, error, "a text longer than 1 MiB");
    }
  return TRUE;
}

static gboolean
feed (SaneraXmlStream *self, GInputStream *stream, GError **error)
{
  g_autofree char *buffer = g_malloc (BLOCK);
  gsize run = 0, kept = 0;
  gboolean first = TRUE;

  for (;;)
    {
      GError *cause = NULL;
      gssize n = g_input_stream_read (stream, buffer + kept, BLOCK - kept, NULL, error);
      gsize total = n > 0 ? kept + (gsize)n : kept, length = total, skip = 0;

      if (n < 0)
        {
          g_prefix_error (error, "%s: ", self->report->name);
          return FALSE;
        }
      if (n == 0 && kept > 0)
        return sanera_xml_stream_fail (self, error, "text that is not UTF-8");
      if (n == 0)
        return (g_markup_parse_context_end_parse (self->context, &cause) &&
                self->failure == NULL) ||
               explain (self, cause, error);
      if (!check_block (self, buffer, &length, &run, error))
        return FALSE;
      if (first && length >= 3 && memcmp (buffer, "\xEF\xBB\xBF", 3) == 0)
        skip = 3;
      first = FALSE;
      if (!g_markup_parse_context_parse (self->context, buffer + skip, (gssize)(length - skip),
                                         &cause) ||
          self->failure != NULL)
        return explain (self, cause, error);
      kept = total - length;
      memmove (buffer, buffer + length, kept);
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
  g_clear_error (&self->failure);
  while (self->depth > 0)
    {
      Frame *frame = &self->frames[--self->depth];

      g_free (frame->name);
      g_string_free (frame->text, TRUE);
    }
  return ok;
}

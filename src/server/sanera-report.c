/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-report.h"

#include <string.h>

#include "sanera-field.h"
#include "sanera-time.h"

#define HEAD_TEXT 4096
/* More names than that no format needs to be told by. */
#define HEAD_MEMBERS 256

static GFileInputStream *
open_file (const SaneraReport *report, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (report->path);
  GFileInputStream *stream = g_file_read (file, NULL, error);

  if (stream == NULL)
    g_prefix_error (error, "%s: ", report->name);
  return stream;
}

/**
 * sanera_report_open_json:
 * @report: a report
 * @error: when it cannot be opened
 *
 * Returns: (transfer full) (nullable): its JSON, before the first value
 */
SaneraJsonStream *
sanera_report_open_json (const SaneraReport *report, GError **error)
{
  g_autoptr (GFileInputStream) stream = open_file (report, error);

  return stream != NULL ? sanera_json_stream_new (G_INPUT_STREAM (stream), report->name,
                                                  SANERA_REPORT_MAX_DEPTH)
                        : NULL;
}

/**
 * sanera_report_each_member:
 * @json: a stream at an object or null
 * @func: takes the value of each member
 * @data: for @func
 * @error: of @func, or %SANERA_ERROR_PROTOCOL when it is something else
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_each_member (SaneraJsonStream *json,
                           SaneraReportFunc func,
                           gpointer data,
                           GError **error)
{
  const char *name;
  gboolean entered;

  if (!sanera_json_stream_enter_object (json, &entered, error))
    return FALSE;
  while (entered)
    {
      if (!sanera_json_stream_next_member (json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      if (!func (json, name, data, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sanera_report_each_element:
 * @json: a stream at an array or null
 * @func: takes each element
 * @data: for @func
 * @error: of @func, or %SANERA_ERROR_PROTOCOL when it is something else
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_each_element (SaneraJsonStream *json,
                            SaneraReportFunc func,
                            gpointer data,
                            GError **error)
{
  gboolean has;

  if (!sanera_json_stream_enter_array (json, &has, error))
    return FALSE;
  while (has)
    {
      if (!sanera_json_stream_next_element (json, &has, error))
        return FALSE;
      if (has && !func (json, NULL, data, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sanera_report_read_text:
 * @json: a stream at the value of the member @name
 * @name: the member's name
 * @members: those of interest
 * @n_members: how many
 * @error: %SANERA_ERROR_PROTOCOL when it is not a text
 *
 * Takes the text of a member of interest, and skips any other.
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_read_text (SaneraJsonStream *json,
                         const char *name,
                         const SaneraReportText *members,
                         gsize n_members,
                         GError **error)
{
  for (gsize i = 0; i < n_members; i++)
    {
      if (g_str_equal (members[i].name, name))
        return sanera_json_stream_read_text (json, members[i].value, error);
    }
  return sanera_json_stream_skip (json, error);
}

/* The head. */

typedef struct
{
  SaneraReportHead head;
  SaneraReportHeadFunc func;
  gpointer data;
  gboolean done;
  const char *list; /* name of the list whose first element is read */
  gboolean first;
} Probe;

static void
add_member (Probe *self, const char *list, const char *name)
{
  if (g_hash_table_size (self->head.members) < HEAD_MEMBERS)
    g_hash_table_add (self->head.members,
                      list == NULL ? g_strdup (name) : g_strconcat (list, "[].", name, NULL));
}

static void
ask (Probe *self)
{
  if (!self->done)
    self->done = self->func (&self->head, self->data);
}

static gboolean
probe_element_member (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Probe *self = data;

  add_member (self, self->list, name);
  return sanera_json_stream_skip (json, error);
}

static gboolean
probe_element (SaneraJsonStream *json, const char *name, gpointer data, GError **error)
{
  Probe *self = data;
  char first;

  if (!self->first || self->done)
    return sanera_json_stream_skip (json, error);
  self->first = FALSE;
  if (!sanera_json_stream_peek (json, &first, error))
    return FALSE;
  if (first != '{')
    return sanera_json_stream_skip (json, error);
  if (!sanera_report_each_member (json, probe_element_member, self, error))
    return FALSE;
  ask (self);
  return TRUE;
}

/* Goes no further than it has to: the rest of the list is not looked at once the format is known.
 */
static gboolean
probe_list (SaneraJsonStream *json, Probe *self, const char *name, GError **error)
{
  gboolean has;

  self->list = name;
  self->first = TRUE;
  if (!sanera_json_stream_enter_array (json, &has, error))
    return FALSE;
  while (has && !self->done)
    {
      if (!sanera_json_stream_next_element (json, &has, error))
        return FALSE;
      if (has && !probe_element (json, NULL, self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
probe_object (SaneraJsonStream *json, Probe *self, GError **error)
{
  gboolean entered;

  if (!sanera_json_stream_enter_object (json, &entered, error))
    return FALSE;
  while (!self->done)
    {
      g_autofree char *member = NULL;
      const char *name;
      char first;

      if (!sanera_json_stream_next_member (json, &name, error))
        return FALSE;
      if (name == NULL)
        break;
      member = g_strdup (name);
      add_member (self, NULL, member);
      ask (self);
      if (self->done)
        break;
      if (!sanera_json_stream_peek (json, &first, error) ||
          !(first == '[' ? probe_list (json, self, member, error)
                         : sanera_json_stream_skip (json, error)))
        return FALSE;
    }
  return TRUE;
}

/* The name of the outer element, past the declaration, comments and document type. */
static char *
find_root (const char *text)
{
  for (const char *p = strchr (text, '<'); p != NULL; p = strchr (p + 1, '<'))
    {
      if (p[1] == '!' && p[2] == '-' && p[3] == '-')
        {
          p = strstr (p, "-->");
          if (p == NULL)
            return NULL;
        }
      else if (p[1] != '?' && p[1] != '!')
        return g_strndup (p + 1, strcspn (p + 1, " \t\r\n/>"));
    }
  return NULL;
}

static gboolean
read_head_text (const SaneraReport *report, Probe *self, GError **error)
{
  g_autoptr (GFileInputStream) stream = open_file (report, error);
  g_autofree char *bytes = g_malloc (HEAD_TEXT + 1);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, HEAD_TEXT, &length, NULL, error))
    return FALSE;
  bytes[length] = '\0';
  self->head.text = g_utf8_make_valid (bytes, (gssize)length);
  if (self->head.kind == SANERA_REPORT_XML)
    {
      g_autofree char *root = find_root (self->head.text);

      if (root != NULL)
        add_member (self, NULL, root);
    }
  self->head.complete = TRUE;
  ask (self);
  return TRUE;
}

/**
 * sanera_report_read_head:
 * @report: a report
 * @func: asked whenever more of the head is known
 * @data: for @func
 * @error: when the file cannot be read, or breaks off
 *
 * Reads as much of a report as it takes to tell its format.
 *
 * Returns: whether it went well
 */
gboolean
sanera_report_read_head (const SaneraReport *report,
                         SaneraReportHeadFunc func,
                         gpointer data,
                         GError **error)
{
  g_autoptr (SaneraJsonStream) json = sanera_report_open_json (report, error);
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Probe self = { .head.members = members, .func = func, .data = data };
  gboolean ok;
  char first;

  if (json == NULL || !sanera_json_stream_peek (json, &first, error))
    return FALSE;
  self.head.kind = first == '{'   ? SANERA_REPORT_JSON_OBJECT
                   : first == '[' ? SANERA_REPORT_JSON_ARRAY
                   : first == '<' ? SANERA_REPORT_XML
                                  : SANERA_REPORT_TEXT;
  if (first == '{')
    ok = probe_object (json, &self, error);
  else if (first == '[')
    ok = probe_list (json, &self, "", error);
  else
    ok = read_head_text (report, &self, error);
  if (ok && !self.head.complete)
    {
      self.head.complete = TRUE;
      ask (&self);
    }
  g_free (self.head.text);
  return ok;
}

/**
 * sanera_report_head_has:
 * @head: what is known of a report
 * @member: name of a member, or "list[].member"
 *
 * Returns: whether it was seen
 */
gboolean
sanera_report_head_has (const SaneraReportHead *head, const char *member)
{
  return g_hash_table_contains (head->members, member);
}

/**
 * sanera_report_device_name:
 * @report: a report
 * @artifact: (nullable): what it says was scanned
 *
 * Returns: (transfer full): the name of the device: the artifact without its digest. Scans of a
 *   machine's own root say only where they began: the file then names the machine
 */
char *
sanera_report_device_name (const SaneraReport *report, const char *artifact)
{
  g_autofree char *name = g_strdup (artifact);
  g_autofree char *base = NULL;
  char *end;

  if (name != NULL && (end = strstr (name, "@sha256:")) != NULL)
    *end = '\0';
  if (name != NULL && *name != '\0' && !g_str_equal (name, ".") && !g_str_equal (name, "/") &&
      !g_str_equal (name, "./"))
    return g_steal_pointer (&name);

  base = g_path_get_basename (report->name);
  if ((end = strchr (base, '.')) != NULL && end != base)
    *end = '\0';
  return g_steal_pointer (&base);
}

/**
 * sanera_report_assessed_on:
 * @report: a report
 * @time: (nullable): when it says the assessment was
 *
 * Returns: when it was, microseconds; when the report came in if it does not say, or names a time
 *   that is yet to come: a clock that is ahead must not shut out every later report
 */
gint64
sanera_report_assessed_on (const SaneraReport *report, const char *time)
{
  const gint64 on = sanera_time_parse (time);

  return on == SANERA_INT_NULL || on > report->received_on ? report->received_on : on;
}

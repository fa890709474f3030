/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-odata.h"

static gboolean
read_link (const SaneraJsonSlice *value, char **next, GError **error)
{
  g_autoptr (JsonNode) node = sanera_json_parse (value->text, (gssize)value->length, 1, error);

  if (node == NULL)
    return FALSE;

  g_clear_pointer (next, g_free);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    *next = json_node_dup_string (node);
  return TRUE;
}

/**
 * sanera_odata_split:
 * @body: an answer; must outlive the walk
 * @rows: a walker, not initialised: over the rows of the answer
 * @next: (out) (transfer full) (nullable): where the next page is, which the answer may say before
 *   its rows or behind them; %NULL: it says nothing. Not set when this fails
 * @error: return location
 *
 * Starts a walk over the rows of a page.
 *
 * Returns: %FALSE with %SANERA_ERROR_PROTOCOL when it is no such answer
 */
gboolean
sanera_odata_split (GBytes *body, SaneraJsonSplit *rows, char **next, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autofree char *link = NULL;
  SaneraJsonSlice found = { NULL, 0 };
  SaneraJsonSplit split;

  if (!sanera_json_split_object (&split, text, length, error))
    return FALSE;
  while (TRUE)
    {
      g_autofree char *name = NULL;
      SaneraJsonSlice value;
      gboolean done;

      if (!sanera_json_split_next_member (&split, &name, &value, &done, error))
        return FALSE;
      if (done)
        break;
      if (g_str_equal (name, "value"))
        found = value;
      else if (g_str_equal (name, "@odata.nextLink") && !read_link (&value, &link, error))
        return FALSE;
    }

  if (found.text == NULL)
    {
      g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL, "value: missing");
      return FALSE;
    }
  if (!sanera_json_split_array (rows, found.text, found.length, error))
    return FALSE;

  *next = g_steal_pointer (&link);
  return TRUE;
}

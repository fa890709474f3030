/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-unsent.h"

#include "sanera-json.h"

#define FILE_NAME "outbox.db"

static gboolean
read_outbox (SaneraUnsent *self, SaneraOutbox *outbox, GError **error)
{
  self->entries = sanera_outbox_list (outbox, error);
  if (self->entries == NULL)
    return FALSE;

  self->drafts = sanera_outbox_list_drafts (outbox, error);
  return self->drafts != NULL;
}

/**
 * sanera_unsent_load:
 * @folder: (type filename): of a connection
 * @connection: (nullable): the connection itself when it is open
 * @error: when its outbox cannot be read: then nobody knows what is lost with it
 *
 * Returns: (transfer full) (nullable): what was not sent yet
 */
SaneraUnsent *
sanera_unsent_load (const char *folder, SaneraConnection *connection, GError **error)
{
  g_autoptr (SaneraUnsent) self = g_new0 (SaneraUnsent, 1);
  g_autoptr (SaneraOutbox) outbox = NULL;
  g_autofree char *path = NULL;
  gboolean ok;

  g_return_val_if_fail (folder != NULL, NULL);

  if (connection != NULL)
    return read_outbox (self, sanera_cache_get_outbox (sanera_connection_get_cache (connection)),
                        error)
               ? g_steal_pointer (&self)
               : NULL;

  path = g_build_filename (folder, FILE_NAME, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      self->entries = g_ptr_array_new ();
      self->drafts = g_ptr_array_new ();
      return g_steal_pointer (&self);
    }
  outbox = sanera_outbox_open (path, error);
  if (outbox == NULL)
    return NULL;
  ok = read_outbox (self, outbox, error);
  sanera_outbox_close (outbox);

  return ok ? g_steal_pointer (&self) : NULL;
}

/**
 * sanera_unsent_free:
 * @self: (transfer full) (nullable): what was not sent
 */
void
sanera_unsent_free (SaneraUnsent *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_free (self);
}

/**
 * sanera_unsent_is_empty:
 * @self: what was not sent
 *
 * Returns: whether there is nothing
 */
gboolean
sanera_unsent_is_empty (const SaneraUnsent *self)
{
  return self->entries->len == 0 && self->drafts->len == 0;
}

static void
append_text (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\n      \"%s\": ", name);
  if (text != NULL)
    sanera_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

/* Bodies and drafts are JSON already. */
static void
append_json (GString *out, const char *name, const char *json)
{
  g_string_append_printf (out, ",\n      \"%s\": %s", name,
                          json != NULL && *json != '\0' ? json : "null");
}

static void
append_entry (GString *out, const SaneraOutboxEntry *entry)
{
  g_string_append (out, "    {\n      \"key\": ");
  sanera_json_append_string (out, entry->key);
  append_text (out, "action", entry->action);
  append_text (out, "entity", entry->entity);
  append_text (out, "method", entry->method);
  append_text (out, "path", entry->path);
  append_text (out, "person", entry->person);
  g_string_append (out, ",\n      \"madeAt\": ");
  sanera_json_append_time (out, entry->made_at);
  append_json (out, "body", entry->body);
  g_string_append (out, "\n    }");
}

static void
append_draft (GString *out, const SaneraOutboxDraft *draft)
{
  g_string_append (out, "    {\n      \"action\": ");
  sanera_json_append_string (out, draft->action);
  append_text (out, "entity", draft->entity);
  g_string_append (out, ",\n      \"changedAt\": ");
  sanera_json_append_time (out, draft->changed_at);
  append_json (out, "draft", draft->json);
  g_string_append (out, "\n    }");
}

/**
 * sanera_unsent_to_json:
 * @self: what was not sent
 * @name: of the connection
 * @address: of its server
 *
 * Returns: (transfer full): all of it as a file that people and programs can read; nothing secret
 *   is in it
 */
GBytes *
sanera_unsent_to_json (const SaneraUnsent *self, const char *name, const char *address)
{
  GString *out = g_string_new ("{\n  \"connection\": ");

  sanera_json_append_string (out, name);
  g_string_append (out, ",\n  \"address\": ");
  sanera_json_append_string (out, address);
  g_string_append (out, ",\n  \"waiting\": [\n");
  for (guint i = 0; i < self->entries->len; i++)
    {
      append_entry (out, self->entries->pdata[i]);
      g_string_append (out, i + 1 < self->entries->len ? ",\n" : "\n");
    }
  g_string_append (out, "  ],\n  \"drafts\": [\n");
  for (guint i = 0; i < self->drafts->len; i++)
    {
      append_draft (out, self->drafts->pdata[i]);
      g_string_append (out, i + 1 < self->drafts->len ? ",\n" : "\n");
    }
  g_string_append (out, "  ]\n}\n");

  return g_string_free_to_bytes (out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-settings.h"

#include "sanera-place.h"

#define PAGE_SCHEMA APPLICATION_ID ".Page"
#define PAGE_PATH "/org/sanera/Sanera/pages/"

static GSettingsSchemaSource *
open_source (const char *folder)
{
  return g_settings_schema_source_new_from_directory (
      folder, g_settings_schema_source_get_default (), TRUE, NULL);
}

/* Never NULL: without its schema the program was not built or installed as a whole, and GLib ends
 * it with a message that names the schema. */
static GSettingsSchema *
lookup_schema (const char *id)
{
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autofree char *moved = sanera_place_find (SCHEMADIR);
  GSettingsSchema *schema = NULL;

  if (g_getenv ("GSETTINGS_SCHEMA_DIR") == NULL)
    {
      if (sanera_place_in_build_tree ())
        source = open_source (BUILD_SCHEMA_DIR);
      else if (!g_str_equal (moved, SCHEMADIR))
        source = open_source (moved); /* not those of another Sanera on this system */
    }
  if (source == NULL && g_settings_schema_source_get_default () != NULL)
    source = g_settings_schema_source_ref (g_settings_schema_source_get_default ());
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, id, TRUE);
  if (schema == NULL)
    g_error ("The settings schema %s is not installed", id);
  return schema;
}

/**
 * sanera_settings_new:
 *
 * Opens the settings of the application (schema org.sanera.Sanera), those of the build tree when it
 * runs from there.
 *
 * Returns: (transfer full): the settings
 */
GSettings *
sanera_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = lookup_schema (APPLICATION_ID);

  return g_settings_new_full (schema, NULL, NULL);
}

/**
 * sanera_settings_new_for_page:
 * @settings: the settings of the application
 * @page_id: stable name of a page
 *
 * Opens the settings of one page (schema org.sanera.Sanera.Page) in the same backend.
 *
 * Returns: (transfer full): the settings
 */
GSettings *
sanera_settings_new_for_page (GSettings *settings, const char *page_id)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (page_id != NULL, NULL);

  g_object_get (settings, "backend", &backend, NULL);
  schema = lookup_schema (PAGE_SCHEMA);
  path = g_strconcat (PAGE_PATH, page_id, "/", NULL);
  return g_settings_new_full (schema, backend, path);
}

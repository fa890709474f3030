/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>

/* What “gsettings describe” and the editors of settings say of each key. They read it from the XML
 * beside the compiled schema, in the text domain that the schema names, so this program puts both
 * into a folder as an installation does. */

static const char *const files[] = { TEST_SCHEMA_XML, TEST_SCHEMA_COMPILED };

static char *
install_schemas (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("sanera-schema-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) source = g_file_new_for_path (files[i]);
      g_autofree char *name = g_file_get_basename (source);
      g_autoptr (GFile) copy = g_file_new_build_filename (folder, name, NULL);

      g_file_copy (source, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return folder;
}

static void
remove_schemas (char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_path_get_basename (files[i]);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

/* Returns: (transfer full): schema, key → summary and description, in @language */
static GHashTable *
read_words (const char *folder, const char *language)
{
  static const char *const ids[] = { "org.sanera.Sanera", "org.sanera.Sanera.Page" };
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, BUILD_LOCALEDIR);
  textdomain (GETTEXT_PACKAGE); /* makes it forget what it read in the last language */
  source = g_settings_schema_source_new_from_directory (folder, NULL, FALSE, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GSettingsSchema) schema = g_settings_schema_source_lookup (source, ids[i], FALSE);
      g_auto (GStrv) names = g_settings_schema_list_keys (schema);

      for (guint j = 0; names[j] != NULL; j++)
        {
          g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, names[j]);
          const char *summary = g_settings_schema_key_get_summary (key);
          const char *description = g_settings_schema_key_get_description (key);

          g_assert_nonnull (summary);
          g_hash_table_insert (words, g_strjoin (" ", ids[i], names[j], "summary", NULL),
                               g_strdup (summary));
          if (description != NULL)
            g_hash_table_insert (words, g_strjoin (" ", ids[i], names[j], "description", NULL),
                                 g_strdup (description));
        }
    }
  return words;
}

static void
test_translated (void)
{
  static const struct
  {
    const char *language;
    const char *example; /* of a summary, so that it is not the other language that is read */
  } table[] = { { "sv", "Språk i gränssnittet" }, { "zh_CN", "界面语言" } };
  char *folder = install_schemas ();
  g_autoptr (GHashTable) english = read_words (folder, "en");

  g_assert_cmpstr (g_hash_table_lookup (english, "org.sanera.Sanera language summary"), ==,
                   "Language of the interface");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GHashTable) words = read_words (folder, table[i].language);
      GHashTableIter iter;
      gpointer key, text;

      g_assert_cmpstr (g_hash_table_lookup (words, "org.sanera.Sanera language summary"), ==,
                       table[i].example);
      g_hash_table_iter_init (&iter, words);
      while (g_hash_table_iter_next (&iter, &key, &text))
        {
          g_test_message ("%s: %s: %s", table[i].language, (char *)key, (char *)text);
          g_assert_cmpstr (text, !=, g_hash_table_lookup (english, key));
        }
    }
  remove_schemas (folder);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema-words/translated", test_translated);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message to the IT administrator: in a language of its own, whatever the interface speaks. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sanera-catalogue.h"
#include "sanera-language.h"
#include "sanera-time.h"
#include "sanera-voice.h"
#include "sanera-words.h"

static const char *const languages[] = { "en", "sv", "zh_CN" };

static SaneraActivityData *
make_activity (void)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup ("3f2a-77");
  data->type = g_strdup ("Update");
  data->status = g_strdup ("Active");
  data->title = g_strdup ("Update Google Chrome to 129.0");
  data->related_component = g_strdup ("Google Chrome");
  data->recommended_version = g_strdup ("129.0");
  data->priority = g_strdup ("High");
  data->target_devices = 12345;
  data->due_on = sanera_date_new (2026, 12, 25);
  data->requester_email = g_strdup ("anna@example.org");
  data->requester_notes = g_strdup ("Efter stängning, tack.");
  return data;
}

static void
test_languages (void)
{
  static const char *const expected[] = {
    "Hello,\n\nRemediation has been requested:\n\n"
    "Request: Update Google Chrome to 129.0\nRelated component: Google Chrome\n"
    "Devices: 12,345\nDue date: 25 Dec 2026\nPriority: High\nRequested by: anna@example.org\n"
    "Notes: Efter stängning, tack.\n\n"
    "Open the remediation activity in Sanera:\nsanera://activity/3f2a-77\n",
    "Hej!\n\nEn åtgärd har begärts:\n\n"
    "Begäran: Uppdatera Google Chrome till 129.0\nRelaterad komponent: Google Chrome\n"
    "Enheter: 12\302\240345\nFörfallodatum: 25 dec. 2026\nPrioritet: Hög\n"
    "Begärd av: anna@example.org\nAnteckningar: Efter stängning, tack.\n\n"
    "Öppna åtgärdsaktiviteten i Sanera:\nsanera://activity/3f2a-77\n",
    "您好！\n\n有一项修正请求：\n\n"
    "请求：将 Google Chrome 更新到 129.0\n相关组件：Google Chrome\n"
    "设备：12,345\n截止日期：2026年12月25日\n优先级：高\n请求者：anna@example.org\n"
    "备注：Efter stängning, tack.\n\n"
    "在 Sanera 中打开此修正活动：\nsanera://activity/3f2a-77\n",
  };
  SaneraActivityData *data = make_activity ();

  for (guint interface = 0; interface < G_N_ELEMENTS (languages); interface++)
    {
      sanera_language_set (languages[interface]);
      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        {
          g_autofree char *text = sanera_words_request_message (data, languages[i]);

          g_assert_cmpstr (text, ==, expected[i]);
        }
      /* The interface still speaks its own. */
      g_assert_false (sanera_voice_is_on ());
      g_assert_cmpstr (sanera_language_get (), ==, languages[interface]);
    }
  sanera_language_set ("sv");
  g_assert_cmpstr (sanera_words_label (&sanera_priority_enum, "High"), ==, "Hög");
  sanera_noun_data_free (&sanera_activity_noun, data);
}

/* R1: what there is not is not written. A ticket says what is asked for. */
static void
test_parts (void)
{
  SaneraActivityData *data = make_activity ();
  g_autofree char *text = NULL;
  g_autofree char *subject = NULL;

  sanera_language_set ("sv");
  g_free (data->type);
  data->type = g_strdup ("AttentionRequired");
  g_clear_pointer (&data->requester_notes, g_free);
  data->target_devices = 0;
  text = sanera_words_request_message (data, "en");
  g_assert_null (strstr (text, "Due date"));
  g_assert_null (strstr (text, "Notes"));
  g_assert_null (strstr (text, "Devices"));
  g_assert_null (strstr (text, "security task"));

  data->ticket_status = g_strdup ("pending");
  data->ticket_service = g_strdup ("Intune");
  g_clear_pointer (&text, g_free);
  text = sanera_words_request_message (data, "en");
  g_assert_nonnull (strstr (text, "A security task waits in Intune: please approve or reject it"));

  subject = sanera_words_request_subject (data, "zh_CN");
  g_assert_cmpstr (subject, ==, "修正请求：将 Google Chrome 更新到 129.0");
  sanera_noun_data_free (&sanera_activity_noun, data);
}

static void
test_plurals (void)
{
  sanera_language_set ("en");
  sanera_voice_begin ("sv");
  g_assert_cmpstr (sanera_voice_get_plural ("Copied %s row", "Copied %s rows", 1), ==,
                   "%s rad har kopierats");
  g_assert_cmpstr (sanera_voice_get_plural ("Copied %s row", "Copied %s rows", 2), ==,
                   "%s rader har kopierats");
  g_assert_cmpstr (sanera_voice_get_plural ("one", "many", 2), ==, "many");
  sanera_voice_end ();
}

/* A damaged catalogue is refused or says nothing, and is never read beyond its end. */
static void
test_damaged (void)
{
  g_autofree char *path =
      g_build_filename (BUILD_LOCALEDIR, "sv", "LC_MESSAGES", "sanera.mo", NULL);
  g_autofree char *copy = g_build_filename (g_get_tmp_dir (), "sanera-damaged.mo", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_null (sanera_catalogue_new ("/nonexistent.mo", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));

  for (gsize length = 1; length < size; length = length * 3 + 7)
    {
      g_autoptr (SaneraCatalogue) catalogue = NULL;

      g_assert_true (g_file_set_contents (copy, data, (gssize)length, NULL));
      catalogue = sanera_catalogue_new (copy, NULL);
      if (catalogue != NULL)
        g_assert_nonnull (sanera_catalogue_get (catalogue, NULL, "Priority"));
    }
  for (gsize i = 0; i < MIN (size, 4000); i += 41)
    {
      g_autoptr (SaneraCatalogue) catalogue = NULL;
      char old = data[i];

      data[i] = (char)0xff;
      g_assert_true (g_file_set_contents (copy, data, (gssize)size, NULL));
      data[i] = old;
      catalogue = sanera_catalogue_new (copy, NULL);
      if (catalogue != NULL)
        g_assert_nonnull (sanera_catalogue_get (catalogue, "ticket", "%s (%s)"));
    }
  g_unlink (copy);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sanera_language_init ("en", BUILD_LOCALEDIR);

  g_test_add_func ("/cache/message/languages", test_languages);
  g_test_add_func ("/cache/message/parts", test_parts);
  g_test_add_func ("/cache/message/plurals", test_plurals);
  g_test_add_func ("/cache/message/damaged", test_damaged);

  return g_test_run ();
}

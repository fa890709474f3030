/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "sanera-language.h"
#include "sanera-time.h"
#include "sanera-title.h"
#include "sanera-words.h"

static const char *const languages[] = { "en", "sv", "zh_CN" };

/* Compares and frees. */
static void
check (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static SaneraRecommendationData *
make_recommendation (const char *name, const char *type, const char *component, const char *version)
{
  SaneraRecommendationData *data = sanera_noun_data_new (&sanera_recommendation_noun);

  data->id = g_strdup ("va-_-google-_-chrome");
  data->recommendation_name = g_strdup (name);
  data->remediation_type = g_strdup (type);
  data->related_component = g_strdup (component);
  data->recommended_version = g_strdup (version);
  return data;
}

static SaneraActivityData *
make_activity (const char *type)
{
  SaneraActivityData *data = sanera_noun_data_new (&sanera_activity_noun);

  data->id = g_strdup ("1");
  data->type = g_strdup (type);
  data->status = g_strdup ("Active");
  data->related_component = g_strdup ("Google Chrome");
  return data;
}

static void
free_activity (SaneraActivityData *data)
{
  sanera_noun_data_free (&sanera_activity_noun, data);
}

/* R12: ours in the interface language, anything else as it came; English finds both. */
static void
test_titles (void)
{
  static const struct
  {
    const char *name;
    const char *type;
    const char *component;
    const char *version;
    const char *english;
    const char *expected[3];
  } table[] = {
    { "Update Google Chrome to 129.0",
      "Update",
      "Google Chrome",
      "129.0",
      "Update Google Chrome to 129.0",
      { "Update Google Chrome to 129.0", "Uppdatera Google Chrome till 129.0",
        "将 Google Chrome 更新到 129.0" } },
    { NULL,
      "Update",
      "Google Chrome",
      "129.0",
      "Update Google Chrome to 129.0",
      { "Update Google Chrome to 129.0", "Uppdatera Google Chrome till 129.0",
        "将 Google Chrome 更新到 129.0" } },
    { "Update Windows 10",
      "Update",
      "Windows 10",
      "",
      "Update Windows 10",
      { "Update Windows 10", "Uppdatera Windows 10", "更新 Windows 10" } },
    { NULL,
      "Upgrade",
      "Debian 10",
      "13",
      "Upgrade Debian 10 to 13",
      { "Upgrade Debian 10 to 13", "Uppgradera Debian 10 till 13", "将 Debian 10 升级到 13" } },
    { "Uninstall Flash Player",
      "Uninstall",
      "Flash Player",
      NULL,
      "Uninstall Flash Player",
      { "Uninstall Flash Player", "Avinstallera Flash Player", "卸载 Flash Player" } },
    { NULL,
      "ConfigurationChange",
      "OpenSSH",
      NULL,
      "Change configuration: OpenSSH",
      { "Change configuration: OpenSSH", "Ändra konfigurationen: OpenSSH", "更改配置：OpenSSH" } },
    { NULL,
      "AttentionRequired",
      "log4j",
      NULL,
      "Attention required: log4j",
      { "Attention required: log4j", "Kräver uppmärksamhet: log4j", "需要注意：log4j" } },
    /* The title says what was recommended when it was written, not what the fields say now. */
    { "Uninstall Google Chrome",
      "Update",
      "Google Chrome",
      "129.0",
      "Uninstall Google Chrome",
      { "Uninstall Google Chrome", "Avinstallera Google Chrome", "卸载 Google Chrome" } },
    { "Update Microsoft Defender Antivirus definitions",
      "ConfigurationChange",
      "Security controls (Antivirus)",
      "",
      "Update Microsoft Defender Antivirus definitions",
      { "Update Microsoft Defender Antivirus definitions",
        "Update Microsoft Defender Antivirus definitions",
        "Update Microsoft Defender Antivirus definitions" } },
    { "Update Google Chrome Enterprise",
      "Update",
      "Google Chrome",
      "",
      "Update Google Chrome Enterprise",
      { "Update Google Chrome Enterprise", "Update Google Chrome Enterprise",
        "Update Google Chrome Enterprise" } },
    { NULL, "Reboot", "Printer", NULL, "Printer", { "Printer", "Printer", "Printer" } },
    { NULL, "Update", NULL, NULL, "–", { "–", "–", "–" } },
  };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      sanera_language_set (languages[l]);
      for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        {
          SaneraRecommendationData *data = make_recommendation (
              table[i].name, table[i].type, table[i].component, table[i].version);
          SaneraActivityData *activity = sanera_noun_data_new (&sanera_activity_noun);

          check (sanera_words_recommendation_title (data, FALSE), table[i].expected[l]);
          check (sanera_words_recommendation_title (data, TRUE), table[i].english);

          activity->title = g_strdup (table[i].name);
          activity->type = g_strdup (table[i].type);
          activity->related_component = g_strdup (table[i].component);
          activity->recommended_version = g_strdup (table[i].version);
          check (sanera_words_activity_title (activity, FALSE), table[i].expected[l]);
          check (sanera_words_activity_title (activity, TRUE), table[i].english);

          free_activity (activity);
          sanera_noun_data_free (&sanera_recommendation_noun, data);
        }
    }
}

/* The server writes its English with sanera-title.c: what it writes is taken apart here. */
static void
test_titles_of_the_server (void)
{
  sanera_language_set ("sv");
  for (guint i = 0; i < sanera_remediation_type_enum.n_values; i++)
    {
      const SaneraEnumValue *type = &sanera_remediation_type_enum.values[i];
      g_autofree char *english =
          sanera_title_recommendation ((SaneraRemediationType)type->value, "OpenSSH", "9.9");
      SaneraRecommendationData *data = make_recommendation (english, type->nick, "OpenSSH", "9.9");
      g_autofree char *from_title = sanera_words_recommendation_title (data, FALSE);
      g_autofree char *from_fields = NULL;

      g_assert_cmpstr (from_title, !=, english);
      g_clear_pointer (&data->recommendation_name, g_free);
      from_fields = sanera_words_recommendation_title (data, FALSE);
      g_assert_cmpstr (from_title, ==, from_fields);
      check (sanera_words_recommendation_title (data, TRUE), english);
      sanera_noun_data_free (&sanera_recommendation_noun, data);
    }
}

static void
test_descriptions (void)
{
  SaneraRecommendationData *data = make_recommendation (NULL, "Update", "Google Chrome", "129.0");

  data->weaknesses = 1990;
  data->fixable_weaknesses = 1989;
  sanera_language_set ("en");
  check (sanera_words_recommendation_description (data, FALSE),
         "Update Google Chrome to version 129.0 or later to close 1,989 known vulnerabilities on "
         "the exposed devices. 1 more has no fix yet.");
  sanera_language_set ("sv");
  check (sanera_words_recommendation_description (data, FALSE),
         "Uppdatera Google Chrome till version 129.0 eller senare för att åtgärda 1\u00a0989 kända "
         "sårbarheter på de exponerade enheterna. Ytterligare 1 saknar ännu korrigering.");
  check (sanera_words_recommendation_description (data, TRUE),
         "Update Google Chrome to version 129.0 or later to close 1989 known vulnerabilities on "
         "the exposed devices. 1 more has no fix yet.");
  sanera_language_set ("zh_CN");
  check (sanera_words_recommendation_description (data, FALSE),
         "将 Google Chrome 更新到 129.0 或更高版本，以修正暴露的设备上的 1,989 个已知漏洞。另有 1 "
         "个尚无修复程序。");

  /* One is one in the languages that count so. */
  data->weaknesses = data->fixable_weaknesses = 1;
  sanera_language_set ("sv");
  check (sanera_words_recommendation_description (data, FALSE),
         "Uppdatera Google Chrome till version 129.0 eller senare för att åtgärda 1 känd sårbarhet "
         "på de exponerade enheterna.");

  data->weaknesses = 0;
  sanera_language_set ("en");
  check (sanera_words_recommendation_description (data, FALSE),
         "No known vulnerability of Google Chrome is open on any device at present.");
  sanera_noun_data_free (&sanera_recommendation_noun, data);

  data = make_recommendation (NULL, "ConfigurationChange", "OpenSSH", NULL);
  data->config_score_impact = 9;
  check (sanera_words_recommendation_description (data, FALSE),
         "Change the setting on the exposed devices that “OpenSSH” is about, to raise the "
         "configuration score by 9.00.");
  sanera_noun_data_free (&sanera_recommendation_noun, data);

  data = make_recommendation (NULL, "Upgrade", "Debian 10", NULL);
  data->weaknesses = 3;
  data->tags = g_strsplit ("EOS,mine", ",", -1);
  check (sanera_words_recommendation_description (data, FALSE),
         "Upgrade Debian 10 to a supported version to close 3 known vulnerabilities on the exposed "
         "devices. Its support has ended: it gets no security updates any more.");
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

/* An activity of another server keeps the text it came with. */
static void
test_activity_description (void)
{
  SaneraActivityData *data = make_activity ("Uninstall");

  sanera_language_set ("sv");
  data->description = g_strdup ("Support has ended.");
  check (sanera_words_activity_description (data, FALSE), "Support has ended.");
  data->weaknesses = 2;
  check (sanera_words_activity_description (data, FALSE),
         "Avinstallera Google Chrome för att få bort 2 kända sårbarheter från de exponerade "
         "enheterna.");
  g_clear_pointer (&data->description, g_free);
  data->weaknesses = 0;
  check (sanera_words_activity_description (data, FALSE), "Avinstallera Google Chrome");
  free_activity (data);
}

static void
test_steps (void)
{
  sanera_language_set ("en");
  check (sanera_words_remediation_steps ("Update", "Google Chrome", "129.0", "Restart it.", FALSE),
         "Get version 129.0 or later of Google Chrome from its vendor.\n"
         "Try it on a few devices first.\n"
         "Deploy it to the exposed devices with the tool that manages them.\n"
         "Have the devices scanned again and import the report: it shows which of them are fixed.\n"
         "Restart it.");
  sanera_language_set ("zh_CN");
  check (sanera_words_remediation_steps ("Uninstall", "Flash", NULL, NULL, FALSE),
         "了解有谁在使用 Flash，以及可以用什么替代。\n"
         "使用设备管理工具从暴露的设备上卸载 Flash。\n"
         "重新扫描设备并导入报告，即可看到哪些设备已修正。");
  check (sanera_words_remediation_steps (NULL, NULL, NULL, "Ask.", FALSE), "Ask.");
  /* Microsoft Defender looks at the devices itself. */
  check (sanera_words_remediation_steps ("Uninstall", "Flash", NULL, NULL, TRUE),
         "了解有谁在使用 Flash，以及可以用什么替代。\n"
         "使用设备管理工具从暴露的设备上卸载 Flash。");
  check (sanera_words_remediation_steps ("Reboot", NULL, NULL, NULL, FALSE), "");
}

/* R5 */
static void
test_completed_by (void)
{
  static const char *const system[] = { "System confirmation", "Systembekräftelse", "系统确认" };
  static const char *const unknown[] = { "N/A", "Ej tillgänglig", "不详" };
  SaneraActivityData *data = make_activity ("Update");

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      sanera_language_set (languages[l]);
      check (sanera_words_completed_by (data), "–");
      g_free (data->status);
      data->status = g_strdup ("Completed");
      check (sanera_words_completed_by (data), unknown[l]);
      data->completion_method = g_strdup ("Automatic");
      check (sanera_words_completed_by (data), system[l]);
      g_free (data->completion_method);
      data->completion_method = g_strdup ("Manual");
      data->completer_email = g_strdup ("bo@example.com");
      check (sanera_words_completed_by (data), "bo@example.com");

      g_clear_pointer (&data->completion_method, g_free);
      g_clear_pointer (&data->completer_email, g_free);
      g_free (data->status);
      data->status = g_strdup ("Active");
    }
  free_activity (data);
}

static void
test_ticket_status (void)
{
  SaneraActivityData *data = make_activity ("Update");

  sanera_language_set ("sv");
  check (sanera_words_ticket_status (data), "–");
  data->ticket_status = g_strdup ("pending");
  check (sanera_words_ticket_status (data), "Väntar på godkännande");
  data->ticket_service = g_strdup ("Intune");
  check (sanera_words_ticket_status (data), "Väntar på godkännande (Intune)");
  sanera_language_set ("zh_CN");
  check (sanera_words_ticket_status (data), "等待批准（Intune）");

  /* R3: several tickets are counted; what is completed was approved; a note is no status. */
  data->tickets = g_strdup ("[{\"id\":\"1\",\"status\":\"active\",\"note\":\"\\\"status\\\":x\"},"
                            "{\"id\":\"2\", \"status\" : \"completed\"},"
                            "{\"id\":\"3\",\"status\":\"pending\"}]");
  sanera_language_set ("en");
  check (sanera_words_ticket_status (data), "2 of 3 approved");
  g_free (data->tickets);
  data->tickets = g_strdup ("[{\"id\":\"1\",\"status\":\"pending\"}]");
  check (sanera_words_ticket_status (data), "Pending approval (Intune)");

  /* R1 */
  g_free (data->type);
  data->type = g_strdup ("AttentionRequired");
  check (sanera_words_ticket_status (data), "–");
  free_activity (data);
}

/* R6 and R1 */
static void
test_progress (void)
{
  SaneraActivityData *data = make_activity ("Update");

  sanera_language_set ("en");
  data->created_on = 1000;
  data->target_devices = 28500;
  data->fixed_devices = 0;
  data->exposed_devices = 28500;
  check (sanera_words_progress (data), "Not assessed since the request");
  data->last_assessed_on = 999;
  check (sanera_words_progress (data), "Not assessed since the request");
  data->last_assessed_on = 1000;
  check (sanera_words_progress (data), "0 / 28.5k");
  data->fixed_devices = 488;
  check (sanera_words_progress (data), "488 / 28.5k");
  sanera_language_set ("zh_CN");
  check (sanera_words_progress (data), "488 / 2.85万");

  /* Another server's row: no times, no third number. */
  data->exposed_devices = data->last_assessed_on = SANERA_INT_NULL;
  data->fixed_devices = 0;
  data->target_devices = 121;
  check (sanera_words_progress (data), "0 / 121");

  g_free (data->type);
  data->type = g_strdup ("AttentionRequired");
  check (sanera_words_progress (data), "–");
  free_activity (data);
}

static void
test_due (void)
{
  SaneraActivityData *data = make_activity ("Update");
  gint64 noon = sanera_date_new (2026, 12, 5) + SANERA_TIME_DAY / 2;

  sanera_language_set ("sv");
  check (sanera_words_due (data, noon), "–");
  check (sanera_words_remaining (data, noon), "–");
  g_assert_false (sanera_words_is_overdue (data, noon));

  data->due_on = sanera_date_new (2026, 12, 25);
  check (sanera_words_due (data, noon), "25 dec. 2026");
  check (sanera_words_remaining (data, noon), "20 dagar (2026-12-25)");
  data->due_on = sanera_date_new (2026, 12, 6);
  check (sanera_words_remaining (data, noon), "1 dag (2026-12-06)");
  data->due_on = sanera_date_new (2026, 12, 5);
  check (sanera_words_remaining (data, noon), "Förfaller i dag");
  g_assert_false (sanera_words_is_overdue (data, noon));
  data->due_on = sanera_date_new (2026, 12, 4);
  check (sanera_words_remaining (data, noon), "1 dag försenad");
  g_assert_true (sanera_words_is_overdue (data, noon));
  data->due_on = sanera_date_new (2026, 12, 2);
  check (sanera_words_remaining (data, noon), "3 dagar försenad");
  data->due_on = sanera_date_new (2100, 1, 1);
  check (sanera_words_remaining (data, noon), "26\302\240690 dagar (2100-01-01)");
  data->due_on = sanera_date_new (2026, 12, 2);
  sanera_language_set ("zh_CN");
  check (sanera_words_remaining (data, noon), "已逾期 3 天");

  g_free (data->status);
  data->status = g_strdup ("Completed");
  check (sanera_words_remaining (data, noon), "–");
  g_assert_false (sanera_words_is_overdue (data, noon));
  g_free (data->status);
  data->status = g_strdup ("Active");
  g_free (data->type);
  data->type = g_strdup ("AttentionRequired");
  check (sanera_words_due (data, noon), "–");
  check (sanera_words_remaining (data, noon), "–");
  g_assert_false (sanera_words_is_overdue (data, noon));
  free_activity (data);
}

static void
test_labels (void)
{
  sanera_language_set ("sv");
  g_assert_cmpstr (sanera_words_label (&sanera_priority_enum, "Medium"), ==, "Medel");
  g_assert_cmpstr (sanera_words_label (&sanera_ticket_status_enum, "active"), ==, "Godkänt");
  g_assert_cmpstr (sanera_words_label (&sanera_security_task_status_enum, "active"), ==, "Godkänd");
  g_assert_cmpstr (sanera_words_label (&sanera_activity_status_enum, "Active"), ==, "Pågår");
  g_assert_cmpstr (sanera_words_label (&sanera_recommendation_status_enum, "Active"), ==, "Aktiv");
  g_assert_cmpstr (sanera_words_label (&sanera_priority_enum, "Urgent"), ==, "Urgent");
  g_assert_cmpstr (sanera_words_label (&sanera_priority_enum, NULL), ==, "–");
  g_assert_cmpstr (sanera_words_label (&sanera_priority_enum, ""), ==, "–");

  g_assert_cmpstr (sanera_words_device_group ("UnassignedGroup"), ==, "Ogrupperade enheter");
  g_assert_cmpstr (sanera_words_device_group (NULL), ==, "Ogrupperade enheter");
  g_assert_cmpstr (sanera_words_device_group ("Växjö"), ==, "Växjö");
  g_assert_cmpstr (sanera_words_os_platform ("WindowsServer2012R2"), ==, "Windows Server 2012 R2");
  g_assert_cmpstr (sanera_words_os_platform ("RedHatEnterpriseLinux"), ==,
                   "Red Hat Enterprise Linux");
  g_assert_cmpstr (sanera_words_os_platform ("macOS"), ==, "macOS");
  g_assert_cmpstr (sanera_words_os_platform ("RedHatEnterpriseLinux"), ==,
                   "Red Hat Enterprise Linux");
  g_assert_cmpstr (sanera_words_os_platform (NULL), ==, "–");
  g_assert_cmpstr (sanera_words_tag ("EOS"), ==, "Supporten har upphört");
  g_assert_cmpstr (sanera_words_tag ("mine"), ==, "mine");
}

static void
test_impact (void)
{
  sanera_language_set ("en");
  check (sanera_words_impact (0.767, 10, 0), "▼7.67");
  check (sanera_words_impact (0.767, 10, 9), "▼7.67 | +9.00");
  check (sanera_words_impact (0.00049, 10, 0), "<0.01");
  check (sanera_words_impact (0.0005, 10, 0), "▼0.01");
  check (sanera_words_impact (0, 10, 9), "+9.00");
  check (sanera_words_impact (0, 10, 0), "–");
  check (sanera_words_impact (0.5, 0, 0), "–");
  check (sanera_words_impact (NAN, 10, NAN), "–");
  sanera_language_set ("sv");
  check (sanera_words_impact (0.767, 10, 9), "▼7,67 | +9,00");
  check (sanera_words_impact (0.0001, 10, 0), "<0,01");
}

/* What waits says so beside what the person has made of the row; what the server does not have has
 * no status yet. */
static void
test_status (void)
{
  static const struct
  {
    const char *status;
    const char *state;
    const char *error;
    gint64 change;
    const char *words;
  } cases[] = {
    { "Completed", NULL, NULL, 7, "Completed" },
    { "Completed", "waiting", NULL, 7, "Completed · Waiting to be sent" },
    { "Completed", "sending", NULL, 7, "Completed · Sending…" },
    { "In progress", "refused", "OwnRequest", 7, "In progress · Refused by the server" },
    { "In progress", "refused", "PreconditionFailed", 7, "In progress · Changed by someone else" },
    { "In progress", "waiting", NULL, 0, "Waiting to be sent" },
    { "In progress", "refused", "NoDevices", 0, "Refused by the server" },
    { NULL, "waiting", NULL, 7, "Waiting to be sent" },
    { NULL, NULL, NULL, 7, NULL },
  };

  sanera_language_set ("en");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words =
          sanera_words_status (cases[i].status, cases[i].state, cases[i].error, cases[i].change);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sanera_language_init ("en", BUILD_LOCALEDIR);

  g_test_add_func ("/cache/words/titles", test_titles);
  g_test_add_func ("/cache/words/titles-of-the-server", test_titles_of_the_server);
  g_test_add_func ("/cache/words/descriptions", test_descriptions);
  g_test_add_func ("/cache/words/activity-description", test_activity_description);
  g_test_add_func ("/cache/words/steps", test_steps);
  g_test_add_func ("/cache/words/r5-completed-by", test_completed_by);
  g_test_add_func ("/cache/words/ticket-status", test_ticket_status);
  g_test_add_func ("/cache/words/progress", test_progress);
  g_test_add_func ("/cache/words/due", test_due);
  g_test_add_func ("/cache/words/labels", test_labels);
  g_test_add_func ("/cache/words/impact", test_impact);
  g_test_add_func ("/cache/words/status", test_status);

  return g_test_run ();
}

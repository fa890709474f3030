/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "sanera-language.h"
#include "sanera-words-event.h"

static const char *const languages[] = { "en", "sv", "zh_CN" };

typedef struct
{
  const char *person;
  const char *event;
  const char *entity_type;
  const char *entity_id;
  const char *details;
  const char *expected[3];
} Line;

/* R11, R12: an event code and its values are a sentence in the interface language. */
static const Line lines[] = {
  { "anna@example.org",
    "requested",
    "remediationTask",
    "t",
    "{\"type\":\"Update\",\"priority\":\"High\",\"dueOn\":\"2026-12-25T00:00:00Z\","
    "\"targetDevices\""
    ":1234,\"ticket\":true,\"recommendationReference\":\"va-_-google-_-chrome\"}",
    { "Remediation requested · Remediation type: Software update · Priority: High · Due date: 25 "
      "Dec "
      "2026 · Devices: 1,234 · Security task: Yes",
      "Åtgärd begärd · Åtgärdstyp: Programuppdatering · Prioritet: Hög · Förfallodatum: 25 dec. "
      "2026 "
      "· Enheter: 1 234 · Säkerhetsuppgift: Ja",
      "已请求修正 · 修正类型：软件更新 · 优先级：高 · 截止日期：2026年12月25日 · 设备：1,234 · "
      "安全任务：是" } },
  /* what there is not is left out */
  { "anna@example.org",
    "requested",
    "remediationTask",
    "t",
    "{\"type\":\"AttentionRequired\",\"dueOn\":null,\"targetDevices\":3}",
    { "Remediation requested · Remediation type: Attention required · Devices: 3",
      "Åtgärd begärd · Åtgärdstyp: Kräver uppmärksamhet · Enheter: 3",
      "已请求修正 · 修正类型：需要注意 · 设备：3" } },
  { "anna@example.org",
    "changed",
    "remediationTask",
    "t",
    "{\"priority\":{\"old\":\"Low\",\"new\":\"High\"},\"dueOn\":{\"old\":null,\"new\":\"2026-12-"
    "25\"},"
    "\"notes\":{\"old\":\"a\",\"new\":\"\"}}",
    { "Request changed · Priority: Low → High · Due date: – → 25 Dec 2026 · Notes: a → –",
      "Begäran ändrad · Prioritet: Låg → Hög · Förfallodatum: – → 25 dec. 2026 · Anteckningar: a → "
      "–",
      "已更改请求 · 优先级：低 → 高 · 截止日期：– → 2026年12月25日 · 备注：a → –" } },
  { "",
    "completed",
    "remediationTask",
    "t",
    "{\"completionMethod\":\"Automatic\"}",
    { "Completed by the system: all devices are fixed",
      "Slutförd av systemet: alla enheter är åtgärdade", "由系统完成：所有设备均已修正" } },
  { "bo@example.org",
    "completed",
    "remediationTask",
    "t",
    "{\"completionMethod\":\"Manual\"}",
    { "Remediation activity completed", "Åtgärdsaktiviteten slutförd", "已完成修正活动" } },
  { NULL,
    "reopened",
    "remediationTask",
    "t",
    "{}",
    { "Reopened by the system: a weakness has come back",
      "Öppnad igen av systemet: en svaghet har kommit tillbaka",
      "由系统重新打开：有弱点再次出现" } },
  { "bo@example.org",
    "ticketRejected",
    "remediationTask",
    "t",
    "{\"note\":\"not now\"}",
    { "Security task rejected · Note: not now", "Säkerhetsuppgiften avvisad · Anteckning: not now",
      "已拒绝安全任务 · 备注：not now" } },
  { "anna@example.org",
    "exceptionCreated",
    "exception",
    "e",
    "{\"scope\":\"DeviceGroups\",\"rbacGroupNames\":[\"Clients\",\"UnassignedGroup\"]}",
    { "Exception created · Exception scope: Exception per device group · Device groups: Clients, "
      "Ungrouped devices",
      "Undantag skapat · Undantagets omfattning: Undantag per enhetsgrupp · Enhetsgrupper: "
      "Clients, "
      "Ogrupperade enheter",
      "已创建例外 · 例外范围：设备组例外 · 设备组：Clients、未分组设备" } },
  { "anna@example.org",
    "settingChanged",
    "setting",
    "intuneConnection",
    "{\"old\":false,\"new\":true}",
    { "Setting changed · Microsoft Intune connection: Off → On",
      "Inställning ändrad · Microsoft Intune-anslutning: Av → På",
      "已更改设置 · Microsoft Intune 连接：关 → 开" } },
  { "anna@example.org",
    "tokenAdded",
    "token",
    "k",
    "{\"email\":\"bo@example.org\",\"role\":\"itAdmin\"}",
    { "Access token added · Email address: bo@example.org · Role: IT administrator",
      "Åtkomsttoken tillagd · E-postadress: bo@example.org · Roll: IT-administratör",
      "已添加访问令牌 · 电子邮件地址：bo@example.org · 角色：IT 管理员" } },
  { "anna@example.org",
    "imported",
    "import",
    "i",
    "{\"format\":\"Trivy\",\"devices\":2,\"rows\":900,\"newFindings\":7,\"fixed\":0,"
    "\"firstImport\":"
    "null}",
    { "Scan report imported · Format: Trivy · Devices: 2 · New weaknesses: 7",
      "Skanningsrapport importerad · Format: Trivy · Enheter: 2 · Nya svagheter: 7",
      "已导入扫描报告 · 格式：Trivy · 设备：2 · 新弱点：7" } },
  { "bo@example.org",
    "deviceMoved",
    "machine",
    "d",
    "{\"name\":\"till-1\",\"old\":\"Clients\",\"new\":null}",
    { "Device moved to another device group · Device group: Clients → – · Name: till-1",
      "Enheten flyttad till en annan enhetsgrupp · Enhetsgrupp: Clients → – · Namn: till-1",
      "设备已移到其他设备组 · 设备组：Clients → – · 名称：till-1" } },
  { "bo@example.org",
    "ticketApproved",
    "remediationTask",
    "t",
    "{\"securityTaskId\":\"x\",\"ticket\":\"1/3\",\"deviceCount\":10000}",
    { "Security task approved · Security task: 1/3 · Devices: 10,000",
      "Säkerhetsuppgiften godkänd · Säkerhetsuppgift: 1/3 · Enheter: 10 000",
      "已批准安全任务 · 安全任务：1/3 · 设备：10,000" } },
  /* of a later version: shown as it came */
  { "anna@example.org",
    "teleported",
    "starship",
    "s",
    "{\"speed\":{\"old\":1,\"new\":2},\"crew\":[\"a\",\"b\"],\"ready\":true,\"deep\":{\"x\":[1]}}",
    { "teleported · speed: 1 → 2 · crew: a, b · ready: Yes · deep: {\"x\":[1]}",
      "teleported · speed: 1 → 2 · crew: a, b · ready: Ja · deep: {\"x\":[1]}",
      "teleported · speed：1 → 2 · crew：a、b · ready：是 · deep：{\"x\":[1]}" } },
  { "anna@example.org",
    "teleported",
    NULL,
    NULL,
    "no JSON",
    { "teleported · no JSON", "teleported · no JSON", "teleported · no JSON" } },
  { "anna@example.org", NULL, NULL, NULL, NULL, { "–", "–", "–" } },
};

/* Spaces that do not break are as good as others. */
static void
check_text (char *text, const char *expected)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u00a0", " ", 0);
  g_string_replace (plain, "\u202f", " ", 0);
  g_assert_cmpstr (plain->str, ==, expected);
  g_free (text);
}

static void
test_lines (void)
{
  for (gsize l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      sanera_language_set (languages[l]);
      for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
        {
          const SaneraEventData data = {
            .person = (char *)lines[i].person,
            .event = (char *)lines[i].event,
            .entity_type = (char *)lines[i].entity_type,
            .entity_id = (char *)lines[i].entity_id,
            .details = (char *)lines[i].details,
          };

          check_text (sanera_words_event (&data), lines[i].expected[l]);
        }
    }
  sanera_language_set ("en");
}

static void
test_who (void)
{
  static const char *const expected[] = { "System", "Systemet", "系统" };
  const SaneraEventData nobody = { 0 };
  const SaneraEventData anna = { .person = (char *)"anna@example.org" };

  for (gsize l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      sanera_language_set (languages[l]);
      check_text (sanera_words_event_person (&nobody), expected[l]);
      check_text (sanera_words_event_person (&anna), "anna@example.org");
    }
  sanera_language_set ("en");
}

static void
test_names (void)
{
  const char *const *codes = sanera_words_event_codes ();

  g_assert_true (g_strv_contains (codes, "requested"));
  for (guint i = 0; codes[i] != NULL; i++)
    {
      g_assert_cmpstr (sanera_words_event_name (codes[i], NULL), !=, codes[i]);
      g_assert_false (g_strv_contains (codes + i + 1, codes[i]));
    }
  g_assert_cmpstr (sanera_words_event_entity ("token"), ==, "Access token");
  g_assert_cmpstr (sanera_words_event_entity ("starship"), ==, "starship");
  sanera_language_set ("sv"); /* where the noun is not the verb */
  g_assert_cmpstr (sanera_words_event_entity ("import"), ==, "Import");
  sanera_language_set ("en");
  g_assert_cmpstr (sanera_words_event_entity (NULL), ==, "–");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sanera_language_init ("en", BUILD_LOCALEDIR);
  g_test_add_func ("/cache/words/event", test_lines);
  g_test_add_func ("/cache/words/event/person", test_who);
  g_test_add_func ("/cache/words/event/names", test_names);

  return g_test_run ();
}

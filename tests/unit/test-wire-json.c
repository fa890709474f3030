/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-json.h"
#include "sanera-recommendation.h"
#include "sanera-vulnerability.h"

#include <math.h>
#include <string.h>

/* Samples of Microsoft's documentation, word for word. */
#define SAMPLE_RECOMMENDATIONS                                                    \
  "{\n"                                                                           \
  "    \"@odata.context\": "                                                      \
  "\"https://api.securitycenter.microsoft.com/api/$metadata#Recommendations\",\n" \
  "    \"value\": [\n"                                                            \
  "        {\n"                                                                   \
  "            \"id\": \"va-_-microsoft-_-windows_10\",\n"                        \
  "            \"productName\": \"windows_10\",\n"                                \
  "            \"recommendationName\": \"Update Windows 10\",\n"                  \
  "            \"weaknesses\": 397,\n"                                            \
  "            \"vendor\": \"microsoft\",\n"                                      \
  "            \"recommendedVersion\": \"\",\n"                                   \
  "            \"recommendationCategory\": \"Application\",\n"                    \
  "            \"subCategory\": \"\",\n"                                          \
  "            \"severityScore\": 0,\n"                                           \
  "            \"publicExploit\": true,\n"                                        \
  "            \"activeAlert\": false,\n"                                         \
  "            \"associatedThreats\": [\n"                                        \
  "                \"3098b8ef-23b1-46b3-aed4-499e1928f9ed\",\n"                   \
  "                \"40c189d5-0330-4654-a816-e48c2b7f9c4b\"\n"                    \
  "            ],\n"                                                              \
  "            \"remediationType\": \"Update\",\n"                                \
  "            \"status\": \"Active\",\n"                                         \
  "            \"configScoreImpact\": 0,\n"                                       \
  "            \"exposureImpact\": 7.674418604651163,\n"                          \
  "            \"totalMachineCount\": 37,\n"                                      \
  "            \"exposedMachinesCount\": 7,\n"                                    \
  "            \"nonProductivityImpactedAssets\": 0,\n"                           \
  "            \"relatedComponent\": \"Windows 10\"\n"                            \
  "        }\n"                                                                   \
  "    ]\n"                                                                       \
  "}"
#define SAMPLE_ACTIVITY                                                               \
  "{ \"id\": \"03942ef5-aewb-4w6e-b555-d6a97013844w\",\n"                             \
  "  \"title\": \"Update Microsoft Silverlight\",\n"                                  \
  "  \"createdOn\": \"2021-02-10T13:20:36.4718166Z\",\n"                              \
  "  \"requesterId\": \"65548a1d-ef00-4a7a-8d19-1b967b5c36f4\",\n"                    \
  "  \"requesterEmail\": \"user1@contoso.com\",\n"                                    \
  "  \"status\": \"Active\",\n"                                                       \
  "  \"statusLastModifiedOn\": \"2021-02-10T13:20:36.4719698Z\",\n"                   \
  "  \"description\": \"Update Silverlight to a later version  to mitigate 55 known " \
  "vulnerabilities affecting your devices.  \",\n"                                    \
  "  \"relatedComponent\": \"Microsoft Silverlight\",\n"                              \
  "  \"targetDevices\": 18511,\n"                                                     \
  "  \"rbacGroupNames\": [ \"UnassignedGroup\", \"hhh\" ],\n"                         \
  "  \"fixedDevices\": 2866,\n"                                                       \
  "  \"requesterNotes\": \"test\",\n"                                                 \
  "  \"dueOn\": \"2021-02-11T00:00:00Z\",\n"                                          \
  "  \"category\": \"Software\",\n"                                                   \
  "  \"productivityImpactRemediationType\": null,\n"                                  \
  "  \"priority\": \"Medium\",\n"                                                     \
  "  \"completionMethod\": null,\n"                                                   \
  "  \"completerId\": null,\n"                                                        \
  "  \"completerEmail\": null,\n"                                                     \
  "  \"scid\": null,\n"                                                               \
  "  \"type\": \"Update\",\n"                                                         \
  "  \"productId\": \"microsoft-_-silverlight\",\n"                                   \
  "  \"vendorId\": \"microsoft\",\n"                                                  \
  "  \"nameId\": \"silverlight\",\n"                                                  \
  "  \"recommendedVersion\": null,\n"                                                 \
  "  \"recommendedVendor\": null,\n"                                                  \
  "  \"recommendedProgram\": null }"
#define SAMPLE_MACHINE                                                                   \
  "{\"id\":\"e058770379bc199a9c179ce52a23e16fd44fd2ee\",\"computerDnsName\":\"niw_pc\"," \
  "\"osPlatform\":\"Windows10\",\"rbacGroupName\":\"GroupTwo\"}"
#define SAMPLE_VULNERABILITY                                                         \
  "{\"id\":\"CVE-2019-13748\",\"name\":\"CVE-2019-13748\",\"description\":\"…\","  \
  "\"severity\":\"Medium\",\"cvssV3\":6.5,\"exposedMachines\":0,"                    \
  "\"publishedOn\":\"2019-12-10T00:00:00Z\",\"updatedOn\":\"2019-12-16T12:15:00Z\"," \
  "\"publicExploit\":false,\"exploitVerified\":false,\"exploitInKit\":false,"        \
  "\"exploitTypes\":[],\"exploitUris\":[]}"

/* Through the tree and without it: both ways must read the same. */
static gpointer
read_both_ways (const SaneraNoun *noun, const char *text, gsize length)
{
  g_autoptr (JsonNode) node = NULL;
  GError *error = NULL;
  gpointer data = sanera_noun_data_new (noun);
  gpointer other = sanera_noun_data_new (noun);

  g_assert_true (sanera_json_parse_noun (noun, text, length, "sample", data, &error));
  g_assert_no_error (error);
  node = sanera_json_parse (text, (gssize)length, 64, &error);
  g_assert_no_error (error);
  g_assert_true (
      sanera_json_read_noun (noun, json_node_get_object (node), "sample", other, &error));
  g_assert_no_error (error);
  g_assert_true (sanera_noun_data_equal (noun, data, other));
  sanera_noun_data_free (noun, other);

  return data;
}

static void
test_recommendation_sample (void)
{
  const char *text = SAMPLE_RECOMMENDATIONS;
  SaneraRecommendationData *data = NULL;
  SaneraJsonSplit split;
  SaneraJsonSlice value;
  gboolean done;
  GError *error = NULL;
  guint members = 0;

  g_assert_true (sanera_json_split_object (&split, text, strlen (text), &error));
  for (;;)
    {
      g_autofree char *name = NULL;
      SaneraJsonSplit elements;
      SaneraJsonSlice element;

      g_assert_true (sanera_json_split_next_member (&split, &name, &value, &done, &error));
      if (done)
        break;
      members++;
      if (!g_str_equal (name, "value"))
        continue;

      g_assert_true (sanera_json_split_array (&elements, value.text, value.length, &error));
      g_assert_true (sanera_json_split_next_element (&elements, &element, &done, &error));
      g_assert_false (done);
      data = read_both_ways (&sanera_recommendation_noun, element.text, element.length);
      g_assert_true (sanera_json_split_next_element (&elements, &element, &done, &error));
      g_assert_true (done);
      g_assert_true (sanera_json_split_next_element (&elements, &element, &done, &error));
      g_assert_true (done);
    }

  g_assert_cmpuint (members, ==, 2);
  g_assert_cmpstr (data->id, ==, "va-_-microsoft-_-windows_10");
  g_assert_cmpint (data->weaknesses, ==, 397);
  g_assert_null (data->recommended_version);
  g_assert_true (data->public_exploit);
  g_assert_false (data->active_alert);
  g_assert_cmpuint (g_strv_length (data->associated_threats), ==, 2);
  g_assert_cmpfloat (data->exposure_impact, ==, 7.674418604651163);
  g_assert_null (data->tags);
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

static void
test_other_samples (void)
{
  SaneraActivityData *activity =
      read_both_ways (&sanera_activity_noun, SAMPLE_ACTIVITY, strlen (SAMPLE_ACTIVITY));
  SaneraDeviceData *device =
      read_both_ways (&sanera_device_noun, SAMPLE_MACHINE, strlen (SAMPLE_MACHINE));
  SaneraVulnerabilityData *vulnerability = read_both_ways (
      &sanera_vulnerability_noun, SAMPLE_VULNERABILITY, strlen (SAMPLE_VULNERABILITY));

  g_assert_cmpstr (activity->id, ==, "03942ef5-aewb-4w6e-b555-d6a97013844w");
  g_assert_cmpint (activity->due_on, ==, 1613001600 * G_GINT64_CONSTANT (1000000));
  g_assert_cmpint (activity->fixed_devices, ==, 2866);
  g_assert_cmpstr (activity->rbac_group_names[1], ==, "hhh");
  g_assert_null (activity->completion_method);
  g_assert_cmpstr (device->computer_dns_name, ==, "niw_pc");
  g_assert_cmpfloat (vulnerability->cvss_v3, ==, 6.5);
  g_assert_cmpstr (vulnerability->description, ==, "…");
  sanera_noun_data_free (&sanera_activity_noun, activity);
  sanera_noun_data_free (&sanera_device_noun, device);
  sanera_noun_data_free (&sanera_vulnerability_noun, vulnerability);
}

/* What is wrong, and what the message must say about it. */
static void
test_refused_nouns (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "{\"id\":\"a\",\"weaknesses\":\"7\"}", "r[3].weaknesses: line 1, column 24 (byte 23): exp*" },
    { "{\"id\":\"a\",\"weaknesses\":7.5}", "r[3].weaknesses: *expected a whole number" },
    { "{\"id\":\"a\",\"weaknesses\":9223372036854775808}", "r[3].weaknesses: *out of range" },
    { "{\"id\":\"a\",\"weaknesses\":1e300}", "r[3].weaknesses: *expected a whole number" },
    { "{\"id\":\"a\",\"severityScore\":true}", "r[3].severityScore: *expected a number" },
    { "{\"id\":\"a\",\"severityScore\":1e999}", "r[3].severityScore: *out of range" },
    { "{\"id\":\"a\",\"publicExploit\":1}", "r[3].publicExploit: *expected true or false" },
    { "{\"id\":\"a\",\"publicExploit\":\"true\"}", "r[3].publicExploit: *expected true or false" },
    { "{\"id\":7}", "r[3].id: *expected a string" },
    { "{\"id\":{}}", "r[3].id: *expected a string" },
    { "{\"id\":\"a\",\"tags\":\"x\"}", "r[3].tags: *expected \"[\"" },
    { "{\"id\":\"a\",\"tags\":[\"x\",1]}", "r[3].tags: *expected a string" },
    { "{\"id\":\"a\",\"tags\":[\"x\",]}", "r[3].tags: *expected a string" },
    { "{\"id\":\"a\",\"tags\":[\"x\" \"y\"]}", "r[3].tags: *expected \",\"" },
    { "{\"id\":\"a\",\"createdOn\":\"yesterday\"}", "r[3].createdOn: *expected a point in time" },
    { "{\"id\":\"a\",\"createdOn\":20210101}", "r[3].createdOn: *expected a string" },
    { "{}", "r[3].id: missing" },
    { "{\"id\":null}", "r[3].id: missing" },
    { "{\"id\":\"\"}", "r[3].id: missing" },
    { "{\"id\":\"a\"", "r[3]: *ends too early" },
    { "{\"id\":\"a", "r[3].id: *ends inside a string" },
    { "{\"id\":\"a\\", "r[3].id: *ends inside a string" },
    { "{\"id\"", "r[3]: *ends too early" },
    { "{\"id\":", "r[3].id: *" },
    { "{\"id\":\"a\",}", "r[3]: *expected a string" },
    { "{\"id\":\"a\"} x", "r[3]: *something follows the end" },
    { "{\"id\":\"a\" \"x\":1}", "r[3]: *expected \",\"" },
    { "{'id':'a'}", "r[3]: *expected a string" },
    { "[\"id\"]", "r[3]: *expected \"{\"" },
    { "", "r[3]: *ends too early" },
    { "{\"id\":\"\\u0000\"}", "r[3].id: *a string holds a NUL" },
    { "{\"id\":\"\\ud800\"}", "r[3].id: *half a surrogate pair*" },
    { "{\"id\":\"\\udc00\\ud800\"}", "r[3].id: *half a surrogate pair*" },
    { "{\"id\":\"\\u12g4\"}", "r[3].id: *four hexadecimal digits" },
    { "{\"id\":\"\\x41\"}", "r[3].id: *unknown escape*" },
    { "{\"id\":\"\n\"}", "r[3].id: line 1, column 8 (byte 7): a control character in a string" },
    { "{\"id\":\"\xff\"}", "r[3].id: *not UTF-8" },
    { "{\n\"id\":\"a\",\n\"x\":01}", "r[3]: line 3, column 5 (byte 16): a number starts with 0" },
    { "{\"id\":\"a\",\"x\":[1,{\"y\":tru}]}", "r[3]: *expected a value" },
    { "{\"id\":\"a\",\"x\":[1}", "r[3]: *expected \",\" or \"]\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* A copy of the exact length: reading behind the end is found by the sanitizer. */
      gsize length = strlen (cases[i].text);
      g_autofree char *text = g_memdup2 (cases[i].text, length);
      gpointer data = sanera_noun_data_new (&sanera_recommendation_noun);
      g_autoptr (GError) error = NULL;

      g_assert_false (
          sanera_json_parse_noun (&sanera_recommendation_noun, text, length, "r[3]", data, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
      if (!g_pattern_match_simple (cases[i].message, error->message))
        g_error ("%s: \"%s\" is not like \"%s\"", cases[i].text, error->message, cases[i].message);
      sanera_noun_data_free (&sanera_recommendation_noun, data);
    }
}

/* The same mistakes found in a tree name the path too. */
static void
test_refused_in_tree (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "{\"id\":\"a\",\"weaknesses\":\"7\"}", "r.weaknesses: expected a whole number" },
    { "{\"id\":\"a\",\"weaknesses\":7.5}", "r.weaknesses: expected a whole number" },
    { "{\"id\":\"a\",\"severityScore\":[]}", "r.severityScore: expected a number" },
    { "{\"id\":\"a\",\"publicExploit\":{}}", "r.publicExploit: expected true or false" },
    { "{\"id\":[]}", "r.id: expected a string" },
    { "{\"id\":\"a\",\"tags\":{}}", "r.tags: expected a list" },
    { "{\"id\":\"a\",\"tags\":[\"x\",[]]}", "r.tags[1]: expected a string" },
    { "{\"id\":\"a\",\"createdOn\":\"\"}", "r.createdOn: expected a point in time" },
    { "{}", "r.id: missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gpointer data = sanera_noun_data_new (&sanera_recommendation_noun);
      g_autoptr (JsonNode) node = sanera_json_parse (cases[i].text, -1, 64, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (sanera_json_read_noun (&sanera_recommendation_noun,
                                             json_node_get_object (node), "r", data, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      sanera_noun_data_free (&sanera_recommendation_noun, data);
    }
}

static void
test_accepted_nouns (void)
{
  const char *text =
      " {\"weaknesses\" : 2866.0, \"i\\u0064\":\"\\u00e5\\ud83d\\ude00\\n\\/\\\"\\\\\", "
      "\"weaknesses\":-3,\"change\":1e3, \"unknown\":{\"deep\":[[[null]]]},"
      "\"tags\":[\"a\"],\"tags\":[\"b\",\"\\u6f0f\"],\"status\":\"Invented\","
      "\"localState\":\"waiting\",\"highestSeverity\":\"\",\"createdOn\":null}\n";
  SaneraRecommendationData *data =
      read_both_ways (&sanera_recommendation_noun, text, strlen (text));

  g_assert_cmpstr (data->id, ==, "å😀\n/\"\\");
  g_assert_cmpint (data->weaknesses, ==, -3);
  g_assert_cmpint (data->change, ==, 1000);
  g_assert_cmpuint (g_strv_length (data->tags), ==, 2);
  g_assert_cmpstr (data->tags[1], ==, "漏");
  g_assert_cmpstr (data->status, ==, "Invented");
  g_assert_cmpstr (data->highest_severity, ==, ""); /* may be null, so "" is a value */
  g_assert_cmpint (data->created_on, ==, SANERA_INT_NULL);
  sanera_noun_data_free (&sanera_recommendation_noun, data);
}

/* What lives only on this desktop is neither read nor written. */
static void
test_local_fields (void)
{
  SaneraActivityData data;
  g_autoptr (GString) out = g_string_new (NULL);

  sanera_noun_data_init (&sanera_activity_noun, &data);
  g_assert_true (sanera_json_parse_noun (
      &sanera_activity_noun, "{\"id\":\"a\",\"localState\":\"waiting\"}", 33, "a", &data, NULL));
  g_assert_null (data.local_state);

  data.local_state = g_strdup ("waiting");
  sanera_json_append_noun (out, &sanera_activity_noun, &data, SANERA_JSON_SANERA);
  g_assert_null (strstr (out->str, "localState"));
  g_assert_nonnull (strstr (out->str, "\"exposedDevices\":null"));
  g_assert_nonnull (strstr (out->str, "\"title\":\"\""));
  g_assert_nonnull (strstr (out->str, "\"rbacGroupNames\":[]"));
  g_assert_nonnull (strstr (out->str, "\"tickets\":null"));

  g_string_truncate (out, 0);
  sanera_json_append_noun (out, &sanera_activity_noun, &data, SANERA_JSON_DEFENDER);
  g_assert_null (strstr (out->str, "exposedDevices"));
  g_assert_nonnull (strstr (out->str, "\"fixedDevices\":null"));
  sanera_noun_data_clear (&sanera_activity_noun, &data);
}

static void
test_round_trip (void)
{
  const char *groups[] = { "Gruppe \"Ü\"", "\x01\x1f\t漏洞", NULL };
  SaneraActivityData data;
  SaneraActivityData *back;
  g_autoptr (GString) out = g_string_new (NULL);

  sanera_noun_data_init (&sanera_activity_noun, &data);
  data.id = g_strdup ("97a5c6b0-0000-4000-8000-000000000001");
  data.title = g_strdup ("line\nbreak \\ \"quote\" </b>");
  data.created_on = 1612963236471816;
  data.due_on = 1613001600 * G_GINT64_CONSTANT (1000000);
  data.target_devices = 18511;
  data.rbac_group_names = g_strdupv ((char **)groups);
  data.tickets = g_strdup ("[{\"id\":\"x\",\"deviceCount\":2}]");
  data.ticket_status = g_strdup ("pending");
  data.requester_notes = g_strdup ("");

  sanera_json_append_noun (out, &sanera_activity_noun, &data, SANERA_JSON_SANERA);
  back = read_both_ways (&sanera_activity_noun, out->str, out->len);
  g_assert_true (sanera_noun_data_equal (&sanera_activity_noun, &data, back));
  sanera_noun_data_free (&sanera_activity_noun, back);
  sanera_noun_data_clear (&sanera_activity_noun, &data);
}

static void
test_append_values (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { -3, "-3" },
    { 0.1, "0.1" },
    { 1e300, "1e+300" },
    { 123456789.123456789, "123456789.12345679" },
    { 7.674418604651163, "7.674418604651163" },
    { 1.0 / 3, "0.3333333333333333" },
    { NAN, "null" },
    { INFINITY, "null" },
  };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_truncate (out, 0);
      sanera_json_append_double (out, cases[i].value);
      if (isfinite (cases[i].value))
        g_assert_cmpfloat (g_ascii_strtod (out->str, NULL), ==, cases[i].value);
      g_assert_cmpstr (out->str, ==, cases[i].text);
    }

  g_string_truncate (out, 0);
  sanera_json_append_string (out, "a\"\xff"
                                  "b\xc3\xa5\n");
  g_assert_cmpstr (out->str, ==,
                   "\"a\\\"\xef\xbf\xbd"
                   "bå\\n\"");

  g_string_truncate (out, 0);
  sanera_json_append_time (out, 1612963236471816);
  sanera_json_append_time (out, SANERA_INT_NULL);
  sanera_json_append_strv (out, NULL);
  sanera_json_append_string (out, NULL);
  g_assert_cmpstr (out->str, ==, "\"2021-02-10T13:20:36.471816Z\"null[]null");
}

/* Every way a document can be cut or spoiled gives an error with its place, and never a crash. */
static void
test_parse_refused (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1, column 1 (byte 0): the text ends too early" },
    { "  \n ", "line 2, column 2 (byte 4): the text ends too early" },
    { "{\"a\":1} {\"b\":2}", "line 1, column 9 (byte 8): something follows the end" },
    { "{\"a\":1,}", "*expected a string" },
    { "[1,2", "*ends too early" },
    { "[1 2]", "*expected \",\" or \"]\"" },
    { "[1,]", "*expected a value" },
    { "{\"a\" 1}", "*expected \":\"" },
    { "/* comment */ {}", "line 1, column 1 (byte 0): expected a value" },
    { "[\"\\ud800\"]", "*half a surrogate pair*" },
    { "<html>", "*expected a value" },
    { "nul", "*expected a value" },
    { "[+1]", "*expected a value" },
    { "[1.]", "*expected a digit" },
    { "[1e]", "*expected a digit" },
    { "[-]", "*expected a digit" },
    { "[NaN]", "*expected a value" },
    { "{\"a\":[1,2}", "*expected \",\" or \"]\"" },
    { "[}", "*expected a value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sanera_json_parse (cases[i].text, -1, 64, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
      if (!g_pattern_match_simple (cases[i].message, error->message))
        g_error ("%s: \"%s\" is not like \"%s\"", cases[i].text, error->message, cases[i].message);
    }

  /* Cut at each byte. */
  for (gsize length = 0; length < strlen (SAMPLE_RECOMMENDATIONS); length++)
    {
      g_autofree char *text = g_memdup2 (SAMPLE_RECOMMENDATIONS, MAX (length, 1));
      g_autoptr (GError) error = NULL;

      g_assert_null (sanera_json_parse (text, (gssize)length, 64, &error));
      g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  SaneraJsonSplit split;
  SaneraJsonSlice slice;
  gboolean done;
  char *name;

  for (guint i = 0; i < 64; i++)
    g_string_append (text, "[");
  for (guint i = 0; i < 64; i++)
    g_string_append (text, "]");
  node = sanera_json_parse (text->str, -1, 64, &error);
  g_assert_no_error (error);
  g_assert_null (sanera_json_parse (text->str, -1, 63, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==, "line 1, column 64 (byte 63): nested too deeply");
  g_clear_error (&error);

  /* However deep it is, nothing recurses. */
  g_string_assign (text, "{\"a\":");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "[");
  g_assert_null (sanera_json_parse (text->str, -1, G_MAXUINT, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_true (sanera_json_split_object (&split, text->str, text->len, &error));
  g_assert_false (sanera_json_split_next_member (&split, &name, &slice, &done, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
}

static void
test_split_refused (void)
{
  static const struct
  {
    const char *text;
    guint elements;
    const char *message;
  } cases[] = {
    { "[1,\"a\\\\\",{\"x\":\"]}\\\"\"}]", 3, NULL },
    { "[]", 0, NULL },
    { " [ ] ", 0, NULL },
    { "[1,2", 2, "*ends too early" },
    { "[1,", 1, "*ends too early" },
    { "[", 0, "*ends too early" },
    { "[1,]", 1, "*expected a value" },
    { "[,1]", 0, "*expected a value" },
    { "[1 2]", 1, "*expected \",\"" },
    { "[1] x", 1, "line 1, column 5 (byte 4): something follows the end" },
    { "[{\"a\":[}]]", 0, "*a brace closes a bracket" },
    { "[\"a\\\"]", 0, "*ends inside a string" },
    { "[tru]", 0, "*expected a value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autofree char *text = g_memdup2 (cases[i].text, length);
      g_autoptr (GError) error = NULL;
      SaneraJsonSplit split;
      SaneraJsonSlice slice;
      gboolean done = FALSE;
      guint n = 0;

      g_assert_true (sanera_json_split_array (&split, text, length, &error));
      while (sanera_json_split_next_element (&split, &slice, &done, &error) && !done)
        n++;
      g_assert_cmpuint (n, ==, cases[i].elements);
      if (cases[i].message == NULL)
        g_assert_no_error (error);
      else if (error == NULL || !g_pattern_match_simple (cases[i].message, error->message))
        g_error ("%s: \"%s\" is not like \"%s\"", cases[i].text, error ? error->message : "",
                 cases[i].message);
    }
}

static void
test_typed_readers (void)
{
  g_autoptr (JsonNode) node = sanera_json_parse (
      "{\"t\":\"x\",\"i\":3,\"d\":1.5,\"b\":true,\"n\":null,\"e\":[],\"o\":{},\"l\":[\"a\"]}", -1,
      64, NULL);
  JsonObject *object = json_node_get_object (node);
  const char *text = "default";
  gint64 number = 42;
  double real = 0.5;
  gboolean flag = FALSE;
  JsonObject *child = NULL;
  g_auto (GStrv) strv = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sanera_json_get_text (object, "n", "p", &text, &error));
  g_assert_true (sanera_json_get_text (object, "absent", "p", &text, &error));
  g_assert_cmpstr (text, ==, "default");
  g_assert_true (sanera_json_get_text (object, "t", "p", &text, &error));
  g_assert_cmpstr (text, ==, "x");
  g_assert_true (sanera_json_get_int (object, "n", "p", &number, &error));
  g_assert_cmpint (number, ==, 42);
  g_assert_true (sanera_json_get_int (object, "i", "p", &number, &error));
  g_assert_cmpint (number, ==, 3);
  g_assert_true (sanera_json_get_double (object, "i", "p", &real, &error));
  g_assert_cmpfloat (real, ==, 3);
  g_assert_true (sanera_json_get_double (object, "d", "p", &real, &error));
  g_assert_cmpfloat (real, ==, 1.5);
  g_assert_true (sanera_json_get_bool (object, "b", "p", &flag, &error));
  g_assert_true (flag);
  g_assert_true (sanera_json_get_object (object, "o", "p", &child, &error));
  g_assert_nonnull (child);
  g_assert_true (sanera_json_get_strv (object, "l", "p", &strv, &error));
  g_assert_cmpstr (strv[0], ==, "a");

  g_assert_false (sanera_json_get_object (object, "e", "p", &child, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==, "p.e: expected an object");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/json/recommendation-sample", test_recommendation_sample);
  g_test_add_func ("/wire/json/other-samples", test_other_samples);
  g_test_add_func ("/wire/json/refused-nouns", test_refused_nouns);
  g_test_add_func ("/wire/json/refused-in-tree", test_refused_in_tree);
  g_test_add_func ("/wire/json/accepted-nouns", test_accepted_nouns);
  g_test_add_func ("/wire/json/local-fields", test_local_fields);
  g_test_add_func ("/wire/json/round-trip", test_round_trip);
  g_test_add_func ("/wire/json/append-values", test_append_values);
  g_test_add_func ("/wire/json/parse-refused", test_parse_refused);
  g_test_add_func ("/wire/json/depth", test_depth);
  g_test_add_func ("/wire/json/split-refused", test_split_refused);
  g_test_add_func ("/wire/json/typed-readers", test_typed_readers);
  return g_test_run ();
}

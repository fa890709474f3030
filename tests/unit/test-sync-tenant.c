/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sync with a Microsoft Defender tenant: a server that says word for word what Microsoft's
 * documentation prints, and what its notes warn of. */

#include "canned-server.h"
#include "sync-support.h"

#include <math.h>
#include <string.h>

#include "sanera-activity.h"
#include "sanera-device.h"
#include "sanera-export.h"
#include "sanera-recommendation.h"
#include "sanera-security-task.h"
#include "sanera-session.h"
#include "sanera-tenant-address.h"
#include "sanera-tenant-page.h"

#define DIRECTORY "11111111-2222-3333-4444-555555555555"
#define CLIENT "99999999-8888-7777-6666-555555555555"
#define FULL 10000 /* rows: the most of one answer */

#define TOKEN                                                            \
  "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":0," \
  "\"access_token\":\"token-1\"}"
#define SHORT_TOKEN "{\"token_type\":\"Bearer\",\"expires_in\":1,\"access_token\":\"token-2\"}"
#define EXPOSURE                                                                          \
  "{\"@odata.context\":\"https://api.securitycenter.microsoft.com/api/$metadata#Exposure" \
  "Score/$entity\",\"time\":\"2019-12-03T07:23:53.280499Z\",\"score\":33.491554051195706}"
#define CONFIGURATION                                                                      \
  "{\"@odata.context\":\"https://api.securitycenter.microsoft.com/api/$metadata#Configura" \
  "tionScore/$entity\",\"time\":\"2019-12-03T09:15:58.1665846Z\",\"score\":340}"
#define MACHINE                                                                           \
  "{\"id\":\"1e5bc9d7e413ddd7902c2932e418702b84d0cc07\",\"computerDnsName\":"             \
  "\"mymachine1.contoso.com\",\"firstSeen\":\"2018-08-02T14:55:03.7791856Z\",\"lastSeen"  \
  "\":\"2018-08-02T14:55:03.7791856Z\",\"osPlatform\":\"Windows10\",\"version\":\"1709\"" \
  ",\"osProcessor\":\"x64\",\"lastIpAddress\":\"172.17.230.209\",\"lastExternalIpAddress" \
  "\":\"167.220.196.71\",\"osBuild\":18209,\"healthStatus\":\"Active\",\"rbacGroupId\":"  \
  "140,\"rbacGroupName\":\"The-A-Team\",\"riskScore\":\"Low\",\"exposureLevel\":"         \
  "\"Medium\",\"isAadJoined\":true,\"aadDeviceId\":\"80fe8ff8-2624-418e-9591-41f0491218"  \
  "f9\",\"machineTags\":[\"test tag 1\",\"test tag 2\"]}"
#define RECOMMENDATION                                                                      \
  "{\"id\":\"va-_-microsoft-_-windows_10\",\"productName\":\"windows_10\",\"recommendatio"  \
  "nName\":\"Update Windows 10\",\"weaknesses\":397,\"vendor\":\"microsoft\",\"recommende"  \
  "dVersion\":\"\",\"recommendationCategory\":\"Application\",\"subCategory\":\"\",\"sever" \
  "ityScore\":0,\"publicExploit\":true,\"activeAlert\":false,\"associatedThreats\":[\"3098" \
  "b8ef-23b1-46b3-aed4-499e1928f9ed\",\"40c189d5-0330-4654-a816-e48c2b7f9c4b\"],\"remedia"  \
  "tionType\":\"Update\",\"status\":\"Active\",\"configScoreImpact\":0,\"exposureImpact\":" \
  "7.674418604651163,\"totalMachineCount\":37,\"exposedMachinesCount\":7,\"nonProductivit"  \
  "yImpactedAssets\":0,\"relatedComponent\":\"Windows 10\"}"
#define TASK                                                                                \
  "{\"id\":\"03942ef5-aewb-4w6e-b555-d6a97013844w\",\"title\":\"Update Microsoft Silverlig" \
  "ht\",\"createdOn\":\"2021-02-10T13:20:36.4718166Z\",\"requesterId\":\"65548a1d-ef00-4a"  \
  "7a-8d19-1b967b5c36f4\",\"requesterEmail\":\"user1@contoso.com\",\"status\":\"Active\","  \
  "\"statusLastModifiedOn\":\"2021-02-10T13:20:36.4719698Z\",\"description\":\"Update Silv" \
  "erlight to a later version  to mitigate 55 known vulnerabilities affecting your devices" \
  ". \",\"relatedComponent\":\"Microsoft Silverlight\",\"targetDevices\":18511,\"rbacGroup" \
  "Names\":[\"UnassignedGroup\",\"hhh\"],\"fixedDevices\":2866,\"requesterNotes\":\"test\"" \
  ",\"dueOn\":\"2021-02-11T00:00:00Z\",\"category\":\"Software\",\"productivityImpactReme"  \
  "diationType\":null,\"priority\":\"Medium\",\"completionMethod\":null,\"completerId\":nu" \
  "ll,\"completerEmail\":null,\"scid\":null,\"type\":\"Update\",\"productId\":\"microsoft-" \
  "_-silverlight\",\"vendorId\":\"microsoft\",\"nameId\":\"silverlight\",\"recommendedVers" \
  "ion\":null,\"recommendedVendor\":null,\"recommendedProgram\":null}"
#define OLD_TASK                                                                           \
  "{\"id\":\"old\",\"title\":\"Update X\",\"status\":\"Completed\",\"statusLastModifiedOn" \
  "\":\"2021-02-10T13:20:36Z\",\"type\":\"Update\",\"targetDevices\":1,\"fixedDevices\":1}"
#define GRAPH_TASK                                                                          \
  "{\"@odata.type\":\"#microsoft.graph.appVulnerabilityTask\",\"id\":\"5b2caf2d-af2d-5b2c"  \
  "-2daf-2c5b2daf2c5b\",\"displayName\":\"Display Name value\",\"description\":\"Descripti" \
  "on value\",\"createdDateTime\":\"2017-01-01T00:02:43.5775965-08:00\",\"dueDateTime\":"   \
  "\"2017-01-01T00:02:18.1994089-08:00\",\"category\":\"advancedThreatProtection\",\"prior" \
  "ity\":\"high\",\"creator\":\"Creator value\",\"creatorNotes\":\"Creator Notes value\","  \
  "\"assignedTo\":\"Assigned To value\",\"status\":\"pending\",\"appName\":\"App Name valu" \
  "e\",\"appPublisher\":\"App Publisher value\",\"appVersion\":\"App Version value\",\"mit" \
  "igationType\":\"update\",\"insights\":\"Insights value\",\"managedDeviceCount\":2,\"mob" \
  "ileAppCount\":14,\"remediation\":\"Remediation value\"}"

typedef struct
{
  CannedServer *server;
  char *folder;
  char *text;
  SaneraConnection *connection;
  SaneraCache *cache;
  guint changed; /* how often a list was told */
} Fixture;

static void
changed_cb (Fixture *f)
{
  f->changed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *address = NULL;
  g_autoptr (SaneraTenantAddress) tenant = NULL;
  GError *error = NULL;

  f->server = canned_server_new (NULL, NULL);
  f->folder = g_dir_make_tmp ("sanera-XXXXXX", NULL);
  address = canned_server_get_address (f->server);
  tenant = sanera_tenant_address_new (address, DIRECTORY, CLIENT, &error);
  g_assert_no_error (error);
  f->text = sanera_tenant_address_to_string (tenant);
  f->connection = sanera_connection_new (SANERA_CONNECTION_TENANT, "Tenant", f->folder, f->text,
                                         "s&cret ä", NULL, FALSE, &error);
  g_assert_no_error (error);
  f->cache = g_object_ref (sanera_connection_get_cache (f->connection));
  g_signal_connect_swapped (f->cache, "changed", G_CALLBACK (changed_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sanera_connection_close (f->connection);
  WAIT_UNTIL (G_OBJECT (f->connection)->ref_count == 1);
  g_clear_object (&f->connection);
  sanera_cache_close (f->cache);
  g_clear_object (&f->cache);
  canned_server_free (f->server);
  sync_support_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->text);
}

static void
push (Fixture *f, guint status, const char *headers, const char *body)
{
  canned_server_push_json (f->server, status, headers, body);
}

static void
push_list (Fixture *f, const char *elements)
{
  g_autofree char *body = g_strdup_printf ("{\"@odata.context\":\"x\",\"value\":[%s]}", elements);

  push (f, 200, "", body);
}

/* What stands behind the lists of a pull. */
static void
push_scores_and_graph (Fixture *f, gboolean first)
{
  push (f, 200, "", EXPOSURE);
  push (f, 200, "", CONFIGURATION);
  if (first)
    push (f, 200, "", TOKEN);
  push_list (f, GRAPH_TASK);
}

static void
push_samples (Fixture *f, gboolean first)
{
  if (first)
    push (f, 200, "", TOKEN);
  push_list (f, MACHINE);
  push_list (f, TASK "," OLD_TASK);
  push_list (f, RECOMMENDATION);
  push_scores_and_graph (f, first);
}

static void
start_and_wait (Fixture *f, SaneraConnectionState state)
{
  sanera_connection_start (f->connection);
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == state);
}

static void
start_with_samples (Fixture *f)
{
  push_samples (f, TRUE);
  start_and_wait (f, SANERA_STATE_ONLINE);
}

/* F5, until the pull that it begins has ended as @state. */
static void
sync_and_wait (Fixture *f, SaneraConnectionState state)
{
  sanera_connection_sync (f->connection);
  WAIT_UNTIL (sanera_connection_get_state (f->connection) == state);
}

static void
assert_request (Fixture *f, guint i, const char *part)
{
  g_autofree char *request = canned_server_get_request (f->server, i);

  if (strstr (request, part) == NULL)
    g_error ("\"%s\" is not in: %s", part, request);
}

static gint64
count (Fixture *f, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table);

  return sync_support_query_int (f->cache, sql);
}

static void
test_samples (Fixture *f, gconstpointer data)
{
  const SaneraCacheInfo *info;
  g_autoptr (SaneraRecord) recommendation = NULL;
  g_autoptr (SaneraRecord) activity = NULL;
  g_autoptr (SaneraRecord) device = NULL;
  g_autoptr (SaneraRecord) task = NULL;
  const SaneraActivityData *of_activity;
  const SaneraSecurityTaskData *of_task;

  start_with_samples (f);

  assert_request (f, 0, "POST /" DIRECTORY "/oauth2/v2.0/token HTTP");
  assert_request (f, 0, "Content-Type: application/x-www-form-urlencoded");
  assert_request (f, 1, "GET /api/machines HTTP");
  assert_request (f, 1, "Authorization: Bearer token-1");
  assert_request (f, 7, "GET /beta/deviceAppManagement/deviceAppManagementTasks HTTP");

  recommendation =
      sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, "va-_-microsoft-_-windows_10");
  g_assert_nonnull (recommendation);
  g_assert_cmpfloat_with_epsilon (
      sanera_recommendation_get_data (SANERA_RECOMMENDATION (recommendation))->exposure_sum,
      7.674418604651163, 1e-9);
  activity = sanera_cache_lookup (f->cache, SANERA_LIST_ACTIVITIES,
                                  "03942ef5-aewb-4w6e-b555-d6a97013844w");
  of_activity = sanera_activity_get_data (SANERA_ACTIVITY (activity));
  g_assert_cmpint (of_activity->target_devices, ==, 18511);
  g_assert_cmpint (of_activity->fixed_devices, ==, 2866);
  /* R6: what is not told is not invented. */
  g_assert_cmpint (of_activity->unknown_devices, ==, SANERA_INT_NULL);
  g_assert_cmpint (of_activity->exposed_devices, ==, SANERA_INT_NULL);
  g_assert_cmpstr (of_activity->recommendation_reference, ==, "va-_-microsoft-_-silverlight");
  /* R7: completed 180 days ago and more. */
  g_assert_cmpint (count (f, "remediation_tasks"), ==, 1);
  device = sanera_cache_lookup (f->cache, SANERA_LIST_DEVICES,
                                "1e5bc9d7e413ddd7902c2932e418702b84d0cc07");
  g_assert_cmpstr (sanera_device_get_data (SANERA_DEVICE (device))->computer_dns_name, ==,
                   "mymachine1.contoso.com");
  task = sanera_cache_lookup (f->cache, SANERA_LIST_SECURITY_TASKS,
                              "5b2caf2d-af2d-5b2c-2daf-2c5b2daf2c5b");
  of_task = sanera_security_task_get_data (SANERA_SECURITY_TASK (task));
  g_assert_cmpstr (of_task->service, ==, "Intune");
  g_assert_cmpstr (of_task->type, ==, "Update");

  info = sanera_cache_get_info (f->cache);
  g_assert_true (info->tenant);
  g_assert_true (sanera_cache_info_can (info, "read"));
  g_assert_true (sanera_cache_info_can (info, "export"));
  g_assert_false (sanera_cache_info_can (info, "request"));
  g_assert_cmpfloat_with_epsilon (info->exposure_score, 33.491554051195706, 1e-9);
  g_assert_cmpfloat (info->configuration_points, ==, 340);
  g_assert_cmpint (info->device_count, ==, 1);
  g_assert_null (info->missing[0]);
  g_assert_cmpint (info->history->len, ==, 1);
  g_assert_cmpint (info->synced_on, !=, SANERA_INT_NULL);
  g_assert_cmpint (count (f, "device_groups"), ==, 1);
}

/* Rows that are as they were are not written again, and no list is told. */
static void
test_unchanged (Fixture *f, gconstpointer data)
{
  gint64 before;

  start_with_samples (f);
  before = sanera_cache_get_info (f->cache)->synced_on;
  f->changed = 0;

  push_samples (f, FALSE);
  sync_and_wait (f, SANERA_STATE_ONLINE);
  g_assert_cmpuint (f->changed, ==, 0);
  g_assert_cmpint (sanera_cache_get_info (f->cache)->synced_on, >, before);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT max (change) FROM machines"), ==, 1);
  g_assert_cmpint (sync_support_query_int (f->cache, "SELECT min (seen) FROM recommendations"), ==,
                   2);
}

/* What breaks half-way deletes nothing, and the data are not younger for it. */
static void
test_half (Fixture *f, gconstpointer data)
{
  gint64 before;

  start_with_samples (f);
  before = sanera_cache_get_info (f->cache)->synced_on;

  push_list (f, "");
  push_list (f, "");
  push (f, 200, "", "{\"value\":[{\"id\":1}]}");
  sync_and_wait (f, SANERA_STATE_REFUSED);
  g_assert_cmpint (count (f, "machines"), ==, 1);
  g_assert_cmpint (count (f, "remediation_tasks"), ==, 1);
  g_assert_cmpint (sanera_cache_get_info (f->cache)->synced_on, ==, before);

  push_list (f, "");
  push_list (f, "");
  push_list (f, RECOMMENDATION);
  push_scores_and_graph (f, FALSE);
  sync_and_wait (f, SANERA_STATE_ONLINE);
  g_assert_cmpint (count (f, "machines"), ==, 0);
  g_assert_cmpint (count (f, "remediation_tasks"), ==, 0);
  g_assert_cmpint (count (f, "recommendations"), ==, 1);
  g_assert_cmpint (count (f, "device_groups"), ==, 0);
}

static char *
make_rows (guint from, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint i = from; i < from + n; i++)
    g_string_append_printf (out,
                            "%s{\"id\":\"va-_-v-_-p%u\",\"productName\":\"p%u\",\"weaknesses\":1}",
                            i > from ? "," : "", i, i);
  return g_string_free (out, FALSE);
}

/* A link is followed as it came; a full page without one goes on with $skip, until nothing new
 * comes. */
static void
test_paging (Fixture *f, gconstpointer data)
{
  g_autofree char *address = canned_server_get_address (f->server);
  g_autofree char *linked = g_strdup_printf (
      "{\"@odata.nextLink\":\"%s/api/machines?pagesize=5&$skiptoken=eyJ%%2Bx\",\"value\":[%s]}",
      address, MACHINE);
  g_autofree char *full = make_rows (0, FULL);
  g_autofree char *rest = make_rows (FULL - 1, 3);

  push (f, 200, "", TOKEN);
  push (f, 200, "", linked);
  push_list (f, "{\"id\":\"second\",\"computerDnsName\":\"b\"}");
  push_list (f, "");
  push_list (f, full);
  push_list (f, rest);
  push_scores_and_graph (f, TRUE);
  start_and_wait (f, SANERA_STATE_ONLINE);

  assert_request (f, 2, "GET /api/machines?pagesize=5&$skiptoken=eyJ%2Bx HTTP");
  assert_request (f, 4, "GET /api/recommendations HTTP");
  assert_request (f, 5, "GET /api/recommendations?$skip=10000 HTTP");
  assert_request (f, 6, "GET /api/exposureScore HTTP");
  g_assert_cmpint (count (f, "machines"), ==, 2);
  g_assert_cmpint (count (f, "recommendations"), ==, FULL + 2);
}

/* "No recent machines" is an answer to the whole question; behind a link it is one that has ended.
 */
static void
test_link_gone (Fixture *f, gconstpointer data)
{
  g_autofree char *address = canned_server_get_address (f->server);
  g_autofree char *linked =
      g_strdup_printf ("{\"@odata.nextLink\":\"%s/api/machines?$skiptoken=x\",\"value\":[%s]}",
                       address, "{\"id\":\"second\",\"computerDnsName\":\"b\"}");

  start_with_samples (f);
  g_assert_cmpint (count (f, "machines"), ==, 1);

  push (f, 200, "", linked);
  push (f, 410, "", "{\"error\":{\"code\":\"NotFound\",\"message\":\"x\"}}");
  sync_and_wait (f, SANERA_STATE_REFUSED);
  g_assert_cmpint (count (f, "machines"), ==, 2);
}

/* Who does not know $skip sends the same page for ever: it is asked for once more only. */
static void
test_no_skip (Fixture *f, gconstpointer data)
{
  g_autofree char *full = make_rows (0, FULL);

  push (f, 200, "", TOKEN);
  push_list (f, "");
  push_list (f, "");
  push_list (f, full);
  push_list (f, full);
  push_scores_and_graph (f, TRUE);
  start_and_wait (f, SANERA_STATE_ONLINE);
  g_assert_cmpint (count (f, "recommendations"), ==, FULL);
}

/* A token that is refused is renewed once, one that ends before it ends. */
static void
test_renewal (Fixture *f, gconstpointer data)
{
  push (f, 200, "", TOKEN);
  push (f, 401, "", "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"x\",\"target\":\"y\"}}");
  push (f, 200, "", SHORT_TOKEN);
  push_list (f, MACHINE);
  push (f, 200, "", TOKEN);
  push_list (f, "");
  push_list (f, "");
  push_scores_and_graph (f, TRUE);
  start_and_wait (f, SANERA_STATE_ONLINE);

  assert_request (f, 1, "Authorization: Bearer token-1");
  assert_request (f, 3, "Authorization: Bearer token-2");
  assert_request (f, 4, "POST /");
  assert_request (f, 5, "Authorization: Bearer token-1");
}

/* Refused twice, it is the application that is not let in. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  push (f, 200, "", TOKEN);
  push (f, 401, "", "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"x\"}}");
  push (f, 200, "", TOKEN);
  push (f, 401, "", "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"x\"}}");
  start_and_wait (f, SANERA_STATE_SIGN_IN);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, 4);
}

typedef struct
{
  guint status;
  const char *body;
  const char *code;
} Refusal;

#define REFUSAL(name, number)                                                           \
  "{\"error\":\"" name "\",\"error_description\":\"AADSTS" number ": Some words.\\r\\n" \
  "Trace ID: 1\",\"error_codes\":[" number "],\"correlation_id\":\"2\"}"

static const Refusal refusals[] = {
  { 401, REFUSAL ("invalid_client", "7000215"), SANERA_CODE_WRONG_SECRET },
  { 401, REFUSAL ("invalid_client", "7000222"), SANERA_CODE_SECRET_EXPIRED },
  { 400, REFUSAL ("unauthorized_client", "700016"), SANERA_CODE_UNKNOWN_APPLICATION },
  { 400, REFUSAL ("invalid_request", "90002"), SANERA_CODE_UNKNOWN_TENANT },
  { 400, REFUSAL ("invalid_request", "900023"), SANERA_CODE_UNKNOWN_TENANT },
  { 400, REFUSAL ("access_denied", "53003"), SANERA_CODE_SIGN_IN_BLOCKED },
  { 400, REFUSAL ("invalid_scope", "70011"), SANERA_CODE_SIGN_IN_REFUSED },
};

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  const Refusal *refusal = data;
  g_autofree char *code = NULL;

  push (f, refusal->status, "", refusal->body);
  start_and_wait (f, SANERA_STATE_SIGN_IN);
  code = sanera_error_get_code (sanera_connection_get_error (f->connection));
  g_assert_cmpstr (code, ==, refusal->code);
  /* A log has neither the secret nor the numbers of the call. */
  g_assert_null (strstr (sanera_connection_get_error (f->connection)->message, "s&cret"));
  g_assert_null (strstr (sanera_connection_get_error (f->connection)->message, "Trace"));
}

#define FORBIDDEN "{\"error\":{\"code\":\"Forbidden\",\"message\":\"x\",\"target\":\"y\"}}"

/* Without the recommendations nothing is connected; the rest is named, and left as it is. */
static void
test_permissions (Fixture *f, gconstpointer data)
{
  const SaneraCacheInfo *info;
  g_autofree char *code = NULL;

  push (f, 200, "", TOKEN);
  push (f, 404, "", "{\"error\":{\"code\":\"NotFound\",\"message\":\"x\"}}");
  push (f, 403, "", FORBIDDEN);
  push_list (f, RECOMMENDATION);
  push (f, 403, "", FORBIDDEN);
  push (f, 403, "", FORBIDDEN);
  push (f, 200, "", TOKEN);
  push (f, 403, "", FORBIDDEN);
  start_and_wait (f, SANERA_STATE_ONLINE);
  info = sanera_cache_get_info (f->cache);
  g_assert_cmpuint (g_strv_length (info->missing), ==, 3);
  g_assert_cmpstr (info->missing[0], ==, "RemediationTasks.Read.All");
  g_assert_cmpstr (info->missing[1], ==, "Score.Read.All");
  g_assert_cmpstr (info->missing[2], ==, "DeviceManagementApps.Read.All");
  g_assert_true (isnan (info->exposure_score));

  /* What is granted meanwhile is not in the token there is: a person who asks gets a new one. */
  push (f, 200, "", TOKEN);
  push_list (f, "");
  push_list (f, "");
  push (f, 403, "", FORBIDDEN);
  sync_and_wait (f, SANERA_STATE_REFUSED);
  code = sanera_error_get_code (sanera_connection_get_error (f->connection));
  g_assert_cmpstr (code, ==, SANERA_CODE_MISSING_PERMISSION);
  g_assert_cmpint (count (f, "recommendations"), ==, 1);
}

/* Returns: (transfer full): what *Test connection* finds out */
static SaneraCacheInfo *
test_connection (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sanera_connection_test_async (f->text, "s&cret ä", NULL, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  return sanera_connection_test_finish (result, error);
}

/* Each permission is tried, also that for what is fetched only when somebody looks at it. */
static void
test_probe (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraCacheInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  push (f, 200, "", TOKEN);
  push_list (f, RECOMMENDATION);
  push_list (f, TASK);
  push (f, 404, "", "{\"error\":{\"code\":\"NotFound\",\"message\":\"x\"}}");
  push (f, 403, "", FORBIDDEN);
  push (f, 403, "", FORBIDDEN);
  push (f, 200, "", EXPOSURE);
  push (f, 200, "", TOKEN);
  push (f, 401, "", FORBIDDEN);
  push (f, 200, "", TOKEN);
  push (f, 401, "", FORBIDDEN);
  info = test_connection (f, &error);
  g_assert_no_error (error);
  g_assert_true (info->tenant);
  assert_request (f, 4, "GET /api/vulnerabilities?$top=1 HTTP");
  assert_request (f, 5, "GET /api/Software?$top=1 HTTP");
  g_assert_cmpuint (g_strv_length (info->missing), ==, 3);
  g_assert_cmpstr (info->missing[0], ==, "Vulnerability.Read.All");
  g_assert_cmpstr (info->missing[1], ==, "Software.Read.All");
  g_assert_cmpstr (info->missing[2], ==, "DeviceManagementApps.Read.All");
}

/* Whoever cannot read the recommendations is not connected. */
static void
test_probe_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (SaneraCacheInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  push (f, 200, "", TOKEN);
  push (f, 403, "", FORBIDDEN);
  info = test_connection (f, &error);
  g_assert_null (info);
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "SecurityRecommendation.Read.All"));
}

static gboolean
forget_days (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  return sanera_cache_set_meta (db, SANERA_CACHE_META_HISTORY, NULL, error);
}

/* A score that may no longer be read is kept as the last one known; it is none of today. */
static void
test_score_withdrawn (Fixture *f, gconstpointer data)
{
  const SaneraCacheInfo *info;
  GError *error = NULL;

  start_with_samples (f);
  sanera_store_write (sanera_cache_get_store (f->cache), forget_days, NULL, NULL, &error);
  g_assert_no_error (error);

  push_list (f, MACHINE);
  push_list (f, TASK);
  push_list (f, RECOMMENDATION);
  push (f, 403, "", FORBIDDEN);
  push (f, 403, "", FORBIDDEN);
  push_list (f, GRAPH_TASK);
  sync_and_wait (f, SANERA_STATE_ONLINE);
  info = sanera_cache_get_info (f->cache);
  g_assert_cmpstr (info->missing[0], ==, "Score.Read.All");
  g_assert_cmpfloat_with_epsilon (info->exposure_score, 33.491554051195706, 1e-9);
  g_assert_cmpint (info->history->len, ==, 0);
}

/* 429 and 503: again when the server says. */
static void
test_busy (Fixture *f, gconstpointer data)
{
  push (f, 200, "", TOKEN);
  push_list (f, MACHINE);
  push (f, 429, "Retry-After: 0\r\n",
        "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"\"}}");
  push (f, 503, "Retry-After: 0\r\n", "{\"error\":{\"code\":\"x\",\"message\":\"\"}}");
  push_list (f, TASK);
  push_list (f, RECOMMENDATION);
  push_scores_and_graph (f, TRUE);
  start_and_wait (f, SANERA_STATE_ONLINE);
  g_assert_cmpint (count (f, "remediation_tasks"), ==, 1);
}

/* What belongs to a row. */
static void
test_children (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) devices = NULL;
  g_autoptr (GAsyncResult) history = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  g_autofree char *state = NULL;
  guint asked;

  start_with_samples (f);
  asked = canned_server_get_n_requests (f->server);

  push_list (f, "{\"id\":\"3cb5df6bb3640a2d37ad09fcd357b182d684fafc\",\"computerDnsName\":\"c\","
                "\"osPlatform\":\"WindowsServer2016\",\"rbacGroupName\":\"UnassignedGroup\"}");
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_ACTIVITY_DEVICES,
                                          "03942ef5-aewb-4w6e-b555-d6a97013844w", NULL,
                                          sync_support_take_result, &devices);
  WAIT_UNTIL (devices != NULL);
  sanera_connection_fetch_children_finish (f->connection, devices, &error);
  g_assert_no_error (error);
  assert_request (f, asked,
                  "GET /api/remediationTasks/03942ef5-aewb-4w6e-b555-d6a97013844w/machineReferen"
                  "ces HTTP");
  state = sync_support_query_text (f->cache, "SELECT state FROM task_machines");
  g_assert_cmpstr (state, ==, "exposed");

  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_ACTIVITY_EVENTS,
                                          "03942ef5-aewb-4w6e-b555-d6a97013844w", NULL,
                                          sync_support_take_result, &history);
  WAIT_UNTIL (history != NULL);
  g_assert_false (sanera_connection_fetch_children_finish (f->connection, history, &error));
  code = sanera_error_get_code (error);
  g_assert_cmpstr (code, ==, "NotTold");
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, asked + 1);
}

/* The devices with the software of a recommendation; what is not told of them stays unknown. */
static void
test_installed (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) devices = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) of_check = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  guint asked;

  start_with_samples (f);
  asked = canned_server_get_n_requests (f->server);

  push_list (f, "{\"id\":\"7c7e1896fa39efb0a32a2cf421d837af1b9bf762\",\"computerDnsName\":\"d\","
                "\"osPlatform\":\"Windows10\",\"rbacGroupName\":\"GroupTwo\"}");
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_INSTALLED_DEVICES,
                                          "va-_-microsoft-_-edge chromium", NULL,
                                          sync_support_take_result, &devices);
  WAIT_UNTIL (devices != NULL);
  sanera_connection_fetch_children_finish (f->connection, devices, &error);
  g_assert_no_error (error);
  assert_request (f, asked, "GET /api/Software/microsoft-_-edge%20chromium/machineReferences HTTP");
  g_assert_cmpint (sync_support_query_int (f->cache,
                                           "SELECT count (*) FROM installed_machines WHERE "
                                           "computer_dns_name = 'd' AND state IS NULL AND "
                                           "installed_version IS NULL"),
                   ==, 1);

  /* Tenant applications of before have not this permission. */
  push (f, 403, "", FORBIDDEN);
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_INSTALLED_DEVICES,
                                          "va-_-google-_-chrome", NULL, sync_support_take_result,
                                          &refused);
  WAIT_UNTIL (refused != NULL);
  g_assert_false (sanera_connection_fetch_children_finish (f->connection, refused, &error));
  g_assert_error (error, SANERA_ERROR, SANERA_ERROR_FORBIDDEN);
  g_assert_cmpstr (error->message, ==, SANERA_CODE_MISSING_PERMISSION ": Software.Read.All");
  g_clear_error (&error);

  /* A check is no software, and nobody is asked. */
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_INSTALLED_DEVICES,
                                          "sca-_-scid-20000", NULL, sync_support_take_result,
                                          &of_check);
  WAIT_UNTIL (of_check != NULL);
  g_assert_false (sanera_connection_fetch_children_finish (f->connection, of_check, &error));
  code = sanera_error_get_code (error);
  g_assert_cmpstr (code, ==, "NotTold");
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, asked + 2);
}

/* A list in a flyout that comes whole, and again when asked for more, ends. */
static void
test_children_no_skip (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GAsyncResult) devices = NULL;
  g_autoptr (GError) error = NULL;
  guint asked;

  start_with_samples (f);
  asked = canned_server_get_n_requests (f->server);
  for (guint i = 0; i < FULL; i++)
    g_string_append_printf (rows, "%s{\"id\":\"d%u\",\"computerDnsName\":\"d%u\"}",
                            i > 0 ? "," : "", i, i);

  push_list (f, rows->str);
  push_list (f, rows->str);
  sanera_connection_fetch_children_async (f->connection, SANERA_LIST_ACTIVITY_DEVICES,
                                          "03942ef5-aewb-4w6e-b555-d6a97013844w", NULL,
                                          sync_support_take_result, &devices);
  WAIT_UNTIL (devices != NULL);
  sanera_connection_fetch_children_finish (f->connection, devices, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (canned_server_get_n_requests (f->server), ==, asked + 2);
  g_assert_cmpint (count (f, "task_machines"), ==, FULL);
}

static char *
export_list (Fixture *f, SaneraList list)
{
  g_autoptr (SaneraQuery) query = sanera_query_new (list);
  g_autoptr (SaneraExport) export = sanera_export_new (f->cache, query, SANERA_CSV_MACHINE);
  g_autofree char *path = g_build_filename (f->folder, "export.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  sanera_export_write_async (export, file, NULL, sync_support_take_result, &result);
  WAIT_UNTIL (result != NULL);
  sanera_export_write_finish (export, result, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* A file says nothing that nobody has told, and the impact as it came. */
static void
test_export (Fixture *f, gconstpointer data)
{
  static const SaneraList lists[] = { SANERA_LIST_RECOMMENDATIONS, SANERA_LIST_DEVICES,
                                      SANERA_LIST_ACTIVITIES, SANERA_LIST_SECURITY_TASKS };

  start_with_samples (f);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *text = export_list (f, lists[i]);

      g_assert_null (strstr (text, ",-1,"));
      g_assert_null (strstr (text, ",-2,"));
      if (lists[i] == SANERA_LIST_RECOMMENDATIONS)
        g_assert_nonnull (strstr (text, ",7.674418604651"));
    }
}

#define ADD(path, func) g_test_add ("/sync/tenant/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("samples", test_samples);
  ADD ("unchanged", test_unchanged);
  ADD ("half", test_half);
  ADD ("paging", test_paging);
  ADD ("link-gone", test_link_gone);
  ADD ("no-skip", test_no_skip);
  ADD ("renewal", test_renewal);
  ADD ("refused", test_refused);
  ADD ("permissions", test_permissions);
  ADD ("probe", test_probe);
  ADD ("probe-refused", test_probe_refused);
  ADD ("score-withdrawn", test_score_withdrawn);
  ADD ("busy", test_busy);
  ADD ("children", test_children);
  ADD ("installed", test_installed);
  ADD ("children-no-skip", test_children_no_skip);
  ADD ("export", test_export);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sync/tenant/sign-in/%u", i);

      g_test_add (path, Fixture, &refusals[i], set_up, test_sign_in, tear_down);
    }

  return g_test_run ();
}

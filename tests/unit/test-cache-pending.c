/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optimistic rows: what each action shows, and what becomes of it when a feed page, a refusal, an
 * answer or an undo comes. */

#include "cache-support.h"
#include "sanera-action.h"
#include "sanera-device.h"
#include "sanera-pending-apply.h"
#include "sanera-pending.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"

#define KEY "11111111-1111-4111-8111-111111111111"
#define PERSON "anna@example.com"
#define DUE G_GINT64_CONSTANT (1800000000000000)

/* How a row differs: before, as the person wants it, as the server has it meanwhile. */
typedef struct
{
  SaneraActionKind kind;
  const char *body;
  const char *field;
  const char *before; /* NULL: null */
  const char *mine;
  const char *theirs;
} Case;

static const Case cases[] = {
  { SANERA_ACTION_CHANGE_ACTIVITY, "{\"priority\":\"High\"}", "priority", "Low", "High", "Medium" },
  { SANERA_ACTION_CHANGE_ACTIVITY, "{\"notes\":null}", "requesterNotes", "a", NULL, "b" },
  { SANERA_ACTION_COMPLETE_ACTIVITY, "{}", "status", "Active", "Completed", "Active" },
  { SANERA_ACTION_COMPLETE_ACTIVITY, "{}", "completerEmail", NULL, PERSON, NULL },
  { SANERA_ACTION_REOPEN_ACTIVITY, "{}", "status", "Completed", "Active", "Completed" },
  { SANERA_ACTION_WITHDRAW_ACTIVITY, "{}", "saneraOutcome", NULL, "withdrawn", NULL },
  { SANERA_ACTION_CREATE_TICKET, "{}", "ticketStatus", NULL, "creating", "rejected" },
  { SANERA_ACTION_APPROVE_TASK, "{\"note\":\"ok\"}", "status", "pending", "active", "pending" },
  { SANERA_ACTION_REJECT_TASK, "{\"note\":\"no\"}", "note", NULL, "no", "later" },
  { SANERA_ACTION_REJECT_TASK, "{\"note\":\"no\"}", "status", "pending", "rejected", "active" },
  { SANERA_ACTION_COMPLETE_TASK, "{}", "status", "active", "completed", "active" },
  { SANERA_ACTION_CHANGE_EXCEPTION, "{\"justificationContext\":\"x\"}", "justificationContext", "a",
    "x", "b" },
  { SANERA_ACTION_CANCEL_EXCEPTION, "{}", "status", "InEffect", "Canceled", "Suspended" },
  { SANERA_ACTION_CHANGE_DEVICE, "{\"rbacGroupName\":\"B\"}", "rbacGroupName", "A", "B", "C" },
  { SANERA_ACTION_KEEP_APART, "{\"other\":\"b\"}", "identity",
    "{\"names\":[],\"similar\":[{\"id\":\"b\",\"name\":\"B\",\"kind\":\"serial\"}]}", NULL,
    "{\"names\":[],\"similar\":[{\"id\":\"b\",\"name\":\"C\",\"kind\":\"serial\"}]}" },
  { SANERA_ACTION_DISMISS_PROPOSAL, "{\"proposal\":\"p\"}", "proposedException",
    "{\"id\":\"p\",\"count\":1,\"weaknesses\":[\"CVE-1\"],\"reason\":\"a\"}", NULL,
    "{\"id\":\"p\",\"count\":2,\"weaknesses\":[\"CVE-1\"],\"reason\":\"a\"}" },
};

typedef struct
{
  char *folder;
  SaneraCache *cache;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GError *error = NULL;

  f->folder = cache_support_make_folder ();
  f->cache = sanera_cache_open (f->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sanera_cache_close (f->cache);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->cache);
  cache_support_remove_folder (f->folder);
}

/* One thing that happens, on the writer's thread. */
typedef struct
{
  enum
  {
    PUT,
    SET,
    REMOVE,
    SETTLE,
    DERIVE,
    DELETE,
    SWEEP,
  } what;
  SaneraList list;
  const SaneraOutboxEntry *entry;
  gconstpointer data;
} Step;

static gboolean
step_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Step *step = data;
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  guint lists = 0;

  switch (step->what)
    {
    case PUT:
      return sanera_pending_put (db, step->list, step->data, 1, error);
    case SET:
      return sanera_pending_set (db, step->entry, 3, &lists, error) &&
             (lists & 1u << step->list) != 0;
    case REMOVE:
      return sanera_pending_remove (db, KEY, &lists, error);
    case SETTLE:
      return sanera_pending_settle (db, KEY, step->list, step->data, 1, &lists, error);
    case DERIVE:
      if (step->entry != NULL)
        g_ptr_array_add (entries, (gpointer)step->entry);
      return sanera_pending_derive (db, entries, &lists, error);
    case DELETE:
      return sanera_pending_delete (db, step->list, step->data, error);
    case SWEEP:
    default:
      return sanera_cache_sweep (db, step->list, NULL, 2, error) &&
             sanera_pending_sweep (db, step->list, 2, error);
    }
}

static void
run (Fixture *f, Step step)
{
  gpointer result = NULL;
  GError *error = NULL;

  g_assert_true (
      sanera_store_write (sanera_cache_get_store (f->cache), step_func, &step, &result, &error));
  g_assert_no_error (error);
}

static void
set_field (const SaneraNoun *noun, gpointer data, const char *key, const char *text)
{
  char **place = SANERA_FIELD_PTR (char *, data, sanera_noun_find (noun, key));

  g_free (*place);
  *place = g_strdup (text);
}

static gpointer
make_row (SaneraList list, const char *field, const char *value)
{
  gpointer data = cache_support_make_row (list, 1, 42);
  const SaneraNoun *noun = &sanera_activity_noun;

  if (list == SANERA_LIST_SECURITY_TASKS)
    noun = &sanera_security_task_noun;
  else if (list == SANERA_LIST_EXCEPTIONS)
    noun = &sanera_remediation_exception_noun;
  else if (list == SANERA_LIST_DEVICES)
    noun = &sanera_device_noun;
  else if (list == SANERA_LIST_RECOMMENDATIONS)
    noun = &sanera_recommendation_noun;
  else
    {
      set_field (noun, data, "status", "Active");
      set_field (noun, data, "completerEmail", NULL);
    }
  set_field (noun, data, field, value);

  return data;
}

static const SaneraNoun *
get_noun (SaneraRecord *record)
{
  return sanera_record_get_noun (record);
}

static void
assert_row (Fixture *f,
            SaneraList list,
            const char *id,
            const char *field,
            const char *value,
            const char *local_state,
            const char *local_error)
{
  g_autoptr (SaneraRecord) record = sanera_cache_lookup (f->cache, list, id);
  const char *keys[] = { field, "localState", "localError" };
  const char *values[] = { value, local_state, local_error };

  g_assert_nonnull (record);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *text = sanera_field_get_text (sanera_noun_find (get_noun (record), keys[i]),
                                                sanera_record_get_data (record));

      /* An empty text and none are the same to people. */
      g_assert_cmpstr (text != NULL ? text : "", ==, values[i] != NULL ? values[i] : "");
    }
}

static gboolean
leftover_func (SaneraDb *db,
               gpointer data,
               gpointer *result,
               GDestroyNotify *result_free,
               GCancellable *cancellable,
               GError **error)
{
  gboolean any;

  if (!sanera_pending_any (db, &any, error))
    return FALSE;
  *(gboolean *)data = any;
  return TRUE;
}

static void
assert_nothing_waits (Fixture *f)
{
  gboolean any = TRUE;
  gpointer result = NULL;

  g_assert_true (
      sanera_store_read (sanera_cache_get_store (f->cache), leftover_func, &any, &result, NULL));
  g_assert_false (any);
}

static SaneraOutboxEntry
make_entry (SaneraActionKind kind, const char *entity, const char *body)
{
  return (SaneraOutboxEntry){
    .key = (char *)KEY,
    .action = (char *)sanera_action_kind_get_nick (kind),
    .entity = (char *)entity,
    .body = (char *)body,
    .person = (char *)PERSON,
    .made_at = 1700000000000000,
    .state = SANERA_OUTBOX_WAITING,
  };
}

static void
free_row (SaneraRecord *like, gpointer data)
{
  sanera_noun_data_free (get_noun (like), data);
}

/* Each action against each thing that can come. */
static void
test_action (Fixture *f, gconstpointer data)
{
  const Case *c = data;
  SaneraList list = sanera_action_kind_get_list (c->kind);
  gpointer before = make_row (list, c->field, c->before);
  gpointer theirs = make_row (list, c->field, c->theirs);
  gpointer answer = make_row (list, c->field, c->mine);
  const char *id;
  g_autoptr (SaneraRecord) first = NULL;
  g_autoptr (SaneraRecord) last = NULL;
  SaneraOutboxEntry entry;

  run (f, (Step){ PUT, list, .data = before });
  id = *(char **)before;
  first = sanera_cache_lookup (f->cache, list, id);
  entry = make_entry (c->kind, id, c->body);

  /* shown at once, and undone without a trace */
  run (f, (Step){ SET, list, &entry });
  assert_row (f, list, id, c->field, c->mine, "waiting", NULL);
  run (f, (Step){ REMOVE, list });
  last = sanera_cache_lookup (f->cache, list, id);
  g_assert_true (sanera_noun_data_equal (get_noun (first), sanera_record_get_data (first),
                                         sanera_record_get_data (last)));
  assert_nothing_waits (f);

  /* what comes from the server stays below it */
  run (f, (Step){ SET, list, &entry });
  run (f, (Step){ PUT, list, .data = theirs });
  assert_row (f, list, id, c->field, c->mine, "waiting", NULL);
  entry.state = SANERA_OUTBOX_SENDING;
  run (f, (Step){ SET, list, &entry });
  assert_row (f, list, id, c->field, c->mine, "sending", NULL);

  /* a refusal: the server's row, and it says so */
  entry.state = SANERA_OUTBOX_REFUSED;
  entry.error_code = (char *)"PreconditionFailed";
  run (f, (Step){ SET, list, &entry });
  assert_row (f, list, id, c->field, c->theirs, "refused", "PreconditionFailed");
  run (f, (Step){ REMOVE, list });
  assert_row (f, list, id, c->field, c->theirs, NULL, NULL);
  assert_nothing_waits (f);

  /* accepted: the answer, and nothing waits any more */
  entry = make_entry (c->kind, id, c->body);
  run (f, (Step){ SET, list, &entry });
  run (f, (Step){ SETTLE, list, .data = answer });
  assert_row (f, list, id, c->field, c->mine, NULL, NULL);
  assert_nothing_waits (f);

  free_row (first, before);
  free_row (first, theirs);
  free_row (first, answer);
}

static void
assert_same (Fixture *f, SaneraList list, const char *id, SaneraRecord *before)
{
  g_autoptr (SaneraRecord) now = sanera_cache_lookup (f->cache, list, id);

  g_assert_true (sanera_noun_data_equal (get_noun (before), sanera_record_get_data (before),
                                         sanera_record_get_data (now)));
}

static void
assert_actions (Fixture *f, const char *id, const char *actions)
{
  g_autoptr (SaneraRecord) record = sanera_cache_lookup (f->cache, SANERA_LIST_RECOMMENDATIONS, id);
  const SaneraRecommendationData *data = sanera_record_get_data (record);
  g_autofree char *found =
      data->local_actions != NULL ? g_strjoinv (" ", data->local_actions) : g_strdup ("");

  g_assert_cmpstr (found, ==, actions);
}

/* A recommendation says that a request or an exception about it waits, and is refused. */
static void
test_recommendation (Fixture *f, gconstpointer data)
{
  const SaneraList list = SANERA_LIST_RECOMMENDATIONS;
  SaneraRecommendationData *row = cache_support_make_row (list, 1, 42);
  SaneraRecommendationData *later = cache_support_make_row (list, 1, 42);
  SaneraActivityData *answer = cache_support_make_row (SANERA_LIST_ACTIVITIES, 1, 42);
  SaneraOutboxEntry request = make_entry (SANERA_ACTION_REQUEST, row->id, "{}");
  SaneraOutboxEntry except = make_entry (SANERA_ACTION_CREATE_EXCEPTION, row->id, "{}");
  g_autoptr (SaneraRecord) first = NULL;
  g_autoptr (SaneraRecord) second = NULL;

  run (f, (Step){ PUT, list, .data = row });
  first = sanera_cache_lookup (f->cache, list, row->id);

  run (f, (Step){ SET, list, &request });
  assert_row (f, list, row->id, "relatedComponent", row->related_component, "waiting", NULL);
  assert_actions (f, row->id, "requestRemediation");
  except.key = (char *)"22222222-2222-4222-8222-222222222222";
  run (f, (Step){ SET, list, &except });
  assert_actions (f, row->id, "requestRemediation createException");

  /* What comes from the server stays below it, and a full sync leaves what it has not seen. */
  g_free (later->related_component);
  later->related_component = g_strdup ("Another");
  run (f, (Step){ PUT, list, .data = later });
  assert_row (f, list, row->id, "relatedComponent", "Another", "waiting", NULL);

  /* The worst is said, and of what it is. */
  except.state = SANERA_OUTBOX_REFUSED;
  except.error_code = (char *)"Conflict";
  run (f, (Step){ SET, list, &except });
  assert_row (f, list, row->id, "relatedComponent", "Another", "refused", "Conflict");
  assert_actions (f, row->id, "createException");

  /* A cache that is built again says the same. */
  run (f, (Step){ DERIVE, list, &request });
  assert_row (f, list, row->id, "relatedComponent", "Another", "waiting", NULL);
  assert_actions (f, row->id, "requestRemediation");

  /* Carried out: the server's row, and nothing is left. */
  g_free (answer->id);
  answer->id = g_strdup (KEY);
  run (f, (Step){ SETTLE, SANERA_LIST_ACTIVITIES, .data = answer });
  assert_row (f, list, row->id, "relatedComponent", "Another", NULL, NULL);
  assert_actions (f, row->id, "");
  assert_nothing_waits (f);

  /* Undone without a trace. */
  run (f, (Step){ PUT, list, .data = row });
  run (f, (Step){ SET, list, &request });
  run (f, (Step){ REMOVE, list });
  assert_same (f, list, row->id, first);
  assert_nothing_waits (f);

  /* A row that the server does not have any more goes, whatever waits about it. */
  run (f, (Step){ SET, list, &request });
  run (f, (Step){ SWEEP, list });
  second = sanera_cache_lookup (f->cache, list, row->id);
  g_assert_null (second);

  sanera_noun_data_free (&sanera_recommendation_noun, row);
  sanera_noun_data_free (&sanera_recommendation_noun, later);
  sanera_noun_data_free (&sanera_activity_noun, answer);
}

/* Each of the devices that become another says that something waits, not only that which stays. */
static void
test_merge (Fixture *f, gconstpointer data)
{
  const SaneraList list = SANERA_LIST_DEVICES;
  SaneraDeviceData *rows[3];
  g_autofree char *body = NULL;
  g_autofree char *fewer = NULL;
  SaneraOutboxEntry entry;
  g_autoptr (SaneraRecord) before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      rows[i] = cache_support_make_row (list, i, 42);
      run (f, (Step){ PUT, list, .data = rows[i] });
    }
  before = sanera_cache_lookup (f->cache, list, rows[1]->id);
  body = g_strdup_printf ("{\"from\":[\"%s\",\"%s\",\"unknown\"]}", rows[1]->id, rows[2]->id);
  entry = make_entry (SANERA_ACTION_MERGE_DEVICES, rows[0]->id, body);
  run (f, (Step){ SET, list, &entry });
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_row (f, list, rows[i]->id, "rbacGroupName", rows[i]->rbac_group_name, "waiting", NULL);
      g_assert_true (sanera_pending_concerns (&entry, rows[i]->id));
    }
  g_assert_false (sanera_pending_concerns (&entry, "another"));

  /* Another choice takes the mark away again. */
  fewer = g_strdup_printf ("{\"from\":[\"%s\"]}", rows[2]->id);
  entry.body = fewer;
  run (f, (Step){ SET, list, &entry });
  assert_same (f, list, rows[1]->id, before);
  entry.state = SANERA_OUTBOX_REFUSED;
  run (f, (Step){ SET, list, &entry });
  assert_row (f, list, rows[2]->id, "rbacGroupName", rows[2]->rbac_group_name, "refused", NULL);
  run (f, (Step){ REMOVE, list });
  assert_nothing_waits (f);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    sanera_noun_data_free (&sanera_device_noun, rows[i]);
}

/* A new exception is a row at once, as a request is. */
static void
test_make (Fixture *f, gconstpointer data)
{
  SaneraOutboxEntry entry = make_entry (SANERA_ACTION_CREATE_EXCEPTION, "va-_-a-_-b",
                                        "{\"scope\":\"DeviceGroups\",\"rbacGroupNames\":[\"A\"],"
                                        "\"justification\":\"RiskAccepted\","
                                        "\"expiresOn\":\"2027-01-15T00:00:00Z\"}");
  SaneraOutboxEntry renew =
      make_entry (SANERA_ACTION_RENEW_EXCEPTION, KEY, "{\"expiresOn\":\"2027-01-15T08:00:00Z\"}");
  const SaneraRemediationExceptionData *row;
  g_autoptr (SaneraRecord) record = NULL;
  g_autoptr (SaneraRecord) gone = NULL;

  run (f, (Step){ SET, SANERA_LIST_EXCEPTIONS, &entry });
  assert_row (f, SANERA_LIST_EXCEPTIONS, KEY, "status", "InEffect", "waiting", NULL);
  assert_row (f, SANERA_LIST_EXCEPTIONS, KEY, "createdBy", PERSON, "waiting", NULL);
  /* what follows it is shown over it */
  renew.key = (char *)"22222222-2222-4222-8222-222222222222";
  run (f, (Step){ SET, SANERA_LIST_EXCEPTIONS, &renew });
  record = sanera_cache_lookup (f->cache, SANERA_LIST_EXCEPTIONS, KEY);
  row = sanera_record_get_data (record);
  g_assert_cmpint (row->expires_on, ==, DUE);
  g_assert_cmpint (row->change, ==, 0);

  /* A full sync does not know it, and leaves it alone. */
  run (f, (Step){ SWEEP, SANERA_LIST_EXCEPTIONS });
  assert_row (f, SANERA_LIST_EXCEPTIONS, KEY, "status", "InEffect", "waiting", NULL);

  /* withdrawn: it goes, with what follows it */
  run (f, (Step){ REMOVE, SANERA_LIST_EXCEPTIONS });
  gone = sanera_cache_lookup (f->cache, SANERA_LIST_EXCEPTIONS, KEY);
  g_assert_null (gone);
  assert_nothing_waits (f);
}

/* A cache that lost everything knows it again from the outbox, and one that knows too much forgets.
 */
static void
test_derive (Fixture *f, gconstpointer data)
{
  gpointer row = make_row (SANERA_LIST_ACTIVITIES, "priority", "Low");
  const char *id = *(char **)row;
  SaneraOutboxEntry entry =
      make_entry (SANERA_ACTION_CHANGE_ACTIVITY, id, "{\"priority\":\"High\"}");

  run (f, (Step){ PUT, SANERA_LIST_ACTIVITIES, .data = row });
  run (f, (Step){ DERIVE, SANERA_LIST_ACTIVITIES, &entry });
  assert_row (f, SANERA_LIST_ACTIVITIES, id, "priority", "High", "waiting", NULL);
  run (f, (Step){ DERIVE, SANERA_LIST_ACTIVITIES, &entry });
  assert_row (f, SANERA_LIST_ACTIVITIES, id, "priority", "High", "waiting", NULL);
  run (f, (Step){ DERIVE, SANERA_LIST_ACTIVITIES, NULL });
  assert_row (f, SANERA_LIST_ACTIVITIES, id, "priority", "Low", NULL, NULL);
  assert_nothing_waits (f);

  /* first the outbox, then the row: as after a repair */
  run (f, (Step){ DELETE, SANERA_LIST_ACTIVITIES, .data = id });
  run (f, (Step){ DERIVE, SANERA_LIST_ACTIVITIES, &entry });
  run (f, (Step){ PUT, SANERA_LIST_ACTIVITIES, .data = row });
  assert_row (f, SANERA_LIST_ACTIVITIES, id, "priority", "High", "waiting", NULL);
  sanera_noun_data_free (&sanera_activity_noun, row);
}

/* What the server does not have any more goes, whatever waits about it. */
static void
test_gone (Fixture *f, gconstpointer data)
{
  gpointer row = make_row (SANERA_LIST_ACTIVITIES, "priority", "Low");
  const char *id = *(char **)row;
  SaneraOutboxEntry entry =
      make_entry (SANERA_ACTION_CHANGE_ACTIVITY, id, "{\"priority\":\"High\"}");
  g_autoptr (SaneraRecord) gone = NULL;

  run (f, (Step){ PUT, SANERA_LIST_ACTIVITIES, .data = row });
  run (f, (Step){ SET, SANERA_LIST_ACTIVITIES, &entry });
  if (data != NULL)
    run (f, (Step){ SWEEP, SANERA_LIST_ACTIVITIES });
  else
    run (f, (Step){ DELETE, SANERA_LIST_ACTIVITIES, .data = id });
  gone = sanera_cache_lookup (f->cache, SANERA_LIST_ACTIVITIES, id);
  g_assert_null (gone);
  sanera_noun_data_free (&sanera_activity_noun, row);
}

/* The server answers to a split with the device that was made: both are shown as they are. */
static void
test_split (Fixture *f, gconstpointer data)
{
  const SaneraList list = SANERA_LIST_DEVICES;
  gpointer before = make_row (list, "rbacGroupName", "A");
  gpointer made = make_row (list, "rbacGroupName", "B");
  g_autofree char *id = g_strdup (*(char **)before);
  g_autoptr (SaneraRecord) record = NULL;
  SaneraOutboxEntry entry;

  run (f, (Step){ PUT, list, .data = before });
  record = sanera_cache_lookup (f->cache, list, id);
  entry = make_entry (SANERA_ACTION_SPLIT_DEVICE, id, "{\"names\":[\"till\"]}");
  run (f, (Step){ SET, list, &entry });
  assert_row (f, list, id, "rbacGroupName", "A", "waiting", NULL);

  g_free (*(char **)made);
  *(char **)made = g_strdup ("made");
  run (f, (Step){ SETTLE, list, .data = made });
  assert_row (f, list, id, "rbacGroupName", "A", NULL, NULL);
  assert_row (f, list, "made", "rbacGroupName", "B", NULL, NULL);
  assert_nothing_waits (f);
  free_row (record, before);
  free_row (record, made);
}

static void
test_bodies (void)
{
  static const char *const groups[] = { "A", "Ö", NULL };
  g_autoptr (SaneraAction) task = sanera_action_new (SANERA_ACTION_REJECT_TASK, "t/1", 4);
  g_autoptr (SaneraAction) exception =
      sanera_action_new (SANERA_ACTION_CREATE_EXCEPTION, "va-_-a-_-b", SANERA_INT_NULL);
  g_autofree char *task_body = NULL;
  g_autofree char *exception_body = NULL;
  g_autofree char *path = NULL;

  sanera_action_set_text (task, "note", "a");
  sanera_action_set_text (task, "note", "nej \"tack\"");
  task_body = sanera_action_dup_body (task, 0);
  g_assert_cmpstr (task_body, ==,
                   "{\"status\":\"rejected\",\"note\":\"nej \\\"tack\\\"\","
                   "\"madeAt\":\"1970-01-01T00:00:00Z\"}");
  path = sanera_action_kind_dup_path (SANERA_ACTION_REJECT_TASK, "t/1");
  g_assert_cmpstr (path, ==, "/sanera/v1/securityTasks/t%2F1/updateStatus");

  sanera_action_set_texts (exception, "rbacGroupNames", groups);
  sanera_action_set_date (exception, "expiresOn", SANERA_INT_NULL);
  sanera_action_set_bool (exception, "sure", TRUE);
  exception_body = sanera_action_dup_body (exception, 0);
  g_assert_cmpstr (exception_body, ==,
                   "{\"recommendationId\":\"va-_-a-_-b\",\"rbacGroupNames\":[\"A\",\"Ö\"],"
                   "\"expiresOn\":null,\"sure\":true,\"madeAt\":\"1970-01-01T00:00:00Z\"}");

  for (guint kind = SANERA_ACTION_REQUEST; kind < SANERA_N_ACTIONS; kind++)
    {
      const char *nick = sanera_action_kind_get_nick ((SaneraActionKind)kind);

      g_assert_cmpint (sanera_action_kind_from_nick (nick), ==, kind);
    }
  g_assert_cmpint (sanera_action_kind_from_nick ("fly"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf (
          "/cache/pending/%s/%s", sanera_action_kind_get_nick (cases[i].kind), cases[i].field);

      g_test_add (name, Fixture, &cases[i], set_up, test_action, tear_down);
    }
  g_test_add ("/cache/pending/make", Fixture, NULL, set_up, test_make, tear_down);
  g_test_add ("/cache/pending/recommendation", Fixture, NULL, set_up, test_recommendation,
              tear_down);
  g_test_add ("/cache/pending/merge", Fixture, NULL, set_up, test_merge, tear_down);
  g_test_add ("/cache/pending/derive", Fixture, NULL, set_up, test_derive, tear_down);
  g_test_add ("/cache/pending/deleted", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/cache/pending/swept", Fixture, "swept", set_up, test_gone, tear_down);
  g_test_add ("/cache/pending/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add_func ("/cache/pending/bodies", test_bodies);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-devices.h"
#include "store-group-rules.h"
#include "store-submissions.h"

/* Device groups by rule. */

#define ENTITY "deviceGroupRule"
#define CALL_POST "POST deviceGroupRules"
#define CALL_PATCH "PATCH deviceGroupRules/"
#define CALL_DELETE "DELETE deviceGroupRules/"

static void
append_rule (GString *out, GPtrArray *rules, guint nth)
{
  const SaneraGroupRule *rule = rules->pdata[nth];

  g_string_append (out, "{\"id\":");
  sanera_json_append_string (out, rule->id);
  g_string_append_printf (out, ",\"position\":%u,\"rbacGroupName\":", nth + 1);
  sanera_json_append_string (out, rule->group);
  g_string_append (out, ",\"field\":");
  sanera_json_append_string (out, sanera_enum_to_nick (&sanera_group_field_enum, (int)rule->field));
  g_string_append (out, ",\"pattern\":");
  sanera_json_append_string (out, rule->pattern);
  g_string_append_printf (out, ",\"version\":%" G_GINT64_FORMAT, rule->version);
}

static gboolean
answer_rule (SaneraDb *db, SaneraExchange *exchange, guint status, const char *id, GError **error)
{
  g_autoptr (GPtrArray) rules = sanera_group_rules_read (db, error);
  g_autoptr (GString) out = g_string_new (NULL);
  gint nth;

  if (rules == NULL)
    return FALSE;
  nth = sanera_group_rules_find (rules, id);
  if (nth < 0)
    return sanera_refuse_missing (exchange, id, error);

  append_rule (out, rules, (guint)nth);
  g_string_append_c (out, '}');
  sanera_exchange_set_etag (exchange, ((const SaneraGroupRule *)rules->pdata[nth])->version);
  sanera_exchange_set_json (exchange, status, g_steal_pointer (&out));
  return TRUE;
}

/**
 * sanera_route_group_rules:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: when the database cannot be read
 *
 * `GET /sanera/v1/deviceGroupRules`: the rules in the order in which they are asked, with
 * `deviceCount`, how many devices are where they are by each.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_group_rules (SaneraDb *db,
                          SaneraExchange *exchange,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GPtrArray) rules = sanera_group_rules_read (db, error);
  g_autoptr (GString) out = g_string_new ("{\"value\":[");
  g_autofree gint64 *counts = NULL;

  if (rules == NULL)
    return FALSE;
  counts = g_new0 (gint64, rules->len + 1);
  if (!sanera_group_rules_tally (db, rules, counts, error))
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_rule (out, rules, i);
      g_string_append_printf (out, ",\"deviceCount\":%" G_GINT64_FORMAT "}", counts[i]);
    }
  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/* What a rule is to be; texts are NULL where it stays. */
typedef struct
{
  char *group;
  char *pattern;
  gboolean sets_field;
  SaneraGroupField field;
  gint64 position; /* from 1, or SANERA_INT_NULL */
  gint64 made_at;
} Asked;

static void
asked_clear (Asked *asked)
{
  g_clear_pointer (&asked->group, g_free);
  g_clear_pointer (&asked->pattern, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

/* One line of at most so many characters, without blanks around it. */
static gboolean
take_text (SaneraExchange *exchange,
           const char *text,
           const char *name,
           glong max,
           char **value,
           GError **error)
{
  if (text == NULL)
    return TRUE;

  *value = g_strstrip (g_strdup (text));
  if (**value == '\0' || g_utf8_strlen (*value, -1) > max)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: %s must have 1 to %ld characters", name, max);
  for (const char *p = *value; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                     "Invalid input: %s may not have control characters", name);
  return TRUE;
}

static gboolean
take_texts (SaneraExchange *exchange,
            const char *group,
            const char *field,
            const char *pattern,
            Asked *asked,
            GError **error)
{
  if (!take_text (exchange, group, "rbacGroupName", SANERA_GROUP_NAME_MAX, &asked->group, error) ||
      !take_text (exchange, pattern, "pattern", SANERA_GROUP_PATTERN_MAX, &asked->pattern, error))
    return FALSE;
  asked->sets_field = field != NULL;
  asked->field =
      field != NULL ? (SaneraGroupField)sanera_enum_from_nick (&sanera_group_field_enum, field) : 0;
  if (field != NULL && asked->field == 0)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: field must be name, tag or os");
  return TRUE;
}

static gboolean
read_asked (SaneraExchange *exchange, Asked *asked, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);
  const char *group = NULL, *field = NULL, *pattern = NULL;

  if (object == NULL)
    return FALSE;
  asked->position = asked->made_at = SANERA_INT_NULL;
  if (!sanera_json_get_text (object, "rbacGroupName", "rule", &group, &problem) ||
      !sanera_json_get_text (object, "field", "rule", &field, &problem) ||
      !sanera_json_get_text (object, "pattern", "rule", &pattern, &problem) ||
      !sanera_json_get_int (object, "position", "rule", &asked->position, &problem) ||
      !sanera_json_get_time (object, "madeAt", "rule", &asked->made_at, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  if (asked->made_at == SANERA_INT_NULL)
    asked->made_at = sanera_exchange_get_now (exchange);
  return take_texts (exchange, group, field, pattern, asked, error);
}

static gboolean
need_all (SaneraExchange *exchange, const Asked *asked, GError **error)
{
  const char *missing = asked->group == NULL     ? "rbacGroupName"
                        : !asked->sets_field     ? "field"
                        : asked->pattern == NULL ? "pattern"
                                                 : NULL;

  return missing == NULL ||
         sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                 "Parameter %s is missing", missing);
}

/* Puts a rule where it is asked for, or at the end. */
static void
place (GPtrArray *rules, SaneraGroupRule *rule, gint64 position)
{
  if (position == SANERA_INT_NULL || position > rules->len)
    g_ptr_array_add (rules, rule);
  else
    g_ptr_array_insert (rules, (gint)MAX (position - 1, 0), rule);
}

static gboolean
write_down (SaneraDb *db,
            SaneraExchange *exchange,
            const char *event,
            const SaneraGroupRule *rule,
            gint64 moved,
            GError **error)
{
  g_autoptr (GString) details = g_string_new ("{\"group\":");

  sanera_json_append_string (details, rule->group);
  g_string_append (details, ",\"field\":");
  sanera_json_append_string (details,
                             sanera_enum_to_nick (&sanera_group_field_enum, (int)rule->field));
  g_string_append (details, ",\"pattern\":");
  sanera_json_append_string (details, rule->pattern);
  g_string_append_printf (details, ",\"devices\":%" G_GINT64_FORMAT "}", moved);
  return sanera_audit_append (db, sanera_exchange_get_now (exchange),
                              sanera_exchange_get_person (exchange)->email, event, ENTITY, rule->id,
                              details->str, error);
}

/* Writes the rules and puts the devices where they say. */
static gboolean
carry_out (SaneraDb *db, SaneraExchange *exchange, GPtrArray *rules, gint64 *moved, GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  SaneraDerived derived;

  return sanera_group_rules_write (db, rules, error) &&
         sanera_group_rules_apply (db, rules, SANERA_INT_NULL, dirty, moved, error) &&
         sanera_derive (db, dirty, sanera_exchange_get_now (exchange), &derived, error);
}

/**
 * sanera_route_post_group_rule:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/deviceGroupRules` with `rbacGroupName`, `field` (name, tag, os), `pattern` and
 * `position` (at the end without): makes a rule, whose id is the Idempotency-Key, and moves the
 * devices that it decides about.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_post_group_rule (SaneraDb *db,
                              SaneraExchange *exchange,
                              GCancellable *cancellable,
                              GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (Asked) asked = { 0 };
  g_autoptr (GPtrArray) rules = NULL;
  SaneraGroupRule *rule;
  gint64 moved;

  if (!sanera_submission_begin (db, exchange, CALL_POST, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_rule (db, exchange, 200, submission.entity_id, error);
  if (!read_asked (exchange, &asked, error) || !need_all (exchange, &asked, error))
    return FALSE;
  rules = sanera_group_rules_read (db, error);
  if (rules == NULL)
    return FALSE;
  if (rules->len >= SANERA_GROUP_RULES_MAX)
    return sanera_exchange_refuse (exchange, error, 409, "TooManyRules",
                                   "There are %d rules already, as many as there can be",
                                   SANERA_GROUP_RULES_MAX);

  rule = sanera_group_rule_new (submission.key, asked.group, asked.field, asked.pattern, 1);
  place (rules, rule, asked.position);
  return carry_out (db, exchange, rules, &moved, error) &&
         write_down (db, exchange, "groupRuleAdded", rule, moved, error) &&
         sanera_submission_record (db, exchange, CALL_POST, &submission, ENTITY, submission.key,
                                   asked.made_at, error) &&
         answer_rule (db, exchange, 201, submission.key, error);
}

static gboolean
check_version (SaneraExchange *exchange, GPtrArray *rules, gint nth, GError **error)
{
  g_autoptr (GString) present = g_string_new (NULL);

  append_rule (present, rules, (guint)nth);
  g_string_append_c (present, '}');
  return sanera_exchange_check_if_match (exchange,
                                         ((const SaneraGroupRule *)rules->pdata[nth])->version,
                                         g_steal_pointer (&present), error);
}

/**
 * sanera_route_patch_group_rule:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `PATCH /sanera/v1/deviceGroupRules/{id}`: changes what the body names, and moves devices.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_patch_group_rule (SaneraDb *db,
                               SaneraExchange *exchange,
                               GCancellable *cancellable,
                               GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_PATCH, id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (Asked) asked = { 0 };
  g_autoptr (GPtrArray) rules = NULL;
  SaneraGroupRule *rule;
  gint64 moved;
  gint nth;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_rule (db, exchange, 200, id, error);
  if (!read_asked (exchange, &asked, error))
    return FALSE;
  rules = sanera_group_rules_read (db, error);
  if (rules == NULL)
    return FALSE;
  nth = sanera_group_rules_find (rules, id);
  if (nth < 0)
    return sanera_refuse_missing (exchange, id, error);

  rule = rules->pdata[nth];
  if ((asked.group == NULL || g_str_equal (asked.group, rule->group)) &&
      (asked.pattern == NULL || g_str_equal (asked.pattern, rule->pattern)) &&
      (!asked.sets_field || asked.field == rule->field) &&
      (asked.position == SANERA_INT_NULL || asked.position == nth + 1))
    return answer_rule (db, exchange, 200, id, error);
  if (!check_version (exchange, rules, nth, error))
    return FALSE;

  rule = g_ptr_array_steal_index (rules, (guint)nth);
  if (asked.group != NULL)
    {
      g_free (rule->group);
      rule->group = g_steal_pointer (&asked.group);
    }
  if (asked.pattern != NULL)
    {
      g_free (rule->pattern);
      rule->pattern = g_steal_pointer (&asked.pattern);
    }
  if (asked.sets_field)
    rule->field = asked.field;
  rule->version++;
  place (rules, rule, asked.position != SANERA_INT_NULL ? asked.position : nth + 1);
  return carry_out (db, exchange, rules, &moved, error) &&
         write_down (db, exchange, "groupRuleChanged", rule, moved, error) &&
         sanera_submission_record (db, exchange, call, &submission, ENTITY, id, asked.made_at,
                                   error) &&
         answer_rule (db, exchange, 200, id, error);
}

/**
 * sanera_route_delete_group_rule:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `DELETE /sanera/v1/deviceGroupRules/{id}`: 204, also when it was removed before. Its devices go
 * where the other rules say.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_delete_group_rule (SaneraDb *db,
                                SaneraExchange *exchange,
                                GCancellable *cancellable,
                                GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_DELETE, id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_autoptr (GPtrArray) rules = NULL;
  gint64 moved;
  gint nth;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  rules = sanera_group_rules_read (db, error);
  if (rules == NULL)
    return FALSE;
  nth = sanera_group_rules_find (rules, id);
  if (!submission.replayed && nth >= 0)
    {
      g_autoptr (GPtrArray) rest = g_ptr_array_copy (rules, NULL, NULL);

      g_ptr_array_set_free_func (rest, NULL);
      g_ptr_array_remove_index (rest, (guint)nth);
      if (!carry_out (db, exchange, rest, &moved, error) ||
          !write_down (db, exchange, "groupRuleRemoved", rules->pdata[nth], moved, error) ||
          !sanera_submission_record (db, exchange, call, &submission, ENTITY, id,
                                     sanera_exchange_get_now (exchange), error))
        return FALSE;
    }

  sanera_exchange_set_empty (exchange, 204);
  return TRUE;
}

/* What is empty is not typed yet. */
static const char *
get_query (SaneraExchange *exchange, const char *name)
{
  const char *text = sanera_exchange_get_query (exchange, name);

  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * sanera_route_preview_group_rule:
 * @db: the server's database
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when the database cannot be read
 *
 * `GET /sanera/v1/deviceGroupRules:preview?rbacGroupName=&field=&pattern=&id=`: what a rule would
 * do at the place of the rule `id`, or at the end: `devices` that it is about, of which `moved` go
 * to another group, `chosen` stay where somebody put them and `earlier` are decided about by an
 * earlier rule, and the first `names`. What is not typed yet may be missing. Nothing is changed.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_preview_group_rule (SaneraDb *db,
                                 SaneraExchange *exchange,
                                 GCancellable *cancellable,
                                 GError **error)
{
  const char *id = sanera_exchange_get_query (exchange, "id");
  g_auto (Asked) asked = { 0 };
  g_auto (SaneraGroupMatches) matches = { 0 };
  g_autoptr (GPtrArray) rules = NULL;
  GString *out;
  gint nth;

  if (!take_texts (exchange, get_query (exchange, "rbacgroupname"), get_query (exchange, "field"),
                   get_query (exchange, "pattern"), &asked, error))
    return FALSE;
  rules = sanera_group_rules_read (db, error);
  if (rules == NULL)
    return FALSE;
  nth = id != NULL ? sanera_group_rules_find (rules, id) : -1;
  if (nth >= 0)
    g_ptr_array_remove_index (rules, (guint)nth);
  else
    nth = (gint)rules->len;
  g_ptr_array_insert (
      rules, nth,
      sanera_group_rule_new ("", asked.group != NULL ? asked.group : "",
                             asked.sets_field ? asked.field : SANERA_GROUP_FIELD_NAME,
                             asked.pattern != NULL ? asked.pattern : "", 0));
  if (!sanera_group_rules_count (db, rules, (guint)nth, &matches, error))
    return FALSE;

  out = g_string_new (NULL);
  g_string_append_printf (out,
                          "{\"devices\":%" G_GINT64_FORMAT ",\"moved\":%" G_GINT64_FORMAT
                          ",\"chosen\":%" G_GINT64_FORMAT ",\"earlier\":%" G_GINT64_FORMAT
                          ",\"names\":[",
                          matches.devices, matches.moved, matches.chosen, matches.earlier);
  for (guint i = 0; i < matches.names->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      sanera_json_append_string (out, matches.names->pdata[i]);
    }
  g_string_append (out, "]}");
  sanera_exchange_set_json (exchange, 200, out);
  return TRUE;
}

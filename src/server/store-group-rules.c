/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-group-rules.h"

#include <string.h>

#include "sanera-glob.h"
#include "sanera-json.h"
#include "store-devices.h"

/* So many names stand in a preview. */
#define NAMES_MAX 20

static void
rule_free (gpointer data)
{
  SaneraGroupRule *rule = data;

  g_free (rule->id);
  g_free (rule->group);
  g_free (rule->pattern);
  g_free (rule);
}

/**
 * sanera_group_rule_new:
 * @id: a UUID
 * @group: the group that its devices go to
 * @field: what it compares
 * @pattern: with * and ?
 * @version: for If-Match
 *
 * Returns: (transfer full): a rule, for the array of sanera_group_rules_read(), which frees it
 */
SaneraGroupRule *
sanera_group_rule_new (const char *id,
                       const char *group,
                       SaneraGroupField field,
                       const char *pattern,
                       gint64 version)
{
  SaneraGroupRule *rule = g_new0 (SaneraGroupRule, 1);

  rule->id = g_strdup (id);
  rule->group = g_strdup (group);
  rule->field = field;
  rule->pattern = g_strdup (pattern);
  rule->version = version;
  return rule;
}

/**
 * sanera_group_rules_read:
 * @db: the server's database
 * @error: when it cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type SaneraGroupRule): the rules, in their order
 */
GPtrArray *
sanera_group_rules_read (SaneraDb *db, GError **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (rule_free);
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT id, group_name, field, pattern, version FROM device_group_rules ORDER BY position",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rules);
      g_ptr_array_add (
          rules, sanera_group_rule_new (
                     sanera_db_column_text (statement, 0), sanera_db_column_text (statement, 1),
                     (SaneraGroupField)sanera_enum_from_nick (&sanera_group_field_enum,
                                                              sanera_db_column_text (statement, 2)),
                     sanera_db_column_text (statement, 3), sqlite3_column_int64 (statement, 4)));
    }
}

/**
 * sanera_group_rules_find:
 * @rules: (element-type SaneraGroupRule): rules
 * @id: a UUID
 *
 * Returns: which of them it is, -1: none
 */
gint
sanera_group_rules_find (GPtrArray *rules, const char *id)
{
  for (guint i = 0; i < rules->len; i++)
    if (g_str_equal (((const SaneraGroupRule *)rules->pdata[i])->id, id))
      return (gint)i;
  return -1;
}

/**
 * sanera_group_rules_write:
 * @db: the server's database, in a transaction
 * @rules: (element-type SaneraGroupRule): all rules, in their order
 * @error: when they cannot be written
 *
 * Puts them in the place of those there are. No device is moved yet.
 *
 * Returns: whether it went well
 */
gboolean
sanera_group_rules_write (SaneraDb *db, GPtrArray *rules, GError **error)
{
  if (!sanera_db_exec (db, "DELETE FROM device_group_rules", error))
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      const SaneraGroupRule *rule = rules->pdata[i];

      if (!sanera_db_run_sql (db, error,
                              "INSERT INTO device_group_rules (position, id, group_name, field, "
                              "pattern, version) VALUES (?, ?, ?, ?, ?, ?)",
                              "itttti", (gint64)i + 1, rule->id, rule->group,
                              sanera_enum_to_nick (&sanera_group_field_enum, (int)rule->field),
                              rule->pattern, rule->version))
        return FALSE;
    }
  return TRUE;
}

/* What rules look at, folded. */
typedef struct
{
  gint64 row;
  char *name;
  char *os;
  char *os_version;
  char **tags;
  char *group;
  char *reported;
  gboolean chosen;
} Device;

static void
device_clear (Device *device)
{
  g_clear_pointer (&device->name, g_free);
  g_clear_pointer (&device->os, g_free);
  g_clear_pointer (&device->os_version, g_free);
  g_clear_pointer (&device->tags, g_strfreev);
  g_clear_pointer (&device->group, g_free);
  g_clear_pointer (&device->reported, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Device, device_clear)

/* A row of DEVICES. */
#define DEVICES                                                                             \
  "SELECT row_id, coalesce (computer_dns_name, id), coalesce (os_platform, ''), coalesce "  \
  "(version, ''), coalesce (machine_tags, '[]'), coalesce (rbac_group_name, ''), coalesce " \
  "(reported_group, ''), group_chosen FROM machines"

static char **
fold_tags (const char *json)
{
  g_autoptr (JsonNode) node = sanera_json_parse (json, -1, 2, NULL);
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        {
          g_autofree char *tag = sanera_glob_fold (json_node_get_string (element));

          g_strv_builder_add (tags, tag);
        }
    }
  return g_strv_builder_end (tags);
}

static void
read_device (sqlite3_stmt *statement, Device *device)
{
  g_autofree char *with_version = g_strconcat (sanera_db_column_text (statement, 2), " ",
                                               sanera_db_column_text (statement, 3), NULL);

  device->row = sqlite3_column_int64 (statement, 0);
  device->name = sanera_glob_fold (sanera_db_column_text (statement, 1));
  device->os = sanera_glob_fold (sanera_db_column_text (statement, 2));
  device->os_version = sanera_glob_fold (with_version);
  device->tags = fold_tags (sanera_db_column_text (statement, 4));
  device->group = g_strdup (sanera_db_column_text (statement, 5));
  device->reported = g_strdup (sanera_db_column_text (statement, 6));
  device->chosen = sqlite3_column_int (statement, 7) != 0;
}

static gboolean
is_of (const Device *device, SaneraGroupField field, const char *pattern)
{
  switch (field)
    {
    case SANERA_GROUP_FIELD_TAG:
      for (char **tag = device->tags; *tag != NULL; tag++)
        if (sanera_glob_match (pattern, *tag))
          return TRUE;
      return FALSE;
    case SANERA_GROUP_FIELD_OS:
      return *device->os != '\0' && (sanera_glob_match (pattern, device->os) ||
                                     sanera_glob_match (pattern, device->os_version));
    case SANERA_GROUP_FIELD_NAME:
    default:
      return sanera_glob_match (pattern, device->name);
    }
}

static char **
fold_patterns (GPtrArray *rules)
{
  char **patterns = g_new0 (char *, rules->len + 1);

  for (guint i = 0; i < rules->len; i++)
    patterns[i] = sanera_glob_fold (((const SaneraGroupRule *)rules->pdata[i])->pattern);
  return patterns;
}

/* Which rule decides about the device; the number of rules: none. */
static guint
decide (const Device *device, GPtrArray *rules, char **patterns)
{
  guint nth = 0;

  while (nth < rules->len &&
         !is_of (device, ((const SaneraGroupRule *)rules->pdata[nth])->field, patterns[nth]))
    nth++;
  return nth;
}

typedef struct
{
  gint64 row;
  char *group;
} Move;

static void
move_clear (gpointer data)
{
  g_free (((Move *)data)->group);
}

static GArray *
find_moves (SaneraDb *db, GPtrArray *rules, gint64 machine, GError **error)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (Move));
  g_auto (GStrv) patterns = fold_patterns (rules);
  sqlite3_stmt *statement =
      machine == SANERA_INT_NULL
          ? sanera_db_prepare (db, DEVICES " WHERE group_chosen = 0", error)
          : sanera_db_prepare (db, DEVICES " WHERE row_id = ?1 AND group_chosen = 0", error);
  gboolean has_row;

  g_array_set_clear_func (moves, move_clear);
  if (statement == NULL)
    return NULL;
  if (machine != SANERA_INT_NULL)
    sanera_db_bind_int (statement, 1, machine);
  for (;;)
    {
      g_auto (Device) device = { 0 };
      const char *group;
      guint nth;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&moves);
      read_device (statement, &device);
      nth = decide (&device, rules, patterns);
      group =
          nth < rules->len ? ((const SaneraGroupRule *)rules->pdata[nth])->group : device.reported;
      if (!g_str_equal (group, device.group))
        {
          const Move move = { device.row, g_strdup (group) };

          g_array_append_val (moves, move);
        }
    }
}

/**
 * sanera_group_rules_apply:
 * @db: the server's database, in a transaction
 * @rules: (element-type SaneraGroupRule): all rules
 * @machine: row id of the device to look at, %SANERA_INT_NULL: all devices
 * @dirty: what has to be derived then; added to
 * @moved: (out) (optional): how many devices went to another group
 * @error: when it cannot be written
 *
 * Puts devices where the rules say.
 *
 * Returns: whether it went well
 */
gboolean
sanera_group_rules_apply (SaneraDb *db,
                          GPtrArray *rules,
                          gint64 machine,
                          SaneraDirty *dirty,
                          gint64 *moved,
                          GError **error)
{
  g_autoptr (GArray) moves = find_moves (db, rules, machine, error);

  if (moves == NULL)
    return FALSE;
  for (guint i = 0; i < moves->len; i++)
    {
      const Move *move = &g_array_index (moves, Move, i);

      if (!sanera_db_run_sql (db, error,
                              "UPDATE machines SET rbac_group_name = ?2, row_version = coalesce "
                              "(row_version, 0) + 1, change = NULL WHERE row_id = ?1",
                              "it", move->row, move->group) ||
          !sanera_device_mark (db, move->row, dirty, error))
        return FALSE;
    }
  if (moved != NULL)
    *moved = moves->len;
  return TRUE;
}

/**
 * sanera_group_rules_tally:
 * @db: the server's database
 * @rules: (element-type SaneraGroupRule): all rules
 * @counts: (array): for each rule, how many devices are where they are by it
 * @error: when it cannot be read
 *
 * Counts the devices of every rule.
 *
 * Returns: whether it went well
 */
gboolean
sanera_group_rules_tally (SaneraDb *db, GPtrArray *rules, gint64 *counts, GError **error)
{
  g_auto (GStrv) patterns = fold_patterns (rules);
  sqlite3_stmt *statement = sanera_db_prepare (db, DEVICES " WHERE group_chosen = 0", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      g_auto (Device) device = { 0 };
      guint nth;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      read_device (statement, &device);
      nth = decide (&device, rules, patterns);
      if (nth < rules->len)
        counts[nth]++;
    }
}

/**
 * sanera_group_rules_count:
 * @db: the server's database
 * @rules: (element-type SaneraGroupRule): all rules, as they are or as they would be
 * @nth: which of them
 * @matches: (out): what it does
 * @error: when it cannot be read
 *
 * Finds out what a rule does, or would do.
 *
 * Returns: whether it went well
 */
gboolean
sanera_group_rules_count (SaneraDb *db,
                          GPtrArray *rules,
                          guint nth,
                          SaneraGroupMatches *matches,
                          GError **error)
{
  const SaneraGroupRule *rule = rules->pdata[nth];
  g_auto (GStrv) patterns = fold_patterns (rules);
  sqlite3_stmt *statement =
      sanera_db_prepare (db, DEVICES " ORDER BY coalesce (computer_dns_name, id), row_id", error);
  gboolean has_row;

  *matches = (SaneraGroupMatches){ .names = g_ptr_array_new_with_free_func (g_free) };
  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      g_auto (Device) device = { 0 };

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      read_device (statement, &device);
      if (!is_of (&device, rule->field, patterns[nth]))
        continue;
      matches->devices++;
      if (matches->names->len < NAMES_MAX)
        g_ptr_array_add (matches->names, g_strdup (sanera_db_column_text (statement, 1)));
      if (device.chosen)
        matches->chosen++;
      else if (decide (&device, rules, patterns) < nth)
        matches->earlier++;
      else if (!g_str_equal (device.group, rule->group))
        matches->moved++;
    }
}

/**
 * sanera_group_matches_clear:
 * @matches: what a rule does
 *
 * Frees what it holds.
 */
void
sanera_group_matches_clear (SaneraGroupMatches *matches)
{
  g_clear_pointer (&matches->names, g_ptr_array_unref);
}

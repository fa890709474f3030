/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-routes.h"

#include "routes-entity.h"
#include "sanera-json.h"
#include "sanera-time.h"
#include "store-audit.h"
#include "store-derive.h"
#include "store-devices.h"
#include "store-feed.h"
#include "store-identity.h"
#include "store-submissions.h"
#include "store-views.h"

/* Devices: their group, whether they are retired, and which of them are the same one. */

#define CALL_CHANGE "PATCH devices/"
#define CALL_MERGE "POST devices/merge"
#define CALL_SPLIT "POST devices/split/"
#define CALL_APART "POST devices/apart/"

/* The device as it is now; of one that was merged into another, that other. */
static gboolean
answer_device (SaneraDb *db, SaneraExchange *exchange, const char *id, GError **error)
{
  g_auto (SaneraDeviceRow) device = { 0 };
  gboolean found;

  if (!sanera_device_find (db, id, TRUE, &device, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);

  return sanera_answer_entity (db, exchange, &sanera_format_own_machine, 200, device.id, error);
}

static gboolean
check_if_match (SaneraDb *db,
                SaneraExchange *exchange,
                const SaneraDeviceRow *device,
                GError **error)
{
  g_autoptr (GString) present = g_string_new (NULL);
  gboolean found;

  return sanera_append_entity (db, &sanera_format_own_machine, device->id, present, NULL, &found,
                               error) &&
         sanera_exchange_check_if_match (exchange, device->version, g_steal_pointer (&present),
                                         error);
}

/* When the person made it; a clock that goes ahead does not count. */
static gboolean
read_made_at (SaneraExchange *exchange, JsonObject *object, gint64 *made_at, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const gint64 now = sanera_exchange_get_now (exchange);

  *made_at = SANERA_INT_NULL;
  if (!sanera_json_get_time (object, "madeAt", "device", made_at, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  if (*made_at == SANERA_INT_NULL || *made_at > now)
    *made_at = now;
  return TRUE;
}

static gboolean
derive (SaneraDb *db, SaneraDirty *dirty, gint64 now, GError **error)
{
  SaneraDerived derived;

  return sanera_derive (db, dirty, now, &derived, error);
}

/* What a change asks for. */
typedef struct
{
  char *group; /* NULL: stays */
  gboolean sets_retired;
  gboolean retired;
  gint64 made_at;
} Change;

static void
change_clear (Change *change)
{
  g_clear_pointer (&change->group, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
read_group (SaneraExchange *exchange, JsonObject *object, Change *change, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *text = NULL;

  if (!json_object_has_member (object, "rbacGroupName"))
    return TRUE;
  if (!sanera_json_get_text (object, "rbacGroupName", "device", &text, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);

  change->group = g_strstrip (g_strdup (text != NULL ? text : ""));
  if (g_utf8_strlen (change->group, -1) > SANERA_GROUP_NAME_MAX)
    return sanera_exchange_refuse (
        exchange, error, 400, "InvalidInput",
        "Invalid input: the name of a device group may have at most %d characters",
        SANERA_GROUP_NAME_MAX);
  for (const char *p = change->group; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return sanera_exchange_refuse (
          exchange, error, 400, "InvalidInput",
          "Invalid input: the name of a device group may not have control characters");
  /* This is how the lists of groups call the devices that have none. */
  if (g_ascii_strcasecmp (change->group, SANERA_UNASSIGNED_GROUP) == 0)
    *change->group = '\0';
  return TRUE;
}

static gboolean
read_change (SaneraExchange *exchange, Change *change, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);

  if (object == NULL)
    return FALSE;
  change->sets_retired = json_object_has_member (object, "retired") &&
                         !json_object_get_null_member (object, "retired");
  if (!sanera_json_get_bool (object, "retired", "device", &change->retired, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  return read_group (exchange, object, change, error) &&
         read_made_at (exchange, object, &change->made_at, error);
}

static gboolean
carry_out_change (SaneraDb *db,
                  SaneraExchange *exchange,
                  const SaneraDeviceRow *device,
                  const Change *change,
                  GError **error)
{
  const char *person = sanera_exchange_get_person (exchange)->email;
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  const gboolean retired = device->retired_on != SANERA_INT_NULL;

  if (change->group != NULL && !g_str_equal (change->group, device->group) &&
      !sanera_device_move (db, device, change->group, person, now, dirty, error))
    return FALSE;
  if (change->sets_retired && change->retired && !retired &&
      !sanera_device_retire (db, device, person, now, dirty, error))
    return FALSE;
  if (change->sets_retired && !change->retired && retired &&
      !sanera_device_return (db, device, person, NULL, now, dirty, error))
    return FALSE;
  return derive (db, dirty, now, error);
}

/**
 * sanera_route_patch_device:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `PATCH /sanera/v1/devices/{id}`: `rbacGroupName` moves it to a device group ("" to none; one that
 * there was not comes into being, because a group exists through its devices), `retired` takes it
 * out of figures and targets, or back (rule R6).
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_patch_device (SaneraDb *db,
                           SaneraExchange *exchange,
                           GCancellable *cancellable,
                           GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  /* The same body for another device is another content. */
  g_autofree char *call = g_strconcat (CALL_CHANGE, id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (SaneraDeviceRow) device = { 0 };
  g_auto (Change) change = { 0 };
  gboolean found, same;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_device (db, exchange, submission.entity_id, error);
  if (!read_change (exchange, &change, error) ||
      !sanera_device_find (db, id, FALSE, &device, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);

  same = (change.group == NULL || g_str_equal (change.group, device.group)) &&
         (!change.sets_retired || change.retired == (device.retired_on != SANERA_INT_NULL));
  if (same)
    return answer_device (db, exchange, id, error);

  return check_if_match (db, exchange, &device, error) &&
         carry_out_change (db, exchange, &device, &change, error) &&
         sanera_submission_record (db, exchange, call, &submission, SANERA_ENTITY_MACHINE,
                                   device.id, change.made_at, error) &&
         answer_device (db, exchange, device.id, error);
}

/* What a merge asks for. */
typedef struct
{
  char *into;
  char **from;
  gint64 made_at;
} Merge;

static void
merge_clear (Merge *merge)
{
  g_clear_pointer (&merge->into, g_free);
  g_clear_pointer (&merge->from, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

static gboolean
read_merge (SaneraExchange *exchange, Merge *merge, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);
  const char *into = NULL;
  guint n;

  if (object == NULL)
    return FALSE;
  if (!sanera_json_get_text (object, "into", "merge", &into, &problem) ||
      !sanera_json_get_strv (object, "from", "merge", &merge->from, &problem))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s",
                                   problem->message);
  n = merge->from != NULL ? g_strv_length (merge->from) : 0;
  if (into == NULL || n == 0)
    return sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                                   "Parameter %s is missing", into == NULL ? "into" : "from");
  if (n > SANERA_MERGE_MAX)
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: at most %d devices at once", SANERA_MERGE_MAX);
  if (g_strv_contains ((const char *const *)merge->from, into))
    return sanera_exchange_refuse (exchange, error, 400, "InvalidInput",
                                   "Invalid input: a device cannot be merged into itself");
  merge->into = g_strdup (into);
  return read_made_at (exchange, object, &merge->made_at, error);
}

static void
clear_device (gpointer data)
{
  sanera_device_row_clear (data);
}

/* The devices to merge; those that have gone into @into already are left out. */
static GArray *
find_from (SaneraDb *db,
           SaneraExchange *exchange,
           const Merge *merge,
           const SaneraDeviceRow *into,
           GError **error)
{
  g_autoptr (GArray) devices = g_array_new (FALSE, TRUE, sizeof (SaneraDeviceRow));

  g_array_set_clear_func (devices, clear_device);
  for (char **id = merge->from; *id != NULL; id++)
    {
      SaneraDeviceRow device = { 0 };
      gboolean found, known = FALSE;

      if (!sanera_device_find (db, *id, TRUE, &device, &found, error))
        return NULL;
      if (!found)
        {
          sanera_refuse_missing (exchange, *id, error);
          return NULL;
        }
      if (device.row != into->row && !g_str_equal (device.id, *id))
        {
          sanera_device_row_clear (&device);
          sanera_exchange_refuse (exchange, error, 409, "AlreadyMerged",
                                  "Device %s was merged into another one", *id);
          return NULL;
        }
      for (guint i = 0; i < devices->len; i++)
        known = known || g_array_index (devices, SaneraDeviceRow, i).row == device.row;
      if (known || device.row == into->row)
        sanera_device_row_clear (&device);
      else
        g_array_append_val (devices, device);
    }
  return g_steal_pointer (&devices);
}

/**
 * sanera_route_merge_devices:
 * @db: the server's database, in a transaction
 * @exchange: the call
 * @cancellable: not used
 * @error: set by a refusal, or when it cannot be written
 *
 * `POST /sanera/v1/devices/merge`: the devices `from` are the device `into`. What is known of them
 * becomes known of that one, they go, and reports that name them are about it from then on.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_merge_devices (SaneraDb *db,
                            SaneraExchange *exchange,
                            GCancellable *cancellable,
                            GError **error)
{
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (SaneraDeviceRow) into = { 0 };
  g_auto (Merge) merge = { 0 };
  g_autoptr (GArray) from = NULL;
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  const gint64 now = sanera_exchange_get_now (exchange);
  gboolean found;

  if (!sanera_submission_begin (db, exchange, CALL_MERGE, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_device (db, exchange, submission.entity_id, error);
  if (!read_merge (exchange, &merge, error) ||
      !sanera_device_find (db, merge.into, FALSE, &into, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, merge.into, error);
  from = find_from (db, exchange, &merge, &into, error);
  if (from == NULL)
    return FALSE;
  if (from->len == 0)
    return answer_device (db, exchange, into.id, error);

  if (!check_if_match (db, exchange, &into, error))
    return FALSE;
  /* It would hide what is there: the device that lives on has to be the one that stays. */
  if (into.retired_on != SANERA_INT_NULL)
    return sanera_exchange_refuse (exchange, error, 409, "DeviceRetired",
                                   "Device %s is retired: nothing is merged into it", into.id);
  return sanera_devices_merge (db, &into, (const SaneraDeviceRow *)from->data, from->len,
                               sanera_exchange_get_person (exchange)->email, now, dirty, error) &&
         derive (db, dirty, now, error) &&
         sanera_submission_record (db, exchange, CALL_MERGE, &submission, SANERA_ENTITY_MACHINE,
                                   into.id, merge.made_at, error) &&
         answer_device (db, exchange, into.id, error);
}

static char **
read_split (SaneraExchange *exchange, gint64 *made_at, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) names = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);

  if (object == NULL)
    return NULL;
  if (!sanera_json_get_strv (object, "names", "split", &names, &problem))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s", problem->message);
      return NULL;
    }
  if (names == NULL || *names == NULL)
    {
      sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                              "Parameter names is missing");
      return NULL;
    }
  return read_made_at (exchange, object, made_at, error) ? g_steal_pointer (&names) : NULL;
}

/**
 * sanera_route_split_device:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/devices/{id}/split {"names": [...]}` with `If-Match`
 * @cancellable: not used
 * @error: set by a refusal: 404, 409 `NothingToSplit`, 412, 428; or when it cannot be written
 *
 * Says that what reports told under some names is about another device, and answers with that one.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_split_device (SaneraDb *db,
                           SaneraExchange *exchange,
                           GCancellable *cancellable,
                           GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_SPLIT, id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (SaneraDeviceRow) device = { 0 };
  g_auto (GStrv) names = NULL;
  g_autofree char *made = NULL;
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  const gint64 now = sanera_exchange_get_now (exchange);
  gint64 made_at;
  gboolean found;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_device (db, exchange, submission.entity_id, error);
  names = read_split (exchange, &made_at, error);
  if (names == NULL || !sanera_device_find (db, id, FALSE, &device, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);
  if (!check_if_match (db, exchange, &device, error) ||
      !sanera_device_split (db, &device, (const char *const *)names,
                            sanera_exchange_get_person (exchange)->email, now, dirty, &made, error))
    return FALSE;
  if (made == NULL)
    return sanera_exchange_refuse (exchange, error, 409, "NothingToSplit",
                                   "No report has used these names for device %s beside its own",
                                   id);
  return derive (db, dirty, now, error) &&
         sanera_submission_record (db, exchange, call, &submission, SANERA_ENTITY_MACHINE, made,
                                   made_at, error) &&
         answer_device (db, exchange, made, error);
}

static char *
read_other (SaneraExchange *exchange, gint64 *made_at, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *other = NULL;
  JsonObject *object = sanera_exchange_parse_body (exchange, &node, error);
  const char *text = NULL;

  if (object == NULL)
    return NULL;
  if (!sanera_json_get_text (object, "other", "apart", &text, &problem))
    {
      sanera_exchange_refuse (exchange, error, 400, "InvalidRequestBody", "%s", problem->message);
      return NULL;
    }
  if (text == NULL || *text == '\0')
    {
      sanera_exchange_refuse (exchange, error, 400, "MissingRequiredParameter",
                              "Parameter other is missing");
      return NULL;
    }
  other = g_strdup (text);
  return read_made_at (exchange, object, made_at, error) ? g_steal_pointer (&other) : NULL;
}

static gboolean
keep_apart (SaneraDb *db,
            SaneraExchange *exchange,
            const SaneraDeviceRow *device,
            const SaneraDeviceRow *other,
            GError **error)
{
  g_autoptr (SaneraDirty) dirty = sanera_dirty_new ();
  const gint64 now = sanera_exchange_get_now (exchange);
  g_autoptr (GString) details = g_string_new ("{\"name\":");

  if (!sanera_identity_set_apart (db, device->row, other->row, dirty, error))
    return FALSE;
  /* Nobody has to say it twice. */
  if (g_hash_table_size (dirty->identities) == 0)
    return TRUE;
  sanera_json_append_string (details, device->name);
  g_string_append (details, ",\"other\":");
  sanera_json_append_string (details, other->name);
  g_string_append_c (details, '}');
  return derive (db, dirty, now, error) &&
         sanera_audit_append (db, now, sanera_exchange_get_person (exchange)->email, "devicesApart",
                              SANERA_ENTITY_MACHINE, device->id, details->str, error);
}

/**
 * sanera_route_keep_devices_apart:
 * @db: the server's database
 * @exchange: `POST /sanera/v1/devices/{id}/apart {"other": id}`
 * @cancellable: not used
 * @error: set by a refusal: 404, 409 `AlreadyMerged`; or when it cannot be written
 *
 * Says that two devices are two, whatever they share: no report makes them one, and nobody is asked
 * again. It changes nothing that is known of either, so it names no version of them.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_keep_devices_apart (SaneraDb *db,
                                 SaneraExchange *exchange,
                                 GCancellable *cancellable,
                                 GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autofree char *call = g_strconcat (CALL_APART, id, NULL);
  g_auto (SaneraSubmission) submission = { 0 };
  g_auto (SaneraDeviceRow) device = { 0 };
  g_auto (SaneraDeviceRow) other = { 0 };
  g_autofree char *other_id = NULL;
  gint64 made_at;
  gboolean found;

  if (!sanera_submission_begin (db, exchange, call, &submission, error))
    return FALSE;
  if (submission.replayed)
    return answer_device (db, exchange, submission.entity_id, error);
  other_id = read_other (exchange, &made_at, error);
  if (other_id == NULL || !sanera_device_find (db, id, TRUE, &device, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);
  if (!sanera_device_find (db, other_id, TRUE, &other, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, other_id, error);
  if (device.row == other.row)
    return sanera_exchange_refuse (exchange, error, 409, "AlreadyMerged",
                                   "Device %s was merged into another one", other_id);
  return keep_apart (db, exchange, &device, &other, error) &&
         sanera_submission_record (db, exchange, call, &submission, SANERA_ENTITY_MACHINE,
                                   device.id, made_at, error) &&
         answer_device (db, exchange, device.id, error);
}

/**
 * sanera_route_device_identities:
 * @db: the server's database
 * @exchange: `GET /sanera/v1/devices/{id}/identities`
 * @cancellable: not used
 * @error: 404, or when the database cannot be read
 *
 * By what a device is known again, and which ones it may be the same as.
 *
 * Returns: whether it is answered
 */
gboolean
sanera_route_device_identities (SaneraDb *db,
                                SaneraExchange *exchange,
                                GCancellable *cancellable,
                                GError **error)
{
  const char *id = sanera_exchange_get_param (exchange, 0);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (SaneraDeviceRow) device = { 0 };
  gboolean found;

  if (!sanera_device_find (db, id, TRUE, &device, &found, error))
    return FALSE;
  if (!found)
    return sanera_refuse_missing (exchange, id, error);
  if (!sanera_identity_append_json (db, device.row, out, error))
    return FALSE;
  sanera_exchange_set_json (exchange, 200, g_steal_pointer (&out));
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "sanera-activity.h"
#include "sanera-progress.h"
#include "sanera-sample.h"
#include "sanera-time.h"
#include "sanera-title.h"
#include "store-audit.h"
#include "store-feed.h"
#include "store-requests.h"

/* The sample's remediation activities: one of each state that people meet, again and again. */

typedef enum
{
  STORY_IN_PROGRESS,
  STORY_OVERDUE,
  STORY_COMPLETED_BY_SYSTEM,
  STORY_COMPLETED_BY_PERSON,
  STORY_ATTENTION,
  STORY_NOT_ASSESSED,
  STORY_COMPLETED_BY_NOBODY_KNOWN,
  STORY_WITHDRAWN,
  STORY_LEAVING, /* completed 172 days ago: leaves the page in 8 days (rule R7) */
  N_STORIES,
} Story;

enum
{
  STREAM_ACTIVITIES = 100,
  STREAM_IDS,
};

static const char *const people[] = { "alex.berg@corp.example", "maja.lind@corp.example",
                                      "wei.chen@corp.example", "sara.holm@corp.example" };

/**
 * sanera_sample_activity_item:
 * @sample: a sample with at least one recommendation
 * @i: which activity
 *
 * Returns: index of the recommendation that it is about; spread evenly
 */
guint
sanera_sample_activity_item (const SaneraSample *sample, gint64 i)
{
  gint64 n = sample->items->len;

  if (sample->size.activities <= n)
    return (guint)(i * n / sample->size.activities);
  return (guint)(i % n);
}

static guint
count_fixed (SaneraSample *sample, const SaneraSampleItem *item)
{
  guint free_devices = sanera_sample_candidate_count (sample, item) - item->exposed;

  return MIN (1 + item->exposed / 2, free_devices);
}

static Story
get_story (SaneraSample *sample, gint64 i)
{
  const SaneraSampleItem *item =
      &g_array_index (sample->items, SaneraSampleItem, sanera_sample_activity_item (sample, i));
  Story story = (Story)(i % N_STORIES);

  if (sanera_sample_item_type (sample, item) == SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED)
    return STORY_ATTENTION;
  /* Where every device is exposed none can have been fixed. */
  if ((story == STORY_COMPLETED_BY_SYSTEM || story == STORY_LEAVING) &&
      count_fixed (sample, item) == 0)
    return STORY_IN_PROGRESS;
  return story;
}

/**
 * sanera_sample_activity_is_active:
 * @sample: a sample with at least one recommendation
 * @i: which activity
 *
 * Returns: whether it is in progress
 */
gboolean
sanera_sample_activity_is_active (SaneraSample *sample, gint64 i)
{
  switch (get_story (sample, i))
    {
    case STORY_IN_PROGRESS:
    case STORY_OVERDUE:
    case STORY_ATTENTION:
    case STORY_NOT_ASSESSED:
      return TRUE;
    default:
      return FALSE;
    }
}

typedef struct
{
  SaneraDb *db;
  SaneraSample *sample;
  sqlite3_stmt *activity;
  sqlite3_stmt *finding;
  sqlite3_stmt *target;
  sqlite3_stmt *machine;
} Writer;

/**
 * sanera_sample_dup_id:
 * @seed: of the sample
 * @i: number of what it is for
 *
 * Returns: (transfer full): a UUID, the same for the same numbers
 */
char *
sanera_sample_dup_id (guint64 seed, gint64 i)
{
  guint64 a = sanera_sample_random (seed, STREAM_IDS, (guint64)i * 2);
  guint64 b = sanera_sample_random (seed, STREAM_IDS, (guint64)i * 2 + 1);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%012" G_GINT64_MODIFIER "x", (guint)(a >> 32),
                          (guint)(a >> 16 & 0xffff), (guint)(a & 0xfff),
                          (guint)(0x8000 | (b >> 48 & 0x3fff)),
                          b & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* One device of an activity: its targets, its state, and the closed findings of a fixed one. */
static gboolean
write_target (Writer *self,
              gint64 task,
              guint item_index,
              guint device_index,
              gboolean open,
              SaneraActivityData *data,
              GError **error)
{
  const SaneraSampleItem *item = &g_array_index (self->sample->items, SaneraSampleItem, item_index);
  const SaneraSampleProduct *product = g_ptr_array_index (self->sample->products, item->product);
  const SaneraSampleDevice *device =
      &g_array_index (self->sample->devices, SaneraSampleDevice, device_index);
  const SaneraProgressDevice known = { .open = open, .assessed_on = device->assessed_on };
  const gboolean since = device->assessed_on > data->created_on;
  const char *reason;
  SaneraTargetState state = sanera_progress_device (&known, self->sample->size.now, &reason);

  for (guint k = 0; k < item->n_weaknesses; k++)
    {
      gint64 weakness;

      sanera_sample_item_weakness (self->sample, item, k, &weakness);
      sqlite3_reset (self->target);
      sanera_db_bind_int (self->target, 1, task);
      sanera_db_bind_int (self->target, 2, (gint64)device_index + 1);
      sanera_db_bind_int (self->target, 3, weakness);
      sanera_db_bind_int (self->target, 4, open);
      if (!sanera_db_run (self->db, self->target, error))
        return FALSE;
      if (open)
        continue;
      sqlite3_reset (self->finding);
      sanera_db_bind_int (self->finding, 1, (gint64)item_index + 1);
      sanera_db_bind_int (self->finding, 2, (gint64)device_index + 1);
      sanera_db_bind_int (self->finding, 3, weakness);
      sanera_db_bind_text (self->finding, 4, product->installed);
      sanera_db_bind_text (self->finding, 5, product->fixed);
      sanera_db_bind_int (self->finding, 6, product->end_of_support);
      sanera_db_bind_int (self->finding, 7, item->first_seen);
      sanera_db_bind_int (self->finding, 8, data->created_on);
      if (!sanera_db_run (self->db, self->finding, error))
        return FALSE;
    }

  sqlite3_reset (self->machine);
  sanera_db_bind_int (self->machine, 1, task);
  sanera_db_bind_int (self->machine, 2, (gint64)device_index + 1);
  sanera_db_bind_text (self->machine, 3,
                       sanera_enum_to_nick (&sanera_target_state_enum, (int)state));
  sanera_db_bind_text (self->machine, 4, reason);
  sanera_db_bind_int (self->machine, 5, since ? device->assessed_on : SANERA_INT_NULL);
  data->target_devices++;
  data->fixed_devices += state == SANERA_TARGET_STATE_FIXED;
  data->exposed_devices += state == SANERA_TARGET_STATE_EXPOSED;
  data->unknown_devices += state == SANERA_TARGET_STATE_UNKNOWN_STATE;
  if (since)
    data->last_assessed_on = MAX (data->last_assessed_on, device->assessed_on);
  return sanera_db_run (self->db, self->machine, error);
}

static gboolean
write_targets (Writer *self,
               gint64 task,
               guint item_index,
               Story story,
               SaneraActivityData *data,
               GError **error)
{
  const SaneraSampleItem *item = &g_array_index (self->sample->items, SaneraSampleItem, item_index);
  const gboolean by_system = story == STORY_COMPLETED_BY_SYSTEM || story == STORY_LEAVING;
  const gboolean untouched =
      story == STORY_ATTENTION || story == STORY_NOT_ASSESSED || story == STORY_WITHDRAWN;
  guint first = by_system ? item->exposed : 0;
  guint last = item->exposed + (untouched ? 0 : count_fixed (self->sample, item));

  data->fixed_devices = data->exposed_devices = data->unknown_devices = 0;
  for (guint i = first; i < last; i++)
    {
      if (!write_target (self, task, item_index, sanera_sample_device (self->sample, item, i),
                         i < item->exposed, data, error))
        return FALSE;
    }
  /* Rule R1: this type has no progress at all. */
  if (story == STORY_ATTENTION)
    {
      data->fixed_devices = data->exposed_devices = data->unknown_devices = SANERA_INT_NULL;
      data->last_assessed_on = SANERA_INT_NULL;
    }
  data->new_devices = by_system ? item->exposed : 0;
  return TRUE;
}

static void
complete (SaneraActivityData *data, Story story, gint64 when, guint64 random)
{
  data->status = g_strdup ("Completed");
  data->completed_on = when;
  data->status_last_modified_on = when;
  data->version = 2;
  if (story == STORY_COMPLETED_BY_SYSTEM || story == STORY_LEAVING)
    data->completion_method = g_strdup ("Automatic");
  else if (story != STORY_COMPLETED_BY_NOBODY_KNOWN)
    {
      data->completion_method = g_strdup ("Manual");
      data->completer_email = g_strdup (people[random % G_N_ELEMENTS (people)]);
    }
  if (story == STORY_WITHDRAWN)
    data->outcome = g_strdup ("withdrawn");
}

static void
tell_story (SaneraActivityData *data, Story story, gint64 now, guint64 random)
{
  static const char *const priorities[] = { "High", "Medium", "Low" };
  static const char *const notes[] = { NULL, "Please restart the devices outside office hours.",
                                       "Agreed with the owners of the service.", NULL };
  const gint64 today = sanera_time_floor_day (now);
  gint64 age = 20 + (gint64)(random / 64 % 40); /* days since the request */

  if (story == STORY_NOT_ASSESSED)
    age = 0;
  else if (story == STORY_LEAVING)
    age = 200;
  data->created_on =
      age == 0 ? now - 600 * SANERA_TIME_SECOND
               : now - age * SANERA_TIME_DAY - (gint64)(random / 4096 % 20000) * SANERA_TIME_SECOND;
  data->status_last_modified_on = data->created_on;
  data->last_assessed_on = data->completed_on = SANERA_INT_NULL;
  data->version = 1;
  data->priority = g_strdup (priorities[random / 3 % G_N_ELEMENTS (priorities)]);
  data->requester_email = g_strdup (people[random / 9 % G_N_ELEMENTS (people)]);
  data->requester_notes = g_strdup (notes[random / 41 % G_N_ELEMENTS (notes)]);
  if (story == STORY_ATTENTION)
    data->due_on = SANERA_INT_NULL;
  else if (story == STORY_OVERDUE)
    data->due_on = today - (2 + (gint64)(random / 128 % 9)) * SANERA_TIME_DAY;
  else
    data->due_on = today + (gint64)(5 + random / 128 % 50) * SANERA_TIME_DAY;

  switch (story)
    {
    case STORY_COMPLETED_BY_SYSTEM:
    case STORY_COMPLETED_BY_PERSON:
    case STORY_COMPLETED_BY_NOBODY_KNOWN:
    case STORY_WITHDRAWN:
      complete (data, story, now - (gint64)(random / 256 % 15) * SANERA_TIME_DAY - SANERA_TIME_DAY,
                random / 16);
      break;
    case STORY_LEAVING:
      complete (data, story, now - 172 * SANERA_TIME_DAY, random / 16);
      break;
    default:
      data->status = g_strdup ("Active");
      break;
    }
}

/* Rule R11: the history of an activity is read from the audit log. */
static gboolean
write_end (SaneraDb *db, const SaneraActivityData *data, GError **error)
{
  const gboolean automatic = g_strcmp0 (data->completion_method, "Automatic") == 0;
  const gboolean withdrawn = g_strcmp0 (data->outcome, "withdrawn") == 0;
  const char *details = "{}";

  if (data->completed_on == SANERA_INT_NULL)
    return TRUE;

  if (data->completion_method != NULL && !withdrawn)
    details =
        automatic ? "{\"completionMethod\":\"Automatic\"}" : "{\"completionMethod\":\"Manual\"}";
  return sanera_audit_append (
      db, data->completed_on, data->completer_email != NULL ? data->completer_email : "",
      withdrawn ? "withdrawn" : "completed", SANERA_ENTITY_TASK, data->id, details, error);
}

static gboolean
write_activity (Writer *self, gint64 i, gint64 *change, GError **error)
{
  const guint64 random = sanera_sample_random (self->sample->size.seed, STREAM_ACTIVITIES, i);
  const guint index = sanera_sample_activity_item (self->sample, i);
  const SaneraSampleItem *item = &g_array_index (self->sample->items, SaneraSampleItem, index);
  const SaneraSampleProduct *product = g_ptr_array_index (self->sample->products, item->product);
  const Story story = get_story (self->sample, i);
  SaneraRemediationType type = story == STORY_ATTENTION
                                   ? SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED
                                   : sanera_sample_item_type (self->sample, item);
  SaneraActivityData data;
  gboolean ok;

  sanera_noun_data_init (&sanera_activity_noun, &data);
  tell_story (&data, story, self->sample->size.now, random);
  data.id = sanera_sample_dup_id (self->sample->size.seed, i);
  data.related_component = sanera_sample_item_name (self->sample, item);
  data.recommendation_reference = sanera_sample_item_id (self->sample, item);
  data.recommended_version = g_strdup (product->fixed);
  data.type = g_strdup (sanera_enum_to_nick (&sanera_remediation_type_enum, (int)type));
  data.category = g_strdup (product->check ? "SecurityConfiguration" : "Software");
  data.weaknesses = product->check ? 0 : item->n_weaknesses;
  data.fixable_weaknesses = product->fixed != NULL ? item->n_weaknesses : 0;
  data.title = sanera_title_activity (type, data.related_component, data.recommended_version);
  data.description =
      sanera_title_activity_description (type, data.related_component, data.recommended_version,
                                         data.weaknesses, data.fixable_weaknesses);
  data.remediation_text = g_strdup (product->remediation);
  data.change = ++*change;

  ok = write_targets (self, i + 1, index, story, &data, error);
  sqlite3_reset (self->activity);
  sanera_db_bind_noun (self->activity, 1, &sanera_activity_noun, &data);
  ok = ok && sanera_db_run (self->db, self->activity, error);
  sqlite3_clear_bindings (self->activity);
  ok = ok &&
       sanera_request_write_down (self->db, &data, sanera_sample_has_tickets (i, &data), error) &&
       sanera_sample_write_tickets (self->db, self->sample, i, &data, change, error) &&
       write_end (self->db, &data, error);
  sanera_noun_data_clear (&sanera_activity_noun, &data);
  return ok;
}

/**
 * sanera_sample_write_activities:
 * @db: the server's database, in a transaction; without foreign keys, for targets come before their
 *   activity
 * @sample: a sample
 * @change: (inout): last position taken in the feed
 * @error: when the database fails
 *
 * Returns: whether it went well
 */
gboolean
sanera_sample_write_activities (SaneraDb *db, SaneraSample *sample, gint64 *change, GError **error)
{
  g_autofree char *sql = sanera_db_noun_upsert_sql (&sanera_activity_noun, NULL);
  Writer writer = { .db = db, .sample = sample };

  writer.activity = sanera_db_prepare (db, sql, error);
  writer.finding = sanera_db_prepare (
      db,
      "INSERT OR IGNORE INTO findings (recommendation, machine, vulnerability, assessment, "
      "installed_version, fixed_version, status, open, first_seen, last_seen) "
      "VALUES (?1, ?2, ?3, ?2, ?4, ?5, ?6, 0, ?7, ?8)",
      error);
  writer.target = sanera_db_prepare (
      db, "INSERT INTO task_targets (task, machine, vulnerability, open) VALUES (?, ?, ?, ?)",
      error);
  writer.machine =
      sanera_db_prepare (db,
                         "INSERT INTO task_machines (task, machine, state, reason, assessed_on) "
                         "VALUES (?, ?, ?, ?, ?)",
                         error);
  if (writer.activity == NULL || writer.finding == NULL || writer.target == NULL ||
      writer.machine == NULL)
    return FALSE;
  for (gint64 i = 0; i < sample->size.activities && sample->items->len > 0; i++)
    {
      if (!write_activity (&writer, i, change, error))
        return FALSE;
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-support.h"

#include <glib/gstdio.h>

#include "sanera-activity.h"
#include "sanera-cache-private.h"
#include "sanera-children.h"
#include "sanera-device-group.h"
#include "sanera-device.h"
#include "sanera-exposure.h"
#include "sanera-event.h"
#include "sanera-recommendation.h"
#include "sanera-remediation-exception.h"
#include "sanera-security-task.h"
#include "sanera-time.h"
#include "sanera-vulnerability.h"

/* Rows written in one transaction when a cache is filled. */
#define BATCH 20000

/* Nothing in a test takes longer, on any machine. */
#define DEADLINE_S 60

static const char *const products[] = {
  "chrome",      "firefox", "windows_10",          "openssl",
  "漏洞管理器",  "log4j",   "Åkermans mätverktyg", "acrobat",
  "thunderbird", "vlc",     "ＬＩＢＲＥ",          "notepad++",
  "putty",       "7-zip",
};
static const char *const vendors[] = { "google", "mozilla", "microsoft", "apache", "adobe" };
static const char *const platforms[] = { "Windows10", "Windows11", "Linux", "macOS" };
static const char *const types[] = { "Update", "Upgrade", "Uninstall", "ConfigurationChange",
                                     "AttentionRequired" };
static const char *const statuses[] = { "Active", "Active", "Active", "PartialException",
                                        "Exception" };
static const char *const priorities[] = { "High", "Medium", "Low" };
static const char *const tickets[] = { NULL, "pending", "active", "rejected", "brandNew" };
static const char *const people[] = { "anna@example.org", "Bo@example.org", "chen@example.org" };

/**
 * cache_support_make_folder:
 *
 * Returns: (transfer full): a fresh folder
 */
char *
cache_support_make_folder (void)
{
  char *folder = g_dir_make_tmp ("sanera-cache-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

/**
 * cache_support_remove_folder:
 * @folder: (transfer full): a folder without folders in it
 */
void
cache_support_remove_folder (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
  g_free (folder);
}

/* A million rows are made of these numbers: GRand's start is 600 words of state each time. */
typedef struct
{
  guint64 state;
} Random;

static int
range (Random *self, int from, int to)
{
  guint64 mixed;

  self->state += 0x9e3779b97f4a7c15u; /* splitmix64 */
  mixed = self->state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  mixed ^= mixed >> 31;

  return to > from ? from + (int)(mixed % (guint64)(to - from)) : from;
}

#define PICK(rand, table) table[range (rand, 0, G_N_ELEMENTS (table))]

static char **
pick_some (Random *rand, const char *const *table, guint n)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    if ((range (rand, 0, 2) == 1))
      {
        g_strv_builder_add (builder, table[i]);
        any = TRUE;
      }

  return any ? g_strv_builder_end (builder) : NULL;
}

static void
make_recommendation (SaneraRecommendationData *data, guint number, Random *rand)
{
  const char *product = PICK (rand, products);
  const char *const tags[] = { "EOS", "New" };

  data->id = g_strdup_printf ("va-_-v%u-_-p%u", number % 7, number);
  data->product_name = g_strdup (product);
  data->related_component = g_strdup_printf ("%s %u", product, number % 1000);
  data->vendor = g_strdup (PICK (rand, vendors));
  data->recommended_version = g_strdup_printf ("%d.%d", range (rand, 1, 140), range (rand, 0, 30));
  data->remediation_type = g_strdup (PICK (rand, types));
  data->recommendation_name = g_strdup_printf ("Update %s to version %s", data->related_component,
                                               data->recommended_version);
  data->recommendation_category = g_strdup ("Application");
  data->status = g_strdup (PICK (rand, statuses));
  data->weaknesses = range (rand, 0, 400);
  data->fixable_weaknesses = range (rand, 0, 2) * data->weaknesses;
  data->severity_score = range (rand, 0, 100) / 10.0;
  data->public_exploit = range (rand, 0, 8) == 0;
  data->active_alert = range (rand, 0, 20) == 0;
  data->total_machine_count = range (rand, 1, 5000);
  data->exposed_machines_count =
      range (rand, 0, 10) == 0 ? 0 : range (rand, 0, (gint32)data->total_machine_count);
  /* A coarse figure, so that there are ties. */
  data->exposure_sum = range (rand, 0, 500) / 8.0;
  data->exposed_after_exceptions = data->exposed_machines_count;
  data->exposure_sum_after_exceptions = data->exposure_sum;
  data->activity_count = range (rand, 0, 3);
  data->os_platforms = pick_some (rand, platforms, G_N_ELEMENTS (platforms));
  data->tags = pick_some (rand, tags, G_N_ELEMENTS (tags));
  data->change = number;
  data->version = 1;
}

static void
make_activity (SaneraActivityData *data, guint number, Random *rand)
{
  gint64 day = sanera_date_new (2026, 11, 1);
  const char *product = PICK (rand, products);
  gboolean completed = range (rand, 0, 3) == 0;

  data->id = g_strdup_printf ("task-%u", number);
  data->related_component = g_strdup_printf ("%s %u", product, number % 1000);
  data->recommended_version = g_strdup_printf ("%d", range (rand, 1, 140));
  data->title = g_strdup_printf ("Update %s", data->related_component);
  data->type = g_strdup (PICK (rand, types));
  data->category = g_strdup ("Software");
  data->status = g_strdup (completed ? "Completed" : "Active");
  data->priority = g_strdup (PICK (rand, priorities));
  data->created_on = day - range (rand, 0, 90) * SANERA_TIME_DAY;
  if ((range (rand, 0, 2) == 1))
    data->due_on = day + range (rand, -10, 60) * SANERA_TIME_DAY;
  data->requester_email = g_strdup (PICK (rand, people));
  data->target_devices = range (rand, 1, 900);
  if (range (rand, 0, 5) != 0)
    {
      data->fixed_devices = range (rand, 0, (gint32)data->target_devices);
      data->exposed_devices = data->target_devices - data->fixed_devices;
      data->unknown_devices = 0;
    }
  if (completed)
    {
      static const char *const methods[] = { "Automatic", "Manual", "Manual", NULL };

      data->completion_method = g_strdup (PICK (rand, methods));
      data->completed_on = day - range (rand, 0, 30) * SANERA_TIME_DAY;
      if (g_strcmp0 (data->completion_method, "Manual") == 0 && (range (rand, 0, 2) == 1))
        data->completer_email = g_strdup (PICK (rand, people));
    }
  data->ticket_status = g_strdup (PICK (rand, tickets));
  data->recommendation_reference = g_strdup_printf ("va-_-v%u-_-p%u", number % 7, number % 50);
  data->change = number;
  data->version = 1;
}

static void
make_exception (SaneraRemediationExceptionData *data, guint number, Random *rand)
{
  static const char *const states[] = { "InEffect", "Suspended", "Expired", "Canceled" };

  data->id = g_strdup_printf ("exception-%u", number);
  data->recommendation_reference = g_strdup_printf ("va-_-vendor-_-product%u", number);
  data->related_component = g_strdup_printf ("Product %d", range (rand, 0, 50));
  data->type = g_strdup ("Update");
  data->status = g_strdup (PICK (rand, states));
  data->expires_on = range (rand, 0, 400) * G_TIME_SPAN_DAY;
}

static void
make_security_task (SaneraSecurityTaskData *data, guint number, Random *rand)
{
  static const char *const states[] = { "pending", "active", "completed", "rejected" };

  data->id = g_strdup_printf ("task-%u", number);
  data->related_component = g_strdup_printf ("Product %d", range (rand, 0, 50));
  data->type = g_strdup ("Update");
  data->status = g_strdup (PICK (rand, states));
  data->due_date_time = range (rand, 0, 400) * G_TIME_SPAN_DAY;
}

/* What only the page of devices shows: every fifth has no group, every tenth is retired, every
 * seventh was not assessed for long. */
static void
fill_device (SaneraDeviceData *device, guint number, Random *rand)
{
  const gint64 now = g_get_real_time ();
  const int days = number % 7 == 6 ? range (rand, 40, 60) : range (rand, 0, 20);

  g_clear_pointer (&device->state, g_free);
  g_free (device->rbac_group_name);
  device->rbac_group_name =
      number % 5 == 4 ? g_strdup ("") : g_strdup_printf ("Group %u", number % 3);
  device->exposure = range (rand, 0, 400) / 10.0;
  device->exposure_level =
      g_strdup (number % 7 == 6 ? "None"
                                : sanera_exposure_level_nick (sanera_exposure_level (
                                      100.0 * sanera_exposure_of_device (device->exposure))));
  device->last_assessed_on = device->last_seen = now - days * G_TIME_SPAN_DAY;
  device->last_assessment_result = g_strdup (number % 11 == 10 ? "Failed" : "Succeeded");
  device->retired_on = number % 10 == 9 ? now - G_TIME_SPAN_DAY : SANERA_INT_NULL;
  device->recommendation_count = range (rand, 0, 60);
  device->row_version = 1;
}

/**
 * cache_support_make_row:
 * @list: a list
 * @number: which row; its id follows from it
 * @seed: what else is in it follows from both
 *
 * Returns: (transfer full): data of the list's noun
 */
gpointer
cache_support_make_row (SaneraList list, guint number, guint32 seed)
{
  Random random = { ((guint64)seed << 32) | number };
  Random *rand = &random;
  gpointer data = NULL;

  switch (list)
    {
    case SANERA_LIST_RECOMMENDATIONS:
    case SANERA_LIST_DEVICE_RECOMMENDATIONS:
      data = sanera_noun_data_new (&sanera_recommendation_noun);
      make_recommendation (data, number, rand);
      break;
    case SANERA_LIST_ACTIVITIES:
    case SANERA_LIST_DEVICE_ACTIVITIES:
      data = sanera_noun_data_new (&sanera_activity_noun);
      make_activity (data, number, rand);
      break;
    case SANERA_LIST_DEVICE_GROUPS:
      {
        SaneraDeviceGroupData *group = data = sanera_noun_data_new (&sanera_device_group_noun);

        group->name = g_strdup_printf ("Group %u", number);
        group->device_count = range (rand, 0, 500);
        break;
      }
    case SANERA_LIST_RECOMMENDATION_DEVICES:
    case SANERA_LIST_ACTIVITY_DEVICES:
    case SANERA_LIST_DEVICES:
    case SANERA_LIST_SECURITY_TASK_DEVICES:
    case SANERA_LIST_INSTALLED_DEVICES:
      {
        static const char *const states[] = { "fixed", "exposed", "unknown" };
        SaneraDeviceData *device = data = sanera_noun_data_new (&sanera_device_noun);

        device->id = g_strdup_printf ("device-%u", number);
        device->computer_dns_name = g_strdup_printf ("pc%u.example.org", number);
        device->os_platform = g_strdup (PICK (rand, platforms));
        device->rbac_group_name = g_strdup ("UnassignedGroup");
        device->state = g_strdup (PICK (rand, states));
        if (list == SANERA_LIST_DEVICES)
          fill_device (device, number, rand);
        break;
      }
    case SANERA_LIST_RECOMMENDATION_VULNERABILITIES:
      {
        SaneraVulnerabilityData *vulnerability = data =
            sanera_noun_data_new (&sanera_vulnerability_noun);

        vulnerability->id = g_strdup_printf ("CVE-2026-%04u", number);
        vulnerability->name = g_strdup (vulnerability->id);
        vulnerability->cvss_v3 = range (rand, 0, 100) / 10.0;
        break;
      }
    case SANERA_LIST_EXCEPTIONS:
      data = sanera_noun_data_new (&sanera_remediation_exception_noun);
      make_exception (data, number, rand);
      break;
    case SANERA_LIST_SECURITY_TASKS:
      data = sanera_noun_data_new (&sanera_security_task_noun);
      make_security_task (data, number, rand);
      break;
    case SANERA_LIST_ACTIVITY_EVENTS:
      {
        SaneraEventData *event = data = sanera_noun_data_new (&sanera_event_noun);

        event->id = g_strdup_printf ("%u", number);
        event->at = range (rand, 0, 1000);
        event->event = g_strdup ("requested");
        break;
      }
    case SANERA_N_LISTS:
    default:
      g_assert_not_reached ();
    }

  return data;
}

typedef struct
{
  SaneraList list;
  const char *parent_id;
  const char *id;
  gconstpointer data;
  guint from;
  guint n;
  guint32 seed;
  gint64 generation;
} Write;

static const SaneraNoun *
get_noun (SaneraList list)
{
  g_autoptr (SaneraRecord) record = sanera_record_new (sanera_list_get_record_type (list), NULL);

  return sanera_record_get_noun (record);
}

static gboolean
put_func (SaneraDb *db,
          gpointer data,
          gpointer *result,
          GDestroyNotify *result_free,
          GCancellable *cancellable,
          GError **error)
{
  const Write *write = data;

  return sanera_cache_put (db, write->list, write->parent_id, write->data, write->generation,
                           error);
}

static gboolean
delete_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const Write *write = data;

  return sanera_cache_delete (db, write->list, write->id, error);
}

static gboolean
fill_func (SaneraDb *db,
           gpointer data,
           gpointer *result,
           GDestroyNotify *result_free,
           GCancellable *cancellable,
           GError **error)
{
  const Write *write = data;
  const SaneraNoun *noun = get_noun (write->list);

  for (guint i = write->from; i < write->from + write->n; i++)
    {
      gpointer row = cache_support_make_row (write->list, i, write->seed);
      gboolean ok = sanera_cache_put (db, write->list, NULL, row, write->generation, error);

      sanera_noun_data_free (noun, row);
      if (!ok)
        return FALSE;
    }

  return TRUE;
}

static void
run (SaneraCache *cache, SaneraStoreFunc func, Write *write)
{
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), func, write, NULL, &error);
  g_assert_no_error (error);
}

/**
 * cache_support_put:
 * @cache: a cache
 * @list: a list
 * @parent_id: (nullable): of a list with parents
 * @data: data of its noun
 * @generation: for sanera_cache_sweep()
 *
 * Writes one row, and waits.
 */
void
cache_support_put (SaneraCache *cache,
                   SaneraList list,
                   const char *parent_id,
                   gconstpointer data,
                   gint64 generation)
{
  Write write = { .list = list, .parent_id = parent_id, .data = data, .generation = generation };

  run (cache, put_func, &write);
}

/**
 * cache_support_delete:
 * @cache: a cache
 * @list: a list
 * @id: id of a row
 *
 * Deletes one row, and waits.
 */
void
cache_support_delete (SaneraCache *cache, SaneraList list, const char *id)
{
  Write write = { .list = list, .id = id };

  run (cache, delete_func, &write);
}

/**
 * cache_support_fill:
 * @cache: a cache
 * @list: a list without parents
 * @from: number of the first row
 * @n: how many
 * @seed: as for cache_support_make_row()
 *
 * Writes many rows, and waits.
 */
void
cache_support_fill (SaneraCache *cache, SaneraList list, guint from, guint n, guint32 seed)
{
  for (guint done = 0; done < n; done += BATCH)
    {
      Write write = { .list = list, .from = from + done, .n = MIN (BATCH, n - done), .seed = seed };

      run (cache, fill_func, &write);
    }
}

static gboolean
index_func (SaneraDb *db,
            gpointer data,
            gpointer *result,
            GDestroyNotify *result_free,
            GCancellable *cancellable,
            GError **error)
{
  for (guint list = SANERA_LIST_RECOMMENDATIONS; list <= SANERA_LIST_ACTIVITIES; list++)
    {
      gboolean done = FALSE;

      while (!done)
        if (!sanera_cache_index (db, list, BATCH, &done, error))
          return FALSE;
    }

  /* FTS5 compares the index with the texts. */
  return sanera_db_exec (db,
                         "INSERT INTO recommendation_search (recommendation_search, rank) "
                         "VALUES ('integrity-check', 1);"
                         "INSERT INTO remediation_task_search (remediation_task_search, rank) "
                         "VALUES ('integrity-check', 1)",
                         error);
}

/**
 * cache_support_index:
 * @cache: a cache
 *
 * Does at once what the cache does in the background: brings its full-text indexes up to date.
 * Holds them against the texts.
 */
void
cache_support_index (SaneraCache *cache)
{
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), index_func, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
late_cb (gpointer user_data)
{
  g_printerr ("Waited for %d seconds in vain\n", DEADLINE_S);
  abort ();
}

/**
 * cache_support_wait:
 * @done: what is waited for
 * @data: for @done
 *
 * Runs the main loop until @done says so.
 */
void
cache_support_wait (gboolean (*done) (gpointer), gpointer data)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_S, late_cb, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

typedef struct
{
  SaneraList list;
  const char *parent_id;
  gint64 fetched_on;
  const char *next;
} Books;

static gboolean
note_children_func (SaneraDb *db,
                    gpointer data,
                    gpointer *result,
                    GDestroyNotify *result_free,
                    GCancellable *cancellable,
                    GError **error)
{
  const Books *books = data;

  return sanera_children_begin (db, books->list, books->parent_id, 1, 1, NULL, books->fetched_on,
                                error) &&
         sanera_children_note_page (db, books->list, books->parent_id, 1, 100, books->next,
                                    books->fetched_on, error);
}

/**
 * cache_support_note_children:
 * @cache: a cache
 * @list: a list with parents
 * @parent_id: of which row
 * @fetched_on: the time of the fetch
 * @next: (nullable): where it was interrupted; %NULL: it was not
 *
 * Writes down that what belongs to the row was fetched.
 */
void
cache_support_note_children (SaneraCache *cache,
                             SaneraList list,
                             const char *parent_id,
                             gint64 fetched_on,
                             const char *next)
{
  Books books = { list, parent_id, fetched_on, next };
  GError *error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), note_children_func, &books, NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  SaneraCache *cache;
  const char *role;
  const char *capabilities;
  gboolean intune;
} Person;

static gboolean
person_func (SaneraDb *db,
             gpointer data,
             gpointer *result,
             GDestroyNotify *result_free,
             GCancellable *cancellable,
             GError **error)
{
  const Person *person = data;

  return sanera_cache_set_meta (db, SANERA_CACHE_META_EMAIL, "anna@example.org", error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_ROLE, person->role, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_CAPABILITIES, person->capabilities, error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_INTUNE_CONNECTION, person->intune ? "1" : "0",
                                error) &&
         sanera_cache_set_meta (db, SANERA_CACHE_META_SYNCED_ON, "1", error);
}

static gboolean
knows_person (gpointer data)
{
  const Person *person = data;
  const SaneraCacheInfo *info = sanera_cache_get_info (person->cache);

  return info != NULL && g_strcmp0 (info->role, person->role) == 0 &&
         info->intune_connection == person->intune;
}

/**
 * cache_support_sign_in:
 * @cache: a cache
 * @role: as the server names it
 * @capabilities: separated by spaces
 * @intune: whether the connection to Intune is on
 *
 * Anna has this role from now on.
 */
void
cache_support_sign_in (SaneraCache *cache,
                       const char *role,
                       const char *capabilities,
                       gboolean intune)
{
  Person person = { cache, role, capabilities, intune };
  g_autoptr (GError) error = NULL;

  sanera_store_write (sanera_cache_get_store (cache), person_func, &person, NULL, &error);
  g_assert_no_error (error);
  sanera_cache_reload_info (cache);
  cache_support_wait (knows_person, &person);
}

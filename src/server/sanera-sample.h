/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sanera-activity.h"
#include "sanera-db.h"
#include "sanera-enums.h"

G_BEGIN_DECLS

/**
 * SaneraSampleSize:
 * @devices: how many devices, at least 1
 * @recommendations: how many recommendations
 * @activities: how many remediation activities
 * @seed: the same seed, sizes and @now give the same rows
 * @now: the moment that all times are before, microseconds
 *
 * How large a sample fleet is.
 */
typedef struct
{
  gint64 devices;
  gint64 recommendations;
  gint64 activities;
  guint64 seed;
  gint64 now;
} SaneraSampleSize;

/* A product of the catalogue. */
typedef struct
{
  char *vendor;
  char *slug;
  char *name;
  const char *category; /* nick */
  char *sub_category;
  char *platforms;
  char *installed;
  char *fixed; /* NULL: no fix */
  char *remediation;
  gboolean check;
  gboolean end_of_support;
  GArray *weaknesses; /* of guint: index into the weaknesses of the sample */
} SaneraSampleProduct;

typedef struct
{
  char *id;
  double cvss; /* NAN: a check */
  const char *severity; /* nick */
  gboolean public_exploit;
  gint64 machines;
} SaneraSampleWeakness;

typedef struct
{
  char kind;
  const char *os_platform;
  guint group; /* index into sanera_sample_groups */
  gint64 assessed_on;
  double sum; /* s of the exposure score */
} SaneraSampleDevice;

typedef struct
{
  guint product;
  guint variant;
  guint first_weakness;
  guint n_weaknesses;
  guint start; /* of the walk through the devices of the product's platforms */
  guint step;
  guint exposed;
  guint healthy;
  double weight;
  gint64 first_seen;
  gint64 activities; /* in progress */
} SaneraSampleItem;

/* What is to be written. */
typedef struct
{
  SaneraSampleSize size;
  GPtrArray *products; /* of SaneraSampleProduct */
  GPtrArray *weaknesses; /* of SaneraSampleWeakness */
  GArray *devices; /* of SaneraSampleDevice */
  GArray *items; /* of SaneraSampleItem */
  GHashTable *candidates; /* platforms → GArray of guint: indexes of devices */
} SaneraSample;

extern const char *const sanera_sample_groups[];

SaneraSample *sanera_sample_new (const SaneraSampleSize *size);
void sanera_sample_free (SaneraSample *self);
guint64 sanera_sample_random (guint64 seed, guint64 stream, guint64 index);
guint sanera_sample_candidate_count (SaneraSample *self, const SaneraSampleItem *item);
guint sanera_sample_device (SaneraSample *self, const SaneraSampleItem *item, guint i);
char *sanera_sample_device_name (const SaneraSampleDevice *device, guint index, guint64 seed);
char *sanera_sample_item_id (SaneraSample *self, const SaneraSampleItem *item);
char *sanera_sample_item_name (SaneraSample *self, const SaneraSampleItem *item);
SaneraRemediationType sanera_sample_item_type (SaneraSample *self, const SaneraSampleItem *item);
const SaneraSampleWeakness *sanera_sample_item_weakness (SaneraSample *self,
                                                         const SaneraSampleItem *item,
                                                         guint i,
                                                         gint64 *row);

gboolean sanera_sample_begin (SaneraDb *db, GError **error);
gboolean sanera_sample_write (SaneraDb *db, const SaneraSampleSize *size, GError **error);
char *sanera_sample_dup_id (guint64 seed, gint64 i);
gboolean sanera_sample_has_tickets (gint64 i, const SaneraActivityData *activity);
gboolean sanera_sample_write_tickets (SaneraDb *db,
                                      SaneraSample *sample,
                                      gint64 i,
                                      const SaneraActivityData *activity,
                                      gint64 *change,
                                      GError **error);
gboolean
sanera_sample_write_activities (SaneraDb *db, SaneraSample *sample, gint64 *change, GError **error);
gboolean
sanera_sample_write_exceptions (SaneraDb *db, const SaneraSampleSize *size, GError **error);
gboolean sanera_sample_write_history (SaneraDb *db, const SaneraSampleSize *size, GError **error);
gboolean sanera_sample_order_log (SaneraDb *db, gint64 before, GError **error);
guint sanera_sample_activity_item (const SaneraSample *sample, gint64 i);
gboolean sanera_sample_activity_is_active (SaneraSample *sample, gint64 i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaneraSample, sanera_sample_free)

G_END_DECLS

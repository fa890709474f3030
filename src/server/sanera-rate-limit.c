/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-rate-limit.h"

#include <math.h>

/* A bucket for each token, filled evenly and never above one minute's worth: short bursts go
 * through, a loop that never ends does not. */

struct _SaneraRateLimit
{
  double per_second;
  double capacity;
  GHashTable *buckets; /* id → Bucket */
};

typedef struct
{
  double calls; /* that may still be made */
  gint64 filled_at;
  guint under_way;
} Bucket;

/**
 * sanera_rate_limit_new:
 * @per_minute: calls in a minute
 *
 * Returns: (transfer full): limits for any number of ids
 */
SaneraRateLimit *
sanera_rate_limit_new (guint per_minute)
{
  SaneraRateLimit *self = g_new0 (SaneraRateLimit, 1);

  self->per_second = per_minute / 60.0;
  self->capacity = per_minute;
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * sanera_rate_limit_free:
 * @self: (transfer full): limits
 */
void
sanera_rate_limit_free (SaneraRateLimit *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}

static Bucket *
get_bucket (SaneraRateLimit *self, const char *id)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, id);

  if (bucket == NULL)
    {
      bucket = g_new0 (Bucket, 1);
      bucket->calls = self->capacity;
      bucket->filled_at = G_MININT64;
      g_hash_table_insert (self->buckets, g_strdup (id), bucket);
    }

  return bucket;
}

/**
 * sanera_rate_limit_take:
 * @self: limits
 * @id: who makes a call
 * @now: monotonic time, microseconds
 *
 * Returns: 0 when the call may be made, else after how many seconds it may be tried again
 */
guint
sanera_rate_limit_take (SaneraRateLimit *self, const char *id, gint64 now)
{
  Bucket *bucket = get_bucket (self, id);

  if (bucket->filled_at != G_MININT64)
    bucket->calls = MIN (self->capacity, bucket->calls + (double)(now - bucket->filled_at) /
                                                             G_USEC_PER_SEC * self->per_second);
  bucket->filled_at = now;
  if (bucket->calls < 1)
    return (guint)ceil ((1 - bucket->calls) / self->per_second);

  bucket->calls -= 1;
  return 0;
}

/**
 * sanera_rate_limit_enter:
 * @self: limits
 * @id: who makes a call
 * @limit: how many may be under way at once
 *
 * Returns: whether this one may begin; sanera_rate_limit_leave() then has to follow
 */
gboolean
sanera_rate_limit_enter (SaneraRateLimit *self, const char *id, guint limit)
{
  Bucket *bucket = get_bucket (self, id);

  if (bucket->under_way >= limit)
    return FALSE;

  bucket->under_way++;
  return TRUE;
}

/**
 * sanera_rate_limit_leave:
 * @self: limits
 * @id: whose call has ended
 */
void
sanera_rate_limit_leave (SaneraRateLimit *self, const char *id)
{
  Bucket *bucket = get_bucket (self, id);

  g_return_if_fail (bucket->under_way > 0);

  bucket->under_way--;
}

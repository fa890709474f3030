/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sanera-field.h"

/* A catalogue is an array of records of 16 bytes in the order of the weaknesses, little-endian:
 * year and number of the CVE, then a time or a probability. So all 300,000 of EPSS are read,
 * written and taken back as one value, and one of them is found in 18 steps. */

#define N_KINDS 2
#define RECORD_SIZE 16

typedef struct
{
  guint32 year;
  guint32 number;
  union
  {
    gint64 time;
    double probability;
    guint64 bits;
  } value;
} Record;

struct _SaneraFacts
{
  SaneraDb *db;
  GArray *known[N_KINDS]; /* of Record; NULL: not read yet */
  GArray *coming; /* NULL: no catalogue is being read, or an older one */
  SaneraCatalogueKind kind;
  gint64 published_on;
};

/**
 * sanera_facts_new:
 * @db: the server's database, in a transaction for as long as this lives
 *
 * Returns: (transfer full): what catalogues say; they are read when they are asked for
 */
SaneraFacts *
sanera_facts_new (SaneraDb *db)
{
  SaneraFacts *self = g_new0 (SaneraFacts, 1);

  self->db = db;
  return self;
}

/**
 * sanera_facts_free:
 * @self: (transfer full) (nullable): what catalogues say
 */
void
sanera_facts_free (SaneraFacts *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < N_KINDS; i++)
    g_clear_pointer (&self->known[i], g_array_unref);
  g_clear_pointer (&self->coming, g_array_unref);
  g_free (self);
}

static gboolean
parse_cve (const char *id, Record *record)
{
  char rest;

  return sscanf (id, "CVE-%4u-%9u%c", &record->year, &record->number, &rest) == 2;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const Record *x = a, *y = b;

  if (x->year != y->year)
    return x->year < y->year ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

static gboolean
read_catalogue (SaneraFacts *self, SaneraCatalogueKind kind, GError **error)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (Record));
  sqlite3_stmt *statement;
  gboolean has_row;

  self->known[kind] = records;
  statement = sanera_db_prepare (self->db, "SELECT data FROM catalogues WHERE row_id = ?", error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, (gint64)kind);
  if (!sanera_db_step (self->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      const guint8 *data = sqlite3_column_blob (statement, 0);
      const int size = sqlite3_column_bytes (statement, 0);

      for (int at = 0; at + RECORD_SIZE <= size; at += RECORD_SIZE)
        {
          Record record;

          memcpy (&record.year, data + at, 4);
          memcpy (&record.number, data + at + 4, 4);
          memcpy (&record.value.bits, data + at + 8, 8);
          record.year = GUINT32_FROM_LE (record.year);
          record.number = GUINT32_FROM_LE (record.number);
          record.value.bits = GUINT64_FROM_LE (record.value.bits);
          g_array_append_val (records, record);
        }
    }
  sanera_db_reset (statement);
  return TRUE;
}

static gboolean
write_catalogue (SaneraFacts *self, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_sized_new (self->coming->len * RECORD_SIZE);
  sqlite3_stmt *statement;

  for (guint i = 0; i < self->coming->len; i++)
    {
      const Record *record = &g_array_index (self->coming, Record, i);
      const guint32 year = GUINT32_TO_LE (record->year), number = GUINT32_TO_LE (record->number);
      const guint64 bits = GUINT64_TO_LE (record->value.bits);

      g_byte_array_append (data, (const guint8 *)&year, sizeof year);
      g_byte_array_append (data, (const guint8 *)&number, sizeof number);
      g_byte_array_append (data, (const guint8 *)&bits, sizeof bits);
    }
  statement = sanera_db_prepare (self->db,
                                 "INSERT INTO catalogues (row_id, published_on, data) "
                                 "VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET "
                                 "published_on = excluded.published_on, data = excluded.data",
                                 error);
  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, (gint64)self->kind);
  sanera_db_bind_int (statement, 2, self->published_on);
  sqlite3_bind_blob64 (statement, 3, data->data != NULL ? data->data : (const guint8 *)"",
                       data->len, SQLITE_TRANSIENT);
  return sanera_db_run (self->db, statement, error);
}

static gboolean
find (SaneraFacts *self, SaneraCatalogueKind kind, const char *id, Record *found, GError **error)
{
  Record wanted = { 0 };
  guint index;

  *found = wanted;
  if (self->known[kind] == NULL && !read_catalogue (self, kind, error))
    return FALSE;
  if (parse_cve (id, &wanted) &&
      g_array_binary_search (self->known[kind], &wanted, compare_records, &index))
    *found = g_array_index (self->known[kind], Record, index);
  return TRUE;
}

/* What all catalogues say of one weakness. */
static gboolean
look_up (SaneraFacts *self, const char *id, SaneraFact *fact, GError **error)
{
  Record exploited, probability;

  if (!find (self, SANERA_CATALOGUE_EXPLOITED, id, &exploited, error) ||
      !find (self, SANERA_CATALOGUE_PROBABILITY, id, &probability, error))
    return FALSE;
  fact->weakness = id;
  fact->known_on = exploited.year != 0 ? exploited.value.time : SANERA_INT_NULL;
  fact->probability = probability.year != 0 ? probability.value.probability : (double)NAN;
  return TRUE;
}

static gboolean
write_fact (SaneraFacts *self, gint64 vulnerability, const SaneraFact *fact, GError **error)
{
  return sanera_db_run_sql (
      self->db, error,
      "UPDATE vulnerabilities SET known_exploited_on = ?2, epss = ?3, "
      "public_exploit = max (scanner_exploit, ?2 IS NOT NULL), exploit_verified = ?2 IS NOT NULL "
      "WHERE row_id = ?1",
      "iid", vulnerability, fact->known_on, fact->probability);
}

/**
 * sanera_facts_describe:
 * @self: what catalogues say
 * @vulnerability: row id of a weakness that is new here
 * @id: its id
 * @exploited: (out): whether it is known to be exploited
 * @error: when the database fails
 *
 * Writes what is known of it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_facts_describe (SaneraFacts *self,
                       gint64 vulnerability,
                       const char *id,
                       gboolean *exploited,
                       GError **error)
{
  SaneraFact fact;

  if (!look_up (self, id, &fact, error))
    return FALSE;
  *exploited = fact.known_on != SANERA_INT_NULL;
  return (!*exploited && isnan (fact.probability)) ||
         write_fact (self, vulnerability, &fact, error);
}

/**
 * sanera_facts_begin:
 * @self: what catalogues say
 * @kind: a catalogue
 * @published_on: when it was published
 * @error: when the database fails
 *
 * Begins to read a catalogue. One that is older than what is known changes nothing, so that their
 * order does not matter.
 *
 * Returns: whether it went well
 */
gboolean
sanera_facts_begin (SaneraFacts *self,
                    SaneraCatalogueKind kind,
                    gint64 published_on,
                    GError **error)
{
  gint64 known;

  g_clear_pointer (&self->coming, g_array_unref);
  if (!sanera_db_query_int (self->db, &known, error,
                            "SELECT published_on FROM catalogues WHERE row_id = ?", "i",
                            (gint64)kind))
    return FALSE;
  if (known != SANERA_INT_NULL && known > published_on)
    return TRUE;
  self->kind = kind;
  self->published_on = published_on;
  self->coming = g_array_new (FALSE, FALSE, sizeof (Record));
  return TRUE;
}

/**
 * sanera_facts_add:
 * @self: what catalogues say
 * @fact: an entry of the catalogue that is being read; what is no CVE is left out
 */
void
sanera_facts_add (SaneraFacts *self, const SaneraFact *fact)
{
  Record record;

  if (self->coming == NULL || !parse_cve (fact->weakness, &record))
    return;
  if (self->kind == SANERA_CATALOGUE_EXPLOITED)
    record.value.time = fact->known_on;
  else
    record.value.probability = fact->probability;
  g_array_append_val (self->coming, record);
}

/* Everything that shows the weakness is derived anew; its row in the feed moves also where no
 * figure changes, because what belongs to it does. */
static gboolean
mark (SaneraFacts *self, gint64 vulnerability, gboolean weight, SaneraDirty *dirty, GError **error)
{
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db,
      "SELECT DISTINCT recommendation, machine FROM findings WHERE vulnerability = ? AND open = 1",
      error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, vulnerability);
  for (;;)
    {
      if (!sanera_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      sanera_dirty_add (dirty->recommendations, sqlite3_column_int64 (statement, 0));
      if (weight)
        sanera_dirty_add (dirty->machines, sqlite3_column_int64 (statement, 1));
    }
  return sanera_db_run_sql (self->db, error,
                            "UPDATE recommendations SET change = 0 WHERE row_id IN (SELECT "
                            "recommendation FROM findings WHERE vulnerability = ? AND open = 1)",
                            "i", vulnerability);
}

typedef struct
{
  gint64 vulnerability;
  gint64 known_on;
  double probability;
  gboolean weight;
} Change;

/* The weaknesses of which something else is known now. */
static GArray *
find_changes (SaneraFacts *self, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  sqlite3_stmt *statement = sanera_db_prepare (
      self->db, "SELECT row_id, id, known_exploited_on, epss FROM vulnerabilities WHERE kind = 0",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      SaneraFact fact;
      gint64 known_on = SANERA_INT_NULL;
      double probability = (double)NAN;

      if (!sanera_db_step (self->db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&changes);
      if (!look_up (self, sanera_db_column_text (statement, 1), &fact, error))
        return NULL;
      if (sqlite3_column_type (statement, 2) != SQLITE_NULL)
        known_on = sqlite3_column_int64 (statement, 2);
      if (sqlite3_column_type (statement, 3) != SQLITE_NULL)
        probability = sqlite3_column_double (statement, 3);
      if (known_on != fact.known_on || isnan (probability) != isnan (fact.probability) ||
          fabs (probability - fact.probability) > 0.0)
        {
          const Change change = { sqlite3_column_int64 (statement, 0), fact.known_on,
                                  fact.probability,
                                  (known_on == SANERA_INT_NULL) !=
                                      (fact.known_on == SANERA_INT_NULL) };

          g_array_append_val (changes, change);
        }
    }
}

/**
 * sanera_facts_end:
 * @self: what catalogues say
 * @dirty: what has to be derived anew is added to it
 * @changed: (inout): the number of weaknesses of which something else is known now is added to it
 * @error: when the database fails
 *
 * Ends a report. If it was a catalogue, takes it in the place of the one before it.
 *
 * Returns: whether it went well
 */
gboolean
sanera_facts_end (SaneraFacts *self, SaneraDirty *dirty, gint64 *changed, GError **error)
{
  g_autoptr (GArray) changes = NULL;

  if (self->coming == NULL)
    return TRUE;

  g_array_sort (self->coming, compare_records);
  if (!write_catalogue (self, error))
    return FALSE;
  g_clear_pointer (&self->known[self->kind], g_array_unref);
  self->known[self->kind] = g_steal_pointer (&self->coming);

  changes = find_changes (self, error);
  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);
      const SaneraFact fact = { NULL, change->known_on, change->probability };

      if (!write_fact (self, change->vulnerability, &fact, error) ||
          !mark (self, change->vulnerability, change->weight, dirty, error))
        return FALSE;
    }
  *changed += changes->len;
  return TRUE;
}

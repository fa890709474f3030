/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-identity.h"

#include <string.h>

#include "sanera-json.h"

/* In the order in which they are believed. */
typedef enum
{
  KIND_ID,
  KIND_SERIAL,
  KIND_FQDN,
  KIND_NAME,
  KIND_MAC,
  KIND_ADDRESS,
  N_KINDS,
} Kind;

static const char *const kinds[N_KINDS] = { "id", "serial", "fqdn", "name", "mac", "address" };

/* Longest value that is kept, bytes; what is longer identifies nothing. */
#define VALUE_MAX 512
/* Most hardware addresses of one device that are looked at. */
#define MACS_MAX 16

/* What a report, or the database, tells of a device: kind → set of folded values. */
typedef struct
{
  GHashTable *values[N_KINDS];
} Keys;

static void
keys_init (Keys *self)
{
  for (Kind kind = 0; kind < N_KINDS; kind++)
    self->values[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
keys_clear (Keys *self)
{
  for (Kind kind = 0; kind < N_KINDS; kind++)
    g_clear_pointer (&self->values[kind], g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* Serial numbers that makers leave in: of many devices, so of none. */
static gboolean
is_placeholder (const char *folded)
{
  static const char *const words[] = {
    "none",
    "n/a",
    "na",
    "null",
    "unknown",
    "not specified",
    "not available",
    "not applicable",
    "default string",
    "default",
    "system serial number",
    "to be filled by o.e.m.",
    "to be filled by oem",
    "chassis serial number",
    "invalid",
    "empty",
    "serial",
    "0123456789",
    "123456789",
    "1234567890",
    NULL,
  };

  return strlen (folded) < 4 || g_strv_contains (words, folded) ||
         strspn (folded, "0") == strlen (folded) || strspn (folded, "f") == strlen (folded) ||
         strspn (folded, "x-. ") == strlen (folded);
}

static gboolean
is_address (const char *text)
{
  return g_hostname_is_ip_address (text);
}

/* Takes the ownership of @text. */
static void
add_folded (Keys *self, Kind kind, char *text)
{
  g_autofree char *stripped = g_strstrip (text);

  if (*stripped != '\0' && strlen (stripped) <= VALUE_MAX)
    g_hash_table_add (self->values[kind], g_utf8_casefold (stripped, -1));
}

/* "00:1A:2b:…", "00-1a-…" and "001a.2b3c.…" are the same; not what belongs to nobody or to a bridge
 * of containers. */
static void
add_mac (Keys *self, const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isxdigit (*p))
      g_string_append_c (digits, g_ascii_tolower (*p));
    else if (strchr (":-.", *p) == NULL)
      return;
  if (digits->len != 12 || strspn (digits->str, "0") == 12 ||
      (g_ascii_xdigit_value (digits->str[1]) & 1) != 0 || g_str_has_prefix (digits->str, "0242"))
    return;
  g_hash_table_add (self->values[KIND_MAC], g_string_free (g_steal_pointer (&digits), FALSE));
}

static void
read_report (const SaneraReportDevice *device, Keys *keys)
{
  if (device->machine_id != NULL)
    add_folded (keys, KIND_ID, g_strdup (device->machine_id));
  if (device->serial != NULL)
    {
      g_autofree char *serial = g_strstrip (g_strdup (device->serial));
      g_autofree char *folded = g_utf8_casefold (serial, -1);

      if (!is_placeholder (folded))
        add_folded (keys, KIND_SERIAL, g_steal_pointer (&folded));
    }
  if (device->fqdn != NULL && strchr (device->fqdn, '.') != NULL && !is_address (device->fqdn))
    {
      char *fqdn = g_strdup (device->fqdn);

      if (g_str_has_suffix (fqdn, "."))
        fqdn[strlen (fqdn) - 1] = '\0';
      add_folded (keys, KIND_FQDN, fqdn);
    }
  add_folded (keys, KIND_NAME, g_strdup (device->name));
  if (device->mac != NULL)
    {
      g_auto (GStrv) macs = g_strsplit_set (device->mac, " ,;\t\r\n", MACS_MAX);

      for (char **mac = macs; *mac != NULL; mac++)
        add_mac (keys, *mac);
    }
  if (device->address != NULL && is_address (device->address))
    add_folded (keys, KIND_ADDRESS, g_strdup (device->address));
}

static gboolean
read_known (SaneraDb *db, gint64 machine, Keys *keys, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT kind, value FROM machine_identities WHERE machine = ?", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, machine);
  for (;;)
    {
      const char *word;

      if (!sanera_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      word = sanera_db_column_text (statement, 0);
      for (Kind kind = 0; kind < N_KINDS; kind++)
        if (g_str_equal (kinds[kind], word))
          g_hash_table_add (keys->values[kind], g_strdup (sanera_db_column_text (statement, 1)));
    }
}

static gboolean
share (const Keys *a, const Keys *b, Kind kind)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, a->values[kind]);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    if (g_hash_table_contains (b->values[kind], value))
      return TRUE;
  return FALSE;
}

/* Both have some, and none in common. */
static gboolean
differ (const Keys *a, const Keys *b, Kind kind)
{
  return g_hash_table_size (a->values[kind]) > 0 && g_hash_table_size (b->values[kind]) > 0 &&
         !share (a, b, kind);
}

/* Ids of one management that are not the same; those of two say nothing about each other. */
static gboolean
ids_differ (const Keys *a, const Keys *b)
{
  GHashTableIter iter, other;
  gpointer x, y;

  if (share (a, b, KIND_ID))
    return FALSE;
  g_hash_table_iter_init (&iter, a->values[KIND_ID]);
  while (g_hash_table_iter_next (&iter, &x, NULL))
    {
      const gsize prefix = strcspn (x, ":");

      g_hash_table_iter_init (&other, b->values[KIND_ID]);
      while (g_hash_table_iter_next (&other, &y, NULL))
        if (strcspn (y, ":") == prefix && strncmp (x, y, prefix) == 0)
          return TRUE;
    }
  return FALSE;
}

static gboolean
contradict (const Keys *a, const Keys *b)
{
  if (ids_differ (a, b) || differ (a, b, KIND_SERIAL))
    return TRUE;
  return !share (a, b, KIND_ID) && !share (a, b, KIND_SERIAL) && differ (a, b, KIND_FQDN);
}

/* Known by nothing better than an address. */
static gboolean
is_nameless (const Keys *keys)
{
  GHashTableIter iter;
  gpointer name;

  if (g_hash_table_size (keys->values[KIND_FQDN]) > 0)
    return FALSE;
  g_hash_table_iter_init (&iter, keys->values[KIND_NAME]);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!is_address (name))
      return FALSE;
  return TRUE;
}

/**
 * sanera_identity_name_id:
 * @name: what a report calls a device
 *
 * Returns: (transfer full): the id of the device that is known by that name first
 */
char *
sanera_identity_name_id (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, folded, -1);
}

/* The devices that have @value; their row ids in order. */
static GArray *
find_candidates (SaneraDb *db, Kind kind, const char *value, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gboolean is_name = kind == KIND_FQDN || kind == KIND_NAME;
  g_autofree char *id = is_name ? sanera_identity_name_id (value) : NULL;
  sqlite3_stmt *statement = sanera_db_prepare (
      db,
      "SELECT machine FROM machine_identities WHERE kind = ?1 AND value = ?2 UNION SELECT row_id "
      "FROM machines WHERE id = ?3 UNION SELECT machine FROM machine_aliases WHERE alias = ?3 "
      "ORDER BY 1",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  /* An address may belong to somebody else by now: it finds who is known by nothing else. */
  sanera_db_bind_text (statement, 1, kinds[kind == KIND_ADDRESS ? KIND_NAME : kind]);
  sanera_db_bind_text (statement, 2, value);
  sanera_db_bind_text (statement, 3, id);
  for (;;)
    {
      gint64 row;

      if (!sanera_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);
      row = sqlite3_column_int64 (statement, 0);
      g_array_append_val (rows, row);
    }
}

static gboolean
are_apart (SaneraDb *db, gint64 a, gint64 b, gboolean *apart, GError **error)
{
  gint64 value;

  if (!sanera_db_query_int (db, &value, error,
                            "SELECT apart FROM machine_doubts WHERE machine = ? AND other = ?",
                            "ii", MIN (a, b), MAX (a, b)))
    return FALSE;
  *apart = value == 1;
  return TRUE;
}

static gboolean
add_doubt (SaneraDb *db,
           gint64 a,
           gint64 b,
           const char *kind,
           gboolean apart,
           SaneraDirty *dirty,
           GError **error)
{
  if (!sanera_db_run_sql (db, error,
                          "INSERT INTO machine_doubts (machine, other, kind, apart) VALUES (?1, "
                          "?2, ?3, ?4) ON CONFLICT DO UPDATE SET apart = max (apart, "
                          "excluded.apart) WHERE apart < excluded.apart",
                          "iiti", MIN (a, b), MAX (a, b), kind, (gint64)apart))
    return FALSE;
  if (sqlite3_changes (sanera_db_get_handle (db)) > 0)
    {
      sanera_dirty_add (dirty->identities, a);
      sanera_dirty_add (dirty->identities, b);
    }
  return TRUE;
}

/* A device that the report may be about, and what speaks for it. */
typedef struct
{
  gint64 row;
  Kind kind;
  gboolean same; /* it is: nothing contradicts */
} Candidate;

/* Compares the report with everything that shares something with it. */
static GArray *
judge (SaneraDb *db, const Keys *report, GError **error)
{
  g_autoptr (GArray) judged = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, report->values[kind]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        {
          g_autoptr (GArray) rows = find_candidates (db, kind, value, error);

          if (rows == NULL)
            return NULL;
          for (guint i = 0; i < rows->len; i++)
            {
              Candidate candidate = { .row = g_array_index (rows, gint64, i), .kind = kind };
              g_auto (Keys) known = { 0 };

              if (g_hash_table_contains (seen, &candidate.row))
                continue;
              g_hash_table_add (seen, g_memdup2 (&candidate.row, sizeof candidate.row));
              keys_init (&known);
              if (!read_known (db, candidate.row, &known, error))
                return NULL;
              candidate.same = !contradict (report, &known);
              if (kind == KIND_MAC)
                candidate.same = candidate.same && (is_nameless (report) || is_nameless (&known));
              else if (kind == KIND_ADDRESS)
                candidate.same = FALSE;
              g_array_append_val (judged, candidate);
            }
        }
    }
  return g_steal_pointer (&judged);
}

static gboolean
may_merge (SaneraDb *db, gint64 into, gint64 from, gboolean *may, GError **error)
{
  g_auto (Keys) a = { 0 }, b = { 0 };
  gboolean apart;

  keys_init (&a);
  keys_init (&b);
  if (!read_known (db, into, &a, error) || !read_known (db, from, &b, error) ||
      !are_apart (db, into, from, &apart, error))
    return FALSE;
  *may = !apart && !contradict (&a, &b);
  return TRUE;
}

static gboolean
find_row (SaneraDb *db, gint64 row, SaneraDeviceRow *device, GError **error)
{
  sqlite3_stmt *statement =
      sanera_db_prepare (db, "SELECT id FROM machines WHERE row_id = ?", error);
  g_autofree char *id = NULL;
  gboolean found;

  if (statement == NULL)
    return FALSE;
  sanera_db_bind_int (statement, 1, row);
  if (!sanera_db_step (db, statement, &found, error))
    return FALSE;
  g_assert (found);
  id = g_strdup (sanera_db_column_text (statement, 0));
  sanera_db_reset (statement);
  return sanera_device_find (db, id, FALSE, device, &found, error);
}

static gboolean
merge (SaneraDb *db, gint64 into, gint64 from, gint64 now, SaneraDirty *dirty, GError **error)
{
  g_auto (SaneraDeviceRow) stays = { 0 };
  g_auto (SaneraDeviceRow) goes = { 0 };

  return find_row (db, into, &stays, error) && find_row (db, from, &goes, error) &&
         sanera_devices_merge (db, &stays, &goes, 1, "", now, dirty, error);
}

/**
 * sanera_identity_take:
 * @db: the server's database, in a transaction
 * @device: a device of a report
 * @now: the time, microseconds
 * @dirty: what has to be derived when devices turn out to be one; added to
 * @known: (out): the device that the report is about, when there is one
 * @found: (out): whether there is one
 * @merged: (inout): counts devices that went into another one
 * @doubts: (inout): counts devices that it may be about too, and that are left alone
 * @error: when the database fails
 *
 * Finds the device that a report is about, by the rules above.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_take (SaneraDb *db,
                      const SaneraReportDevice *device,
                      gint64 now,
                      SaneraDirty *dirty,
                      SaneraDeviceRow *known,
                      gboolean *found,
                      guint *merged,
                      guint *doubts,
                      GError **error)
{
  g_auto (Keys) report = { 0 };
  g_autoptr (GArray) judged = NULL;
  gint64 chosen = SANERA_INT_NULL;

  *found = FALSE;
  keys_init (&report);
  read_report (device, &report);
  judged = judge (db, &report, error);
  if (judged == NULL)
    return FALSE;

  for (guint i = 0; i < judged->len; i++)
    {
      Candidate *candidate = &g_array_index (judged, Candidate, i);
      gboolean may = FALSE;

      if (!candidate->same)
        continue;
      if (chosen == SANERA_INT_NULL)
        {
          chosen = candidate->row;
          continue;
        }
      if (!may_merge (db, chosen, candidate->row, &may, error))
        return FALSE;
      candidate->same = may;
      if (!may)
        continue;
      if (!merge (db, chosen, candidate->row, now, dirty, error))
        return FALSE;
      ++*merged;
    }
  if (chosen == SANERA_INT_NULL)
    {
      for (guint i = 0; i < judged->len; i++)
        *doubts += 1;
      return TRUE;
    }

  *found = TRUE;
  for (guint i = 0; i < judged->len; i++)
    {
      const Candidate *candidate = &g_array_index (judged, Candidate, i);

      if (candidate->same || candidate->row == chosen)
        continue;
      ++*doubts;
      if (!add_doubt (db, chosen, candidate->row, kinds[candidate->kind], FALSE, dirty, error))
        return FALSE;
    }
  return find_row (db, chosen, known, error);
}

/* Later reports, and calls that name it so, find the device by this name as well. */
static gboolean
add_alias (SaneraDb *db, gint64 machine, const char *name, GError **error)
{
  g_autofree char *id = sanera_identity_name_id (name);

  return sanera_db_run_sql (db, error,
                            "INSERT INTO machine_aliases (alias, machine) SELECT ?1, ?2 WHERE NOT "
                            "EXISTS (SELECT 1 FROM machines WHERE id = ?1) ON CONFLICT DO NOTHING",
                            "ti", id, machine);
}

/**
 * sanera_identity_note:
 * @db: the server's database, in a transaction
 * @machine: row id of a device
 * @device: what a report tells of it
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Remembers by what the device is known, and with whom a new one could be confused.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_note (SaneraDb *db,
                      gint64 machine,
                      const SaneraReportDevice *device,
                      SaneraDirty *dirty,
                      GError **error)
{
  g_auto (Keys) report = { 0 };
  g_autoptr (GArray) judged = NULL;

  keys_init (&report);
  read_report (device, &report);
  judged = judge (db, &report, error);
  if (judged == NULL)
    return FALSE;
  for (guint i = 0; i < judged->len; i++)
    {
      const Candidate *candidate = &g_array_index (judged, Candidate, i);

      if (candidate->row != machine &&
          !add_doubt (db, machine, candidate->row, kinds[candidate->kind], FALSE, dirty, error))
        return FALSE;
    }
  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, report.values[kind]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        {
          if (!sanera_db_run_sql (db, error,
                                  "INSERT INTO machine_identities (machine, kind, value, origin) "
                                  "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                  "ittt", machine, kinds[kind], value, device->name))
            return FALSE;
          if (sqlite3_changes (sanera_db_get_handle (db)) > 0)
            sanera_dirty_add (dirty->identities, machine);
          if ((kind == KIND_FQDN || kind == KIND_NAME) && !add_alias (db, machine, value, error))
            return FALSE;
        }
    }
  return TRUE;
}

/**
 * sanera_identity_new_id:
 * @db: the server's database
 * @device: a device of a report that is not known yet
 * @error: when the database fails
 *
 * Returns: (transfer full) (nullable): its id: made from its name, and where another device has
 * that name, from what tells them apart
 */
char *
sanera_identity_new_id (SaneraDb *db, const SaneraReportDevice *device, GError **error)
{
  const char *more = device->machine_id != NULL ? device->machine_id
                     : device->serial != NULL   ? device->serial
                                                : device->fqdn;
  g_autofree char *id = sanera_identity_name_id (device->name);

  for (guint n = 1;; n++)
    {
      g_autofree char *text = NULL;
      gint64 taken;

      if (!sanera_db_query_int (db, &taken, error,
                                "SELECT EXISTS (SELECT 1 FROM machines WHERE id = ?1) OR EXISTS "
                                "(SELECT 1 FROM machine_aliases WHERE alias = ?1)",
                                "t", id))
        return NULL;
      if (taken == 0)
        return g_steal_pointer (&id);
      text = g_strdup_printf ("%s\n%s\n%u", device->name, more != NULL ? more : "", n);
      g_free (id);
      id = sanera_identity_name_id (text);
    }
}

/**
 * sanera_identity_merge:
 * @db: the server's database, in the transaction that merges two devices
 * @into: row id of the one that stays
 * @from: row id of the other one
 * @error: when it cannot be written
 *
 * What one was known by, the other is known by.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_merge (SaneraDb *db, gint64 into, gint64 from, GError **error)
{
  return sanera_db_run_sql (db, error,
                            "INSERT INTO machine_identities (machine, kind, value, origin) SELECT "
                            "?1, kind, value, origin FROM machine_identities WHERE machine = ?2 ON "
                            "CONFLICT DO NOTHING",
                            "ii", into, from) &&
         sanera_db_run_sql (db, error, "DELETE FROM machine_identities WHERE machine = ?", "i",
                            from) &&
         sanera_db_run_sql (
             db, error,
             "INSERT INTO machine_doubts (machine, other, kind, apart) SELECT min (o, ?1), max (o, "
             "?1), kind, apart FROM (SELECT CASE machine WHEN ?2 THEN other ELSE machine END AS o, "
             "kind, apart FROM machine_doubts WHERE ?2 IN (machine, other)) WHERE o <> ?1 ON "
             "CONFLICT DO UPDATE SET apart = max (apart, excluded.apart)",
             "ii", into, from) &&
         sanera_db_run_sql (db, error, "DELETE FROM machine_doubts WHERE ? IN (machine, other)",
                            "i", from);
}

/**
 * sanera_identity_set_apart:
 * @db: the server's database, in a transaction
 * @machine: row id of a device
 * @other: row id of another one
 * @dirty: what has to be derived then; added to
 * @error: when it cannot be written
 *
 * Somebody says that they are two: no report makes them one again.
 *
 * Returns: whether it went well
 */
gboolean
sanera_identity_set_apart (SaneraDb *db,
                           gint64 machine,
                           gint64 other,
                           SaneraDirty *dirty,
                           GError **error)
{
  return add_doubt (db, machine, other, "person", TRUE, dirty, error);
}

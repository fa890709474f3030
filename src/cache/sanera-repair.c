/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-repair.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sanera-error.h"

/* Damaged files are kept under another name, and what happened to them is kept in repair.ini beside
 * them: a person who was not looking hears of it at the next start. On a full disk, where files
 * are damaged most, repair.ini cannot be written; a name costs no space, so the same is then kept
 * in the name of the damaged file:
 *
 *   outbox.db.damaged-20261122T140500Z.untold-<microseconds since 1970>-<rescued>-<whole>
 */

#define FILE_NAME "repair.ini"
#define DAMAGED ".damaged-"
#define UNTOLD ".untold-"

static const char *const groups[SANERA_N_REPAIRS] = {
  [SANERA_REPAIR_CACHE] = "Cache",
  [SANERA_REPAIR_OUTBOX] = "Outbox",
};

/* What the names of the damaged files begin with. */
static const char *const prefixes[SANERA_N_REPAIRS] = {
  [SANERA_REPAIR_CACHE] = "cache.db" DAMAGED,
  [SANERA_REPAIR_OUTBOX] = "outbox.db" DAMAGED,
};

/* What SQLite has beside a database. */
static const char *const journals[] = { "-wal", "-shm" };

/**
 * sanera_repair_clear:
 * @self: a repair
 *
 * Frees what it holds.
 */
void
sanera_repair_clear (SaneraRepair *self)
{
  g_clear_pointer (&self->path, g_free);
  self->found_on = 0;
  self->rescued = 0;
  self->whole = FALSE;
}

static gboolean
rename_file (const char *from, const char *to, GError **error)
{
  int errsv;

  if (g_rename (from, to) == 0)
    return TRUE;

  errsv = errno;
  g_set_error (error, SANERA_ERROR, SANERA_ERROR_CACHE, "%s: is damaged and cannot be moved: %s",
               from, g_strerror (errsv));
  return FALSE;
}

/* With its journal, which may hold the newest of it. What is shared between processes is of no use
 * any more. */
static void
move_journals (const char *from, const char *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autofree char *old_path = g_strconcat (from, journals[i], NULL);
      g_autofree char *new_path = g_strconcat (to, journals[i], NULL);

      if (i == 0)
        g_rename (old_path, new_path);
      else
        g_remove (old_path);
    }
}

/* What the name of a damaged file says; @self stays as it is where it says nothing newer. */
static void
read_name (SaneraRepair *self, const char *folder, const char *name)
{
  const char *at = strstr (name, UNTOLD);
  g_auto (GStrv) parts = at != NULL ? g_strsplit (at + strlen (UNTOLD), "-", -1) : NULL;
  gint64 found_on;

  if (parts == NULL || g_strv_length (parts) != 3)
    return;
  found_on = g_ascii_strtoll (parts[0], NULL, 10);
  if (self->path != NULL && self->found_on >= found_on)
    return;

  g_free (self->path);
  self->path = g_build_filename (folder, name, NULL);
  self->found_on = found_on;
  self->rescued = g_ascii_strtoll (parts[1], NULL, 10);
  self->whole = g_str_equal (parts[2], "1");
}

static gboolean
is_database (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    if (g_str_has_suffix (name, journals[i]))
      return FALSE;

  return TRUE;
}

/**
 * sanera_repair_load:
 * @self: (out): what is known; without a path when nothing was damaged
 * @folder: (type filename): of a connection
 * @kind: which file
 */
void
sanera_repair_load (SaneraRepair *self, const char *folder, SaneraRepairKind kind)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  sanera_repair_clear (self);
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    {
      self->path = g_key_file_get_string (file, groups[kind], "Path", NULL);
      self->found_on = g_key_file_get_int64 (file, groups[kind], "FoundOn", NULL);
      self->rescued = g_key_file_get_int64 (file, groups[kind], "Rescued", NULL);
      self->whole = g_key_file_get_boolean (file, groups[kind], "Whole", NULL);
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefixes[kind]) && is_database (name))
      read_name (self, folder, name);
}

/* Where repair.ini cannot be written. */
static gboolean
save_in_name (const SaneraRepair *self, GError **error)
{
  g_autofree char *to =
      g_strdup_printf ("%s" UNTOLD "%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%d", self->path,
                       self->found_on, self->rescued, self->whole ? 1 : 0);

  if (!rename_file (self->path, to, error))
    return FALSE;

  move_journals (self->path, to);
  return TRUE;
}

/**
 * sanera_repair_save:
 * @self: what has happened
 * @folder: (type filename): of a connection
 * @kind: which file
 * @error: return location
 *
 * Keeps it until sanera_repair_forget(), in repair.ini; on a full disk in the name of the damaged
 * file, which then is another one than before.
 *
 * Returns: %FALSE with %SANERA_ERROR_CACHE when neither can be done
 */
gboolean
sanera_repair_save (const SaneraRepair *self,
                    const char *folder,
                    SaneraRepairKind kind,
                    GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;

  /* The other kind stays as it is. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  g_key_file_set_string (file, groups[kind], "Path", self->path);
  g_key_file_set_int64 (file, groups[kind], "FoundOn", self->found_on);
  g_key_file_set_int64 (file, groups[kind], "Rescued", self->rescued);
  g_key_file_set_boolean (file, groups[kind], "Whole", self->whole);
  text = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &cause))
    return TRUE;

  g_message ("%s", cause->message);
  return save_in_name (self, error);
}

/**
 * sanera_repair_forget:
 * @folder: (type filename): of a connection
 *
 * The person has read it. The damaged files stay.
 */
void
sanera_repair_forget (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_remove (path);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      const char *at = strstr (name, UNTOLD);
      g_autofree char *from = g_build_filename (folder, name, NULL);
      g_autofree char *plain = at != NULL ? g_strndup (name, (gsize)(at - name)) : NULL;
      g_autofree char *to = plain != NULL ? g_build_filename (folder, plain, NULL) : NULL;

      if (to == NULL || !is_database (name) || g_rename (from, to) != 0)
        continue;
      move_journals (from, to);
    }
}

/**
 * sanera_repair_set_aside:
 * @path: (type filename): a damaged database, which nobody has open
 * @error: %SANERA_ERROR_CACHE when it cannot be moved
 *
 * Gives it another name, with the time, in the same folder.
 *
 * Returns: (transfer full) (nullable) (type filename): its new path
 */
char *
sanera_repair_set_aside (const char *path, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *to = g_strconcat (path, DAMAGED, time, NULL);

  for (guint n = 2; g_file_test (to, G_FILE_TEST_EXISTS); n++)
    {
      g_free (to);
      to = g_strdup_printf ("%s" DAMAGED "%s-%u", path, time, n);
    }
  if (!rename_file (path, to, error))
    return NULL;

  move_journals (path, to);
  return g_steal_pointer (&to);
}

/**
 * sanera_repair_put_back:
 * @aside: (type filename): a file that was set aside
 * @path: (type filename): where it was
 * @error: %SANERA_ERROR_CACHE when it cannot be moved
 *
 * Takes setting aside back, because nothing could be put in its place.
 *
 * Returns: whether it is where it was
 */
gboolean
sanera_repair_put_back (const char *aside, const char *path, GError **error)
{
  if (!rename_file (aside, path, error))
    return FALSE;

  move_journals (aside, path);
  return TRUE;
}

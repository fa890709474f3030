/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-repair.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "sanera-error.h"

/* Damaged files are kept under another name, and what happened to them is kept in repair.ini beside
 * them: a person who was not looking hears of it at the next start. */

#define FILE_NAME "repair.ini"
#define DAMAGED ".damaged-"

static const char *const groups[SANERA_N_REPAIRS] = {
  [SANERA_REPAIR_CACHE] = "Cache",
  [SANERA_REPAIR_OUTBOX] = "Outbox",
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

  sanera_repair_clear (self);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;

  self->path = g_key_file_get_string (file, groups[kind], "Path", NULL);
  self->found_on = g_key_file_get_int64 (file, groups[kind], "FoundOn", NULL);
  self->rescued = g_key_file_get_int64 (file, groups[kind], "Rescued", NULL);
  self->whole = g_key_file_get_boolean (file, groups[kind], "Whole", NULL);
}

/**
 * sanera_repair_save:
 * @self: what has happened
 * @folder: (type filename): of a connection
 * @kind: which file
 * @error: return location
 *
 * Returns: %FALSE with %SANERA_ERROR_CACHE when it cannot be written
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

  g_set_error_literal (error, SANERA_ERROR, SANERA_ERROR_CACHE, cause->message);
  return FALSE;
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

  g_remove (path);
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

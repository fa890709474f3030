/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-set.h"

struct _SaneraImportSet
{
  const SaneraImporter *importer; /* whose reports are being joined */
  gpointer join;
};

/**
 * sanera_import_set_new:
 *
 * Returns: (transfer full): an empty set
 */
SaneraImportSet *
sanera_import_set_new (void)
{
  return g_new0 (SaneraImportSet, 1);
}

static void
forget (SaneraImportSet *self)
{
  if (self->join != NULL)
    self->importer->join->free (self->join);
  self->join = NULL;
  self->importer = NULL;
}

/**
 * sanera_import_set_free:
 * @self: (transfer full) (nullable): a set
 */
void
sanera_import_set_free (SaneraImportSet *self)
{
  if (self == NULL)
    return;

  forget (self);
  g_free (self);
}

/**
 * sanera_import_set_read:
 * @self: a set
 * @importer: who can read @report
 * @report: the next report; needed during the call only
 * @sink: who takes what it says
 * @data: for @sink
 * @error: when it cannot be read, or by @sink
 *
 * Reads a report: tells it, or keeps it for sanera_import_set_end().
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_set_read (SaneraImportSet *self,
                        const SaneraImporter *importer,
                        const SaneraReport *report,
                        const SaneraImportSink *sink,
                        gpointer data,
                        GError **error)
{
  if (importer->join == NULL)
    return importer->read (report, sink, data, error);

  if (self->join == NULL)
    {
      self->importer = importer;
      self->join = importer->join->create (report, error);
    }
  return self->join != NULL && importer->join->read (self->join, report, error);
}

/**
 * sanera_import_set_goes_on:
 * @self: a set
 *
 * Returns: whether what was kept goes on in a report that has not been read, as pages do: what it
 *   does not name is unknown
 */
gboolean
sanera_import_set_goes_on (SaneraImportSet *self)
{
  return self->join != NULL && self->importer->join->goes_on (self->join);
}

/**
 * sanera_import_set_end:
 * @self: a set
 * @sink: who takes what they say
 * @data: for @sink
 * @error: when they do not belong together, or by @sink
 *
 * Tells what was kept.
 *
 * Returns: whether it went well
 */
gboolean
sanera_import_set_end (SaneraImportSet *self,
                       const SaneraImportSink *sink,
                       gpointer data,
                       GError **error)
{
  gboolean ok = self->join == NULL || self->importer->join->tell (self->join, sink, data, error);

  forget (self);
  return ok;
}

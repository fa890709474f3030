/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-import-preview-group.h"

#include <glib/gi18n.h>

#include "sanera-activity.h"
#include "sanera-language.h"
#include "sanera-time.h"
#include "sanera-words.h"

/* So many activities are named; of the rest the number. As `sanera-server import --dry-run`. */
#define NAMED_MAX 10

struct _SaneraImportPreviewGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* of the numbers */
};

G_DEFINE_FINAL_TYPE (SaneraImportPreviewGroup,
                     sanera_import_preview_group,
                     ADW_TYPE_PREFERENCES_GROUP)

static void
add_row (SaneraImportPreviewGroup *self, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (value != NULL)
    {
      GtkWidget *label = gtk_label_new (value);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_number (SaneraImportPreviewGroup *self, const char *title, const char *subtitle, gint64 value)
{
  g_autofree char *number = sanera_language_number (value);

  add_row (self, title, subtitle, number);
}

/* What is there only now and then has no row while it is not there. */
static void
add_some (SaneraImportPreviewGroup *self, const char *title, const char *subtitle, gint64 value)
{
  if (value > 0)
    add_number (self, title, subtitle, value);
}

static void
clear (SaneraImportPreviewGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

/* (nullable): the titles of activities that complete, a line each. R12: put together in the
 * language of the interface; of an activity that is not on this computer yet, the English one. */
static char *
name_completed (const SaneraImportPreview *preview, SaneraCache *cache)
{
  guint n = preview->completes != NULL ? g_strv_length (preview->completes) : 0;
  g_autoptr (GString) out = g_string_new (NULL);

  if (n == 0)
    return NULL;

  for (guint i = 0; i < MIN (n, NAMED_MAX); i++)
    {
      g_autoptr (SaneraRecord) record =
          sanera_cache_lookup (cache, SANERA_LIST_ACTIVITIES, preview->completes[i]);
      g_autofree char *title = record != NULL
                                   ? sanera_words_activity_title (
                                         sanera_activity_get_data (SANERA_ACTIVITY (record)), FALSE)
                                   : g_strdup (preview->completes_titles[i]);

      g_string_append_printf (out, i > 0 ? "\n%s" : "%s", title);
    }
  if (preview->completed_activities > NAMED_MAX)
    {
      gint64 rest = preview->completed_activities - NAMED_MAX;
      g_autofree char *number = sanera_language_number (rest);

      g_string_append_c (out, '\n');
      /* Translators: after the titles of remediation activities; %s is the number */
      g_string_append_printf (out, ngettext ("and %s more", "and %s more", (gulong)rest), number);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
describe (SaneraImportPreviewGroup *self,
          const SaneraImportPreview *preview,
          const char *what,
          guint left_out)
{
  g_autofree char *devices = sanera_language_number (preview->devices);
  g_autofree char *recommendations = sanera_language_number (preview->recommendations);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;
  g_autofree char *both = NULL;
  /* Translators: format of a report ("Trivy") or "3 reports", number of devices, number of
   * recommendations */
  g_autofree char *description = g_strdup_printf (_ ("%s · Devices: %s · Recommendations: %s"),
                                                  what, devices, recommendations);

  if (left_out > 0)
    {
      /* That not all of the files are counted, before anybody scrolls to them. */
      number = sanera_language_number (left_out);
      /* Translators: %s is the number */
      words = g_strdup_printf (ngettext ("%s report cannot be imported, see below",
                                         "%s reports cannot be imported, see below", left_out),
                               number);
      both = g_strdup_printf ("%s\n%s", description, words);
    }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         both != NULL ? both : description);
}

static void
sanera_import_preview_group_finalize (GObject *object)
{
  g_ptr_array_unref (SANERA_IMPORT_PREVIEW_GROUP (object)->rows);

  G_OBJECT_CLASS (sanera_import_preview_group_parent_class)->finalize (object);
}

static void
sanera_import_preview_group_class_init (SaneraImportPreviewGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sanera_import_preview_group_finalize;
}

static void
sanera_import_preview_group_init (SaneraImportPreviewGroup *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * sanera_import_preview_group_show:
 * @self: the group
 * @preview: what an import would change
 * @what: what is imported: a format, or how many reports
 * @left_out: how many of the reports cannot be imported
 * @cache: of the connection, for the titles of activities
 *
 * Shows a preview, in the place of the one before.
 */
void
sanera_import_preview_group_show (SaneraImportPreviewGroup *self,
                                  const SaneraImportPreview *preview,
                                  const char *what,
                                  guint left_out,
                                  SaneraCache *cache)
{
  g_autofree char *completed = NULL;

  g_return_if_fail (SANERA_IS_IMPORT_PREVIEW_GROUP (self));
  g_return_if_fail (preview != NULL);
  g_return_if_fail (what != NULL);
  g_return_if_fail (SANERA_IS_CACHE (cache));

  clear (self);
  describe (self, preview, what, left_out);
  if (preview->already_imported != NULL)
    {
      g_autofree char *time =
          sanera_language_datetime (sanera_time_parse (preview->already_imported));
      g_autofree char *words = g_strdup_printf (
          /* Translators: %s is a date and time */
          _ ("This report was imported already on %s. Importing it again changes nothing."), time);

      add_row (self, _ ("Already imported"), words, NULL);
    }
  if (preview->goes_on)
    add_row (self, _ ("Pages are missing"),
             _ ("This goes on in a page that is not among the files. Choose all pages together to "
                "import the whole. Imported as it is, it counts in part: what is found is added, "
                "nothing counts as fixed."),
             NULL);
  add_number (self, C_ ("import preview", "New"), NULL, preview->new_findings);
  add_number (self, /* Translators: a count: weaknesses that are found again */ _ ("Still there"),
              NULL, preview->still_there);
  add_number (self, C_ ("import preview", "Fixed"), NULL, preview->fixed);
  add_number (self, C_ ("import preview", "Reopened"), NULL, preview->reopened);
  add_number (
      self,
      /* Translators: a count: weaknesses in parts that the report does not cover */ _ ("Not seen"),
      _ ("Known before, in parts this report does not cover"), preview->not_seen);
  completed = name_completed (preview, cache);
  add_number (self, _ ("Remediation activities this completes"), completed,
              preview->completed_activities);
  add_some (self, _ ("Remediation activities this reopens"), NULL, preview->reopened_activities);
  add_some (self, /* Translators: a count: CISA's KEV catalogue, EPSS */ _ ("Exploit information"),
            _ ("Weaknesses of which a catalogue (KEV, EPSS) now says something else: whether they "
               "are known to be exploited, or how probable that is"),
            preview->facts);
  add_some (self, /* Translators: a count: VEX says "not affected" */ _ ("Said not to be affected"),
            _ ("They count as exposed until somebody makes an exception"),
            preview->said_not_affected);
  add_number (self, _ ("New devices"), NULL, preview->new_devices);
  add_some (self, _ ("Merged devices"), _ ("Devices that this shows to be the same one as another"),
            preview->merged_devices);
  add_some (self, _ ("Possible duplicates"),
            _ ("They share something with another device and differ in something else: they are "
               "kept apart until you merge them"),
            preview->doubtful_devices);
}

/**
 * sanera_import_preview_group_show_nothing:
 * @self: the group
 *
 * Says that none of the reports can be imported.
 */
void
sanera_import_preview_group_show_nothing (SaneraImportPreviewGroup *self)
{
  g_return_if_fail (SANERA_IS_IMPORT_PREVIEW_GROUP (self));

  clear (self);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _ ("Nothing can be imported."));
}

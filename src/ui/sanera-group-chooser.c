/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-group-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sanera-field-error.h"
#include "sanera-language.h"
#include "sanera-request-basis.h"
#include "sanera-words.h"

struct _SaneraGroupChooser
{
  AdwBin parent_instance;

  AdwActionRow *all_row;
  GtkCheckButton *all_check;
  AdwActionRow *chosen_row;
  GtkCheckButton *chosen_check;
  GtkBox *chosen_box;
  GtkSearchEntry *search_entry;
  GtkListBox *group_list;
  GtkLabel *summary;
  GtkLabel *error;

  SaneraRemediationRequest *request;
  gint64 exposed_devices;
  GPtrArray *groups; /* SaneraGroupCount, in the order of the list */
  GPtrArray *checks; /* GtkCheckButton of each, owned by the list */
  char *search; /* folded */
  gboolean changing;
};

G_DEFINE_FINAL_TYPE (SaneraGroupChooser, sanera_group_chooser, ADW_TYPE_BIN)

static char *
exposed_text (gint64 exposed)
{
  g_autofree char *number = NULL;

  if (exposed == SANERA_INT_NULL)
    return g_strdup ("");

  number = sanera_language_number (exposed);
  return g_strdup_printf (
      ngettext ("%s exposed device", "%s exposed devices", (gulong)MAX (exposed, 0)), number);
}

static char *
group_text (const SaneraGroupCount *group)
{
  g_autofree char *devices = NULL;
  g_autofree char *exposed = NULL;

  if (group->devices == SANERA_INT_NULL)
    return exposed_text (group->exposed);

  devices = sanera_language_number (group->devices);
  if (group->exposed == SANERA_INT_NULL)
    return g_strdup_printf (ngettext ("%s device", "%s devices", (gulong)group->devices), devices);

  exposed = sanera_language_number (group->exposed);
  return g_strdup_printf (
      /* Translators: of a device group: exposed devices of all its devices. */
      ngettext ("%s of %s device exposed", "%s of %s devices exposed", (gulong)group->devices),
      exposed, devices);
}

/* Devices of the chosen groups; not known as soon as that of one is not. */
static gint64
count_targets (SaneraGroupChooser *self)
{
  const char *const *chosen = sanera_remediation_request_get_groups (self->request);
  gint64 sum = 0;

  if (sanera_remediation_request_get_all_groups (self->request))
    return self->exposed_devices;

  for (guint i = 0; chosen[i] != NULL; i++)
    {
      gint64 exposed = SANERA_INT_NULL;

      for (guint j = 0; j < self->groups->len; j++)
        {
          const SaneraGroupCount *group = g_ptr_array_index (self->groups, j);

          if (g_str_equal (group->name, chosen[i]))
            exposed = group->exposed;
        }
      if (exposed == SANERA_INT_NULL)
        return SANERA_INT_NULL;
      sum += exposed;
    }

  return sum;
}

static void
update_summary (SaneraGroupChooser *self)
{
  guint n = g_strv_length ((char **)sanera_remediation_request_get_groups (self->request));
  g_autofree char *number = sanera_language_number (n);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  /* Translators: how many device groups are chosen. */
  count = g_strdup_printf (ngettext ("%s group chosen", "%s groups chosen", n), number);
  if (n > 0 && count_targets (self) != SANERA_INT_NULL)
    {
      g_autofree char *exposed = exposed_text (count_targets (self));

      /* Translators: "2 groups chosen, 5 exposed devices". */
      text = g_strdup_printf (C_ ("device groups", "%s, %s"), count, exposed);
    }
  gtk_label_set_text (self->summary, text != NULL ? text : count);
}

static void
update (SaneraGroupChooser *self)
{
  gboolean all = sanera_remediation_request_get_all_groups (self->request);
  const char *const *chosen = sanera_remediation_request_get_groups (self->request);

  self->changing = TRUE;
  gtk_check_button_set_active (all ? self->all_check : self->chosen_check, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->chosen_box), !all);
  for (guint i = 0; i < self->checks->len; i++)
    {
      const SaneraGroupCount *group = g_ptr_array_index (self->groups, i);

      gtk_check_button_set_active (g_ptr_array_index (self->checks, i),
                                   g_strv_contains (chosen, group->name));
    }
  self->changing = FALSE;

  sanera_remediation_request_set_target_devices (self->request, count_targets (self));
  update_summary (self);
}

static void
all_toggled_cb (SaneraGroupChooser *self)
{
  if (!self->changing && self->request != NULL)
    sanera_remediation_request_set_all_groups (self->request,
                                               gtk_check_button_get_active (self->all_check));
}

static void
group_toggled_cb (SaneraGroupChooser *self)
{
  g_autoptr (GStrvBuilder) chosen = NULL;
  g_auto (GStrv) names = NULL;

  if (self->changing)
    return;

  chosen = g_strv_builder_new ();
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_strv_builder_add (chosen, ((SaneraGroupCount *)g_ptr_array_index (self->groups, i))->name);
  names = g_strv_builder_end (chosen);
  sanera_remediation_request_set_groups (self->request, (const char *const *)names);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  SaneraGroupChooser *self = SANERA_GROUP_CHOOSER (user_data);
  const char *folded = g_object_get_data (G_OBJECT (row), "folded");

  return self->search == NULL || strstr (folded, self->search) != NULL;
}

static void
search_changed_cb (SaneraGroupChooser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_clear_pointer (&self->search, g_free);
  if (*text != '\0')
    self->search = sanera_language_fold (text);
  gtk_list_box_invalidate_filter (self->group_list);
}

static void
add_row (SaneraGroupChooser *self, const SaneraGroupCount *group)
{
  const char *name = sanera_words_device_group (group->name);
  g_autofree char *counts = group_text (group);
  g_autofree char *searched = g_strconcat (name, "\n", group->name, NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  g_object_set_data_full (G_OBJECT (row), "folded", sanera_language_fold (searched), g_free);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), counts);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (group_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->group_list, row);
  g_ptr_array_add (self->checks, check);
}

static void
clear_rows (SaneraGroupChooser *self)
{
  GtkListBoxRow *row;

  g_ptr_array_set_size (self->checks, 0);
  while ((row = gtk_list_box_get_row_at_index (self->group_list, 0)) != NULL)
    gtk_list_box_remove (self->group_list, GTK_WIDGET (row));
}

static void
sanera_group_chooser_dispose (GObject *object)
{
  SaneraGroupChooser *self = SANERA_GROUP_CHOOSER (object);

  g_clear_object (&self->request);
  gtk_widget_dispose_template (GTK_WIDGET (self), SANERA_TYPE_GROUP_CHOOSER);

  G_OBJECT_CLASS (sanera_group_chooser_parent_class)->dispose (object);
}

static void
sanera_group_chooser_finalize (GObject *object)
{
  SaneraGroupChooser *self = SANERA_GROUP_CHOOSER (object);

  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->search, g_free);

  G_OBJECT_CLASS (sanera_group_chooser_parent_class)->finalize (object);
}

static void
sanera_group_chooser_class_init (SaneraGroupChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_group_chooser_dispose;
  object_class->finalize = sanera_group_chooser_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-group-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, all_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, all_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, chosen_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, chosen_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, chosen_box);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, group_list);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, summary);
  gtk_widget_class_bind_template_child (widget_class, SaneraGroupChooser, error);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
sanera_group_chooser_init (SaneraGroupChooser *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_group_count_free);
  self->checks = g_ptr_array_new ();
  self->exposed_devices = SANERA_INT_NULL;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->group_list, filter_cb, self, NULL);
}

/**
 * sanera_group_chooser_set_request:
 * @self: the field
 * @request: the request whose groups it shows and changes
 * @exposed_devices: exposed devices of the recommendation, in all groups; %SANERA_INT_NULL when not
 *   known
 *
 * To be called once, after the draft has been read into @request.
 */
void
sanera_group_chooser_set_request (SaneraGroupChooser *self,
                                  SaneraRemediationRequest *request,
                                  gint64 exposed_devices)
{
  g_autofree char *counts = exposed_text (exposed_devices);

  g_return_if_fail (SANERA_IS_GROUP_CHOOSER (self));
  g_return_if_fail (self->request == NULL);

  self->request = g_object_ref (request);
  self->exposed_devices = exposed_devices;
  adw_action_row_set_subtitle (self->all_row, counts);
  g_signal_connect_object (request, "notify::all-groups", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (request, "notify::groups", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sanera_group_chooser_set_exposed:
 * @self: the field
 * @exposed_devices: exposed devices in all groups of the list; %SANERA_INT_NULL when not known
 *
 * Changes what sanera_group_chooser_set_request() said.
 */
void
sanera_group_chooser_set_exposed (SaneraGroupChooser *self, gint64 exposed_devices)
{
  g_autofree char *counts = exposed_text (exposed_devices);

  g_return_if_fail (SANERA_IS_GROUP_CHOOSER (self));
  g_return_if_fail (self->request != NULL);

  self->exposed_devices = exposed_devices;
  adw_action_row_set_subtitle (self->all_row, counts);
  update (self);
}

static gboolean
same_groups (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const SaneraGroupCount *x = g_ptr_array_index (a, i);
      const SaneraGroupCount *y = g_ptr_array_index (b, i);

      if (!g_str_equal (x->name, y->name) || x->devices != y->devices || x->exposed != y->exposed)
        return FALSE;
    }

  return TRUE;
}

/**
 * sanera_group_chooser_set_groups:
 * @self: the field
 * @groups: (element-type SaneraGroupCount): the device groups, in the order of the list
 *
 * Shows these groups. One that is chosen and not among them (a draft from before it was renamed)
 * stays in the list, without numbers: nobody's choice disappears unseen.
 */
void
sanera_group_chooser_set_groups (SaneraGroupChooser *self, GPtrArray *groups)
{
  const char *const *chosen;

  g_return_if_fail (SANERA_IS_GROUP_CHOOSER (self));
  g_return_if_fail (self->request != NULL);

  /* The focus may be on one of the rows. */
  if (same_groups (self->groups, groups))
    return;

  clear_rows (self);
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < groups->len; i++)
    {
      const SaneraGroupCount *group = g_ptr_array_index (groups, i);

      g_ptr_array_add (self->groups,
                       sanera_group_count_new (group->name, group->devices, group->exposed));
    }

  chosen = sanera_remediation_request_get_groups (self->request);
  for (guint i = 0; chosen[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < self->groups->len && !found; j++)
        found = g_str_equal (((SaneraGroupCount *)g_ptr_array_index (self->groups, j))->name,
                             chosen[i]);
      if (!found)
        g_ptr_array_add (self->groups,
                         sanera_group_count_new (chosen[i], SANERA_INT_NULL, SANERA_INT_NULL));
    }

  for (guint i = 0; i < self->groups->len; i++)
    add_row (self, g_ptr_array_index (self->groups, i));
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry),
                          self->groups->len >= SANERA_GROUP_CHOOSER_SEARCH_FROM);
  update (self);
}

/**
 * sanera_group_chooser_show_problems:
 * @self: the field
 * @problems: what sanera_remediation_request_validate() found
 *
 * Shows those of @problems that are of this field, in text.
 */
void
sanera_group_chooser_show_problems (SaneraGroupChooser *self, SaneraRequestProblem problems)
{
  const char *text = NULL;

  g_return_if_fail (SANERA_IS_GROUP_CHOOSER (self));

  if (problems & SANERA_REQUEST_NO_GROUP)
    text = _ ("Choose at least one device group, or all of them.");
  else if (problems & SANERA_REQUEST_NO_DEVICES)
    text = _ ("No device is exposed there: there is nothing to request.");
  sanera_field_error_show (self->error, GTK_WIDGET (self->group_list), text);
}

/**
 * sanera_group_chooser_focus:
 * @self: the field
 *
 * Gives the keyboard focus to where the choice is made.
 */
void
sanera_group_chooser_focus (SaneraGroupChooser *self)
{
  g_return_if_fail (SANERA_IS_GROUP_CHOOSER (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self->chosen_box)))
    gtk_widget_grab_focus (GTK_WIDGET (self->all_check));
  else if (self->checks->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->checks, 0));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->chosen_check));
}

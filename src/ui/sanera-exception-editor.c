/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-editor.h"

#include <glib/gi18n.h>

#include "sanera-exception-words.h"
#include "sanera-expiry-row.h"
#include "sanera-field-error.h"
#include "sanera-group-chooser.h"
#include "sanera-language.h"
#include "sanera-request-basis.h"
#include "sanera-words.h"

struct _SaneraExceptionEditor
{
  AdwBin parent_instance;

  AdwPreferencesGroup *scope_group;
  AdwActionRow *global_row;
  GtkCheckButton *global_check;
  GtkCheckButton *groups_check;
  GtkLabel *global_reason;
  GtkLabel *scope_error;
  GtkBox *groups_box;
  SaneraGroupChooser *group_chooser;
  GtkLabel *covered_label;
  AdwPreferencesGroup *justification_group;
  GtkLabel *justification_error;
  GtkLabel *context_title;
  GtkScrolledWindow *context_frame;
  GtkTextView *context_view;
  GtkLabel *context_counter;
  GtkLabel *context_error;
  SaneraExpiryRow *expiry;
  GtkLabel *outcome;

  SaneraRemediationRequest *choice; /* what the chooser of groups works on; never submitted */
  GPtrArray *justifications; /* GtkCheckButton with the data "nick", owned by their rows */
  char **free_groups; /* today's groups without an exception */
  gint64 exposed_devices;
  guint recommendations;
  gint64 now;
  gboolean no_global;
  gboolean changing; /* the widgets are being filled: do not answer */
  gboolean checked; /* somebody tried to create: problems are shown, and go when they are mended */
};

G_DEFINE_FINAL_TYPE (SaneraExceptionEditor, sanera_exception_editor, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_global (SaneraExceptionEditor *self)
{
  return gtk_check_button_get_active (self->global_check);
}

static const char *
get_justification (SaneraExceptionEditor *self)
{
  for (guint i = 0; i < self->justifications->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->justifications, i);

      if (gtk_check_button_get_active (check))
        return g_object_get_data (G_OBJECT (check), "nick");
    }
  return NULL;
}

static char *
dup_context (SaneraExceptionEditor *self)
{
  char *text;

  g_object_get (gtk_text_view_get_buffer (self->context_view), "text", &text, NULL);
  return text;
}

static SaneraExceptionProblem
find_problems (SaneraExceptionEditor *self)
{
  g_auto (GStrv) groups = sanera_exception_editor_dup_groups (self);
  g_autofree char *context = dup_context (self);
  SaneraExceptionForm form = {
    .scope = is_global (self) ? "Global" : "DeviceGroups",
    .groups = (const char *const *)groups,
    .justification = get_justification (self),
    .context = context,
    .expires_on = sanera_expiry_row_get_expires_on (self->expiry),
  };

  return sanera_exception_judge (&form, self->now);
}

/* Devices that the choice covers, %SANERA_INT_NULL when not known. */
static gint64
count_devices (SaneraExceptionEditor *self)
{
  if (self->recommendations > 1)
    return SANERA_INT_NULL;

  return is_global (self) ? self->exposed_devices
                          : sanera_remediation_request_get_target_devices (self->choice);
}

/* What will happen, and what will not. */
static char *
outcome_text (SaneraExceptionEditor *self)
{
  const char *nick = get_justification (self);
  gboolean lowers = sanera_justification_lowers_exposure (
      (SaneraJustification)sanera_enum_from_nick (&sanera_justification_enum, nick));
  gint64 devices = count_devices (self);
  g_autofree char *number = NULL;
  g_autofree char *what = NULL;

  if (nick == NULL)
    return g_strdup (_ ("Remediation activities in progress are not touched."));

  number = sanera_language_number (MAX (devices, 0));
  if (devices == SANERA_INT_NULL)
    what = g_strdup (lowers ? _ ("The devices covered leave the exposure score until then.")
                            : _ ("The devices stay exposed; the exposure score does not change."));
  else if (lowers)
    what = g_strdup_printf (ngettext ("%s exposed device leaves the exposure score until then.",
                                      "%s exposed devices leave the exposure score until then.",
                                      (gulong)devices),
                            number);
  else
    what = g_strdup_printf (
        ngettext ("%s device stays exposed; the exposure score does not change.",
                  "%s devices stay exposed; the exposure score does not change.", (gulong)devices),
        number);

  /* Translators: two sentences, one after the other. */
  return g_strdup_printf (C_ ("sentences", "%s %s"), what,
                          _ ("Remediation activities in progress are not touched."));
}

static void
show_problems (SaneraExceptionEditor *self, SaneraExceptionProblem problems)
{
  const char *context = NULL;

  sanera_field_error_show (self->scope_error, GTK_WIDGET (self->scope_group),
                           problems & SANERA_EXCEPTION_NO_SCOPE ? _ ("Choose an exception scope.")
                                                                : NULL);
  sanera_group_chooser_show_problems (self->group_chooser, problems & SANERA_EXCEPTION_NO_GROUP
                                                               ? SANERA_REQUEST_NO_GROUP
                                                               : SANERA_REQUEST_OK);
  sanera_field_error_show (
      self->justification_error, GTK_WIDGET (self->justification_group),
      problems & SANERA_EXCEPTION_NO_JUSTIFICATION ? _ ("Choose a justification.") : NULL);
  if (problems & SANERA_EXCEPTION_NO_CONTEXT)
    context = _ ("Say why the risk is accepted.");
  else if (problems & SANERA_EXCEPTION_CONTEXT_TOO_LONG)
    context = _ ("The justification context is too long.");
  sanera_field_error_show (self->context_error, GTK_WIDGET (self->context_frame), context);
  sanera_expiry_row_show_problems (self->expiry, problems);
}

static void
update (SaneraExceptionEditor *self)
{
  g_autofree char *context = dup_context (self);
  g_autofree char *typed = sanera_language_number (g_utf8_strlen (context, -1));
  g_autofree char *most = sanera_language_number (SANERA_EXCEPTION_MAX_CONTEXT);
  /* Translators: characters typed of those that fit: "12 of 2,000 characters". */
  g_autofree char *counter = g_strdup_printf (_ ("%s of %s characters"), typed, most);
  g_autofree char *outcome = outcome_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self->groups_box), !is_global (self));
  gtk_label_set_text (self->context_counter, counter);
  gtk_label_set_text (self->outcome, outcome);
  if (self->checked)
    show_problems (self, find_problems (self));
}

static void
changed_cb (SaneraExceptionEditor *self)
{
  if (self->changing || self->choice == NULL)
    return;

  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_justifications (SaneraExceptionEditor *self)
{
  for (guint i = 0; i < sanera_justification_enum.n_values; i++)
    {
      const SaneraEnumValue *value = &sanera_justification_enum.values[i];
      const char *label = sanera_words_label (&sanera_justification_enum, value->nick);
      const char *meaning = sanera_exception_words_meaning ((SaneraJustification)value->value);
      const char *effect = sanera_exception_words_effect ((SaneraJustification)value->value);
      g_autofree char *subtitle = g_strdup_printf (C_ ("sentences", "%s %s"), meaning, effect);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      subtitle, -1);
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (check),
                                    g_ptr_array_index (self->justifications, 0));
      g_object_set_data (G_OBJECT (check), "nick", (gpointer)value->nick);
      g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->justification_group, row);
      g_ptr_array_add (self->justifications, check);
    }
}

static void
sanera_exception_editor_dispose (GObject *object)
{
  SaneraExceptionEditor *self = SANERA_EXCEPTION_EDITOR (object);

  if (self->choice != NULL)
    g_signal_handlers_disconnect_by_data (self->choice, self);
  g_clear_object (&self->choice);
  gtk_widget_dispose_template (GTK_WIDGET (self), SANERA_TYPE_EXCEPTION_EDITOR);

  G_OBJECT_CLASS (sanera_exception_editor_parent_class)->dispose (object);
}

static void
sanera_exception_editor_finalize (GObject *object)
{
  SaneraExceptionEditor *self = SANERA_EXCEPTION_EDITOR (object);

  g_clear_pointer (&self->justifications, g_ptr_array_unref);
  g_clear_pointer (&self->free_groups, g_strfreev);

  G_OBJECT_CLASS (sanera_exception_editor_parent_class)->finalize (object);
}

static void
sanera_exception_editor_class_init (SaneraExceptionEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_exception_editor_dispose;
  object_class->finalize = sanera_exception_editor_finalize;

  /**
   * SaneraExceptionEditor::changed:
   * @self: the fields
   *
   * A person changed something.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SANERA_TYPE_EXCEPTION_EDITOR,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SANERA_TYPE_EXPIRY_ROW);
  g_type_ensure (SANERA_TYPE_GROUP_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-exception-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, scope_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, global_row);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, global_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, groups_check);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, global_reason);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, scope_error);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, groups_box);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, group_chooser);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, covered_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, justification_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, justification_error);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, context_title);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, context_frame);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, context_view);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, context_counter);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, context_error);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, expiry);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionEditor, outcome);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
sanera_exception_editor_init (SaneraExceptionEditor *self)
{
  self->justifications = g_ptr_array_new ();
  self->changing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_justifications (self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->context_view), "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
set_no_global (SaneraExceptionEditor *self, const char *reason)
{
  self->no_global = reason != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->global_row), reason == NULL);
  gtk_label_set_text (self->global_reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->global_reason), reason != NULL);
  if (reason != NULL)
    gtk_check_button_set_active (self->groups_check, TRUE);
}

/**
 * sanera_exception_editor_start:
 * @self: the fields
 * @no_global: (nullable): why the person may not make a global exception
 * @exposed_devices: of the recommendation, in all groups; %SANERA_INT_NULL when not known
 * @recommendations: how many recommendations it is about
 * @now: the time, microseconds: days are counted from its UTC day
 *
 * To be called once, before anything else.
 */
void
sanera_exception_editor_start (SaneraExceptionEditor *self,
                               const char *no_global,
                               gint64 exposed_devices,
                               guint recommendations,
                               gint64 now)
{
  g_return_if_fail (SANERA_IS_EXCEPTION_EDITOR (self));
  g_return_if_fail (self->choice == NULL);

  self->exposed_devices = exposed_devices;
  self->recommendations = recommendations;
  self->now = now;
  self->choice = sanera_remediation_request_new ("");
  sanera_group_chooser_set_request (self->group_chooser, self->choice, SANERA_INT_NULL);
  sanera_expiry_row_set_now (self->expiry, now);
  sanera_expiry_row_set (self->expiry, 30, SANERA_INT_NULL, NULL);
  set_no_global (self, no_global);
  g_signal_connect_object (self->choice, "notify", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->changing = FALSE;
  update (self);
}

static char *
describe_covered (const SaneraExceptionBasis *basis)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < basis->exceptions->len; i++)
    {
      const SaneraRemediationExceptionData *data =
          sanera_remediation_exception_get_data (g_ptr_array_index (basis->exceptions, i));
      g_autofree char *groups =
          sanera_exception_words_groups ((const char *const *)data->rbac_group_names);
      g_autofree char *date = sanera_language_date (data->expires_on);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: names of device groups, then a date: "Servers, Laptops: already have an
       * exception until 25 Dec 2026" */
      g_string_append_printf (text, _ ("%s: already have an exception until %s"), groups, date);
    }
  if (basis->groups->len == 0 && basis->exceptions->len > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append (text, _ ("No device group is left."));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A draft may name a group that has got an exception since. */
static void
leave_out_covered (SaneraExceptionEditor *self, const SaneraExceptionBasis *basis)
{
  const char *const *chosen = sanera_remediation_request_get_groups (self->choice);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) left = NULL;

  for (guint i = 0; chosen[i] != NULL; i++)
    {
      gboolean covered = FALSE;

      for (guint j = 0; j < basis->exceptions->len && !covered; j++)
        {
          const SaneraRemediationExceptionData *data =
              sanera_remediation_exception_get_data (g_ptr_array_index (basis->exceptions, j));

          covered = data->rbac_group_names != NULL &&
                    g_strv_contains ((const char *const *)data->rbac_group_names, chosen[i]);
        }
      if (!covered)
        g_strv_builder_add (builder, chosen[i]);
    }
  left = g_strv_builder_end (builder);
  if (!g_strv_equal ((const char *const *)left, chosen))
    sanera_remediation_request_set_groups (self->choice, (const char *const *)left);
}

/* All of them together stand for "All", so the number of their devices is known here. */
static gint64
sum_exposed (GPtrArray *groups)
{
  gint64 sum = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const SaneraGroupCount *group = g_ptr_array_index (groups, i);

      if (group->exposed == SANERA_INT_NULL)
        return SANERA_INT_NULL;
      sum += group->exposed;
    }
  return sum;
}

/**
 * sanera_exception_editor_set_basis:
 * @self: the fields
 * @basis: the device groups, and those that have an exception already
 *
 * Shows what there is to choose from.
 */
void
sanera_exception_editor_set_basis (SaneraExceptionEditor *self, const SaneraExceptionBasis *basis)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *covered = NULL;

  g_return_if_fail (SANERA_IS_EXCEPTION_EDITOR (self));
  g_return_if_fail (self->choice != NULL);

  for (guint i = 0; i < basis->groups->len; i++)
    g_strv_builder_add (builder, ((SaneraGroupCount *)g_ptr_array_index (basis->groups, i))->name);
  g_strfreev (self->free_groups);
  self->free_groups = g_strv_builder_end (builder);
  self->changing = TRUE;
  leave_out_covered (self, basis);
  sanera_group_chooser_set_exposed (self->group_chooser, sum_exposed (basis->groups));
  sanera_group_chooser_set_groups (self->group_chooser, basis->groups);
  self->changing = FALSE;

  covered = describe_covered (basis);
  gtk_label_set_text (self->covered_label, covered);
  gtk_widget_set_visible (GTK_WIDGET (self->covered_label), *covered != '\0');
  gtk_widget_set_sensitive (GTK_WIDGET (self->group_chooser), basis->groups->len > 0);
  if (!self->no_global && basis->global != NULL)
    {
      g_autofree char *date =
          sanera_language_date (sanera_remediation_exception_get_data (basis->global)->expires_on);
      g_autofree char *reason = g_strdup_printf (
          /* Translators: %s is a date */
          _ ("There is a global exception until %s already. One per device group is suspended "
             "until it ends."),
          date);

      set_no_global (self, reason);
    }
  update (self);
}

/**
 * sanera_exception_editor_set_draft:
 * @self: the fields
 * @draft: what they show
 */
void
sanera_exception_editor_set_draft (SaneraExceptionEditor *self, const SaneraExceptionDraft *draft)
{
  gboolean global;

  g_return_if_fail (SANERA_IS_EXCEPTION_EDITOR (self));

  global = g_strcmp0 (draft->scope, "Global") == 0 && !self->no_global;
  self->changing = TRUE;
  gtk_check_button_set_active (global ? self->global_check : self->groups_check, TRUE);
  sanera_remediation_request_set_all_groups (self->choice, draft->all_groups);
  sanera_remediation_request_set_groups (self->choice, (const char *const *)draft->groups);
  for (guint i = 0; i < self->justifications->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->justifications, i);

      gtk_check_button_set_active (check, g_strcmp0 (g_object_get_data (G_OBJECT (check), "nick"),
                                                     draft->justification) == 0);
    }
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->context_view),
                            draft->context != NULL ? draft->context : "", -1);
  /* Words that are told from today would be about another day by now, or in another language. */
  sanera_expiry_row_set (self->expiry, draft->days, draft->expires_on,
                         draft->expires_on == SANERA_INT_NULL ? draft->expires_text : NULL);
  self->changing = FALSE;
  update (self);
}

/**
 * sanera_exception_editor_get_draft:
 * @self: the fields
 * @draft: (out): what they say
 */
void
sanera_exception_editor_get_draft (SaneraExceptionEditor *self, SaneraExceptionDraft *draft)
{
  g_return_if_fail (SANERA_IS_EXCEPTION_EDITOR (self));

  *draft = (SaneraExceptionDraft){
    .scope = g_strdup (is_global (self) ? "Global" : "DeviceGroups"),
    .all_groups = sanera_remediation_request_get_all_groups (self->choice),
    .groups = g_strdupv ((char **)sanera_remediation_request_get_groups (self->choice)),
    .justification = g_strdup (get_justification (self)),
    .context = dup_context (self),
    .days = sanera_expiry_row_get_days (self->expiry),
    .expires_on = sanera_expiry_row_get_date (self->expiry),
    .expires_text = g_strdup (sanera_expiry_row_get_text (self->expiry)),
  };
}

/**
 * sanera_exception_editor_dup_groups:
 * @self: the fields
 *
 * *All* stands for the groups of today that have no exception: they are named, so that what is sent
 * is what the person saw.
 *
 * Returns: (transfer full): the groups that it shall cover; none for a global one
 */
char **
sanera_exception_editor_dup_groups (SaneraExceptionEditor *self)
{
  g_return_val_if_fail (SANERA_IS_EXCEPTION_EDITOR (self), NULL);

  if (is_global (self))
    return g_new0 (char *, 1);
  if (!sanera_remediation_request_get_all_groups (self->choice))
    return g_strdupv ((char **)sanera_remediation_request_get_groups (self->choice));

  return self->free_groups != NULL ? g_strdupv (self->free_groups) : g_new0 (char *, 1);
}

/**
 * sanera_exception_editor_get_expires_on:
 * @self: the fields
 *
 * Returns: the last day, or %SANERA_INT_NULL
 */
gint64
sanera_exception_editor_get_expires_on (SaneraExceptionEditor *self)
{
  g_return_val_if_fail (SANERA_IS_EXCEPTION_EDITOR (self), SANERA_INT_NULL);

  return sanera_expiry_row_get_expires_on (self->expiry);
}

/**
 * sanera_exception_editor_check:
 * @self: the fields
 *
 * Shows what stands in the way, in text at each field, and moves the focus to the first.
 *
 * Returns: whether nothing does
 */
gboolean
sanera_exception_editor_check (SaneraExceptionEditor *self)
{
  SaneraExceptionProblem problems;

  g_return_val_if_fail (SANERA_IS_EXCEPTION_EDITOR (self), FALSE);

  problems = find_problems (self);
  self->checked = TRUE;
  show_problems (self, problems);
  if (problems & SANERA_EXCEPTION_NO_SCOPE)
    gtk_widget_grab_focus (GTK_WIDGET (self->groups_check));
  else if (problems & SANERA_EXCEPTION_NO_GROUP)
    sanera_group_chooser_focus (self->group_chooser);
  else if (problems & SANERA_EXCEPTION_NO_JUSTIFICATION)
    gtk_widget_grab_focus (g_ptr_array_index (self->justifications, 0));
  else if (problems & (SANERA_EXCEPTION_NO_CONTEXT | SANERA_EXCEPTION_CONTEXT_TOO_LONG))
    gtk_widget_grab_focus (GTK_WIDGET (self->context_view));
  else if (problems != SANERA_EXCEPTION_OK)
    sanera_expiry_row_focus (self->expiry);

  return problems == SANERA_EXCEPTION_OK;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-exception-dialog.h"

#include <glib/gi18n.h>

#include "sanera-again.h"
#include "sanera-draft.h"
#include "sanera-exception-basis.h"
#include "sanera-exception-editor.h"
#include "sanera-exception-words.h"
#include "sanera-json-exception.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-proposal.h"
#include "sanera-request-basis.h"
#include "sanera-restorable.h"
#include "sanera-undo.h"
#include "sanera-words-error.h"
#include "sanera-words.h"

struct _SaneraExceptionDialog
{
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkButton *create_button;
  GtkScrolledWindow *scrolled;
  GtkBox *content;
  GtkLabel *title_label;
  GtkLabel *component_label;
  GtkLabel *exposed_label;
  GtkLabel *notice_label;
  AdwPreferencesGroup *draft_group;
  GtkButton *discard_button;
  SaneraExceptionEditor *editor;
  GtkLabel *error_label;

  SaneraConnection *connection;
  GPtrArray *recommendations; /* SaneraRecommendation, at least one */
  GPtrArray *bases; /* SaneraExceptionBasis of each, NULL while it is being read */
  SaneraDraft *draft; /* NULL: of several at once */
  char *key; /* of the entry of the outbox that is changed, NULL: something new */
  GCancellable *cancellable;
  guint reveal_id;
  guint reveal_frames;
  gboolean filling;
  gboolean done; /* made: nothing is a draft any more */
  GVariant *left_out; /* what got none, while that is shown: "au", places in @recommendations */
};

static void restorable_init (SaneraRestorableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaneraExceptionDialog,
                               sanera_exception_dialog,
                               ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (SANERA_TYPE_RESTORABLE, restorable_init))

typedef struct
{
  SaneraExceptionDialog *self; /* not referenced: the reading is cancelled before it goes */
  guint i;
} Reading;

static const SaneraRecommendationData *
get_recommendation (SaneraExceptionDialog *self, guint i)
{
  return sanera_recommendation_get_data (g_ptr_array_index (self->recommendations, i));
}

static char *
dup_draft (SaneraExceptionDialog *self)
{
  g_auto (SaneraExceptionDraft) draft = { NULL };

  sanera_exception_editor_get_draft (self->editor, &draft);
  return sanera_json_write_exception_draft (&draft);
}

/* What is said of several at once is nobody's draft. */
static void
changed_cb (SaneraExceptionDialog *self)
{
  g_autofree char *text = NULL;

  if (self->filling || self->draft == NULL)
    return;

  text = dup_draft (self);
  sanera_draft_update (self->draft, text);
}

static gboolean
fill (SaneraExceptionDialog *self, const char *json)
{
  g_auto (SaneraExceptionDraft) draft = { NULL };
  g_autoptr (GError) error = NULL;

  if (!sanera_json_read_exception_draft (json, &draft, &error))
    {
      g_warning ("A draft cannot be read: %s", error->message);
      return FALSE;
    }
  self->filling = TRUE;
  sanera_exception_editor_set_draft (self->editor, &draft);
  self->filling = FALSE;
  return TRUE;
}

static void
discard_cb (SaneraExceptionDialog *self)
{
  fill (self, sanera_draft_get_untouched (self->draft));
  sanera_draft_discard (self->draft);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_group), FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

/* What documents propose is where it begins; the person reads it, changes it or leaves it. */
static void
fill_from_proposal (SaneraExceptionDialog *self)
{
  g_auto (SaneraProposal) proposal = { NULL };
  g_auto (SaneraExceptionDraft) draft = { NULL };
  const gboolean may_global = sanera_exception_words_may_not (self->connection, TRUE) == NULL;

  if (!sanera_proposal_parse (get_recommendation (self, 0)->proposed_exception, &proposal))
    return;

  sanera_exception_editor_get_draft (self->editor, &draft);
  g_free (draft.scope);
  g_strfreev (draft.groups);
  g_free (draft.justification);
  g_free (draft.context);
  draft.scope = g_strdup (may_global ? proposal.scope : "DeviceGroups");
  draft.groups = g_strdupv (proposal.groups);
  draft.all_groups = draft.groups == NULL || draft.groups[0] == NULL;
  draft.justification = g_strdup (sanera_proposal_get_justification (&proposal));
  draft.context = sanera_exception_words_proposal (&proposal);
  self->filling = TRUE;
  sanera_exception_editor_set_draft (self->editor, &draft);
  self->filling = FALSE;
}

/* @body: (nullable): what was said already */
static void
read_draft (SaneraExceptionDialog *self, const char *body)
{
  g_autofree char *untouched = NULL;
  const char *typed;

  if (self->recommendations->len > 1)
    return;
  if (body != NULL)
    fill (self, body);
  else
    fill_from_proposal (self);
  untouched = dup_draft (self);
  self->draft = sanera_draft_new (
      sanera_cache_get_outbox (sanera_connection_get_cache (self->connection)),
      sanera_action_kind_get_nick (SANERA_ACTION_CREATE_EXCEPTION),
      self->key != NULL ? self->key : get_recommendation (self, 0)->id, untouched);
  typed = sanera_draft_load (self->draft);
  if (typed != NULL && fill (self, typed))
    gtk_widget_set_visible (GTK_WIDGET (self->draft_group), TRUE);
}

/* What the others have left over is offered; a group that one of several recommendations has an
 * exception for is left out there only. */
static void
show_bases (SaneraExceptionDialog *self)
{
  g_autoptr (SaneraExceptionBasis) all = NULL;

  if (self->recommendations->len == 1)
    {
      if (g_ptr_array_index (self->bases, 0) != NULL)
        sanera_exception_editor_set_basis (self->editor, g_ptr_array_index (self->bases, 0));
      return;
    }

  /* Once all of them are there, not for each of several hundred. */
  for (guint i = 0; i < self->bases->len; i++)
    if (g_ptr_array_index (self->bases, i) == NULL)
      return;

  all = g_new0 (SaneraExceptionBasis, 1);
  all->exceptions = g_ptr_array_new_with_free_func (g_object_unref);
  all->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_group_count_free);
  for (guint i = 0; i < self->bases->len; i++)
    {
      const SaneraExceptionBasis *basis = g_ptr_array_index (self->bases, i);

      for (guint j = 0; j < basis->groups->len; j++)
        {
          const SaneraGroupCount *group = g_ptr_array_index (basis->groups, j);
          gboolean found = FALSE;

          for (guint k = 0; k < all->groups->len && !found; k++)
            found = g_str_equal (((SaneraGroupCount *)g_ptr_array_index (all->groups, k))->name,
                                 group->name);
          if (!found)
            g_ptr_array_add (all->groups,
                             sanera_group_count_new (group->name, group->devices, SANERA_INT_NULL));
        }
    }
  sanera_exception_editor_set_basis (self->editor, all);
}

static void
basis_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (GError) error = NULL;
  SaneraExceptionBasis *basis =
      sanera_exception_basis_read_finish (SANERA_CACHE (source), result, &error);
  SaneraExceptionBasis *old;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (basis == NULL)
    {
      g_warning ("Exceptions cannot be read: %s", error->message);
      return;
    }

  old = g_ptr_array_index (reading->self->bases, reading->i);
  reading->self->bases->pdata[reading->i] = basis;
  if (old != NULL)
    sanera_exception_basis_free (old);
  show_bases (reading->self);
}

static void
read_bases (SaneraExceptionDialog *self)
{
  for (guint i = 0; i < self->recommendations->len; i++)
    {
      Reading *reading = g_new (Reading, 1);

      reading->self = self;
      reading->i = i;
      sanera_exception_basis_read_async (sanera_connection_get_cache (self->connection),
                                         get_recommendation (self, i)->id, self->cancellable,
                                         basis_read_cb, reading);
    }
}

static void
cache_changed_cb (SaneraExceptionDialog *self, guint lists)
{
  const guint used = 1u << SANERA_LIST_DEVICE_GROUPS | 1u << SANERA_LIST_EXCEPTIONS |
                     1u << SANERA_LIST_RECOMMENDATION_DEVICES;

  if ((lists & used) != 0 && !self->done)
    read_bases (self);
}

static void
devices_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The cache says when they are there; without them the numbers of the groups are missing, and
   * that is all. */
  if (!sanera_connection_fetch_children_finish (SANERA_CONNECTION (source), result, &error))
    g_debug ("Devices of the recommendation: %s", error->message);
}

/* Making it */

/* The groups that @recommendation has no exception for; none when nothing is left. */
static char **
pick_groups (const SaneraExceptionBasis *basis, char **groups)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; groups[i] != NULL; i++)
    for (guint j = 0; j < basis->groups->len; j++)
      if (g_str_equal (((SaneraGroupCount *)g_ptr_array_index (basis->groups, j))->name, groups[i]))
        g_strv_builder_add (builder, groups[i]);
  return g_strv_builder_end (builder);
}

static SaneraAction *
new_action (SaneraExceptionDialog *self, guint i, const SaneraExceptionDraft *draft, char **groups)
{
  const SaneraExceptionBasis *basis = g_ptr_array_index (self->bases, i);
  const gboolean global = g_str_equal (draft->scope, "Global");
  g_auto (GStrv) own = NULL;
  SaneraAction *action;

  /* One alone is sent as it was said: what stands in the way is the server's to say. */
  if (self->recommendations->len == 1 || basis == NULL)
    own = g_strdupv (groups);
  else if (global && basis->global != NULL)
    return NULL;
  else
    own = pick_groups (basis, groups);
  if (!global && own[0] == NULL)
    return NULL;

  action = sanera_action_new (SANERA_ACTION_CREATE_EXCEPTION, get_recommendation (self, i)->id,
                              SANERA_INT_NULL);
  sanera_action_set_text (action, "scope", draft->scope);
  sanera_action_set_texts (action, "rbacGroupNames", (const char *const *)own);
  sanera_action_set_text (action, "justification", draft->justification);
  if (draft->context != NULL && *draft->context != '\0')
    sanera_action_set_text (action, "justificationContext", draft->context);
  sanera_action_set_date (action, "expiresOn",
                          sanera_exception_editor_get_expires_on (self->editor));
  return action;
}

static char *
describe_created (guint created)
{
  g_autofree char *number = sanera_language_number (created);

  if (created == 1)
    return g_strdup (_ ("Exception created"));
  return g_strdup_printf (ngettext ("%s exception created", "%s exceptions created", created),
                          number);
}

/* The recommendations that get none, by name: they have one already. It is made, and there is
 * nothing left to do but to read this. */
static void
show_left_out (SaneraExceptionDialog *self, GVariant *left_out)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GVariantIter iter;
  guint i;

  self->done = TRUE;
  g_clear_pointer (&self->left_out, g_variant_unref);
  self->left_out = g_variant_ref_sink (left_out);
  g_string_append (text, _ ("Nothing was created for these: they have an exception already."));
  g_variant_iter_init (&iter, left_out);
  while (g_variant_iter_next (&iter, "u", &i))
    {
      g_autofree char *title =
          sanera_words_recommendation_title (get_recommendation (self, i), FALSE);

      g_string_append_printf (text, "\n• %s", title);
    }
  gtk_label_set_text (self->error_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->create_button), FALSE);
  gtk_button_set_label (self->cancel_button, _ ("Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

static GVariant *
save (SaneraRestorable *restorable)
{
  return SANERA_EXCEPTION_DIALOG (restorable)->left_out;
}

static void
restore (SaneraRestorable *restorable, GVariant *state)
{
  show_left_out (SANERA_EXCEPTION_DIALOG (restorable), state);
}

static void
restorable_init (SaneraRestorableInterface *iface)
{
  iface->save = save;
  iface->restore = restore;
}

/* The focus alone would bring the widget just into view, and leave the error below it outside. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SaneraExceptionDialog *self = SANERA_EXCEPTION_DIALOG (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  graphene_rect_t bounds;

  /* The errors take their place in the frame that has just begun. */
  if (self->reveal_frames++ == 0)
    return G_SOURCE_CONTINUE;

  self->reveal_id = 0;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->content)) &&
      gtk_widget_compute_bounds (focus, GTK_WIDGET (self->content), &bounds))
    gtk_adjustment_set_value (adjustment, (double)bounds.origin.y -
                                              gtk_adjustment_get_page_size (adjustment) / 3);
  return G_SOURCE_REMOVE;
}

/* What was typed stays until the outbox has it. The first form may have been carried out meanwhile:
 * then there is an exception, with the words of that form, and these can be put into it. */
static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraExceptionDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key =
      sanera_connection_revise_finish (SANERA_CONNECTION (source), result, &error);
  g_autofree char *reason = NULL;
  g_autofree char *words = NULL;

  if (key != NULL)
    {
      sanera_draft_end (self->draft);
      if (self->connection != NULL)
        gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  if (self->connection == NULL)
    return; /* closed meanwhile; the draft is kept */

  reason = sanera_words_error (error);
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT) ||
      g_error_matches (error, SANERA_ERROR, SANERA_ERROR_NOT_FOUND))
    words =
        /* Translators: %s is one or two sentences that say why it cannot be changed any more */
        g_strdup_printf (_ ("%s The exception is as it was before you edited it. What you typed "
                            "is still here: copy it, and change the exception on the page of "
                            "exceptions."),
                         reason);
  else
    {
      words = g_strdup (reason);
      gtk_widget_set_sensitive (GTK_WIDGET (self->create_button), TRUE);
      self->done = FALSE;
      sanera_again_hold (GTK_WINDOW (self), FALSE);
    }
  gtk_label_set_text (self->error_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
}

static void
create_cb (SaneraExceptionDialog *self)
{
  g_autoptr (GPtrArray) actions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sanera_action_unref);
  g_auto (GVariantBuilder) left_out = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("au"));
  g_auto (SaneraExceptionDraft) draft = { NULL };
  g_auto (GStrv) groups = NULL;
  g_autofree char *words = NULL;

  /* The second click of a double click. */
  if (self->done)
    return;
  if (!sanera_exception_editor_check (self->editor))
    {
      self->reveal_frames = 0;
      if (self->reveal_id == 0)
        self->reveal_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
      return;
    }

  sanera_exception_editor_get_draft (self->editor, &draft);
  groups = sanera_exception_editor_dup_groups (self->editor);
  for (guint i = 0; i < self->recommendations->len; i++)
    {
      SaneraAction *action = new_action (self, i, &draft, groups);

      if (action != NULL)
        g_ptr_array_add (actions, action);
      else
        g_variant_builder_add (&left_out, "u", i);
    }

  self->done = TRUE;
  sanera_again_hold (GTK_WINDOW (self), TRUE);
  if (self->key != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->create_button), FALSE);
      sanera_connection_revise_async (self->connection, self->key, g_ptr_array_index (actions, 0),
                                      NULL, revised_cb, g_object_ref (self));
      return;
    }
  if (self->draft != NULL)
    sanera_draft_hand_over (self->draft);
  words = describe_created (actions->len);
  sanera_act_all (GTK_WIDGET (self), self->connection, actions, words);
  if (actions->len == self->recommendations->len)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  show_left_out (self, g_variant_builder_end (&left_out));
  sanera_again_hold (GTK_WINDOW (self), FALSE);
}

static void
sanera_exception_dialog_dispose (GObject *object)
{
  SaneraExceptionDialog *self = SANERA_EXCEPTION_DIALOG (object);

  self->done = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_exception_dialog_parent_class)->dispose (object);
}

static void
sanera_exception_dialog_finalize (GObject *object)
{
  SaneraExceptionDialog *self = SANERA_EXCEPTION_DIALOG (object);

  g_clear_pointer (&self->recommendations, g_ptr_array_unref);
  g_clear_pointer (&self->bases, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_variant_unref);
  sanera_draft_free (self->draft);
  g_free (self->key);

  G_OBJECT_CLASS (sanera_exception_dialog_parent_class)->finalize (object);
}

static void
sanera_exception_dialog_class_init (SaneraExceptionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sanera_exception_dialog_dispose;
  object_class->finalize = sanera_exception_dialog_finalize;

  g_type_ensure (SANERA_TYPE_EXCEPTION_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sanera/Sanera/ui/sanera-exception-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, content);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, component_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, exposed_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, notice_label);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, draft_group);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, discard_button);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, SaneraExceptionDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
}

static void
sanera_exception_dialog_init (SaneraExceptionDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_heading (SaneraExceptionDialog *self)
{
  const SaneraRecommendationData *data = get_recommendation (self, 0);
  g_autofree char *title = NULL;
  g_autofree char *exposed = NULL;

  if (self->recommendations->len > 1)
    {
      g_autofree char *number = sanera_language_number (self->recommendations->len);

      title = g_strdup_printf (
          ngettext ("%s recommendation", "%s recommendations", self->recommendations->len), number);
      gtk_widget_set_visible (GTK_WIDGET (self->component_label), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->exposed_label), FALSE);
    }
  else
    {
      g_autofree char *number = sanera_language_number (data->exposed_machines_count);

      title = sanera_words_recommendation_title (data, FALSE);
      exposed = g_strdup_printf (ngettext ("%s exposed device", "%s exposed devices",
                                           (gulong)MAX (data->exposed_machines_count, 0)),
                                 number);
      gtk_label_set_text (self->component_label, data->related_component);
      gtk_label_set_text (self->exposed_label, exposed);
    }
  gtk_label_set_text (self->title_label, title);
}

/* The server has the last word; what is known here is said before anything is typed. */
static void
show_reason (SaneraExceptionDialog *self)
{
  const char *reason = sanera_exception_words_may_not (self->connection, FALSE);

  gtk_label_set_text (self->notice_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_label), reason != NULL);
  sanera_names_allow (GTK_WIDGET (self->create_button), reason == NULL, self->notice_label);
}

static void
start (SaneraExceptionDialog *self, const char *body)
{
  SaneraCache *cache = sanera_connection_get_cache (self->connection);

  sanera_exception_editor_start (self->editor,
                                 sanera_exception_words_may_not (self->connection, TRUE),
                                 get_recommendation (self, 0)->exposed_machines_count,
                                 self->recommendations->len, g_get_real_time ());
  read_draft (self, body);
  self->filling = FALSE;
  fill_heading (self);
  show_reason (self);
  g_signal_connect_object (cache, "changed", G_CALLBACK (cache_changed_cb), self,
                           G_CONNECT_SWAPPED);
  read_bases (self);
  if (self->recommendations->len == 1 &&
      sanera_connection_get_state (self->connection) == SANERA_STATE_ONLINE)
    sanera_connection_fetch_children_async (self->connection, SANERA_LIST_RECOMMENDATION_DEVICES,
                                            get_recommendation (self, 0)->id, self->cancellable,
                                            devices_fetched_cb, NULL);
}

/* No higher than the window it belongs to: at 720 × 540 both buttons and some of the form are seen.
 */
static void
fit (SaneraExceptionDialog *self, GtkWindow *parent)
{
  int width, height, room = gtk_widget_get_height (GTK_WIDGET (parent));

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (room > 0 && room < height)
    gtk_window_set_default_size (GTK_WINDOW (self), width, room);
}

static void
basis_clear (gpointer basis)
{
  if (basis != NULL)
    sanera_exception_basis_free (basis);
}

static void
open_again (GtkWindow *parent, SaneraConnection *connection, gpointer recommendations)
{
  sanera_exception_dialog_present (parent, connection, recommendations);
}

static SaneraExceptionDialog *
present (GtkWindow *parent,
         SaneraConnection *connection,
         GPtrArray *recommendations,
         const SaneraRevision *revision)
{
  SaneraExceptionDialog *self =
      g_object_new (SANERA_TYPE_EXCEPTION_DIALOG, "transient-for", parent, NULL);

  self->connection = g_object_ref (connection);
  self->key = revision != NULL ? g_strdup (revision->key) : NULL;
  self->recommendations = g_ptr_array_new_with_free_func (g_object_unref);
  self->bases = g_ptr_array_new_with_free_func (basis_clear);
  for (guint i = 0; i < recommendations->len; i++)
    {
      g_ptr_array_add (self->recommendations,
                       g_object_ref (g_ptr_array_index (recommendations, i)));
      g_ptr_array_add (self->bases, NULL);
    }
  start (self, revision != NULL ? revision->body : NULL);
  if (revision != NULL)
    sanera_again_set_entry (GTK_WINDOW (self), connection, revision->key);
  else
    sanera_again_set (GTK_WINDOW (self), connection, open_again,
                      g_ptr_array_ref (self->recommendations), (GDestroyNotify)g_ptr_array_unref);
  fit (self, parent);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);

  return self;
}

/**
 * sanera_exception_dialog_present:
 * @parent: the window it belongs to; shows in a toast what becomes of it
 * @connection: where the exception is made
 * @recommendations: (element-type SaneraRecommendation): what is set aside, at least one
 *
 * Opens the form; for one recommendation with its draft, where there is one.
 */
void
sanera_exception_dialog_present (GtkWindow *parent,
                                 SaneraConnection *connection,
                                 GPtrArray *recommendations)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (SANERA_IS_CONNECTION (connection));
  g_return_if_fail (recommendations != NULL && recommendations->len > 0);

  present (parent, connection, recommendations, NULL);
}

/**
 * sanera_exception_dialog_present_entry:
 * @parent: the window it belongs to
 * @connection: where the exception is to be made
 * @revision: a new exception that waits or was refused
 *
 * Opens the form with what was said, to change it before it is sent; what was refused, with the
 * reason.
 *
 * Returns: %FALSE when its recommendation is gone
 */
gboolean
sanera_exception_dialog_present_entry (GtkWindow *parent,
                                       SaneraConnection *connection,
                                       const SaneraRevision *revision)
{
  g_autoptr (GPtrArray) recommendations = g_ptr_array_new_with_free_func (g_object_unref);
  SaneraExceptionDialog *self;
  SaneraRecord *recommendation;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), FALSE);
  g_return_val_if_fail (SANERA_IS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (revision != NULL, FALSE);

  recommendation = sanera_cache_lookup (sanera_connection_get_cache (connection),
                                        SANERA_LIST_RECOMMENDATIONS, revision->entity);
  if (recommendation == NULL)
    return FALSE;

  g_ptr_array_add (recommendations, recommendation);
  self = present (parent, connection, recommendations, revision);
  gtk_button_set_label (GTK_BUTTON (self->create_button), _ ("Save"));
  if (revision->refused)
    {
      g_autofree char *reason = sanera_words_error_refusal (revision->code, NULL);

      gtk_label_set_text (self->error_label, reason);
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
      sanera_exception_editor_check (self->editor);
    }
  return TRUE;
}

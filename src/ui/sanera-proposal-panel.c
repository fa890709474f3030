/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-proposal-panel.h"

#include <glib/gi18n.h>

#include "sanera-exception-words.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-names.h"
#include "sanera-proposal.h"
#include "sanera-undo.h"
#include "sanera-words-error.h"

struct _SaneraProposalPanel
{
  AdwBin parent_instance;

  GtkLabel *text;
  GtkLabel *reason; /* in the words of the documents */
  GtkWidget *accept;
  GtkWidget *dismiss;
  GtkWidget *withdraw;
  GtkLabel *problem; /* why it cannot be dismissed, or could not be */

  SaneraConnection *connection;
  char *recommendation;
  char *proposal; /* its id */
  GCancellable *cancellable; /* of withdrawing */
};

G_DEFINE_FINAL_TYPE (SaneraProposalPanel, sanera_proposal_panel, ADW_TYPE_BIN)

static void
set_problem (SaneraProposalPanel *self, const char *problem)
{
  sanera_flyout_set_text (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
dismiss_cb (SaneraProposalPanel *self)
{
  g_autoptr (SaneraAction) action = NULL;

  if (self->connection == NULL || self->proposal == NULL)
    return;

  /* Somebody else's proposal by then is refused by its own id: no version has to be the same. */
  action =
      sanera_action_new (SANERA_ACTION_DISMISS_PROPOSAL, self->recommendation, SANERA_INT_NULL);
  sanera_action_set_text (action, "proposal", self->proposal);
  sanera_act (GTK_WIDGET (self), self->connection, action, _ ("Proposed exception dismissed"));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraProposalPanel) self = user_data;
  g_autoptr (GError) error = NULL;

  sanera_connection_withdraw_finish (SANERA_CONNECTION (source), result, &error);
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT))
    set_problem (self, _ ("The server has carried out the change already."));
  else
    set_problem (self, _ ("The change could not be withdrawn: the server does not answer."));
}

/* What was not sent yet, or was refused. */
static void
withdraw_cb (SaneraProposalPanel *self)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (self->connection == NULL || self->recommendation == NULL)
    return;

  entries = sanera_outbox_list (
      sanera_cache_get_outbox (sanera_connection_get_cache (self->connection)), NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const SaneraOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (sanera_action_kind_from_nick (entry->action) == SANERA_ACTION_DISMISS_PROPOSAL &&
          g_strcmp0 (entry->entity, self->recommendation) == 0)
        sanera_connection_withdraw_async (self->connection, entry->key, self->cancellable,
                                          withdrawn_cb, g_object_ref (self));
    }
}

static GtkLabel *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
forget (SaneraProposalPanel *self)
{
  g_clear_pointer (&self->proposal, g_free);
}

static void
sanera_proposal_panel_dispose (GObject *object)
{
  SaneraProposalPanel *self = SANERA_PROPOSAL_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  forget (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sanera_proposal_panel_parent_class)->dispose (object);
}

static void
sanera_proposal_panel_finalize (GObject *object)
{
  SaneraProposalPanel *self = SANERA_PROPOSAL_PANEL (object);

  g_free (self->recommendation);

  G_OBJECT_CLASS (sanera_proposal_panel_parent_class)->finalize (object);
}

static void
sanera_proposal_panel_class_init (SaneraProposalPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sanera_proposal_panel_dispose;
  object_class->finalize = sanera_proposal_panel_finalize;
}

static void
sanera_proposal_panel_init (SaneraProposalPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->text = add_label (box);
  self->reason = add_label (box);
  gtk_widget_add_css_class (GTK_WIDGET (self->reason), "dim-label");
  self->cancellable = g_cancellable_new ();
  self->accept = add_button (box, _ ("Make an exception…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", ""); /* of none yet */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accept), "row.except");
  self->dismiss = add_button (box, _ ("Dismiss proposal"));
  g_signal_connect_swapped (self->dismiss, "clicked", G_CALLBACK (dismiss_cb), self);
  self->withdraw = add_button (box, _ ("Withdraw change"));
  g_signal_connect_swapped (self->withdraw, "clicked", G_CALLBACK (withdraw_cb), self);
  self->problem = add_label (box);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sanera_proposal_panel_new:
 *
 * Returns: (transfer floating): a panel that shows nothing
 */
SaneraProposalPanel *
sanera_proposal_panel_new (void)
{
  return g_object_new (SANERA_TYPE_PROPOSAL_PANEL, NULL);
}

static char *
describe (const SaneraProposal *proposal)
{
  g_autofree char *count = sanera_language_number (proposal->count);
  g_autofree char *ids =
      proposal->weaknesses != NULL ? g_strjoinv (", ", proposal->weaknesses) : g_strdup ("");

  return g_strdup_printf (
      /* Translators: the number of weaknesses, then their ids */
      ngettext ("A document says that %s weakness does not matter here: %s. It counts as exposed "
                "until somebody makes an exception.",
                "Documents say that %s weaknesses do not matter here: %s. They count as exposed "
                "until somebody makes an exception.",
                (gulong)proposal->count),
      count, ids);
}

/* What a dismissal that has not arrived is shown as. (nullable): none is under way */
static char *
describe_local (const SaneraRecommendationData *data)
{
  g_autofree char *reason = NULL;
  const char *nick = sanera_action_kind_get_nick (SANERA_ACTION_DISMISS_PROPOSAL);

  /* A request or an exception that waits is told of elsewhere. */
  if (data->local_actions == NULL ||
      !g_strv_contains ((const char *const *)data->local_actions, nick))
    return NULL;

  switch ((SaneraLocalState)sanera_enum_from_nick (&sanera_local_state_enum, data->local_state))
    {
    case SANERA_LOCAL_STATE_WAITING:
      return g_strdup (_ ("Waiting to be sent: the server has not seen this change yet."));
    case SANERA_LOCAL_STATE_SENDING:
      return g_strdup (_ ("The change was sent, but the answer of the server has not arrived."));
    case SANERA_LOCAL_STATE_REFUSED:
      reason = sanera_words_error_refusal (data->local_error, NULL);
      /* Translators: %s is a sentence that says why */
      return g_strdup_printf (_ ("The server refused the change. %s"), reason);
    default:
      return NULL;
    }
}

/**
 * sanera_proposal_panel_show:
 * @self: a panel
 * @connection: (nullable): where the recommendation is from
 * @data: a recommendation; without an id: a placeholder
 *
 * Shows what documents propose for it, or that its dismissal is under way.
 *
 * Returns: whether there is something to show
 */
gboolean
sanera_proposal_panel_show (SaneraProposalPanel *self,
                            SaneraConnection *connection,
                            const SaneraRecommendationData *data)
{
  g_auto (SaneraProposal) proposal = { NULL };
  g_autofree char *local = NULL;
  const char *reason;
  gboolean proposed;

  g_return_val_if_fail (SANERA_IS_PROPOSAL_PANEL (self), FALSE);

  forget (self);
  local = describe_local (data);
  proposed = sanera_proposal_parse (data->proposed_exception, &proposal);
  if (data->id == NULL || (!proposed && local == NULL))
    return FALSE;

  self->proposal = g_strdup (proposal.id);
  g_free (self->recommendation);
  self->recommendation = g_strdup (data->id);
  g_set_object (&self->connection, connection);
  reason = sanera_exception_words_may_not (connection, FALSE);
  if (proposed)
    {
      g_autofree char *text = describe (&proposal);

      sanera_flyout_set_text (self->text, text);
      sanera_flyout_set_text (self->reason, proposal.reason);
    }
  else
    sanera_flyout_set_text (self->text, _ ("Proposed exception dismissed"));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), proposed && *proposal.reason != '\0');
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", data->id);
  gtk_widget_set_visible (self->accept, proposed && local == NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accept),
                                  reason == NULL ? "row.except" : NULL);
  sanera_names_allow (self->accept, reason == NULL, self->problem);
  gtk_widget_set_visible (self->dismiss, proposed && local == NULL);
  sanera_names_allow (self->dismiss, reason == NULL, self->problem);
  gtk_widget_set_visible (self->withdraw,
                          local != NULL &&
                              sanera_enum_from_nick (&sanera_local_state_enum, data->local_state) !=
                                  SANERA_LOCAL_STATE_SENDING);
  set_problem (self, local != NULL ? local : reason);
  return TRUE;
}

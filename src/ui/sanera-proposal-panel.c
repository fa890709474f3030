/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sanera-proposal-panel.h"

#include <glib/gi18n.h>

#include "sanera-exception-words.h"
#include "sanera-flyout.h"
#include "sanera-language.h"
#include "sanera-proposal.h"

struct _SaneraProposalPanel
{
  AdwBin parent_instance;

  GtkLabel *text;
  GtkLabel *reason; /* in the words of the documents */
  GtkWidget *dismiss;
  GtkLabel *problem; /* why it cannot be dismissed, or could not be */

  SaneraConnection *connection;
  char *recommendation;
  char *proposal; /* its id */
  GCancellable *cancellable; /* while it is being dismissed */
};

G_DEFINE_FINAL_TYPE (SaneraProposalPanel, sanera_proposal_panel, ADW_TYPE_BIN)

static void
set_problem (SaneraProposalPanel *self, const char *problem)
{
  sanera_flyout_set_text (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaneraProposalPanel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (sanera_connection_dismiss_proposal_finish (SANERA_CONNECTION (source), result, &error))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->dismiss, TRUE);
  if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_CONFLICT))
    set_problem (self, _ ("By now something else is proposed. Read it again."));
  else if (g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) ||
           g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT))
    set_problem (self, _ ("The proposal could not be dismissed: the server does not answer."));
  else
    set_problem (self, _ ("The server refused to dismiss the proposal."));
}

static void
dismiss_cb (SaneraProposalPanel *self)
{
  if (self->connection == NULL || self->proposal == NULL || self->cancellable != NULL)
    return;

  /* The row says so when it is so. */
  gtk_widget_set_sensitive (self->dismiss, FALSE);
  set_problem (self, NULL);
  self->cancellable = g_cancellable_new ();
  sanera_connection_dismiss_proposal_async (self->connection, self->recommendation, self->proposal,
                                            self->cancellable, dismissed_cb, g_object_ref (self));
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

static void
forget (SaneraProposalPanel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->proposal, g_free);
}

static void
sanera_proposal_panel_dispose (GObject *object)
{
  SaneraProposalPanel *self = SANERA_PROPOSAL_PANEL (object);

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
  self->dismiss = gtk_button_new_with_label (_ ("Dismiss proposal"));
  gtk_widget_set_halign (self->dismiss, GTK_ALIGN_START);
  g_signal_connect_swapped (self->dismiss, "clicked", G_CALLBACK (dismiss_cb), self);
  gtk_box_append (GTK_BOX (box), self->dismiss);
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

  /* Translators: the number of weaknesses, then their ids */
  return g_strdup_printf (
      ngettext ("A document says that %s weakness does not matter here: %s. It counts as exposed "
                "until somebody makes an exception.",
                "Documents say that %s weaknesses do not matter here: %s. They count as exposed "
                "until somebody makes an exception.",
                (gulong)proposal->count),
      count, ids);
}

/**
 * sanera_proposal_panel_show:
 * @self: a panel
 * @connection: (nullable): where the recommendation is from
 * @recommendation: (nullable): its id
 * @proposed_exception: (nullable): its field `proposedException`
 *
 * Returns: whether there is something to show
 */
gboolean
sanera_proposal_panel_show (SaneraProposalPanel *self,
                            SaneraConnection *connection,
                            const char *recommendation,
                            const char *proposed_exception)
{
  g_auto (SaneraProposal) proposal = { NULL };
  g_autofree char *text = NULL;
  const char *reason;

  g_return_val_if_fail (SANERA_IS_PROPOSAL_PANEL (self), FALSE);

  if (recommendation == NULL || !sanera_proposal_parse (proposed_exception, &proposal))
    {
      forget (self);
      return FALSE;
    }
  if (g_strcmp0 (self->proposal, proposal.id) == 0 &&
      g_strcmp0 (self->recommendation, recommendation) == 0)
    return TRUE;

  forget (self);
  self->proposal = g_strdup (proposal.id);
  g_free (self->recommendation);
  self->recommendation = g_strdup (recommendation);
  g_set_object (&self->connection, connection);
  text = describe (&proposal);
  sanera_flyout_set_text (self->text, text);
  sanera_flyout_set_text (self->reason, proposal.reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), *proposal.reason != '\0');
  reason = sanera_exception_words_may_not (connection, FALSE);
  gtk_widget_set_sensitive (self->dismiss, reason == NULL);
  set_problem (self, reason);
  return TRUE;
}
